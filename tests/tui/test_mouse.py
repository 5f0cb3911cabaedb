"""By mouse alone, at 80 by 24: from an empty list to a draft package, but for what has to be written."""

from __future__ import annotations

from pathlib import Path

from tests.tui.terminal import lov
from wizard.i18n import Translator, available_languages, msg
from wizard.store import Store

AREA = "Specialiserad fysioterapi"


def test_an_application_is_begun_answered_looked_at_and_packed_by_mouse(tmp_path: Path) -> None:
    """Lists, buttons, the keys at the bottom, the words at the top: each is clicked, and no key is pressed."""
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
        terminal.click(f"F5 {tr(msg('Why we ask'))}")
        terminal.see(tr(msg("Why do we ask?")))
        terminal.click(f" {tr(msg('Close'))} ", below=tr(msg("Why do we ask?")))
        languages = available_languages()
        start = languages.index("sv")
        for turn in range(1, len(languages) + 1):  # round all of them, and back
            here, following = (
                languages[(start + turn - 1) % len(languages)],
                languages[(start + turn) % len(languages)],
            )
            terminal.click(f" {here} ")
            terminal.until(lambda name=following: f" {name} " in terminal.text.split("\n", 1)[0], following)  # type: ignore[misc]
        terminal.see("fråga 2 av", tr(msg("Continue")))
        terminal.click(tr(msg("Back")), below="fråga 2 av")
        terminal.see("fråga 1 av")
        terminal.click(tr(msg("Back")), below="fråga 1 av")
        terminal.see(tr(msg("{done} of {total} parts done", done=0, total="")).strip()[:6])
        terminal.wheel_to(tr(msg("Build the package")))
        terminal.click(tr(msg("Build the package")))
        terminal.see("lov-paket", tr(msg("Build it as a draft")))
        terminal.click(tr(msg("Build it as a draft")))
        terminal.see(tr(msg("The draft package is built")))
        terminal.click(tr(msg("To the parts")))
        terminal.see(tr(msg("Forms")))
        terminal.click(tr(msg("Forms")))
        terminal.see("1/2", tr(msg("page {n} of {total}", n=1, total=5)))
    assert {"applicant.legal_form"} == stored(tmp_path / "data").keys()
    assert len(list((tmp_path / "home" / "lov-paket").glob("*.zip"))) == 1


def stored(folder: Path) -> dict[str, object]:
    """The answers of the one draft."""
    with Store.open(folder) as store:
        (draft,) = store.drafts()
        return dict(store.answers(draft.id))
