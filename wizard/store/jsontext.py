"""Answers as text: the JSON that stands in the database.

Compact, with letters as they are, so that a person who looks into the file can read it. Keys keep their order:
it is the order of a table's columns, and packages must come out equal whether answers took the way through the
store or not. Only a text with a lone surrogate, which UTF-8 cannot hold, is written with escapes.

What must stay true: `from_text(to_text(value)) == value` for all JSON data, tuples read as lists.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from wizard.store.errors import Unstorable

if TYPE_CHECKING:  # all answer types come with it
    from wizard.values.base import Value

__all__ = ["MAX_DEPTH", "files_named", "from_text", "to_text"]

MAX_DEPTH: Final = 32
"""How many lists and mappings may stand within each other; a table that holds opening hours has four."""

_SHA256: Final = re.compile(r"[0-9a-f]{64}")


def to_text(value: object) -> str:
    """Write `value` as JSON. Raises `Unstorable` for what is no JSON data, for NaN, and for None as a whole.

    So it does for what is nested deeper than any answer is: it could be written, and then not be read again
    from a place where more functions are under way.
    """
    if value is None:
        raise Unstorable
    try:
        text = _dumps(value, ensure_ascii=False)
        text = text if _is_unicode(text) else _dumps(value, ensure_ascii=True)
    except (TypeError, ValueError, RecursionError):
        raise Unstorable from None
    if text.count("[") + text.count("{") > MAX_DEPTH and _is_deeper(value, MAX_DEPTH):
        raise Unstorable
    return text


def from_text(text: str) -> Any:
    """Read what `to_text` wrote."""
    return json.loads(text)


def files_named(value: Value) -> Iterator[str]:
    """The SHA-256 of each attached file that `value` names, at any depth."""
    left: list[object] = [value]
    while left:
        part = left.pop()
        sha256 = part.get("sha256") if isinstance(part, Mapping) else None
        if isinstance(sha256, str) and _SHA256.fullmatch(sha256):
            yield sha256
        left += _parts(part)


def _is_deeper(value: object, levels: int) -> bool:
    level = [value]
    for _ in range(levels):
        level = [part for whole in level for part in _parts(whole)]
    return any(isinstance(part, Mapping | Sequence) and not isinstance(part, str) for part in level)


def _parts(value: object) -> Collection[object]:
    match value:
        case Mapping():
            return value.values()
        case Sequence() if not isinstance(value, str):
            return value
        case _:
            return ()


def _dumps(value: object, *, ensure_ascii: bool) -> str:
    return json.dumps(
        value, ensure_ascii=ensure_ascii, allow_nan=False, separators=(",", ":"), default=_as_builtin
    )


def _as_builtin(value: object) -> object:
    """The dict or list behind a mapping or sequence that `json` does not know."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray | memoryview):
        return list(value)
    raise TypeError


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
