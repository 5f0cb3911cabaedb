"""Scenario tables: read from Markdown, tried on the engine, with what they cover and which mutants they catch."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from wizard.flow.content import Content, load
from wizard.scenarios import ScenarioTable, coverage_of, mutate, read_tables, try_tables

Maker = Callable[..., Content]

TODAY = date(2026, 11, 22)

TASKS = """
- id: t
  title: Del
  questions:
    - {id: a, type: yesno, label: A, source: S0 § X}
    - {id: b, type: yesno, label: B, source: S0 § X, when: a, unknown: true}
    - {id: n, type: integer, min: 0, max: 10, label: N, source: S0 § X}
    - {id: c, type: choice, label: C, source: S0 § X, options: [{id: x, label: X}, {id: y, label: Y}, {id: z, label: Z}]}
    - id: rows
      type: table
      label: Rader
      source: S0 § X
      columns:
        - {id: kind, type: choice, label: K, options: [{id: x, label: X}, {id: y, label: Y}]}
        - {id: share, type: fte, label: S, when: row.kind == 'x'}
  rules:
    - {id: few, level: blocker, when: a, needs: n <= 4 and b, text: T., fix: G., source: S0 § X}
    - {id: half, level: warning, needs: any(r.share >= 0.5 for r in rows if r.kind == 'x'), text: U., source: S0 § X}
