"""Keys: how a binding is written down, and what a key is called on the screen.

Textual keeps bindings as class attributes with plain strings. Ours hold the English wording, which the key bar
and the help translate when they are drawn, so that a change of language changes them too. Each has an id, by
which a person may give it other keys.
"""

from __future__ import annotations

from typing import Final

from textual.binding import ActiveBinding, Binding
from textual.screen import Screen

from wizard.i18n import Message, Translator, msg

__all__ = ["ACTIVE", "key", "key_name", "keys_here"]

_NAMES: Final = {
    "enter": msg("enter"),
    "escape": msg("esc"),
    "space": msg("space"),
    "delete": msg("delete"),
    "insert": msg("insert"),
    "pageup": msg("page up"),
    "pagedown": msg("page down"),
    "question_mark": Message("?"),
    "plus": Message("+"),
    "slash": Message("/"),
    "comma": Message(","),
    "full_stop": Message("."),
    "left_square_bracket": Message("["),
    "right_square_bracket": Message("]"),
    "up": Message("↑"),
    "down": Message("↓"),
}
ACTIVE: Final = "nav"


def key(  # noqa: PLR0913  what a binding is made of
    keys: str, action: str, words: Message, *, name: str, show: bool = True, priority: bool = False
) -> Binding:
    """A binding of `keys` (several with commas) to `action`; `name` is the id under which it can be rebound."""
    return Binding(keys, action, words.id, id=name, show=show, priority=priority)


def key_name(pressed: str, tr: Translator) -> str:
    """A key as it stands on keyboards: `ctrl+p`, `F1`, `esc`."""
    *held, last = pressed.split("+")
    if not last:  # the plus key itself
        return pressed
    name = tr(_NAMES[last]) if last in _NAMES else last.upper() if _is_function_key(last) else last
    return "+".join([*held, name])


def keys_here(screen: Screen[object]) -> list[ActiveBinding]:
    """What can be done here by key and has words for it, the nearest to the focus first, each action once."""
    found: dict[tuple[str, str], ActiveBinding] = {}
    for active in screen.active_bindings.values():
        if active.binding.description and active.binding.id:
            found.setdefault((active.binding.id, active.binding.action), active)
    return list(found.values())


def _is_function_key(name: str) -> bool:
    return len(name) > 1 and name[0] == "f" and name[1:].isdigit()
