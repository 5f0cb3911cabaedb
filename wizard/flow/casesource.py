"""The shape of `flows/case.yaml`: the questions whose answers tell whose a case is.

As in `source`: the model says what a keeper may write and nothing more; what it means is checked by `case`.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from wizard.flow.source import Id

__all__ = ["CaseFile"]


class CaseFile(BaseModel):
    """`flows/case.yaml`."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    shown: list[Id] = Field([], description="What a case is called by, such as the applicant's name.")
    same: list[Id] = Field(
        [], description="Two cases of one errand with the same answers to all of these are twins."
    )
    applicant: list[Id] = Field(
        [], description="Who applies, the name first: what stands at the head of continuation sheets."
    )
    staff: list[Id] = Field([], description="The tables whose rows are those who work there.")
    provider: list[Id] = Field(
        [],
        description="What a care provider answers the same way in every application: questions, or the word that their names begin with.",
    )
