"""Choices for the app hold at once and the next time; keys can be given; a provider's data is offered and mended."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Maker
from tests.tui.app import Visit, visit
from wizard.store import Store
from wizard.tui.keys import keys_here
from wizard.tui.preferences import Colours, keep, read_preferences
from wizard.tui.screens.home import HomeScreen
from wizard.tui.screens.keymap import FIXED, known_keys
from wizard.tui.screens.profiles import ProfileScreen, ProfilesScreen
from wizard.tui.screens.settings import SettingsScreen
from wizard.tui.screens.tasks import TasksScreen
from wizard.tui.widgets.menu import Menu

SHARED = """
    - id: us
      title: Om er
      questions:
        - {id: applicant.name, type: text, label: Namnet, ask: "Vad heter ni?", source: S0}
        - {id: applicant.orgnr, type: orgnr, label: Organisationsnummer, ask: "Vilket nummer har ni?", source: S0}
        - {id: unit.name, type: text, label: Mottagning, ask: "Vad heter mottagningen?", source: S0}
"""


async def at_home(at: Visit) -> None:
    """Wait for the list of drafts."""
    await at.until(lambda: isinstance(at.app.screen, HomeScreen) and bool(at.app.screen.query(Menu)))


def test_a_choice_holds_at_once_and_the_next_time(make_content: Maker, tmp_path: Path) -> None:
    """Language, colours and movement; where the drafts lie is told."""
    content = make_content(SHARED)

    async def first(at: Visit) -> None:
        await at_home(at)
        assert "lov-dark" == at.app.theme
        await at.press("f10")
        await at.until(lambda: isinstance(at.app.screen, SettingsScreen))
        await at.see("Settings", "English", "as the terminal", "nothing moves by itself", "data")
        await at.press("down", "enter", "enter")
        await at.see("light")
        assert "lov-light" == at.app.theme
        await at.press("down", "enter")
        await at.see("the cursor blinks")
        assert "basic" == at.app.animation_level
        await at.press("home", "left")
        await at.see("Språk", "Svenska")
        await at.press("escape")
        await at.see("Dina ansökningar")

    async def second(at: Visit) -> None:
        await at.see("Dina ansökningar")
        assert "lov-light" == at.app.theme
        assert "basic" == at.app.animation_level

    visit(content, tmp_path / "data", first)
    visit(content, tmp_path / "data", second, is_language_given=False)


def test_a_language_given_with_the_command_goes_before_the_chosen_one(
    make_content: Maker, tmp_path: Path
) -> None:
    """Asked for this time, it is this time's."""
    with Store.open(tmp_path / "data") as store:
        store.settings.put("app.language", "sv")

    async def doing(at: Visit) -> None:
        await at_home(at)
        await at.see("Your applications")

    visit(make_content(SHARED), tmp_path / "data", doing)


def test_what_stands_in_the_store_and_is_no_choice_is_none(tmp_path: Path) -> None:
    """Settings of another version, or of another hand."""
    with Store.open(tmp_path / "data") as store:
        store.settings.put("app.language", "xx")
        store.settings.put("app.colours", ["dark"])
        store.settings.put("app.keys", {"app.help": 3, "app.palette": "f12"})
        store.settings.put("app.folders", {"a": "b"})
        found = read_preferences(store)
    assert (None, Colours.TERMINAL, ()) == (found.language, found.colours, found.folders)
    assert {"app.palette": "f12"} == dict(found.keys)


def test_two_people_of_a_team_choose_for_themselves(tmp_path: Path) -> None:
    """One store, two choices."""
    for who, colours in (("Ann", "dark"), ("Bo", "light")):
        with Store.open(tmp_path / "data", who=who) as store:
            keep(store, "colours", colours)
    with Store.open(tmp_path / "data", who="Ann") as store:
        assert Colours.DARK is read_preferences(store).colours


def test_a_key_is_given_refused_where_it_is_taken_and_given_back(make_content: Maker, tmp_path: Path) -> None:
    """The bar at the bottom and the help tell the new one."""

    async def doing(at: Visit) -> None:
        await at_home(at)
        await at.press("f10")
        await at.until(lambda: isinstance(at.app.screen, SettingsScreen))
        await at.press("k", "enter")
        await at.see("Choose a line, and press the key you want for it.")
        await at.press("c", "enter")  # "Commands"
        await at.see("Press the key that you want for this.")
        await at.press("x")
        await at.see("This key is needed for moving about and writing.")
        await at.press("f1")
        await at.see("F1 is taken already: Help.")
        await at.press("enter")
        await at.see("Press the key that you want for this.")
        await at.press("f11")
        await at.see("F11", "yours")
        await at.press("escape")
        await at.see("1 of your own")
        await at.press("escape")
        await at_home(at)
        await at.see("F11 Commands")
        await at.press("f11")
        await at.see("What do you want to do?")

    visit(make_content(SHARED), tmp_path / "data", doing)

    async def later(at: Visit) -> None:
        await at_home(at)
        await at.see("F11 Commands")
        await at.press("f10", "k", "enter")
        await at.see("Choose a line, and press the key you want for it.")
        await at.press("c", "delete")
        await at.until(lambda: not at.app.preferences.keys)
        await at.press("escape", "escape")
        await at_home(at)
        await at.see("ctrl+p Commands")

    visit(make_content(SHARED), tmp_path / "data", later)


