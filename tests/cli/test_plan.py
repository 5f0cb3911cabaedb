"""`lov plan`: dates on the screen, as JSON, as a picture and for a calendar."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from wizard.cli.planoutputs import PlanOut

Lov = Callable[..., tuple[int, str, str]]
PHYSIO = "specialiserad-fysioterapi"


def _json(lov: Lov, *arguments: str | Path) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(lov("plan", *arguments, "--json")[1])
    TypeAdapter(PlanOut).validate_python(made)
    return made


def test_the_summer_freeze_is_explained_with_dates_and_sources(lov: Lov) -> None:
    """The example of the issue; --today may stand after the command too."""
    code, out, _ = lov("plan", PHYSIO, "--start", "2027-08-20", "--today", "2026-11-22")
    told = " ".join(out.split())

    assert 0 == code
    for words in (
        "Friday 2027-08-20 holds",
        "done by Wednesday 2026-12-23",
        "From the middle of June to the middle of August only urgent changes",
        "stands still for 62 days",
        "by Friday 2027-04-23. Without the freeze Thursday 2027-06-24",
        "Source: Inför driftstart av verksamhet, Förändringsstopp i it-system",
        "2023-01-19, our conclusion",
        "Lag (1930:173)",
    ):
        assert words in told, words


def test_today_counts_wherever_it_stands(lov: Lov) -> None:
    """The one after the command wins, as with any option said twice."""
    assert "2026-11-22" == _json(lov, PHYSIO)["today"]
    assert "2027-02-01" == _json(lov, PHYSIO, "--today", "2027-02-01")["today"]


@pytest.mark.parametrize(
    ("start", "code", "status", "instead"),
    [
        ("2027-08-20", 0, "holds", []),
        ("2027-05-01", 1, "uncertain", ["2027-05-18", "2026-11-05"]),
        ("2027-01-20", 1, "impossible", ["2027-01-27", "2027-05-18"]),
    ],
)
def test_a_wanted_day_holds_or_the_nearest_that_do_are_named(
    lov: Lov, start: str, code: int, status: str, instead: list[str]
) -> None:
    """By exit code and in the document."""
    made = _json(lov, PHYSIO, "--start", start)

    assert code == lov("plan", PHYSIO, "--start", start)[0]
    assert status == made["status"]
    assert instead == [a["day"] for conflict in made["conflicts"] for a in conflict["instead"]]


def test_forwards_from_the_day_of_the_application(lov: Lov) -> None:
    """Without a wanted day the first that holds is told."""
    made = _json(lov, PHYSIO, "--submit", "2027-01-11")

    assert ("planned", "2027-09-06") == (
        made["status"],
        made["day"],
    )  # eight weeks, and the summer in between
    days = {step["step"]: step["day"] for step in made["steps"]}
    assert ("2027-01-11", "2027-05-11") == (days["submit"], days["decision"])


def test_a_refusal_gives_three_weeks(lov: Lov) -> None:
    """From a Sunday to a Sunday, so to the Monday after."""
    made = _json(lov, PHYSIO, "--kind", "correction", "--submit", "2026-11-22")
    told = " ".join(lov("plan", PHYSIO, "--kind", "correction", "--submit", "2026-11-22")[1].split())

    assert "2026-12-14" == next(s["latest"] for s in made["steps"] if s["step"] == "correction")
    assert "administrative court: Monday 2026-12-14 is the last day." in told


def test_the_plan_follows_an_answers_file_and_a_draft(lov: Lov, sample_path: Path) -> None:
    """The same answers give the same plan, whichever way they come."""
    code, out, _ = lov("import", sample_path, "--json")
    assert 0 == code
    draft = json.loads(out)["draft"]["id"]

    by_file, by_draft = _json(lov, "--answers", sample_path), _json(lov, draft)

    assert by_file == by_draft
    assert ("2027-05-24", "holds") == (by_file["wanted"], by_file["status"])
    assert "2026-10-05" == next(s["day"] for s in by_file["steps"] if s["step"] == "ivo")


def test_picture_and_calendar_are_written_where_asked(lov: Lov, tmp_path: Path) -> None:
    """And named in the document."""
    ics, svg = tmp_path / "plan.ics", tmp_path / "plan.svg"
    made = _json(lov, PHYSIO, "--ics", ics, "--svg", svg)

    assert [str(ics), str(svg)] == made["files"]
    assert ics.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert svg.read_text("utf-8").startswith("<svg")


def test_plain_lines_are_drawn_with_letters(lov: Lov) -> None:
    """`--plain` for screen readers and old terminals."""
    _, out, _ = lov("--plain", "plan", PHYSIO)

    assert not set("█░◆·│…") & set(out)
    assert all(len(line) <= 80 for line in out.splitlines())


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["plan"], 2, "Name an area or a draft"),
        (["plan", "specialiserad-fysioterapy"], 3, "Did you mean specialiserad-fysioterapi?"),
        (["plan", "intensivtraning-rorelsenedsattning"], 3, "31 August 2025"),
        (["plan", PHYSIO, "--start", "2027-13-01"], 2, "is no day"),
        (["plan", PHYSIO, "--start", "9999-12-31"], 3, "outside the years"),
        (["plan", "no-such-file.yaml"], 3, "There is no file"),
        (["plan", PHYSIO, "--kind", "premises"], 2, "premises"),
    ],
)
def test_what_cannot_be_planned_is_told(lov: Lov, arguments: list[str], code: int, words: str) -> None:
    """In one sentence, with the right exit code."""
    got, _, err = lov(*arguments)

    assert code == got
    assert words in err


def test_the_schema_is_there(lov: Lov) -> None:
    """For programs that read the document."""
    schema = json.loads(lov("schema", "plan")[1])

    assert {"steps", "conflicts", "freezes", "earliest"} <= schema["properties"].keys()
