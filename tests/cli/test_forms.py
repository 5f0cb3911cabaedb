"""`lov forms`: any PDF form flattened, proven, taken in and compared, from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from wizard.__main__ import main
from wizard.cli.outputs import SCHEMAS

ROOT = Path(__file__).parents[2]
BLANK = ROOT / "forms/ansokan-specialiserad-fysioterapi/form.pdf"
OTHER = ROOT / "forms/lokalens-tillganglighet/form.pdf"
SAMPLE = ROOT / "flows/samples/specialiserad-fysioterapi/answers.yaml"

Lov = Callable[..., tuple[int, str, str]]


@pytest.fixture
def lov(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Lov:
    """Run `lov` in this process: exit code, stdout, stderr."""
    monkeypatch.setattr("sys.stdin", StringIO())

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        code = main(["--lang", "en", "--today", "2026-11-22", *map(str, arguments)])
        return (code, *capsys.readouterr())

    return run


@pytest.fixture
def values(tmp_path: Path) -> Path:
    """Values for the larger blank."""
    path = tmp_path / "values.json"
    path.write_text('{"applicant_name": "Åsas fysioterapi AB", "contact_same": "Ja"}', "utf-8")
    return path


def test_a_form_is_filled_flat(lov: Lov, values: Path, tmp_path: Path) -> None:
    """The result has no fields, and reading it says so."""
    out = tmp_path / "o.pdf"

    assert lov("forms", "fill", BLANK, "--values", values, "-o", out, "--flatten")[0] == 0
    assert json.loads(lov("--json", "forms", "inspect", out)[1])["fields"] == []
    code, _, err = lov("forms", "read", out)
    assert (code, "no form fields" in err) == (3, True)


def test_an_application_is_filled_flat_and_its_package_still_checks(lov: Lov, tmp_path: Path) -> None:
    """`lov fill --flatten`, and `lov check` of what it made."""
    code, out, _ = lov("--json", "fill", SAMPLE, "-o", tmp_path / "p", "--flatten")
    package = json.loads(out)["package"]
    form = tmp_path / "p" / "ansokan-specialiserad-fysioterapi.pdf"

    assert code == 0
    assert json.loads(lov("--json", "forms", "inspect", form)[1])["fields"] == []
    assert lov("check", package)[0] == 0


def test_reading_tells_whether_only_values_were_changed(lov: Lov, values: Path, tmp_path: Path) -> None:
    """With the template given: 0 and proof, or 1."""
    out = tmp_path / "o.pdf"
    lov("forms", "fill", BLANK, "--values", values, "-o", out)
    proven = lov("--json", "forms", "read", out, "--template", BLANK)
    other = lov("--json", "forms", "read", out, "--template", OTHER)

    assert (proven[0], json.loads(proven[1])["applicant_name"]) == (0, "Åsas fysioterapi AB")
    assert "only values were changed" in proven[2]
    assert (other[0], json.loads(other[1])["applicant_name"]) == (1, "Åsas fysioterapi AB")
    assert "may differ" in other[2]


def test_a_form_is_taken_in_with_a_proposed_map(lov: Lov, tmp_path: Path) -> None:
    """The form and a map beside it, which is not written over."""
    arguments = (
        "forms",
        "add",
        BLANK,
        "--area",
        "specialiserad-fysioterapi",
        "--blank",
        "ny",
        "-o",
        tmp_path / "ny",
    )
    code, out, err = lov("--json", *arguments)
    document = TypeAdapter(SCHEMAS["forms-add"]).validate_json(out)

    assert code == 0
    assert {"field": "applicant_orgnr", "answer": "applicant.orgnr"}.items() <= next(
        f for f in document["fields"] if f["field"] == "applicant_orgnr"
    ).items()
    assert (tmp_path / "ny" / "form.pdf").read_bytes() == BLANK.read_bytes()
    assert "applicant_orgnr: {answer: applicant.orgnr}" in (tmp_path / "ny" / "map.yaml").read_text("utf-8")
    assert "have a question" in err
    assert lov(*arguments)[0] == 3


def test_editions_are_compared_and_the_map_carried_over(lov: Lov, tmp_path: Path) -> None:
    """Nothing to do: 0. Fields gone: 1, and the map says which."""
    code, out, _ = lov("--json", "forms", "diff", BLANK, BLANK)
    same = TypeAdapter(SCHEMAS["forms-diff"]).validate_json(out)
    changed = lov(
        "forms", "diff", BLANK, OTHER, "--map", BLANK.parent / "map.yaml", "-o", tmp_path / "map.yaml"
    )

    assert (code, same["changes"], same["removed"]) == (0, [], [])
    assert changed[0] == 1
    assert "\n- applicant_legal_form\n" in changed[1]
    assert "gone in the new edition" in (tmp_path / "map.yaml").read_text("utf-8")


def test_a_map_that_is_none_and_half_an_order_are_refused(lov: Lov, tmp_path: Path) -> None:
    """Input that cannot be read: 3. Wrong usage: 2."""
    bad = tmp_path / "bad.yaml"
    bad.write_text("fields: [", "utf-8")

    assert lov("forms", "diff", BLANK, BLANK, "--map", bad, "-o", tmp_path / "m.yaml")[0] == 3
    bad.write_text("blank: x", "utf-8")
    assert lov("forms", "diff", BLANK, BLANK, "--map", bad, "-o", tmp_path / "m.yaml")[0] == 3
    assert lov("forms", "diff", BLANK, BLANK, "--map", bad)[0] == 2
    assert lov("forms", "add", SAMPLE, "--area", "specialiserad-fysioterapi", "-o", tmp_path / "x")[0] == 3
