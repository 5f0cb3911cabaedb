"""A reader of PDF object syntax, for bytes that stand outside a cross-reference table.

pypdf reads whole files. This reads what pypdf is too slow or too large for: objects that were appended to a
template, default appearance strings, a few operators of an appearance stream. It never executes and never
looks anything up; a reference comes back as `Ref`. What must stay true: for any input it returns or raises
`SyntaxFault`, in time proportional to the input, with nesting limited to `MAX_DEPTH`.
"""

from __future__ import annotations

import re
from typing import Final

from wizard.pdf.objects import Dict, Name, Obj, Ref, Stream

__all__ = [
    "HEADER",
    "MAX_DEPTH",
    "Operator",
    "SyntaxFault",
    "parse",
    "parse_entries",
    "parse_indirect",
    "tokens",
]

MAX_DEPTH: Final = 64

_GAP: Final = re.compile(rb"(?:[\x00\t\n\x0c\r ]+|%[^\r\n]*)*")
_NUMBER: Final = re.compile(rb"[+-]?(?:\d+(\.\d*)?|(\.\d+))(?=[\x00\t\n\x0c\r ()<>\[\]{}/%]|\Z)")
_REFERENCE: Final = re.compile(
    rb"(\d{1,10})[\x00\t\n\x0c\r ]+(\d{1,5})[\x00\t\n\x0c\r ]+R(?![^\x00\t\n\x0c\r ()<>\[\]{}/%])"
)
_REGULAR: Final = re.compile(rb"[^\x00\t\n\x0c\r ()<>\[\]{}/%]+")
_NAME: Final = re.compile(rb"/[^\x00\t\n\x0c\r ()<>\[\]{}/%]*")
_HEX_STRING: Final = re.compile(rb"<([0-9A-Fa-f\x00\t\n\x0c\r ]*)>")
_HEX_ESCAPE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_STRING_PART: Final = re.compile(rb"[^\\()\r]+|\\(?:[0-7]{1,3}|\r\n|.)|\r\n?|[()]", re.DOTALL)
HEADER: Final = re.compile(rb"(\d{1,10})[\x00\t\n\x0c\r ]+(\d{1,5})[\x00\t\n\x0c\r ]+obj[\x00\t\n\x0c\r ]*")
_STREAM: Final = re.compile(rb"stream\r?\n")
_ESCAPED: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_WORDS: Final[dict[bytes, Obj]] = {b"true": True, b"false": False, b"null": None}


class SyntaxFault(ValueError):  # noqa: N818  it never leaves the room; callers translate it
    """The bytes at `position` are not a PDF object."""

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position


class Operator(bytes):
    """A word in a content stream or a default appearance string, such as `Tf`."""

    __slots__ = ()


def parse(data: bytes, position: int = 0) -> tuple[Obj, int]:
    """Read one object; return it and the position behind it. Raises `SyntaxFault`."""
    return _Reader(data, words=False).read(position, 0)


def parse_indirect(data: bytes, position: int) -> tuple[Ref, Obj]:
    """Read `N G obj ... endobj`, a stream with a direct /Length included. Raises `SyntaxFault`."""
    header = HEADER.match(data, position)
    if header is None:
        raise SyntaxFault(position)
    obj, end = parse(data, header.end())
    if isinstance(obj, dict):
        start = _STREAM.match(data, _skip(data, end))
        if start is not None:
            obj = Stream(obj, _stream_data(data, start.end(), obj))
    return Ref(int(header[1]), int(header[2])), obj


def parse_entries(data: bytes, position: int) -> Dict:
    """Read the entries of a dictionary from the middle of it on, up to its end. Raises `SyntaxFault`."""
    return _Reader(data, words=False).entries(position, 0)[0]


def tokens(data: bytes) -> list[Obj | Operator]:
    """Read a row of operands and operators, as in `/Helv 9 Tf 0 g`; what cannot be read ends the row."""
    reader = _Reader(data, words=True)
    found: list[Obj | Operator] = []
    position = _skip(data, 0)
    while position < len(data):
        try:
            token, position = reader.read(position, 0)
        except SyntaxFault:
            break
        found.append(token)
        position = _skip(data, position)
    return found


