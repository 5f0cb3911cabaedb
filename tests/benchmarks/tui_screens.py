"""The screens that `tui` measures: how one comes to each, and the keys that people press there.

Every screen of the wizard and of the desk stands here, and a question of each kind of answer. Keys are given in the
order in which they are pressed, again and again; together they end where they began.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.tui.terminal import Terminal
from wizard.drafts.answers_file import AnswersFile, read_answers_file
from wizard.flow.content import load
from wizard.i18n import Translator, msg
from wizard.store import Store
from wizard.tui.widgets.menu import POINTER

__all__ = ["SCREENS", "Place", "filled"]

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "flows/samples/specialiserad-fysioterapi/answers.yaml"
TR = Translator.of("sv")
LIST = ("down", "down", "down", "down", "up", "pagedown", "pageup", "up", "up", "down", "up", "up")
"""In a list: mostly line by line, now and then a page."""
DRAFTS = 30

Drive = Callable[[Terminal], None]


@dataclass(frozen=True)
class Place:
    """A screen: the way there from where `command` begins, and what is pressed."""

    drive: Drive
    keys: tuple[str, ...] = LIST
    command: tuple[str, ...] = ()
    size: tuple[int, int] = (120, 40)


def filled(folder: Path, file: AnswersFile) -> None:
    """A draft with the answers of the shipped sample, with what came before them, and others beside it."""
    flow = file.interview.flow
    content = load(ROOT)
    with Store.open(folder / "data") as store:
        for number in range(DRAFTS):
            other = store.create(flow.area.id, flow.kind, flow.version, label=f"Vårdbolaget {number}")
            store.record(other.id, "applicant.name", f"Vårdbolaget {number}", door="bench")
            profile = store.profiles.create(f"Vårdbolaget {number}")
            store.profiles.keep(profile.id, {"applicant.name": f"Vårdbolaget {number}"})
        start = content.flow(flow.area.id, "golive")
        golive = store.create(flow.area.id, "golive", start.version, label="Inför starten")
        store.record(golive.id, "unit.name", "Mottagningen", door="bench")
        draft = store.create(flow.area.id, flow.kind, flow.version, label="Rörelsekraft")
        answers = {k: v for k, v in file.interview.stored.items() if not flow.questions[k].is_attachment}
        store.record_all(draft.id, answers, door="bench")
        for name in ("Ek", "Bo", "Al"):
            store.record(draft.id, "applicant.name", name, door="bench")
        store.record(draft.id, "applicant.name", answers["applicant.name"], door="bench")
        store.move(draft.id, "applicant.name")
    clients = [f"K{n};Ek {n} AB;556592-9717" for n in range(60)]
    head = f"lov:{flow.area.id}/{flow.kind}/{flow.version};applicant.name;applicant.orgnr"
    (folder / "home").mkdir()
    (folder / "home/kunder.csv").write_text("\n".join([head, *clients]) + "\n", "utf-8")
    for number in range(3):
        inbox = folder / "inkorg" / f"papper {number}"
        inbox.mkdir(parents=True)
        shutil.copy(SAMPLE.parent / "papers/ivo-registerutdrag.pdf", inbox)


# Ways ----------------------------------------------------------------------------------------------------


def home(terminal: Terminal) -> None:
    """The first screen, with its list."""
    terminal.see("Rörelsekraft")


def tasks(terminal: Terminal) -> None:
    """The parts of the sample's draft."""
    home(terminal)
    terminal.press("home", "enter")
    terminal.see(TR(msg("Build the package")))


def after(way: Drive, *keys: str, see: str) -> Drive:
    """One way further: press keys, and see words."""

    def drive(terminal: Terminal) -> None:
        way(terminal)
        terminal.press(*keys)
        terminal.see(see)

    return drive


def question(name: str) -> Drive:
    """To a question of the sample by the search for it."""

    def drive(terminal: Terminal) -> None:
        ask = TR(QUESTIONS[name].ask).split("\n")[0]
        tasks(terminal)
        terminal.press("ctrl+g")
        terminal.see(TR(msg("Go to which question?")))
        terminal.paste(ask[:60])
        label = TR(QUESTIONS[name].label)[:20]
        terminal.until(lambda: any(POINTER in line and label in line for line in terminal.lines), name)
        terminal.press("enter")
        terminal.see("· fråga ", ask[:20])

    return drive


def row(terminal: Terminal) -> None:
    """To the first row of a table."""
    question("staff")(terminal)
    terminal.press("home", "enter")
    terminal.see(TR(msg("Save the row")))


def settings_line(words: str, see: str) -> Drive:
    """From the settings on, by a line of theirs."""

    def drive(terminal: Terminal) -> None:
        home(terminal)
        terminal.press("f10")
        terminal.see(TR(msg("Settings")), words)
        terminal.go_to(words)
        terminal.press("enter")
        terminal.see(see)

    return drive


def board(terminal: Terminal) -> None:
    """The preparations before a start."""
    home(terminal)
    terminal.go_to("Inför starten")
    terminal.press("enter")
    words = TR(msg("Preparations before the start meeting"))
    terminal.see(words)
    terminal.go_to(words)
    terminal.press("enter")
    terminal.see(TR(msg("Print")))


