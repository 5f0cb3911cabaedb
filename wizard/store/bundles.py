"""What a backup is: one zip with the whole database as SQLite, the attached files, and a manifest.

    manifest.json            format, when, the schema's revision, rows by table, the audit head, and each file's sum
    lov.db                   one state of the database, as one file; of an encrypted store encrypted, with its files
    attachments/<SHA-256>    the attached files that it names, where they are not in it

A bundle can be restored into any lov that knows its revision, on SQLite and on PostgreSQL alike. It is complete
or not there at all, private, and read again before it counts as made. Reading one believes nothing: names,
sizes and sums are checked before anything is used, and nothing is unpacked under a name from inside.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, Final

from wizard.files import flush_folder, make_private_folder
from wizard.i18n import Message, msg
from wizard.store.attachments import is_sha256
from wizard.store.connection import PLAIN, Driver
from wizard.store.errors import StoreError
from wizard.store.ground import ATTACHMENTS, DATABASE

__all__ = ["BackupRefused", "Manifest", "file_sum", "read_bundle", "write_bundle"]

_FORMAT: Final = "lov-backup-1"
_MANIFEST: Final = "manifest.json"
_CHUNK: Final = 1 << 20
_LARGEST_MANIFEST: Final = 64 * _CHUNK
_DAMAGES: Final = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,  # a way of packing that zipfile does not know
    RuntimeError,  # encrypted
    EOFError,
    OverflowError,
    RecursionError,
    struct.error,
    KeyError,
    TypeError,
    AttributeError,
    ValueError,
)
"""What a file that is no bundle, or a damaged one, makes the readers raise."""


class BackupRefused(StoreError):  # noqa: N818  as in `errors`
    """A file that cannot be restored; the message says why."""

    needs_key: ClassVar[Message] = msg(
        "This backup is of an encrypted store. Set LOV_STORE_KEY to the key of that store, and restore it into a "
        "folder that is new or encrypted with the same key."
    )

    default = msg(
        "This is not a backup that lov made, or it is damaged. Nothing was changed. Take another one."
    )


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bundle says of itself. `lost` are attached files that were missing when it was made."""

    made_at: datetime
    revision: str
    rows: dict[str, int]
    head: tuple[int, str]
    lost: tuple[str, ...]
    is_encrypted: bool = False
    """Whether the database in it has the key of the store that it was made of."""


def write_bundle(  # noqa: PLR0913  what, of what, and how: each is a fact of its own
    target: Path,
    copy: Path,
    read_file: Callable[[str], bytes],
    *,
    made_at: datetime,
    without: Iterable[str] = (),
    driver: Driver = PLAIN,
) -> Manifest:
    """Write the bundle of the database `copy` at `target`. Raises `OSError`, and leaves nothing half-written.

    `without` are files that are known to be lost; another one that is missing raises `AttachmentLost`.
    """
    aside = target.with_name(f".lov-{target.name}")
    manifest, files = _describe(driver, copy, made_at, tuple(without))
    try:
        with _private(aside) as file, zipfile.ZipFile(file, "w") as archive:
            sums = {DATABASE: _add_file(archive, DATABASE, copy)}
            for sha256 in files:
                if sha256 not in manifest.lost:
                    _add(archive, f"{ATTACHMENTS}/{sha256}", read_file(sha256), zipfile.ZIP_STORED)
                    sums[f"{ATTACHMENTS}/{sha256}"] = sha256
            _add(archive, _MANIFEST, _as_json(manifest, sums), zipfile.ZIP_DEFLATED)
        with aside.open("rb") as file:
            os.fsync(file.fileno())
        read_bundle(aside, None)
        aside.replace(target)
        flush_folder(target.parent)
    except BaseException:  # whatever happened, leave nothing half-written behind, then pass it on
        aside.unlink(missing_ok=True)
        raise
    return manifest


