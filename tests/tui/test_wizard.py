"""What the wizard promises around a question: nothing typed is lost, consequences come first, words follow the language."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.color import Color

from tests.conftest import Maker
from tests.tui.app import Visit, visit
from wizard.drafts.session import DraftSession
from wizard.store import Store, StoreError
from wizard.tui.fields.text import TextField
from wizard.tui.screens.check import CheckScreen
from wizard.tui.screens.home import HomeScreen
from wizard.tui.screens.tasks import TasksScreen
from wizard.tui.themes import ROLES
from wizard.tui.widgets.menu import Menu

TWO = """
    - id: first
      title: Först
      questions:
        - {id: name, type: text, label: Namnet, ask: "Vad heter ni?", source: S0}
        - {id: pool, type: yesno, label: Badhus, ask: "Har ni bassäng?", source: S0}
        - {id: depth, type: measure, unit: m, label: Vattendjup, ask: "Hur djup är den?", when: pool, source: S0}
    - id: second
      title: Sedan
      questions:
        - {id: last, type: yesno, label: Sist, ask: "Är det sist?", source: S0}
"""


def line(at: Visit) -> TextField:
    """The line on the screen."""
    field = at.question.pane.fields[0]
    assert isinstance(field, TextField)
    return field


async def answer(at: Visit, *keys: str, to: str) -> None:
    """Press keys until the question called `to` is on the screen."""
    await at.press(*keys)
    await at.until(lambda: at.question.step.key == to and at.question.can_act, at.text)


def test_what_was_typed_and_not_saved_outlives_back_the_check_page_and_the_language(
    make_content: Maker, tmp_path: Path
) -> None:
    """It is still there after each way of leaving."""

    async def doing(at: Visit) -> None:
        await at.begin()
        await at.press("E", "k")
        await at.press("escape")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))
        await at.press("home", "enter")
        await at.at_rest()
        assert line(at).line.value == "Ek"
        await at.press("f2")
        await at.until(lambda: isinstance(at.app.screen, CheckScreen))
        await at.press("escape")
        await at.at_rest()
        assert line(at).line.value == "Ek"
        for words in (("Jatka", "Takaisin"), ("Fortsätt", "Tillbaka")):
            await at.press("ctrl+l")
            await at.see(*words)
            assert line(at).line.value == "Ek"
        assert at.stored == {}

    visit(make_content(TWO), tmp_path / "data", doing)


def test_an_answer_the_store_refuses_stays_on_the_screen_and_is_said_to_be_unsaved(
    make_content: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the disk is full; once there is room, the same key saves it."""
    real = DraftSession.answer

    def refused(self: DraftSession, question_id: str, value: object) -> None:
        raise StoreError

    async def doing(at: Visit) -> None:
        await at.begin()
        await at.press("E", "k")
        monkeypatch.setattr(DraftSession, "answer", refused)
        await at.press("enter")
        await at.see("The store cannot be used.", "Not saved")
        assert line(at).line.value == "Ek"
        assert at.question.step.key == "name"
        monkeypatch.setattr(DraftSession, "answer", real)
        await answer(at, "enter", to="pool")
        assert at.stored["name"] == "Ek"
        await at.see("Saved 12:00")

    visit(make_content(TWO), tmp_path / "data", doing)


def test_what_falls_away_is_told_before_the_answer_and_kept_after_it(
    make_content: Maker, tmp_path: Path
) -> None:
    """Saying no changes nothing; saying yes changes the route and keeps the answer for its return."""

    async def doing(at: Visit) -> None:
        await at.begin()
        await answer(at, "E", "k", "enter", to="pool")
        await answer(at, "1", "enter", to="depth")
        await at.press("2", "enter")
        await at.until_saved("depth", 2)
        await at.press("f2")
        await at.until(lambda: isinstance(at.app.screen, CheckScreen))
        await at.press("b", "enter")
        await at.at_rest()
        await at.press("2", "enter")
        await at.see("This changes more than one answer", "Not asked any more", "Vattendjup")
        await at.press("enter")  # the keyboard is at the answer that changes nothing
        await at.at_rest()
        assert at.stored["pool"] == "yes"
        await at.press("2", "enter")
        await at.see("This changes more than one answer")
        await at.press("left", "enter")
        await at.until_saved("pool", "no")
        await at.until(lambda: isinstance(at.app.screen, CheckScreen))
        assert at.stored["depth"] == 2
        assert "Vattendjup" not in at.text

    visit(make_content(TWO), tmp_path / "data", doing)


