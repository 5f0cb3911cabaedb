"""The questions have changed since the draft was last open: what was carried over, and what to look at."""

from __future__ import annotations

from textual.app import ComposeResult

from wizard.flow.explain import migration_report
from wizard.flow.migrate import Migrated
from wizard.flow.model import Flow
from wizard.i18n import msg
from wizard.tui.dialogs.base import Dialog
from wizard.tui.widgets.say import Say
from wizard.tui.words import Content

__all__ = ["MovedDialog"]


class MovedDialog(Dialog[None]):
    """Told once, when the draft is opened under the new version."""

    AUTO_FOCUS = "#close"

    def __init__(self, flow: Flow, migrated: Migrated) -> None:
        super().__init__()
        self._lines = migration_report(flow, migrated)

    def heading(self) -> Content:
        """The title."""
        return self.said(msg("New version of the questions"), "bold $mark")

    def body(self) -> ComposeResult:
        """Sentence by sentence."""
        for line in self._lines:
            yield Say(self.said(line), classes="hint")
