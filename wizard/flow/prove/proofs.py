"""The proofs: each a question to the solver, each answer tried on the real engine before it is told.

- `unreachable`: no answers lead to the question;
- `never-decided`, `never-met`, `never-failed`: whatever is answered, the rule says nothing, or always the same;
- `undecidable`: all that the rule waits for is answered or off the route, and still it is undecided;
- `gap`, `overlap`: answers for which no row of a decision table hits, or two do;
- `contradictory`: two rules that block, each of which can be met, but not both by those they both concern;
- `hopeless`: no answers at all make the errand ready;
- `dead-end`: an option after which nothing can make the errand ready, and no rule that blocks is about it;
- `unfilled`: a field of a form, or an option of it, that no route fills;
- `left-empty`: a field that the form marks as required and a route leaves empty;
- `overlapping-exits`: answers for which two exits hold.

A witness is the shortest set of answers that shows the fault: the solver prefers to leave questions unanswered.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from itertools import combinations

import z3

from wizard.flow.expr import UNKNOWN
from wizard.flow.interview import Interview
from wizard.flow.model import Decision, DecisionRow, Exit, Flow, Level, Rule
from wizard.flow.problems import Place, Problem
from wizard.flow.prove.formulas import Formula
from wizard.flow.prove.routes import Routes
from wizard.i18n import Message, msg
from wizard.values.base import Value

__all__ = ["Prover"]

Test = Callable[[Interview], bool]


class Prover:
    """Runs the proofs of one flow, as they stand on the day `today`."""

    def __init__(self, flow: Flow, today: date) -> None:
        self.flow = flow
        self.today = today
        self.routes = Routes(flow, today)

    def problems(self) -> Iterator[Problem]:
        """Every finding about questions, rules and exits, in the order of the flow."""
        unreachable = set[str]()
        for name in self.flow.order:
            if not self._possible([name], self.routes.relevant(name)):
                unreachable.add(name)
                place = self.flow.questions[name].place
                yield Problem(place, "unreachable", msg("The question {name} is never asked.", name=name))
        for rule in self.flow.rules:
            if not (rule.needs.reads & unreachable):
                yield from self._rule(rule)
        for decision in self.flow.decisions:
            yield from self._decision(decision)
        yield from self._contradictions(unreachable)
        yield from self._dead_ends()
        yield from self._exits()

    # Rules ---------------------------------------------------------------------------------------------

    def _rule(self, rule: Rule) -> Iterator[Problem]:
        concerns, holds = self.routes.truths(rule.when), self.routes.truths(rule.needs)
        reads = _reads(rule)
        can_meet = self._possible(reads, concerns.true, holds.true)
        can_fail = self._possible(reads, concerns.true, holds.false)
        if not can_meet and not can_fail:
            yield self._told(
                rule.place,
                "never-decided",
                msg("The rule {rule} is never decided, whatever is answered.", rule=rule.id),
            )
            return
        if rule.is_fixed:
            return  # a row of a decision table that says by itself whether it holds
        if not can_meet:
            yield self._told(
                rule.place,
                "never-met",
                msg("Nothing that can be answered meets the rule {rule}.", rule=rule.id),
            )
        if not can_fail:
            yield self._told(
                rule.place,
                "never-failed",
                msg("Everything that can be answered meets the rule {rule}.", rule=rule.id),
            )
        yield from self._undecidable(rule, reads)

    def _undecidable(self, rule: Rule, reads: Iterable[str]) -> Iterator[Problem]:
        concerns, holds = self.routes.truths(rule.when), self.routes.truths(rule.needs)
        settled = [self.routes.settled(name) for name in self.routes.closure(reads)]
        open_ = [z3.Not(concerns.false), z3.Not(z3.And(concerns.true, holds.false)), z3.Not(holds.true)]

        def shows(interview: Interview) -> bool:
            env = interview.env
            concerned = True if rule.when is None else rule.when.evaluate(env)
            verdict = rule.needs.evaluate(env)
            return (
                concerned is not False
                and verdict is not True
                and (verdict is UNKNOWN or concerned is UNKNOWN)
            )

        witness = self._witness(reads, [*open_, *settled], shows)
        if witness is not None:
            what = msg(
                "The rule {rule} stays undecided though all it waits for is answered or not asked.",
                rule=rule.id,
            )
            yield self._told(rule.place, "undecidable", what, witness)

    def _decision(self, decision: Decision) -> Iterator[Problem]:
        concerns = self.routes.truths(decision.when).true
        hits = [self.routes.truths(row.hits).true for row in decision.rows]
        reads = decision.reads
        settled = [self.routes.settled(name) for name in self.routes.closure(reads)]

        def hitting(interview: Interview) -> list[DecisionRow]:
            env = interview.env
            if decision.when is not None and decision.when.evaluate(env) is not True:
                return []
            return [row for row in decision.rows if row.hits.evaluate(env) is True]

        def concerned(interview: Interview) -> bool:
            return decision.when is None or decision.when.evaluate(interview.env) is True

        goal = [concerns, *(z3.Not(hit) for hit in hits), *settled]
        gap = self._witness(reads, goal, lambda i: concerned(i) and not hitting(i))
        if gap is not None:
            what = msg("No row of the table {table} hits.", table=decision.id)
            yield self._told(decision.place, "gap", what, gap)
        for (first, one), (second, other) in combinations(zip(decision.rows, hits, strict=True), 2):
            both = self._witness(reads, [concerns, one, other], lambda i: len(hitting(i)) > 1)
            if both is not None:
                what = msg(
                    "The rows {first} and {second} of the table {table} hit at once.",
                    first=first.id,
                    second=second.id,
                    table=decision.id,
                )
                yield self._told(self._rule_place(second.rule), "overlap", what, both)

    def _rule_place(self, rule_id: str) -> Place:
        return next(rule.place for rule in self.flow.rules if rule.id == rule_id)

    # The errand as a whole -----------------------------------------------------------------------------

    def _contradictions(self, unreachable: set[str]) -> Iterator[Problem]:
        """Pairs of blocking rules about the same answers that cannot be met together."""
        blockers = [rule for rule in self._blockers if not rule.needs.reads & unreachable]
        for first, second in combinations(blockers, 2):
            if first.needs.reads & second.needs.reads and self._can_be_met(first, second) is False:
                what = msg(
                    "The rules {first} and {second} cannot both be met.", first=first.id, second=second.id
                )
                concern = [self.routes.truths(rule.when).true for rule in (first, second)]
                reads = _reads(first) | _reads(second)

                def shows(interview: Interview, pair: tuple[Rule, Rule] = (first, second)) -> bool:
                    return all(r.when is None or r.when.evaluate(interview.env) is True for r in pair)

                yield self._told(second.place, "contradictory", what, self._witness(reads, concern, shows))

    def _can_be_met(self, *rules: Rule) -> bool | None:
        """Whether those whom all these rules concern can meet them all; None where they never meet."""
        reads = frozenset[str]().union(*map(_reads, rules))
        concern = [self.routes.truths(rule.when).true for rule in rules]
        if self._possible(reads, *concern, *(self.routes.truths(rule.needs).true for rule in rules)):
            return True
        return False if self._possible(reads, *concern) else None

    @cached_property
    def _blockers(self) -> list[Rule]:
        """The rules that block and that can be met at all; the others are told of as they are."""
        blockers = [rule for rule in self.flow.rules if rule.level is Level.BLOCKER]
        return [rule for rule in blockers if rule.is_fixed or self._can_be_met(rule) is not False]

    def _dead_ends(self) -> Iterator[Problem]:
        """Options of a choice after which no answers make every blocker hold, and none of them is about it."""
        solver = self._ready()
        if solver.check() == z3.unsat:
            what = msg("Nothing that can be answered makes the errand ready.")
            yield self._told(self.flow.at, "hopeless", what)
            return
        blockers = [rule for rule in self.flow.rules if rule.level is Level.BLOCKER]
        explained = frozenset[str]().union(
            *(_reads(r) if r.is_fixed else r.needs.reads for r in blockers),
            *(e.when.reads for e in self.flow.exits),
        )
        for name in self.flow.order:
            if name in explained:
                continue
            # Where every option leads nowhere, the fault lies with what led to the question.
            options = list(self._options(name))
            dead = [(label, chosen) for label, chosen in options if solver.check(chosen) == z3.unsat]
            if len(dead) < len(options):
                asked = self.routes.relevant(name)
                for label, chosen in dead:
                    question = self.flow.questions[name]
                    what = msg(
                        "After {name} = {option} nothing can make the errand ready, and no rule says why.",
                        name=name,
                        option=label,
                    )
                    yield self._told(
                        question.place,
                        "dead-end",
                        what,
                        self._witness([name], [asked, chosen], lambda _: True),
                    )

    def _ready(self) -> z3.Solver:
        """A solver for whom everything asked is answered and every rule that blocks and can be met is met."""
        solver = z3.Solver()
        solver.add([self.routes.settled(name) for name in self.flow.order])
        for rule in self._blockers:
            concerns, holds = self.routes.truths(rule.when), self.routes.truths(rule.needs)
            solver.add(z3.Or(concerns.false, holds.true))
        solver.add(*self.routes.bindings(self.flow.order))
        return solver

    def _options(self, name: str) -> Iterator[tuple[str, Formula]]:
        variable = self.routes.variable(name)
        match self.flow.questions[name].type_name:
            case "yesno":
                yield "yes", z3.And(variable.definite, variable.value)
                yield "no", z3.And(variable.definite, z3.Not(variable.value))
            case "choice":
                for option in variable.type.options:
                    yield (
                        option,
                        z3.And(variable.definite, variable.value == self.routes.formulas.words(option)),
                    )

    def _exits(self) -> Iterator[Problem]:
        for first, second in combinations(self.flow.exits, 2):
            both = [self.routes.truths(e.when).true for e in (first, second)]

            def shows(interview: Interview, pair: tuple[Exit, Exit] = (first, second)) -> bool:
                return all(e.when.evaluate(interview.env) is True for e in pair)

            witness = self._witness(first.when.reads | second.when.reads, both, shows)
            if witness is not None:
                what = msg(
                    "The exits {first} and {second} hold for the same answers.",
                    first=first.id,
                    second=second.id,
                )
                yield self._told(second.place, "overlapping-exits", what, witness)

    # Fields of forms -----------------------------------------------------------------------------------

    def is_fillable(self, name: str, option: str | None = None) -> bool:
        """Whether some route answers the question, with `option` where one is given."""
        variable = self.routes.variable(name)
        goal = [variable.definite]
        if option is not None:
            goal.append(self._chosen(name, option))
        return self._possible([name], *goal)

    def is_cell_fillable(self, table: str, column: str) -> bool:
        """Whether some route leads to a row of the table in which the column is answered."""
        rows = self.routes.variable(table).rows
        return self._possible([table], z3.Or([z3.And(r.there, r.cells[column].definite) for r in rows]))

    def _chosen(self, name: str, option: str) -> Formula:
        variable = self.routes.variable(name)
        if isinstance(variable.value, dict):
            return variable.value.get(option, z3.BoolVal(False))
        found = dict(self._options(name)).get(option)
        return found if found is not None else z3.BoolVal(True)

    def route_without(self, name: str) -> dict[str, Value] | None:
        """Answers after which the question is not asked though all that decides it is answered; None if none are."""
        reads = self.flow.questions[name].reads
        settled = [self.routes.settled(other) for other in self.routes.closure(reads)]
        goal = [z3.Not(self.routes.relevant(name)), *settled]
        return self._witness([name, *reads], goal, lambda i: not i.is_relevant(name))

    # Asking the solver ---------------------------------------------------------------------------------

    def _possible(self, reads: Iterable[str], *goal: Formula) -> bool:
        solver = z3.Solver()
        solver.add(*self.routes.bindings(self.routes.closure(reads)), *goal)
        return bool(solver.check() == z3.sat)

    def _witness(self, reads: Iterable[str], goal: list[Formula], shows: Test) -> dict[str, Value] | None:
        """The fewest answers that reach `goal` and `shows` on the real engine; None where there are none."""
        names = self.routes.closure(reads)
        solver = z3.Optimize()
        solver.add(*self.routes.bindings(names), *goal)
        for name in names:
            variable = self.routes.variable(name)
            solver.add_soft(z3.Not(z3.Or(variable.definite, variable.not_applicable)))
            for row in variable.rows:
                solver.add_soft(z3.Not(row.there))
        if solver.check() != z3.sat:
            return None
        answers = self.routes.answers(solver.model(), names)
        if not shows(Interview.start(self.flow, self.today, answers)):
            return None
        return answers

    def _told(
        self, place: Place, code: str, what: Message, witness: Mapping[str, Value] | None = None
    ) -> Problem:
        return Problem(place, code, what, witness=self.shown(witness or {}))

    @staticmethod
    def shown(witness: Mapping[str, Value]) -> tuple[tuple[str, str], ...]:
        """A witness as it stands in a finding."""
        return tuple((name, json.dumps(value, ensure_ascii=False)) for name, value in witness.items())


def _reads(rule: Rule) -> frozenset[str]:
    """The questions that a rule and its `when` read."""
    return rule.needs.reads | (rule.when.reads if rule.when is not None else frozenset())
