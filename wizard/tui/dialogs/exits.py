"""Another way is the right one: why, what it means, and the errands to begin instead."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from wizard.flow.model import Exit
from wizard.i18n import Message, msg
from wizard.tui.dialogs.base import Dialog
from wizard.tui.sourcing import source_lines
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.say import Say
from wizard.tui.words import Content, lines

__all__ = ["ExitDialog"]


class ExitDialog(Dialog[str | None]):
    """Gives back the kind of errand to begin instead, None to look at the answer again. `titles` names errands."""

    AUTO_FOCUS = "#close"

    def __init__(self, exit_: Exit, titles: dict[str, Message]) -> None:
        super().__init__()
        self.exit = exit_
        self.titles = titles

    def heading(self) -> Content:
        """What it is instead."""
        return self.said(self.exit.title, "bold")

    def body(self) -> ComposeResult:
        """Why, and by which source."""
        yield Say(self.said(self.exit.text), classes="hint")
        yield Say(lines([self.said(msg("Source"), "bold"), source_lines(self.exit.sources, self.tr)]))

    def presses(self) -> ComposeResult:
        """Back to the answer, or on to another errand; the answers given here are kept in any case."""
        yield Press(self.said(msg("Look at the answer again")), id="close", main=True)
        for kind, title in self.titles.items():
            yield Press(self.said(title), id=f"begin-{kind}")

    @on(Press.Pressed)
    def _begin(self, event: Press.Pressed) -> None:
        kind = (event.press.id or "").partition("begin-")[2]
        if kind:
            self.dismiss(kind)
