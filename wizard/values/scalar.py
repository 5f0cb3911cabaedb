"""The frame every answer type of this room stands in: what is the same for all is decided here, once.

A type built on `Scalar` writes down only what is its own: `_read` for a text that is known to be clean and to
hold something, `_from_data` for data that is not text, `_words` for a value in words. The frame sees to the
rest: texts that cannot be kept, `vet inte`, `ej aktuellt`, blanks, values of foreign kinds.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from wizard.i18n import Message, Translator, msg
from wizard.values import characters
from wizard.values.base import DONT_KNOW, NOT_APPLICABLE, Context, Reading, Status, Value, ValueType

__all__ = ["Scalar", "misfit", "special", "special_wordings"]

_WORDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    DONT_KNOW: (
        *("vet inte", "vet ej", "jag vet inte", "jag vet ej", "det vet jag inte", "vi vet inte", "vi vet ej"),
        *("vet inte än", "vet ej än", "vet inte ännu", "vet inte riktigt"),
        *("ingen aning", "osäker", "osäkert"),
        *("don't know", "dont know", "do not know", "i don't know", "i dont know", "i do not know"),
        *("we don't know", "we do not know", "don't know yet", "not sure", "i'm not sure"),
        *("unsure", "no idea"),
        *("en tiedä", "emme tiedä"),
    ),
    NOT_APPLICABLE: (
        *("ej aktuellt", "inte aktuellt", "ej tillämpligt", "inte tillämpligt", "gäller inte", "gäller ej"),
        *("not applicable", "does not apply", "n/a"),
        "ei koske meitä",
    ),
}
_SPECIAL: Final = {
    characters.fold(wording): value for value, wordings in _WORDINGS.items() for wording in wordings
}
_LONGEST_SPECIAL: Final = 40


def special(text: str) -> Value | None:
    """Return `"?"` for `vet inte` and its like, `"-"` for `ej aktuellt` and its like, otherwise `None`.

    The same words mean the same at every question. Doors ask this first: whether a question may be answered
    so is the question's matter, not the type's.
    """
    if len(text) > _LONGEST_SPECIAL:
        return None
    key = " ".join(characters.fold(characters.tidy(text)).split())
    if key and not key.strip("?"):
        return DONT_KNOW
    if key and not key.strip("-"):
        return NOT_APPLICABLE
    return _SPECIAL.get(key.rstrip(" .!?"))


def special_wordings() -> Iterable[str]:
    """What `special` knows besides question marks and dashes, as texts are compared."""
    return _SPECIAL.keys()


def misfit(value: object) -> Message:
    """The sentence for data of a kind that a type does not read; it never repeats the data."""
    match value:
        case None:
            return msg('Nothing is written here. Write the answer, or "?" if you do not know.')
        case bool():
            return msg("There is only true or false here. Write the answer itself, in quotation marks.")
        case int() | float():
            return msg(
                "This is stored as a number, and numbers lose zeros and digits. "
                "Write the answer in quotation marks, or format the cell as text."
            )
        case list() | tuple() | dict():
            return msg("There are several values here, and one is asked for. Write a single answer.")
        case _:
            return msg("This kind of value cannot be read. Write the answer as text, in quotation marks.")


@dataclass(frozen=True, slots=True)
class Scalar(ValueType):
    """An answer type whose reading follows the house's common rules."""

    readable: ClassVar[bool] = True
    """Whether what `show` says can be read back; only an attachment cannot, a file is not words."""

    def read(self, text: str, ctx: Context) -> Reading:
        """Read what a person typed; the common rules first, then the type's own."""
        fault = characters.fault(text)
        if fault is not None:
            return Reading.rejected(fault)
        typed = characters.clean(text).strip()
        if not typed:
            return Reading.rejected(misfit(None))
        match special(typed):
            case "?":
                return Reading(Status.DONT_KNOW, DONT_KNOW, typed)
            case "-":
                return Reading.rejected(
                    msg('An answer is needed here. If you do not know it yet, write "?" and go on.')
                )
            case _:
                return self._read(typed, ctx)

    def check(self, value: object, ctx: Context) -> Reading:
        """Check a value from a file: a text is read as if typed, other data by the type's own rule."""
        return self.read(value, ctx) if isinstance(value, str) else self._from_data(value, ctx)

    def show(self, value: Value, tr: Translator) -> str:
        """The value in the user's language; what is not a value of this type comes out as plain text."""
        if value == DONT_KNOW:
            return tr(msg("I don't know"))
        if value == NOT_APPLICABLE:
            return tr(msg("Not applicable"))
        words = self._words(value, tr)
        return _plain(value) if words is None else words

    @abstractmethod
    def _read(self, text: str, ctx: Context) -> Reading:
        """Read `text`, which is clean, stripped, not empty and none of the special words."""

    def _from_data(self, value: object, ctx: Context) -> Reading:  # noqa: ARG002  types use the clock
        """Check a value that is not text."""
        return Reading.rejected(misfit(value))

    def _words(self, value: Value, tr: Translator) -> str | None:  # noqa: ARG002  types use the language
        """A canonical value in words, or `None` for anything else."""
        return value if isinstance(value, str) else None


def _plain(value: object) -> str:
    """Any data as text, for a display that must not fail; total."""
    if isinstance(value, str):
        return value
    try:
        return str(value)
    except (ValueError, RecursionError):  # a number of thousands of digits, a list nested without end
        return "\u2026"
