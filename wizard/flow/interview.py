"""The interview: one immutable value from which everything else follows.

An interview is a flow, the answers typed so far, and a day. `answer` gives a new one; the old one stays as it
was. Three sets of answers are kept apart, because every form engine that did not has lost answers:

- *stored*: everything ever typed, sound or not, asked for or not;
- *evaluable*: what conditions see, the sound answers to questions that are asked on the present route;
- *relevant*: the questions on the present route; only their answers are validated, put into forms and packed.

A question is relevant when its condition is true. While the condition is unknown, it is not asked yet. What
falls off the route is kept and comes back unharmed when the route does. The interview is pure and total: no
clock, no files, and no answer, however strange, makes it raise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from heapq import heappop, heappush
from typing import Any, Final, TypeAlias
from weakref import ref

from wizard.flow.answers import BLANK, ROW, Checked, Fault, check, evaluable, without_row_names
from wizard.flow.expr import UNKNOWN, Env, Truth
from wizard.flow.model import Exit, Flow, Question, Task
from wizard.values.base import DONT_KNOW, Context, Value

__all__ = ["EmptyCell", "Interview", "Rows", "State", "TaskState", "Within"]


Rows: TypeAlias = tuple[Mapping[str, Value], ...]
Within: TypeAlias = tuple[Question, Mapping[str, Value]]
"""A table and the row of it that a table of its own stands in."""


class State(StrEnum):
    """How far a relevant question has come."""

    OPEN = "open"
    """Not answered."""
    ANSWERED = "answered"
    BLANK = "blank"
    """Optional, and left empty on purpose."""
    DONT_KNOW = "dont_know"
    """Answered "I do not know"."""
    INCOMPLETE = "incomplete"
    """A table with too few rows or with empty cells."""
    FAULTY = "faulty"
    """What was stored cannot be used."""


_UNSETTLED: Final = frozenset({State.OPEN, State.INCOMPLETE, State.FAULTY})


class TaskState(StrEnum):
    """How far a task has come."""

    NOT_STARTED = "not_started"
    STARTED = "started"
    DONE = "done"
    WAITING = "waiting"
    """Nothing in it is asked yet: answers to come decide."""
    NOT_NEEDED = "not_needed"
    """Nothing in it is asked on this route."""


@dataclass(frozen=True, slots=True)
class EmptyCell:
    """A cell that has to be filled: the number of its row (from 1), its column, and where in a table within it."""

    row: int
    column: Question
    inner: EmptyCell | None = None

    @property
    def address(self) -> str:
        """`[2].fte`, or `[2].courses[1].name`."""
        return f"[{self.row}].{self.column.id}" + (self.inner.address if self.inner is not None else "")


@dataclass(frozen=True, slots=True)
class _Standing:
    """How far a question has come, and which of its cells are empty."""

    state: State
    empty: tuple[EmptyCell, ...] = ()


@dataclass(frozen=True, slots=True)
class _Origin:
    """What an interview has from the one it came of: which questions were looked at anew, and how the others stand.

    The interview itself is only pointed at, so that a long session does not keep all its past.
    """

    before: ref[Interview]
    touched: frozenset[str]
    unsettled: Mapping[str, _Standing] | None
    relevant: tuple[Question, ...] | None


@dataclass(frozen=True)
class Interview:
    """See the module. Make one with `Interview.start`."""

    flow: Flow
    today: date
    stored: Mapping[str, Value] = field(default_factory=dict)
    checked: Mapping[str, Checked] = field(default_factory=dict)
    """Each stored answer to a known question, checked."""
    relevance: Mapping[str, Truth] = field(default_factory=dict)
    evaluable: Mapping[str, Any] = field(default_factory=dict)
    _origin: _Origin | None = field(default=None, compare=False, repr=False)

    @classmethod
    def start(cls, flow: Flow, today: date, answers: Mapping[str, object] | None = None) -> Interview:
        """An interview with `answers` (canonical or as they come; what cannot be used is kept as it is)."""
        ctx = Context(today)
        checked = {
            name: check(flow.questions[name], value, ctx)
            for name, value in (answers or {}).items()
            if name in flow.questions
        }
        stored = {name: _stored(value, checked.get(name)) for name, value in (answers or {}).items()}
        return cls._looked_through(flow, today, stored, checked)

    @classmethod
    def of(
        cls, flow: Flow, today: date, given: Mapping[str, object], checked: Mapping[str, Checked]
    ) -> Interview:
        """As `start` with the answers `given`, each of which was checked before (as one does for many at a time)."""
        stored = {name: _stored(value, checked.get(name)) for name, value in given.items()}
        return cls._looked_through(flow, today, stored, checked)

    @classmethod
    def _looked_through(
        cls, flow: Flow, today: date, stored: Mapping[str, Value], checked: Mapping[str, Checked]
    ) -> Interview:
        relevance: dict[str, Truth] = {}
        visible: dict[str, Any] = {}
        env = Env(visible, today)
        for name in flow.order:
            _look_at(flow.questions[name], checked.get(name), env, relevance, visible)
        return cls(flow, today, stored, checked, relevance, visible)

    def answer(self, question_id: str, value: object) -> Interview:
        """The interview with one answer more, or changed."""
        question = self.flow.questions.get(question_id)
        if question is None:
            return Interview(
                self.flow,
                self.today,
                {**self.stored, question_id: _stored(value, None)},
                self.checked,
                self.relevance,
                self.evaluable,
            )
        checked = check(question, value, Context(self.today))
        stored = {**self.stored, question_id: _stored(value, checked)}
        return self._changed(question_id, stored, {**self.checked, question_id: checked})

    def forget(self, question_id: str) -> Interview:
        """The interview as if `question_id` had never been answered (undo)."""
        stored = {k: v for k, v in self.stored.items() if k != question_id}
        return self._changed(question_id, stored, {k: v for k, v in self.checked.items() if k != question_id})

    def under(self, flow: Flow) -> Interview:
        """The same answers under a flow that differs from this one in its conditions alone."""
        return Interview._looked_through(flow, self.today, self.stored, self.checked)

    def on(self, today: date) -> Interview:
        """The same interview on another day."""
        return self if today == self.today else Interview.start(self.flow, today, self.stored)

    def _changed(
        self, question_id: str, stored: Mapping[str, Value], checked: Mapping[str, Checked]
    ) -> Interview:
        """Re-evaluate only what depends on the changed answer, in the order of dependency."""
        relevance, visible = dict(self.relevance), dict(self.evaluable)
        place = self.flow.place
        touched: set[str] = set()
        env = Env(visible, self.today)
        queue = [place[question_id]] if question_id in place else []
        queued = {question_id}
        while queue:
            name = self.flow.order[heappop(queue)]
            before = visible.get(name, UNKNOWN)
            _look_at(self.flow.questions[name], checked.get(name), env, relevance, visible)
            touched.add(name)
            if name != question_id and visible.get(name, UNKNOWN) == before:
                continue
            for reader in self.flow.dependents[name]:
                if reader not in queued:
                    queued.add(reader)
                    heappush(queue, place[reader])
        return Interview(
            self.flow, self.today, stored, checked, relevance, visible, self._as_origin(touched, relevance)
        )

    def _as_origin(self, touched: set[str], relevance: Mapping[str, Truth]) -> _Origin:
        """What the interview that comes of this one need not find out again."""
        unsettled: Mapping[str, _Standing] | None = self.__dict__.get("_unsettled")
        same_route = all(relevance[name] is self.relevance.get(name) for name in touched)
        relevant = self.__dict__.get("relevant") if same_route else None
        return _Origin(ref(self), frozenset(touched), unsettled, relevant)

    def changed_since(self, other: Interview) -> Iterable[str]:
        """The questions whose answers conditions may see otherwise than in `other`, an interview of the same flow."""
        if self._origin is not None and self._origin.before() is other:
            return self._origin.touched
        before, after = other.evaluable, self.evaluable
        return {name for name in before.keys() | after.keys() if before.get(name) is not after.get(name)}

    # What follows from the answers ---------------------------------------------------------------------

    @property
    def env(self) -> Env:
        """What conditions and rules see."""
        return Env(self.evaluable, self.today)

    @cached_property
    def relevant(self) -> tuple[Question, ...]:
        """The questions on the present route, in the order of asking."""
        if self._origin is not None and self._origin.relevant is not None:
            return self._origin.relevant
        return tuple(q for q in self.flow.questions.values() if self.relevance.get(q.id) is True)

    @cached_property
    def exit(self) -> Exit | None:
        """Where the errand ends on this route because another way is the right one; None as a rule."""
        return next((e for e in self.flow.exits if e.when.evaluate(self.env) is True), None)

    def is_relevant(self, question_id: str) -> bool:
        """Whether the question is on the present route."""
        return self.relevance.get(question_id) is True

    def value(self, question_id: str) -> Value | None:
        """The canonical answer to a question that is on the route, else None."""
        checked = self.checked.get(question_id)
        return checked.value if checked and not checked.faults and self.is_relevant(question_id) else None

    def answers(self) -> dict[str, Value]:
        """The canonical answers of the route, as an answers file holds them: no blanks, no row names."""
        found: dict[str, Value] = {}
        for question in self.relevant:
            value = self.value(question.id)
            if value is None or value == BLANK:
                continue
            found[question.id] = (
                without_row_names(self._asked_cells(question, value)) if question.is_table else value
            )
        return found

    def state(self, question: Question) -> State:
        """How far a question has come."""
        known = self._unsettled.get(question.id)
        return known.state if known is not None else self._stand(question).state

    @cached_property
    def _unsettled(self) -> dict[str, _Standing]:
        """The questions of the route that something is left to do about, in the order of asking.

        Those that were not touched since the interview this one came of stand as they stood.
        """
        origin = self._origin
        if origin is None or origin.unsettled is None:
            return {q.id: s for q in self.relevant if (s := self._stand(q)).state in _UNSETTLED}
        found = {name: s for name, s in origin.unsettled.items() if name not in origin.touched}
        for name in origin.touched:
            if self.is_relevant(name) and (s := self._stand(self.flow.questions[name])).state in _UNSETTLED:
                found[name] = s
        place = self.flow.asking_place
        return dict(sorted(found.items(), key=lambda item: place[item[0]]))

    def _stand(self, question: Question) -> _Standing:
        empty = tuple(self._empty(question, self.rows(question), None)) if question.is_table else ()
        return _Standing(self._state(question, has_gaps=bool(empty)), empty)

    def _state(self, question: Question, *, has_gaps: bool) -> State:
        checked = self.checked.get(question.id)
        if checked is None:
            return State.OPEN
        if checked.faults:
            return State.FAULTY
        if checked.value == DONT_KNOW:
            return State.DONT_KNOW
        if checked.value == BLANK or (question.is_attachment and not checked.value):
            return State.BLANK
        if question.is_table and (has_gaps or len(self.rows(question)) < question.min_rows):
            return State.INCOMPLETE
        return State.ANSWERED

    def is_settled(self, question: Question) -> bool:
        """Whether the person has dealt with the question."""
        return self.state(question) in (State.ANSWERED, State.BLANK, State.DONT_KNOW)

    def next_question(self, after: str | None = None) -> Question | None:
        """The first unsettled question of the route behind `after`, then from the start; None when all are settled."""
        order = list(self.relevant)
        at = next((i + 1 for i, q in enumerate(order) if q.id == after), 0)
        return next((q for q in order[at:] + order[:at] if not self.is_settled(q)), None)

    def task_state(self, task: Task) -> TaskState:
        """How far a task has come."""
        asked = [q for q in task.questions if self.is_relevant(q.id)]
        if not asked:
            ruled_out = all(self.relevance.get(q.id) is False for q in task.questions)
            return TaskState.NOT_NEEDED if ruled_out else TaskState.WAITING
        settled = sum(self.is_settled(q) for q in asked)
        if settled == len(asked):
            return TaskState.DONE
        return TaskState.STARTED if any(q.id in self.stored for q in asked) else TaskState.NOT_STARTED

    def faults(self) -> list[Fault]:
        """What is stored on the route but cannot be used."""
        faulty = [name for name, standing in self._unsettled.items() if standing.state is State.FAULTY]
        return [fault for name in faulty for fault in self.checked[name].faults]

    def unfinished(self) -> list[tuple[Question, State, tuple[EmptyCell, ...]]]:
        """What is still open or incomplete on the route, in the order of asking."""
        return [
            (self.flow.questions[name], standing.state, standing.empty)
            for name, standing in self._unsettled.items()
            if standing.state is not State.FAULTY
        ]

    def unknown_ids(self) -> list[str]:
        """Stored ids that are no question of this flow."""
        return [name for name in self.stored if name not in self.flow.questions]

    # Tables --------------------------------------------------------------------------------------------

    def rows(self, table: Question) -> tuple[Mapping[str, Value], ...]:
        """The canonical rows of a table that is on the route."""
        value = self.value(table.id)
        return _mappings(value) if value is not None else ()

    def asked_columns(
        self, table: Question, row: Mapping[str, Value], within: Within | None = None
    ) -> tuple[Question, ...]:
        """The columns that are asked in this row; `within` is the table and row that hold a table of their own."""
        return tuple(column for column, _ in _asked(table, row, self._env_in(within)))

    def empty_cells(self, table: Question) -> list[EmptyCell]:
        """Each cell of a table on the route that has to be filled and is not."""
        known = self._unsettled.get(table.id)
        return list(known.empty) if known is not None else []

    def _empty(self, table: Question, rows: Rows, within: Within | None) -> Iterator[EmptyCell]:
        for number, row in enumerate(rows, start=1):
            for column in self.asked_columns(table, row, within):
                value = row.get(column.id, BLANK)
                if column.is_table and isinstance(value, list | tuple):
                    inner = _mappings(value)
                    found = [EmptyCell(number, column, c) for c in self._empty(column, inner, (table, row))]
                    yield from found or [EmptyCell(number, column)][: len(inner) < column.min_rows]
                elif column.required and value == BLANK:
                    yield EmptyCell(number, column)

    def _asked_cells(self, table: Question, value: Value, within: Within | None = None) -> list[Value]:
        return [
            {
                c.id: self._asked_cells(c, row[c.id], (table, row)) if c.is_table else row[c.id]
                for c in self.asked_columns(table, row, within)
                if row.get(c.id, BLANK) != BLANK
            }
            for row in _mappings(value)
        ]

    def _env_in(self, within: Within | None) -> Env:
        """What the columns of a table see; those of a table within a row see that row as `outer`."""
        env = self.env
        if within is not None:
            env.rows["outer"] = dict(_named(*within, self.env))
        return env


def _look_at(
    question: Question,
    checked: Checked | None,
    env: Env,
    relevance: dict[str, Truth],
    visible: dict[str, Any],
) -> None:
    """Decide whether a question is relevant, and what conditions see of its answer; `env` sees `visible`."""
    asked = relevance[question.id] = True if question.when is None else question.when.evaluate(env)
    if asked is not True or checked is None or checked.faults:
        visible.pop(question.id, None)
    elif question.is_table:
        visible[question.id] = _seen_rows(question, checked.value, Env(visible, env.today))
    else:
        visible[question.id] = evaluable(question, checked.value)


def _stored(value: object, checked: Checked | None) -> Any:
    """What is kept of an answer: its canonical form, or what came when that cannot be used."""
    return value if checked is None or checked.faults else checked.value


def _asked(table: Question, row: Mapping[str, Value], env: Env) -> Iterator[tuple[Question, Any]]:
    """The columns asked in `row` with their evaluable values; each column sees those before it."""
    seen: dict[str, Any] = {ROW: row.get(ROW, "")}
    for column in table.columns:
        env.rows["row"] = seen
        if column.when is not None and column.when.evaluate(env) is not True:
            continue
        value: Any = UNKNOWN
        if column.id in row and column.is_table:
            value = _seen_rows(column, row[column.id], Env(env.values, env.today, {"outer": seen}))
        elif column.id in row:
            value = evaluable(column, row[column.id])
        seen[column.id] = value
        yield column, value


def _named(table: Question, row: Mapping[str, Value], env: Env) -> Iterator[tuple[str, Any]]:
    """A row as conditions see it."""
    yield ROW, row.get(ROW, "")
    for column, value in _asked(table, row, env):
        yield column.id, value


def _seen_rows(table: Question, value: Value, env: Env) -> Any:
    if not isinstance(value, list | tuple):
        return UNKNOWN
    return tuple(dict(_named(table, row, env)) for row in _mappings(value))


def _mappings(value: Value) -> Rows:
    return tuple(row for row in value if isinstance(row, Mapping)) if isinstance(value, list | tuple) else ()
