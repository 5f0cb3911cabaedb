"""Which errand: an application, a change, the end of a contract, the start of operations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from wizard.flow.model import Area
from wizard.i18n import msg
from wizard.tui.host import host
from wizard.tui.keys import key
from wizard.tui.screens.base import LovScreen
from wizard.tui.sourcing import source_lines
from wizard.tui.widgets.aside import Aside
from wizard.tui.widgets.menu import Item, Menu
from wizard.tui.widgets.say import Say
from wizard.tui.words import Content, lines, paragraphs, plain

__all__ = ["ErrandsScreen"]


class ErrandsScreen(LovScreen[str | None]):
    """Gives back the kind of errand that was chosen, None where the person goes back."""

    AUTO_FOCUS = "Menu"
    BINDINGS: ClassVar[list[BindingType]] = [key("escape", "back", msg("Back"), name="nav.back")]

    def __init__(self, area: Area, kinds: tuple[str, ...]) -> None:
        super().__init__()
        self.area = area
        self.kinds = kinds

    def body(self) -> ComposeResult:
        """The errands of the area by their titles."""
        with Horizontal(classes="split"):
            with Vertical(classes="page"):
                yield Say(self.said(self.area.name, "$quiet"), classes="place")
                yield Say(self.said(msg("What does it concern?")), classes="heading")
                yield Menu(self._items(), id="errands")
            if self.area.without:
                with Aside(classes="aside"):
                    yield Say(id="notice")

    def _items(self) -> Iterator[Item]:
        services = host(self).services
        for kind in self.kinds:
            title = services.content.errand_title(self.area.id, kind) if services is not None else None
            words = self._short(self.tr(title)) if title is not None else kind
            yield Item(kind, plain(words, "bold"), words)
        for without in self.area.without:
            words = self.tr(without.title)
            yield Item(without.kind, plain(words, "$quiet"), words)

    def _short(self, title: str) -> str:
        """A title without the name of the area, which stands above the list."""
        area = f", {self.tr(self.area.name)}"
        return title[: -len(area)] if title.casefold().endswith(area.casefold()) else title

    @on(Menu.Moved)
    @on(Menu.Chosen)
    def _told(self, event: Menu.Moved | Menu.Chosen) -> None:
        """Say why an errand is not there, as soon as the keyboard is at it."""
        for notice in self.query("#notice").results(Say):
            notice.say(self._notice(event.item))

    def _notice(self, kind: str | None) -> Content:
        for without in self.area.without:
            if without.kind == kind:
                source = lines([self.said(msg("Source"), "bold"), source_lines(without.sources, self.tr)])
                return paragraphs([self.said(without.text), source])
        return plain("")

    @on(Menu.Chosen)
    def _chosen(self, event: Menu.Chosen) -> None:
        if event.item in self.kinds:
            self.dismiss(event.item)

    def action_back(self) -> None:
        """To the areas."""
        self.dismiss(None)
