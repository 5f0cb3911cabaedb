"""The statements of the store, made once from its tables.

They are portable SQL, which SQLite and PostgreSQL both run. Names of bound values differ from names of columns, as
SQLAlchemy wants it: `draft_id`, `question`, `key`.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Table,
    bindparam,
    case,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlmodel import AutoString, SQLModel

from wizard.store import tables

__all__ = [
    "ADD_ANSWER",
    "ADD_BACKUP",
    "ADD_BYTES",
    "ADD_DRAFT",
    "ADD_ENTRY",
    "ADD_EVENT",
    "ADD_FILE",
    "ADD_KEY",
    "ADD_PACKAGE",
    "ADD_SETTING",
    "ADD_VISIT",
    "BACKUPS",
    "CARRY_DRAFT",
    "CHANGE_ANSWER",
    "CHANGE_BACKUP",
    "CHANGE_VISIT",
    "COUNTS",
    "DELETE_BACKUP",
    "DELETE_BYTES",
    "DELETE_DRAFT",
    "DELETE_FILE",
    "DELETE_KEY",
    "DELETE_SETTING",
    "DRAFT",
    "DRAFTS",
    "DRAFTS_FROM",
    "ENTRIES",
    "EVENTS",
    "EVENTS_OF_QUESTION",
    "FILES",
    "HEAD",
    "KEY",
    "LAST_SEQ",
    "LAST_SEQ_OF_ALL",
    "MOVE_DRAFT",
    "ONE_ANSWER",
    "ONE_BYTES",
    "ONE_FILE",
    "ONE_VISIT",
    "PACKAGES",
    "PRESENT_ANSWERS",
    "PRESENT_VALUES",
    "RENAME_DRAFT",
    "SCHEMA_TEXTS",
    "SETTING",
    "SETTINGS",
    "TEXTS",
    "TEXTS_NAMING_FILES",
    "TOUCH_DRAFT",
]


Query: TypeAlias = Select[*tuple[Any, ...]]


def _table(row: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(row.__tablename__)]


def _columns(table: Table, names: str) -> list[ColumnElement[Any]]:
    return [table.c[name] for name in names.split()]


_DRAFT: Final = _table(tables.DraftRow)
_EVENT: Final = _table(tables.AnswerEventRow)
_ANSWER: Final = _table(tables.AnswerRow)
_FILE: Final = _table(tables.AttachmentRow)
_PACKAGE: Final = _table(tables.PackageRow)
_BYTES: Final = _table(tables.AttachmentBytesRow)
_VISIT: Final = _table(tables.VisitRow)
_SECRET: Final = _table(tables.SecretRow)
_AUDIT: Final = _table(tables.AuditRow)
_SETTING: Final = _table(tables.SettingRow)
_BACKUP: Final = _table(tables.BackupRow)

_THIS_DRAFT: Final = _DRAFT.c.id == bindparam("draft_id")
_NEXT_TOUCH: Final = select(func.coalesce(func.max(_DRAFT.c.touched), 0) + 1).scalar_subquery()

_ANY_DRAFT: Final[Query] = select(
    *_columns(_DRAFT, "id area kind flow_version created_at updated_at position label rev")
)
DRAFT: Final[Query] = _ANY_DRAFT.where(_THIS_DRAFT)
DRAFTS: Final[Query] = _ANY_DRAFT.order_by(_DRAFT.c.touched.desc())
DRAFTS_FROM: Final[Query] = (
    _ANY_DRAFT.where(_DRAFT.c.id.startswith(bindparam("first"))).order_by(_DRAFT.c.id).limit(10)
)
ADD_DRAFT: Final = insert(_DRAFT).values(touched=_NEXT_TOUCH)
TOUCH_DRAFT: Final = (
    update(_DRAFT)
    .where(_THIS_DRAFT)
    .values(
        updated_at=bindparam("at"), position=bindparam("question"), touched=_NEXT_TOUCH, rev=_DRAFT.c.rev + 1
    )
)
MOVE_DRAFT: Final = update(_DRAFT).where(_THIS_DRAFT).values(position=bindparam("question"))
RENAME_DRAFT: Final = update(_DRAFT).where(_THIS_DRAFT).values(label=bindparam("text"))
CARRY_DRAFT: Final = (
    update(_DRAFT)
    .where(_THIS_DRAFT)
    .values(updated_at=bindparam("at"), flow_version=bindparam("version"), rev=_DRAFT.c.rev + 1)
)
DELETE_DRAFT: Final = delete(_DRAFT).where(_THIS_DRAFT)

_THIS_ANSWER: Final = (_ANSWER.c.draft == bindparam("draft_id")) & (
    _ANSWER.c.question_id == bindparam("question")
)
_ANY_ANSWER: Final[Query] = select(
    *_columns(_ANSWER, "question_id value rev"), *_columns(_EVENT, "at door who")
).join_from(_ANSWER, _EVENT, _EVENT.c.seq == _ANSWER.c.seq)
ONE_ANSWER: Final[Query] = _ANY_ANSWER.where(_THIS_ANSWER)
PRESENT_ANSWERS: Final[Query] = _ANY_ANSWER.where(_ANSWER.c.draft == bindparam("draft_id")).order_by(
    _ANSWER.c.first_seq
)
PRESENT_VALUES: Final[Query] = (
    select(*_columns(_ANSWER, "question_id value"))
    .where(_ANSWER.c.draft == bindparam("draft_id"), _ANSWER.c.value.is_not(None))
    .order_by(_ANSWER.c.first_seq)
)
ADD_ANSWER: Final = insert(_ANSWER)
CHANGE_ANSWER: Final = (
    update(_ANSWER)
    .where(_THIS_ANSWER)
    .values(
        value=bindparam("text"),
        rev=bindparam("next_rev"),
        seq=bindparam("event"),
        first_seq=case((_ANSWER.c.value.is_(None), bindparam("event")), else_=_ANSWER.c.first_seq),
    )
)

ADD_EVENT: Final = insert(_EVENT)
EVENTS: Final[Query] = (
    select(*_columns(_EVENT, "seq draft question_id value at door who why act of_seq"))
    .where(_EVENT.c.draft == bindparam("draft_id"), _EVENT.c.seq > bindparam("since"))
    .order_by(_EVENT.c.seq)
)
LAST_SEQ: Final[Query] = select(func.coalesce(func.max(_EVENT.c.seq), 0)).where(
    _EVENT.c.draft == bindparam("draft_id")
)
LAST_SEQ_OF_ALL: Final[Query] = select(func.coalesce(func.max(_EVENT.c.seq), 0))
EVENTS_OF_QUESTION: Final[Query] = EVENTS.where(_EVENT.c.question_id == bindparam("question"))
TEXTS_NAMING_FILES: Final[Query] = select(*_columns(_EVENT, "draft value")).where(
    _EVENT.c.value.contains('"sha256"')
)

TEXTS: Final[tuple[Query, ...]] = tuple(
    select(column)
    for table in SQLModel.metadata.sorted_tables
    for column in table.columns
    if isinstance(column.type, String | AutoString)
)
"""Every text there is, column by column."""

SCHEMA_TEXTS: Final = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"
"""And those of the schema, which stand in the same file; of SQLite."""
COUNTS: Final = {
    table.name: select(func.count()).select_from(table) for table in SQLModel.metadata.sorted_tables
}

FILES: Final[Query] = select(*_columns(_FILE, "sha256 size media_type name added_at"))
ONE_FILE: Final[Query] = FILES.where(_FILE.c.sha256 == bindparam("key"))
ADD_FILE: Final = insert(_FILE)
DELETE_FILE: Final = delete(_FILE).where(_FILE.c.sha256 == bindparam("key"))

ADD_PACKAGE: Final = insert(_PACKAGE)
ADD_BYTES: Final = insert(_BYTES)
DELETE_BYTES: Final = delete(_BYTES).where(_BYTES.c.sha256 == bindparam("key"))
ONE_BYTES: Final[Query] = select(_BYTES.c.data).where(_BYTES.c.sha256 == bindparam("key"))

_THIS_VISIT: Final = (
    (_VISIT.c.draft == bindparam("draft_id"))
    & (_VISIT.c.who == bindparam("person"))
    & (_VISIT.c.door == bindparam("way"))
)
ONE_VISIT: Final[Query] = select(_VISIT.c.seq).where(_THIS_VISIT)
ADD_VISIT: Final = insert(_VISIT)
CHANGE_VISIT: Final = update(_VISIT).where(_THIS_VISIT).values(seq=bindparam("seen"), at=bindparam("now"))

KEY: Final[Query] = select(_SECRET.c.key).where(_SECRET.c.owner == bindparam("whose"))
ADD_KEY: Final = insert(_SECRET)
DELETE_KEY: Final = delete(_SECRET).where(_SECRET.c.owner == bindparam("whose"))
HEAD: Final[Query] = select(_AUDIT.c.seq, _AUDIT.c.hash).order_by(_AUDIT.c.seq.desc()).limit(1)
ADD_ENTRY: Final = insert(_AUDIT)
ENTRIES: Final[Query] = select(*_columns(_AUDIT, "seq at act owner subject ref mac who door hash")).order_by(
    _AUDIT.c.seq
)

SETTING: Final[Query] = select(_SETTING.c.value).where(_SETTING.c.name == bindparam("key"))
SETTINGS: Final[Query] = select(_SETTING.c.name, _SETTING.c.value).order_by(_SETTING.c.name)
ADD_SETTING: Final = insert(_SETTING)
DELETE_SETTING: Final = delete(_SETTING).where(_SETTING.c.name == bindparam("key"))

BACKUPS: Final[Query] = select(*_columns(_BACKUP, "number path sha256 size made_at")).order_by(
    _BACKUP.c.number
)
ADD_BACKUP: Final = insert(_BACKUP)
CHANGE_BACKUP: Final = (
    update(_BACKUP)
    .where(_BACKUP.c.path == bindparam("place"))
    .values(sha256=bindparam("sum"), size=bindparam("bytes"))
)
DELETE_BACKUP: Final = delete(_BACKUP).where(_BACKUP.c.path == bindparam("place"))

PACKAGES: Final[Query] = (
    select(*_columns(_PACKAGE, "draft sha256 path made_at complete flow_version"))
    .where(_PACKAGE.c.draft == bindparam("draft_id"))
    .order_by(_PACKAGE.c.id)
)
