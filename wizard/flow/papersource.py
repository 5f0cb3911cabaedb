"""The shape of `flows/documents.yaml`: the papers that come with an errand, and what must agree with the answers.

As in `source`: these models say what a keeper may write and nothing more; what it means is checked by `papers`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from wizard.flow.source import Id, SourceRefs, Text

__all__ = ["DocumentsFile", "PaperCountSource", "PaperSource", "PaperValueSource"]

Words = Annotated[str, Field(min_length=2, max_length=100)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class PaperValueSource(_Model):
    """Something that stands on a paper: how to find it, and which answers it must agree with."""

    id: Id
    title: Text
    labels: list[Words] = Field([], description="What is printed beside or above the value.")
    under: list[Words] = Field([], description="Headings under which `labels_there` mean this value.")
    labels_there: list[Words] = Field([], description="Labels that mean it only under one of the headings.")
    type: Literal["text", "orgnr", "date", "integer", "phone", "email", "postcode", "hsaid"] = "text"
    same_as: list[Id] = Field([], description="The questions whose answers must stand in the value.")
    level: Literal["blocker", "warning", "info"] = "warning"
    text: Text | None = Field(None, description="What must hold, as one sentence.")
    fix: Text | None = Field(None, description="What to send in where it does not hold.")
    source: SourceRefs | None = None


class PaperCountSource(_Model):
    """A list on a paper that says how many there are of each kind, against the rows of a table in the answers."""

    id: Id
    title: Text
    labels: Annotated[
        list[Words], Field(min_length=1, description="What is printed above or before the kinds.")
    ]
    numbers: list[Words] = Field([], description="What is printed above the numbers.")
    table: Id = Field(description="The question whose rows are counted.")
    column: Id = Field(description="The column of it that says the kind; a choice.")
    leaves_out: list[Id] = Field([], description="Options of the column that such a paper does not list.")
    level: Literal["blocker", "warning", "info"] = "warning"
    text: Text = Field(description="What must hold, as one sentence.")
    fix: Text | None = Field(None, description="What to send in where it does not hold.")
    source: SourceRefs


class PaperSource(_Model):
    """A kind of paper."""

    id: Id
    title: Text
    known_by: Annotated[list[list[Words]], Field(min_length=1)] = Field(
        description="Sets of words; a paper is of this kind where all words of one set are printed on it."
    )
    answers: list[Id] = Field([], description="The questions that ask for this paper.")
    values: list[PaperValueSource] = []
    counts: list[PaperCountSource] = []
    source: SourceRefs


class DocumentsFile(_Model):
    """`flows/documents.yaml`."""

    documents: Annotated[list[PaperSource], Field(min_length=1)]
