"""Processes of ours: helpers that answer over pipes, and children that have a fixed amount of time, memory and speech.

A helper is started when first asked and again where it has ended; it never outlives whoever asked, because its pipes
end with them. What may come from anyone is worked on by a child that a helper forks.

The process that forks must have no threads; it is one that was started for this alone, and answers over pipes. A
child may write no file and start no program, and has none of its parent's streams; what it has to say comes through a
pipe and is bytes, never objects.

What must stay true: `in_child` returns within the seconds that were agreed or raises `OverBoundsError`, whatever the
work does, and no answer is longer than was agreed; whoever waits for a helper gets an answer or an `EOFError`, also
while another thread ends it.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from struct import pack, unpack
from threading import Timer
from time import monotonic, sleep
from types import TracebackType
from typing import IO, Final, Self

from wizard.twins import CAN_FORK, Twin, TwinWork

__all__ = [
    "CAN_FORK",
    "Bounds",
    "Closing",
    "Ending",
    "Helper",
    "OverBoundsError",
    "in_child",
    "limit_self",
    "read_frames",
    "write_frames",
]

_LONGEST: Final = 1 << 30
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


class Closing(ABC):
    """Something that is closed at the end of its `with`."""

    @abstractmethod
    def close(self) -> None:
        """Let go of everything."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Helper:
    """The module `module` as a process. `greeting` is what it is told each time it is started.

    With `twin`, the work of that module for a copy of this process: then `copy` need not start it from nothing.
    """

    def __init__(self, module: str, *greeting: bytes, twin: TwinWork | None = None) -> None:
        self.module = module
        self._greeting = greeting
        self._twin = twin
        self._is_dismissed = False
        self._process: subprocess.Popen[bytes] | Twin | None = None

    @property
    def is_running(self) -> bool:
        """Whether it can be asked without being started."""
        return self._process is not None and self._process.poll() is None

    def copy(self) -> None:
        """Begin it as a copy of this process, which must have no threads; where it ends, it is started anew."""
        if self._twin is not None:
            self._process = Twin(self._twin)

    def ask(self, *frames: bytes, most: int = _LONGEST, seconds: float | None = None) -> bytes:
        """Its answer, of at most `most` bytes. `EOFError` where it ended instead, or is ended after `seconds`."""
        process = self._running()
        if process.stdin is None or process.stdout is None:  # pragma: no cover  they are pipes
            raise EOFError
        deadline = Timer(seconds, process.kill) if seconds is not None else None
        if deadline is not None:
            deadline.daemon = True
            deadline.start()
        try:
            write_frames(process.stdin, *frames)
            return read_frames(process.stdout, 1, most)[0]
        except (OSError, EOFError, ValueError):  # ValueError: another thread has closed the pipes
            self.end()
            raise EOFError from None
        finally:
            if deadline is not None:
                deadline.cancel()

    def end(self) -> None:
        """End the process; it is started again when asked again."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def dismiss(self) -> None:
        """End the process for good."""
        self._is_dismissed = True
        self.end()

    def _running(self) -> subprocess.Popen[bytes] | Twin:
        if self._is_dismissed:
            raise EOFError
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.end()
        # -P: nothing is imported from the folder one stands in, which may be full of strangers' files.
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", self.module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._process = process
        if process.stdin is not None:
            with suppress(OSError):  # one that has ended already is found out by whoever asks
                write_frames(process.stdin, *self._greeting)
        return process


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
