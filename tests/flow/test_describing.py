"""Flows told to people: the document and the picture."""

from __future__ import annotations

import re
import shutil
import subprocess
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from wizard.flow.document import document
from wizard.flow.model import Flow
from wizard.flow.picture import as_dot, as_svg
from wizard.i18n import Translator

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_document_holds_every_question_rule_and_source(physio: Flow, language: str) -> None:
    """In the words of the screens, with no placeholder left over."""
    tr = Translator.of(language)
    text = "\n".join(document(physio, tr))

    assert all(tr(q.ask) in text and f"`{q.id}`" in text for q in physio.questions.values())
    assert all(tr(rule.text) in text for rule in physio.rules)
    assert all(f"`{decision.id}`" in text for decision in physio.decisions)
    cited = {ref.source.title for q in physio.questions.values() for ref in q.sources}
    assert all(title in text for title in cited)
    assert not re.search(r"\{\w+\}", text)


def test_decision_tables_are_grids_in_words(physio: Flow) -> None:
    """Options by their labels, yes and no, a row for each row, all rows of one width."""
    lines = list(document(physio, Translator.of("en")))
    start = next(i for i, line in enumerate(lines) if "`medical_lead.competence`" in line) + 2
    grid = lines[start : start + 6]

    assert 6 == len([line for line in grid if line.startswith("|")])
    assert 1 == len({len(line) for line in grid})
    assert "| yes " in grid[2]
    assert "annat" not in "".join(grid)


def test_the_picture_is_svg_with_a_line_for_each_question_and_rule(physio: Flow) -> None:
    """Well-formed, whole, inside its frame, no two lines on one another, nothing from outside."""
    text = as_svg(physio, Translator.of("sv"))
    root = ET.fromstring(text)  # noqa: S314  our own

    items = [g for g in root.iter(f"{SVG}g") if g.get("class") == "item"]
    assert len(physio.questions) + len(physio.rules) == len(items)
    texts = [t for g in items for t in g.iter(f"{SVG}text")]
    height = int(root.get("height", "0"))
    places = [(t.get("x"), int(t.get("y", "0"))) for t in texts]
    assert all(0 < y < height for _, y in places)
    for x in {x for x, _ in places}:
        column = sorted(y for other, y in places if other == x)
        assert all(b - a >= 16 for a, b in pairwise(column))
    arcs = sum(len(list(g.iter(f"{SVG}path"))) for g in items)
    reads = sum(len(found) for found in physio.dependents.values())
    lines = sum(len(r.needs.reads | (r.when.reads if r.when else frozenset())) for r in physio.rules)
    assert arcs == reads + lines
    assert "href" not in text
    assert text == as_svg(physio, Translator.of("sv"))


def test_the_dot_file_names_every_question_rule_and_edge(physio: Flow) -> None:
    """Each node once, each edge between nodes there are; Graphviz reads it where it is installed."""
    text = as_dot(physio, Translator.of("sv"))

    nodes = re.findall(r'^ +"((?:[^"\\]|\\.)*)" \[', text, re.MULTILINE)
    edges = re.findall(r'^ +"([^"]*)" -> "([^"]*)"', text, re.MULTILINE)
    assert sorted(nodes) == sorted([*physio.questions, *(f"rule {r.id}" for r in physio.rules)])
    assert {name for edge in edges for name in edge} <= set(nodes)
    assert ("ivo.status", "ivo.notified_on") in edges
    if shutil.which("dot"):
        subprocess.run(["dot", "-Tcanon"], input=text.encode(), check=True, capture_output=True)
