"""What a caller gives for a field, checked against what the field can hold.

Each function turns a given value into what is stored and drawn, or raises `Unfit` with the problem. What must
stay true: nothing is guessed; a value of the wrong kind or outside the options is a problem, and its message
holds what the template offers, never what the user gave.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TypeAlias

from wizard.i18n import msg
from wizard.pdf import textstring
from wizard.pdf.buttons import OFF
from wizard.pdf.errors import BadValue, NoGlyph, Problem, TooLong
from wizard.pdf.fields import Field
from wizard.pdf.forms import FieldType
from wizard.pdf.plan import ButtonPlan

__all__ = [
    "Given",
    "Unfit",
    "choice_of",
    "composed",
    "free_text",
    "no_glyph",
    "not_fillable",
    "picked",
    "text_of",
]

Given: TypeAlias = str | bool | Sequence[str] | None
"""What a caller may give for a field; None and "" clear it."""


class Unfit(Exception):  # noqa: N818  control flow inside the room; it never leaves it
    """The value cannot be put in as it is; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self.problem = problem


def text_of(field: Field, value: Given) -> tuple[str, str]:
    """What is stored and what is drawn for `value` in a text field or combo box. Raises `Unfit`."""
    if value is None:
        return "", ""
    if not isinstance(value, str):
        raise Unfit(BadValue(field.name, msg("This field holds text.")))
    if field.type is FieldType.COMBO:
        return _option(field, value)
    text = free_text(field, value)
    if field.max_length is not None and len(text) > field.max_length:
        reason = msg(
            "The text has {n} characters; this field holds {most}.", n=len(text), most=field.max_length
        )
        raise Unfit(TooLong(field.name, reason))
    return text, composed(text)


def free_text(field: Field, text: str) -> str:
    """`text` with its line breaks unified. Raises `Unfit` for breaks in a field of one line."""
    unified = textstring.unify_lines(text)
    if "\n" in unified and not field.multiline:
        raise Unfit(BadValue(field.name, msg("The text has line breaks; this field holds one line.")))
    return unified


def composed(text: str) -> str:
    """`text` with letters and their accents put together, as fonts have them (NFC)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def choice_of(plan: ButtonPlan, value: Given) -> str | None:
    """The export value that `value` chooses in a tick box or radio group, None for none. Raises `Unfit`."""
    field = plan.field
    if value is True and len(field.options) == 1 and field.type is FieldType.CHECKBOX:
        return field.options[0].export
    if value in (None, "", False):
        return None
    if isinstance(value, str):
        if any(option.export == value for option in field.options):
            return value
        by_state = {textstring.decode_name(button.state): button.export for button in plan.buttons}
        if value in by_state:
            return by_state[value]
        if value == OFF:
            return None
    raise Unfit(_not_offered(field))


def picked(field: Field, value: Given) -> list[int]:
    """The numbers of the options that `value` chooses in a list box, rising. Raises `Unfit`."""
    wanted = [value] if isinstance(value, str) and value else value or []
    if isinstance(wanted, bool | str) or not all(isinstance(item, str) for item in wanted):
        raise Unfit(BadValue(field.name, msg("This field holds a list of its options.")))
    if len(wanted) > 1 and not field.multiple:
        raise Unfit(BadValue(field.name, msg("Only one of the options can be chosen here.")))
    exports = [option.export for option in field.options]
    texts = [option.text for option in field.options]
    found = set()
    for item in wanted:
        if item not in exports and item not in texts:
            raise Unfit(_not_offered(field))
        found.add(exports.index(item) if item in exports else texts.index(item))
    return sorted(found)


def not_fillable(field: Field) -> BadValue:
    """The problem with filling a signature field or a push button."""
    if field.type is FieldType.SIGNATURE:
        return BadValue(field.name, msg("This field is for a signature; it cannot be filled with a value."))
    return BadValue(field.name, msg("This field is a push button; it holds no value."))


def no_glyph(field: str, char: str) -> NoGlyph:
    """The problem with a character that no font has."""
    code = f"U+{ord(char):04X}"
    if unicodedata.category(char) in {"Cc", "Cf", "Cs"}:
        return NoGlyph(
            field, msg("The text has the control character {code}, which cannot be drawn.", code=code)
        )
    return NoGlyph(field, msg("No font at hand has the character {char} ({code}).", char=char, code=code))


def _option(field: Field, value: str) -> tuple[str, str]:
    for option in field.options:
        if option.export == value:
            return option.export, composed(option.text)
    for option in field.options:
        if option.text == value:
            return option.export, composed(option.text)
    if field.editable or not value:
        return free_text(field, value), composed(value)
    raise Unfit(_not_offered(field))


def _not_offered(field: Field) -> BadValue:
    offered = tuple(option.export for option in field.options)
    if field.type is FieldType.CHECKBOX and len(offered) == 1:
        return BadValue(
            field.name, msg("This is a tick box: give true or false, or {value}.", value=offered[0])
        )
    return BadValue(field.name, msg("The value is not one of those offered: {options}.", options=offered))
