"""The one place where foreign errors become the store's own.

Whatever SQLite, SQLAlchemy, Alembic or the operating system raise while the store works, `translated` turns it
into `StoreUnavailable` with a sentence for its kind; what a file that someone wants to attach raises,
`refusing` turns into `FileRefused`. Bugs of our own (`TypeError` and the like) pass through as they are.

What must stay true: the table of SQLite's codes is complete; neither library is loaded for a translation.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final

from wizard.i18n import msg
from wizard.store.errors import FileRefused, StoreError, StoreUnavailable, Trouble, Unstorable

__all__ = ["POSTGRES_TROUBLES", "SQLITE_TROUBLES", "refusing", "translated", "trouble_of"]

SQLITE_TROUBLES: Final = MappingProxyType(
    {
        sqlite3.SQLITE_ERROR: Trouble.UNEXPECTED,
        sqlite3.SQLITE_INTERNAL: Trouble.UNEXPECTED,
        sqlite3.SQLITE_PERM: Trouble.READ_ONLY,
        sqlite3.SQLITE_ABORT: Trouble.UNEXPECTED,
        sqlite3.SQLITE_BUSY: Trouble.LOCKED,
        sqlite3.SQLITE_LOCKED: Trouble.LOCKED,
        sqlite3.SQLITE_NOMEM: Trouble.UNEXPECTED,
        sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
        sqlite3.SQLITE_INTERRUPT: Trouble.UNEXPECTED,
        sqlite3.SQLITE_IOERR: Trouble.IO_ERROR,
        sqlite3.SQLITE_CORRUPT: Trouble.DAMAGED,
        sqlite3.SQLITE_NOTFOUND: Trouble.UNEXPECTED,
        sqlite3.SQLITE_FULL: Trouble.DISK_FULL,
        sqlite3.SQLITE_CANTOPEN: Trouble.UNREACHABLE,
        sqlite3.SQLITE_PROTOCOL: Trouble.LOCKED,
        sqlite3.SQLITE_EMPTY: Trouble.UNEXPECTED,
        sqlite3.SQLITE_SCHEMA: Trouble.UNEXPECTED,
        sqlite3.SQLITE_TOOBIG: Trouble.UNEXPECTED,
        sqlite3.SQLITE_CONSTRAINT: Trouble.UNEXPECTED,
        sqlite3.SQLITE_MISMATCH: Trouble.UNEXPECTED,
        sqlite3.SQLITE_MISUSE: Trouble.UNEXPECTED,
        sqlite3.SQLITE_NOLFS: Trouble.DISK_FULL,
        sqlite3.SQLITE_AUTH: Trouble.READ_ONLY,
        sqlite3.SQLITE_FORMAT: Trouble.DAMAGED,
        sqlite3.SQLITE_RANGE: Trouble.UNEXPECTED,
        sqlite3.SQLITE_NOTADB: Trouble.DAMAGED,
    }
)
"""What each primary result code of SQLite (sqlite.org/rescode.html) means to a person."""

_OS_TROUBLES: Final = {
    errno.ENOSPC: Trouble.DISK_FULL,
    errno.EDQUOT: Trouble.DISK_FULL,
    errno.EFBIG: Trouble.DISK_FULL,
    errno.EACCES: Trouble.READ_ONLY,
    errno.EPERM: Trouble.READ_ONLY,
    errno.EROFS: Trouble.READ_ONLY,
    errno.EIO: Trouble.IO_ERROR,
    errno.EBUSY: Trouble.LOCKED,
    errno.ENOENT: Trouble.UNREACHABLE,
    errno.ENOTDIR: Trouble.UNREACHABLE,
    errno.EISDIR: Trouble.UNREACHABLE,
    errno.EEXIST: Trouble.UNREACHABLE,
    errno.ELOOP: Trouble.UNREACHABLE,
    errno.ENAMETOOLONG: Trouble.UNREACHABLE,
}

POSTGRES_TROUBLES: Final = MappingProxyType(
    {
        "08": Trouble.UNREACHABLE,  # no connection
        "25006": Trouble.READ_ONLY,
        "28": Trouble.UNREACHABLE,  # not let in
        "3D": Trouble.UNREACHABLE,  # no such database
        "40": Trouble.LOCKED,  # deadlocks and the like
        "42501": Trouble.READ_ONLY,
        "53100": Trouble.DISK_FULL,
        "53": Trouble.UNREACHABLE,  # too many connections, no memory
        "55": Trouble.LOCKED,
        "57": Trouble.UNREACHABLE,  # going down or coming up
        "58": Trouble.IO_ERROR,
        "XX001": Trouble.DAMAGED,
        "XX002": Trouble.DAMAGED,
    }
)
"""What PostgreSQL's codes (appendix A of its manual), whole or by class, mean to a person."""

