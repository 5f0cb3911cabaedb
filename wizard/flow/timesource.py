"""The shape of `flows/timeline.yaml`: freezes, steps, and how far apart the steps must be.

As in `source`: these models say what a keeper may write and nothing more; what it means is checked by
`timetable`.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from wizard.flow.source import Expression, Id, Slug, SourceRefs, Text

__all__ = [
    "DeadlineSource",
    "FreezeSource",
    "LagSource",
    "PlanSource",
    "RemarkSource",
    "StepSource",
    "TimelineFile",
    "ValiditySource",
]

SpanText = Annotated[str, StringConstraints(pattern=r"^(0|[1-9][0-9]{0,2}) (days|weeks|months)$")]
"""`4 months`, `6 weeks`, `14 days`."""
MonthDay = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]
"""A day of every year, `06-15`."""
Kind: TypeAlias = Literal["application", "change", "termination", "golive", "correction"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class FreezeSource(_Model):
    """A time of the year in which the region's systems are not changed."""

    id: Id
    title: Text
    from_: MonthDay = Field(alias="from", description="Its first day.")
    to: MonthDay = Field(description="Its last day; before the first one, it goes on into the next year.")
    text: Text = Field(description="What it means, and how exact the days are.")
    not_for: list[Slug] = Field([], description="Areas that it does not concern.")
    source: SourceRefs


class _Claim(_Model):
    """What all demands on time have: for whom they hold, why, and by which source."""

    when: Expression | None = Field(None, description="Holds only for those for whom this is true.")
    unless: Expression | None = Field(None, description="Holds for all but those for whom this is true.")
    text: Text = Field(description="Why, as one sentence.")
    source: SourceRefs


class LagSource(_Claim):
    """A step comes so long after another one."""

    step: Id = Field(description="The step that comes first.")
    most: SpanText = Field("0 days", description="How long it may take; plans keep to this.")
    least: SpanText | None = Field(
        None, description="How long it takes at least, if that is less: for some it goes faster."
    )
    outside_freezes: bool = Field(False, description="Whether the time stands still during freezes.")
    about: bool = Field(
        False, description="Whether `most` is what one aims at, and anything from `least` on will do."
    )


class DeadlineSource(_Claim):
    """A step has to be done so long after another one at the latest."""

    step: Id
    span: SpanText


class ValiditySource(_Claim):
    """What a step brings is good for so long: it must not be older when the other step comes."""

    step: Id = Field(description="The step at which it must still be good.")
    span: SpanText


class StepSource(_Model):
    """Something that happens on a day."""

    id: Id
    title: Text
    text: Text | None = Field(None, description="What is done, for those who do it.")
    who: Annotated[list[Literal["provider", "region", "ivo", "court", "supplier"]], Field(min_length=1)] = (
        Field(description="Who does it.")
    )
    at: Id | None = Field(None, description="The question that holds its day.")
    done: Expression | None = Field(None, description="When it is done, where no day is asked for.")
    owner: Id | None = Field(None, description="The question that names who answers for it.")
    evidence: Id | None = Field(None, description="The question that tells what shows that it is done.")
    promise: Id | None = Field(None, description="The question by when it is done, where it is not done yet.")
    workday: bool = Field(False, description="Whether it can only be done on a working day.")
    promptly: bool = Field(False, description="Whether it follows as soon as it can, not as late as it may.")
    prepares: bool = Field(False, description="Whether it is a point of the board of preparations.")
    avoid_freezes: bool = Field(False, description="Whether it is better not to lie in a freeze.")
    when: Expression | None = None
    unless: Expression | None = None
    after: list[LagSource] = []
    within: DeadlineSource | None = None
    valid_for: ValiditySource | None = None
    source: SourceRefs


class RemarkSource(_Model):
    """Something to know about a plan as a whole."""

    when: Expression | None = None
    text: Text
    source: SourceRefs


class PlanSource(_Model):
    """The steps of one kind of errand, from the first to the one that one wants to reach."""

    kind: Kind
    title: Text
    begin: Id = Field(description="The step whose day --submit gives.")
    goal: Id | None = Field(None, description="The step whose day --start gives.")
    steps: Annotated[list[Id], Field(min_length=1)]
    remarks: list[RemarkSource] = []


class CountingSource(_Model):
    """How days, weeks and months are counted."""

    text: Text
    source: SourceRefs


class TimelineFile(_Model):
    """`flows/timeline.yaml`."""

    counting: Annotated[list[CountingSource], Field(min_length=1)]
    freezes: list[FreezeSource] = []
    steps: Annotated[list[StepSource], Field(min_length=1)]
    plans: Annotated[list[PlanSource], Field(min_length=1)]
