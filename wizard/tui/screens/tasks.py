"""The parts of an application: how far each has come, where to go on, and the way to the package.

The first line goes on where the person was. Whole lines are to be chosen; what is done is told quietly,
what is open is not.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from wizard.drafts.providers import fitting, keep_as_profile, own_answers, take_over
from wizard.drafts.session import DraftSession
from wizard.flow.interview import TaskState
from wizard.flow.model import Goal, Task
from wizard.flow.steps import Step, next_open_step, step_of, steps
from wizard.i18n import Message, msg, nmsg
from wizard.rules import assess, pursue
from wizard.store import Change, StoreError
from wizard.tui.browser import tell_page
from wizard.tui.host import host
from wizard.tui.judging import GOAL_STYLES, GOALS
from wizard.tui.keys import key
from wizard.tui.progress import parts_done
from wizard.tui.screens.settling import SettlingScreen
from wizard.tui.sourcing import source_lines
from wizard.tui.standing import Standing
from wizard.tui.summaries import needed_tasks, next_date, progress_of
from wizard.tui.tasking import MARKS, STYLES, state_of
from wizard.tui.widgets.aside import Aside
from wizard.tui.widgets.gauge import Gauge
from wizard.tui.widgets.menu import Item, Menu
from wizard.tui.widgets.pair import Ends
from wizard.tui.widgets.say import Say
from wizard.tui.words import Content, lines, paragraphs, plain
from wizard.values import Value

__all__ = ["TasksScreen"]

GO_ON: Final = "-go-on"
NEWS: Final = "-news"
PROVIDER: Final = "-provider"
CHECK: Final = "-check"
PACKAGE: Final = "-package"
TIMELINE: Final = "-timeline"
BOARD: Final = "-board"
GOLIVE: Final = "golive"
"""The errand that has preparations to look at."""
GOAL: Final = "-goal-"


class TasksScreen(SettlingScreen):
    """The task list of one draft."""

    AUTO_FOCUS = "Menu"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("escape", "back", msg("Your applications"), name="nav.back"),
        key("f2", "check", msg("Check answers"), name="nav.check"),
        key("f3", "forms", msg("Forms"), name="nav.forms"),
    ]

    def __init__(self, session: DraftSession, *, is_new: bool = False) -> None:
        super().__init__(session)
        self._typed: dict[str, Any] = {}
        """What was typed and not saved, by question, for as long as the draft is open."""
        self._shown = (session.interview, session.draft)
        self._news: tuple[Change, ...] = ()
        self._is_new = is_new
        self._dates: Message | None = None
        """The date that matters most; None until it has been worked out, and where the errand has no times."""
        self._kept: tuple[str, Mapping[str, Value | None]] | None = None
        """The provider of this draft, and what is kept of it; None where there is none."""
        self.is_left = False
        """Whether another draft was begun from here, so that nobody comes back to this one."""

    def body(self) -> ComposeResult:
        """The list; beside it, where there is room, what is good to know of the area."""
        progress = progress_of(self.session.interview)
        with Horizontal(classes="split"):
            with Vertical(classes="page"):
                yield Say(self.said(self.session.flow.title), classes="heading")
                yield Gauge(progress.done, progress.total, self._count())
                yield Menu(self._items(), id="tasks")
            with Aside(classes="aside"):
                yield Say(self._good_to_know())

    def on_mount(self) -> None:
        """Tell at the top which draft this is."""
        self._tell_what_moved()
        self.look_for_news()
        self.look_at_dates()
        draft = self.session.draft
        tell_page(self.app, draft=draft.id)
        saved = draft.updated_at if self.session.interview.stored else None
        host(self).standing = Standing(draft.label, self.session.flow.area.name, saved)

    def _tell_what_moved(self) -> None:
        """Once: the draft is of the present version from now on."""
        moved, self.session.migrated = self.session.migrated, None
        if moved is not None and moved.is_changed:
            from wizard.tui.dialogs.moved import MovedDialog  # noqa: PLC0415  seldom needed

            self.app.push_screen(MovedDialog(self.session.flow, moved))

    @work(exclusive=True, group="news")
    async def look_for_news(self) -> None:
        """What others have changed since the person was here, told in a line of the list."""
        try:
            self._news = await asyncio.to_thread(self.session.since_last_visit)
            self._kept = await asyncio.to_thread(self._provider)
        except StoreError:
            return  # it is a convenience; the history has it too
        if self._news or self._kept:
            await self.redraw()
        if self._is_new and not self.session.interview.stored:
            await self._offer()

    @work(exclusive=True, group="dates")
    async def look_at_dates(self) -> None:
        """The date that matters most, told on the line of the timeline; the times are read when first wanted."""
        services = host(self).services
        found = (
            await asyncio.to_thread(next_date, services.content, self.session.interview) if services else None
        )
        if found != self._dates:
            self._dates = found
            for menu in self.query(Menu):
                menu.fill(self._items(), at=menu.item)

    def _provider(self) -> tuple[str, Mapping[str, Value | None]] | None:
        profiles = self.session.store.profiles
        profile = profiles.of(self.session.draft.id)
        if profile is None:
            return None
        return profile.label, {name: a.value for name, a in profiles.answers(profile.id).items()}

    async def _offer(self) -> None:
        """A new application may take over what the provider has answered in others."""
        from wizard.tui.dialogs.offer import ChooseProvider, OfferDialog  # noqa: PLC0415  seldom needed

        profiles = self.session.store.profiles
        known = await asyncio.to_thread(profiles.all)
        chosen = known[0].id if len(known) == 1 else None
        if len(known) > 1:
            chosen = await self.app.push_screen_wait(ChooseProvider(known))
        profile = next((p for p in known if p.id == chosen), None)
        if profile is None:
            return
        held = await asyncio.to_thread(profiles.answers, profile.id)
        values = {name: answer.value for name, answer in held.items() if answer.value is not None}
        offered = fitting(values, self.session.interview)
        wanted = await self.app.push_screen_wait(OfferDialog(profile, offered, self.session.interview))
        if wanted is None:
            return
        taken = {name: value for name, value in offered.items() if name in wanted}
        try:
            await asyncio.to_thread(take_over, self.session, profile.id, taken)
            self._kept = await asyncio.to_thread(self._provider)
        except StoreError as error:
            self.tell(error.message)
        await self.on_screen_resume()

    @work(exclusive=True, group="keeping")
    async def keep_provider(self) -> None:
        """Keep the provider's answers for applications to come."""
        from wizard.tui.dialogs.confirm import Confirm  # noqa: PLC0415  seldom needed

        own = own_answers(self.session.interview)
        names = tuple(self.tr(self.session.flow.questions[name].label) for name in own)
        label = self._kept[0] if self._kept is not None else self.session.draft.label
        question = Confirm(
            title=msg("Keep the provider's data for other applications?"),
            text=msg("New applications will offer these answers: {names}.", names=names),
            yes=msg("Keep"),
            no=msg("Not now"),
        )
        if not await self.app.push_screen_wait(question):
            return
        try:
            await asyncio.to_thread(keep_as_profile, self.session, label)
            self._kept = await asyncio.to_thread(self._provider)
        except StoreError as error:
            self.tell(error.message)
            return
        self.tell(msg("The provider's data is kept"))
        await self.redraw()

    def on_unmount(self) -> None:
        """Whoever leaves has seen everything up to now."""
        with suppress(StoreError):  # the store may be closed already: then it is told again, and no harm done
            self.session.leave()

    async def on_screen_resume(self) -> None:
        """Back from a question: it has changed something. Where another draft was begun instead, on to the list."""
        if self.is_left:
            self.dismiss()
            return
        now = (self.session.interview, self.session.draft)
        if now != self._shown:
            self._shown = now
            await self.redraw()
            self.look_at_dates()

    # What is listed ------------------------------------------------------------------------------------

    def _items(self) -> Iterator[Item]:
        yield Item(GO_ON, self._go_on_face(), rule=not self._news)
        if self._news:
            count = nmsg(
                "{count} answer was changed by others since you were here",
                "{count} answers were changed by others since you were here",
                len(self._news),
            )
            yield Item(NEWS, plain("! ", "$warn") + self.said(count), self.tr(count), rule=True)
        tasks = needed_tasks(self.session.interview)
        for task in tasks:
            yield self._line(task, is_last=task is tasks[-1])
        own = own_answers(self.session.interview)
        kept = self._kept[1] if self._kept is not None else {}
        if self.session.draft.label and any(kept.get(name) != value for name, value in own.items()):
            words = msg("Keep the provider's data for other applications")
            yield Item(PROVIDER, self.said(words), self.tr(words))
        if self._dates is not None:
            dates = self.said(self._dates, "$quiet")
            yield Item(TIMELINE, Ends(self.said(msg("Timeline")), dates), self.tr(msg("Timeline")))
        if self.session.flow.kind == GOLIVE:
            words = msg("Preparations before the start meeting")
            yield Item(BOARD, self.said(words), self.tr(words))
        ready = assess(self.session.interview).is_ready
        state = plain("✓ ", "$good") + self.said(msg("Ready"), "$good") if ready else plain("")
        yield Item(
            CHECK, Ends(self.said(msg("Check your answers")), state), self.tr(msg("Check your answers"))
        )
        yield Item(PACKAGE, self.said(msg("Build the package")), self.tr(msg("Build the package")))
        for goal in self.session.flow.goals:
            outcome = pursue(self.session.interview, goal).outcome
            answer = self.said(GOALS[outcome], GOAL_STYLES.get(outcome, "$quiet"))
            yield Item(f"{GOAL}{goal.id}", Ends(self.said(goal.title), answer), self.tr(goal.title))

    def _line(self, task: Task, *, is_last: bool) -> Item:
        state = self.session.interview.task_state(task)
        style = STYLES[state]
        title = self.tr(task.title)
        name = Content(" ").join([plain(MARKS[state], style), plain(title)])
        return Item(
            task.id, Ends(name, self.said(state_of(self.session.interview, task), style)), title, rule=is_last
        )

    def _go_on_face(self) -> Content:
        target = self.target()
        if target is None:
            return self.said(msg("All questions are answered. Check your answers"), "bold")
        is_begun = bool(self.session.interview.stored)
        words = msg("Continue: {question}", question=target.heading)
        if not is_begun:
            words = msg("Begin: {question}", question=target.heading)
        return self.said(words, "bold")

    def _count(self) -> Content:
        progress = progress_of(self.session.interview)
        is_ready = assess(self.session.interview).is_ready
        return self.said(parts_done(progress.done, progress.total, is_ready=is_ready), "$quiet")

    def _good_to_know(self) -> Content:
        flow = self.session.flow
        intro = self.said(flow.intro) if flow.intro is not None else plain("")
        facts = [self.said(fact, "$quiet") for fact, _ in flow.area.facts]
        source = lines([self.said(msg("Source"), "bold"), source_lines(flow.area.sources, self.tr)])
        return paragraphs([intro, self.said(msg("Good to know"), "bold $mark"), *facts, source])

    @property
    def part_at_hand(self) -> Task | None:
        """The part under the keyboard."""
        at = next((menu.item for menu in self.query(Menu)), None)
        return next((task for task in self.session.flow.tasks if task.id == at), None)

    # Where to go ---------------------------------------------------------------------------------------

    def target(self) -> Step | None:
        """Where to go on: where the person was, or behind it where that is answered; None when no question is open."""
        interview, position = self.session.interview, self.session.draft.position
        open_step = next_open_step(interview, position)
        here = step_of(interview, position) if position is not None else None
        is_open = here is not None and not all(interview.is_settled(q) for q in here.questions)
        return here if is_open else open_step

    def go_on(self) -> None:
        """To the question that is offered, where there is one."""
        target = self.target()
        if target is not None:
            self._ask(target)

    @on(Menu.Chosen)
    def _chosen(self, event: Menu.Chosen) -> None:
        target = self.target()
        if event.item == NEWS:
            self._show_news()
        elif event.item == PROVIDER:
            self.keep_provider()
        elif event.item == PACKAGE:
            self.action_package()
        elif event.item == TIMELINE:
            self.action_timeline()
        elif event.item == BOARD:
            self._show_board()
        elif event.item == CHECK or (event.item == GO_ON and target is None):
            self.action_check()
        elif event.item == GO_ON and target is not None:
            self._ask(target)
        elif event.item.startswith(GOAL):
            self._pursue(next(g for g in self.session.flow.goals if event.item == f"{GOAL}{g.id}"))
        else:
            self._open(self.session.flow.task(event.item))

    def _show_board(self) -> None:
        from wizard.tui.screens.board import BoardScreen  # noqa: PLC0415  only one errand has it

        self.app.push_screen(BoardScreen(self.session, self._typed))

    def _show_news(self) -> None:
        from wizard.tui.screens.history import HistoryScreen  # noqa: PLC0415  seldom needed

        self.app.push_screen(HistoryScreen(self.session, news=self._news))

    def _open(self, task: Task) -> None:
        """The first open question of a part, else its first."""
        interview = self.session.interview
        asked = steps(interview, task)
        open_ones = (s for s in asked if not all(interview.is_settled(q) for q in s.questions))
        step = next(open_ones, asked[0] if asked else None)
        if step is not None:
            self._ask(step)
        elif interview.task_state(task) is TaskState.WAITING:
            self.query_one(Menu).go(GO_ON)

    def _ask(self, step: Step) -> None:
        from wizard.tui.screens.question import QuestionScreen  # noqa: PLC0415  the next screen, loaded when wanted

        self.app.push_screen(QuestionScreen(self.session, step, self._typed))

    def _pursue(self, goal: Goal) -> None:
        """Ask only what the goal still needs; where it needs nothing more, say how it stands."""
        from wizard.tui.dialogs.goals import GoalDialog  # noqa: PLC0415  seldom needed
        from wizard.tui.screens.question import QuestionScreen  # noqa: PLC0415  as above

        state = pursue(self.session.interview, goal)
        step = step_of(self.session.interview, state.ask.id) if state.ask is not None else None
        if step is None:
            self.app.push_screen(GoalDialog(state, self.session.interview))
        else:
            self.app.push_screen(QuestionScreen(self.session, step, self._typed, goal=goal))

    def go(self, step: Step) -> None:
        """As from a line of the list: from there one goes on."""
        self._ask(step)

    def action_check(self) -> None:
        """All answers on one page."""
        from wizard.tui.screens.check import CheckScreen  # noqa: PLC0415  as above

        self.app.push_screen(CheckScreen(self.session, self._typed))

    def action_forms(self) -> None:
        """The forms as they would be filled now."""
        from wizard.tui.screens.forms import FormsScreen  # noqa: PLC0415  as above

        self.app.push_screen(FormsScreen(self.session))

    def action_package(self) -> None:
        """Build the package."""
        from wizard.tui.screens.package import PackageScreen  # noqa: PLC0415  as above

        self.app.push_screen(PackageScreen(self.session))

    async def stepped(self, question_id: str) -> None:  # noqa: ARG002  any part may stand otherwise now
        """Show everything anew."""
        await self.on_screen_resume()

    def action_back(self) -> None:
        """To the drafts."""
        self.dismiss()
