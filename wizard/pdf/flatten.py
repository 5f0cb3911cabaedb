"""Flattening: what the fields show becomes part of the page, and the form is gone.

Each widget's appearance stream is drawn by the page's own content, where a viewer would draw it; a page that is
tagged keeps its tags, and each field's element goes on saying what it was (`flattags`). The file is written
anew, so that no earlier value lies hidden in it. What must stay true: a page looks as before, and text that was
seen can still be extracted; hidden fields, and buttons that only a screen shows, leave nothing behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, radians, sin
from typing import Final, NamedTuple, TypeAlias

from wizard.i18n import msg
from wizard.pdf.contents import OPENING, closing, unclosed
from wizard.pdf.document import Document, Page, as_number, open_document, rectangle
from wizard.pdf.errors import Locked, NoForm, PureXfa
from wizard.pdf.flattags import Tags
from wizard.pdf.forms import FieldType, Form, FormField, Widget, collect, type_of
from wizard.pdf.limits import FORMS, Limits
from wizard.pdf.locks import Lock
from wizard.pdf.objects import Dict, Name, Obj, Ref, Stream, compressed, number
from wizard.pdf.rewrite import rewrite
from wizard.pdf.rights import rights_of
from wizard.pdf.template import Template

__all__ = ["flatten"]

Matrix: TypeAlias = tuple[float, float, float, float, float, float]

_UPRIGHT: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_PRINT: Final = 1 << 2
_NO_ROTATE: Final = 1 << 4
_OF_FORMS: Final = ("AcroForm", "NeedsRendering", "Perms", "AA")


class _Picture(NamedTuple):
    """A widget that is seen: its appearance stream, and where it goes."""

    field: FormField
    widget: Widget
    stream: Ref
    matrix: Matrix


def flatten(data: bytes, password: str | None = None, limits: Limits = FORMS) -> bytes:
    """The same pages without a form. Raises `PdfError`; `Locked` where a signature would be made void."""
    document, form, lock = _opened(data, password, limits)
    if document.resolve(form.attrs.get("NeedAppearances")) is True:
        data = Template.compile(data, password, limits).fill({}).data  # draws what viewers would have drawn
        document, form, lock = _opened(data, password, limits)
    tags = Tags.of(document)
    pictures = list(_pictures(document, form))
    for page in document.pages:
        own = [picture for picture in pictures if picture.widget.page is page]
        if own or any(widget.page is page for field in form.fields.values() for widget in field.widgets):
            _burn(document, form, page, own, tags)
    if tags is not None:
        tags.write()
    for key in _OF_FORMS:
        document.root.pop(key, None)
    names = document.dictionary(document.root.get("Names"))
    names.pop("JavaScript", None)
    return rewrite(document, lock)


def _opened(data: bytes, password: str | None, limits: Limits) -> tuple[Document, Form, Lock | None]:
    document, source = open_document(data, password, limits)
    form = collect(document)
    if not form.fields:
        raise PureXfa if form.attrs.get("XFA") is not None else NoForm
    if rights_of(document, form).signed:
        raise Locked(msg("The form is signed. Flattening it would make the signature void."))
    return document, form, source.lock


def _pictures(document: Document, form: Form) -> Iterator[_Picture]:
    """The widgets that are seen, in the file's order."""
    for field in form.fields.values():
        kind = type_of(field.nodes[0])
        for widget in field.widgets:
            flags = int(as_number(widget.attrs.get("F")) or 0)
            if widget.page is None or widget.hidden or (kind is FieldType.PUSH and not flags & _PRINT):
                continue
            stream = _shown_stream(document, widget)
            matrix = None if stream is None else _placing(document, widget, widget.page, stream)
            if stream is not None and matrix is not None:
                yield _Picture(field, widget, stream, matrix)


def _shown_stream(document: Document, widget: Widget) -> Ref | None:
    """The appearance stream in force: of a button, that of its present state."""
    found = document.dictionary(widget.attrs.get("AP")).get("N")
    if isinstance(document.resolve(found), dict):
        state = document.resolve(widget.attrs.get("AS"))
        found = document.dictionary(found).get(str(state)) if isinstance(state, Name) else None
    while isinstance(found, Ref) and isinstance(document.load(found), Ref):
        found = document.load(found)
    return found if isinstance(found, Ref) and isinstance(document.load(found), Stream) else None


