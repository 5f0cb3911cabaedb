"""`lov batch check` and `run` as commands: lines, exit codes, documents, and the copy with every fault marked."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from pydantic import TypeAdapter

from tests.batch.books import SMALL
from tests.conftest import ROOT
from wizard.cli.batchoutputs import BATCH_SCHEMAS
from wizard.cli.batchprogress import Progress
from wizard.flow.content import Content
from wizard.i18n import Translator

Lov = Callable[..., tuple[int, str, str]]


@pytest.fixture
def root(make_content: Callable[..., Content]) -> Path:
    content = make_content(SMALL)
    (content.root / "locales").symlink_to(ROOT / "locales")
    return content.root


@pytest.fixture
def kunder(tmp_path: Path) -> Path:
    """Three clients: one is ready, one has a wrong number, one is not open and has no name."""
    path = tmp_path / "kunder.csv"
    path.write_text(
        "lov:prov/application/2026.1;applicant.name;applicant.orgnr;unit.open\n"
        "K1;Ek AB;556592-9717;Ja\nK2;Bo AB;556592-9718;Ja\nK3;;556592-9717;Nej\n",
        "utf-8",
    )
    return path


def test_every_fault_is_a_line_with_its_cell(lov: Lov, root: Path, kunder: Path) -> None:
    code, out, err = lov("--content", root, "--lang", "sv", "batch", "check", kunder)
    assert code == 1
    assert "kunder!C3: Organisationsnummer, ”556592-9718”: " in out
    assert "K3: ett svar saknas: kunder!B4 Sökande" in out
    assert "kunder!D4: Öppet: Det ska vara öppet. Öppna." in out
    assert "Rader: 3. Redo: 1. Inte redo: 1. Kan inte läsas: 1." in out
    assert "kunder-fel.xlsx" in err


def test_two_processes_tell_of_a_long_file_what_one_tells(lov: Lov, root: Path, tmp_path: Path) -> None:
    """More rows than one chunk, with faults of every kind in turns, in the same order."""
    kinds = ("Ek AB;556592-9717;Ja", "Bo AB;556592-9718;Ja", ";556592-9717;Nej", "Al AB;;vet inte")
    rows = [f"K{number};{kinds[number % 4]}" for number in range(450)]
    path = tmp_path / "kunder.csv"
    head = "lov:prov/application/2026.1;applicant.name;applicant.orgnr;unit.open"
    path.write_text("\n".join([head, *rows]), "utf-8")
    told = [
        lov("--content", root, "batch", "check", path, "--no-copy", "--json", "--jobs", jobs)
        for jobs in ("1", "2")
    ]
    assert told[0] == told[1]
    code, out, _ = told[1]
    assert code == 1
    assert json.loads(out)["tally"]["ready"] == 113
    assert [client["row"] for client in json.loads(out)["clients"]] == list(range(2, 452))


def test_the_copy_has_each_fault_at_its_cell_and_can_be_mended_and_read(
    lov: Lov, root: Path, kunder: Path
) -> None:
    lov("--content", root, "--lang", "sv", "batch", "check", kunder)
    path = kunder.with_name("kunder-fel.xlsx")
    book = openpyxl.load_workbook(path)
    listed = [row[1] for row in book["Fel"].iter_rows(min_row=2, values_only=True)]
    assert listed == ["kunder!C3", "kunder!B4", "kunder!D4"]
    page = book["kunder"]
    assert page["C3"].value == "556592-9718"
    assert page["C3"].comment is not None
    assert page["C3"].fill.fgColor.rgb == "FFFFC7CE"
    assert page["B4"].fill.fgColor.rgb == page["D4"].fill.fgColor.rgb == "FFFFF2CC"
    for cell, value in (("C3", "556592-9717"), ("B4", "Åsa AB"), ("D4", "Ja")):
        page[cell].value = value
    book.save(path)
    code, out, err = lov("--content", root, "batch", "check", path)
    assert (code, err) == (0, "")
    assert "Ready: 3" in out


def test_a_file_without_faults_is_done_and_nothing_is_written(lov: Lov, root: Path, kunder: Path) -> None:
    kunder.write_text("\n".join(kunder.read_text("utf-8").splitlines()[:2]) + "\n", "utf-8")
    assert lov("--content", root, "batch", "check", kunder)[0] == 0
    assert not list(kunder.parent.glob("*.xlsx"))


@pytest.mark.parametrize("command", ["check", "run"])
def test_the_document_is_as_its_schema_says(
    lov: Lov, root: Path, kunder: Path, tmp_path: Path, command: str
) -> None:
    more = ["-o", str(tmp_path / "ut"), "--jobs", "1"] if command == "run" else []
    code, out, _ = lov("--json", "--content", root, "batch", command, kunder, *more)
    assert code == 1
    document = json.loads(out)
    TypeAdapter(BATCH_SCHEMAS[f"batch-{command}"]).validate_python(document)
    assert [fault["cell"] for fault in document["faults"]] == ["C3", "B4", "D4"]
    assert [client["standing"] for client in document["clients"]] == ["ready", "refused", "not_ready"]


def test_a_run_tells_where_its_summary_is(lov: Lov, root: Path, kunder: Path, tmp_path: Path) -> None:
    code, out, _ = lov(
        "--content", root, "batch", "run", kunder, "-o", tmp_path / "ut", "--jobs", "1", "--zip"
    )
    assert code == 1
    assert "Packages made: 1." in out
    assert "sammanstallning.html" in out
    (folder,) = (tmp_path / "ut" / "paket").iterdir()
    assert [path.suffix for path in folder.iterdir()] == [".zip"]


def test_an_empty_template_says_what_to_do(lov: Lov, root: Path, tmp_path: Path) -> None:
    lov("--content", root, "batch", "template", "prov", "-o", tmp_path / "mall.xlsx")
    code, _, err = lov("--content", root, "batch", "check", tmp_path / "mall.xlsx")
    assert code == 1
    assert "below the example" in err


def test_what_cannot_be_read_is_refused(lov: Lov, root: Path, tmp_path: Path) -> None:
    path = tmp_path / "kunder.docx"
    path.write_bytes(b"x")
    code, _, err = lov("--content", root, "batch", "check", path)
    assert code == 3
    assert "kunder.docx" in err


def test_progress_tells_how_fast_and_how_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain lines where there is no terminal, and nothing at all to those who hardly wait."""
    clock = iter([0.0, 1.0, 30.0, 31.0])
    err = io.StringIO()
    monkeypatch.setattr("wizard.cli.batchprogress.time.monotonic", lambda: next(clock))
    monkeypatch.setattr("sys.stderr", err)
    progress = Progress(1_000, Translator.of("en"))
    for _ in range(3):
        progress.step(100)
    assert err.getvalue() == "200 of 1000 rows, 6.7 a second, 2 min left\n"
