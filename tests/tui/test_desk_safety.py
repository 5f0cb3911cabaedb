"""Text from packages and from other officers is shown inert on every screen of the desk, at a real terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Maker
from tests.desk.canned import content_of, fill_inbox
from tests.tui.terminal import Terminal, lov
from tests.tui.test_safety import BIDI, ESCAPES, FORBIDDEN, HOSTILE, MARKUP, POINTER_SHAPE
from wizard.i18n import Message, Translator, msg

NAMED = f"{MARKUP} {ESCAPES} {BIDI}".replace("/", "-").replace("\0", "")
"""What a file can be called."""

RUN = """
import sys
from pathlib import Path
import pytest
from tests.desk.canned import AREA, canned, desk_over
from tests.tui.test_safety import HOSTILE
from wizard import resources
from wizard.__main__ import main
from wizard.desk import Ledger, Say, Step
from wizard.desk.room import Room
from wizard.flow.content import load
from wizard.store import Store

made = load(Path({content!r}))
canned(pytest.MonkeyPatch(), made, hostile=HOSTILE)
folder, inbox = Path({folder!r}), Path({inbox!r})
with Store.open(folder, who=HOSTILE) as store:
    room = Room(inbox, desk_over(made), Ledger(store))
    for filed in room.file(room.look().new):
        room.put(filed)
    for matter in room.matters:
        if matter.filed.applicant.startswith("Eken"):
            room.ledger.step(matter, Step.TAKEN)
            room.ledger.judge(matter, matter.finding("unit.wide"), Say.ACCEPTED, HOSTILE)
            room.ledger.judge(matter, matter.finding("unit.wide"), Say.NOTE, HOSTILE)
sys.exit(main(sys.argv[1:]))
"""


def in_swedish(message: Message) -> str:
    """As it stands on the screen."""
    return Translator.of("sv")(message)


AT_CASE = f"{in_swedish(msg('enter'))} {in_swedish(msg('Decide'))}"
"""What the key bar shows where the keyboard is among the findings, and nowhere else."""


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), pytest.param(120, 40, marks=pytest.mark.slow)])
def test_hostile_packages_and_officers_are_inert_on_every_screen(
    make_content: Maker, tmp_path: Path, columns: int, lines: int
) -> None:
    """It is seen as it is written, steers nothing, runs nothing, and ends nothing."""
    made = content_of(make_content)
    inbox = fill_inbox(tmp_path, hostile=NAMED[:80])
    (inbox / NAMED[:90]).mkdir()
    (inbox / NAMED[:90] / "a.txt").write_text(HOSTILE, "utf-8")
    script = RUN.format(content=str(made.root), folder=str(tmp_path / "data"), inbox=str(inbox))
    terminal = lov(
        tmp_path / "data",
        "desk",
        str(inbox),
        columns=columns,
        lines=lines,
        run=("-c", script),
        LOV_WHO="eva",
        PYTHONPATH=str(Path(__file__).parents[2]),
    )
    with terminal:
        walk(terminal)
        terminal.press("ctrl+q")
        assert terminal.end() == 0
    sent = POINTER_SHAPE.sub(b"", terminal.sent)
    assert [sign for sign in FORBIDDEN if sign in sent] == []
    assert b"\x1b]" not in sent


def walk(terminal: Terminal) -> None:
    """Through every screen, with the hostile case at hand."""
    terminal.see("Linden HB", "4 ärenden", "Eken AB[bold]")
    terminal.press("/")
    terminal.see(in_swedish(msg("Continue")))
    terminal.paste("Eken AB[bold]")
    terminal.until(lambda: "Linden" not in terminal.words)
    terminal.press("enter", "home", "enter")
    terminal.see(in_swedish(msg("Lacking")), "[bold]Klinik[/]")
    terminal.press("f3")
    terminal.see("En blankett")
    terminal.press("escape")
    terminal.see(AT_CASE)
    terminal.press("n")
    terminal.see(in_swedish(msg("needs a reason")))
    terminal.paste(HOSTILE)
    terminal.see("[@click=app.quit]")
    terminal.press("escape")
    gone(terminal, msg("needs a reason"))
    for key, words in (
        ("c", msg("Keep the note")),
        ("t", msg("Take it over")),
        ("l", msg("Request for supplement")),
        ("h", msg("The chain is whole")),
        ("ctrl+p", msg("What do you want to do?")),
    ):
        terminal.see(AT_CASE)
        terminal.press(key)
        terminal.see(in_swedish(words))
        terminal.press("escape")
        gone(terminal, words)
    terminal.see(AT_CASE)
    terminal.press("escape")
    terminal.see(in_swedish(msg("All statuses")))
    terminal.press("l")
    terminal.see(in_swedish(msg("Log of all cases")))


def gone(terminal: Terminal, words: Message) -> None:
    """Wait until a sentence stands on the screen no more."""
    terminal.until(lambda: in_swedish(words) not in terminal.words, f"{words} to go")
