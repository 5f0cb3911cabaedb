"""`lov ask`: an answer with its sources, or exit code 1 and whom to ask; one or one a line."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

Lov = Callable[..., tuple[int, str, str]]
FIELDS = {"answer", "citations", "status", "id", "areas", "offers", "language", "question"}


def test_a_question_is_answered_with_title_section_and_date(lov: Lov) -> None:
    code, out, _ = lov("--json", "ask", "when", "is", "the", "change", "freeze?")
    found = json.loads(out)

    assert 0 == code
    assert set(found) == FIELDS
    assert ("answered", "change-freeze", "en") == (found["status"], found["id"], found["language"])
    assert {"title", "source", "section", "date", "read", "url", "certainty"} == set(found["citations"][0])
    assert ("S4", "2023-01-19") == (found["citations"][0]["source"], found["citations"][0]["date"])


def test_the_words_for_people_are_the_same_and_name_the_source(lov: Lov) -> None:
    """In Swedish where it was asked in Swedish, though the door speaks English."""
    code, out, _ = lov("ask", "Hur lång är uppsägningstiden?")

    assert 0 == code
    assert out.startswith("Normalt sex månader")
    assert "Källa: " in out


def test_what_is_not_known_does_not_pass(lov: Lov) -> None:
    code, out, _ = lov("--json", "ask", "Vad kostar ett läkarbesök?")
    found = json.loads(out)

    assert 1 == code
    assert ("abstained", None, []) == (found["status"], found["id"], found["citations"])


def test_lines_are_answered_one_by_one(lov: Lov, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also an empty one, and one of bytes that are no letters."""
    monkeypatch.setattr("sys.stdin", io.StringIO("Vad är GVR?\n\n\udcff\nWhat is GVR?\n"))
    code, out, _ = lov("ask", "--lines")
    found = [json.loads(line) for line in out.splitlines()]

    assert 0 == code
    assert ["answered", "abstained", "abstained", "answered"] == [f["status"] for f in found]
    assert ["sv", "en"] == [found[0]["language"], found[3]["language"]]
    assert all(set(f) == FIELDS for f in found)


def test_a_draft_answers_for_itself(lov: Lov, sample_path: Path) -> None:
    """Named as an answers file; its area goes with it."""
    code, out, _ = lov("ask", "--draft", sample_path, "Vad återstår?")

    assert 0 == code
    assert "nothing stands in the way" in out or "inget hindrar" in out


def test_wrong_use_is_told(lov: Lov) -> None:
    assert 2 == lov("ask")[0]
    assert 2 == lov("ask", "--lines", "x")[0]
    assert 3 == lov("ask", "--area", "no-such", "x")[0]
    assert 3 == lov("ask", "--draft", "no/such.yaml", "x")[0]


def test_the_schema_is_given(lov: Lov) -> None:
    assert set(json.loads(lov("schema", "ask")[1])["required"]) == FIELDS
