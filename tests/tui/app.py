"""The app without a terminal, for what a terminal cannot tell: small flows, refusals, single fields."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from textual import events
from textual.pilot import Pilot

from tests.conftest import TODAY
from wizard.flow.content import Content
from wizard.flow.interview import Interview
from wizard.flow.steps import Step
from wizard.tui.app import LovApp
from wizard.tui.screens.areas import AreasScreen
from wizard.tui.screens.home import HomeScreen
from wizard.tui.screens.question import QuestionScreen
from wizard.tui.screens.tasks import TasksScreen
from wizard.tui.widgets.menu import Menu
from wizard.values import Value

__all__ = ["Visit", "to_step", "visit"]

PATIENCE = 60.0
"""Seconds to wait for the screen before giving up."""

LOOK_AGAIN = 0.004
"""Seconds from one look to the next."""

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def _stand(wanted: tuple[str, ...], text: str) -> bool:
    return all(w in text for w in wanted)


async def to_step(visit: Visit, draft: str, wanted: Callable[[Interview], Step | None]) -> None:
    """From the list of drafts into the one called `draft`, and to a step of it."""
    await visit.until(lambda: isinstance(visit.app.screen, HomeScreen) and bool(visit.app.screen.query(Menu)))
    await visit.see(draft)
    await visit.press("home", "enter")
    await visit.until(lambda: isinstance(visit.app.screen, TasksScreen))
    tasks = visit.app.screen
    assert isinstance(tasks, TasksScreen)
    step = wanted(tasks.session.interview)
    assert step is not None
    tasks.go(step)
    await visit.at_rest()


class Visit:
    """A running app and what one does with it."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot

    @property
    def app(self) -> LovApp:
        """The app."""
        return cast("LovApp", self.pilot.app)

    @property
    def question(self) -> QuestionScreen:
        """The question on the screen."""
        assert isinstance(self.app.screen, QuestionScreen)
        return self.app.screen

    @property
    def stored(self) -> dict[str, Value]:
        """What is in the store, whatever the screen says."""
        assert self.app.services is not None
        (draft,) = self.app.services.drafts()
        return dict(self.app.services.store.answers(draft.id))

    @property
    def text(self) -> str:
        """What stands on the screen, in one line with single spaces; nothing while the app holds its pictures back."""
        if self.app._batch_count:
            return ""
        try:
            strips = self.app.screen._compositor.render_strips()
        except KeyError:  # a widget is being taken down at this very moment; the app itself draws none such
            return ""
        return " ".join(" ".join(strip.text for strip in strips).split())

    async def press(self, *keys: str) -> None:
        """Press keys as a terminal would send them, one after the other."""
        for name in keys:
            letter = name if len(name) == 1 else " " if name == "space" else None
            self.app.post_message(events.Key(name, letter))
        heard = asyncio.Event()
        self.app.call_later(heard.set)
        self.app.call_later(self.app.ahead.hurry)
        await self.until(
            lambda: not self.app.is_running or (heard.is_set() and self.app.ahead.is_idle), "keys"
        )

    async def until(self, condition: Callable[[], bool], what: str = "") -> None:
        """Wait for the app to come so far; fails loudly when it does not, or when the app has failed.

        It only looks until then: asking every widget whether it is done would keep the app from its work.
        """
        end = asyncio.get_running_loop().time() + PATIENCE
        while not condition():
            if self.app._fault is not None:
                raise AssertionError(what) from self.app._fault
            if asyncio.get_running_loop().time() > end:
                raise TimeoutError(what or f"still at {self.app.screen!r}")
            await asyncio.sleep(LOOK_AGAIN)
        await self._settle()

    async def _settle(self) -> None:
        """Let every message that is on its way arrive. `pilot.pause` waits for the processor to idle: ten times slower."""
        for _ in range(
            3
        ):  # a key goes from the app to the widget, back to its binding, and on to what is moved
            await self.pilot._wait_for_screen()

    async def see(self, *wanted: str) -> None:
        """Wait until all of these stand on the screen."""
        try:
            await self.until(lambda: _stand(wanted, self.text), "to see")
        except TimeoutError:
            raise TimeoutError(f"{wanted} in: {self.text}") from None

    async def gone(self, *words: str) -> None:
        """Wait until there is something to be seen, and none of these."""

        def is_gone() -> bool:
            text = self.text
            return bool(text) and not any(w in text for w in words)

        try:
            await self.until(is_gone, "to go")
        except TimeoutError:
            raise TimeoutError(f"{words} still in: {self.text}") from None

    async def begin(self) -> None:
        """From an empty store to the first question of the first area."""
        await self.until(
            lambda: isinstance(self.app.screen, HomeScreen) and bool(self.app.screen.query(Menu))
        )
        await self.press("plus")
        await self.until(lambda: isinstance(self.app.screen, AreasScreen))
        await self.press("enter")
        await self.until(lambda: isinstance(self.app.screen, TasksScreen))
        await self.press("enter")
        await self.at_rest()

    async def at_rest(self) -> None:
        """Wait for a question that can be answered."""
        await self.until(
            lambda: (
                isinstance(self.app.screen, QuestionScreen)
                and self.app.screen.can_act
                and bool(self.app.screen.pane.fields)
                and self.app.screen.focused is not None
            )
        )

    async def until_saved(self, question: str, value: Value) -> None:
        """Wait for an answer to be on the disk, and for the screen to be at rest again."""
        await self.until(lambda: self.stored.get(question) == value, f"{question} in {self.stored}")


def visit(
    content: Content,
    folder: Path,
    doing: Callable[[Visit], Awaitable[None]],
    *,
    language: str = "en",
    columns: int = 80,
    lines: int = 24,
    is_language_given: bool = True,
) -> LovApp:
    """Run the app and do something with it; the app, ended."""
    app = LovApp(
        content=content,
        folder=folder,
        language=language,
        today=TODAY,
        clock=lambda: NOON,
        is_language_given=is_language_given,
    )

    async def run() -> None:
        async with app.run_test(size=(columns, lines)) as pilot:
            await doing(Visit(pilot))

    asyncio.run(run())
    return app
