"""From `flows/timeline.yaml` to a `Timetable`, with every fault in it told at once.

What must stay true: each step that is named exists, no steps wait for each other in a ring, each source exists,
each span goes from less to more, and each condition and question is known in at least one errand that uses the
step. A condition may be foreign to some of the errands; there it is unknown.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Final

from wizard.flow.expr import ExpressionError, Kind, Scope, parse
from wizard.flow.model import Flow, SourceRef
from wizard.flow.problems import ContentError, Problem, did_you_mean
from wizard.flow.refs import parse_refs
from wizard.flow.timemodel import (
    Claim,
    Counting,
    Deadline,
    Freeze,
    Lag,
    Party,
    Remark,
    Span,
    Step,
    TimePlan,
    Timetable,
    Unit,
    Validity,
)
from wizard.flow.timesource import (
    DeadlineSource,
    FreezeSource,
    LagSource,
    PlanSource,
    StepSource,
    TimelineFile,
    ValiditySource,
)
from wizard.flow.yamlfile import Path_
from wizard.i18n import content as said
from wizard.i18n import msg

if TYPE_CHECKING:
    from wizard.flow.content import Content, Loaded

__all__ = ["timetable_of", "timetable_problems"]

_LONGEST: Final = {Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 31}
_SHORTEST: Final = {Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 28}


def timetable_of(content: Content, file: Loaded[TimelineFile], problems: list[Problem]) -> Timetable:
    """The timetable; faults go to `problems`, and what they concern is left out."""
    return _Maker(content, file, problems).make()


class _Maker:
    def __init__(self, content: Content, file: Loaded[TimelineFile], problems: list[Problem]) -> None:
        self._content = content
        self._file = file
        self._problems = problems

    def make(self) -> Timetable:
        model = self._file.model
        self._refuse_twins("freezes", [freeze.id for freeze in model.freezes])
        self._refuse_twins("steps", [step.id for step in model.steps])
        self._refuse_twins("plans", [plan.kind for plan in model.plans])
        steps = {source.id: self._step(source, ("steps", i)) for i, source in enumerate(model.steps)}
        for i, source in enumerate(model.steps):
            self._check_steps_named(source, ("steps", i), steps)
        self._refuse_unused(model, steps)
        plans = [self._plan(plan, ("plans", i), steps) for i, plan in enumerate(model.plans)]
        return Timetable(
            freezes=tuple(self._freeze(f, ("freezes", i)) for i, f in enumerate(model.freezes)),
            plans=tuple(plan for plan in plans if plan is not None),
            counting=tuple(
                Counting(said(c.text), self._sources(c.source, ("counting", i)))
                for i, c in enumerate(model.counting)
            ),
        )

    # Freezes ---------------------------------------------------------------------------------------------

    def _freeze(self, source: FreezeSource, path: Path_) -> Freeze:
        for j, area in enumerate(source.not_for):
            if area not in self._content.areas and area not in self._content.broken_areas:
                hint = did_you_mean(area, self._content.areas)
                self._report(
                    (*path, "not_for", j), "unknown-area", msg("There is no area {area}.", area=area), hint
                )
        return Freeze(
            id=source.id,
            title=said(source.title),
            first=self._month_day(source.from_, (*path, "from")),
            last=self._month_day(source.to, (*path, "to")),
            text=said(source.text),
            sources=self._sources(source.source, path),
            not_for=frozenset(source.not_for),
        )

    def _month_day(self, text: str, path: Path_) -> tuple[int, int]:
        month, day = (int(part) for part in text.split("-"))
        if day > monthrange(2027, month)[1]:  # a day that every year has
            what = msg("{day} is no day of every year.", day=text)
            self._report(path, "month-day", what, msg("Write it as month and day, such as 06-15."))
            return month, 1
        return month, day

    # Steps -----------------------------------------------------------------------------------------------

    def _step(self, source: StepSource, path: Path_) -> Step:
        return Step(
            id=source.id,
            title=said(source.title),
            who=tuple(Party(who) for who in source.who),
            sources=self._sources(source.source, path),
            text=said(source.text) if source.text else None,
            at=source.at,
            done=source.done,
            owner=source.owner,
            evidence=source.evidence,
            promise=source.promise,
            workday=source.workday,
            promptly=source.promptly,
            prepares=source.prepares,
            avoid_freezes=source.avoid_freezes,
            when=source.when,
            unless=source.unless,
            after=tuple(self._lag(lag, (*path, "after", j)) for j, lag in enumerate(source.after)),
            within=self._deadline(source.within, (*path, "within")) if source.within else None,
            valid_for=self._validity(source.valid_for, (*path, "valid_for")) if source.valid_for else None,
            place=self._file.document.place(path),
        )

    def _lag(self, source: LagSource, path: Path_) -> Lag:
        most = Span.of(source.most)
        least = Span.of(source.least) if source.least is not None else most
        if least.count * _LONGEST[least.unit] > most.count * _SHORTEST[most.unit] and least != most:
            what = msg(
                "At least {least} is more than at most {most}.", least=source.least or "", most=source.most
            )
            self._report((*path, "least"), "span", what)
        if source.outside_freezes and Unit.MONTHS in (least.unit, most.unit):
            what = msg("Months cannot stand still.")
            fix = msg("Write days or weeks where the time stands still during freezes.")
            self._report((*path, "most"), "span", what, fix)
        place = self._file.document.place(path)
        return Lag(
            text=said(source.text),
            sources=self._sources(source.source, path),
            when=source.when,
            unless=source.unless,
            place=place,
            step=source.step,
            least=least,
            most=most,
            outside_freezes=source.outside_freezes,
            about=source.about,
        )

    def _deadline(self, source: DeadlineSource, path: Path_) -> Deadline:
        claim = self._file.document.place(path)
        refs = self._sources(source.source, path)
        text, span = said(source.text), Span.of(source.span)
        return Deadline(text, refs, source.when, source.unless, claim, source.step, span)

    def _validity(self, source: ValiditySource, path: Path_) -> Validity:
        claim = self._file.document.place(path)
        refs = self._sources(source.source, path)
        text, span = said(source.text), Span.of(source.span)
        return Validity(text, refs, source.when, source.unless, claim, source.step, span)

    def _check_steps_named(self, source: StepSource, path: Path_, steps: Mapping[str, Step]) -> None:
        named = [(lag.step, (*path, "after", j, "step")) for j, lag in enumerate(source.after)]
        named += [(source.within.step, (*path, "within", "step"))] if source.within else []
        named += [(source.valid_for.step, (*path, "valid_for", "step"))] if source.valid_for else []
        for name, at in named:
            self._know(name, at, steps)

    def _know(self, name: str, path: Path_, steps: Mapping[str, Step]) -> bool:
        if name not in steps:
            what = msg("There is no step {name}.", name=name)
            self._report(path, "unknown-step", what, did_you_mean(name, steps))
        return name in steps

    # Plans -----------------------------------------------------------------------------------------------

    def _plan(self, source: PlanSource, path: Path_, steps: Mapping[str, Step]) -> TimePlan | None:
        known = [self._know(name, (*path, "steps", i), steps) for i, name in enumerate(source.steps)]
        ends = {"begin": source.begin} | ({"goal": source.goal} if source.goal is not None else {})
        for key, name in ends.items():
            if name not in source.steps:
                what = msg("The step {name} is not among the plan's steps.", name=name)
                self._report((*path, key), "unknown-step", what, did_you_mean(name, source.steps))
                known.append(False)
        if not all(known):
            return None
        own = {name: steps[name] for name in source.steps}
        try:
            order = list(TopologicalSorter({n: _waits_for(s, own) for n, s in own.items()}).static_order())
        except CycleError as error:
            what = msg("These steps wait for each other: {names}.", names=" → ".join(error.args[1]))
            self._report((*path, "steps"), "cycle", what)
            return None
        return TimePlan(
            kind=source.kind,
            title=said(source.title),
            begin=source.begin,
            goal=source.goal,
            steps=tuple(own[name] for name in order),
            written=tuple(source.steps),
            remarks=tuple(
                Remark(
                    said(r.text),
                    self._sources(r.source, (*path, "remarks", i)),
                    r.when,
                    self._file.document.place((*path, "remarks", i)),
                )
                for i, r in enumerate(source.remarks)
            ),
        )

    def _refuse_unused(self, model: TimelineFile, steps: Mapping[str, Step]) -> None:
        used = {name for plan in model.plans for name in plan.steps}
        for i, name in enumerate(steps):
            if name not in used:
                self._report(("steps", i), "unused", msg("No plan has the step {name}.", name=name))

    # Faults ----------------------------------------------------------------------------------------------

    def _refuse_twins(self, key: str, names: list[str]) -> None:
        for i, name in enumerate(names):
            if name in names[:i]:
                self._report((key, i), "duplicate-id", msg("The id {id} is used twice.", id=name))

    def _sources(self, refs: str | list[str], path: Path_) -> tuple[SourceRef, ...]:
        place = self._file.document.place((*path, "source"))
        return parse_refs(refs, self._content.sources, place, self._problems.append)

    def _report(self, path: Path_, code: str, *words: object) -> None:
        self._problems.append(Problem(self._file.document.place(path), code, *words))  # type: ignore[arg-type]


def _waits_for(step: Step, own: Mapping[str, Step]) -> set[str]:
    """The steps of the plan that must have their day before this one can have its own."""
    return {lag.step for lag in step.after} & own.keys() | (
        {step.within.step} & own.keys() if step.within else set()
    )


# Names in conditions ---------------------------------------------------------------------------------------


def timetable_problems(content: Content, timetable: Timetable) -> Iterator[Problem]:
    """Conditions and questions that no errand understands. Needs the flows, so it is asked for apart."""
    for plan in timetable.plans:
        flows = list(_flows(content, plan.kind))
        elsewhere = [flow for other in timetable.plans for flow in _flows(content, other.kind)]
        for step in plan.steps:
            shared = [*flows, *(f for f in elsewhere if _is_in(timetable, f.kind, step.id))]
            yield from _names_of(step, shared)
            yield from _conditions_of(step, shared)
        for remark in plan.remarks:
            yield from _condition_problem(remark.when, remark, flows)


def _flows(content: Content, kind: str) -> Iterator[Flow]:
    for area, own in content.errands():
        if own == kind:
            try:
                yield content.flow(area, own)
            except ContentError:
                continue  # its faults are told by the content itself


def _is_in(timetable: Timetable, kind: str, step: str) -> bool:
    plan = timetable.plan(kind)
    return plan is not None and any(s.id == step for s in plan.steps)


def _names_of(step: Step, flows: Iterable[Flow]) -> Iterator[Problem]:
    known = {name: question for flow in flows for name, question in flow.questions.items()}
    for name in (step.at, step.owner, step.evidence, step.promise):
        if known and name is not None and name not in known:
            what = msg("There is no question {name}.", name=name)
            yield Problem(step.place, "unknown-name", what, did_you_mean(name, known))
    for name in (step.at, step.promise):
        if name in known and known[name].type_name != "date":
            yield Problem(step.place, "type", msg("The question {name} is not about a date.", name=name))


def _conditions_of(step: Step, flows: Iterable[Flow]) -> Iterator[Problem]:
    shared = list(flows)
    claims = [
        *step.after,
        *([step.within] if step.within else []),
        *([step.valid_for] if step.valid_for else []),
    ]
    for text in (step.done, step.when, step.unless):
        yield from _condition_problem(text, step, shared)
    for claim in claims:
        yield from _condition_problem(claim.when, claim, shared)
        yield from _condition_problem(claim.unless, claim, shared)


def _condition_problem(
    text: str | None, holder: Step | Remark | Claim, flows: list[Flow]
) -> Iterator[Problem]:
    """The fault of a condition that can be read in none of the flows it concerns."""
    if text is None or not flows:
        return
    faults: list[ExpressionError] = []
    for flow in flows:
        try:
            parse(text, Scope(flow.types), Kind.TRUTH)
        except ExpressionError as error:
            faults.append(error)
        else:
            return
    first = min(
        faults, key=lambda fault: fault.code == "unknown-name"
    )  # a fault of form tells more than a name
    yield Problem(holder.place, first.code, first.what, first.fix)
