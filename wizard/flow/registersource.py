"""The shape of `flows/registers.yaml`: what can be looked up, and which answers it belongs to.

As in `source`: these models say what a keeper may write and nothing more; what it means is checked by `registers`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from wizard.flow.source import Id, OptionId, SourceRefs, Text

__all__ = ["FillSource", "RegisterSource", "RegistersFile", "StandingSource", "SubjectSource"]

Code = Annotated[str, Field(pattern=r"^[A-Z0-9]{1,20}$")]
Level = Literal["blocker", "warning", "info"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class FillSource(_Model):
    """A fact of the register, and the question that it can answer."""

    fact: Literal["name", "form", "street", "postcode", "city"]
    question: Id
    options: dict[Code, OptionId] = Field({}, description="The register's codes as options of the question.")
    other: OptionId | None = Field(None, description="The option for every other code.")
    level: Level = "warning"
    text: Text = Field(description="What must hold, as one sentence.")
    fix: Text
    source: SourceRefs


class SubjectSource(_Model):
    """Somebody in the answers who has a number."""

    number: Id = Field(description="The question that holds the number.")
    title: Text
    fills: list[FillSource] = []


class DemandSource(_Model):
    """What must hold of how an organisation stands."""

    level: Level
    text: Text = Field(description="What must hold, as one sentence.")
    fix: Text | None = None
    source: SourceRefs


class StandingSource(DemandSource):
    """Something that may go on with an organisation, by the register's codes for it."""

    id: Id
    codes: Annotated[list[Code], Field(min_length=1)]


class RegisterSource(_Model):
    """A register."""

    id: Id
    title: Text
    source: SourceRefs
    subjects: Annotated[list[SubjectSource], Field(min_length=1)]
    standings: list[StandingSource] = []
    unlisted: DemandSource
    silent: DemandSource


class RegistersFile(_Model):
    """`flows/registers.yaml`."""

    registers: Annotated[list[RegisterSource], Field(min_length=1)]
