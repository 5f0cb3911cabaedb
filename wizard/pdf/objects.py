"""The PDF object types as plain Python values, and how they are written.

    null, boolean, integer, real    None, bool, int, float
    string                          bytes, as they stand in the file after unescaping
    name                            `Name`: its bytes as latin-1 text, without the slash
    array, dictionary               list, dict (keys are plain `str`, latin-1 like `Name`)
    reference, stream               `Ref`, `Stream`

Names keep their exact bytes: the state of a tick box may be called `#E5` in a file that never heard of
UTF-8, and it must be written back the same. What must stay true: `syntax.parse(serialise(x)) == x` for every
object, except that reals are rounded to five decimals.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

__all__ = [
    "Dict",
    "Name",
    "Obj",
    "Ref",
    "Stream",
    "compressed",
    "number",
    "serialise",
    "string",
    "write_name",
]


class Name(str):
    """A PDF name, such as `Name("Yes")` for `/Yes`; every character stands for one byte."""

    __slots__ = ()


class Ref(NamedTuple):
    """A reference to an indirect object."""

    num: int
    gen: int = 0


Obj: TypeAlias = "bool | int | float | bytes | Name | Ref | list[Obj] | dict[str, Obj] | Stream | None"
Dict: TypeAlias = dict[str, Obj]


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream: its dictionary, and its data as it stands in the file, filters still on."""

    attrs: Dict
    raw: bytes


_WORTH_DEFLATING: Final = 600
_PLAIN_NAME: Final = re.compile(r"[!-~]*\Z")
_SPECIAL: Final = frozenset("#()<>[]{}/%")
_ESCAPES: Final = {b"\\": b"\\\\", b"(": b"\\(", b")": b"\\)", b"\r": b"\\r", b"\n": b"\\n"}
_TO_ESCAPE: Final = re.compile(rb"[\\()\r\n]")


def serialise(obj: Obj) -> bytes:
    """Write `obj` as it stands in a PDF file; dictionaries keep the order of their keys."""
    match obj:
        case None:
            return b"null"
        case bool():
            return b"true" if obj else b"false"
        case int() | float():
            return number(obj)
        case Name():
            return write_name(obj)
        case bytes():
            return string(obj)
        case Ref():
            return b"%d %d R" % obj
        case Stream():
            return _stream(obj)
        case dict():
            return _dictionary(obj)
        case list():
            return _array(obj)
    raise TypeError(type(obj).__name__)  # pragma: no cover  the types above are all there are


def compressed(data: bytes, attrs: Dict | None = None) -> Stream:
    """A stream with `data` deflated where that is worth its while."""
    if len(data) < _WORTH_DEFLATING:
        return Stream({**(attrs or {})}, data)
    return Stream({**(attrs or {}), "Filter": Name("FlateDecode")}, zlib.compress(data))


@lru_cache(maxsize=4096)
def number(value: float) -> bytes:
    """A number without exponent and without idle zeros, five decimals at most."""
    if isinstance(value, int):
        return b"%d" % value
    text = f"{value:.5f}".rstrip("0").rstrip(".")
    return text.encode() if text not in {"-0", ""} else b"0"


@lru_cache(maxsize=4096)
def write_name(name: str) -> bytes:
    """A name with its slash; every byte outside the regular characters is written as `#xx`."""
    if _PLAIN_NAME.match(name) and _SPECIAL.isdisjoint(name):
        return b"/" + name.encode("ascii")
    out = "".join(c if "!" <= c <= "~" and c not in _SPECIAL else f"#{ord(c):02X}" for c in name)
    return b"/" + out.encode("ascii")


def string(data: bytes) -> bytes:
    """A string in parentheses, or in hexadecimal digits where that is shorter."""
    if not _TO_ESCAPE.search(data):
        return b"(" + data + b")"
    escaped = _TO_ESCAPE.sub(lambda found: _ESCAPES[found[0]], data)
    return b"(" + escaped + b")" if len(escaped) < 2 * len(data) else b"<" + data.hex().encode() + b">"


def _dictionary(items: Mapping[str, Obj]) -> bytes:
    return b"<<" + b"".join(_entry(key, value) for key, value in items.items()) + b">>"


def _entry(key: str, value: Obj) -> bytes:
    return write_name(key) + _spaced(serialise(value))


def _array(items: Sequence[Obj]) -> bytes:
    return b"[" + b" ".join(serialise(item) for item in items) + b"]"


def _spaced(written: bytes) -> bytes:
    """A value after a key needs a space unless it begins with a delimiter of its own."""
    return written if written[:1] in b"/(<[" else b" " + written


def _stream(stream: Stream) -> bytes:
    attrs = {**stream.attrs, "Length": len(stream.raw)}
    return _dictionary(attrs) + b"stream\n" + stream.raw + b"\nendstream"
