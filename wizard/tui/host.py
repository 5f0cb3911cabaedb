"""From a widget to the app it stands in, with its type.

Textual knows an app only as `App[object]`. Widgets and screens ask here for the translator, the clock and the
save state, so that none of them needs to import the app.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.dom import DOMNode

if TYPE_CHECKING:
    from wizard.i18n import Translator
    from wizard.tui.app import LovApp

__all__ = ["host", "tr_of"]


def host(node: DOMNode) -> LovApp:
    """The app that `node` belongs to."""
    return cast("LovApp", node.app)


def tr_of(node: DOMNode) -> Translator:
    """Words in the language of the app."""
    return host(node).tr
