"""Rows that have to wait for others, on disk and not in memory: rows of tables, names of clients, faults.

A temporary SQLite database without a name: the system removes it from the folder as soon as it is open, so that
nothing of it is left when this process ends, however it ends.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from wizard.batch.faults import Fault, Kind

__all__ = ["Spool"]

_TABLES = """
CREATE TABLE client (name TEXT PRIMARY KEY, sheet TEXT, row INTEGER) WITHOUT ROWID;
CREATE TABLE side (key TEXT, client TEXT, sheet TEXT, row INTEGER, cells TEXT, taken INTEGER DEFAULT 0);
CREATE INDEX side_client ON side (client);
CREATE TABLE done (sheet TEXT, row INTEGER, data TEXT);
CREATE TABLE fault (sheet TEXT, row INTEGER, place INTEGER, kind TEXT, client TEXT, data TEXT);
CREATE INDEX fault_place ON fault (sheet, row, place);
CREATE INDEX fault_client ON fault (client);
"""


class Spool:
    """See the module."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-500; PRAGMA temp_store=FILE;"
            + _TABLES
        )
        self._has_side = False

    def close(self) -> None:
        """Forget everything."""
        self._db.close()

    def meet(self, client: str, sheet: str, row: int) -> tuple[str, int] | None:
        """Note a client; where another row has the same name, that row's sheet and number."""
        try:
            self._db.execute("INSERT INTO client VALUES (?, ?, ?)", (client, sheet, row))
        except sqlite3.IntegrityError:
            found = self._db.execute("SELECT sheet, row FROM client WHERE name = ?", (client,)).fetchone()
            return (str(found[0]), int(found[1]))
        return None

    def put(self, key: str, client: str, sheet: str, row: int, cells: dict[str, Any]) -> None:
        """Keep a row of a table until its client is read."""
        self._has_side = True
        data = json.dumps(cells, ensure_ascii=False)
        self._db.execute(
            "INSERT INTO side (key, client, sheet, row, cells) VALUES (?, ?, ?, ?, ?)",
            (key, client, sheet, row, data),
        )

    def take(self, client: str) -> Iterator[tuple[str, str, int, dict[str, Any]]]:
        """(key of the table, sheet, row, cells) of each row of a client, in the order they stand in."""
        if not self._has_side:
            return
        found = self._db.execute(
            "SELECT key, sheet, row, cells FROM side WHERE client = ? ORDER BY rowid", (client,)
        ).fetchall()
        if found:
            self._db.execute("UPDATE side SET taken = 1 WHERE client = ?", (client,))
        for key, sheet, row, cells in found:
            yield key, sheet, row, json.loads(cells)

    def left_over(self) -> Iterator[tuple[str, int, str]]:
        """(sheet, row, client) of each row whose client never came."""
        yield from self._db.execute("SELECT sheet, row, client FROM side WHERE taken = 0 ORDER BY rowid")

    def note(self, fault: Fault) -> None:
        """Keep a fault."""
        place = -1 if fault.column is None else fault.column
        data = json.dumps(fault.to_list(), ensure_ascii=False)
        self._db.execute(
            "INSERT INTO fault VALUES (?, ?, ?, ?, ?, ?)",
            (fault.sheet, fault.row, place, fault.kind.value, fault.client, data),
        )

    def faults(self, sheet: str | None = None, *, first: int = 0, last: int = 1 << 62) -> Iterator[Fault]:
        """The faults in the order of the file; of one sheet alone, its rows from `first` to `last`."""
        if sheet is None:
            found = self._db.execute("SELECT data FROM fault ORDER BY sheet, row, place, rowid")
        else:
            found = self._db.execute(
                "SELECT data FROM fault WHERE sheet = ? AND row BETWEEN ? AND ? ORDER BY row, place",
                (sheet, first, last),
            )
        for (data,) in found:
            yield Fault.of_list(json.loads(data))

    def faults_of(self, client: str) -> Iterator[Fault]:
        """The faults of one client, on all sheets."""
        found = self._db.execute(
            "SELECT data FROM fault WHERE client = ? ORDER BY sheet, row, place", (client,)
        ).fetchall()
        for (data,) in found:
            yield Fault.of_list(json.loads(data))

    def finish(self, sheet: str, row: int, facts: dict[str, Any]) -> None:
        """Keep what became of an application."""
        self._db.execute(
            "INSERT INTO done VALUES (?, ?, ?)", (sheet, row, json.dumps(facts, ensure_ascii=False))
        )

    def finished(self) -> Iterator[dict[str, Any]]:
        """What became of each application, in the order of the file."""
        for (data,) in self._db.execute("SELECT data FROM done ORDER BY sheet, row"):
            yield json.loads(data)

    def count(self, kind: Kind) -> int:
        """How many faults there are of a kind."""
        return int(self._db.execute("SELECT count(*) FROM fault WHERE kind = ?", (kind.value,)).fetchone()[0])
