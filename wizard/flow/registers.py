"""What registers can tell, as `flows/registers.yaml` has it: the question each fact belongs to, and what must hold.

The look-up itself is made elsewhere; this is what its facts mean. What must stay true: nothing becomes an answer here,
a fact that the question's own type refuses is passed over, and names and addresses are the same where their words are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.flow.model import Level, Question, SourceRef
from wizard.flow.problems import ContentError, Problem, did_you_mean
from wizard.flow.refs import parse_refs
from wizard.flow.registersource import DemandSource, RegistersFile, StandingSource, SubjectSource
from wizard.i18n import Message, msg
from wizard.i18n import content as said
from wizard.values.base import Context, Value
from wizard.values.choices import Choice

if TYPE_CHECKING:
    from wizard.flow.content import Content, Loaded
    from wizard.flow.interview import Interview

__all__ = [
    "Comparison",
    "Demand",
    "Fill",
    "Register",
    "Standing",
    "Subject",
    "compared",
    "register_problems",
    "registers_of",
    "standings",
]


@dataclass(frozen=True, slots=True)
class Demand:
    """What must hold; `id` names it in findings, `codes` are what it is about."""

    id: str
    level: Level
    text: Message
    fix: Message | None
    sources: tuple[SourceRef, ...]
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fill:
    """A fact, the question it can answer, and what must hold where both are known."""

    fact: str
    question: str
    demand: Demand
    options: Mapping[str, str]
    other: str | None


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody in the answers who has a number, held by the question `number`."""

    number: str
    title: Message
    fills: tuple[Fill, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """A register."""

    id: str
    title: Message
    subjects: tuple[Subject, ...]
    standings: tuple[Demand, ...]
    unlisted: Demand
    silent: Demand
    sources: tuple[SourceRef, ...]

    def subject(self, question: str) -> Subject | None:
        """Whose number a question holds."""
        return next((s for s in self.subjects if s.number == question), None)

    def subjects_in(self, interview: Interview) -> Iterator[tuple[Subject, str]]:
        """Those whose number stands in the answers, with it."""
        for subject in self.subjects:
            number = interview.value(subject.number) if subject.number in interview.flow.questions else None
            if isinstance(number, str) and number not in ("", "?", "-"):
                yield subject, number


@dataclass(frozen=True, slots=True)
class Comparison:
    """A fact beside the answer: `theirs` is the fact as an answer, `mine` what is answered; None for nothing."""

    fill: Fill
    question: Question
    theirs: Value
    mine: Value | None

    @property
    def is_same(self) -> bool:
        """Whether they agree."""
        if isinstance(self.mine, str) and isinstance(self.theirs, str) and not self.fill.options:
            return _words(self.mine) == _words(self.theirs)
        return self.mine == self.theirs


@dataclass(frozen=True, slots=True)
class Standing:
    """A demand on how an organisation stands. `is_met` is None where the register did not say."""

    demand: Demand
    is_met: bool | None
    codes: tuple[str, ...] = ()
    """What goes on, by the register's codes."""

    @property
    def is_amiss(self) -> bool:
        """Whether somebody should look at it: what is only good to know aside."""
        return self.is_met is not True and self.demand.level is not Level.INFO

    def sentence(self) -> Message:
        """The demand, and whether it holds."""
        if self.is_met is None:
            return msg("Not known: {demand}", demand=self.demand.text)
        return self.demand.text if self.is_met else msg("Not so: {demand}", demand=self.demand.text)


def standings(register: Register, codes: Collection[str], *, is_known: bool) -> Iterator[Standing]:
    """How an organisation stands, by the codes of what goes on with it; `is_known` where the register said so."""
    listed: set[str] = set()
    for demand in register.standings:
        there = tuple(code for code in codes if code in demand.codes)
        listed.update(there)
        if there or is_known:
            yield Standing(demand, not there, there)
    rest = tuple(code for code in codes if code not in listed)
    if rest or is_known:
        yield Standing(register.unlisted, not rest, rest)
    yield Standing(register.silent, True if is_known else None)


def compared(
    subject: Subject, facts: Mapping[str, str], interview: Interview, ctx: Context
) -> Iterator[Comparison]:
    """Each fact that a question on the present route can hold, beside its answer."""
    for fill in subject.fills:
        question = interview.flow.questions.get(fill.question)
        told = facts.get(fill.fact)
        if question is None or question.type is None or told is None:
            continue
        told = fill.options.get(told, fill.other or told) if fill.options else told
        theirs = question.type.check(told, ctx) if fill.options else question.type.read(told, ctx)
        if theirs.value is not None and interview.is_relevant(fill.question):
            mine = interview.value(fill.question)
            yield Comparison(fill, question, theirs.value, mine if mine not in ("", "?", "-") else None)


def _words(text: str) -> tuple[str, ...]:
    """A name or an address as its words, whatever their case and the signs between them."""
    folded = unicodedata.normalize("NFC", text).casefold()
    return tuple("".join(c if c.isalnum() else " " for c in folded).split())


# From the file -------------------------------------------------------------------------------------------


def registers_of(
    content: Content, file: Loaded[RegistersFile], problems: list[Problem]
) -> tuple[Register, ...]:
    """The registers of a file whose shape is right. Faults are added to `problems`."""
    return tuple(_Reader(content, file, problems).registers())


@dataclass
class _Reader:
    content: Content
    file: Loaded[RegistersFile]
    problems: list[Problem]

    def registers(self) -> Iterator[Register]:
        for i, told in enumerate(self.file.model.registers):
            at: tuple[str | int, ...] = ("registers", i)
            yield Register(
                id=told.id,
                title=said(told.title),
                subjects=tuple(self._subject(s, (*at, "subjects", j)) for j, s in enumerate(told.subjects)),
                standings=tuple(
                    self._demand(s, s.id, (*at, "standings", j), frozenset(s.codes))
                    for j, s in enumerate(told.standings)
                ),
                unlisted=self._demand(told.unlisted, "unlisted", (*at, "unlisted")),
                silent=self._demand(told.silent, "silent", (*at, "silent")),
                sources=self._refs(told.source, at),
            )
            self._twice(told.standings, at)

    def _subject(self, told: SubjectSource, at: tuple[str | int, ...]) -> Subject:
        fills = tuple(
            Fill(
                fill.fact,
                fill.question,
                self._demand(fill, fill.question, (*at, "fills", j)),
                fill.options,
                fill.other,
            )
            for j, fill in enumerate(told.fills)
        )
        return Subject(told.number, said(told.title), fills)

    def _demand(
        self,
        told: DemandSource | object,
        name: str,
        at: tuple[str | int, ...],
        codes: frozenset[str] = frozenset(),
    ) -> Demand:
        level, text, fix, source = (getattr(told, key) for key in ("level", "text", "fix", "source"))
        return Demand(
            name, Level(level), said(text), said(fix) if fix else None, self._refs(source, at), codes
        )

    def _refs(self, source: str | list[str], at: tuple[str | int, ...]) -> tuple[SourceRef, ...]:
        place = self.file.document.place((*at, "source"))
        return parse_refs(source, self.content.sources, place, self.problems.append)

    def _twice(self, standings: list[StandingSource], at: tuple[str | int, ...]) -> None:
        seen: set[str] = set()
        for j, standing in enumerate(standings):
            for name in (standing.id, *standing.codes):
                if name in seen:
                    place = self.file.document.place((*at, "standings", j))
                    self.problems.append(
                        Problem(place, "duplicate-id", msg("The id {id} is used twice.", id=name))
                    )
                seen.add(name)


def register_problems(content: Content, file: Loaded[RegistersFile]) -> Iterator[Problem]:
    """Questions and options named in the file that no errand has. Needs the flows, so it is asked for apart."""
    known: dict[str, Question] = {}
    for area, kind in content.errands():
        try:
            known |= content.flow(area, kind).questions
        except ContentError:
            return  # its faults are told by the content itself, and what it asks cannot be known before
    for i, register in enumerate(file.model.registers):
        for j, subject in enumerate(register.subjects):
            at: tuple[str | int, ...] = ("registers", i, "subjects", j)
            named = [(subject.number, (*at, "number"), frozenset[str]())]
            named += [
                (
                    fill.question,
                    (*at, "fills", k),
                    frozenset((*fill.options.values(), *filter(None, [fill.other]))),
                )
                for k, fill in enumerate(subject.fills)
            ]
            for name, path, options in named:
                place = file.document.place(path)
                if name not in known:
                    what = msg("There is no question {name}.", name=name)
                    yield Problem(place, "unknown-name", what, did_you_mean(name, known))
                    continue
                answers = known[name].type
                there = {option.id for option in answers.options} if isinstance(answers, Choice) else set()
                for option in sorted(options - there):
                    what = msg("{question} has no option {option}.", question=name, option=option)
                    yield Problem(place, "unknown-name", what, did_you_mean(option, there))
