"""Options as people name them: in sentences, misspelled, all but some, some and not others.

`alla utom pediatrik och reumatologi`, `vi är ett aktiebolag`, `neurolgi + orto`. What must stay true: a wording
that merely resembles an option is taken for it only if it is one slip away and begins alike; two options are never
weighed against each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Final

from wizard.assistant.all_or_none import is_all, is_none
from wizard.assistant.options import bare, index_of, the_only_one
from wizard.assistant.spoken.windows import Words, windows
from wizard.i18n import msg
from wizard.values import Choice, MultiChoice, Option, Reading, Status, Value
from wizard.values.base import Context
from wizard.values.characters import tidy

__all__ = ["is_named", "read_choice", "read_choices"]

_ALL_BUT: Final = re.compile(
    r"(?:ja,? )?(?:vi (?:söker|vill ha|har|tar|väljer|erbjuder) (?:för )?)?(?:alla|allt|samtliga|allihop|allihopa|all|everything|all of them)(?: \w+)?,? ?"
    r"(?:utom|förutom|undantaget|undantagna|med undantag för|men inte|fast inte|dock inte|minus|except(?: for)?|apart from|other than|but not|but)[: ]+(?P<rest>.+)",
    re.IGNORECASE,
)
_NOT_THOSE: Final = re.compile(
    r"(?P<yes>.+?),? (?:men|fast|dock|och|but|and) (?:inte|ej|not)(?: \b(?:för|for)\b)? (?P<no>.+)",
    re.IGNORECASE,
)
_PARTS: Final = re.compile(
    r" ?[,;&+/\n] ?(?:och |and |samt )?| (?:och|and|samt|plus|respektive|liksom|o|å|as well as) ",
    re.IGNORECASE,
)
_NOT: Final = re.compile(
    r"(?<!\w)(inte|ej|icke|utom|förutom|undantag|not|except|varken|without|utan|eller|or|no)(?!\w)",
    re.IGNORECASE,
)
_JOINTS: Final = frozenset({"men", "och", "and", "but", "att", "samt"})
_AGREEING: Final = frozenset({"ja", "yes", "jo", "var"})
_NUMBER: Final = re.compile(r"(?:(?:nr|no|nummer|number|alternativ|option|val) )?([0-9]{1,3})(?:an)?")
_SHORTEST_BEGINNING: Final = 4
_SHORTEST_SLIP: Final = 5
_FIVE: Final = 5
_ANY_DAY: Final = date(2000, 1, 1)
"""No list depends on the day."""


@dataclass(frozen=True, slots=True)
class _Found:
    places: tuple[int, ...] = ()
    sure: bool = False


def read_choice(kind: Choice, text: str, ctx: Context, quiet: AbstractSet[str]) -> Reading:
    """The one option that `text` names, or what to ask."""
    own = _own_words(kind.options)
    loud, quiet = quiet & own, quiet - own
    whole = kind.read(text, ctx)
    if whole.status is Status.ACCEPTED and is_named(kind.options, text):
        return whole
    if whole.status is Status.DONT_KNOW:
        return whole
    negated = _NOT.search(tidy(text)) is not None
    plain = _begun_with(kind.options, text)
    if plain is not None:
        return Reading.accepted(kind.options[plain].id, text)
    found = _find(kind.options, text, quiet, loud)
    if not (found.sure and len(found.places) == 1) and not negated:
        alone = the_only_one(kind.options, text, quiet | loud)
        if alone is not None:
            return Reading.accepted(kind.options[alone].id, text)
    if found.places and found.sure and not negated and len(found.places) == 1:
        return Reading.accepted(kind.options[found.places[0]].id, text)
    if found.places:
        return _which(kind.options, [kind.options[place].id for place in found.places], found.places)
    mentioned = _mentioned(kind.options, text, quiet)
    if mentioned:
        return _which(kind.options, [kind.options[place].id for place in mentioned], mentioned)
    if whole.status is Status.AMBIGUOUS and whole.reason is not None:
        return whole
    return Reading.rejected(
        whole.reason or msg("This is none of the options. Write one of them, or its number in the list.")
    )


def _begun_with(options: Sequence[Option], text: str) -> int | None:
    """The only option whose wording begins with the yes or the no that the whole text is: `nej, ingen`."""
    key = " ".join(
        word
        for word in bare(text).split()
        if word not in ("ingen", "inget", "inga", "nobody", "none", "tack", "det", "inte", "vi", "gor", "har")
    )
    if key not in ("ja", "nej", "yes", "no"):
        return None
    begun = [
        p
        for p, option in enumerate(options)
        if any(bare(name).split()[:1] == [key] for name in option.names[1:])
    ]
    return begun[0] if len(begun) == 1 else None


def read_choices(kind: MultiChoice, text: str, ctx: Context, quiet: AbstractSet[str]) -> Reading:
    """The options that `text` names, with exceptions; one part in doubt is asked about."""
    own = _own_words(kind.options)
    loud, quiet = quiet & own, quiet - own
    whole = kind.read(text, ctx)
    tidied = " ".join(tidy(text).split())
    if whole.status is Status.DONT_KNOW or (
        whole.status is Status.ACCEPTED and _all_named(kind.options, tidied)
    ):
        return whole
    but = _ALL_BUT.fullmatch(tidied)
    if but is not None:
        return _without(kind, range(len(kind.options)), but["rest"], quiet, text)
    some = _NOT_THOSE.fullmatch(tidied)
    if some is not None:
        named = _each(kind.options, some["yes"], quiet)
        if named is not None:
            return _without(kind, named, some["no"], quiet, text)
    if is_all(tidied, quiet | loud, len(kind.options)):
        return Reading.accepted(_ids(kind, range(len(kind.options))), text)
    if is_none(tidied, quiet | loud):
        return Reading.accepted([], text)
    if _NOT.search(tidied):
        return _doubt(kind, tidied, quiet, whole)
    named = _each(kind.options, tidied, quiet)
    if named is not None:
        return Reading.accepted(_ids(kind, named), text)
    if whole.status is Status.ACCEPTED and not _named_weakly(kind.options, tidied):
        return whole
    return _doubt(kind, tidied, quiet, whole)


def _without(
    kind: MultiChoice, places: Iterable[int], rest: str, quiet: AbstractSet[str], text: str
) -> Reading:
    """All of `places` but those that `rest` names."""
    excepted = None if _NOT.search(rest) else _each(kind.options, rest, quiet)
    if excepted is None:
        return _doubt(kind, rest, quiet, None)
    return Reading.accepted(_ids(kind, set(places) - set(excepted)), text)


def _doubt(kind: MultiChoice, text: str, quiet: AbstractSet[str], whole: Reading | None) -> Reading:
    mentioned = _mentioned(kind.options, text, quiet)
    if mentioned:
        reason = msg("Not every word was understood. Write the options you mean, with commas between.")
        return Reading.ambiguous(reason, _ids(kind, mentioned))
    if whole is not None and whole.status is not Status.ACCEPTED:
        return whole
    return Reading.rejected(msg("This is none of the options. Write one of them, or its number in the list."))


def _each(options: Sequence[Option], text: str, quiet: AbstractSet[str]) -> list[int] | None:
    """The options that the parts of a list name, each surely; None where a part does not."""
    found = _find(options, text, quiet)
    if found.sure and len(found.places) == 1:
        return list(found.places)
    places: list[int] = []
    parts = [part for part in _PARTS.split(f"{text} ") if part.strip(" .!")]
    kind = MultiChoice(tuple(options))
    if len(parts) < 2 or len(parts) > 60:
        return None
    for part in _joined(parts, options):
        one = _find(options, part, quiet)
        if not one.sure or len(one.places) != 1:
            numbers = kind.read(part, Context(_ANY_DAY)) if part.strip().replace("-", "").isdigit() else None
            if numbers is None or not isinstance(numbers.value, list):
                return None
            places += [place for place, option in enumerate(options) if option.id in numbers.value]
            continue
        places += one.places
    return places


def _joined(parts: Sequence[str], options: Sequence[Option]) -> Iterable[str]:
    """Parts of which two that stand side by side are the wording of one option are one part."""
    place = 0
    while place < len(parts):
        both = " och ".join(parts[place : place + 2]) if place + 1 < len(parts) else ""
        if both and is_named(options, both):
            yield both
            place += 2
        else:
            yield parts[place]
            place += 1


def _find(
    options: Sequence[Option], text: str, quiet: AbstractSet[str], loud: AbstractSet[str] = frozenset()
) -> _Found:
    """The option that `text` names once quiet words are cut off, or those it may name."""
    words = Words.of(text)
    tried = [words.text.strip(" .!,"), *windows(words, quiet, _AGREEING)]
    for window in tried:
        places = _named(options, window)
        if len(places) == 1:
            return _Found(places, sure=True)
        if places:
            return _Found(places)
    bold = _named_boldly(options, words, quiet | loud)
    if bold is not None:
        return bold
    for window in tried:
        near = _near(options, window)
        if near.places:
            return near
    return _Found()


def _named_boldly(options: Sequence[Option], words: Words, quiet: AbstractSet[str]) -> _Found | None:
    """An option named exactly once words of the question are cut off too, none of which names another option."""
    for window in windows(words, quiet, _AGREEING):
        places = _named(options, window)
        if len(places) != 1 or window.isdigit():
            continue
        rest = words.text.replace(window, " ", 1).split()
        own = _own_words([options[places[0]]])
        others = {
            p for word in rest if bare(word) not in own for p in _named(options, word) if not word.isdigit()
        }
        return _Found(places, sure=others <= set(places))
    return None


def _named(options: Sequence[Option], text: str) -> tuple[int, ...]:
    """The options called `text`, by id, label or synonym; also by a number of the list."""
    key = bare(text)
    if not key:
        return ()
    index = index_of(options)
    found = index.names.get(key) or index.synonyms.get(key)
    if found:
        return found
    number = _NUMBER.fullmatch(key)
    if number is not None and "%" not in text and 1 <= int(number[1]) <= len(options):
        return (int(number[1]) - 1,)
    return ()


def _near(options: Sequence[Option], text: str) -> _Found:
    """An option whose wording begins so, or is one slip away and begins with the same letter."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415  only where nothing is named

    key, index = bare(text), index_of(options)
    if len(key) < _SHORTEST_BEGINNING or len(key) > 120 or key.isdigit():
        return _Found()
    begun = tuple(p for p, wordings in enumerate(index.wordings) if any(w.startswith(key) for w in wordings))
    if begun:
        return _Found(begun, sure=len(begun) == 1)
    within = tuple(
        p for p, wordings in enumerate(index.wordings) if any(f" {key} " in f" {w} " for w in wordings)
    )
    if within and " " in key:
        return _Found(within, sure=len(within) == 1)
    said = set(key.split()) - _JOINTS
    holding = tuple(p for p, words in enumerate(index.words) if said <= words)
    if holding and (len(said) > 1 or len(key) >= _SHORTEST_BEGINNING):
        return _Found(holding, sure=len(holding) == 1)
    if len(key) < _SHORTEST_SLIP:
        return _Found()
    most = 1 if len(key) < 9 else 2 if len(key) < 18 else 3
    scored: list[tuple[int, int, bool]] = []
    for place, wordings in enumerate(index.wordings):
        distances = [(OSA.distance(key, w, score_cutoff=most), w[:1] == key[:1]) for w in wordings]
        distance, alike = min(distances, key=lambda d: (d[0], not d[1]))
        if distance <= most:
            scored.append((distance, place, alike))
    scored.sort()
    if not scored:
        inflected = _stems(options, key)
        return _Found(inflected, sure=len(inflected) == 1)
    alone = len(scored) == 1 or scored[1][0] > scored[0][0] + 1
    return _Found(
        tuple(place for _, place, _ in scored[:3]) if not alone else (scored[0][1],),
        sure=alone and scored[0][2],
    )


