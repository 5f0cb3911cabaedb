"""A copy of this process that goes on with work of its own and answers over pipes.

It knows from the start what this process has loaded, where one that is started anew takes half a second to load it.
A process with threads is not copied: what they hold would never be let go of in the copy.

What must stay true: a twin has none of this process's files, streams or pipes but its own two, so that it ends when
this process ends; and it never comes back from its work.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Final, TypeAlias

__all__ = ["CAN_FORK", "Twin", "TwinWork", "can_copy"]

TwinWork: TypeAlias = Callable[[IO[bytes], IO[bytes]], None]
"""What a twin does with what it hears and where it answers; it ends when this returns."""

CAN_FORK: Final = hasattr(os, "fork")
"""Not on Windows: there whoever waits for the process ends it when time is up."""
_OWN: Final = 3
"""The first file that is not one of the three streams."""


def can_copy() -> bool:
    """Whether this process may be copied."""
    return CAN_FORK and threading.active_count() == 1


class Twin:
    """See the module. It can be waited for and ended like a process of `subprocess`."""

    def __init__(self, work: TwinWork) -> None:
        hears, tells = os.pipe()
        answers, says = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            _be(work, hears, says)
        os.close(hears)
        os.close(says)
        self.stdin: IO[bytes] = os.fdopen(tells, "wb")
        self.stdout: IO[bytes] = os.fdopen(answers, "rb")
        self._status: int | None = None
        self._waiting = threading.Lock()

    def poll(self) -> int | None:
        """How it ended; None while it is at work."""
        return self._waited(os.WNOHANG)

    def wait(self) -> int | None:
        """How it ended, once it has."""
        return self._waited(0)

    def kill(self) -> None:
        """End it."""
        with self._waiting, suppress(ProcessLookupError):
            if self._status is None:
                os.kill(self.pid, signal.SIGKILL)

    def _waited(self, options: int) -> int | None:
        with self._waiting:
            if self._status is None:
                done, status = os.waitpid(self.pid, options)
                self._status = os.waitstatus_to_exitcode(status) if done else None
            return self._status


def _be(work: TwinWork, hears: int, says: int) -> None:
    """The whole life of a twin."""
    code = 1
    try:
        gc.freeze()  # nothing of this process is looked through in the copy, or let go of there
        # Ctrl-C in the terminal is for whoever made the twin to answer.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for ending in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(ending, signal.SIG_DFL)
        _take_streams(hears, says)
        with os.fdopen(0, "rb") as inward, os.fdopen(1, "wb") as outward:
            work(inward, outward)
        code = 0
    finally:
        os._exit(code)


def _take_streams(hears: int, says: int) -> None:
    """Exchange the streams for the two pipes, and close everything else."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for number, stream in enumerate((os.dup(hears), os.dup(says), nothing)):
        os.dup2(stream, number)
    os.closerange(_OWN, os.sysconf("SC_OPEN_MAX"))
