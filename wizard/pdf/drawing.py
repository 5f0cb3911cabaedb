"""From a checked value to the appearance streams of its field: which font, which layout, which operators.

The template's own font draws a text if it has every character of it; otherwise the fallback font draws the
whole text, so that no word changes its look in the middle. What must stay true: what does not fit is a
problem, never clipped, except where nobody sees the widget.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from wizard.i18n import Message, msg
from wizard.pdf import fallback
from wizard.pdf.answers import Unfit, composed, free_text, no_glyph
from wizard.pdf.appearance import draw_rows, draw_with_face, draw_with_fallback, font_resources, stream_object
from wizard.pdf.errors import BadValue, Overflow, Unfillable
from wizard.pdf.faces import Face
from wizard.pdf.fields import Field
from wizard.pdf.fontset import FontSet
from wizard.pdf.layout import LEADING, Align, Fit, Layout, Placed, Setting, set_text
from wizard.pdf.plan import ListPlan, Look, Plan, TextPlan
from wizard.pdf.ready import USUAL, draw_ready
from wizard.pdf.shaping import right_to_left

__all__ = ["Artist", "lay_out"]

_NO_FONTS: Final = b"<<>>"
_EMPTY: Final = b"/Tx BMC\nEMC"
_BULLETS: Final = "\u2022*"
_FOOT: Final = 0.26
"""From the bottom of a list's row to its baseline, as a share of the size."""


class Artist:
    """Draws the widgets of one filling."""

    def __init__(self, plan: Plan, fonts: FontSet, fit: Fit) -> None:
        self.faces = plan.faces
        self.fonts = fonts
        self.fit = fit
        self.is_usual = fit == USUAL
        self.notices: list[Message] = []

    def draw_text(self, look: Look, field: Field, text: str) -> bytes:
        """The appearance stream that shows `text` in a text field or combo box. Raises `Unfit`."""
        if not text:
            return stream_object(look, _NO_FONTS, _EMPTY)
        if look.ready is not None and look.face is not None and self.is_usual:
            drawn = draw_ready(look.ready[text.isascii()], self.faces[look.face], text)
            if drawn is not None:
                return drawn
        face, shown, setting = _setting(self.faces, look, field, text, self.fit)
        if not setting.fits and not look.optional:
            reason = msg(
                "The text does not fit: there is room for about {room} characters.", room=setting.shown
            )
            raise Unfit(Overflow(field.name, reason))
        return self._stream(look, face, b"", shown, setting)

    def draw_list(self, look: Look, plan: ListPlan, chosen: Sequence[int]) -> tuple[bytes, int]:
        """The picture of a list box, scrolled so that the first chosen line is seen; and its top line."""
        texts = [composed(option.text) for option in plan.field.options]
        face = None if look.face is None else self.faces[look.face]
        if face is not None and not all(char in face.widths for text in texts for char in text):
            face = None
        try:
            wide = [sum(_advances(text, face)) for text in texts]
        except KeyError as error:
            raise Unfit(no_glyph(plan.field.name, str(error.args[0]))) from None
        size = _list_size(wide, look, self.fit, _span(chosen))
        box, step = look.box, LEADING * size
        room = max(int((box.inner_height + 0.01) / step), 1)
        top = 0 if not chosen or chosen[-1] < room else max(0, min(chosen[0], len(texts) - room))
        rows = texts[top : top + room]
        if any(not top <= index < top + room for index in chosen) and not look.optional:
            name = plan.field.name
            self.notices.append(
                msg(
                    "The list {field} is too low to show all that is chosen in it; the values are all there.",
                    field=name,
                )
            )
        bottoms = [box.height - box.edge - (row + 1) * step for row in range(len(rows))]
        starts = accumulate((len(row) + 1 for row in rows), initial=0)
        lines = [
            Placed(_row_start(look, row, width * size / 1000), bottom + _FOOT * size, start, start + len(row))
            for row, width, bottom, start in zip(rows, wide[top : top + room], bottoms, starts, strict=False)
        ]
        highlight = draw_rows(
            [bottoms[index - top] for index in chosen if 0 <= index - top < len(rows)], box, size
        )
        text = "\n".join(rows)
        return self._stream(look, face, highlight, text, Setting(size, lines, len(text))), top

    def _stream(self, look: Look, face: Face | None, behind: bytes, text: str, setting: Setting) -> bytes:
        if face is not None:
            return stream_object(look, look.fonts, behind + draw_with_face(text, setting, look, face))
        content, used = draw_with_fallback(text, setting, look, self.fonts)
        return stream_object(look, font_resources(self.fonts.resources(used)), behind + content)


