"""What can be made ready before there are values: buttons for each choice, and the usual picture of a text.

The usual picture shows one line that fits at the first size, in the template's own font. Everything in it but the
codes of its text is known when the template is compiled. There it is drawn once, with an empty text, by the very
code that draws all others, and cut in two where the text goes. What must stay true: what comes out is, byte for
byte, what the long way gives; where that is not sure, nothing does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from wizard.pdf.appearance import WORTH_DEFLATING, draw_with_face, stream_object
from wizard.pdf.buttons import OFF, chosen, exports
from wizard.pdf.faces import Face
from wizard.pdf.forms import FieldType
from wizard.pdf.layout import Align, Fit, Placed, Setting, first_try
from wizard.pdf.objects import Ref, write_name
from wizard.pdf.plan import ButtonPlan, Look, Ready

__all__ = ["USUAL", "button_objects", "draw_ready", "make_ready", "with_choices"]

USUAL: Final = Fit()
"""How far text may shrink where the caller says nothing; what is made ready is made for this."""

_LENGTH: Final = b"/Length "
_MOST_OBJECTS: Final = 64
"""A group of buttons that comes to more than this for all its choices is written when it is filled."""


def with_choices(plan: ButtonPlan) -> ButtonPlan:
    """`plan` with the objects for each of its choices."""
    choices = [None, *exports(plan.buttons)]
    if len(choices) * len(plan.slots) > _MOST_OBJECTS:
        return plan
    return replace(plan, ready={choice: button_objects(plan, choice) for choice in choices})


def button_objects(plan: ButtonPlan, choice: str | None) -> tuple[tuple[Ref, bytes], ...]:
    """The objects of a tick box or radio group with `choice` made, without the pictures it lacked."""
    radio = plan.field.type is FieldType.RADIO
    state, lit = chosen(plan.buttons, choice, radio=radio, in_unison=plan.in_unison)
    stored = b"/V" + write_name(state)
    found = []
    for slot, number in zip(plan.slots, plan.widgets, strict=True):
        own = stored if slot.holds_value else b""
        if number is not None:
            own += b"/AS" + write_name(plan.buttons[number].state if lit[number] else OFF)
        found.append((slot.ref, slot.head + own + slot.tail))
    return tuple(found)


def make_ready(look: Look, face: Face) -> tuple[Ready, Ready] | None:
    """Pictures for text with and without letters beyond ASCII; None where the place of a line depends on it."""
    box = look.box
    if box.multiline or box.cells or box.align not in {Align.LEFT, Align.START}:
        return None
    return _ready(look, face, plain=False), _ready(look, face, plain=True)


def draw_ready(ready: Ready, face: Face, text: str) -> bytes | None:
    """The picture of `text` as an indirect object; None where it must be set another way."""
    try:
        width = sum(map(face.widths.__getitem__, text)) / 1000
        codes = b"".join(map(face.glyphs.__getitem__, text))
    except KeyError:
        return None
    length = ready.length + len(codes)
    if width * ready.size > ready.room or length >= WORTH_DEFLATING:
        return None
    return b"%b%d%b%b%b" % (ready.head, length, ready.before, codes, ready.behind)


def _ready(look: Look, face: Face, *, plain: bool) -> Ready:
    size, y, room = first_try(look.box, USUAL, plain=plain)
    drawn = draw_with_face("", Setting(size, (Placed(look.box.pad, y, 0, 0),), 0), look, face)
    content = look.backdrop + drawn
    if len(content) >= WORTH_DEFLATING:
        return Ready(size, -1.0, b"", b"", b"", 0)  # no text is narrow enough
    head, _, tail = stream_object(look, look.fonts, drawn).rpartition(content)
    start, _, rest = head.rpartition(_LENGTH)
    gap = content.rindex(b"<> Tj" if face.wide else b"() Tj") + 1
    opening = rest.lstrip(b"0123456789")
    return Ready(size, room, start + _LENGTH, opening + content[:gap], content[gap:] + tail, len(content))
