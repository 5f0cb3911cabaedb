"""From an interview to verdicts: one for each rule, with its reason.

A rule is *met*, *not met*, or *undecided because these answers are missing*; unknown is never counted as no.
What can be handed in later (conditional approval: a reason and a date) is kept apart as a promise: it does not
make a rule met, it only keeps it from standing in the way. An application is ready when nothing on its route
is missing or faulty and no blocker is left without a promise. Pure, like the interview.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from wizard.flow.answers import Fault
from wizard.flow.expr import UNKNOWN, Env, missing
from wizard.flow.interview import EmptyCell, Interview, State
from wizard.flow.model import Exit, Flow, Level, Question, Rule
from wizard.i18n import Message, msg
from wizard.values.base import DONT_KNOW

__all__ = ["Assessment", "Missing", "Outcome", "Promise", "Rulings", "Verdict", "assess", "judge"]

_MOST_RULINGS: Final = 200
"""Verdicts of one rule that are remembered."""


class Outcome(StrEnum):
    """What a rule says."""

    MET = "met"
    NOT_MET = "not_met"
    UNDECIDED = "undecided"
    NOT_CONCERNED = "not_concerned"
    """The rule is for others."""


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that will be handed in later: which, why, and by when."""

    item: str
    reason: str
    day: date


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule's outcome. `waiting_for` names the answers that keep it undecided, by address.

    `is_concerned` is false where it is not known whether the rule is about this case at all.
    """

    rule: Rule
    outcome: Outcome
    waiting_for: tuple[str, ...] = ()
    promise: Promise | None = None
    is_concerned: bool = True

    @property
    def is_blocking(self) -> bool:
        """Whether the application cannot be handed in because of this.

        A rule that may not even concern the case does not stand in the way: "I do not know" is an answer, and a
        question that has to be answered stands in the way by itself.
        """
        is_open = self.outcome in (Outcome.NOT_MET, Outcome.UNDECIDED)
        return self.rule.level is Level.BLOCKER and is_open and self.is_concerned and self.promise is None

    @property
    def is_remark(self) -> bool:
        """Whether this is worth telling: it does not hold, or is undecided.

        A hindrance that may not even concern the case would only puzzle beside "ready"; the point it is about tells
        by its own rule that the answer is not known.
        """
        is_hindrance = self.rule.level is Level.BLOCKER
        return self.outcome in (Outcome.NOT_MET, Outcome.UNDECIDED) and (
            self.is_concerned or not is_hindrance
        )


@dataclass(frozen=True, slots=True)
class Missing:
    """A question that has to be answered and is not, and its name in the flow. For a table, `cell` says where."""

    question: Question
    name: Message
    cell: EmptyCell | None = None

    @property
    def address(self) -> str:
        """`unit.postcode` or `staff[2].fte`."""
        return self.question.id + (self.cell.address if self.cell is not None else "")

    @property
    def label(self) -> Message:
        """The question by its name, or a cell of it: "Staff, row 2: Full-time equivalent"."""
        label, cell = self.name, self.cell
        while cell is not None:
            label = msg("{table}, row {row}: {column}", table=label, row=cell.row, column=cell.column.label)
            cell = cell.inner
        return label


@dataclass(frozen=True)
class Assessment:
    """Everything the rules say of one interview."""

    interview: Interview
    verdicts: tuple[Verdict, ...]
    missing: tuple[Missing, ...]
    promised: tuple[Promise, ...]
    faults: tuple[Fault, ...]

    @cached_property
    def blockers(self) -> tuple[Verdict, ...]:
        """The verdicts that stand in the way."""
        return tuple(v for v in self.verdicts if v.is_blocking)

    @cached_property
    def remarks(self) -> tuple[Verdict, ...]:
        """The other verdicts worth telling: warnings, information, and what is promised."""
        return tuple(v for v in self.verdicts if v.is_remark and not v.is_blocking)

    @property
    def exit(self) -> Exit | None:
        """Where the errand ends because another way is the right one; None as a rule."""
        return self.interview.exit

    @property
    def is_ready(self) -> bool:
        """Whether the errand can be handed in."""
        return not (self.blockers or self.missing or self.faults or self.exit)

    def counts(self) -> dict[Outcome, int]:
        """How many rules have each outcome."""
        return {outcome: sum(v.outcome is outcome for v in self.verdicts) for outcome in Outcome}

    def verdict(self, rule_id: str) -> Verdict | None:
        """The verdict of the rule called `rule_id`."""
        return next((v for v in self.verdicts if v.rule.id == rule_id), None)


class Rulings:
    """Verdicts by what their rules have read, for those who assess many interviews of one flow on one day.

    Applications answer most questions in one of few ways, so most verdicts have been given before.
    """

    def __init__(self, flow: Flow, today: date) -> None:
        self._flow, self._today = flow, today
        self._reads = [
            (rule, tuple(rule.needs.reads | (rule.when.reads if rule.when is not None else frozenset())))
            for rule in flow.rules
        ]
        self._given: list[dict[tuple[Any, ...], Verdict]] = [{} for _ in flow.rules]

    def verdicts(self, env: Env, promises: Mapping[str, Promise]) -> list[Verdict]:
        """The verdict of each rule."""
        if env.today != self._today:
            return [_verdict(rule, env, promises) for rule in self._flow.rules]
        seen = env.values.get
        found = []
        for (rule, reads), given in zip(self._reads, self._given, strict=True):
            key = (promises.get(rule.later or ""), *[seen(name, UNKNOWN) for name in reads])
            try:
                verdict = given.get(key)
            except TypeError:  # rows of a table
                found.append(_verdict(rule, env, promises))
                continue
            if verdict is None:
                if len(given) >= _MOST_RULINGS:
                    given.clear()
                verdict = given[key] = _verdict(rule, env, promises)
            found.append(verdict)
        return found


def assess(
    interview: Interview, since: Assessment | None = None, rulings: Rulings | None = None
) -> Assessment:
    """All verdicts, and what is missing. Total.

    `since` is an assessment of an earlier state of the same interview; only the rules that read what has
    changed are then judged anew. `rulings` are those of the interview's flow, for verdicts that were given before.
    The outcome is the same with and without them.
    """
    promises, env = _promises(interview), interview.env
    stale = _stale(interview, since, promises)
    verdicts = list(since.verdicts) if since is not None and stale is not None else []
    if stale is None or not verdicts:
        verdicts = (
            rulings.verdicts(env, promises)
            if rulings is not None
            else [_verdict(rule, env, promises) for rule in interview.flow.rules]
        )
    else:
        for i in stale:
            verdicts[i] = _verdict(interview.flow.rules[i], env, promises)
    return Assessment(
        interview=interview,
        verdicts=tuple(verdicts),
        missing=tuple(_missing(interview, promises)),
        promised=tuple(promises.values()),
        faults=tuple(interview.faults()),
    )


def judge(rule: Rule, interview: Interview) -> Verdict:
    """The verdict of one rule alone, which need not be one of the flow's own. Total."""
    return _verdict(rule, interview.env, _promises(interview))


