"""A file of a case opened for reading: what is printed and written, where, and within what bounds."""

from __future__ import annotations

import pytest

from tests.screening.printer import Words, blank_page, paper, small_form
from wizard.desk import papers
from wizard.desk.papers import open_paper
from wizard.i18n import Translator
from wizard.pdf import PrintedLine, PrintedPage
from wizard.tui.formtext import set_form

EN = Translator.of("en")


def shown(name: str, data: bytes, width: int = 80) -> str:
    """The file as it is set for the screen."""
    return "\n".join(line.plain for line in set_form(open_paper(name, data), width).lines)


def test_a_filled_form_shows_what_is_printed_and_what_is_written() -> None:
    """And where each field stands."""
    found = open_paper("a.pdf", small_form(namn="Eken AB", ort="Solna"))
    text = set_form(found, 80, frozenset({"ort"}))
    assert found.page_of("ort") == 1
    assert "Solna" in text.lines[text.at["ort"]].plain
    assert "En blankett" in shown("a.pdf", small_form(namn="Eken AB"))


def test_a_paper_shows_its_pages() -> None:
    """Each begins on a line that is known."""
    found = open_paper("a.pdf", paper([Words(60, 700, "Ett")], [Words(60, 700, "Tv\xe5")]))
    text = set_form(found, 80)
    assert len(text.pages) == 2
    assert "Två" in "\n".join(line.plain for line in text.lines[text.pages[1] :])


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.pdf", b"%PDF-1.7\nbroken", ""),
        ("a.pdf", blank_page(), "pictures"),
        ("a.docx", b"PK", "another program"),
        ("a.txt", b"x" * 300_000, "beginning"),
    ],
)
def test_what_cannot_be_shown_says_so(name: str, data: bytes, why: str) -> None:
    """In a sentence, and whatever there is can be drawn."""
    found = open_paper(name, data)
    assert found.why is not None
    assert why in EN(found.why)
    set_form(found, 40)


def test_texts_are_shown_line_by_line() -> None:
    """With whatever is no text replaced."""
    assert "Åsa" in shown("las.txt", "Rad ett\nÅsa\x1b[2J\n".encode())
    assert "\x1b" not in shown("las.txt", b"\x1b]0;x\x07\xff")


@pytest.mark.parametrize("number", [float("inf"), float("nan"), 1e300, -1e300])
def test_places_beyond_all_pages_are_brought_within(monkeypatch: pytest.MonkeyPatch, number: float) -> None:
    """Whatever a file says of where things stand, it is drawn in time."""
    place = {"page": 1, "rect": [number, 0, number, 5], "hidden": False, "export": None}
    field = {"name": "f", "type": "text", "value": "x", "places": [place]}
    page = PrintedPage((0, 0, number, number), 0, (PrintedLine(number, number, number, "ord"),))

    class Guard:
        def look(self, _data: bytes) -> object:
            return {"fields": [field, {"name": 1}, "x"]}, (page,)

    monkeypatch.setattr(papers, "shared_guard", Guard)
    assert "ord" in shown("a.pdf", b"%PDF-")


def test_a_file_made_to_be_slow_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of lines, fields and letters; what is left can be drawn."""
    lines = tuple(PrintedLine(i % 7 * 50, i % 800, 9, "ord " * 900) for i in range(5_000))
    page = PrintedPage((0, 0, 595, 842), 0, lines)
    place = {"page": 1, "rect": [0, 0, 9, 5], "hidden": False, "export": None}
    fields = [
        {"name": f"f{i}", "type": "text", "value": "x" * 9_000, "places": [place]} for i in range(9_000)
    ]

    class Guard:
        def look(self, _data: bytes) -> object:
            return {"fields": fields}, (page,) * 500

    monkeypatch.setattr(papers, "shared_guard", Guard)
    found = open_paper("a.pdf", b"%PDF-")
    assert found.why is not None
    assert "only the beginning" in EN(found.why)
    assert sum(len(text) for text in found.laid.texts.values()) <= 200_000
    assert sum(len(page.lines) for page in found.pages) <= 6_000
    assert set_form(found, 80).lines
