"""The tables of the store.

`answer_event` is the truth: each change of an answer is one row, and rows are never changed. `answer` holds
what follows from it, the present value and its rev, so that reading and compare-and-set are one look-up. The
store writes both in one transaction. `draft.touched` is the store's own count of touches, because clocks jump.
`audit` says what was done, in a chain of hashes; it knows values only as HMACs under keys in `secret`, which go
with what they belong to, so that the chain stays whole when a draft is deleted and tells nothing of it.

These classes say what the tables look like; the SQL in `rows` works on their tables, never on objects (a
session of objects costs 2 ms a commit). A change here needs a new revision in `migrations/`; a test compares.
The names of constraints follow one convention, so that migrations can speak of them. That events are never
changed is a matter of triggers, which live in the migrations alone.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import DateTime, Dialect, LargeBinary, Text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

__all__ = [
    "NAMING",
    "AnswerEventRow",
    "AnswerRow",
    "AttachmentBytesRow",
    "AttachmentRow",
    "AuditRow",
    "BackupRow",
    "DecisionRow",
    "DraftProfileRow",
    "DraftRow",
    "FindingRow",
    "PackageRow",
    "ProfileAnswerRow",
    "ProfileRow",
    "ScreeningRow",
    "SecretRow",
    "SettingRow",
    "UtcDateTime",
    "VisitRow",
]

NAMING: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING  # before the first table is named


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: kept in UTC, given back aware. SQLite has no time zones of its own."""

    impl = DateTime
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(timezone=True)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Into UTC; a naive time is taken as the computer's own."""
        del dialect
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Out in UTC; PostgreSQL gives aware times, in a zone of its choice."""
        del dialect
        if not isinstance(value, datetime):
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class DraftRow(SQLModel, table=True):
    """One errand being prepared."""

    __tablename__ = "draft"
    __table_args__ = {"sqlite_with_rowid": False}  # one tree less to write

    id: str = Field(primary_key=True, max_length=8)
    area: str
    kind: str
    flow_version: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    touched: int = Field(index=True)
    position: str | None
    label: str
    rev: int


class AnswerEventRow(SQLModel, table=True):
    """One change of one answer; `value` is JSON, or NULL where it was forgotten."""

    __tablename__ = "answer_event"
    __table_args__ = {"sqlite_autoincrement": True}  # no seq is ever used again

    seq: int | None = Field(default=None, primary_key=True)
    draft: str = Field(foreign_key="draft.id", ondelete="CASCADE", index=True)
    question_id: str
    value: str | None = Field(sa_type=Text)
    at: datetime = Field(sa_type=UtcDateTime)
    door: str
    who: str | None
    why: str | None
    act: str | None
    """`undo` or `redo`, where the change was one; NULL as a rule."""
    of_seq: int | None
    """The event that was undone or redone."""


class AnswerRow(SQLModel, table=True):
    """The present answer to one question; stays with a NULL when forgotten, so that its rev never goes back."""

    __tablename__ = "answer"
    __table_args__ = {"sqlite_with_rowid": False}

    draft: str = Field(primary_key=True, foreign_key="draft.id", ondelete="CASCADE")
    question_id: str = Field(primary_key=True)
    value: str | None = Field(sa_type=Text)
    rev: int
    first_seq: int
    """The event that answered it first, or first again after it was forgotten: the order of answers."""
    seq: int
    """The event it comes from."""


class AttachmentRow(SQLModel, table=True):
    """A file in `attachments/`, named by its contents."""

    __tablename__ = "attachment"
    __table_args__ = {"sqlite_with_rowid": False}

    sha256: str = Field(primary_key=True, max_length=64)
    size: int
    media_type: str
    name: str
    added_at: datetime = Field(sa_type=UtcDateTime)


class PackageRow(SQLModel, table=True):
    """A package that was made of a draft."""

    __tablename__ = "package"

    id: int | None = Field(default=None, primary_key=True)
    draft: str = Field(foreign_key="draft.id", ondelete="CASCADE", index=True)
    sha256: str = Field(max_length=64)
    path: str
    made_at: datetime = Field(sa_type=UtcDateTime)
    complete: bool
    flow_version: str


class AttachmentBytesRow(SQLModel, table=True):
    """The bytes of an attached file, where they are kept in the database; beside an SQLite file they are files."""

    __tablename__ = "attachment_bytes"

    sha256: str = Field(primary_key=True, foreign_key="attachment.sha256", ondelete="CASCADE", max_length=64)
    data: bytes = Field(sa_type=LargeBinary)


class VisitRow(SQLModel, table=True):
    """How much of a draft's history a person has seen at a door; `who` is empty where there is one person."""

    __tablename__ = "visit"
    __table_args__ = {"sqlite_with_rowid": False}

    draft: str = Field(primary_key=True, foreign_key="draft.id", ondelete="CASCADE")
    who: str = Field(primary_key=True)
    door: str = Field(primary_key=True)
    seq: int
    """The last event seen; clocks jump, counts do not."""
    at: datetime = Field(sa_type=UtcDateTime)


