"""Every screen as it looks, as text: two sizes, two languages. What changes here is looked at before it is kept.

The content is a small one of the tests' own, so that a new question in `flows/` changes nothing here. To keep
what is shown now: KEEP_SNAPSHOTS=1 pytest tests/tui/test_snapshots.py, and look at the difference.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from textual.screen import ModalScreen

from tests.conftest import Maker
from tests.tui.app import Visit, visit
from tests.tui.kept import LOOKS, hold_to
from wizard.flow.steps import Step, steps
from wizard.store import Store
from wizard.tui.screens.areas import AreasScreen
from wizard.tui.screens.check import CheckScreen
from wizard.tui.screens.forms import FormsScreen
from wizard.tui.screens.history import HistoryScreen
from wizard.tui.screens.home import HomeScreen
from wizard.tui.screens.keymap import KeymapScreen
from wizard.tui.screens.package import PackageScreen
from wizard.tui.screens.profiles import ProfileScreen, ProfilesScreen
from wizard.tui.screens.question import QuestionScreen
from wizard.tui.screens.row import RowScreen
from wizard.tui.screens.settings import SettingsScreen
from wizard.tui.screens.tasks import TasksScreen
from wizard.tui.widgets.menu import Menu

MORNING: Final = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)

AREA: Final = """
name: Provområdet
version: "2026.1"
status: {state: open, text: "Öppet för ansökan sedan 2021.", source: S0 § Ansök, checked: 2026-11-22}
facts:
  - {text: "Området gäller hela länet.", source: S0}
errands:
  application:
    title: Ansökan om godkännande
    goals: [{id: can, title: Kan vi ansöka alls?, rules: [wide]}]
    tasks:
      - id: us
        title: Om er
        questions:
          - {id: applicant.name, type: text, label: Namn, ask: "Vad heter ni?", why: Namnet står i avtalet., source: S0 § 2}
          - {id: applicant.orgnr, type: orgnr, label: Organisationsnummer, ask: "Vilket nummer har ni?", source: S0}
      - id: place
        title: Lokalen
        questions:
          - {id: door, type: measure, unit: m, label: Entrédörr, ask: "Hur bred är entrédörren?", hint: Mät mellan karm och dörrblad., why: Den som kommer i rullstol ska kunna ta sig in., source: S0, limits: [{value: minst 0.80 m, rules: BBR, binding: law, source: S0}]}
          - {id: hours, type: opening_hours, label: Öppettider, ask: "När har ni öppet?", source: S0}
          - {id: kind, type: multichoice, label: Inriktning, ask: "Vilka inriktningar?", options: [{id: a, label: Neurologi}, {id: b, label: Ortopedi}], source: S0}
      - id: people
        title: Bemanning
        questions:
          - id: staff
            label: Personal
            ask: Vilka ska arbeta hos er?
            type: table
            row_label: name
            min: 1
            source: S0
            columns:
              - {id: name, type: text, label: Namn, ask: "Vad heter personen?"}
              - {id: fte, type: fte, label: Tjänstgöringsgrad, ask: "Hur mycket?"}
          - {id: paper, type: attachment, label: Intyg, ask: "Bifoga intyget.", source: S0}
        rules:
          - {id: wide, level: blocker, needs: door >= 0.8, text: Dörren är minst 0.80 m bred., about: [door], fix: Bredda dörren., source: S0}
  change:
    title: Ansökan om förändring
    tasks:
      - {id: u, title: Förändring, source: S0, questions: [{id: last, type: date, label: Dag, ask: "Vilken dag?"}]}
