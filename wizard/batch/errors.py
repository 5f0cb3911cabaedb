"""What this room refuses, and why: each error carries a sentence for the user."""

from __future__ import annotations

from wizard.i18n import Message

__all__ = ["BatchError"]


class BatchError(Exception):
    """The batch cannot be read or run as a whole; single bad rows are told as faults instead."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(str(message))
