"""Keys pressed ahead: a key goes to the screen that the one before it led to, however fast they come.

Textual gives a key to whatever is on top when it arrives. Between a key and the screen it leads to lie a write to
the disk and a composition; a key pressed in that moment would be lost, or go to the question before. Here keys go
one at a time: the next one when the last has been dealt with and the screen on top `takes_keys`. Nobody waits for
a screen that hangs: after `PATIENCE` the key goes where Textual would have sent it. Enter pressed again and again
is impatience: a second enter that was pressed before one could see what it would confirm does nothing. What is
pasted, a path that is dragged in too, waits its turn as a key does: else it would be an answer to the question before.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from textual import events
from textual.message_pump import MessagePump

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen

__all__ = ["KeysAhead", "is_between", "takes_keys"]

PATIENCE: Final = 2.0
"""Seconds that a key waits for a screen."""
DRAWING: Final = 0.03
"""Seconds in which a key is drawn; only where another comes in that time is it followed before."""
LOOK_AGAIN: Final = 0.005
"""Seconds from one look at the screen to the next, while a key waits."""


_Typed = events.Key | events.Paste


def _key_of(event: _Typed) -> str:
    return event.key if isinstance(event, events.Key) else ""


def takes_keys(screen: Screen[Any]) -> bool:
    """Whether a key would do now what the person means who sees the screen."""
    return bool(getattr(screen, "takes_keys", True))


def is_between(screen: Screen[Any]) -> bool:
    """Whether it is not there to be seen yet, or on its way to another."""
    return bool(getattr(screen, "is_between", False))


class KeysAhead:
    """The keys of one app that are under way."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._waiting: deque[tuple[_Typed, Screen[Any]]] = deque()
        """Keys and pastes, and the screen that was on top when each came."""
        self._let: _Typed | None = None
        self._last = ""
        self._another = asyncio.Event()
        self._following: asyncio.Task[None] | None = None
        self._until: float | None = None
        """How long it is borne with that a screen takes none."""

    @property
    def is_idle(self) -> bool:
        """Whether every key that was pressed has been dealt with."""
        return self._following is None

    def hurry(self) -> None:
        """Follow the last key at once; for tests, which wait until it has been dealt with."""
        self._another.set()

    def holds(self, event: events.Event) -> bool:
        """Whether `event` is a key or a paste that has to wait; it comes again when its time has come."""
        if not isinstance(event, _Typed) or event.is_forwarded or event is self._let:
            return False
        is_first = self._following is None
        may_go = is_first and takes_keys(self._app.screen)
        if may_go:
            self._last = _key_of(event)
        else:
            self._waiting.append((event, self._app.screen))
            self._another.set()
        if is_first:
            goal = self._goal() if may_go else None
            self._following = asyncio.create_task(self._follow(goal))
        return not may_go

    def _goal(self) -> MessagePump:
        return self._app.focused or self._app.screen

    async def _follow(self, goal: MessagePump | None) -> None:
        try:
            if goal is not None:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._another.wait(), DRAWING)
                await self._dealt_with(goal)
            while self._app.is_running:
                came_between = await self._screen()
                if not self._waiting:  # only now: until then, a key is a key pressed ahead
                    return
                key, seen = self._waiting.popleft()
                before, self._last = self._last, _key_of(key)
                if self._last == before == "enter" and (came_between or seen is not self._app.screen):
                    continue
                self._let = key
                goal = self._goal()
                self._app.post_message(key)
                await self._dealt_with(goal)
        finally:
            self._let = self._following = None
            self._last = ""
            self._another.clear()

    async def _screen(self) -> bool:
        """Wait for a screen that takes keys; whether one was between, so that what there is now was not seen before.

        A second key does not wait anew for what the first gave up.
        """
        clock = asyncio.get_running_loop().time
        came_between = False
        while self._app.is_running and not takes_keys(self._app.screen):
            came_between = came_between or is_between(self._app.screen)
            self._until = self._until or clock() + PATIENCE
            if clock() > self._until:
                return came_between
            await asyncio.sleep(LOOK_AGAIN)
        self._until = None
        return came_between

    async def _dealt_with(self, goal: MessagePump) -> None:
        """Wait until a key that went to `goal` has gone its way: from the app to there, and what came of it up again."""
        await _emptied(self._app)
        pump: MessagePump | None = goal
        while pump is not None:
            await _emptied(pump)
            pump = pump._parent  # noqa: SLF001  Textual's own way up, for widgets, screens and the app alike


async def _emptied(pump: MessagePump) -> None:
    """Wait until a pump has handled what is in its queue now, or is no more."""
    done = asyncio.Event()
    if not pump.call_later(done.set):
        return
    while not done.is_set() and pump.is_running:
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), LOOK_AGAIN)
