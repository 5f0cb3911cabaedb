"""Backgrounds and borders of widgets, and the marks in tick boxes: vector drawing from /MK and /BS.

Marks are drawn as shapes, not with ZapfDingbats, so that a tick looks like a tick also where a viewer has no
such font. What must stay true: a widget that asks for no colour gets none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from wizard.pdf.document import Document, as_number
from wizard.pdf.forms import Widget
from wizard.pdf.objects import Dict, Name, number
from wizard.pdf.values import text_of

__all__ = ["Border", "border_of", "draw_backdrop", "draw_mark", "mark_of"]

_KAPPA: Final = 0.5523
"""The length of the control arm that makes a Bezier curve a quarter of a circle."""

_DARK: Final = b"0.5 g"
_LIGHT: Final = b"1 g"


@dataclass(frozen=True, slots=True)
class Border:
    """Colours as operands (such as `b"1 0 0"`, empty for none) and the style of the border."""

    background: tuple[float, ...] = ()
    colour: tuple[float, ...] = ()
    width: float = 1.0
    style: str = "S"
    dash: tuple[float, ...] = (3.0,)

    @property
    def edge(self) -> float:
        """How much of each side the visible border takes."""
        if not self.colour:
            return 0.0
        return self.width * (2 if self.style in {"B", "I"} else 1)


def border_of(document: Document, widget: Widget) -> Border:
    """Read /MK, /BS and /Border of a widget; the defaults are those of ISO 32000-1, 12.5.4."""
    looks = document.dictionary(widget.get("MK"))
    style = document.dictionary(widget.get("BS"))
    old = [as_number(document.resolve(item)) for item in document.array(widget.get("Border"))]
    width = as_number(document.resolve(style.get("W")))
    if width is None:
        width = old[2] if not style and len(old) > 2 and old[2] is not None else 1.0
    dash = tuple(as_number(document.resolve(item)) or 0.0 for item in document.array(style.get("D")))
    kind = style.get("S")
    return Border(
        background=_colour(document, looks, "BG"),
        colour=_colour(document, looks, "BC") if width > 0 else (),
        width=min(max(width, 0.0), 20.0),
        style=str(kind) if isinstance(kind, Name) else "S",
        dash=dash if any(dash) and min(dash) >= 0 else (3.0,),
    )


def draw_backdrop(
    border: Border, width: float, height: float, *, cells: int = 0, rounded: bool = False
) -> bytes:
    """Fill and outline a box of this size; with `cells`, also the lines between the cells of a comb."""
    parts: list[bytes] = []
    shape = _ellipse if rounded else _box
    if border.background:
        parts.append(_paint(border.background, b"rg") + shape(width, height, 0.0) + b"f\n")
    if border.colour and border.width:
        parts += _bevel(border, width, height) if border.style in {"B", "I"} and not rounded else []
        parts.append(_paint(border.colour, b"RG") + b"%b w\n" % number(border.width))
        if border.style == "D":
            parts.append(b"[%b] 0 d\n" % b" ".join(number(item) for item in border.dash))
        if border.style == "U" and not rounded:
            middle = number(border.width / 2)
            parts.append(b"0 %b m %b %b l S\n" % (middle, number(width), middle))
        else:
            parts.append(shape(width, height, border.width / 2) + b"S\n")
        step = width / cells if cells else 0.0
        parts += [b"%.2f 0 m %.2f %.2f l S\n" % (step * i, step * i, height) for i in range(1, cells)]
    return b"q\n%bQ\n" % b"".join(parts) if parts else b""


def mark_of(document: Document, widget: Widget, *, radio: bool) -> str:
    """The style of mark a button asks for (/MK /CA): 4 tick, l disc, 8 cross, u diamond, n square, H star."""
    wanted = text_of(document, document.dictionary(widget.get("MK")).get("CA")).strip()
    return wanted if wanted in {"4", "l", "8", "u", "n", "H"} else "l" if radio else "4"


def draw_mark(mark: str, width: float, height: float, colour: bytes) -> bytes:
    """The mark, in the middle of the box and as large as looks right in it."""
    side = min(width, height)
    half = side * {"4": 0.34, "8": 0.27, "l": 0.24, "n": 0.27, "u": 0.3, "H": 0.36}.get(mark, 0.3)
    centre = b"q\n1 0 0 1 %.2f %.2f cm\n%b\n" % (width / 2, height / 2, colour)
    scaled = b"%.3f 0 0 %.3f 0 0 cm\n" % (half, half)
    return centre + scaled + _MARKS.get(mark, _MARKS["4"]) + b"\nQ\n"


def _colour(document: Document, looks: Dict, key: str) -> tuple[float, ...]:
    parts = tuple(as_number(document.resolve(item)) or 0.0 for item in document.array(looks.get(key)))
    return tuple(min(max(part, 0.0), 1.0) for part in parts) if len(parts) in {1, 3, 4} else ()


def _paint(colour: tuple[float, ...], rgb: bytes) -> bytes:
    """The operator that sets a colour; `rgb` is its name for three components, upper case for lines."""
    upper = rgb.isupper()
    operator = {1: b"G" if upper else b"g", 3: rgb, 4: b"K" if upper else b"k"}[len(colour)]
    return b"%b %b\n" % (b" ".join(number(part) for part in colour), operator)


def _box(width: float, height: float, inset: float) -> bytes:
    return b"%.2f %.2f %.2f %.2f re " % (inset, inset, max(width - 2 * inset, 0), max(height - 2 * inset, 0))


def _ellipse(width: float, height: float, inset: float) -> bytes:
    rx = ry = max(min(width, height) / 2 - inset, 0.0)
    x, y, kx, ky = width / 2, height / 2, rx * _KAPPA, ry * _KAPPA
    return (
        b"%.2f %.2f m %.2f %.2f %.2f %.2f %.2f %.2f c "
        % (x + rx, y, x + rx, y + ky, x + kx, y + ry, x, y + ry)
        + b"%.2f %.2f %.2f %.2f %.2f %.2f c " % (x - kx, y + ry, x - rx, y + ky, x - rx, y)
        + b"%.2f %.2f %.2f %.2f %.2f %.2f c " % (x - rx, y - ky, x - kx, y - ry, x, y - ry)
        + b"%.2f %.2f %.2f %.2f %.2f %.2f c h " % (x + kx, y - ry, x + rx, y - ky, x + rx, y)
    )


def _bevel(border: Border, width: float, height: float) -> list[bytes]:
    """The two tones inside a bevelled or inset border."""
    w = border.width
    upper, lower = (_LIGHT, _DARK) if border.style == "B" else (_DARK, b"0.75 g")
    top = (
        w,
        w,
        w,
        height - w,
        width - w,
        height - w,
        width - 2 * w,
        height - 2 * w,
        2 * w,
        height - 2 * w,
        2 * w,
        2 * w,
    )
    foot = (
        width - w,
        height - w,
        width - w,
        w,
        w,
        w,
        2 * w,
        2 * w,
        width - 2 * w,
        2 * w,
        width - 2 * w,
        height - 2 * w,
    )
    return [tone + b"\n" + _polygon(points) for tone, points in ((upper, top), (lower, foot))]


def _polygon(points: tuple[float, ...]) -> bytes:
    pairs = [b"%.2f %.2f" % (points[i], points[i + 1]) for i in range(0, len(points), 2)]
    return pairs[0] + b" m " + b"".join(pair + b" l " for pair in pairs[1:]) + b"h f\n"


_MARKS: Final = {
    "4": b"-0.95 0.02 m -0.68 0.3 l -0.32 -0.08 l 0.62 0.98 l 0.98 0.76 l -0.28 -0.86 l h f",
    "8": b"-1 0.72 m -0.72 1 l 0 0.28 l 0.72 1 l 1 0.72 l 0.28 0 l 1 -0.72 l 0.72 -1 l 0 -0.28 l "
    b"-0.72 -1 l -1 -0.72 l -0.28 0 l h f",
    "l": b"1 0 m 1 0.5523 0.5523 1 0 1 c -0.5523 1 -1 0.5523 -1 0 c -1 -0.5523 -0.5523 -1 0 -1 c "
    b"0.5523 -1 1 -0.5523 1 0 c h f",
    "n": b"-1 -1 2 2 re f",
    "u": b"0 1 m 1 0 l 0 -1 l -1 0 l h f",
    "H": b"0 1 m 0.235 0.324 l 0.951 0.309 l 0.38 -0.124 l 0.588 -0.809 l 0 -0.4 l -0.588 -0.809 l "
    b"-0.38 -0.124 l -0.951 0.309 l -0.235 0.324 l h f",
}
"""Shapes in a square from -1 to 1."""
