"""Strict YAML: the data, the places, and every fault at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.flow.yamlfile import MAX_DEPTH, parse_yaml, read_yaml


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: no", {"a": "no"}),
        ("a: yes", {"a": "yes"}),
        ("a: on", {"a": "on"}),
        ("a: 2027-03-01", {"a": "2027-03-01"}),
        ("a: 1:30", {"a": "1:30"}),
        ("a: 007", {"a": "007"}),
        ("a: 1_000", {"a": "1_000"}),
        ("a: 1.10", {"a": 1.1}),
        ('a: "1.10"', {"a": "1.10"}),
        ("a: 12", {"a": 12}),
        ("a: -0.5", {"a": -0.5}),
        ("a: true", {"a": True}),
        ("a: True", {"a": "True"}),
        ("a:", {"a": None}),
        ("a: ~", {"a": "~"}),
        ("a: .inf", {"a": ".inf"}),
        ("[1, x, {b: c}]", [1, "x", {"b": "c"}]),
        ("a: |\n  två\n  rader\n", {"a": "två\nrader\n"}),
        ("", None),
    ],
)
def test_words_stay_words_and_only_plain_numbers_are_numbers(text: str, expected: Any) -> None:
    """YAML 1.1's surprises (no, dates, octals, sexagesimals) do not happen."""
    document = parse_yaml(text, "f.yaml")

    assert expected == document.data
    assert document.problems == []


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("a: 1\nb: 2\na: 3", "duplicate-key", "f.yaml:3:1"),
        ("a: &x [1]\nb: *x", "alias", "f.yaml:1:4"),
        ("a: !!python/object:os.system x", "tag", "f.yaml:1:4"),
        ("a: [1\nb: 2", "yaml", "f.yaml:2:2"),
        ("? [1]\n: 2", "key", "f.yaml:1:3"),
        ("a: 1\n---\nb: 2", "yaml", "f.yaml:2:1"),
        ("[" * (MAX_DEPTH + 5) + "]" * (MAX_DEPTH + 5), "too-deep", f"f.yaml:1:{MAX_DEPTH + 2}"),
    ],
)
def test_a_fault_is_told_with_its_place(text: str, code: str, place: str) -> None:
    """Each fault names file, line and column."""
    problems = parse_yaml(text, "f.yaml").problems

    assert [(code, place)] == [(p.code, str(p.place)) for p in problems]


def test_places_of_keys_values_and_items() -> None:
    """Whatever is wrong with a value later can be told at its place."""
    document = parse_yaml("questions:\n  - id: a\n    when: b > 3\n", "f.yaml")

    assert "f.yaml:3:5" == str(document.place(("questions", 0, "when")))
    assert "f.yaml:3:11" == str(document.value_place(("questions", 0, "when")))
    assert "f.yaml:2:5" == str(document.place(("questions", 0, "missing")))


def test_a_file_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    """Windows-1252 gets a sentence, not a traceback."""
    path = tmp_path / "f.yaml"
    path.write_bytes("a: å".encode("cp1252"))

    assert ["encoding"] == [p.code for p in read_yaml(path, "f.yaml").problems]


@given(st.text(max_size=200))
def test_any_text_is_read_without_raising(text: str) -> None:
    """Reading is total."""
    parse_yaml(text, "f.yaml")
