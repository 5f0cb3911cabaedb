"""Appearance streams: the picture of a value, drawn by us so that no viewer has to guess.

A stream is the widget's background and border as its /MK and /BS describe them, then the text as `layout` has
placed it. Rotation (/MK /R) is in the stream's matrix, so all drawing is upright. What must stay true: what is
drawn is what the field's value says, whole; and the operators are the plainest ones that do it.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import Final

from wizard.pdf.faces import Face
from wizard.pdf.fontset import FontSet
from wizard.pdf.layout import LEADING, Box, Setting
from wizard.pdf.objects import Ref, number
from wizard.pdf.plan import Look
from wizard.pdf.writing import fallback_lines, moved

__all__ = [
    "HIGHLIGHT",
    "WORTH_DEFLATING",
    "draw_rows",
    "draw_with_face",
    "draw_with_fallback",
    "font_resources",
    "stream_object",
]

WORTH_DEFLATING: Final = 600
"""Contents from this length on are written deflated."""

HIGHLIGHT: Final = b"0.6 0.757 0.855 rg"
"""The colour behind a chosen line of a list box; the one that Acrobat uses."""


def stream_object(look: Look, fonts: bytes, content: bytes) -> bytes:
    """The appearance stream of a widget as an indirect object; `fonts` is the value of /Resources."""
    return form_object(look.ref, b"%b/Resources%b" % (look.frame, fonts), look.backdrop + content)


def form_object(ref: Ref, frame: bytes, content: bytes) -> bytes:
    """A form XObject as an indirect object; `frame` is its dictionary, still open, without /Length."""
    if len(content) >= WORTH_DEFLATING:
        content = zlib.compress(content)
        frame += b"/Filter/FlateDecode"
    return b"%d 0 obj\n%b/Length %d>>stream\n%b\nendstream\nendobj\n" % (
        ref.num,
        frame,
        len(content),
        content,
    )


def font_resources(fonts: Mapping[bytes, bytes]) -> bytes:
    """A resource dictionary with fonts by name (with slash) and what each refers to."""
    return b"<</Font<<%b>>>>" % b"".join(b"%b %b" % entry for entry in fonts.items())


def draw_with_face(text: str, setting: Setting, look: Look, face: Face) -> bytes:
    """The operators that show `text` with one of the template's fonts."""
    opening = b"/Tx BMC\nq\nBT\n%b\n%b %b Tf\n" % (look.colour, look.font_name, number(setting.size))
    if len(setting.lines) == 1:
        line = setting.lines[0]
        return b"%b%.2f %.2f Td %b Tj\nET\nQ\nEMC" % (opening, line.x, line.y, face.literal(text))
    parts = [opening]
    x = y = 0.0
    for line in setting.lines:
        literal = face.literal(text[line.start : line.end])
        parts.append(b"%.2f %.2f Td %b Tj\n" % (line.x - x, line.y - y, literal))
        x, y = moved(x, line.x), moved(y, line.y)
    parts.append(b"ET\nQ\nEMC")
    return b"".join(parts)


def draw_with_fallback(text: str, setting: Setting, look: Look, fonts: FontSet) -> tuple[bytes, set[str]]:
    """The same with the fallback fonts, and the names of those it takes."""
    used: set[str] = set()
    parts = [b"/Tx BMC\nq\nBT\n%b\n" % look.colour]
    parts += fallback_lines(text, setting.lines, setting.size, fonts, used)
    parts.append(b"ET\nQ\nEMC")
    return b"".join(parts), used


def draw_rows(bottoms: Sequence[float], box: Box, size: float) -> bytes:
    """The highlight behind the chosen rows of a list box, given by where each row's bottom is."""
    if not bottoms:
        return b""
    across = box.width - 2 * box.edge
    rows = b"".join(
        b"%.2f %.2f %.2f %.2f re f\n" % (box.edge, low, across, LEADING * size) for low in bottoms
    )
    return b"q\n%b\n%bQ\n" % (HIGHLIGHT, rows)
