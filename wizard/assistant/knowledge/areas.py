"""Which area a question speaks of: its name or a synonym, in any form, within the question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.assistant.knowledge.stems import folded, stem, tokens
from wizard.i18n import Translator

if TYPE_CHECKING:
    from wizard.flow.content import Content
    from wizard.flow.model import Area

__all__ = ["Areas", "Mention"]


@dataclass(frozen=True, slots=True)
class Mention:
    """An area that is named, and the words that name it."""

    area: Area
    words: tuple[str, ...]
    is_name: bool
    """Whether the words name the area alone, and not also a profession or the like."""


class Areas:
    """The areas by the stems of their names."""

    def __init__(self, content: Content, tr: Translator) -> None:
        other = {o.strip().casefold() for o in _option_names(content)}
        named = [(area, name) for area in content.areas.values() for name in _names(area, tr)]
        begin = Counter(name.split()[0].casefold() for area, name in named if name not in area.synonyms)
        self._names: dict[tuple[str, ...], tuple[Area, bool]] = {}
        for area, name in named:
            first, _, rest = name.partition(" ")
            is_common = begin[first.casefold()] > 1 and name not in area.synonyms  # all say "specialised"
            shorter = (rest,) if rest and is_common else ()
            for form in (name, *shorter):
                if stems := tuple(_key(word) for word in tokens(form)):
                    self._names.setdefault(stems, (area, form.casefold() not in other))
        self._longest = max(map(len, self._names), default=0)

    @property
    def words(self) -> frozenset[str]:
        """The words of all names."""
        return frozenset(word for stems in self._names for word in stems)

    def mentioned(self, text: str) -> tuple[Mention, ...]:
        """The areas that `text` names, each once; a longer name goes before a shorter one in it."""
        words = tokens(text)
        stems = [_key(word) for word in words]
        found: dict[str, Mention] = {}
        for mention in self._walk(words, stems):
            found.setdefault(mention.area.id, mention)
        return tuple(found.values())

    def _walk(self, words: Sequence[str], stems: Sequence[str]) -> Iterator[Mention]:
        at = 0
        while at < len(words):
            for length in range(min(self._longest, len(words) - at), 0, -1):
                known = self._names.get(tuple(stems[at : at + length]))
                if known is not None:
                    yield Mention(known[0], tuple(words[at : at + length]), known[1])
                    at += length - 1
                    break
            at += 1


def _names(area: Area, tr: Translator) -> Iterator[str]:
    """What an area is called, in both languages; what stands in brackets is a name of its own."""
    for name in (area.name.id, tr(area.name), *area.synonyms):
        yield from (part for part in name.rstrip(")").split(" (") if part)


def _key(word: str) -> str:
    return folded(stem(word, "sv"))


def _option_names(content: Content) -> Iterator[str]:
    """The words by which options of the shared lists are called."""
    lists = content.lists.model.lists.values() if content.lists is not None else ()
    for options in lists:
        for option in options.options:
            yield option.label
            yield from option.synonyms
