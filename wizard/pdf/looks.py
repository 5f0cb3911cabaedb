"""From a widget's dictionaries to its `Look`: font, size, colour, box, rotation, background.

The default appearance string (/DA) names a font that is looked up in the form's resources, then in the
widget's own. What must stay true: the font whose codes we use is the font object the stream refers to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from wizard.pdf.appearance import font_resources
from wizard.pdf.borders import Border, border_of, draw_backdrop
from wizard.pdf.document import Document, as_number, rectangle
from wizard.pdf.faces import HELVETICA, Face, face_of, font_in
from wizard.pdf.fields import Field
from wizard.pdf.forms import FieldType, Form, Widget
from wizard.pdf.layout import Align, Box
from wizard.pdf.objects import Name, Obj, Ref, number, serialise, write_name
from wizard.pdf.plan import Look
from wizard.pdf.ready import make_ready
from wizard.pdf.syntax import Operator, tokens

__all__ = ["Faces", "Geometry", "Style", "form_matrix", "geometry_of", "look_of", "style_of"]

_BLACK: Final = b"0 g"
_COLOURS: Final = {b"g": 1, b"rg": 3, b"k": 4}
_SAFE_ART: Final = re.compile(
    rb"(?:\s|[-+.\d]+(?=\s)|\[[-+.\d\s]*\]|(?:rg|RG|g|G|k|K|w|re|m|l|c|v|y|h|f\*?|F|S|s|b\*?|B\*?|n|q|Q|j|J|M|d|W\*?|i)(?=\s|$))*\Z"
)
_PAINTS: Final = re.compile(rb"\b(?:f\*?|F|S|s|b\*?|B\*?)(?=\s|$)")
_STATES: Final = re.compile(rb"/\S+\s+gs\b")


@dataclass(frozen=True, slots=True)
class Style:
    """What a default appearance string says: font name, size (0: automatic), operators for the colour."""

    font: str
    size: float
    colour: bytes


@dataclass(frozen=True, slots=True)
class Geometry:
    """A widget's size as its text sees it, and the turn that brings it into its rectangle."""

    width: float
    height: float
    turn: int


class Faces:
    """The faces of a template, each made once and named by its index. `extra` are objects they need."""

    def __init__(self, document: Document, form: Form) -> None:
        self.all: list[Face] = []
        self.extra: dict[Ref, Obj] = {}
        self._document = document
        self._form = form
        self._known: dict[bytes, int | None] = {}
        self._spare_index: int | None = None

    def index(self, widget: Widget, name: str) -> int | None:
        """The face for the font called `name` where `widget` uses it; None where it cannot draw text."""
        font = self._find(widget, name)
        if font is None:
            return self._spare()
        key = serialise(font)
        if key not in self._known:
            face = face_of(self._document, font)
            self._known[key] = None if face is None else self._add(face)
        return self._known[key]

    def _find(self, widget: Widget, name: str) -> Obj:
        document = self._document
        appearance = document.dictionary(document.dictionary(widget.attrs.get("AP")).get("N"))
        places: list[Obj] = [self._form.attrs.get("DR"), widget.get("DR"), appearance.get("Resources")]
        if widget.page is not None:
            places.append(widget.page.attrs.get("Resources") or widget.page.inherited.get("Resources"))
        return next((font for font in (font_in(document, place, name) for place in places) if font), None)

    def _spare(self) -> int | None:
        """Helvetica, as an object of the increment, for fields whose font the form does not have."""
        if self._spare_index is None:
            ref = self._document.allocate()
            face = face_of(self._document, dict(HELVETICA))
            if face is not None:
                self.extra[ref] = dict(HELVETICA)
                self._spare_index = self._add(replace(face, resource=serialise(ref)))
        return self._spare_index

    def _add(self, face: Face) -> int:
        self.all.append(face)
        return len(self.all) - 1


def style_of(document: Document, form: Form, widget: Widget) -> Style:
    """The default appearance in force for `widget`."""
    raw = document.resolve(widget.get("DA"))
    if not isinstance(raw, bytes):
        raw = document.resolve(form.attrs.get("DA"))
    row = tokens(raw if isinstance(raw, bytes) else b"")
    font, size, colour = "Helv", 0.0, _BLACK
    for index, token in enumerate(row):
        if not isinstance(token, Operator):
            continue
        if token == b"Tf" and index >= 1:
            size = abs(as_number(row[index - 1]) or 0.0)
            name = row[index - 2] if index >= 2 else None
            font = str(name) if isinstance(name, Name) else font
        elif token in _COLOURS and index >= _COLOURS[token]:
            colour = _operands(row[index - _COLOURS[token] : index]) + token
    return Style(font, min(size, 300.0), colour)


