"""What every answer type can do, and the words for how a reading went.

An answer type is a small frozen object. It turns what a person typed into a *canonical value* (plain JSON
data, the same at every door; product.md section 13), checks values that come from files, and shows values in
the user's language. It knows nothing of questions, flows or screens.

What must stay true, for every type `t`, value `v` and text `s`:

- `t.read(s, ctx)` and `t.check(v, ctx)` never raise, whatever `s` and `v` are;
- an accepted value is canonical: `t.check(value, ctx)` accepts it unchanged;
- what is shown can be read back: `t.read(t.show(value, tr), ctx)` accepts the same value;
- a text that is only partly understood is rejected or ambiguous, never half accepted;
- the shortcuts for columns, `quick` and `stand`, find what `read` accepts, on any day and in any language.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, Final, TypeAlias

from wizard.i18n import Message, Translator

__all__ = ["DONT_KNOW", "NOT_APPLICABLE", "Context", "Quick", "Reading", "Status", "Value", "ValueType"]

Value: TypeAlias = str | int | float | Sequence["Value"] | Mapping[str, "Value"]
"""A canonical value: JSON data without null and without booleans (yes/no are the words `yes` and `no`)."""

DONT_KNOW: Final = "?"
"""The canonical value of an honest "I do not know"; questions that allow it say so."""

NOT_APPLICABLE: Final = "-"
"""The canonical value of "does not apply here" (there is no lift to measure); questions that allow it say so."""


class Status(StrEnum):
    """How the reading of a text ended."""

    ACCEPTED = "accepted"
    DONT_KNOW = "dont_know"
    AMBIGUOUS = "ambiguous"
    REJECTED = "rejected"


Quick: TypeAlias = Callable[[str], Value | None]
"""A reading of the commonest forms alone; None for a text that has to be read in full."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a reading may depend on besides the text: the clock (`tomorrow`) and the language (`1/3`)."""

    today: date
    language: str = "sv"


@dataclass(frozen=True, slots=True)
class Reading:
    """The outcome of reading a text.

    `value` is set when accepted; `candidates` when ambiguous; `reason` when rejected or ambiguous, one plain
    sentence that says what happened and what to do. `matched` is the part of the text the value was read from.
    """

    status: Status
    value: Value | None = None
    matched: str = ""
    candidates: tuple[Value, ...] = ()
    reason: Message | None = None

    @classmethod
    def accepted(cls, value: Value, matched: str) -> Reading:
        """The text was understood wholly."""
        return cls(Status.ACCEPTED, value, matched)

    @classmethod
    def rejected(cls, reason: Message) -> Reading:
        """The text cannot be this type's value; `reason` says why and what to do."""
        return cls(Status.REJECTED, reason=reason)

    @classmethod
    def ambiguous(cls, reason: Message, *candidates: Value) -> Reading:
        """The text can be read in more than one way; the person decides."""
        return cls(Status.AMBIGUOUS, candidates=candidates, reason=reason)


class ValueType(ABC):
    """One answer type, such as `orgnr` or `measure:m`. Subclasses are frozen dataclasses."""

    name: ClassVar[str]
    """The type's name in flow files and in `lov parse TYPE`."""

    @abstractmethod
    def read(self, text: str, ctx: Context) -> Reading:
        """Read what a person typed, forgiving in form and strict in meaning."""

    @abstractmethod
    def check(self, value: object, ctx: Context) -> Reading:
        """Check a value from a file (JSON or YAML data): canonical ones pass, texts are read as if typed."""

    @abstractmethod
    def show(self, value: Value, tr: Translator) -> str:
        """The value in the user's language; for a value that is not canonical, its plain text."""

    @abstractmethod
    def schema(self) -> dict[str, Any]:
        """JSON Schema of the canonical value."""

    def quick(self) -> Quick | None:
        """A shortcut for columns of texts that are mostly written the same way; None for a type that has none."""
        return None

    def together(self, texts: Sequence[str]) -> Sequence[Value] | None:  # noqa: ARG002  other types look at them
        """The canonical values of `texts`, where all of them are, at a glance, written in the commonest way.

        None where one is in doubt, and always for a type that does not look at many at once; that one also has none
        for no texts. Raises `TypeError` where one is no text.
        """
        return None
