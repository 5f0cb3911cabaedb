"""Reports hold what was found and nothing that can run: the page, the workbook, the letter; and a case as data."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from tests.screening.conftest import Files
from wizard.flow.model import Level
from wizard.i18n import Translator, content, msg, nmsg
from wizard.pdf import printed_pages
from wizard.rules import Outcome
from wizard.screening import Case, Desk, Finding, Parcel, Status, Where, letter, letter_pdf, screen
from wizard.screening.inbox import screen_inbox
from wizard.screening.labelled import normal
from wizard.screening.records import RecordError, case_of, record_of
from wizard.screening.signatures import Changed, SignatureState, Signed
from wizard.screening.workbook import workbook

EVIL = (
    *(
        '=HYPERLINK("http://evil","x")',
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1+1",
        "{=1+1}",
        "=cmd|' /C calc'!A0",
    ),
    *(
        "http://evil/",
        "mailto:evil@x",
        "external:evil.xlsx",
        "internal:A1",
        "12",
        "1e999",
        "\x1b[31m=1",
        "x" * 40_000,
    ),
)


@pytest.fixture(scope="module")
def lacking(good: Files, desk: Desk) -> Case:
    """A case that lacks a paper."""
    files = {name: data for name, data in good.items() if name != "registreringsbevis.pdf"}
    return screen(Parcel("ansökan", files), desk)


def evil_cases(case: Case) -> Iterator[Case]:
    """Cases in which every text is somebody's attempt."""
    for text in EVIL:
        finding = Finding(
            text,
            Level.BLOCKER,
            Outcome.NOT_MET,
            msg("{x}", x=text),
            text,
            text,
            Where(text, 1, text),
            msg("{x}", x=text),
        )
        signed = Signed(text, SignatureState.CHANGED, text, text, changed=(Changed(text, text, text),))
        documents = tuple(replace(d, name=text, signatures=(signed,)) for d in case.documents[:2])
        yield replace(
            case,
            name=text,
            findings=(finding,),
            documents=documents,
            shown=((msg("{x}", x=text), text),),
            refused=msg("{x}", x=text),
        )


