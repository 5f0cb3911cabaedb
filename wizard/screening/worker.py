"""The other side of `crew`: a process that screens parcels, each in a child with hard limits.

It is started with `python -P -m wizard.screening.worker`, told once what a desk has, and then forks for every
parcel, which costs milliseconds. The child opens the package, reads all that is in it and judges it; what it says is a
record of the case, as JSON. Where a file ends a child, the parcel is screened again without that file, which is
then told as unreadable, within the same time. What must stay true: every parcel gets one answer within its time.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from time import monotonic
from typing import IO, Any, Final

from wizard import resources
from wizard.blanks import load_blanks
from wizard.confined import CAN_FORK, Bounds, OverBoundsError, in_child, read_frames, write_frames
from wizard.flow.content import load
from wizard.i18n import Message, Translator, msg
from wizard.screening.case import Case, Desk
from wizard.screening.cases import screen
from wizard.screening.documents import warm
from wizard.screening.intake import Parcel, Place
from wizard.screening.reading import AtOnce
from wizard.screening.records import record_of
from wizard.screening.seals import trust_in

__all__ = ["OUR_FAULT", "TOO_MUCH", "refusal"]

TOO_MUCH: Final = msg(
    "The package could not be read within the time and memory that packages from others are given. "
    "It may be made to do harm."
)
OUR_FAULT: Final = msg("lov made a mistake while it read this package. A person has to look at it.")
_TRIES: Final = 4
_NEEDED: Final = (
    "pypdf",
    "email_validator",
    "phonenumbers",
    "uharfbuzz",
    "pymupdf_fonts",
    "wizard.pdf.inspection",
)
"""What reading takes and is loaded late: loaded here once, so that no child has to."""
_SELDOM: Final = 200_000
"""After so many new objects a child looks for those that nobody needs: it is over soon, and has room."""
_TO_JUDGE: Final = 5.0
"""Seconds kept for judging, after the files have been read."""
_READING, _WARM, _RECORD = b"F", b"W", b"R"


def refusal(why: Message) -> bytes:
    """The record of a parcel that could not be screened."""
    return record_of(Case("", sha256(b"").hexdigest(), (), (), refused=why))


class _Worker:
    """The desk of this process, and what has been made ready for those that are forked."""

    def __init__(self, setup: Mapping[str, Any]) -> None:
        resources.use_content(Path(setup["words"]))
        self._with_pages = bool(setup["pages"])
        self._bounds = Bounds(setup["seconds"], setup["cpu"], setup["memory"], setup["answer"])
        earlier = tuple(_desk(setup, root) for root in setup["earlier"])
        self._desk = replace(_desk(setup, setup["content"]), earlier=earlier)
        self._ready: set[str] = set()
        self._desk.content.papers  # noqa: B018  reading them is what costs
        for name in _NEEDED:
            import_module(name)
        if self._desk.trust is not None:
            trust_in(self._desk.trust)
        gc.freeze()  # what is here stays: children need neither look through it nor copy it

    def answer(self, parcel: Parcel) -> bytes:
        """The record of a parcel."""
        until = monotonic() + self._bounds.seconds
        skipped: frozenset[str] = frozenset()
        for _ in range(_TRIES):
            left = until - monotonic()
            if left <= 0:
                break
            try:
                said = self._said(parcel, skipped, left)
            except OverBoundsError as error:
                begun = [words for kind, words in _lines(error.said) if kind == _READING]
                if not begun:
                    break
                skipped |= {json.loads(begun[-1])}
                continue
            self._make_ready(words for kind, words in _lines(said) if kind == _WARM)
            found = next((words for kind, words in _lines(said) if kind == _RECORD), None)
            return found if found is not None else refusal(TOO_MUCH)
        return refusal(TOO_MUCH)

    def _said(self, parcel: Parcel, skipped: frozenset[str], seconds: float) -> bytes:
        work = partial(self._screen, parcel, skipped, seconds)
        if CAN_FORK:
            bounds = Bounds(seconds, self._bounds.cpu, self._bounds.memory, self._bounds.answer)
            return in_child(work, bounds)
        parts: list[bytes] = []
        work(parts.append)
        return b"".join(parts)

    def _screen(
        self, parcel: Parcel, skipped: frozenset[str], seconds: float, say: Callable[[bytes], None]
    ) -> None:
        """In the child: all of it, and what a later one would like to find done."""
        gc.set_threshold(_SELDOM)

        def begun(name: str) -> None:
            say(_READING + json.dumps(name).encode() + b"\n")

        until = monotonic() + max(seconds - _TO_JUDGE, 0.5)
        desk = self._desk.read_by(AtOnce(until, begun, skipped))
        try:
            case = screen(parcel, desk)
            record = record_of(case, with_pages=self._with_pages)
        except (MemoryError, RecursionError):
            case, record = None, refusal(TOO_MUCH)
        except Exception:  # noqa: BLE001  one package must not stop the others, whatever lov did wrong
            case, record = None, refusal(OUR_FAULT)
        for name in _wanted(case) if case is not None else ():
            if name not in self._ready:
                say(_WARM + name.encode() + b"\n")
        say(_RECORD + record + b"\n")

    def _make_ready(self, names: Iterator[bytes]) -> None:
        """Do once what children have had to do each for themselves. Only names that the content knows are heard."""
        for name in (words.decode("ascii", "replace") for words in names):
            kind, _, rest = name.partition(":")
            if name in self._ready:
                continue
            if kind == "blank" and rest in self._desk.blanks:
                self._desk.blanks[rest].template.fill({})  # compiling it is what costs, and opening its fonts
            elif kind == "look" and rest in self._desk.blanks:
                warm(self._desk.blanks[rest])
            elif kind == "flow" and rest in {
                f"{area}/{errand}" for area, errand in self._desk.content.errands()
            }:
                area, _, errand = rest.partition("/")
                self._desk.content.flow(area, errand)
            elif kind == "seals":
                with suppress(ImportError):
                    import_module("pyhanko.sign.validation")
                    import_module("pyhanko.sign.validation.dss")
            else:
                continue
            self._ready.add(name)
            gc.freeze()


def _desk(setup: Mapping[str, Any], root: str) -> Desk:
    today = date.fromisoformat(setup["today"])
    trust = Path(setup["trust"]) if setup["trust"] is not None else None
    return Desk(load(Path(root)), load_blanks(Path(root)), today, Translator.of(setup["language"]), trust)


def _wanted(case: Case) -> Iterator[str]:
    for document in case.documents:
        if document.blank is not None:
            yield f"{'blank' if document.is_proven else 'look'}:{document.blank.id}"
    if any(document.signed for document in case.documents):
        yield "seals:"
    if case.interview is not None:
        yield f"flow:{case.interview.flow.area.id}/{case.interview.flow.kind}"


def _lines(said: bytes) -> Iterator[tuple[bytes, bytes]]:
    yield from ((line[:1], line[1:]) for line in said.split(b"\n") if line)


def _parcel(job: Mapping[str, Any], contents: list[bytes]) -> Parcel:
    place = job["place"]
    if place is None:
        return Parcel(job["name"], dict(zip(job["files"], contents, strict=True)))
    among = tuple(place["among"]) if place["among"] is not None else None
    return Parcel(job["name"], place=Place(Path(place["path"]), among))


def _serve(inward: IO[bytes], outward: IO[bytes]) -> None:
    """Answer jobs until the stream of them ends."""
    (setup,) = read_frames(inward, 1, sys.maxsize)
    worker = _Worker(json.loads(setup))
    sys.setrecursionlimit(2_000)
    while True:
        try:
            (head,) = read_frames(inward, 1, sys.maxsize)
            job = json.loads(head)
            contents = read_frames(inward, len(job["files"]), sys.maxsize)
        except EOFError:
            return
        write_frames(outward, worker.answer(_parcel(job, contents)))


if __name__ == "__main__":
    _serve(sys.stdin.buffer, sys.stdout.buffer)
