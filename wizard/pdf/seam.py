"""The only place where pypdf is called: bytes in, plain values (`objects.py`) out.

pypdf finds objects: cross-reference tables and streams, object streams, repair, decryption, filters. What the
objects mean is our own business. pypdf is imported when the first file is opened, not before.

What must stay true:
- no pypdf object, exception or warning leaves this module;
- names and strings come out with the exact bytes of the file;
- reading obeys `Limits`, whatever the file says about itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from threading import RLock
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from wizard.i18n import msg
from wizard.pdf.errors import Damaged, Encrypted, NotAPdf, PdfError, TooLarge
from wizard.pdf.limits import FORMS, Limits
from wizard.pdf.locks import Lock
from wizard.pdf.objects import Dict, Name, Obj, Ref, Stream
from wizard.pdf.quiet import silence

if TYPE_CHECKING:
    from pypdf import Configuration

__all__ = ["HIGHEST_NUMBER", "Printed", "Source", "open_source", "standard_metrics"]

_ONE_AT_A_TIME: Final = RLock()
_HEADER_WITHIN: Final = 1024
_OBJECT: Final = re.compile(rb"\b(\d{1,7})\s+\d{1,5}\s+obj\b")
_HEADING: Final = re.compile(rb"\s*(\d{1,10})\s+(\d{1,10})\s+obj")
HIGHEST_NUMBER: Final = 8_388_607
"""The highest number an object may have; ISO 32000-1, Annex C."""

_MAY_ANNOTATE: Final = 1 << 5
_MAY_FILL: Final = 1 << 8
"""Permissions that cover filling in a form; ISO 32000-1, table 22."""

_MOST_TEXTS: Final = 20_000
_NEVER: Final = 65535
"""The generation of objects that may never be used again."""


class Printed(NamedTuple):
    """A text on a page: where it begins, in points from the page's origin, and its size."""

    x: float
    y: float
    size: float
    text: str


class Source:
    """One opened file.

    `repaired` tells that its cross-reference data is wrong and was rebuilt by searching; `broken` are the
    objects asked for so far that could not be read. `lock` is how it is encrypted, None where it is not.
    """

    def __init__(self, data: bytes, reader: _Observed, limits: Limits) -> None:
        self.data = data
        self.limits = limits
        self._reader = reader
        self.broken: set[Ref] = set()
        self.start_of_xref = _start_of_xref(data)
        self.repaired: bool = not reader.sound or self.start_of_xref is None
        with _tamed(limits):
            trailer = _plain(reader.trailer, limits.nesting)
            self.encrypted = reader.is_encrypted
            root = getattr(reader.root_object, "indirect_reference", None)
            self.lock = _lock(reader, trailer)
        self.trailer: Dict = trailer if isinstance(trailer, dict) else {}
        if root is not None:  # a damaged file's trailer may not name it, or name something else
            self.trailer["Root"] = Ref(root.idnum, root.generation)
        self._loaded: dict[Ref, Obj] = {}
        found = {Ref(n, g) for g, entries in reader.xref.items() if g != _NEVER for n in entries}
        found |= {Ref(n, 0) for n in reader.xref_objStm}
        self._numbers = {ref for ref in found if 0 < ref.num <= HIGHEST_NUMBER}

    @property
    def has_xref_stream(self) -> bool:
        """Whether the newest cross-reference section is a stream rather than a table."""
        return self.start_of_xref is not None and not self.data.startswith(b"xref", self.start_of_xref)

    def load(self, ref: Ref) -> Obj:
        """The object that `ref` names; None where the file has none, or a broken one. Raises `TooLarge`."""
        if ref not in self._numbers:
            return None  # pypdf would search the whole file for it, each time
        if ref not in self._loaded:
            try:
                with _tamed(self.limits):
                    self._loaded[ref] = _plain(self._foreign(ref), self.limits.nesting)
            except Damaged:
                self._loaded[ref] = None
                self.broken.add(ref)
        return self._loaded[ref]

    def decoded(self, ref: Ref) -> bytes:
        """The data of the stream that `ref` names, its filters undone. Raises `PdfError`."""
        with _tamed(self.limits):
            found = self._foreign(ref)
            if not hasattr(found, "get_data"):
                raise Damaged
            data = found.get_data()
            return data if isinstance(data, bytes) else str(data).encode("latin-1", "replace")

    def printed(self, index: int) -> list[Printed]:
        """The texts that page number `index` (from 0) shows, fields left out; none where it cannot be read."""
        found: list[Printed] = []

        def note(text: str, whole: Sequence[float], own: Sequence[float], _font: object, size: float) -> None:
            x = own[4] * whole[0] + own[5] * whole[2] + whole[4]
            y = own[4] * whole[1] + own[5] * whole[3] + whole[5]
            scale = abs(own[3] * whole[3]) or abs(own[1] * whole[2]) or 1.0
            if len(found) < _MOST_TEXTS and text.strip():
                found.append(Printed(x, y, abs(size) * scale, text))

        try:
            with _tamed(self.limits):
                self._reader.pages[index].extract_text(visitor_text=note)
        except PdfError:
            return found
        return found

    def drawn(self, ref: Ref) -> str | None:
        """The text that the form XObject `ref` draws; None where it cannot be read."""
        try:
            with _tamed(self.limits):
                found = self._foreign(ref)
                return str(self._reader.pages[0].extract_xform_text(found))
        except (PdfError, IndexError):
            return None

    def numbers(self) -> tuple[Ref, ...]:
        """Every object the file's cross-reference data knows of, by rising number."""
        return tuple(sorted(self._numbers))

    def _foreign(self, ref: Ref) -> Any:
        from pypdf.generic import IndirectObject  # noqa: PLC0415  the reader is open, so pypdf is loaded

        return self._reader.get_object(IndirectObject(ref.num, ref.gen, self._reader))