def test_no_cell_is_a_formula_or_a_link(lacking: Case) -> None:
    """Whatever the texts are: read again by another program."""
    book = openpyxl.load_workbook(io.BytesIO(workbook([lacking, *evil_cases(lacking)], Translator.of("sv"))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]

    assert {"Ärenden", "Fynd", "Handlingar"} == set(book.sheetnames)
    assert {"s", "n"} == {cell.data_type for cell in cells}
    assert not [cell for cell in cells if cell.hyperlink]
    assert EVIL[0] in {cell.value for cell in cells}


def test_the_workbook_tells_what_was_found(lacking: Case) -> None:
    """One row a finding, with what it is and what to do."""
    book = openpyxl.load_workbook(io.BytesIO(workbook([lacking], Translator.of("sv"))))
    (case,) = list(book["Ärenden"].iter_rows(min_row=2, values_only=True))
    findings = list(book["Fynd"].iter_rows(min_row=2, values_only=True))

    assert ("ansökan", "Ska kompletteras", 1, 0) == (case[1], case[2], case[5], case[6])
    assert len(lacking.findings) == len(findings)
    assert ["Att komplettera"] == [row[2] for row in findings if row[2]]


def test_a_full_sheet_goes_on_in_another(lacking: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """No finding is lost."""
    monkeypatch.setattr("wizard.screening.workbook._ROWS", 50)
    book = openpyxl.load_workbook(io.BytesIO(workbook([lacking], Translator.of("sv"))))
    sheets = [name for name in book.sheetnames if name.startswith("Fynd")]

    assert len(lacking.findings) == sum(book[name].max_row - 1 for name in sheets)
    assert ["Fynd", "Fynd 2"] == sheets[:2]


@pytest.mark.parametrize(
    ("language", "title"), [("sv", "Begäran om komplettering"), ("en", "Request for supplement")]
)
def test_the_letter_is_the_same_on_paper(lacking: Case, language: str, title: str) -> None:
    """Every line of the text stands on the PDF, in the language that was asked for."""
    tr = Translator.of(language)
    text = letter(lacking, tr)
    pages = printed_pages(letter_pdf(lacking, tr))
    words = normal(" ".join(line.words for page in pages for line in page.lines))

    assert text.startswith(title)
    assert [] == [line for line in text.splitlines() if normal(line) not in words]


def test_a_letter_can_be_written_of_anything(lacking: Case) -> None:
    """Signs that no font has are replaced; where nothing is lacking, there is none."""
    tr = Translator.of("sv")
    for case in evil_cases(lacking):
        for refused in (case.refused, None):
            assert letter_pdf(replace(case, refused=refused), tr).startswith(b"%PDF-")
    odd = replace(lacking, refused=None, shown=((msg("x"), "\U0001f9ff\ue000\u4e00"),))

    assert letter_pdf(odd, tr).startswith(b"%PDF-")
    assert b"" == letter_pdf(replace(lacking, findings=()), tr)


# A case as data ------------------------------------------------------------------------------------------


def test_a_case_survives_being_data(lacking: Case, desk: Desk) -> None:
    """All of it: what is shown of it afterwards is the same."""
    again = case_of(lacking.name, record_of(lacking), desk)

    assert lacking.findings == again.findings
    assert lacking.documents == again.documents
    assert (lacking.shown, lacking.same_as, lacking.sha256) == (again.shown, again.same_as, again.sha256)
    assert lacking.assessment is not None
    assert again.assessment is not None
    assert lacking.assessment.verdicts == again.assessment.verdicts


def test_messages_survive_being_data(lacking: Case, desk: Desk) -> None:
    """With messages, days, numbers and lists in them, and both wordings."""
    values = {
        "a": content("Ja"),
        "b": date(2026, 11, 22),
        "c": Decimal("0.84"),
        "d": ("x", msg("y")),
        "e": 7,
        "f": True,
    }
    said = (msg("{a} {b} {c} {d} {e} {f}", **values), nmsg("{count} case", "{count} cases", 2))
    findings = tuple(Finding("r", Level.INFO, Outcome.MET, what) for what in said)
    again = case_of("x", record_of(replace(lacking, findings=findings)), desk)

    assert findings == again.findings


@pytest.mark.parametrize(
    "record",
    [
        b"",
        b"[]",
        b"{}",
        b'{"sha256": "x"}',
        b'{"sha256": "%s", "findings": [{"rule": "x"}]}' % (b"0" * 64),
        b'{"sha256": "%s", "evil": 1}' % (b"0" * 64),
        b'{"sha256": "%s", "errand": {"area": "../x", "kind": "y", "as_of": "2026-11-22", "answers": {}}}'
        % (b"0" * 64),
        b'{"sha256": "%s", "refused": {"id": "%s"}}' % (b"0" * 64, b"x" * 10_000),
    ],
)
def test_what_a_child_may_not_say_is_refused(record: bytes, desk: Desk) -> None:
    """It is data of one shape, and names only what the content knows."""
    with pytest.raises(RecordError):
        case_of("x", record, desk)


def test_an_inbox_can_be_gone_through_again(good: Files, desk: Desk) -> None:
    """With twins told of each other each time, others left alone, and counts."""
    heard: list[str] = []
    parcels = [Parcel("a", good), Parcel("b", refused=msg("There is nothing in it.")), Parcel("c", good)]
    with screen_inbox(parcels, desk, lambda case: heard.append(case.name), jobs=1) as inbox:
        first, again = ([(c.name, c.status, c.findings) for c in inbox] for _ in range(2))

        assert ["a", "b", "c"] == heard
        assert first == again
        assert [["c"], [], ["a"]] == [
            [f.seen for f in found if f.rule == "inbox.twin"] for _, _, found in first
        ]
        assert [("a", "c")] == list(inbox.all_twins())
        assert (3, {Status.COMPLETE: 2, Status.REFUSED: 1}) == (len(inbox), inbox.counts)
