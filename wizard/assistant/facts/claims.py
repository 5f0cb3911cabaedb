"""What a clause says to one question, and how strongly: by its name, by its kind, by what it is about.

A claim stands alone: whether its question is the one that is meant is weighed by those who see all clauses and all
questions. What must stay true: no claim is made of a clause in doubt, and none that leaves out a word of denial.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from wizard.assistant.facts.parts import STREET
from wizard.assistant.facts.said import names_dimension, opposes_dimension, role_of, thing_measured
from wizard.assistant.facts.signals import about, about_now, code_in, is_denied, is_doubted, name_in, weighty
from wizard.assistant.facts.types import EXTRACTED, TELLING
from wizard.assistant.naming import stems
from wizard.assistant.options import named_once, weighty_beside
from wizard.assistant.understanding import understand_answer
from wizard.flow.model import Flow, Question
from wizard.values import Choice, MultiChoice, Reading, Status, Value
from wizard.values.base import Context

__all__ = ["NAMED", "Claim", "Reader"]

NAMED: Final = 0.6
"""How much a clause must be about a question to name it."""

_LEAD: Final = re.compile(
    r"(?:(?:och|and|då|så|sen|sedan|men|but|also|även|dessutom|samt|alltså|nämligen|i alla fall|i fortsättningen|därefter|then|now|nu|i dag|idag|today) )*"
    r"(?:(?:(?:den|det|de|hon|han|vi|jag|she|he|it|they|we|that)(?:'s|'re)? ?(?:är|blir|heter|ska heta|har|is|are|will be|has|have)?|med|with|av|by|hos|at|genom|till|för|from|från|in|i|på|on|as|som|just|bara|only) )?",
    re.IGNORECASE,
)
_TAIL: Final = re.compile(
    r"(?: (?:i alla fall|också|även|med|oss|hos oss|i dag|idag|nu|redan|also|too|now|today|as well|vi|jag|det))+$",
    re.IGNORECASE,
)
_AGREEING: Final = re.compile(
    r"(?P<which>ja|jo|japp|jajamän|yes|yep|nej|nä|nope|no)\b[ ,.:!]*(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
_SAYING_SO: Final = re.compile(r".*\b(?P<which>ja|yes|nej|no)", re.IGNORECASE)
_NO: Final = frozenset({"nej", "nä", "no", "nope"})
_NAME: Final = re.compile(r"[A-ZÅÄÖÉÜ0-9][^@?]{0,60}")
_FIGURES: Final = re.compile(r"\d[\d -]{4,}")
_ROLE_ASKED: Final = re.compile(r"\broll\b|\brole\b", re.IGNORECASE)
_MOST_LEFT: Final = 7
_MOST_WORDS: Final = 14
_HOURS: Final = re.compile(
    r"\d{1,2}(?:[.:]\d\d)? ?[-\u2013] ?\d{1,2}(?:[.:]\d\d)?(?![\d-])|\d till \d|\d to \d"
)
_UNIT: Final = re.compile(r"\d ?(?:mm|cm|dm|m|km|%)(?!\w)|met|grad|degree|procent|percent|:\d", re.IGNORECASE)
_MANY_DIGITS: Final = re.compile(r"\d{3}")


@dataclass(frozen=True, slots=True)
class Claim:
    """A value for a question, how strongly the words alone tell that it is for that one, and whether they name it."""

    question: Question
    value: Value
    weight: float
    named: float = 0.0


class Reader:
    """Reads clauses for questions; each clause for each question once."""

    def __init__(self, flow: Flow, ctx: Context) -> None:
        self.flow = flow
        self.ctx = ctx
        self._known: dict[tuple[str, str], Claim | None] = {}

    def claim(self, question: Question, words: str, *, named: bool = False) -> Claim | None:
        """What the clause says to the question; None for nothing, and with `named` where it does not name it."""
        if named and about(question, words, self.flow, self.ctx.language)[0] < NAMED:
            return None
        key = (question.id, words)
        if key not in self._known:
            self._known[key] = self._claim(question, words) if _could_be(question, words) else None
        return self._known[key]

    def _claim(self, question: Question, words: str) -> Claim | None:
        if (
            is_doubted(words)
            or question.is_table
            or question.is_attachment
            or question.type_name == "longtext"
        ):
            return None
        named, shared, other = about(question, words, self.flow, self.ctx.language)
        named += about_now(question, words)
        match question.type_name:
            case "yesno":
                return self._yes_or_no(question, words, named, shared, other)
            case "text":
                return self._text(question, words, named)
            case "choice" | "multichoice":
                return self._option(question, words, named)
            case "address":
                return self._address(question, words, named)
            case "measure":
                return self._measure(question, words, named)
            case kind if kind in EXTRACTED:
                return self._seen(question, words, named)
            case _:
                return self._plain(question, words, named)

    def named(self, question: Question, words: str) -> float:
        """How much a clause names a question."""
        return about(question, words, self.flow, self.ctx.language)[0]

    def whole(self, question: Question, words: str) -> Claim | None:
        """A stretch of several parts that is the answer as a whole."""
        if is_doubted(words):
            return None
        named, _, _ = about(question, words, self.flow, self.ctx.language)
        if question.type_name == "text":
            names = _NAMES.search(words) if _PLURAL.match(question.ask.id) else None
            return Claim(question, names[0], 2.5 + _bonus(named), named) if names is not None else None
        reading = self._read(question, words)
        value = reading.value if reading.status is Status.ACCEPTED else None
        if isinstance(question.type, MultiChoice) and value is None:
            value = _listed(question.type, words)
        if value is None or value == "":
            return None
        return Claim(question, value, 4.5 + _bonus(named), named)

    # By type -------------------------------------------------------------------------------------------

    def _read(self, question: Question, words: str) -> Reading:
        """The clause as an answer, without the small words round it, and without its own name."""
        bare = _TAIL.sub("", words[_lead_of(words) :])
        own = set(stems(question.label.id))
        unnamed = " ".join(w for w in bare.split() if not own & set(stems(w.strip(",.:"))))
        for said in dict.fromkeys((words, bare, unnamed)):
            if said:
                reading = understand_answer(question, said, self.ctx)
                if reading.status is Status.ACCEPTED:
                    return reading
        return understand_answer(question, words, self.ctx)

    def _plain(self, question: Question, words: str, named: float) -> Claim | None:
        reading = self._read(question, words)
        if reading.status is not Status.ACCEPTED or reading.value is None or reading.value == "":
            return None
        return Claim(question, reading.value, 2.0 + _bonus(named), named)

    def _seen(self, question: Question, words: str, named: float) -> Claim | None:
        """A value that is seen for what it is, alone in its clause."""
        if is_denied(words):
            return None
        reading = self._read(question, words)
        value = reading.value if reading.status is Status.ACCEPTED else None
        left = 0
        if question.type_name == "date" and _HOURS.search(words):
            return None
        if value is None and len(reading.candidates) == 1 and len(words.split()) <= _MOST_WORDS:
            value, left = reading.candidates[0], len(weighty(words))
        if value is None or value == "" or left > _MOST_LEFT:
            return None
        if question.type_name not in _IN_WORDS and _digits(words) > _digits(str(value)):
            return None  # another figure stands beside it
        return Claim(
            question,
            value,
            (5.0 if question.type_name in TELLING else 4.0) - 0.1 * left + _bonus(named),
            named,
        )

    def _yes_or_no(
        self, question: Question, words: str, named: float, shared: int, other: int
    ) -> Claim | None:
        led = _AGREEING.fullmatch(words)
        if led is not None:
            value = "no" if led["which"].lower() in _NO else "yes"
            rest = led["rest"]
            if rest and value == "yes" and is_denied(rest) and shared and not other:
                return None
            return Claim(question, value, 2.0 + _bonus(named) - (0.0 if not rest or named else 1.0), named)
        reading = understand_answer(question, words, self.ctx)
        if reading.value in ("yes", "no") and not shared:
            return Claim(question, str(reading.value), 2.0, 0.0)
        if not shared or shared < other or (shared == 1 and named < NAMED and other):
            return None
        saying = _SAYING_SO.fullmatch(words)
        denied = saying["which"].lower() in _NO if saying else is_denied(words)
        return Claim(
            question, "no" if denied else "yes", 1.0 + 2.0 * shared / (shared + other) + _bonus(named), named
        )

    def _text(self, question: Question, words: str, named: float) -> Claim | None:
        if _ROLE_ASKED.search(f"{question.ask.id} {question.label.id}"):
            role = role_of(words[_lead_of(words) :]) or role_of(words)
            return Claim(question, role, 4.0, named) if role is not None else None
        code = code_in(words, question)
        if code is not None:
            return (
                Claim(question, code, 2.0 + _bonus(named), named)
                if len(weighty(words)) <= _MOST_LEFT
                else None
            )
        if code_in("1", question) is not None or is_denied(words) or "@" in words or _FIGURES.search(words):
            return None
        name = name_in(words, question, self.ctx.language)
        if name is None or STREET.fullmatch(name):
            return None
        checked = understand_answer(question, name, self.ctx)
        if checked.status is not Status.ACCEPTED or checked.value is None:
            return None
        left = len(weighty(words.replace(name, " ")))
        is_bare = words == name
        if left > _MOST_LEFT:
            return None
        return Claim(
            question, checked.value, 2.5 + (0.5 if is_bare else 0.0) - 0.15 * left + _bonus(named), named
        )

    def _option(self, question: Question, words: str, named: float) -> Claim | None:
        kind = question.type
        if not isinstance(kind, Choice | MultiChoice):
            return None
        reading = self._read(question, words)
        if reading.status is Status.ACCEPTED and reading.value is not None and not words.strip().isdigit():
            return Claim(question, reading.value, 4.0 + _bonus(named), named)
        if is_denied(words) or _MANY_DIGITS.search(words):
            return None
        option = named_once(kind.options, words)
        if option is None:
            return None
        left = len(weighty(words))
        value: Value = [option] if isinstance(kind, MultiChoice) else option
        return Claim(question, value, max(1.5, 3.0 - 0.25 * left) + _bonus(named), named)

    def _address(self, question: Question, words: str, named: float) -> Claim | None:
        bare = re.sub(r"^.*?\b(?:till|på|vid|to|at|on|är|is|:) (?=[A-ZÅÄÖ])", "", words)
        found = STREET.fullmatch(bare) or STREET.fullmatch(words)
        if found is None:
            return None
        reading = understand_answer(question, found[0], self.ctx)
        if reading.status is not Status.ACCEPTED or reading.value is None:
            return None
        return Claim(question, reading.value, 5.0 + _bonus(named), named)

    def _measure(self, question: Question, words: str, named: float) -> Claim | None:
        if opposes_dimension(words, question):
            return None
        thing = thing_measured(words, [question])
        has_dimension = names_dimension(words, question)
        if thing is None and not has_dimension and not _UNIT.search(words):
            return None
        said = thing[1] if thing is not None else words
        reading = self._read(question, said)
        value = reading.value if reading.status is Status.ACCEPTED else None
        if value is None and len(reading.candidates) == 1:
            value = reading.candidates[0]
        if value is None:
            return None
        weight = 1.5 + _bonus(named) + (1.5 if thing is not None else 0.0)
        return Claim(question, value, weight + (1.5 if has_dimension else 0.0), named)


_NUMBERS: Final = ("orgnr", "phone", "postcode", "bankgiro", "plusgiro", "personnummer", "hsaid")
_HOLDS: Final = dict.fromkeys(_NUMBERS, re.compile(r"\d")) | {
    "email": re.compile(r"@|\bat\b|snabel|\(a\)", re.IGNORECASE),
    "url": re.compile(r"https?:|www\.|\w\.(?:se|com|nu|org|net|eu|health)\b", re.IGNORECASE),
}
"""What a clause holds at least that is an answer of that type."""


def _could_be(question: Question, words: str) -> bool:
    held = _HOLDS.get(question.type_name)
    if question.type_name == "url" and "@" in words:
        return False
    return held is None or held.search(words) is not None


_PLURAL: Final = re.compile(r"vilka |which ", re.IGNORECASE)
_NAMES: Final = re.compile(
    r"[A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ][\w-]+)*(?:(?:, | och | and | samt )[A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ][\w-]+)*)+$"
)
_PARTS: Final = re.compile(r" ?[,;&+] ?(?:och |and |samt )?| (?:och|and|samt|plus) ", re.IGNORECASE)


def _listed(kind: MultiChoice, words: str) -> Value | None:
    """`hemrehabilitering kan vi ta i Järfälla och Upplands-Bro`: a list whose first option is led up to."""
    first, *rest = [part for part in _PARTS.split(words) if part.strip()]
    ids = [named_once(kind.options, first), *(_exactly(kind, part) for part in rest)]
    if is_denied(words) or None in ids or not rest:
        return None
    return [option.id for option in kind.options if option.id in ids]


def _exactly(kind: MultiChoice, part: str) -> str | None:
    return named_once(kind.options, part) if not weighty_beside(kind.options, part) else None


_IN_WORDS: Final = frozenset({"date", "opening_hours", "email", "url"})
"""Types whose values are told by other figures than they hold."""


def _digits(text: str) -> int:
    return sum(c.isdigit() for c in text)


def _bonus(named: float) -> float:
    return max(-3.0, min(3.5, 1.7 * named))


def _lead_of(words: str) -> int:
    """How many letters at the beginning only lead up to an answer."""
    match = _LEAD.match(words)
    return match.end() if match is not None and match.end() < len(words) else 0
