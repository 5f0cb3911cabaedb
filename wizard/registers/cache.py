"""Answers kept on the disk with their dates, so that the same is not asked twice and something is there without net.

Names of files are keyed hashes (HMAC) of what was asked: an organisation number may be a person's, and a plain hash
of ten digits is undone in seconds. They lie where everything does that can be made anew, so that they go when a draft is deleted. What must stay true: what
is read back is what was written, or nothing.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from wizard.files import CACHE, make_private_folder, write_atomically
from wizard.registers.asking import Ask, Reply

__all__ = ["Cache", "Kept"]

_KEY: Final = "net.key"
_SUFFIX: Final = ".kept"
_KEPT_FOR: Final = timedelta(days=120)
_HEAD: Final = 16 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer kept. `fetched` is when it was last known to be current."""

    address: str
    kind: str
    etag: str
    modified: str
    fetched: datetime
    body: bytes

    def reply(self) -> Reply:
        """As the answer to a look-up."""
        return Reply(self.address, self.kind, self.body, self.fetched, self.etag, self.modified, is_kept=True)


class Cache:
    """The answers kept below a data folder. Where the disk refuses, nothing is kept, and that is all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / CACHE

    def find(self, ask: Ask) -> Kept | None:
        """What is kept for a look-up, whole and undamaged."""
        try:
            path = self._path(ask, self._key())
            data = path.read_bytes()
        except OSError:
            return None
        head, _, body = data.partition(b"\n")
        try:
            told: dict[str, Any] = json.loads(head[:_HEAD])
            if told.pop("sha256") != sha256(body).hexdigest():
                return None
            return Kept(**{**told, "fetched": datetime.fromisoformat(told["fetched"])}, body=body)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None

    def keep(self, ask: Ask, kept: Kept) -> None:
        """Keep an answer, and drop what nobody has asked for in a long time."""
        head = {
            "address": kept.address,
            "kind": kept.kind,
            "etag": kept.etag,
            "modified": kept.modified,
            "fetched": kept.fetched.isoformat(),
            "sha256": sha256(kept.body).hexdigest(),
        }
        with suppress(OSError):
            make_private_folder(self.folder)
            path = self._path(ask, self._key(make=True))
            write_atomically(path, json.dumps(head).encode() + b"\n" + kept.body)
            os.utime(path, (kept.fetched.timestamp(), kept.fetched.timestamp()))
            for old in self._older_than(kept.fetched - _KEPT_FOR):
                old.unlink(missing_ok=True)

    def confirm(self, ask: Ask, kept: Kept, now: datetime) -> Kept:
        """The same answer, known to be current now."""
        current = replace(kept, fetched=now)
        self.keep(ask, current)
        return current

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept."""
        return next(self.folder.glob(f"*{_SUFFIX}"), None) is None

    def _path(self, ask: Ask, key: bytes) -> Path:
        asked = b"\0".join((ask.method.encode(), ask.address.encode(), ask.body))
        return self.folder / f"{hmac.new(key, asked, sha256).hexdigest()[:40]}{_SUFFIX}"

    def _key(self, *, make: bool = False) -> bytes:
        """What names are hashed with: of this computer alone. Raises `OSError`."""
        path = self.folder / _KEY
        if make and not path.exists():
            write_atomically(path, secrets.token_bytes(32))
        return path.read_bytes()

    def _older_than(self, day: datetime) -> Iterator[Path]:
        for path in self.folder.glob(f"*{_SUFFIX}"):
            if path.stat().st_mtime < day.timestamp():
                yield path
