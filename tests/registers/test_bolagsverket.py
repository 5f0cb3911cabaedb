"""Company data: the tokens, the number as it is asked, what is read from the answer, and that silence is no yes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.registers.conftest import NOON, Clock, Nets
from tests.registers.there import GOING_ON, NUMBER, Register, There, answer, organisation
from wizard.registers import NetError, NotInRegister, Offline, Refusing, TooSlow, WrongType
from wizard.registers.bolagsverket import Bolagsverket, NoNumberError
from wizard.registers.company import Company, companies
from wizard.registers.credentials import Credentials, credentials, keep_in_keyring
from wizard.registers.errors import NotConfigured

TODAY = date(2026, 11, 22)
TRADER = "811218-9876"


@pytest.fixture
def asking(make_net: Nets, register: Register) -> Callable[..., Bolagsverket]:
    """Make one who asks; the register knows a company and a sole trader."""
    register.known["5565929717"] = [organisation()]
    register.known["198112189876"] = [
        organisation("198112189876", organisationsform={"kod": "E", "klartext": "Enskild näringsidkare"}),
        organisation("198112189876"),
    ]
    return lambda **how: Bolagsverket(make_net(**how), register.environment())


Asking = Callable[..., Bolagsverket]


# Asking --------------------------------------------------------------------------------------------------


def test_a_company_is_found_with_its_date(asking: Asking, there: There) -> None:
    """One token, one question: ten digits, and a bearer."""
    found = asking().look_up(" 16556592-9717 ", TODAY)
    company = found.company

    assert (NUMBER, NOON, False) == (found.number, found.reply.fetched, found.reply.is_kept)
    assert ("Rörelsekraft Fysioterapi AB", ("Rörelsekraft Särskilt",)) == (company.name, company.other_names)
    assert {
        "name": "Rörelsekraft Fysioterapi AB",
        "form": "AB",
        "street": "Sveavägen 59",
        "postcode": "11359",
        "city": "Stockholm",
    } == company.facts()
    assert (date(2020, 3, 2), None, (), True) == (
        company.registered,
        company.deregistered,
        company.procedures,
        company.is_status_known,
    )
    assert ["/oauth2/token", "/v1/organisationer"] == [a.path for a in there.asked]
    assert {"identitetsbeteckning": "5565929717"} == json.loads(there.asked[1].body)


def test_a_token_serves_as_long_as_it_is_good(asking: Asking, register: Register, clock: Clock) -> None:
    """And a new one is got a minute before it is over."""
    one = asking()
    one.look_up(NUMBER, TODAY)
    one.look_up(NUMBER, TODAY, anew=True)
    assert 1 == register.given

    clock.sleep(3541)
    one.look_up(NUMBER, TODAY, anew=True)
    assert 2 == register.given


def test_a_token_that_is_over_before_its_time_is_replaced_once(asking: Asking, register: Register) -> None:
    """The register says so by 401."""
    one = asking()
    one.look_up(NUMBER, TODAY)
    register.expire()
    assert NUMBER == one.look_up(NUMBER, TODAY, anew=True).number
    assert 2 == register.given


def test_a_register_that_takes_no_token_is_not_asked_for_ever(asking: Asking, there: There) -> None:
    """Twice, and then it is told."""
    there.put("/v1/organisationer", partial(answer, status=401))
    with pytest.raises(Refusing):
        asking().look_up(NUMBER, TODAY)
    assert 2 == sum(a.path == "/v1/organisationer" for a in there.asked)


def test_wrong_credentials_are_told_and_never_shown(
    make_net: Nets, register: Register, tmp_path: Path
) -> None:
    """Neither in the sentence, nor in the record, nor in a picture of the object."""
    environment = {**register.environment(), "LOV_BOLAGSVERKET_SECRET": "verkligen-hemligt"}
    one = Bolagsverket(make_net(), environment)
    with pytest.raises(Refusing) as caught:
        one.look_up(NUMBER, TODAY)

    assert 401 == caught.value.status
    written = "".join(f.read_text("utf-8", "replace") for f in tmp_path.rglob("*") if f.is_file())
    shown = f"{caught.value} {credentials(environment)!r} {written}"
    assert "verkligen-hemligt" not in shown


def test_without_credentials_nothing_is_asked(make_net: Nets, there: There) -> None:
    """It is said how to get them."""
    with pytest.raises(NotConfigured) as caught:
        Bolagsverket(make_net(), {"LOV_BOLAGSVERKET_URL": there.at("/v1")}).look_up(NUMBER, TODAY)
    assert "LOV_BOLAGSVERKET_ID" in str(caught.value.message.params)
    assert [] == there.asked


@pytest.mark.parametrize("how", ["fel", 404])
def test_a_number_that_nobody_has(asking: Asking, there: There, how: object) -> None:
    """Told inside an answer, as the register does, or by 404."""
    if how == 404:
        there.put("/v1/organisationer", partial(answer, status=404))
    with pytest.raises(NotInRegister):
        asking().look_up("232100-0016", TODAY)


@pytest.mark.parametrize("number", ["", "556592-9718", "hej", "1234", "5565929717' OR 1=1"])
def test_what_is_no_number_is_not_asked(asking: Asking, there: There, number: str) -> None:
    """Its reason is that of the answer type."""
    with pytest.raises(NoNumberError):
        asking().look_up(number, TODAY)
    assert [] == there.asked


# What is kept --------------------------------------------------------------------------------------------


def test_what_was_found_is_good_for_a_day(asking: Asking, there: There, clock: Clock) -> None:
    """Within it nobody is asked; after it, and where somebody wants it anew, the register."""
    asking().look_up(NUMBER, TODAY)
    asked = len(there.asked)
    assert asking().look_up(NUMBER, TODAY).reply.is_kept
    assert asked == len(there.asked)

    clock.sleep(86401)
    assert not asking().look_up(NUMBER, TODAY).reply.is_kept
    assert asked < len(there.asked)


@pytest.mark.parametrize("path", ["/v1/organisationer", "/oauth2/token"])
def test_an_older_answer_is_shown_when_the_register_is_ill(
    asking: Asking, there: There, clock: Clock, path: str
) -> None:
    """With its date and the reason, whichever of its doors is shut."""
    asking().look_up(NUMBER, TODAY)
    clock.sleep(5 * 86400)
    there.put(path, partial(answer, status=503))
    found = asking().look_up(NUMBER, TODAY)

    assert (NOON, "status") == (found.reply.fetched, found.reply.code)


def test_offline_says_what_it_knows_and_what_not(asking: Asking, there: There, clock: Clock) -> None:
    """And asks nobody."""
    with pytest.raises(Offline):
        asking(offline=True).look_up(NUMBER, TODAY)
    assert [] == there.asked

    asking().look_up(NUMBER, TODAY)
    assert "ok" == asking(offline=True).look_up(NUMBER, TODAY).reply.code
    clock.sleep(86401)
    assert "offline" == asking(offline=True).look_up(NUMBER, TODAY).reply.code
    known = asking().known(NUMBER, TODAY)
    assert known is not None
    assert asking().known("232100-0016", TODAY) is None


def test_a_persons_number_is_asked_with_twelve_digits_and_kept_nowhere(
    asking: Asking, there: There, tmp_path: Path
) -> None:
    """Neither it nor what was said of it is on the disk."""
    found = asking().look_up(TRADER, TODAY)

    assert ("E", 2) == (found.company.form, len(found.businesses))
    assert {"identitetsbeteckning": "198112189876"} == json.loads(there.asked[-1].body)
    written = "".join(f"{f} {f.read_text('utf-8', 'replace')}" for f in tmp_path.rglob("*") if f.is_file())
    assert all(part not in written for part in ("811218", "9876", "Rörelsekraft"))
    with pytest.raises(Offline):
        asking(offline=True).look_up(TRADER, TODAY)


# Faults --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "kind", "fault"),
    [
        (b"<html>", "text/html", WrongType),
        (b"{", "application/json", WrongType),
        (b"[" * 100_000, "application/json", WrongType),
        (b"[]", "application/json", NotInRegister),
        (b'{"organisationer": null}', "application/json", NotInRegister),
    ],
)
def test_an_answer_that_makes_no_sense(
    asking: Asking, there: There, body: bytes, kind: str, fault: type[NetError]
) -> None:
    """Is told as what it is, and never taken for a company."""
    there.put("/v1/organisationer", partial(answer, body=body, kind=kind))
    with pytest.raises(fault):
        asking().look_up(NUMBER, TODAY)


@pytest.mark.parametrize(
    "told", ["{}", "[]", '{"access_token": 1}', '{"access_token": "a\\nb"}', "x", '{"access_token": "ä"}']
)
def test_a_token_that_makes_no_sense(asking: Asking, there: There, told: str) -> None:
    """Nothing of it is sent on."""
    there.put("/oauth2/token", partial(answer, body=told.encode(), kind="application/json"))
    with pytest.raises(WrongType):
        asking().look_up(NUMBER, TODAY)
    assert ["/oauth2/token"] == [a.path for a in there.asked]


def test_a_slow_register_is_left_in_time(
    asking: Asking, there: There, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is kept of it."""
    from wizard.registers import Limits, bolagsverket  # noqa: PLC0415  to make it impatient

    monkeypatch.setattr(bolagsverket, "_LIMITS", Limits(read=0.1, total=0.3, tries=1))
    there.put("/v1/organisationer", there.slow)
    with pytest.raises(TooSlow):
        asking().look_up(NUMBER, TODAY)


