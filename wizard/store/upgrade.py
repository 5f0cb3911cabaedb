"""Bringing an older database to the schema of this lov, by Alembic.

The whole chain is one transaction under the write lock: a kill in the middle leaves the database as it was, and
of two windows that open an old store at once, the second finds the work done. A snapshot of a file is taken
first; copies of a server's database are made by whoever runs it.
Foreign keys are off meanwhile, because SQLite changes a table by making it anew (alembic.sqlalchemy.org, batch),
and are checked before the end.

This module is imported only when there is something to do; see `schema`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from wizard.store.connection import PLAIN, Driver
from wizard.store.errors import NewerStore, StoreUnavailable, Trouble
from wizard.store.schema import HEAD, stored_revision, table_names
from wizard.store.snapshots import take_snapshot

__all__ = ["configuration", "upgrade"]

_SCRIPTS: Final = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, place: Path | str, driver: Driver = PLAIN) -> None:
    """Upgrade the database at `place`, which `engine` writes to. Raises `NewerStore`, `StoreUnavailable`, and foreign errors."""
    with engine.connect() as connection:
        connection.detach()  # must not come back to the pool with its foreign keys off
        if connection.dialect.name == "sqlite":
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")  # no effect in a transaction
        with connection.begin():
            _upgrade_locked(connection, place, driver)


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's configuration for our chain, to be run over `connection`."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _upgrade_locked(connection: Connection, place: Path | str, driver: Driver) -> None:
    config = configuration(connection)
    revision = stored_revision(connection)
    if revision == HEAD:
        return  # another window was faster
    if revision is not None and revision not in _known_revisions(config):
        raise NewerStore
    tables = table_names(connection)
    if revision is None and tables - {"alembic_version"}:
        raise StoreUnavailable(Trouble.FOREIGN, place)
    if tables and isinstance(place, Path):
        take_snapshot(place, HEAD, driver)
    command.upgrade(config, "head")
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise StoreUnavailable(Trouble.UNEXPECTED, place)


def _known_revisions(config: Config) -> frozenset[str]:
    return frozenset(script.revision for script in ScriptDirectory.from_config(config).walk_revisions())
