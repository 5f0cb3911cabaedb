"""Deleted means gone."""

from __future__ import annotations

import os
import random
import sqlite3
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wizard.files import CACHE
from wizard.store import AttachmentLost, NoSuchDraft, Store, connection

OpenAs = Callable[[int, int, int], Store]
CANARY = "19811218-9876"


def _everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def _fill(store: Store, drafts: list[str], marks: list[str]) -> None:
    """Write so much, in such disorder, that pages split and cells move: without VACUUM, traces are left."""
    chance = random.Random(2)  # noqa: S311  for tests
    for _ in range(400):
        which = chance.randrange(len(drafts))
        size = chance.choice([3, 10, 40, 200, 5, 3000])
        question = f"q{chance.randrange(60)}"
        text = marks[which] + chance.randbytes(size).hex()
        store.record(drafts[which], question, text, door="tui", why=marks[which])


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 53, 1)])
def test_nothing_of_a_deleted_draft_can_be_read(
    folder: Path, open_as: OpenAs, version: tuple[int, int, int], tmp_path: Path
) -> None:
    """Not in the database, its log, a journal, attachments or a snapshot; the other drafts stay."""
    store = open_as(*version)
    marks = [f"{CANARY}-{number}" for number in range(4)]
    drafts = [store.create("a", "application", "1", label=mark).id for mark in marks]
    paper = tmp_path / "paper"
    for draft, mark in zip(drafts, marks, strict=True):
        paper.write_text(mark)
        store.record(draft, "file", store.add_file(paper), door="tui")
        store.record_package(draft, sha256="ab" * 32, path=tmp_path / mark, complete=True, flow_version="1")
    (folder / "lov-before-0001.db").write_text(marks[0])
    _fill(store, drafts, marks)
    kept = store.answers(drafts[3])
    for draft in drafts[:3]:
        assert store.delete(draft).is_complete
    data = _everything(folder)
    assert [data.count(mark.encode()) > 0 for mark in marks] == [False, False, False, True]
    assert store.answers(drafts[3]) == kept


def test_deleting_takes_everything_of_the_draft(store: Store, folder: Path) -> None:
    """No row is left that belongs to nothing."""
    draft = store.create("a", "application", "1")
    store.record(draft.id, "q", "x", door="tui")
    store.record_package(draft.id, sha256="ab" * 32, path=folder, complete=True, flow_version="1")
    store.delete(draft.id)
    raw = sqlite3.connect(folder / "lov.db")
    tables = ("draft", "answer", "answer_event", "package")
    counts = [raw.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]  # noqa: S608  ours
    raw.close()
    assert counts == [0, 0, 0, 0]
    with pytest.raises(NoSuchDraft):
        store.get(draft.id)


def test_a_file_stays_while_another_draft_names_it(store: Store, tmp_path: Path) -> None:
    """Also one that only the other's history names: an undo may want it back."""
    (tmp_path / "x").write_text("x")
    named = store.add_file(tmp_path / "x")
    first, second = (store.create("a", "application", "1").id for _ in range(2))
    for draft in (first, second):
        store.record(draft, "q", [named], door="tui")
    store.record(second, "q", "nothing", door="tui")
    store.delete(first)
    assert store.read_file(str(named["sha256"])) == b"x"
    store.delete(second)
    with pytest.raises(AttachmentLost):
        store.read_file(str(named["sha256"]))


def test_a_file_that_was_never_named_goes_in_time(store: Store, tmp_path: Path, clock: Any) -> None:
    """Someone attached it and thought better of it; on the same day, a window may still be about to name it."""
    sha256s = []
    for name in ("old", "fresh"):
        (tmp_path / name).write_text(name)
        sha256s.append(str(store.add_file(tmp_path / name)["sha256"]))
        clock.move(hours=20)
    store.delete(store.create("a", "application", "1").id)
    assert store.read_file(sha256s[1]) == b"fresh"
    with pytest.raises(AttachmentLost):
        store.read_file(sha256s[0])


def test_a_deletion_sweeps_up_after_killed_processes(store: Store, folder: Path) -> None:
    """A file that never got its row goes, and an old half-written one; a fresh one may still be in use."""
    place = folder / "attachments" / "ab"
    place.mkdir(parents=True, mode=0o700)
    (place / ("ab" * 32)).touch()
    old, fresh = (folder / "attachments" / name for name in (".lov-old", ".lov-fresh"))
    old.touch()
    fresh.touch()
    os.utime(old, (time.time() - 7200,) * 2)
    store.delete(store.create("a", "application", "1").id)
    assert [path for path in (folder / "attachments").rglob("*") if path.is_file()] == [fresh]


