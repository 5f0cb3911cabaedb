"""`lov screen --lookup`: what the register says beside the application, and what was not looked up."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.registers.there import GOING_ON, Register, answer, organisation, register_of

Lov = Callable[..., tuple[int, str, str]]


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    """Bolagsverket in small."""
    yield from register_of(monkeypatch, "5599876546")


def findings(lov: Lov, *arguments: str | Path) -> dict[str, dict[str, Any]]:
    """What the register's rules found in the one case, by rule."""
    cases = json.loads(lov("screen", *arguments, "--json")[1])["cases"]
    return {f["rule"]: f for f in cases[0]["findings"] if f["rule"].startswith("bolagsverket.")}


def test_differences_and_a_bankruptcy_are_findings_with_their_day(
    lov: Lov, register: Register, package: Path
) -> None:
    """Each with what was seen, when, and by which source; and again from what is kept, with nobody asked."""
    told = {
        f"{GOING_ON}Lista": [{"kod": "KK", "klartext": "Konkurs", "fromDatum": "2026-01-26"}],
        "fel": None,
    }
    register.known["5599876546"] = [organisation(**{GOING_ON: told})]
    found = findings(lov, package, "--lookup")

    assert ("not_met", "warning") == ((f := found["bolagsverket.bankruptcy"])["outcome"], f["level"])
    assert "Konkurs 2026-01-26 (looked up 2026-11-22)" == f["seen"]
    assert "met" == found["bolagsverket.liquidation"]["outcome"] == found["bolagsverket.silent"]["outcome"]
    assert "met" == found["bolagsverket.applicant.legal_form"]["outcome"]
    asked = len(register.there.asked)
    assert found == findings(lov, package)
    assert asked == len(register.there.asked)


@pytest.mark.slow
def test_without_the_option_nobody_is_asked(lov: Lov, register: Register, package: Path) -> None:
    """And where nothing is kept, nothing is said."""
    assert {} == findings(lov, package)
    assert [] == register.there.asked


@pytest.mark.slow
@pytest.mark.parametrize("how", ["offline", "ill"])
def test_what_was_not_looked_up_is_told_and_counts_for_nothing(
    lov: Lov, register: Register, package: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The case stands as it did."""
    before = lov("screen", package)[0]
    if how == "offline":
        monkeypatch.setenv("LOV_OFFLINE", "1")
    else:
        register.there.put("/v1/organisationer", partial(answer, status=500))
    code, _, err = lov("screen", package, "--lookup")

    assert before == code
    assert ("Not looked up" if how == "offline" else "answers with a fault") in err
    found = findings(lov, package, "--lookup")
    assert [("info", "undecided")] == [(f["level"], f["outcome"]) for f in found.values()]
