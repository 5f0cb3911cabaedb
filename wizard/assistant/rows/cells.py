"""What a stretch of words says as a cell of a table: an option, a share, a number, a label that is a yes or a no.

What must stay true: a stretch is a cell only of the one column that takes it whole, and no stretch swallows a word
that is a cell of another column by itself.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from wizard.assistant.choosing import is_named, read_choice, read_choices
from wizard.assistant.options import mentioned
from wizard.assistant.rows.words import AND, SMALL
from wizard.assistant.said import said
from wizard.assistant.understanding import understand_answer
from wizard.flow.model import Question
from wizard.values import Choice, MultiChoice, Status, Value
from wizard.values.base import Context
from wizard.values.characters import fold, tidy

__all__ = ["columns_of", "labelled_column"]

_EVERYBODY: Final = frozenset({"bada", "bagge", "alla", "samtliga", "both", "all", "vardera", "each"})
_SHORTEST_HEAD: Final = 5
_FIRST_YEAR: Final = 1900
_MOST_OF_FULL_TIME: Final = 1.5
_NOT: Final = re.compile(
    r"(?<!\w)(?:inte|ej|icke|ingen|inget|utan|saknar|not|no|without|unlicensed)(?!\w)", re.IGNORECASE
)
_BESIDE: Final = frozenset(
    [
        "an",
        "annu",
        "yet",
        "ar",
        "finns",
        "har",
        "undertecknad",
        "undertecknat",
        "paskriven",
        "paskrivet",
        "underskriven",
        "underskrivet",
        "signerad",
        "in",
        "place",
        "pa",
        "plats",
        "svensk",
        "signed",
        "is",
        "nagon",
        "nagot",
        "any",
    ]
)
_DAY: Final = re.compile(
    r"\d|\w+(?:ari|mars|april|maj|juni|juli|augusti|ember|ober)\b|nästa|januar|march|may|june|july|august|next",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")


def columns_of(table: Question, stretch: str, before: str, ctx: Context) -> list[tuple[Question, Value]]:
    """The columns that take `stretch`, each with its value; `before` is the word in front of it."""
    found = [
        (column, value)
        for column in table.columns
        if (value := _value(column, stretch, before, ctx)) is not None
    ]
    named = [
        (c, v)
        for c, v in found
        if isinstance(c.type, Choice | MultiChoice) and is_named(c.type.options, stretch)
    ]
    others_resemble = all(not _is_compound(c, stretch) for c, _ in found)
    if len(found) > 1 and len(named) == 1 and others_resemble:
        return named
    heads = [(c, v) for c, v in found if _is_compound(c, stretch)]
    if len(found) > 1 and len(heads) == 1 and " " not in stretch:
        return heads
    if len(found) == 1 and " " in stretch and _holds_another(table, found[0][0], stretch):
        return []
    return found


def labelled_column(table: Question, words: str) -> Question | None:
    """The column that a word before a colon names: `Namn:`, `Omfattning:`."""
    key = fold(tidy(words)).strip(" :.")
    for column in table.columns:
        names = [fold(name) for name in (column.label.id, *said().called.get(column.type_name, ()))]
        if key in names or (
            len(key) > _SHORTEST_HEAD and any(name.startswith(key[:_SHORTEST_HEAD]) for name in names)
        ):
            return column
    return None


def _holds_another(table: Question, column: Question, stretch: str) -> bool:
    """Whether a word of the stretch is an option of another column: `anställd på heltid`."""
    words = _WORD.findall(stretch)
    return not isinstance(column.type, MultiChoice) and any(
        is_named(other.type.options, word)
        for other in table.columns
        if other.id != column.id and isinstance(other.type, Choice)
        for word in words
        if not word.isdigit()
    )


def _value(column: Question, stretch: str, before: str, ctx: Context) -> Value | None:
    kind = column.type
    key = fold(stretch).rstrip(".")
    if isinstance(kind, Choice):
        return _option(kind, stretch, key, ctx)
    if isinstance(kind, MultiChoice):
        reading = read_choices(kind, re.sub(r"(?i)^(?:både|both) ", "", stretch), ctx, frozenset())
        is_some = (
            isinstance(reading.value, list) and reading.value and not key.isdigit() and key not in _EVERYBODY
        )
        return reading.value if reading.status is Status.ACCEPTED and is_some else None
    match column.type_name:
        case "yesno":
            return _stated(column, stretch)
        case "text" | "longtext" | "address" | "url" | "table":
            return None
        case "integer" | "decimal" | "amount" | "measure":
            return _number(column, stretch, before, ctx)
        case "fte":
            return None if key.isdigit() else _share(column, stretch, ctx)
        case "date" if not _DAY.search(stretch):
            return None  # `en dag i veckan`
        case _:
            reading = understand_answer(column, _without_label(column, stretch), ctx)
            return reading.value if reading.status is Status.ACCEPTED and reading.value != "" else None


def _option(kind: Choice, stretch: str, key: str, ctx: Context) -> Value | None:
    ends = {fold(word) for word in (stretch.split(maxsplit=1)[0], stretch.rsplit(maxsplit=1)[-1])}
    if " " in stretch and ends & (SMALL | AND) and not is_named(kind.options, stretch):
        return None
    if not any(c.isalpha() for c in stretch):
        return None  # `20 %` is no number of an option
    reading = read_choice(kind, stretch, ctx, frozenset())
    if reading.status is Status.ACCEPTED and not key.isdigit():
        return reading.value
    named = mentioned(kind.options, stretch) if " " not in stretch else {}
    return next(iter(named)) if len(named) == 1 else _headed(kind, key)


def _share(column: Question, stretch: str, ctx: Context) -> Value | None:
    """What one person works: at most a little more than full time, so that no year and no count is taken for it."""
    reading = understand_answer(column, _without_label(column, stretch), ctx)
    value = reading.value if reading.status is Status.ACCEPTED else None
    return value if isinstance(value, int | float) and value <= _MOST_OF_FULL_TIME else None


def _without_label(column: Question, stretch: str) -> str:
    """A stretch without the words of its column's label in front: `senast 1 mars`, where the column asks for that."""
    labels = set(map(fold, column.label.id.split()))
    words = stretch.split()
    while len(words) > 1 and fold(words[0]).strip(":") in labels:
        words = words[1:]
    return " ".join(words)