class ProfileRow(SQLModel, table=True):
    """A care provider: what its applications have in common."""

    __tablename__ = "profile"
    __table_args__ = {"sqlite_with_rowid": False}

    id: str = Field(primary_key=True, max_length=8)
    label: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)


class ProfileAnswerRow(SQLModel, table=True):
    """One answer that a provider's applications share."""

    __tablename__ = "profile_answer"
    __table_args__ = {"sqlite_with_rowid": False}

    profile: str = Field(primary_key=True, foreign_key="profile.id", ondelete="CASCADE")
    question_id: str = Field(primary_key=True)
    value: str = Field(sa_type=Text)
    rev: int
    at: datetime = Field(sa_type=UtcDateTime)
    who: str | None


class DraftProfileRow(SQLModel, table=True):
    """Whose application a draft is."""

    __tablename__ = "draft_profile"
    __table_args__ = {"sqlite_with_rowid": False}

    draft: str = Field(primary_key=True, foreign_key="draft.id", ondelete="CASCADE")
    profile: str = Field(foreign_key="profile.id", ondelete="CASCADE", index=True)


class ScreeningRow(SQLModel, table=True):
    """One screening of a package that came in; `details` is JSON of the screening room's own."""

    __tablename__ = "screening"
    __table_args__ = {"sqlite_with_rowid": False}

    id: str = Field(primary_key=True, max_length=8)
    number: int
    """In which order they were made; clocks jump."""
    package_sha256: str = Field(max_length=64, index=True)
    label: str
    area: str | None
    kind: str | None
    flow_version: str | None
    outcome: str
    made_at: datetime = Field(sa_type=UtcDateTime)
    who: str | None
    details: str = Field(sa_type=Text)


class FindingRow(SQLModel, table=True):
    """What a screening found, by its number in the report; `details` is JSON."""

    __tablename__ = "finding"
    __table_args__ = {"sqlite_with_rowid": False}

    screening: str = Field(primary_key=True, foreign_key="screening.id", ondelete="CASCADE")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    code: str
    severity: str
    place: str
    details: str = Field(sa_type=Text)


class DecisionRow(SQLModel, table=True):
    """What an officer decided, of a finding or of the whole; never changed, only followed by another."""

    __tablename__ = "decision"
    __table_args__ = {"sqlite_autoincrement": True}

    seq: int | None = Field(default=None, primary_key=True)
    screening: str = Field(foreign_key="screening.id", ondelete="CASCADE", index=True)
    finding: int | None
    verdict: str
    reason: str
    at: datetime = Field(sa_type=UtcDateTime)
    who: str | None


class SecretRow(SQLModel, table=True):
    """The key under which `audit` knows the values of one draft, screening or profile; goes with it."""

    __tablename__ = "secret"
    __table_args__ = {"sqlite_with_rowid": False}

    owner: str = Field(primary_key=True)
    key: bytes = Field(sa_type=LargeBinary)


class AuditRow(SQLModel, table=True):
    """One act, linked to the one before it. What the columns mean is told in `audit`."""

    __tablename__ = "audit"

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=UtcDateTime)
    act: str
    owner: str | None
    subject: str | None
    ref: int | None
    mac: str | None
    who: str | None
    door: str | None
    hash: str = Field(max_length=64)


class SettingRow(SQLModel, table=True):
    """A setting of this store; `value` is JSON."""

    __tablename__ = "setting"
    __table_args__ = {"sqlite_with_rowid": False}

    name: str = Field(primary_key=True)
    value: str = Field(sa_type=Text)


class BackupRow(SQLModel, table=True):
    """A backup that was made, and where it was put: what is deleted is deleted there too."""

    __tablename__ = "backup"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    path: str
    sha256: str = Field(max_length=64)
    size: int
    made_at: datetime = Field(sa_type=UtcDateTime)
