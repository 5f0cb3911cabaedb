"""The definitions an interview runs on: everything resolved, checked and immutable.

The builder makes these from the files in `flows/`. Texts are `Message`s of the `flows` domain, expressions are
typed trees with their compiled evaluators, sources point into `sources.yaml`. Nothing here does any work.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final

from wizard.flow.case import CaseNames
from wizard.flow.expr import Evaluator, Expr, Junction, Type, compiled, names
from wizard.flow.expr.nodes import Const
from wizard.flow.problems import Place
from wizard.i18n import Message, msg
from wizard.values.base import ValueType

__all__ = [
    "Area",
    "AreaState",
    "Article",
    "Certainty",
    "Condition",
    "Decision",
    "DecisionRow",
    "Exit",
    "Flow",
    "Goal",
    "Later",
    "Level",
    "Limit",
    "Page",
    "Question",
    "Rule",
    "Source",
    "SourceRef",
    "Task",
]


NOWHERE: Final = Place("")


class Certainty(StrEnum):
    """How sure we are that a fact is what its source says."""

    CERTAIN = "certain"
    """Read in the source."""
    INFERRED = "inferred"
    """Our conclusion from the source."""
    UNVERIFIED = "unverified"
    """Usual practice; no source of the region's was found."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document or page that facts come from."""

    id: str
    title: str
    publisher: str
    url: str | None = None
    dated: date | None = None
    """The date the source itself bears."""
    read_on: date | None = None
    """The day it was read for lov."""
    note: Message | None = None
    is_watched: bool = False
    """Whether it is a page that may change, and is looked at for that."""


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A place in a source."""

    source: Source
    section: str = ""
    certainty: Certainty = Certainty.CERTAIN


@dataclass(frozen=True, slots=True)
class Condition:
    """An expression with its text, its evaluator and the questions it reads."""

    text: str
    expr: Expr
    evaluate: Evaluator
    reads: frozenset[str]

    @classmethod
    def of(cls, text: str, expr: Expr) -> Condition:
        """The condition that `expr` is, written as `text`."""
        return cls(text, expr, compiled(expr), names(expr))

    @classmethod
    def all_of(cls, conditions: Sequence[Condition]) -> Condition | None:
        """The condition that all of `conditions` hold; None for none."""
        if len(conditions) < 2:
            return conditions[0] if conditions else None
        text = " and ".join(f"({c.text})" for c in conditions)
        return cls.of(text, Junction(True, tuple(c.expr for c in conditions), conditions[0].expr.type))


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit as it is shown beside a question: the value, the set of rules, and how binding that is."""

    value: Message
    rules: Message
    binding: str
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A heading over questions that are asked on one screen."""

    id: str
    ask: Message
    hint: Message | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `columns` makes it a table; `many` and the type `attachment` make it files.

    `later` names the thing that may be promised for a later day (conditional approval) instead of answered.
    """

    id: str
    type: ValueType | None
    label: Message
    ask: Message
    task: str
    sources: tuple[SourceRef, ...]
    hint: Message | None = None
    help: Message | None = None
    why: Message | None = None
    example: str | None = None
    when: Condition | None = None
    required: bool = True
    allows_unknown: bool = False
    allows_not_applicable: bool = False
    page: Page | None = None
    columns: tuple[Question, ...] = ()
    row_label: str | None = None
    min_rows: int = 0
    max_rows: int | None = None
    many: bool = False
    later: str | None = None
    limits: tuple[Limit, ...] = ()
    point: int | None = None
    """The number of the checklist point this question belongs to."""
    place: Place = field(default=NOWHERE, compare=False)
    """Where it stands in the content, for those who keep it."""

    @property
    def is_table(self) -> bool:
        """Whether the answer is rows."""
        return bool(self.columns)

    @property
    def is_attachment(self) -> bool:
        """Whether the answer is one or more files."""
        return self.type is not None and self.type.name == "attachment"

    @property
    def type_name(self) -> str:
        """The name of the type, `table` included."""
        return self.type.name if self.type is not None else "table"

    @property
    def reads(self) -> frozenset[str]:
        """The questions that decide whether this one, or any of its columns, is asked."""
        inner = [cell for column in self.columns for cell in column.columns]
        conditions = [c.when for c in (self, *self.columns, *inner) if c.when is not None]
        return frozenset[str]().union(*(c.reads for c in conditions)) - {self.id}

    def column(self, column_id: str) -> Question | None:
        """The column called `column_id`."""
        return next((c for c in self.columns if c.id == column_id), None)


class Level(StrEnum):
    """What follows when a rule does not hold."""

    BLOCKER = "blocker"
    """The application cannot be handed in."""
    WARNING = "warning"
    """It can, but it may be sent back or refused."""
    INFO = "info"
    """Worth knowing."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One requirement: whom it concerns (`when`), what must hold (`needs`), and the words for it."""

    id: str
    level: Level
    needs: Condition
    text: Message
    sources: tuple[SourceRef, ...]
    label: Message | None = None
    when: Condition | None = None
    fix: Message | None = None
    about: tuple[str, ...] = ()
    later: str | None = None
    task: str = ""
    place: Place = field(default=NOWHERE, compare=False)

    @property
    def is_fixed(self) -> bool:
        """Whether it says the same to all it concerns, as a row of a decision table may."""
        return isinstance(self.needs.expr, Const)


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One row of a decision table: its cells as they are written (None for any), and the rule it makes."""

    id: str
    cells: tuple[str | None, ...]
    hits: Condition
    rule: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A demand that differs from case to case. Its rows are rules of their own; exactly one of them concerns."""

    id: str
    label: Message
    inputs: tuple[Condition, ...]
    rows: tuple[DecisionRow, ...]
    task: str
    when: Condition | None = None
    place: Place = field(default=NOWHERE, compare=False)

    @property
    def reads(self) -> frozenset[str]:
        """The questions that decide which row hits."""
        conditions = [*self.inputs, *([self.when] if self.when is not None else [])]
        return frozenset[str]().union(*(condition.reads for condition in conditions))


