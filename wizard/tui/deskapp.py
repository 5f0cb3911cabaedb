"""The officer's app: the frame of `LovApp` round an inbox.

The queue is drawn first; content, store and blanks are opened behind it. While the app runs, one worker looks
through the inbox and has screened what is new, another takes in what other officers decided. Both wait in threads,
so no key waits for a package, and `pulse` tells the screens that something has changed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path, PurePath
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.reactive import var

from wizard import resources
from wizard.i18n import Message, Translator, msg
from wizard.tui.app import LovApp
from wizard.tui.refusals import reason_of
from wizard.tui.screens.desk import QueueScreen
from wizard.tui.standing import Standing

if TYPE_CHECKING:
    from wizard.desk.room import Room
    from wizard.flow.content import Content
    from wizard.tui.screens.base import LovScreen
    from wizard.tui.services import Services

__all__ = ["DeskApp"]

EVERY = 2.0
"""Seconds from one look at the inbox and the store to the next."""
OFTEN = 0.3
"""Seconds from one picture of the queue to the next, while many cases are screened."""
JOBS = 2
"""Cases that are screened side by side."""


class DeskApp(LovApp):
    """See the module."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [*LovApp.CSS_PATH, "styles/desk.tcss"]

    ASSURANCE: ClassVar[Message] = msg(
        "Every decision is in the log as soon as it is made, and can be taken back. You can quit at any time and "
        "continue later. Nothing is sent from here."
    )

    room: var[Room | None] = var(None)
    """Set when the inbox can be worked at."""
    pulse: var[int] = var(0)
    """Counts up with each change of the inbox or of what is decided."""
    progress: var[tuple[int, int]] = var((0, 0))
    """How many of the cases to be screened have been, and how many there are."""
    has_looked: var[bool] = var(False)
    """Whether the inbox has been looked through to its end once."""
    trouble: var[Message | None] = var(None)
    """Why decisions cannot be read just now."""

    def __init__(  # noqa: PLR0913  as LovApp
        self,
        inbox: Path,
        *,
        content: Content | Callable[[], Content],
        folder: Path,
        language: str,
        today: date,
        clock: Callable[[], datetime] | None = None,
        on_terminal: bool = False,
        is_language_given: bool = True,
        every: float = EVERY,
    ) -> None:
        super().__init__(
            content=content,
            folder=folder,
            language=language,
            today=today,
            on_terminal=on_terminal,
            is_language_given=is_language_given,
            **({"clock": clock} if clock is not None else {}),
        )
        self.inbox = inbox
        self.every = every
        self._look_now = asyncio.Event()

    def get_default_screen(self) -> LovScreen[None]:
        """The queue."""
        return QueueScreen()

    def on_mount(self) -> None:
        """As ever, under the name of the inbox."""
        super().on_mount()
        self.standing = Standing(label=self.inbox.resolve().name)

    def watch_services(self, services: Services | None) -> None:
        """With content and store there, the room can be opened."""
        if services is not None:
            self.open_room(services)

    @work(exclusive=True, group="room")
    async def open_room(self, services: Services) -> None:
        """Open the blanks and the ledger, in a thread; then begin to look."""
        try:
            self.room = await asyncio.to_thread(self._opened, services)
        except Exception as error:
            self.refusal = reason_of(error)
            if self.refusal is None:  # not a refusal: a fault of ours
                raise
            return
        self.watch_inbox(self.room)
        self.watch_others(self.room)

    def _opened(self, services: Services) -> Room:
        from wizard.blanks import load_blanks  # noqa: PLC0415  heavy
        from wizard.desk.ledger import Ledger  # noqa: PLC0415  as above
        from wizard.desk.room import Room  # noqa: PLC0415  as above
        from wizard.screening import Desk  # noqa: PLC0415  as above

        ledger = Ledger(services.store)
        ledger.refresh()
        blanks = load_blanks(resources.content_root())
        return Room(self.inbox, Desk(services.content, blanks, self.today, self.tr), ledger, jobs=JOBS)

    def on_unmount(self) -> None:
        """End what is being screened, then close the store."""
        if self.room is not None:
            self.room.close()
        super().on_unmount()

    # Looking -------------------------------------------------------------------------------------------

    @work(exclusive=True, group="inbox")
    async def watch_inbox(self, room: Room) -> None:
        """Look through the inbox again and again."""
        while True:
            self._look_now.clear()
            await self._take_in(room)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._look_now.wait(), self.every)

    @work(exclusive=True, group="others")
    async def watch_others(self, room: Room) -> None:
        """Take in what others decide, also while a thousand cases are being screened."""
        while True:
            await self._follow(room)
            await asyncio.sleep(self.every)

    def look_now(self) -> None:
        """Do not wait for the next time."""
        self._look_now.set()

    async def _take_in(self, room: Room) -> None:
        looked = await asyncio.to_thread(room.look)
        room.drop(looked.gone)
        if looked.gone:
            self.pulse += 1
        found = room.file(looked.new)
        shown = 0.0
        if looked.new:
            self.progress = (0, len(looked.new))
        for done in range(len(looked.new)):
            filed = await asyncio.to_thread(next, found, None)
            if filed is not None:
                room.put(filed)
            if monotonic() - shown > OFTEN:
                self.progress = (done, len(looked.new))
                self.pulse += 1
                shown = monotonic()
        self.pulse += bool(looked.new)
        self.progress = (len(looked.new), len(looked.new)) if looked.new else (0, 0)
        self.has_looked = True

    async def _follow(self, room: Room) -> None:
        """Take in what was decided elsewhere; where that cannot be read, say so and go on."""
        try:
            news = await asyncio.to_thread(room.ledger.refresh)
        except Exception as error:
            self.trouble = reason_of(error)
            if self.trouble is None:  # not a refusal: a fault of ours
                raise
            return
        self.trouble = None
        if news:
            self.pulse += 1

    async def refresh_ledger(self) -> None:
        """Take in what was just decided here, at once."""
        if self.room is not None:
            await self._follow(self.room)

    async def speak(self, language: str) -> None:
        """As ever; what is screened from now on is told in this language too."""
        if self.room is not None:
            self.room.speak(Translator.of(language))
        await super().speak(language)
