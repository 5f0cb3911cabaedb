"""The whole job at a real terminal: the shipped command, on a pty, by keyboard alone, at 80 by 24."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from tests.conftest import ROOT
from tests.tui.conftest import Known, known_from
from tests.tui.mouse import MousePerson
from tests.tui.person import Person
from tests.tui.terminal import Terminal, lov
from wizard.flow.answers import BLANK
from wizard.flow.content import Content
from wizard.flow.interview import Interview
from wizard.flow.steps import next_open_step
from wizard.i18n import Message, Translator
from wizard.store import Store

AREA = "Specialiserad fysioterapi"


def person_at(terminal: Terminal, known: Known) -> Person:
    """Somebody who is about to begin."""
    return Person(terminal, known.empty, known.answers, known.files)


def in_swedish(sentence: str) -> str:
    """A sentence of the interface as Swedish readers see it."""
    return Translator.of("sv")(Message(sentence))


def stored(folder: Path) -> dict[str, object]:
    """The answers of the one draft in the store."""
    store = Store.open(folder)
    try:
        (draft,) = store.drafts()
        return dict(store.answers(draft.id))
    finally:
        store.close()


def packed_by_command(answers: Path, folder: Path) -> Path:
    """The package that `lov fill` makes."""
    command = [
        sys.executable,
        "-m",
        "wizard",
        "--today",
        "2026-11-22",
        "fill",
        str(answers),
        "-o",
        str(folder),
    ]
    subprocess.run(command, check=True, capture_output=True)
    (package,) = folder.glob("*.zip")
    return package


LEFT_OUT = ("ivo.", "conditional.", "declaration.")


@pytest.mark.parametrize(
    ("kind", "size"),
    [
        pytest.param(Person, (80, 24), id="keyboard"),
        pytest.param(MousePerson, (120, 40), id="mouse", marks=pytest.mark.slow),
    ],
)
def test_the_last_parts_answered_by_keyboard_or_mouse_give_the_package_that_lov_fill_gives(
    tmp_path: Path, known: Known, sample_path: Path, kind: type[Person], size: tuple[int, int]
) -> None:
    """The whole job's shorter sister: most answers are in the draft already."""
    left_out = {name for name in known.file.interview.flow.questions if name.startswith(LEFT_OUT)}
    if kind is Person:
        left_out.add("attachments.ivo_extract")
    before = {name: value for name, value in known.answers.items() if name not in left_out}
    open_yet = {q.id for q in known.file.interview.relevant} - before.keys() - left_out
    fill_store(tmp_path / "data", known, before | dict.fromkeys(open_yet, BLANK))
    with lov(tmp_path / "data", columns=size[0], lines=size[1]) as terminal:
        interview = Interview.start(known.empty.flow, known.empty.today, stored(tmp_path / "data"))
        person = kind(terminal, interview, known.answers, known.files)
        person.at = next_open_step(interview)
        person.resume()
        person.walk()
        person.build(tmp_path / "wizard")
        terminal.press("ctrl+q")
        assert terminal.end() == 0
    (package,) = (tmp_path / "wizard").glob("*.zip")
    command = packed_by_command(sample_path, tmp_path / "command")
    assert package.read_bytes() == command.read_bytes()


def fill_store(folder: Path, known: Known, answers: Mapping[str, Any]) -> None:
    """A draft with these answers, and the files they name."""
    store = Store.open(folder)
    flow = known.empty.flow
    draft = store.create(flow.area.id, flow.kind, flow.version)
    added = {name: [store.add_file(p) for p in known.files[name]] for name in known.files.keys() & answers}
    store.record_all(draft.id, {**answers, **added}, door="test")
    store.move(draft.id, next(iter(flow.questions)))
    store.close()


SAMPLES = ROOT / "flows/samples"


@pytest.mark.slow
@pytest.mark.parametrize("area", sorted(path.parent.name for path in SAMPLES.glob("*/answers.yaml")))
def test_the_whole_job_by_keyboard_gives_the_package_that_lov_fill_gives(
    tmp_path: Path, area: str, shipped: Content
) -> None:
    """From an empty store to the package, every question answered on the screen, no byte different."""
    sample_path = SAMPLES / area / "answers.yaml"
    known = known_from(sample_path, shipped)
    with lov(tmp_path / "data") as terminal:
        person = person_at(terminal, known)
        person.begin(Translator.of("sv")(known.empty.flow.area.name))
        person.walk()
        person.build(tmp_path / "wizard")
        terminal.press("ctrl+q")
        assert terminal.end() == 0
    (package,) = (tmp_path / "wizard").glob("*.zip")
    command = packed_by_command(sample_path, tmp_path / "command")
    assert package.name == command.name
    assert package.read_bytes() == command.read_bytes()
    forms = sorted(path.name for path in (tmp_path / "wizard").glob("*.pdf"))
    assert [(tmp_path / "wizard" / f).read_bytes() for f in forms] == [
        (tmp_path / "command" / f).read_bytes() for f in forms
    ]


