"""`lov board`: the preparations on the screen, as JSON and on paper."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import TypeAdapter
from pypdf import PdfReader

from wizard.cli.boardoutputs import BoardOut

Lov = Callable[..., tuple[int, str, str]]


@pytest.fixture
def golive(sample_path: Path) -> Path:
    """The shipped sample of a clinic before its start."""
    return sample_path.parent / "golive/answers.yaml"


def test_what_is_late_is_told_and_the_exit_code_says_so(lov: Lov, golive: Path) -> None:
    """The card that comes after the meeting."""
    code, out, _ = lov("--today", "2027-04-28", "board", golive)

    assert 1 == code
    assert "[!] Electronic service cards for all staff" in out
    assert "by Monday 2027-05-10; late; promised for 2027-05-14" in out
    assert "15 of 18 preparations are done." in out


def test_the_document_has_its_schema(lov: Lov, golive: Path) -> None:
    """For other programs."""
    made = json.loads(lov("--today", "2027-04-28", "board", golive, "--json")[1])

    TypeAdapter(BoardOut).validate_python(made)
    assert ("late", "2027-05-24", 15) == (made["status"], made["start"], made["done"])
    assert all(entry["sources"] for entry in made["entries"])
    assert "entries" in json.loads(lov("schema", "board")[1])["properties"]


def test_the_paper_is_the_self_assessment_with_the_board_behind_it(
    lov: Lov, golive: Path, tmp_path: Path
) -> None:
    """In Swedish, as the form is, whatever the language of the screen."""
    target = tmp_path / "mote.pdf"
    lov("--today", "2027-04-28", "board", golive, "--pdf", target)

    reader = PdfReader(target)
    board = reader.pages[-1].extract_text()
    assert "Rörelsekraft Fysioterapi AB" in str([f.value for f in (reader.get_fields() or {}).values()])
    for words in (
        "Förberedelser inför driftstartsmötet",
        "E-tjänstekort",
        "utlovat till",
        "Maria",
        "2027-05-10",
    ):
        assert words in board


def test_an_application_has_no_board(lov: Lov, sample_path: Path) -> None:
    """The errand that has one is named."""
    code, _, err = lov("board", sample_path)

    assert 3 == code
    assert "lov new specialiserad-fysioterapi --kind golive" in err
