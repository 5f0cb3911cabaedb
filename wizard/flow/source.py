"""The shape of the files in `flows/`, as pydantic models.

These models say what a form keeper may write and nothing more: unknown keys are faults, texts are texts. The
meaning (names, types, sources) is checked by the builder, which turns them into the definitions of `model`.
`lov flows schema` prints their JSON Schema, so that an editor completes and checks the YAML.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

__all__ = [
    "AreaFile",
    "AreaStatus",
    "ArticleSource",
    "CatalogueFile",
    "ChangeSource",
    "ChecklistSource",
    "DecisionRow",
    "DecisionSource",
    "ErrandSource",
    "ExitSource",
    "GoalSource",
    "KnowledgeFile",
    "LaterSource",
    "LimitSource",
    "ListSource",
    "ListsFile",
    "MeasureSource",
    "MigrationSource",
    "OptionSource",
    "PageSource",
    "PartFile",
    "QuestionSource",
    "RuleSource",
    "ShortfallSource",
    "SourceEntry",
    "SourcesFile",
    "TaskSource",
    "WithoutSource",
]


class Translated:
    """Marks a text that is shown to people and has to stand in every catalogue."""


Text = Annotated[str, StringConstraints(min_length=1, max_length=4000), Translated]
"""A sentence or name for people, in Swedish; other languages have it in their catalogues."""
Word = Annotated[str, StringConstraints(min_length=1, max_length=400)]
"""A text that is the same in every language."""
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$", max_length=80)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=80)]
OptionId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=60)]
Expression = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
SourceRefs = Annotated[str, StringConstraints(min_length=2, max_length=300)] | list[str]
"""`S0 § Ansök om avtal`, with `(inferred)` or `(unverified)` after it where we are not certain."""
Day = Annotated[date, Field(strict=False)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class SourceEntry(_Model):
    """One source of facts."""

    title: Word
    publisher: Word
    url: str | None = None
    date: Day | None = Field(None, description="The date the source itself bears.")
    read: Day | None = Field(None, description="The day it was read for lov.")
    note: Text | None = None
    watch: bool = Field(False, description="Whether `lov watch` looks at it for changes.")


class SourcesFile(_Model):
    """`flows/sources.yaml`."""

    sources: dict[str, SourceEntry]


class OptionSource(_Model):
    """One option of a choice."""

    id: OptionId
    label: Text
    synonyms: list[Word] = []
    hint: Text | None = None
    source: SourceRefs | None = None


class ListSource(_Model):
    """A named list of options."""

    source: SourceRefs
    options: Annotated[list[OptionSource], Field(min_length=1)]


class ListsFile(_Model):
    """`flows/lists.yaml`: option lists for everyone."""

    lists: dict[Id, ListSource]


class PageSource(_Model):
    """A heading for questions that are asked together on one screen."""

    ask: Text
    hint: Text | None = None


class QuestionSource(_Model):
    """One question, or one column of a table."""

    id: Id
    type: Word
    label: Text = Field(description="A short name: for lists, forms and spreadsheets.")
    ask: Text | None = Field(None, description="The question itself; a column may do with its label.")
    hint: Text | None = Field(None, description="One short sentence under the question.")
    help: Text | None = Field(None, description="A longer explanation, shown on request.")
    why: Text | None = Field(None, description="Why it is asked.")
    example: Word | None = None
    source: SourceRefs | None = None
    when: Expression | None = Field(None, description="Asked only where this is true.")
    optional: bool = False
    unknown: bool = Field(False, description='Whether "I do not know" is an honest answer.')
    not_applicable: bool = Field(False, description='Whether "does not apply here" is an answer.')
    page: Id | None = None
    options: str | list[OptionSource] | None = Field(
        None, description="Options, or the name of a list of them."
    )
    unit: str | None = None
    min: float | int | None = None
    max: float | int | None = None
    max_length: int | None = None
    limits: list[LimitSource] = []
    point: int | None = Field(None, description="The number of the checklist point it belongs to.")
    personal: bool = Field(False, description="Whether a sole trader's personal number is accepted as orgnr.")
    columns: list[QuestionSource] | None = None
    row_label: Id | None = Field(None, description="The column that names a row in lists.")
    many: bool = Field(False, description="Whether several files may be attached.")
    later: OptionId | None = Field(None, description="The thing that may be handed in later instead.")


class LimitSource(_Model):
    """One limit of a measure, in one set of rules."""

    value: Text = Field(description="The limit in words, with its unit.")
    rules: Text = Field(description="The set of rules it stands in.")
    binding: Literal["law", "contract", "guideline", "old_rule", "practice"]
    source: SourceRefs


class MeasureSource(_Model):
    """A measure taken for a point of a checklist."""

    key: Id | None = Field(None, description="Appended to the point's id; the first measure may have none.")
    type: Word
    label: Text
    ask: Text
    hint: Text | None = None
    unit: str | None = None
    min: float | int | None = Field(None, description="The requirement: at least this much.")
    max: float | int | None = Field(None, description="The requirement: at most this much.")
    not_applicable: bool = Field(
        False, description="Whether this measure may not apply though the point does."
    )


class ChecklistSource(_Model):
    """One point of a checklist: what is looked at, its measures, its limits, and what follows from a shortfall."""

    id: Id
    number: int
    label: Text
    requirement: Text = Field(description="What must hold, as one sentence.")
    ask: Text | None = Field(
        None, description="The yes/no question; left out where a measure alone answers it."
    )
    hint: Text | None = None
    how: Text | None = Field(None, description="How to measure or look.")
    why: Text
    when: Expression | None = None
    not_applicable: bool = True
    measures: list[MeasureSource] = []
    holds: Expression | None = Field(
        None, description="When the point holds, if its measures alone do not say."
    )
    limits: list[LimitSource] = []
    source: SourceRefs


class ShortfallSource(_Model):
    """What is asked and demanded where a point of a checklist does not hold; shared by all its points."""

    fix_by_label: Text
    fix_by_ask: Text
    fix_by_hint: Text | None = None
    comment_label: Text
    comment_ask: Text
    comment_hint: Text | None = None
    fix: Text = Field(description="What to do when a point does not hold.")
    before: Id = Field(description="The date by which it must be mended.")
    before_text: Text = Field(description="That it must be mended by then, as one sentence.")
    before_fix: Text
    source: SourceRefs


class RuleSource(_Model):
    """One rule: what must hold, at what level, and what to say."""

    id: Id
    label: Text | None = Field(
        None, description="A short name; by default that of the first question it is about."
    )
    level: Literal["blocker", "warning", "info"]
    each: dict[Id, str] | None = Field(
        None, description="Repeat the rule for each option of a list: {name: list}."
    )
    when: Expression | None = Field(None, description="The rule concerns only those for whom this is true.")
    needs: Expression
    text: Text = Field(description="What must hold, as one sentence.")
    fix: Text | None = Field(None, description="What to do when it does not hold.")
    about: list[Id] | None = Field(None, description="The questions to go to; by default those it reads.")
    later: OptionId | None = None
    source: SourceRefs


Cell = bool | int | float | Word | Annotated[list[bool | int | float | Word], Field(min_length=1)]
"""A cell of a decision table: a value, several values, `< 5`, `>= 2027-01-01`, `!= other`, `1..4`, or `any`."""


class DecisionRow(_Model):
    """One row of a decision table: when it hits (all its cells do), and what follows."""

    id: OptionId
    if_: dict[Id, Cell] = Field({}, alias="if", description="A cell for each input that matters in this row.")
    needs: Expression | None = Field(None, description="What must hold where the row hits.")
    holds: bool | None = Field(None, description="Where the row alone decides: whether the demand is met.")
    level: Literal["blocker", "warning", "info"] | None = None
    text: Text = Field(description="What must hold, as one sentence.")
    fix: Text | None = None
    source: SourceRefs


class DecisionSource(_Model):
    """A demand that differs from case to case: exactly one row hits, and each has a source of its own."""

    id: Id
    label: Text
    level: Literal["blocker", "warning", "info"]
    when: Expression | None = Field(None, description="The table concerns only those for whom this is true.")
    inputs: Annotated[dict[Id, Expression], Field(min_length=1)]
    rows: Annotated[list[DecisionRow], Field(min_length=1)]
    about: list[Id] | None = None
    later: OptionId | None = None


class PartFile(_Model):
    """`flows/parts/*.yaml`: a task that several areas share."""

    title: Text
    intro: Text | None = None
    source: SourceRefs | None = Field(None, description="For questions that name none of their own.")
    when: Expression | None = None
    lists: dict[Id, ListSource] = {}
    pages: dict[Id, PageSource] = {}
    questions: list[QuestionSource] = []
    checklist: list[ChecklistSource] = []
    shortfall: ShortfallSource | None = None
    rules: list[RuleSource] = []
    decisions: list[DecisionSource] = []


class TaskSource(_Model):
    """A task of an errand: a part by name, or written out."""

    id: Id
    part: Slug | None = None
    omit: list[Id] = []
    title: Text | None = None
    intro: Text | None = None
    source: SourceRefs | None = None
    when: Expression | None = None
    pages: dict[Id, PageSource] = {}
    questions: list[QuestionSource] = []
    rules: list[RuleSource] = []
    decisions: list[DecisionSource] = []


class LaterSource(_Model):
    """How conditional approval is asked for: the table whose rows name what comes later, why and when."""

    table: Id
    item: Id
    reason: Id
    date: Id


class GoalSource(_Model):
    """Something one may want to know before all is answered: the rules that decide it."""

    id: Id
    title: Text
    rules: Annotated[list[Id], Field(min_length=1)]


class ExitSource(_Model):
    """Where an errand ends because another way is the right one: not an error, but an answer."""

    id: Id
    when: Expression
    title: Text
    text: Text = Field(description="Why, what it means, and what to do instead.")
    instead: list[Literal["application", "premises", "change", "termination", "golive", "undertaking"]] = []
    source: SourceRefs


class ErrandSource(_Model):
    """One kind of errand in an area."""

    title: Text
    intro: Text | None = None
    tasks: list[TaskSource]
    forms: list[Slug] = []
    goals: list[GoalSource] = []
    exits: list[ExitSource] = []
    later: LaterSource | None = None
    name: list[Id] = Field([], description="The answers that name a draft in lists, the first that is there.")
    next: list[Text] = Field([], description="What the applicant does with the package, step by step.")


class ChangeSource(_Model):
    """One change of questions between two versions; exactly one of the first five keys says which."""

    rename: Id | None = Field(None, description="A question that goes on under another id (`to`).")
    split: Id | None = Field(
        None, description="A text that becomes several answers by the groups of `pattern`."
    )
    merge: list[Id] | None = Field(
        None, description="Answers that become one text (`to`), joined by `joint`."
    )
    recode: Id | None = Field(
        None, description="A choice whose options have new ids (`options`: old to new)."
    )
    ask_again: Id | None = Field(
        None, description="A question that means something else now, and is asked anew."
    )
    to: Id | None = None
    pattern: Word | None = Field(
        None, description="A regular expression with a group for each question in `into`."
    )
    into: list[Id] = []
    joint: str = ", "
    options: dict[OptionId, OptionId] = {}
    because: Text | None = Field(None, description="What to tell the person who had answered.")


class MigrationSource(_Model):
    """How drafts of one version become drafts of the next."""

    since: Annotated[str, StringConstraints(pattern=r"^\d{4}\.\d+$")]
    to: Annotated[str, StringConstraints(pattern=r"^\d{4}\.\d+$")]
    says: Text = Field(description="What has changed, in a sentence or two for the person.")
    changes: list[ChangeSource] = []


class AreaStatus(_Model):
    """Whether one can apply, as far as the sources tell."""

    state: Literal["open", "closed", "review", "other_form", "unknown"]
    text: Text
    closed_from: Day | None = None
    ends_on: Day | None = None
    source: SourceRefs
    checked: Day


class WithoutSource(_Model):
    """An errand that people look for in an area and that is not there: why not, and what to do instead."""

    title: Text = Field(description="What it would be called.")
    text: Text
    source: SourceRefs


class AreaFile(_Model):
    """`flows/areas/*.yaml`: one care-choice area."""

    name: Text
    version: Annotated[str, StringConstraints(pattern=r"^\d{4}\.\d+$")]
    synonyms: list[Word] = []
    status: AreaStatus
    facts: list[FactSource] = []
    migrations: list[MigrationSource] = []
    lists: dict[Id, ListSource] = {}
    errands: dict[
        Literal["application", "premises", "change", "termination", "golive", "undertaking"], ErrandSource
    ] = {}
    without: dict[
        Literal["application", "premises", "change", "termination", "golive", "undertaking"], WithoutSource
    ] = Field({}, description="Errands that are not there though people look for them, and why.")


class FactSource(_Model):
    """A fact about an area, for those who read before they apply."""

    text: Text
    source: SourceRefs


class CatalogueEntry(_Model):
    """An area that lov knows of but has no questions for."""

    id: Slug
    name: Text
    synonyms: list[Word] = []
    status: AreaStatus
    facts: list[FactSource] = []


class CatalogueFile(_Model):
    """`flows/catalogue.yaml`."""

    areas: list[CatalogueEntry]


class ArticleSource(_Model):
    """What lov answers to one question about the process, a term or a document."""

    id: Slug
    question: Text = Field(description="The question as an applicant or an officer would put it.")
    also: list[Word] = Field([], description="Other ways to ask it, in any language.")
    text: Text = Field(description="The answer, 40 to 120 words, in our own words.")
    areas: list[Slug] = Field([], description="The areas it concerns; all areas if left out.")
    tells: Literal["area", "hindrances", "warnings", "missing", "earliest", "next", "contact"] | None = Field(
        None,
        description="What of the case at hand answers the question, where there is one; else the text does.",
    )
    source: SourceRefs


class KnowledgeFile(_Model):
    """`flows/knowledge/*.yaml`: what lov knows of one topic."""

    title: Text
    articles: Annotated[list[ArticleSource], Field(min_length=1)]
