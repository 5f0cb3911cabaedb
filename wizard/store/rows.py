"""What can be asked of the database, and told to it, within one transaction.

One small method for each statement: plain values in, the plain rows of `records` out. Nothing is decided here;
what a change means is `store`'s matter.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import Connection, Executable, Row

from wizard.store import statements as sql
from wizard.store.audit import FIRST, Act, Entry, linked, sign
from wizard.store.jsontext import files_named, from_text
from wizard.store.records import Answer, AnswerEvent, Draft, Package, StoredFile

if TYPE_CHECKING:  # all answer types come with it
    from wizard.values.base import Value

__all__ = ["BackupMade", "Rows"]

_EVENTS: Final = frozenset({Act.ANSWERED, Act.FORGOTTEN})


@dataclass(frozen=True, slots=True)
class BackupMade:
    """A backup, and where it was put."""

    number: int
    path: Path
    sha256: str
    size: int
    made_at: datetime


class Rows:
    """See the module. Methods that change a draft give False where there is no such draft."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._run = connection.execute

    def drafts(self) -> tuple[Draft, ...]:
        """All drafts, the one touched last first."""
        return tuple(Draft(*row) for row in self._run(sql.DRAFTS))

    def drafts_from(self, prefix: str) -> tuple[Draft, ...]:
        """At most ten drafts whose id begins with `prefix`, which is made of hexadecimal digits."""
        found = self._run(sql.DRAFTS_FROM, {"first": prefix})
        return tuple(Draft(*row) for row in found)

    def draft(self, draft_id: str) -> Draft | None:
        """The draft with just that id."""
        row = self._run(sql.DRAFT, {"draft_id": draft_id}).one_or_none()
        return Draft(*row) if row else None

    def add_draft(self, draft: Draft) -> None:
        """Add `draft`, as the one touched last."""
        self._run(sql.ADD_DRAFT, asdict(draft))

    def touch_draft(self, draft_id: str, *, at: datetime, position: str) -> bool:
        """Say that an answer of the draft changes."""
        return self._changes(sql.TOUCH_DRAFT, draft_id=draft_id, at=at, question=position)

    def move_draft(self, draft_id: str, position: str) -> bool:
        """Say where the person is."""
        return self._changes(sql.MOVE_DRAFT, draft_id=draft_id, question=position)

    def rename_draft(self, draft_id: str, label: str) -> bool:
        """Change what lists show."""
        return self._changes(sql.RENAME_DRAFT, draft_id=draft_id, text=label)

    def carry_draft(self, draft_id: str, *, at: datetime, flow_version: str) -> bool:
        """Change the version of the flow."""
        return self._changes(sql.CARRY_DRAFT, draft_id=draft_id, at=at, version=flow_version)

    def delete_draft(self, draft_id: str) -> bool:
        """Delete the draft; its events, answers and packages go with it."""
        return self._changes(sql.DELETE_DRAFT, draft_id=draft_id)

    def answer(self, draft_id: str, question_id: str) -> Answer | None:
        """The present answer to one question."""
        row = self._run(sql.ONE_ANSWER, {"draft_id": draft_id, "question": question_id}).one_or_none()
        return _answer(row) if row else None

    def answers(self, draft_id: str) -> tuple[Answer, ...]:
        """The present answers in the order in which they were first given, forgotten ones too."""
        return tuple(_answer(row) for row in self._run(sql.PRESENT_ANSWERS, {"draft_id": draft_id}))

    def values(self, draft_id: str) -> dict[str, Value]:
        """The same as question and value, without forgotten ones."""
        found = self._run(sql.PRESENT_VALUES, {"draft_id": draft_id})
        return {question: from_text(text) for question, text in found}

    def add_event(self, event: Mapping[str, Any]) -> int:
        """Add one change, `value` as JSON text, and return its seq."""
        return cast("tuple[int]", self._run(sql.ADD_EVENT, event).inserted_primary_key)[0]

    def put_answer(self, draft_id: str, question_id: str, text: str | None, *, rev: int, seq: int) -> None:
        """Make `text` the present answer; `rev` 1 is the first there ever was."""
        if rev > 1:
            changed = {"draft_id": draft_id, "question": question_id, "text": text}
            self._run(sql.CHANGE_ANSWER, {**changed, "next_rev": rev, "event": seq})
            return
        first = {"draft": draft_id, "question_id": question_id, "value": text}
        self._run(sql.ADD_ANSWER, {**first, "rev": rev, "seq": seq, "first_seq": seq})

    def events(
        self, draft_id: str, question_id: str | None = None, *, since: int = 0
    ) -> tuple[AnswerEvent, ...]:
        """The changes of a draft, or of one question, after the one numbered `since`, in their order."""
        if question_id is None:
            found = self._run(sql.EVENTS, {"draft_id": draft_id, "since": since})
        else:
            named = {"draft_id": draft_id, "question": question_id, "since": since}
            found = self._run(sql.EVENTS_OF_QUESTION, named)
        return tuple(_event(row) for row in found)

    def last_seq(self, draft_id: str | None = None) -> int:
        """The number of the last change of a draft, or of all; 0 for none."""
        if draft_id is None:
            return int(self._run(sql.LAST_SEQ_OF_ALL).scalar_one())
        return int(self._run(sql.LAST_SEQ, {"draft_id": draft_id}).scalar_one())

    def visit(self, draft_id: str, who: str, door: str) -> int | None:
        """The last change that was seen through a door; None where nobody came through it."""
        found = self._run(sql.ONE_VISIT, {"draft_id": draft_id, "person": who, "way": door})
        return cast("int | None", found.scalar())

    def put_visit(self, draft_id: str, who: str, door: str, *, seq: int, at: datetime) -> None:
        """Remember what has been seen."""
        this = {"draft_id": draft_id, "person": who, "way": door}
        if not self._changes(sql.CHANGE_VISIT, **this, seen=seq, now=at):
            self._run(sql.ADD_VISIT, {"draft": draft_id, "who": who, "door": door, "seq": seq, "at": at})

    def key(self, owner: str) -> bytes:
        """The key of a draft, screening or profile; made when first asked for."""
        found = self.existing_key(owner)
        if found is None:
            found = secrets.token_bytes(32)
            self._run(sql.ADD_KEY, {"owner": owner, "key": found})
        return found

    def existing_key(self, owner: str) -> bytes | None:
        """The key, if there is one."""
        found = self._run(sql.KEY, {"whose": owner}).scalar()
        return None if found is None else bytes(found)

    def delete_key(self, owner: str) -> None:
        """Delete a key: what was signed with it tells nothing more."""
        self._run(sql.DELETE_KEY, {"whose": owner})

    def head(self) -> tuple[int, str]:
        """The number and the hash of the last audit entry; (0, FIRST) for none."""
        row = self._run(sql.HEAD).one_or_none()
        return (row[0], row[1]) if row else (0, FIRST)

    def note(  # noqa: PLR0913  each is a fact of its own
        self,
        act: Act,
        at: datetime,
        *,
        owner: str | None = None,
        subject: str | None = None,
        ref: int | None = None,
        text: str | None = None,
        who: str | None = None,
        door: str | None = None,
    ) -> Entry:
        """Add an act to the audit chain, with an HMAC of `text`; the first of all says where the chain begins."""
        seq, before = self.head()
        if seq == 0:
            last = self.last_seq() - (act in _EVENTS)  # the event being noted is the chain's already
            begun = Entry(1, at, Act.BEGUN, None, None, last, None, None, None)
            seq, before = 1, self._link(begun, before).hash
        mac = sign(self.key(owner), text) if owner is not None and text is not None else None
        return self._link(Entry(seq + 1, at, act, owner, subject, ref, mac, who, door), before)

    def _link(self, entry: Entry, before: str) -> Entry:
        entry = replace(entry, hash=linked(entry, before))
        self._run(sql.ADD_ENTRY, asdict(entry))
        return entry

    def entries(self) -> Iterator[Entry]:
        """The whole audit chain."""
        for row in self._run(sql.ENTRIES):
            yield Entry(*row)

    def setting(self, name: str) -> str | None:
        """A setting, as JSON text."""
        return cast("str | None", self._run(sql.SETTING, {"key": name}).scalar())

    def settings(self) -> dict[str, str]:
        """All settings, as JSON text."""
        return {name: text for name, text in self._run(sql.SETTINGS)}  # noqa: C416  rows are no pairs to a type checker

    def put_setting(self, name: str, text: str | None) -> None:
        """Keep a setting; None takes it away."""
        self._run(sql.DELETE_SETTING, {"key": name})
        if text is not None:
            self._run(sql.ADD_SETTING, {"name": name, "value": text})

    def backups(self) -> tuple[BackupMade, ...]:
        """The backups that were made, the first one first."""
        return tuple(BackupMade(number, Path(path), *rest) for number, path, *rest in self._run(sql.BACKUPS))

    def add_backup(self, made: BackupMade) -> BackupMade:
        """Remember a backup, under the next number where its own is taken."""
        last = max((each.number for each in self.backups()), default=0)
        numbered = replace(made, number=max(made.number, last + 1))
        self._run(sql.ADD_BACKUP, {**asdict(numbered), "path": str(made.path)})
        return numbered

    def change_backup(self, path: Path, *, sha256: str, size: int) -> None:
        """Remember that a backup was written anew."""
        self._run(sql.CHANGE_BACKUP, {"place": str(path), "sum": sha256, "bytes": size})

    def delete_backup(self, path: Path) -> None:
        """Forget a backup."""
        self._run(sql.DELETE_BACKUP, {"place": str(path)})

    def replace_bytes(self, sha256: str, data: bytes) -> None:
        """Keep the bytes of an attached file in the database, whose row is there."""
        self._run(sql.DELETE_BYTES, {"key": sha256})
        self._run(sql.ADD_BYTES, {"sha256": sha256, "data": data})

    def bytes_of(self, sha256: str) -> bytes | None:
        """The bytes of an attached file, where they are in the database."""
        found = self._run(sql.ONE_BYTES, {"key": sha256}).scalar()
        return None if found is None else bytes(found)

    def files_used(self) -> Iterator[tuple[str, str]]:
        """(draft id, SHA-256) of each file that an answer names or has named."""
        for draft_id, text in self._run(sql.TEXTS_NAMING_FILES):
            for sha256 in files_named(from_text(text)):
                yield draft_id, sha256

    def files(self) -> tuple[StoredFile, ...]:
        """All attached files."""
        return tuple(StoredFile(*row) for row in self._run(sql.FILES))

    def file(self, sha256: str) -> StoredFile | None:
        """One attached file."""
        row = self._run(sql.ONE_FILE, {"key": sha256}).one_or_none()
        return StoredFile(*row) if row else None

    def add_file(self, file: StoredFile) -> None:
        """Add `file`, which is not there yet."""
        self._run(sql.ADD_FILE, asdict(file))

    def delete_files(self, sha256s: Collection[str]) -> None:
        """Delete the rows of these files."""
        if sha256s:
            self._run(sql.DELETE_FILE, [{"key": sha256} for sha256 in sha256s])

    def texts(self) -> frozenset[str]:
        """Every text in the database, as JSON where it is an answer; of SQLite also its schema."""
        found = {text for query in sql.TEXTS for (text,) in self._run(query) if text}
        if self.connection.dialect.name == "sqlite":
            found.update(self.connection.exec_driver_sql(sql.SCHEMA_TEXTS).scalars())
        return frozenset(found)

    def counts(self) -> dict[str, int]:
        """How many rows there are, by table."""
        return {name: int(self._run(count).scalar_one()) for name, count in sql.COUNTS.items()}

    def add_package(self, package: Package) -> None:
        """Add `package`."""
        columns = asdict(package)
        self._run(sql.ADD_PACKAGE, {**columns, "draft": columns.pop("draft_id"), "path": str(package.path)})

    def packages(self, draft_id: str) -> tuple[Package, ...]:
        """The packages made of a draft, in the order in which they were made."""
        found = self._run(sql.PACKAGES, {"draft_id": draft_id})
        return tuple(_package(row) for row in found)

    def _changes(self, statement: Executable, **values: object) -> bool:
        return self._run(statement, values).rowcount == 1


def _answer(row: Row[*tuple[Any, ...]]) -> Answer:
    question_id, text, *rest = row
    return Answer(question_id, _value(text), *rest)


def _event(row: Row[*tuple[Any, ...]]) -> AnswerEvent:
    seq, draft_id, question_id, text, *rest = row
    return AnswerEvent(seq, draft_id, question_id, _value(text), *rest)


def _package(row: Row[*tuple[Any, ...]]) -> Package:
    draft_id, sha256, path, *rest = row
    return Package(draft_id, sha256, Path(path), *rest)


def _value(text: str | None) -> Value | None:
    return None if text is None else from_text(text)
