"""Searching: for an area where one begins, for a question to go to; and reading what stands beside a list by keys."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.conftest import Maker
from tests.tui.app import Visit, visit
from wizard.tui.dialogs.go_to import GoTo
from wizard.tui.screens.areas import AreasScreen
from wizard.tui.screens.home import HomeScreen
from wizard.tui.screens.tasks import TasksScreen
from wizard.tui.widgets.aside import Aside
from wizard.tui.widgets.menu import Menu

_STATUS: Final = "{state: closed, text: Stängt., source: S0, checked: 2026-11-22}"
_FACTS: Final = ", ".join(f"{{text: 'Sak {n}.', source: S0}}" for n in range(12))
CATALOGUE: Final = "areas:\n" + "".join(
    f"  - {{id: a{n}, name: {name}, synonyms: [hud{n}], status: {_STATUS}, facts: [{_FACTS}]}}\n"
    for n, name in enumerate(
        ("Allergi", "Hud", "Provkök", "Knä", "Rygg", "Öga", "Öra", "Höft", "Tand", "Vaccin")
    )
)

TASKS: Final = """
- id: us
  title: Om personal
  questions:
    - {id: a, type: text, label: Mer, ask: Finns personal?, source: S0}
    - {id: b, type: text, label: All personal, ask: Vilka?, source: S0}
    - {id: c, type: text, label: Personal, ask: Hur många?, source: S0}
"""


async def _to_areas(at: Visit) -> None:
    await at.until(lambda: isinstance(at.app.screen, HomeScreen) and bool(at.app.screen.query(Menu)))
    await at.press("plus")
    await at.until(lambda: isinstance(at.app.screen, AreasScreen))


def test_an_area_is_found_by_typing_and_the_arrows_move_in_the_list(
    make_content: Maker, tmp_path: Path
) -> None:
    """Letters are searched for at once; the line where enter leads has a mark, and what is told is of it."""

    async def doing(at: Visit) -> None:
        await _to_areas(at)
        await at.see("❯ Provområdet", "Öppet.")
        await at.press("h", "u", "d")  # in a name, and in synonyms of the others
        await at.see("❯ Hud")
        await at.press("down")
        await at.see("❯ Allergi")
        await at.press("backspace", "backspace", "backspace", "q", "q")
        await at.see("No area is like that.")
        line, words = (at.app.screen.query_one(name).region for name in ("#search", "#none"))
        assert words.y == line.bottom
        await at.press("backspace", "backspace", "p", "r", "o", "v", "o", "enter")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))

    visit(make_content(TASKS, catalogue=CATALOGUE), tmp_path / "data", doing)


def test_what_stands_below_a_list_can_be_read_to_its_end_by_keys(make_content: Maker, tmp_path: Path) -> None:
    """Tab leads to it where it is too long, and past it where all of it is in sight."""

    async def doing(at: Visit) -> None:
        await _to_areas(at)
        await at.press("a", "l", "l", "e")
        await at.see("❯ Allergi", "Stängt.")
        assert "Sak 11." not in at.text
        await at.press("tab", "tab")
        assert isinstance(at.app.focused, Aside)
        await at.press("end")
        await at.see("Sak 11.", "Regionen")
        await at.press("tab")
        await at.press("backspace", "backspace", "backspace", "backspace", "p", "r", "o", "v", "o")
        await at.see("❯ Provområdet", "Öppet.")
        assert not any(aside.focusable for aside in at.app.screen.query(Aside) if not aside.max_scroll_y)

    visit(make_content(TASKS, catalogue=CATALOGUE), tmp_path / "data", doing)


def test_a_question_whose_name_begins_with_what_is_typed_comes_first(
    make_content: Maker, tmp_path: Path
) -> None:
    """Then those that hold it in their name, in the question, in the part; the line where enter leads is marked."""

    async def doing(at: Visit) -> None:
        await at.begin()
        await at.press("ctrl+g")
        await at.until(lambda: isinstance(at.app.screen, GoTo))
        await at.press(*"pers")
        await at.see("❯ ○ Personal")
        shown = [at.app.screen.query_one(Menu).get_option_at_index(n).id for n in range(3)]
        assert shown == ["c", "b", "a"]

    visit(make_content(TASKS), tmp_path / "data", doing, language="sv")
