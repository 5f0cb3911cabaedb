"""The letter that asks for what is lacking: looked at, and saved where the officer wants it.

It is written from the findings with the officers' decisions counted in, in Swedish unless the officer asks for
another language. Saving it is what makes the case one that waits for a supplement; nothing is sent from here.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Input

from wizard.desk.letters import letter_text, save_letter
from wizard.desk.verdicts import Step
from wizard.i18n import Message, Translator, available_languages, is_partial, msg
from wizard.tui.deskhost import desk_of
from wizard.tui.desktaking import step
from wizard.tui.fields.paths import PathSuggester
from wizard.tui.keys import key
from wizard.tui.languages import own_name
from wizard.tui.refusals import reason_of
from wizard.tui.screens.base import LovScreen
from wizard.tui.widgets.flow import Actions
from wizard.tui.widgets.line import Line
from wizard.tui.widgets.pair import Ends
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.say import Say
from wizard.tui.words import NOTHING, Content, plain

if TYPE_CHECKING:
    from wizard.desk.room import OpenCase

__all__ = ["LetterScreen"]

FIRST = "sv"
"""The language of the authority."""


class LetterScreen(LovScreen[None]):
    """See the module."""

    AUTO_FOCUS = "#letter"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("escape", "back", msg("Back"), name="nav.back"),
        key("ctrl+s", "save", msg("Save the letter"), name="letter.save"),
        key("e", "other_language", msg("The letter in another language"), name="letter.language"),
    ]

    def __init__(self, opened: OpenCase) -> None:
        super().__init__()
        self._opened = opened
        self._language = FIRST
        self._text = self._written()
        self._path = str(Path.home() / "lov-brev" / f"komplettering-{opened.matter.filed.number}.txt")
        self._notice: Content = NOTHING
        self._saved: Path | None = None

    def _written(self) -> str:
        return letter_text(self._opened, Translator.of(self._language))

    def body(self) -> ComposeResult:
        """The letter as it will be, and where to put it."""
        with Vertical(classes="page"):
            yield Say(self._heading(), id="heading", classes="heading")
            yield Say(self._notice, id="notice")
            if not self._text:
                nothing = msg("Nothing has to be supplemented, so there is no letter to write.")
                yield Say(self.said(nothing), classes="hint")
                yield Press(self.said(msg("Back")), id="back", main=True)
                return
            with VerticalScroll(id="letter", can_focus=True):
                yield Say(plain(self._text, keep_lines=True), id="text")
            yield Say(self.said(msg("Save as, with .txt or .pdf")), classes="label")
            yield Line(self._path, id="path", suggester=PathSuggester(), classes="-long")
            with Actions():
                yield Press(self.said(msg("Save the letter")), id="save", main=True)
                yield Press(self.said(msg("Back")), id="back")

    def _heading(self) -> Ends:
        language = plain(own_name(self._language), "$quiet")
        return Ends(self.said(msg("Request for supplement"), "bold"), language)

    def keep(self) -> None:
        """The path as it was typed."""
        for line in self.query("#path").results(Line):
            self._path = line.value

    def action_other_language(self) -> None:
        """The next language that lov speaks in full."""
        known = [name for name in available_languages() if not _is_begun(name)]
        at = known.index(self._language) if self._language in known else -1
        self._language = known[(at + 1) % len(known)]
        self._text = self._written()
        self.query_one("#heading", Say).say(self._heading())
        for text in self.query("#text").results(Say):
            text.say(plain(self._text, keep_lines=True))

    @on(Press.Pressed, "#save")
    @on(Input.Submitted, "#path")
    def action_save(self) -> None:
        """Put the letter where it is wanted; not into the inbox."""
        if not self._text:
            return
        path = Path(self.query_one("#path", Line).value.strip() or ".").expanduser()
        if path.resolve().is_relative_to(desk_of(self).inbox.resolve()):
            why = msg("Not in the inbox: it would be taken for a case. Choose another folder.")
            self._tell(self.said(why, "$fault"))
        else:
            self.save(path)

    @work(group="saving", exclusive=True)
    async def save(self, path: Path) -> None:
        """Write the letter, then say of the case that a supplement was asked for."""
        try:
            tr = Translator.of(self._language)
            self._saved = await asyncio.to_thread(save_letter, self._opened, path, tr)
        except OSError as error:
            reason = reason_of(error) or msg("The letter could not be written.")
            self._tell(self.said(reason, "$fault"))
            return
        told = await step(self, self._opened.matter, Step.SUPPLEMENT, self._saved.name)
        room = desk_of(self).room
        if room is not None:
            self._opened = room.stand(self._opened)
        written: Message = msg(
            "Written: {path}. The case waits for the supplement now.", path=str(self._saved)
        )
        self._tell(told or plain("✓ ", "$good") + self.said(written, "$good"))

    def _tell(self, words: Content) -> None:
        self._notice = words
        self.query_one("#notice", Say).say(words)

    @on(Press.Pressed, "#back")
    def action_back(self) -> None:
        """To the case."""
        self.dismiss()


def _is_begun(language: str) -> bool:
    from wizard import resources  # noqa: PLC0415  seldom needed

    return is_partial(resources.content_root() / "locales" / language / "LC_MESSAGES" / "interface.po")
