"""Parts where only questions are open that may be left out: told as such, and marked as done by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.conftest import Maker
from tests.tui.app import NOON, Visit, visit
from wizard.flow.answers import BLANK
from wizard.store import Store
from wizard.tui.screens.home import HomeScreen
from wizard.tui.screens.keymap import KeymapScreen, known_keys
from wizard.tui.screens.tasks import TasksScreen
from wizard.tui.widgets.menu import Menu

TASKS: Final = """
- id: us
  title: Om er
  questions:
    - {id: name, type: text, label: Namn, ask: Vad heter ni?, source: S0}
    - {id: web, type: text, label: Webbplats, ask: Har ni en webbplats?, optional: true, source: S0}
    - {id: more, type: attachment, label: Mer, ask: Vill ni bifoga mer?, optional: true, many: true, source: S0}
- id: place
  title: Lokalen
  questions:
    - {id: street, type: text, label: Gata, ask: Vilken gata?, source: S0}
    - {id: code, type: text, label: Portkod, ask: Vilken portkod?, optional: true, source: S0}
"""


def test_a_part_where_only_optional_questions_are_open_is_marked_as_done_and_taken_back(
    make_content: Maker, tmp_path: Path
) -> None:
    """The list says that only such are left; a part with a question that must be answered cannot be marked."""
    with Store.open(tmp_path, clock=lambda: NOON) as store:
        draft = store.create("prov", "application", "2026.1", label="Eken")
        store.record(draft.id, "name", "Eken", door="wizard")

    async def doing(at: Visit) -> None:
        await at.until(lambda: isinstance(at.app.screen, HomeScreen) and bool(at.app.screen.query(Menu)))
        await at.see("Eken")
        await at.press("home", "enter")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))
        await at.see("Only optional left", "0 of 2 parts done")
        assert "Mark as done" not in at.text  # on the line that goes on
        await at.press("down")
        await at.see("space Mark as done")
        await at.press("down")
        await at.gone("space Mark as done")
        await at.press("space")
        assert at.stored == {"name": "Eken"}
        await at.press("up", "space")
        await at.see("Marked as done: About you", "1 of 2 parts done")
        assert at.stored == {"name": "Eken", "web": BLANK, "more": []}
        await at.gone("Only optional left", "space Mark as done")
        await at.press("ctrl+z")
        await at.see("Only optional left", "0 of 2 parts done")

    visit(make_content(TASKS), tmp_path, doing)


def test_a_draft_that_lacks_nothing_says_why_not_all_its_parts_are_done(
    make_content: Maker, tmp_path: Path
) -> None:
    """In the list of drafts and over its parts."""
    with Store.open(tmp_path, clock=lambda: NOON) as store:
        draft = store.create("prov", "application", "2026.1", label="Eken")
        for name in ("name", "street"):
            store.record(draft.id, name, "Eken", door="wizard")

    async def doing(at: Visit) -> None:
        await at.see("Ready to be packed", "0 of 2 parts done, the rest is optional")
        await at.press("home", "enter")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))
        await at.see("0 of 2 parts done, the rest is optional")

    visit(make_content(TASKS), tmp_path, doing, columns=120, lines=30)


def test_its_key_is_not_one_that_the_list_of_parts_has_for_something_else(
    make_content: Maker, tmp_path: Path
) -> None:
    """The list of parts hears both."""

    async def doing(at: Visit) -> None:
        await at.until(lambda: isinstance(at.app.screen, HomeScreen) and bool(at.app.screen.query(Menu)))
        keys = KeymapScreen()
        await at.app.push_screen(keys)
        known = {one.name: one for one in known_keys()}
        taken = keys.taken_by(known["task.settle"], "f2")
        assert taken is not None
        assert taken.name == "nav.check"
        assert keys.taken_by(known["task.settle"], "f11") is None

    visit(make_content(TASKS), tmp_path, doing)
