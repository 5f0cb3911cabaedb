"""A page's own drawing, seen only as far as is needed to draw after it.

What a page draws may leave the graphics state changed: by moving the origin, or by saving the state and never
restoring it. What must stay true: between `fence` and its end, nothing of that reaches what is drawn later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from wizard.pdf.document import Document
from wizard.pdf.objects import Obj

__all__ = ["OPENING", "closing", "unclosed"]

OPENING: Final = b"q\n"
"""What stands before a page's own streams."""

_TOKENS: Final = re.compile(
    rb"\((?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*\)|%[^\r\n]*|<[0-9A-Fa-f\s]*>|\bBI\s.*?\sID\s.*?\sEI(?=\s)"
    rb"|(?<![^\s\]>)])([qQ])(?![^\s\[<(/%])",
    re.DOTALL,
)


def closing(saved: int) -> bytes:
    """What stands behind a page's own streams, which left `saved` states unrestored."""
    return b"\n" + b"Q\n" * (saved + 1)


def unclosed(document: Document, streams: Iterable[Obj]) -> int:
    """How many times the streams save the graphics state without restoring it."""
    data = b"\n".join(document.stream_data(stream) or b"" for stream in streams)
    depth = 0
    for token in _TOKENS.finditer(data):
        if token[1] == b"q":
            depth += 1
        elif token[1] == b"Q":
            depth = max(depth - 1, 0)
    return depth
