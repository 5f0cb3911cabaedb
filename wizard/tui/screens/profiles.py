"""The providers whose applications are prepared here, and what each answers the same way everywhere.

A provider's data comes from an application (its list of parts offers to keep it), is offered where a new one
begins, and can be looked through and mended here. Changing it changes no application that exists already.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from wizard.flow.interview import Interview
from wizard.flow.model import Question
from wizard.i18n import Message, msg, nmsg
from wizard.store import StoreError
from wizard.store.records import Answer, Profile
from wizard.tui.host import host
from wizard.tui.keys import key
from wizard.tui.past import value_in_words
from wizard.tui.screens.base import LovScreen
from wizard.tui.standing import when
from wizard.tui.widgets.menu import Item, Menu
from wizard.tui.widgets.pair import Columns, Ends
from wizard.tui.widgets.say import Say
from wizard.tui.words import NOTHING, Content, plain
from wizard.values.base import Context

__all__ = ["ProfileScreen", "ProfilesScreen"]

_SHARE = 36


class ProfilesScreen(LovScreen[None]):
    """All providers."""

    AUTO_FOCUS = "Menu"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("escape", "back", msg("Back"), name="nav.back"),
        key("delete,backspace", "remove", msg("Delete"), name="profiles.remove"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._profiles: tuple[Profile, ...] = ()
        self._counts: dict[str, int] = {}
        self._is_read = False

    def body(self) -> ComposeResult:
        """One list."""
        with Vertical(classes="page"):
            yield Say(self.said(msg("Provider's data")), classes="heading")
            yield Say(self._words(), id="words", classes="hint")
            yield Menu(self._items(), id="providers")

    def on_screen_resume(self) -> None:
        """Read them, and again when one comes back."""
        self.look()

    @work(exclusive=True, group="profiles")
    async def look(self) -> None:
        """In a thread."""
        services = host(self).services
        if services is None:
            return
        store = services.store.profiles
        self._profiles = await asyncio.to_thread(store.all)
        self._counts = {}
        for profile in self._profiles:
            with suppress(StoreError):  # deleted since, and gone from the list with the next look
                self._counts[profile.id] = len(await asyncio.to_thread(store.answers, profile.id))
        self._is_read = True
        for menu in self.query(Menu):
            self.query_one("#words", Say).say(self._words())
            menu.fill(self._items(), at=menu.item)

    def _words(self) -> Content:
        if self._is_read and not self._profiles:
            return self.said(
                msg(
                    "Nothing is kept yet. When the first part of an application is answered, its list of parts offers "
                    "to keep what is the same in all your applications."
                )
            )
        return self.said(msg("What you answer the same way in every application. New ones offer it."))

    def _items(self) -> Iterator[Item]:
        now = host(self).clock()
        for profile in self._profiles:
            count = self._counts.get(profile.id, 0)
            right = self.said(
                nmsg(
                    "{count} answer · {time}",
                    "{count} answers · {time}",
                    count,
                    time=when(profile.updated_at, now, self.tr),
                ),
                "$quiet",
            )
            yield Item(profile.id, Ends(plain(profile.label, "bold"), right), profile.label)

    @on(Menu.Chosen)
    def _chosen(self, event: Menu.Chosen) -> None:
        profile = next(p for p in self._profiles if p.id == event.item)
        self.app.push_screen(ProfileScreen(profile))

    @work(exclusive=True, group="removing")
    async def action_remove(self) -> None:
        """Delete a provider's data; its applications stay."""
        from wizard.tui.dialogs.confirm import Confirm  # noqa: PLC0415  seldom needed

        at, services = self.query_one(Menu).item, host(self).services
        profile = next((p for p in self._profiles if p.id == at), None)
        if profile is None or services is None:
            return
        question = Confirm(
            title=msg("Delete the data of {name}?", name=profile.label),
            text=msg("The applications stay as they are. New ones cannot take these answers over any more."),
            yes=msg("Delete"),
            no=msg("Keep"),
        )
        if await self.app.push_screen_wait(question):
            await asyncio.to_thread(services.store.profiles.delete, profile.id)
            self.look()

    def action_back(self) -> None:
        """To where one came from."""
        self.dismiss()


class ProfileScreen(LovScreen[None]):
    """One provider's answers."""

    AUTO_FOCUS = "Menu"
    BINDINGS: ClassVar[list[BindingType]] = [key("escape", "back", msg("Back"), name="nav.back")]

    def __init__(self, profile: Profile) -> None:
        super().__init__()
        self._profile = profile
        self._answers: Mapping[str, Answer] = {}
        self._asked: Mapping[str, Question] = {}
        self._interview: Interview | None = None
        self._notice: Content = NOTHING

    def body(self) -> ComposeResult:
        """One list."""
        with Vertical(classes="page"):
            yield Say(plain(self._profile.label, "bold"), classes="heading")
            yield Say(
                self.said(
                    msg("Choose a line to change it. Applications that exist already stay as they are.")
                ),
                classes="hint",
            )
            yield Say(self._notice, id="notice", classes="fault")
            yield Menu(self._items(), id="answers")

    def on_mount(self) -> None:
        """Read the answers."""
        self.look()

    @work(exclusive=True, group="profiles")
    async def look(self) -> None:
        """In a thread: the questions are looked for in the areas' files."""
        services = host(self).services
        if services is None:
            return
        self._answers = await asyncio.to_thread(services.store.profiles.answers, self._profile.id)
        self._asked, self._interview = await asyncio.to_thread(services.questions, tuple(self._answers))
        for menu in self.query(Menu):
            menu.fill(self._items(), at=menu.item)

    def _items(self) -> Iterator[Item]:
        ctx = Context(host(self).today, self.tr.language)
        for name, question in self._asked.items():
            words = value_in_words(question, self._answers[name].value, ctx, self.tr)
            yield Item(
                name,
                Columns(self.said(question.label), plain(words, "bold"), _SHARE),
                self.tr(question.label),
            )

    @on(Menu.Chosen)
    def _chosen(self, event: Menu.Chosen) -> None:
        self.edit(event.item)

    @work(exclusive=True, group="editing")
    async def edit(self, name: str) -> None:
        """Change one answer."""
        from wizard.tui.dialogs.edit_answer import EditAnswer  # noqa: PLC0415  seldom needed

        question, held, services = self._asked[name], self._answers[name], host(self).services
        if question.is_table or services is None or self._interview is None or held.value is None:
            self._tell(msg("Rows are changed in an application, and kept from there."))
            return
        new = await self.app.push_screen_wait(EditAnswer(question, held.value, self._interview))
        if new is None:
            return
        try:
            await asyncio.to_thread(
                services.store.profiles.keep, self._profile.id, {name: new[0]}, seen={name: held.rev}
            )
        except StoreError as error:
            self._tell(error.message)
            return
        self._tell(None)
        self.look()

    def _tell(self, notice: Message | None) -> None:
        self._notice = self.said(notice) if notice is not None else NOTHING
        self.query_one("#notice", Say).say(self._notice)

    def action_back(self) -> None:
        """To the providers."""
        self.dismiss()