def _placing(document: Document, widget: Widget, page: Page, stream: Ref) -> Matrix | None:
    """What brings the stream's box into the widget's rectangle (ISO 32000-1, 12.5.5); None for an empty one."""
    rect = rectangle(document, widget.attrs.get("Rect"))
    attrs = document.dictionary(stream)
    box = rectangle(document, attrs.get("BBox"))
    if rect is None or box is None:
        return None
    own = [as_number(document.resolve(item)) for item in document.array(attrs.get("Matrix"))]
    a, b, c, d, e, f = [item or 0.0 for item in own] if len(own) == 6 else _UPRIGHT
    corners = [(x * a + y * c + e, x * b + y * d + f) for x in (box[0], box[2]) for y in (box[1], box[3])]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    bottom, top = min(y for _, y in corners), max(y for _, y in corners)
    if right - left <= 0 or top - bottom <= 0 or rect[2] <= rect[0] or rect[3] <= rect[1]:
        return None
    wide, high = (rect[2] - rect[0]) / (right - left), (rect[3] - rect[1]) / (top - bottom)
    plain = (wide, 0.0, 0.0, high, rect[0] - left * wide, rect[1] - bottom * high)
    if int(as_number(widget.attrs.get("F")) or 0) & _NO_ROTATE and page.rotate:
        return _times(plain, _turned_about(rect[0], rect[3], page.rotate))
    return plain


def _turned_about(x: float, y: float, degrees: int) -> Matrix:
    """A turn against the clock about a point: what keeps a note upright on a page that is shown turned."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return (c, s, -s, c, x - x * c + y * s, y - x * s - y * c)


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _burn(document: Document, form: Form, page: Page, pictures: list[_Picture], tags: Tags | None) -> None:
    """Draw the widgets' streams on their page, and take all widgets off it."""
    widgets = {widget.ref for field in form.fields.values() for widget in field.widgets}
    resources = dict(document.dictionary(page.attrs.get("Resources") or page.inherited.get("Resources")))
    objects = dict(document.dictionary(resources.get("XObject")))
    known: dict[Ref, str] = {}
    parts = []
    for picture in pictures:
        if picture.stream not in known:
            known[picture.stream] = _free_name(objects)
            objects[known[picture.stream]] = picture.stream
            _as_form(document, form, picture)
        drawing = b"q\n%b cm\n/%b Do\nQ\n" % (
            b" ".join(map(number, picture.matrix)),
            known[picture.stream].encode(),
        )
        parts.append(drawing if tags is None else tags.mark(page, picture.field, picture.widget.ref, drawing))
    if tags is not None:
        tags.forget(page, widgets - {picture.widget.ref for picture in pictures})
    left = [item for item in document.array(page.attrs.get("Annots")) if item not in widgets]
    page.attrs.pop("Annots", None)
    if left:
        page.attrs["Annots"] = left
    if parts:
        page.attrs["Resources"] = {**resources, "XObject": objects}
        page.attrs["Contents"] = _fenced(document, page, b"".join(parts))


def _fenced(document: Document, page: Page, drawing: bytes) -> list[Obj]:
    """The page's own streams, so enclosed that they leave no trace in the graphics state, and then ours."""
    contents = page.attrs.get("Contents")
    streams = document.array(contents) or ([contents] if isinstance(contents, Ref) else [])
    if not streams:
        return [document.add(compressed(drawing))]
    after = closing(unclosed(document, streams)) + drawing
    return [document.add(Stream({}, OPENING)), *streams, document.add(compressed(after))]


def _as_form(document: Document, form: Form, picture: _Picture) -> None:
    """Give an appearance stream what it needs as a part of the page."""
    stream = document.load(picture.stream)
    if isinstance(stream, Stream):
        stream.attrs["Type"], stream.attrs["Subtype"] = Name("XObject"), Name("Form")
        stream.attrs.setdefault("Resources", form.attrs.get("DR") or {})
        layer = picture.widget.attrs.get("OC")
        if layer is not None:
            stream.attrs.setdefault("OC", layer)


def _free_name(taken: Dict) -> str:
    count = len(taken)
    while f"Lov{count}" in taken:
        count += 1
    return f"Lov{count}"
