"""The terminal app: processor time to the first picture, and from a key to the picture that shows it.

Run by `make bench-tui`. Each app runs on a terminal of its own, as for people. The first picture is compared with
Textual's hello world by processor time until its words stand on the terminal; keys with an app of a single line
to write on, one key here and one there in turns, so that whatever else the machine does falls on both alike.
"""

from __future__ import annotations

import os
import select
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from tests.benchmarks.harness import Row, median, quantile, show, write
from tests.tui.terminal import KEYS, Terminal, lov
from wizard.drafts.answers_file import read_answers_file
from wizard.flow.content import load
from wizard.i18n import Translator, msg
from wizard.store import Store

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "flows/samples/specialiserad-fysioterapi/answers.yaml"
STARTS = int(os.environ.get("BENCH_STARTS", "7"))
KEYS_EACH = int(os.environ.get("BENCH_KEYS", "120"))
QUIET = 0.04
"""Seconds without output after which a picture is whole."""
TR = Translator.of("sv")

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


def bare(script: str, folder: Path) -> Terminal:
    """A small app of Textual's own, on a terminal like ours."""
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "TEXTUAL_ANIMATIONS": "none",
    }
    return Terminal([sys.executable, "-c", script], env, columns=120, lines=40, cwd=ROOT)


def filled(folder: Path) -> None:
    """A draft with the answers of the shipped sample."""
    file = read_answers_file(SAMPLE, load(ROOT), date(2026, 11, 22))
    flow = file.interview.flow
    with Store.open(folder) as store:
        draft = store.create(flow.area.id, flow.kind, flow.version, label="Rörelsekraft")
        answers = {k: v for k, v in file.interview.stored.items() if not flow.questions[k].is_attachment}
        store.record_all(draft.id, answers, door="bench")
        store.move(draft.id, "applicant.name")


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
    while terminal._read(QUIET):
        pass


def press(terminal: Terminal, key: str) -> float:
    """Press a key; seconds until the terminal hears the first of what it changed."""
    data = (KEYS[key] if len(key) > 1 else key).encode()
    settle(terminal)
    before = time.perf_counter()
    os.write(terminal._ours, data)
    select.select([terminal._ours], [], [], 5)
    taken = time.perf_counter() - before
    settle(terminal)
    return taken


def on_question(terminal: Terminal) -> None:
    """To a question with a line to write on."""
    terminal.see("Rörelsekraft")
    terminal.press("home", "enter")
    terminal.see(TR(msg("Build the package")))
    terminal.press("ctrl+g")
    terminal.see(TR(msg("Go to which question?")))
    terminal.paste("webbplats")
    terminal.until(lambda: terminal.text.count("Webbplats") >= 1)
    terminal.press("enter")
    terminal.see("fråga ", "https://")


def on_check(terminal: Terminal) -> None:
    """To the page of all answers."""
    terminal.see("Rörelsekraft")
    terminal.press("home", "enter")
    terminal.see(TR(msg("Build the package")))
    terminal.press("f2")
    terminal.see(TR(msg("Nothing is sent from here. Open a line to change it.")))


def on_search(terminal: Terminal) -> None:
    """To the search among all questions."""
    terminal.see("Rörelsekraft")
    terminal.press("home", "enter")
    terminal.see(TR(msg("Build the package")))
    terminal.press("ctrl+g")
    terminal.see(TR(msg("Go to which question?")))


def on_forms(terminal: Terminal) -> None:
    """To the filled forms."""
    terminal.see("Rörelsekraft")
    terminal.press("home", "enter")
    terminal.see(TR(msg("Build the package")))
    terminal.press("f3")
    terminal.see("1/2")


SCREENS: dict[str, tuple[Callable[[Terminal], None], tuple[str, ...]]] = {
    "question, writing": (on_question, ("a", "b", "c", "backspace")),
    "check page, down and up": (on_check, ("down", "down", "down", "up")),
    "search, writing": (on_search, ("e", "n", "backspace", "backspace")),
    "form, down and up": (on_forms, ("down", "down", "down", "up")),
}


def keys(folder: Path) -> list[Row]:
    """Each screen against an app of one line, key by key in turns."""
    rows = []
    for name, (drive, pressed) in SCREENS.items():
        with bare(ONE_LINE, folder) as line, lov(folder / "data", columns=120, lines=40) as ours:
            line.see("write here")
            drive(ours)
            taken: dict[str, list[float]] = {"one line": [], "lov": []}
            for number in range(KEYS_EACH):
                taken["one line"].append(press(line, "x" if number % 40 else "ctrl+u"))
                taken["lov"].append(press(ours, pressed[number % len(pressed)]))
        p95 = {subject: quantile(values, 0.95) for subject, values in taken.items()}
        ratio = p95["lov"] / p95["one line"]
        rows += [Row(f"key: {name}", subject, 1000 * value, "ms p95") for subject, value in p95.items()]
        rows += [
            Row(f"key: {name}", subject, 1000 * median(values), "ms median")
            for subject, values in taken.items()
        ]
        rows.append(Row(f"key: {name}", "lov / one line, p95", ratio, "x", "<= 1.5", ratio <= 1.5))
    return rows


def main() -> None:
    """Measure, print, write."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        filled(folder / "data")
        rows = [*starts(folder), *keys(folder)]
    show(rows)
    write(rows, ROOT / "build/bench/tui.json")


if __name__ == "__main__":
    main()
