"""The officer's app without a terminal, over the canned inbox."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.desk.canned import TODAY
from tests.tui.app import NOON, Visit
from wizard.flow.content import Content
from wizard.tui.deskapp import DeskApp
from wizard.tui.screens.desk import QueueScreen
from wizard.tui.screens.deskcase import CaseScreen

__all__ = ["DeskVisit", "visit_desk"]


class DeskVisit(Visit):
    """An officer at the keyboard."""

    @property
    def desk(self) -> DeskApp:
        """The app."""
        assert isinstance(self.app, DeskApp)
        return self.app

    async def at_queue(self, *wanted: str) -> None:
        """Wait for the queue, with all of the inbox screened."""
        await self.until(
            lambda: isinstance(self.app.screen, QueueScreen) and self.desk.has_looked, "the queue"
        )
        await self.see(*wanted)

    async def open(self, applicant: str) -> CaseScreen:
        """From the queue to the case of an applicant, with its paper read."""
        await self.at_queue(applicant[:14])
        await self.press("escape")
        screen = self.app.screen
        assert isinstance(screen, QueueScreen)
        menu = screen.query_one("#queue")
        for _ in range(20):
            at = screen.at_hand
            if at is not None and at.filed.applicant == applicant:
                break
            await self.press("down")
        assert menu.has_focus
        await self.press("enter")
        return await self.at_case()

    async def at_case(self) -> CaseScreen:
        """Wait for a case, at rest."""
        await self.until(lambda: isinstance(self.app.screen, CaseScreen), "the case")
        screen = self.app.screen
        assert isinstance(screen, CaseScreen)
        return screen

    async def go_to(self, rule: str) -> None:
        """To a finding, by its rule."""
        screen = await self.at_case()
        await self.press("home")
        for _ in range(30):
            if screen.at_hand is not None and screen.at_hand.finding.rule == rule:
                return
            await self.press("down")
        raise AssertionError(rule)

    async def write(self, text: str) -> None:
        """Type letter by letter."""
        await self.press(*("space" if letter == " " else letter for letter in text))


def visit_desk(
    made: Content,
    inbox: Path,
    folder: Path,
    doing: Callable[[DeskVisit], Awaitable[None]],
    *,
    language: str = "en",
    columns: int = 80,
    lines: int = 24,
    every: float = 0.05,
) -> DeskApp:
    """Run the app and do something with it; the app, ended."""
    app = DeskApp(
        inbox, content=made, folder=folder, language=language, today=TODAY, clock=lambda: NOON, every=every
    )

    async def run() -> None:
        async with app.run_test(size=(columns, lines)) as pilot:
            await doing(DeskVisit(pilot))

    asyncio.run(run())
    return app
