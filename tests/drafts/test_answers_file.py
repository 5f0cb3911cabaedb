"""Answers files: every fault named with its place, nothing accepted in part."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from wizard.drafts.answers_file import AnswersFileError, export_answers, read_answers_file
from wizard.flow.content import Content

TODAY = date(2026, 11, 22)


def faults(text: str, content: Content, folder: Path, name: str = "a.yaml") -> list[tuple[str, str]]:
    path = folder / name
    path.write_text(text, "utf-8")
    with pytest.raises(AnswersFileError) as caught:
        read_answers_file(path, content, TODAY)
    return [(str(p.place), p.code) for p in caught.value.problems]


HEAD = "area: specialiserad-fysioterapi\nkind: application\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("answers:\n  applicant.orgnr: 559987-6547\n", [("a.yaml:4:3", "answer")]),
        ("answers:\n  applicant.orgnrr: 559987-6546\n", [("a.yaml:4:3", "unknown-name")]),
        ("answers:\n  staff: 5\n", [("a.yaml:4:3", "answer")]),
        ("answers:\n  staff:\n    - {name: A}\n    - {name: B, fte: mycket}\n", [("a.yaml:6:17", "answer")]),
        ("answers:\n  unit.start_date: 2027-02-30\n", [("a.yaml:4:3", "answer")]),
        ('answers:\n  declaration.true: "?"\n', [("a.yaml:4:3", "answer")]),
        ("answers:\n  attachments.cv: cv.pdf\n", [("a.yaml:4:3", "attachment")]),
        ("attachments:\n  attachments.cv: cv.pdf\n", [("a.yaml:4:3", "missing-file")]),
        ("attachments:\n  applicant.name: a.yaml\n", [("a.yaml:4:3", "attachment")]),
        ("answer:\n  x: 1\n", [("a.yaml:3:1", "unknown-key")]),
        ("answers: [1]\n", [("a.yaml:3:1", "shape")]),
        ("answers:\n  a: 1\n  a: 2\n", [("a.yaml:5:3", "duplicate-key")]),
    ],
)
def test_each_fault_has_its_place(
    body: str, expected: list[tuple[str, str]], shipped: Content, tmp_path: Path
) -> None:
    """Wrong type, unknown id, missing file, bad number: told at file, line and column."""
    assert expected == faults(HEAD + body, shipped, tmp_path)


def test_all_faults_are_told_at_once(shipped: Content, tmp_path: Path) -> None:
    """One run is enough to mend a file."""
    body = "answers:\n  applicant.orgnr: 1\n  nope: 2\n  staff: x\nattachments:\n  attachments.cv: none.pdf\n"

    assert 4 == len(faults(HEAD + body, shipped, tmp_path))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "shape"),
        ("- a\n", "shape"),
        ("area: 5\n", "missing-key"),
        ("area: specialiserad-fysioterapy\n", "unknown-flow"),
        ("area: specialiserad-fysioterapi\nkind: dance\n", "unknown-flow"),
        ("{", "yaml"),
    ],
)
def test_what_is_no_answers_file_is_refused(text: str, code: str, shipped: Content, tmp_path: Path) -> None:
    """A sentence for each kind of nonsense."""
    assert code in [c for _, c in faults(text, shipped, tmp_path)]


def test_json_is_read_by_the_same_reader(shipped: Content, tmp_path: Path) -> None:
    """The two formats are one."""
    path = tmp_path / "a.json"
    path.write_text(
        '{"area": "specialiserad-fysioterapi", "answers": {"applicant.orgnr": "559987-6546", "applicant.under_formation": "no", "applicant.legal_form": "aktiebolag"}}',
        "utf-8",
    )

    assert "559987-6546" == read_answers_file(path, shipped, TODAY).interview.value("applicant.orgnr")


def test_what_is_exported_reads_back_to_the_same_answers(
    shipped: Content, sample_path: Path, tmp_path: Path
) -> None:
    """Export and import are inverse, in both formats."""
    file = read_answers_file(sample_path, shipped, TODAY)
    paths = {digest: str(path) for digest, path in file.files.items()}
    for name, as_json in (("b.yaml", False), ("b.json", True)):
        (tmp_path / name).write_text(export_answers(file.interview, paths, as_json=as_json), "utf-8")
        again = read_answers_file(tmp_path / name, shipped, TODAY)
        assert file.interview.answers() == again.interview.answers()
