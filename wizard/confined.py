"""Work on what may come from anyone, done in a child process that has a fixed amount of time, memory and speech.

The process that forks must have no threads; it is one that was started for this alone, and answers over pipes. A
child may write no file and start no program, and has none of its parent's streams; what it has to say comes through a
pipe and is bytes, never objects. What must stay true: `in_child` returns within the seconds that were agreed or raises `OverBoundsError`, whatever the
work does, and no answer is longer than was agreed.
"""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from struct import pack, unpack
from time import monotonic, sleep
from typing import IO, Final

__all__ = [
    "CAN_FORK",
    "Bounds",
    "Ending",
    "OverBoundsError",
    "in_child",
    "limit_self",
    "read_frames",
    "write_frames",
]

CAN_FORK: Final = hasattr(os, "fork")
"""Not on Windows: there whoever waits for the process ends it when time is up."""

_HEAD: Final = 8
_CHUNK: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a child may use: seconds on the clock and of processor time, bytes of memory and of its answer."""

    seconds: float = 15.0
    cpu: int = 10
    memory: int = 1 << 30
    answer: int = 64_000_000


class Ending(StrEnum):
    """How a child ended that gave no answer."""

    DIED = "died"
    LATE = "late"


class OverBoundsError(Exception):
    """The child was ended, or ended itself. `said` is what it had said until then."""

    def __init__(self, how: Ending, said: bytes) -> None:
        self.how = how
        self.said = said
        super().__init__(how.value)


def write_frames(stream: IO[bytes], *frames: bytes) -> None:
    """Send byte strings, each with its length before it."""
    for frame in frames:
        stream.write(pack(">Q", len(frame)))
        stream.write(frame)
    stream.flush()


def read_frames(stream: IO[bytes], count: int, most: int) -> list[bytes]:
    """Receive `count` byte strings; `EOFError` where they end too soon or one is longer than `most`."""
    found = []
    for _ in range(count):
        head = stream.read(_HEAD)
        if len(head) < _HEAD:
            raise EOFError
        (length,) = unpack(">Q", head)
        if length > most:
            raise EOFError
        frame = stream.read(length)
        if len(frame) < length:
            raise EOFError
        found.append(frame)
    return found


def in_child(work: Callable[[Callable[[bytes], None]], None], bounds: Bounds) -> bytes:
    """All that `work` says in a child, by the function it is given. Raises `OverBoundsError`."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(out)
            _let_go()
            limit_self(bounds)
            with os.fdopen(into, "wb", buffering=0) as pipe:
                work(lambda words: _say(pipe, words))
            code = 0
        finally:
            os._exit(code)
    os.close(into)
    deadline = monotonic() + bounds.seconds
    status: int | None = None
    try:
        said, is_whole = _gathered(out, deadline, bounds.answer)
        status = _status(child, deadline) if is_whole else None
    finally:
        os.close(out)
        if status is None:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    if status == 0:
        return said
    raise OverBoundsError(Ending.LATE if status is None else Ending.DIED, said)


def _let_go() -> None:
    """Give up the streams of the process that forked: what it says to others is not the child's to say."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.close(nothing)


def _status(child: int, deadline: float) -> int | None:
    """How the child ended, once it has let go of its pipe; None where it does not end."""
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status
        if monotonic() > deadline:
            return None
        sleep(0.0005)


def _say(pipe: IO[bytes], words: bytes) -> None:
    left = memoryview(words)
    while left:
        left = left[pipe.write(left) :]


def _gathered(pipe: int, deadline: float, most: int) -> tuple[bytes, bool]:
    """All that comes through a pipe until it is closed, and whether that was in time and not too much."""
    parts: list[bytes] = []
    size = 0
    while True:
        ready, _, _ = select.select([pipe], [], [], max(deadline - monotonic(), 0))
        part = os.read(pipe, _CHUNK) if ready else b""
        if not part:
            return b"".join(parts), bool(ready)
        parts.append(part)
        size += len(part)
        if size > most:
            return b"", False


def limit_self(bounds: Bounds) -> None:
    """Give up what reading does not need; what the system cannot limit is left to the deadline."""
    import resource  # noqa: PLC0415  only where there is fork

    limits = {
        resource.RLIMIT_AS: bounds.memory,
        resource.RLIMIT_CPU: bounds.cpu,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: 0,
    }
    for kind, most in limits.items():
        _, hard = resource.getrlimit(kind)
        own = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (own, own))
