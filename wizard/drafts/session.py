"""A draft at work: an interview over the store, in step with it.

`answer` is the one way in for every door: the answer is durable when it returns, and the interview it leaves
behind contains it. Whatever the store refuses raises before the interview changes, so what a screen shows as
saved is saved.

Other windows may work on the same draft. What they answer comes in with the next answer, undo or `refresh`, and
is told in `news`. Two who answer different questions both get their way, and so do two who change different
rows or cells of one table. Where both answered the same, nothing is overwritten: `Conflict` holds both values,
the interview shows theirs from then on, and answering once more is a choice made with open eyes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from wizard.drafts.answers_file import export_answers
from wizard.drafts.merging import merged_tables
from wizard.flow.content import Content
from wizard.flow.interview import Interview, State
from wizard.flow.migrate import Migrated, migrate
from wizard.flow.model import Flow, Question
from wizard.i18n import Translator, msg
from wizard.package.bag import safe_name
from wizard.rules import Consequences, consequences
from wizard.store import Answer, AnswerEvent, Change, Conflict, Draft, Store
from wizard.store.sealing import Lock, Sink, sink_for
from wizard.values.base import DONT_KNOW, NOT_APPLICABLE, Value

__all__ = ["DraftSession", "in_words"]

_ROUNDS: Final = 20
"""How often one answer is put together anew with what others keep writing."""


class DraftSession:
    """One draft opened at one door. `interview` is the present state; `draft` its row in the store."""

    def __init__(self, store: Store, draft: Draft, flow: Flow, today: date, door: str) -> None:
        self.store = store
        self.draft = draft
        self.door = door
        self.migrated: Migrated | None = None
        """What was carried over from an earlier version when this session was opened; None as a rule."""
        self.news: tuple[Change, ...] = ()
        """What others changed that this session took in last: by other windows, doors and people."""
        present = store.present(draft.id)
        self.draft = present.draft
        self._revs = {name: answer.rev for name, answer in present.answers.items()}
        self._seen = present.seq
        answers = {name: a.value for name, a in present.answers.items() if a.value is not None}
        self.interview = Interview.start(flow, today, answers)

    @classmethod
    def open(
        cls, store: Store, content: Content, draft_id: str, today: date, door: str = "command"
    ) -> DraftSession:
        """Open the draft whose id begins with `draft_id`. Raises `StoreError`, `UnknownFlowError`, `ContentError`."""
        draft = store.get(draft_id)
        flow = content.flow(draft.area, draft.kind)
        if draft.flow_version == flow.version:
            return cls(store, draft, flow, today, door)
        migrated = _carry_over(store, draft, flow, content)
        session = cls(store, store.get(draft.id), flow, today, door)
        session.migrated = migrated
        return session

    @property
    def flow(self) -> Flow:
        """The flow of this draft."""
        return self.interview.flow

    def answer(self, question_id: str, value: object) -> None:
        """Store an answer, durably, and take it into the interview. Raises `StoreError`; then nothing changed."""
        kept = self.interview.answer(question_id, value).stored[question_id]
        self.news = ()
        for _ in range(_ROUNDS):
            expected = self._revs.get(question_id, 0)
            try:
                self.store.record(self.draft.id, question_id, kept, door=self.door, expected_rev=expected)
            except Conflict as conflict:
                kept = self._together(question_id, kept, conflict)
                if kept == self.interview.stored.get(question_id):
                    break  # both said the same
            else:
                self._catch_up(question_id)
                break
        self._keep_label()

    def undo(self) -> str | None:
        """Take this person's last change back; the question it was, None where there is nothing to take back.

        Raises `StoreError`; a `Conflict` where someone else has changed the same answer since.
        """
        return self._stepped(self.store.undo)

    def redo(self) -> str | None:
        """Do again what was undone last. Otherwise as `undo`."""
        return self._stepped(self.store.redo)

    def refresh(self) -> tuple[Change, ...]:
        """Take in what other windows have answered meanwhile; the same as `news`. Raises `StoreError`."""
        self.news = ()
        self._catch_up(None)
        return self.news

    def since_last_visit(self) -> tuple[Change, ...]:
        """What others have changed since this person left the draft at this door; nothing on a first visit."""
        seen = self.store.visited(self.draft.id, door=self.door)
        if seen is None:
            return ()
        changes = self.store.changes(self.draft.id, since=seen)
        return tuple(change for change in changes if not self._is_own(change.last))

    def leave(self) -> None:
        """Remember that everything up to now has been seen."""
        self.store.visit(self.draft.id, door=self.door, seq=self._seen)

    def attach(self, question_id: str, paths: list[Path]) -> None:
        """Copy files into the store and make them the answer. Raises `StoreError`; then nothing changed."""
        self.answer(question_id, [self.store.add_file(path) for path in paths])

    def move(self, question_id: str) -> None:
        """Remember where the person is."""
        if self.draft.position != question_id:
            self.store.move(self.draft.id, question_id)
            self.draft = replace(self.draft, position=question_id)

    def consequences(self, question_id: str, value: object) -> Consequences:
        """What an answer would change besides itself."""
        return consequences(self.interview, question_id, value)

    def shown(self, question: Question, tr: Translator) -> str:
        """The answer to a question in words."""
        return in_words(self.interview, question, tr)

    def export(self, folder: Path, *, as_json: bool = False, lock: Lock | None = None) -> Path:
        """Write `answers.yaml` (or .json) with the attached files beside it; with `lock`, all in one sealed zip.

        Returns the path of what was written last. Raises `OSError`, `StoreError` and `SealRefused`.
        """
        sink = sink_for(folder, "answers", lock)
        paths: dict[str, str] = {}
        for question in self.interview.relevant:
            if question.is_attachment:
                self._export_files(question, sink, paths)
        name = "answers.json" if as_json else "answers.yaml"
        target = sink.write(name, export_answers(self.interview, paths, as_json=as_json).encode())
        sink.finish()
        return target

    def _together(self, question_id: str, mine: Value, conflict: Conflict) -> Value:
        """What both windows' answers make together; theirs is in the interview then. Else raises `Conflict`."""
        before = self.interview.stored.get(question_id)
        self._catch_up(None)
        theirs = self.interview.stored.get(question_id)
        question = self.flow.questions.get(question_id)
        if theirs == mine:
            return mine
        merged: Any = merged_tables(before, mine, theirs) if question and question.is_table else None
        if merged is not None:
            return list(merged)
        if conflict.theirs is None:
            raise conflict
        held = replace(conflict.theirs, value=theirs, rev=self._revs.get(question_id, 0))
        raise Conflict(mine, held, question_id) from None

    def _stepped(self, step: Callable[..., Answer | None]) -> str | None:
        self.news = ()
        try:
            answer = step(self.draft.id, door=self.door)
        except Conflict:
            self._catch_up(None)
            raise
        self._catch_up(answer.question_id if answer is not None else None)
        self._keep_label()
        return answer.question_id if answer is not None else None

    def _catch_up(self, own: str | None) -> None:
        """Take in all that was written since this session last looked; `own` is what it has just written itself."""
        before = self.interview.stored
        followed = self.store.follow(self.draft.id, since=self._seen)
        self.draft = followed.draft
        last = {event.question_id: event for event in followed.events}
        for event in followed.events:
            self._revs[event.question_id] = self._revs.get(event.question_id, 0) + 1
            self._seen = event.seq
        for event in last.values():
            self._hold(event.question_id, event.value)
        after = self.interview.stored
        self.news += tuple(
            Change(name, before.get(name), after.get(name), event)
            for name, event in last.items()
            if name != own and before.get(name) != after.get(name)
        )

    def _hold(self, question_id: str, value: Value | None) -> None:
        """Let the interview hold what the store holds."""
        if self.interview.stored.get(question_id) == value:
            return
        if value is None:
            self.interview = self.interview.forget(question_id)
        else:
            self.interview = self.interview.answer(question_id, value)

    def _is_own(self, event: AnswerEvent) -> bool:
        return event.door == self.door and event.who == self.store.who

    def _export_files(self, question: Question, sink: Sink, paths: dict[str, str]) -> None:
        files = self.interview.value(question.id)
        for number, file in enumerate(files if isinstance(files, list | tuple) else (), start=1):
            if isinstance(file, Mapping):
                name = safe_name(f"{question.label.id}-{number}", str(file["name"]))
                sink.write(name, self.store.read_file(str(file["sha256"])))
                paths[str(file["sha256"])] = name

    def _keep_label(self) -> None:
        """Keep the name that lists show for this draft up to date."""
        values = (self.interview.value(name) for name in self.flow.name_from)
        label = next((str(v) for v in values if isinstance(v, str) and v), "")
        if label and label != self.draft.label:
            self.store.rename(self.draft.id, label)
            self.draft = replace(self.draft, label=label)


