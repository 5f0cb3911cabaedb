"""Everything about one application, or one person, as JSON and files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from wizard.store import Draft, NoSuchDraft, Store
from wizard.store.exporting import FolderInUse, names_person
from wizard.store.records import Finding

BOTH_ENGINES = True


@pytest.fixture
def two(store: Store, draft: Draft, tmp_path: Path) -> tuple[str, str]:
    """Two drafts: Bo works at both, Eva at the first."""
    other = store.create("a", "application", "1").id
    for name in ("bevis.pdf", "karta.pdf"):
        (tmp_path / name).write_bytes(b"%PDF-1.7 " + name.encode())
    proof, plan = (store.add_file(tmp_path / name) for name in ("bevis.pdf", "karta.pdf"))
    staff: Any = [
        {"_row": "r1", "name": "Bo Ek", "personnummer": "19811218-9876", "proof": [proof]},
        {"_row": "r2", "name": "Eva Al", "phone": "+46701234567"},
    ]
    store.record(draft.id, "staff", staff, door="tui")
    store.record(draft.id, "plan", [plan], door="tui")
    store.record(draft.id, "signatory", "BO  EK", door="tui", why="ny")
    store.record(draft.id, "signatory", "Eva Al", door="tui")
    store.record(other, "contact", "bo.ek@example.se", door="tui")
    store.record(other, "contact", "Bo Ek", door="tui")
    store.record_package(draft.id, sha256="ab" * 32, path=tmp_path / "p.zip", complete=True, flow_version="1")
    return draft.id, other


def _read(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return document


def test_an_application_is_exported_whole(store: Store, two: tuple[str, str], tmp_path: Path) -> None:
    """Answers, history, packages, audit entries and files; of the other one nothing."""
    exported = store.upkeep.export(tmp_path / "out", draft_id=two[0])
    document = _read(exported.path)
    (draft,) = document["drafts"]
    assert draft["answers"] == store.answers(two[0])
    assert [(e["question"], e["value"], e["who"], e["why"]) for e in draft["history"]] == [
        (e.question_id, e.value, "eva", e.why) for e in store.history(two[0])
    ]
    assert draft["packages"][0]["path"] == str(tmp_path / "p.zip")
    assert [entry["act"] for entry in draft["audit"]][:2] == ["created", "answered"]
    assert len(document["files"]) == exported.files == 2
    for file in document["files"]:
        assert (tmp_path / "out" / file["file"]).read_bytes() == store.read_file(file["sha256"])
    assert two[1] not in exported.path.read_text()


def test_a_person_is_found_wherever_they_are_named(
    store: Store, two: tuple[str, str], tmp_path: Path
) -> None:
    """In any writing of the name, in answers of the past too, and of tables only the rows that name them."""
    profile = store.profiles.create("Bo Ek AB").id
    store.profiles.keep(profile, {"ceo": "bo ek", "phone": "08-123"})
    findings = [Finding(1, "x", "error", "", {"text": "Bo Ek saknas"}), Finding(2, "y", "error", "", "annat")]
    screening = store.screenings.add("ab" * 32, "incomplete", findings)
    store.screenings.decide(screening.id, "ask", "fråga Bo Ek")
    exported = store.upkeep.export(tmp_path / "out", person="bo ek")
    document = _read(exported.path)
    assert (exported.drafts, exported.files, exported.unsearched) == (2, 1, 1)
    first = next(draft for draft in document["drafts"] if draft["id"] == two[0])
    assert [(event["question"], event["value"]) for event in first["history"]] == [
        ("staff", [store.answers(two[0])["staff"][0]]),  # type: ignore[index]
        ("signatory", "BO  EK"),
    ]
    assert "Eva" not in json.dumps(first["answers"])
    assert document["providers"][0]["answers"] == {"ceo": "bo ek"}
    assert [finding["number"] for finding in document["screenings"][0]["findings"]] == [1]
    assert document["screenings"][0]["decisions"][0]["reason"] == "fråga Bo Ek"
    assert document["files"][0]["name"] == "bevis.pdf"
    assert document["files_not_searched"][0]["name"] == "karta.pdf"


@pytest.mark.parametrize(
    ("person", "text", "found"),
    [
        ("19811218-9876", "811218-9876", True),
        ("811218-9876", "198112189876", True),
        ("8112189876", "19811218-9876", True),
        ("19811218-9876", "19811218-9877", False),
        ("070-123 45 67", "+46701234567", True),
        ("+46 70 123 45 67", "0701234567", True),
        ("bo ek", "Handläggare: Bo  Ek.", True),
        ("BO EK", "bo.ek@example.se", False),
        ("123", "1234", True),
        ("08", "0708", True),
        ("åsa", "ÅSA", True),
    ],
)
def test_numbers_and_names_are_known_in_every_writing(person: str, text: str, found: bool) -> None:  # noqa: FBT001  a table
    """Rather one place too many than one too few."""
    assert (names_person(person)(text) is not None) is found


def test_all_there_is_can_be_exported(store: Store, two: tuple[str, str], tmp_path: Path) -> None:
    """For whoever leaves lov."""
    exported = store.upkeep.export(tmp_path / "out")
    assert exported.drafts == 2
    assert {draft["id"] for draft in _read(exported.path)["drafts"]} == set(two)


def test_an_export_is_private_and_noted(store: Store, two: tuple[str, str], tmp_path: Path) -> None:
    """Who took it and when; of a person, not whom it was about."""
    store.upkeep.export(tmp_path / "out", person="Bo Ek")
    modes = {oct(path.stat().st_mode & 0o777) for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert modes == {"0o600"}
    store.upkeep.export(tmp_path / "draft", draft_id=two[0])
    last = _read(tmp_path / "draft" / "export.json")
    assert "Bo Ek" not in json.dumps(last["drafts"][0]["audit"])
    assert store.upkeep.verify().faults == ()


def test_a_folder_with_something_in_it_is_refused(store: Store, two: tuple[str, str], tmp_path: Path) -> None:
    """Nothing is overwritten or mixed up."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "x").touch()
    with pytest.raises(FolderInUse):
        store.upkeep.export(tmp_path / "out", draft_id=two[0])
    with pytest.raises(NoSuchDraft):
        store.upkeep.export(tmp_path / "new", draft_id="ffffffff")
    assert not (tmp_path / "new").exists()


def test_a_lost_file_is_told_as_such(
    store: Store, two: tuple[str, str], folder: Path, tmp_path: Path
) -> None:
    """The rest is exported."""
    for path in (folder / "attachments").glob("*/*"):
        path.unlink()
    exported = store.upkeep.export(tmp_path / "out", draft_id=two[0])
    assert [file["file"] for file in _read(exported.path)["files"]] == [None, None]
