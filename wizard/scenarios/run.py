"""Trying scenarios on the real engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from wizard.flow.interview import Interview
from wizard.flow.problems import Place
from wizard.rules import assess, judge, pursue
from wizard.scenarios.tables import Expectation, Scenario, ScenarioTable
from wizard.values.base import Value

__all__ = ["Failure", "Tried", "found", "interview_of", "try_tables"]


@dataclass(frozen=True, slots=True)
class Failure:
    """An expectation that did not come true, and what came instead."""

    place: Place
    expected: Expectation
    found: str


@dataclass(frozen=True)
class Tried:
    """One scenario as it went."""

    scenario: Scenario
    start: Interview
    interview: Interview

    def failures(self) -> Iterator[Failure]:
        """What did not come true."""
        for expected in self.scenario.expected:
            word = found(expected, self.interview)
            if word != expected.word:
                yield Failure(expected.place, expected, word)


def try_tables(tables: Sequence[ScenarioTable]) -> list[Tried]:
    """Every scenario of every sound table, in order."""
    return [
        Tried(scenario, table.start, interview_of(table.start, scenario))
        for table in tables
        if table.start is not None
        for scenario in table.scenarios
    ]


def interview_of(start: Interview, scenario: Scenario) -> Interview:
    """The interview that a scenario tells of."""
    interview = start
    for name, value in scenario.answers.items():
        table, _, cell = name.partition("[")
        if cell:
            number, _, column = cell.partition("].")
            interview = _with_cell(interview, table, int(number) - 1, column, value)
        else:
            interview = interview.forget(name) if value is None else interview.answer(name, value)
    return interview


def _with_cell(interview: Interview, table: str, place: int, column: str, value: Value | None) -> Interview:
    """The interview with one cell changed; a row past the last is added."""
    stored = interview.stored.get(table)
    rows: list[dict[str, Value]] = [
        dict(row) for row in (stored if isinstance(stored, list | tuple) else ()) if isinstance(row, Mapping)
    ]
    while len(rows) <= place:
        rows.append({})
    if value is None:
        rows[place].pop(column, None)
    else:
        rows[place][column] = value
    return interview.answer(table, rows)


def found(expected: Expectation, interview: Interview) -> str:
    """What comes out, in the words of the tables."""
    match expected.kind:
        case "rule":
            rule = next(r for r in interview.flow.rules if r.id == expected.name)
            return judge(rule, interview).outcome.value.replace("_", " ")
        case "asked":
            return "yes" if _is_asked(expected.name, interview) else "no"
        case "goal":
            goal = next(g for g in interview.flow.goals if g.id == expected.name)
            return pursue(interview, goal).outcome.value.replace("_", " ")
        case "ready":
            return "yes" if assess(interview).is_ready else "no"
        case _:
            return interview.exit.id if interview.exit is not None else "no"


def _is_asked(name: str, interview: Interview) -> bool:
    table_id, _, cell = name.partition("[")
    if not cell:
        return interview.is_relevant(name)
    number, _, column = cell.partition("].")
    table = interview.flow.questions[table_id]
    rows = interview.rows(table)
    place = int(number) - 1
    return place < len(rows) and column in {c.id for c in interview.asked_columns(table, rows[place])}
