"""A flow as a set of constraints: every way the answers can go, and what is asked on each.

For each question the solver may choose whether it is answered, not applicable, and with what; whether it is
relevant is not a choice but follows from its condition. Tables are looked at with up to two rows, which is
enough for conditions that ask for one that is so and one that is not. A model is turned back into real answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import Any, Final

import z3

from wizard.flow.expr.nodes import Expr, Kind, Type
from wizard.flow.model import Condition, Flow, Question
from wizard.flow.prove.formulas import Formula, Formulas, Row, Truths, Variable
from wizard.flow.prove.samples import opening_hours, sample_file, sample_text
from wizard.values.base import NOT_APPLICABLE, Value

__all__ = ["Routes"]

ROWS: Final = 2
MOST_ROWS: Final = 5
MOST_FILES: Final = 5
YEARS: Final = 40
NUMBER_TYPES: Final = frozenset({"integer", "decimal", "measure", "amount", "percent", "fte"})


class Routes:
    """The constraints of one flow on one day."""

    def __init__(self, flow: Flow, today: date) -> None:
        self.flow = flow
        self.today = today
        self._words: dict[str, int] = {}
        self._variables: dict[str, Variable] = {}
        self._constraints: dict[str, list[Formula]] = {}
        self._truths: dict[Expr, Truths] = {}
        self.formulas = Formulas(self.variable, self._word, today, [])

    # Questions as variables ----------------------------------------------------------------------------

    def variable(self, name: str) -> Variable:
        """The variable of a question."""
        if name not in self._variables:
            self._variables[name] = self._make(self.flow.questions[name])
        return self._variables[name]

    def relevant(self, name: str) -> Formula:
        """That the question is asked."""
        self.variable(name)
        return z3.Bool(f"asked {name}")

    def settled(self, name: str) -> Formula:
        """That the question, where it is asked, is answered as definitely as it can be, cells included."""
        return z3.Implies(self.relevant(name), _settled(self.variable(name), name))

    def _make(self, question: Question) -> Variable:
        name = question.id
        asked = z3.Bool(f"asked {name}")
        self._constraints[name] = own = []
        own.append(
            asked == (self.truths(question.when).true if question.when is not None else z3.BoolVal(True))
        )
        return self._answer(question, name, self.flow.types[name], asked, own)

    def _rows(
        self, table: Question, label: str, variable: Variable, own: list[Formula], outer: Row | None
    ) -> Variable:
        count = max(ROWS, min(table.min_rows, MOST_ROWS))
        rows = [self._row(table, f"{label} {i}", variable, own, outer) for i in range(count)]
        own += [z3.Implies(later.there, earlier.there) for earlier, later in pairwise(rows)]
        if table.min_rows:
            own.append(z3.Implies(variable.definite, rows[min(table.min_rows, count) - 1].there))
        return Variable(variable.type, variable.definite, variable.not_applicable, None, tuple(rows))

    def _row(
        self, table: Question, label: str, variable: Variable, own: list[Formula], outer: Row | None
    ) -> Row:
        """One row; `outer` is the row that the table stands in, if it stands in one."""
        there = z3.Bool(f"row {label}")
        cells: dict[str, Variable] = {}
        row = Row(there, cells)
        seen = {"row": row} if outer is None else {"row": row, "outer": outer}
        if outer is not None:
            own.append(z3.Implies(there, variable.definite))
        for column in table.columns:
            name = f"{label} {column.id}"
            asked = z3.Bool(f"asked {name}")
            condition = z3.BoolVal(True)
            if column.when is not None:
                condition = self.formulas.truths(column.when.expr, seen).true
            own.append(asked == z3.And(there, condition))
            kind = (variable.type.columns or {})[column.id]
            cells[column.id] = self._answer(column, name, kind, asked, own, row)
        return row

    def _answer(  # noqa: PLR0913, PLR0917  a question, its place, and what binds it
        self,
        question: Question,
        label: str,
        kind: Type,
        asked: Formula,
        own: list[Formula],
        outer: Row | None = None,
    ) -> Variable:
        given, inapplicable = z3.Bool(f"given {label}"), z3.Bool(f"none {label}")
        own.append(z3.Not(z3.And(given, inapplicable)))
        if not question.allows_not_applicable:
            own.append(z3.Not(inapplicable))
        definite, not_applicable = z3.And(asked, given), z3.And(asked, inapplicable)
        if question.is_table:
            return self._rows(question, label, Variable(kind, definite, not_applicable), own, outer)
        value = self._value(question, label, kind, own)
        return Variable(kind, definite, not_applicable, value)

    def _value(self, question: Question, label: str, kind: Type, own: list[Formula]) -> Any:
        match kind.kind:
            case Kind.TRUTH:
                return z3.Bool(f"value {label}")
            case Kind.SET:
                return {option: z3.Bool(f"value {label} {option}") for option in kind.options}
            case Kind.NUMBER:
                return _number_in_range(question, label, own)
            case Kind.DATE:
                term = z3.Int(f"value {label}")
                own.append(
                    z3.And(
                        term > self.today.toordinal() - 366 * YEARS,
                        term < self.today.toordinal() + 366 * YEARS,
                    )
                )
                return term
            case Kind.HOURS:
                term = z3.Real(f"value {label}")
                own.append(z3.And(term > 0, term <= 168, z3.IsInt(term * 4)))
                return term
            case Kind.ROWS:
                term = z3.Int(f"value {label}")
                own.append(
                    z3.And(
                        term >= (1 if question.required else 0), term <= (MOST_FILES if question.many else 1)
                    )
                )
                return term
            case Kind.CHOICE:
                term = z3.Int(f"value {label}")
                own.append(z3.Or([term == self._word(option) for option in kind.options]))
                return term
            case _:
                return z3.Int(f"value {label}")

    def _word(self, word: str) -> Formula:
        return z3.IntVal(self._words.setdefault(word, len(self._words)))

    # Conditions ----------------------------------------------------------------------------------------

    def truths(self, condition: Condition | None) -> Truths:
        """A condition as formulas; none at all is always true."""
        if condition is None:
            return Truths(z3.BoolVal(True), z3.BoolVal(False))
        if condition.expr not in self._truths:
            self._truths[condition.expr] = self.formulas.truths(condition.expr)
        return self._truths[condition.expr]

    def closure(self, names: Iterable[str]) -> tuple[str, ...]:
        """`names` and all questions that decide whether they are asked, in the order of the flow."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self.flow.questions[name].reads
        return tuple(name for name in self.flow.order if name in found)

    def bindings(self, names: Iterable[str]) -> list[Formula]:
        """Everything that binds the questions `names` (a closure)."""
        for name in names:
            self.variable(name)
        return [*(f for name in names for f in self._constraints[name]), *self.formulas.side]

    # Models as answers ---------------------------------------------------------------------------------

    def answers(self, model: z3.ModelRef, names: Iterable[str]) -> dict[str, Value]:
        """The answers that a model gives to the questions `names` it asks."""
        found: dict[str, Value] = {}
        for name in names:
            question, variable = self.flow.questions[name], self.variable(name)
            if _holds(model, variable.not_applicable):
                found[name] = NOT_APPLICABLE
            elif _holds(model, variable.definite):
                found[name] = self._answered(model, question, variable)
        return found

    def _answered(self, model: z3.ModelRef, question: Question, variable: Variable) -> Value:
        if not question.is_table:
            return self._canonical(model, question, variable)
        rows: list[Value] = []
        for row in variable.rows:
            if _holds(model, row.there):
                cells = [(c, row.cells[c.id]) for c in question.columns]
                definite = {
                    c.id: self._answered(model, c, cell) for c, cell in cells if _holds(model, cell.definite)
                }
                inapplicable = {
                    c.id: NOT_APPLICABLE for c, cell in cells if _holds(model, cell.not_applicable)
                }
                rows.append({**definite, **inapplicable})
        return rows

    def _canonical(self, model: z3.ModelRef, question: Question, variable: Variable) -> Value:
        kind = variable.type.kind
        if kind is Kind.SET:
            return [option for option, chosen in variable.value.items() if _holds(model, chosen)]
        if kind is Kind.TRUTH:
            return "yes" if _holds(model, variable.value) else "no"
        number = model.eval(variable.value, model_completion=True)
        match kind:
            case Kind.CHOICE:
                return next(
                    (w for w, i in self._words.items() if i == number.as_long()), variable.type.options[0]
                )
            case Kind.DATE:
                return date.fromordinal(number.as_long()).isoformat()
            case Kind.NUMBER:
                whole = float(number.as_fraction())
                return int(whole) if whole.is_integer() else whole
            case Kind.HOURS:
                return opening_hours(float(number.as_fraction()))
            case Kind.ROWS:
                return [sample_file(i) for i in range(number.as_long())]
            case _:
                return self._text(question, number.as_long())

    def _text(self, question: Question, number: int) -> str:
        """A text for the solver's number: the word it stands for in content, or some text of the type."""
        word = next((w for w in self.formulas.literals if self._words[w] == number), None)
        return word if word is not None else sample_text(question.type_name, number)


