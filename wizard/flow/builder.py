"""From the files of content to one flow: parts put in, checklists spelled out, order found.

The builder goes over everything and reports every fault it meets, with its place, before it gives up. What it
returns is sound: each condition is typed, each question comes after those its condition reads, each question
and rule has a source.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from wizard.flow import checklist
from wizard.flow.decisions import resolve_decision
from wizard.flow.graph import evaluation_order
from wizard.flow.model import (
    Area,
    AreaState,
    Condition,
    Decision,
    Exit,
    Flow,
    Goal,
    Later,
    Page,
    Question,
    Rule,
    SourceRef,
    Task,
    Without,
)
from wizard.flow.problems import Problem, Severity, did_you_mean
from wizard.flow.refs import parse_refs
from wizard.flow.resolve import At, Resolver
from wizard.flow.source import (
    AreaFile,
    CatalogueEntry,
    DecisionSource,
    ErrandSource,
    OptionSource,
    PageSource,
    PartFile,
    QuestionSource,
    RuleSource,
    TaskSource,
)
from wizard.flow.yamlfile import Document, Path_
from wizard.i18n import Message, content, msg, other_wordings

if TYPE_CHECKING:
    from wizard.flow.content import Content

__all__ = ["FlowBuilder", "area_of"]


@dataclass(slots=True)
class _TaskDraft:
    """A task being put together: its own questions and rules and those of the part it uses."""

    id: str
    title: str
    intro: str | None
    sources: str | Sequence[str] | None
    conditions: list[tuple[str, At]] = field(default_factory=list)
    pages: dict[str, PageSource] = field(default_factory=dict)
    questions: list[tuple[QuestionSource, At]] = field(default_factory=list)
    rules: list[tuple[RuleSource, At]] = field(default_factory=list)
    decisions: list[tuple[DecisionSource, At]] = field(default_factory=list)


class FlowBuilder:
    """Builds one flow; `problems` holds what was found on the way."""

    def __init__(self, source: Content, area: str, kind: str) -> None:
        self.problems: list[Problem] = []
        self._source = source
        self._area = source.areas[area]
        self._kind = kind
        self._file = source.area_files[area]
        self._errand: ErrandSource = {str(k): errand for k, errand in self._file.model.errands.items()}[kind]
        self._at = At(self._file.document, ("errands", kind))

    def build(self) -> Flow | None:
        """The flow, or None where a fault leaves nothing sound to return."""
        drafts = list(self._drafts())
        self._refuse_twins(drafts)
        questions = [question for draft in drafts for question, _ in draft.questions]
        resolver = Resolver(
            self._source.sources,
            self._lists(),
            questions,
            partial(other_wordings, self._source.root),
            self.problems,
        )
        tasks = tuple(_task(draft, resolver) for draft in drafts)
        decisions, rules = _demands(drafts, resolver)
        later = self._later(resolver)
        goals = tuple(self._goals(rules, drafts))
        exits = tuple(self._exits(resolver))
        self._forget_what_broken_parts_lack()
        if any(p.severity is Severity.ERROR for p in self.problems) or self._lacks_a_part:
            return None
        flow = self._assemble(tasks, rules)
        if flow is None:
            return None
        place = self._at.document.place(self._at.path)
        return replace(
            flow, at=place, types=resolver.types, decisions=decisions, later=later, goals=goals, exits=exits
        )

    def _assemble(self, tasks: tuple[Task, ...], rules: tuple[Rule, ...]) -> Flow | None:
        errand = self._errand
        questions = {q.id: q for task in tasks for q in task.questions}
        order, rings = evaluation_order(questions)
        for ring in rings:
            first = min(ring, key=list(questions).index)
            what = msg("These questions wait for each other: {names}.", names=" → ".join(ring))
            self.problems.append(Problem(questions[first].place, "cycle", what))
        if rings:
            return None
        return Flow(
            area=self._area,
            kind=self._kind,
            version=self._file.model.version,
            title=content(errand.title),
            tasks=tasks,
            rules=rules,
            forms=tuple(errand.forms),
            intro=content(errand.intro) if errand.intro else None,
            name_from=tuple(errand.name),
            next_steps=tuple(content(step) for step in errand.next),
            questions=questions,
            case=self._source.case,
            order=order,
            dependents=_dependents(order, questions),
        )

    @property
    def _lacks_a_part(self) -> bool:
        """Whether a task uses a part whose file cannot be used; that fault is told by the file itself."""
        return any(task.part in self._source.broken_parts for task in self._errand.tasks)

    def _forget_what_broken_parts_lack(self) -> None:
        """A name that is not there may be one of a part that could not be read: one fault, told once."""
        if self._lacks_a_part:
            self.problems = [p for p in self.problems if p.code != "unknown-name"]

    # Putting tasks together ----------------------------------------------------------------------------

    def _drafts(self) -> Iterator[_TaskDraft]:
        for i, task in enumerate(self._errand.tasks):
            draft = self._draft(task, self._at.key("tasks", i))
            if draft is not None:
                yield draft

    def _draft(self, task: TaskSource, at: At) -> _TaskDraft | None:
        part = self._source.parts.get(task.part) if task.part else None
        if task.part in self._source.broken_parts:
            return None
        if task.part and part is None:
            hint = did_you_mean(task.part, self._source.parts)
            self._report(
                at.key("part"), "unknown-part", msg("There is no part {name}.", name=task.part), hint
            )
            return None
        title = task.title or (part.model.title if part else None)
        if title is None:
            self._report(at, "missing-key", msg("The key {key} is missing.", key="title"))
            return None
        draft = _TaskDraft(task.id, title, task.intro or (part.model.intro if part else None), task.source)
        if part is not None:
            self._add_part(draft, part.model, At(part.document, ()), frozenset(task.omit), at)
        if task.when:
            draft.conditions.append((task.when, at.key("when")))
        draft.pages |= task.pages
        draft.questions += [(q, at.key("questions", i)) for i, q in enumerate(task.questions)]
        draft.rules += [(r, at.key("rules", i)) for i, r in enumerate(task.rules)]
        draft.decisions += [(d, at.key("decisions", i)) for i, d in enumerate(task.decisions)]
        return draft

    def _add_part(self, draft: _TaskDraft, part: PartFile, at: At, omit: frozenset[str], user: At) -> None:
        draft.sources = draft.sources or part.source
        draft.pages |= part.pages
        if part.when:
            draft.conditions.append((part.when, at.key("when")))
        draft.questions += [
            (q, at.key("questions", i)) for i, q in enumerate(part.questions) if q.id not in omit
        ]
        draft.rules += [(r, at.key("rules", i)) for i, r in enumerate(part.rules) if r.id not in omit]
        draft.decisions += [
            (d, at.key("decisions", i)) for i, d in enumerate(part.decisions) if d.id not in omit
        ]
        known = {q.id for q in part.questions} | {r.id for r in part.rules} | {d.id for d in part.decisions}
        for name in sorted(omit - known):
            what = msg("There is no question {name}.", name=name)
            self._report(user.key("omit"), "unknown-name", what, did_you_mean(name, known))
        if part.checklist and part.shortfall is None:
            self._report(
                at.key("checklist"), "missing-key", msg("The key {key} is missing.", key="shortfall")
            )
        elif part.shortfall is not None:
            for i, point in enumerate(part.checklist):
                place = at.key("checklist", i)
                draft.questions += [(q, place) for q in checklist.questions_of(point, part.shortfall)]
                draft.rules += [(r, place) for r in checklist.rules_of(point, part.shortfall)]

    def _lists(self) -> dict[str, Sequence[OptionSource]]:
        """Option lists by name; an area's own list takes the place of a shared one."""
        shared = self._source.lists.model.lists if self._source.lists is not None else {}
        of_parts = [part.model.lists for part in self._source.parts.values()]
        return {
            name: entry.options
            for lists in (shared, *of_parts, self._file.model.lists)
            for name, entry in lists.items()
        }

    def _later(self, resolver: Resolver) -> Later | None:
        later = self._errand.later
        if later is None:
            return None
        table = resolver.types.get(later.table)
        for name in (later.item, later.reason, later.date):
            if table is None or name not in (table.columns or {}):
                resolver.unknown(self._at.key("later"), f"{later.table}.{name}", resolver.types)
        return Later(later.table, later.item, later.reason, later.date)

    def _goals(self, rules: Sequence[Rule], drafts: Sequence[_TaskDraft]) -> Iterator[Goal]:
        """The goals; a rule that is repeated for options stands under its common name."""
        known = {r.id for draft in drafts for r, _ in draft.rules}
        known |= {d.id for draft in drafts for d, _ in draft.decisions}
        for i, goal in enumerate(self._errand.goals):
            found = [r.id for name in goal.rules for r in rules if r.id.partition("[")[0] == name]
            for j, name in enumerate(goal.rules):
                if name not in known:
                    what = msg("There is no rule {name}.", name=name)
                    self._report(
                        self._at.key("goals", i, "rules", j), "unknown-name", what, did_you_mean(name, known)
                    )
            yield Goal(goal.id, content(goal.title), tuple(found))

    def _exits(self, resolver: Resolver) -> Iterator[Exit]:
        for i, entry in enumerate(self._errand.exits):
            at = self._at.key("exits", i)
            when = resolver.condition(entry.when, at.key("when"))
            sources = resolver.sources(entry.source, at, entry.id)
            if when is not None:
                texts, place = (
                    (content(entry.title), content(entry.text)),
                    at.document.place((*at.path, "when")),
                )
                yield Exit(entry.id, when, *texts, tuple(entry.instead), sources, place)

    def _refuse_twins(self, drafts: Sequence[_TaskDraft]) -> None:
        seen: set[str] = set()
        for draft in drafts:
            named = [
                *(("question", q.id, at) for q, at in draft.questions),
                *(("rule", r.id, at) for r, at in draft.rules),
                *(("rule", d.id, at) for d, at in draft.decisions),
            ]
            for what, name, at in named:
                if f"{what} {name}" in seen:
                    self._report(at.key("id"), "duplicate-id", msg("The id {id} is used twice.", id=name))
                seen.add(f"{what} {name}")

    def _report(self, at: At, code: str, what: Message, fix: Message | None = None) -> None:
        self.problems.append(Problem(at.document.place(at.path), code, what, fix))


