"""Which schema the database must have, and whether it has it.

`HEAD` names the last revision in `migrations/versions/`; a test sees to it that it does. That makes the usual
opening one small query; Alembic, which takes 250 ms to import, is loaded only when there is something to do.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine

from wizard.store.connection import PLAIN, Driver

__all__ = ["HEAD", "bring_up_to_date", "stored_revision", "table_names"]

HEAD: Final = "0002"

_VERSION_TABLE: Final = "alembic_version"
_SQLITE_TABLES: Final = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*'"
_POSTGRES_TABLES: Final = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"


def bring_up_to_date(engine: Engine, place: Path | str, driver: Driver = PLAIN) -> None:
    """Give the database at `place` the schema of this lov. Raises `NewerStore`, `StoreUnavailable`, and foreign errors."""
    with engine.connect() as connection:
        if stored_revision(connection) == HEAD:
            return
    from wizard.store.upgrade import upgrade  # noqa: PLC0415  see the module

    upgrade(engine, place, driver)


def stored_revision(connection: Connection) -> str | None:
    """The revision of the schema; None where none of ours was ever made."""
    if _VERSION_TABLE not in table_names(connection):
        return None
    found = connection.exec_driver_sql(f"SELECT version_num FROM {_VERSION_TABLE}").scalar()  # noqa: S608  ours
    return None if found is None else str(found)


def table_names(connection: Connection) -> frozenset[str]:
    """The names of all tables but SQLite's own; in PostgreSQL those of our schema."""
    is_sqlite = connection.dialect.name == "sqlite"
    return frozenset(connection.exec_driver_sql(_SQLITE_TABLES if is_sqlite else _POSTGRES_TABLES).scalars())