# Reading -------------------------------------------------------------------------------------------------


def read(**parts: Any) -> Company:
    """What is read of an organisation."""
    return companies({"organisationer": [organisation(**parts)]})[0]


@pytest.mark.parametrize("name", [GOING_ON, GOING_ON.replace("pagaende", "pagande")])
def test_a_bankruptcy_is_seen_however_it_is_spelt(name: str) -> None:
    """Bolagsverket's own example spells it otherwise than its description."""
    told = {
        f"{name}Lista": [{"kod": "KK", "klartext": "Konkurs", "fromDatum": "2024-01-26T00:00:00.000+00:00"}]
    }
    company = read(**{GOING_ON: None, name: {**told, "fel": None}})

    assert ("KK", "Konkurs", date(2024, 1, 26)) == ((p := company.procedures[0]).code, p.label, p.since)
    assert ("KK",) == company.codes()


def test_a_company_that_is_gone() -> None:
    """With the day and the reason."""
    company = read(
        avregistreradOrganisation={"avregistreringsdatum": "2023-05-05T00:00:00.000+00:00"},
        avregistreringsorsak={"kod": "LIAV", "klartext": "Likvidation"},
    )
    assert (date(2023, 5, 5), "Likvidation", ("DEREGISTERED",)) == (
        company.deregistered,
        company.why_deregistered,
        company.codes(),
    )


