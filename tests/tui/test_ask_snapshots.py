"""The assistant as it looks: beside the question on a wide screen, on top of it on a narrow one.

The content is the small one of `test_snapshots`, with one thing that is known. To keep what is shown now:
KEEP_SNAPSHOTS=1 pytest tests/tui/test_ask_snapshots.py, and look at the difference.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Maker
from tests.tui.app import Visit, to_step, visit
from tests.tui.kept import LOOKS, hold_to
from tests.tui.test_ask import say, to_panel
from tests.tui.test_snapshots import AREA, Album, fill
from wizard.flow.steps import step_of

KNOWN = """
title: Lokalen
articles:
  - id: door
    question: Hur mäter man en dörr?
    also: [how is a door measured]
    text: Mät mellan karm och dörrblad, med dörren öppen i 90 grader.
    source: S0 § 2
"""


async def tour(at: Visit, album: Album) -> None:
    """Nothing said, something asked, something understood, and the next question."""
    await to_step(at, "Eken AB", lambda interview: step_of(interview, "door"))
    await to_panel(at)
    await album.take("nothing said")
    await say(at, "Hur mäter man en dörr?")
    await album.take("asked")
    await say(at, "den är 84 cm")
    await album.take("understood")
    await at.press("enter")
    await at.until_saved("door", 0.84)
    await at.at_rest()
    await album.take("kept")


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_the_assistant_looks_as_it_was_judged_to_look(
    make_content: Maker, tmp_path: Path, size: tuple[int, int], language: str
) -> None:
    """One file for a size and a language."""
    fill(tmp_path / "data")
    columns, rows = size
    album: list[Album] = []

    async def doing(at: Visit) -> None:
        album.append(Album(at))
        await tour(at, album[0])

    content = make_content(area=AREA, knowledge__known=KNOWN)
    visit(content, tmp_path / "data", doing, language=language, columns=columns, lines=rows)
    hold_to(f"ask-{columns}x{rows}-{language}", album[0].pictures, columns)
