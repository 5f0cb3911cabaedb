"""Which question a person means by a few words: `postnumret`, `mottagningens telefon`, `startdatum`, an id.

Words are compared by their stems and by how they begin, with the label, the wording and the task of each question.
What must stay true: where two questions fit equally well, both are returned and the person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from wizard.assistant.words import naming_type
from wizard.flow.model import Flow, Question
from wizard.i18n import Translator
from wizard.values.characters import fold, tidy

__all__ = ["named_questions", "stems"]

_WORD: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_SMALL: Final = frozenset(
    [
        "den",
        "det",
        "de",
        "en",
        "ett",
        "min",
        "mitt",
        "vart",
        "var",
        "vara",
        "er",
        "ert",
        "era",
        "i",
        "pa",
        "for",
        "till",
        "av",
        "om",
        "och",
        "som",
        "ni",
        "vi",
        "jag",
        "har",
        "ska",
        "skall",
        "är",
        "ar",
        "the",
        "a",
        "an",
        "our",
        "my",
        "of",
        "to",
        "for",
        "in",
        "on",
        "and",
        "your",
        "you",
        "we",
        "svaret",
        "svar",
        "fragan",
        "uppgiften",
        "answer",
        "question",
    ]
)
_LONG: Final = 5
_FULL: Final = 3.0
_COMPOUND: Final = 2.4
"""A word that only begins like one of the label, or the other way round."""
_CLOSE: Final = 0.75
"""How much worse another question may fit and still be meant: `telefonnumret` where there are three."""


def stems(text: str) -> tuple[str, ...]:
    """The stems of the words of a text that carry weight."""
    words = [fold(word) for word in _WORD.findall(tidy(text))]
    return tuple(_stem(word) for word in words if word not in _SMALL)


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    from snowballstemmer import stemmer  # noqa: PLC0415  only where questions are named

    stem: str = stemmer("swedish").stemWord(word)
    return stem.removesuffix("numret") + "numm" if stem.endswith("numret") else stem  # one word with nummer


def named_questions(said: str, among: Sequence[Question], flow: Flow, tr: Translator) -> list[Question]:
    """The questions that `said` fits best; several where it fits them about equally, none where it fits none."""
    by_id = [q for q in among if q.id == said.strip()]
    if by_id:
        return by_id
    key = " ".join(fold(tidy(said)).split())
    exact = [q for q in among if key in (fold(tr(q.label)), fold(q.label.id))]
    if len(exact) == 1:
        return exact
    wanted = stems(said)
    if not wanted or len(wanted) > 8:
        return exact
    scored = [(round(_score(wanted, q, flow, tr), 3), q) for q in among]
    best = max((score for score, _ in scored), default=0.0)
    if best <= 0:
        return exact
    return [q for score, q in scored if score > max(0.0, best - _CLOSE)]


def _score(wanted: Sequence[str], question: Question, flow: Flow, tr: Translator) -> float:
    """How well the words fit a question; 0 where some word fits nowhere."""
    label = stems(f"{question.label.id} {tr(question.label)}")
    own = stems(question.label.id)
    asked = stems(f"{question.ask.id} {tr(question.ask)}")
    task = next((t for t in flow.tasks if t.id == question.task), None)
    around = stems(f"{task.title.id} {tr(task.title)}") if task is not None else ()
    kind = tuple(map(_stem, naming_type(question.type_name)))
    total = 0.0
    for word in wanted:
        if _near(word, label):
            total += _FULL if _is_in(word, label) else _COMPOUND
        elif _near(word, kind):
            total += 2.0
        elif _near(word, asked):
            total += 1.5
        elif _near(word, around):
            total += 1.0
        else:
            return 0.0
    said_of_label = sum(_near(stem, wanted) for stem in own) / max(1, len(own))
    return total / len(wanted) + said_of_label


def _is_in(word: str, stems_: Iterable[str]) -> bool:
    return any(word == s or word in (s + "et", s + "en", s + "n", s + "t") for s in stems_)


def _near(word: str, stems_: Iterable[str]) -> bool:
    return any(
        word == stem
        or word in (stem + "et", stem + "en", stem + "n", stem + "t")
        or (len(word) >= _LONG and stem.startswith(word))
        or (len(stem) >= _LONG and word.startswith(stem))
        or (len(word) >= _LONG and len(stem) > len(word) and stem.endswith(word))
        or (len(word) > _LONG and len(stem) > _LONG and _one_slip(word, stem))
        for stem in stems_
    )


def _one_slip(word: str, stem: str) -> bool:
    from rapidfuzz.distance import OSA  # noqa: PLC0415  only where questions are named

    return word[0] == stem[0] and OSA.distance(word, stem, score_cutoff=1) <= 1
