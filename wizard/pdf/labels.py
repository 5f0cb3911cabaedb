"""What is printed beside a field: its label as the reader of the page sees it.

Texts come from the page with the place where each begins; how wide they are is guessed, which is good enough to
tell which of them is nearest. A label stands to the left of its field or above it; that of a tick box or radio
button stands behind it. What must stay true: it is a proposal with its distance, never a fact; and a page that
cannot be read gives no labels instead of an error.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any, Final, NamedTuple

from wizard.pdf.document import Page, open_document
from wizard.pdf.fields import Field, Place
from wizard.pdf.forms import FieldType, collect
from wizard.pdf.inspection import inspect_opened
from wizard.pdf.limits import FORMS, Limits
from wizard.pdf.seam import Printed, Source

__all__ = ["FIELD_MARK", "Survey", "survey"]

FIELD_MARK: Final = "[____]"
"""Stands where a field is, among the lines around it."""

_FARTHEST: Final = 160.0
_ABOVE: Final = 26.0
_MEAN_WIDTH: Final = 0.5
"""Of a letter, as a share of the size."""
_LONGEST: Final = 120
_AROUND: Final = 60.0
_SAME_LINE: Final = 4.0
_LINES: Final = 3
_LONGEST_LINE: Final = 400
_LARGER: Final = 1.15
"""A heading's size, as a multiple of the usual one."""
_BUTTONS: Final = frozenset({FieldType.CHECKBOX, FieldType.RADIO})
_JOIN: Final = 1.4
"""Lines closer than this many sizes belong to one label."""


