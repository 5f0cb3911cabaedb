"""Several facts in one breath, each for the one question it can belong to.

`Storgatan 1, 113 30 Stockholm`, `ja, med Hälsohuset AB`, `080-… och bankgirot är 160-9908`. The text is cut at its
signs and conjunctions; each part must be the answer to the pending question or to a single other open one. What must
stay true: a part that fits no question, or two, means that nothing is taken but by the ordinary way, and every fact is
shown with its question before it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from wizard.assistant.facts.parts import POSTCODE_AND_TOWN, STREET, Part, partings, without_bullets
from wizard.assistant.facts.said import (
    agreed,
    names_dimension,
    numbered,
    person_in,
    role_of,
    says_label,
    thing_measured,
)
from wizard.assistant.facts.types import CONTACTS, NOTHING, RUNNING_ON, TELLING
from wizard.assistant.naming import stems
from wizard.assistant.spoken import dont_know
from wizard.assistant.spoken.names import is_question
from wizard.assistant.understanding import understand_answer
from wizard.assistant.words import naming_type
from wizard.flow.interview import Interview
from wizard.flow.model import Question
from wizard.values import Status, Value
from wizard.values.base import Context
from wizard.values.characters import tidy

__all__ = ["Assigning", "Fact", "find_facts"]

_LONGEST: Final = 600
_NONE_OF: Final = re.compile(r"(?:ingen|inget|inga|no) (?P<what>\S+)", re.IGNORECASE)
_LONGEST_LABEL: Final = 4
_NEAR: Final = 14
"""How many questions ahead one that nothing names may lie."""
_A_NAME: Final = re.compile(r"[A-ZÅÄÖÉÜ0-9][^@?]{0,60}|[A-Z]{2,5}")
_DIGITS: Final = re.compile(r"\d[\d -]{4,}")
_WITH: Final = re.compile(r"(?:med|with|av|by|hos|at|genom) (?P<rest>[A-ZÅÄÖ].+)")
_WHO_IS: Final = re.compile(r"[a-zåäö][\w ]{1,40} (?:är|heter|blir|is|is called) (?P<rest>[A-ZÅÄÖ].+)")
_NOT: Final = re.compile(r"(?<!\w)(?:inte|ej|not)(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fact:
    """A value for a question, and the words it was read from."""

    question: Question
    value: Value
    words: str


def find_facts(interview: Interview, pending: Question, text: str, ctx: Context) -> tuple[Fact, ...]:
    """At least two facts that together account for the whole text; empty where it does not hold that."""
    said = without_bullets(tidy(text))
    if len(said) > _LONGEST or is_question(said) or pending.is_table or pending.is_attachment:
        return ()
    for parts in partings(said, at_words=pending.type_name not in ("text", "longtext", "address")):
        found = Assigning(interview, pending, ctx).run(parts)
        if len(found) > 1:
            return found
    return ()


class Assigning:
    """Assigns parts to questions; the interview goes on with each, so that what it opens can be answered too."""

    def __init__(self, interview: Interview, pending: Question, ctx: Context) -> None:
        self.before = interview
        self.interview = interview
        self.pending = pending
        self.ctx = ctx
        self.facts: list[Fact] = []

    def run(self, parts: Sequence[Part]) -> tuple[Fact, ...]:
        """All parts assigned, or nothing."""
        place = 0
        while place < len(parts):
            for last in range(len(parts), place, -1):
                if place == 0 and last == len(parts) > 1:
                    continue
                words = Part(parts[0].said, parts[place].begin, parts[last - 1].end).words
                found = list(self._assigned(words, is_joined=last > place + 1))
                if found or (last == place + 1 and (self._restates(words) or self._is_unknown(words))):
                    for fact in found:
                        self.facts.append(fact)
                        self.interview = self.interview.answer(fact.question.id, fact.value)
                    place = last
                    break
            else:
                return ()
        return tuple(self.facts)

    def _restates(self, words: str) -> bool:
        """Whether a part says once more what the part before it said."""
        if not self.facts:
            return False
        last = self.facts[-1]
        if last.question.type_name not in ("yesno", "choice"):
            return False
        denied = _NONE_OF.fullmatch(words)
        if denied is not None and last.value == "no" and self._names(denied["what"], last.question):
            return True
        again = understand_answer(last.question, words, self.ctx)
        return again.value == last.value or self._stated(last.question, words) == last.value

    def _is_unknown(self, words: str) -> bool:
        """Whether a part says of a question that it names that its answer is not known: `korten vet vi inget om`."""
        name, sign, rest = words.partition(":")
        if sign and rest.strip().lower() in NOTHING:
            return any(
                not q.required and says_label(name, q) for q in self.open() if q.task == self.pending.task
            )
        said = dont_know.found_in(words)
        return said is not None and bool(self.facts) and any(self._names(said, q) for q in self.open())

    def _assigned(self, words: str, *, is_joined: bool) -> Iterator[Fact]:
        """The facts of one part: none where no single question takes it."""
        taken = {fact.question.id for fact in self.facts}
        fits_joined = not is_joined or self.pending.type_name in RUNNING_ON
        if self.pending.id not in taken and fits_joined and self._is_for_pending(words):
            reading = understand_answer(self.pending, words, self.ctx)
            if reading.status is Status.ACCEPTED and reading.value is not None:
                yield Fact(self.pending, reading.value, words)
                return
        both = [] if is_joined else self._postcode_and_town(words, taken)
        ahead = [q for q in self.open() if q.id not in taken and (not is_joined or q.type_name in RUNNING_ON)]
        if both:
            yield from both
            return
        certain = [q for q in ahead if self.interview.is_relevant(q.id)]
        here = [q for q in certain if q.task == self.pending.task]
        ways = (
            self._set_off(words, certain),
            self._opened(words, here),
            self._labelled(words, certain),
            self._labelled(words, ahead),
            self.telling(words, here),
            self._clause(words, here),
            self._measured(words, here),
            self._role(words, here),
            self.chosen(words, here),
        )
        for fitting in ways:
            if len(fitting) == 1:
                yield fitting[0]
                return
            if fitting:
                return

    def _is_for_pending(self, words: str) -> bool:
        """Whether a part may answer the pending question: to a text, only what looks like a name."""
        if self.pending.type_name == "longtext":
            return False
        if self.pending.type_name == "address":
            return STREET.search(words) is not None
        if self.pending.type_name == "measure":
            thing = thing_measured(words, self.open()[:_NEAR])
            return thing is None or thing[0] is self.pending
        if self.pending.type_name != "text":
            return True
        reading = understand_answer(self.pending, words, self.ctx)
        return _A_NAME.fullmatch(str(reading.value or "")) is not None and not _DIGITS.search(words)

    def open(self) -> list[Question]:
        """The open questions from the pending one on, then those before it."""
        order = [
            q
            for q in self.interview.flow.questions.values()
            if self.interview.relevance.get(q.id) is not False
        ]
        at = next((i for i, q in enumerate(order) if q.id == self.pending.id), 0)
        return [
            q
            for q in (*order[at:], *order[:at])
            if not q.is_table
            and not q.is_attachment
            and (q.id == self.pending.id or not self.interview.is_settled(q))
        ]

    def _postcode_and_town(self, words: str, taken: set[str]) -> list[Fact]:
        """`113 30 Stockholm`, for a postcode and the text that is asked for right after it."""
        match = POSTCODE_AND_TOWN.fullmatch(words)
        if match is None:
            return []
        order = list(self.interview.relevant)
        near = [q for q in self.open() if self.interview.is_relevant(q.id) and q.task == self.pending.task][
            :_NEAR
        ]
        near = [q for q in near if q.type_name == "postcode" and q.id not in taken]
        for code in near[:1]:
            after = order[order.index(code) + 1 : order.index(code) + 2]
            reading = understand_answer(code, match["code"], self.ctx)
            if (
                after
                and after[0].type_name == "text"
                and reading.status is Status.ACCEPTED
                and reading.value is not None
            ):
                town = match["town"].strip()
                return [Fact(code, reading.value, match["code"]), Fact(after[0], town, town)]
        return []

    def _opened(self, words: str, ahead: Sequence[Question]) -> list[Fact]:
        """The answer to a question that only an earlier part of the same text has opened."""
        fresh = [q for q in ahead[:_NEAR] if not self.before.is_relevant(q.id)]
        return self._first_of([fact for q in fresh if (fact := self._plain(words, q)) is not None], fresh)

    @staticmethod
    def _first_of(facts: list[Fact], asked: Sequence[Question]) -> list[Fact]:
        """All the facts, but the first alone where its question is the very next to be asked."""
        return facts[:1] if facts and facts[0].question in asked[:1] else facts

    def _plain(self, words: str, question: Question) -> Fact | None:
        """What a part says to a question without naming it: a name to a text, an option, a stated yes, a date."""
        match question.type_name:
            case "text":
                led = _WITH.fullmatch(words) or _WHO_IS.fullmatch(words)
                reading = understand_answer(question, led["rest"] if led else words, self.ctx)
                if led is None and reading.value == words and not _A_NAME.fullmatch(words):
                    return None
                if not _A_NAME.fullmatch(str(reading.value or "")) or _DIGITS.search(words):
                    return None
            case "longtext" | "address":
                return None
            case "yesno":
                stated = self._stated(question, words)
                return None if stated is None else Fact(question, stated, words)
            case _:
                reading = understand_answer(question, words, self.ctx)
        if reading.status is not Status.ACCEPTED or reading.value is None or reading.value == "":
            return None
        return Fact(question, reading.value, words)

    @staticmethod
    def _stated(question: Question, words: str) -> Value | None:
        """A yes or a no that is stated in the words of its question: `den är vår egen`, `det är inte under bildande`."""
        said = [stem for stem in stems(_NOT.sub(" ", words)) if stem not in _AGREEING]
        own = (*stems(question.label.id), *stems(question.ask.id))
        if not said or not all(any(_alike(stem, mine) for mine in own) for stem in said):
            return None
        return "no" if _NOT.search(words) or words.lower().startswith(("nej", "no ")) else "yes"

    def _names(self, words: str, question: Question) -> list[str]:
        """The words of a part that say the name of a question, or of its type."""
        label = {*stems(question.label.id), *(s for w in naming_type(question.type_name) for s in stems(w))}
        return [
            w
            for w in re.findall(r"[\w-]+", words)
            if any(_alike(s, mine) for s in stems(w) for mine in label)
        ]

    def _labelled(self, words: str, ahead: Sequence[Question]) -> list[Fact]:
        """The answer to the one question that the part names."""
        found: list[Fact] = []
        for question in ahead:
            named = self._names(words, question)
            is_elsewhere = question.task != self.pending.task and question.type_name not in CONTACTS
            if not named or question.type_name == "longtext" or is_elsewhere:
                continue
            reading = understand_answer(question, words, self.ctx)
            if question.type_name in ("text", "address") and reading.value == words:
                continue  # nothing led up to it
            if question.type_name == "text" and not _A_NAME.fullmatch(str(reading.value or "")):
                continue
            if reading.status is not Status.ACCEPTED and question.type_name not in ("text", "address"):
                rest = " ".join(word for word in words.split() if word.strip(",.:") not in named)
                reading = understand_answer(question, rest, self.ctx) if rest else reading
            if reading.status is Status.ACCEPTED and reading.value is not None and reading.value != "":
                found.append(Fact(question, reading.value, words))
        here = [fact for fact in found if fact.question.task == self.pending.task]
        if len(here) == 1:
            return here
        named_whole = [fact for fact in found if self._says_whole(words, fact.question)]
        return self._nearest(named_whole or found, ahead)

    @staticmethod
    def _says_whole(words: str, question: Question) -> bool:
        said = stems(words)
        return all(any(_alike(s, mine) for s in said) for mine in stems(question.label.id))

    def _set_off(self, words: str, ahead: Sequence[Question]) -> list[Fact]:
        """The answer to the one question whose name stands before a colon: `Företag: Rehab Nord AB`."""
        name, sign, rest = words.partition(":")
        if not sign or not rest.strip() or len(name.split()) > _LONGEST_LABEL:
            return []
        named = [q for q in ahead if q.type_name != "longtext" and says_label(name, q)]
        named = [q for q in named if q.task == self.pending.task] or named
        found: list[Fact] = []
        for question in named:
            reading = understand_answer(question, rest.strip(), self.ctx)
            if reading.status is Status.ACCEPTED and reading.value is not None and reading.value != "":
                found.append(Fact(question, reading.value, words))
        topic = [fact for fact in found if self._is_on_topic(fact.question)]
        if len(topic) == 1 or (found and found[0].question is self.pending):
            return (topic or found)[:1]
        return found

    def _is_on_topic(self, question: Question) -> bool:
        """Whether a question is about what the last fact was about: `head.informed` after `head.name`."""
        last = self.facts[-1].question if self.facts else self.pending
        return question.id.split(".")[0] == last.id.split(".")[0]

    def _clause(self, words: str, ahead: Sequence[Question]) -> list[Fact]:
        """A yes or a no to what the clause is about, a name behind what somebody does, a number behind its name."""
        following = [q for q in ahead if q.id != self.pending.id]
        for found in (agreed(words, following) if self.facts else None, person_in(words, following)):
            if found is not None:
                return [Fact(found[0], found[1], words)]
        codes = [(q, code) for q in following[:_NEAR] if (code := numbered(words, q)) is not None]
        return [Fact(q, code, words) for q, code in codes] if len(codes) == 1 else []

    def _measured(self, words: str, ahead: Sequence[Question]) -> list[Fact]:
        """A measure of a thing, or with the dimension that a near question asks for: `tröskeln 12 mm`, `1,4 m djup`."""
        near = ahead[:_NEAR]
        about = thing_measured(words, near)
        for question, said in (
            [about] if about is not None else [(q, words) for q in near if names_dimension(words, q)]
        ):
            if question.type_name == "measure":
                reading = understand_answer(question, said, self.ctx)
                if reading.status is Status.ACCEPTED and reading.value is not None:
                    return [Fact(question, reading.value, words)]
        return []

    def _role(self, words: str, ahead: Sequence[Question]) -> list[Fact]:
        """`verkställande direktör` behind a name, where the next question asks for the role."""
        role = role_of(words)
        if role is None or not self.facts or self.facts[-1].question.type_name != "text":
            return []
        following = [q for q in ahead if q.id != self.pending.id][:1]
        return [Fact(q, role, words) for q in following if q.type_name == "text" and says_label("roll", q)]

    def _nearest(self, facts: list[Fact], ahead: Sequence[Question]) -> list[Fact]:
        """The only one of the task at hand, or the very next question."""
        first = self._first_of(facts, [q for q in ahead if q.id != self.pending.id])
        if len(first) == 1:
            return first
        here = [fact for fact in facts if fact.question.task == self.pending.task]
        return here if len(here) == 1 else facts

    def telling(self, words: str, ahead: Sequence[Question]) -> list[Fact]:
        """The only question within reach that takes a value seen for what it is."""
        found: list[Fact] = []
        for question in ahead[:_NEAR]:
            if question.type_name not in TELLING:
                continue
            reading = understand_answer(question, words, self.ctx)
            if reading.status is not Status.ACCEPTED or reading.value is None or reading.value == "":
                continue
            if question.type_name == "address" and not STREET.fullmatch(str(reading.value)):
                continue
            found.append(Fact(question, reading.value, words))
        return self._nearest(found, ahead)

    def chosen(self, words: str, ahead: Sequence[Question]) -> list[Fact]:
        """An option, a stated yes, or a name after `med`, for the questions that follow."""
        following = [q for q in ahead if q.id != self.pending.id][: _NEAR // 2]
        found = [
            fact
            for q in following
            if q.type_name in ("choice", "yesno")
            or (
                q.type_name == "text"
                and q is following[0]
                and (_WITH.fullmatch(words) or _WHO_IS.fullmatch(words))
            )
            if (fact := self._plain(words, q)) is not None
        ]
        return self._nearest(found, ahead)


_AGREEING: Final = frozenset(
    {"ja", "jo", "nej", "yes", "no", "ocksa", "hon", "han", "vi", "also", "too", "redan"}
)


def _alike(one: str, other: str) -> bool:
    """Whether two stems are one word, or one is the beginning of the other."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) > _SHORTEST and long.startswith(short)


_SHORTEST: Final = 3
