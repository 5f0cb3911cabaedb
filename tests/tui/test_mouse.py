"""By mouse alone, at 80 by 24: from an empty list into an application, back, and through the palette."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.terminal import lov
from wizard.i18n import Translator, msg
from wizard.store import Store

AREA = "Specialiserad fysioterapi"


@pytest.mark.slow  # each click waits for a picture
def test_an_application_is_begun_and_answered_by_mouse(tmp_path: Path) -> None:
    """Lists, buttons, the keys at the bottom: each is clicked, and no key is pressed."""
    tr = Translator.of("sv")
    with lov(tmp_path / "data") as terminal:
        terminal.click(tr(msg("Begin a new application")))
        terminal.see(tr(msg("What do you want to apply for?")))
        terminal.wheel_to(AREA)
        terminal.click(AREA)
        terminal.see(tr(msg("What does it concern?")))
        terminal.click("Ansökan om godkännande")
        terminal.click("Börja: Vilken juridisk form har ni?")
        terminal.see("fråga 1 av")
        terminal.click("Aktiebolag")
        terminal.see("● Aktiebolag")
        terminal.click(tr(msg("Continue")), below="Aktiebolag")
        terminal.see("fråga 2 av")
        terminal.click(tr(msg("Back")), below="fråga 2 av")
        terminal.see("fråga 1 av", "● Aktiebolag")
        terminal.click(tr(msg("Commands")))
        terminal.see(tr(msg("What do you want to do?")))
        terminal.wheel_to(tr(msg("Skip")))
        terminal.click(tr(msg("Skip")))
        terminal.see("fråga 2 av")
    assert {"applicant.legal_form"} == stored(tmp_path / "data").keys()


def stored(folder: Path) -> dict[str, object]:
    """The answers of the one draft."""
    with Store.open(folder) as store:
        (draft,) = store.drafts()
        return dict(store.answers(draft.id))
