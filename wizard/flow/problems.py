"""Faults in content, each with its place and the way to mend it.

A form keeper edits YAML by hand. Whatever is wrong there is found in one go and told as
`file:line:column: what. How to mend it.` with lines and columns counted from 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from wizard.i18n import Message, msg

__all__ = ["ContentError", "Place", "Problem", "Severity", "did_you_mean"]


class Severity(StrEnum):
    """How bad a fault in content is."""

    ERROR = "error"
    """The content cannot be used."""
    WARNING = "warning"
    """The content works, but something in it is probably not meant."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: `file` relative to the content folder, line and column from 1 (0: the whole file)."""

    file: str
    line: int = 0
    column: int = 0

    def right(self, columns: int) -> Place:
        """The place `columns` further to the right."""
        return Place(self.file, self.line, self.column + columns)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: where, what, and how to mend it. `code` names its kind for tests and tools."""

    place: Place
    code: str
    what: Message
    fix: Message | None = None
    severity: Severity = Severity.ERROR
    witness: tuple[tuple[str, str], ...] = ()
    """Answers that show the fault: question ids with their values as JSON text; empty where none are needed."""

    def __str__(self) -> str:
        return f"{self.place}: {self.what}" + (f" {self.fix}" if self.fix else "")


class ContentError(Exception):
    """The content has faults; `problems` holds all of them, in the order of their places."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: Sequence[Problem] = sorted(problems, key=lambda p: (p.place, p.code))
        super().__init__("\n".join(str(p) for p in self.problems))


def did_you_mean(word: str, known: Iterable[str]) -> Message | None:
    """A hint that names the nearest known word, if any is near."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return msg("Did you mean {name}?", name=near[0]) if near else None