def test_silence_is_not_taken_for_good_standing() -> None:
    """Where the source of a field did not answer, nothing is known of it."""
    fault = {"fel": {"typ": "TIMEOUT", "felBeskrivning": "…"}, "dataproducent": "Bolagsverket"}
    company = read(**{GOING_ON: fault})

    assert (False, ("Bolagsverket",)) == (company.is_status_known, company.silent)
    assert read().is_status_known


def test_that_statistics_sweden_does_not_know_a_company_means_nothing() -> None:
    """Bolagsverket does."""
    fault = {"fel": {"typ": "ORGANISATION_FINNS_EJ"}, "dataproducent": "SCB"}
    company = read(juridiskForm=fault, verksamOrganisation=fault, naringsgrenOrganisation=fault)
    assert ("AB", True, ()) == (company.form, company.is_status_known, company.silent)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.sampled_from(["KK", "2024-01-26"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [*organisation(), "organisationer", "fel", "typ", "kod", "postadress", f"{GOING_ON}Lista"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_reading_is_total(told: object) -> None:
    """Whatever comes, and what is shown of it steers no terminal."""
    for company in (*companies(told), *companies({"organisationer": [told]})):
        assert all(value.isprintable() for value in company.facts().values())


# Credentials ---------------------------------------------------------------------------------------------


class _Keyring:
    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, name: str) -> str | None:
        return self.held.get((service, name))

    def set_password(self, service: str, name: str, value: str) -> None:
        if value == "nej":
            raise RuntimeError
        self.held[service, name] = value


def test_credentials_come_from_the_keyring_where_the_environment_has_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Those of the environment go first, and only together."""
    ring = _Keyring()
    monkeypatch.setattr("wizard.registers.credentials._keyring", lambda: ring)
    keep_in_keyring(Credentials("ring", "r"))

    assert Credentials("ring", "r") == credentials({"LOV_BOLAGSVERKET_ID": "only"})
    assert Credentials("env", "e") == credentials(
        {"LOV_BOLAGSVERKET_ID": "env", "LOV_BOLAGSVERKET_SECRET": "e"}
    )
    with pytest.raises(NotConfigured):
        keep_in_keyring(Credentials("ring", "nej"))


def test_a_computer_without_a_keyring_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set them in the environment."""
    monkeypatch.setattr("wizard.registers.credentials._keyring", lambda: None)
    with pytest.raises(NotConfigured):
        keep_in_keyring(Credentials("a", "b"))
    with pytest.raises(NotConfigured):
        credentials({})
