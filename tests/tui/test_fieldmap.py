"""Confirming the map of a form at the screen: what is seen is what is in the file, by keys alone, in 80 columns."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import TODAY
from tests.tui.app import Visit
from tests.tui.terminal import lov
from wizard.blanks.confirm import Confirming, Entry, Standing, read_map
from wizard.blanks.mapfile import Head, map_text
from wizard.blanks.propose import propose
from wizard.flow.content import Content
from wizard.pdf import FIELD_MARK, Survey, survey
from wizard.tui.dialogs.choose_use import ChooseUse
from wizard.tui.mapapp import MapApp
from wizard.tui.screens.fieldmap import FieldMapScreen
from wizard.tui.widgets.menu import Menu

FORM: Final = Path(__file__).parents[2] / "forms/ansokan-specialiserad-fysioterapi/form.pdf"
AREA: Final = "specialiserad-fysioterapi"
NOON: Final = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

Doing = Callable[[Visit, Confirming], Awaitable[None]]


@pytest.fixture(scope="module")
def seen() -> Survey:
    """The first fields of our own blank."""
    found = survey(FORM.read_bytes())
    return replace(found, found={**found.found, "fields": found.found["fields"][:24]})


@pytest.fixture(scope="module")
def text(shipped: Content, seen: Survey) -> str:
    """The map that `lov forms add` proposes."""
    flow = shipped.flow(AREA, "application")
    return map_text(Head("prov", "Provblanketten", "1", ((AREA, "application"),)), propose(seen, flow, TODAY))


@pytest.fixture
def run(shipped: Content, seen: Survey, text: str, tmp_path: Path) -> Callable[[Doing], Confirming]:
    """Do something at the screen; the confirming, as it is afterwards."""

    def run(doing: Doing, *, language: str = "en", columns: int = 80, lines: int = 24) -> Confirming:
        path = tmp_path / "map.yaml"
        if not path.exists():
            path.write_text(text, "utf-8")
            (tmp_path / "form.pdf").write_bytes(FORM.read_bytes())
        confirming = Confirming.open(tmp_path, shipped.flow, lambda _: seen, TODAY)
        app = MapApp(confirming, content=shipped, folder=tmp_path, language=language, today=TODAY)
        app.clock = lambda: NOON

        async def walk() -> None:
            async with app.run_test(size=(columns, lines)) as pilot:
                at = Visit(pilot)
                await at.until(
                    lambda: isinstance(app.screen, FieldMapScreen) and bool(app.screen.query(Menu))
                )
                await doing(at, confirming)

        asyncio.run(walk())
        return confirming

    return run


def here(at: Visit, confirming: Confirming) -> Entry:
    """The field where the keyboard is."""
    name = at.app.screen.query_one(Menu).item
    return next(entry for entry in confirming.entries() if entry.name == name)


def on_disk(confirming: Confirming, name: str) -> bool:
    """Whether the file says that the field has been looked at."""
    return name not in read_map(confirming.folder / "map.yaml").unconfirmed


def test_a_field_is_shown_with_the_page_around_it_and_accepted_by_enter(
    run: Callable[[Doing], Confirming],
) -> None:
    """It is saved at once, said to be saved, and the next one is at hand."""

    async def doing(at: Visit, confirming: Confirming) -> None:
        first = here(at, confirming)
        total = len(confirming.entries())
        await at.see(f"{total} fields left to look at", "Provblanketten", FIELD_MARK, "page 1", "How sure:")
        assert not on_disk(confirming, first.name)
        await at.press("enter")
        await at.see(f"{total - 1} fields left", "Saved 12:00")
        assert on_disk(confirming, first.name)
        assert here(at, confirming).name == confirming.entries()[1].name

    run(doing)


def test_another_question_is_searched_for_and_the_field_it_was_at_is_named(
    run: Callable[[Doing], Confirming],
) -> None:
    """The file has the question at the new field alone."""

    async def doing(at: Visit, confirming: Confirming) -> None:
        first = here(at, confirming)
        await at.press("o")
        await at.until(lambda: isinstance(at.app.screen, ChooseUse))
        await at.press(*"applicant.orgnr")
        await at.press("enter")
        await at.until(lambda: isinstance(at.app.screen, FieldMapScreen))
        await at.see("The question was at the field applicant_orgnr")
        fields = read_map(confirming.folder / "map.yaml").fields
        assert [n for n, e in fields.items() if e.answer == "applicant.orgnr"] == [first.name]

    confirming = run(doing)
    found = {entry.name: entry.standing for entry in confirming.entries()}
    assert found["applicant_orgnr"] is Standing.OPEN


def test_escape_from_the_search_changes_nothing(run: Callable[[Doing], Confirming]) -> None:
    """Not the file either."""

    async def doing(at: Visit, confirming: Confirming) -> None:
        before = (confirming.folder / "map.yaml").read_bytes()
        await at.press("o")
        await at.until(lambda: isinstance(at.app.screen, ChooseUse))
        await at.press(*"zzzz")
        await at.see("Nothing is called that.")
        await at.press("enter", "escape")
        await at.until(lambda: isinstance(at.app.screen, FieldMapScreen))
        assert (confirming.folder / "map.yaml").read_bytes() == before

    run(doing)


def test_a_field_without_a_question_is_left_out_and_can_be_taken_back(
    run: Callable[[Doing], Confirming],
) -> None:
    """The key says so at once; the search gives it a question again."""

    async def doing(at: Visit, confirming: Confirming) -> None:
        first = here(at, confirming)
        await at.press("n")
        await at.until(lambda: first.name in confirming.map.unused)
        await at.press("home")
        await at.see("No question is about this field.")
        await at.press("enter")
        await at.until(lambda: isinstance(at.app.screen, ChooseUse))
        await at.press("enter")
        await at.until(lambda: isinstance(at.app.screen, FieldMapScreen))
        assert read_map(confirming.folder / "map.yaml").unused == []

    run(doing)


def test_the_last_field_says_that_the_map_is_done(run: Callable[[Doing], Confirming]) -> None:
    """After enter at each of them, and after the app is opened anew."""

    async def doing(at: Visit, confirming: Confirming) -> None:
        for entry in confirming.entries()[:-1]:
            confirming.accept(entry.name)
        at.app.screen._entries = {e.name: e for e in confirming.entries()}  # type: ignore[attr-defined]
        await at.press("end", "enter")
        await at.see("The map is done.")

    async def again(at: Visit, _: Confirming) -> None:
        await at.see("The map is done.")

    run(doing)
    run(again)


def test_a_map_that_cannot_be_written_is_said_to_be_unsaved(run: Callable[[Doing], Confirming]) -> None:
    """And the field counts as not looked at."""

    async def doing(at: Visit, confirming: Confirming) -> None:
        path = confirming.folder / "map.yaml"
        path.write_text(path.read_text("utf-8") + "# mitt\n", "utf-8")
        name = here(at, confirming).name
        await at.press("enter")
        await at.see("Not saved", "changed by someone else")
        assert here(at, confirming).name == name
        assert not on_disk(confirming, name)

    run(doing)


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (140, 40), (60, 16)])
def test_both_languages_and_all_sizes_show_field_proposal_and_keys(
    run: Callable[..., Confirming], columns: int, lines: int
) -> None:
    """A change of language says everything anew, at the same field."""

    async def doing(at: Visit, confirming: Confirming) -> None:
        await at.press("down", "down")
        name = here(at, confirming).name
        await at.see("left to look at", "Accept")
        await at.press("ctrl+l")
        await at.until(lambda: at.app.tr.language != "en")
        assert here(at, confirming).name == name
        await at.until(lambda: lines < 24 or FIELD_MARK in at.text)

    run(doing, columns=columns, lines=lines)


def test_a_name_with_markup_is_shown_and_not_obeyed(
    run: Callable[[Doing], Confirming], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forms come from anyone."""
    real = Confirming._entry

    def named(self: Confirming, *args: object) -> Entry:
        return replace(real(self, *args), label="[@click=app.quit]Bolag[/] \x1b]0;x\x07")  # type: ignore[arg-type]

    monkeypatch.setattr(Confirming, "_entry", named)

    async def doing(at: Visit, _: Confirming) -> None:
        await at.see("[@click=app.quit]Bolag[/]")
        assert "\x1b" not in at.text

    run(doing)


@pytest.mark.slow
def test_the_command_opens_the_screen_on_a_real_terminal(text: str, tmp_path: Path) -> None:
    """`lov forms confirm`, enter, escape: the file has one field less to look at."""
    folder = tmp_path / "prov"
    folder.mkdir()
    (folder / "map.yaml").write_text(text, "utf-8")
    (folder / "form.pdf").write_bytes(FORM.read_bytes())
    before = len(read_map(folder / "map.yaml").unconfirmed)
    with lov(tmp_path / "data", "forms", "confirm", str(folder), language="en") as terminal:
        terminal.see("left to look at", FIELD_MARK)
        terminal.press("enter")
        terminal.see("Saved")
        terminal.press("escape")
        assert terminal.end() == 0
    assert len(read_map(folder / "map.yaml").unconfirmed) == before - 1