def _stale(
    interview: Interview, since: Assessment | None, promises: Mapping[str, Promise]
) -> set[int] | None:
    """The places of the rules to judge anew; None for all."""
    if (
        since is None
        or since.interview.flow is not interview.flow
        or since.interview.today != interview.today
    ):
        return None
    changed = interview.changed_since(since.interview)
    stale = {i for name in changed for i in interview.flow.rules_reading.get(name, ())}
    if since.promised != tuple(promises.values()):
        stale |= {i for i, rule in enumerate(interview.flow.rules) if rule.later is not None}
    return stale


def _verdict(rule: Rule, env: Env, promises: Mapping[str, Promise]) -> Verdict:
    concerns = True if rule.when is None else rule.when.evaluate(env)
    if concerns is False:
        return Verdict(rule, Outcome.NOT_CONCERNED)
    holds = rule.needs.evaluate(env)
    if holds is True and (concerns is True or not rule.is_fixed):
        return Verdict(rule, Outcome.MET)
    promise = promises.get(rule.later or "")
    if concerns is True and holds is False:
        return Verdict(rule, Outcome.NOT_MET, promise=promise)
    waiting = missing(rule.when.expr, env) if rule.when is not None and concerns is UNKNOWN else ()
    waiting += missing(rule.needs.expr, env) if holds is UNKNOWN else ()
    return Verdict(rule, Outcome.UNDECIDED, tuple(dict.fromkeys(waiting)), promise, concerns is True)


def _missing(interview: Interview, promises: Mapping[str, Promise]) -> list[Missing]:
    found: list[Missing] = []
    for question, state, empty in interview.unfinished():
        name = interview.flow.name(question)
        if state is State.INCOMPLETE:
            found += [Missing(question, name, cell) for cell in empty] or [Missing(question, name)]
        elif question.required and question.later not in promises:
            found.append(Missing(question, name))
    return found


def _promises(interview: Interview) -> dict[str, Promise]:
    """What is to be handed in later, by item: the rows of the table for it that have a reason and a date."""
    later = interview.flow.later
    table = interview.flow.questions.get(later.table) if later is not None else None
    if later is None or table is None:
        return {}
    promises: dict[str, Promise] = {}
    for row in interview.rows(table):
        item, reason, day = (str(row.get(key, "")) for key in (later.item, later.reason, later.date))
        if item and reason and day and DONT_KNOW not in (item, reason, day):
            promises[item] = Promise(item, reason, date.fromisoformat(day))
    return promises
