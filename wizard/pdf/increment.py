"""One incremental update: new objects, their cross-reference section, a trailer that points back to the base.

The section has the form the base has, a table or a stream; a reader that understood the base understands the
result. Nothing depends on the clock or on chance: the new half of the file identifier is a hash of base and
increment. What must stay true: `base + finish()` is a PDF whose first bytes are the base's, untouched.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import accumulate, chain, repeat
from struct import pack
from typing import Final, TypeAlias

from wizard.pdf.objects import Dict, Name, Obj, Ref, Stream, serialise, string
from wizard.pdf.plan import Base
from wizard.pdf.syntax import parse_indirect

__all__ = ["OBJECTS_PER_STREAM", "Entry", "Increment", "object_bytes", "object_stream", "xref_stream"]

OBJECTS_PER_STREAM: Final = 200
_WORTH_PACKING: Final = 4_000
_WORTH_DEFLATING: Final = 600
_END: Final = b"\nendobj\n"
_STREAM_END: Final = b"endstream\nendobj\n"

Entry: TypeAlias = tuple[int, int, int, int]
"""Object number; 1 and offset and generation, or 2 and the object stream's number and the place in it."""


def object_bytes(ref: Ref, obj: Obj) -> bytes:
    """`obj` as the indirect object `ref`."""
    return b"%d %d obj\n%b\nendobj\n" % (ref.num, ref.gen, serialise(obj))


class Increment:
    """Objects gathered for one update; the last one put under a number counts.

    A `compact` increment packs all small objects into object streams, where the base's form has them.
    """

    def __init__(self, base: Base, *, compact: bool = False) -> None:
        self.base = base
        self.compact = compact and base.has_xref_stream
        self.next_number = base.free
        self._objects: dict[int, bytes] = {}
        self._generations: dict[int, int] = {}
        self._packable: dict[int, bytes] = {}

    def allocate(self) -> Ref:
        """A number that neither the base nor the increment has used."""
        self.next_number += 1
        return Ref(self.next_number - 1)

    def put(self, ref: Ref, written: bytes) -> None:
        """Write the object `ref`; `written` is all of it, from `N G obj` to `endobj` and a line feed."""
        num, gen = ref
        self._objects[num] = written
        if gen:
            self._generations[num] = gen
        if self._packable:
            self._packable.pop(num, None)

    def put_object(self, ref: Ref, obj: Obj) -> None:
        """Write `obj` as the object `ref`; many small ones are packed together where the base's form allows it."""
        if self.base.has_xref_stream and ref.gen == 0 and not isinstance(obj, Stream):
            self._objects.pop(ref.num, None)
            self._packable[ref.num] = serialise(obj)
        else:
            self.put(ref, object_bytes(ref, obj))

    def add(self, obj: Obj) -> Ref:
        """Write `obj` under a new number."""
        ref = self.allocate()
        self.put_object(ref, obj)
        return ref

    def finish(self) -> bytes:
        """The bytes to append to the base; none where there is nothing to write."""
        packed = self._pack()
        if not self._objects:
            return b""
        base = self.base
        numbers = sorted(self._objects)
        bodies = self._written(numbers)
        *offsets, end = accumulate(map(len, bodies), initial=base.length + len(base.gap))
        body = base.gap + b"".join(bodies)
        generations = [self._generations.get(num, 0) for num in numbers] if self._generations else repeat(0)
        entries = list(zip(numbers, repeat(1), offsets, generations, strict=False))
        if packed:
            entries = sorted(entries + packed)
        size = max(entries[-1][0] + 1, base.size)
        trailer = self._trailer(sha256(base.digest + body).digest()[:16])
        if base.has_xref_stream:
            section = xref_stream(entries, trailer, self.allocate(), end)
        else:
            section = _table_section(entries, b"<</Size %d%b>>" % (size, trailer))
        return b"%b%bstartxref\n%d\n%%%%EOF\n" % (body, section, end)

    def _trailer(self, identifier: bytes) -> bytes:
        """The entries of the trailer besides /Size."""
        base = self.base
        if base.lock is not None and not base.first_id:
            return base.trailer  # the key depends on the identifier, or on its absence
        return b"%b/ID[%b%b]" % (base.trailer, string(base.first_id or identifier), string(identifier))

    def _written(self, numbers: Sequence[int]) -> list[bytes]:
        """The objects as they stand in the file."""
        lock = self.base.lock
        if lock is None:
            return [self._objects[num] for num in numbers]
        sealed = []
        for num in numbers:
            ref = Ref(num, self._generations.get(num, 0))
            sealed.append(object_bytes(ref, lock.seal(ref, parse_indirect(self._objects[num], 0)[1])))
        return sealed

    def _pack(self) -> list[Entry]:
        """Put the small objects into object streams, or write them plainly where they are few."""
        if self.compact:
            small = [
                num
                for num, body in self._objects.items()
                if num not in self._generations and not body.endswith(_STREAM_END)
            ]
            for num in small:
                body = self._objects.pop(num)
                self._packable[num] = body[body.index(b"\n") + 1 : -len(_END)]
        if sum(map(len, self._packable.values())) < (_WORTH_DEFLATING if self.compact else _WORTH_PACKING):
            for num, body in self._packable.items():
                self._objects[num] = b"%d 0 obj\n%b%b" % (num, body, _END)
            return []
        entries: list[Entry] = []
        bodies = list(self._packable.items())
        for start in range(0, len(bodies), OBJECTS_PER_STREAM):
            group = bodies[start : start + OBJECTS_PER_STREAM]
            own = self.allocate()
            self._objects[own.num] = object_bytes(own, object_stream(group))
            entries += [(num, 2, own.num, index) for index, (num, _) in enumerate(group)]
        return entries


