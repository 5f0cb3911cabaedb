"""`lov desk` and `lov decide` from outside: the queue, decisions by command, the log, and what `lov screen` tells then."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from tests.conftest import Maker
from tests.desk.canned import CLEAN, canned, content_of, desk_over, fill_inbox
from wizard.cli import desk, deskdecide
from wizard.cli.deskoutputs import DESK_SCHEMAS
from wizard.store import Store

Lov = Callable[..., tuple[int, str, str]]


@pytest.fixture
def inbox(tmp_path: Path, make_content: Maker, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The canned inbox, over its small content, and an officer at the keyboard."""
    made = content_of(make_content)
    canned(monkeypatch, made)
    for module in (desk, deskdecide):
        monkeypatch.setattr(module, "screening_desk", lambda _door: desk_over(made))
    monkeypatch.setenv("LOV_WHO", "eva")
    return fill_inbox(tmp_path)


def told(lov: Lov, *arguments: str | Path) -> tuple[int, Any]:
    """Exit code and document of a command."""
    code, out, _ = lov(*arguments, "--json")
    return code, json.loads(out)


def finding(case: Any, key: str) -> Any:
    """A finding of a case."""
    return next(f for f in case["findings"] if f["rule"] == key)


def test_the_queue_is_told_in_lines_and_as_data(lov: Lov, inbox: Path) -> None:
    """After its schema; narrowed and sorted as on the screen."""
    code, out, _ = lov("desk", inbox, "--list")
    assert code == 1
    assert "Eken AB · Ekens mottagning" in out
    code, out, _ = lov("desk", inbox, "--json", "--sort", "applicant", "--reverse")
    document = TypeAdapter(DESK_SCHEMAS["desk"]).validate_json(out)
    assert [case["status"] for case in document["cases"]] == ["refused", "complete", "supplement"]
    assert lov("desk", inbox, "--list", "--status", "complete")[0] == 0
    assert lov("desk", inbox / "nowhere", "--list")[0] == 3


def test_a_decision_by_command_is_seen_everywhere(lov: Lov, inbox: Path, tmp_path: Path) -> None:
    """In the queue and in the log; an override without a reason is refused and writes nothing."""
    package = inbox / "eken"
    assert lov("decide", package, "unit.wide", "--verdict", "accepted")[0] == 3
    code, case = told(lov, "decide", package, "unit.wide", "--verdict", "accepted", "--reason", "Mätt")
    TypeAdapter(DESK_SCHEMAS["decide"]).validate_python(case)
    assert (code, finding(case, "unit.wide")["group"]) == (0, "met")
    assert finding(case, "unit.wide")["outcome"] == "not_met"
    assert told(lov, "decide", package, "--take")[1]["taken"]["who"] == "eva"
    assert told(lov, "decide", package, "--letter", tmp_path / "brev.txt")[1]["status"] == "requested"
    assert "Försäkring" in (tmp_path / "brev.txt").read_text("utf-8")
    assert "Bredda" not in (tmp_path / "brev.txt").read_text("utf-8")
    assert told(lov, "decide", package, "--done")[1]["status"] == "done"
    code, document = told(lov, "desk", inbox, "--log")
    TypeAdapter(DESK_SCHEMAS["desk-log"]).validate_python(document)
    assert (code, document["whole"]) == (0, True)
    assert [e["act"] for e in document["entries"]][1:] == [
        "Accepted all the same",
        "Taken",
        "Supplement requested",
        "Done",
    ]


def test_who_has_not_seen_the_last_decision_is_told(
    lov: Lov, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And writes nothing; having seen it, both stand."""
    package = inbox / "eken"
    judge = ("decide", package, "register.orgnr", "--verdict")
    _, case = told(lov, *judge, "met", "--seen", "0")
    seen = str(finding(case, "register.orgnr")["decisions"][-1]["seq"])
    monkeypatch.setenv("LOV_WHO", "bo")
    code, document = told(lov, *judge, "not_met", "--seen", "0")
    assert (code, [d["who"] for d in document["theirs"]]) == (1, ["eva"])
    _, case = told(lov, *judge, "not_met", "--seen", seen)
    found = finding(case, "register.orgnr")
    assert (found["contested"], [d["who"] for d in found["decisions"]]) == (True, ["eva", "bo"])


def test_a_log_that_was_tampered_with_is_told(lov: Lov, inbox: Path, tmp_path: Path) -> None:
    """Exit code 1, and the sentence."""
    lov("decide", inbox / CLEAN, "--done")
    (database,) = (tmp_path / "lov-data").glob("lov.db")
    with sqlite3.connect(database) as connection:
        connection.execute("DROP TRIGGER audit_never_changes")
        connection.execute("UPDATE audit SET who = 'bo' WHERE act = 'decided'")
    connection.close()
    code, document = told(lov, "desk", inbox, "--log")
    assert (code, document["whole"]) == (1, False)
    assert "broken" in document["faults"][0]


@pytest.mark.parametrize(
    "arguments", [(), ("--take", "--done"), ("--verdict", "met"), ("unit.wide", "--take")]
)
def test_one_thing_is_said_at_a_time(lov: Lov, inbox: Path, arguments: tuple[str, ...]) -> None:
    """Anything else is wrong usage."""
    assert lov("decide", inbox / "eken", *arguments)[0] == 2


@pytest.mark.parametrize(
    "arguments", [("unit.wide.door", "--verdict", "met"), ("unit.wide", "--verdict", "met"), ("--note", " ")]
)
def test_what_cannot_be_decided_is_refused(lov: Lov, inbox: Path, arguments: tuple[str, ...]) -> None:
    """And nothing is written."""
    assert lov("decide", inbox / "eken", *arguments)[0] == 3
    assert Store.open(inbox.parent / "lov-data").screenings.rulings() == ()


def test_an_inbox_is_no_case(lov: Lov, inbox: Path) -> None:
    """Which of its cases is meant has to be said."""
    assert lov("decide", inbox, "--done")[0] == 3


def test_without_a_terminal_the_desk_says_what_to_use(tmp_path: Path) -> None:
    """And does not wait."""
    (tmp_path / "inkorg").mkdir()
    run = subprocess.run(
        [sys.executable, "-m", "wizard", "--data-dir", str(tmp_path / "d"), "desk", str(tmp_path / "inkorg")],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (run.returncode, run.stdout) == (2, "")
    assert "lov desk MAPP --list" in run.stderr
    assert not (tmp_path / "d").exists()
