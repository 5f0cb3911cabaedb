"""Words that are longer than ours: a language made up for it, two fifths longer, on every screen in both layouts.

Nothing that can be pressed may be out of sight, no bar may need a second line, and no line may run over the edge.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from textual.containers import VerticalScroll
from textual.widget import Widget

from tests.conftest import Maker
from tests.tui.app import Visit, visit
from tests.tui.test_snapshots import AREA, Album, fill, tour
from wizard.i18n import Message, Translator
from wizard.tui.widgets.keybar import KeyBar
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.topbar import TopBar

MORE_TO_PRESS: Final = AREA.replace("unit: m,", "unit: m, unknown: true, not_applicable: true,")
VOWEL: Final = re.compile("[aeiouyåäö]", re.IGNORECASE)


def longer(text: str) -> str:
    """The same, with every vowel twice."""
    return VOWEL.sub(lambda found: found[0] * 2, text)


class Measured(Album):
    """Pictures that are measured, not kept."""

    async def take(self, name: str) -> None:
        """Look at what is on the screen."""
        await super().take(name)
        screen = self.at.app.screen
        for bar in (*screen.query(TopBar), *screen.query(KeyBar)):
            assert bar.size.height == 1, name
        hidden = [press.id for press in screen.query(Press) if not within_reach(press)]
        assert hidden == [], name


def within_reach(press: Press) -> bool:
    """Whether it is in sight to its whole width, or would be if its page were scrolled."""
    if not press.display or not all(isinstance(n, Widget) and n.display for n in press.ancestors[:-2]):
        return True  # nothing of this moment
    page = next((n for n in press.ancestors if isinstance(n, VerticalScroll)), None)
    across = page.content_region if page is not None else press.screen.region
    is_across = across.x <= press.region.x and press.region.right <= across.right
    return is_across and (page is not None or press.screen.region.contains_region(press.region))


@pytest.mark.parametrize(
    "size", [pytest.param((80, 24), id="80x24"), pytest.param((120, 40), id="120x40", marks=pytest.mark.slow)]
)
def test_longer_words_hide_nothing_that_can_be_pressed(
    make_content: Maker, tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a tour of every screen."""
    as_it_is = Translator.__call__

    def said(self: Translator, words: Message) -> str:
        text = as_it_is(self, words)
        return text if words.params else longer(text)  # what people and machines have named stays as it is

    monkeypatch.setattr(Translator, "__call__", said)
    fill(tmp_path / "data")
    looked: list[str] = []

    async def doing(at: Visit) -> None:
        album = Measured(at)
        await tour(at, album)
        looked.extend(album.pictures)
        columns = at.app.size.width
        assert [n for n, text in album.pictures.items() if max(map(len, text.splitlines())) > columns] == []

    columns, rows = size
    visit(make_content(area=MORE_TO_PRESS), tmp_path / "data", doing, columns=columns, lines=rows)
    assert len(looked) > 15
