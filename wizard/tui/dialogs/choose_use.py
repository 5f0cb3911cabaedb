"""Search for what a field is about: every question it could hold the answer to, those called most alike first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.app import ComposeResult

from wizard.blanks.likeness import likeness
from wizard.blanks.uses import Use
from wizard.i18n import msg
from wizard.tui.dialogs.searching import SearchDialog
from wizard.tui.uses import use_in_words
from wizard.tui.widgets.menu import Item
from wizard.tui.widgets.pair import Ends
from wizard.tui.words import Content, plain

if TYPE_CHECKING:
    from wizard.blanks.confirm import Confirming, Entry

__all__ = ["ChooseUse"]

_MOST: Final = 60
"""More lines than this nobody reads; a longer search finds the rest."""


class ChooseUse(SearchDialog[Use | None]):
    """Gives back the use that was chosen, None where the person goes back."""

    LIST = "uses"

    def __init__(self, entry: Entry, confirming: Confirming) -> None:
        super().__init__()
        self._entry = entry
        self._flow = confirming.flow
        self._uses = confirming.choices(entry)
        self._words: list[str] = []

    def heading(self) -> Content:
        """The field."""
        return self.said(
            msg("What is the field “{field}” about?", field=self._entry.label or self._entry.name), "bold"
        )

    def body(self) -> ComposeResult:
        """All uses, in the words of now."""
        self._words = [use_in_words(use, self._flow, self.tr) for use in self._uses]
        yield from super().body()

    def found(self, search: str) -> list[Item]:
        """The uses whose words hold all that was typed; for nothing, all, those most like the field first."""
        wanted = search.casefold().split()
        found = [
            number
            for number, (use, words) in enumerate(zip(self._uses, self._words, strict=True))
            if all(word in f"{words} {use.answer} {use.part}".casefold() for word in wanted)
        ]
        if not wanted:
            seen = self._entry.label or (self._entry.guess.seen if self._entry.guess else self._entry.name)
            found.sort(key=lambda number: -likeness(seen, self._words[number]))
        return [
            Item(str(number), Ends(plain(self._words[number]), plain(self._uses[number].answer, "$quiet")))
            for number in found[:_MOST]
        ]

    def take(self, item: str) -> None:
        """Give it back."""
        self.dismiss(self._uses[int(item)])
