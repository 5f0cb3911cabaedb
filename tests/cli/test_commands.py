"""The commands: what they print, what they write, and how they end."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from wizard.cli.outputs import SCHEMAS
from wizard.cli.run import run

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "flows/samples/specialiserad-fysioterapi/answers.yaml"

Lov = Callable[..., tuple[int, str, str]]


def answers_file(folder: Path, **changes: Any) -> Path:
    """The sample with some answers changed, beside its papers."""
    import yaml  # noqa: PLC0415  only here

    target = folder / "case"
    shutil.copytree(SAMPLE.parent, target)
    data = yaml.load(SAMPLE.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  BaseLoader makes texts only
    for name, value in changes.items():
        key = name.replace("__", ".")
        if value is None:
            data["answers"].pop(key)
        else:
            data["answers"][key] = value
    (target / "answers.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    return target / "answers.yaml"


def test_the_sample_is_ready(lov: Lov) -> None:
    """Exit code 0, and the one warning is told with its source."""
    code, out, _ = lov("check", SAMPLE)

    assert 0 == code
    assert "Ready to be handed in." in out
    assert "premises.contrast" in out


def test_json_is_the_only_thing_on_stdout_and_follows_its_schema(lov: Lov) -> None:
    """`--json` before or after the command; words go to stderr."""
    for arguments in (("--json", "check", SAMPLE), ("check", "--json", SAMPLE)):
        code, out, err = lov(*arguments)
        document = TypeAdapter(SCHEMAS["check"]).validate_json(out)
        assert (0, "ready") == (code, document["status"])
        assert "Ready" in err


def test_what_is_missing_is_named_and_ends_with_one(lov: Lov, tmp_path: Path) -> None:
    """Done, but something does not pass."""
    code, out, _ = lov("check", answers_file(tmp_path, applicant__email=None, quality__system="no"))

    assert 1 == code
    assert "(applicant.email)" in out
    assert "[quality.has_system]" in out


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"applicant__orgnr": "559987-6547"}, "applicant.orgnr"),
        ({"no__such__question": "x"}, "no.such.question"),
        ({"staff": "six"}, "staff"),
        ({"unit__start_date": "soon"}, "unit.start_date"),
    ],
)
@pytest.mark.parametrize("command", ["check", "fill"])
def test_a_fault_in_the_file_is_refused_by_name_and_nothing_is_written(
    lov: Lov, tmp_path: Path, changes: dict[str, str], named: str, command: str
) -> None:
    """Exit code 3, each error with its line, no output."""
    arguments = ["-o", str(tmp_path / "out")] if command == "fill" else []
    code, _, err = lov(command, answers_file(tmp_path, **changes), *arguments)

    assert 3 == code
    assert named in err
    assert "answers.yaml:" in err
    assert not (tmp_path / "out").exists()


def test_a_missing_attachment_is_refused(lov: Lov, tmp_path: Path) -> None:
    """The file that is not there is named."""
    path = answers_file(tmp_path)
    (path.parent / "papers/registreringsbevis.pdf").unlink()
    code, _, err = lov("fill", path, "-o", tmp_path / "out")

    assert 3 == code
    assert "registreringsbevis.pdf" in err
    assert not (tmp_path / "out").exists()


def test_refusals_are_json_too(lov: Lov, tmp_path: Path) -> None:
    """A program gets the problems with file, line, column and code."""
    code, out, _ = lov("--json", "check", answers_file(tmp_path, applicant__orgnr="1"))
    document = TypeAdapter(SCHEMAS["refused"]).validate_json(out)

    assert 3 == code
    assert [("answers.yaml", "answer")] == [(p["file"], p["code"]) for p in document["problems"]]


def test_fill_writes_the_package_and_the_forms_beside_it(lov: Lov, tmp_path: Path) -> None:
    """Complete: exit code 0; the same answers give the same file."""
    first = lov("--json", "fill", SAMPLE, "-o", tmp_path / "a")
    second = lov("--json", "fill", SAMPLE, "-o", tmp_path / "b")
    document = json.loads(first[1])

    assert (0, "complete") == (first[0], document["status"])
    assert Path(document["package"]).read_bytes() == Path(json.loads(second[1])["package"]).read_bytes()
    assert {
        "ansokan-specialiserad-fysioterapi.pdf",
        "lokalens-tillganglighet.pdf",
        Path(document["package"]).name,
    } == {p.name for p in (tmp_path / "a").iterdir()}
    assert 0o600 == Path(document["package"]).stat().st_mode & 0o777


def test_an_incomplete_application_is_filled_only_as_a_draft(lov: Lov, tmp_path: Path) -> None:
    """Without --draft nothing is written; with it the draft says so, and the exit code too."""
    path = answers_file(tmp_path, applicant__phone=None)
    without = lov("fill", path, "-o", tmp_path / "out")
    assert (1, False) == (without[0], (tmp_path / "out").exists())

    code, out, _ = lov("fill", path, "-o", tmp_path / "out", "--draft")
    assert 1 == code
    assert "-utkast.zip" in out


def test_a_package_is_checked_like_answers(lov: Lov, tmp_path: Path) -> None:
    """`lov check` verifies a zip and tells its verdicts."""
    _, out, _ = lov("--json", "fill", SAMPLE, "-o", tmp_path)
    package = Path(json.loads(out)["package"])
    code, out, _ = lov("check", package)
    assert (0, True) == (code, "The package is sound" in out)

    damaged = bytearray(package.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    package.write_bytes(bytes(damaged))
    assert lov("check", package)[0] in (1, 3)


def test_a_draft_from_beginning_to_package(lov: Lov, tmp_path: Path) -> None:
    """new, list, show, export, and fill by id; export and fill agree."""
    code, out, _ = lov("--json", "new", "specialiserad-fysioterapi")
    draft = json.loads(out)["id"]
    assert 0 == code
    assert draft in lov("list")[1]
    assert "Not ready" in lov("show", draft[:4])[1]

    code, out, _ = lov("--json", "export", draft, "-o", tmp_path / "export")
    exported = Path(json.loads(out)["file"])
    assert (0, 1) == (code, lov("check", exported)[0])
    assert 1 == lov("fill", draft, "-o", tmp_path / "out", "--draft")[0]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("check",), 2),
        (("chekc", "x"), 2),
        (("check", "x", "--nope"), 2),
        (("--today", "yesterday", "list"), 2),
        (("check", "nowhere.yaml"), 3),
        (("check", "deadbeef"), 3),
        (("new", "atlantis"), 3),
        (("new", "specialiserad-fysioterapi", "--kind", "dance"), 3),
        (("show", "deadbeef"), 3),
        (("forms", "read", str(SAMPLE)), 3),
        (("forms", "inspect", str(SAMPLE)), 3),
        (("schema", "nope"), 2),
        (("--help",), 0),
        (("check", "--help"), 0),
        (("--version",), 0),
        (("forms", "list"), 0),
        (("flows", "list"), 0),
        (("schema",), 0),
        ((), 2),
    ],
)
def test_exit_codes(lov: Lov, arguments: tuple[str, ...], code: int) -> None:
    """Usage 2, refused inputs 3, help and lists 0; without a terminal no app is opened."""
    assert code == lov(*arguments)[0]


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_schema_can_be_printed(lov: Lov, name: str) -> None:
    """`lov schema NAME` prints JSON Schema."""
    code, out, _ = lov("schema", name)

    assert 0 == code
    assert "properties" in json.loads(out)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("list", ("list",)),
        ("forms-list", ("forms", "list")),
        ("flows-list", ("flows", "list")),
        ("new", ("new", "specialiserad-fysioterapi")),
        ("flows-check", ("flows", "check", "--no-proofs")),
    ],
)
def test_documents_follow_their_schemas(lov: Lov, name: str, arguments: tuple[str, ...]) -> None:
    """What a command prints is what its schema promises."""
    TypeAdapter(SCHEMAS[name]).validate_json(lov("--json", *arguments)[1])


def test_any_form_is_inspected_filled_and_read(lov: Lov, tmp_path: Path) -> None:
    """Full names in, full names out; an unknown name or impossible value writes nothing."""
    form = ROOT / "forms/lokalens-tillganglighet/form.pdf"
    values, out_file = tmp_path / "v.json", tmp_path / "o.pdf"
    values.write_text('{"applicant_name": "Åsa", "unit_tenure": "own"}', "utf-8")
    fields = json.loads(lov("--json", "forms", "inspect", form)[1])["fields"]
    assert 0 == lov("forms", "fill", form, "--values", values, "-o", out_file)[0]

    read = json.loads(lov("--json", "forms", "read", out_file)[1])
    assert ("Åsa", "own") == (read["applicant_name"], read["unit_tenure"])
    assert {f["name"] for f in fields} == set(read)

    for bad in ('{"applicant_nam": "x"}', '{"unit_tenure": "castle"}', "[]", "{"):
        values.write_text(bad, "utf-8")
        assert 3 == lov("forms", "fill", form, "--values", values, "-o", tmp_path / "none.pdf")[0]
    assert not (tmp_path / "none.pdf").exists()


def test_other_content_can_be_used(lov: Lov, tmp_path: Path) -> None:
    """`--content` takes flows, forms and catalogues from elsewhere; their faults are told."""
    shutil.copytree(ROOT / "flows", tmp_path / "flows")
    area = tmp_path / "flows/areas/specialiserad-fysioterapi.yaml"
    area.write_text(
        area.read_text("utf-8").replace(
            "when: \"'pool' in mission.addons\"", "when: \"'pol' in mission.addons\"", 1
        ),
        "utf-8",
    )
    code, out, _ = lov("--content", tmp_path, "flows", "check", "--no-proofs")

    assert 1 == code
    assert "flows/areas/specialiserad-fysioterapi.yaml:" in out
    assert "Did you mean pool?" in out


def test_a_fault_of_ours_leaves_a_report_without_values(
    lov: Lov, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Exit code 70; neither the report nor the terminal holds what a person typed."""

    def broken(*_arguments: object) -> None:
        typed = "19811218-9876"
        raise RuntimeError(typed)

    monkeypatch.setattr("wizard.cli.check.assess", broken)
    code, out, err = lov("--data-dir", tmp_path / "data", "check", SAMPLE)
    (report,) = (tmp_path / "data/reports").iterdir()

    assert 70 == code
    assert "RuntimeError" in report.read_text("utf-8")
    assert "19811218" not in report.read_text("utf-8") + out + err
    assert 0o600 == report.stat().st_mode & 0o777


def test_hostile_text_cannot_steer_the_terminal(lov: Lov, tmp_path: Path) -> None:
    """What comes from files is shown without control characters."""
    path = tmp_path / "a.yaml"
    path.write_text('area: specialiserad-fysioterapi\nanswers: {"x\\e]0;title\\a": 1}\n', "utf-8")
    _, out, err = lov("check", path)

    assert "\x1b" not in out + err
    assert "\x07" not in out + err


def test_swedish_is_the_language_unless_another_is_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The environment's locale decides where we speak it; else Swedish."""
    run(["--help"])
    swedish = capsys.readouterr().out
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    run(["--help"])

    english = capsys.readouterr().out
    assert "Commands" in english
    assert "Show the version" in english
    assert "Show this message" in english
    assert "Kommandon" in swedish
    assert "Visa versionen" in swedish
    assert "Visa den här hjälpen" in swedish
