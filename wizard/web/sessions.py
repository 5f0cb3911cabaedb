"""The terminal apps there are, and the windows that look at them.

A session is one app with its own hold on a draft: two tabs are two sessions, and what both answer is put together
or told by the store, as between any two windows. A window may go (a reload, a sleeping laptop) and come back: the
app waits, and shows where it was. A second window that comes for the same session takes it over, and the first
is told. Where nobody comes or nobody presses a key, the app leaves; what it had open is opened again by the next.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any, Final, Protocol

from textual_serve.download_manager import DownloadManager

from wizard.web.child import Child
from wizard.web.limits import Limits
from wizard.web.messages import Focused, Heard, Pinged, Resized, Typed

__all__ = ["Close", "Session", "Sessions", "Start", "Window"]

_FRAME: Final = b"\x1b[?1049h\x1b[?1000h\x1b[?1003h\x1b[?1015h\x1b[?1006h\x1b[?25l\x1b[?2004h"
"""What a driver says first (`WebDriver.start_application_mode`); a window that comes back has to hear it again."""
_REMEMBERED: Final = 64


class Close(IntEnum):
    """Why a socket is closed, for the page to say in words."""

    STOPPED = 4000
    """The server ends."""
    ENDED = 4001
    """The person has left the app."""
    ELSEWHERE = 4002
    """The session went on in another window."""
    IDLE = 4003
    """Nobody pressed a key for a long time."""
    NONSENSE = 4004
    """The window said something that our page does not say."""
    FAULT = 4005
    """The app could not go on; it has written a report."""


class Window(Protocol):
    """A socket, as far as a session needs it."""

    @property
    def closed(self) -> bool:
        """Whether nothing more can be sent."""
        raise NotImplementedError

    async def send_bytes(self, data: bytes, /) -> None:
        """Send what is to be drawn."""

    async def send_str(self, data: str, /) -> None:
        """Send a word to the page."""

    async def close(self, *, code: int) -> object:
        """End it."""


@dataclass(frozen=True, slots=True)
class Start:
    """What a window asks for when it comes: its size, its colours, its language."""

    size: tuple[int, int] = (80, 24)
    is_light: bool = False
    language: str | None = None


class Session:
    """See the module."""

    def __init__(self, owner: str, folder: Path, limits: Limits, now: Callable[[], float]) -> None:
        self.id = secrets.token_urlsafe(16)
        self.owner = owner
        """The cookie of the browser that began it."""
        self.folder = folder
        """Where files that come up lie; made when the first one does."""
        self.draft: str | None = None
        """The draft that is open in it."""
        self.wants_files = False
        """Whether the question on the screen takes files."""
        self.child: Child | None = None
        self.window: Window | None = None
        self.last_key = now()
        self.left_at: float | None = None
        """Since when no window looks at it; None while one does, or is on its way."""
        self._limits = limits
        self._now = now
        self._farewell: asyncio.Task[None] | None = None
        self._told: dict[str, Any] = {}
        """What the page has been told, for a window that comes later."""

    @property
    def is_waiting(self) -> bool:
        """Whether no window looks at it."""
        return self.left_at is not None

    def hold(self) -> None:
        """A window is on its way: the session must not be given to another meanwhile."""
        self.left_at = None

    async def attach(self, window: Window, size: tuple[int, int]) -> None:
        """Let a window look at it; one that looked at it before is told that it went on elsewhere."""
        before, self.window = self.window, window
        if before is not None:  # its farewell takes as long as it takes to answer
            self._farewell = asyncio.create_task(_close(before, Close.ELSEWHERE))
        await window.send_str(json.dumps(["session", {"id": self.id}]))
        if self._told:
            await window.send_str(json.dumps(["lov", self._told]))
        await window.send_bytes(_FRAME)
        child = self.child
        if child is None or not await child.tell(type="redraw", width=size[0], height=size[1]):
            # It has ended while the window was on its way.
            has_failed = child is None or child.has_failed
            await window.close(code=Close.FAULT if has_failed else Close.ENDED)

    def detach(self, window: Window) -> None:
        """A window has gone, or has not come after all."""
        if self.window in (window, None):
            self.window = None
            self.left_at = self._now()

    def touch(self) -> None:
        """The person is there."""
        self.last_key = self._now()

    async def hear(self, said: Heard) -> None:
        """Pass on what the window says."""
        child = self.child
        if child is None:
            return
        match said:
            case Typed(data):
                self.touch()
                await child.send_bytes(data)
            case Resized(width, height):
                await child.set_terminal_size(width, height)
            case Focused(has_focus):
                await (child.focus() if has_focus else child.blur())
            case Pinged(text):
                await self.send_str(json.dumps(["pong", text]))

    # What the app says ---------------------------------------------------------------------------------

    async def send_bytes(self, data: bytes) -> None:
        """Draw; nothing is kept for a window that is not there, because the app draws anew when one comes."""
        window = self.window
        if window is not None and not window.closed:
            with suppress(ConnectionError):
                await window.send_bytes(data)

    async def send_str(self, text: str) -> None:
        """Tell the page something."""
        window = self.window
        if window is not None and not window.closed:
            with suppress(ConnectionError):
                await window.send_str(text)

    async def take_word(self, word: Mapping[str, Any]) -> None:
        """What our app tells besides pictures: the draft, the language, the theme, whether it takes files."""
        if isinstance(word.get("draft"), str):
            self.draft = word["draft"] or None
        if isinstance(word.get("files"), bool):
            self.wants_files = word["files"]
        told = {name: word[name] for name in ("language", "theme", "files") if name in word}
        self._told |= told
        asked = {"pick": True} if word.get("pick") is True else {}
        if told or asked:
            await self.send_str(json.dumps(["lov", {**told, **asked}]))

    async def take_files(self, paths: Sequence[Path]) -> bool:
        """Hand files that have come up to the app; False where it has ended."""
        return self.child is not None and await self.child.tell(type="files", paths=[str(p) for p in paths])


async def _close(window: Window, why: Close) -> None:
    await window.close(code=why)


class Sessions:
    """All of them. `command` and `environment` are what an app is started with."""

    def __init__(
        self,
        command: Callable[[Start], Sequence[str]],
        folder: Path,
        limits: Limits,
        *,
        now: Callable[[], float],
    ) -> None:
        self.limits = limits
        self.downloads = DownloadManager()
        self._command = command
        self._folder = folder
        self._now = now
        self._open: dict[str, Session] = {}
        self._drafts: dict[tuple[str, str], str] = {}
        """What ended sessions had open, by browser and session: the next one opens it again."""
        self._opening = asyncio.Lock()

    def __iter__(self) -> Any:
        return iter(tuple(self._open.values()))

    def find(self, name: str, owner: str) -> Session | None:
        """The session of that name, if this browser began it."""
        session = self._open.get(name)
        return session if session is not None and session.owner == owner else None

    async def begin(self, owner: str, start: Start, instead_of: str = "") -> Session | None:
        """A new session; None where there are as many as there may be. One that nobody looks at gives way."""
        async with self._opening:
            if len(self._open) >= self.limits.sessions:
                waiting = [session for session in self if session.is_waiting]
                if not waiting:
                    return None
                await self.end(min(waiting, key=lambda session: session.left_at or 0.0))
            session = Session(owner, self._folder / secrets.token_hex(8), self.limits, self._now)
            self._open[session.id] = session
        draft = self._drafts.get((owner, instead_of))
        try:
            await self._start(session, start, draft)
        except BaseException:
            self._open.pop(session.id, None)
            raise
        return session

    async def _start(self, session: Session, start: Start, draft: str | None) -> None:
        environment = {"COLORFGBG": "0;15" if start.is_light else "15;0"}
        if draft is not None:
            environment["LOV_OPEN_DRAFT"] = draft
        session.child = Child(
            self._command(start),
            environment,
            write_bytes=session.send_bytes,
            write_str=session.send_str,
            on_end=lambda: self._ended(session),
            on_word=session.take_word,
            download_manager=self.downloads,
        )
        await session.child.start(*start.size)

    async def _ended(self, session: Session) -> None:
        """The app has left by itself."""
        self._forget(session)
        if session.window is not None:
            has_failed = session.child is not None and session.child.has_failed
            await session.window.close(code=Close.FAULT if has_failed else Close.ENDED)

    async def end(self, session: Session, why: Close = Close.IDLE) -> None:
        """End a session, whatever its state."""
        self._forget(session)
        window, session.window = session.window, None
        closing = window.close(code=why) if window is not None else asyncio.sleep(0)
        ending = session.child.end(self.limits.ending) if session.child is not None else asyncio.sleep(0)
        await asyncio.gather(closing, ending)

    def _forget(self, session: Session) -> None:
        self._open.pop(session.id, None)
        shutil.rmtree(session.folder, ignore_errors=True)
        if session.draft is not None:
            self._drafts[session.owner, session.id] = session.draft
            for oldest in list(self._drafts)[:-_REMEMBERED]:
                del self._drafts[oldest]

    async def sweep(self) -> None:
        """End the sessions whose time is over."""
        now = self._now()
        for session in self:
            is_left = session.left_at is not None and now - session.left_at > self.limits.waiting
            if is_left or now - session.last_key > self.limits.idle:
                await self.end(session, Close.IDLE)

    async def end_all(self) -> None:
        """End every session at the same time."""
        await asyncio.gather(*(self.end(session, Close.STOPPED) for session in self))
