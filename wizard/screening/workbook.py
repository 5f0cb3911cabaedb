"""The screening as a workbook: cases, findings and papers, one row each, for sorting and counting.

Everything shown comes from outside, so every cell is written as text or number, never as a formula or a link. Rows
go to the disk as they are written, so that the number of cases does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Final

from wizard.i18n import Message, Translator, msg
from wizard.screening.case import Case
from wizard.screening.documents import Document
from wizard.screening.findings import Finding
from wizard.screening.words import OUTCOMES, SIGNATURES, STATUSES
from wizard.text import safe_text

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["workbook"]

_LONGEST: Final = 32_000
"""A cell holds 32,767 characters."""
_ROWS: Final = 1_000_000
"""A sheet holds 1,048,576 rows; what is more goes to another sheet."""

Cell = str | int | None
_Rows = Callable[[int, Case, Translator], Iterator[Sequence[Cell]]]


def workbook(cases: Iterable[Case], tr: Translator) -> bytes:
    """The workbook (.xlsx) for `cases`, in the language of `tr`."""
    import xlsxwriter  # noqa: PLC0415  heavy

    out = BytesIO()
    settings = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, settings) as book:
        sheets = [_Sheet(book, tr, *layout) for layout in _LAYOUTS]
        for number, case in enumerate(cases, start=1):
            for sheet, (_, _, rows) in zip(sheets, _LAYOUTS, strict=True):
                for row in rows(number, case, tr):
                    sheet.add(row)
        for sheet in sheets:
            sheet.finish()
    return out.getvalue()


class _Sheet:
    """A sheet that goes on in another one when it is full."""

    def __init__(
        self,
        book: Workbook,
        tr: Translator,
        title: Message,
        heads: Sequence[tuple[Message, int]],
        _rows: _Rows,
    ) -> None:
        self._book = book
        self._title = tr(title)
        self._heads = [(tr(head), width) for head, width in heads]
        self._bold: Format = book.add_format({"bold": True, "bottom": 1})
        self._wrap: Format = book.add_format({"text_wrap": True, "valign": "top"})
        self._part = 0
        self._begin()

    def add(self, row: Sequence[Cell]) -> None:
        """One row more."""
        if self._at > _ROWS:
            self.finish()
            self._begin()
        _write(self._sheet, self._at, row, self._wrap)
        self._at += 1

    def finish(self) -> None:
        """Let the rows be filtered by their headings."""
        self._sheet.autofilter(0, 0, max(self._at - 1, 0), len(self._heads) - 1)

    def _begin(self) -> None:
        self._part += 1
        title = self._title if self._part == 1 else f"{self._title} {self._part}"
        self._sheet: Worksheet = self._book.add_worksheet(title)
        self._sheet.freeze_panes(1, 0)
        for column, (_, width) in enumerate(self._heads):
            self._sheet.set_column(column, column, width)
        _write(self._sheet, 0, [head for head, _ in self._heads], self._bold)
        self._at = 1


def _write(sheet: Worksheet, at: int, row: Sequence[Cell], look: Format) -> None:
    for column, value in enumerate(row):
        if isinstance(value, int):
            sheet.write_number(at, column, value, look)
        elif value:
            sheet.write_string(at, column, safe_text(value, lines=True)[:_LONGEST], look)


def _case_rows(number: int, case: Case, tr: Translator) -> Iterator[Sequence[Cell]]:
    lacking = sum(finding.is_lacking for finding in case.findings)
    yield (
        number,
        case.name,
        tr(STATUSES[case.status]),
        ", ".join(answer for _, answer in case.shown),
        tr(case.interview.flow.title) if case.interview is not None else "",
        lacking,
        len(case.open) - lacking,
        tr(case.refused) if case.refused is not None else "",
        case.sha256,
    )


def _finding_rows(number: int, case: Case, tr: Translator) -> Iterator[Sequence[Cell]]:
    for finding in case.findings:
        where = finding.where
        yield (
            number,
            case.name,
            _todo(finding, tr),
            tr(OUTCOMES[finding.outcome]),
            tr(finding.what),
            finding.expected,
            finding.seen,
            round(100 * finding.sure) if finding.sure is not None else None,
            where.file,
            where.page,
            where.field,
            tr(finding.fix) if finding.fix is not None else "",
            "; ".join(", ".join(filter(None, (r.source.title, r.section))) for r in finding.sources),
            finding.rule,
        )


def _todo(finding: Finding, tr: Translator) -> str:
    if finding.is_lacking:
        return tr(msg("To supplement"))
    return tr(msg("To judge")) if finding.is_open else ""


def _paper_rows(number: int, case: Case, tr: Translator) -> Iterator[Sequence[Cell]]:
    for document in case.documents:
        signed = "; ".join(
            f"{', '.join(filter(None, (s.signer, s.on)))}: {tr(SIGNATURES[s.state])}"
            for s in document.signatures
        )
        yield number, case.name, document.name, _known(document, tr), signed


def _known(document: Document, tr: Translator) -> str:
    known = document.blank or document.paper
    return tr(known.title) if known is not None else ""


_CASE: Final = (msg("Number"), 8), (msg("Case"), 28)
_LAYOUTS: Final[tuple[tuple[Message, Sequence[tuple[Message, int]], _Rows], ...]] = (
    (
        msg("Cases"),
        (
            *_CASE,
            (msg("Status"), 20),
            (msg("About"), 40),
            (msg("Errand"), 40),
            (msg("To supplement"), 16),
            (msg("To judge"), 12),
            (msg("Why it could not be opened"), 40),
            (msg("SHA-256"), 20),
        ),
        _case_rows,
    ),
    (
        msg("Findings"),
        (
            *_CASE,
            (msg("What has to happen"), 18),
            (msg("Outcome"), 14),
            (msg("Demand"), 60),
            (msg("Expected"), 30),
            (msg("Seen"), 30),
            (msg("Certainty, %"), 10),
            (msg("File"), 30),
            (msg("Page"), 8),
            (msg("Field"), 20),
            (msg("What to do"), 50),
            (msg("Source"), 50),
            (msg("Rule"), 24),
        ),
        _finding_rows,
    ),
    (
        msg("Papers"),
        (*_CASE, (msg("File"), 40), (msg("What it is"), 40), (msg("Signatures"), 60)),
        _paper_rows,
    ),
)
"""The sheets: what they are called, their columns with widths, and the rows of a case."""
