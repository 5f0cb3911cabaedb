"""The conversation as a coroutine: it says lines, waits for one, and goes on until all is answered or told to stop.

What must stay true: the pending question is said again after whatever came between; an answer is on the disk
before the next question is asked; what a change does besides itself is told before it is made; and nothing that
is typed can end the conversation but the words for it.
"""

from __future__ import annotations

from collections.abc import Generator

from wizard.assistant.facts.finding import Fact, find_facts
from wizard.assistant.facts.more import holds_more
from wizard.assistant.proposing import the_one_meant
from wizard.assistant.regretting import after_regret
from wizard.chat.asking import Heard, hear, hear_agreement, hints, lines_of, saved, shown
from wizard.chat.commands import FREE, Command, Order
from wizard.chat.tables import Tables
from wizard.chat.turns import Go, Pending, Turn, Waiting
from wizard.flow.model import Question
from wizard.i18n import msg, nmsg
from wizard.rules import Consequences, assess
from wizard.store import StoreError
from wizard.values import Value
from wizard.values.characters import excerpt

__all__ = ["Conversation", "Pending", "Turn"]


class Conversation(Tables):
    """One conversation over a draft. `say` is given each line; send what is heard into `run()`."""

    # From question to question -------------------------------------------------------------------------

    def run(self) -> Waiting:
        """The whole conversation; ends when the person quits."""
        self.say(self.session.flow.title)
        self.say(self.session.flow.area.status)
        if self.session.flow.intro is not None:
            self.say(self.session.flow.intro)
        if self.model is not None:
            self.say(
                msg(
                    "What lov does not understand is sent to a language model at {address}, which may propose an answer. "
                    "You confirm it, or not.",
                    address=self.model.model.shown,
                )
            )
        self.say(msg("Write help to see what you can say at any time. Every answer is saved at once."))
        here = self._beginning()
        given: str | None = None
        back_to: Question | None = None
        while True:
            try:
                if here is None:
                    yield from self._end()
                elif given is not None:
                    yield from self._asked(here, given)
                else:
                    yield from self._ask(here)
                here, given = self._onward(here, back_to), None
                back_to = None
            except Go as go:
                if go.order.command is Command.QUIT:
                    self.say(
                        msg(
                            "All answers are saved. Go on with: lov chat {draft}", draft=self.session.draft.id
                        )
                    )
                    return
                if go.order.command is Command.CHANGE and here is not None:
                    back_to = back_to or here
                here, given = self._led(go.order, here)

    def _beginning(self) -> Question | None:
        position = self.session.draft.position
        here = self.session.flow.questions.get(position or "")
        if here is not None and self.interview.is_relevant(here.id) and not self.interview.is_settled(here):
            return here
        return self.interview.next_question(position)

    def _onward(self, here: Question | None, back_to: Question | None) -> Question | None:
        """What is asked next: the question that a change led away from, if it is still open."""
        if (
            back_to is not None
            and self.interview.is_relevant(back_to.id)
            and not self.interview.is_settled(back_to)
        ):
            return back_to
        return self._after(here)

    def _after(self, here: Question | None) -> Question | None:
        """The next unsettled question behind `here` in the order of asking, whether `here` is still asked or not."""
        open_ones = [q for q in self.interview.relevant if not self.interview.is_settled(q)]
        if here is None:
            return open_ones[0] if open_ones else None
        places = self.session.flow.asking_place
        behind = [q for q in open_ones if places[q.id] > places[here.id]]
        return next(iter([*behind, *open_ones]), None)

    def _led(self, order: Order, here: Question | None) -> tuple[Question | None, str | None]:
        """Where an order leads from here, and what is answered there already."""
        places = self.session.flow.asking_place
        at = places[here.id] if here is not None else len(places)
        match order.command:
            case Command.BACK:
                before = [q for q in self.interview.relevant if places[q.id] < at]
                if not before:
                    self.say(msg("This is the first question."))
                return (before[-1] if before else here), None
            case Command.SKIP:
                rest = [
                    q
                    for q in self.interview.relevant
                    if places[q.id] > at and not self.interview.is_settled(q)
                ]
                return (rest[0] if rest else None), None
            case _:
                return self.session.flow.questions.get(order.what, here), order.value

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
            text = yield from self.hear(None)
            if text.strip():
                self.say(
                    msg("There is no question now. Write change and the name of an answer, show, or quit.")
                )
            elif (question := self.interview.next_question()) is not None:
                raise Go(Order(Command.CHANGE, question.id))

    # One question --------------------------------------------------------------------------------------

    def _ask(self, question: Question) -> Waiting:
        self._remember(question)
        self._put(question)
        if question.is_table:
            yield from self.table(question)
        elif question.is_attachment:
            yield from self.files(question)
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
        for line in lines_of(question, self.tr, self.session.flow.heading(question)):
            self.say(line)
        value = self.interview.value(question.id)
        if value is not None and not question.is_table and not question.is_attachment:
            self.say(msg("Now: {value}", value=shown(question, value, self.tr)))

    def _answer(self, question: Question, given: str | None = None) -> Waiting:
        self.pending = Pending(question.id)
        heard = yield from self.value(question, given, question.id)
        if heard is not None:
            yield from self.store(question, heard.value if heard.value is not None else "", heard.words)

    def value(
        self, question: Question, given: str | None, address: str
    ) -> Generator[None, str, Heard | None]:
        """A value that can be used; asks until there is one. None where several answers were given at once."""
        failures = 0
        while True:
            text = given if given is not None else (yield from self.hear(question))
            given = None
            if address == question.id and (yield from self._several(question, text)):
                return None
            heard = self._proposed(question, text, self._heard(question, text, address))
            if heard.candidates:
                heard = yield from self._chosen(question, heard, text)
            if heard.value is not None:
                self.turns.append(Turn(address, "answered", heard.value, text))
                return heard
            self.turns.append(Turn(address, "not_understood", heard=text))
            failures += 1
            self._help_on(question, heard, failures)

    def _heard(self, question: Question, text: str, address: str) -> Heard:
        """A line as an answer; a text that plainly holds the answer to another question too is none."""
        heard = hear(question, text, self.ctx)
        if heard.value is None and question.type_name not in FREE:
            anew = hear(question, after_regret(text), self.ctx)
            heard = anew if anew.value is not None else heard
        is_line = question.type_name in ("text", "address") and address == question.id
        if heard.value is not None and is_line and self._holds_more(question, text):
            reason = msg("There is more than one answer here. Write only the one you mean.")
            return Heard(reason=reason)
        return heard

    def _holds_more(self, question: Question, text: str) -> bool:
        return holds_more(self.interview, question, text, self.ctx)

    def _proposed(self, question: Question, text: str, heard: Heard) -> Heard:
        """What a model proposes, as a question, where nothing was understood."""
        if self.model is None or heard.value is not None or heard.candidates:
            return heard
        value = self.model.propose(question, text, self.ctx)
        if value is None:
            return heard
        reason = msg(
            "The model at {address} proposes this. Write 1 to take it.", address=self.model.model.shown
        )
        return Heard(reason=reason, candidates=(value,))

    def _several(self, question: Question, text: str) -> Generator[None, str, bool]:
        """Whether several answers were given in one breath, and the person has agreed to what they were taken for."""
        heard = hear(question, text, self.ctx)
        if heard.value is not None and question.type_name not in ("text", "address"):
            return False
        found = find_facts(self.interview, question, text, self.ctx)
        facts = found.facts
        if not facts or (heard.value is not None and (found.left or not self._holds_more(question, text))):
            return False
        self.say(msg("This is how it was understood:"))
        for fact in facts:
            self.say(self._told(fact))
        if found.left:
            self.say(msg("  Not understood: {words}", words=excerpt("; ".join(found.left))))
        self.pending = Pending()
        is_right = yield from self.agree(msg("Is that right? Answer yes or no."))
        self.pending = Pending(question.id)
        if not is_right:
            self.say(msg("Nothing was changed."))
            self._put(question)
            return False
        for fact in facts:
            self.turns.append(Turn(fact.question.id, "answered", fact.value, fact.words))
            yield from self.store(fact.question, fact.value, fact.words)
        return True

    def _told(self, fact: Fact) -> str:
        told = shown(fact.question, fact.value, self.tr)
        return self.tr(
            msg(
                "  {label}: {value} (from “{words}”)", label=fact.question.label, value=told, words=fact.words
            )
        )

    def _chosen(self, question: Question, heard: Heard, text: str) -> Generator[None, str, Heard]:
        """Which of several meanings is meant; where there is one, and no doubt in the words, whether it is."""
        meant = the_one_meant(question, heard.candidates, text, self.tr.language)
        if meant is not None:
            return (yield from self._confirmed(question, meant, text))
        if heard.reason is not None:
            self.say(heard.reason)
        for number, candidate in enumerate(heard.candidates, start=1):
            self.say(f"  {number}. {shown(question, candidate, self.tr)}")
        text = (yield from self.hear(question)).strip()
        if text.isdigit() and 1 <= int(text) <= len(heard.candidates):
            return Heard(heard.candidates[int(text) - 1], words=text)
        return hear(question, text, self.ctx)

    def _confirmed(self, question: Question, value: Value, words: str) -> Generator[None, str, Heard]:
        """The one meaning that was found in a line of which not all was understood; what is said instead is heard."""
        told = shown(question, value, self.tr)
        if question.type_name == "yesno":
            self.say(msg("This is taken as: {value}. Is that right? Answer yes or no.", value=told))
        else:
            self.say(msg("Do you mean {value}? Answer yes or no.", value=told))
        text = yield from self.hear(question)
        answer = hear_agreement(text, self.ctx)
        if answer is None:
            return hear(question, text, self.ctx)
        return Heard(value, words=words) if answer else Heard()

    def _help_on(self, question: Question, heard: Heard, failures: int) -> None:
        """Once: what was wrong. Twice: how to answer. Three times: whom to ask."""
        if heard.reason is not None:
            self.say(heard.reason)
        if failures >= 2:
            for line in (
                *lines_of(question, self.tr, self.session.flow.heading(question)),
                *hints(question, self.tr),
            ):
                self.say(line)
            self.say(msg("You can write skip and answer later."))
        if failures >= 3:
            for line in self.contact():
                self.say(line)

    def store(self, question: Question, value: Value, words: str = "") -> Waiting:
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
        self.last = question
        if not question.is_table and not question.is_attachment:
            self.say(saved(question, value, words, self.tr))
        self._tell_exit()

    def _agrees(self, found: Consequences) -> Generator[None, str, bool]:
        name = self.session.flow.name
        names = tuple(name(q) for q in found.fall_away)
        self.say(
            msg(
                "With this answer these are not asked any more: {names}. What you answered is kept.",
                names=names,
            )
        )
        if found.come:
            self.say(msg("These are asked instead: {names}.", names=tuple(name(q) for q in found.come)))
        return (yield from self.agree(msg("Do you want to change it? Answer yes or no.")))

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
