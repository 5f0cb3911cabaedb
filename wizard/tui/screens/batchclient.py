"""One client of a batch: what has to be done, cell by cell, and where the package lies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from wizard.batch.faults import Fault
from wizard.i18n import msg
from wizard.tui.batching import Client
from wizard.tui.keys import key
from wizard.tui.screens.base import LovScreen
from wizard.tui.widgets.flow import Actions
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.say import Say
from wizard.tui.words import Content, lines, paragraphs, plain

__all__ = ["BatchClientScreen"]


class BatchClientScreen(LovScreen[None]):
    """See the module."""

    AUTO_FOCUS = "#back"
    BINDINGS: ClassVar[list[BindingType]] = [key("escape", "back", msg("Back"), name="nav.back")]

    def __init__(self, client: Client) -> None:
        super().__init__()
        self.client = client

    def body(self) -> ComposeResult:
        """The name, the files, and one paragraph for each thing to do."""
        with VerticalScroll(classes="page"):
            yield Say(plain(self.client.name), classes="heading")
            yield Say(paragraphs(list(self._told())), classes="part")
            with Actions():
                yield Press(self.said(msg("Back")), id="back", main=True)

    def _told(self) -> Iterator[Content]:
        if self.client.label:
            yield plain(self.client.label, "$quiet")
        if self.client.folder is not None:
            yield lines(
                [self.said(msg("The files lie here:"), "bold"), plain(str(self.client.folder), "$mark")]
            )
        for fault in self.client.faults:
            yield self._fault(fault)
        if not self.client.faults:
            yield plain("✓ ", "$good") + self.said(msg("There is nothing to do about this row."), "$good")

    def _fault(self, fault: Fault) -> Content:
        head = plain(fault.place, "bold $mark") + plain(f"  {fault.heading}" if fault.heading else "", "bold")
        value = [plain(f"“{' '.join(fault.value.split())}”", "$quiet")] if fault.value else []
        advice = [plain(fault.advice)] if fault.advice else []
        rule = [plain(fault.rule, "$quiet")] if fault.rule else []
        return lines([head, *value, plain(fault.what), *advice, *rule])

    @on(Press.Pressed, "#back")
    def action_back(self) -> None:
        """To the list of clients."""
        self.dismiss()
