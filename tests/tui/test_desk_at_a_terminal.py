"""The officer's whole minute at a real terminal: the shipped command over a real package, by keyboard, at 80 by 24."""

from __future__ import annotations

import shutil
from pathlib import Path
from time import monotonic, sleep

from tests.tui.terminal import PATIENCE, lov
from wizard.i18n import Translator, msg
from wizard.store import Store

SAMPLE = Path(__file__).parents[2] / "flows/samples/specialiserad-fysioterapi/papers"
SV = Translator.of("sv")


def test_a_case_is_judged_killed_in_the_middle_and_finished(tmp_path: Path) -> None:
    """What was decided and what was being typed are there after the kill; the log is whole."""
    inbox, data = tmp_path / "inkorg", tmp_path / "data"
    (inbox / "papper").mkdir(parents=True)
    shutil.copy(SAMPLE / "ivo-registerutdrag.pdf", inbox / "papper")
    with lov(data, "desk", str(inbox), LOV_WHO="eva") as terminal:
        terminal.see("papper", SV(msg("To be supplemented")))
        terminal.press("enter")
        terminal.see(SV(msg("Lacking")), SV(msg("There is a filled form of an area that lov knows.")))
        terminal.press("f3")
        terminal.see("ivo-registerutdrag.pdf", "Organisationsnummer")
        terminal.press("escape")
        terminal.see(SV(msg("Lacking")))
        terminal.press("a")
        terminal.see(SV(msg("needs a reason")))
        terminal.paste("kommer per post")
        terminal.see("kommer per post")
        wait_for_slip(data, "kommer per post")
        terminal.kill()
    with lov(data, "desk", str(inbox), LOV_WHO="eva") as terminal:
        terminal.see("papper", SV(msg("To be supplemented")))
        terminal.press("enter")
        terminal.see(SV(msg("Lacking")))
        terminal.press("a")
        terminal.see("kommer per post")
        terminal.press("enter")
        terminal.see(SV(msg("Accepted all the same")), "eva")
        terminal.press("ctrl+q")
        assert terminal.end() == 0
        assert b"\x1b[?1049l" in terminal.sent
    with Store.open(data) as store:
        (ruling,) = store.screenings.rulings()
        assert (ruling.decision.verdict, ruling.decision.reason) == ("accepted", "kommer per post")
        assert store.upkeep.verify().faults == ()


def wait_for_slip(data: Path, text: str) -> None:
    """Until what is typed is on the disk."""
    end = monotonic() + PATIENCE
    while monotonic() < end:
        with Store.open(data, who="eva") as store, store.settings._ground.database.reading() as rows:
            if any(text in value for value in rows.settings().values()):
                return
        sleep(0.05)
    raise AssertionError(text)
