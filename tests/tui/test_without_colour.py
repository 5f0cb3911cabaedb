"""`NO_COLOR`: what is told by colours is told by words and signs too."""

from __future__ import annotations

import re
from pathlib import Path

from tests.tui.terminal import lov
from wizard.i18n import Translator, msg
from wizard.tui.widgets.menu import POINTER

COLOUR = re.compile(rb"[34]8;2;(\d+);(\d+);(\d+)")


def test_without_colours_the_keyboard_the_states_and_the_faults_are_seen(tmp_path: Path) -> None:
    """From the list of drafts to a question that is left without an answer; every colour sent is a grey."""
    tr = Translator.of("sv")
    with lov(tmp_path / "data", NO_COLOR="1") as terminal:
        terminal.see(tr(msg("Begin a new application")), POINTER)
        terminal.press("enter")
        terminal.see(tr(msg("What do you want to apply for?")))
        terminal.go_to("Specialiserad fysioterapi")
        terminal.press("enter")
        terminal.see("Ansökan om godkännande", POINTER)
        terminal.press("enter")
        terminal.see("Börja: Vilken juridisk form har ni?", "○ Om er", tr(msg("Not started")))
        terminal.press("enter")
        terminal.see("○ Aktiebolag")
        terminal.press("ctrl+s")
        terminal.see("✗", "Det finns ett problem", "Fel: Vilken juridisk form har ni?")
        terminal.press("down", "space")
        terminal.see(f"{POINTER} ● Aktiebolag")
        colours = {tuple(map(int, found)) for found in COLOUR.findall(bytes(terminal.sent))}
    assert colours
    assert [colour for colour in colours if len(set(colour)) > 1] == []