"""


def fill(folder: Path) -> None:
    """A draft half done, and a provider."""
    with Store.open(folder, clock=lambda: MORNING) as store:
        draft = store.create("prov", "application", "2026.1", label="Eken AB")
        hours = {day: ["08:00-17:00"] for day in ("mon", "tue", "wed", "thu")} | {
            "fri": ["08:00-12:00", "13:00-15:00"]
        }
        answers: Mapping[str, object] = {
            "applicant.name": "Eken AB",
            "applicant.orgnr": "556592-9717",
            "door": 0.75,
            "hours": hours,
            "staff": [{"name": "Åsa Öberg", "fte": 0.5}, {"name": "Bo Ek"}],
        }
        for name, value in answers.items():
            store.record(draft.id, name, value, door="wizard")  # type: ignore[arg-type]
        store.record(draft.id, "door", 0.7, door="chat")
        profile = store.profiles.create("Eken AB")
        store.profiles.keep(profile.id, {"applicant.name": "Eken AB", "applicant.orgnr": "556592-9717"})


class Album:
    """The pictures taken on one visit."""

    def __init__(self, at: Visit) -> None:
        self.at = at
        self.pictures: dict[str, str] = {}

    async def take(self, name: str) -> None:
        """Take a picture when nothing moves any more."""
        await self.at.until(self._is_quiet)
        before = ""
        for _ in range(200):
            now = self._look()
            if now == before and now.strip() and self._is_drawn() and self._is_quiet():
                break
            before = now
            await self.at.pilot.pause(0.01)
            await self.at._settle()
        self.pictures[name] = before

    def _is_quiet(self) -> bool:
        """Whether nothing is being looked up for what is on top; screens below wait for it."""
        app = self.at.app
        above = (
            worker
            for worker in app.workers
            if worker.node in (app, *app.screen.walk_children(with_self=True))
        )
        return all(worker.is_finished for worker in above)

    def _is_drawn(self) -> bool:
        """Whether the app neither holds pictures back nor has something to draw."""
        app, screen = self.at.app, self.at.app.screen
        return not (app._batch_count or screen._dirty_widgets or screen._layout_required)

    def _look(self) -> str:
        screen = self.at.app.screen
        strips = screen._compositor.render_strips()
        if not isinstance(screen, ModalScreen):
            return "\n".join(strip.text.rstrip() for strip in strips)
        x, y, width, height = screen.children[0].region  # what lies under a dialog is another picture
        return "\n".join(strip.text[x : x + width].rstrip() for strip in strips[y : y + height])


async def reached(at: Visit, kind: type[object]) -> None:
    """Wait for a kind of screen."""
    await at.until(lambda: isinstance(at.app.screen, kind))


async def listed(at: Visit, kind: type[object]) -> None:
    """Wait for a kind of screen with something in its list."""
    await at.until(lambda: isinstance(at.app.screen, kind) and at.app.screen.query_one(Menu).option_count > 0)


async def tour(at: Visit, album: Album) -> None:
    """Every screen there is."""
    app = at.app
    await at.until(lambda: isinstance(app.screen, HomeScreen) and bool(app.screen.query(Menu)))
    app.folder = Path("/home/anna/.local/share/lov")  # what is told of it, the same on every machine
    await at.see("Eken AB", "3")
    await album.take("home")
    await at.press("plus")
    await at.until(lambda: isinstance(app.screen, AreasScreen))
    await album.take("areas")
    await at.press("enter")
    await album.take("errands")
    await at.press("escape")
    await at.until(lambda: isinstance(app.screen, AreasScreen))
    await at.press("escape")
    await at.until(lambda: isinstance(app.screen, HomeScreen))
    await at.press("home", "enter")
    await at.until(lambda: isinstance(app.screen, TasksScreen))
    await album.take("tasks")
    await questions(at, album)
    for key, kind, name in (
        ("f2", CheckScreen, "check"),
        ("f9", HistoryScreen, "history"),
        ("f3", FormsScreen, "forms"),
    ):
        await at.press(key)
        await reached(at, kind)
        await at.until(lambda: "…" not in at.text)
        await album.take(name)
        await at.press("escape")
        await at.until(lambda: isinstance(app.screen, TasksScreen))
    for key, name in (("f1", "help"), ("ctrl+p", "palette"), ("ctrl+g", "go-to")):
        await at.press(key)
        await at.until(lambda: app.screen.is_modal)
        await album.take(name)
        await at.press("escape")
        await at.until(lambda: isinstance(app.screen, TasksScreen))
    app.push_screen(PackageScreen(app.screen.session))  # type: ignore[attr-defined]
    await at.until(lambda: isinstance(app.screen, PackageScreen))
    await at.see("lov-paket")
    await album.take("package")
    await at.press("f10")
    await at.until(lambda: isinstance(app.screen, SettingsScreen))
    await album.take("settings")
    for keys, shown, name in (
        (("end", "enter"), ProfilesScreen, "providers"),
        (("enter",), ProfileScreen, "provider"),
    ):
        await at.press(*keys)
        await listed(at, shown)
        await album.take(name)
    await at.press("escape")
    await at.until(lambda: isinstance(app.screen, ProfilesScreen))
    await at.press("escape")
    await at.until(lambda: isinstance(app.screen, SettingsScreen))
    await at.press("up", "enter")
    await at.until(lambda: isinstance(app.screen, KeymapScreen))
    await album.take("keys")


async def questions(at: Visit, album: Album) -> None:
    """One screen for each kind of answer, why it is asked, and the form of a row."""
    for name in ("door", "hours", "kind", "staff", "paper"):
        tasks = at.app.screen
        assert isinstance(tasks, TasksScreen)
        step = next(s for s in _steps(tasks) if s.key == name)
        tasks.go(step)
        await at.at_rest()
        await album.take(f"question-{name}")
        if name == "door" and at.app.size.width < 120:  # in the wide layout the reasons stand beside it
            await at.press("f5")
            await album.take("why")
            await at.press("escape")
            await at.until(lambda: isinstance(at.app.screen, QuestionScreen))
        if name == "staff":
            await at.press("plus")
            await at.until(lambda: isinstance(at.app.screen, RowScreen))
            await album.take("row")
            await at.press("escape")
            await at.until(lambda: isinstance(at.app.screen, QuestionScreen))
        at.app.screen.dismiss()
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))


def _steps(tasks: TasksScreen) -> list[Step]:
    return list(steps(tasks.session.interview))


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_every_screen_looks_as_it_was_judged_to_look(
    make_content: Maker, tmp_path: Path, size: tuple[int, int], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One file for a size and a language; the first difference is told."""
    monkeypatch.setenv("HOME", "/home/anna")
    fill(tmp_path / "data")
    album: list[Album] = []

    async def doing(at: Visit) -> None:
        album.append(Album(at))
        await tour(at, album[0])

    columns, rows = size
    visit(make_content(area=AREA), tmp_path / "data", doing, language=language, columns=columns, lines=rows)
    hold_to(f"{columns}x{rows}-{language}", album[0].pictures, columns)
