"""Everything that was answered in a draft, the latest first: what it was before, when, and by whom.

From a line one goes to its question, or brings its answer back as a new answer; nothing is ever struck out. What
others changed since the person was here stands on top.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from wizard.drafts.session import DraftSession
from wizard.flow.model import Question
from wizard.flow.steps import step_of
from wizard.i18n import Message, msg, nmsg
from wizard.store import AnswerEvent, Change
from wizard.tui.answering import Change as NewAnswer
from wizard.tui.fields.base import Field
from wizard.tui.host import host
from wizard.tui.keys import key
from wizard.tui.past import DOORS, value_in_words
from wizard.tui.screens.saving import SavingScreen
from wizard.tui.standing import when
from wizard.tui.widgets.menu import Item, Menu
from wizard.tui.widgets.pair import Ends
from wizard.tui.widgets.say import Say
from wizard.tui.words import NOTHING, Content, lines, plain, spaced
from wizard.values import Value

__all__ = ["HistoryScreen"]

MORE: Final = "-more"
PAGE: Final = 40
"""How many changes are listed at first, and how many come with each "show more"."""
_LONGEST: Final = 200
_ACTS: Final = {"undo": msg("undone"), "redo": msg("done again")}


class HistoryScreen(SavingScreen):
    """See the module. `question` is the one that `q` narrows the list to; `news` are others' changes."""

    AUTO_FOCUS = "Menu"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("escape", "back", msg("Back"), name="nav.back"),
        key("f9", "back", msg("Back"), name="history.back", show=False),
        key("q", "narrow", msg("One question or all"), name="history.narrow"),
        key("r", "restore", msg("Bring this answer back"), name="history.restore"),
        key("ctrl+z", "undo", msg("Undo"), name="draft.undo"),
        key("ctrl+y", "redo", msg("Redo"), name="draft.redo"),
    ]

    def __init__(
        self, session: DraftSession, question: str | None = None, news: Sequence[Change] = ()
    ) -> None:
        super().__init__(session)
        self._question = question
        self._only: str | None = None
        self._news = tuple(news)
        self._events: tuple[AnswerEvent, ...] = ()
        self._count = PAGE
        self._is_read = False
        self._notice: Content = NOTHING

    def body(self) -> ComposeResult:
        """One list."""
        with Vertical(classes="page"):
            yield Say(self.said(msg("History")), classes="heading")
            yield Say(self._words(), id="words", classes="hint")
            yield Say(self._notice, id="notice", classes="fault")
            yield Menu(self._items(), id="changes")

    def on_mount(self) -> None:
        """Read it."""
        self.look()

    async def on_screen_resume(self) -> None:
        """Back from a question: something may have been answered."""
        if self._is_read and self.shown is not self.session.interview:
            self.look()

    @work(exclusive=True, group="history")
    async def look(self) -> None:
        """Read the history, in a thread."""
        self._events = await asyncio.to_thread(self.session.store.history, self.session.draft.id)
        self.shown = self.session.interview
        self._is_read = True
        self._fill()

    def _fill(self) -> None:
        for menu in self.query(Menu):
            self.query_one("#words", Say).say(self._words())
            menu.fill(self._items(), at=menu.item)

    # What is listed ------------------------------------------------------------------------------------

    def _words(self) -> Content:
        if not self._is_read:
            return self.said(msg("Reading …"))
        if self._only is not None:
            label = self._label(self._only)
            return self.said(msg("Only {question}. Press q for all questions.", question=label))
        if not self._events:
            return self.said(msg("Nothing has been answered yet."))
        return self.said(
            msg("Every change that was ever made, the latest first. Nothing is lost by changing an answer.")
        )

    def _items(self) -> Iterator[Item]:
        if self._news and self._only is None:
            title = nmsg(
                "Changed by others since you were here: {count} answer",
                "Changed by others since you were here: {count} answers",
                len(self._news),
            )
            yield Item("-news", plain(self.tr(title), "bold $mark"), is_heading=True)
            for change in self._news:
                last = change is self._news[-1]
                yield Item(f"news:{change.last.seq}", self._news_face(change), rule=last)
        before = self._values_before()
        wanted = [e for e in reversed(self._events) if self._only in (None, e.question_id)]
        for event in wanted[: self._count]:
            label = self.tr(self._label(event.question_id))
            yield Item(str(event.seq), self._face(event, before.get(event.seq)), label)
        if len(wanted) > self._count:
            rest = nmsg("Show {count} more", "Show {count} more", len(wanted) - self._count)
            yield Item(MORE, self.said(rest))

    def _values_before(self) -> dict[int, AnswerEvent]:
        """For each change the one of the same question before it."""
        found: dict[int, AnswerEvent] = {}
        last: dict[str, AnswerEvent] = {}
        for event in self._events:
            if event.question_id in last:
                found[event.seq] = last[event.question_id]
            last[event.question_id] = event
        return found

    def _face(self, event: AnswerEvent, before: AnswerEvent | None) -> Ends:
        act = self.said(_ACTS[event.act], "$warn") if event.act in _ACTS else NOTHING
        head = spaced(plain(self.tr(self._label(event.question_id)), "bold"), act)
        told = self._change(event, before.value if before else None)
        why = plain(event.why, "$quiet") if event.why else NOTHING
        return Ends(lines([head, told, why]), self._origin(event))

    def _news_face(self, change: Change) -> Ends:
        head = plain(self.tr(self._label(change.question_id)), "bold")
        return Ends(lines([head, self._change(change.last, change.before)]), self._origin(change.last))

    def _change(self, event: AnswerEvent, before: Value | None) -> Content:
        question = self.session.flow.questions.get(event.question_id)
        was, now = (value_in_words(question, v, self.ctx, self.tr)[:_LONGEST] for v in (before, event.value))
        return Content(" ").join([plain(was, "$quiet"), plain("→", "$mark"), plain(now)])

    def _origin(self, event: AnswerEvent) -> Content:
        time = when(event.at, host(self).clock(), self.tr)
        door = self.tr(DOORS.get(event.door, Message(event.door)))
        return lines([plain(time, "$quiet"), plain(", ".join(filter(None, (event.who, door))), "$quiet")])

    def _label(self, question_id: str) -> Message:
        question = self.session.flow.questions.get(question_id)
        return self.session.flow.name(question) if question is not None else Message(question_id)

    # What is done --------------------------------------------------------------------------------------

    def _event(self, item: str | None) -> AnswerEvent | None:
        number = (item or "").rpartition(":")[2]
        return next((e for e in self._events if str(e.seq) == number), None)

    @property
    def question_at_hand(self) -> str | None:
        """That of the line where the keyboard is."""
        event = self._event(self.query_one(Menu).item)
        return event.question_id if event is not None else self._question

    @on(Menu.Chosen)
    def _chosen(self, event: Menu.Chosen) -> None:
        if event.item == MORE:
            self._count += PAGE
            self._fill()
            return
        name = self.question_at_hand
        is_known = name is not None and name in self.session.flow.questions
        step = step_of(self.session.interview, name) if name is not None and is_known else None
        if step is None:
            self.refuse(msg("This question is not asked now."))
            return
        from wizard.tui.screens.question import QuestionScreen  # noqa: PLC0415  it knows this one too

        self.app.push_screen(QuestionScreen(self.session, step, {}, change=True))

    def action_narrow(self) -> None:
        """Only the changes of one question, or all again."""
        self._only = None if self._only is not None else self.question_at_hand
        self._fill()

    def action_history(self) -> None:
        """One is here."""

    def action_restore(self) -> None:
        """Answer again as at this line."""
        event = self._event(self.query_one(Menu).item)
        if event is None:
            return
        question = self.session.flow.questions.get(event.question_id)
        if question is None or event.value is None:
            self.refuse(msg("There is no answer on this line to bring back."))
        elif self.session.interview.stored.get(question.id) == event.value:
            self.refuse(msg("This is the answer now."))
        else:
            self._restore(NewAnswer(question.id, event.value))

    @work(group="saving")
    async def _restore(self, wanted: NewAnswer) -> None:
        async with self.saving:
            is_saved = await self.save([wanted])
        if is_saved:
            self.tell(msg("Brought back: {question}", question=self._label(wanted.question)))
            await self.stepped(wanted.question)

    async def stepped(self, question_id: str) -> None:  # noqa: ARG002  the whole list may have changed
        """Show the new line."""
        self._notice = NOTHING
        self.query_one("#notice", Say).say(NOTHING)
        self.look()

    def refuse(self, reason: Message) -> None:
        """Say it above the list."""
        self._notice = self.said(reason)
        self.query_one("#notice", Say).say(self._notice)

    def field_of(self, question: Question) -> Field | None:  # noqa: ARG002  there are none
        """No question is asked here."""
        return None

    def action_back(self) -> None:
        """To where one came from."""
        self.dismiss()