def _demands(
    drafts: Sequence[_TaskDraft], resolver: Resolver
) -> tuple[tuple[Decision, ...], tuple[Rule, ...]]:
    """The decision tables, and all rules: those that stand alone and the rows of the tables."""
    decisions: list[Decision] = []
    rules: list[Rule] = []
    for draft in drafts:
        rules += [rule for source, at in draft.rules for rule in resolver.rules(source, at, draft.id)]
        for table, at in draft.decisions:
            decision, rows = resolve_decision(table, at, draft.id, resolver)
            decisions.append(decision)
            rules += rows
    return tuple(decisions), tuple(rules)


def _task(draft: _TaskDraft, resolver: Resolver) -> Task:
    conditions = [c for text, at in draft.conditions if (c := resolver.condition(text, at)) is not None]
    pages = {
        key: Page(key, content(p.ask), content(p.hint) if p.hint else None) for key, p in draft.pages.items()
    }
    questions = [
        resolver.question(source, at, draft.id, pages, draft.sources) for source, at in draft.questions
    ]
    when = Condition.all_of(conditions)
    return Task(
        id=draft.id,
        title=content(draft.title),
        questions=tuple(_under(when, question) for question in questions),
        intro=content(draft.intro) if draft.intro else None,
        when=when,
    )