def test_a_question_can_be_skipped_and_is_offered_again(make_content: Maker, tmp_path: Path) -> None:
    """Leaving it open is no answer, and it is listed as missing."""

    async def doing(at: Visit) -> None:
        await at.begin()
        await answer(at, "f8", to="pool")
        await at.press("2", "enter")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))
        assert at.stored == {"pool": "no"}
        await at.press("f2")
        await at.see("answers are missing", "Namnet")

    visit(make_content(TWO), tmp_path / "data", doing)


def test_what_is_typed_faster_than_screens_change_arrives_where_it_was_meant(
    make_content: Maker, tmp_path: Path
) -> None:
    """A name, a yes and a depth in one go: each goes to its own question, and the next is waited for."""

    async def doing(at: Visit) -> None:
        await at.begin()
        await at.press(*"Eken", "enter", "home", "enter", *"1,5", "enter")
        await at.until(lambda: len(at.stored) == 3, at.text)
        assert at.stored == {"name": "Eken", "pool": "yes", "depth": 1.5}

    visit(make_content(TWO), tmp_path / "data", doing)


def test_what_is_pasted_goes_where_the_key_before_it_led(make_content: Maker, tmp_path: Path) -> None:
    """A path dragged in or a number pasted before the next question is drawn is no answer to the one before."""

    async def doing(at: Visit) -> None:
        await at.begin()
        for name in (*"Eken", "enter", "home", "enter"):
            at.app.post_message(events.Key(name, name if len(name) == 1 else None))
        at.app.post_message(events.Paste("1,5"))
        await at.press("enter")
        await at.until(lambda: len(at.stored) == 3, at.text)
        assert at.stored == {"name": "Eken", "pool": "yes", "depth": 1.5}

    visit(make_content(TWO), tmp_path / "data", doing)


def test_enter_pressed_again_and_again_confirms_nothing_unseen(make_content: Maker, tmp_path: Path) -> None:
    """Impatience answers one question, not the ones behind it."""

    async def doing(at: Visit) -> None:
        await at.begin()
        await at.press(*"Eken", "enter", "enter", "enter", "enter")
        await at.until(lambda: at.question.step.key == "pool" and at.question.can_act, at.text)
        assert at.stored == {"name": "Eken"}

    visit(make_content(TWO), tmp_path / "data", doing)


def test_quitting_asks_first_where_something_typed_would_be_lost(make_content: Maker, tmp_path: Path) -> None:
    """Staying is what enter means there."""

    async def doing(at: Visit) -> None:
        await at.begin()
        await at.press("E", "k", "ctrl+q")
        await at.see("Quit without saving this answer?")
        await at.press("enter")
        await at.at_rest()
        assert line(at).line.value == "Ek"

    visit(make_content(TWO), tmp_path / "data", doing)


def test_a_draft_package_is_built_only_when_that_is_said_in_so_many_words(
    make_content: Maker, tmp_path: Path
) -> None:
    """Enter on the folder leads to what is missing, not to a package."""

    async def doing(at: Visit) -> None:
        await at.begin()
        await at.press("escape")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))
        await at.press("end", "enter")
        await at.see("Build it as a draft", "See what is missing", "lov-paket")
        await at.press("enter", "enter")
        await at.until(lambda: isinstance(at.app.screen, CheckScreen))

    visit(make_content(TWO), tmp_path / "data", doing)


HINDERED = """
- id: us
  title: Om er
  questions:
    - {id: a, type: yesno, label: Ett, ask: "Ett?", source: S0}
    - {id: b, type: yesno, label: Två, ask: "Två?", source: S0}
  rules:
    - {id: r, level: blocker, needs: a, text: Ett gäller., about: [a], fix: Gör ett., source: S0}
    - {id: s, level: blocker, needs: b, text: Två gäller., about: [b], fix: Gör två., source: S0}
"""


