"""What a conversation is made of: what is waited for, what was heard, and words that lead elsewhere."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeAlias

from wizard.chat.commands import Order
from wizard.values import Value

__all__ = ["Go", "Pending", "Turn", "Waiting"]

Waiting: TypeAlias = Generator[None, str, None]
"""A part of a conversation: each line that is heard is sent into it."""


@dataclass(frozen=True, slots=True)
class Pending:
    """The question that is waited for; its row (from 1) and column where it is a cell. Empty at the end."""

    question: str = ""
    row: int = 0
    column: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One line that was heard: at which question (a cell as `staff[1].name`), and what it was taken for."""

    question: str
    kind: str
    value: Value | None = None
    heard: str = ""


class Go(Exception):  # noqa: N818  no error: a word that leads elsewhere
    """Go somewhere else: back, past the question, to another question, or out."""

    def __init__(self, order: Order) -> None:
        self.order = order
        super().__init__(order.command.value)
