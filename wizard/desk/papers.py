"""A file of a case, opened for reading: what is printed, what its fields hold, and where both stand.

The file may come from anyone. A PDF is taken apart in the guarded process and comes back as data; every place on
a page is brought within the page's bounds and every amount is limited, so that whatever draws it draws in time.
Nothing is opened by another program, and a file that cannot be read here says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

from wizard.blanks import Laid
from wizard.i18n import Message, msg
from wizard.pdf import (
    Field,
    FieldType,
    Paragraph,
    PdfError,
    Place,
    PrintedLine,
    PrintedPage,
    Sheet,
    shared_guard,
)

if TYPE_CHECKING:
    from wizard.pdf import Value

__all__ = ["Paper", "nothing_to_show", "open_paper"]

_PAGES: Final = 60
_LINES: Final = 400
"""Of a page."""
_ALL_LINES: Final = 5_000
_LINE: Final = 500
"""Letters of a printed line."""
_FIELDS: Final = 3_000
_LONGEST: Final = 4_000
"""Letters of one value, or of one line of a text."""
_WRITTEN: Final = 200_000
"""Letters of all values together."""
_TEXT: Final = 200_000
"""Bytes of a text file."""
_SIDE: Final = 14_400.0
"""Points: no page is larger by the standard."""
_TEXTS: Final = (".txt", ".json", ".yaml", ".yml", ".csv", ".md")


@dataclass(frozen=True)
class Paper:
    """See the module. It can be shown as a filled form is; `why` says why there is nothing, or not all of it."""

    name: str
    pages: tuple[PrintedPage, ...]
    fields: Mapping[str, Field]
    laid: Laid
    why: Message | None = None

    def page_of(self, field: str) -> int | None:
        """The page on which a field stands."""
        found = self.fields.get(field)
        return next((p.page for p in found.places if p.page is not None), None) if found else None


def nothing_to_show(name: str, why: Message | None = None) -> Paper:
    """A file of which nothing can be shown."""
    return Paper(name, (), {}, Laid({}, {}, {}, ()), why)


def open_paper(name: str, data: bytes) -> Paper:
    """Open a file for reading. Never raises for what is in it."""
    if b"%PDF-" in data[:1024]:
        try:
            form, pages = shared_guard().look(data)
        except PdfError as error:
            return nothing_to_show(name, error.message)
        return _pdf(name, form, pages)
    if name.lower().endswith(_TEXTS):
        return _text(name, data)
    return nothing_to_show(name, msg("This kind of file cannot be shown here. Open it in another program."))


def _text(name: str, data: bytes) -> Paper:
    lines = data[:_TEXT].decode("utf-8", "replace").splitlines()
    sheet = Sheet(name, tuple(Paragraph(line[:_LONGEST]) for line in lines))
    why = msg("Only the beginning of the file is shown.") if len(data) > _TEXT else None
    return replace(nothing_to_show(name, why), laid=Laid({}, {}, {}, (sheet,)))


def _pdf(name: str, form: Mapping[str, Any], pages: tuple[PrintedPage, ...]) -> Paper:
    told = form.get("fields")
    listed = [f for f in told if isinstance(f, dict)] if isinstance(told, list) else []
    fields = {field.name: field for field in _fields(listed[:_FIELDS])}
    texts = _texts(fields)
    buttons = {n: f.value for n, f in fields.items() if f.type in _BUTTONS and f.value is not None}
    shown = tuple(_some(pages))
    is_cut = len(pages) > len(shown) or len(listed) > _FIELDS
    why = msg("The file is long: only the beginning of it is shown.") if is_cut else None
    if not any(page.lines for page in shown) and not fields:
        why = msg(
            "The pages are pictures: nothing on them can be read here. Open the file in another program."
        )
    return Paper(name, shown, fields, Laid(texts, buttons, {name: name for name in fields}, ()), why)


_BUTTONS: Final = frozenset({FieldType.CHECKBOX, FieldType.RADIO})
_UNSHOWN: Final = frozenset({FieldType.PUSH, FieldType.SIGNATURE})


def _some(pages: Iterable[PrintedPage]) -> Iterator[PrintedPage]:
    """As many pages as can be drawn in time."""
    count = 0
    for number, page in enumerate(pages):
        if number >= _PAGES or count > _ALL_LINES:
            return
        shown = _page(page)
        count += len(shown.lines)
        yield shown


def _texts(fields: Mapping[str, Field]) -> dict[str, str]:
    """What stands in the fields, each as far as there is room for all."""
    found: dict[str, str] = {}
    left = _WRITTEN
    for name, field in fields.items():
        if field.type not in _BUTTONS:
            found[name] = _shown(field.value, field)[: min(_LONGEST, left)]
            left -= len(found[name])
    return found


def _fields(listed: Iterable[Mapping[str, Any]]) -> Iterator[Field]:
    for told in listed:
        try:
            kind = FieldType(str(told["type"]))
            places = tuple(_place(place) for place in told["places"])
        except (KeyError, TypeError, ValueError):
            continue
        if kind not in _UNSHOWN:
            texts, exports = told.get("option_texts") or [], told.get("options") or []
            yield Field(
                name=str(told.get("name", "")),
                type=kind,
                label=str(told.get("label") or ""),
                value=_chosen(told.get("value"), dict(zip(map(str, exports), map(str, texts), strict=False))),
                options=(),
                places=places,
                required=False,
                read_only=True,
                multiline=told.get("multiline") is True,
                password=told.get("password") is True,
                comb=False,
                editable=False,
                multiple=False,
                max_length=None,
            )


def _chosen(value: Any, texts: Mapping[str, str]) -> Value | None:
    """A value as it is shown: of lists, what stands there for what is chosen."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, list):
        return [texts.get(str(v), str(v)) for v in value]
    return texts.get(str(value), str(value)) if texts else str(value)


def _shown(value: Value | None, field: Field) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if field.password:
        return "•" * len(value)
    return ", ".join(value) if isinstance(value, list) else str(value)


def _place(told: Mapping[str, Any]) -> Place:
    left, bottom, right, top = (_within(float(number)) for number in told["rect"])
    page, export = told.get("page"), told.get("export")
    return Place(
        page if isinstance(page, int) else None,
        (left, bottom, right, top),
        told.get("hidden") is True,
        None if export is None else str(export),
    )


def _page(page: PrintedPage) -> PrintedPage:
    left, bottom, right, top = (_within(number) for number in page.box)
    lines = tuple(
        PrintedLine(_within(x), _within(y), min(max(_within(size), 1.0), 200.0), words[:_LINE])
        for x, y, size, words in page.lines[:_LINES]
    )
    return PrintedPage((left, bottom, right, top), page.rotate, lines)


def _within(number: float) -> float:
    return min(max(number, -_SIDE), _SIDE) if isfinite(number) else 0.0
