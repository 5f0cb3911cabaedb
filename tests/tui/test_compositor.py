"""What is sent to the terminal bit by bit is the picture that a whole one would be: no cell is left behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pyte
import pytest
from textual._compositor import Compositor, CompositorUpdate
from textual.screen import Screen
from textual.widget import Widget

from tests.tui.app import Visit, visit
from wizard.flow.content import Content
from wizard.store import Store
from wizard.tui.app import LovApp
from wizard.tui.compositor import PiecesUpdate, ThriftyCompositor, compositor
from wizard.tui.screens.check import CheckScreen
from wizard.tui.screens.forms import FormsScreen
from wizard.tui.screens.home import HomeScreen
from wizard.tui.screens.tasks import TasksScreen
from wizard.tui.widgets.kept import KeptLines
from wizard.tui.widgets.menu import Menu

MOVES = ("down", "down", "down", "up", "pagedown", "pageup", "end", "home", "tab")
LOOKS = 40


@contextmanager
def nothing_kept(app: LovApp) -> Iterator[None]:
    """All widgets draw anew; after it, what they had kept is kept again."""
    held: list[tuple[dict[Any, Any], dict[Any, Any]]] = []
    for widget in app.screen.walk_children(Widget):
        keepers = (widget._styles_cache._cache, getattr(widget, "_bars", {}), *_looks(widget))
        held += [(keeper, dict(keeper)) for keeper in keepers]
    for keeper, _ in held:
        keeper.clear()
    yield
    for keeper, was in held:
        keeper.clear()
        keeper.update(was)


def _looks(widget: Widget) -> list[dict[Any, Any]]:
    kept = getattr(widget, "_kept", None)
    return [kept._looks] if isinstance(kept, KeptLines) else []


class Watched:
    """A terminal in memory that is sent what the app sends, and one that is sent the whole picture."""

    def __init__(self, columns: int, lines: int) -> None:
        self.size = (columns, lines)
        self._screen, self._stream = self._new()

    def _new(self) -> tuple[pyte.Screen, pyte.Stream]:
        screen = pyte.Screen(*self.size)
        return screen, pyte.Stream(screen)

    def resize(self, columns: int, lines: int) -> None:
        """As a terminal does when its window changes."""
        self.size = (columns, lines)
        self._screen.resize(lines, columns)

    def display(self, app: LovApp, update: object) -> None:
        """Take in an update."""
        if isinstance(update, CompositorUpdate) and not app._batch_count:
            self._stream.feed(update.render_segments(app.console).replace("\n", "\r\n"))

    def differences(self, app: LovApp) -> list[str]:
        """Where what was sent differs from the whole picture of now, drawn without anything that was kept."""
        whole, stream = self._new()
        with nothing_kept(app):
            strips = app.screen._compositor.render_strips()
        for y, strip in enumerate(strips):
            stream.feed(f"\x1b[{y + 1};1H{strip.render(app.console)}")
        columns, lines = self.size
        return [
            f"{y},{x}: {self._screen.buffer[y][x]} for {whole.buffer[y][x]}"
            for y in range(lines)
            for x in range(columns)
            if self._screen.buffer[y][x] != whole.buffer[y][x]
        ]


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), pytest.param(120, 40, marks=pytest.mark.slow)])
def test_no_cell_is_left_behind(
    shipped: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: int, lines: int
) -> None:
    """Moving, scrolling, writing, other language, other theme: the terminal shows what the whole picture would."""
    flow = shipped.flow("specialiserad-fysioterapi", "application")
    with Store.open(tmp_path / "data") as store:
        draft = store.create(flow.area.id, flow.kind, flow.version, label="Rörelsekraft")
        store.record(draft.id, "applicant.name", "Rörelsekraft", door="test")
        store.move(draft.id, "applicant.name")
    watched = Watched(columns, lines)
    taken: list[str] = []

    def display(app: LovApp, screen: Screen[object], update: object) -> None:
        if screen is app.screen:
            taken.append(type(update).__name__)
            watched.display(app, update)

    monkeypatch.setattr(LovApp, "_display", display)
    chance = Random(20_261_122)  # noqa: S311  not for secrets

    async def doing(at: Visit) -> None:
        async def wander(*keys: str) -> None:
            for key in keys:
                await at.press(key)
                await at.until(
                    lambda: not at.app.screen._dirty_widgets and not at.app.screen._layout_required
                )
                for _ in range(LOOKS):  # what is worked out in a thread is drawn a moment later
                    if not watched.differences(at.app):
                        break
                    await at.pilot.pause(0.05)
                assert watched.differences(at.app)[:3] == [], f"{at.app.screen} after {key}"

        await at.until(lambda: isinstance(at.app.screen, HomeScreen) and bool(at.app.screen.query(Menu)))
        await at.press("home", "enter")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))
        await at.press("enter")
        await at.at_rest()
        await wander(*"Åbo", "backspace", "tab", "shift+tab")
        await at.press("f6")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))
        await wander(*chance.choices(MOVES, k=12))
        await at.press("f2")
        await at.until(lambda: isinstance(at.app.screen, CheckScreen))
        await wander(*chance.choices(MOVES, k=25), "ctrl+l", "down", "pagedown", "ctrl+t", "up")
        await wander("ctrl+g", "t", "e", "down", "backspace", "escape")
        await at.press("f3")
        await at.until(lambda: isinstance(at.app.screen, FormsScreen))
        await at.see("/2")
        await wander(*chance.choices(MOVES[:-1], k=20), "n", "p", "f7")

    visit(shipped, tmp_path / "data", doing, columns=columns, lines=lines)
    assert "PiecesUpdate" in taken


def test_tab_draws_the_two_lines_it_goes_between(
    shipped: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not the page around them, and not the keys at the bottom, which are the same before and after."""
    flow = shipped.flow("specialiserad-fysioterapi", "application")
    with Store.open(tmp_path / "data") as store:
        draft = store.create(flow.area.id, flow.kind, flow.version, label="Rörelsekraft")
        store.move(draft.id, "applicant.street")
    drawn: set[int] = set()

    def display(_app: LovApp, _screen: Screen[object], update: object) -> None:
        if isinstance(update, PiecesUpdate):
            drawn.update(y for _, y, _ in update.pieces)

    async def doing(at: Visit) -> None:
        await at.until(lambda: isinstance(at.app.screen, HomeScreen) and bool(at.app.screen.query(Menu)))
        await at.press("home", "enter")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))
        await at.press("enter")
        await at.at_rest()
        await at.press("tab", "shift+tab")
        await at.at_rest()
        monkeypatch.setattr(LovApp, "_display", display)
        first = at.app.focused
        await at.press("tab")
        second = at.app.focused
        assert first is not None
        assert second is not None
        between = {*first.region.line_range, *second.region.line_range}
        await at.until(lambda: drawn >= between)
        assert drawn == between

    visit(shipped, tmp_path / "data", doing, columns=120, lines=40)


def test_another_textual_gets_its_own_compositor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the inside is not what this is built on, nothing is built on it."""
    assert isinstance(compositor(), ThriftyCompositor)
    monkeypatch.setattr(Compositor, "_get_renders", list)
    assert type(compositor()) is Compositor
