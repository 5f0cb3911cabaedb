"""The conversation as a coroutine: it says lines, waits for one, and goes on until all is answered or told to stop.

What must stay true: the pending question is said again after whatever came between; an answer is on the disk
before the next question is asked; what a change does besides itself is told before it is made; and nothing that
is typed can end the conversation but the words for it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from wizard.chat.asking import Heard, hear, hints, lines_of, reasons, shown
from wizard.chat.commands import Command, Order, find_question, order_of
from wizard.drafts.session import DraftSession
from wizard.flow.answers import BLANK
from wizard.flow.interview import Interview
from wizard.flow.model import Question
from wizard.i18n import Message, Translator, msg, nmsg
from wizard.rules import Consequences, assess
from wizard.store import StoreError
from wizard.values import Value, make
from wizard.values.base import Context

__all__ = ["Conversation", "Pending", "Turn"]

Waiting: TypeAlias = Generator[None, str, None]
Cells: TypeAlias = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Pending:
    """The question that is waited for; its row (from 1) and column where it is a cell. Empty at the end."""

    question: str = ""
    row: int = 0
    column: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One line that was heard: at which question (a cell as `staff[1].name`), and what it was taken for."""

    question: str
    kind: str
    value: Value | None = None


class _Go(Exception):  # noqa: N818  no error: a word that leads elsewhere
    """Go somewhere else: back, past the question, to another question, or out."""

    def __init__(self, order: Order) -> None:
        self.order = order
        super().__init__(order.command.value)