@dataclass(frozen=True, slots=True)
class Survey:
    """A form's description, and what is printed by its fields: by name, and by name and export value.

    `around` are the lines of the page near a field, from the top down, with `FIELD_MARK` where the field is;
    `headings` is the larger line that a field stands under, `questions` what is printed before a tick box and
    the ones beside it.
    """

    found: Mapping[str, Any]
    labels: Mapping[str, str]
    option_labels: Mapping[str, Mapping[str, str]]
    around: Mapping[str, Sequence[str]] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As JSON data."""
        return {
            "found": dict(self.found),
            "labels": dict(self.labels),
            "option_labels": {name: dict(labels) for name, labels in self.option_labels.items()},
            "around": {name: list(lines) for name, lines in self.around.items()},
            "headings": dict(self.headings),
            "questions": dict(self.questions),
        }


class _Text(NamedTuple):
    """A printed text: its page, where it begins and ends, its baseline and size."""

    page: int
    left: float
    right: float
    y: float
    size: float
    words: str


def survey(data: bytes, password: str | None = None, limits: Limits = FORMS) -> Survey:
    """Describe a form and the labels on its pages. Raises what `inspect` raises."""
    document, source = open_document(data, password, limits)
    inspection = inspect_opened(document, source, collect(document))
    pages = {page.index + 1: list(_texts(source, page)) for page in document.pages}
    shown = [
        (entry, seen)
        for entry in inspection.fields.values()
        if (seen := [place for place in entry.places if place.page is not None and not place.hidden])
    ]
    options = {
        entry.name: {
            place.export: _nearest(place, pages.get(place.page or 0, []), button=True)
            for place in seen
            if place.export is not None
        }
        for entry, seen in shown
        if entry.type in _BUTTONS
    }
    taken = {
        text for entry, _ in shown if not _is_lone_box(entry) for text in options.get(entry.name, {}).values()
    }
    labels: dict[str, str] = {}
    around: dict[str, list[str]] = {}
    headings: dict[str, str] = {}
    questions: dict[str, str] = {}
    behind = taken | {text for found in options.values() for text in found.values()}
    for entry, seen in shown:
        texts = pages.get(seen[0].page or 0, [])
        around[entry.name] = _around(seen[0], texts)
        headings[entry.name] = _heading(seen[0], texts)
        free = [text for text in texts if text not in taken]
        if entry.type in _BUTTONS and not _is_lone_box(entry):
            labels[entry.name] = _over(seen, free)
        else:
            labels[entry.name] = _beside(seen[0], free, button=_is_lone_box(entry))
        if _is_lone_box(entry):
            questions[entry.name] = _over(seen, [text for text in texts if text not in behind])
    printed = {
        name: {
            export: "" if text is None else _with_next_line(text, pages.get(text.page, []))
            for export, text in found.items()
        }
        for name, found in options.items()
    }
    return Survey(inspection.to_json(), labels, printed, around, headings, questions)


def _is_lone_box(field: Field) -> bool:
    return field.type is FieldType.CHECKBOX and len(field.options) == 1


def _texts(source: Source, page: Page) -> Iterator[_Text]:
    for printed in source.printed(page.index):
        yield from _lines(printed, page.index + 1)


def _lines(printed: Printed, page: int) -> Iterator[_Text]:
    """A text as pypdf gives it may hold several lines; the first is where it says, the rest are left out."""
    words = " ".join(printed.text.strip().split("\n")[0].split())
    if any(char.isalnum() for char in words):
        right = printed.x + len(words) * printed.size * _MEAN_WIDTH
        yield _Text(page, printed.x, right, printed.y, printed.size, words[:_LONGEST])


def _around(place: Place, texts: Sequence[_Text]) -> list[str]:
    """The lines near a field, as far above and below as a reader looks; `FIELD_MARK` stands where the field begins."""
    left, bottom, _, top = place.rect
    pieces = [
        (text.y, text.left, text.words) for text in texts if bottom - _AROUND <= text.y <= top + _AROUND
    ]
    beside = [y for y, _, _ in pieces if bottom - 0.2 * _SAME_LINE <= y <= top]
    height = min(beside, key=lambda y: abs(y - bottom), default=bottom)
    rows: list[list[tuple[float, float, str]]] = []
    for piece in sorted([*pieces, (height, left, FIELD_MARK)], key=lambda piece: -piece[0]):
        if rows and rows[-1][0][0] - piece[0] <= _SAME_LINE:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    lines = [" ".join(words for _, _, words in sorted(row, key=lambda piece: piece[1])) for row in rows]
    here = next(number for number, line in enumerate(lines) if FIELD_MARK in line)
    return [line[:_LONGEST_LINE] for line in lines[max(0, here - _LINES) : here + _LINES + 1]]


def _beside(place: Place, texts: Sequence[_Text], *, button: bool) -> str:
    """The words that are nearest, with the line below where they go on there."""
    found = _nearest(place, texts, button=button)
    return "" if found is None else _with_next_line(found, texts)


def _nearest(place: Place, texts: Sequence[_Text], *, button: bool) -> _Text | None:
    """The text that is nearest: behind a button, or else to the left of a field or above it."""
    left, bottom, right, top = place.rect
    best: tuple[float, _Text] | None = None
    for text in texts:
        on_line = bottom - 0.6 * text.size <= text.y <= max(top, bottom + text.size) - 0.2 * text.size
        costs = []
        if button and on_line and text.left >= right - 2:
            costs.append(text.left - right)
        if on_line and text.right <= left + 0.3 * (text.right - text.left) and text.left < left:
            costs.append(max(left - text.right, 0.0) + (60 if button else 0))
        inside = text.y <= top and text.y > bottom + 0.5 * (top - bottom) and left - 4 <= text.left <= right
        over = top - 2 <= text.y <= top + _ABOVE and left - 12 <= text.left <= right
        if not button and (over or inside):
            costs.append(abs(text.y - top) + 0.3 * abs(text.left - left))
        if costs and min(costs) < _FARTHEST and (best is None or min(costs) < best[0]):
            best = (min(costs), text)
    return None if best is None else best[1]


def _heading(place: Place, texts: Sequence[_Text]) -> str:
    """The nearest line above that is set larger than most of its page."""
    if not texts:
        return ""
    usual = median(text.size for text in texts)
    above = [text for text in texts if text.y >= place.rect[3] - 2 and text.size >= _LARGER * usual]
    return min(above, key=lambda text: text.y).words if above else ""


def _over(places: Sequence[Place], texts: Sequence[_Text]) -> str:
    """The heading of a group of buttons: the nearest text above the first, or to its left."""
    first = places[0]
    left = min(place.rect[0] for place in places if place.page == first.page)
    top = max(place.rect[3] for place in places if place.page == first.page)
    bottom = first.rect[1]
    return _beside(Place(first.page, (left, bottom, left + 60, top)), texts, button=False)


def _with_next_line(text: _Text, texts: Sequence[_Text]) -> str:
    """A label that is broken into two lines, joined."""
    for other in texts:
        below = 0 < text.y - other.y <= _JOIN * text.size
        if (
            below
            and abs(other.left - text.left) < 2
            and other.size == text.size
            and other.words[:1].islower()
        ):
            return f"{text.words} {other.words}"
    return text.words