_REFUSALS: Final = {
    errno.ENOENT: msg("There is no such file. Check the name, and try again."),
    errno.ENOTDIR: msg("There is no such file. Check the name, and try again."),
    errno.ENAMETOOLONG: msg("There is no such file. Check the name, and try again."),
    errno.ELOOP: msg("This is a link that leads nowhere. Attach the file itself."),
    errno.EACCES: msg("You are not allowed to read this file. Change its permissions, and try again."),
    errno.EPERM: msg("You are not allowed to read this file. Change its permissions, and try again."),
}

_WITHOUT_CODE: Final = {"OperationalError": Trouble.UNREACHABLE, "ProgrammingError": Trouble.NO_ADDRESS}

_FOREIGN: Final = frozenset({"sqlite3", "sqlcipher3", "sqlalchemy", "alembic", "psycopg"})


def trouble_of(error: BaseException) -> Trouble:
    """What `error` of SQLite, SQLAlchemy or the operating system means to a person; total."""
    cause = getattr(error, "orig", None) or error  # SQLAlchemy keeps what the driver raised in `orig`
    if isinstance(cause, OSError):
        return _OS_TROUBLES.get(cause.errno or 0, Trouble.UNEXPECTED)
    code = getattr(cause, "sqlite_errorcode", None)
    if isinstance(code, int):
        return SQLITE_TROUBLES.get(code & 0xFF, Trouble.UNEXPECTED)  # the rest of the code is detail
    if type(cause).__module__.startswith("psycopg"):
        return _postgres_trouble(cause)
    return Trouble.LOCKED if type(cause).__name__ == "TimeoutError" else Trouble.UNEXPECTED


def _postgres_trouble(error: BaseException) -> Trouble:
    """By its code; what has none never reached the server: it is not there, or there is nothing to ask it with."""
    state = str(getattr(error, "sqlstate", None) or "")
    found = POSTGRES_TROUBLES.get(state) or POSTGRES_TROUBLES.get(state[:2])
    if found is not None:
        return found
    if state:
        return Trouble.UNEXPECTED
    return _WITHOUT_CODE.get(type(error).__name__, Trouble.UNEXPECTED)


@contextmanager
def translated(place: Path | str) -> Iterator[None]:
    """Let only `StoreError` and bugs of our own out; `place` is the part of the store that is worked on."""
    try:
        yield
    except StoreError:
        raise
    except UnicodeEncodeError:
        raise Unstorable from None
    except Exception as error:  # what is not foreign is passed on at once
        if not isinstance(error, OSError) and not _is_foreign(error):
            raise
        raise StoreUnavailable(trouble_of(error), place) from error


@contextmanager
def refusing() -> Iterator[None]:
    """Let a file that cannot be read out as `FileRefused`, without its name."""
    try:
        yield
    except OSError as error:
        raise FileRefused(_REFUSALS.get(error.errno or 0)) from None
    except ValueError:  # a name that no file can have, with a NUL in it for instance
        raise FileRefused(_REFUSALS[errno.ENOENT]) from None


def _is_foreign(error: Exception) -> bool:
    return any(kind.__module__.partition(".")[0] in _FOREIGN for kind in type(error).__mro__)
