"""Sentences as values: what is said is decided deep inside, in which language only at the door.

The machine never holds a sentence in a language of the user's. It returns a `Message`, which names a sentence
and carries the values that belong in it; a door's `Translator` turns it into words. Two domains exist:

- `interface`: the machine's own sentences, named by their English wording, `msg("Saved at {time}.", time=t)`;
- `flows`: sentences of the content, named by the Swedish wording that stands in `flows/`.

A message may hold messages, dates and numbers as values; they are put into words by the same translator, so
one sentence never mixes two languages. A sentence that a language has no wording for is said in Swedish, the
language of the region; one that Swedish lacks too, as it was named. What must stay true: rendering never raises,
whatever the values are.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wizard import resources

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

__all__ = [
    "DEFAULT_LANGUAGE",
    "SOURCE_LANGUAGE",
    "Message",
    "Translator",
    "available_languages",
    "compiled_catalogue",
    "content",
    "is_partial",
    "msg",
    "nmsg",
    "open_catalogue",
]

DEFAULT_LANGUAGE: Final = "sv"
SOURCE_LANGUAGE: Final = {"interface": "en", "flows": "sv"}
"""The language that the sentences of each domain are named in: it needs no catalogue."""

_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence, not yet in any language.

    `params` are the values for its `{placeholders}`; `plural` and `count` are set where a number decides
    between two wordings.
    """

    id: str
    params: tuple[tuple[str, object], ...] = ()
    plural: str | None = None
    count: int | None = None
    domain: str = "interface"

    def with_params(self, **params: object) -> Message:
        """Return the same sentence with `params` added or replaced."""
        merged = dict(self.params) | params
        return Message(self.id, tuple(merged.items()), self.plural, self.count, self.domain)

    def __str__(self) -> str:
        """The wording in the language of its source, for logs and tests; doors use a `Translator`."""
        return Translator.in_source_language()(self)


def msg(text: str, /, **params: object) -> Message:
    """Name an interface sentence by its English wording."""
    return Message(text, tuple(params.items()))


def nmsg(singular: str, plural: str, count: int, /, **params: object) -> Message:
    """Name an interface sentence with two wordings; `{count}` is filled in by itself."""
    return Message(singular, (("count", count), *params.items()), plural, count)


def content(text: str, /, **params: object) -> Message:
    """Name a sentence of the content by its Swedish wording."""
    return Message(text, tuple(params.items()), domain="flows")


class Translator:
    """Puts messages, dates and numbers into the words of one language."""

    def __init__(
        self, language: str, interface: gettext.NullTranslations, flows: gettext.NullTranslations
    ) -> None:
        self.language = language
        self._domains = {"interface": interface, "flows": flows}

    @classmethod
    def of(cls, language: str) -> Translator:
        """The translator for `language` (such as `sv`), from the catalogues of the content in use."""
        return cls(
            language,
            open_catalogue(resources.content_root(), language, "interface"),
            open_catalogue(resources.content_root(), language, "flows"),
        )

    @classmethod
    @cache
    def in_source_language(cls) -> Translator:
        """A translator without catalogues: every sentence comes out as it was named."""
        nothing = gettext.NullTranslations()
        return cls("en", nothing, nothing)

    def __call__(self, message: Message) -> str:
        """The sentence in this language, its values filled in."""
        catalogue = self._domains[message.domain]
        if message.plural is not None and message.count is not None:
            text = catalogue.ngettext(message.id, message.plural, message.count)
        else:
            text = catalogue.gettext(message.id) if message.id else ""
        if not message.params:
            return text
        values = dict(message.params)
        return _PLACEHOLDER.sub(lambda m: self.value(values[m[1]]) if m[1] in values else m[0], text)

    def value(self, value: object) -> str:
        """One value in words: messages translated, dates and numbers as this language writes them."""
        match value:
            case Message():
                return self(value)
            case datetime():
                return value.strftime("%Y-%m-%d %H:%M")
            case date():
                return value.isoformat()
            case float() | Decimal():
                return self.number(value)
            case tuple() | list():
                return self.listing(self.value(v) for v in value)
            case _:
                return str(value)

    def number(self, value: float | Decimal) -> str:
        """A number as this language writes it: `0,84` in Swedish, `0.84` in English."""
        from babel.numbers import format_decimal  # noqa: PLC0415  costs 20 ms, seldom needed

        return format_decimal(value, format="#,##0.######", locale=self.language)

    def listing(self, words: Iterable[str]) -> str:
        """`a, b och c`."""
        from babel.lists import format_list  # noqa: PLC0415  as above

        return format_list(list(words), locale=self.language)

    def long_date(self, day: date) -> str:
        """A date with its weekday, so that a wrong one is seen: `måndag 1 mars 2027`."""
        from babel.dates import format_date  # noqa: PLC0415  as above

        return format_date(day, "EEEE d MMMM y", locale=self.language)


