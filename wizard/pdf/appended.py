"""What was appended to a template's bytes, found through the cross-reference sections that lead to it.

The newest section is found at the end of the file and the chain is followed back until it reaches the
template's own newest section. Only objects that these sections name exist; bytes that none names are as good as
not there, for us as for every viewer. What must stay true: an appended section may not point back into the
template's bytes, where older states of an object could be dug up.
"""

from __future__ import annotations

import re
import zlib
from typing import Final

from wizard.pdf.errors import Damaged, Foreign, TooLarge
from wizard.pdf.limits import FORMS, Limits
from wizard.pdf.objects import Dict, Obj, Ref, Stream
from wizard.pdf.plan import Base
from wizard.pdf.syntax import HEADER, SyntaxFault, parse, parse_indirect

__all__ = ["Appended"]

_START: Final = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF\s*\Z")
_SUBSECTION: Final = re.compile(rb"\s*(\d{1,10})\s+(\d{1,10})\s*")
_TRAILER: Final = re.compile(rb"\s*trailer\s*")
_ENTRY: Final = 20
_TAIL: Final = 64


class Appended:
    """The objects of every update after the base; newer ones hide older ones.

    It is an `ObjectSource` without a catalogue, so a document made of it has no pages. Raises `Foreign` or
    `Damaged` when it cannot be followed.
    """

    def __init__(self, data: bytes, base: Base, limits: Limits = FORMS) -> None:
        self.data = data
        self.limits = limits
        self.trailer: Dict = {}
        self._base = base
        self._offsets: dict[int, int] = {}
        self._packed: dict[int, tuple[int, int]] = {}
        self._freed: set[int] = set()
        self._streams: dict[int, tuple[bytes, list[tuple[int, int]]]] = {}
        try:
            self._follow()
        except (SyntaxFault, ValueError, IndexError) as fault:
            raise Damaged from fault

    def numbers(self) -> tuple[Ref, ...]:
        """Every object that was appended, by rising number."""
        return tuple(Ref(number) for number in sorted({*self._offsets, *self._packed}))

    def place(self, ref: Ref) -> tuple[bytes, int] | None:
        """Where the object's own bytes begin: in the file, or in an opened object stream.

        None where there is none, or where its bytes are encrypted.
        """
        try:
            if ref.num in self._offsets:
                if self._base.lock is not None:
                    return None
                header = HEADER.match(self.data, self._offsets[ref.num])
                if header is None or int(header[1]) != ref.num:
                    raise Damaged
                return self.data, header.end()
            if ref.num in self._packed:
                stream, index = self._packed[ref.num]
                return self._in_stream(stream, index, ref.num)
        except (SyntaxFault, ValueError) as fault:
            raise Damaged from fault
        return None

    def load(self, ref: Ref) -> Obj:
        """The appended object `ref`; None where there is none."""
        try:
            if ref.num in self._offsets:
                found, obj = parse_indirect(self.data, self._offsets[ref.num])
                if found.num != ref.num:
                    raise Damaged
                return obj if self._base.lock is None else self._base.lock.open(found, obj)
            place = self.place(ref)
            return None if place is None else parse(*place)[0]
        except SyntaxFault as fault:
            raise Damaged from fault

    def decoded(self, ref: Ref) -> bytes:
        """The data of an appended stream."""
        obj = self.load(ref)
        if not isinstance(obj, Stream):
            raise Damaged
        return self._inflated(obj)

    def has(self, ref: Ref) -> bool:
        """Whether the object `ref` was appended, or deleted, after the base."""
        return ref.num in self._offsets or ref.num in self._packed or ref.num in self._freed

    def _follow(self) -> None:
        found = _START.search(self.data, max(len(self.data) - _TAIL, self._base.length))
        position = int(found[1]) if found else -1
        limit = len(self.data)
        while position != self._base.start_of_xref:
            if not self._base.length <= position < limit:
                raise Foreign
            limit = position
            is_table = self.data.startswith(b"xref", position)
            trailer = self._table(position + 4) if is_table else self._stream(position)
            previous = trailer.get("Prev")
            if (
                not isinstance(previous, int)
                or trailer.get("Root") != self._base.root
                or "XRefStm" in trailer
                or trailer.get("Encrypt") != (self._base.lock.entry if self._base.lock else None)
            ):
                raise Foreign
            position = previous

    def _table(self, position: int) -> Dict:
        while (section := _SUBSECTION.match(self.data, position)) is not None:
            first, count = int(section[1]), int(section[2])
            position = section.end() + count * _ENTRY
            if position > len(self.data):
                raise Damaged
            for index in range(count):
                start = section.end() + index * _ENTRY
                entry = self.data[start : start + 18]
                self._note(first + index, 1 if entry[17:18] == b"n" else 0, int(entry[:10]), 0)
        trailer = _TRAILER.match(self.data, position)
        if trailer is None:
            raise Damaged
        found, _ = parse(self.data, trailer.end())
        return found if isinstance(found, dict) else {}

    def _stream(self, position: int) -> Dict:
        _, obj = parse_indirect(self.data, position)
        if not isinstance(obj, Stream) or obj.attrs.get("Type") != "XRef":
            raise Foreign
        raw = self._inflated(obj)
        sizes = _integers(obj.attrs.get("W"))
        index = _integers(obj.attrs.get("Index")) or [0, *_integers([obj.attrs.get("Size")])]
        if len(sizes) != 3 or len(index) % 2 or min(sizes) < 0 or sum(sizes) < 1:
            raise Damaged
        step = sum(sizes)
        place = 0
        for first, count in zip(index[::2], index[1::2], strict=True):
            for number in range(first, min(first + count, first + len(raw) // step)):
                row = raw[place : place + step]
                place += step
                kind = int.from_bytes(row[: sizes[0]], "big") if sizes[0] else 1
                second = int.from_bytes(row[sizes[0] : sizes[0] + sizes[1]], "big")
                self._note(number, kind, second, int.from_bytes(row[sizes[0] + sizes[1] :], "big"))
        return obj.attrs

    def _note(self, number: int, kind: int, second: int, third: int) -> None:
        """Take in one entry, unless a newer section has spoken of the object."""
        if number in self._offsets or number in self._packed or number in self._freed:
            return
        if kind == 0:
            self._freed.add(number)
        elif kind == 1:
            if second < self._base.length:
                raise Foreign
            self._offsets[number] = second
        else:
            self._packed[number] = (second, third)

    def _in_stream(self, stream: int, index: int, number: int) -> tuple[bytes, int]:
        """Where an object begins in an appended object stream."""
        if stream not in self._streams:
            self._streams[stream] = self._open(stream)
        raw, places = self._streams[stream]
        if index >= len(places) or places[index][0] != number or places[index][1] > len(raw):
            raise Damaged
        return raw, places[index][1]

    def _open(self, number: int) -> tuple[bytes, list[tuple[int, int]]]:
        """The data of an object stream, and the number and place of each object in it."""
        if number not in self._offsets:
            raise Foreign
        obj = self.load(Ref(number))
        if not isinstance(obj, Stream):
            raise Damaged
        raw = self._inflated(obj)
        (first,) = _integers([obj.attrs.get("First")])
        heads = [int(item) for item in raw[:first].split()]
        return raw, [(num, first + at) for num, at in zip(heads[::2], heads[1::2], strict=False)]

    def _inflated(self, stream: Stream) -> bytes:
        filters = stream.attrs.get("Filter")
        if filters is None or filters == []:
            return stream.raw
        if filters not in ("FlateDecode", ["FlateDecode"]):
            raise Foreign
        inflater = zlib.decompressobj()
        try:
            data = inflater.decompress(stream.raw, self.limits.stream_bytes)
        except zlib.error as fault:
            raise Damaged from fault
        if inflater.unconsumed_tail:
            raise TooLarge
        parameters = stream.attrs.get("DecodeParms")
        return _without_predictor(
            data, parameters[0] if isinstance(parameters, list) and parameters else parameters
        )


def _without_predictor(data: bytes, parameters: Obj) -> bytes:
    """Undo PNG prediction of the kind `up`, which nearly every program uses for cross-reference streams."""
    predictor = parameters.get("Predictor", 1) if isinstance(parameters, dict) else 1
    if not isinstance(parameters, dict) or predictor == 1:
        return data
    (columns,) = _integers([parameters.get("Columns", 1)])
    rows = (
        [data[start : start + columns + 1] for start in range(0, len(data), columns + 1)]
        if columns > 0
        else []
    )
    above = bytes(columns)
    out = []
    for row in rows:
        if row[0] not in {0, 2}:
            raise Foreign
        above = bytes((a + b) & 0xFF for a, b in zip(row[1:], above, strict=False)) if row[0] else row[1:]
        out.append(above)
    return b"".join(out)


def _integers(obj: Obj) -> list[int]:
    items = obj if isinstance(obj, list) else []
    return [item for item in items if isinstance(item, int)]
