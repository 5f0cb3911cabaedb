"""A document as a form engine sees it: catalogue, AcroForm, pages with their annotations, and what to append to.

All of it is plain values (`objects.py`); nothing here knows who parsed the file. Dictionaries that stand
inline, where a form needs an object of its own, are *adopted*: given a new number, and the object that held
them is marked as changed. What must stay true: objects are changed only through `adopt` and `change`, so that
`changes()` holds everything an increment must write besides the fields it fills.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from wizard.pdf.errors import Damaged, TooLarge
from wizard.pdf.limits import FORMS, Limits
from wizard.pdf.objects import Dict, Obj, Ref, Stream
from wizard.pdf.seam import HIGHEST_NUMBER, Source, open_source

__all__ = ["Document", "ObjectSource", "Page", "Rect", "as_number", "open_document", "rectangle"]

Rect = tuple[float, float, float, float]
"""Left, bottom, right, top in points; always left <= right and bottom <= top."""

_A4: Final[Rect] = (0.0, 0.0, 595.28, 841.89)
_HOPS: Final = 16


class ObjectSource(Protocol):
    """Where a document's objects come from: a whole file (`seam.Source`), or what was appended to one."""

    data: bytes
    limits: Limits
    trailer: Dict

    def numbers(self) -> tuple[Ref, ...]:
        """Every object there is."""

    def load(self, ref: Ref) -> Obj:
        """The object that `ref` names; None where there is none."""

    def decoded(self, ref: Ref) -> bytes:
        """The data of a stream, its filters undone."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `box` is what is shown of it, unrotated; `rotate` is 0, 90, 180 or 270, clockwise."""

    index: int
    ref: Ref
    attrs: Dict
    inherited: Mapping[str, Obj]
    box: Rect
    rotate: int