def test_what_cannot_be_decided_yet_does_not_stand_in_the_way(make_content: Maker, tmp_path: Path) -> None:
    """A draft that has just been begun has no fault; what is known to be against it is told apart."""

    async def doing(at: Visit) -> None:
        await at.begin()
        await at.press("f2")
        await at.see("○ 2 answers are missing · 2 demands are not decided yet", "Cannot be decided yet")
        assert "Stands in the way" not in at.text
        assert "✗" not in at.text
        await at.press("escape")
        await at.at_rest()
        await at.press("2", "enter")
        await at.until_saved("a", "no")
        await at.press("f2")
        await at.see("✗ 1 answer is missing · 1 thing stands in the way · 1 demand is not decided yet")
        await at.see("✗ not met: Ett gäller.", "? not decided yet: Två gäller.")

    visit(make_content(HINDERED), tmp_path / "data", doing, lines=50)


def test_in_a_browser_the_keyboard_is_at_taking_the_package_home(
    make_content: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once it is built, enter hands it out; on a terminal the file lies there, and enter goes on."""
    monkeypatch.setattr("wizard.tui.screens.package.is_in_browser", lambda _: True)
    monkeypatch.setenv("HOME", str(tmp_path))

    async def doing(at: Visit) -> None:
        await at.begin()
        await at.press("escape")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))
        await at.press("end", "enter")
        await at.see("Build it as a draft", "lov-paket")
        await at.press("tab", "enter")
        await at.see("The draft package is built", "Download the package")
        await at.until(lambda: at.app.focused is not None and at.app.focused.id == "download")

    visit(make_content(TWO), tmp_path / "data", doing)


@pytest.mark.parametrize("theme", ROLES)
def test_text_and_borders_stand_out_from_their_grounds(theme: str) -> None:
    """WCAG 2.2: text 4.5:1 and borders of fields 3:1, in both themes."""
    roles = {name: Color.parse(value) for name, value in ROLES[theme].items()}
    text: list[tuple[str, str]] = [
        (ink, ground)
        for ink in ("ink", "quiet", "mark", "fault", "warn", "good")
        for ground in ("paper", "aside")
    ]
    text += [("ink", "field"), ("quiet", "field"), ("on_chosen", "chosen"), ("on_press", "press")]
    text += [("paper", "focus"), ("ink", "rule")]
    thin = [f"{a} on {b}" for a, b in text if contrast(roles[a], roles[b]) < 4.5]
    thin += [f"{a} on paper" for a in ("line", "focus", "fault") if contrast(roles[a], roles["paper"]) < 3]
    assert thin == []


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of WCAG."""

    def luminance(colour: Color) -> float:
        parts = [c / 255 for c in colour.rgb]
        r, g, b = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


EXITS = """
name: Provområdet
version: "2026.1"
status: {state: closed, text: Stängt., source: S0 § Ansök, checked: 2026-11-22}
errands:
  change:
    title: Omläggning
    tasks:
      - id: t
        title: Del
        source: S0
        questions:
          - {id: kind, type: choice, label: Slag, ask: "Vad ska ändras?", options: [{id: move, label: Flytt}, {id: form, label: Juridisk form}]}
          - {id: day, type: date, label: Dag, ask: "När sker det?"}
    exits:
      - id: form
        when: kind == 'form'
        title: Det är ingen förändring
        text: Ett byte av form är ett avslutande och en ny ansökan.
        instead: [termination]
        source: S0 § Ansök
  termination:
    title: Avslutande
    tasks:
      - {id: u, title: Slut, source: S0, questions: [{id: last, type: date, label: Sista dag, ask: "Vilken är sista dagen?"}]}
without:
  premises: {title: Redovisning, text: Ingen lokal redovisas här., source: S0 § Lokal}
"""


def test_another_way_is_told_and_can_be_begun_at_once(make_content: Maker, tmp_path: Path) -> None:
    """Where one cannot apply, those with a contract choose an errand; one that ends in an exit leads to the right one."""

    async def doing(at: Visit) -> None:
        await at.until(lambda: isinstance(at.app.screen, HomeScreen) and bool(at.app.screen.query(Menu)))
        await at.press("plus")
        await at.see("Provområdet", "Press enter for what those with a contract can")
        await at.press("enter")
        await at.see("What does it concern?", "Omläggning", "Avslutande", "Redovisning")
        await at.press("end")
        await at.see("Ingen lokal redovisas här.", "Lokal")
        await at.press("enter", "home")
        await at.see("What does it concern?")
        await at.until(lambda: "Ingen lokal" not in at.text)
        await at.press("enter")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))
        await at.press("home", "enter")
        await at.at_rest()
        await at.press("2", "enter")
        await at.see("Det är ingen förändring", "Ett byte av form", "Avslutande", "Sidan")
        await at.press("escape")
        await at.see("Vad ska ändras?")
        assert "form" == at.stored["kind"]
        await at.press("enter")
        await at.see("Det är ingen förändring")
        await at.press("tab", "enter")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen), at.text)
        await at.see("Avslutande", "Vilken är sista dagen?")
        await at.press("escape")
        await at.until(lambda: isinstance(at.app.screen, HomeScreen))
        await at.see("Omläggning", "Avslutande")

    visit(make_content(area=EXITS), tmp_path / "data", doing)