def open_source(data: bytes, password: str | None = None, limits: Limits = FORMS) -> Source:
    """Open a PDF. Raises `NotAPdf`, `TooLarge`, `Encrypted` or `Damaged`.

    Without a password the empty user password is tried, which opens what only its owner locked.
    """
    if len(data) > limits.file_bytes:
        raise TooLarge
    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        raise NotAPdf
    for ending, search in ((False, True), (False, False), (True, True)):
        whole = data + _new_ending(data) if ending else data
        try:
            reader = _reader(whole, password, limits, search=search)
        except Damaged as damage:
            last = damage
        else:
            return Source(data, reader, limits)
    raise last


@cache
def standard_metrics(base_font: str) -> tuple[Mapping[str, float], int] | None:
    """Widths by character (1/1000 em) and cap height of one of the 14 standard fonts; None for others."""
    from pypdf._codecs.core_font_metrics import CORE_FONT_METRICS  # noqa: PLC0415  a large table

    found = CORE_FONT_METRICS.get(base_font)
    if found is None:
        return None
    widths = {char: float(width) for char, width in found.character_widths.items() if len(char) == 1}
    return widths, int(found.font_descriptor.cap_height)


def _reader(data: bytes, password: str | None, limits: Limits, *, search: bool) -> _Observed:
    """An opened file; where its cross-reference data is wrong, `search` finds the objects without it."""
    with _tamed(limits):
        reader: _Observed = _reader_class()(BytesIO(data))
        reader.sound = not reader.rebuilt and _is_sound(data, reader)
        if search and not reader.sound and not reader.rebuilt:
            reader.rebuild()
        if reader.is_encrypted:
            _unlock(reader, password)
        _ = reader.root_object
        return reader


def _new_ending(data: bytes) -> bytes:
    """What a truncated file lacks; with it pypdf searches the file for objects instead of giving up."""
    size = max((int(found[1]) for found in _OBJECT.finditer(data)), default=0) + 1
    return b"\nendstream endobj\ntrailer\n<</Size %d>>\nstartxref\n0\n%%%%EOF\n" % size


def _unlock(reader: _Observed, password: str | None) -> None:
    for candidate in ("", password):
        if candidate is not None and reader.decrypt(candidate):
            return
    if password is None:
        raise Encrypted
    raise Encrypted(msg("The password does not open the PDF. Check it and try again."))


def _lock(reader: _Observed, trailer: Obj) -> Lock | None:
    """How the file is encrypted; None where it is not."""
    found = reader._encryption  # noqa: SLF001  pypdf keeps the key to itself
    if found is None or not isinstance(trailer, dict):
        return None
    length = len(found._key) if found.V >= 5 else 5 if found.V == 1 else found.Length // 8  # noqa: SLF001  as above
    return Lock(
        key=bytes(found._key[:length]),  # noqa: SLF001  as above
        strings=str(found.StrF)[1:],
        streams=str(found.StmF)[1:],
        entry=trailer.get("Encrypt"),
        whole=bool(found.EncryptMetadata),
        may_fill=bool(found.P & (_MAY_ANNOTATE | (_MAY_FILL if found.R >= 3 else 0))),
    )


@cache
def _configuration(limits: Limits) -> Configuration:
    from pypdf import Configuration  # noqa: PLC0415  costs 200 ms

    size = limits.stream_bytes
    return Configuration(
        maximum_declared_stream_length=limits.file_bytes,
        array_based_stream_maximum_output_length=size,
        lzw_maximum_output_length=size,
        run_length_maximum_output_length=size,
        zlib_maximum_output_length=size,
        brotli_maximum_output_length=size,
        stream_decoding_work_maximum_length=2 * size,
        stream_filters_maximum_length=4,
        stream_parsing_work_maximum_count=200_000,
        page_tree_maximum_entries=limits.pages,
        page_tree_maximum_depth=limits.levels,
        form_fields_maximum_entries=limits.fields,
        form_fields_maximum_depth=limits.levels,
        disable_legacy_handling=True,
    )