def lay_out(plan: Plan, field: Field, text: str, fit: Fit) -> Layout:
    """How `text` would be shown in `field`: in the smallest of its widgets. Raises `Unfillable`."""
    found = plan.plans.get(field.name)
    if not isinstance(found, TextPlan):
        raise Unfillable([BadValue(field.name, msg("This field does not hold free text."))])
    try:
        shown = composed(free_text(field, text))
        seen = [look for look in found.looks if not look.optional]
        settings = [_setting(plan.faces, look, field, shown, fit)[2] for look in seen]
    except Unfit as unfit:
        raise Unfillable([unfit.problem]) from None
    if field.max_length is not None and len(shown) > field.max_length:
        settings.append(Setting(fit.smallest, (), field.max_length, fits=False))
    if not settings:
        return Layout(True, shown, "", fit.largest)
    worst = min(settings, key=lambda setting: (setting.fits, setting.shown, setting.size))
    return Layout(worst.fits, shown[: worst.shown], shown[worst.shown :], worst.size)


def _setting(
    faces: Sequence[Face], look: Look, field: Field, text: str, fit: Fit
) -> tuple[Face | None, str, Setting]:
    """The template's face, or None for the fallback where that lacks a character; what is drawn, and where."""
    if look.face is not None:
        face = faces[look.face]
        try:
            shown = _bullets(text, face) if field.password else text
            return face, shown, set_text(shown, _advances(shown, face), look.box, fit)
        except KeyError:
            pass
    shown = _bullets(text, None) if field.password else text
    try:
        advances = _advances(shown, None)
    except KeyError as error:
        raise Unfit(no_glyph(field.name, str(error.args[0]))) from None
    return None, shown, set_text(shown, advances, look.box, fit, right_to_left(shown))


def _advances(text: str, face: Face | None) -> list[float]:
    """The advance of each character; `KeyError` for one that the template's face, or no font at all, has.

    A line feed takes no room and needs no glyph.
    """
    if face is None:
        return fallback.advances(text)
    width = face.widths.__getitem__
    return [0.0 if char == "\n" else width(char) for char in text] if "\n" in text else list(map(width, text))


def _bullets(text: str, face: Face | None) -> str:
    """What a password field shows."""
    return next((char for char in _BULLETS if face is None or char in face.glyphs), "*") * len(text)


def _row_start(look: Look, row: str, width: float) -> float:
    """Where a row of a list begins; one that is read from right to left ends at the right."""
    box = look.box
    return box.width - box.pad - width if box.align == Align.START and right_to_left(row) else box.pad


def _span(chosen: Sequence[int]) -> int:
    """How many lines of a list must be seen so that all that is chosen is."""
    return max(chosen) - min(chosen) + 1 if chosen else 1


def _list_size(wide: Sequence[float], look: Look, fit: Fit, span: int) -> float:
    """The size at which a list's lines, of the given widths, fit, as far as they may shrink.

    A list too long for that is scrolled: then `span` lines are enough, and the others need not be made small.
    """
    start = look.box.size or fit.largest
    least = min(fit.smallest, start)
    widest = max(wide, default=0.0)
    across = (look.box.width - 2 * look.box.pad) * 1000 / widest if widest else start
    downs = [look.box.inner_height / (LEADING * lines) for lines in (max(len(wide), 1), span)]
    down = next((size for size in downs if size >= least), least)
    wanted = across if look.box.size else min(across, down)
    return max(min(start, wanted), least)