MOVED = """
migrations:
  - since: "2025.1"
    to: "2026.1"
    says: Frågan om dagen har bytt namn.
    changes:
      - {rename: date, to: day}
      - {ask_again: kind, because: Den betyder något annat nu.}
"""


def test_a_draft_of_an_earlier_version_says_what_changed(make_content: Maker, tmp_path: Path) -> None:
    """Once, when it is opened; every answer is there."""
    content = make_content(area=EXITS.replace("errands:\n", MOVED.strip() + "\nerrands:\n", 1))
    store = Store.open(tmp_path / "data")
    draft = store.create("prov", "change", "2025.1")
    store.record(draft.id, "date", "2027-03-01", door="test")
    store.record(draft.id, "kind", "move", door="test")
    store.close()

    async def doing(at: Visit) -> None:
        await at.until(lambda: isinstance(at.app.screen, HomeScreen) and bool(at.app.screen.query(Menu)))
        await at.press("home", "enter")
        await at.see(
            "New version of the questions",
            "Frågan om dagen har bytt namn.",
            "Asked again: Slag.",
            "något annat",
        )
        await at.press("enter")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))
        assert "2027-03-01" == at.stored["day"]
        await at.press("escape")
        await at.until(lambda: isinstance(at.app.screen, HomeScreen))
        await at.press("home", "enter")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))

    visit(content, tmp_path / "data", doing)


GOALS = """
name: Provområdet
version: "2026.1"
status: {state: open, text: Öppet., source: S0 § Ansök, checked: 2026-11-22}
errands:
  application:
    title: Ansökan
    goals: [{id: can, title: Kan vi ansöka alls?, rules: [skilled]}]
    tasks:
      - id: t
        title: Del
        source: S0
        questions:
          - {id: name, type: text, label: Namn, ask: "Vad heter ni?"}
          - {id: skill, type: yesno, label: Kompetens, ask: "Har ni kompetensen?"}
          - {id: proof, type: yesno, label: Bevis, ask: "Har ni bevis?", when: skill}
        rules:
          - {id: skilled, level: blocker, needs: skill and proof, text: Kompetensen är visad., fix: Visa den., source: S0}
"""


def test_a_goal_asks_only_what_it_needs_and_says_the_answer(make_content: Maker, tmp_path: Path) -> None:
    """Two questions of three, then yes; the others are still open."""

    async def doing(at: Visit) -> None:
        await at.begin()
        await at.press("escape")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))
        await at.see("Can we apply at all?", "Not decided yet.")
        await at.press("end", "enter")
        await at.see("Har ni kompetensen?")
        await at.at_rest()
        await at.press("1", "enter")
        await at.see("Har ni bevis?")
        await at.at_rest()
        await at.press("1", "enter")
        await at.see("Can we apply at all? Yes.", "Kompetensen är visad.")
        await at.press("enter")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))
        await at.see("Yes.")
        assert {"skill": "yes", "proof": "yes"} == at.stored
        await at.press("end", "enter")
        await at.see("Can we apply at all? Yes.")

    visit(make_content(area=GOALS), tmp_path / "data", doing)


def test_leaving_twice_leaves_one_screen(make_content: Maker, tmp_path: Path) -> None:
    """As when a key is pressed again before the busy screen has gone: what lies below stays."""

    async def doing(at: Visit) -> None:
        await at.begin()
        await at.press("f2")
        await at.until(lambda: isinstance(at.app.screen, CheckScreen))
        check = at.app.screen
        check.dismiss()
        check.dismiss()
        await at.at_rest()
        below = at.app.screen_stack[-2]
        assert isinstance(below, TasksScreen)
        below.dismiss()  # not on top: nothing of it may go
        await at.press("f1")
        await at.see("Keys")
        await at.press("escape", "escape")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))

    visit(make_content(TWO), tmp_path / "data", doing)
