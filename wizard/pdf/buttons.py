"""Tick boxes and radio groups: which states their widgets have, and what each state is called outside.

A widget's *state* is a name in its appearance dictionary, such as `Yes` or `0`. Its *export value* is what the
form hands over: the text at the widget's place in /Opt where the field has one, otherwise the state's name as
text. Several widgets may share a state, or share an export value under different states. What must stay true:
a state is found for every widget, also where the file has no appearance for it, and is the same at each run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wizard.pdf import textstring
from wizard.pdf.document import Document
from wizard.pdf.forms import Flag, FormField, Widget, flags_of
from wizard.pdf.objects import Name, Obj

__all__ = ["OFF", "Button", "buttons_of", "chosen", "exports", "in_unison"]

OFF = "Off"


@dataclass(frozen=True, slots=True)
class Button:
    """One widget of a tick box or radio group: its state when on, and the text that stands for it."""

    state: str
    export: str


def buttons_of(document: Document, field: FormField) -> tuple[Button, ...]:
    """One `Button` for each widget of `field`, in order; a field no page shows gets one from its value."""
    node = field.nodes[0]
    options = [_text(document, item) for item in document.array(node.get("Opt"))]
    found = [_state(document, widget) for widget in field.widgets]
    spare = _spare_states(document, field)
    states = [state or other for state, other in zip(found, spare, strict=False)] or spare
    return tuple(
        Button(state, _export(state, index, options, len(states))) for index, state in enumerate(states)
    )


def exports(buttons: Sequence[Button]) -> tuple[str, ...]:
    """The export values that can be chosen, each once, in order."""
    return tuple(dict.fromkeys(button.export for button in buttons))


def chosen(
    buttons: Sequence[Button], choice: str | None, *, radio: bool, in_unison: bool
) -> tuple[str, tuple[bool, ...]]:
    """The state for the field's value, and which widgets are on, when `choice` (an export value) is made.

    Widgets that share the state go on together in tick boxes and in radio groups that say so
    (RadiosInUnison); in other radio groups only the first of them (ISO 32000-1, 12.7.4.2.4).
    """
    first = next((index for index, button in enumerate(buttons) if button.export == choice), None)
    if choice is None or first is None:
        return OFF, (False,) * len(buttons)
    state = buttons[first].state
    if len(buttons) == 1:
        return state, (True,)
    if radio and not in_unison:
        return state, tuple(index == first for index in range(len(buttons)))
    return state, tuple(button.state == state for button in buttons)


def in_unison(field: FormField) -> bool:
    """Whether the radio buttons of `field` that share a state go on and off together."""
    return bool(flags_of(field.nodes[0]) & Flag.IN_UNISON)


def _state(document: Document, widget: Widget) -> str | None:
    """The name of the widget's on-state: from its normal appearance, or its pressed one."""
    appearances = document.dictionary(widget.attrs.get("AP"))
    for kind in ("N", "D"):
        states = document.resolve(appearances.get(kind))
        if isinstance(states, dict):
            names = [name for name in states if name != OFF]
            if names:
                return names[0]
    current = widget.attrs.get("AS")
    return str(current) if isinstance(current, Name) and current != OFF else None


def _spare_states(document: Document, field: FormField) -> list[str]:
    """States for widgets without an appearance: the value or default that is there, or one made up."""
    flags = flags_of(field.nodes[0])
    count = max(1, len(field.widgets))
    if flags & Flag.RADIO and count > 1:
        return [str(index) for index in range(count)]
    for key in ("V", "DV"):
        value = document.resolve(field.nodes[0].get(key))
        if isinstance(value, Name) and value not in {OFF, ""}:
            return [str(value)] * count
    return ["Yes"] * count


def _export(state: str, index: int, options: Sequence[str], count: int) -> str:
    if len(options) == count:
        return options[index]
    if state.isascii() and state.isdigit() and int(state[:9]) < len(options):
        return options[int(state)]
    return textstring.decode_name(state)


def _text(document: Document, item: Obj) -> str:
    value = document.resolve(item)
    if isinstance(value, list) and value:
        value = document.resolve(value[0])
    if isinstance(value, bytes):
        return textstring.decode(value)
    return textstring.decode_name(value) if isinstance(value, Name) else ""
