"""Text from outside is shown inert on every screen, and a crash tells nothing of what was answered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.tui.conftest import Known
from tests.tui.terminal import Terminal, lov
from wizard.flow.model import Flow
from wizard.i18n import Translator, msg
from wizard.store import Store
from wizard.tui.widgets.menu import POINTER

MARKUP = "[bold]Klinik[/] [@click=app.quit]här[/] [/]"
"""Textual would take this for styles, for an action to run, and for a fault that ends the app."""

ESCAPES = "\x1b]52;c;aGVq\x07\x1b]0;titel\x07\x1b[2J\x1b[8m\x9b31m\x90q\x1b\\\x07\x08\x7f"
"""The clipboard, the title, an empty screen, hidden letters, one-byte and two-byte sequences."""

BIDI = "\u202egnp.exe\u2066\u200b\u200f\ufeff\u2028"
"""Letters that turn what follows round, or are not seen."""

HOSTILE = f"{MARKUP} {ESCAPES} {BIDI}"

FORBIDDEN = (
    b"\x1b]52",
    b"\x1b]0;",
    b"\x1b[8m",
    b"\x07",
    b"\x7f",
    *(c.encode() for c in "\x9b\x90\u202e\u2066\u200b\u200f\ufeff\u2028"),
)

BROKEN_AFTER = 30
"""So many letters of a question stand on one line, beside whatever else the screen shows."""

POINTER_SHAPE = re.compile(rb"\x1b\]22;[a-z-]*\x07")
"""Textual's own, when a screen is drawn."""


@pytest.fixture
def hostile(tmp_path: Path, known: Known) -> Path:
    """A draft whose texts are hostile: typed, in rows, in names of files, and what cannot be used at all."""
    folder = tmp_path / "data"
    store = Store.open(folder)
    flow = known.file.interview.flow
    draft = store.create(flow.area.id, flow.kind, flow.version)
    paper = tmp_path / f"{MARKUP} {ESCAPES}.pdf".replace("/", "-")
    paper.write_bytes(b"%PDF-1.7")
    answers = {
        **{name: value for name, value in known.answers.items() if not flow.questions[name].is_attachment},
        "applicant.name": MARKUP,
        "applicant.orgnr": HOSTILE,
        "unit.name": HOSTILE,
        "mission.description": HOSTILE,
        "staff": [
            {"name": MARKUP, "profession": "fysioterapeut", "licensed": "yes", "fte": 0.5},
            {"name": MARKUP, "profession": "annat"},
        ],
        "attachments.cv": [store.add_file(paper)],
    }
    store.record_all(draft.id, answers, door="test")
    store.rename(draft.id, HOSTILE)
    store.close()
    return folder


def open_line(terminal: Terminal, label: str) -> None:
    """On the page of all answers, open the line that begins with `label`."""
    terminal.press(*label[:3].lower())
    terminal.see(f"{POINTER} {label}")
    terminal.press("enter")


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (120, 40)])
def test_hostile_text_is_inert_on_every_screen(hostile: Path, physio: Flow, columns: int, lines: int) -> None:
    """It is seen as it is written, steers nothing, runs nothing, and ends nothing."""
    tr = Translator.of("sv")
    with lov(hostile, columns=columns, lines=lines) as terminal:
        terminal.see("[bold]Klinik[/] [@click=app.quit]")
        terminal.press("home", "enter")
        terminal.see(tr(physio.title), "[bold]Klinik[/]")
        terminal.press("f2")
        terminal.see(tr(msg("Check your answers")))
        last = f"{POINTER} {tr(msg('Build the package'))}"
        while last not in terminal.words:  # every page of it is drawn
            before = terminal.text
            terminal.press("pagedown")
            terminal.until(lambda was=before: last in terminal.words or terminal.text != was)  # type: ignore[misc]
        for name in ("applicant.name", "applicant.orgnr", "mission.description", "attachments.cv"):
            question = physio.questions[name]
            open_line(terminal, tr(question.label))
            terminal.see(tr(question.ask)[:BROKEN_AFTER], "[bold]Klinik")
            terminal.press("escape")
            terminal.see(tr(msg("Nothing is sent from here. Open a line to change it.")))
        open_line(terminal, tr(physio.questions["staff"].label))
        terminal.see(tr(physio.questions["staff"].ask)[:BROKEN_AFTER], "[bold]Klinik")
        terminal.press("home", "delete")
        terminal.see(tr(msg("Remove {name}?", name="[bold]Klinik[/]")).split("[/]")[0])
        terminal.press("escape")
        terminal.until(lambda: tr(msg("Keep")) not in terminal.words)
        terminal.press("enter")
        terminal.see(tr(msg("Save the row")), "[bold]Klinik")
        terminal.press("ctrl+p")
        terminal.see(tr(msg("What do you want to do?")))
        terminal.press("escape")
        terminal.until(lambda: tr(msg("What do you want to do?")) not in terminal.words)
        terminal.press("f1")
        terminal.see(tr(msg("Next and previous place to write")))
        terminal.press("escape")
        terminal.until(lambda: tr(msg("Next and previous place to write")) not in terminal.words)
        terminal.press("ctrl+q")
        assert terminal.end() == 0
    sent = POINTER_SHAPE.sub(b"", terminal.sent)
    assert [sign for sign in FORBIDDEN if sign in sent] == []
    assert b"\x1b]" not in sent


