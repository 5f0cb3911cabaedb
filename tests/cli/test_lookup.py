"""`lov lookup`: found, told, compared with a draft, taken over by consent; and every way it can fail."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from tests.conftest import TODAY
from tests.registers.there import GOING_ON, NUMBER, Register, answer, organisation
from tests.registers.there import register as register  # noqa: PLC0414  a fixture
from wizard.cli.lookupoutputs import LookupOut
from wizard.store import Store

Lov = Callable[..., tuple[int, str, str]]


@pytest.fixture
def draft(tmp_path: Path) -> str:
    """A draft with a name that the register spells otherwise, and no address."""
    answers = {
        "applicant.legal_form": "handelsbolag",
        "applicant.under_formation": "no",
        "applicant.name": "Rörelsekraft AB",
        "applicant.orgnr": NUMBER,
        "applicant.postcode": "113 59",
    }
    with Store.open(tmp_path / "lov-data") as store:
        made = store.create("specialiserad-fysioterapi", "application", "2026.1")
        for name, value in answers.items():
            store.record(made.id, name, value, door="wizard")
        return made.id


def answers_of(lov: Lov, draft: str) -> dict[str, Any]:
    """The answers of a draft."""
    found: dict[str, Any] = json.loads(lov("show", draft, "--json")[1])["answers"]
    return found


def test_an_organisation_is_told_with_source_and_date(lov: Lov, register: Register) -> None:
    """On the screen, and as a document with its schema."""
    code, out, _ = lov("lookup", NUMBER)
    assert 0 == code
    for words in (
        "Rörelsekraft Fysioterapi AB",
        "Form: Aktiebolag",
        "Sveavägen 59, 11359 Stockholm",
        "Registered: 2020-03-02",
        "Nothing goes on with it",
        "Source: Bolagsverket, värdefulla datamängder, looked up 2026-11-22",
    ):
        assert words in out

    made = json.loads(lov("lookup", "16556592-9717", "--json")[1])
    TypeAdapter(LookupOut).validate_python(made)
    assert ("found", NUMBER, True, "2026-11-22") == (
        made["status"],
        made["number"],
        made["kept"],
        made["looked_up"][:10],
    )
    assert {"met"} == {one["outcome"] for one in made["standings"]}
    assert "standings" in json.loads(lov("schema", "lookup")[1])["properties"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("KK", "Not so: The company is not bankrupt, according to Bolagsverket's register."),
        pytest.param("LI", "Not so: The company is not in liquidation", marks=pytest.mark.slow),
        ("XYZ", "Not so: Nothing else is going on with the company"),
    ],
)
def test_what_goes_on_with_a_company_is_told(lov: Lov, register: Register, code: str, words: str) -> None:
    """In the content's words and the register's, since when; the exit code says so. Also what nobody listed."""
    told = {f"{GOING_ON}Lista": [{"kod": code, "klartext": "Pågår", "fromDatum": "2026-01-26"}], "fel": None}
    register.known["5565929717"] = [organisation(**{GOING_ON: told})]
    exit_code, out, _ = lov("lookup", NUMBER)

    assert 1 == exit_code
    assert words in out
    assert "Pågår since 2026-01-26" in out


def test_what_the_register_does_not_say_is_not_known(lov: Lov, register: Register) -> None:
    """A silence is no good standing."""
    silent = {"fel": {"typ": "TIMEOUT"}, "dataproducent": "Bolagsverket"}
    register.known["5565929717"] = [organisation(**{GOING_ON: silent})]
    code, out, _ = lov("lookup", NUMBER)

    assert 1 == code
    assert "Not known: Bolagsverket has answered" in out
    assert "Nothing goes on" not in out


def test_what_differs_from_a_draft_is_shown_side_by_side_and_nothing_is_taken(
    lov: Lov, register: Register, draft: str
) -> None:
    """Nobody was there to be asked."""
    code, out, err = lov("lookup", "--into", draft)

    assert 0 == code
    assert (
        "≠ Applicant\n    in the draft: Rörelsekraft AB\n    in the register: Rörelsekraft Fysioterapi AB"
        in out
    )
    assert "+ Town\n    in the draft: (not answered)\n    in the register: Stockholm" in out
    assert "= Postcode" in out
    assert "Taken over: 0 of 4." in err
    assert "--yes" in err
    assert "Rörelsekraft AB" == answers_of(lov, draft)["applicant.name"]


def test_with_yes_all_of_it_is_taken_and_can_be_undone(lov: Lov, register: Register, draft: str) -> None:
    """Each fact is the answer of the question that the content names."""
    made = json.loads(lov("lookup", "--into", draft, "--yes", "--json")[1])
    taken = {fact["question"] for fact in made["draft"]["facts"] if fact["taken"]}
    answers = answers_of(lov, draft)

    assert {"applicant.name", "applicant.legal_form", "applicant.street", "applicant.city"} == taken
    assert ("Rörelsekraft Fysioterapi AB", "aktiebolag", "Stockholm") == (
        answers["applicant.name"],
        answers["applicant.legal_form"],
        answers["applicant.city"],
    )
    lov("undo", draft)
    assert answers != answers_of(lov, draft)
    assert all(fact["same"] for fact in made["draft"]["facts"] if fact["question"] == "applicant.postcode")


def test_each_difference_is_asked_about_where_a_person_is_there(
    lov: Lov, register: Register, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No to the name, yes to the form; an empty line is a no."""

    class Person(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Person("nej\nja\n\n\n"))
    _, _, err = lov("lookup", "--into", draft)
    answers = answers_of(lov, draft)

    assert "Taken over: 1 of 4." in err
    assert ("Rörelsekraft AB", "aktiebolag") == (answers["applicant.name"], answers["applicant.legal_form"])


