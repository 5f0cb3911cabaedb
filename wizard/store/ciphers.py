"""Drafts that nobody reads without a key: SQLCipher (the extra `encryption`), and where the key is kept.

The whole database is encrypted then, its journal, the copies made of it and the attached files, which are kept
inside it. The key is 64 hexadecimal digits, used as they are, or a passphrase, which SQLCipher stretches at each
opening (about 0.1 s). It is taken from LOV_STORE_KEY, or from the keyring of this computer. Whether a store is
encrypted shows in its file, so that a key that is lost or forgotten is told as such and nothing is begun anew.

What must stay true: no key is written to a file, a log or a message; a store that is not encrypted is never used
while there is a key in LOV_STORE_KEY, because its owner would believe that it is.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from wizard.store.connection import PLAIN, Driver
from wizard.store.errors import KeyMissing, NotEncrypted

__all__ = ["driver_for", "is_encrypted", "keep_in_keyring", "new_key", "store_key"]

VARIABLE: Final = "LOV_STORE_KEY"
_SERVICE: Final = "lov"
_HEADER: Final = b"SQLite format 3\0"
_PAGE: Final = 4096
_VARIED: Final = 200
"""So many different bytes, of 256, are in a page that looks random: a damaged plain one does not come near."""

_QUIET: Final = "PRAGMA cipher_log_level=NONE"
"""Else SQLCipher writes to stderr on its own account, in the middle of a screen."""

_HEX: Final = frozenset("0123456789abcdefABCDEF")


def driver_for(file: Path, key: str | None) -> Driver:
    """What opens `file`. Raises `KeyMissing`, `NotEncrypted` and `OSError`."""
    if key is None:
        if is_encrypted(file):
            raise KeyMissing
        return PLAIN
    if _beginning(file).startswith(_HEADER):
        raise NotEncrypted
    return _sqlcipher(key)


def is_encrypted(file: Path) -> bool:
    """Whether `file` looks like an encrypted database; False where it is missing. Raises `OSError`."""
    page = _beginning(file)
    return len(page) == _PAGE and not page.startswith(_HEADER) and len(set(page)) > _VARIED


def new_key() -> str:
    """A key that nobody can guess."""
    return secrets.token_hex(32)


def store_key(file: Path, environment: Mapping[str, str]) -> str | None:
    """The key for `file`: LOV_STORE_KEY; where it is encrypted already, else what the keyring holds. Raises `OSError`."""
    given = environment.get(VARIABLE)
    if given or not is_encrypted(file):
        return given or None
    keyring = _keyring()
    if keyring is None:
        return None
    try:
        found: str | None = keyring.get_password(_SERVICE, str(file))
    except Exception:  # noqa: BLE001  each system has a keyring with errors of its own; then there is no key
        return None
    return found


def keep_in_keyring(file: Path, key: str) -> None:
    """Put the key of `file` into the keyring of this computer. Raises `KeyMissing` where that cannot be done."""
    keyring = _keyring()
    if keyring is None:
        raise KeyMissing(KeyMissing.no_library)
    try:
        keyring.set_password(_SERVICE, str(file), key)
    except Exception:  # noqa: BLE001  as above
        raise KeyMissing(KeyMissing.no_keyring) from None


def _beginning(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(_PAGE)
    except FileNotFoundError:
        return b""


def _sqlcipher(key: str) -> Driver:
    try:
        from sqlcipher3 import dbapi2  # noqa: PLC0415  an extra
    except ModuleNotFoundError:
        raise KeyMissing(KeyMissing.no_library) from None
    raw = dbapi2.connect(":memory:")
    version = str(raw.execute("PRAGMA cipher_version").fetchone()[0]).partition(" ")[0]
    raw.close()
    is_raw = len(key) == 64 and _HEX.issuperset(key)
    quoted = key.replace("'", "''")
    unlock = f"PRAGMA key=\"x'{key}'\"" if is_raw else f"PRAGMA key='{quoted}'"
    return Driver(dbapi2, (_QUIET, unlock), f"SQLCipher {version}")


def _keyring() -> Any:
    try:
        import keyring  # noqa: PLC0415  an extra
    except ModuleNotFoundError:
        return None
    return keyring
