"""A filled form as lines of text: what is printed on the paper, with the answers in their places.

A terminal has no room for the page as it is, so the page is set anew: what stands beside each other stays beside
each other, in columns that begin where they do on the paper, and what is too long for its column wraps in it. A
row of tick boxes that does not fit flows on to the next line. What must stay true: nothing that is printed or
written on the form is left out, whatever the width, and the order is that of the paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from rich.cells import cell_len
from textual.content import Content

from wizard.tui.words import NOTHING, plain

if TYPE_CHECKING:
    from wizard.blanks import Laid
    from wizard.pdf import Field, Place, PrintedLine, PrintedPage, Sheet

__all__ = ["Face", "FormText", "set_form"]

_SAME_ROW: Final = 4.5
"""Points between baselines of one row."""
_FAR: Final = 17.0
"""Points between two rows that the paper sets apart."""
_LEADING: Final = 1.38
"""From one line of a paragraph to the next, in sizes of its letters, at most."""
_MEAN_WIDTH: Final = 0.5
"""Of a letter, as a share of its size."""
_MARK_REACH: Final = 16.0
"""Points between a tick box and what belongs to it, at most."""
_TITLE: Final = 12.0
_HEADING: Final = 9.6
_SMALL: Final = 7.2
_LEAST: Final = 4
"""No column is narrower, however narrow the page."""
_BREAKS: Final = frozenset("-\N{EN DASH}/@._")
_BUTTONS: Final = frozenset({"checkbox", "radio"})

PRINTED: Final = ""
QUIET: Final = "$quiet"
WRITTEN: Final = "bold $ink on $field"
OPEN: Final = "$line on $field"
HERE: Final = "bold $on-chosen on $chosen"
TICKED: Final = "bold $mark"


class Face(Protocol):
    """What is set: a form as it would be filled, or one that came filled."""

    @property
    def pages(self) -> tuple[PrintedPage, ...]:
        """What is printed."""

    @property
    def fields(self) -> Mapping[str, Field]:
        """Where one writes."""

    @property
    def laid(self) -> Laid:
        """What is written, and what it is about."""


@dataclass(frozen=True, slots=True)
class FormText:
    """The lines, the line on which each field stands, and the line on which each page begins."""

    lines: tuple[Content, ...]
    at: Mapping[str, int]
    pages: tuple[int, ...]


class _Piece(NamedTuple):
    """Something on the page: from `x` to `right` in points, on the baseline `y`."""

    x: float
    right: float
    y: float
    words: str
    style: str = PRINTED
    field: str = ""
    is_mark: bool = False


@dataclass(slots=True)
class _Setting:
    """A page being set, `width` columns wide."""

    width: int
    lines: list[Content] = field(default_factory=list)
    at: dict[str, int] = field(default_factory=dict)

    def put(self, line: Content, fields: Iterable[str] = ()) -> None:
        for name in fields:
            self.at.setdefault(name, len(self.lines))
        self.lines.append(line)


def set_form(face: Face, width: int, here: frozenset[str] = frozenset(), page_word: str = "") -> FormText:
    """The form in lines of `width` columns. Fields of the questions `here` are marked; `page_word` names a page."""
    setting, starts = _Setting(max(width, 2 * _LEAST)), []
    for number, page in enumerate(face.pages, start=1):
        starts.append(len(setting.lines))
        setting.put(_rule(f"{page_word} {number}".strip(), setting.width))
        _set_page(setting, list(_pieces(face, page, number, here)))
        setting.put(NOTHING)
    for sheet in face.laid.sheets:
        starts.append(len(setting.lines))
        _set_sheet(setting, sheet)
    return FormText(tuple(setting.lines), setting.at, tuple(starts))


# What is on a page ---------------------------------------------------------------------------------------


def _pieces(face: Face, page: PrintedPage, number: int, here: frozenset[str]) -> Iterator[_Piece]:
    fields = [
        piece
        for found in face.fields.values()
        for place in found.places
        if place.page == number and not place.hidden
        for piece in _field_pieces(face, page, found, place, is_here=face.laid.about.get(found.name) in here)
    ]
    yield from fields
    marks = [piece for piece in fields if piece.is_mark]
    for lines in _paragraphs(page.lines, marks):
        first, words = lines[0], " ".join(line.words for line in lines)
        longest = max(len(line.words) for line in lines)
        yield _Piece(first.x, first.x + longest * first.size * _MEAN_WIDTH, first.y, words, _style_of(first))


def _paragraphs(lines: Iterable[PrintedLine], marks: Sequence[_Piece]) -> list[list[PrintedLine]]:
    """Lines that go on below each other, together; what stands behind a tick box of its own begins anew."""
    found: list[list[PrintedLine]] = []
    for line in sorted(lines, key=lambda line: (-line.y, line.x)):
        above = next((group for group in reversed(found) if _goes_on(group[-1], line)), None)
        if above is None or _has_mark(line, marks):
            found.append([line])
        else:
            above.append(line)
    return found


def _goes_on(above: PrintedLine, line: PrintedLine) -> bool:
    is_aligned = above.size == line.size and abs(above.x - line.x) < 1
    return is_aligned and 0 < above.y - line.y <= _LEADING * line.size


def _has_mark(line: PrintedLine, marks: Sequence[_Piece]) -> bool:
    return any(
        abs(mark.y - line.y) <= _SAME_ROW and 0 <= line.x - mark.right <= _MARK_REACH for mark in marks
    )


def _style_of(line: PrintedLine) -> str:
    if line.size >= _TITLE:
        return "bold $mark"
    if line.size >= _HEADING:
        return "bold"
    return QUIET if line.size <= _SMALL else PRINTED


def _field_pieces(
    face: Face, page: PrintedPage, found: Field, place: Place, *, is_here: bool
) -> Iterator[_Piece]:
    corners = (page.upright(*place.rect[:2]), page.upright(*place.rect[2:]))
    left, right = sorted(x for x, _ in corners)
    bottom, top = sorted(y for _, y in corners)
    if found.type.value in _BUTTONS:
        given = face.laid.buttons.get(found.name)
        is_on = given is True or (isinstance(given, str) and given == place.export)
        marks = "○●" if found.type.value == "radio" else "☐☒"
        style = HERE if is_here else TICKED if is_on else QUIET
        yield _Piece(left, right, bottom + 1.2, marks[is_on], style, found.name, is_mark=True)
        return
    text = face.laid.texts.get(found.name, "")
    style = HERE if is_here else WRITTEN if text else OPEN
    baseline = top - 10 if found.multiline else bottom + 4
    yield _Piece(left, right, baseline, text, style, found.name)


# Setting a page ------------------------------------------------------------------------------------------


def _set_page(setting: _Setting, pieces: list[_Piece]) -> None:
    if not pieces:
        return
    left = min(piece.x for piece in pieces)
    right = max(piece.right for piece in pieces if piece.field or piece.x == left)
    scale = (setting.width - 1) / max(1.0, right - left)
    before: float | None = None
    for row in _rows(pieces):
        if before is not None and before - row[0].y > _FAR:
            setting.put(NOTHING)
        before = row[0].y
        _set_row(setting, _units(row, left, scale, setting.width))


def _rows(pieces: Iterable[_Piece]) -> Iterator[list[_Piece]]:
    row: list[_Piece] = []
    for piece in sorted(pieces, key=lambda p: (-p.y, p.x)):
        if row and row[0].y - piece.y > _SAME_ROW:
            yield sorted(row)
            row = []
        row.append(piece)
    if row:
        yield sorted(row)


class _Unit(NamedTuple):
    """What is set as one: a text, a field, or a tick box with what stands behind it. `room` is a field's width."""

    start: int
    room: int
    words: str
    style: str
    field: str
    mark: str = ""
    mark_style: str = ""

    @property
    def width(self) -> int:
        """Columns it takes on one line."""
        return cell_len(self.words) + (2 if self.mark else 0)


