"""The keys of the screen below, made from its bindings: what is listed is what works."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from wizard.i18n import Message, msg
from wizard.tui.dialogs.base import Dialog
from wizard.tui.fields.choices import PickList
from wizard.tui.host import host
from wizard.tui.keys import key, key_name, keys_here
from wizard.tui.widgets.pair import Columns
from wizard.tui.widgets.say import Say
from wizard.tui.words import Content, plain

__all__ = ["HelpDialog"]


class HelpDialog(Dialog[None]):
    """Keys and what they do on `below`, and how to move."""

    AUTO_FOCUS = "#body"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f1,question_mark", "close", msg("Close"), name="help.close", show=False)
    ]

    def __init__(self, below: Screen[object]) -> None:
        super().__init__()
        self._has_options = bool(below.query(PickList))
        self._keys: dict[str, tuple[list[str], Message]] = {}
        for active in keys_here(below):
            words = Message(active.binding.description)
            self._keys.setdefault(active.binding.id or "", ([], words))[0].append(active.binding.key)

    def heading(self) -> Content:
        """The title."""
        return self.said(msg("Keys"), "bold $mark")

    def body(self) -> ComposeResult:
        """A line for each thing that can be done here."""
        for pressed, words in self._keys.values():
            names = " · ".join(key_name(name, self.tr) for name in pressed)
            yield Say(Columns(plain(names, "bold $mark"), self.said(words), share=30))
        yield Say(plain(" "))
        yield Say(
            Columns(
                plain("tab · shift+tab", "bold $mark"),
                self.said(msg("Next and previous place to write")),
                share=30,
            )
        )
        yield Say(Columns(plain("↑ ↓", "bold $mark"), self.said(msg("Up and down in lists")), share=30))
        if self._has_options:
            yield Say(
                Columns(
                    plain("1 … 9", "bold $mark"), self.said(msg("Mark the line of that number")), share=30
                )
            )
        yield Say(plain(" "))
        yield Say(self.said(host(self).ASSURANCE, "$quiet"))
