"""Reading what consultants have: every shape of file gives the same answers, and nothing is silently left out."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.batch.books import SMALL, SV, book_of, columns
from tests.conftest import TODAY
from wizard.batch.checking import Tally, check_all, judge_of
from wizard.batch.errors import BatchError
from wizard.batch.faults import Fault, Kind
from wizard.batch.opening import open_intake
from wizard.batch.sheets import Limits, Workbook
from wizard.flow.content import Content

GOOD: dict[str, Any] = {
    "client": "K1",
    "applicant.name": "Ek AB",
    "applicant.orgnr": "556592-9717",
    "unit.open": "Ja",
}
AREA = {"area": "prov", "kind": "application"}


@pytest.fixture
def small(make_content: Callable[..., Content]) -> Content:
    return make_content(SMALL)


def checked(content: Content, path: Path, **settings: Any) -> tuple[Tally, list[Fault], list[str]]:
    intake = open_intake(path, content, SV, **settings)
    try:
        tally = check_all(intake, judge_of(intake, content, TODAY, SV))
        return tally, list(intake.spool.faults()), [SV(remark) for remark in intake.remarks]
    finally:
        intake.close()


def wrong(faults: list[Fault]) -> dict[str, str]:
    """Codes by place, of what cannot be read."""
    return {fault.place: fault.code for fault in faults if fault.kind is Kind.WRONG}


def saved(book: openpyxl.Workbook, tmp_path: Path) -> Path:
    path = tmp_path / "kunder.xlsx"
    book.save(path)
    return path


# CSV --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
@pytest.mark.parametrize("first", ["", "sep"])
def test_csv_is_read_in_every_shape_that_excel_makes(
    small: Content, tmp_path: Path, encoding: str, sign: str, first: str
) -> None:
    lines = [
        ["Kund", "Sökande", "Organisationsnummer", "Öppet", "Bredd"],
        ["K1", "Ek & Å\u00a0AB", "556592-9717", "Ja", '"0,84"'],
    ]
    text = "".join(sign.join(line) + "\r\n" for line in lines)
    path = tmp_path / "kunder.csv"
    path.write_bytes(((f"sep={sign}\r\n" if first else "") + text).encode(encoding))
    tally, faults, _ = checked(small, path, **AREA)
    assert (tally.ready, faults) == (1, [])


def test_a_sign_of_no_encoding_is_refused_with_its_line(small: Content, tmp_path: Path) -> None:
    path = tmp_path / "kunder.csv"
    path.write_bytes("Kund;Sökande\nK1;".encode("cp1252") + b"\x81\n")
    with pytest.raises(BatchError, match="line 2"):
        checked(small, path, **AREA)


def test_an_open_quotation_mark_is_refused_with_its_line(small: Content, tmp_path: Path) -> None:
    """Otherwise it would swallow all the rows after it."""
    path = tmp_path / "kunder.csv"
    path.write_text('Kund;Sökande\nK1;a\nK2;"b\nK3;c\n', "utf-8")
    with pytest.raises(BatchError, match="line 3"):
        checked(small, path, **AREA)


def test_an_ambiguous_number_is_told_and_not_guessed(small: Content, tmp_path: Path) -> None:
    path = tmp_path / "kunder.csv"
    path.write_text("Kund;Sökande;Organisationsnummer;Öppet;Bredd\nK1;Ek;556592-9717;Ja;1.234\n", "utf-8")
    _, faults, _ = checked(small, path, **AREA)
    assert wrong(faults) == {"kunder!E2": "value"}


def test_rows_of_tables_come_from_the_files_beside_it(small: Content, tmp_path: Path) -> None:
    (tmp_path / "kunder.csv").write_text(
        "Kund;Sökande;Organisationsnummer;Öppet\nK1;Ek;556592-9717;Ja\n", "utf-8"
    )
    (tmp_path / "kunder.Personal.csv").write_text("Kund;Namn;Andel\nK1;Ada;0,8\nK2;Bo;1\n", "utf-8")
    tally, faults, _ = checked(small, tmp_path / "kunder.csv", **AREA)
    assert tally.rows == 1
    assert wrong(faults) == {"Personal!A3": "unknown-client"}


# JSON lines -------------------------------------------------------------------------------------------


def test_json_lines_are_read_one_by_one(small: Content, tmp_path: Path) -> None:
    """A line that is no application is told, and the next one is read."""
    path = tmp_path / "kunder.jsonl"
    path.write_text(
        '{"area":"prov","client":"K1","answers":{"applicant.name":"Ek","applicant.orgnr":"556592-9717","unit.open":"yes","staff":[{"name":"Ada","fte":0.5}]}}\n'
        "\n"
        '{"client":"K2","applicant.name":"Bo","applicant.orgnr":"1","unit.open":"yes"}\n'
        '{"client": NaN}\n'
        '{"client":"K3","client":"K4"}\n'
        '{"client":"K5","nosuch":1}\n',
        "utf-8",
    )
    tally, faults, _ = checked(small, path)
    assert (tally.rows, tally.ready) == (3, 1)
    assert wrong(faults) == {
        "kunder!3": "value",
        "kunder!4": "line",
        "kunder!5": "line",
        "kunder!6": "unknown-name",
    }


# Workbooks --------------------------------------------------------------------------------------------


def test_a_workbook_from_the_template_is_read_whole(small: Content, tmp_path: Path) -> None:
    flow = small.flow("prov", "application")
    rows = [
        GOOD | {"unit.width": 0.84, "unit.start": date(2027, 3, 1)},
        GOOD | {"client": 17, "unit.open": "vet inte"},
    ]
    tables: dict[str, Any] = {
        "staff": [{"client": "K1", "name": "Ada", "fte": 0.5}, {"client": 17, "name": "Bo", "fte": "80 %"}]
    }
    path = saved(book_of(flow, rows, tables), tmp_path)
    intake = open_intake(path, small, SV)
    judge = judge_of(intake, small, TODAY, SV)
    first, second = (judge.judge(unit).interview.answers() for unit in intake.units())
    intake.close()
    assert first["unit.width"] == 0.84
    assert first["unit.start"] == "2027-03-01"
    assert first["staff"] == [{"name": "Ada", "fte": 0.5}]
    assert second["unit.open"] == "?"
    assert second["staff"] == [{"name": "Bo", "fte": 0.8}]


def test_what_a_spreadsheet_program_spoils_is_told_at_its_cell(small: Content, tmp_path: Path) -> None:
    """Numbers for identifiers, dates made of texts, errors, and formulas nobody has reckoned."""
    flow = small.flow("prov", "application")
    book = book_of(
        flow,
        [
            GOOD | {"applicant.orgnr": 5565929717},
            GOOD | {"client": "K2", "applicant.name": datetime(2027, 3, 1)},  # noqa: DTZ001  a cell has no zone
            GOOD | {"client": "K3", "applicant.name": "=NOSUCH()"},
            GOOD | {"client": "K4", "applicant.name": "#N/A"},
            GOOD | {"client": "K5"},
        ],
    )
    page = book.worksheets[0]
    page.cell(8, columns(page)["applicant.name"]).data_type = "e"
    tally, faults, _ = checked(small, saved(book, tmp_path))
    assert (tally.ready, tally.refused) == (1, 4)
    assert {f.cell: "formula" in f.what.lower() or "formel" in f.what.lower() for f in faults} == {
        "D5": False,
        "C6": False,
        "C7": True,
        "C8": True,
    }
    assert faults[0].advice.endswith("556592-9717.")


def test_hidden_and_filtered_rows_count_like_all_others(small: Content, tmp_path: Path) -> None:
    flow = small.flow("prov", "application")
    book = book_of(flow, [GOOD | {"client": f"K{n}"} for n in range(1, 6)])
    page = book.worksheets[0]
    page.row_dimensions[6].hidden = True
    page.auto_filter.ref = "A4:D9"
    page.auto_filter.add_filter_column(0, ["K1"])
    tally, _, _ = checked(small, saved(book, tmp_path))
    assert tally.rows == 5


def test_a_lying_dimension_hides_nothing(small: Content, tmp_path: Path) -> None:
    """Other readers believe what the sheet says of its size, and drop the rest."""
    flow = small.flow("prov", "application")
    path = saved(book_of(flow, [GOOD | {"client": f"K{n}"} for n in range(1, 40)]), tmp_path)
    lying = tmp_path / "ljuger.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(lying, "w") as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "xl/worksheets/sheet1.xml":
                before = data
                data = data.replace(
                    data[data.index(b"<dimension") : data.index(b">", data.index(b"<dimension")) + 1],
                    b'<dimension ref="A1:B6"/>',
                )
                assert data != before
            new.writestr(item, data)
    tally, _, _ = checked(small, lying)
    assert tally.rows == 39


def test_merged_cells_and_lonely_values_are_told(small: Content, tmp_path: Path) -> None:
    flow = small.flow("prov", "application")
    book = book_of(flow, [GOOD, GOOD | {"client": "K2"}])
    page = book.worksheets[0]
    page.merge_cells("C5:C6")
    page.cell(5, 12, "glömd")
    page.cell(3, 5, "Öppt")
    book.create_sheet("Eget").cell(1, 1, "hej")
    _, faults, remarks = checked(small, saved(book, tmp_path))
    assert wrong(faults) == {
        "Ansökningar!C5": "merged",
        "Ansökningar!L5": "outside",
        "Ansökningar!E3": "unknown-heading",
    }
    assert any("Eget" in remark for remark in remarks)
    missing = [f.place for f in faults if f.kind is Kind.MISSING]
    assert "Ansökningar!C6" in missing


def test_clients_join_the_sheets_so_each_has_one_name(small: Content, tmp_path: Path) -> None:
    flow = small.flow("prov", "application")
    rows = [GOOD, GOOD, GOOD | {"client": None}]
    book = book_of(
        flow,
        rows,
        {"staff": [{"client": "K9", "name": "Ada", "fte": 1}, {"client": None, "name": "Bo", "fte": 1}]},
    )
    tally, faults, _ = checked(small, saved(book, tmp_path))
    assert (tally.ready, tally.refused) == (1, 2)
    assert wrong(faults) == {
        "Ansökningar!A6": "client-twice",
        "Ansökningar!A7": "no-client",
        "Personal!A5": "unknown-client",
        "Personal!A6": "no-client",
    }


def test_faults_in_rows_of_tables_stand_at_their_own_cells(small: Content, tmp_path: Path) -> None:
    flow = small.flow("prov", "application")
    tables: dict[str, Any] = {
        "staff": [
            {"client": "K1", "name": "Ada", "fte": 1},
            {"client": "K1", "name": "Bo", "fte": "mycket"},
            {"client": "K1", "fte": 1},
        ]
    }
    _, faults, _ = checked(small, saved(book_of(flow, [GOOD], tables), tmp_path))
    assert [(f.kind, f.place) for f in faults] == [(Kind.WRONG, "Personal!C6")]


def test_what_is_missing_and_what_does_not_hold_have_places_too(small: Content, tmp_path: Path) -> None:
    flow = small.flow("prov", "application")
    rows = [GOOD | {"applicant.name": None}, GOOD | {"client": "K2", "unit.open": "Nej"}]
    tally, faults, _ = checked(small, saved(book_of(flow, rows), tmp_path))
    assert tally.not_ready == 2
    assert [(f.kind, f.place, f.advice) for f in faults] == [
        (Kind.MISSING, "Ansökningar!C5", ""),
        (Kind.RULE, "Ansökningar!E6", "Öppna."),
    ]


def test_a_missing_attachment_is_told_once_and_keeps_the_row_back(small: Content, tmp_path: Path) -> None:
    flow = small.flow("prov", "application")
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    rows = [GOOD | {"papers": "a.pdf"}, GOOD | {"client": "K2", "papers": "b.pdf"}]
    tally, faults, _ = checked(small, saved(book_of(flow, rows), tmp_path))
    assert (tally.ready, tally.refused) == (1, 1)
    assert wrong(faults) == {"Ansökningar!H6": "missing-file"}


def test_answers_of_an_earlier_version_are_carried_over(
    make_content: Callable[..., Content], tmp_path: Path
) -> None:
    """The template's stamp says which version it was made from; the flow's own migrations do the rest."""
    area = """
