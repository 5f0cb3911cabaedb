"""`lov screen` from outside: exit codes, data, page and letters."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from wizard.cli.screenoutputs import SCREEN_SCHEMAS

Lov = Callable[..., tuple[int, str, str]]

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "flows/samples/specialiserad-fysioterapi"


@pytest.fixture
def inbox(lov: Lov, tmp_path: Path) -> Path:
    """A package of the sample, and a folder with some of its papers and no form."""
    lov("fill", SAMPLE / "answers.yaml", "-o", tmp_path / "filled")
    folder = tmp_path / "inbox"
    (folder / "papper").mkdir(parents=True)
    (package,) = (tmp_path / "filled").glob("*.zip")
    shutil.copy(package, folder)
    shutil.copy(SAMPLE / "papers/ivo-registerutdrag.pdf", folder / "papper")
    return folder


def test_an_inbox_is_screened_and_written_down(lov: Lov, inbox: Path, tmp_path: Path) -> None:
    """Data after its schema, a page, and a letter for the case that lacks something."""
    arguments = ("--html", tmp_path / "sida.html", "--letter", tmp_path / "brev", "--json")
    code, out, err = lov("screen", inbox, *arguments)
    document = TypeAdapter(SCREEN_SCHEMAS["screen"]).validate_json(out)

    assert 1 == code
    assert {"judge": 1, "supplement": 1, "complete": 0, "refused": 0} == document["counts"]
    assert {"0002.txt", "0002.pdf"} == {path.name for path in (tmp_path / "brev").iterdir()}
    assert "<!doctype html>" in (tmp_path / "sida.html").read_text("utf-8")
    assert "Request for supplement" not in (tmp_path / "brev/0002.txt").read_text("utf-8")  # it is in Swedish
    assert "To be supplemented" in err


def test_only_verdicts_that_another_version_turns_are_told(lov: Lov, inbox: Path, tmp_path: Path) -> None:
    """With both clauses; against itself, nothing turns."""
    for name in ("flows", "forms", "locales"):
        shutil.copytree(ROOT / name, tmp_path / "other" / name)
    area = tmp_path / "other/flows/areas/specialiserad-fysioterapi.yaml"
    text = area.read_text("utf-8")
    assert 1 == text.count("needs: count(mission.specialities) >= 1")
    area.write_text(
        text.replace("needs: count(mission.specialities) >= 1", "needs: count(mission.specialities) >= 9"),
        "utf-8",
    )
    package = next(inbox.glob("*.zip"))
    code, out, _ = lov("screen", package, "--against", tmp_path / "other", "--json")
    same, nothing, _ = lov("screen", package, "--against", ROOT, "--json")

    (turned,) = json.loads(out)["turned"]
    assert (1, "mission.some_speciality", "met", "not_met") == (
        code,
        turned["rule"],
        turned["outcome"],
        turned["other"],
    )
    assert ("count(mission.specialities) >= 1", "count(mission.specialities) >= 9") == (
        turned["clause"],
        turned["other_clause"],
    )
    assert (0, []) == (same, json.loads(nothing)["turned"])


@pytest.mark.parametrize("name", ["none.zip", "broken.zip", "empty"])
def test_what_cannot_be_read_ends_with_three(lov: Lov, tmp_path: Path, name: str) -> None:
    """A missing path, a broken zip, a folder with nothing in it."""
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04")
    (tmp_path / "empty").mkdir()

    assert 3 == lov("screen", tmp_path / name)[0]


def test_screening_tells_what_officers_decided_and_keeps_its_verdicts(lov: Lov, inbox: Path) -> None:
    """Beside the verdicts, with who and why."""
    folder = inbox / "papper"
    assert (
        lov("decide", folder, "package.form", "--verdict", "accepted", "--reason", "Kommer per post")[0] == 0
    )
    _, out, err = lov("screen", folder, "--json")
    (case,) = TypeAdapter(SCREEN_SCHEMAS["screen"]).validate_json(out)["cases"]
    (form,) = (finding for finding in case["findings"] if finding["rule"] == "package.form")
    (decision,) = case["decisions"]

    assert ("supplement", "not_met") == (case["status"], form["outcome"])
    assert ("accepted", True, "Kommer per post") == tuple(
        decision[name] for name in ("verdict", "overrides", "reason")
    )
    assert "Decided by officers:" in err
    assert "Kommer per post" in err