def _units(row: Sequence[_Piece], left: float, scale: float, width: int) -> list[_Unit]:
    units: list[_Unit] = []
    for piece in row:
        start = min(round((piece.x - left) * scale), width - _LEAST)
        mark = units[-1] if units and units[-1].mark and not units[-1].words else None
        if mark is not None and not piece.is_mark and not piece.field:
            units[-1] = mark._replace(words=piece.words, style=piece.style)
        elif piece.is_mark:
            units.append(_Unit(start, 0, "", "", piece.field, piece.words, piece.style))
        else:
            room = max(_LEAST, round((piece.right - piece.x) * scale)) if piece.field else 0
            units.append(_Unit(start, room, piece.words, piece.style, piece.field))
    return units


def _set_row(setting: _Setting, units: list[_Unit]) -> None:
    last = units[-1]
    if not last.room:  # what stands at the right edge may begin further left
        before = units[-2].start + units[-2].width + 2 if len(units) > 1 else 0
        units[-1] = last._replace(start=min(last.start, max(before, setting.width - last.width)))
    groups = _groups(units)
    starts = [group[0].start for group in groups] + [setting.width + 1]
    boxes = [b - a - 1 for a, b in pairwise(starts)]
    if not all(map(_is_settable, groups, boxes)):
        groups, starts, boxes = [units], [units[0].start], [setting.width - units[0].start]
    columns = [_column(group, box) for group, box in zip(groups, boxes, strict=True)]
    names = [unit.field for unit in units if unit.field]
    for number in range(max(len(column) for column in columns)):
        line, at = NOTHING, 0
        for start, column in zip(starts, columns, strict=False):
            if number < len(column):
                line += plain(" " * (start - at)) + column[number]
                at = start + column[number].cell_length
        setting.put(line, names if number == 0 else ())