def geometry_of(document: Document, widget: Widget, field: Field | None = None) -> Geometry:
    """The size of the widget's box, turned as /MK /R says.

    Where it says nothing on a page that is shown turned, a tall narrow box for one line of text is meant to be
    read along its length, so it is turned with the page.
    """
    left, bottom, right, top = rectangle(document, widget.attrs.get("Rect")) or (0.0, 0.0, 0.0, 0.0)
    width, height = right - left, top - bottom
    stated = as_number(document.resolve(document.dictionary(widget.get("MK")).get("R")))
    turn = int(stated or 0) // 90 * 90 % 360
    page_turn = widget.page.rotate if widget.page else 0
    one_line = field is not None and not field.multiline and field.fillable and not field.multiple
    if stated is None and page_turn in {90, 270} and one_line and height > 2 * width:
        turn = page_turn
    return Geometry(height, width, turn) if turn in {90, 270} else Geometry(width, height, turn)


def form_matrix(geometry: Geometry) -> bytes:
    """The /BBox and /Matrix entries of an appearance stream of this geometry."""
    box = b"/BBox[0 0 %b %b]" % (number(geometry.width), number(geometry.height))
    match geometry.turn:
        case 90:
            return box + b"/Matrix[0 1 -1 0 %b 0]" % number(geometry.height)
        case 180:
            return box + b"/Matrix[-1 0 0 -1 %b %b]" % (number(geometry.width), number(geometry.height))
        case 270:
            return box + b"/Matrix[0 -1 1 0 0 %b]" % number(geometry.width)
        case _:
            return box


def look_of(document: Document, form: Form, widget: Widget, field: Field, faces: Faces) -> Look | None:
    """The look of one text, combo or list widget; None for one too small to show anything."""
    geometry = geometry_of(document, widget, field)
    if geometry.width < 1 or geometry.height < 1:
        return None
    border = border_of(document, widget)
    style = style_of(document, form, widget)
    face = faces.index(widget, style.font)
    align = as_number(document.resolve(widget.get("Q")))
    align = as_number(document.resolve(form.attrs.get("Q"))) if align is None else align
    cells = field.max_length or 0 if field.comb else 0
    thickness = border.width * (2 if border.style in {"B", "I"} else 1)
    box = Box(
        width=geometry.width,
        height=geometry.height,
        edge=border.edge,
        pad=min(thickness + max(border.width, 1.0), geometry.width / 10),
        size=style.size,
        align=Align(int(align)) if align in {0, 1, 2} else Align.START,
        multiline=field.multiline,
        cells=cells,
        cap_height=faces.all[face].cap_height if face is not None else 714.0,
    )
    font_name = write_name(style.font)
    look = Look(
        ref=document.allocate(),
        frame=b"<</Type/XObject/Subtype/Form" + form_matrix(geometry),
        backdrop=_backdrop(document, widget, border, geometry, cells),
        colour=style.colour,
        font_name=font_name,
        face=face,
        fonts=b"" if face is None else font_resources({font_name: faces.all[face].resource}),
        box=box,
        optional=widget.page is None or widget.hidden,
    )
    if face is None or field.password or field.type not in {FieldType.TEXT, FieldType.COMBO}:
        return look
    return replace(look, ready=make_ready(look, faces.all[face]))


def _backdrop(document: Document, widget: Widget, border: Border, geometry: Geometry, cells: int) -> bytes:
    """Background and border as /MK asks, or else what the old appearance stream drew behind its text."""
    if border.background or border.colour:
        return draw_backdrop(border, geometry.width, geometry.height, cells=cells)
    old = document.dictionary(widget.attrs.get("AP")).get("N")
    content = document.stream_data(old) or b""
    if geometry.turn or "Matrix" in document.dictionary(old) or b"BT" in content.split(b"/Tx BMC")[0]:
        return b""
    art = _STATES.sub(b"", content.split(b"/Tx BMC")[0]).strip()
    if not _PAINTS.search(art) or len(art) > 4000 or not _SAFE_ART.match(art):
        return b""
    return b"q\n%b\nQ\n" % art if art.count(b"q") == art.count(b"Q") else b""


def _operands(row: Sequence[Obj | Operator]) -> bytes:
    return b"".join(number(as_number(item) or 0.0) + b" " for item in row)