def batch(terminal: Terminal) -> None:
    """The clients of a workbook."""
    home(terminal)
    terminal.press("f7")
    terminal.see(TR(msg("Which file?")))
    terminal.paste("~/kunder.csv")
    terminal.see("kunder.csv")
    terminal.press("enter")
    terminal.see("K0", "K1")


def queue(terminal: Terminal) -> None:
    """The officer's inbox, screened."""
    terminal.see("papper 2", TR(msg("To be supplemented")))


FILE = read_answers_file(SAMPLE, load(ROOT), date(2026, 11, 22))
QUESTIONS = FILE.interview.flow.questions
WRITE = ("a", "b", "c", "backspace", "backspace", "backspace")
DIGITS = ("5", "5", "6", "backspace", "backspace", "backspace")
FORMS = after(tasks, "f3", see="1/2")
CHECK = after(tasks, "f2", see=TR(msg("Nothing is sent from here. Open a line to change it.")))
DESK = ("desk", "{folder}/inkorg")

SCREENS: dict[str, Place] = {
    "home": Place(home, (*LIST, "v", "v")),
    "areas": Place(after(home, "+", see="Barnavårdscentral"), (*LIST, "b", "backspace")),
    "errands": Place(after(home, "+", "s", "enter", see=TR(msg("Back"))), ("down", "up")),
    "parts": Place(tasks, (*LIST, "b", "k")),
    "question: a line of text": Place(question("applicant.name"), WRITE),
    "question: address on the web": Place(question("applicant.website"), WRITE),
    "question: number": Place(question("applicant.orgnr"), DIGITS),
    "question: date": Place(question("unit.start_date"), DIGITS),
    "question: measure": Place(question("premises.parking_bay"), DIGITS),
    "question: long text": Place(question("mission.description"), (*WRITE, "down", "up")),
    "question: several on a page": Place(
        question("applicant.street"), (*WRITE, "tab", "tab", "shift+tab", "shift+tab")
    ),
    "question: yes or no": Place(
        question("applicant.major_owner"), ("down", "down", "up", "up", "tab", "shift+tab")
    ),
    "question: one of 8": Place(
        question("applicant.legal_form"), ("down", "down", "down", "up", "space", "up", "up")
    ),
    "question: one of 26": Place(
        question("unit.municipality"),
        ("down", "down", "pagedown", "up", "pageup", "s", "o", "backspace", "backspace"),
    ),
    "question: several of 13": Place(
        question("mission.specialities"), ("down", "down", "down", "space", "space", "up", "up", "up")
    ),
    "question: opening hours": Place(
        question("unit.opening_hours"), ("8", "-", "backspace", "backspace", "tab", "shift+tab")
    ),
    "question: table": Place(question("staff"), ("down", "up", "down", "up", "tab", "shift+tab")),
    "question: a row": Place(row, (*WRITE, "tab", "tab", "shift+tab", "shift+tab")),
    "question: file": Place(question("attachments.ivo_extract"), (*WRITE, "tab", "shift+tab")),
    "question: the form beside it": Place(
        after(question("applicant.website"), "f3", see="Ansökan om godkännande"), WRITE
    ),
    "all answers": Place(CHECK, LIST),
    "all answers, parts": Place(CHECK, ("f7", "f7", "[", "f7", "[", "[")),
    "forms": Place(FORMS, (*LIST, "n", "p")),
    "forms, another": Place(FORMS, ("f7", "[")),
    "timeline": Place(after(tasks, "f4", see="20"), ("down", "down", "up", "up", "pagedown", "pageup")),
    "history": Place(after(tasks, "f9", see="→"), (*LIST, "v")),
    "settings": Place(after(home, "f10", see=TR(msg("Version"))), ("down", "down", "up", "up")),
    "keys": Place(
        settings_line(TR(msg("Keys")), TR(msg("Choose a line, and press the key you want for it."))), LIST
    ),
    "providers": Place(settings_line(TR(msg("Provider's data")), "Vårdbolaget 3"), LIST),
    "package": Place(
        after(CHECK, "end", "enter", see=TR(msg("Where do you want the files?"))),
        (*WRITE, "tab", "shift+tab"),
    ),
    "board": Place(board, LIST),
    "batch, which file": Place(after(home, "f7", see=TR(msg("Which file?"))), WRITE),
    "batch": Place(batch, LIST),
    "search for a question": Place(
        after(tasks, "ctrl+g", see=TR(msg("Go to which question?"))),
        ("e", "n", "down", "up", "backspace", "backspace"),
    ),
    "commands": Place(after(tasks, "ctrl+p", see="❯"), ("e", "down", "up", "backspace")),
    "desk: queue": Place(queue, ("down", "down", "up", "up"), DESK),
    "desk: case": Place(after(queue, "enter", see=TR(msg("Lacking"))), LIST, DESK),
    "desk: paper": Place(
        after(after(queue, "enter", see=TR(msg("Lacking"))), "f3", see="Organisationsnummer"),
        ("down", "up", "pagedown", "pageup"),
        DESK,
    ),
}
