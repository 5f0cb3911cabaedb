"""All answers on one page, made from the flow: what is missing, what stands in the way, and what was answered.

Every line can be opened, and the change comes back here. Only what is asked on this route is shown. Nothing is
sent from here, and the page says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from wizard.drafts.session import DraftSession
from wizard.flow.model import Question
from wizard.flow.steps import Step, step_of
from wizard.i18n import Message, msg
from wizard.rules import Assessment, Missing, Verdict, assess
from wizard.tui.answers_in_words import answer_lines
from wizard.tui.explaining import explanation
from wizard.tui.judging import is_against, target_of, verdict_lines, what_is_left
from wizard.tui.keys import key
from wizard.tui.resting import Resting
from wizard.tui.screens.stepping import SteppingScreen
from wizard.tui.widgets.aside import Aside
from wizard.tui.widgets.menu import Item, Menu
from wizard.tui.widgets.pair import Columns, Ends
from wizard.tui.widgets.say import Say
from wizard.tui.words import Content, paragraphs, plain

__all__ = ["CheckScreen"]

PACKAGE: Final = "-package"
_SHARE: Final = 36
"""Hundredths of the width for the questions' names."""


class CheckScreen(SteppingScreen):
    """See the module. `typed` is what was typed and not saved, by question; questions opened from here share it."""

    AUTO_FOCUS = "Menu"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("escape,f2", "back", msg("Back"), name="nav.back"),
        key("f3", "forms", msg("Forms"), name="nav.forms"),
        key("right_square_bracket,f7", "part(1)", msg("Next part"), name="check.next"),
        key("left_square_bracket", "part(-1)", msg("Previous part"), name="check.previous", show=False),
    ]

    def __init__(self, session: DraftSession, typed: dict[str, Any]) -> None:
        super().__init__(session)
        self._typed = typed
        self._shown = session.interview
        self._assessment = assess(session.interview)
        self._resting = Resting(self)

    def body(self) -> ComposeResult:
        """One list; beside it, where there is room, why the question at hand is asked."""
        with Horizontal(classes="split"):
            with Vertical(classes="page"):
                yield Say(self.said(msg("Check your answers")), classes="heading")
                yield Say(self._headline())
                yield Say(
                    self.said(msg("Nothing is sent from here. Open a line to change it.")), classes="hint"
                )
                yield Menu(self._items(), id="answers")
            with Aside(id="why", classes="aside"):
                yield Say(id="about")

    def on_mount(self) -> None:
        """Tell of the first line at once."""
        self._tell_of(self.query_one(Menu).item or "")

    async def on_screen_resume(self) -> None:
        """Back from a change."""
        if self._shown is not self.session.interview:
            self._shown = self.session.interview
            self._assessment = assess(self.session.interview)
            at = self.query_one(Menu).item
            await self.redraw()
            self.query_one(Menu).fill(self._items(), at=at)

    async def redraw(self) -> None:
        """As every screen, with the keyboard at the same line."""
        at = self.query_one(Menu).item
        await super().redraw()
        self.query_one(Menu).fill(self._items(), at=at)

    # What is listed ------------------------------------------------------------------------------------

    def _headline(self) -> Content:
        if self._assessment.is_ready:
            return plain("✓ ", "bold $good") + self.said(
                msg("Everything is there. The package can be built."), "bold $good"
            )
        words = Content(" · ").join([self.said(part) for part in what_is_left(self._assessment)])
        if not words:
            return self.said(msg("Some answers cannot be used."))
        is_amiss = self._assessment.faults or any(map(is_against, self._assessment.blockers))
        return (plain("✗ ", "bold $fault") if is_amiss else plain("○ ", "bold $mark")) + words

    def _items(self) -> Iterator[Item]:
        yield from self._amiss(self._assessment)
        for task in self.session.flow.tasks:
            asked = [q for q in task.questions if self.session.interview.is_relevant(q.id)]
            if asked:
                yield self._heading(task.title, task.id)
                yield from (Item(q.id, self._face(q), self.tr(self._called(q))) for q in asked)
        yield self._heading(msg("When you have checked"), "end")
        yield Item(PACKAGE, self.said(msg("Build the package"), "bold"))

    def _amiss(self, found: Assessment) -> Iterator[Item]:
        if found.missing:
            yield self._heading(msg("Still to be answered"), "missing")
            for number, missing in enumerate(found.missing):
                yield Item(f"missing:{number}", self._missing_face(missing))
        against = [(n, verdict) for n, verdict in enumerate(found.blockers) if is_against(verdict)]
        undecided = [(n, verdict) for n, verdict in enumerate(found.blockers) if not is_against(verdict)]
        yield from self._verdicts("blocker", msg("Stands in the way"), against)
        yield from self._verdicts("blocker", msg("Cannot be decided yet"), undecided)
        yield from self._verdicts("remark", msg("To think about"), list(enumerate(found.remarks)))

    def _verdicts(self, kind: str, title: Message, verdicts: Sequence[tuple[int, Verdict]]) -> Iterator[Item]:
        if verdicts:
            yield self._heading(title, title.id)
        for number, verdict in verdicts:
            yield Item(f"{kind}:{number}", verdict_lines(verdict, self.session.interview, self.tr))

    def _heading(self, title: Message, name: str) -> Item:
        return Item(
            f"-heading-{name}", plain(f"\n{self.tr(title)}", "bold $mark", keep_lines=True), is_heading=True
        )

    def _face(self, question: Question) -> Columns:
        interview = self.session.interview
        return Columns(self.said(self._called(question)), answer_lines(interview, question, self.tr), _SHARE)

    def _called(self, question: Question) -> Message:
        return self.session.flow.name(question)

    def _missing_face(self, missing: Missing) -> Ends:
        task = self.session.flow.task(missing.question.task)
        return Ends(plain("○ ") + self.said(missing.label), self.said(task.title, "$quiet"))

    # What is done --------------------------------------------------------------------------------------

    @on(Menu.Moved)
    def _moved(self, event: Menu.Moved) -> None:
        """Tell why the line is asked, when the keyboard rests on it."""
        self._resting.then(partial(self._tell_of, event.item))

    def _tell_of(self, item: str) -> None:
        question = self.session.flow.questions.get(self._target(item)[0] or "")
        words = explanation([question], self.tr) if question is not None else plain("")
        title = self.said(self._called(question), "bold $mark") if question is not None else plain("")
        self.query_one("#about", Say).say(paragraphs([title, words]) if title else plain(""))

    @on(Menu.Chosen)
    def _chosen(self, event: Menu.Chosen) -> None:
        if event.item == PACKAGE:
            self._build()
            return
        question_id, row = self._target(event.item)
        step = step_of(self.session.interview, question_id) if question_id is not None else None
        if step is not None:
            from wizard.tui.screens.question import QuestionScreen  # noqa: PLC0415  it knows this one too

            self.app.push_screen(QuestionScreen(self.session, step, self._typed, change=True, row=row))

    def _target(self, item: str) -> tuple[str | None, int | None]:
        """The question a line is about, and the row of it, from 0."""
        kind, _, number = item.partition(":")
        match kind:
            case "missing":
                missing = self._assessment.missing[int(number)]
                return missing.question.id, missing.cell.row - 1 if missing.cell is not None else None
            case "blocker":
                return target_of(self._assessment.blockers[int(number)]), None
            case "remark":
                return target_of(self._assessment.remarks[int(number)]), None
            case _:
                return item if item in self.session.flow.questions else None, None

    def _build(self) -> None:
        from wizard.tui.screens.package import PackageScreen  # noqa: PLC0415  loaded when wanted

        self.app.push_screen(PackageScreen(self.session))

    def action_forms(self) -> None:
        """The forms as they would be filled now, at the field of the line at hand."""
        from wizard.tui.screens.forms import FormsScreen  # noqa: PLC0415  loaded when wanted

        here = self.question_at_hand
        self.app.push_screen(FormsScreen(self.session, frozenset([here] if here is not None else [])))

    def action_part(self, by: int) -> None:
        """To the first line of the next part, or of the one before."""
        menu = self.query_one(Menu)
        headings = [i for i, option in enumerate(menu.options) if option.disabled]
        here = menu.highlighted or 0
        own = max((i for i in headings if i < here), default=0)
        wanted = [i for i in headings if (i > here if by > 0 else i < own)]
        if wanted:
            menu.highlighted = (wanted[0] if by > 0 else wanted[-1]) + 1

    async def stepped(self, question_id: str) -> None:  # noqa: ARG002  verdicts may have turned anywhere
        """Show everything anew."""
        await self.on_screen_resume()

    def go(self, step: Step) -> None:
        """As from a line of the list."""
        from wizard.tui.screens.question import QuestionScreen  # noqa: PLC0415  it knows this one too

        self.app.push_screen(QuestionScreen(self.session, step, self._typed, change=True))

    @property
    def question_at_hand(self) -> str | None:
        """That of the line where the keyboard is."""
        return self._target(self.query_one(Menu).item or "")[0]

    def action_back(self) -> None:
        """To where one came from."""
        self.dismiss()
