"""A plan in words, line by line, for every door: what holds, what is in the way, each step with why and by which source."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from wizard.flow.document import cite
from wizard.flow.model import SourceRef
from wizard.i18n import Message, Translator, msg, nmsg
from wizard.timeline.gantt import gantt_lines
from wizard.timeline.model import Alternative, Conflict, FreezeCost, Outlook, Plan, PlannedStep, State
from wizard.timeline.words import dated, parties

__all__ = ["Line", "in_short", "plan_lines", "plan_text", "verdict", "when_of"]

_INDENT = "  "


@dataclass(frozen=True, slots=True)
class Line:
    """A line: `kind` tells a door how to set it off (title, verdict, heading, step, fault, text, source, picture, blank)."""

    kind: str
    text: str


def verdict(plan: Plan) -> Message | None:
    """In one sentence: whether the wanted day holds, or which is the first that does."""
    if plan.goal is None or plan.day is None:
        return _last_day(plan)
    begin = plan.step(plan.outline.begin)
    by = begin.latest if begin is not None and begin.state is State.OPEN else None
    goal = {"goal": plan.goal.title, "day": dated(plan.day)}
    if plan.outlook is Outlook.SAFE and plan.conflicts:
        return msg("{goal} {day}: in time, but see what stands in the way.", **goal)
    if plan.outlook is Outlook.SAFE and by is not None and begin is not None:
        return msg(
            "{goal} {day} holds, if “{begin}” is done by {by}.", **goal, begin=begin.step.title, by=dated(by)
        )
    if plan.outlook is Outlook.SAFE:
        return msg("{goal} {day} holds.", **goal)
    if plan.wanted is None:
        return msg(
            "{goal}: {day} is the first day that holds even if everything takes its full time.", **goal
        )
    return msg("The plan is for {day}, the first day for “{goal}” that holds.", **goal)


def _last_day(plan: Plan) -> Message | None:
    """What counts where nothing is to be reached, but something has to be done in time."""
    for planned in plan.steps:
        if planned.is_deadline and planned.latest is not None and planned.latest >= plan.today:
            return msg("{step}: {day} is the last day.", step=planned.step.title, day=dated(planned.latest))
    return None


def in_short(plan: Plan) -> Message | None:
    """The one date that matters most now: what to do next, or the first day that holds."""
    if plan.conflicts:
        return (
            msg("the wanted day does not hold") if plan.wanted is not None else msg("something is in the way")
        )
    if plan.wanted is None and plan.goal is not None and plan.day is not None:
        return msg("{goal} at the earliest {day}", goal=plan.goal.title, day=plan.day)
    following = plan.next_step
    if following is None or following.day is None:
        return None
    return msg("{step} by {day}", step=following.step.title, day=following.day)


def plan_lines(plan: Plan, tr: Translator, *, width: int = 80, plain: bool = False) -> Iterator[Line]:
    """The whole plan."""
    teller = _Teller(plan, tr, width)
    yield from teller.title()
    yield Line("blank", "")
    yield from teller.head()
    yield Line("blank", "")
    yield from (Line("picture", line) for line in gantt_lines(plan, tr, width=width, plain=plain))
    yield from teller.freezes()
    yield from teller.steps()
    yield from teller.notes()
    yield from teller.counting()


def plan_text(plan: Plan, tr: Translator, *, width: int = 80, plain: bool = False) -> str:
    """The whole plan as text."""
    return "\n".join(line.text for line in plan_lines(plan, tr, width=width, plain=plain))


def when_of(planned: PlannedStep, today: date) -> Message | None:
    """How much room a step's day has."""
    if planned.state is State.DONE:
        return msg("done")
    if planned.state is State.SETTLED:
        return msg("this day is settled")
    if planned.is_deadline and planned.latest is not None and planned.earliest is not None:
        first = max(planned.earliest, min(today, planned.latest))
        return msg("from {first}, at the latest {last}", first=first, last=planned.latest)
    if planned.step.promptly:
        if planned.latest is not None and planned.day is not None and planned.latest > planned.day:
            return msg("reckon with this day; it is needed by {last}", last=planned.latest)
        return msg("reckon with this day")
    if planned.latest is None or planned.earliest is None:
        return None
    if planned.earliest >= planned.latest:
        return msg("this day")
    return msg("at the latest; {first} at the earliest", first=planned.earliest)


