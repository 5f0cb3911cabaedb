"""Decision tables: cells are conditions, rows are rules, and exactly one row hits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from textwrap import dedent, indent

import pytest

from wizard.flow.content import Content
from wizard.flow.decisions import cell_condition
from wizard.flow.interview import Interview
from wizard.flow.problems import Problem
from wizard.rules import assess
from wizard.values.base import Value

Maker = Callable[..., Content]

TODAY = date(2026, 11, 22)

BASE = """
- id: t
  title: Del
  questions:
    - {id: c, type: choice, label: C, source: S0 § X, options: [{id: x, label: X}, {id: y, label: Y}, {id: z, label: Z}]}
    - {id: n, type: integer, min: 0, max: 10, label: N, source: S0 § X}
    - {id: b, type: yesno, label: B, source: S0 § X}
    - {id: m, type: integer, min: 0, max: 10, label: M, source: S0 § X, not_applicable: true}
  decisions:
    - id: demand
      label: Krav
      level: blocker
      inputs: {kind: c, size: n}
      rows:
"""

SOUND = """
- {id: plain, if: {kind: x}, holds: true, text: T., source: S0 § A}
- {id: small, if: {kind: [y, z], size: "< 5"}, needs: b, text: U., fix: G., source: S0 § B}
- {id: large, if: {kind: [y, z], size: "5..10"}, holds: false, level: warning, text: V., fix: G., source: S0 § C}
"""


TWO_KINDS = """
- {id: p, if: {kind: x}, needs: b, text: T., source: S0}
- {id: q, if: {kind: [y, z], size: '< 5'}, needs: b, text: T., source: S0}
"""
ALL_BUT_FIVE = """
- {id: p, if: {size: '< 5'}, needs: b, text: T., source: S0}
- {id: q, if: {size: '> 5'}, needs: b, text: T., source: S0}
"""


def made(make_content: Maker, rows: str) -> Content:
    return make_content(BASE.rstrip() + "\n" + indent(dedent(rows).strip(), "        ") + "\n")


def proved(make_content: Maker, rows: str) -> list[Problem]:
    """The findings of the proofs about a table with these rows."""
    pytest.importorskip("z3", reason="the proofs need z3-solver (extra `proofs`)")
    from wizard.flow.prove.proofs import Prover  # noqa: PLC0415  as said

    content = made(make_content, rows)
    assert [] == [str(p) for p in content.all_problems()]
    found = Prover(content.flow("prov", "application"), TODAY).problems()
    return [p for p in found if p.code in {"gap", "overlap", "never-decided", "never-failed", "never-met"}]


@pytest.mark.parametrize(
    ("cell", "condition"),
    [
        ("any", None),
        (True, "(a.b)"),
        (False, "not (a.b)"),
        (3, "(a.b) == 3"),
        (0.5, "(a.b) == 0.5"),
        ("x", "(a.b) == 'x'"),
        ("-2", "(a.b) == -2"),
        ("< 5", "(a.b) < 5"),
        (">=2.5", "(a.b) >= 2.5"),
        ("!= x", "(a.b) != 'x'"),
        ("> 2027-01-01", "(a.b) > '2027-01-01'"),
        ("<= today + months(3)", "(a.b) <= today + months(3)"),
        ("1..4", "1 <= (a.b) <= 4"),
        ("2027-01-01 .. 2027-06-30", "'2027-01-01' <= (a.b) <= '2027-06-30'"),
        (["x", "y"], "((a.b) == 'x' or (a.b) == 'y')"),
        ([1, "> 4"], "((a.b) == 1 or (a.b) > 4)"),
    ],
)
def test_a_cell_is_short_for_a_condition(cell: str | float | list[str | int], condition: str | None) -> None:
    """Values, several values, comparisons, ranges."""
    assert condition == cell_condition("a.b", cell)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("answers", "outcomes"),
    [
        ({}, ["undecided", "undecided", "undecided"]),
        ({"c": "x"}, ["met", "not_concerned", "not_concerned"]),
        ({"c": "y"}, ["not_concerned", "undecided", "undecided"]),
        ({"n": 7}, ["undecided", "not_concerned", "undecided"]),
        ({"c": "y", "n": 4}, ["not_concerned", "undecided", "not_concerned"]),
        ({"c": "z", "n": 4, "b": "yes"}, ["not_concerned", "met", "not_concerned"]),
        ({"c": "z", "n": 4, "b": "no"}, ["not_concerned", "not_met", "not_concerned"]),
        ({"c": "y", "n": 5}, ["not_concerned", "not_concerned", "not_met"]),
    ],
)
def test_each_row_concerns_those_it_hits(
    make_content: Maker, answers: dict[str, Value], outcomes: list[str]
) -> None:
    """Three-valued, as all rules."""
    flow = made(make_content, SOUND).flow("prov", "application")

    verdicts = assess(Interview.start(flow, TODAY, answers)).verdicts

    assert ["demand[plain]", "demand[small]", "demand[large]"] == [v.rule.id for v in verdicts]
    assert outcomes == [v.outcome.value for v in verdicts]


def test_each_row_has_its_source_level_and_cells(make_content: Maker) -> None:
    """What a document about the flow shows."""
    flow = made(make_content, SOUND).flow("prov", "application")

    (decision,) = flow.decisions
    sections = [rule.sources[0].section for rule in flow.rules]
    assert ["A", "B", "C"] == sections
    assert ["blocker", "blocker", "warning"] == [rule.level.value for rule in flow.rules]
    assert [("x", None), ("y, z", "< 5"), ("y, z", "5..10")] == [row.cells for row in decision.rows]
    assert ("c", "n", "b") == flow.rules[1].about


@pytest.mark.parametrize(
    ("row", "code", "at"),
    [
        ("{id: r, if: {kin: x}, holds: true, text: T., source: S0}", "unknown-name", "kin:"),
        ("{id: r, if: {kind: v}, holds: true, text: T., source: S0}", "unknown-option", "v}"),
        ("{id: r, if: {size: '< x'}, holds: true, text: T., source: S0}", "type", "< x'"),
        ("{id: r, if: {kind: 3}, holds: true, text: T., source: S0}", "type", "3}"),
        ("{id: r, if: {kind: x}, text: T., source: S0}", "shape", "{id"),
        ("{id: r, if: {kind: x}, holds: true, needs: b, text: T., source: S0}", "shape", "{id"),
        ("{id: r, if: {kind: x}, needs: bb, text: T., source: S0}", "unknown-name", "bb"),
        ("{id: r, if: {kind: x}, holds: true, text: T.}", "missing-key", "{id"),
        ("{id: plain, if: {kind: y}, holds: true, text: T., source: S0}", "duplicate-id", "id:"),
        ("{id: r, if: {kind: x}, holds: true, text: T., source: S9}", "unknown-source", "source"),
        ("{id: r, iff: {kind: x}, holds: true, text: T., source: S0}", "unknown-key", "iff"),
    ],
)
def test_a_fault_in_a_row_is_told_at_its_place(make_content: Maker, row: str, code: str, at: str) -> None:
    """Line and column of the cell, the key or the row."""
    rows = SOUND.rstrip() + f"\n- {row}"
    content = made(make_content, rows)
    text = (content.root / "flows/areas/prov.yaml").read_text("utf-8").splitlines()
    line = len(text)

    problem = next(p for p in content.all_problems() if p.place.line == line)

    assert code == problem.code
    assert text[-1].index(at) + 1 == problem.place.column


def test_a_sound_table_has_no_findings(make_content: Maker) -> None:
    """Rows that say by themselves whether the demand is met are no faults."""
    assert [] == proved(make_content, SOUND)


@pytest.mark.parametrize(
    ("rows", "witness"),
    [
        ("- {id: p, if: {kind: x}, needs: b, text: T., source: S0}", {"c": {'"y"', '"z"'}}),
        (TWO_KINDS, {"c": {'"y"', '"z"'}, "n": {str(n) for n in range(5, 11)}}),
        ("- {id: p, if: {kind: '!= z'}, needs: b, text: T., source: S0}", {"c": {'"z"'}}),
        (ALL_BUT_FIVE, {"n": {"5"}}),
        ("- {id: p, if: {size: '1..10'}, needs: b, text: T., source: S0}", {"n": {"0"}}),
    ],
)
def test_a_gap_is_found_and_shown(make_content: Maker, rows: str, witness: dict[str, set[str]]) -> None:
    """Answers for which no row hits."""
    gap = next(p for p in proved(make_content, rows) if p.code == "gap")

    shown = dict(gap.witness)
    assert witness.keys() <= shown.keys()
    assert all(shown[name] in values for name, values in witness.items())
    assert "demand" in str(gap.what.params)


@pytest.mark.parametrize(
    ("first", "second", "needed"),
    [
        ("{kind: x}", "{kind: [x, y]}", {"c"}),
        ("{size: '<= 5'}", "{size: '>= 5'}", {"n"}),
        ("{kind: x}", "{size: '< 3'}", {"c", "n"}),
        ("{kind: any}", "{kind: z}", {"c"}),
        ("{kind: '!= x'}", "{kind: '!= y'}", {"c"}),
    ],
)
def test_an_overlap_is_found_and_shown(
    make_content: Maker, first: str, second: str, needed: set[str]
) -> None:
    """Answers that two rows hit, told at the second."""
    rows = (
        f"- {{id: p, if: {first}, needs: b, text: T., source: S0}}\n"
        f"- {{id: q, if: {second}, needs: b, text: T., source: S0}}"
    )
    found = [p for p in proved(make_content, rows) if p.code == "overlap"]

    (overlap,) = found
    assert needed == set(dict(overlap.witness))
    base = 8 + len(BASE.strip().splitlines())
    assert base + 1 == overlap.place.line