def _under(task: Condition | None, question: Question) -> Question:
    """`question`, asked only where its task is."""
    if task is None:
        return question
    return replace(question, when=Condition.all_of([task, *([question.when] if question.when else [])]))


def _dependents(order: Sequence[str], questions: dict[str, Question]) -> dict[str, tuple[str, ...]]:
    readers: dict[str, list[str]] = {name: [] for name in order}
    for name in order:
        for read in questions[name].reads:
            readers[read].append(name)
    return {name: tuple(found) for name, found in readers.items()}


def area_of(
    source: Content, area_id: str, model: AreaFile | CatalogueEntry, document: Document, path: Path_
) -> Area:
    """The area as the chooser shows it; faults in its sources go to the content's problems."""

    def sources(refs: str | list[str], *keys: str | int) -> tuple[SourceRef, ...]:
        return parse_refs(refs, source.sources, document.place((*path, *keys)), source.problems.append)

    status = model.status
    full = model if isinstance(model, AreaFile) else None
    return Area(
        id=area_id,
        name=content(model.name),
        state=AreaState(status.state),
        status=content(status.text),
        sources=sources(status.source, "status", "source"),
        checked=status.checked,
        synonyms=tuple(model.synonyms),
        closed_from=status.closed_from,
        ends_on=status.ends_on,
        kinds=tuple(full.errands) if full else (),
        facts=tuple((content(f.text), sources(f.source, "facts", i)) for i, f in enumerate(model.facts)),
        without=tuple(
            Without(kind, content(w.title), content(w.text), sources(w.source, "without", kind))
            for kind, w in full.without.items()
        )
        if full
        else (),
        version=full.version if full else "",
    )
