"""Mutants: each rule and condition changed a little, to see whether some scenario notices.

A clause is dropped, `and` becomes `or`, a limit moves by the smallest step, a comparison loses or gains its
equality, another option is meant, a row condition is left out. A mutant is caught when an expectation of some
scenario fails with it. What is not caught is either not covered or makes no difference.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from wizard.flow.expr import Expr
from wizard.flow.expr.depends import children
from wizard.flow.expr.nodes import (
    Aggregate,
    Applies,
    Arithmetic,
    Compare,
    Const,
    Junction,
    Kind,
    Member,
    Months,
    Not,
    Ref,
    RowRef,
    Size,
    WeeklyHours,
)
from wizard.flow.interview import Interview
from wizard.flow.model import Condition, Exit, Flow, Question, Rule
from wizard.flow.problems import Place
from wizard.rules import Outcome, judge
from wizard.scenarios.run import Tried, found, interview_of

__all__ = ["Mutant", "Mutation", "changes", "mutate"]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: whose condition, and what became what."""

    owner: str
    place: Place
    before: Expr
    after: Expr


@dataclass(frozen=True, slots=True)
class Mutation:
    """How many mutants there were and which were not caught."""

    tried: int
    survivors: tuple[Mutant, ...]

    @property
    def score(self) -> float:
        """The share of mutants that were caught, 1 where there were none."""
        return 1 - len(self.survivors) / self.tried if self.tried else 1.0


def mutate(flow: Flow, tried: Sequence[Tried], leaving: Collection[Place] = ()) -> Mutation:
    """Try every mutant of the flow's conditions against `tried`, all of which hold on the flow itself.

    The conditions at the places `leaving` are passed over, such as those of a part that another flow tries.
    """
    trial = _Trial(flow, tried, frozenset(leaving))
    count = 0
    survivors: list[Mutant] = []
    for mutant, is_caught in trial.mutants():
        count += 1
        if not is_caught:
            survivors.append(mutant)
    return Mutation(count, tuple(survivors))


class _Trial:
    def __init__(self, flow: Flow, tried: Sequence[Tried], leaving: frozenset[Place]) -> None:
        self.flow = flow
        self.tried = tried
        self.leaving = leaving

    def mutants(self) -> Iterator[tuple[Mutant, bool]]:
        """Each mutant, and whether it was caught."""
        for group in self._rules():
            if group[0].place not in self.leaving:
                yield from self._rule(group, "needs")
                yield from self._rule(group, "when")
        for question in self.flow.questions.values():
            if question.place not in self.leaving:
                yield from self._question(question)
        for i, exit_ in enumerate(self.flow.exits):
            if exit_.place not in self.leaving:
                yield from self._exit(i, exit_)

    # Rules ---------------------------------------------------------------------------------------------

    def _rules(self) -> Iterator[list[Rule]]:
        """The rules, those together that one text makes for each option of a list."""
        groups: dict[tuple[Place, str], list[Rule]] = {}
        rows = {row.rule for decision in self.flow.decisions for row in decision.rows}
        for rule in self.flow.rules:
            name = rule.id if rule.id in rows else rule.id.partition("[")[0]
            groups.setdefault((rule.place, name), []).append(rule)
        yield from groups.values()

    def _rule(self, group: list[Rule], part: str) -> Iterator[tuple[Mutant, bool]]:
        conditions: list[Condition | None] = [getattr(rule, part) for rule in group]
        present = [condition for condition in conditions if condition is not None]
        if not present:
            return
        told = [(e, one.interview) for one in self.tried for e in one.scenario.expected if e.kind == "rule"]
        for versions in zip(*(changes(c.expr) for c in present), strict=True):
            changed = {
                rule.id: _with(rule, part, Condition.of("", after))
                for rule, (after, _, _) in zip(group, versions, strict=True)
            }
            caught = any(
                _word(judge(changed[e.name], interview).outcome) != e.word
                for e, interview in told
                if e.name in changed
            )
            _, was, became = versions[0]
            yield Mutant(group[0].id.partition("[")[0], group[0].place, was, became), caught

    # Questions and exits -------------------------------------------------------------------------------

    def _question(self, question: Question) -> Iterator[tuple[Mutant, bool]]:
        if question.when is not None:
            for after, was, became in changes(question.when.expr):
                changed = replace(question, when=Condition.of("", after))
                yield Mutant(question.id, question.place, was, became), self._is_caught(changed)
        for i, column in enumerate(question.columns):
            if column.when is None:
                continue
            for after, was, became in changes(column.when.expr):
                new = replace(column, when=Condition.of("", after))
                columns = (*question.columns[:i], new, *question.columns[i + 1 :])
                changed = replace(question, columns=columns)
                name = f"{question.id}[].{column.id}"
                yield Mutant(name, column.place, was, became), self._is_caught(changed)

    def _exit(self, place: int, exit_: Exit) -> Iterator[tuple[Mutant, bool]]:
        for after, was, became in changes(exit_.when.expr):
            changed = replace(exit_, when=Condition.of("", after))
            exits = (*self.flow.exits[:place], changed, *self.flow.exits[place + 1 :])
            flow = replace(self.flow, exits=exits)
            caught = any(
                found(e, replace(one.interview, flow=flow)) != e.word
                for one in self.tried
                for e in one.scenario.expected
                if e.kind == "exit"
            )
            yield Mutant(exit_.id, exit_.place, was, became), caught

    def _is_caught(self, changed: Question) -> bool:
        """Whether a scenario about the question, or about what follows from it, notices."""
        flow = replace(self.flow, questions={**self.flow.questions, changed.id: changed})
        follow = self._followers(changed.id)
        starts: dict[int, Interview] = {}
        rules = {rule.id: rule for rule in self.flow.rules}
        for one in sorted(self.tried, key=lambda t: not _mentions(t, changed.id)):
            expected = [e for e in one.scenario.expected if self._concerns(e.kind, e.name, follow, rules)]
            if not expected:
                continue
            base = one.start
            if id(base) not in starts:
                starts[id(base)] = base.under(flow)
            interview = interview_of(starts[id(base)], one.scenario)
            if any(found(e, interview) != e.word for e in expected):
                return True
        return False

    @staticmethod
    def _concerns(kind: str, name: str, follow: set[str], rules: Mapping[str, Rule]) -> bool:
        if kind == "asked":
            return name.partition("[")[0] in follow
        if kind == "rule":
            rule = rules[name]
            return bool(follow & (rule.needs.reads | (rule.when.reads if rule.when else frozenset())))
        return True

    def _followers(self, name: str) -> set[str]:
        """The question and all whose being asked depends on it."""
        reached: set[str] = set()
        open_ = [name]
        while open_:
            one = open_.pop()
            if one not in reached:
                reached.add(one)
                open_ += self.flow.dependents[one]
        return reached


