"""Continuation sheets: pages appended in the same increment, for what the form's own fields could not hold.

A sheet is made of simple blocks, typeset in the fallback font. Each value on it is also a read-only text field
with a full name of its own, laid exactly over its place, so that reading the file gives the whole value back
however many pages it runs over. What must stay true: every value stands in one field, whole; nothing is cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from wizard.i18n import msg
from wizard.pdf.answers import no_glyph
from wizard.pdf.errors import BadValue, Problem, Unfillable
from wizard.pdf.faces import HELVETICA
from wizard.pdf.fallback import first_missing
from wizard.pdf.fontset import FontSet
from wizard.pdf.increment import Increment
from wizard.pdf.objects import Dict, Obj, Ref
from wizard.pdf.plan import PagePlan, Plan
from wizard.pdf.sheetfields import write_fields
from wizard.pdf.tags import Tagger
from wizard.pdf.typeset import Typesetter, running_lines

__all__ = ["Cell", "Entry", "Heading", "Paragraph", "Sheet", "Table", "add_sheets"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the sheet's title."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text that is not a value of anything."""

    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A labelled value; `name` is the full name of its field."""

    label: str
    text: str
    name: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in a table; `name` is the full name of its field, empty for a cell that is only printed."""

    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of values under `columns`; every row has as many cells as there are columns.

    `shares` are the columns' widths in proportion to each other, alike when none are given. Raises
    `ValueError` for a table whose parts do not go together, which is a mistake in the calling program.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    shares: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if not self.columns or any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("each row of a table has one cell for each of its columns")
        if self.shares and (len(self.shares) != len(self.columns) or min(self.shares) <= 0):
            raise ValueError("a table has one share above zero for each of its columns")


_RUNNING: Final = 2

Block: TypeAlias = Heading | Paragraph | Entry | Table


@dataclass(frozen=True, slots=True)
class Sheet:
    """One continuation sheet; it takes as many pages as it needs, beginning on a new one.

    `header` and `footer` stand on each of its pages; in them `{page}` and `{pages}` become the number of the
    page in the whole document and the number of pages there are.
    """

    title: str
    blocks: tuple[Block, ...]
    header: str = ""
    footer: str = ""


def add_sheets(
    plan: Plan, increment: Increment, fonts: FontSet, sheets: Sequence[Sheet]
) -> tuple[PagePlan, ...]:
    """Append `sheets` as pages. Raises `Unfillable` for names that clash and characters no font has."""
    problems = list(_problems(plan, sheets))
    if problems:
        raise Unfillable(problems)
    tagger = Tagger(plan.skeleton.structure)
    setter = Typesetter(increment, fonts, tagger)
    for sheet in sheets:
        _set_sheet(setter, sheet)
    pages = setter.finish(len(plan.pages), plan.skeleton.tree_ref)
    roots, widgets = write_fields(increment, fonts, setter.pieces, tagger)
    pages = tuple(replace(page, attrs={**page.attrs, "Annots": widgets.get(page.ref, [])}) for page in pages)
    for page in pages:
        increment.put_object(page.ref, page.attrs)
    tagger.write(increment)
    _write_skeleton(plan, increment, [page.ref for page in pages], roots)
    return pages


def _set_sheet(setter: Typesetter, sheet: Sheet) -> None:
    setter.begin_sheet(sheet.title, sheet.header, sheet.footer)
    for block in sheet.blocks:
        match block:
            case Heading():
                setter.heading(block.text)
            case Paragraph():
                setter.paragraph(block.text)
            case Entry():
                setter.entry(block.label, block.text, block.name)
            case Table():
                shares = block.shares or (1.0,) * len(block.columns)
                rows = [[(cell.text, cell.name) for cell in row] for row in block.rows]
                setter.table(block.columns, shares, rows)


def _texts(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Every text on a sheet, with the name of its field, empty for text that is only printed."""
    yield from (("", text) for text in (sheet.title, sheet.header, sheet.footer))
    for block in sheet.blocks:
        match block:
            case Heading() | Paragraph():
                yield "", block.text
            case Entry():
                yield from (("", block.label), (block.name, block.text))
            case Table():
                yield from (("", title) for title in block.columns)
                yield from ((cell.name, cell.text) for row in block.rows for cell in row)


def _problems(plan: Plan, sheets: Sequence[Sheet]) -> Iterator[Problem]:
    taken = {name.split(".")[0] for name in plan.fields}
    seen: set[str] = set()
    for sheet in sheets:
        running = [text for text in (sheet.header, sheet.footer) if first_missing(text) is None]
        if any(len(running_lines(text)) > _RUNNING for text in running):
            yield BadValue("", msg("The header or footer of a sheet is longer than two lines."))
        for name, text in _texts(sheet):
            missing = first_missing(text.replace("\n", ""))
            if missing is not None:
                yield no_glyph(name, missing)
            if not name:
                continue
            if not all(name.split(".")) or name.split(".")[0] in taken or name in seen:
                yield BadValue(
                    name, msg("The form already has a field of this name, or the name is not a full name.")
                )
            elif any(other.startswith(f"{name}.") or name.startswith(f"{other}.") for other in seen):
                yield BadValue(name, msg("One field's name is the beginning of another's."))
            seen.add(name)


def _write_skeleton(plan: Plan, increment: Increment, pages: Sequence[Ref], roots: Sequence[Ref]) -> None:
    """Hang the new pages into the page tree and the new fields into the form."""
    skeleton = plan.skeleton
    kids, count = skeleton.tree["Kids"], skeleton.tree.get("Count")
    known = kids if isinstance(kids, list) else []
    total = (count if isinstance(count, int) else len(plan.pages)) + len(pages)
    increment.put_object(skeleton.tree_ref, {**skeleton.tree, "Kids": [*known, *pages], "Count": total})
    if not roots:
        return
    form = _with_fields(skeleton.form, roots)
    if skeleton.form_ref is not None:
        increment.put_object(skeleton.form_ref, form)
    else:
        increment.put_object(plan.base.root, {**skeleton.root, "AcroForm": form})


def _with_fields(form: Dict, roots: Sequence[Ref]) -> Dict:
    """The form with the sheets' fields; their default appearance names a font that every viewer has."""
    listed: Obj = form["Fields"]
    resources: Obj = form["DR"]
    known: Mapping[str, Obj] = resources if isinstance(resources, dict) else {}
    font: Obj = known.get("Font")
    named = font if isinstance(font, dict) else {}
    added: Dict = {"Helv": dict(HELVETICA), **named}
    return {
        **form,
        "Fields": [*(listed if isinstance(listed, list) else []), *roots],
        "DR": {**known, "Font": added},
    }