def available_languages() -> tuple[str, ...]:
    """The languages that have a folder of catalogues, the default first."""
    folder = resources.content_root() / "locales"
    found = (
        sorted(p.name for p in folder.iterdir() if (p / "LC_MESSAGES").is_dir()) if folder.is_dir() else []
    )
    return (DEFAULT_LANGUAGE, *(name for name in found if name != DEFAULT_LANGUAGE))


def other_wordings(root: Path, text: str) -> tuple[str, ...]:
    """How the content's sentence `text` reads in the other languages that `root` has catalogues for."""
    languages = (p.name for p in sorted((root / "locales").glob("*")) if p.name != DEFAULT_LANGUAGE)
    found = (open_catalogue(root, language, "flows").gettext(text) for language in languages)
    return tuple(dict.fromkeys(words for words in found if words != text))


_PARTIAL: Final = b'"X-Completeness: partial\\n"'


def is_partial(po: Path) -> bool:
    """Whether a catalogue says in its header that not everything in it is translated yet."""
    return po.exists() and _PARTIAL in po.read_bytes().partition(b"\n\n")[0]


@cache
def open_catalogue(root: Path, language: str, domain: str) -> gettext.NullTranslations:
    """The catalogue of one domain; what a further language lacks is in Swedish."""
    catalogue = _opened(root, language, domain)
    if language not in (DEFAULT_LANGUAGE, SOURCE_LANGUAGE[domain]):
        catalogue.add_fallback(_opened(root, DEFAULT_LANGUAGE, domain))
    return catalogue


def _opened(root: Path, language: str, domain: str) -> gettext.NullTranslations:
    """The compiled catalogue, or the `.po` itself where it is newer: an edited translation is seen at once."""
    compiled = root / "locales" / language / "LC_MESSAGES" / f"{domain}.mo"
    source = compiled.with_suffix(".po")
    if source.exists() and not (compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime):
        return _compiled_in_memory(source, language)
    if not compiled.exists():
        return gettext.NullTranslations()
    with compiled.open("rb") as file:
        return gettext.GNUTranslations(file)


def _compiled_in_memory(source: Path, language: str) -> gettext.NullTranslations:
    from io import BytesIO  # noqa: PLC0415  only on this path

    from babel.messages.pofile import read_po  # noqa: PLC0415  as above

    with source.open("rb") as file:
        catalogue = read_po(file, locale=language)
    return gettext.GNUTranslations(BytesIO(compiled_catalogue(catalogue)))


def compiled_catalogue(catalogue: Catalog) -> bytes:
    """The bytes of a compiled catalogue; what is not translated is not in it, so that the next language speaks."""
    from io import BytesIO  # noqa: PLC0415  as above

    from babel.messages.mofile import write_mo  # noqa: PLC0415  as above

    for message in catalogue:
        if isinstance(message.string, tuple) and not any(message.string):
            message.string = ""  # Babel would write out plurals without a wording as those of the source
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()
