"""Ask lov, beside the question or on top of it: a question is answered with its sources, an answer is understood.

While nothing has been said here, it tells why the question is asked; later that stands between what was said before
and what is said here. What is understood is kept only when enter is pressed once more on the empty line. The engine
is that of the conversation in plain lines. The line to write on is made when it is first wanted: drawing a question
costs no more for it.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message as Event

from wizard.drafts.session import DraftSession
from wizard.flow.steps import Step
from wizard.i18n import msg
from wizard.tui.answering import Change
from wizard.tui.explaining import explanation
from wizard.tui.host import host, tr_of
from wizard.tui.keys import key, key_name
from wizard.tui.talking import SAYS, Talk
from wizard.tui.widgets.line import Line
from wizard.tui.widgets.pair import Ends
from wizard.tui.widgets.say import Say
from wizard.tui.words import Content, lines, paragraphs, plain, said

if TYPE_CHECKING:
    from wizard.chat.commands import Order
    from wizard.chat.panel import Response

__all__ = ["AskColumn", "AskPane"]


class AskLine(Line):
    """Where one asks."""

    BINDINGS: ClassVar[list[BindingType]] = [key("enter", "submit", msg("Ask"), name="ask.enter")]


class AskPane(Vertical):
    """See the module."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("up", "scroll(-1)", msg("Up"), name="ask.up", show=False),
        key("down", "scroll(1)", msg("Down"), name="ask.down", show=False),
        key("pageup", "scroll(-10)", msg("Page up"), name="ask.page_up", show=False),
        key("pagedown", "scroll(10)", msg("Page down"), name="ask.page_down", show=False),
    ]

    @dataclass
    class Agreed(Event):
        """What was understood is to be kept."""

        changes: tuple[Change, ...]

    @dataclass
    class Ordered(Event):
        """The screen is to do something."""

        order: Order

    @dataclass
    class Wanted(Event):
        """The place to write was clicked."""

    def __init__(self, session: DraftSession, step: Step, *, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self.session = session
        self.step = step
        self._one_by_one = asyncio.Lock()
        self._waiting = ""
        """What was asked and is being looked up."""

    def compose(self) -> ComposeResult:
        """What was said, and the place to write."""
        with VerticalScroll(id="why"):
            yield Say(id="reasons")
        yield Say(plain(SAYS, "$mark") + self._hint(), id="foot")

    def on_mount(self) -> None:
        """Tell what there is to tell."""
        self._show()

    @property
    def talk(self) -> Talk:
        """What was said in this draft."""
        return host(self).talks.of(self.session.draft.id)

    def _hint(self) -> Content:
        return said(msg("Ask, or answer in your own words"), tr_of(self), "$quiet")

    async def open(self) -> None:
        """Put the keyboard on the line."""
        if not self.query(Line):
            foot = Horizontal(
                Say(plain(SAYS, "bold $mark")), AskLine(id="ask", placeholder=self._hint()), id="foot"
            )
            async with self.batch():
                await self.query_one("#foot").remove()
                await self.mount(foot)
        line = self.query_one(Line)
        if line.value != self.talk.typed:
            line.put(self.talk.typed)
        self.screen.set_focus(line)  # at once: the next key may be under way

    def keep(self) -> None:
        """Remember what stands on the line, or is being looked up."""
        for line in self.query(Line):
            self.talk.typed = line.value or self._waiting

    def come_to(self, step: Step) -> None:
        """Another step is at hand."""
        self.step = step
        self._show()

    def settle(self) -> None:
        """What was agreed to is kept."""
        self.talk.settle(tr_of(self))
        self._show()

    # What is said --------------------------------------------------------------------------------------

    def tell(self, response: Response, heard: str) -> None:
        """Show one more turn."""
        *told, last = response.lines or ("",)
        talk = self.talk
        talk.add(heard, told if response.facts else response.lines, tr_of(self))
        talk.facts, talk.prompt = response.facts, last
        talk.losses = talk.losses + 1 if response.is_lost else 0
        self._show()

    def _show(self) -> None:
        tr, talk = tr_of(self), self.talk
        talk.come_to(self.step.key)
        before, here = talk.before, talk.here
        title = said(msg("Why do we ask?"), tr, "bold")
        why = paragraphs([title, explanation(self.step.questions, tr)])
        waiting = (
            lines([plain(f"{SAYS}{self._waiting}", "$quiet"), plain("…")]) if self._waiting else plain("")
        )
        parts = [part for part in (before, why, *here, waiting) if part]
        self.query_one("#reasons", Say).say(paragraphs(parts))
        above = paragraphs(parts[:-1]) if here or waiting else before
        self.call_after_refresh(self._scroll_below, above)

    def _scroll_below(self, above: Content) -> None:
        """Bring what stands below `above` into sight, from its first line on."""
        pane, words = self.query_one("#why", VerticalScroll), self.query_one("#reasons", Say)
        width = words.content_size.width
        if width == 0:  # there is no room for it beside the question
            return
        lines_above = above.get_height({}, width) + 1 if above else 0
        pane.scroll_to(y=lines_above, animate=False, immediate=True)

    def show_why(self) -> None:
        """Bring why it is asked into sight, with the keyboard to scroll."""
        self.query_one("#why").focus(scroll_visible=False)
        self._scroll_below(self.talk.before)

    def action_scroll(self, by: int) -> None:
        """Look at what was said further up or down, at once: a second key begins where the first has led."""
        self.query_one("#why", VerticalScroll).scroll_relative(y=by, animate=False, immediate=True)

    # What is written -----------------------------------------------------------------------------------

    @on(Line.Submitted)
    def _submitted(self, event: Line.Submitted) -> None:
        event.stop()
        text = event.value.strip()
        talk = self.talk
        if text:
            talk.facts = ()
            event.input.value = ""
            self._respond(text)
        elif talk.facts:
            self.post_message(self.Agreed(tuple(Change(fact.question.id, fact.value) for fact in talk.facts)))

    @work(group="asking")
    async def _respond(self, text: str) -> None:
        """Understand the line, or answer it; the first question takes a moment. One after the other."""
        async with self._one_by_one:
            self._waiting = text
            self._show()
            try:
                response = await asyncio.to_thread(self._response, text)
            finally:
                self._waiting = ""
        self.tell(response, text)
        if response.order is not None:
            self.post_message(self.Ordered(response.order))

    def _response(self, text: str) -> Response:
        from wizard.chat.panel import respond  # noqa: PLC0415  only where somebody asks

        app = host(self)
        if app.services is None:  # a draft is open, so they are there
            raise RuntimeError
        knowledge = app.talks.knowledge(app.services.content)
        interview, question = self.session.interview, self.step.questions[0]
        return respond(interview, question, text, app.tr, knowledge, losses=self.talk.losses)

    def on_click(self, event: events.Click) -> None:
        """A click on the place to write is a wish to write."""
        if event.widget is not None and event.widget.id == "foot":
            self.post_message(self.Wanted())


class AskColumn(AskPane):
    """The same as a column of a wide screen."""

    BINDINGS: ClassVar[list[BindingType]] = [key("escape", "leave", msg("To the question"), name="ask.leave")]

    @dataclass
    class Left(Event):
        """The person goes back to the question."""

    def compose(self) -> ComposeResult:
        """With a heading, and the key that leads here."""
        pressed = host(self).preferences.keys.get("question.ask", "f12").partition(",")[0]
        hint = plain(key_name(pressed, tr_of(self)), "$quiet")
        yield Say(Ends(said(msg("Ask me"), tr_of(self), "bold $mark"), hint), classes="title")
        yield from super().compose()

    def on_descendant_focus(self) -> None:
        """The keyboard is here. By a class, and not by `:focus-within`, which would cost at each move."""
        self.add_class("-here")

    def on_descendant_blur(self) -> None:
        """It is elsewhere."""
        self.remove_class("-here")

    def action_leave(self) -> None:
        """Back to the question; what stands on the line stays there."""
        self.keep()
        self.post_message(self.Left())