def _carry_over(store: Store, draft: Draft, flow: Flow, content: Content) -> Migrated:
    """Bring a draft's answers to the present version of its flow, each step of it in the history."""
    before = store.answers(draft.id)
    migrated = migrate(before, draft.flow_version, flow.version, content.migrations(flow.area.id))
    why = f"{draft.flow_version} -> {flow.version}"
    for name, value in migrated.answers.items():
        if name not in before or before[name] != value:
            store.record(draft.id, name, value, door="migration", why=why)
    for name in before.keys() - migrated.answers.keys():
        store.forget(draft.id, name, door="migration", why=why)
    if draft.position is not None:
        store.move(draft.id, draft.position)
    store.set_flow_version(draft.id, flow.version)
    return migrated


def in_words(interview: Interview, question: Question, tr: Translator) -> str:
    """The stored answer to a question in the user's language; a dash for none."""
    state = interview.state(question)
    if state is State.OPEN:
        return tr(msg("(not answered)"))
    if state is State.BLANK:
        return tr(msg("(left empty)"))
    value: Value | None = interview.stored.get(question.id)
    if value == DONT_KNOW:
        return tr(msg("I do not know"))
    if value == NOT_APPLICABLE:
        return tr(msg("Does not apply"))
    if question.is_table:
        return _rows_in_words(interview, question, tr)
    if isinstance(value, list | tuple) and question.is_attachment and question.type is not None:
        return ", ".join(question.type.show(file, tr) for file in value)
    return question.type.show(value, tr) if question.type is not None and value is not None else ""


def _rows_in_words(interview: Interview, table: Question, tr: Translator) -> str:
    names = []
    for number, row in enumerate(interview.rows(table), start=1):
        column = table.column(table.row_label or "")
        value = row.get(column.id) if column is not None else None
        shown = (
            column.type.show(value, tr)
            if column is not None and column.type is not None and value is not None
            else ""
        )
        names.append(shown or tr(msg("row {n}", n=number)))
    return "; ".join(names) or tr(msg("(none)"))