class _Teller:
    def __init__(self, plan: Plan, tr: Translator, width: int) -> None:
        self.plan = plan
        self.tr = tr
        self.width = width

    def title(self) -> Iterator[Line]:
        yield from self._wrapped(
            "title", f"{self.tr(self.plan.outline.title)}: {self.tr(self.plan.area.name)}", ""
        )

    def head(self) -> Iterator[Line]:
        for conflict in self.plan.conflicts:
            yield from self._conflict(conflict)
            yield Line("blank", "")
        said = verdict(self.plan)
        if said is not None:
            yield from self._wrapped("verdict", self.tr(said), "")
        quick, first = self.plan.earliest_quick, self.plan.earliest
        if self.plan.wanted is None and quick is not None and first is not None and quick < first:
            words = msg("However fast others are, it cannot be before {day}.", day=dated(quick))
            yield from self._wrapped("text", self.tr(words), "")

    def _conflict(self, conflict: Conflict) -> Iterator[Line]:
        yield from self._wrapped("fault", f"! {self.tr(conflict.text)}", "", _INDENT)
        for text, sources in conflict.because:
            yield from self._wrapped("text", f"- {self.tr(text)}", _INDENT, _INDENT * 2)
            yield from self._sources(sources, _INDENT * 2)
        yield from self._instead(conflict.instead)

    def _instead(self, instead: Iterable[Alternative]) -> Iterator[Line]:
        for alternative in instead:
            words = f"> {self.tr(dated(alternative.day))}: {self.tr(alternative.text)}"
            yield from self._wrapped("text", words, _INDENT, _INDENT * 2)

    def steps(self) -> Iterator[Line]:
        yield from self._heading(msg("Step by step"))
        for planned in self.plan.steps:
            yield from self._step(planned)

    def _step(self, planned: PlannedStep) -> Iterator[Line]:
        day = self.tr(dated(planned.day)) if planned.day is not None else self.tr(msg("done"))
        who = self.tr(parties(planned.step.who))
        yield from self._wrapped("step", f"{day}  {self.tr(planned.step.title)} ({who})", "", _INDENT)
        room = when_of(planned, self.plan.today)
        if room is not None and planned.day is not None:
            yield from self._wrapped("text", self.tr(room).capitalize() + ".")
        if planned.step.text is not None and planned.state is not State.DONE:
            yield from self._wrapped("text", self.tr(planned.step.text))
        seen: list[SourceRef] = []
        for claim in () if planned.state is State.DONE else planned.reasons:
            yield from self._wrapped("text", f"- {self.tr(claim.text)}", _INDENT, _INDENT * 2)
            yield from self._sources(claim.sources, _INDENT * 2)
            seen += claim.sources
        yield from self._sources([ref for ref in planned.step.sources if ref not in seen], _INDENT)
        yield Line("blank", "")

    def freezes(self) -> Iterator[Line]:
        if not self.plan.costs:
            return
        yield from self._heading(msg("Freezes"))
        for cost in self.plan.costs:
            yield from self._cost(cost)

    def _cost(self, cost: FreezeCost) -> Iterator[Line]:
        yield from self._wrapped("text", self.tr(cost.pause.freeze.text))
        words = msg(
            "“{step}” stands still for {days}. That is why “{before}” has to be done by {day}. Without the freeze {without} would have been enough.",
            step=cost.step.title,
            days=nmsg("{count} day", "{count} days", cost.pause.days),
            before=cost.before.title,
            day=dated(cost.day),
            without=dated(cost.day_without),
        )
        yield from self._wrapped("text", self.tr(words))
        yield from self._sources(cost.pause.freeze.sources, _INDENT)

    def notes(self) -> Iterator[Line]:
        if not self.plan.notes:
            return
        yield from self._heading(msg("Good to know"), blank=False)
        for note in self.plan.notes:
            yield from self._wrapped("text", f"- {self.tr(note.text)}", _INDENT, _INDENT * 2)
            yield from self._instead(note.instead)
            yield from self._sources(note.sources, _INDENT * 2)
        yield Line("blank", "")

    def counting(self) -> Iterator[Line]:
        yield from self._heading(msg("How the days are counted"), blank=False)
        for rule in self.plan.counting:
            yield from self._wrapped("text", self.tr(rule.text))
            yield from self._sources(rule.sources, _INDENT)

    def _heading(self, words: Message, *, blank: bool = True) -> Iterator[Line]:
        if blank:
            yield Line("blank", "")
        yield Line("heading", self.tr(words))

    def _sources(self, refs: Iterable[SourceRef], indent: str) -> Iterator[Line]:
        for ref in dict.fromkeys(refs):
            yield from self._wrapped(
                "source", f"{self.tr(msg('Source'))}: {cite(ref, self.tr)}", indent, indent + _INDENT
            )

    def _wrapped(
        self, kind: str, text: str, indent: str = _INDENT, rest: str | None = None
    ) -> Iterator[Line]:
        lines = textwrap.wrap(
            text,
            self.width,
            initial_indent=indent,
            subsequent_indent=indent if rest is None else rest,
            break_on_hyphens=False,
        )
        yield from (Line(kind, line) for line in lines)
