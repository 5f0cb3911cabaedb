"""`lov screen` from outside: exit codes, data, page and letters."""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from pydantic import TypeAdapter

from wizard.cli.door import Door
from wizard.cli.screenoutputs import SCREEN_SCHEMAS
from wizard.cli.screenprogress import Progress
from wizard.pdf import printed_pages

Lov = Callable[..., tuple[int, str, str]]

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "flows/samples/specialiserad-fysioterapi"


@pytest.fixture
def inbox(package: Path, tmp_path: Path) -> Path:
    """A package of the sample, and a folder with some of its papers and no form."""
    folder = tmp_path / "inbox"
    (folder / "papper").mkdir(parents=True)
    shutil.copy(package, folder)
    shutil.copy(SAMPLE / "papers/ivo-registerutdrag.pdf", folder / "papper")
    return folder


def test_an_inbox_is_screened_and_written_down(lov: Lov, inbox: Path, tmp_path: Path) -> None:
    """Data after its schema, a page, and a letter for the case that lacks something."""
    arguments = ("--html", tmp_path / "sida.html", "--letter", tmp_path / "brev", "--jobs", "1", "--json")
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


@pytest.mark.slow
def test_nothing_turns_under_the_same_version(lov: Lov, inbox: Path) -> None:
    """And that is said."""
    code, out, err = lov("screen", inbox, "--against", ROOT, "--json")

    assert (0, []) == (code, json.loads(out)["turned"])
    assert "No verdict turns" in err


@pytest.mark.slow
def test_a_package_is_judged_by_the_version_it_was_made_under(lov: Lov, inbox: Path, tmp_path: Path) -> None:
    """Where that is at hand; else by the one in use, and that is told."""
    for name in ("flows", "forms", "locales"):
        shutil.copytree(ROOT / name, tmp_path / "new" / name)
    area = tmp_path / "new/flows/areas/specialiserad-fysioterapi.yaml"
    text = area.read_text("utf-8")
    (version,) = re.findall(r'^version: "(.+)"$', text, re.MULTILINE)
    text = text.replace(f'version: "{version}"', 'version: "2099.1"')
    area.write_text(
        text.replace("needs: count(mission.specialities) >= 1", "needs: count(mission.specialities) >= 9"),
        "utf-8",
    )
    package = next(inbox.glob("*.zip"))
    given = ("--content", tmp_path / "new", "screen", package, "--json")
    (new,) = json.loads(lov(*given)[1])["cases"]
    (then,) = json.loads(lov(*given, "--earlier", ROOT)[1])["cases"]

    assert ("2099.1", version) == (new["flow_version"], then["flow_version"])
    found = [{f["rule"]: f["outcome"] for f in case["findings"]} for case in (new, then)]
    assert ["not_met", "met"] == [outcomes["mission.some_speciality"] for outcomes in found]
    assert ["package.version" in outcomes for outcomes in found] == [True, False]


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


def test_a_workbook_and_a_letter_as_pdf_are_written(lov: Lov, inbox: Path, tmp_path: Path) -> None:
    """In the languages that are asked for."""
    book, paper = tmp_path / "b.xlsx", tmp_path / "brev.pdf"
    code, _, err = lov("screen", inbox / "papper", "--xlsx", book, "--letter", paper, "--letter-lang", "en")
    words = " ".join(line.words for page in printed_pages(paper.read_bytes()) for line in page.lines)

    assert 1 == code
    assert {"Cases", "Findings", "Papers"} == set(openpyxl.load_workbook(book).sheetnames)
    assert words.startswith("Request for supplement")
    assert 2 == err.count("Written:")


@pytest.mark.slow
def test_cases_side_by_side_are_those_one_after_the_other(lov: Lov, inbox: Path) -> None:
    """In the same order, with the same findings."""
    (package,) = inbox.glob("*.zip")
    shutil.copy(package, inbox / "same.zip")
    one = lov("screen", inbox, "--jobs", "1", "--json")
    two = lov("screen", inbox, "--jobs", "2", "--json")

    assert (one[0], one[1]) == (two[0], two[1])
    assert "These are about the same applicant" in one[2]


@pytest.mark.parametrize("name", ["none", "empty", "odd"])
def test_a_folder_that_nothing_can_be_trusted_by_is_refused(
    lov: Lov, inbox: Path, tmp_path: Path, name: str
) -> None:
    """Before anything is screened: missing, empty, or with something else in it."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd/a.pem").write_bytes(b"hej")
    code, out, _ = lov("screen", inbox, "--trust", tmp_path / name)

    assert (2 if name == "none" else 3, "") == (code, out)


class Terminal(io.StringIO):
    """What takes itself for one."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("is_terminal", [True, False])
def test_a_long_job_tells_how_far_it_has_come(monkeypatch: pytest.MonkeyPatch, *, is_terminal: bool) -> None:
    """A bar on a terminal, which is gone in the end; elsewhere a line for each tenth."""
    stream = Terminal() if is_terminal else io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr("wizard.cli.screenprogress._SELDOM", 0.0)
    with Progress(Door(language="en"), 40) as progress:
        for _ in range(40):
            with progress.aside():
                pass
            progress.step()
    said = stream.getvalue()

    assert is_terminal == ("█" in said)
    assert is_terminal == said.endswith("\r\x1b[K")
    assert (40 if is_terminal else 10) == len(re.findall(r"[1-9]\d* of 40 are screened", said))
    assert "40 of 40" in said


def test_a_short_job_says_nothing_of_itself(capsys: pytest.CaptureFixture[str]) -> None:
    """Nor one without a terminal that is over before a line would help."""
    with Progress(Door(language="en"), 3) as progress:
        progress.step()

    assert "" == capsys.readouterr().err
