"""All and none of a list, as people say them: `alla tre`, `hela paketet`, `every single one`; `ingetdera`, `no extras`.

What must stay true: a word that is neither of the question nor one of these means that it is neither; a number must be
that of the list.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import Final

from wizard.values.characters import fold

__all__ = ["is_all", "is_none"]

_STEM: Final = 5
_NONE: Final = re.compile(
    r"(?:nej|nä|nix|nope|no)?,? ?(?:vi (?:söker|vill ha|har|tar) )?(?:inga|ingen|inget|ingetdera|ingendera|none|neither|no)(?P<rest>(?: \w+){0,5})[.!]?",
    re.IGNORECASE,
)


_EVERY: Final = re.compile(
    r"(?:ja,? |vi (?:söker|vill ha|har|tar|erbjuder) (?:för )?)*(?:alla|allihop|allihopa|samtliga|allt|hela (?:paketet|rubbet|uppdraget|listan)|all|all of them|every one|every single one|every one of them|everything|the (?:lot|whole lot))(?P<rest>(?: \w+){0,4})[.!]?",
    re.IGNORECASE,
)


_OF_THEM: Final = frozenset(
    fold("of them on the list på listan rakt av dem delar delarna these those i").split()
)
_OF_NONE: Final = frozenset(
    fold("alls av dem extra extras of these them tillägg tillval har this thanks tack").split()
)
_ENGLISH: Final = {
    word: number
    for number, word in enumerate(
        fold("two three four five six seven eight nine ten eleven twelve thirteen").split(), start=2
    )
}


def is_all(text: str, quiet: AbstractSet[str], count: int) -> bool:
    """`allihop`, `alla kommuner`, `alla tre`: all, with words of the question and their number alone."""
    match = _EVERY.fullmatch(text)
    quiet = quiet | _OF_THEM
    if match is not None and any(_counts(w) not in (None, count) for w in match["rest"].split()):
        return False
    stems = {word[:_STEM] for word in quiet if len(word) >= _STEM}
    return match is not None and all(
        fold(w)[:_STEM] in stems or fold(w) in quiet or _counts(w) == count for w in match["rest"].split()
    )


def _counts(word: str) -> int | None:
    """The number that a word says, for lists of options."""
    from wizard.values.cursor import Cursor  # noqa: PLC0415  only where all are meant
    from wizard.values.number_words import spelled_number  # noqa: PLC0415  as above

    if word.isdigit():
        return int(word[:3])
    cursor = Cursor(word)
    number = spelled_number(cursor)
    return int(number) if number is not None and cursor.done else _ENGLISH.get(fold(word))


def is_none(text: str, quiet: AbstractSet[str]) -> bool:
    """`nej, inga`, `inga tilläggstjänster`: none, with words of the question alone."""
    match = _NONE.fullmatch(text)
    return match is not None and all(fold(word) in quiet | _OF_NONE for word in match["rest"].split())
