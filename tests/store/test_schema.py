"""The schema: one chain, no drift, upgrades that are safe, and stores that are not ours to touch."""

from __future__ import annotations

import errno
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlmodel import SQLModel

from wizard.store import NewerStore, Store, StoreUnavailable, Trouble, schema, upgrade


def _run(folder: Path, *statements: str) -> list[tuple[object, ...]]:
    raw = sqlite3.connect(folder / "lov.db")
    with raw:
        found = [row for statement in statements for row in raw.execute(statement)]
    raw.close()
    return found


def _file_for(folder: Path) -> Path:
    folder.mkdir(mode=0o700)
    file = folder / "lov.db"
    file.touch(0o600)
    return file


def test_the_constant_is_the_head_of_the_chain() -> None:
    """Else stores would never be upgraded, or at every opening."""
    assert ScriptDirectory.from_config(upgrade.configuration()).get_heads() == [schema.HEAD]


def test_the_chain_makes_the_tables_of_the_models(folder: Path) -> None:
    """No column, type, index or constraint is in one and not in the other."""
    engine = create_engine(f"sqlite:///{folder / 'lov.db'}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, SQLModel.metadata)
    engine.dispose()
    assert found == []


def test_the_chain_makes_the_tables_word_for_word(folder: Path, tmp_path: Path) -> None:
    """What a comparison does not see either: WITHOUT ROWID, AUTOINCREMENT, what a deletion takes with it."""
    (tmp_path / "models").mkdir()
    engine = create_engine(f"sqlite:///{tmp_path / 'models' / 'lov.db'}")
    SQLModel.metadata.create_all(engine)
    engine.dispose()
    assert _definitions(folder) == _definitions(tmp_path / "models")


def _definitions(folder: Path) -> dict[object, frozenset[str]]:
    """The parts of each table and index, in no order: SQLAlchemy writes one on a line."""
    found = _run(
        folder,
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type != 'trigger'"
        " AND tbl_name != 'alembic_version'",
    )
    parts = re.compile(r"\n|, (?=[a-z_]+ [A-Z]+)")  # a column that was added later stands on the last line
    return {name: frozenset(part.strip(" \t,()") for part in parts.split(str(sql))) for name, sql in found}


def test_the_triggers_are_there(folder: Path) -> None:
    """A migration that makes a table anew drops its triggers without a word."""
    triggers = _run(folder, "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
    assert [name for (name,) in triggers] == [
        "answer_event_goes_with_its_draft",
        "answer_event_never_changes",
        "audit_never_changes",
        "audit_never_goes",
        "decision_goes_with_its_screening",
        "decision_never_changes",
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE answer_event SET value = '\"other\"'",
        "UPDATE answer_event SET at = '2020-01-01'",
        "DELETE FROM answer_event",
    ],
)
def test_events_are_append_only(store: Store, folder: Path, statement: str) -> None:
    """Not even SQL changes or deletes one while its draft is there."""
    draft = store.create("a", "application", "1")
    store.record(draft.id, "q", "x", door="tui")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        _run(folder, statement)


def test_a_current_store_is_opened_without_alembic(folder: Path) -> None:
    """It takes longer to import than all the rest of a command."""
    script = (
        "import sys, pathlib; from wizard.store import Store;"
        "Store.open(pathlib.Path(sys.argv[1])).close(); print('alembic' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    "statements",
    [(), ("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)",)],
    ids=["an empty file", "an empty revision"],
)
def test_a_store_without_a_schema_gets_one(tmp_path: Path, statements: tuple[str, ...]) -> None:
    """Whether lov was killed while it made it, or someone took all revisions back."""
    _file_for(tmp_path / "data")
    _run(tmp_path / "data", *statements)
    with Store.open(tmp_path / "data") as store:
        store.create("a", "application", "1")
    assert _run(tmp_path / "data", "SELECT version_num FROM alembic_version") == [(schema.HEAD,)]


@pytest.fixture
def at_base(folder: Path) -> Path:
    """A store that was taken back to before its first revision."""
    engine = create_engine(f"sqlite:///{folder / 'lov.db'}")
    with engine.begin() as connection:
        for table in reversed(SQLModel.metadata.sorted_tables):
            table.drop(connection)
        command.stamp(upgrade.configuration(connection), "base")
    engine.dispose()
    return folder


def test_an_upgrade_is_preceded_by_a_snapshot(at_base: Path) -> None:
    """The copy holds what was there before, and is private."""
    Store.open(at_base).close()
    snapshot = at_base / f"lov-before-{schema.HEAD}.db"
    raw = sqlite3.connect(snapshot)
    tables = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    raw.close()
    assert snapshot.stat().st_mode & 0o777 == 0o600
    assert ("alembic_version",) in tables
    assert ("draft",) not in tables


def test_a_new_store_needs_no_snapshot(tmp_path: Path) -> None:
    """There is nothing to copy."""
    Store.open(tmp_path / "data").close()
    assert list((tmp_path / "data").glob("*before*")) == []


def test_an_upgrade_that_fails_changes_nothing(at_base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All revisions are one transaction."""
    run_chain = command.upgrade

    def fail_at_the_end(*args: object) -> None:
        run_chain(*args)  # type: ignore[arg-type]
        raise OSError(errno.EIO, "")

    before = _run(at_base, "SELECT name, sql FROM sqlite_master")
    monkeypatch.setattr(command, "upgrade", fail_at_the_end)
    with pytest.raises(StoreUnavailable) as caught:
        Store.open(at_base)
    assert caught.value.trouble is Trouble.IO_ERROR
    assert _run(at_base, "SELECT name, sql FROM sqlite_master") == before


def test_a_store_of_a_newer_lov_is_refused(folder: Path) -> None:
    """It is left as it is, and said so."""
    _run(folder, "UPDATE alembic_version SET version_num = '9999'")
    before = (folder / "lov.db").read_bytes()
    with pytest.raises(NewerStore, match="newer version of lov"):
        Store.open(folder)
    assert (folder / "lov.db").read_bytes() == before


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    """Someone may keep another lov.db there."""
    _file_for(tmp_path / "data")
    _run(tmp_path / "data", "CREATE TABLE songs (title)")
    with pytest.raises(StoreUnavailable) as caught:
        Store.open(tmp_path / "data")
    assert caught.value.trouble is Trouble.FOREIGN
    assert _run(tmp_path / "data", "SELECT name FROM sqlite_master") == [("songs",)]