def test_every_key_with_words_can_be_given_another_one_but_for_the_ways_out(
    make_content: Maker, tmp_path: Path
) -> None:
    """Nothing that the help lists is missing from the list of keys."""
    known = {known.name for known in known_keys()}

    async def doing(at: Visit) -> None:
        await at_home(at)
        here = {a.binding.id for a in keys_here(at.app.screen)}
        await at.press("plus")
        await at.see("What do you want to apply for?")
        here |= {a.binding.id for a in keys_here(at.app.screen)}
        await at.press("enter")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))
        here |= {a.binding.id for a in keys_here(at.app.screen)}
        await at.press("enter")
        await at.at_rest()
        here |= {a.binding.id for a in keys_here(at.app.screen)}
        assert set() == here - known - FIXED - {None}

    visit(make_content(SHARED), tmp_path / "data", doing)


def test_a_providers_data_is_kept_offered_to_the_next_application_and_mended(
    make_content: Maker, tmp_path: Path
) -> None:
    """What is unmarked is not taken over; what is not the provider's is never offered."""
    content = make_content(SHARED, case="provider: [applicant]")
    with Store.open(tmp_path / "data") as store:
        draft = store.create("prov", "application", "2026.1", label="Ek AB")
        answers = {"applicant.name": "Ek AB", "applicant.orgnr": "556592-9717", "unit.name": "Ekdungen"}
        store.record_all(draft.id, answers, door="wizard")

    async def doing(at: Visit) -> None:
        await at_home(at)
        await at.see("Ek AB")
        await at.press("home", "enter")
        await at.see("Keep the provider's data for other applications")
        await at.press("k", "enter")
        await at.see("New applications will offer these answers: Namnet")
        await at.press("left", "enter")
        await at.see("The provider's data is kept")
        assert "Keep the provider's data for" not in at.text
        await at.press("escape")
        await at_home(at)
        await at.press("plus")
        await at.see("Provområdet")
        await at.press("enter")
        await at.see("Take over these answers from Ek AB?", "Ek AB", "556592-9717")
        assert "Ekdungen" not in at.text
        await at.press("home", "down", "space", "enter")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))
        services = at.app.services
        assert services is not None
        store = services.store
        newest = services.drafts()[0]
        await at.until(lambda: {"applicant.name": "Ek AB"} == store.answers(newest.id))
        profile = store.profiles.of(newest.id)
        assert profile is not None
        assert "Ek AB" == profile.label

    visit(content, tmp_path / "data", doing)


def test_a_providers_data_is_looked_through_mended_and_deleted(make_content: Maker, tmp_path: Path) -> None:
    """From the settings; what an application holds is another matter."""
    with Store.open(tmp_path / "data") as store:
        profile = store.profiles.create("Ek AB")
        store.profiles.keep(profile.id, {"applicant.name": "Ek AB", "applicant.orgnr": "556592-9717"})

    async def doing(at: Visit) -> None:
        await at_home(at)
        await at.press("f10", "p", "enter")
        await at.until(lambda: isinstance(at.app.screen, ProfilesScreen))
        await at.see("Ek AB", "2 answers")
        await at.press("enter")
        await at.until(lambda: isinstance(at.app.screen, ProfileScreen))
        await at.see("Namnet", "Organisation number")
        await at.press("home", "enter")
        await at.see("Vad heter ni?")
        await at.press("!", "enter")
        await at.see("Ek AB!")
        services = at.app.services
        assert services is not None
        kept = services.store.profiles
        await at.until(lambda: kept.answers(profile.id)["applicant.name"].value == "Ek AB!")
        await at.press("escape")
        await at.until(lambda: isinstance(at.app.screen, ProfilesScreen))
        await at.press("delete")
        await at.see("Delete the data of Ek AB?")
        await at.press("left", "enter")
        await at.see("Nothing is kept yet.")

    visit(make_content(SHARED), tmp_path / "data", doing)
