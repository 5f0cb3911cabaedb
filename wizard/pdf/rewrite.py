"""A document written anew from what could be read of it: for damaged templates, and for flattening.

An increment must build on sound cross-reference data. So a damaged template is first written out whole, with
the same objects under the same numbers, and the result is the base that filled forms begin with. What was
encrypted stays so, under the same passwords. The same input gives the same bytes.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from wizard.pdf.document import Document
from wizard.pdf.errors import Damaged
from wizard.pdf.increment import OBJECTS_PER_STREAM, Entry, object_bytes, object_stream, xref_stream
from wizard.pdf.locks import Lock
from wizard.pdf.objects import Dict, Obj, Ref, Stream, serialise

__all__ = ["rewrite"]

_HEADER: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


def rewrite(document: Document, lock: Lock | None = None) -> bytes:
    """All objects that the catalogue and the document information lead to, in a sound file of their own.

    `lock` is how the document is encrypted, and how the file will be.
    """
    objects = _reachable(document)
    if document.root_ref not in objects:
        raise Damaged
    known = frozenset(ref.num for ref in objects)
    streams = {ref: obj for ref, obj in objects.items() if isinstance(obj, Stream)}
    plain = {ref: obj for ref, obj in objects.items() if not isinstance(obj, Stream)}
    own = lock.entry.num if lock and isinstance(lock.entry, Ref) else 0
    number = max([*known, own]) + 1
    out = bytearray(_HEADER)
    entries: list[Entry] = [(0, 0, 0, 65535)]
    for ref, stream in streams.items():
        entries.append((ref.num, 1, len(out), 0))
        out += _object(Ref(ref.num), _sound(stream, known), lock)
    refs = list(plain)
    for start in range(0, len(refs), OBJECTS_PER_STREAM):
        group = refs[start : start + OBJECTS_PER_STREAM]
        packed = object_stream([(ref.num, serialise(_sound(plain[ref], known))) for ref in group], level=9)
        entries += [(ref.num, 2, number, index) for index, ref in enumerate(group)]
        entries.append((number, 1, len(out), 0))
        out += _object(Ref(number), packed, lock)
        number += 1
    if lock is not None and isinstance(lock.entry, Ref):
        entries.append((own, 1, len(out), 0))
        out += object_bytes(Ref(own), document.load(lock.entry))
    end = len(out)
    out += xref_stream(sorted(entries), serialise(_trailer(document, lock))[2:-2], Ref(number), end)
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % end


def _reachable(document: Document) -> dict[Ref, Obj]:
    """Objects by rising number; of two generations of one number the newer."""
    found: dict[int, tuple[Ref, Obj]] = {}
    pending: list[Obj] = [document.root_ref, document.trailer.get("Info")]
    seen: set[Ref] = set()
    while pending:
        item = pending.pop()
        if isinstance(item, Ref) and item not in seen:
            seen.add(item)
            obj = document.load(item)
            if item.num not in found or found[item.num][0].gen < item.gen:
                found[item.num] = (item, obj)
            item = obj
        if isinstance(item, Stream):
            item = item.attrs
        if isinstance(item, dict):
            pending += [value for key, value in item.items() if key != "Length"]
        elif isinstance(item, list):
            pending += item
    return {ref: obj for _, (ref, obj) in sorted(found.items()) if obj is not None}


def _sound(obj: Obj, known: frozenset[int]) -> Obj:
    """`obj` with every reference at generation 0, and null for references to nothing.

    A reference to nothing would come to life when an increment takes the number it names.
    """
    match obj:
        case Ref():
            return Ref(obj.num) if obj.num in known else None
        case Stream():
            return Stream({key: _sound(value, known) for key, value in obj.attrs.items()}, obj.raw)
        case dict():
            return {key: _sound(value, known) for key, value in obj.items()}
        case list():
            return [_sound(item, known) for item in obj]
        case _:
            return obj


def _object(ref: Ref, obj: Obj, lock: Lock | None) -> bytes:
    return object_bytes(ref, obj if lock is None else lock.seal(ref, obj))


def _trailer(document: Document, lock: Lock | None) -> Dict:
    first = _first_id(document)
    identifier = first or sha256(document.data).digest()[:16]
    trailer: Dict = {"Root": Ref(document.root_ref.num)}
    if first or lock is None:
        trailer["ID"] = [identifier, identifier]
    if lock is not None:
        trailer["Encrypt"] = Ref(lock.entry.num) if isinstance(lock.entry, Ref) else lock.entry
    info = document.trailer.get("Info")
    if isinstance(info, Ref) and document.load(info) is not None:
        trailer["Info"] = Ref(info.num)
    return trailer


def _first_id(document: Document) -> bytes:
    items = document.array(document.trailer.get("ID"))
    return items[0] if items and isinstance(items[0], bytes) else b""
