"""A record of every request made: when, which address, what came of it. One JSON object a line.

It is for the person whose computer it is, who may want to know what went out. What must stay true: nothing in it is
personal. Addresses stand in it without their queries, and neither what was sent nor what came is written down.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from wizard.files import make_private_folder
from wizard.registers.asking import public_address

__all__ = ["JOURNAL", "Journal", "Line"]

JOURNAL: Final = "requests.jsonl"
_MOST: Final = 512 * 1024
"""Beyond this the record is laid aside, and the one laid aside before it is dropped."""


@dataclass(frozen=True, slots=True)
class Line:
    """One request. `result` is `ok`, `unchanged`, or the code of what went wrong; `status` is 0 without an answer."""

    when: str
    method: str
    address: str
    result: str
    status: int
    size: int
    milliseconds: int
    attempt: int


class Journal:
    """The record in `folder`. It is a convenience: where it cannot be written, the look-up goes on."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / JOURNAL

    def note(self, line: Line) -> None:
        """Write a line down; its address loses what is not to be told."""
        kept = {**asdict(line), "address": public_address(line.address)}
        try:
            make_private_folder(self.path.parent)
            if self.path.exists() and self.path.stat().st_size > _MOST:
                self.path.replace(self.path.with_suffix(".old.jsonl"))
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(handle, "a", encoding="utf-8") as file:
                file.write(json.dumps(kept, ensure_ascii=False) + "\n")
        except OSError:
            return

    def lines(self) -> Iterator[Line]:
        """What was written down, the oldest first; lines that cannot be read are passed over."""
        try:
            text = self.path.read_text("utf-8", "replace")
        except OSError:
            return
        for line in text.splitlines():
            try:
                yield Line(**json.loads(line))
            except (ValueError, TypeError):
                continue