def _stems(options: Sequence[Option], key: str) -> tuple[int, ...]:
    """The options of which some one-word wording has the same stem: `fysioterapeuter`, `aktiebolaget`."""
    from snowballstemmer import stemmer  # noqa: PLC0415  as above

    if " " in key or len(key) < _SHORTEST_SLIP:
        return ()
    stem = stemmer("swedish").stemWord
    wanted = stem(key)
    return tuple(
        p
        for p, wordings in enumerate(index_of(options).wordings)
        if any(" " not in w and len(w) >= _FIVE and stem(w) == wanted for w in wordings)
    )


def _mentioned(options: Sequence[Option], text: str, quiet: AbstractSet[str]) -> tuple[int, ...]:
    """The options that some words of `text` name or nearly name; good for a question only."""
    found: list[int] = []
    for part in [*_PARTS.split(text), *text.split()]:
        one = _find(options, part, quiet) if len(part) <= 80 else _Found()
        found += [place for place in one.places if place not in found]
        if len(found) > 12:
            break
    return tuple(found[:12])


def is_named(options: Sequence[Option], text: str) -> bool:
    """Whether a text is the id, a wording, a synonym or the number of one option."""
    return len(_named(options, text)) == 1


def _all_named(options: Sequence[Option], text: str) -> bool:
    """Whether a list says each option in full, or by its number, or is one of the words for all and none."""
    parts = [part for part in _PARTS.split(text) if part.strip()]
    return is_named(options, text) or all(
        is_named(options, part) or re.fullmatch(r"[\d\s.-]+", part) for part in _joined(parts, options)
    )


def _named_weakly(options: Sequence[Option], text: str) -> bool:
    """Whether some part is a mere beginning of a few letters."""
    return any(
        len(bare(part)) < _SHORTEST_BEGINNING and not is_named(options, part) and not bare(part).isdigit()
        for part in _PARTS.split(text)
        if part.strip()
    )


def _own_words(options: Sequence[Option]) -> frozenset[str]:
    """The words that name options: none of them is ever quiet."""
    return frozenset(
        word for option in options for w in (*option.names, *option.synonyms) for word in bare(w).split()
    )


def _ids(kind: MultiChoice, places: Iterable[int]) -> list[Value]:
    return [kind.options[place].id for place in sorted(set(places))]


def _which(options: Sequence[Option], ids: Sequence[Value], places: Sequence[int]) -> Reading:
    labels = tuple(options[place].label for place in places)
    reason = msg("Which one do you mean: {options}? Write one of them, or its number.", options=labels)
    return Reading.ambiguous(reason, *ids)