def read_bundle(path: Path, into: Path | None) -> Manifest:
    """Check every byte of the bundle at `path`; with `into`, an empty private folder, unpack it there.

    Raises `BackupRefused` and `OSError`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            about: dict[str, Any] = json.loads(_small(archive, _MANIFEST))
            sums: dict[str, str] = about["files"]
            names = [entry.filename for entry in archive.infolist()]
            is_ours = about["format"] == _FORMAT and sorted(names) == sorted([*sums, _MANIFEST])
            if not is_ours or any(_unpack(archive, name, into) != sums[name] for name in sorted(sums)):
                raise BackupRefused
            return _manifest(about)
    except _DAMAGES:
        raise BackupRefused from None
    except OSError as error:
        if error.errno == errno.EINVAL:  # a place before the beginning of the file
            raise BackupRefused from None
        raise


def _manifest(about: dict[str, Any]) -> Manifest:
    return Manifest(
        datetime.fromisoformat(about["made_at"]),
        str(about["revision"]),
        {str(name): int(count) for name, count in about["rows"].items()},
        (int(about["head"]["seq"]), str(about["head"]["hash"])),
        tuple(map(str, about["lost"])),
        bool(about.get("encrypted", False)),
    )


def file_sum(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _describe(
    driver: Driver, copy: Path, made_at: datetime, lost: tuple[str, ...]
) -> tuple[Manifest, list[str]]:
    """What is in the database `copy`, and which attached files have to lie beside it."""
    raw = driver.open(copy)
    try:
        tables = [
            name
            for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            if not name.startswith("sqlite_")
        ]
        rows = {name: int(raw.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in tables}  # noqa: S608  names of ours
        revision = str(raw.execute("SELECT version_num FROM alembic_version").fetchone()[0])
        head = raw.execute("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
        files = [sha256 for (sha256,) in raw.execute("SELECT sha256 FROM attachment ORDER BY sha256")]
    finally:
        raw.close()
    is_encrypted = driver.name is not None
    manifest = Manifest(made_at, revision, rows, head or (0, ""), lost, is_encrypted)
    return manifest, [] if is_encrypted else files


def _as_json(manifest: Manifest, sums: dict[str, str]) -> bytes:
    about = {
        "format": _FORMAT,
        "made_at": manifest.made_at.isoformat(),
        "revision": manifest.revision,
        "rows": manifest.rows,
        "head": {"seq": manifest.head[0], "hash": manifest.head[1]},
        "lost": list(manifest.lost),
        "encrypted": manifest.is_encrypted,
        "files": sums,
    }
    return json.dumps(about, indent=1).encode()


def _private(path: Path) -> Any:
    path.unlink(missing_ok=True)
    flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "w+b")


def _add(archive: zipfile.ZipFile, name: str, data: bytes, method: int) -> None:
    archive.writestr(zipfile.ZipInfo(name), data, method)


def _add_file(archive: zipfile.ZipFile, name: str, source: Path) -> str:
    """Add a file that may be large; returns its SHA-256."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    found = hashlib.sha256()
    with source.open("rb") as file, archive.open(entry, "w", force_zip64=True) as target:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
            target.write(chunk)
    return found.hexdigest()


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > _LARGEST_MANIFEST:
        raise BackupRefused
    return archive.read(name)


def _unpack(archive: zipfile.ZipFile, name: str, into: Path | None) -> str:
    """The SHA-256 of an entry; `into` gets it under the name that it may have."""
    target = _place_of(name, into)
    found = hashlib.sha256()
    with archive.open(name) as source:
        if target is None:
            while chunk := source.read(_CHUNK):
                found.update(chunk)
            return found.hexdigest()
        make_private_folder(target.parent)
        with _private(target) as file:
            while chunk := source.read(_CHUNK):
                found.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    return found.hexdigest()


def _place_of(name: str, into: Path | None) -> Path | None:
    folder, _, sha256 = name.rpartition("/")
    if name == DATABASE:
        return into and into / DATABASE
    if folder == ATTACHMENTS and is_sha256(sha256):
        return into and into / ATTACHMENTS / sha256[:2] / sha256
    raise BackupRefused
