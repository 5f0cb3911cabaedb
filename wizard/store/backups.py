"""Making backups, keeping a number of them, taking what was deleted out of them, and restoring.

A backup is made of one state of the store while others go on writing. It is numbered, not ordered by the clock.
The store remembers where each was put, so that a deletion reaches it; what was deleted since a backup was made
does not come back by restoring it. Backups that lie where backups are put, and that the store has forgotten, since
it was itself restored or begun anew, are reached too.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Final

from wizard.files import make_private_folder, write_atomically
from wizard.store.attachments import DatabaseAttachments, FolderAttachments, Source
from wizard.store.audit import Act, breaks
from wizard.store.bundles import BackupRefused, Manifest, file_sum, read_bundle, write_bundle
from wizard.store.connection import PLAIN, journal_policy
from wizard.store.database import copy_rows
from wizard.store.erasure import delete_rows, wipe_traces
from wizard.store.errors import AttachmentLost, StoreError, StoreUnavailable, Trouble
from wizard.store.ground import ATTACHMENTS, DATABASE, Ground, owned
from wizard.store.private import make_private_file
from wizard.store.profiles import Profiles
from wizard.store.rows import BackupMade, Rows
from wizard.store.screenings import Screenings
from wizard.store.sealing import SEALED_END, Key, Lock, is_sealed, seal, unseal
from wizard.store.seam import translated
from wizard.store.sqlite import SqliteDatabase
from wizard.store.verifying import Amiss, Verified, verify

__all__ = [
    "BACKUPS",
    "KEPT",
    "Restored",
    "deleted_owners",
    "make_backup",
    "restore",
    "verify_backup",
    "without",
]

BACKUPS: Final = "backups"
"""Where backups are put in the data folder, if nobody says otherwise."""

KEPT: Final = 7
"""How many are kept in a folder."""

_SEALED: Final = "sealed.db"
_BUNDLE: Final = "bundle.zip"

_NAMES: Final = ("lov-[0-9]*.zip", f"lov-[0-9]*.zip{SEALED_END}")
"""How backups are called, as `make_backup` names them."""

_TRIES: Final = 5
"""How often a backup is begun anew because an attached file was deleted meanwhile."""

_OLDEST: Final = journal_policy((0, 0, 0))
"""A rollback journal: right with every SQLite, and one file when closed."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored; `before` is the backup of what was there, None where there was nothing."""

    manifest: Manifest
    drafts: int
    left_out: int
    """Drafts that had been deleted since the backup was made."""
    before: BackupMade | None


def make_backup(
    ground: Ground, folder: Path | None = None, *, keep: int = KEPT, lock: Lock | None = None
) -> BackupMade:
    """Make a backup in `folder`, and delete those in it but the `keep` latest.

    Raises `SealRefused` and `StoreUnavailable`.
    """
    target = (folder or ground.folder / BACKUPS).absolute()
    now = ground.now()
    with translated(target):
        make_private_folder(target)
        with ground.database.reading() as rows:
            last = max((made.number for made in rows.backups()), default=0)
        end = SEALED_END if lock else ""
        names = ((n, target / f"lov-{n:06}-{now:%Y%m%dT%H%M%SZ}.zip{end}") for n in count(last + 1))
        number, path = next((n, path) for n, path in names if not path.exists())
        if lock is None:
            _write(ground, path)
        else:
            _write_sealed(ground, path, lock)
        sha256, size = file_sum(path), path.stat().st_size
    with ground.database.writing() as rows:
        this = rows.add_backup(BackupMade(number, path, sha256, size, now))
        rows.note(Act.BACKED_UP, now, subject=sha256, who=ground.who)
        here = [each for each in rows.backups() if each.path.parent == target]
        for old in here[: max(len(here) - max(keep, 1), 0)]:
            with translated(target):
                old.path.unlink(missing_ok=True)
            rows.delete_backup(old.path)
    return this


def _write(ground: Ground, path: Path) -> Manifest:
    for last in [False] * (_TRIES - 1) + [True]:
        with _workshop(ground.folder) as shop:
            copy = shop / DATABASE
            make_private_file(copy)
            ground.database.copy_to(copy)
            lost = _lost(ground, copy) if last else ()
            with suppress(AttachmentLost):
                return write_bundle(
                    path, copy, ground.files.read, made_at=ground.now(), without=lost, driver=ground.driver
                )
    raise AttachmentLost


