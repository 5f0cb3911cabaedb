"""How much of a flow its scenarios reach.

A clause is the smallest part of a condition that is true or false by itself; it is covered when it has been
seen both ways. A message is covered when some scenario expects the rule that says it not to be met.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wizard.flow.expr import Env, Expr, compiled
from wizard.flow.expr.depends import children
from wizard.flow.expr.nodes import Aggregate, Const, Junction, Kind, Not
from wizard.flow.interview import Interview
from wizard.flow.model import Condition, Flow
from wizard.scenarios.run import Tried

__all__ = ["Coverage", "Share", "coverage_of"]

Path = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many; `missing` names the rest."""

    covered: int
    total: int
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the scenarios of one flow reach."""

    questions: Share
    """Questions that some scenario asks."""
    branches: Share
    """Conditions of questions and columns, each seen true and seen false."""
    rules: Share
    """Rules of which some scenario expects a verdict."""
    clauses: Share
    """Clauses of rules, each seen true and seen false."""
    messages: Share
    """Rules which some scenario expects not to be met."""


@dataclass(slots=True)
class _Seen:
    """Which ways each clause has gone, by where it stands."""

    ways: dict[tuple[str, Path], set[bool]] = field(default_factory=dict)

    def look(self, site: str, node: Expr, env: Env, path: Path = ()) -> None:
        """Note which way each clause of `node` goes."""
        if isinstance(node, Junction | Not):
            for i, child in enumerate(children(node)):
                self.look(site, child, env, (*path, i))
            return
        if isinstance(node, Aggregate):
            self._rows(site, node, env, path)
        if node.type.kind is Kind.TRUTH and not isinstance(node, Const):
            ways = self.ways.setdefault((site, path), set())
            value = compiled(node)(env)
            if isinstance(value, bool):
                ways.add(value)
        elif not isinstance(node, Aggregate):
            return
        if not isinstance(node, Aggregate):
            for i, child in enumerate(children(node)):
                if isinstance(child, Aggregate):
                    self._rows(site, child, env, (*path, i))

    def _rows(self, site: str, node: Aggregate, env: Env, path: Path) -> None:
        rows = compiled(node.table)(env)
        parts = [part for part in (node.where, node.body) if part is not None]
        for row in rows if isinstance(rows, Sequence) else [{}]:
            inside = Env(env.values, env.today, {**env.rows, node.row: row})
            for i, part in enumerate(parts):
                if part.type.kind is Kind.TRUTH:
                    self.look(site, part, inside, (*path, i))

    def share(self, names: Mapping[str, str]) -> Share:
        """How many of twice as many ways as there are clauses have been seen."""
        covered = sum(len(ways) for ways in self.ways.values())
        missing = {names.get(site, site) for (site, _), ways in self.ways.items() if len(ways) < 2}
        return Share(covered, 2 * len(self.ways), tuple(sorted(missing)))


def coverage_of(flow: Flow, tried: Sequence[Tried]) -> Coverage:
    """What `tried`, all of `flow`, reach."""
    interviews = [one.interview for one in tried]
    expected = [e for one in tried for e in one.scenario.expected if e.kind == "rule"]
    named = {e.name for e in expected}
    failed = {e.name for e in expected if e.word == "not met"}
    asked = {name for i in interviews for name, truth in i.relevance.items() if truth is True}
    return Coverage(
        questions=_share(flow.questions, asked),
        branches=_branches(flow, interviews),
        rules=_share([r.id for r in flow.rules], named),
        clauses=_clauses(flow, interviews),
        messages=_share([r.id for r in flow.rules if not _always_holds(r.needs)], failed),
    )


def _share(all_of: Iterable[str], reached: set[str]) -> Share:
    names = list(all_of)
    return Share(
        sum(name in reached for name in names), len(names), tuple(n for n in names if n not in reached)
    )


def _always_holds(condition: Condition) -> bool:
    return isinstance(condition.expr, Const) and condition.expr.value is True


def _branches(flow: Flow, interviews: Sequence[Interview]) -> Share:
    ways: dict[str, set[bool]] = {name: set() for name in _conditional(flow)}
    for interview in interviews:
        for name, truth in interview.relevance.items():
            if name in ways and isinstance(truth, bool):
                ways[name].add(truth)
        for table in (q for q in interview.relevant if q.is_table):
            for row in interview.rows(table):
                asked = {c.id for c in interview.asked_columns(table, row)}
                for column in table.columns:
                    if column.when is not None:
                        ways[f"{table.id}[].{column.id}"].add(column.id in asked)
    missing = tuple(name for name, seen in ways.items() if len(seen) < 2)
    return Share(sum(map(len, ways.values())), 2 * len(ways), missing)


def _conditional(flow: Flow) -> Iterator[str]:
    for question in flow.questions.values():
        if question.when is not None:
            yield question.id
        yield from (f"{question.id}[].{c.id}" for c in question.columns if c.when is not None)


def _clauses(flow: Flow, interviews: Sequence[Interview]) -> Share:
    seen = _Seen()
    names: dict[str, str] = {}
    for rule in flow.rules:
        # The rules that one text makes for each option of a list share their clauses.
        shared = rule.id.partition("[")[0] if rule.id.partition("[")[0] not in _tables(flow) else rule.id
        for part, condition in (("needs", rule.needs), ("when", rule.when)):
            if condition is None:
                continue
            site = f"{shared} {part}"
            names[site] = shared
            for interview in interviews:
                seen.look(site, condition.expr, interview.env)
    return seen.share(names)


def _tables(flow: Flow) -> Any:
    return {decision.id for decision in flow.decisions}