class Document:
    """An opened PDF with its parts found. Raises `PdfError` from every method that reads."""

    def __init__(self, source: ObjectSource) -> None:
        self.source = source
        self.limits = source.limits
        self.data = source.data
        self.trailer = source.trailer
        self._adopted: dict[Ref, Obj] = {}
        self._changed: set[Ref] = set()
        known = source.numbers()
        size = self.trailer.get("Size")
        stated = size if isinstance(size, int) and size <= HIGHEST_NUMBER else 1
        self.next_number = max([stated, *(ref.num + 1 for ref in known)])
        root = self.trailer.get("Root")
        self.root_ref = root if isinstance(root, Ref) else Ref(0)
        self.root = self.dictionary(root)
        self.pages = tuple(self._find_pages())

    def load(self, ref: Ref) -> Obj:
        """The object that `ref` names, adopted ones included."""
        return self._adopted[ref] if ref in self._adopted else self.source.load(ref)

    def resolve(self, obj: Obj) -> Obj:
        """`obj` itself, or what it refers to, through any number of references up to a limit."""
        for _ in range(_HOPS):
            if not isinstance(obj, Ref):
                return obj
            obj = self.load(obj)
        return None

    def dictionary(self, obj: Obj) -> Dict:
        """The dictionary (also of a stream) that `obj` is or refers to; an empty one where there is none."""
        found = self.resolve(obj)
        if isinstance(found, Stream):
            return found.attrs
        return found if isinstance(found, dict) else {}

    def array(self, obj: Obj) -> list[Obj]:
        """The array that `obj` is or refers to; an empty one where there is none."""
        found = self.resolve(obj)
        return found if isinstance(found, list) else []

    def stream_data(self, obj: Obj) -> bytes | None:
        """The unfiltered data of the stream that `obj` refers to; None where there is none or it is broken."""
        if not isinstance(obj, Ref) or not isinstance(self.load(obj), Stream):
            return None
        try:
            return self.source.decoded(obj)
        except (Damaged, TooLarge):
            return None

    def allocate(self) -> Ref:
        """A number that no object has."""
        self.next_number += 1
        return Ref(self.next_number - 1)

    def add(self, obj: Obj) -> Ref:
        """Take in a new object under a number of its own."""
        ref = self.allocate()
        self._adopted[ref] = obj
        return ref

    def adopt(self, holder: list[Obj] | Dict, key: int | str, owner: Ref) -> Ref:
        """Give the inline object at `holder[key]` a number, and mark `owner`, in which it stood, as changed."""
        ref = self.allocate()
        if isinstance(holder, list):
            self._adopted[ref], holder[int(key)] = holder[int(key)], ref
        else:
            self._adopted[ref], holder[str(key)] = holder[str(key)], ref
        self.change(owner)
        return ref

    def change(self, ref: Ref) -> None:
        """Note that the object `ref` was altered in place and must be written."""
        self._changed.add(ref)

    def changes(self) -> dict[Ref, Obj]:
        """Every object that was adopted or altered, by rising number."""
        return {ref: self.load(ref) for ref in sorted(self._changed | set(self._adopted))}

    def owned(self, holder: Dict, key: str, owner: Ref) -> tuple[Obj, Ref]:
        """The value at `holder[key]`, resolved, and the indirect object that it stands in."""
        value = holder.get(key)
        while isinstance(value, Ref):
            owner, value = value, self.load(value)
        return value, owner

    def _find_pages(self) -> Iterator[Page]:
        seen: set[Ref] = set()
        pending: list[tuple[Obj, Mapping[str, Obj], int]] = [(self.root.get("Pages"), {}, 0)]
        index = 0
        while pending:
            ref, inherited, level = pending.pop()
            if not isinstance(ref, Ref) or ref in seen:
                continue
            seen.add(ref)
            if level > self.limits.levels or index >= self.limits.pages:
                raise TooLarge
            attrs = self.dictionary(ref)
            if "Kids" in attrs:
                own: Dict = {key: attrs[key] for key in _INHERITED if key in attrs}
                below = {**inherited, **own}
                pending.extend((kid, below, level + 1) for kid in reversed(self.array(attrs["Kids"])))
            elif attrs:
                yield self._page(index, ref, attrs, inherited)
                index += 1

    def _page(self, index: int, ref: Ref, attrs: Dict, inherited: Mapping[str, Obj]) -> Page:
        known: Dict = {**inherited, **attrs}
        media = rectangle(self, known.get("MediaBox")) or _A4
        crop = rectangle(self, known.get("CropBox")) or media
        box = (max(crop[0], media[0]), max(crop[1], media[1]), min(crop[2], media[2]), min(crop[3], media[3]))
        turn = as_number(self.resolve(known.get("Rotate")))
        shown = box if box[0] < box[2] and box[1] < box[3] else media
        return Page(index, ref, attrs, inherited, shown, int(turn or 0) // 90 * 90 % 360)


_INHERITED: Final = ("Resources", "MediaBox", "CropBox", "Rotate")


def open_document(
    data: bytes, password: str | None = None, limits: Limits = FORMS
) -> tuple[Document, Source]:
    """Open a PDF and find its parts. Raises `NotAPdf`, `TooLarge`, `Encrypted` or `Damaged`."""
    source = open_source(data, password, limits)
    try:
        return Document(source), source
    except (RecursionError, MemoryError) as error:
        raise TooLarge from error


def as_number(obj: Obj) -> float | None:
    """`obj` if it is a number, otherwise None."""
    return float(obj) if isinstance(obj, int | float) and not isinstance(obj, bool) else None


def rectangle(document: Document, obj: Obj) -> Rect | None:
    """The rectangle that `obj` is or refers to, its corners put in order; None where it is not one."""
    corners = [as_number(document.resolve(item)) for item in document.array(obj)]
    if len(corners) != 4:
        return None
    left, bottom, right, top = (corner or 0.0 for corner in corners)
    if any(abs(corner) > 1e6 for corner in (left, bottom, right, top)):
        return None
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)