def _is_compound(column: Question, stretch: str) -> bool:
    return isinstance(column.type, Choice) and _headed(column.type, fold(stretch).rstrip(".")) is not None


def _headed(kind: Choice, key: str) -> Value | None:
    """`distriktsläkare`, `ST-läkare`, `sjuksköterskor`: a compound whose last part is an option, in any number."""
    if " " in key:
        return None
    names = {fold(name): option.id for option in kind.options for name in (option.label.id, *option.synonyms)}
    if key in names:
        return None
    fitting = {
        (len(name), names[name])
        for name in names
        if len(name) >= _SHORTEST_HEAD
        for form in _forms(name)
        if key.endswith(form) and key != name
    }
    longest = max((length for length, _ in fitting), default=0)
    best = {option for length, option in fitting if length == longest}
    return next(iter(best)) if len(best) == 1 else None


def _forms(name: str) -> tuple[str, ...]:
    """A noun in the forms in which people are counted: `lakare`, `lakaren`, `skoterskor`."""
    plural = name[:-1] + "or" if name.endswith("a") else name + "er"
    return (name, name + "n", name + "en", plural, plural + "na", name + "na")


def _stated(column: Question, stretch: str) -> Value | None:
    """`legitimerade`, `leg`, `inte legitimerad`: the label of a yes-or-no column, inflected, cut short or denied."""
    label = [fold(word) for word in _WORD.findall(column.label.id)]
    words = [fold(word) for word in _WORD.findall(_NOT.sub(" ", stretch))]
    words = [word for word in words if word not in _BESIDE or word in label]
    if not label or not words:
        return None
    if not any(len(word) > 2 and _is_form(word, label[0]) for word in words):
        return None
    if not all(any(len(word) > 2 and _is_form(word, own) for own in label) for word in words):
        return None
    return "no" if _NOT.search(stretch) else "yes"


def _is_form(word: str, label: str) -> bool:
    return (
        label.startswith(word)
        or (len(word) >= _SHORTEST_HEAD and word.startswith(label[:-1]))
        or word in _alike_of(label)
    )


@cache
def _alike_of(label: str) -> frozenset[str]:
    """Words that mean much the same as the one of a label: `registered` for `legitimerad`."""
    groups = [[fold(word) for word in group] for group in said().alike]
    return frozenset(word for group in groups if label in group for word in group)


def _number(column: Question, stretch: str, before: str, ctx: Context) -> Value | None:
    """A number where a word of the column's label stands just before it: `sedan 2015`."""
    first, _, rest = stretch.partition(" ")
    labels = [fold(word) for word in column.label.id.split()]
    if rest and fold(first) in (*labels, "since", "sen"):
        stretch = rest
    elif before not in (*labels, "since") and not _is_year(column, stretch):
        return None
    reading = understand_answer(column, stretch, ctx)
    return reading.value if reading.status is Status.ACCEPTED and stretch.strip().isdigit() else None


def _is_year(column: Question, stretch: str) -> bool:
    """Whether a column takes years alone, and the stretch is one."""
    least = getattr(column.type, "min", None)
    return isinstance(least, int) and least >= _FIRST_YEAR and stretch.isdigit() and len(stretch) == 4
