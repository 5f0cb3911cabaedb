"""The workbook that a consultant fills in: one place for every question, and what spreadsheet programs make of it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from wizard.batch.drawing import KEY_ROW, LISTS
from wizard.batch.layout import Stamp, layout_of
from wizard.batch.samples import sample_of
from wizard.batch.template import EXAMPLE, Client, template
from wizard.flow.content import Content
from wizard.flow.model import Flow
from wizard.i18n import Translator
from wizard.values import Context, Value

SV = Translator.of("sv")


def places(page: Worksheet) -> dict[str, int]:
    """The number of each column by its key."""
    return {str(cell.value): number for number, cell in enumerate(page[KEY_ROW + 1], start=1)}


@pytest.fixture(scope="module")
def book(physio: Flow) -> openpyxl.Workbook:
    staff: list[Value] = [{"name": "Ada Ek", "profession": "fysioterapeut", "fte": 0.8}]
    client = Client("K1", {"applicant.name": "Ek AB", "unit.start_date": "2027-03-01", "staff": staff})
    return openpyxl.load_workbook(io.BytesIO(template(layout_of(physio, SV), SV, [client])))


def test_every_question_of_every_errand_has_one_place_with_a_heading_of_its_own(shipped: Content) -> None:
    """Also where questions share a label, as the remarks on each point of a checklist do."""
    for language in ("sv", "en"):
        for area, kind in shipped.errands():
            flow = shipped.flow(area, kind)
            layout = layout_of(flow, Translator.of(language))
            singles = [c.key for c in layout.main.columns if c.question is not None]
            assert sorted([*singles, *(s.key for s in layout.sheets[1:])]) == sorted(flow.questions)
            for sheet in layout.sheets:
                headings = [column.heading.casefold() for column in sheet.columns]
                assert len(set(headings)) == len(headings)
                assert len(sheet.name) <= 31


def test_the_stamp_tells_area_errand_version_and_sheet() -> None:
    stamp = Stamp("barnavardscentral", "application", "2026.1", "staff")
    assert Stamp.read(f" {stamp} ") == stamp
    assert Stamp.read("lov:x") is None


def test_a_person_meets_headings_lists_and_an_example(book: openpyxl.Workbook, physio: Flow) -> None:
    """Keys and lists are hidden, headings stay in sight, and each heading says why it is asked and by which source."""
    page = book.worksheets[0]
    assert page.row_dimensions[KEY_ROW + 1].hidden
    assert page.freeze_panes == "B4"
    assert book[LISTS].sheet_state == "hidden"
    heading = next(cell for cell in page[2] if cell.value == "Organisationsnummer")
    assert heading.comment is not None
    assert "Källa:" in heading.comment.text
    assert page.cell(4, 1).value == SV(EXAMPLE)
    lists = [v for v in page.data_validations.dataValidation if v.type == "list"]
    assert len(lists) == sum(q.type_name in ("yesno", "choice") for q in physio.questions.values())


def test_numbers_of_registers_are_kept_as_text(book: openpyxl.Workbook) -> None:
    """A spreadsheet program drops zeros and digits of what it takes for a number."""
    page = book.worksheets[0]
    for key in ("applicant.orgnr", "applicant.postcode", "unit.phone"):
        column = next(cell for cell in page[KEY_ROW + 1] if cell.value == key)
        style = page.column_dimensions[column.column_letter]
        assert style.number_format == "@" or page.cell(4, column.column).number_format == "@"


def test_a_client_of_a_draft_is_filled_in_on_every_sheet(book: openpyxl.Workbook) -> None:
    main, staff = book.worksheets[0], book.worksheets[1]
    keys = places(main)
    assert main.cell(5, 1).value == "K1"
    assert main.cell(5, keys["applicant.name"]).value == "Ek AB"
    assert str(main.cell(5, keys["unit.start_date"]).value).startswith("2027-03-01")
    assert [cell.value for cell in staff[5]][:3] == ["K1", "Ada Ek", "Fysioterapeut"]


def test_what_an_example_shows_can_be_read(physio: Flow) -> None:
    """An example that lov itself would refuse would be worse than none."""
    from tests.conftest import TODAY  # noqa: PLC0415  a constant of the suite

    page = openpyxl.load_workbook(io.BytesIO(template(layout_of(physio, SV), SV))).worksheets[0]
    keys = [str(cell.value) for cell in page[KEY_ROW + 1]]
    for key, cell in zip(keys, page[4], strict=True):
        question = physio.questions.get(key)
        if question is not None and question.type is not None and cell.value and not question.is_attachment:
            assert question.type.read(str(cell.value), Context(TODAY)).value is not None, key


def test_samples_keep_to_the_limits_and_units_of_every_question(shipped: Content) -> None:
    """A year is one that may be meant, and a width has its unit."""
    from tests.conftest import TODAY  # noqa: PLC0415  a constant of the suite

    seen = set()
    for flow in (shipped.flow(area, kind) for area, kind in shipped.errands()):
        for sheet in layout_of(flow, SV).sheets:
            for question in (column.question for column in sheet.columns if column.question is not None):
                sample = sample_of(question, SV)
                if sample and question.type is not None:
                    assert question.type.read(sample, Context(TODAY)).value is not None, question.id
                    seen.add(question.type_name)
                assert sample or question.type_name not in ("measure", "integer", "percent"), question.id
    assert {"measure", "integer", "date", "yesno"} <= seen


def test_the_note_of_a_measure_tells_its_unit(book: openpyxl.Workbook) -> None:
    heading = next(cell for cell in book.worksheets[0][2] if cell.value == "Smalaste dörrens fria mått")
    assert heading.comment is not None
    assert "Exempel: 0,84 m" in heading.comment.text


def test_no_text_becomes_a_formula(physio: Flow) -> None:
    evil = '=HYPERLINK("http://x")'
    data = template(layout_of(physio, SV), SV, [Client(evil, {"applicant.name": "+1"})])
    page = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert page.cell(5, 1).data_type == "s"
    assert page.cell(5, 1).value == evil


def test_the_command_writes_it(lov: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    target = tmp_path / "kunder.xlsx"
    code, out, _ = lov("batch", "template", "specialiserad-fysioterapi", "--kind", "change", "-o", target)
    assert code == 0
    assert str(target) in out
    stamp = Stamp.read(str(openpyxl.load_workbook(target).worksheets[0].cell(KEY_ROW + 1, 1).value))
    assert stamp is not None
    assert stamp.kind == "change"


def test_a_draft_gives_its_providers_data(
    lov: Callable[..., tuple[int, str, str]], tmp_path: Path, sample_path: Path
) -> None:
    _, draft, _ = lov("import", sample_path)
    target = tmp_path / "kunder.xlsx"
    code, _, _ = lov("batch", "template", "vaccination", "--from", draft.split()[0], "-o", target)
    assert code == 0
    page = openpyxl.load_workbook(target).worksheets[0]
    keys = places(page)
    assert page.cell(5, keys["applicant.orgnr"]).value == "559987-6546"


def test_an_area_that_is_not_there_is_told(lov: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    code, _, err = lov("batch", "template", "fysioterapi", "-o", tmp_path / "x.xlsx")
    assert code == 3
    assert "no area" in err
