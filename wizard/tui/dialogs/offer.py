"""A new application begins: which of the provider's answers should it take over? Each can be left out."""

from __future__ import annotations

from collections.abc import Mapping

from textual import on
from textual.app import ComposeResult

from wizard.flow.interview import Interview
from wizard.i18n import msg
from wizard.store.records import Profile
from wizard.tui.dialogs.base import Dialog
from wizard.tui.fields.choices import MarkList
from wizard.tui.past import value_in_words
from wizard.tui.widgets.menu import Item, Menu
from wizard.tui.widgets.pair import Columns
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.say import Say
from wizard.tui.words import Content, plain
from wizard.values import Value
from wizard.values.base import Context

__all__ = ["ChooseProvider", "OfferDialog"]


class ChooseProvider(Dialog[str | None]):
    """Whose application it is: gives back the profile's id, None for none of them."""

    AUTO_FOCUS = "Menu"

    def __init__(self, profiles: tuple[Profile, ...]) -> None:
        super().__init__()
        self._profiles = profiles

    def heading(self) -> Content:
        """The question."""
        return self.said(msg("Who is applying?"), "bold")

    def body(self) -> ComposeResult:
        """The providers that are known."""
        yield Menu([Item(p.id, plain(p.label), p.label) for p in self._profiles], id="providers")

    def presses(self) -> ComposeResult:
        """Or somebody new."""
        yield Press(self.said(msg("Somebody else")), id="close")

    @on(Menu.Chosen)
    def _chosen(self, event: Menu.Chosen) -> None:
        self.dismiss(event.item)


class OfferDialog(Dialog[frozenset[str] | None]):
    """Gives back the questions whose answers are to be taken over, None for none."""

    AUTO_FOCUS = "MarkList"

    def __init__(self, profile: Profile, answers: Mapping[str, Value], interview: Interview) -> None:
        super().__init__()
        self._profile = profile
        self._answers = answers
        self._interview = interview

    def heading(self) -> Content:
        """The question."""
        return self.said(
            msg("Take over these answers from {provider}?", provider=self._profile.label), "bold"
        )

    def body(self) -> ComposeResult:
        """Each answer in a line that can be unmarked."""
        yield Say(
            self.said(msg("Look them through: what is marked becomes answers, and you can change it later.")),
            classes="hint",
        )
        yield MarkList(self._items(), self._answers)

    def _items(self) -> list[Item]:
        ctx = Context(self._interview.today, self.tr.language)
        found = []
        for name, value in self._answers.items():
            question = self._interview.flow.questions[name]
            words = value_in_words(question, value, ctx, self.tr)
            found.append(Item(name, Columns(self.said(question.label), plain(words, "bold"), 40)))
        return found

    def presses(self) -> ComposeResult:
        """Take over, or begin with nothing."""
        yield Press(self.said(msg("Take over")), id="take", main=True)
        yield Press(self.said(msg("Begin empty")), id="close")

    @on(Menu.Chosen)
    @on(Press.Pressed, "#take")
    def _taken(self) -> None:
        self.dismiss(self.query_one(MarkList).marked)
