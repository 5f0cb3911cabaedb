"""The officer's screens as they look, as text: two sizes, two languages. What changes here is looked at before it is kept.

To keep what is shown now: KEEP_SNAPSHOTS=1 pytest tests/tui/test_desk_snapshots.py, and look at the difference.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from textual.widgets import Input

from tests.conftest import Maker
from tests.desk.canned import canned, content_of, desk_over, fill_inbox
from tests.desk.visiting import DeskVisit, visit_desk
from tests.tui.kept import LOOKS, hold_to
from tests.tui.test_snapshots import Album
from wizard.desk import Ledger, Matter, Say, Step
from wizard.desk import log as desk_log
from wizard.desk.room import Room
from wizard.flow.content import Content
from wizard.store import Store
from wizard.tui.deskdeciding import Both, Decide, NoteDialog, Saying
from wizard.tui.dialogs.confirm import Confirm
from wizard.tui.screens.deskletter import LetterScreen
from wizard.tui.screens.desklog import LogScreen

_ENDLESS: Final = frozenset({"inbox", "others"})


class DeskAlbum(Album):
    """As the wizard's, but that two workers never end: who looks at the inbox, and at what others decide."""

    def _is_quiet(self) -> bool:
        app = self.at.app
        here = (app, *app.screen.walk_children(with_self=True))
        return all(w.is_finished for w in app.workers if w.node in here and w.group not in _ENDLESS)


MORNING: Final = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def work_of_bo(made: Content, inbox: Path, folder: Path) -> None:
    """What another officer did in the morning."""
    with Store.open(folder, who="bo", clock=lambda: MORNING) as store:
        room = Room(inbox, desk_over(made), Ledger(store))
        for filed in room.file(room.look().new):
            room.put(filed)

        def eken() -> Matter:
            room.ledger.refresh()
            return next(m for m in room.matters if m.filed.applicant == "Eken AB")

        room.ledger.step(eken(), Step.TAKEN)
        room.ledger.judge(eken(), eken().finding("unit.wide"), Say.ACCEPTED, "Mätt på plats: 0,82 m")
        room.ledger.judge(eken(), eken().finding("register.orgnr"), Say.NOTE, "Ring registret")
        clean = next(m for m in room.matters if m.filed.applicant == "Linden HB")
        room.ledger.step(clean, Step.DONE)


async def tour(at: DeskVisit, album: Album) -> None:
    """Every screen of the desk."""
    await at.at_queue("Eken AB")
    await album.take("queue")
    await at.press("slash")
    await at.write("zz")
    await album.take("queue-nothing")
    await at.press("escape")
    await at.open("Eken AB")
    await at.until(lambda: bool(at.app.screen.query("#shown")))
    await at.go_to("answers.missing")
    await album.take("case")
    await at.go_to("register.orgnr")
    await at.press("f3")
    await at.until(lambda: "559987-6546" in at.text)
    await album.take("case-paper")
    await at.press("escape", "n")
    await at.until(lambda: isinstance(at.app.screen, Decide))
    await at.write("fel nr")
    await album.take("decide")
    await at.press("escape")
    await at.at_case()
    await dialogs(at, album)
    for key, kind, name in (("l", LetterScreen, "letter"), ("h", LogScreen, "history")):
        await at.press(key)
        await at.until(lambda kind=kind: isinstance(at.app.screen, kind))  # type: ignore[misc]
        for line in at.app.screen.query(Input):
            line.value = "/home/anna/lov-brev/komplettering.txt"
        await at.gone("Reading …", "Läser …")
        await album.take(name)
        await at.press("escape")
        await at.at_case()
    for key, name in (("f1", "help"), ("ctrl+p", "palette")):
        await at.press(key)
        await at.until(lambda: at.app.screen.is_modal)
        await album.take(f"desk-{name}")
        await at.press("escape")
        await at.at_case()


async def dialogs(at: DeskVisit, album: Album) -> None:
    """What is asked on top of a case."""
    await at.press("c")
    await at.until(lambda: isinstance(at.app.screen, NoteDialog))
    await album.take("note")
    await at.press("escape")
    await at.at_case()
    await at.press("t")
    await at.until(lambda: isinstance(at.app.screen, Confirm))
    await album.take("take-over")
    await at.press("escape")
    screen = await at.at_case()
    judged = next(j for j in screen._opened.matter.judged if j.finding.rule == "unit.wide")
    both = Both(judged, [judged.rulings[-1]], Saying(Say.NOT_MET, "Ritningen visar 0,75 m"))
    at.app.push_screen(both)
    await at.until(lambda: at.app.screen is both)
    await album.take("both")
    await at.press("escape")
    await at.at_case()


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_every_screen_of_the_desk_looks_as_it_was_judged_to_look(
    make_content: Maker, tmp_path: Path, size: tuple[int, int], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One file for a size and a language; the first difference is told."""
    monkeypatch.setenv("HOME", "/home/anna")
    monkeypatch.setenv("LOV_WHO", "eva")
    made = content_of(make_content)
    canned(monkeypatch, made)
    monkeypatch.setattr(desk_log, "shown_hash", lambda _hash: "0badcafe00")
    inbox = fill_inbox(tmp_path)
    work_of_bo(made, inbox, tmp_path / "data")
    album: list[DeskAlbum] = []

    async def doing(at: DeskVisit) -> None:
        album.append(DeskAlbum(at))
        await tour(at, album[0])

    columns, rows = size
    visit_desk(
        made, inbox, tmp_path / "data", doing, language=language, columns=columns, lines=rows, every=1.0
    )
    hold_to(f"desk-{columns}x{rows}-{language}", album[0].pictures, columns)