def test_a_draft_without_a_number_gets_it(lov: Lov, register: Register, tmp_path: Path) -> None:
    """Also where it is not asked for yet, because an answer before it is missing."""
    draft = lov("new", "specialiserad-fysioterapi")[1].split()[0]
    _, _, err = lov("lookup", NUMBER, "--into", draft, "--yes")

    assert "The number is an answer of the draft now." in err
    with Store.open(tmp_path / "lov-data") as store:
        answers = store.answers(store.get(draft).id)
    assert (NUMBER, "aktiebolag") == (answers["applicant.orgnr"], answers["applicant.legal_form"])


def test_a_number_goes_to_whom_it_belongs(lov: Lov, register: Register, tmp_path: Path) -> None:
    """Where the provider's is known, another one is the subcontractor's."""
    register.known["2321000016"] = [organisation("2321000016")]
    with Store.open(tmp_path / "lov-data") as store:
        made = store.create("specialiserad-fysioterapi", "undertaking", "2026.1")
        store.record(made.id, "applicant.orgnr", NUMBER, door="wizard")
    lov("lookup", "232100-0016", "--into", made.id, "--yes")
    with Store.open(tmp_path / "lov-data") as store:
        answers = store.answers(made.id)

    assert ("232100-0016", NUMBER) == (answers["undertaking.orgnr"], answers["applicant.orgnr"])
    assert "Rörelsekraft Fysioterapi AB" == answers["undertaking.name"]


def test_what_was_looked_up_goes_with_a_draft_that_is_deleted(
    lov: Lov, register: Register, draft: str, tmp_path: Path
) -> None:
    """Nothing of what it held is left, and the certificate says so."""
    lov("lookup", "--into", draft, "--yes")
    code, out, _ = lov("delete", draft, "--yes")

    assert 0 == code, out
    assert [] == list((tmp_path / "lov-data/cache").glob("*.kept"))


def test_another_number_is_never_put_in_place_of_the_drafts(lov: Lov, register: Register, draft: str) -> None:
    """But one is given where there was none."""
    register.known["2321000016"] = [organisation("2321000016")]
    _, _, err = lov("lookup", "232100-0016", "--into", draft, "--yes")
    assert "another organisation number" in err
    assert NUMBER == answers_of(lov, draft)["applicant.orgnr"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [((), 2), (("556592-9718",), 3), (("hej",), 3), (("--into", "nosuchdraft"), 3), (("232100-0016",), 1)],
)
def test_what_cannot_be_looked_up_is_refused(
    lov: Lov, register: Register, arguments: tuple[str, ...], code: int
) -> None:
    """Wrong use, no number, no draft, not in the register."""
    assert code == lov("lookup", *arguments)[0]


def test_without_net_it_says_what_it_did_not_look_up(lov: Lov, register: Register, draft: str) -> None:
    """And leaves the draft as it was; what was looked up before is shown with its date."""
    before = answers_of(lov, draft)
    code, out, err = lov("lookup", "--into", draft, "--offline", "--json")
    made = json.loads(out)

    assert 1 == code
    assert ("not_looked_up", "offline") == (made["status"], made["trouble"]["code"])
    assert "Not looked up" in err
    assert [] == register.there.asked
    assert before == answers_of(lov, draft)


@pytest.mark.slow
@pytest.mark.parametrize("fault", [partial(answer, status=500), partial(answer, body=b"<html>")])
def test_an_ill_register_leaves_the_draft_as_it_was(
    lov: Lov, register: Register, draft: str, fault: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the reason in words."""
    register.there.put("/v1/organisationer", fault)
    before = answers_of(lov, draft)
    code, _, err = lov("lookup", "--into", draft, "--yes")

    assert 1 == code
    assert "127.0.0.1" in err
    assert before == answers_of(lov, draft)


def test_without_credentials_it_says_how_to_get_them(
    lov: Lov, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No request is made."""
    monkeypatch.delenv("LOV_BOLAGSVERKET_SECRET")
    monkeypatch.setattr("wizard.registers.credentials._keyring", lambda: None)
    code, _, err = lov("lookup", NUMBER)

    assert 1 == code
    assert "LOV_BOLAGSVERKET_ID" in err
    assert [] == register.there.asked


@pytest.mark.slow
def test_the_clock_given_is_that_of_the_look_up(lov: Lov, register: Register) -> None:
    """As everywhere."""
    assert TODAY.isoformat() in lov("lookup", NUMBER)[1]
    assert "2027-01-15" in lov("--today", "2027-01-15", "lookup", NUMBER)[1]