def _settled(variable: Variable, label: str) -> Formula:
    """That something which is asked is answered, and so is all that is asked within its rows."""
    cells = [
        z3.Implies(
            z3.And(row.there, z3.Bool(f"asked {label} {i} {column}")), _settled(cell, f"{label} {i} {column}")
        )
        for i, row in enumerate(variable.rows)
        for column, cell in row.cells.items()
    ]
    return z3.And(z3.Or(variable.definite, variable.not_applicable), *cells)


def _holds(model: z3.ModelRef, formula: Formula) -> bool:
    return bool(z3.is_true(model.eval(formula, model_completion=True)))


def _number_in_range(question: Question, label: str, own: list[Formula]) -> Formula:
    """A number of the question's type: whole where it must be, else with two decimals, within its bounds."""
    term = z3.Real(f"value {label}")
    least, most = getattr(question.type, "min", None), getattr(question.type, "max", None)
    own.append(term >= z3.RealVal(str(least if least is not None else 0)))
    own.append(term <= z3.RealVal(str(most if most is not None else 1_000_000)))
    own.append(z3.IsInt(term if question.type_name in ("integer", "amount") else term * 100))
    if question.type_name == "measure" and getattr(question.type, "unit", "") == "ratio":
        own.append(z3.And(term >= 1, z3.IsInt(term)))
    return term