"""
HEAD = "Flow: prov/application\nToday: 2026-11-22\n\n"


def tables(make_content: Maker, tmp_path: Path, text: str, head: str = HEAD) -> ScenarioTable:
    """The table of one file with these lines after the head."""
    path = tmp_path / "table.md"
    path.write_text(head + dedent(text).strip() + "\n", "utf-8")
    [table] = read_tables(path, "table.md", make_content(TASKS), date(2020, 1, 1))
    return table


def failures(table: ScenarioTable) -> list[tuple[str, str, str]]:
    return [(str(f.place), f.expected.word, f.found) for one in try_tables([table]) for f in one.failures()]


def test_scenarios_that_hold_have_no_failures(make_content: Maker, tmp_path: Path) -> None:
    """Prose, empty cells, several tables, any order of columns."""
    table = tables(
        make_content,
        tmp_path,
        """
        # Rubrik

        | rule few      | a    | n | b |
        |:--------------|------|--:|---|
        | met           | ja   | 4 | ja |
        | not met       | ja   | 5 |    |
        | undecided     | ja   | 4 | ?  |
        | not concerned | nej  | 5 |    |
        | undecided     | (none) |  |   |

        Mer text | med ett streck.

        | a | asked b | ready |
        |---|---------|-------|
        | ja | yes | no |
        | nej | no |  |
        """,
    )

    assert [] == [str(p) for p in table.problems]
    assert 7 == len(table.scenarios)
    assert [] == failures(table)
    assert TODAY == table.today


def test_what_does_not_hold_is_told_at_its_cell(make_content: Maker, tmp_path: Path) -> None:
    """Expected, found, line and column."""
    table = tables(
        make_content, tmp_path, "| a  | n | rule few |\n|----|---|----------|\n| ja | 5 | met      |"
    )

    assert [("table.md:6:12", "met", "not met")] == failures(table)


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("| x | 0,5 | met | yes |", "yes"),
        ("| x | 0,4 | not met | yes |", "yes"),
        ("| y | 1 | not met | no |", "no"),
        ("| x | (none) | undecided | yes |", "yes"),
    ],
)
def test_cells_of_answers_that_are_tables(make_content: Maker, tmp_path: Path, row: str, word: str) -> None:
    """`rows[1].kind` sets a cell, and `asked` tells whether it is asked."""
    head = "| rows[1].kind | rows[1].share | rule half | asked rows[1].share |\n|---|---|---|---|\n"
    table = tables(make_content, tmp_path, head + row)

    assert [] == [str(p) for p in table.problems]
    assert [] == failures(table)
    assert word == table.scenarios[0].expected[1].word


def test_a_whole_table_is_written_as_json(make_content: Maker, tmp_path: Path) -> None:
    """In canonical form."""
    row = '| [{"kind": "y"}, {"kind": "x", "share": 0.8}] | met |'
    table = tables(make_content, tmp_path, f"| rows | rule half |\n|---|---|\n{row}")

    assert [] == [str(p) for p in table.problems]
    assert [] == failures(table)


@pytest.mark.parametrize(
    ("text", "code", "at", "hint"),
    [
        ("| a | rule fw |\n|---|---|\n| ja | met |", "unknown-name", "4:7", "few"),
        ("| aa | rule few |\n|---|---|\n| ja | met |", "unknown-name", "4:3", ""),
        ("| a | rules few |\n|---|---|\n| ja | met |", "table", "4:7", "rule"),
        ("| a | rule few |\n|---|---|\n| ja | maybe |", "table", "6:8", ""),
        ("| a | rule few |\n|---|---|\n| kanske | met |", "answer", "6:3", ""),
        ("| n | rule few |\n|---|---|\n| 11 | met |", "answer", "6:3", ""),
        ("| a | rule few |\n|---|---|\n| ja |", "table", "6:1", ""),
        ("| a | rule few |\n| ja | met |", "table", "4:1", ""),
        ("| a | rule few |\n|---|---|\n| ja |  |", "expects-nothing", "6:1", "rule"),
        ("| rows | rule half |\n|---|---|\n| [{ | met |", "answer", "6:3", ""),
        ("| rows[1].size | rule half |\n|---|---|\n| 1 | met |", "unknown-name", "4:3", ""),
    ],
)
def test_a_fault_in_a_table_is_told_at_its_place(
    make_content: Maker, tmp_path: Path, text: str, code: str, at: str, hint: str
) -> None:
    """Line and column, what it is, and what to do."""
    table = tables(make_content, tmp_path, text)

    (problem,) = table.problems
    assert (code, f"table.md:{at}") == (problem.code, str(problem.place))
    assert hint in str(problem.fix or "")


@pytest.mark.parametrize(
    ("head", "code", "at"),
    [
        ("", "no-flow", "1:1"),
        ("Flow: prof/application\n", "unknown-flow", "1:7"),
        ("Flow: prov/change\n", "unknown-flow", "1:7"),
        ("Flow: prov/application\nToday: tomorrow\n", "setting", "2:8"),
        ("Flow: prov/application\nStart: nowhere\n", "unknown-sample", "2:8"),
        ("Flow: prov/application\nStart: ../../etc\n", "unknown-sample", "2:8"),
    ],
)
def test_a_fault_before_the_tables_is_told(
    make_content: Maker, tmp_path: Path, head: str, code: str, at: str
) -> None:
    """The lines that name flow, start and day."""
    table = tables(make_content, tmp_path, "", head=head)

    assert (code, f"table.md:{at}") == (table.problems[0].code, str(table.problems[0].place))


def test_coverage_counts_what_scenarios_reach(make_content: Maker, tmp_path: Path) -> None:
    """Questions, branches, rules, clauses and messages, with the names of what is missing."""
    text = "| a | n | b | rule few |\n|---|---|---|---|\n| ja | 4 | ja | met |\n| ja | 5 | | not met |"
    table = tables(make_content, tmp_path, text)
    assert table.flow is not None

    coverage = coverage_of(table.flow, try_tables([table]))

    assert (5, 5) == (coverage.questions.covered, coverage.questions.total)
    assert (1, 4, ("b", "rows[].share")) == (
        coverage.branches.covered,
        coverage.branches.total,
        coverage.branches.missing,
    )
    assert (1, 2, ("half",)) == (coverage.rules.covered, coverage.rules.total, coverage.rules.missing)
    assert (1, 2, ("half",)) == (
        coverage.messages.covered,
        coverage.messages.total,
        coverage.messages.missing,
    )
    # few: `a` has been true, `n <= 4` both, `b` true; half: nothing but unknown.
    assert (4, 12) == (coverage.clauses.covered, coverage.clauses.total)


WHOLE = """
| a   | n | b   | rule few      | asked b |
|-----|---|-----|---------------|---------|
| ja  | 4 | ja  | met           | yes     |
| ja  | 5 | ja  | not met       |         |
| ja  | 4 | nej | not met       |         |
| nej | 5 |     | not concerned | no      |

