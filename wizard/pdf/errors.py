# ruff: noqa: N818  the names say what is wrong with the file or the values
"""What can go wrong with a PDF form, as one tree.

    PdfError                     everything below; `message` is the sentence for the user
    ├── NotAPdf                  the bytes are something else
    ├── Damaged                  a PDF, but broken beyond what can be repaired
    ├── TooLarge                 a PDF that goes beyond a limit set for forms
    ├── Unsafe                   a PDF that could not be read within the time and memory for untrusted files
    ├── Encrypted                locked by a password or a method that cannot be opened here
    ├── NoForm                   a PDF without any form field (a flattened form, for instance)
    ├── PureXfa                  a form made only of XFA, which has no fields to fill
    ├── Locked                   a certified form whose author forbids filling it in
    ├── Foreign                  a filled form that does not begin with the template's bytes
    └── Unfillable               values that the form cannot hold; `problems` has one entry each
        (problems: UnknownField, BadValue, TooLong, NoGlyph, Overflow)

Foreign exceptions (pypdf's, fontTools') are translated where the library is called and never pass through.
What must stay true: no message and no `str()` of an error holds a value that someone filled in, only names of
fields, counts, single characters and what the template itself offers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from wizard.i18n import Message, msg, nmsg

__all__ = [
    "BadValue",
    "Damaged",
    "Encrypted",
    "Foreign",
    "Locked",
    "NoForm",
    "NoGlyph",
    "NotAPdf",
    "Overflow",
    "PdfError",
    "Problem",
    "PureXfa",
    "TooLarge",
    "TooLong",
    "Unfillable",
    "UnknownField",
    "Unsafe",
]


class PdfError(Exception):
    """The root of everything this room raises; `message` says what happened and what to do."""

    default: ClassVar[Message] = msg("The PDF cannot be used.")

    def __init__(self, message: Message | None = None) -> None:
        self.message = message or self.default
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)


class NotAPdf(PdfError):
    """The bytes are not a PDF at all."""

    default = msg("The file is not a PDF.")


class Damaged(PdfError):
    """A PDF that is broken beyond repair."""

    default = msg("The PDF is damaged and cannot be read. Fetch it again from where it came.")


class TooLarge(PdfError):
    """A PDF beyond one of the limits for forms; they keep hostile files from taking all time and memory."""

    default = msg("The PDF is larger or more deeply nested than any form should be, so it is not read.")


class Unsafe(PdfError):
    """A PDF whose reading took more time or memory than an untrusted file is given, or broke the reader."""

    default = msg(
        "The PDF could not be read within the time and memory that files from others are given. "
        "It may be made to do harm."
    )


class Encrypted(PdfError):
    """A PDF that needs a password, another password, or a method of encryption that is not at hand."""

    default = msg("The PDF is locked with a password. Give the password and try again.")


class NoForm(PdfError):
    """A PDF without form fields."""

    default = msg("The PDF has no form fields. A form that has been flattened or scanned looks like this.")


class PureXfa(PdfError):
    """A form made only of XFA: what is seen is drawn by one vendor's program, there are no fields to fill."""

    default = msg(
        "The form is made only in the XFA format, which has no ordinary form fields. "
        "Ask its publisher for an ordinary PDF form."
    )


class Locked(PdfError):
    """A certified form that forbids the change that was asked for."""

    default = msg(
        "The form is certified by its author, and the certification does not allow it to be filled in."
    )


class Foreign(PdfError):
    """A file that does not begin with the template's bytes, or changes more than the template's fields."""

    default = msg(
        "The file does not begin with the bytes of the template, so it was not made from it unchanged."
    )


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why a value cannot be put into a field. `field` is the field's full name."""

    field: str
    message: Message


class UnknownField(Problem):
    """The form has no field of that name."""

    __slots__ = ()


class BadValue(Problem):
    """The value is not one that this field can hold: of another kind, or not among its options."""

    __slots__ = ()


class TooLong(Problem):
    """The text has more characters than the field allows."""

    __slots__ = ()


class NoGlyph(Problem):
    """The text has a character that no font at hand can draw."""

    __slots__ = ()


class Overflow(Problem):
    """The text does not fit in the field's place, not even at the smallest size allowed."""

    __slots__ = ()


class Unfillable(PdfError):
    """Values that the form cannot hold. Nothing was written; `problems` names each field and why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            nmsg(
                "One value cannot be put into the form. {first}",
                "{count} values cannot be put into the form. The first: {first}",
                len(self.problems),
                first=_located(self.problems[0]),
            )
        )


def _located(problem: Problem) -> Message:
    return msg("{field}: {reason}", field=problem.field, reason=problem.message)
