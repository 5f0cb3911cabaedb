"""The copy that comes back: what helps to fill in the template helps to mend it; and what the terminal says of it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl

from tests.batch.books import SV, book_of
from wizard.batch.layout import layout_of
from wizard.batch.template import template
from wizard.flow.model import Flow

Lov = Callable[..., tuple[int, str, str]]


def test_the_headings_of_the_copy_have_their_notes(lov: Lov, physio: Flow, tmp_path: Path) -> None:
    path = tmp_path / "kunder.xlsx"
    book_of(physio, [{"client": "K1", "applicant.postcode": "1"}]).save(path)
    code, _, err = lov("--lang", "sv", "batch", "check", path)
    assert code == 1, err
    blank = openpyxl.load_workbook(io.BytesIO(template(layout_of(physio, SV), SV)))
    copy = openpyxl.load_workbook(tmp_path / "kunder-fel.xlsx")
    for page in blank.worksheets[:-1]:
        twin = copy[page.title]
        notes = [cell.comment.text if cell.comment else "" for cell in page[2]]
        assert [cell.comment.text if cell.comment else "" for cell in twin[2]] == notes
        assert any(notes)
        assert twin.row_dimensions[2].height == page.row_dimensions[2].height
        assert twin.row_dimensions[3].hidden


def test_a_row_that_lacks_nearly_all_is_told_in_one_short_line(
    lov: Lov, physio: Flow, tmp_path: Path
) -> None:
    """The rest is in the copy; where none is written, all is said."""
    path = tmp_path / "kunder.xlsx"
    book_of(physio, [{"client": "K1", "applicant.name": "Ek AB", "unit.start_date": "31 februari"}]).save(
        path
    )
    _, said, _ = lov("--lang", "sv", "batch", "check", path)
    (line,) = [line for line in said.splitlines() if line.startswith("K1:")]
    assert len(line) < 400
    assert line.endswith(" till")
    _, whole, _ = lov("--lang", "sv", "batch", "check", path, "--no-copy")
    (line,) = [line for line in whole.splitlines() if line.startswith("K1:")]
    assert line.count("Ansökningar!") > 50
