"""Connections to SQLite, set so that what was acknowledged is on the disk and stays there.

SQLite 3.7.0 to 3.51.2 can lose committed writes or damage the database when two connections write in WAL mode
and a checkpoint meets a reset of the log; the fix was carried back to 3.44.6 and 3.50.7. So WAL is used only
where the fault is mended, and always with FULL, because NORMAL loses commits at a power cut. Elsewhere a
rollback journal is used, with EXTRA, which also makes its removal durable (anchors-reliability.md §2).

What must stay true: no writer works in WAL on an affected engine, not even when another program with a newer
engine has switched the file to WAL meanwhile. Which engine it is, the `Driver` says: Python's own, or another
that encrypts (`ciphers`).
"""

from __future__ import annotations

import random
import sqlite3
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from wizard.store.errors import StoreUnavailable, Trouble, WrongKey

__all__ = ["BUSY_TIMEOUT", "PLAIN", "Driver", "Policy", "begin_writing", "connect", "journal_policy"]

BUSY_TIMEOUT: Final = 5.0
"""Seconds to wait for another window."""
_NAP: Final = (0.0002, 0.003)
"""Seconds to sleep before the write lock is tried for again: the shortest and the longest."""

_SETTINGS: Final = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",  # sorting and VACUUM put answers into temporary files otherwise
)


@dataclass(frozen=True, slots=True)
class Driver:
    """The SQLite that opens a file: a module as `sqlite3` is one, and the statements that give it the key, if any."""

    module: Any = sqlite3
    unlock: tuple[str, ...] = field(default=(), repr=False)
    name: str | None = None
    """What encrypts, such as `SQLCipher 4.19`; None where nothing does."""

    @property
    def version(self) -> tuple[int, int, int]:
        """The version of its SQLite."""
        major, minor, patch = self.module.sqlite_version_info
        return major, minor, patch

    def open(self, file: Path, **settings: Any) -> sqlite3.Connection:
        """A connection to `file`. Raises what the module raises, and `WrongKey`."""
        raw: sqlite3.Connection = self.module.connect(file, **settings)
        if not self.unlock:
            return raw
        try:
            for statement in self.unlock:
                raw.execute(statement)
            raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except self.module.DatabaseError as error:
            raw.close()
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_NOTADB:
                raise WrongKey(file) from None
            raise
        return raw


PLAIN: Final = Driver()
"""Python's own SQLite, and no key."""


class Policy(NamedTuple):
    """How commits reach the disk: `wal` with `FULL`, or `delete` with `EXTRA`."""

    journal_mode: str
    synchronous: str


_WAL: Final = Policy("wal", "FULL")
_ROLLBACK: Final = Policy("delete", "EXTRA")


def journal_policy(version: tuple[int, int, int]) -> Policy:
    """The policy for an SQLite of this version; pure."""
    mended = version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    return _WAL if mended else _ROLLBACK


def connect(file: Path, policy: Policy, driver: Driver = PLAIN) -> sqlite3.Connection:
    """A connection to `file` under `policy`, in autocommit: transactions are begun by name.

    It may go from thread to thread, one at a time. Raises `sqlite3.Error`, and `StoreUnavailable` when the file
    is held in WAL mode against the policy.
    """
    raw = driver.open(file, timeout=BUSY_TIMEOUT, isolation_level=None, check_same_thread=False)
    try:
        for setting in _SETTINGS:
            raw.execute(setting)
        mode = _switch_journal(raw, policy, file)
        raw.execute(f"PRAGMA synchronous={policy.synchronous if mode == 'wal' else _ROLLBACK.synchronous}")
    except BaseException:
        raw.close()
        raise
    return raw


def begin_writing(raw: sqlite3.Connection, policy: Policy, file: Path) -> None:
    """Begin a transaction that holds the write lock from the start, so that it never fails half-way."""
    _take_lock(raw)
    if policy == _ROLLBACK and _journal_mode(raw) == "wal":
        raw.execute("ROLLBACK")
        _switch_journal(raw, policy, file)
        _take_lock(raw)


def _take_lock(raw: sqlite3.Connection) -> None:
    """Begin a transaction as the only writer, after `BUSY_TIMEOUT` at most.

    SQLite's own waiting sleeps longer each time, up to 0.1 s, so that a window that writes without a pause keeps
    another out for good. Short sleeps of uneven length find its pauses.
    """
    end = time.monotonic() + BUSY_TIMEOUT
    raw.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                raw.execute("BEGIN IMMEDIATE")
            except Exception as error:  # of whichever module the driver is
                if not _is_busy(error) or time.monotonic() > end:
                    raise
                time.sleep(random.uniform(*_NAP))  # noqa: S311  nothing secret hangs on it
            else:
                return
    finally:
        raw.execute(f"PRAGMA busy_timeout={round(1000 * BUSY_TIMEOUT)}")


def _switch_journal(raw: sqlite3.Connection, policy: Policy, file: Path) -> str:
    """Switch `file` to the mode of `policy` and return the mode it is in now.

    Where WAL is wanted and cannot be had (another window is writing, or the file system has no shared memory),
    the rollback journal does as well. Where WAL must not be, staying in it is refused.
    """
    try:
        mode = str(raw.execute(f"PRAGMA journal_mode={policy.journal_mode}").fetchone()[0])
    except Exception as error:  # of whichever module the driver is
        if not _is_busy(error):
            raise
        mode = _journal_mode(raw)
    if policy == _ROLLBACK and mode == "wal":
        raise StoreUnavailable(Trouble.LOCKED, file)
    return mode


def _is_busy(error: Exception) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


def _journal_mode(raw: sqlite3.Connection) -> str:
    return str(raw.execute("PRAGMA journal_mode").fetchone()[0])
