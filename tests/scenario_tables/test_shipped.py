"""The scenarios of the shipped flows: all hold, and they notice nearly every change to a condition."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.conftest import TRIED_FIRST, errands
from wizard.flow.content import Content
from wizard.flow.problems import Place
from wizard.scenarios import ScenarioTable, coverage_of, mutate, read_tables, try_tables

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests/scenarios"
TODAY = date(2026, 11, 22)
LEAST = 0.95
"""The share of mutants that must be caught."""

SHARED = FOLDER / "gemensamt"
"""Scenarios of the parts that several areas share."""


def tried_elsewhere(area: str, kind: str, content: Content) -> frozenset[Place]:
    """The places of the rules and questions that a flow has from parts, and that an area tried in full has too."""
    if area in TRIED_FIRST:
        return frozenset()
    flows = [content.flow(a, k) for a, k in content.errands() if a in TRIED_FIRST and k == kind]
    rules = (rule.place for flow in flows for rule in flow.rules)
    return frozenset((*rules, *(question.place for flow in flows for question in flow.questions.values())))


def tables_of(area: str, kind: str, content: Content) -> list[ScenarioTable]:
    """The tables of one flow: in the folder of its area, and the shared ones that name it."""
    shared = (path for path in SHARED.rglob("*.md") if f"{area}/{kind}" in path.read_text("utf-8"))
    files = sorted((*(FOLDER / area).rglob("*.md"), *shared))
    tables = [t for f in files for t in read_tables(f, str(f.relative_to(FOLDER)), content, TODAY)]
    mine = content.flow(area, kind)
    return [table for table in tables if table.flow is mine or table.flow is None]


@pytest.mark.parametrize(("area", "kind"), errands())
def test_the_scenarios_of_a_flow_hold_and_catch_mutants(shipped: Content, area: str, kind: str) -> None:
    """Expectations, coverage of rules and messages, and the score; a new flow comes with scenarios of its own.

    One of them is a case that is ready to be handed in, and one is not.
    """
    tables = tables_of(area, kind, shipped)
    assert [] == [str(p) for table in tables for p in table.problems]
    tried = try_tables(tables)
    ready = {e.word for one in tried for e in one.scenario.expected if e.kind == "ready"}
    assert {"yes", "no"} <= ready
    assert [] == [str(failure.place) for one in tried for failure in one.failures()]
    flow = shipped.flow(area, kind)
    elsewhere = tried_elsewhere(area, kind, shipped)
    mine = {rule.id for rule in flow.rules if rule.place not in elsewhere}
    coverage = coverage_of(flow, tried)
    assert [] == [name for name in coverage.rules.missing if name in mine]
    assert [] == [name for name in coverage.messages.missing if name in mine]
    assert mutate(flow, tried, elsewhere).score >= LEAST


def test_every_shared_scenario_is_of_shipped_flows(shipped: Content) -> None:
    """A shared file that names a flow which is not there would else be passed over."""
    tables = [t for f in SHARED.rglob("*.md") for t in read_tables(f, f.name, shipped, TODAY)]
    assert [] == [str(p) for table in tables for p in table.problems]
