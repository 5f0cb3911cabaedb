"""The database in a file of one's own: SQLite, as `connection` sets it.

Deleting in SQLite leaves copies behind: with `secure_delete` alone, one deleted draft in four could still be
read in the file, in cells that a page split had moved (measured). So a deletion is counted in the file's
`user_version`; then the file is written anew (VACUUM) and the count taken back.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final, cast

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from wizard.store.connection import PLAIN, Driver, Policy, begin_writing, connect
from wizard.store.database import WRITES, Database, Facts
from wizard.store.errors import StoreUnavailable, Trouble
from wizard.store.schema import bring_up_to_date, stored_revision
from wizard.store.seam import translated
from wizard.store.snapshots import delete_snapshots

__all__ = ["BESIDES", "SqliteDatabase"]

BESIDES: Final = ("", "-wal", "-shm", "-journal")
"""What SQLite may put beside a database, by the ends of the names."""

_CHECKED: Final = 64 * 1024 * 1024
"""Bytes up to which a file is looked through at every opening (12 ms for this many)."""


class SqliteDatabase(Database):
    """See the module."""

    def __init__(self, file: Path, policy: Policy, driver: Driver = PLAIN) -> None:
        """Open `file`, which exists and is private, look whether it is in order, and bring it up to date."""
        self._file = file
        self._policy = policy
        self._driver = driver
        super().__init__(file, _engine(file, policy, driver))
        try:
            with translated(file):
                self._refuse_damaged()
                bring_up_to_date(self._writer, file, driver)
        except BaseException:
            self.close()
            raise

    def _refuse_damaged(self) -> None:
        """Stop before a damaged file is written to, which would make it worse."""
        if not 0 < self._file.stat().st_size <= _CHECKED:
            return
        with self._reader.connect() as connection:
            if _raw(connection).execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise StoreUnavailable(Trouble.DAMAGED, self._file)

    def _count_deletion(self, connection: Connection) -> None:
        raw = _raw(connection)
        raw.execute(f"PRAGMA user_version={_deletions(raw) + 1}")

    def deletions(self) -> int:
        """How many deletions there are whose traces have not been wiped."""
        with translated(self._file), self._reader.connect() as connection:
            return _deletions(_raw(connection))

    def wipe_traces(self) -> bool:
        """Write the file anew, without what was deleted; False where another window reads the old state yet."""
        with translated(self._file), self._reader.connect() as connection:
            raw = _raw(connection)
            deletions = _deletions(raw)
            begin_writing(raw, self._policy, self._file)  # makes sure of the journal mode
            raw.execute("ROLLBACK")
            raw.execute("VACUUM")
            is_log_empty = bool(raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)
            delete_snapshots(self._file)
            begin_writing(raw, self._policy, self._file)
            if is_log_empty and _deletions(raw) == deletions:  # else another window deleted meanwhile
                raw.execute("PRAGMA user_version=0")
            raw.execute("COMMIT")
            return is_log_empty

    def facts(self) -> Facts:
        """The version that reads the file, and how it is written."""
        with translated(self._file), self._reader.connect() as connection:
            raw = _raw(connection)
            mode = str(raw.execute("PRAGMA journal_mode").fetchone()[0])
            flush = ("OFF", "NORMAL", "FULL", "EXTRA")[raw.execute("PRAGMA synchronous").fetchone()[0]]
            beside = [Path(f"{self._file}{end}") for end in BESIDES]
            sizes = {path.name: path.stat().st_size for path in beside if path.exists()}
            version = self._driver.module.sqlite_version
            revision = stored_revision(connection)
            return Facts("SQLite", version, f"{mode}, {flush}", revision, sizes, self._driver.name)

    def damages(self) -> tuple[str, ...]:
        """What SQLite's own checks find: pages, indexes, foreign keys."""
        with translated(self._file), self._reader.connect() as connection:
            raw = _raw(connection)
            found = [row[0] for row in raw.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
            found += [f"foreign key: {row[0]} -> {row[2]}" for row in raw.execute("PRAGMA foreign_key_check")]
            return tuple(found)

    def copy_to(self, file: Path) -> None:
        """By SQLite's backup: page by page, begun anew where another process writes."""
        with translated(self._file), self._reader.connect() as connection:
            _copy_pages(_raw(connection), self._driver.open(file))

    def take_over(self, file: Path) -> None:
        """By SQLite's backup the other way, which is one transaction of this file."""
        with translated(self._file), self._reader.connect() as connection:
            connection.detach()  # what it knows of the schema is of the past
            raw = _raw(connection)
            source = self._driver.open(file)
            try:
                source.backup(raw)
            finally:
                source.close()
        self.close()


def _copy_pages(raw: sqlite3.Connection, target: sqlite3.Connection) -> None:
    try:
        raw.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # the copy is one file
    finally:
        target.close()


def _engine(file: Path, policy: Policy, driver: Driver) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=driver.module,
        creator=lambda: connect(file, policy, driver),
        poolclass=QueuePool,  # for a file that SQLAlchemy does not know of, it would choose another
        hide_parameters=True,  # its errors quote answers otherwise
    )

    def begin(connection: Connection) -> None:
        raw = _raw(connection)
        if connection.get_execution_options().get(WRITES):
            begin_writing(raw, policy, file)
        else:
            raw.execute("BEGIN")

    event.listen(engine, "begin", begin)
    return engine


def _raw(connection: Connection) -> sqlite3.Connection:
    return cast("sqlite3.Connection", connection.connection.dbapi_connection)


def _deletions(raw: sqlite3.Connection) -> int:
    return int(raw.execute("PRAGMA user_version").fetchone()[0])
