"""Hearing a line: commands, questions to lov and corrections are dealt with, and the pending question stands again.

What must stay true: whatever came between, the question that is waited for is said once more; and a question that a
person asks is answered or confessed unknown, never taken for an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from wizard import resources
from wizard.assistant.corrections import Correction, Spoken, find_correction, is_contradicting
from wizard.assistant.knowledge.answering import Context as Asked
from wizard.assistant.knowledge.answering import Knowledge, spoken
from wizard.assistant.regretting import before_reason
from wizard.assistant.rows.changing import names_a_row
from wizard.assistant.spoken.names import is_question
from wizard.assistant.understanding import understand_answer
from wizard.chat.asking import hints, lines_of, reasons, shown
from wizard.chat.commands import FREE, HELP, Command, Order, find_questions, is_meant, order_of
from wizard.chat.turns import Go, Pending, Turn, Waiting
from wizard.drafts.session import DraftSession
from wizard.flow.content import load
from wizard.flow.interview import Interview
from wizard.flow.model import Question
from wizard.i18n import Message, Translator, msg
from wizard.store import StoreError
from wizard.values import Status, Value, make
from wizard.values.base import Context

if TYPE_CHECKING:
    from wizard.assistant.model import Proposer

__all__ = ["Listening"]


class Listening:
    """The half of a conversation that hears. `say` is given each line that is said."""

    def __init__(
        self,
        session: DraftSession,
        tr: Translator,
        say: Callable[[str], None],
        knowledge: Knowledge | None = None,
        model: Proposer | None = None,
    ) -> None:
        self.session = session
        self.tr = tr
        self.turns: list[Turn] = []
        self.pending = Pending()
        """What is waited for."""
        self.last: Question | None = None
        """What was answered just before."""
        self._say = say
        self._knowledge = knowledge
        self.model = model
        """What may propose a reading where there is none; off as a rule."""

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

    @cached_property
    def knowledge(self) -> Knowledge:
        """What questions are answered from."""
        return self._knowledge or Knowledge(load(resources.content_root()))

    # Hearing -------------------------------------------------------------------------------------------

    def hear(self, question: Question | None) -> Generator[None, str, str]:
        """The next line that may be an answer; after anything else, the question is said again."""
        while True:
            text = yield
            if not (yield from self._dealt_with(text, question)):
                return text
            if question is not None:
                self.say("")
                for line in lines_of(question, self.tr, self.session.flow.heading(question)):
                    self.say(line)

    def _dealt_with(self, text: str, question: Question | None) -> Generator[None, str, bool]:
        """Whether a line was something else than an answer, and has been dealt with."""
        order = order_of(text, forgiving=question is None or question.type_name not in FREE)
        if order is not None and is_meant(order, text, question, self.ctx):
            yield from self._obey(order, text, question)
            return True
        if is_question(text) and not self._answers(question, text):
            self.turns.append(Turn(self.pending.question, "asked", heard=text))
            self._explain(text)
            return True
        if question is None or (self._answers(question, text) and not self._takes_back(question, text)):
            return False
        table = self.session.flow.questions.get(self.pending.question)
        if self.pending.column and table is not None:
            if names_a_row(table, self.interview.rows(table), text):
                return False  # the row's own matter
        elif (yield from self._rows_changed_elsewhere(text, question)):
            return True
        found = find_correction(Spoken(text, self.interview, question, self.last, self.tr))
        if found is None:
            return False
        yield from self._correct(found, text)
        return True

    def _rows_changed_elsewhere(self, text: str, question: Question) -> Generator[None, str, bool]:
        """Whether a line names a row of a table that was told before, and changes it."""
        if question.type_name in FREE and not is_contradicting(text):
            return False
        for table in self.interview.relevant:
            if table.is_table and table.id in self.interview.stored:
                rows = self.interview.rows(table)
                if names_a_row(table, rows, text) and (yield from self.rows_changed(text, table, None)):
                    return True
        return False

    def rows_changed(self, text: str, table: Question, at: int | None) -> Generator[None, str, bool]:
        """Whether a line changed rows; the other half of the conversation knows how."""
        raise NotImplementedError

    def _answers(self, question: Question | None, text: str) -> bool:
        if question is None or question.is_table or question.is_attachment:
            return False
        return understand_answer(question, text, self.ctx).status is Status.ACCEPTED

    @staticmethod
    def _takes_back(question: Question, text: str) -> bool:
        """Whether a line that a free text would swallow begins by taking something back."""
        return question.type_name in FREE and is_contradicting(text)

    # What can be said at any time ---------------------------------------------------------------------

    def _obey(self, order: Order, text: str, question: Question | None) -> Waiting:
        self.turns.append(Turn(self.pending.question, order.command.value, heard=text))
        if order.command is Command.CHANGE:
            yield from self._change(order, text)
            return
        if order.command in (Command.BACK, Command.SKIP, Command.QUIT):
            raise Go(order)
        if order.command is Command.UNDO:
            self._undo()
            return
        for line in self._digress(order.command, question):
            self.say(line)

    def _change(self, order: Order, text: str) -> Waiting:
        """Go to the answer that is named; where its new value was said too, take it and stay."""
        found = find_questions(order.what, self.interview, self.tr)
        chosen = found[0] if len(found) == 1 else None
        if len(found) > 1:
            chosen = yield from self._which(found)
        if chosen is None:
            if not found and order.value is not None:
                for table in (
                    q for q in self.interview.relevant if q.is_table and q.id in self.interview.stored
                ):
                    if (yield from self.rows_changed(text, table, None)):
                        return
            if not found:
                self.say(msg("No question on your way is called {name}.", name=order.what))
            return
        if order.value is None or chosen.is_table or chosen.is_attachment:
            raise Go(Order(Command.CHANGE, chosen.id))
        reading = understand_answer(chosen, before_reason(order.value), self.ctx)
        if reading.status is not Status.ACCEPTED or reading.value is None:
            raise Go(Order(Command.CHANGE, chosen.id, order.value))
        yield from self._replace(chosen, reading.value, order.value)

    def _which(self, found: list[Question]) -> Generator[None, str, Question | None]:
        """Which of several answers is meant."""
        self.say(msg("Which of these do you mean?"))
        for number, question in enumerate(found, start=1):
            self.say(f"  {number}. {self.tr(question.label)}: {self.session.shown(question, self.tr)}")
        text = (yield).strip().rstrip(".")
        if text.isdigit() and 1 <= int(text) <= len(found):
            return found[int(text) - 1]
        named = [q for q in find_questions(text, self.interview, self.tr) if q in found]
        if len(named) != 1:
            self.say(msg("Nothing was changed."))
        return named[0] if len(named) == 1 else None

    def _correct(self, found: Correction, text: str) -> Waiting:
        self.turns.append(Turn(self.pending.question, "corrected", heard=text))
        question = found.questions[0]
        if len(found.questions) > 1:
            chosen = yield from self._which(list(found.questions))
            if chosen is None:
                return
            question = chosen
        if found.reading.status is not Status.ACCEPTED or found.reading.value is None:
            self.say(question.label)
            if found.reading.reason is not None:
                self.say(found.reading.reason)
            self.say(msg("Nothing was changed."))
            return
        yield from self._replace(question, found.reading.value, found.reading.matched)

    def _replace(self, question: Question, value: Value, words: str) -> Waiting:
        """Put a new answer in the place of another, and stay at the question that is waited for, if it is still asked."""
        before = self.interview.value(question.id)
        if before is not None:
            self.say(
                msg("Before: {label}: {value}", label=question.label, value=shown(question, before, self.tr))
            )
        place = self.pending
        yield from self.store(question, value, words)
        self.pending = place
        if place.question and not self.interview.is_relevant(place.question):
            raise Go(Order(Command.SKIP))

    def store(self, question: Question, value: Value, words: str = "") -> Waiting:
        """Store an answer; the other half of the conversation knows how."""
        raise NotImplementedError

    def _undo(self) -> None:
        try:
            undone = self.session.undo()
        except StoreError as error:
            self.say(error.message)
            return
        question = self.session.flow.questions.get(undone or "")
        if question is None:
            self.say(msg("There is nothing to take back."))
        else:
            self.say(msg("Taken back: {label}", label=question.label))

    def _digress(self, command: Command, question: Question | None) -> Iterator[str]:
        match command:
            case Command.HELP:
                yield from (self.tr(line) for line in HELP)
                yield from hints(question, self.tr) if question is not None else ()
            case Command.WHY if question is not None:
                yield from reasons(question, self.tr)
            case Command.SHOW:
                yield from self._answered()
            case Command.SAVE:
                yield self.tr(msg("Every answer is saved at once. Nothing more needs to be done."))

    def _answered(self) -> Iterator[str]:
        for question in self.interview.relevant:
            if question.id in self.interview.stored:
                yield f"{self.tr(question.label)}: {self.session.shown(question, self.tr)}"

    def _explain(self, text: str) -> None:
        """Answer a question from what lov knows, with its sources, or say that it is not known."""
        asked = Asked(self.interview.today, self.tr.language, self.interview, self.session.flow.area.id)
        answer = self.knowledge.answer(text, asked)
        tr = self.tr if answer.language == self.tr.language else Translator.of(answer.language)
        for line in spoken(answer, tr):
            self.say(line)

    def contact(self) -> Iterator[str]:
        """Whom to ask when lov does not get any further."""
        asked = Asked(self.interview.today, self.tr.language, self.interview, self.session.flow.area.id)
        unknown = self.knowledge.answer("", asked)
        yield from (self.tr(line) for line in unknown.text[1:])

    # Yes and no ----------------------------------------------------------------------------------------

    def agree(self, question: Message) -> Generator[None, str, bool]:
        """A yes or a no to a question of lov's own."""
        kind = make("yesno")
        while True:
            self.say(question)
            text = yield
            if (yield from self._dealt_with(text, None)):
                continue
            reading = kind.read(text, self.ctx)
            if reading.value in ("yes", "no"):
                return reading.value == "yes"
