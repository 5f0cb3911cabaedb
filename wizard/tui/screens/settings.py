"""What can be chosen for the app itself: language, colours, movement, keys; and where everything lies.

A choice takes effect at once and is kept in the store. Enter goes on to the next possibility.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from wizard import __version__
from wizard.i18n import Message, available_languages, msg
from wizard.tui.host import host
from wizard.tui.keys import key
from wizard.tui.languages import own_name
from wizard.tui.preferences import Colours
from wizard.tui.screens.base import LovScreen
from wizard.tui.widgets.menu import Item, Menu
from wizard.tui.widgets.pair import Columns
from wizard.tui.widgets.say import Say
from wizard.tui.words import Content, lines, plain, spaced

__all__ = ["SettingsScreen"]

COLOURS: Final = {
    Colours.TERMINAL: msg("as the terminal"),
    Colours.DARK: msg("dark"),
    Colours.LIGHT: msg("light"),
}
_SHARE: Final = 34


class SettingsScreen(LovScreen[None]):
    """See the module."""

    AUTO_FOCUS = "Menu"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("escape,f10", "back", msg("Back"), name="nav.back"),
        key("right", "change(1)", msg("Next choice"), name="settings.next", show=False),
        key("left", "change(-1)", msg("Previous choice"), name="settings.previous", show=False),
    ]

    def body(self) -> ComposeResult:
        """One list of choices, and below it what cannot be chosen here."""
        with Vertical(classes="page"):
            yield Say(self.said(msg("Settings")), classes="heading")
            yield Say(
                self.said(
                    msg("A choice holds at once, and the next time too. Enter goes on to the next one.")
                ),
                classes="hint",
            )
            yield Menu(self._items(), id="settings")
            yield Say(self._places(), id="places")

    def _items(self) -> Iterator[Item]:
        app = host(self)
        chosen = app.preferences
        moves = msg("the cursor blinks, lists glide") if chosen.moves else msg("nothing moves by itself")
        own_keys = len(chosen.keys)
        keys = msg("{count} of your own", count=own_keys) if own_keys else msg("as they come")
        yield self._item("language", msg("Language"), plain(own_name(app.tr.language)))
        yield self._item("colours", msg("Colours"), self.said(COLOURS[chosen.colours]))
        yield self._item("moves", msg("Movement"), self.said(moves))
        yield self._item("keys", msg("Keys"), self.said(keys), goes_on=True)
        yield self._item(
            "profiles", msg("Provider's data"), self.said(msg("shared by applications")), goes_on=True
        )

    def _item(self, name: str, title: Message, value: Content, *, goes_on: bool = False) -> Item:
        sign = plain("→" if goes_on else "◂ ▸", "$mark")
        return Item(name, Columns(self.said(title, "bold"), spaced(value, sign), _SHARE), self.tr(title))

    def _places(self) -> Content:
        app = host(self)
        told = [(msg("Your drafts lie in"), str(app.folder)), (msg("Version"), __version__)]
        return lines(spaced(self.said(title, "$quiet"), plain(value), by="  ") for title, value in told)

    @on(Menu.Chosen)
    async def _chosen(self, event: Menu.Chosen) -> None:
        match event.item:
            case "keys":
                from wizard.tui.screens.keymap import KeymapScreen  # noqa: PLC0415  seldom needed

                self.app.push_screen(KeymapScreen())
            case "profiles":
                from wizard.tui.screens.profiles import ProfilesScreen  # noqa: PLC0415  seldom needed

                self.app.push_screen(ProfilesScreen())
            case _:
                await self.action_change(1)

    async def action_change(self, by: int) -> None:
        """On to another possibility of the line at hand."""
        app = host(self)
        match self.query_one(Menu).item:
            case "language":
                await app.choose("language", _next(available_languages(), app.tr.language, by))
            case "colours":
                await app.choose("colours", _next(list(Colours), app.preferences.colours, by))
            case "moves":
                await app.choose("moves", "no" if app.preferences.moves else "yes")
            case _:
                return
        self._fill()

    def on_screen_resume(self) -> None:
        """Back from the keys: how many are one's own may have changed."""
        self._fill()

    def _fill(self) -> None:
        for menu in self.query(Menu):
            menu.fill(self._items(), at=menu.item)

    def action_settings(self) -> None:
        """One is here."""

    def action_back(self) -> None:
        """To where one came from."""
        self.dismiss()


def _next(known: list[str] | list[Colours] | tuple[str, ...], here: str, by: int) -> str:
    return str(known[(list(known).index(here) + by) % len(known)]) if here in known else str(known[0])
