"""What is the matter with a store: engine, mode, sizes, health, and where it lies.

It tells as much as can be told, also of a store that cannot be opened, and changes nothing but what opening
changes. Each remark has a sentence that says what to do.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from wizard.i18n import Message, msg
from wizard.store.connection import journal_policy
from wizard.store.errors import StoreError
from wizard.store.ground import DATABASE
from wizard.store.places import network_drive, synced_by
from wizard.store.seam import translated
from wizard.store.store import Store

__all__ = ["Diagnosis", "Remark", "examine", "place_remarks", "revision_of"]

_LITTLE_ROOM: Final = 100 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Remark:
    """Something worth knowing; `is_grave` where answers are in danger."""

    code: str
    message: Message
    is_grave: bool = True


@dataclass(slots=True)
class Diagnosis:
    """What was found; facts that could not be had are missing from `facts`."""

    folder: Path
    place: str
    facts: dict[str, Any] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def is_healthy(self) -> bool:
        """Whether no answer is in danger."""
        return not any(remark.is_grave for remark in self.remarks)


def examine(folder: Path, environment: Mapping[str, str]) -> Diagnosis:
    """Look at the store in `folder`, as the environment has it. Never raises `StoreError`: that becomes a remark."""
    url = environment.get("LOV_DATABASE_URL")
    found = Diagnosis(folder.absolute(), str(folder.absolute()))
    found.facts["sqlite"] = sqlite3.sqlite_version
    found.facts["wal_is_safe"] = journal_policy(sqlite3.sqlite_version_info).journal_mode == "wal"
    if not url:
        found.remarks += place_remarks(found.folder)
    try:
        with Store.open_for(folder, environment) as store:
            _look_inside(found, store)
    except StoreError as error:
        found.remarks.append(Remark(type(error).__name__, error.message))
    if not url:
        found.remarks += _engine_remarks(found.facts)
    _measure(found)
    return found


def revision_of(folder: Path, environment: Mapping[str, str]) -> str | None:
    """The schema that a store has before it is opened; None where there is none. Raises `StoreError`."""
    from sqlalchemy import NullPool, create_engine  # noqa: PLC0415  heavy

    from wizard.store.ciphers import driver_for, store_key  # noqa: PLC0415  as above
    from wizard.store.schema import stored_revision  # noqa: PLC0415  as above

    url = environment.get("LOV_DATABASE_URL")
    file = folder.absolute() / DATABASE
    if not url and (not file.exists() or not file.stat().st_size):
        return None
    if url:
        from wizard.store.postgres import plain_engine, shown_url  # noqa: PLC0415  an extra

        place: Path | str = shown_url(url)
        engine = plain_engine(url)
    else:
        place = file
        driver = driver_for(file, store_key(file, environment))
        engine = create_engine(
            "sqlite://", module=driver.module, creator=lambda: driver.open(file), poolclass=NullPool
        )
    with translated(place):
        try:
            with engine.connect() as connection:
                return stored_revision(connection)
        finally:
            engine.dispose()


def _engine_remarks(facts: Mapping[str, Any]) -> list[Remark]:
    """Why the fast way of writing is not used, where it is the engine's fault."""
    is_plain = facts.get("encryption") is None  # the other engine is a new one
    if not is_plain or facts["wal_is_safe"]:
        return []
    words = msg(
        "SQLite {version} can lose answers in WAL mode, so the slower and safe rollback journal is used. "
        "With SQLite 3.51.3 or newer it is faster.",
        version=sqlite3.sqlite_version,
    )
    return [Remark("no_wal", words, is_grave=False)]


def place_remarks(folder: Path) -> list[Remark]:
    """What is to be said of where the data folder lies."""
    remarks = []
    kind, service = network_drive(folder), synced_by(folder)
    if kind:
        remarks.append(
            Remark(
                "network_drive",
                msg(
                    "{path} lies on a network drive ({kind}). Locks may not hold there: let one person at a time "
                    "work in it, or keep drafts on this computer with --data-dir.",
                    path=str(folder),
                    kind=kind,
                ),
            )
        )
    if service:
        remarks.append(
            Remark(
                "synced_folder",
                msg(
                    "{path} is copied by {service} while lov writes in it, and such a copy can be half of one. "
                    "Keep drafts elsewhere with --data-dir, and put backups there instead.",
                    path=str(folder),
                    service=service,
                ),
            )
        )
    return remarks


def _look_inside(found: Diagnosis, store: Store) -> None:
    upkeep = store.upkeep
    facts = upkeep.facts()
    made = upkeep.backups()
    files = upkeep.files()
    found.facts |= {
        "engine": facts.engine,
        "version": facts.version,
        "mode": facts.mode,
        "revision": facts.revision,
        "sizes": facts.sizes,
        "encryption": facts.encryption,
        "drafts": len(store.drafts()),
        "backups": len(made),
        "files": len(files),
        "file_bytes": sum(file.size for file in files),
        "last_backup": made[-1].made_at.isoformat() if made else None,
    }
    for words in upkeep.damages():
        damage = msg("The database is damaged at {what}. Restore a backup: lov store restore.", what=words)
        found.remarks.append(Remark("damaged", damage))
    if not upkeep.wipe_traces():
        traces = msg(
            "Traces of deleted drafts are still in the files. Close other windows, see that the disk has room, "
            "and try again."
        )
        found.remarks.append(Remark("traces", traces))
    if not made:
        advice = msg("There is no backup yet. Make one with: lov store backup")
        found.remarks.append(Remark("no_backup", advice, is_grave=False))
    if "off" in facts.mode:
        risk = msg(
            "The server acknowledges answers before they are on its disk ({mode}). A power cut can lose them.",
            mode=facts.mode,
        )
        found.remarks.append(Remark("not_durable", risk))


def _measure(found: Diagnosis) -> None:
    """What room is left, where that can be told."""
    try:
        room = shutil.disk_usage(found.folder).free
    except OSError:
        return
    found.facts["free"] = room
    if room < _LITTLE_ROOM:
        words = msg("Only {room} MB are left on this disk.", room=room // (1024 * 1024))
        found.remarks.append(Remark("little_room", words))
