"""The JSON documents of the commands that keep the store, as types; see `outputs`."""

from __future__ import annotations

from typing import Any, Literal

from typing_extensions import TypedDict

__all__ = ["STORE_SCHEMAS", "BackupOut", "CertificateOut", "DraftOut", "OldScreeningOut", "PurgeOut"]


class DraftOut(TypedDict):
    """A draft as lists show it."""

    id: str
    area: str
    kind: str
    label: str
    flow_version: str
    created: str
    updated: str
    position: str | None


class HistoryEntryOut(TypedDict):
    """One change of one answer; `value` is null where it was taken back, `of` the change undone or redone."""

    seq: int
    at: str
    question: str
    before: Any
    value: Any
    door: str
    who: str | None
    why: str | None
    act: Literal["undo", "redo"] | None
    of: int | None


class HistoryOut(TypedDict):
    """`lov history`; `undo` and `redo` are the questions that would be undone and done again next."""

    draft: str
    changes: list[HistoryEntryOut]
    undo: str | None
    redo: str | None


class StepOut(TypedDict):
    """`lov undo` and `lov redo`: the question and its answer now; null where there was nothing to do."""

    draft: str
    question: str | None
    value: Any
    undo: str | None
    redo: str | None


class NewsEntryOut(TypedDict):
    """A question that others have answered otherwise since; `at`, `door` and `who` tell of the last change."""

    question: str
    before: Any
    value: Any
    at: str
    door: str
    who: str | None


class NewsOut(TypedDict):
    """`lov news`."""

    draft: str
    first_visit: bool
    changes: list[NewsEntryOut]


class ImportOut(TypedDict):
    """`lov import`: the draft, and how many of its answers are new or changed."""

    draft: DraftOut
    changed: int
    files: int


class EntryOut(TypedDict):
    """An entry of the audit chain."""

    seq: int
    hash: str


class CertificateOut(TypedDict):
    """What was deleted, and what is left of it; `packages_outside` lie where their owner put them."""

    draft: str
    area: str
    kind: str
    deleted: str
    who: str | None
    rows: dict[str, int]
    files: int
    complete: bool
    wiped: bool
    backups: int
    packages_outside: int
    out_of_reach: list[str]
    searched: int
    found_in: list[str]
    server: str | None
    audit: EntryOut


class DeleteOut(TypedDict):
    """`lov delete`."""

    status: Literal["deleted", "not_deleted"]
    draft: DraftOut
    certificate: CertificateOut | None


class RemarkOut(TypedDict):
    """Something worth knowing of the store."""

    code: str
    grave: bool
    message: str


class DoctorOut(TypedDict):
    """`lov store doctor`; `facts` holds what could be found out: engine, version, mode, sizes in bytes, and so on."""

    status: Literal["healthy", "in_danger"]
    place: str
    facts: dict[str, Any]
    remarks: list[RemarkOut]


class UpgradeOut(TypedDict):
    """`lov store upgrade`; `before` is null for a new store."""

    before: str | None
    after: str
    snapshot: str | None


class BackupOut(TypedDict):
    """`lov store backup`: the backup that was made, and those that are kept."""

    number: int
    path: str
    sha256: str
    size: int
    kept: list[str]


class RestoreOut(TypedDict):
    """`lov store restore`; `left_out` counts drafts that were deleted since, `before` is the backup of what was there."""

    status: Literal["restored", "not_restored"]
    drafts: int
    left_out: int
    made: str | None
    before: str | None


class FaultOut(TypedDict):
    """Something amiss in the store."""

    code: str
    what: str
    message: str


class VerifyOut(TypedDict):
    """`lov store verify`; keep `head` elsewhere, and give it with --head next time."""

    status: Literal["sound", "faulty"]
    faults: list[FaultOut]
    drafts: int
    changes: int
    entries: int
    files: int
    backups: int
    head: EntryOut


class ExportOut(TypedDict):
    """`lov store export`."""

    file: str
    drafts: int
    changes: int
    files: int
    files_not_searched: int


class KeyOut(TypedDict):
    """`lov store key`: the key that was made, or the recipient whose key is in `file`."""

    key: str | None
    recipient: str | None
    file: str | None


class UnsealOut(TypedDict):
    """`lov store unseal`."""

    file: str


class OldScreeningOut(TypedDict):
    """A screening that was made long ago."""

    id: str
    made: str
    area: str | None
    kind: str | None


class PurgeOut(TypedDict):
    """`lov store purge`; `ahead` are drafts dated in the future, when a clock was wrong, and never purged."""

    status: Literal["dry_run", "purged"]
    before: str
    drafts: list[DraftOut]
    ahead: list[DraftOut]
    certificates: list[CertificateOut]
    screenings: list[OldScreeningOut]
    screenings_deleted: int
    screenings_with_traces: list[str]


STORE_SCHEMAS: dict[str, Any] = {
    "history": HistoryOut,
    "undo": StepOut,
    "redo": StepOut,
    "news": NewsOut,
    "import": ImportOut,
    "delete": DeleteOut,
    "store-doctor": DoctorOut,
    "store-upgrade": UpgradeOut,
    "store-backup": BackupOut,
    "store-restore": RestoreOut,
    "store-verify": VerifyOut,
    "store-export": ExportOut,
    "store-purge": PurgeOut,
    "store-key": KeyOut,
    "store-unseal": UnsealOut,
}
"""The documents by the name `lov schema` knows them by."""
