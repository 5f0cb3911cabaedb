"""What a field holds, read from the file as it is, whoever wrote it.

Programs disagree about how values are stored: a radio group's value is a name, but pypdf writes it as a
string with a slash in it; a list's value is an array or one string; a combo box holds an export value or the
text that was shown; a long text may be a stream. All of these are read. What must stay true: reading is total
for any file, and gives `str` for text, combo and radio, `list[str]` for lists, and for tick boxes `True`,
`False`, or the export value where a field has several.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from wizard.pdf import textstring
from wizard.pdf.buttons import OFF, Button, buttons_of, exports
from wizard.pdf.document import Document
from wizard.pdf.forms import FieldType, FormField, Node, type_of
from wizard.pdf.objects import Name, Obj, Ref, Stream

__all__ = [
    "Option",
    "Value",
    "button_value",
    "combo_value",
    "list_value",
    "numbered",
    "options_of",
    "stored_choice",
    "text_of",
    "value_of",
    "values_of",
]

Value: TypeAlias = str | bool | list[str]
"""What a field can hold; see the module's docstring for which kind holds what."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: the value that is stored and the text that is shown for it."""

    export: str
    text: str


def value_of(document: Document, field: FormField) -> Value | None:
    """The value of `field`; where several objects bear its name, that of the first one that is shown.

    None for push buttons and signatures, which hold none.
    """
    found = values_of(document, field)
    return found[0] if found else None


def values_of(document: Document, field: FormField) -> list[Value]:
    """The value that each object of `field` holds, those that are shown first."""
    kind = type_of(field.nodes[0])
    if kind in {None, FieldType.PUSH, FieldType.SIGNATURE}:
        return []
    if kind in {FieldType.CHECKBOX, FieldType.RADIO}:
        return _choices(document, field, kind)
    return [_value(document, node, kind) for node in field.nodes]


def options_of(document: Document, node: Node) -> tuple[Option, ...]:
    """What a combo or list box offers, in order."""
    found: list[Option] = []
    for item in document.array(node.get("Opt")):
        entry = document.resolve(item)
        pair = entry if isinstance(entry, list) else [entry]
        if pair:
            export, text = text_of(document, pair[0]), text_of(document, pair[-1])
            found.append(Option(export, text))
    return tuple(found)


def text_of(document: Document, obj: Obj) -> str:
    """The text that a string, name, number or text stream holds; empty for anything else."""
    value = document.resolve(obj)
    match value:
        case Stream():
            return textstring.decode(document.stream_data(obj) or b"")
        case Name():
            return textstring.decode_name(value)
        case bytes():
            return textstring.decode(value)
        case bool() | None | Ref():
            return ""
        case int() | float():
            return f"{value:g}"
        case _:
            return ""


def combo_value(text: str, options: Sequence[Option]) -> str:
    """The export value for a stored `text`, which may be the text that was shown for it instead."""
    if any(option.export == text for option in options):
        return text
    return next((option.export for option in options if option.text == text), text)


def list_value(texts: Sequence[str], options: Sequence[Option]) -> list[str]:
    """The export values for stored texts; empty ones mean that nothing is chosen."""
    return [combo_value(text, options) for text in texts if text]


def numbered(indices: Obj, options: Sequence[Option]) -> list[str]:
    """The export values of the options whose numbers a list field's /I gives."""
    items = indices if isinstance(indices, list) else []
    return [options[item].export for item in items if isinstance(item, int) and 0 <= item < len(options)]


def button_value(choice: str, kind: FieldType, *, several: bool) -> str | bool:
    """An export value ("" for none) as the field's value; `several` tells that a tick box has more than one."""
    if kind is FieldType.RADIO:
        return choice
    return choice or False if several else bool(choice)


def stored_choice(raw: Obj, buttons: Sequence[Button]) -> str | None:
    """The export value that a button field's /V stands for; "" for none; None where it says nothing of use."""
    if isinstance(raw, Name):
        state = str(raw)
    elif isinstance(raw, bytes):
        state = textstring.decode(raw).removeprefix("/").encode("utf-8", "replace").decode("latin-1")
    else:
        return None
    if state in {OFF, ""}:
        return ""
    for button in buttons:
        if button.state == state:
            return button.export
    plain = textstring.decode_name(state)
    return next((button.export for button in buttons if button.export == plain), None)


def _choices(document: Document, field: FormField, kind: FieldType) -> list[Value]:
    """The values of a tick box or radio group; where /V says nothing, what is drawn as on decides."""
    buttons = buttons_of(document, field)
    shown = _shown_choice(field, buttons)
    several = len(exports(buttons)) > 1
    stored = [stored_choice(document.resolve(node.get("V")), buttons) for node in field.nodes]
    return [button_value(shown if choice is None else choice, kind, several=several) for choice in stored]


def _value(document: Document, node: Node, kind: FieldType | None) -> Value:
    stored = node.get("V")
    if kind is FieldType.LIST:
        return _list_value(document, node)
    if kind is FieldType.COMBO:
        raw = document.resolve(stored)
        first = (raw[0] if raw else None) if isinstance(raw, list) else stored
        return combo_value(text_of(document, first), options_of(document, node))
    return textstring.unify_lines(text_of(document, stored))


def _list_value(document: Document, node: Node) -> list[str]:
    options = options_of(document, node)
    raw = document.resolve(node.get("V"))
    if raw is None:
        return numbered([document.resolve(item) for item in document.array(node.get("I"))], options)
    return list_value(
        [text_of(document, item) for item in (raw if isinstance(raw, list) else [raw])], options
    )


def _shown_choice(field: FormField, buttons: Sequence[Button]) -> str:
    """The export value of the widget that is drawn as on; "" where none is."""
    for widget, button in zip(field.widgets, buttons, strict=False):
        if widget.attrs.get("AS") == button.state:
            return button.export
    return ""
