"""The register in the wizard: offered where a number is asked for, taken over by consent, and never in the way."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.registers.there import GOING_ON, NUMBER, Register, answer, organisation
from tests.registers.there import register as register  # noqa: PLC0414  a fixture
from tests.tui.app import Visit, to_step, visit
from tests.tui.conftest import Known
from wizard.flow.content import Content
from wizard.flow.steps import step_of
from wizard.store import Store
from wizard.tui.dialogs.register import RegisterDialog
from wizard.tui.screens.question import QuestionScreen


@pytest.fixture
def folder(known: Known, tmp_path: Path) -> Path:
    """A draft whose number is asked for, with another name than the register's."""
    flow = known.empty.flow
    answers = {
        "applicant.legal_form": "aktiebolag",
        "applicant.under_formation": "no",
        "applicant.name": "Rörelsekraft AB",
    }
    with Store.open(tmp_path / "data") as store:
        draft = store.create(flow.area.id, flow.kind, flow.version, label="Prov")
        for name, value in answers.items():
            store.record(draft.id, name, value, door="wizard")
    return tmp_path / "data"


async def to_number(at: Visit) -> None:
    """From the list of drafts to the question for the number."""
    await to_step(at, "Prov", lambda interview: step_of(interview, "applicant.orgnr"))
    await at.see("Get data from the register")


async def to_dialog(at: Visit) -> None:
    """Write the number and ask."""
    await to_number(at)
    await at.press(*NUMBER, "f7")
    await at.until(lambda: isinstance(at.app.screen, RegisterDialog))


def test_facts_are_shown_beside_the_answers_and_taken_over(
    shipped: Content, folder: Path, register: Register
) -> None:
    """What is open is marked; another answer stays unless it is marked too. The number is still the person's to save."""

    async def doing(at: Visit) -> None:
        await to_dialog(at)
        await at.see(
            "Rörelsekraft Fysioterapi AB", "Aktiebolag", "now: Rörelsekraft AB", "Source: Bolagsverket"
        )
        await at.press("enter")
        await at.until(lambda: at.stored.get("applicant.city") == "Stockholm")
        await at.until(lambda: isinstance(at.app.screen, QuestionScreen))
        assert "Rörelsekraft AB" == at.stored["applicant.name"]
        assert "applicant.orgnr" not in at.stored
        assert "applicant.orgnr" == at.question.step.key
        await at.see(NUMBER)
        await at.press("enter")
        await at.until_saved("applicant.orgnr", NUMBER)

    visit(shipped, folder, doing)


@pytest.mark.slow
def test_leaving_it_leaves_everything(shipped: Content, folder: Path, register: Register) -> None:
    """Escape closes the picture; what was typed stands there."""

    async def doing(at: Visit) -> None:
        await to_dialog(at)
        before = at.stored
        await at.press("escape")
        await at.until(lambda: isinstance(at.app.screen, QuestionScreen))
        assert before == at.stored
        await at.see(NUMBER)

    visit(shipped, folder, doing)


def test_a_bankruptcy_is_told(shipped: Content, folder: Path, register: Register) -> None:
    """Before anything is taken over."""
    told = {
        f"{GOING_ON}Lista": [{"kod": "KK", "klartext": "Konkurs", "fromDatum": "2026-01-26"}],
        "fel": None,
    }
    register.known["5565929717"] = [organisation(**{GOING_ON: told})]

    async def doing(at: Visit) -> None:
        await to_dialog(at)
        await at.see("Not so: The company is not bankrupt", "(Konkurs)")

    visit(shipped, folder, doing)


@pytest.mark.parametrize(
    "fault",
    [
        "status",
        "offline",
        *(pytest.param(name, marks=pytest.mark.slow) for name in ("unknown", "credentials")),
    ],
)
def test_a_failure_leaves_the_person_where_they_were(
    shipped: Content, folder: Path, register: Register, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason stands above the question; the number in its field, and it can be saved."""
    words = {
        "status": "answers with a fault",
        "unknown": "no organisation with this number",
        "credentials": "Bolagsverket answers only",
        "offline": "Not looked up",
    }[fault]
    if fault == "status":
        register.there.put("/v1/organisationer", partial(answer, status=500))
    elif fault == "unknown":
        register.known.clear()
    elif fault == "credentials":
        monkeypatch.delenv("LOV_BOLAGSVERKET_ID")
        monkeypatch.setattr("wizard.registers.credentials._keyring", lambda: None)
    else:
        monkeypatch.setenv("LOV_OFFLINE", "1")

    async def doing(at: Visit) -> None:
        await to_number(at)
        await at.press(*NUMBER, "f7")
        await at.see(words)
        assert "applicant.orgnr" == at.question.step.key
        await at.see(NUMBER)
        await at.press("enter")
        await at.until_saved("applicant.orgnr", NUMBER)

    visit(shipped, folder, doing)


def test_a_slow_register_is_not_waited_for(shipped: Content, folder: Path, register: Register) -> None:
    """The person goes on meanwhile; the answer that comes then opens nothing."""
    register.there.put("/v1/organisationer", partial(register.there.slow, seconds=1.0))

    async def doing(at: Visit) -> None:
        await to_number(at)
        await at.press(*NUMBER, "f7")
        await at.see("Asking")
        await at.press("enter")
        await at.until_saved("applicant.orgnr", NUMBER)
        register.there.closing.set()
        await at.until(
            lambda: isinstance(at.app.screen, QuestionScreen) and at.question.step.key != "applicant.orgnr"
        )
        await at.until(lambda: not at.app.workers or all(w.is_finished for w in at.app.workers))
        assert isinstance(at.app.screen, QuestionScreen)

    visit(shipped, folder, doing)


@pytest.mark.parametrize(
    "typed", ["556592-9718", *(pytest.param(t, marks=pytest.mark.slow) for t in ("", "hej"))]
)
def test_what_is_no_number_is_not_asked_about(
    shipped: Content, folder: Path, register: Register, typed: str
) -> None:
    """The reason stands at the field."""

    async def doing(at: Visit) -> None:
        await to_number(at)
        await at.press(*typed, "f7")
        await at.see("✗")

    visit(shipped, folder, doing)
    assert [] == register.there.asked


@pytest.mark.slow
def test_other_questions_offer_nothing(shipped: Content, folder: Path) -> None:
    """Neither the key nor the button."""

    async def doing(at: Visit) -> None:
        await to_number(at)
        await at.press("escape")
        await at.at_rest()
        await at.until(lambda: at.question.step.key != "applicant.orgnr")
        assert "Get data" not in at.text
        assert not at.app.screen.query("#look-up")

    visit(shipped, folder, doing)
