"""Reading the PDFs of a case: each in a process of its own, or, in a child that is limited already, at once.

Both ways find the same. What must stay true: no file holds a reader up longer than it is given; whatever is wrong
with a file is a `PdfError`.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from wizard.i18n import msg
from wizard.pdf import PdfError, shared_guard
from wizard.screening.signatures import SignatureState, Signed

if TYPE_CHECKING:
    from wizard.blanks import Blank
    from wizard.pdf import PrintedPage, Value
    from wizard.pdf.document import Document

__all__ = ["GUARDED", "AtOnce", "Looked", "Reader", "painted"]

_PER_FILE: Final = 5.0
"""Seconds of the processor that one file may take; the largest official form at hand takes one."""


class Looked(NamedTuple):
    """What a PDF is made of (as `wizard.pdf.inspect` tells it), and what is printed on its pages.

    `painted` stands for what draws each page, all of it; empty where that was not asked.
    """

    form: Mapping[str, Any]
    pages: tuple[PrintedPage, ...]
    painted: tuple[str, ...] = ()


class Reader(Protocol):
    """How PDFs are read. Both raise `PdfError`."""

    def look(self, name: str, data: bytes) -> Looked:
        """What the file is made of, and what is printed on it."""

    def values(self, name: str, data: bytes, blank: Blank | None) -> tuple[Mapping[str, Value], bool]:
        """The values of its fields; and whether it is `blank` with nothing changed but its values."""

    def signatures(self, name: str, data: bytes, trust: Path | None, today: date) -> tuple[Signed, ...]:
        """What can be said of its signatures."""


class _Guarded:
    """Each file in a process of its own: for any process, such as one with a screen."""

    def look(self, _name: str, data: bytes) -> Looked:
        return Looked(*shared_guard().look(data))

    def values(self, _name: str, data: bytes, blank: Blank | None) -> tuple[Mapping[str, Value], bool]:
        found = shared_guard().read(data, template=blank.pdf if blank is not None else None)
        return found.values, found.proven

    def signatures(self, _name: str, _data: bytes, _trust: Path | None, _today: date) -> tuple[Signed, ...]:
        """A stranger's signature is not taken apart in a process that has more to lose."""
        why = msg("Signatures are checked where packages are screened in processes of their own.")
        return (Signed("", SignatureState.NOT_CHECKED, why=why),)


GUARDED: Final[Reader] = _Guarded()


class _TooLong(BaseException):
    """A file's time is up. No `Exception`, so that no reader takes it for a fault of the file and goes on."""


class AtOnce:
    """Read in this process, which is limited, until `until`. `begun` hears of each file that is opened.

    Names in `skipped` are not opened again: they have ended a process before.
    """

    def __init__(
        self,
        until: float,
        begun: Callable[[str], object] = lambda _name: None,
        skipped: frozenset[str] = frozenset(),
    ) -> None:
        self._until = until
        self._begun = begun
        self._skipped = skipped

    def look(self, name: str, data: bytes) -> Looked:
        """See `Reader`."""
        from wizard.pdf.document import open_document  # noqa: PLC0415  heavy
        from wizard.pdf.forms import collect  # noqa: PLC0415  as above
        from wizard.pdf.inspection import inspect_opened  # noqa: PLC0415  as above
        from wizard.pdf.printed import printed_opened  # noqa: PLC0415  as above

        with self._limited(name):
            document, source = open_document(data)
            form = inspect_opened(document, source, collect(document)).to_json()
            return Looked(form, printed_opened(document, source), painted(document))

    def values(self, name: str, data: bytes, blank: Blank | None) -> tuple[Mapping[str, Value], bool]:
        """See `Reader`."""
        from wizard.pdf import Foreign, read, read_increment  # noqa: PLC0415  heavy

        with self._limited(name):
            if blank is not None:
                with suppress(Foreign):
                    return read_increment(data, blank.template), True
            return read(data), False

    def signatures(self, name: str, data: bytes, trust: Path | None, today: date) -> tuple[Signed, ...]:
        """See `Reader`."""
        from wizard.pdf import read  # noqa: PLC0415  heavy
        from wizard.screening.seals import check_signatures, trust_in  # noqa: PLC0415  as above

        with self._limited(name):
            return tuple(check_signatures(data, trust_in(trust), today, read))

    @contextmanager
    def _limited(self, name: str) -> Iterator[None]:
        from wizard.pdf import Unsafe  # noqa: PLC0415  as above

        seconds = min(_PER_FILE, self._until - monotonic())
        if name in self._skipped or seconds <= 0:
            raise Unsafe
        self._begun(name)
        try:
            with _alarm(seconds):
                yield
        except (PdfError, KeyboardInterrupt):
            raise
        except (_TooLong, MemoryError, RecursionError):
            raise Unsafe from None
        except Exception as error:  # whatever a strange file made of a reader
            raise Unsafe from error


def painted(document: Document) -> tuple[str, ...]:
    """For each page a sign of what draws it, without its fields: the same one for the same drawing."""
    found = []
    for page in document.pages:
        held = page.attrs.get("Contents")
        parts = document.array(held) or [held]
        drawn = (document.stream_data(part) or b"" for part in parts)
        found.append(sha256(b"\n".join(part.strip() for part in drawn)).hexdigest())
    return tuple(found)


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """End what is done within by `_TooLong`; where the system has no such clock, whoever waits ends the process."""
    if not hasattr(signal, "setitimer"):  # pragma: no cover  Windows
        yield
        return

    def ring(_number: int, _frame: object) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
