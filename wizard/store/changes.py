"""One change of one answer, within a writing transaction: checked, written, and noted in the audit chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from wizard.store.audit import Act
from wizard.store.errors import AttachmentLost, Conflict, NoSuchDraft, Unstorable
from wizard.store.ground import owned, whole
from wizard.store.jsontext import files_named, from_text, to_text
from wizard.store.records import Answer, AnswerEvent

if TYPE_CHECKING:  # load the database, and all answer types
    from wizard.store.rows import Rows
    from wizard.values.base import Value

__all__ = ["NewAnswer"]


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """A change that is asked for; `text` is JSON, None to forget."""

    draft_id: str
    question_id: str
    text: str | None
    door: str
    why: str | None = None
    act: str | None = None
    of_seq: int | None = None

    @classmethod
    def stepping(cls, event: AnswerEvent, value: Value | None, *, door: str, act: str) -> NewAnswer:
        """The change that undoes or redoes `event`, after which the answer is `value`."""
        text = None if value is None else to_text(value)
        return cls(event.draft_id, event.question_id, text, door, None, act, event.seq)

    @property
    def value(self) -> Value | None:
        """The answer, as it will be read."""
        return None if self.text is None else from_text(self.text)

    def write(self, rows: Rows, *, at: datetime, who: str | None, expected_rev: int | None = None) -> Answer:
        """Write event, present answer, the draft's place, and the audit entry. Raises as `Store.record` does."""
        if "\0" in self.question_id:
            raise Unstorable
        if not rows.touch_draft(self.draft_id, at=at, position=self.question_id):
            raise NoSuchDraft
        held = rows.answer(self.draft_id, self.question_id)
        if expected_rev is not None and expected_rev != (held.rev if held else 0):
            raise Conflict(self.value, held, self.question_id)
        if not all(rows.file(sha256) for sha256 in self._files_named()):
            raise AttachmentLost
        rev = held.rev + 1 if held else 1
        seq = rows.add_event(self._event(at=at, who=who))
        rows.put_answer(self.draft_id, self.question_id, self.text, rev=rev, seq=seq)
        rows.note(
            Act.FORGOTTEN if self.text is None else Act.ANSWERED,
            at,
            owner=owned(self.draft_id),
            subject=self.question_id,
            ref=seq,
            text=self.text,
            who=who,
            door=self.door,
        )
        return Answer(self.question_id, self.value, rev, at, self.door, who)

    def _files_named(self) -> frozenset[str]:
        if self.text is None or '"sha256"' not in self.text:
            return frozenset()
        return frozenset(files_named(from_text(self.text)))

    def _event(self, *, at: datetime, who: str | None) -> dict[str, object]:
        return {
            "draft": self.draft_id,
            "question_id": self.question_id,
            "value": self.text,
            "at": at,
            "door": self.door,
            "who": who,
            "why": None if self.why is None else whole(self.why),
            "act": self.act,
            "of_seq": self.of_seq,
        }