class Conversation:
    """One conversation over a draft. `say` is given each line; send what is heard into `run()`."""

    def __init__(self, session: DraftSession, tr: Translator, say: Callable[[str], None]) -> None:
        self.session = session
        self.tr = tr
        self.turns: list[Turn] = []
        self.pending = Pending()
        """What is waited for."""
        self._say = say

    def say(self, words: Message | str) -> None:
        """One line."""
        self._say(self.tr(words) if isinstance(words, Message) else words)

    @property
    def interview(self) -> Interview:
        """The answers so far."""
        return self.session.interview

    @property
    def ctx(self) -> Context:
        """The day and the language in which lines are read."""
        return Context(self.interview.today, self.tr.language)

    # From question to question -------------------------------------------------------------------------

    def run(self) -> Waiting:
        """The whole conversation; ends when the person quits."""
        self.say(self.session.flow.title)
        self.say(self.session.flow.area.status)
        if self.session.flow.intro is not None:
            self.say(self.session.flow.intro)
        self.say(msg("Write help to see what you can say at any time. Every answer is saved at once."))
        here = self._beginning()
        given: str | None = None
        while True:
            try:
                if here is None:
                    yield from self._end()
                elif given is not None:
                    yield from self._asked(here, given)
                else:
                    yield from self._ask(here)
                following = self.interview.next_question(here.id if here is not None else None)
                here, given = following, None
            except _Go as go:
                if go.order.command is Command.QUIT:
                    self.say(
                        msg(
                            "All answers are saved. Go on with: lov chat {draft}", draft=self.session.draft.id
                        )
                    )
                    return
                here, given = self._led(go.order, here)

    def _beginning(self) -> Question | None:
        position = self.session.draft.position
        here = self.session.flow.questions.get(position or "")
        if here is not None and self.interview.is_relevant(here.id) and not self.interview.is_settled(here):
            return here
        return self.interview.next_question(position)

    def _led(self, order: Order, here: Question | None) -> tuple[Question | None, str | None]:
        """Where an order leads from here, and what is answered there already."""
        route = list(self.interview.relevant)
        place = route.index(here) if here in route else len(route)
        match order.command:
            case Command.BACK:
                if place == 0:
                    self.say(msg("This is the first question."))
                return route[max(0, place - 1)], None
            case Command.SKIP:
                rest = [q for q in route[place + 1 :] if not self.interview.is_settled(q)]
                return (rest[0] if rest else None), None
            case _:
                found = find_question(order.what, self.interview, self.tr)
                if found is None:
                    self.say(msg("No question on your way is called {name}.", name=order.what))
                    return here, None
                return found, order.value

    def _end(self) -> Waiting:
        """Everything is answered, or what is left was skipped: how things stand, and what can be done."""
        assessment = assess(self.interview)
        if assessment.is_ready:
            self.say(msg("Everything is there, and nothing stands in the way."))
        else:
            left = len(assessment.missing)
            if left:
                self.say(nmsg("{count} answer is missing.", "{count} answers are missing.", left))
            for verdict in assessment.blockers:
                self.say(msg("Stands in the way: {what}", what=verdict.rule.text))
                if verdict.rule.fix is not None:
                    self.say(verdict.rule.fix)
        self.say(msg("Build the package with: lov fill {draft} -o FOLDER", draft=self.session.draft.id))
        while True:
            self.pending = Pending()
            text = yield from self._hear(None)
            if text.strip():
                self.say(
                    msg("There is no question now. Write change and the name of an answer, show, or quit.")
                )
            elif self.interview.next_question() is not None:
                raise _Go(Order(Command.CHANGE, self._first_open()))

    def _first_open(self) -> str:
        question = self.interview.next_question()
        return question.id if question is not None else ""

    # One question --------------------------------------------------------------------------------------

    def _ask(self, question: Question) -> Waiting:
        self._remember(question)
        self._put(question)
        if question.is_table:
            yield from self._table(question)
        elif question.is_attachment:
            yield from self._files(question)
        else:
            yield from self._answer(question)

    def _asked(self, question: Question, given: str) -> Waiting:
        """A question that was answered in the same breath as it was named."""
        self._remember(question)
        if question.is_table or question.is_attachment:
            yield from self._ask(question)
        else:
            yield from self._answer(question, given)

    def _put(self, question: Question) -> None:
        self.say("")
        for line in lines_of(question, self.tr):
            self.say(line)
        value = self.interview.value(question.id)
        if value is not None and not question.is_table and not question.is_attachment:
            self.say(msg("Now: {value}", value=shown(question, value, self.tr)))

    def _answer(self, question: Question, given: str | None = None) -> Waiting:
        self.pending = Pending(question.id)
        value = yield from self._value(question, given, question.id)
        yield from self._store(question, value)

    def _value(self, question: Question, given: str | None, address: str) -> Generator[None, str, Value]:
        """A value that can be used; asks until there is one."""
        failures = 0
        while True:
            text = given if given is not None else (yield from self._hear(question))
            given = None
            heard = hear(question, text, self.ctx)
            if heard.candidates:
                heard = yield from self._chosen(question, heard)
            if heard.value is not None:
                self.turns.append(Turn(address, "answered", heard.value))
                return heard.value
            self.turns.append(Turn(address, "not_understood"))
            failures += 1
            self._help_on(question, heard, failures)

    def _chosen(self, question: Question, heard: Heard) -> Generator[None, str, Heard]:
        """Which of several meanings is meant."""
        if heard.reason is not None:
            self.say(heard.reason)
        for number, candidate in enumerate(heard.candidates, start=1):
            self.say(f"  {number}. {shown(question, candidate, self.tr)}")
        text = (yield from self._hear(question)).strip()
        if text.isdigit() and 1 <= int(text) <= len(heard.candidates):
            return Heard(heard.candidates[int(text) - 1])
        return hear(question, text, self.ctx)

    def _help_on(self, question: Question, heard: Heard, failures: int) -> None:
        if heard.reason is not None:
            self.say(heard.reason)
        if failures >= 2:
            for line in hints(question, self.tr):
                self.say(line)
            self.say(msg("You can write skip and answer later."))

    def _store(self, question: Question, value: Value) -> Waiting:
        """Store an answer; what it changes besides itself is told and agreed to first."""
        if self.interview.stored.get(question.id) != value:
            found = self.session.consequences(question.id, value)
            if found.change_route and not (yield from self._agrees(found)):
                self.say(msg("Nothing was changed."))
                return
        try:
            self.session.answer(question.id, value)
        except StoreError as error:
            self.say(error.message)
            self.say(msg("The answer is not saved. Write it again when that is mended."))
            yield from self._answer(question)
            return
        if not question.is_table and not question.is_attachment:
            self.say(
                msg("Saved: {label}: {value}", label=question.label, value=shown(question, value, self.tr))
            )
        self._tell_exit()

    def _agrees(self, found: Consequences) -> Generator[None, str, bool]:
        names = tuple(q.label for q in found.fall_away)
        self.say(
            msg(
                "With this answer these are not asked any more: {names}. What you answered is kept.",
                names=names,
            )
        )
        return (yield from self._yes(msg("Do you want to change it? Answer yes or no.")))

    def _yes(self, question: Message) -> Generator[None, str, bool]:
        """A yes or a no."""
        kind = make("yesno")
        while True:
            self.say(question)
            reading = kind.read((yield from self._hear(None)), self.ctx)
            if reading.value in ("yes", "no"):
                return reading.value == "yes"

    def _tell_exit(self) -> None:
        if self.interview.exit is not None:
            self.say("")
            self.say(self.interview.exit.title)
            self.say(self.interview.exit.text)

    def _remember(self, question: Question) -> None:
        try:
            self.session.move(question.id)
        except StoreError:
            return  # the place is a convenience; where an answer is refused, that is told

    # Tables and files ----------------------------------------------------------------------------------

    def _table(self, table: Question) -> Waiting:
        self._list(table)
        while True:
            rows = self.interview.rows(table)
            if len(rows) < table.min_rows:
                yield from self._row(table, len(rows))
                continue
            gap = next((cell for cell in self.interview.empty_cells(table)), None)
            if gap is not None:
                yield from self._row(table, gap.row - 1)
                continue
            self.pending = Pending(table.id)
            if not rows and table.id not in self.interview.stored and not table.required:
                yield from self._store(table, BLANK)
            if (table.max_rows or len(rows) + 1) <= len(rows) or not (yield from self._yes(_MORE)):
                return
            yield from self._row(table, len(rows))

    def _list(self, table: Question) -> None:
        for number, row in enumerate(self.interview.rows(table), start=1):
            label = table.column(table.row_label or "")
            name = shown(label, row[label.id], self.tr) if label is not None and label.id in row else ""
            self.say(f"  {number}. {name}")

    def _row(self, table: Question, place: int) -> Waiting:
        """Ask the open cells of a row, one by one; each is on the disk when it is answered."""
        self.say(msg("Row {n}", n=place + 1))
        passed: set[str] = set()
        while True:
            rows = [dict(row) for row in self.interview.rows(table)]
            cells: Cells = rows[place] if place < len(rows) else {}
            column = self._open_column(table, cells, passed)
            if column is None:
                return
            for line in lines_of(column, self.tr):
                self.say(line)
            self.pending = Pending(table.id, place + 1, column.id)
            value = yield from self._value(column, None, f"{table.id}[{place + 1}].{column.id}")
            passed.add(column.id)
            if value == BLANK:
                continue
            kept: list[Value] = [*rows[:place], {**cells, column.id: value}, *rows[place + 1 :]]
            yield from self._store(table, kept)

    def _open_column(self, table: Question, cells: Cells, passed: set[str]) -> Question | None:
        asked = self.interview.asked_columns(table, cells)
        return next((c for c in asked if c.id not in passed and cells.get(c.id, BLANK) == BLANK), None)

    def _files(self, question: Question) -> Waiting:
        self.say(msg("Write the path of the file. An empty line when you are done."))
        failures = 0
        while True:
            self.pending = Pending(question.id)
            text = (yield from self._hear(question)).strip().strip("'\"")
            held = self.interview.value(question.id)
            files: list[Value] = list(held) if isinstance(held, list | tuple) else []
            if not text:
                if files or not question.required:
                    if not files:
                        yield from self._store(question, [])
                    return
                self.say(msg("The file is needed. Write skip to attach it later."))
                continue
            try:
                added = self.session.store.add_file(Path(text).expanduser())
            except StoreError as error:
                failures += 1
                self.say(error.message)
                continue
            yield from self._store(question, [*(files if question.many else []), added])
            self.turns.append(Turn(question.id, "answered"))
            self.say(msg("Attached: {name}", name=Path(text).name))
            if not question.many:
                return

    # Hearing -------------------------------------------------------------------------------------------

    def _hear(self, question: Question | None) -> Generator[None, str, str]:
        """The next line that is no command; after a command that was a digression, the question is said again."""
        while True:
            text = yield
            order = order_of(text)
            if order is None:
                return text
            self.turns.append(Turn(self.pending.question, order.command.value))
            if order.command in (Command.BACK, Command.SKIP, Command.CHANGE, Command.QUIT):
                raise _Go(order)
            for line in self._digress(order.command, question):
                self.say(line)
            if question is not None:
                self.say("")
                for line in lines_of(question, self.tr):
                    self.say(line)

    def _digress(self, command: Command, question: Question | None) -> Iterator[str]:
        match command:
            case Command.HELP:
                yield from (self.tr(line) for line in _HELP)
                yield from hints(question, self.tr) if question is not None else ()
            case Command.WHY if question is not None:
                yield from reasons(question, self.tr)
            case Command.SHOW:
                yield from self._answers()
            case Command.SAVE:
                yield self.tr(msg("Every answer is saved at once. Nothing more needs to be done."))

    def _answers(self) -> Iterator[str]:
        for question in self.interview.relevant:
            if question.id in self.interview.stored:
                yield f"{self.tr(question.label)}: {self.session.shown(question, self.tr)}"


_MORE = msg("Do you want to add a row? Answer yes or no.")
_HELP = (
    msg("Answer in your own words, or write one of these:"),
    msg("  why: why the question is asked, and by which source"),
    msg("  back, skip: to the question before, or on without answering"),
    msg("  change NAME, or change NAME to VALUE: another answer"),
    msg("  show: all answers so far"),
    msg("  repeat: the question again"),
    msg("  quit: stop here; everything is saved, and you can go on another day"),
)