def object_stream(bodies: Sequence[tuple[int, bytes]], *, level: int = 1) -> Stream:
    """Objects, given as number and serialised form, packed into one stream (ISO 32000-1, 7.5.7)."""
    heads, offset = [], 0
    for num, body in bodies:
        heads.append(b"%d %d" % (num, offset))
        offset += len(body) + 1
    head = b" ".join(heads) + b"\n"
    attrs: Dict = {
        "Type": Name("ObjStm"),
        "N": len(bodies),
        "First": len(head),
        "Filter": Name("FlateDecode"),
    }
    return Stream(attrs, zlib.compress(head + b"\n".join(body for _, body in bodies), level))


def _runs(entries: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    """Entries, which stand by rising number, in groups of consecutive ones."""
    start = 0
    for index in range(1, len(entries) + 1):
        if index == len(entries) or entries[index][0] != entries[index - 1][0] + 1:
            yield entries[start:index]
            start = index


def _table_section(entries: Sequence[Entry], trailer: bytes) -> bytes:
    parts = [b"xref\n"]
    for run in _runs(entries):
        parts.append(b"%d %d\n" % (run[0][0], len(run)))
        parts.append(b"%010d %05d n \n" * len(run) % tuple(chain.from_iterable([row[2:] for row in run])))
    return b"%btrailer\n%b\n" % (b"".join(parts), trailer)


def xref_stream(entries: Sequence[Entry], trailer: bytes, own: Ref, offset: int) -> bytes:
    """The section as the stream `own` at `offset`; it stands in its own list, as the last of all objects.

    `trailer` are the entries of the trailer besides /Size.
    """
    entries = [*entries, (own.num, 1, offset, 0)]
    index = b" ".join([b"%d %d" % (run[0][0], len(run)) for run in _runs(entries)])
    rows = pack(">" + "BIH" * len(entries), *chain.from_iterable([entry[1:] for entry in entries]))
    packing = b""
    if len(rows) >= _WORTH_DEFLATING:
        rows, packing = zlib.compress(rows, 1), b"/Filter/FlateDecode"
    return (
        b"%d %d obj\n<</Type/XRef%b/W[1 4 2]/Index[%b]/Size %d%b/Length %d>>stream\n%b\nendstream\nendobj\n"
        % (*own, packing, index, own.num + 1, trailer, len(rows), rows)
    )