def test_hostile_text_is_inert_in_forms_history_settings_and_providers(hostile: Path, physio: Flow) -> None:
    """On the screens that show what was written elsewhere or long ago."""
    tr = Translator.of("sv")
    with Store.open(hostile) as store:
        draft = store.drafts()[0]
        store.record(draft.id, "unit.name", f"{MARKUP} mottagning", door=HOSTILE, why=HOSTILE)
        profile = store.profiles.create(HOSTILE)
        store.profiles.keep(profile.id, {"applicant.name": MARKUP, "applicant.orgnr": HOSTILE})
        store.settings.put("app.folders", [HOSTILE])
    with lov(hostile, columns=100, lines=30) as terminal:
        terminal.see("[bold]Klinik[/] [@click=app.quit]")
        terminal.press("home", "enter")
        terminal.see(tr(physio.title), "[bold]Klinik[/]")
        terminal.press("f9")
        terminal.see(tr(msg("History")), "[bold]Klinik[/] [@click=app.quit]")
        terminal.press("ctrl+z")
        terminal.see(tr(msg("undone")), tr(msg("Undone: {question}", question="")).strip())
        terminal.press("r")
        terminal.press("escape")
        terminal.see(tr(msg("Check your answers")))
        terminal.press("f3")
        terminal.until(lambda: "1/2" in terminal.words or "✗" in terminal.words or "tecken" in terminal.words)
        terminal.press("escape")
        terminal.see(tr(msg("Check your answers")))
        terminal.press("ctrl+g")
        terminal.see(tr(msg("Go to which question?")))
        terminal.paste(HOSTILE)
        terminal.see(tr(msg("Nothing is called that.")))
        terminal.press("escape")
        terminal.until(lambda: tr(msg("Go to which question?")) not in terminal.words)
        terminal.press("f10")
        terminal.see(tr(msg("Your drafts lie in")))
        terminal.press("end", "enter")
        terminal.see(
            tr(msg("What you answer the same way in every application. New ones offer it.")),
            f"{POINTER} [bold]Klinik",  # in the list: the bar above says that name before there is one
        )
        terminal.press("enter")
        terminal.see(tr(physio.questions["applicant.name"].label), "[bold]Klinik")
        terminal.press("home", "enter")
        terminal.see(tr(physio.questions["applicant.name"].ask))
        terminal.press("ctrl+q")
        assert terminal.end() == 0
    sent = POINTER_SHAPE.sub(b"", terminal.sent)
    assert [sign for sign in FORBIDDEN if sign in sent] == []
    assert b"\x1b]" not in sent


FAULTY = """
import sys
from wizard.__main__ import main
from wizard.tui.screens.question import QuestionScreen

def confirm(self, checked):
    secret = "19811218-" + "9876"
    raise ValueError("cannot use " + secret)

QuestionScreen.confirm = confirm
sys.exit(main(sys.argv[1:]))
"""


def test_a_fault_of_ours_ends_with_a_sentence_and_a_report_that_hold_no_answer(tmp_path: Path) -> None:
    """Neither the words of the error nor what the functions held is told; where it happened is."""
    secret, folder = b"19811218-9876", tmp_path / "data"
    tr = Translator.of("sv")
    with lov(folder, run=("-c", FAULTY)) as terminal:
        terminal.see(tr(msg("Begin a new application")))
        terminal.press("enter")
        terminal.see(tr(msg("What do you want to apply for?")))
        terminal.go_to("Specialiserad fysioterapi")
        terminal.press("enter")
        terminal.see(tr(msg("What does it concern?")))
        terminal.press("enter")
        terminal.see("delar klara")
        terminal.press("enter")
        terminal.see("fråga 1 av", "Vilken juridisk form har ni?")
        terminal.press("1")
        terminal.see("● Aktiebolag")
        terminal.press("enter")
        assert terminal.end() == 70
        terminal.see(tr(msg("What you had saved is kept.")))
    assert secret not in terminal.sent
    assert b"Traceback" not in terminal.sent
    assert b"\x1b[?1049l" in terminal.sent
    (report,) = (folder / "reports").iterdir()
    assert "ValueError" in report.read_text()
    assert " confirm" in report.read_text()
    for path in (path for path in tmp_path.rglob("*") if path.is_file()):
        assert secret not in path.read_bytes(), path
