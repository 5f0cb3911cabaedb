"""Search among everything that can be done here: the keys of the screen below, and the languages.

Textual's own palette is not used: it offers to save pictures of the screen, which hold personal data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.screen import Screen

from wizard.i18n import Message, Translator, available_languages, msg
from wizard.tui.dialogs.searching import SearchDialog
from wizard.tui.host import host
from wizard.tui.keys import key_name, keys_here
from wizard.tui.languages import own_name
from wizard.tui.widgets.menu import Item
from wizard.tui.widgets.pair import Ends
from wizard.tui.words import Content, plain

__all__ = ["Palette"]


_NOT_HERE: Final = frozenset({"app.palette", "menu.choose", "line.enter"})
"""What has no meaning from here: this itself, and enter on a line that is not in sight."""


@dataclass(frozen=True, slots=True)
class _Command:
    words: str
    key: str
    run: Callable[[], object]


class Palette(SearchDialog[None]):
    """See the module."""

    LIST = "commands"

    def __init__(self, below: Screen[object]) -> None:
        super().__init__()
        self._below = below
        self._commands: list[_Command] = []

    def heading(self) -> Content:
        """The title."""
        return self.said(msg("What do you want to do?"), "bold $mark")

    def body(self) -> ComposeResult:
        """All commands, worked out when they are shown: they hang on the screen below."""
        self._commands = [*self._bound(), *self._languages()]
        yield from super().body()

    def _bound(self) -> list[_Command]:
        shown = [a for a in keys_here(self._below) if a.binding.id not in _NOT_HERE]
        once = {a.binding.id: a for a in reversed(shown)}
        return [self._of(a) for a in reversed(once.values())]

    def _of(self, active: ActiveBinding) -> _Command:
        words = self.tr(Message(active.binding.description))

        async def run() -> None:
            await self.app.run_action(active.binding.action, default_namespace=active.node)

        return _Command(words, key_name(active.binding.key, self.tr), run)

    def _languages(self) -> list[_Command]:
        app = host(self)
        others = [name for name in available_languages() if name != app.tr.language]
        language = msg("Language")
        return [
            _Command(own_name(name), Translator.of(name)(language), partial(app.choose, "language", name))
            for name in others
        ]

    def found(self, search: str) -> Iterator[Item]:
        """The commands whose words hold the text."""
        wanted = search.strip().casefold()
        for number, command in enumerate(self._commands):
            if wanted in command.words.casefold():
                face = Ends(plain(command.words), plain(command.key, "$quiet"))
                yield Item(str(number), face, command.words)

    def take(self, item: str) -> None:
        """Do it, on the screen below."""
        command = self._commands[int(item)]
        self.dismiss(None)
        self.app.call_later(command.run)
