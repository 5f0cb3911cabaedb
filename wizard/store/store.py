"""The store: drafts, their answers with all their history, attached files, and packages made.

What is acknowledged is kept: when a method that changes something returns, the change is on the disk, whole. A
killed process, a power cut, a full disk or a second window may stop a change, but never half-do one, and never
touch one that was acknowledged before. Answers are written as events; the present ones follow from them, and so
does what can be undone. Each change has its entry in the audit chain (`audit`).

The store knows nothing of what a question means. It hands out plain frozen rows (`records`), raises only
`StoreError` (`errors`), and may be used from several threads. The database is loaded by `Store.open`, so that
this module and its types cost nothing to import. What is done to a store as a whole stands in `upkeep`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from wizard.store.attachments import is_sha256, read_source
from wizard.store.audit import Act
from wizard.store.changes import NewAnswer
from wizard.store.erasure import Certificate, delete_draft, wipe_traces
from wizard.store.errors import AmbiguousDraft, AttachmentLost, Conflict, NoSuchDraft
from wizard.store.ground import DATABASE, Ground, open_ground, owned, whole
from wizard.store.jsontext import to_text
from wizard.store.media import media_type
from wizard.store.records import Answer, AnswerEvent, Change, Draft, Followed, Package, Present, StoredFile
from wizard.store.seam import translated
from wizard.store.undoing import REDO, UNDO, Reach, net_changes, reach, value_before

if TYPE_CHECKING:  # loaded when asked for
    from wizard.store.profiles import Profiles
    from wizard.store.screenings import Screenings
    from wizard.store.settings import Settings
    from wizard.store.upkeep import Upkeep
    from wizard.values.base import Value

__all__ = ["DATABASE", "Store", "utc_now"]

_HEX: Final = frozenset("0123456789abcdef")


def utc_now() -> datetime:
    """The time now, aware, in UTC."""
    return datetime.now(UTC)


class Store:
    """See the module. Make one with `Store.open`; it is a context manager that closes itself.

    Every method raises `StoreUnavailable` when the database or the disk does not play along, and `NoSuchDraft`
    when it is given an id that is no draft's. Ids are full ones; `get` finds a draft by a beginning.
    """

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._database = ground.database
        self._files = ground.files
        self._who = ground.who

    @classmethod
    def open(
        cls,
        data_dir: Path,
        *,
        clock: Callable[[], datetime] = utc_now,
        who: str | None = None,
        url: str | None = None,
        key: str | None = None,
    ) -> Store:
        """Open the store in the folder `data_dir`, made if need be, and bring it to the schema of this lov.

        `clock` gives the times that are written down; `who` is the person at the keyboard, where there are
        several; `url` the address of a team's PostgreSQL database; `key` the key of an encrypted store. Raises
        `NotPrivate`, `NewerStore`, `KeyMissing`, `WrongKey`, `NotEncrypted` and `StoreUnavailable`.
        """
        ground = open_ground(data_dir, clock=clock, who=who, url=url, key=key)
        if ground.database.deletions():
            wipe_traces(ground)
        return cls(ground)

    @classmethod
    def open_for(
        cls, data_dir: Path, environment: Mapping[str, str], *, clock: Callable[[], datetime] = utc_now
    ) -> Store:
        """The same, as the environment has it: LOV_DATABASE_URL, LOV_STORE_KEY, and LOV_WHO or a team's login name."""
        from wizard.store.ciphers import store_key  # noqa: PLC0415  seldom needed by those who import this

        url = environment.get("LOV_DATABASE_URL") or None
        login = environment.get("USER") or environment.get("USERNAME") if url else None
        who = environment.get("LOV_WHO") or login
        with translated(data_dir):
            key = None if url else store_key(data_dir.absolute() / DATABASE, environment)
        return cls.open(data_dir, clock=clock, who=who, url=url, key=key)

    def close(self) -> None:
        """Close the database. What was acknowledged is on the disk already."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    @property
    def who(self) -> str | None:
        """The person at the keyboard, where there are several."""
        return self._who

    @cached_property
    def profiles(self) -> Profiles:
        """The care providers."""
        from wizard.store.profiles import Profiles  # noqa: PLC0415  loads SQLAlchemy

        return Profiles(self._ground)

    @cached_property
    def screenings(self) -> Screenings:
        """The packages that were screened, what was found, and what was decided."""
        from wizard.store.screenings import Screenings  # noqa: PLC0415  loads SQLAlchemy

        return Screenings(self._ground)

    @cached_property
    def settings(self) -> Settings:
        """What was chosen for this store."""
        from wizard.store.settings import Settings  # noqa: PLC0415  seldom needed

        return Settings(self._ground)

    @cached_property
    def upkeep(self) -> Upkeep:
        """Backup, verification, export: what is done to a store as a whole."""
        from wizard.store.upkeep import Upkeep  # noqa: PLC0415  seldom needed

        return Upkeep(self._ground)

    # Drafts --------------------------------------------------------------------------------------------

    def drafts(self) -> tuple[Draft, ...]:
        """All drafts, the one made or answered last first, whatever the clock said."""
        with self._database.reading() as rows:
            return rows.drafts()

    def create(self, area: str, kind: str, flow_version: str, *, label: str = "") -> Draft:
        """A new, empty draft."""
        now = self._ground.now()
        with self._database.writing() as rows:
            draft_id = secrets.token_hex(4)
            while rows.draft(draft_id) is not None:
                draft_id = secrets.token_hex(4)
            rows.add_draft(Draft(draft_id, area, kind, flow_version, now, now, None, whole(label), 0))
            rows.note(Act.CREATED, now, owner=owned(draft_id), who=self._who)
        return self.get(draft_id)

    def get(self, id_or_prefix: str) -> Draft:
        """The draft whose id is or begins with `id_or_prefix`, in either case of letters.

        Raises `NoSuchDraft` and `AmbiguousDraft`.
        """
        prefix = id_or_prefix.strip().lower()
        if not prefix or not _HEX.issuperset(prefix):
            raise NoSuchDraft
        with self._database.reading() as rows:
            found = rows.drafts_from(prefix)
        if not found:
            raise NoSuchDraft
        if len(found) > 1:
            raise AmbiguousDraft([draft.id for draft in found])
        return found[0]

    def move(self, draft_id: str, question_id: str) -> None:
        """Remember that the person is at `question_id`; no change of the draft otherwise."""
        with self._database.writing() as rows:
            _require(rows.move_draft(draft_id, whole(question_id)))

    def rename(self, draft_id: str, label: str) -> None:
        """Change what lists show of a draft."""
        with self._database.writing() as rows:
            _require(rows.rename_draft(draft_id, whole(label)))
            rows.note(
                Act.RENAMED, self._ground.now(), owner=owned(draft_id), text=whole(label), who=self._who
            )

    def set_flow_version(self, draft_id: str, flow_version: str) -> None:
        """Say that the draft has been carried over to another version of its flow."""
        now = self._ground.now()
        with self._database.writing() as rows:
            _require(rows.carry_draft(draft_id, at=now, flow_version=flow_version))
            rows.note(Act.CARRIED, now, owner=owned(draft_id), text=flow_version, who=self._who)

    def delete(self, draft_id: str) -> Certificate:
        """Delete a draft with its answers, history, packages' records, and the files only it has named.

        The certificate says whether nothing of it can be read in the data folder and its backups any more. Where
        it is gone from the store but traces stay, because another window is in the way, the next opening wipes
        them.
        """
        return delete_draft(self._ground, draft_id)

    # Answers -------------------------------------------------------------------------------------------

    def answers(self, draft_id: str) -> dict[str, Value]:
        """The present answers by question, in the order in which they were first given."""
        with self._database.reading() as rows:
            _require(rows.draft(draft_id))
            return rows.values(draft_id)

    def current(self, draft_id: str) -> dict[str, Answer]:
        """The same with the rev of each, for `expected_rev`; forgotten ones are there with the value None."""
        return self.present(draft_id).answers

    def present(self, draft_id: str) -> Present:
        """The draft, its answers and how far its history goes, at one moment."""
        with self._database.reading() as rows:
            draft = rows.draft(draft_id)
            if draft is None:
                raise NoSuchDraft
            answers = {answer.question_id: answer for answer in rows.answers(draft_id)}
            return Present(draft, answers, rows.last_seq(draft_id))

    def record(  # noqa: PLR0913  what, where to, and by whom: each is a fact of its own
        self,
        draft_id: str,
        question_id: str,
        value: Value,
        *,
        door: str,
        why: str | None = None,
        expected_rev: int | None = None,
    ) -> Answer:
        """Keep `value` as the answer to a question, through `door`; it is on the disk when this returns.

        The person is then at that question. With `expected_rev`, the rev that the caller has seen (0 for a
        question never answered), what was answered elsewhere since is not overwritten: `Conflict`.
        Raises `Unstorable` for what is no JSON data, and `AttachmentLost` when a file it names is not here.
        """
        return self._write(NewAnswer(draft_id, question_id, to_text(value), door, why), expected_rev)

    def record_all(
        self, draft_id: str, answers: Mapping[str, Value], *, door: str, why: str | None = None
    ) -> tuple[Answer, ...]:
        """Keep many answers at once: all of them, or, where one is refused, none."""
        changes = [NewAnswer(draft_id, name, to_text(value), door, why) for name, value in answers.items()]
        now = self._ground.now()
        with self._database.writing() as rows:
            _require(rows.draft(draft_id))
            return tuple(change.write(rows, at=now, who=self._who) for change in changes)

    def forget(
        self,
        draft_id: str,
        question_id: str,
        *,
        door: str,
        why: str | None = None,
        expected_rev: int | None = None,
    ) -> Answer:
        """Take an answer back as if it had never been given; history still tells of it. Otherwise as `record`."""
        return self._write(NewAnswer(draft_id, question_id, None, door, why), expected_rev)

    def _write(self, change: NewAnswer, expected_rev: int | None) -> Answer:
        now = self._ground.now()
        with self._database.writing() as rows:
            return change.write(rows, at=now, who=self._who, expected_rev=expected_rev)

    # History -------------------------------------------------------------------------------------------

    def history(
        self, draft_id: str, question_id: str | None = None, *, since: int = 0
    ) -> tuple[AnswerEvent, ...]:
        """Every change of a draft, or of one question of it, after the event `since`, the first one first."""
        with self._database.reading() as rows:
            _require(rows.draft(draft_id))
            return rows.events(draft_id, question_id, since=since)

    def follow(self, draft_id: str, *, since: int) -> Followed:
        """The draft and its changes after the event `since`, at one moment."""
        with self._database.reading() as rows:
            draft = rows.draft(draft_id)
            if draft is None:
                raise NoSuchDraft
            return Followed(draft, rows.events(draft_id, since=since))

    def changes(self, draft_id: str, *, since: int) -> tuple[Change, ...]:
        """What differs from how the draft was after the event `since`, by question, the latest change last."""
        return net_changes(self.history(draft_id), since)

    def visited(self, draft_id: str, *, door: str) -> int | None:
        """The last event that this person has seen through `door`; None where they never were there."""
        with self._database.reading() as rows:
            _require(rows.draft(draft_id))
            return rows.visit(draft_id, self._who or "", door)

    def visit(self, draft_id: str, *, door: str, seq: int) -> None:
        """Remember that this person has seen everything up to the event `seq` through `door`."""
        with self._database.writing() as rows:
            _require(rows.draft(draft_id))
            rows.put_visit(draft_id, self._who or "", door, seq=seq, at=self._ground.now())

    def reach(self, draft_id: str) -> Reach:
        """What this person can undo next, and do again."""
        return reach(self.history(draft_id), self._who)

    def undo(self, draft_id: str, *, door: str) -> Answer | None:
        """Take this person's last change back, as a change of its own; None where there is nothing to take back.

        Undoing again goes further back, also after a restart. Raises `Conflict` where the answer has been
        changed by someone else since: what they wrote stays.
        """
        return self._step(draft_id, UNDO, door)

    def redo(self, draft_id: str, *, door: str) -> Answer | None:
        """Do again what was undone last, until something new has been answered. Otherwise as `undo`."""
        return self._step(draft_id, REDO, door)

    def _step(self, draft_id: str, act: str, door: str) -> Answer | None:
        now = self._ground.now()
        with self._database.writing() as rows:
            _require(rows.draft(draft_id))
            history = rows.events(draft_id)
            possible = reach(history, self._who)
            event = possible.undo if act == UNDO else possible.redo
            if event is None:
                return None
            before = value_before(history, event)
            there, wanted = event.value, before.value if before else None
            if act == REDO:
                there, wanted = wanted, there
            held = rows.answer(draft_id, event.question_id)
            if held is None or held.value != there:
                raise Conflict(wanted, held, event.question_id)
            return NewAnswer.stepping(event, wanted, door=door, act=act).write(rows, at=now, who=self._who)

    # Files and packages --------------------------------------------------------------------------------

    def add_file(self, path: Path) -> dict[str, str | int]:
        """Copy a file into the store; gives the answer that names it: `name`, `sha256` and `size` in bytes.

        Raises `FileRefused`. Record the answer at once: a file that no answer has named within a day goes when
        the next draft is deleted.
        """
        source = read_source(path)
        size = len(source.data)
        with (
            translated(self._files.place),
            self._files.adding(source) as keep,
            self._database.writing() as rows,  # a deletion elsewhere cannot come in between
        ):
            if rows.file(source.sha256) is None:
                kind = media_type(source.data)
                rows.add_file(StoredFile(source.sha256, size, kind, source.name, self._ground.now()))
            keep(rows)
        return {"name": source.name, "sha256": source.sha256, "size": size}

    def file(self, sha256: str) -> StoredFile:
        """What is known of an attached file. Raises `AttachmentLost`."""
        if not is_sha256(sha256):
            raise AttachmentLost
        with self._database.reading() as rows:
            found = rows.file(sha256)
        if found is None:
            raise AttachmentLost
        return found

    def read_file(self, sha256: str) -> bytes:
        """The bytes of an attached file, exactly as they were attached. Raises `AttachmentLost`."""
        with translated(self._files.place):
            return self._files.read(sha256)

    def record_package(
        self, draft_id: str, *, sha256: str, path: Path, complete: bool, flow_version: str
    ) -> Package:
        """Remember that a package was made of a draft and put at `path`."""
        now = self._ground.now()
        package = Package(draft_id, sha256, Path(whole(str(path.absolute()))), now, complete, flow_version)
        with self._database.writing() as rows:
            _require(rows.draft(draft_id))
            rows.add_package(package)
            rows.note(Act.PACKAGED, now, owner=owned(draft_id), text=sha256, who=self._who)
        return package

    def packages(self, draft_id: str) -> tuple[Package, ...]:
        """The packages made of a draft, the first one first."""
        with self._database.reading() as rows:
            _require(rows.draft(draft_id))
            return rows.packages(draft_id)


def _require(found: object) -> None:
    if not found:
        raise NoSuchDraft
