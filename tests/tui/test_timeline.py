"""The timeline of a draft: the dates that follow from its answers, from every screen of the draft."""

from __future__ import annotations

from pathlib import Path

from tests.tui.app import Visit, visit
from tests.tui.conftest import Known
from wizard.flow.content import Content
from wizard.store import Store
from wizard.tui.screens.home import HomeScreen
from wizard.tui.screens.question import QuestionScreen
from wizard.tui.screens.tasks import TIMELINE, TasksScreen
from wizard.tui.screens.timeline import TimelineScreen
from wizard.tui.widgets.menu import Menu


def _begun(folder: Path, known: Known, kind: str = "application", **answers: str) -> None:
    flow = known.empty.flow
    with Store.open(folder) as store:
        draft = store.create(flow.area.id, kind, flow.version, label="Prov")
        for name, value in answers.items():
            store.record(draft.id, name.replace("__", "."), value, door="wizard")


async def _to_tasks(at: Visit) -> None:
    await at.until(lambda: isinstance(at.app.screen, HomeScreen) and bool(at.app.screen.query(Menu)))
    await at.see("Prov")
    await at.press("home", "enter")
    await at.until(lambda: isinstance(at.app.screen, TasksScreen))


def test_the_dates_of_the_draft_are_told(shipped: Content, known: Known, tmp_path: Path) -> None:
    """F4 from the list of parts; the freeze, the last day to apply; escape comes back."""

    async def doing(at: Visit) -> None:
        await _to_tasks(at)
        await at.press("f4")
        await at.until(lambda: isinstance(at.app.screen, TimelineScreen))
        await at.see("Friday 2027-08-20 holds", "Wednesday 2026-12-23", "Freezes", "░")
        await at.press("escape")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))

    _begun(tmp_path / "data", known, unit__start_date="2027-08-20")
    visit(shipped, tmp_path / "data", doing)


def test_where_there_is_room_steps_are_named_in_full_and_their_signs_have_colours(
    shipped: Content, known: Known, tmp_path: Path
) -> None:
    """Each kind of sign is told apart by its form, and by its colour where there are colours."""

    async def doing(at: Visit) -> None:
        await _to_tasks(at)
        await at.press("f4")
        await at.see("register of care prov…", "Contract and data to the contract manager")
        strips = at.app.screen._compositor.render_strips()
        inks = {
            sign: {str(s.style.color) for strip in strips for s in strip if sign in s.text and s.style}
            for sign in "█░│"
        }
        assert all(len(found) == 1 for found in inks.values())
        assert len(set.union(*inks.values())) == 3

    _begun(tmp_path / "data", known, unit__start_date="2027-08-20")
    visit(shipped, tmp_path / "data", doing, columns=120, lines=40)


def test_it_scrolls_and_speaks_the_other_language_at_once(
    shipped: Content, known: Known, tmp_path: Path
) -> None:
    """The sources stand at the end; ctrl+l says all of it anew."""

    async def doing(at: Visit) -> None:
        await _to_tasks(at)
        await at.press("f4")
        await at.see("the first day that holds")
        await at.press("end")
        await at.see("1930:173")
        await at.press("ctrl+l", "home")
        await at.until(
            lambda: "är den första dag som håller" in at.text or "first day that holds" not in at.text
        )

    _begun(tmp_path / "data", known)
    visit(shipped, tmp_path / "data", doing)


def test_it_opens_from_a_question_and_comes_back_to_it(
    shipped: Content, known: Known, tmp_path: Path
) -> None:
    """The same question, with the keyboard on the same line."""

    async def doing(at: Visit) -> None:
        await _to_tasks(at)
        await at.press("enter")
        await at.at_rest()
        await at.press("down", "down", "f4")
        await at.until(lambda: isinstance(at.app.screen, TimelineScreen))
        await at.see("the first day that holds")
        await at.press("escape")
        await at.until(lambda: isinstance(at.app.screen, QuestionScreen))
        await at.see("❯ ○ Trading partnership")

    _begun(tmp_path / "data", known)
    visit(shipped, tmp_path / "data", doing)


def test_an_errand_without_times_says_so(shipped: Content, known: Known, tmp_path: Path) -> None:
    """The account of the premises has no dates of its own."""

    async def doing(at: Visit) -> None:
        await _to_tasks(at)
        await at.press("f4")
        await at.see("There is no timeline for premises")

    _begun(tmp_path / "data", known, "premises")
    visit(shipped, tmp_path / "data", doing)


def test_the_list_of_parts_tells_the_next_date_and_opens_the_timeline(
    shipped: Content, known: Known, tmp_path: Path
) -> None:
    """The line stands among the parts, with the day to keep."""

    async def doing(at: Visit) -> None:
        await _to_tasks(at)
        await at.press("end")
        await at.see("Timeline Certificate of registration and other recent papers by 2026-12-23")
        while at.app.screen.query_one(Menu).item != TIMELINE:
            await at.press("up")
        await at.press("enter")
        await at.until(lambda: isinstance(at.app.screen, TimelineScreen))

    _begun(tmp_path / "data", known, unit__start_date="2027-08-20")
    visit(shipped, tmp_path / "data", doing)