@dataclass(frozen=True, slots=True)
class Task:
    """A group of questions with a name: a line in the task list."""

    id: str
    title: Message
    questions: tuple[Question, ...]
    intro: Message | None = None
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Later:
    """Where conditional approval is asked for: rows of `table` name the `item`, the `reason` and the `date`."""

    table: str
    item: str
    reason: str
    date: str


@dataclass(frozen=True, slots=True)
class Goal:
    """Something one may want to know before all is answered; `rules` are the ids of the rules that decide it."""

    id: str
    title: Message
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exit:
    """Where an errand ends because another way is the right one."""

    id: str
    when: Condition
    title: Message
    text: Message
    instead: tuple[str, ...]
    sources: tuple[SourceRef, ...]
    place: Place = field(default=NOWHERE, compare=False)


class AreaState(StrEnum):
    """Whether one can apply in an area, as far as the sources tell."""

    OPEN = "open"
    CLOSED = "closed"
    REVIEW = "review"
    """Open, while the region looks at whether the area stays as it is."""
    OTHER_FORM = "other_form"
    """Not by LOV: procured, or the region's own."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Without:
    """An errand that people look for in an area and that is not there."""

    kind: str
    title: Message
    text: Message
    """Why not, and what to do instead."""
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """A care-choice area and what is known of its status."""

    id: str
    name: Message
    state: AreaState
    status: Message
    sources: tuple[SourceRef, ...]
    checked: date
    synonyms: tuple[str, ...] = ()
    closed_from: date | None = None
    ends_on: date | None = None
    kinds: tuple[str, ...] = ()
    facts: tuple[tuple[Message, tuple[SourceRef, ...]], ...] = ()
    without: tuple[Without, ...] = ()
    version: str = ""

    @property
    def can_apply(self) -> bool:
        """Whether a new application makes sense, as far as is known."""
        return self.state in (AreaState.OPEN, AreaState.REVIEW) and "application" in self.kinds


@dataclass(frozen=True, slots=True)
class Article:
    """What lov answers to one question, with where it is from. `areas` is empty where it concerns all of them."""

    id: str
    question: Message
    text: Message
    sources: tuple[SourceRef, ...]
    also: tuple[str, ...] = ()
    """Other ways to ask, in any language."""
    areas: tuple[str, ...] = ()
    topic: str = ""
    """The name of the file it stands in."""
    tells: str | None = None
    """What of the case at hand answers the question instead, where there is one."""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, eq=False)
class Flow:
    """Everything one errand in one area asks and demands."""

    area: Area
    kind: str
    version: str
    title: Message
    tasks: tuple[Task, ...]
    rules: tuple[Rule, ...]
    decisions: tuple[Decision, ...] = ()
    forms: tuple[str, ...] = ()
    later: Later | None = None
    goals: tuple[Goal, ...] = ()
    exits: tuple[Exit, ...] = ()
    intro: Message | None = None
    name_from: tuple[str, ...] = ()
    next_steps: tuple[Message, ...] = ()
    questions: Mapping[str, Question] = field(default_factory=dict)
    """All questions by id, in the order they are asked."""
    case: CaseNames = field(default_factory=CaseNames)
    """The questions that tell whose case it is. Not all of them need be asked here."""
    at: Place = field(default=NOWHERE, compare=False)
    """Where the errand stands in the content, for those who keep it."""
    types: Mapping[str, Type] = field(default_factory=dict)
    """What expressions take each question for."""
    order: tuple[str, ...] = ()
    """Question ids such that each comes after all that its condition reads."""
    dependents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For each question, the questions whose being asked depends on it directly, in `order`."""

    @cached_property
    def rules_reading(self) -> Mapping[str, tuple[int, ...]]:
        """For each question, the places in `rules` of those that read it."""
        readers: dict[str, list[int]] = {}
        for i, rule in enumerate(self.rules):
            for name in rule.needs.reads | (rule.when.reads if rule.when is not None else frozenset()):
                readers.setdefault(name, []).append(i)
        return {name: tuple(places) for name, places in readers.items()}

    @cached_property
    def place(self) -> Mapping[str, int]:
        """The place of each question in `order`."""
        return {name: i for i, name in enumerate(self.order)}

    @cached_property
    def asking_place(self) -> Mapping[str, int]:
        """The place of each question in the order of asking."""
        return {name: i for i, name in enumerate(self.questions)}

    @cached_property
    def _worded(self) -> Mapping[str, int]:
        """How many questions have the same wording, or the same label, by those words."""
        every = self.questions.values()
        return Counter(words.id for question in every for words in {question.ask, question.label})

    def heading(self, question: Question) -> Message:
        """The question as it is asked; what it is about goes before words that are asked of several things."""
        return self._told_apart(question, question.ask)

    def name(self, question: Question) -> Message:
        """Its label; what it is about goes before a label that several have."""
        return self._told_apart(question, question.label)

    def _told_apart(self, question: Question, words: Message) -> Message:
        about = self.questions.get(question.id.rpartition(".")[0])
        if about is None or self._worded[words.id] == 1:
            return words
        return msg("{about}: {question}", about=about.label, question=words)

    def task(self, task_id: str) -> Task:
        """The task called `task_id`; raises `KeyError`."""
        return next(t for t in self.tasks if t.id == task_id)
