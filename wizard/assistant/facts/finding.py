"""Several facts in one breath, each for the one question it can belong to.

`Storgatan 1, 113 30 Stockholm`, `ja, med Hälsohuset AB`, `080-… och bankgirot är 160-9908`. The text is cut into
clauses; what each says to each open question is a claim, and that way through the text is taken on which the claims
weigh most: by what names a question, by what can be only one kind of answer, by what is asked next. What must stay
true: a question for which two answers were given is left open, and so is one whose answer is followed by a doubt; what
was not understood is told along with what was; and every fact is shown with its question before it is kept.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from wizard.assistant.facts.claims import NAMED, Claim, Reader
from wizard.assistant.facts.parts import POSTCODE_AND_TOWN, Part, partings, without_bullets
from wizard.assistant.facts.signals import is_denied, is_doubted, is_unknown, weighty
from wizard.assistant.facts.types import RUNNING_ON
from wizard.assistant.spoken.names import is_question
from wizard.assistant.understanding import understand_answer
from wizard.flow.interview import Interview
from wizard.flow.model import Question
from wizard.values import Status, Value
from wizard.values.base import DONT_KNOW, Context
from wizard.values.characters import tidy

__all__ = ["Fact", "Found", "find_facts", "open_questions"]

_LONGEST: Final = 600
_MOST_JOINED: Final = 4
_WIDTH: Final = 5
"""How many ways through a text are kept at a time."""
_REACH: Final = 16
"""How many questions ahead one may lie that nothing names."""
_ENOUGH: Final = 4.5
"""What a claim must weigh to be taken."""
_SURE: Final = 4.8
"""What it must weigh by itself where it is the only one."""
_FEW: Final = 3
_OPENING: Final = 5.5
"""What it must weigh to tell a yes to the question before it too."""
_JOINED: Final = 2.0
_LEFT_OUT: Final = 3.0
_SAID_AGAIN: Final = 1.0


@dataclass(frozen=True, slots=True)
class Fact:
    """A value for a question, and the words it was read from."""

    question: Question
    value: Value
    words: str


@dataclass(frozen=True, slots=True)
class Found:
    """The facts of a text, and the words of it that were not understood."""

    facts: tuple[Fact, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Way:
    """A way through the parts of a text so far: what was taken, what was not, and what that weighs."""

    interview: Interview
    facts: tuple[Fact, ...] = ()
    left: tuple[str, ...] = ()
    weight: float = 0.0


def find_facts(interview: Interview, pending: Question, text: str, ctx: Context) -> Found:
    """What a text says to several questions, or to another than the pending one; nothing where it is not surely so."""
    said = without_bullets(tidy(text))
    if len(said) > _LONGEST or is_question(said) or pending.is_table or pending.is_attachment:
        return Found()
    finding = _Finding(interview, pending, ctx)
    best: _Way | None = None
    for parts in partings(said, at_words=pending.type_name not in ("text", "longtext", "address")):
        way = finding.way(parts)
        if way is not None and (best is None or way.weight > best.weight):
            best = way
        if best is not None and not best.left and best.facts:
            break
    return finding.settled(best) if best is not None else Found()


class _Finding:
    """Finds the way through the parts of a text on which the claims weigh most."""

    def __init__(self, interview: Interview, pending: Question, ctx: Context) -> None:
        self.before = interview
        self.pending = pending
        self.ctx = ctx
        self.reader = Reader(interview.flow, ctx)

    def way(self, parts: Sequence[Part]) -> _Way | None:
        """The way on which the claims weigh most."""
        ways: dict[int, list[_Way]] = {0: [_Way(self.before)]}
        for place in range(len(parts)):
            for way in sorted(ways.get(place, []), key=lambda w: -w.weight)[:_WIDTH]:
                for last, further in self._steps(parts, place, way):
                    ways.setdefault(last, []).append(further)
        return max(ways.get(len(parts), []), key=lambda w: w.weight, default=None)

    def settled(self, way: _Way) -> Found:
        """A way without the answers that were given twice; nothing where it tells no more than one answer does."""
        twice = {
            fact.question.id
            for fact in way.facts
            for words in way.left
            if (again := self.reader.claim(fact.question, words)) is not None
            and again.value != fact.value
            and again.weight >= _ENOUGH - 1
        }
        twice |= self._torn(way.facts)
        facts = self._with_gates(
            tuple(fact for fact in way.facts if fact.question.id not in twice), way.interview
        )
        left = (*way.left, *(fact.words for fact in way.facts if fact.question.id in twice))
        others = [fact for fact in facts if fact.question.id != self.pending.id]
        if not others or (len(facts) == 1 and not self._is_sure(others[0])):
            return Found()
        return Found(facts, left)

    def _torn(self, facts: Sequence[Fact]) -> set[str]:
        """The lists of which a part was taken for a name, and those names: `i Järfälla och Upplands-Bro`."""
        return {
            question.id
            for fact, behind in itertools.pairwise(facts)
            if fact.question.type_name == "multichoice" and behind.question.type_name == "text"
            if self.reader.claim(fact.question, behind.words) is not None
            for question in (fact.question, behind.question)
        }

    def _is_sure(self, fact: Fact) -> bool:
        """Whether a fact that is told alone, beside what was not understood, can be meant for its question only."""
        claim = self.reader.claim(fact.question, fact.words)
        return claim is not None and claim.weight >= _SURE

    def _with_gates(self, facts: tuple[Fact, ...], interview: Interview) -> tuple[Fact, ...]:
        """The facts with the yes that opens a question that was answered, where that was not said: `till 1 maj 2028`."""
        taken = {fact.question.id for fact in facts}
        told: list[Fact] = []
        for fact in facts:
            if not interview.is_relevant(fact.question.id):
                gate = _gate_of(fact.question, interview)
                if gate is not None and gate[0].id not in taken:
                    told.append(Fact(gate[0], gate[1], fact.words))
                    interview = interview.answer(gate[0].id, gate[1])
            told.append(fact)
        return tuple(told)

    # Steps ---------------------------------------------------------------------------------------------

    def _steps(self, parts: Sequence[Part], place: int, way: _Way) -> Iterator[tuple[int, _Way]]:
        """Each way to go on from a part: with what it says, or what it says with those that follow, or without it."""
        for last in range(place + 1, min(len(parts), place + _MOST_JOINED) + 1):
            if place == 0 and last == len(parts) > 1:
                continue
            words = Part(parts[0].said, parts[place].begin, parts[last - 1].end).words
            joined = last - place - 1
            if not joined:
                yield from ((last, further) for further in self._pairs(words, way))
            for claim, weight in self._claims(words, way, joined=joined, is_first=place == 0):
                told = replace(way, weight=way.weight + _JOINED * joined)
                yield last, self._with(told, [(claim, weight)], words)
        yield place + 1, self._without(parts[place].words, way)

    def _with(self, way: _Way, claims: Sequence[tuple[Claim, float]], words: str) -> _Way:
        interview, facts = way.interview, way.facts
        for claim, _ in claims:
            interview = interview.answer(claim.question.id, claim.value)
            facts = (*facts, Fact(claim.question, claim.value, words))
        total = sum(weight for _, weight in claims)
        return _Way(interview, facts, way.left, way.weight + total)

    def _without(self, words: str, way: _Way) -> _Way:
        """The way without a part: for nothing where it says nothing new; a doubt takes the answer before it away."""
        if self._adds_nothing(words, way):
            return replace(way, weight=way.weight - _SAID_AGAIN)
        left = (*way.left, words)
        if (
            way.facts
            and is_doubted(words)
            and len(words.split()) < _REACH
            and not self._claimed_elsewhere(words, way)
        ):
            last = way.facts[-1]
            return replace(
                way, facts=way.facts[:-1], left=(*way.left, last.words, words), weight=way.weight - _LEFT_OUT
            )
        return replace(way, left=left, weight=way.weight - _LEFT_OUT)

    def _claimed_elsewhere(self, words: str, way: _Way) -> bool:
        """Whether a part in doubt tells by itself what it is in doubt about: `om CNI är högt vet vi inte`."""
        unknown = is_unknown(words)
        return unknown is not None and any(
            self.reader.named(q, unknown) > NAMED for q in self._ahead(way)[:_REACH]
        )

    def _adds_nothing(self, words: str, way: _Way) -> bool:
        """Whether a part says only what was said, or nothing of weight, or that something is not known."""
        if not weighty(words) and not any(c.isdigit() for c in words):
            return True
        if is_unknown(words) is not None:
            return bool(way.facts)
        if not way.facts:
            return False
        last = way.facts[-1]
        again = self.reader.claim(last.question, words)
        is_same = again is not None and again.value == last.value
        return last.question.type_name in ("yesno", "choice") and (
            is_same or (last.value == "no" and is_denied(words) and not is_doubted(words))
        )

    # Claims --------------------------------------------------------------------------------------------

    def _claims(self, words: str, way: _Way, *, joined: int, is_first: bool) -> Iterator[tuple[Claim, float]]:
        """The claims of a stretch, with what they weigh where the way stands."""
        taken = {fact.question.id for fact in way.facts}
        ahead = self._ahead(way)
        unknown = is_unknown(words)
        for distance, question in enumerate(ahead):
            if question.id in taken or (
                joined and question.type_name not in (*RUNNING_ON, "text") and not is_first
            ):
                continue
            if unknown is not None:
                claim = self._not_known(question, unknown)
            else:
                claim = self._of(question, words, far=distance > _REACH, joined=joined, is_first=is_first)
            if claim is None:
                continue
            weight = claim.weight + self._nearness(claim, way, distance, is_first=is_first)
            if weight >= _ENOUGH:
                yield claim, weight

    def _of(self, question: Question, words: str, *, far: bool, joined: int, is_first: bool) -> Claim | None:
        """What a stretch says to a question: what is joined must be its answer as a whole."""
        claim = self._for_pending(words, joined) if question.id == self.pending.id and is_first else None
        if claim is not None:
            return claim
        if joined:
            return (
                self.reader.whole(question, words)
                if question.type_name in (*RUNNING_ON, "text") and not far
                else None
            )
        return self.reader.claim(question, words, named=far)

    def _for_pending(self, words: str, joined: int) -> Claim | None:
        """The first part as the answer that is waited for: to a text, only what looks like a name."""
        if is_doubted(words):
            return None
        if self.pending.type_name in ("text", "address", "longtext") or (
            joined and self.pending.type_name not in RUNNING_ON
        ):
            return None
        reading = understand_answer(self.pending, words, self.ctx)
        is_short = self.pending.type_name == "yesno" and len(words.split()) <= _FEW
        if is_short and len(reading.candidates) == 1:
            return Claim(self.pending, reading.candidates[0], 3.0)  # `inte än`
        if reading.status is not Status.ACCEPTED or reading.value is None:
            return None
        return Claim(self.pending, reading.value, 4.0)

    def _not_known(self, question: Question, words: str) -> Claim | None:
        """`korten vet vi inget om`, for a question that may be answered so."""
        named = self.reader.named(question, words)
        if not question.allows_unknown or named < NAMED:
            return None
        return Claim(question, DONT_KNOW, 2.0 + named, named)

    def _pairs(self, words: str, way: _Way) -> Iterator[_Way]:
        """`113 30 Stockholm`, for a postcode and the text that is asked for right after it; an answer that opens another."""
        match = POSTCODE_AND_TOWN.fullmatch(words)
        if match is not None and not is_doubted(words):
            yield from self._postcode_and_town(match["code"], match["town"], words, way)
        taken = {fact.question.id for fact in way.facts}
        for gate in [q for q in self._ahead(way)[:_GATES] if q.type_name == "yesno" and q.id not in taken]:
            opened = way.interview.answer(gate.id, "yes")
            fresh = [q for q in opened.relevant if not way.interview.is_relevant(q.id)]
            for question in fresh[:_GATES]:
                claim = self.reader.claim(question, words)
                if (
                    claim is None
                    or (claim.named < NAMED and gate.id != self.pending.id)
                    or question.type_name == "yesno"
                ):
                    continue
                weight = claim.weight + _OPENED
                if weight >= _OPENING:
                    yield self._with(
                        way, [(Claim(gate, "yes", claim.weight, claim.named), 0.5), (claim, weight)], words
                    )

    def _postcode_and_town(self, code: str, town: str, words: str, way: _Way) -> Iterator[_Way]:
        taken = {fact.question.id for fact in way.facts}
        order = list(way.interview.relevant)
        near = [q for q in self._ahead(way)[:_REACH] if q.type_name == "postcode" and q.id not in taken]
        near = [q for q in near if way.interview.is_relevant(q.id)]
        for question in near[:1]:
            after = order[order.index(question) + 1 : order.index(question) + 2]
            reading = understand_answer(question, code, self.ctx)
            if (
                reading.status is Status.ACCEPTED
                and reading.value is not None
                and after
                and after[0].type_name == "text"
            ):
                claims = [
                    (Claim(question, reading.value, 6.0), 7.0),
                    (Claim(after[0], town.strip(), 6.0), 5.0),
                ]
                yield self._with(way, claims, words)

    # Nearness ------------------------------------------------------------------------------------------

    def _ahead(self, way: _Way) -> list[Question]:
        """The open questions from where the way stands on, then those before the pending one."""
        return open_questions(
            way.interview, self.pending, way.facts[-1].question if way.facts else self.pending
        )

    def _nearness(self, claim: Claim, way: _Way, distance: int, *, is_first: bool) -> float:
        """What speaks for a question by where it stands: waited for, next, opened by what was said, of one subject."""
        question = claim.question
        if question.id == self.pending.id:
            return 5.0 if is_first else 2.0
        last = way.facts[-1].question if way.facts else self.pending
        near = 3.0 if distance <= 1 else 2.0 if distance <= 3 else 1.0 if distance <= _REACH // 2 else -1.0
        if question.task not in (self.pending.task, last.task):
            near -= 1.5
        if not way.interview.is_relevant(question.id):
            near -= 2.5
        elif not self.before.is_relevant(question.id):
            near += _OPENED
        if self._is_town(question, way) and claim.named < NAMED and last.type_name != "postcode":
            near -= 4.0
        if question.id.startswith(f"{last.id}."):
            near += 2.0
        elif question.id.split(".")[0] == last.id.split(".")[0]:
            near += 0.5
        return near

    @staticmethod
    def _is_town(question: Question, way: _Way) -> bool:
        """Whether a text is asked for right after a postcode."""
        order = list(way.interview.flow.questions.values())
        place = order.index(question)
        return question.type_name == "text" and place > 0 and order[place - 1].type_name == "postcode"


_GATES: Final = 4
_JUST_AHEAD: Final = 3
"""So many questions ahead lie nearer than those that were passed."""
_OPENED: Final = 1.5


def _gate_of(question: Question, interview: Interview) -> tuple[Question, Value] | None:
    """The open question just before another that opens it, with the only answer that does; a no opens nothing here."""
    order = list(interview.relevant)
    places = interview.flow.asking_place
    before = [
        q
        for q in order
        if places[q.id] < places[question.id] <= places[q.id] + _GATES
        and q.type_name in ("yesno", "choice")
        and q.task == question.task
        and not interview.is_settled(q)
    ]
    for gate in reversed(before):
        values = (
            ["yes"]
            if gate.type_name == "yesno"
            else [option.id for option in getattr(gate.type, "options", ())]
        )
        opening = [value for value in values if interview.answer(gate.id, value).is_relevant(question.id)]
        if len(opening) == 1:
            return gate, opening[0]
    return None


def open_questions(interview: Interview, pending: Question, last: Question) -> list[Question]:
    """What can be answered now: the questions behind the last one, then those before the pending one."""
    order = [q for q in interview.flow.questions.values() if interview.relevance.get(q.id) is not False]
    places = {q.id: place for place, q in enumerate(order)}
    at = places.get(last.id, places.get(pending.id, 0))
    behind = [q for q in reversed(order[:at]) if q.task == last.task]
    rest = [q for q in order[:at] if q.task != last.task]
    return [
        q
        for q in (*order[at : at + _JUST_AHEAD], *behind, *order[at + _JUST_AHEAD :], *rest)
        if not q.is_table and not q.is_attachment and (q.id == pending.id or not interview.is_settled(q))
    ]
