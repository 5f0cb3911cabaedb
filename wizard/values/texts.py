"""Free text: a line, or several lines.

A text is kept as it was typed but for what cannot be seen: it is put in NFC, blanks around it fall away, and in
a single line runs of blanks become one. What must stay true: no control character is ever in a stored text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from wizard.i18n import msg
from wizard.values.base import Context, Reading
from wizard.values.characters import MAX_LENGTH
from wizard.values.plain import are_plain
from wizard.values.scalar import Scalar

__all__ = ["LongText", "Text", "read_line"]


@dataclass(frozen=True, slots=True)
class Text(Scalar):
    """One line of text. Raises `ValueError` for a `max_length` that is not 1 to 10,000."""

    max_length: int = 200

    name: ClassVar[str] = "text"

    def __post_init__(self) -> None:
        if type(self.max_length) is not int or not 1 <= self.max_length <= MAX_LENGTH:
            raise ValueError(
                msg(
                    "The longest length of a text must be a whole number from 1 to {limit}.", limit=MAX_LENGTH
                )
            )

    def schema(self) -> dict[str, Any]:
        """A text that is not empty."""
        return {"type": "string", "minLength": 1, "maxLength": self.max_length}

    def _read(self, text: str, ctx: Context) -> Reading:  # noqa: ARG002  a text needs no clock
        return read_line(text, self.max_length)

    def together(self, texts: Sequence[str]) -> Sequence[str] | None:
        """The texts, where they are plain."""
        return texts if are_plain(texts, self.max_length, is_line=True) else None


@dataclass(frozen=True, slots=True)
class LongText(Text):
    """Text of several lines; blanks at the ends of lines fall away, all others stay."""

    max_length: int = 4_000

    name: ClassVar[str] = "longtext"

    def _read(self, text: str, ctx: Context) -> Reading:  # noqa: ARG002  as above
        return _of_length("\n".join(line.rstrip() for line in text.split("\n")), text, self.max_length)

    def together(self, texts: Sequence[str]) -> Sequence[str] | None:
        """The texts, where they are plain."""
        return texts if are_plain(texts, self.max_length, is_line=False) else None


def read_line(text: str, most: int) -> Reading:
    """Read clean text as one line of at most `most` characters."""
    place = text.find("\n")
    if place < 0:
        return _of_length(" ".join(text.split()), text, most)
    return Reading.rejected(
        msg("There is a line break after character {position}. Write everything on one line.", position=place)
    )


def _of_length(text: str, typed: str, most: int) -> Reading:
    if len(text) <= most:
        return Reading.accepted(text, typed)
    return Reading.rejected(
        msg(
            "The text has {count} characters, and there is room for {limit}. Shorten it by {excess}.",
            count=len(text),
            limit=most,
            excess=len(text) - most,
        )
    )