@contextmanager
def _tamed(limits: Limits) -> Iterator[None]:
    """Run pypdf within `limits`, with names kept byte for byte, and speak our own language about failures."""
    from pypdf import apply_configuration  # noqa: PLC0415  costs 200 ms
    from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError  # noqa: PLC0415
    from pypdf.generic import NameObject  # noqa: PLC0415

    with _ONE_AT_A_TIME, apply_configuration(_configuration(limits)):
        charsets, NameObject.CHARSETS = NameObject.CHARSETS, ("latin1",)  # type: ignore[assignment]
        try:
            yield
        except PdfError:
            raise
        except FileNotDecryptedError as error:
            raise Encrypted from error
        except (DependencyError, NotImplementedError) as error:
            raise Encrypted(
                msg("The PDF is encrypted with a method that cannot be opened on this computer.")
            ) from error
        except (LimitReachedError, RecursionError, MemoryError) as error:
            raise TooLarge from error
        except Exception as error:  # pypdf lets ValueError, KeyError and many others through on broken files
            raise Damaged from error
        finally:
            NameObject.CHARSETS = charsets


class _Observed(Protocol):
    """pypdf's reader, told to remember what the file said before it was put right."""

    rebuilt: bool
    sound: bool
    as_written: Mapping[int, Mapping[int, int]]
    xref: dict[int, dict[int, int]]
    xref_objStm: dict[int, tuple[int, int]]  # noqa: N815  pypdf's name
    xref_free_entry: dict[int, dict[int, bool]]
    trailer: Any
    is_encrypted: bool
    root_object: Any
    pages: Any
    _encryption: Any

    def decrypt(self, password: str) -> int: ...
    def get_object(self, ref: Any) -> Any: ...
    def rebuild(self) -> None: ...


@cache
def _reader_class() -> Any:
    from pypdf import PdfReader  # noqa: PLC0415  costs 200 ms

    silence("pypdf")

    class Observed(PdfReader):
        rebuilt = False
        as_written: Mapping[int, Mapping[int, int]] = {}

        def rebuild(self) -> None:
            """Find every object by searching the file."""
            self._rebuild_xref_table(self.stream)

        def _rebuild_xref_table(self, stream: Any) -> None:
            self.rebuilt = True
            super()._rebuild_xref_table(stream)

        def _read_xref_tables_and_trailers(self, *args: Any) -> None:
            super()._read_xref_tables_and_trailers(*args)
            self.as_written = {gen: dict(entries) for gen, entries in self.xref.items()}

    return Observed


def _is_sound(data: bytes, reader: _Observed) -> bool:
    """Whether the file's own cross-reference data leads to its objects, so that an increment can build on it."""
    if not data.startswith(b"%PDF-"):
        return False
    return all(
        _begins(data, offset, num, gen)
        for gen, entries in reader.as_written.items()
        if gen != _NEVER
        for num, offset in entries.items()
        if offset and not reader.xref_free_entry.get(gen, {}).get(num, False)
    )


def _begins(data: bytes, offset: int, num: int, gen: int) -> bool:
    """Whether the object `num gen` stands at `offset`."""
    found = _HEADING.match(data, offset)
    return found is not None and (int(found[1]), int(found[2])) == (num, gen)


def _start_of_xref(data: bytes) -> int | None:
    """The offset that the last `startxref` gives, if a cross-reference section stands there."""
    found = re.match(rb"startxref\s+(\d{1,12})\s", data[data.rfind(b"startxref") :])
    if found is None:
        return None
    offset = int(found[1])
    return offset if re.compile(rb"xref\s|\d+\s+\d+\s+obj").match(data, offset) else None


def _plain(obj: Any, depth: int) -> Obj:  # noqa: C901  one case for each type there is
    """A pypdf object as a plain value; raises `TooLarge` when it nests deeper than `depth`."""
    from pypdf import generic  # noqa: PLC0415  loaded by now

    if depth < 0:
        raise TooLarge
    match obj:
        case None | generic.NullObject():
            return None
        case generic.BooleanObject():
            return bool(obj.value)
        case generic.IndirectObject():
            return Ref(obj.idnum, obj.generation)
        case generic.NumberObject():
            return int(obj)
        case generic.FloatObject():
            return float(obj)
        case generic.NameObject():
            return Name(obj[1:])
        case generic.ByteStringObject() | generic.TextStringObject():
            return bytes(obj.original_bytes)
        case generic.ArrayObject():
            return [_plain(item, depth - 1) for item in list.__iter__(obj)]
        case generic.DictionaryObject():
            attrs = {str(key)[1:]: _plain(value, depth - 1) for key, value in dict.items(obj)}
            if isinstance(obj, generic.StreamObject):
                return Stream(attrs, bytes(obj._data))  # noqa: SLF001  the data before the filters
            return attrs
    raise Damaged