def test_traces_that_could_not_be_wiped_are_wiped_at_the_next_opening(
    folder: Path, open_as: OpenAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another window that reads an old state is in the way; the deletion itself is not held up."""
    monkeypatch.setattr(connection, "BUSY_TIMEOUT", 0.1)
    store = open_as(3, 53, 1)
    draft = store.create("a", "application", "1", label=CANARY).id
    reader = sqlite3.connect(folder / "lov.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM draft").fetchall()
    wiped = store.delete(draft).wiped
    reader.close()
    store.close()
    before = _deletions(folder)
    Store.open(folder).close()
    assert (wiped, before, _deletions(folder)) == (False, 1, 0)
    assert CANARY.encode() not in _everything(folder)


def _deletions(folder: Path) -> int:
    raw = sqlite3.connect(folder / "lov.db")
    found = int(raw.execute("PRAGMA user_version").fetchone()[0])
    raw.close()
    return found


def test_deleting_a_provider_or_a_screening_reaches_the_backups(store: Store, folder: Path) -> None:
    """And restoring one that was made before, and lay elsewhere meanwhile, does not bring it back."""
    profile = store.profiles.create(CANARY)
    store.profiles.keep(profile.id, {"signatory.number": CANARY})
    screening = store.screenings.add("ab" * 32, "blocked", [], label=CANARY)
    made = store.upkeep.backup().path
    kept = made.read_bytes()
    assert CANARY.encode() in _inside(made)
    assert store.profiles.delete(profile.id)
    assert CANARY.encode() in _inside(made)  # the screening still names it
    assert store.screenings.delete(screening.id)
    assert CANARY.encode() not in _everything(folder) + _inside(made)
    made.write_bytes(kept)
    store.upkeep.restore(made)
    assert (store.profiles.all(), store.screenings.all()) == ((), ())
    assert store.upkeep.verify().faults[1:] == ()  # the backup itself is no longer what was written


def _inside(backup: Path) -> bytes:
    with zipfile.ZipFile(backup) as archive:
        return archive.read("lov.db")


def test_a_deletion_reaches_backups_that_the_store_has_forgotten(store: Store, folder: Path) -> None:
    """As it has after a restore over a damaged file, or when someone else put them there."""
    draft = store.create("a", "application", "1", label=CANARY)
    made = store.upkeep.backup().path
    forgotten = made.with_name("lov-000777-20260101T000000Z.zip")
    forgotten.write_bytes(made.read_bytes())
    certificate = store.delete(draft.id)
    assert (certificate.backups, certificate.is_complete) == (2, True)
    assert CANARY.encode() not in _inside(forgotten)


def test_compiled_blanks_are_no_traces(store: Store, folder: Path) -> None:
    """They hold words that an answer may hold too, and are made anew when they are wanted."""
    draft = store.create("a", "application", "1")
    store.record(draft.id, "q", "vardcentral", door="tui")
    cache = folder / CACHE
    cache.mkdir(mode=0o700)
    (cache / "ab.template").write_text("a choice: vardcentral")
    certificate = store.delete(draft.id)
    assert (certificate.found_in, certificate.is_complete) == ((), True)
    assert list(cache.iterdir()) == []


def test_packages_that_lie_elsewhere_are_told(store: Store, tmp_path: Path) -> None:
    """Those that are still there: they are their owner's, and lov does not touch them."""
    draft = store.create("a", "application", "1")
    package = tmp_path / "package.zip"
    package.write_bytes(b"x")
    for path in (package, package, tmp_path / "gone.zip", tmp_path / ("long" * 300)):
        store.record_package(draft.id, sha256="ab" * 32, path=path, complete=True, flow_version="1")
    certificate = store.delete(draft.id)
    assert certificate.outside == (package,)
    assert certificate.is_complete
    assert package.read_bytes() == b"x"


def test_what_others_have_too_is_no_trace(store: Store, tmp_path: Path) -> None:
    """Words of other drafts' answers and reasons, of areas and errands, names of files, and the schema's own."""
    (tmp_path / "hyresavtal.pdf").write_bytes(b"%PDF-")
    named = store.add_file(tmp_path / "hyresavtal.pdf")
    drafts = [store.create("fysioterapi", "application", "1", label="Rörelsekraft AB").id for _ in range(2)]
    for draft in drafts:
        store.record(draft, "file", [named], door="import", why="answers.yaml")
        store.record_package(
            draft, sha256="ab" * 32, path=tmp_path / "package.zip", complete=True, flow_version="1"
        )
    for word in ("application", "fysioterapi", "answer_event", "position", CANARY):
        store.record(drafts[0], "word", word, door="tui")
    certificate = store.delete(drafts[0])
    assert (certificate.found_in, certificate.searched) == ((), 1)
