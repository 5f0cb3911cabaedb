"""The audit chain shows every tampering, tells nothing of what was deleted, and is whole after any use."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wizard.store import Draft, Store
from wizard.store.audit import FIRST
from wizard.store.records import Finding
from wizard.store.verifying import Amiss

BOTH_ENGINES = True
CANARY = "19811218-9876"


def _raw(folder: Path, *statements: str) -> None:
    """Run SQL as someone does who has the file and knows of the triggers."""
    raw = sqlite3.connect(folder / "lov.db", isolation_level=None)
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        raw.execute(statement)
    raw.close()


@pytest.fixture
def used(store: Store, draft: Draft) -> Store:
    """A store in which everything has been used that the chain tells of."""
    for question, value in (("a", 1), ("b", [{"_row": "r1", "name": "Bo"}]), ("a", 2), ("c", "x")):
        store.record(draft.id, question, value, door="tui", why="så")
    store.forget(draft.id, "c", door="tui")
    store.undo(draft.id, door="tui")
    profile = store.profiles.create("Rörelsekraft AB")
    store.profiles.keep(profile.id, {"applicant.orgnr": "556592-9717"})
    store.profiles.keep(profile.id, {"applicant.orgnr": "556592-9718", "x": "y"})
    findings = [Finding(1, "missing", "error", "ivo", {"x": 1}), Finding(2, "odd", "warning", "b", "y")]
    screening = store.screenings.add("ab" * 32, "incomplete", findings, label="paket", details={"n": 1})
    store.screenings.decide(screening.id, "ask", "saknas", finding=1)
    store.screenings.decide(screening.id, "return", "ofullständig")
    store.settings.put("keep", 3)
    return store


def test_what_was_used_verifies(used: Store) -> None:
    """Nothing is amiss, and it was looked at."""
    found = used.upkeep.verify()
    assert found.faults == ()
    assert (found.drafts, found.changes) == (1, 6)
    assert found.entries > 12
    assert used.upkeep.verify(head=found.head[1]).faults == ()


def test_an_entry_carries_the_hash_of_the_one_before(store: Store, folder: Path) -> None:
    """Recomputed here by hand, from what the documentation says."""
    store.settings.put("x", 1)
    raw = sqlite3.connect(folder / "lov.db")
    before = FIRST
    for seq, at, *rest, found in raw.execute(
        "SELECT seq, at, act, owner, subject, ref, mac, who, door, hash FROM audit ORDER BY seq"
    ):
        moment = at.replace(" ", "T") + "+00:00"
        text = json.dumps([seq, moment, *rest], separators=(",", ":"))
        before = hashlib.sha256((before + text).encode()).hexdigest()
        assert found == before
    raw.close()


ENTRY_CHANGES = [
    "at = '2020-01-01 00:00:00.000000'",
    "act = 'x'",
    "owner = 'draft:ffffffff'",
    "subject = 'z'",
    "ref = 77",
    "mac = 'aa'",
    "who = 'bo'",
    "door = 'z'",
    "hash = 'aa'",
]


@pytest.mark.parametrize("change", ENTRY_CHANGES)
def test_a_changed_entry_breaks_the_chain(used: Store, folder: Path, change: str) -> None:
    """Whichever column, in every entry in turn."""
    count = used.upkeep.verify().entries
    for seq in {1, 2, count // 2, count}:
        kept = (folder / "lov.db").read_bytes()
        _raw(folder, f"UPDATE audit SET {change} WHERE seq = {seq}")  # noqa: S608  ours
        codes = {fault.code for fault in used.upkeep.verify().faults}
        assert Amiss.CHAIN in codes, seq
        used.close()
        (folder / "lov.db").write_bytes(kept)


def test_every_deleted_entry_is_missed(used: Store, folder: Path) -> None:
    """Inside by the chain; at the end by what it told of, or by the head that was kept elsewhere."""
    head = used.upkeep.verify().head[1]
    for seq in range(1, used.upkeep.verify().entries + 1):
        kept = (folder / "lov.db").read_bytes()
        _raw(folder, f"DELETE FROM audit WHERE seq = {seq}")  # noqa: S608  ours
        assert used.upkeep.verify(head=head).faults, seq
        used.close()
        (folder / "lov.db").write_bytes(kept)


def test_entries_cannot_change_places(used: Store, folder: Path) -> None:
    """Two neighbours swapped."""
    _raw(
        folder,
        "UPDATE audit SET seq = -1 WHERE seq = 3",
        "UPDATE audit SET seq = 3 WHERE seq = 4",
        "UPDATE audit SET seq = 4 WHERE seq = -1",
    )
    assert Amiss.CHAIN in {fault.code for fault in used.upkeep.verify().faults}


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE answer_event SET value = '7' WHERE seq = 1", Amiss.HISTORY),
        ("UPDATE answer_event SET at = '2020-01-01 00:00:00.000000' WHERE seq = 1", Amiss.HISTORY),
        ("UPDATE answer_event SET who = 'bo' WHERE seq = 2", Amiss.HISTORY),
        ("UPDATE answer_event SET door = 'z' WHERE seq = 2", Amiss.HISTORY),
        ("UPDATE answer_event SET question_id = 'b' WHERE seq = 1", Amiss.HISTORY),
        ("DELETE FROM answer_event WHERE seq = 1", Amiss.HISTORY),
        (
            (
                "INSERT INTO answer_event (draft, question_id, value, at, door) "
                "SELECT draft, 'a', '9', at, door FROM answer_event WHERE seq = 1"
            ),
            Amiss.HISTORY,
        ),
        ("UPDATE answer SET value = '9' WHERE question_id = 'a'", Amiss.ANSWER),
        ("DELETE FROM answer WHERE question_id = 'a'", Amiss.ANSWER),
        ("DELETE FROM draft", Amiss.HISTORY),
        ("DELETE FROM secret WHERE owner LIKE 'draft:%'", Amiss.HISTORY),
        ("UPDATE finding SET severity = 'info' WHERE number = 1", Amiss.SCREENING),
        ("UPDATE finding SET details = '2' WHERE number = 2", Amiss.SCREENING),
        ("DELETE FROM finding WHERE number = 2", Amiss.SCREENING),
        ("UPDATE screening SET outcome = 'complete'", Amiss.SCREENING),
        ("DELETE FROM screening", Amiss.SCREENING),
        ("UPDATE decision SET verdict = 'approve' WHERE finding IS NULL", Amiss.SCREENING),
        ("UPDATE decision SET who = 'bo' WHERE finding = 1", Amiss.SCREENING),
        ("DELETE FROM decision WHERE finding = 1", Amiss.SCREENING),
        ("UPDATE profile_answer SET value = '\"5\"' WHERE question_id = 'x'", Amiss.PROFILE),
        ("DELETE FROM profile_answer WHERE question_id = 'x'", Amiss.PROFILE),
    ],
)
def test_what_the_chain_tells_of_cannot_be_changed_unseen(
    used: Store, folder: Path, statement: str, code: Amiss
) -> None:
    """With the chain itself left whole."""
    _raw(folder, "PRAGMA foreign_keys=ON", statement)
    codes = {fault.code for fault in used.upkeep.verify().faults}
    assert code in codes
    assert Amiss.CHAIN not in codes


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET who = 'x'",
        "DELETE FROM audit",
        "UPDATE decision SET verdict = 'x'",
        "DELETE FROM decision",
    ],
)
def test_sql_alone_changes_neither_entries_nor_decisions(used: Store, folder: Path, statement: str) -> None:
    """The triggers refuse it."""
    raw = sqlite3.connect(folder / "lov.db")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        raw.execute(statement)
    raw.close()


def test_a_chain_written_anew_is_found_by_a_head_kept_elsewhere(
    used: Store, open_store: Callable[..., Store], tmp_path: Path
) -> None:
    """Nothing inside can tell; the kept head can."""
    kept = used.upkeep.verify().head[1]
    with Store.open(tmp_path / "other") as other:
        other.create("a", "application", "1")
        assert other.upkeep.verify().faults == ()
        assert [fault.code for fault in other.upkeep.verify(head=kept).faults] == [Amiss.HEAD]


def test_the_chain_outlives_what_it_tells_of_and_says_nothing_of_it(store: Store, folder: Path) -> None:
    """The key is gone, so nobody can even try whether a value was there."""
    draft = store.create("a", "application", "1", label=CANARY).id
    store.record(draft, "q", CANARY, door="tui", why=CANARY)
    raw = sqlite3.connect(folder / "lov.db")
    macs = [mac for (mac,) in raw.execute("SELECT mac FROM audit WHERE mac IS NOT NULL")]
    assert macs
    store.delete(draft)
    assert raw.execute("SELECT count(*) FROM secret").fetchone() == (0,)
    told = repr(raw.execute("SELECT * FROM audit").fetchall())
    raw.close()
    assert CANARY not in told
    assert all(mac in told for mac in macs)
    assert store.upkeep.verify().faults == ()


def test_equal_answers_of_two_drafts_look_different(store: Store, folder: Path) -> None:
    """Each draft has a key of its own."""
    for _ in range(2):
        store.record(store.create("a", "application", "1").id, "q", "lika", door="tui")
    raw = sqlite3.connect(folder / "lov.db")
    macs = raw.execute("SELECT mac FROM audit WHERE subject = 'q'").fetchall()
    raw.close()
    assert len(set(macs)) == 2


def test_a_lost_file_is_found(store: Store, draft: Draft, folder: Path, tmp_path: Path) -> None:
    """Missing or changed, by its SHA-256."""
    (tmp_path / "x").write_text("x")
    named = store.add_file(tmp_path / "x")
    store.record(draft.id, "q", [named], door="tui")
    (path,) = (folder / "attachments").glob("*/*")
    path.write_text("y")
    assert [(fault.code, fault.what) for fault in store.upkeep.verify().faults] == [
        (Amiss.FILE, named["sha256"])
    ]
    path.unlink()
    assert [fault.code for fault in store.upkeep.verify().faults] == [Amiss.FILE]


def test_every_fault_has_a_sentence(used: Store, clock: Any) -> None:
    """With the place filled in."""
    from wizard.store.verifying import Fault  # noqa: PLC0415  loads SQLModel

    assert ["{" in str(Fault(code, "x").message) for code in Amiss] == [False] * len(Amiss)


def test_a_draft_in_which_nothing_was_ever_answered_verifies(store: Store, draft: Draft) -> None:
    """Forgetting signs no value, so there is no key."""
    store.forget(draft.id, "q", door="tui")
    assert store.upkeep.verify().faults == ()
