"""Taking back and doing again, the history, and what others changed meanwhile."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import TODAY, Maker
from tests.tui.app import Visit, visit
from tests.tui.test_wizard import TWO, answer, line
from wizard.drafts.session import DraftSession
from wizard.flow.content import Content
from wizard.store import Store
from wizard.tui.screens.check import CheckScreen
from wizard.tui.screens.history import HistoryScreen
from wizard.tui.screens.home import HomeScreen
from wizard.tui.screens.tasks import TasksScreen
from wizard.tui.widgets.menu import Menu


async def to_tasks(at: Visit) -> None:
    """From the list of drafts to the parts of the first."""
    await at.until(lambda: isinstance(at.app.screen, HomeScreen) and bool(at.app.screen.query(Menu)))
    await at.see("Prov")
    await at.press("home", "enter")
    await at.until(lambda: isinstance(at.app.screen, TasksScreen))


def begun(folder: Path, **answers: str) -> str:
    """A draft with these answers, one after the other; its id."""
    with Store.open(folder) as store:
        draft = store.create("prov", "application", "2026.1", label="Prov")
        for name, value in answers.items():
            store.record(draft.id, name, value, door="wizard")
        return draft.id


def test_what_was_answered_is_taken_back_and_done_again_at_its_question(
    make_content: Maker, tmp_path: Path
) -> None:
    """Twice back, once forward; each time the question that changed is on the screen."""

    async def doing(at: Visit) -> None:
        await at.begin()
        await answer(at, "E", "k", "enter", to="pool")
        await answer(at, "1", "enter", to="depth")
        await at.press("ctrl+z")
        await at.see("Undone: Badhus", "Har ni bassäng?")
        await at.at_rest()
        assert {"name": "Ek"} == at.stored
        await at.press("ctrl+z")
        await at.see("Undone: Namnet", "Vad heter ni?")
        await at.at_rest()
        assert "" == line(at).line.value
        await at.press("ctrl+z")
        await at.see("Nothing to undo")
        await at.press("ctrl+y")
        await at.see("Redone: Namnet")
        await at.at_rest()
        assert "Ek" == line(at).line.value
        assert {"name": "Ek"} == at.stored

    visit(make_content(TWO), tmp_path / "data", doing)


def test_what_is_typed_and_not_saved_is_taken_back_first_and_can_come_again(
    make_content: Maker, tmp_path: Path
) -> None:
    """Nothing typed is lost by ctrl+z, and no saved answer goes with it."""
    begun(tmp_path / "data", name="Ek")

    async def doing(at: Visit) -> None:
        await to_tasks(at)
        await at.press("f2")
        await at.until(lambda: isinstance(at.app.screen, CheckScreen))
        await at.press("n", "enter")
        await at.at_rest()
        await at.press("b", "e", "n")
        assert "Ekben" == line(at).line.value
        await at.press("ctrl+z")
        await at.see("Undone: what was typed")
        await at.at_rest()
        assert "Ek" == line(at).line.value
        await at.press("ctrl+y")
        await at.until(lambda: at.question.can_act and line(at).line.value == "Ekben")
        assert {"name": "Ek"} == at.stored

    visit(make_content(TWO), tmp_path / "data", doing)


def test_an_answer_of_the_past_is_found_and_brought_back(make_content: Maker, tmp_path: Path) -> None:
    """As a new answer, so that the one it replaces can be brought back too."""
    begun(tmp_path / "data", name="Alm", pool="yes")
    with Store.open(tmp_path / "data") as store:
        store.record(store.drafts()[0].id, "name", "Ek", door="chat")

    async def doing(at: Visit) -> None:
        await to_tasks(at)
        await at.press("f9")
        await at.see("History", "Alm → Ek conversation", "(not answered) → Yes")
        await at.press("q")
        await at.see("Only Namnet")
        assert "Badhus" not in at.text
        await at.press("r")
        await at.see("This is the answer now.")
        await at.press("down", "r")
        await at.until_saved("name", "Alm")
        await at.see("Brought back: Namnet", "Ek → Alm")
        await at.press("ctrl+z")
        await at.until_saved("name", "Ek")
        await at.see("undone")
        await at.press("enter")
        await at.at_rest()
        assert "Ek" == line(at).line.value
        await at.press("escape")
        await at.until(lambda: isinstance(at.app.screen, HistoryScreen))
        await at.press("escape")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))

    visit(make_content(TWO), tmp_path / "data", doing)


def changed_elsewhere(content: Content, folder: Path) -> None:
    """Somebody answers at another door."""
    with Store.open(folder, who="Bo") as store:
        DraftSession.open(store, content, store.drafts()[0].id, TODAY, door="chat").answer("name", "Gran")


def test_what_others_changed_since_one_was_here_is_told_once(make_content: Maker, tmp_path: Path) -> None:
    """On the list of parts, with what it was before; the next time there is nothing to tell."""
    content = make_content(TWO)
    begun(tmp_path / "data", name="Alm")

    async def first(at: Visit) -> None:
        await to_tasks(at)
        assert "changed by others" not in at.text
        await at.press("escape")
        await at.until(lambda: isinstance(at.app.screen, HomeScreen))

    async def second(at: Visit) -> None:
        await to_tasks(at)
        await at.see("1 answer was changed by others since you were here")
        await at.press("home", "down", "enter")
        await at.see("Changed by others since you were here: 1 answer", "Alm → Gran", "Bo, conversation")
        await at.press("escape")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))
        await at.press("escape")
        await at.until(lambda: isinstance(at.app.screen, HomeScreen))
        await at.press("home", "enter")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))
        await at.see("Check your answers")
        assert "changed by others" not in at.text

    visit(content, tmp_path / "data", first)
    changed_elsewhere(content, tmp_path / "data")
    visit(content, tmp_path / "data", second)
