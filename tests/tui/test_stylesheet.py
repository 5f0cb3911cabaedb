"""What is remembered of rules is what Textual finds in them: every widget looks as it would without."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.css.styles import RulesMap
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from tests.tui.app import Visit, visit
from wizard.flow.content import Content
from wizard.store import Store
from wizard.tui.ahead import takes_keys
from wizard.tui.app import LovApp
from wizard.tui.screens.home import HomeScreen
from wizard.tui.screens.tasks import TasksScreen
from wizard.tui.stylesheet import ThriftyStylesheet, stylesheet_like
from wizard.tui.widgets.menu import Menu

Looks = dict[DOMNode, tuple[RulesMap, dict[str, RulesMap]]]


def looks(app: LovApp) -> Looks:
    """The rules that hold for every widget on the screen now, and for its parts."""
    return {
        node: (
            node.styles.base.get_rules(),
            {name: part.base.get_rules() for name, part in node._component_styles.items()},
        )
        for node in app.screen.walk_children(with_self=True)
    }


def found_anew(app: LovApp) -> Looks:
    """The same, after Textual itself has gone through all rules for all of them."""
    plain = Stylesheet(variables=app.stylesheet._variables)
    plain._rules = app.stylesheet.rules
    plain.update_nodes(app.screen.walk_children(with_self=True))
    return looks(app)


def textuals_chain(app: LovApp) -> list[Widget]:
    """What tab goes through, as Textual 8.2.8 finds it."""
    found = Screen.focus_chain.__get__(app.screen)
    assert isinstance(found, list)
    return found


def a_draft(folder: Path, content: Content) -> None:
    """One to begin with."""
    flow = content.flow("specialiserad-fysioterapi", "application")
    with Store.open(folder) as store:
        draft = store.create(flow.area.id, flow.kind, flow.version, label="Rörelsekraft")
        store.move(draft.id, "applicant.street")


async def begin(at: Visit) -> None:
    """To its question with several lines to write on."""
    await at.until(lambda: isinstance(at.app.screen, HomeScreen) and bool(at.app.screen.query(Menu)))
    await at.press("home", "enter")
    await at.until(lambda: isinstance(at.app.screen, TasksScreen))
    await at.press("enter")
    await at.at_rest()


def test_every_widget_looks_as_it_would(shipped: Content, tmp_path: Path) -> None:
    """With the keyboard and without it, after a fault, in both themes, in another language, on several screens.

    And tab goes the way that it would.
    """
    a_draft(tmp_path / "data", shipped)

    async def doing(at: Visit) -> None:
        async def hold(*keys: str) -> None:
            for key in keys:
                await at.press(key)
                await at.until(lambda: at.app.ahead.is_idle and takes_keys(at.app.screen))
                now = looks(at.app)
                assert at.app.screen.focus_chain == textuals_chain(at.app), f"{at.app.screen} after {key}"
                wrong = [node for node, look in found_anew(at.app).items() if look != now[node]]
                assert wrong == [], f"{at.app.screen} after {key}"

        await begin(at)
        await hold(
            "f10", "down", "escape", "tab", "shift+tab", "ctrl+t", "tab", "ctrl+t", "shift+tab", "ctrl+l"
        )
        await hold("x", "ctrl+p", "down", "escape", "f6")
        assert isinstance(at.app.screen, TasksScreen)
        await hold("down", "up", "tab", "shift+tab")
        sheet = at.app.stylesheet
        assert isinstance(sheet, ThriftyStylesheet)
        assert sheet._found

    visit(shipped, tmp_path / "data", doing, columns=120, lines=40)


def test_a_place_is_not_looked_up_twice(
    shipped: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the keyboard goes to and fro, rules are gone through once for each of both ways to look."""
    a_draft(tmp_path / "data", shipped)
    asked: list[DOMNode] = []
    plain = Stylesheet.apply

    def apply(self: Stylesheet, node: DOMNode, **more: object) -> None:
        asked.append(node)
        plain(self, node, **more)  # type: ignore[arg-type]

    async def doing(at: Visit) -> None:
        monkeypatch.setattr(Stylesheet, "apply", apply)
        await begin(at)
        await at.press("tab", "tab", "shift+tab", "shift+tab")
        await at.at_rest()
        assert asked
        asked.clear()
        await at.press("tab", "shift+tab")
        await at.at_rest()
        assert asked == []

    visit(shipped, tmp_path / "data", doing)


def test_another_textual_keeps_its_own_stylesheet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Built on Textual 8.2.8. Where the inside is not what this is built on, nothing is built on it."""
    plain = Stylesheet(variables={"ink": "red"})
    assert stylesheet_like(plain)._variables == {"ink": "red"}
    assert isinstance(stylesheet_like(plain), ThriftyStylesheet)
    monkeypatch.setattr(Stylesheet, "replace_rules", list)
    assert stylesheet_like(plain) is plain