def _skip(data: bytes, position: int) -> int:
    gap = _GAP.match(data, position)
    return gap.end() if gap else position


def _stream_data(data: bytes, start: int, attrs: Dict) -> bytes:
    length = attrs.get("Length")
    if not isinstance(length, int) or not 0 <= length <= len(data) - start:
        raise SyntaxFault(start)
    return data[start : start + length]


class _Reader:
    """Recursive descent over one byte string."""

    def __init__(self, data: bytes, *, words: bool) -> None:
        self.data = data
        self.words = words

    def read(self, position: int, depth: int) -> tuple[Obj, int]:
        data = self.data
        position = _skip(data, position)
        if depth > MAX_DEPTH or position >= len(data):
            raise SyntaxFault(position)
        match data[position : position + 1]:
            case b"/":
                return self._name(position)
            case b"(":
                return self._string(position)
            case b"[":
                return self._array(position, depth)
            case b"<":
                if data.startswith(b"<<", position):
                    return self.entries(position + 2, depth)
                return self._hex(position)
            case _:
                return self._word(position)

    def _name(self, position: int) -> tuple[Name, int]:
        found = _NAME.match(self.data, position)
        if found is None:  # pragma: no cover  the caller has seen the slash
            raise SyntaxFault(position)
        raw = _HEX_ESCAPE.sub(lambda m: bytes.fromhex(m[1].decode()), found[0][1:])
        return Name(raw.decode("latin-1")), found.end()

    def _string(self, position: int) -> tuple[bytes, int]:
        parts: list[bytes] = []
        depth = 0
        for part in _STRING_PART.finditer(self.data, position):
            text = part[0]
            if text == b"(":
                depth += 1
                if depth == 1:
                    continue
            elif text == b")":
                depth -= 1
                if depth == 0:
                    return b"".join(parts), part.end()
            parts.append(_unescaped(text))
        raise SyntaxFault(position)

    def _hex(self, position: int) -> tuple[bytes, int]:
        found = _HEX_STRING.match(self.data, position)
        if found is None:
            raise SyntaxFault(position)
        digits = b"".join(found[1].replace(b"\x00", b" ").split())
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()), found.end()

    def _array(self, position: int, depth: int) -> tuple[list[Obj], int]:
        items: list[Obj] = []
        position = _skip(self.data, position + 1)
        while not self.data.startswith(b"]", position):
            item, position = self.read(position, depth + 1)
            items.append(item)
            position = _skip(self.data, position)
        return items, position + 1

    def entries(self, position: int, depth: int) -> tuple[Dict, int]:
        items: Dict = {}
        position = _skip(self.data, position)
        while not self.data.startswith(b">>", position):
            key, position = self.read(position, depth + 1)
            if not isinstance(key, Name):
                raise SyntaxFault(position)
            items[str(key)], position = self.read(position, depth + 1)
            position = _skip(self.data, position)
        return items, position + 2

    def _word(self, position: int) -> tuple[Obj, int]:
        reference = _REFERENCE.match(self.data, position)
        if reference is not None:
            return Ref(int(reference[1]), int(reference[2])), reference.end()
        figure = _NUMBER.match(self.data, position)
        if figure is not None:
            is_real = figure[1] is not None or figure[2] is not None
            return (float(figure[0]) if is_real else int(figure[0][:20])), figure.end()
        word = _REGULAR.match(self.data, position)
        if word is None:
            raise SyntaxFault(position)
        if word[0] in _WORDS:
            return _WORDS[word[0]], word.end()
        if self.words:
            return Operator(word[0]), word.end()
        raise SyntaxFault(position)


def _unescaped(part: bytes) -> bytes:
    if part[:1] == b"\r":
        return b"\n"
    if part[:1] != b"\\":
        return part
    body = part[1:]
    if body[:1].isdigit() and body[:1] not in b"89":
        return bytes((int(body, 8) & 0xFF,))
    if body in {b"\n", b"\r", b"\r\n"}:
        return b""
    return _ESCAPED.get(body, body)
