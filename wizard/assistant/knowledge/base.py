"""What lov knows, ready to be searched. Each index is made when it is first needed.

Asking the articles takes none of the errands; only what is looked for behind the articles builds flows.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Final

from wizard.assistant.knowledge import entries
from wizard.assistant.knowledge.areas import Areas
from wizard.assistant.knowledge.entries import Known
from wizard.assistant.knowledge.hits import Entry
from wizard.assistant.knowledge.search import Index
from wizard.assistant.knowledge.stems import Language
from wizard.assistant.knowledge.words import Words
from wizard.i18n import Translator

if TYPE_CHECKING:
    from wizard.flow.content import Content

__all__ = ["Library", "Shelf"]

_OTHER: Final = "en"
"""The language besides Swedish in which people ask."""


class Shelf:
    """Some of what is known, with an index to it for each language that is asked in."""

    def __init__(self, known: Iterable[Known], words: Words, areas: Areas, tr: Translator) -> None:
        self.known = {k.id: k for k in known}
        self._words = words
        self._names = areas.words
        self._entries = [entries.entry_of(k, tr) for k in self.known.values()]
        self._indexes: dict[Language, Index] = {}

    def index(self, language: Language) -> Index:
        """The index for questions in that language."""
        if language not in self._indexes:
            self._indexes[language] = Index(self._entries, self._words, language, self._names)
        return self._indexes[language]


class Library:
    """All that is known."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self._behind: dict[str | None, Shelf] = {}

    @cached_property
    def words(self) -> Words:
        """What is known of words."""
        file = self.content.words_file
        return Words.of(file.model if file is not None else None)

    @cached_property
    def areas(self) -> Areas:
        """The areas by the ways they are called."""
        return Areas(self.content, self._other)

    @cached_property
    def articles(self) -> Shelf:
        """What was written to answer questions."""
        return self._shelf(entries.articles(self.content))

    @cached_property
    def elsewhere(self) -> Index:
        """Ways to ask for what lies near and is not known."""
        file = self.content.words_file
        wordings = file.model.elsewhere if file is not None else ()
        found = [Entry(str(i), (wording,)) for i, wording in enumerate(wordings)]
        return Index(found, self.words, "sv", self.areas.words)

    def behind(self, area: str | None) -> Shelf:
        """What lov holds besides: facts, requirements, explanations; those of `area` if one is meant."""
        if area not in self._behind:
            flows = entries.flows_for(self.content, area)
            self._behind[area] = self._shelf(entries.behind(self.content, flows))
        return self._behind[area]

    def _shelf(self, known: Iterable[Known]) -> Shelf:
        return Shelf(known, self.words, self.areas, self._other)

    @cached_property
    def _other(self) -> Translator:
        return Translator.of(_OTHER)