def _with(rule: Rule, part: str, condition: Condition) -> Rule:
    return replace(rule, needs=condition) if part == "needs" else replace(rule, when=condition)


def _mentions(one: Tried, name: str) -> bool:
    return any(e.kind == "asked" and e.name.partition("[")[0] == name for e in one.scenario.expected)


def _word(outcome: Outcome) -> str:
    return outcome.value.replace("_", " ")


# Changing expressions ------------------------------------------------------------------------------------

_NEIGHBOUR: Final = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}
_OTHER: Final = {"any": "all", "all": "any", "min": "max", "max": "min"}

Change = tuple[Expr, Expr, Expr]


def changes(node: Expr) -> Iterator[Change]:
    """Each changed version of `node`, with the part that was and what it became. The order follows the tree."""
    for after in _own(node):
        yield after, node, after
    if isinstance(node, Applies):
        return  # it asks whether there is an answer at all; what the answer says is nothing to it
    for i, child in enumerate(children(node)):
        for after, was, became in changes(child):
            yield _with_child(node, i, after), was, became


def _own(node: Expr) -> Iterator[Expr]:  # noqa: C901  one case for each kind of node
    """The changes of the node itself."""
    match node:
        case Junction():
            for i in range(len(node.operands)):
                rest = (*node.operands[:i], *node.operands[i + 1 :])
                yield rest[0] if len(rest) == 1 else replace(node, operands=rest)
            yield replace(node, is_all=not node.is_all)
        case Not():
            yield node.operand
        case Compare():
            yield replace(node, op=_NEIGHBOUR[node.op])
            yield from (replace(node, right=other) for other in _shifted(node.right))
            yield from (replace(node, left=other) for other in _shifted(node.left))
        case Member():
            yield Not(node, node.type)
            yield from (replace(node, item=other) for other in _shifted(node.item))
        case Arithmetic(right=Const() | Months()):
            yield from (replace(node, right=other) for other in _shifted(node.right))
        case Aggregate():
            if node.where is not None:
                yield replace(node, where=None)
            if node.function in _OTHER:
                yield replace(node, function=_OTHER[node.function])
        case Ref() | RowRef() | Applies() if node.type.kind is Kind.TRUTH:
            yield Not(node, node.type)
        case Const() if node.type.kind is Kind.TRUTH:
            yield replace(node, value=not node.value)
        case _:
            return


def _shifted(node: Expr) -> Iterator[Expr]:
    """A constant one step up and one step down; for an option, the one after it in its list."""
    match node:
        case Const(type=kind) if kind.kind in (Kind.NUMBER, Kind.DAYS):
            step = 1 if float(node.value) == int(node.value) else 0.01  # type: ignore[arg-type]
            for way in (step, -step):
                yield replace(node, value=round(float(node.value) + way, 6))  # type: ignore[arg-type]
        case Const(value=date() as day):
            for days in (1, -1):
                yield replace(node, value=day + timedelta(days=days))
        case Const(type=kind) if kind.kind is Kind.CHOICE and len(kind.options) > 1:
            place = kind.options.index(str(node.value))
            yield replace(node, value=kind.options[(place + 1) % len(kind.options)])
        case Months():
            for months in (1, -1):
                yield replace(node, count=node.count + months)
        case _:
            return


def _with_child(node: Expr, place: int, child: Any) -> Expr:
    """`node` with the child at `place` (in the order of `children`) taken by `child`."""
    match node:
        case Not() | Size() | WeeklyHours():
            return replace(node, operand=child)
        case Junction():
            return replace(node, operands=(*node.operands[:place], child, *node.operands[place + 1 :]))
        case Compare() | Arithmetic():
            return replace(node, **{("left", "right")[place]: child})
        case Member():
            return replace(node, **{("item", "container")[place]: child})
        case Aggregate():
            return replace(node, **{("table", "body", "where")[place]: child})
        case _:
            raise TypeError(type(node))