| rows                                                          | rule half | asked rows[1].share |
|---------------------------------------------------------------|-----------|---------------------|
| [{"kind": "x", "share": 0.5}, {"kind": "y"}]                  | met       | yes                 |
| [{"kind": "x", "share": 0.49}]                                | not met   | yes                 |
| [{"kind": "y", "share": 1.0}, {"kind": "x", "share": 0.49}]   | not met   | no                  |
| [{"kind": "x", "share": 0.2}, {"kind": "x", "share": 0.6}]    | met       |                     |
"""


def test_scenarios_at_every_limit_catch_every_mutant(make_content: Maker, tmp_path: Path) -> None:
    """A score of one where all is tried at its limit, less for each row that is taken away."""
    table = tables(make_content, tmp_path, WHOLE)
    assert table.flow is not None
    assert [] == failures(table)

    whole = mutate(table.flow, try_tables([table]))

    assert {"rows"} >= {m.owner for m in whole.survivors}
    assert whole.tried >= 18
    weaker = ScenarioTable(
        table.file, table.flow, table.start, table.today, [s for s in table.scenarios if "n" not in s.answers]
    )
    caught_less = mutate(table.flow, try_tables([weaker]))
    assert {"few", "b"} <= {m.owner for m in caught_less.survivors}
    assert caught_less.tried == whole.tried


@pytest.mark.parametrize(("dropped", "owner"), [(0, "few"), (1, "few"), (2, "few"), (4, "half"), (6, "half")])
def test_each_scenario_is_needed(make_content: Maker, tmp_path: Path, dropped: int, owner: str) -> None:
    """Without it, some mutant lives."""
    table = tables(make_content, tmp_path, WHOLE)
    assert table.flow is not None
    before = len(mutate(table.flow, try_tables([table])).survivors)
    del table.scenarios[dropped]

    survivors = mutate(table.flow, try_tables([table])).survivors

    assert len(survivors) > before
    assert owner in {m.owner for m in survivors}


AREA_TWO = """
name: Provområde två
version: "2026.1"
status: {state: open, text: Öppet., source: S0 § Ansök, checked: 2026-11-22}
errands:
  application:
    title: Ansökan
    tasks:
    - id: t
      title: Del
      questions: [{id: a, type: yesno, label: A, source: S0 § X}]
      rules: [{id: few, level: blocker, needs: not a, text: T., source: S0 § X}]
"""


def shared_tables(make_content: Maker, tmp_path: Path, text: str) -> list[ScenarioTable]:
    """One file read for the flows of two areas, of which the second turns the rule around."""
    content = make_content(TASKS)
    (content.root / "flows" / "areas" / "tva.yaml").write_text(AREA_TWO, "utf-8")
    path = tmp_path / "shared.md"
    path.write_text(text, "utf-8")
    return read_tables(path, "shared.md", load(content.root), date(2020, 1, 1))


def test_a_file_may_try_several_flows(make_content: Maker, tmp_path: Path) -> None:
    """Each gets a table of its own, judged by its own rules."""
    head = "Flow: prov/application, tva/application\n\n"
    first, second = shared_tables(
        make_content, tmp_path, head + "| a | rule few |\n|---|---|\n| nej | met |\n"
    )

    assert [] == first.problems + second.problems
    assert ["prov", "tva"] == [t.flow.area.id for t in (first, second) if t.flow is not None]
    assert [("shared.md:5:9", "met", "not concerned")] == failures(first)
    assert [] == failures(second)


def test_a_name_that_one_of_several_flows_lacks_is_a_fault(make_content: Maker, tmp_path: Path) -> None:
    """Told for that flow; so is a flow that is not there, at its own column."""
    head = "Flow: prov/application, tva/application, ingen/application\n\n"
    tables = shared_tables(make_content, tmp_path, head + "| b | rule few |\n|---|---|\n| ja | met |\n")

    assert [[], ["unknown-name"], ["unknown-flow"]] == [[p.code for p in t.problems] for t in tables]
    assert "shared.md:1:42" == str(tables[2].problems[0].place)