def _groups(units: Sequence[_Unit]) -> list[list[_Unit]]:
    """The columns of a row; the buttons of one field stand in one."""
    groups: list[list[_Unit]] = []
    for unit in units:
        if unit.mark and groups and groups[-1][-1].mark and groups[-1][-1].field == unit.field:
            groups[-1].append(unit)
        else:
            groups.append([unit])
    return groups


def _is_settable(group: Sequence[_Unit], box: int) -> bool:
    """Whether a column is wide enough: texts wrap between their words, tick boxes stand whole."""
    if group[0].mark:
        return all(unit.width <= box for unit in group)
    return box >= min(_LEAST, group[0].width)


def _column(group: Sequence[_Unit], box: int) -> list[Content]:
    """A column: one after the other, on as many lines of `box` columns as it takes."""
    lines: list[Content] = []
    for unit in group:
        parts = _box(unit, box)
        if lines and len(parts) == 1 and lines[-1].cell_length + 2 + parts[0].cell_length <= box:
            lines[-1] = lines[-1] + plain("  ") + parts[0]
        else:
            lines += parts
    return lines


def _box(unit: _Unit, box: int) -> list[Content]:
    """A unit in lines of at most `box` columns; a field shows its whole width."""
    mark = plain(f"{unit.mark} ", unit.mark_style) if unit.mark else NOTHING
    room = min(unit.room, box)
    found = []
    for line in _wrapped(unit.words, box - (2 if unit.mark else 0)) or [""]:
        if unit.room and unit.style == OPEN:
            found.append(plain("_" * room, OPEN))
        else:
            found.append(plain(line + " " * max(0, room - cell_len(line)), unit.style))
    return [mark + found[0], *(plain("  " if unit.mark else "") + line for line in found[1:])]


def _wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns, broken between words where that can be."""
    found: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            piece = word
            if line and cell_len(line) + 1 + cell_len(piece) <= width:
                line += f" {piece}"
                continue
            if line:
                found.append(line)
            while cell_len(piece) > width:
                cut = _cut(piece, width)
                found.append(piece[:cut])
                piece = piece[cut:]
            line = piece
        found.append(line)
    return found


def _cut(word: str, width: int) -> int:
    """How many letters of a long word fit; at least one. After a sign where one would break it, if there is any."""
    count = total = 0
    for letter in word:
        total += cell_len(letter)
        if total > width and count:
            break
        count += 1
    signs = [place for place in range(1, count) if word[place - 1] in _BREAKS]
    return signs[-1] if signs else max(1, count)


# Continuation sheets -------------------------------------------------------------------------------------


def _set_sheet(setting: _Setting, sheet: Sheet) -> None:
    from wizard.pdf import Entry, Heading, Paragraph  # noqa: PLC0415  loaded by now

    setting.put(_rule(sheet.title, setting.width))
    for block in sheet.blocks:
        if isinstance(block, Heading | Paragraph):
            style = "bold" if isinstance(block, Heading) else PRINTED
            _set_words(setting, block.text, style)
        elif isinstance(block, Entry):
            _set_words(setting, block.label, QUIET)
            _set_words(setting, block.text, WRITTEN)
        else:
            for row in block.rows:
                setting.put(NOTHING)
                for column, cell in zip(block.columns, row, strict=True):
                    if cell.text:
                        _set_words(setting, f"{column}: {cell.text}", PRINTED)
    setting.put(NOTHING)


def _set_words(setting: _Setting, text: str, style: str) -> None:
    for line in _wrapped(text, setting.width):
        setting.put(plain(line, style))


def _rule(title: str, width: int) -> Content:
    words = plain(f"{title} ", "bold $quiet") if title else NOTHING
    return words + plain("─" * max(0, width - words.cell_length), "$rule")
