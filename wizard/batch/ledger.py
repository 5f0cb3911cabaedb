"""What of a batch is made: one line for each package, under a key that says what it was made from.

    batch     which errand, and with which settings
    mark      the hash of everything the row says (see `units`)
    edition   the hash of the blanks that were filled
    rules     the hash of the content and the version of lov that judged

A row is done when its line is here *and* its package is on the disk: the package is written first, each file wholly
or not at all, and the line is committed after it. A run that is killed at any moment is therefore gone on with by
running it again: what has a line is left, what has none is made, with the same bytes. Lines hold no answers and no
names; a client is known by a hash with a secret of this ledger's own.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from wizard.batch.errors import BatchError
from wizard.files import make_private_folder
from wizard.i18n import msg

__all__ = ["FOLDER", "Entry", "Key", "Ledger"]

FOLDER: Final = ".lov-batch"
_ID: Final = 16

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS unit (
  batch TEXT NOT NULL, mark TEXT NOT NULL, edition TEXT NOT NULL, rules TEXT NOT NULL,
  id TEXT NOT NULL UNIQUE, client TEXT NOT NULL, standing TEXT NOT NULL, as_of TEXT NOT NULL,
  package TEXT NOT NULL, sha256 TEXT NOT NULL, facts TEXT NOT NULL, superseded INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (batch, mark, edition, rules)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS unit_client ON unit (client);
CREATE TABLE IF NOT EXISTS stamp (id TEXT PRIMARY KEY, files TEXT NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Key:
    """What all units of a run have in common."""

    batch: str
    edition: str
    rules: str

    def id_of(self, mark: str) -> str:
        """The name of a unit's folder: a hash that tells nothing of what is in it."""
        text = f"{self.batch}|{mark}|{self.edition}|{self.rules}"
        return hashlib.sha256(text.encode()).hexdigest()[:_ID]


@dataclass(frozen=True, slots=True)
class Entry:
    """A package that was made. `facts` are numbers and ids of rules, never answers."""

    id: str
    mark: str
    client: str
    standing: str
    as_of: str
    package: str
    sha256: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    superseded: bool = False
    """Whether its row said something else when it was last seen; then it has been set aside."""


class Ledger:
    """The ledger of one folder of packages; one run has it at a time. Raises `BatchError` where another one does."""

    def __init__(self, folder: Path) -> None:
        own = folder / FOLDER
        make_private_folder(own)
        self._lock = self._locked(own / "lock.sqlite", folder)
        path = own / "ledger.sqlite"
        self._db = sqlite3.connect(path, isolation_level=None)
        path.chmod(0o600)
        # Neither WAL nor its bug; one transaction for each chunk, so the safest mode costs little.
        self._db.executescript(
            "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA; PRAGMA cache_size=-500;" + _TABLES
        )
        self.token = self._token()

    def close(self) -> None:
        """Let the next run have it."""
        self._db.close()
        self._lock.close()

    def find(self, key: Key, mark: str) -> Entry | None:
        """The package that was made of a row, if it was."""
        row = self._db.execute(
            "SELECT id, mark, client, standing, as_of, package, sha256, facts, superseded FROM unit "
            "WHERE batch = ? AND mark = ? AND edition = ? AND rules = ?",
            (key.batch, mark, key.edition, key.rules),
        ).fetchone()
        if row is None:
            return None
        unit, said, client, standing, as_of, package, digest, facts, superseded = row
        return Entry(
            unit, said, client, standing, as_of, package, digest, json.loads(facts), bool(superseded)
        )

    def record(self, key: Key, entries: Iterable[Entry]) -> None:
        """Write that packages were made, all of them or none; one that is there already stays as it is."""
        rows = [
            (
                key.batch,
                e.mark,
                key.edition,
                key.rules,
                e.id,
                e.client,
                e.standing,
                e.as_of,
                e.package,
                e.sha256,
                json.dumps(dict(e.facts), sort_keys=True),
            )
            for e in entries
        ]
        with self._transaction():
            self._db.executemany(
                "INSERT INTO unit (batch, mark, edition, rules, id, client, standing, as_of, package, sha256, facts) "
                "VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING",
                rows,
            )

    def forget(self, entry: Entry) -> None:
        """Take a line away whose package is not what was made, so that it is made again."""
        with self._transaction():
            self._db.execute("DELETE FROM unit WHERE id = ?", (entry.id,))
            self._db.execute("DELETE FROM stamp WHERE id = ?", (entry.id,))

    def stamp(self, entry_id: str) -> dict[str, list[int]] | None:
        """What the files of a package looked like when they were last known to be what was made."""
        row = self._db.execute("SELECT files FROM stamp WHERE id = ?", (entry_id,)).fetchone()
        return json.loads(row[0]) if row is not None else None

    def put_stamp(self, entry_id: str, files: Mapping[str, list[int]]) -> None:
        """Note what they look like now."""
        self._db.execute("INSERT OR REPLACE INTO stamp VALUES (?, ?)", (entry_id, json.dumps(files)))

    def keep(self, entry_id: str, client: str) -> None:
        """Note that a row has this package now, and those made of earlier states of it are superseded."""
        self._db.execute(
            "UPDATE unit SET superseded = (id <> ?) WHERE client = ? AND superseded <> (id <> ?)",
            (entry_id, client, entry_id),
        )

    def superseded(self) -> Iterator[str]:
        """The folders of packages whose row says something else now."""
        for (name,) in self._db.execute("SELECT id FROM unit WHERE superseded = 1 ORDER BY id"):
            yield str(name)

    def client(self, name: str) -> str:
        """What a client is known by here."""
        return hashlib.sha256(f"{self.token}|{name}".encode("utf-8", "surrogatepass")).hexdigest()[:_ID]

    def count(self) -> int:
        """How many packages have a line."""
        return int(self._db.execute("SELECT count(*) FROM unit").fetchone()[0])

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Several changes as one."""
        with self._transaction():
            yield

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        if self._db.in_transaction:
            yield
            return
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:  # whatever it was, nothing of it may stay
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _token(self) -> str:
        self._db.execute("INSERT OR IGNORE INTO about VALUES ('token', ?)", (secrets.token_hex(16),))
        return str(self._db.execute("SELECT value FROM about WHERE name = 'token'").fetchone()[0])

    @staticmethod
    def _locked(path: Path, folder: Path) -> sqlite3.Connection:
        """A lock that the system gives back when this process ends, however it ends."""
        lock = sqlite3.connect(path, isolation_level=None, timeout=0)
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            lock.close()
            raise BatchError(
                msg(
                    "Another run is writing to {folder}. Wait for it, or choose another folder.",
                    folder=str(folder),
                )
            ) from None
        return lock
