"""What every part of the store stands on: its folder, the database, the attached files, a clock, and a person.

`open_ground` makes or opens all of it, privately. Where the folder lies decides how the database is written:
on a network drive there is no shared memory for WAL, and locks may be a promise only. An encrypted database holds
the attached files too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wizard.files import make_private_folder
from wizard.store.attachments import Attachments, DatabaseAttachments, FolderAttachments
from wizard.store.connection import PLAIN, Driver, journal_policy
from wizard.store.errors import StoreUnavailable, Trouble
from wizard.store.places import network_drive
from wizard.store.private import make_private_file, require_private
from wizard.store.seam import translated

if TYPE_CHECKING:  # loads SQLModel
    from wizard.store.database import Database

__all__ = ["ATTACHMENTS", "DATABASE", "Ground", "open_ground", "owned", "whole"]

DATABASE: Final = "lov.db"
"""The name of the database in the data folder."""

ATTACHMENTS: Final = "attachments"


@dataclass(frozen=True, slots=True)
class Ground:
    """See the module. `folder` is the data folder, also where the database is a server's."""

    folder: Path
    database: Database
    files: Attachments
    clock: Callable[[], datetime]
    who: str | None
    driver: Driver = PLAIN
    """What opens the files of the database, and the copies made of it."""

    def now(self) -> datetime:
        """The time, in UTC."""
        return self.clock().astimezone(UTC)


def open_ground(
    data_dir: Path,
    *,
    clock: Callable[[], datetime],
    who: str | None,
    url: str | None = None,
    key: str | None = None,
) -> Ground:
    """Open what is in `data_dir`, with `key` where it is encrypted, or what is at `url`. Raises `StoreError`."""
    folder = data_dir.absolute()
    with translated(folder):
        make_private_folder(folder)
        require_private(folder, 0o700)
    if url:
        return Ground(folder, *_on_a_server(url), clock, who)
    return _in_a_file(folder, clock, who, key)


def _in_a_file(folder: Path, clock: Callable[[], datetime], who: str | None, key: str | None) -> Ground:
    from wizard.store.ciphers import driver_for  # noqa: PLC0415  seldom needed by those who import this
    from wizard.store.sqlite import BESIDES, SqliteDatabase  # noqa: PLC0415  loads SQLModel

    with translated(folder):
        require_private(folder / ATTACHMENTS, 0o700)
        make_private_file(folder / DATABASE)
        for end in BESIDES:
            require_private(folder / (DATABASE + end), 0o600)
        driver = driver_for(folder / DATABASE, key)
    policy = journal_policy((0, 0, 0) if network_drive(folder) else driver.version)
    database = SqliteDatabase(folder / DATABASE, policy, driver)
    files = DatabaseAttachments(database) if driver.name else FolderAttachments(folder / ATTACHMENTS)
    return Ground(folder, database, files, clock, who, driver)


def _on_a_server(url: str) -> tuple[Database, Attachments]:
    if url.partition(":")[0].partition("+")[0] not in ("postgresql", "postgres"):
        raise StoreUnavailable(Trouble.NO_ADDRESS, "LOV_DATABASE_URL")
    from wizard.store.postgres import PostgresDatabase  # noqa: PLC0415  loads SQLModel

    database = PostgresDatabase(url)
    return database, DatabaseAttachments(database)


def whole(text: str) -> str:
    """`text` with a question mark for each half of a letter and each NUL, which no database can hold."""
    return text.replace("\0", "?").encode(errors="replace").decode()


def owned(draft_id: str) -> str:
    """How the audit chain names a draft."""
    return f"draft:{draft_id}"
