"""A first map for a form that nobody has mapped: which question each field is probably about, and why.

Three things are known of a field: its tooltip, what is printed beside it, and its name. Each is compared with
the questions of the errand; the answers a question allows must be found among a field's options. Rows of equal
fields become tables, boxes that name the options of one question become its ticks, fields for the days of the
week its hours. What must stay true: each field and each question is proposed once; every proposal says how sure
it is and what was seen; and nothing is proposed that the question could not be answered with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from wizard.blanks.grids import grids
from wizard.blanks.likeness import likeness, readings
from wizard.blanks.rows import numbered, row_field
from wizard.blanks.words import DAYS, in_words
from wizard.flow.answers import read as read_answer
from wizard.flow.model import Flow, Question
from wizard.pdf import Survey
from wizard.values import DONT_KNOW, NOT_APPLICABLE, Context

__all__ = ["Guess", "Proposal", "options_for", "propose"]

_LEAST: Final = 0.45
_CERTAIN: Final = 0.82
_NEXT: Final = 0.06
"""What it counts for that a question is asked soon after the one before it on the page."""
_SOON: Final = 6
_DAY_NAMES: Final = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
_NUMBERING: Final = re.compile(r"^[\d.\s]+")
_NUMBER: Final = re.compile(r"\d+")
_UNSUITED: Final = frozenset({"attachment", "table", "multichoice", "opening_hours"})


@dataclass(frozen=True, slots=True)
class Guess:
    """A field and what it is about. `options` gives the field's state for each answer; `seen` is the label."""

    field: str
    answer: str
    confidence: float
    seen: str
    options: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed map, and the fields for which nothing fits, with what was seen of them."""

    fields: tuple[Guess, ...] = ()
    ticks: Mapping[str, Mapping[str, Guess]] = field(default_factory=dict)
    hours: Mapping[str, Mapping[str, Guess]] = field(default_factory=dict)
    tables: Mapping[str, tuple[int, Mapping[str, Guess]]] = field(default_factory=dict)
    attached: tuple[Guess, ...] = ()
    left: tuple[tuple[str, str], ...] = ()


def propose(survey: Survey, flow: Flow, today: date) -> Proposal:
    """Propose a map of the surveyed form for `flow`."""
    return _Proposer(survey, flow, Context(today)).run()


def options_for(
    survey: Survey, flow: Flow, today: date, name: str, question: Question
) -> dict[str, str] | None:
    """The state of the field `name` for each answer to `question`; None where some answer has none."""
    proposer = _Proposer(survey, flow, Context(today))
    return proposer._options(proposer.open[name], question)  # noqa: SLF001  our own


class _Proposer:
    def __init__(self, survey: Survey, flow: Flow, ctx: Context) -> None:
        self.survey = survey
        self.flow = flow
        self.ctx = ctx
        self.order = {name: place for place, name in enumerate(flow.questions)}
        self.open: dict[str, Mapping[str, Any]] = {
            item["name"]: item for item in survey.found["fields"] if item["type"] not in {"push", "signature"}
        }
        self.taken: set[str] = set()
        self._known: dict[str, list[tuple[str, float]]] = {}
        self._called = {question.id: _names_of(question) for question in flow.questions.values()}

    def run(self) -> Proposal:
        tables = dict(self._tables())
        hours = dict(self._hours())
        ticks = dict(self._ticks()) | dict(self._boxed_answers())
        attached = tuple(self._attached())
        fields = self._fields()
        left = tuple((name, self._seen(item)) for name, item in self.open.items())
        return Proposal(fields, ticks, hours, tables, attached, left)

    def _texts(self, item: Mapping[str, Any]) -> list[tuple[str, float]]:
        """What is known of a field, and how much each is worth."""
        name = str(item["name"])
        if name not in self._known:
            self._known[name] = self._read(name, item)
        return self._known[name]

    def _read(self, name: str, item: Mapping[str, Any]) -> list[tuple[str, float]]:
        last = re.sub(r"\[\d+\]|#\w+", " ", name.rpartition(".")[2])
        printed, heading = self.survey.labels.get(name, ""), self.survey.headings.get(name, "")
        return [
            (str(item["label"]), 1.0),
            (printed, 0.97),
            (last.replace("_", " "), 0.9),
            (f"{_NUMBERING.sub('', heading)} {printed}" if heading and printed else "", 0.88),
        ]

    def _seen(self, item: Mapping[str, Any]) -> str:
        return next((text for text, _ in self._texts(item) if text.strip()), "")

    def _score(self, item: Mapping[str, Any], question: Question) -> tuple[float, str]:
        """How sure it is that a field is about a question, and the label that says so."""
        best, seen, against = 0.0, "", 1.0
        wanted = self._called[question.id]
        for text, worth in self._texts(item):
            found = max(
                (
                    likeness(reading, label) * share * worth
                    for reading in readings(text)
                    for label, share in wanted
                ),
                default=0.0,
            )
            against *= 1 - 0.25 * found
            if found > best:
                best, seen = found, text
        return min(best + (1 - best) * (1 - against) * 0.5, 1.0), seen

    def _take(self, question: str, *names: str) -> None:
        self.taken.add(question)
        for name in names:
            self.open.pop(name, None)

    def _fields(self) -> tuple[Guess, ...]:
        """One field for one question: first what is certain, then the rest with regard to what stands around."""
        scored = {name: self._candidates(item) for name, item in self.open.items()}
        chosen: dict[str, Guess] = {}
        for least in (_CERTAIN, _LEAST):
            pairs = sorted(
                (
                    (guess.confidence + self._nearby(name, guess.answer, chosen), place, guess)
                    for place, (name, guesses) in enumerate(scored.items())
                    for guess in guesses
                    if guess.confidence >= least
                ),
                key=lambda pair: (-pair[0], pair[1], self.order[pair[2].answer]),
            )
            for _, _, guess in pairs:
                if guess.field in self.open and guess.answer not in self.taken:
                    chosen[guess.field] = guess
                    self._take(guess.answer, guess.field)
        return tuple(chosen[name] for name in scored if name in chosen)

    def _nearby(self, name: str, answer: str, chosen: Mapping[str, Guess]) -> float:
        """A little for a question that follows those of the fields before this one."""
        names = [item["name"] for item in self.survey.found["fields"]]
        before = next((chosen[n] for n in reversed(names[: names.index(name)]) if n in chosen), None)
        if before is None:
            return 0.0
        return _NEXT if 0 < self.order[answer] - self.order[before.answer] <= _SOON else 0.0

    def _candidates(self, item: Mapping[str, Any]) -> list[Guess]:
        found = []
        for question in self.flow.questions.values():
            if question.id in self.taken or question.type_name in _UNSUITED:
                continue
            score, seen = self._score(item, question)
            if score < _LEAST:
                continue
            options = self._options(item, question)
            if item["type"] != "text" and not options:
                continue
            if item["type"] == "text" and question.type_name in {"yesno", "choice"}:
                score *= 0.7
            if score >= _LEAST:
                found.append(Guess(str(item["name"]), question.id, round(score, 2), seen, options))
        return sorted(found, key=lambda guess: -guess.confidence)[:8]

    def _options(self, item: Mapping[str, Any], question: Question) -> dict[str, str] | None:
        """The field's state for each answer that the question allows; None where some answer has none."""
        if item["type"] == "text" or question.type is None:
            return None
        offered = self._offered(question)
        if not offered:
            return None
        if item["type"] == "checkbox" and len(item["options"]) == 1:
            return {"yes": str(item["options"][0]), "no": ""} if question.type_name == "yesno" else None
        found: dict[str, str] = {}
        for export, shown in zip(item["options"], item["option_texts"], strict=True):
            printed = self.survey.option_labels.get(str(item["name"]), {}).get(export, "")
            for text in filter(None, (printed, shown, export)):
                answer = self._answer(question, offered, text)
                if answer is not None:
                    found.setdefault(answer, export)
                    break
        return found if found.keys() >= set(offered) - {DONT_KNOW, NOT_APPLICABLE} else None

    def _offered(self, question: Question) -> tuple[str, ...]:
        own = (
            ("yes", "no")
            if question.type_name == "yesno"
            else tuple(getattr(self.flow.types[question.id], "options", ()))
        )
        special = (
            *((DONT_KNOW,) if question.allows_unknown else ()),
            *((NOT_APPLICABLE,) if question.allows_not_applicable else ()),
        )
        return (*own, *special) if own else ()

    def _answer(self, question: Question, offered: Sequence[str], text: str) -> str | None:
        """The answer that an option's label means: as the question reads it, or the one called most alike."""
        if text in offered:
            return text
        value = read_answer(question, text, self.ctx).value
        if isinstance(value, str) and value in offered:
            return value
        scores = [(likeness(text, in_words(question, answer)), answer) for answer in offered]
        best, answer = max(scores)
        return answer if best >= 0.75 else None

    def _boxes(self) -> dict[str, Mapping[str, Any]]:
        return {
            name: item
            for name, item in self.open.items()
            if item["type"] == "checkbox" and len(item["options"]) == 1
        }

    def _ticks(self) -> Iterator[tuple[str, dict[str, Guess]]]:
        for question in self.flow.questions.values():
            if question.type_name != "multichoice":
                continue
            found: dict[str, Guess] = {}
            used: set[str] = set()
            for option in getattr(self.flow.types[question.id], "options", ()):
                label = in_words(question, [option])
                best = max(
                    (
                        (self._like_box(item, question, label), name)
                        for name, item in self._boxes().items()
                        if name not in used
                    ),
                    default=(0.0, ""),
                )
                if best[0] >= 0.7:
                    used.add(best[1])
                    found[option] = Guess(
                        best[1], question.id, round(best[0], 2), self._seen(self.open[best[1]])
                    )
            options = getattr(self.flow.types[question.id], "options", ())
            if found and len(found) >= 0.6 * len(options):
                self._take(question.id, *used)
                yield question.id, found

    def _boxed_answers(self) -> Iterator[tuple[str, dict[str, Guess]]]:
        """Questions of one answer that have a box of their own for each: "Ja" and "Nej" side by side."""
        groups: dict[tuple[int | None, str], list[str]] = {}
        for name, item in self._boxes().items():
            if text := self.survey.questions.get(name, ""):
                groups.setdefault((item["page"], text), []).append(name)
        for (_, text), names in groups.items():
            ranked = sorted(
                ((self._likeness(text, question), question) for question in self.flow.questions.values()),
                key=lambda pair: -pair[0],
            )
            for score, question in ranked:
                if score < _LEAST or len(names) < 2:
                    break
                answers = self._answers_of(names, question)
                if question.id not in self.taken and answers is not None:
                    self._take(question.id, *names)
                    yield (
                        question.id,
                        {a: Guess(n, question.id, round(score, 2), text) for a, n in answers.items()},
                    )
                    break

    def _likeness(self, text: str, question: Question) -> float:
        names = self._called[question.id]
        return max((likeness(r, name) * share for r in readings(text) for name, share in names), default=0.0)

    def _answers_of(self, names: Sequence[str], question: Question) -> dict[str, str] | None:
        """The box for each answer that the question allows; None where a box or an answer is left over."""
        offered = self._offered(question)
        if question.type_name not in {"yesno", "choice"} or not offered:
            return None
        found = {self._answer(question, offered, self.survey.labels.get(name, "")): name for name in names}
        needed = set(offered) - {DONT_KNOW, NOT_APPLICABLE}
        if None in found or len(found) < len(names) or not found.keys() >= needed:
            return None
        return {answer: found[answer] for answer in offered if answer in found}

    def _like_box(self, item: Mapping[str, Any], question: Question, label: str) -> float:
        texts = [reading for text, _ in self._texts(item) for reading in readings(text)]
        wanted = (label, f"{question.label.id}: {label}")
        return max((likeness(text, name) for text in texts for name in wanted), default=0.0)

    def _attached(self) -> Iterator[Guess]:
        for question in self.flow.questions.values():
            if not question.is_attachment:
                continue
            scores = [(*self._score(item, question), name) for name, item in self._boxes().items()]
            best, seen, name = max(scores, default=(0.0, "", ""))
            if best >= 0.75:
                self._take(question.id, name)
                yield Guess(name, question.id, round(best, 2), seen)

    def _hours(self) -> Iterator[tuple[str, dict[str, Guess]]]:
        for question in self.flow.questions.values():
            if question.type_name != "opening_hours":
                continue
            found: dict[str, Guess] = {}
            for name, item in self.open.items():
                day, seen = next(
                    ((day, text) for text, _ in self._texts(item) if (day := _day_in(text))), ("", "")
                )
                if day and item["type"] == "text" and day not in found:
                    found[day] = Guess(name, question.id, 0.9, seen)
            found = {day: found[day] for day in DAYS if day in found}
            if len(found) == len(DAYS):
                self._take(question.id, *(guess.field for guess in found.values()))
                yield question.id, found

    def _tables(self) -> Iterator[tuple[str, tuple[int, dict[str, Guess]]]]:
        """Fields whose names differ in one number, or that stand in rows; with the table that is most alike."""
        groups = [*numbered(self.open), *grids(self.open.values())]
        tables = [question for question in self.flow.questions.values() if question.is_table]
        ranked = []
        for rows, patterns in groups:
            for table in tables:
                columns = self._columns(patterns, table)
                ranked.append(
                    (sum(guess.confidence for guess in columns.values()), table, rows, patterns, columns)
                )
        for score, table, rows, _, columns in sorted(ranked, key=lambda entry: -entry[0]):
            names = [row_field(guess.field, row) for guess in columns.values() for row in range(1, rows + 1)]
            if (
                score < 1.0
                or table.id in self.taken
                or len(columns) < 2
                or not self.open.keys() >= set(names)
            ):
                continue
            self._take(table.id, *names)
            yield table.id, (rows, columns)

    def _columns(self, patterns: Sequence[str], table: Question) -> dict[str, Guess]:
        found: dict[str, Guess] = {}
        pairs = []
        for pattern in patterns:
            item = self.open[row_field(pattern, 1)]
            for column in table.columns:
                score, seen = self._column_score(item, column, table)
                pairs.append((score, pattern, column.id, seen))
        used: set[str] = set()
        for score, pattern, column_id, seen in sorted(pairs, key=lambda pair: -pair[0]):
            if score >= 0.5 and pattern not in used and column_id not in found:
                used.add(pattern)
                found[column_id] = Guess(pattern, column_id, round(score, 2), seen)
        return found

    def _column_score(self, item: Mapping[str, Any], column: Question, table: Question) -> tuple[float, str]:
        best, seen = 0.0, ""
        wanted = (
            column.label.id,
            f"{table.label.id} {column.label.id}",
            f"{table.id} {column.id}".replace(".", " ").replace("_", " "),
        )
        for text, worth in self._texts(item):
            plain = readings(_NUMBER.sub(" ", text))
            score = (
                max((likeness(reading, label) for reading in plain for label in wanted), default=0.0) * worth
            )
            if score > best:
                best, seen = score, text
        return best, seen


def _names_of(question: Question) -> tuple[tuple[str, float], ...]:
    """What a question is called, and how much each is worth."""
    return (
        (question.label.id, 1.0),
        (question.ask.id, 0.9),
        (question.id.replace(".", " ").replace("_", " "), 0.95),
    )


def _day_in(text: str) -> str:
    """The day of the week that a label names, also as "Må" or "mån."."""
    words = text.casefold().replace(".", " ").split()
    for day, name in zip(DAYS, _DAY_NAMES, strict=True):
        if name[:-1] in text.casefold() or words in ([name[:2]], [name[:3]]):
            return day
    return ""
