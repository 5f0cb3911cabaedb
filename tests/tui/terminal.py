"""A terminal in memory: the app runs in a process of its own, as it does for people, and its screen is read.

What must stay true: nothing here knows the app from the inside. Keys go in as a terminal sends them, and what
comes out is what a terminal would have shown. Waiting is always for something to be seen, never for time.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import pyte

from wizard.i18n import Translator, available_languages, msg
from wizard.tui.widgets.menu import POINTER

__all__ = ["KEYS", "Terminal", "lov"]

PATIENCE: Final = 60.0
"""Seconds to wait for something to be seen before giving up."""

SEARCHING: Final = tuple(
    Translator.of(language)(msg("Search, or choose with the arrows")) for language in available_languages()
)
"""What stands on an empty line to search with."""

KEYS: Final[Mapping[str, str]] = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "space": " ",
    "backspace": "\x7f",
    "insert": "\x1b[2~",
    "delete": "\x1b[3~",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
    "f10": "\x1b[21~",
    **{f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "aceglnpqstuwyzk"},
}
"""What terminals send for keys that are no letters."""


class Terminal:
    """A program on a terminal of `columns` by `lines`. Use it as a context manager: it leaves no process behind."""

    def __init__(
        self, argv: list[str], env: Mapping[str, str], *, columns: int = 80, lines: int = 24, cwd: Path
    ) -> None:
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.sent = bytearray()
        """All that the program has written, as it came."""
        self._lines = [""] * lines
        self._words: str | None = None
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.process = subprocess.Popen(
            argv, stdin=theirs, stdout=theirs, stderr=theirs, env=dict(env), cwd=cwd, start_new_session=True
        )
        os.close(theirs)
        self._ours = ours

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        self.vanish()

    def vanish(self) -> None:
        """The terminal is gone, as when a line breaks down."""
        if self._ours >= 0:
            os.close(self._ours)
            self._ours = -1

    # What is seen --------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """What stands on the screen, line by line, without the empty ends of lines."""
        return "\n".join(self.lines)

    @property
    def lines(self) -> list[str]:
        """The same as a list. A look at the screen is cheap: only lines that were written to are read again."""
        while self._read(0):
            pass
        changed = [y for y in self.screen.dirty if y < self.screen.lines]
        for y in changed:
            row = self.screen.buffer[y]
            self._lines[y] = "".join([row[x].data for x in range(self.screen.columns)]).rstrip()
        self.screen.dirty.clear()
        if changed:
            self._words = None
        return self._lines

    @property
    def words(self) -> str:
        """The same in one line with single spaces: a sentence is found however it was wrapped."""
        lines = self.lines
        if self._words is None:
            self._words = " ".join(" ".join(lines).split())
        return self._words

    def line_in(self, colour: str, sign: str) -> int | None:
        """The first line where `sign` stands in `colour` (six hexadecimal digits); None for none."""
        return next(
            (
                y
                for y in range(self.screen.lines)
                for x in range(self.screen.columns)
                if self.screen.buffer[y][x].data == sign and self.screen.buffer[y][x].fg == colour
            ),
            None,
        )

    def until(self, condition: Callable[[], bool], what: str = "") -> None:
        """Wait until `condition` holds; fails with the screen where it does not come to hold."""
        end = time.monotonic() + PATIENCE
        while not condition():
            is_over = self.process.poll() is not None and not self._read(0)
            if is_over or time.monotonic() > end:
                why = f"ended with {self.process.returncode}" if is_over else "too late"
                raise AssertionError(f"{why}: {what}\n{self.text}")
            self._read(0.05)

    def see(self, *wanted: str) -> None:
        """Wait until all of these stand on the screen."""
        self.until(lambda: _stands(wanted, self.words), f"to see {wanted}")

    def end(self) -> int:
        """Wait for the program to end; its exit code."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            if time.monotonic() > end:
                raise AssertionError(f"it does not end\n{self.text}")
            self._read(0.05)
        while self._read(0):
            pass
        return self.process.returncode

    # What is done --------------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys by their names; a single character stands for itself."""
        for name in keys:
            self._write((KEYS[name] if len(name) > 1 else name).encode())

    def click(self, text: str, *, below: str = "") -> None:
        """Click on the first place where `text` stands, when it does; under the first line with `below` if given."""
        self.until(lambda: self._place(text, below) is not None, f"something to click: {text}")
        place = self._place(text, below)
        assert place is not None
        column, line = place
        for kind in "Mm":  # pressed and let go
            self._write(f"\x1b[<0;{column + 1};{line + 1}{kind}".encode())

    def wheel_to(self, text: str) -> None:
        """Turn the wheel down in the middle of the screen until `text` stands on it."""
        for _ in range(400):
            if text in self.text:
                return
            before = self.text
            self._write(f"\x1b[<65;{self.screen.columns // 3};{self.screen.lines // 2}M".encode())
            self.until(lambda was=before: self.text != was, f"the wheel to move, on the way to {text}")  # type: ignore[misc]
        raise AssertionError(f"nowhere: {text}\n{self.text}")

    def _place(self, text: str, below: str) -> tuple[int, int] | None:
        lines = self.text.split("\n")
        first = next((n for n, line in enumerate(lines) if below in line), len(lines)) if below else -1
        found = ((line.index(text), n) for n, line in enumerate(lines) if n > first and text in line)
        return next(found, None)

    def go_to(self, line: str) -> None:
        """In a list, to `line`: by its words where there is a line to search with, else by its first letter.

        The letter is pressed once for each line before it that begins so.
        """
        self.until(lambda: POINTER in self.text, "a list with the keyboard in it")
        if any(words in self.text for words in SEARCHING):
            self.paste(line)
            self.until(lambda: self._pointed().startswith(line), f"{line} to be found")
            return
        for _ in range(100):
            self.until(lambda: bool(self._pointed()), "the line with the keyboard")
            here = self._pointed()
            if here.startswith(line):
                return
            self.press(line[0].lower())
            self.until(partial(self._points_elsewhere, here), f"another line, on the way to {line}")
        raise AssertionError(f"nowhere: {line}\n{self.text}")

    def _points_elsewhere(self, was: str) -> bool:
        return self._pointed() not in {"", was}

    def _pointed(self) -> str:
        """What stands behind the mark of the keyboard."""
        return next(
            (line.partition(POINTER)[2].strip() for line in self.text.split("\n") if POINTER in line), ""
        )

    def paste(self, text: str) -> None:
        """Paste, as terminals do it."""
        self._write(b"\x1b[200~" + text.encode() + b"\x1b[201~")

    def kill(self) -> None:
        """End the program at once, as a power cut would."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def _write(self, data: bytes) -> None:
        while data:
            self._read(0)
            data = data[os.write(self._ours, data) :]

    def _read(self, seconds: float) -> bool:
        """Take in what the program has written; whether there was anything."""
        if not select.select([self._ours], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._ours, 65_536)
        except OSError:  # the program has ended
            return False
        self.sent += data
        self._stream.feed(data)
        return bool(data)


def _stands(wanted: tuple[str, ...], words: str) -> bool:
    return all(w in words for w in wanted)


def lov(
    folder: Path,
    *more: str,
    columns: int = 80,
    lines: int = 24,
    language: str = "sv",
    today: str = "2026-11-22",
    run: tuple[str, ...] = ("-m", "wizard"),
    **environment: str,
) -> Terminal:
    """The shipped command on a terminal, with its drafts in `folder`; the home folder is beside it.

    `run` is what Python is to run instead of the command.
    """
    home = folder.parent / "home"
    home.mkdir(exist_ok=True)
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "LOV_DATA_DIR": str(folder),
        **environment,
    }
    argv = [sys.executable, *run, "--lang", language, "--today", today, *more]
    return Terminal(argv, env, columns=columns, lines=lines, cwd=Path(__file__).parents[2])
