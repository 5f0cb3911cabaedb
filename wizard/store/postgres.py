"""The database of a team: PostgreSQL, by psycopg (the extra `postgres`).

Writers take turns: a writing transaction holds an advisory lock of the schema from its first moment, as SQLite's
writers do by nature. An answer takes about a millisecond, so that officers do not feel each other, and a change
that is decided by what was read is right without thinking of isolation. Readers wait for nobody and see one
state (REPEATABLE READ). Migrations hold the same lock, so that of several windows that meet an old schema one
upgrades it and the others find it done.

What is deleted is gone from the tables when they have been written anew (VACUUM FULL). The server's own log of
changes, its replicas and its backups are kept by whoever runs it; the certificate says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlmodel import SQLModel

from wizard.store.connection import BUSY_TIMEOUT, journal_policy
from wizard.store.database import COPIED, WRITES, Database, Facts, copy_rows
from wizard.store.errors import StoreUnavailable, Trouble
from wizard.store.schema import bring_up_to_date, stored_revision
from wizard.store.seam import translated
from wizard.store.sqlite import SqliteDatabase

__all__ = ["PostgresDatabase", "plain_engine", "shown_url"]

_LOCK: Final = 0x6C6F76
"""The first half of the advisory lock's key, `lov`; the second is the schema's name."""

_TRACES: Final = "traces"
"""The setting that counts deletions."""


def shown_url(url: str) -> str:
    """`url` as it can be shown: without its password and what stands behind the name of the database."""
    parsed = _parsed(url)
    return (
        f"postgresql://{parsed.host or ''}{f':{parsed.port}' if parsed.port else ''}/{parsed.database or ''}"
    )


def _parsed(url: str) -> URL:
    """The parts of `url`. Raises `StoreUnavailable`, which does not quote it: a password may stand anywhere in it."""
    try:
        return make_url(url)
    except (ArgumentError, ValueError):
        raise StoreUnavailable(Trouble.NO_ADDRESS, "LOV_DATABASE_URL") from None


class PostgresDatabase(Database):
    """See the module."""

    def __init__(self, url: str) -> None:
        """Connect to the server at `url`, and bring the schema up to date."""
        super().__init__(shown_url(url), plain_engine(url))
        self._reader = self._reader.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        try:
            with translated(self.place):
                bring_up_to_date(self._writer, self.place)
        except BaseException:
            self.close()
            raise

    def _count_deletion(self, connection: Connection) -> None:
        connection.exec_driver_sql(
            "INSERT INTO setting (name, value) VALUES (%s, '1')"
            " ON CONFLICT (name) DO UPDATE SET value = (setting.value::integer + 1)::text",
            (_TRACES,),
        )

    def deletions(self) -> int:
        """How many deletions there are whose traces have not been wiped."""
        with translated(self.place), self._reader.begin() as connection:
            return _traces(connection)

    def wipe_traces(self) -> bool:
        """Write the tables anew; raises `StoreUnavailable` where another window is in the way too long."""
        with translated(self.place):
            with self._reader.begin() as connection:
                traces = _traces(connection)
            with self._alone() as connection:
                for table in SQLModel.metadata.sorted_tables:
                    connection.exec_driver_sql(f'VACUUM FULL "{table.name}"')
            with self._writer.begin() as connection:
                if _traces(connection) == traces:
                    connection.exec_driver_sql("DELETE FROM setting WHERE name = %s", (_TRACES,))
        return True

    @contextmanager
    def _alone(self) -> Iterator[Connection]:
        """A connection outside all transactions, which VACUUM wants."""
        with self._reader.connect() as connection:
            yield connection.execution_options(isolation_level="AUTOCOMMIT", postgresql_readonly=False)

    def facts(self) -> Facts:
        """The server's version, and whether it acknowledges only what is on its disk."""
        with translated(self.place), self._reader.begin() as connection:
            version = connection.exec_driver_sql("SHOW server_version").scalar()
            commit = connection.exec_driver_sql("SHOW synchronous_commit").scalar()
            fsync = connection.exec_driver_sql("SHOW fsync").scalar()
            sizes = {
                table.name: int(
                    connection.exec_driver_sql(
                        "SELECT pg_total_relation_size(%s::regclass)", (table.name,)
                    ).scalar_one()
                )
                for table in SQLModel.metadata.sorted_tables
            }
            mode = f"synchronous_commit {commit}, fsync {fsync}"
            return Facts("PostgreSQL", str(version), mode, stored_revision(connection), sizes)

    def damages(self) -> tuple[str, ...]:
        """What reading every row finds; checksums of pages are the server's matter."""
        found = []
        for table in COPIED:
            try:
                with translated(self.place), self._reader.begin() as connection:
                    connection.execute(table.select()).all()
            except StoreUnavailable as error:
                if error.trouble is not Trouble.DAMAGED:
                    raise
                found.append(table.name)
        return tuple(found)

    def copy_to(self, file: Path) -> None:
        """Row by row into SQLite, so that a backup can be restored anywhere."""
        copy = SqliteDatabase(file, journal_policy((0, 0, 0)))
        try:
            with translated(self.place), self._reader.begin() as source, copy.writing() as rows:
                copy_rows(source, rows.connection)
        finally:
            copy.close()

    def take_over(self, file: Path) -> None:
        """Row by row, in one transaction."""
        source = SqliteDatabase(file, journal_policy((0, 0, 0)))
        try:
            with translated(self.place), source.reading() as rows, self._writer.begin() as connection:
                names = ", ".join(f'"{table.name}"' for table in SQLModel.metadata.sorted_tables)
                connection.exec_driver_sql("ALTER TABLE audit DISABLE TRIGGER USER")
                connection.exec_driver_sql(f"TRUNCATE {names}")
                copy_rows(rows.connection, connection)
                _count_on(connection)
                connection.exec_driver_sql("ALTER TABLE audit ENABLE TRIGGER USER")
        finally:
            source.close()


def _count_on(connection: Connection) -> None:
    """Let numbers that the server gives go on from those there are."""
    for table, column in (("answer_event", "seq"), ("package", "id"), ("decision", "seq")):
        connection.exec_driver_sql(
            f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'),"  # noqa: S608  names of ours
            f' COALESCE((SELECT max("{column}") FROM "{table}"), 0) + 1, false)'
        )


def plain_engine(url: str) -> Engine:
    """An engine whose writing transactions take turns. Raises `StoreUnavailable` where the driver is missing."""
    try:
        engine = create_engine(
            _parsed(url).set(drivername="postgresql+psycopg"),
            hide_parameters=True,  # its errors quote answers otherwise
            pool_pre_ping=True,  # a server that was started anew is no reason to fail
            connect_args={"connect_timeout": round(BUSY_TIMEOUT), "application_name": "lov"},
        )
    except ModuleNotFoundError:
        raise StoreUnavailable(Trouble.NO_DRIVER, shown_url(url)) from None

    def begin(connection: Connection) -> None:
        if not connection.get_execution_options().get(WRITES):
            return
        cursor = connection.connection.cursor()
        cursor.execute(f"SET LOCAL lock_timeout = {round(BUSY_TIMEOUT * 1000)}")
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(current_schema()))", (_LOCK,))
        cursor.close()

    event.listen(engine, "begin", begin)
    return engine


def _traces(connection: Connection) -> int:
    found = connection.exec_driver_sql("SELECT value FROM setting WHERE name = %s", (_TRACES,)).scalar()
    return int(found or 0)
