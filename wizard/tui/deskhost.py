"""From a widget to the officer's app it stands in, with its type; see `wizard.tui.host`."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.dom import DOMNode

if TYPE_CHECKING:
    from wizard.tui.deskapp import DeskApp

__all__ = ["desk_of"]


def desk_of(node: DOMNode) -> DeskApp:
    """The app that `node` belongs to."""
    return cast("DeskApp", node.app)