name: Provområdet
version: "2026.2"
status: {state: open, text: Öppet., source: S0 § Ansök, checked: 2026-11-22}
migrations:
  - {since: "2026.1", to: "2026.2", says: Frågan har bytt namn., changes: [{rename: who.name, to: applicant.name}]}
errands:
  application:
    title: Ansökan
    tasks:
"""
    tasks = "\n".join(f"      {line}" for line in SMALL.strip().splitlines()) + "\n"
    content = make_content(area=area.lstrip() + tasks)
    path = tmp_path / "gammal.csv"
    path.write_text(
        "lov:prov/application/2026.1;who.name;applicant.orgnr;unit.open\nK1;Ek AB;556592-9717;Ja\n", "utf-8"
    )
    tally, faults, _ = checked(content, path)
    assert (tally.ready, faults) == (1, [])


# Untrusted --------------------------------------------------------------------------------------------


def test_a_workbook_that_takes_too_much_is_refused(small: Content, tmp_path: Path) -> None:
    """The reader can take its whole process down; it is another process than ours."""
    path = saved(book_of(small.flow("prov", "application"), [GOOD]), tmp_path)
    huge = tmp_path / "huge.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(huge, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "xl/worksheets/sheet1.xml":
                row = b"<row>" + b"<c><v>1</v></c>" * 500 + b"</row>"
                data = data.replace(b"</sheetData>", row * 10_000 + b"</sheetData>")
            new.writestr(item, data)
    with pytest.raises(BatchError, match="memory or time"):
        checked(small, huge, limits=Limits(memory=200 << 20))
    with pytest.raises(BatchError, match="memory or time"):
        checked(small, huge, limits=Limits(seconds=0.3))
    with pytest.raises(BatchError, match="larger than"):
        Workbook(path, Limits(file=100))


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"not a workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600]
)
def test_what_is_no_workbook_is_refused(small: Content, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "kunder.xlsx"
    path.write_bytes(data)
    with pytest.raises(BatchError):
        checked(small, path)


def test_entities_in_a_workbook_are_not_followed(small: Content, tmp_path: Path) -> None:
    path = saved(book_of(small.flow("prov", "application"), [GOOD]), tmp_path)
    evil = tmp_path / "evil.xlsx"
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(evil, "w") as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "xl/workbook.xml":
                data = bomb + data[data.index(b"<workbook") :]
            new.writestr(item, data)
    with pytest.raises(BatchError):
        checked(small, evil)


def test_a_file_that_says_nothing_needs_to_be_told_its_area(small: Content, tmp_path: Path) -> None:
    path = tmp_path / "kunder.csv"
    path.write_text("Kund;Sökande\nK1;Ek\n", "utf-8")
    with pytest.raises(BatchError, match="--area"):
        checked(small, path)
    (tmp_path / "tom.csv").write_text("a;b\n1;2\n", "utf-8")
    with pytest.raises(BatchError, match="headings"):
        checked(small, tmp_path / "tom.csv", **AREA)
