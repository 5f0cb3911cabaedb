"""Old stores always open: a real one of each revision is upgraded, and killed while it is."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory

from tests.store import server
from tests.store.writers import Start, said, start
from wizard.store import Store, schema, upgrade

REVISIONS = Path(__file__).with_name("revisions")
NAMES = sorted(path.name for path in REVISIONS.iterdir() if path.is_dir())


def _copy(name: str, target: Path) -> Path:
    """The store of one revision, private as it was."""
    shutil.copytree(REVISIONS / name, target)
    for path in [target, *target.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)
    return target


def _rows(file: Path, columns: dict[str, list[str]] | None = None) -> dict[str, Any]:
    """All rows by table; of `columns`, where they are told."""
    raw = sqlite3.connect(file)
    names = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {}
    for name in sorted(columns or names):
        if name.startswith("sqlite_") or name == "alembic_version":
            continue
        wanted = ", ".join((columns or {}).get(name, ["*"]))
        found[name] = sorted(raw.execute(f"SELECT {wanted} FROM {name}").fetchall(), key=repr)  # noqa: S608  ours
    raw.close()
    return found


def _columns(file: Path) -> dict[str, list[str]]:
    raw = sqlite3.connect(file)
    tables = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {name: [row[1] for row in raw.execute(f"PRAGMA table_info({name})")] for name in tables}
    raw.close()
    return {name: columns for name, columns in found.items() if name[:7] not in ("sqlite_", "alembic")}


def test_there_is_a_store_of_each_revision() -> None:
    """Who adds a revision adds a store that was made under it."""
    chain = ScriptDirectory.from_config(upgrade.configuration()).walk_revisions()
    assert sorted(script.revision for script in chain) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_an_upgrade_keeps_every_row(name: str, tmp_path: Path) -> None:
    """Each column of each row that was there is there, to the last letter."""
    folder = _copy(name, tmp_path / "data")
    columns = _columns(folder / "lov.db")
    before = _rows(folder / "lov.db", columns)
    Store.open(folder).close()
    assert _rows(folder / "lov.db", columns) == before


@pytest.mark.parametrize("name", NAMES)
def test_an_upgraded_store_can_do_all_that_a_new_one_can(name: str, tmp_path: Path) -> None:
    """It is read as it was, goes on, undoes what was done before, and verifies."""
    folder = _copy(name, tmp_path / "data")
    with Store.open(folder, who="eva") as store:
        draft = next(draft for draft in store.drafts() if draft.label == "Rörelsekraft AB")
        answers = store.answers(draft.id)
        assert answers["applicant.orgnr"] == "556592-9717"
        assert answers["applicant.name"] == "Rörelsekraft AB"
        assert [row["name"] for row in answers["staff"]] == ["Bo 👩🏽‍⚕️", "Eva \x00\u2028"]  # type: ignore[index,union-attr,call-overload]
        assert store.read_file(str(answers["ivo.proof"][0]["sha256"])).startswith(b"%PDF")  # type: ignore[index,call-overload]
        assert store.undo(draft.id, door="wizard") is not None
        assert store.answers(draft.id) != answers
        assert store.redo(draft.id, door="wizard") is not None
        assert store.answers(draft.id) == answers
        store.record(draft.id, "applicant.name", "Nya namnet", door="wizard")
        assert store.upkeep.verify().faults == ()


def test_a_revision_ends_in_the_same_tables_wherever_it_began(folder: Path, tmp_path: Path) -> None:
    """Not a column more or less than in a new store, nor a trigger."""
    new = _definitions(folder)
    for name in NAMES:
        old = _copy(name, tmp_path / name)
        Store.open(old).close()
        assert _definitions(old) == new


def _definitions(folder: Path) -> list[tuple[str, str]]:
    raw = sqlite3.connect(folder / "lov.db")
    found = raw.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").fetchall()
    raw.close()
    return [(name, " ".join(sql.split())) for name, sql in found]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the writers are forked, to be killed often")
@pytest.mark.parametrize("name", [name for name in NAMES if name != schema.HEAD])
def test_kill_9_in_the_middle_of_an_upgrade_leaves_the_old_store_or_the_new(
    name: str, quick_disk: Path, start_writer: Start
) -> None:
    """Nothing in between; the next opening finishes it. Some kills must come before, and some after."""
    writer = start_writer()
    sample = _copy(name, quick_disk / "sample")
    columns = _columns(sample / "lov.db")
    expected = _rows(sample / "lov.db", columns)
    start(writer, f"open {_copy(name, quick_disk / 'whole')}")
    began = time.monotonic()
    said(writer)
    whole = time.monotonic() - began
    states = []
    for number in range(14):
        folder = _copy(name, quick_disk / f"{number}")
        pid = start(writer, f"keep {folder}")
        time.sleep(whole * number / 10)
        os.kill(pid, signal.SIGKILL)
        said(writer)
        states.append(_revision(folder))
        Store.open(folder).close()
        assert (_revision(folder), _rows(folder / "lov.db", columns)) == (schema.HEAD, expected)
    assert set(states) == {name, schema.HEAD}


def _revision(folder: Path) -> str:
    raw = sqlite3.connect(folder / "lov.db")
    assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    found = raw.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    raw.close()
    return str(found)


def test_of_many_windows_on_a_server_one_upgrades(tmp_path: Path, start_writer: Start) -> None:
    """Migrations are locked: processes that meet an empty schema at once can all work."""
    with server.server() as address, server.schema(address) as url:
        writers = [start_writer(url=url) for _ in range(2)]
        for writer in writers:
            start(writer, f"open {tmp_path / 'data'}")
        assert [said(writer) for writer in writers] == [["opened"]] * 2
        with Store.open(tmp_path / "data", url=url) as store:
            assert store.upkeep.facts().revision == schema.HEAD


def test_fixtures_are_what_they_were() -> None:
    """A store that was made under a released revision is never made anew: that would prove nothing."""
    sums = json.loads((REVISIONS / "sums.json").read_text())
    found = {name: hashlib.sha256((REVISIONS / name / "lov.db").read_bytes()).hexdigest() for name in NAMES}
    assert found == sums