def _write_sealed(ground: Ground, path: Path, lock: Lock) -> None:
    """By way of the data folder, where the same lies as openly as it did before, not of the stick it is for."""
    seal(b"", lock)  # what cannot be sealed is refused before anything is written
    with _workshop(ground.folder) as shop:
        bundle = shop / _BUNDLE
        _write(ground, bundle)
        write_atomically(path, seal(bundle.read_bytes(), lock))


def _lost(ground: Ground, copy: Path) -> tuple[str, ...]:
    """The files that the copy names and that cannot be had: the rest is worth keeping all the same."""
    database = SqliteDatabase(copy, _OLDEST, ground.driver)
    try:
        with database.reading() as rows:
            return tuple(file.sha256 for file in rows.files() if not _can_be_read(ground, file.sha256))
    finally:
        database.close()


def _can_be_read(ground: Ground, sha256: str) -> bool:
    try:
        ground.files.read(sha256)
    except AttachmentLost:
        return False
    return True


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    """A private folder in the data folder that is gone afterwards."""
    shop = Path(tempfile.mkdtemp(dir=folder, prefix=".lov-"))
    try:
        yield shop
    finally:
        shutil.rmtree(shop, ignore_errors=True)


@contextmanager
def _unpacked(ground: Ground, path: Path, key: Key | None = None) -> Iterator[tuple[Ground, Manifest]]:
    """A backup as a store of its own, with the schema of this lov.

    Raises `BackupRefused`, `SealRefused` and `NewerStore`.
    """
    with _workshop(ground.folder) as shop:
        if is_sealed(path):
            write_atomically(shop / _BUNDLE, unseal(path.read_bytes(), key))
            path = shop / _BUNDLE
        manifest = read_bundle(path, shop)
        if manifest.is_encrypted and ground.driver.name is None:
            raise BackupRefused(BackupRefused.needs_key)
        driver = ground.driver if manifest.is_encrypted else PLAIN
        database = SqliteDatabase(shop / DATABASE, _OLDEST, driver)
        files = DatabaseAttachments(database) if driver.name else FolderAttachments(shop / ATTACHMENTS)
        try:
            if database.damages():
                raise BackupRefused
            yield Ground(shop, database, files, ground.clock, ground.who, driver), manifest
        finally:
            database.close()


def _in_our_hand(ground: Ground, inside: Ground) -> Path:
    """The database of an unpacked backup as a file that the store can take over: encrypted as it is itself."""
    ours, theirs = inside.folder / _SEALED, inside.folder / DATABASE
    if ground.driver.name is None or inside.driver.name is not None:
        return theirs
    make_private_file(ours)
    sealed = SqliteDatabase(ours, _OLDEST, ground.driver)
    try:
        with inside.database.reading() as source, sealed.writing() as rows:
            copy_rows(source.connection, rows.connection)
    finally:
        sealed.close()
    return ours


def without(ground: Ground, owners: Collection[str]) -> tuple[int, tuple[Path, ...]]:
    """Take drafts, providers and screenings out of every backup: how many were written anew, which could not be.

    `owners` are named as the audit chain names them. A sealed backup cannot be written anew; it counts as out of
    reach, unless the chain tells that it was made before there was anything of theirs.
    """
    done, failed = 0, []
    earlier = _made_earlier(ground, owners)
    for path in _there_or_made(ground):
        if path in earlier:
            continue
        try:
            with translated(path):
                done += _take_out(ground, path, owners)
        except StoreError:
            failed.append(path)
    return done, tuple(failed)


def _there_or_made(ground: Ground) -> tuple[Path, ...]:
    """Every backup that the store remembers, and those beside them that it has forgotten."""
    with ground.database.reading() as rows:
        made = [each.path for each in rows.backups()]
    folders = dict.fromkeys([ground.folder / BACKUPS, *(path.parent for path in made)])
    with translated(ground.folder):
        there = [path for folder in folders for name in _NAMES for path in sorted(folder.glob(name))]
    return tuple(dict.fromkeys([*made, *there]))


def _made_earlier(ground: Ground, owners: Collection[str]) -> frozenset[Path]:
    """The backups that were made before the first act on any of `owners`."""
    with ground.database.reading() as rows:
        entries, made = tuple(rows.entries()), rows.backups()
    first = min((entry.seq for entry in entries if entry.owner in owners), default=0)
    before = {entry.subject for entry in entries if entry.act == Act.BACKED_UP and entry.seq < first}
    return frozenset(each.path for each in made if each.sha256 in before)


