"""What is done to a store as a whole: backup and restore, verification, export, retention."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.store.backups import KEPT, Restored, make_backup, restore, verify_backup
from wizard.store.database import Facts
from wizard.store.erasure import Certificate, delete_draft, wipe_traces
from wizard.store.exporting import Exported, export
from wizard.store.ground import Ground
from wizard.store.records import Draft, Screening, StoredFile
from wizard.store.rows import BackupMade
from wizard.store.sealing import Key, Lock
from wizard.store.verifying import Verified, verify

if TYPE_CHECKING:
    from wizard.store.screenings import Screenings

__all__ = ["Expired", "Purged", "Upkeep"]


@dataclass(frozen=True, slots=True)
class Expired:
    """What has not changed since a day; `ahead` are drafts dated in the future, when a clock was wrong."""

    drafts: tuple[Draft, ...]
    ahead: tuple[Draft, ...]
    screenings: tuple[Screening, ...]
    """Those that were made, and last decided of, before that day."""


@dataclass(frozen=True, slots=True)
class Purged:
    """What was deleted: a certificate for each draft, and how many screenings."""

    certificates: tuple[Certificate, ...]
    screenings: int
    with_traces: tuple[str, ...]
    """Screenings of which something is left within reach, in a backup or because another window is open."""

    @property
    def is_complete(self) -> bool:
        """Whether nothing of it can be read any more wherever lov can reach."""
        return not self.with_traces and all(certificate.is_complete for certificate in self.certificates)


class Upkeep:
    """See the module. Every method raises `StoreUnavailable` when the database or the disk does not play along."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def backup(self, folder: Path | None = None, *, keep: int = KEPT, lock: Lock | None = None) -> BackupMade:
        """Make a backup while others work, sealed with `lock`, and keep the `keep` latest in that folder."""
        return make_backup(self._ground, folder, keep=keep, lock=lock)

    def backups(self) -> tuple[BackupMade, ...]:
        """The backups that were made, the first one first."""
        with self._ground.database.reading() as rows:
            return rows.backups()

    def files(self) -> tuple[StoredFile, ...]:
        """All attached files."""
        with self._ground.database.reading() as rows:
            return rows.files()

    def restore(self, path: Path, *, key: Key | None = None) -> Restored:
        """Become what a backup holds, opened by `key` if it is sealed; what is there is backed up first."""
        return restore(self._ground, path, key)

    def verify(self, *, head: str | None = None) -> Verified:
        """Whether everything is what was written."""
        return verify(self._ground, head=head)

    def verify_backup(self, path: Path, *, head: str | None = None, key: Key | None = None) -> Verified:
        """The same of what a backup holds. Raises `BackupRefused` for one that is damaged."""
        return verify_backup(self._ground, path, head=head, key=key)

    def export(
        self,
        folder: Path,
        *,
        draft_id: str | None = None,
        person: str | None = None,
        lock: Lock | None = None,
    ) -> Exported:
        """Everything about a draft or a person, or all there is, as JSON and files; with `lock`, sealed."""
        return export(self._ground, folder, draft_id=draft_id, person=person, lock=lock)

    def facts(self) -> Facts:
        """What the database is."""
        return self._ground.database.facts()

    def damages(self) -> tuple[str, ...]:
        """What the database finds wrong with itself."""
        return self._ground.database.damages()

    def wipe_traces(self) -> bool:
        """Take away what deletions left behind, where another window was in the way."""
        return not self._ground.database.deletions() or wipe_traces(self._ground)

    def expired(self, before: datetime) -> Expired:
        """What nobody has changed since `before`: drafts, and screenings of what came in."""
        now = self._ground.now()
        with self._ground.database.reading() as rows:
            drafts = rows.drafts()
        alive = {
            ruling.decision.screening_id
            for ruling in self._screenings.rulings()
            if ruling.decision.at >= before
        }
        return Expired(
            tuple(draft for draft in drafts if draft.updated_at < before),
            tuple(draft for draft in drafts if draft.updated_at > now),
            tuple(s for s in self._screenings.all() if s.made_at < before and s.id not in alive),
        )

    def purge(self, before: datetime) -> Purged:
        """Delete what nobody has changed since `before`."""
        expired = self.expired(before)
        certificates = tuple(delete_draft(self._ground, draft.id) for draft in expired.drafts)
        left = tuple(s.id for s in expired.screenings if not self._screenings.delete(s.id))
        return Purged(certificates, len(expired.screenings), left)

    @property
    def _screenings(self) -> Screenings:
        from wizard.store.screenings import Screenings  # noqa: PLC0415  loads SQLAlchemy

        return Screenings(self._ground)
