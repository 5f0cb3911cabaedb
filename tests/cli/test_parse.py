"""`lov parse`: one utterance, or one a line, with the fields of the contract."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest

Lov = Callable[..., tuple[int, str, str]]
AREA = "specialiserad-fysioterapi"
FIELDS = {"status", "value", "display", "matched", "candidates", "reason"}


def test_an_accepted_value_is_told_with_the_words_it_was_read_from(lov: Lov) -> None:
    code, out, _ = lov("--json", "parse", "date", "första mars nästa år")
    found = json.loads(out)
    assert code == 0
    assert set(found) == FIELDS
    assert found["value"] == "2027-03-01"
    assert found["display"] == "Monday 1 March 2027"
    assert found["matched"] == "första mars nästa år"


def test_a_text_that_cannot_be_read_does_not_pass_and_says_why(lov: Lov) -> None:
    code, out, _ = lov("--json", "parse", "orgnr", "556592-9718")
    found = json.loads(out)
    assert code == 1
    assert (found["status"], found["value"], found["display"]) == ("rejected", None, None)
    assert found["reason"]


def test_the_words_of_a_question_decide_whether_one_may_not_know(lov: Lov) -> None:
    at = ("--area", AREA, "--question")
    assert json.loads(lov("--json", "parse", *at, "digital.gvr", "vet inte")[1])["value"] == "?"
    needed = json.loads(lov("--json", "parse", *at, "contact.same", "vet inte")[1])
    assert (needed["status"], needed["value"]) == ("dont_know", "?")
    assert needed["reason"], "that it has to be answered is told"
    assert json.loads(lov("--json", "parse", *at, "staff.fte", "halvtid")[1])["value"] == 0.5


def test_a_wrong_type_or_question_is_wrong_use(lov: Lov) -> None:
    assert lov("parse", "dat", "1 mars")[0] == 2
    assert lov("parse", "choice", "aktiebolag")[0] == 2
    assert lov("parse", "--question", "no.such", "--area", AREA, "x")[0] == 2


def test_lines_are_read_one_by_one_and_a_bad_one_stops_nothing(
    lov: Lov, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "measure:m\t84 cm\nno tab\nquestion:" + AREA + "/application/unit.tenure\täger\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    code, out, err = lov("parse", "--lines")
    found = [json.loads(line) for line in out.splitlines()]
    assert code == 2
    assert [f["value"] for f in found] == [0.84, None, "own"]
    assert all(set(f) == FIELDS for f in found)
    assert "2" in err