def _take_out(ground: Ground, path: Path, owners: Collection[str]) -> bool:
    with _unpacked(ground, path) as (inside, manifest):
        if not any(_delete_inside(inside, owners)):
            return False
        inside.database.close()
        write_bundle(
            path,
            inside.folder / DATABASE,
            inside.files.read,
            made_at=manifest.made_at,
            without=manifest.lost,
            driver=inside.driver,
        )
    with ground.database.writing() as rows:
        rows.change_backup(path, sha256=file_sum(path), size=path.stat().st_size)
    return True


def _delete_inside(inside: Ground, owners: Collection[str]) -> tuple[int, int]:
    """Delete what belongs to `owners` in an unpacked backup, with its traces; how many drafts, and others, there were."""
    with inside.database.reading() as rows:
        drafts = [draft.id for draft in rows.drafts() if owned(draft.id) in owners]
    for draft_id in drafts:
        delete_rows(inside, draft_id)
    others = sum(part.delete_owned(owners) for part in (Profiles(inside), Screenings(inside)))
    if (drafts or others) and not wipe_traces(inside):
        raise StoreUnavailable(Trouble.LOCKED, inside.folder)
    return len(drafts), others


def restore(ground: Ground, path: Path, key: Key | None = None) -> Restored:
    """Become what the backup at `path` holds, less what was deleted since; what is there now is backed up first.

    Everything is checked before anything is changed: every byte against the manifest, the database, the audit
    chain, and the number of rows. Raises `BackupRefused`, `NewerStore` and `StoreUnavailable`.
    """
    with translated(path), _unpacked(ground, path, key) as (inside, manifest):
        _require_whole(inside, manifest)
        with ground.database.reading() as rows:
            gone, head = deleted_owners(rows), rows.head()
            is_empty = not rows.drafts() and head[0] == 0
        before = None if is_empty else make_backup(ground)
        left_out, _ = _delete_inside(inside, gone)
        _carry_over(ground, inside, gone, head, path)
        with inside.database.reading() as rows:
            restored = Restored(manifest, len(rows.drafts()), left_out, before)
        inside.database.close()
        with translated(ground.database.place):
            ground.database.take_over(_in_our_hand(ground, inside))
            _take_over_files(ground, inside)
    return restored


def verify_backup(ground: Ground, path: Path, *, head: str | None = None, key: Key | None = None) -> Verified:
    """Whether what the backup at `path` holds is what was written; other backups are not its matter."""
    with translated(path), _unpacked(ground, path, key) as (inside, _):
        found = verify(inside, head=head)
    return replace(found, faults=tuple(f for f in found.faults if f.code is not Amiss.BACKUP))


def _require_whole(inside: Ground, manifest: Manifest) -> None:
    """The rows must be as many as were counted, and the audit chain unbroken."""
    with inside.database.reading() as rows:
        counts = rows.counts()
        is_same = all(counts.get(name, count) == count for name, count in manifest.rows.items())
        if not is_same or any(True for _ in breaks(rows.entries())):
            raise BackupRefused


def deleted_owners(rows: Rows) -> frozenset[str]:
    """The drafts, providers and screenings that were deleted, as the audit chain tells."""
    return frozenset(entry.owner or "" for entry in rows.entries() if entry.act == Act.DELETED)


def _carry_over(
    ground: Ground, inside: Ground, gone: frozenset[str], head: tuple[int, str], path: Path
) -> None:
    """What must not be forgotten by going back: what was deleted, where backups lie, and this act."""
    with ground.database.reading() as rows:
        made = rows.backups()
    now = ground.now()
    with inside.database.writing() as rows:
        for owner in sorted(gone - deleted_owners(rows)):
            rows.note(Act.DELETED, now, owner=owner, who=ground.who)
        known = {each.path for each in rows.backups()}
        for each in made:
            if each.path not in known:
                rows.add_backup(each)
        rows.note(Act.RESTORED, now, subject=f"{file_sum(path)} {head[0]}:{head[1]}", who=ground.who)


def _take_over_files(ground: Ground, inside: Ground) -> None:
    with ground.database.reading() as rows:
        wanted = {file.sha256 for file in rows.files()}
    for sha256 in sorted(wanted):
        with suppress(AttachmentLost):  # one that was lost already when the backup was made
            source = Source("", inside.files.read(sha256), sha256)
            with ground.files.adding(source) as keep, ground.database.writing() as rows:
                keep(rows)
    with ground.database.writing() as rows:
        ground.files.keep_only(rows, {file.sha256 for file in rows.files()})
