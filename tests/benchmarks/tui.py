"""The terminal app: processor time to the first picture, and from a key to the picture that shows it.

Run by `make bench-tui`. Each app runs on a terminal of its own, as for people. The first picture is compared with
Textual's hello world by processor time until its words stand on the terminal; keys with an app of a single line
to write on, one key here and one there in turns, so that whatever else the machine does falls on both alike. Every
screen is measured, and the worst is told. With words after the command, only the screens that are named so.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.benchmarks.harness import Row, median, quantile, show, write
from tests.benchmarks.stamped import READ
from tests.benchmarks.tui_screens import FILE, ROOT, SCREENS, TR, filled
from tests.tui.terminal import Terminal, lov
from wizard.i18n import msg

STARTS = int(os.environ.get("BENCH_STARTS", "7"))
KEYS_EACH = int(os.environ.get("BENCH_KEYS", "96"))
WARM = 24
"""Keys before those that are measured."""
QUIET = 0.04
"""Seconds without output after which a picture is whole."""
REST = 0.08
"""Seconds without output before the next key."""
GOAL = 1.5
STAMPED = ("-m", "tests.benchmarks.stamped")

HELLO = """
from textual.app import App
from textual.widgets import Static

class Hello(App):
    def compose(self):
        yield Static("hello world")

Hello().run()
"""
ONE_LINE = """
from textual.app import App
from textual.widgets import Input

class OneLine(App):
    def compose(self):
        yield Input(placeholder="write here")

OneLine().run()
"""


def bare(script: str, folder: Path, stamps: Path | None = None) -> Terminal:
    """A small app of Textual's own, on a terminal like ours; with `stamps`, see `stamped`."""
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "TEXTUAL_ANIMATIONS": "none",
        "BENCH_STAMPS": str(stamps),
    }
    run = STAMPED if stamps is not None else ()
    return Terminal([sys.executable, *run, "-c", script], env, columns=120, lines=40, cwd=ROOT)


# The first picture ---------------------------------------------------------------------------------------


def processor_time(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def to_first_picture(start: Callable[[], Terminal], words: str) -> float:
    """Processor time until `words` stand on the terminal."""
    wanted = words.encode()
    with start() as terminal:
        while wanted not in terminal.sent:
            terminal._read(0.05)
        return processor_time(terminal.process.pid)


def starts(folder: Path) -> list[Row]:
    """The wizard's start against hello world's."""
    subjects: dict[str, Callable[[], float]] = {
        "textual hello world": lambda: to_first_picture(lambda: bare(HELLO, folder), "hello world"),
        "lov": lambda: to_first_picture(
            lambda: lov(folder / "data", columns=120, lines=40), TR(msg("Your applications"))
        ),
    }
    taken: dict[str, list[float]] = {name: [] for name in subjects}
    for number in range(STARTS + 1):
        for name, run in subjects.items():
            seconds = run()
            if number:  # the first of each fills the caches
                taken[name].append(seconds)
    ratio = median(taken["lov"]) / median(taken["textual hello world"])
    rows = [Row("first picture", name, median(values), "s of processor") for name, values in taken.items()]
    return [*rows, Row("first picture", "lov / hello world", ratio, "x", "<= 1.6", ratio <= 1.6)]


# From a key to its picture -------------------------------------------------------------------------------


def settle(terminal: Terminal) -> None:
    """Read until nothing more comes."""
    while terminal._read(REST):
        pass


def press(terminal: Terminal, key: str) -> None:
    """Press a key, and let everything that comes of it come."""
    terminal.press(key)
    terminal._read(1)
    settle(terminal)


class Stamps:
    """What a program has told of itself, see `stamped`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.unlink(missing_ok=True)

    def taken(self, keys: int) -> list[tuple[float, float]]:
        """For each of the last `keys` keys the processor time to the first of its picture, and to all of it.

        Keys that changed nothing that is seen are left out. What is drawn after a rest is no part of the picture.
        """
        found: list[list[tuple[str, float, float]]] = []
        for line in self.path.read_text("ascii").splitlines():
            kind, used, clock = line.split()
            if kind == READ:
                found.append([])
            if found:
                found[-1].append((kind, float(used), float(clock)))
        return [times for stamps in found[-keys:] if (times := _picture(stamps)) is not None]


def _picture(stamps: list[tuple[str, float, float]]) -> tuple[float, float] | None:
    (_, began, _), *written = stamps
    if not written:
        return None
    last = written[0]
    for stamp in written[1:]:
        if stamp[2] - last[2] > QUIET:
            break
        last = stamp
    return written[0][1] - began, last[1] - began


def keys(folder: Path, wanted: Sequence[str]) -> list[Row]:
    """Each screen against an app of one line, key by key in turns; last, the worst of them."""
    rows: list[Row] = []
    for name, place in SCREENS.items():
        if any(word not in name for word in wanted):
            continue
        ours, theirs = Stamps(folder / "ours"), Stamps(folder / "theirs")
        with (
            bare(ONE_LINE, folder, theirs.path) as line,
            lov(
                folder / "data",
                *(part.format(folder=folder) for part in place.command),
                columns=place.size[0],
                lines=place.size[1],
                run=(*STAMPED, "-m", "wizard"),
                BENCH_STAMPS=str(ours.path),
            ) as app,
        ):
            line.see("write here")
            place.drive(app)
            settle(app)
            for number in range(-WARM, KEYS_EACH):
                press(line, "x" if number % 40 else "ctrl+u")
                press(app, place.keys[number % len(place.keys)])
            rows += _rows(name, theirs.taken(KEYS_EACH), ours.taken(KEYS_EACH))
    judged = [row for row in rows if row.reached is not None]
    worst = max(judged, key=lambda row: row.value)
    return [
        *rows,
        Row("key: the worst", worst.job.removeprefix("key: "), worst.value, "x", "<= 1.5", worst.reached),
    ]


def _rows(name: str, line: list[tuple[float, float]], lov: list[tuple[float, float]]) -> list[Row]:
    """What was measured at one screen."""
    subjects = {"one line": line, "lov": lov}
    p50, p95 = (
        {subject: quantile([first for first, _ in times], share) for subject, times in subjects.items()}
        for share in (0.5, 0.95)
    )
    whole = quantile([last for _, last in lov], 0.95)
    job = f"key: {name}"
    ratio = p95["lov"] / p95["one line"]
    return [
        *(Row(job, subject, 1000 * value, "ms of processor, p50") for subject, value in p50.items()),
        *(Row(job, subject, 1000 * value, "ms of processor, p95") for subject, value in p95.items()),
        Row(job, "lov, all of it drawn", 1000 * whole, "ms of processor, p95"),
        Row(job, "lov / one line, p50", p50["lov"] / p50["one line"], "x"),
        Row(job, "lov / one line, p95", ratio, "x", "<= 1.5", ratio <= GOAL),
    ]


def main() -> None:
    """Measure, print, write."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        filled(folder, FILE)
        rows = (
            [*starts(folder), *keys(folder, sys.argv[1:])] if not sys.argv[1:] else keys(folder, sys.argv[1:])
        )
    show(rows)
    write(rows, ROOT / "build/bench/tui.json")


if __name__ == "__main__":
    main()