def test_killed_while_answering_it_goes_on_at_the_same_question_with_every_confirmed_answer(
    tmp_path: Path, known: Known
) -> None:
    """Three power cuts: at a question, with something typed, and in the middle of a page of fields."""
    person = None
    for stop, typed in (
        ("applicant.name", ""),
        ("applicant.street", "Norrtulls"),
        ("applicant.phone", "08-"),
    ):
        with lov(tmp_path / "data") as terminal:
            if person is None:
                person = person_at(terminal, known)
                person.begin(AREA)
            else:
                person.terminal = terminal
                person.resume()
            person.walk(to=stop)
            if typed:
                terminal.paste(typed)
                terminal.see(typed)
            terminal.kill()
        confirmed = person.interview.stored
        assert {k: v for k, v in stored(tmp_path / "data").items() if v != BLANK} == {
            k: v for k, v in confirmed.items() if v != BLANK
        }
    assert person is not None
    with lov(tmp_path / "data") as terminal:
        person.terminal = terminal
        person.resume()
        person.look()


def test_a_draft_is_begun_once_even_where_enter_is_pressed_again_and_again(tmp_path: Path) -> None:
    """Impatience makes no second draft; it may at most lead on to the first question."""
    question, begin = (
        "Vilken juridisk form har ni?",
        in_swedish("Begin: {question}").partition("{")[0].strip(),
    )
    with lov(tmp_path / "data") as terminal:
        terminal.see(in_swedish("Begin a new application"))
        terminal.press("+")
        terminal.see(in_swedish("What do you want to apply for?"))
        terminal.go_to(AREA)
        terminal.press("enter")
        terminal.see(in_swedish("What does it concern?"))
        terminal.until(lambda: "❯ Ansökan" in terminal.text, "the keyboard at the first errand")
        terminal.press("enter", "enter", "enter")
        terminal.until(
            lambda: (
                f"❯ {begin} {question}" in terminal.words
                or ("fråga 1 av" in terminal.words and question in terminal.words)
            ),
            "the parts, or the first question",
        )
        terminal.press("ctrl+q")
        assert terminal.end() == 0
    assert stored(tmp_path / "data") == {}


def test_the_terminal_is_given_back_as_it_was(tmp_path: Path) -> None:
    """The other screen is left, and mouse reports, paste marks and a hidden cursor are put back."""
    with lov(tmp_path / "data") as terminal:
        terminal.see(in_swedish("Begin a new application"))
        terminal.press("ctrl+q")
        assert terminal.end() == 0
        left = bytes(terminal.sent[terminal.sent.rindex(b"\x1b[?1049l") - 200 :])
    for switched_off in (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?2004l"):
        assert switched_off in left


@pytest.mark.parametrize(
    ("ending", "code"), [("SIGTERM", 143), pytest.param("SIGHUP", 129, marks=pytest.mark.slow)]
)
def test_a_signal_ends_it_cleanly_and_keeps_what_was_confirmed(
    tmp_path: Path, known: Known, ending: str, code: int
) -> None:
    """The terminal is given back, the exit code names the signal."""
    with lov(tmp_path / "data") as terminal:
        person = person_at(terminal, known)
        person.begin(AREA)
        person.walk(to="applicant.name")
        terminal.process.send_signal(getattr(signal, ending))
        assert terminal.end() == code
        assert b"\x1b[?1049l" in terminal.sent
    assert stored(tmp_path / "data") == dict(person.interview.stored)


def test_a_terminal_that_vanishes_without_a_signal_ends_it(tmp_path: Path) -> None:
    """A line that breaks down leaves no program behind that reads its end for ever."""
    with lov(tmp_path / "data") as terminal:
        terminal.see(in_swedish("Begin a new application"))
        terminal.vanish()
        assert terminal.process.wait(timeout=30) == 129


LATE: Final = """
import contextlib, os, sys
from wizard.tui import let_go
with contextlib.suppress(OSError):
    while os.read(0, 1):
        pass
sys.stdout.write("too late")
let_go()
sys.exit(129)
"""


def test_what_comes_too_late_for_the_terminal_leaves_the_exit_code_alone() -> None:
    """Python would try to write it once more on its way out, and end with 120."""
    ours, theirs = os.openpty()
    env = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    child = subprocess.Popen(
        [sys.executable, "-c", LATE], stdin=theirs, stdout=theirs, stderr=theirs, env=env
    )
    os.close(theirs)
    os.close(ours)
    assert child.wait(timeout=30) == 129


def test_english_is_spoken_from_the_first_word_to_the_question(tmp_path: Path) -> None:
    """`--lang en` leaves no Swedish on the way in, but for the name of the area."""
    with lov(tmp_path / "data", language="en") as terminal:
        terminal.see("Your applications", "Begin a new application")
        terminal.press("enter")
        terminal.see("What do you want to apply for?")
        terminal.press("enter")
        terminal.see("What does it concern?")
        terminal.press("enter")
        terminal.see("parts done", "0 of ")
        terminal.press("enter")
        terminal.see("question 1 of", "Continue", "Back")


def test_without_a_terminal_it_says_so_and_does_not_wait(tmp_path: Path) -> None:
    """In a pipe there is nothing to draw on."""
    told = subprocess.run(
        [sys.executable, "-m", "wizard", "--data-dir", str(tmp_path)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert told.returncode == 2
    assert told.stdout == ""
    assert "lov chat" in told.stderr
