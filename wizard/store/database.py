"""A database: an engine, its transactions, and what has to be done to it as a whole.

A transaction is either reading, and sees one state throughout, or writing, and holds the one write lock from
its first moment: nobody else writes meanwhile, on SQLite and on PostgreSQL alike. So whatever is read within a
writing transaction is still true when it ends.

What deleting leaves behind has to be wiped afterwards; a deletion is therefore counted, in the same transaction,
and the count taken back when nothing of it can be read any more. Where another window is in the way, or the
power goes, the count stands and says that it is still to be done.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine
from sqlmodel import SQLModel

from wizard.store import tables
from wizard.store.rows import Rows
from wizard.store.seam import translated

__all__ = ["COPIED", "WRITES", "Database", "Facts", "copy_rows"]

WRITES: Final = "lov_writes"
"""The execution option of connections whose transactions write."""

COPIED: Final = tuple(
    table
    for table in SQLModel.metadata.sorted_tables
    if table.name != tables.AttachmentBytesRow.__tablename__  # files are copied as files
)
"""All that a database holds, in an order in which it can be added."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What can be told of a database; sizes in bytes, by part."""

    engine: str
    version: str
    mode: str
    revision: str | None
    sizes: dict[str, int]
    encryption: str | None = None
    """What encrypts it; None where nothing of ours does."""


class Database(ABC):
    """An open database. Every method raises `StoreUnavailable` when it or the disk fails."""

    def __init__(self, place: Path | str, engine: Engine) -> None:
        self.place = place
        """What sentences call it: a file, or a server's address without its password."""
        self._reader = engine
        self._writer = engine.execution_options(**{WRITES: True})

    @contextmanager
    def reading(self) -> Iterator[Rows]:
        """One state of the database, to read."""
        with translated(self.place), self._reader.begin() as connection:
            yield Rows(connection)

    @contextmanager
    def writing(self) -> Iterator[Rows]:
        """One transaction: what is done within is on the disk at its end, or wholly undone."""
        with translated(self.place), self._writer.begin() as connection:
            yield Rows(connection)

    @contextmanager
    def deleting(self) -> Iterator[Rows]:
        """The same, counted as a deletion whose traces are to be wiped."""
        with translated(self.place), self._writer.begin() as connection:
            self._count_deletion(connection)
            yield Rows(connection)

    def close(self) -> None:
        """Close all connections. The database can still be used, and opens new ones then."""
        self._reader.dispose()

    @abstractmethod
    def _count_deletion(self, connection: Connection) -> None:
        """Count one more deletion."""

    @abstractmethod
    def deletions(self) -> int:
        """How many deletions there are whose traces have not been wiped."""

    @abstractmethod
    def wipe_traces(self) -> bool:
        """Write anew what held what was deleted; False where another window reads the old state yet."""

    @abstractmethod
    def facts(self) -> Facts:
        """What `lov store doctor` tells."""

    @abstractmethod
    def damages(self) -> tuple[str, ...]:
        """What the database finds wrong with itself, in its own words; nothing as a rule."""

    @abstractmethod
    def copy_to(self, file: Path) -> None:
        """Copy one state of all rows into the empty private file `file`, as SQLite; others may write meanwhile."""

    @abstractmethod
    def take_over(self, file: Path) -> None:
        """Become what the SQLite database `file` is, wholly or not at all; it has the schema of this lov."""


def copy_rows(source: Connection, target: Connection) -> None:
    """Add all rows of `source` to `target`, which has none."""
    for table in COPIED:
        found = [dict(row) for row in source.execute(table.select()).mappings()]
        if found:
            target.execute(table.insert(), found)
