"""The preparations before a start: what has to be done by whom and by when, what waits for what, and what shows it.

It is the board of `lov board`, worked out in a thread like the timeline. A line leads to the questions that tell how
it stands, and the change comes back here; the last lines lead to the self-assessment and print it all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from wizard.drafts.session import DraftSession
from wizard.flow.model import Question
from wizard.flow.steps import Step, step_of
from wizard.i18n import Message, msg
from wizard.tui.host import host
from wizard.tui.keys import key
from wizard.tui.planning import planned
from wizard.tui.refusals import reason_of
from wizard.tui.screens.stepping import SteppingScreen
from wizard.tui.sourcing import source_lines
from wizard.tui.widgets.aside import Aside
from wizard.tui.widgets.gauge import Gauge
from wizard.tui.widgets.menu import Item, Menu
from wizard.tui.widgets.pair import Ends
from wizard.tui.widgets.say import Say
from wizard.tui.words import Content, lines, paragraphs, plain

if TYPE_CHECKING:
    from wizard.timeline.board import Board, Entry

__all__ = ["BoardScreen"]

ASSESSMENT: Final = "-assessment"
PRINT: Final = "-print"
_MARKS: Final = {"done": "✓", "under_way": "◐", "waiting": "·", "late": "!"}
_STYLES: Final = {"done": "$good", "under_way": "$mark", "waiting": "$quiet", "late": "$fault"}
_OPEN: Final = "○"


class BoardScreen(SteppingScreen):
    """See the module. `typed` is what was typed and not saved, by question; questions opened from here share it."""

    AUTO_FOCUS = "Menu"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("escape", "back", msg("Back"), name="nav.back"),
        key("p", "print", msg("Print"), name="board.print"),
    ]

    def __init__(self, session: DraftSession, typed: dict[str, Any]) -> None:
        super().__init__(session)
        self._typed = typed
        self._shown = session.interview
        self._board: Board | None = None
        self._notice: Content = plain("")

    def body(self) -> ComposeResult:
        """The list; beside or below it, what there is to know of the line at hand."""
        with Horizontal(classes="split"):
            with Vertical(classes="page"):
                yield Say(self.said(msg("Preparations before the start meeting")), classes="heading")
                yield Say(self._headline(), id="headline")
                yield Gauge(self._done, max(1, self._all), self._count())
                yield Menu(self._items(), id="board")
            with Aside(id="about-step", classes="aside"):
                yield Say(id="about")
                yield Say(self._notice, id="notice")

    def on_mount(self) -> None:
        """Work the board out."""
        self.reckon()

    @work(exclusive=True, group="board")
    async def reckon(self) -> None:
        """From the plan, which is worked out in a thread."""
        from wizard.timeline.board import board_of  # noqa: PLC0415  not needed to draw the screen

        found = await planned(self, self.session)
        if isinstance(found, Message):
            self._notice = self.said(found, "$fault")
        else:
            self._board = board_of(found)
        await self.redraw()

    async def redraw(self) -> None:
        """As every screen, with the keyboard at the same line."""
        at = self._at
        await super().redraw()
        for menu in self.query(Menu):
            menu.fill(self._items(), at=at)
            self._tell(menu.item)

    async def on_screen_resume(self) -> None:
        """Back from a question: it may have turned anything."""
        if self._shown is not self.session.interview:
            self._shown = self.session.interview
            self.reckon()

    async def stepped(self, question_id: str) -> None:  # noqa: ARG002  any line may stand otherwise now
        """Show everything anew."""
        await self.on_screen_resume()

    # What is listed ------------------------------------------------------------------------------------

    @property
    def _at(self) -> str | None:
        return next((menu.item for menu in self.query(Menu)), None)

    @property
    def _all(self) -> int:
        return len(self._board.entries) if self._board is not None else 0

    @property
    def _done(self) -> int:
        return self._all - len(self._board.open) if self._board is not None else 0

    def _headline(self) -> Content:
        if self._board is None:
            return self.said(msg("Reckoning the dates …"), "$quiet")
        from wizard.timeline.telling import verdict  # noqa: PLC0415  as above

        said = verdict(self._board.plan)
        conflicts = [self.said(one.text, "$fault") for one in self._board.plan.conflicts]
        return lines([self.said(said) if said is not None else plain(""), *conflicts])

    def _count(self) -> Content:
        return self.said(
            msg("{done} of {all} preparations are done.", done=self._done, all=self._all), "$quiet"
        )

    def _items(self) -> Iterator[Item]:
        if self._board is None:
            return
        for number, entry in enumerate(self._board.entries, start=1):
            yield Item(
                entry.step.id,
                self._face(entry),
                self.tr(entry.step.title),
                rule=number == len(self._board.entries),
            )
        from wizard.timeline.board import points_of  # noqa: PLC0415  as above

        points = points_of(self.session.interview)
        if points.all:
            words = msg("The self-assessment for the meeting")
            count = msg("{done} of {total} points", done=points.done, total=points.all)
            yield Item(ASSESSMENT, Ends(self.said(words), self.said(count, "$quiet")), self.tr(words))
        words = msg("Print it all for the meeting")
        yield Item(PRINT, self.said(words), self.tr(words))

    def _face(self, entry: Entry) -> Ends:
        state = entry.readiness.value
        style = _STYLES.get(state, "")
        mark = plain(f"{_MARKS.get(state, _OPEN)} ", style)
        return Ends(mark + plain(self.tr(entry.step.title)), self.said(self._when(entry), style or "$quiet"))

    def _when(self, entry: Entry) -> Message:
        from wizard.timeline.board import Readiness, state_in_words  # noqa: PLC0415  as above

        word = state_in_words(entry)
        if entry.readiness is Readiness.DONE or entry.due is None:
            return word
        return msg("{state} · {day}", state=word, day=entry.due)

    # The line at hand ----------------------------------------------------------------------------------

    @on(Menu.Moved)
    def _moved(self, event: Menu.Moved) -> None:
        self._tell(event.item)

    def _tell(self, item: str | None) -> None:
        entry = self._entry(item)
        for say in self.query("#about").results(Say):
            say.say(self._about(entry) if entry is not None else plain(""))

    def _entry(self, item: str | None) -> Entry | None:
        entries = self._board.entries if self._board is not None else ()
        return next((entry for entry in entries if entry.step.id == item), None)

    def _about(self, entry: Entry) -> Content:
        from wizard.timeline.board import readiness_in_words  # noqa: PLC0415  as above
        from wizard.timeline.words import dated  # noqa: PLC0415  as above

        facts = [self.said(readiness_in_words(entry))]
        facts += [self.said(msg("by {day}", day=dated(entry.due)))] if entry.due is not None else []
        facts += [self.said(msg("Who: {owner}", owner=entry.owner))]
        if entry.promise is not None:
            facts.append(self.said(msg("promised for {day}", day=entry.promise)))
        if entry.evidence is not None:
            facts.append(self.said(msg("shown by: {evidence}", evidence=entry.evidence)))
        text = self.said(entry.step.text, "$quiet") if entry.step.text is not None else plain("")
        source = lines([self.said(msg("Source"), "bold"), source_lines(entry.step.sources, self.tr)])
        return paragraphs([plain(self.tr(entry.step.title), "bold"), lines(facts), text, source])

    # What is done --------------------------------------------------------------------------------------

    @on(Menu.Chosen)
    def _chosen(self, event: Menu.Chosen) -> None:
        if event.item == PRINT:
            self.action_print()
            return
        question = self._next_point() if event.item == ASSESSMENT else self._question(event.item)
        step = step_of(self.session.interview, question.id) if question is not None else None
        if step is not None:
            self.go(step)

    def _next_point(self) -> Question | None:
        """The first point that is not answered; where all are, the first of them."""
        from wizard.timeline.board import points_of  # noqa: PLC0415  as above

        interview = self.session.interview
        asked = (q for q in interview.flow.questions.values() if q.point is not None)
        return points_of(interview).next or next((q for q in asked if interview.is_relevant(q.id)), None)

    def _question(self, item: str) -> Question | None:
        """The first question of a line that is open, else its first."""
        from wizard.timeline.board import questions_of  # noqa: PLC0415  as above

        entry, interview = self._entry(item), self.session.interview
        asked = questions_of(entry.step, interview) if entry is not None else ()
        open_ones = (question for question in asked if not interview.is_settled(question))
        return next(open_ones, asked[0] if asked else None)

    def go(self, step: Step) -> None:
        """To a question, and back here."""
        from wizard.tui.screens.question import QuestionScreen  # noqa: PLC0415  the next screen, loaded when wanted

        self.app.push_screen(QuestionScreen(self.session, step, self._typed, change=True))

    @property
    def question_at_hand(self) -> str | None:
        """That of the line where the keyboard is."""
        question = self._question(self._at or "")
        return question.id if question is not None else None

    @work(exclusive=True, group="printing")
    async def action_print(self) -> None:
        """The self-assessment with the board behind it, where the draft's packages are put."""
        services = host(self).services
        assert services is not None  # noqa: S101  as above
        try:
            folder = await asyncio.to_thread(services.last_folder, self.session)
            path = await asyncio.to_thread(services.print_board, self.session, folder)
        except Exception as error:
            reason = reason_of(error)
            if reason is None:  # as above
                raise
            self._notice = self.said(reason, "$fault")
        else:
            self._notice = self.said(msg("Written: {path}", path=str(path)), "$good")
        self.query_one("#notice", Say).say(self._notice)
        self.query_one("#about-step").scroll_end(animate=False)

    def action_back(self) -> None:
        """To where one came from."""
        self.dismiss()
