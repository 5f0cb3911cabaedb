"""Journal modes by version of SQLite, and what every connection is set to."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from wizard.store import Store, StoreUnavailable, Trouble
from wizard.store.connection import connect, journal_policy

OPEN_AS = Callable[[int, int, int], Store]


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 7, 0), "delete"),
        ((3, 34, 1), "delete"),
        ((3, 40, 1), "delete"),
        ((3, 44, 5), "delete"),
        ((3, 44, 6), "wal"),
        ((3, 45, 0), "delete"),
        ((3, 46, 1), "delete"),
        ((3, 50, 6), "delete"),
        ((3, 50, 7), "wal"),
        ((3, 51, 0), "delete"),
        ((3, 51, 2), "delete"),
        ((3, 51, 3), "wal"),
        ((3, 52, 0), "wal"),
        ((3, 53, 1), "wal"),
        ((3, 54, 0), "wal"),
        ((4, 0, 0), "wal"),
    ],
)
def test_wal_is_used_only_where_its_fault_is_mended(version: tuple[int, int, int], mode: str) -> None:
    """Fixed in 3.51.3, and carried back to 3.50.7 and 3.44.6; each mode with the synchronous it needs."""
    assert journal_policy(version) == {"wal": ("wal", "FULL"), "delete": ("delete", "EXTRA")}[mode]


@pytest.mark.parametrize(("version", "expected"), [((3, 40, 1), ("delete", 3)), ((3, 53, 1), ("wal", 2))])
def test_the_policy_is_in_force(folder: Path, version: tuple[int, int, int], expected: object) -> None:
    """What SQLite says of the connection is what the policy wants; 2 is FULL and 3 is EXTRA."""
    raw = connect(folder / "lov.db", journal_policy(version))
    found = tuple(raw.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous"))
    raw.close()
    assert found == expected


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("foreign_keys", 1),
        ("busy_timeout", 5000),
        ("secure_delete", 1),
        ("trusted_schema", 0),
        ("temp_store", 2),
    ],
)
def test_settings_are_in_force(folder: Path, setting: str, value: int) -> None:
    """Safe settings, whatever this SQLite was built with."""
    raw = connect(folder / "lov.db", journal_policy((3, 40, 1)))
    found = raw.execute(f"PRAGMA {setting}").fetchone()[0]
    raw.close()
    assert found == value


def test_a_switch_to_wal_by_another_program_is_taken_back(folder: Path, open_as: OPEN_AS) -> None:
    """A newer SQLite elsewhere may turn WAL on between two of our writes."""
    store = open_as(3, 40, 1)
    draft = store.create("a", "application", "1")
    _in_wal(folder).close()
    store.record(draft.id, "q", "x", door="tui")
    raw = sqlite3.connect(folder / "lov.db")
    mode = raw.execute("PRAGMA journal_mode").fetchone()[0]
    raw.close()
    assert mode == "delete"


def test_writing_in_wal_is_refused_while_another_program_holds_it(folder: Path, open_as: OPEN_AS) -> None:
    """An affected SQLite does not write in WAL, not even when it cannot leave it."""
    store = open_as(3, 40, 1)
    draft = store.create("a", "application", "1")
    other = _in_wal(folder)
    with pytest.raises(StoreUnavailable) as caught:
        store.record(draft.id, "q", "x", door="tui")
    other.close()
    assert caught.value.trouble is Trouble.LOCKED


def test_a_file_in_wal_is_not_opened_against_the_policy(folder: Path, open_as: OPEN_AS) -> None:
    """Nor does it open a file that is held in WAL."""
    other = _in_wal(folder)
    with pytest.raises(StoreUnavailable) as caught:
        open_as(3, 40, 1)
    other.close()
    assert caught.value.trouble is Trouble.LOCKED


def test_a_writer_elsewhere_does_not_keep_a_window_from_opening(folder: Path, open_as: OPEN_AS) -> None:
    """Where WAL cannot be turned on because someone writes, the rollback journal does as well."""
    other = sqlite3.connect(folder / "lov.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    raw = connect(folder / "lov.db", journal_policy((3, 53, 1)))
    found = tuple(raw.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous"))
    raw.close()
    other.close()
    assert found == ("delete", 3)


def test_a_store_goes_from_one_engine_to_the_other_and_back(open_as: OPEN_AS) -> None:
    """An update of Python, and a downgrade, keep all answers."""
    answers: list[list[str]] = []
    draft = None
    for version in [(3, 40, 1), (3, 53, 1), (3, 40, 1)]:
        store = open_as(*version)
        draft = draft or store.create("a", "application", "1").id
        store.record(draft, f"q{len(answers)}", "x", door="tui")
        answers.append(list(store.answers(draft)))
        store.close()
    assert answers == [["q0"], ["q0", "q1"], ["q0", "q1", "q2"]]


def _in_wal(folder: Path) -> sqlite3.Connection:
    raw = sqlite3.connect(folder / "lov.db")
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("SELECT * FROM draft").fetchall()
    return raw
