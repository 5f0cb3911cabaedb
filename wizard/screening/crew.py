"""Processes that screen parcels side by side, so that none of these can take this process down or hold it up.

    with Crew(desk, jobs=2) as crew:
        for case in crew.screened(parcels):
            ...

Each worker (`worker`) is a process of its own that forks a limited child for every parcel. What must stay true:
every parcel gives one case, in the order of the parcels; what could not be screened is a case that says so; and
only so many parcels are under way as there are workers, so that a thousand take no more memory than ten.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, Final

from wizard import resources
from wizard.confined import Bounds, Closing, Helper
from wizard.screening.case import Case, Desk
from wizard.screening.intake import Parcel
from wizard.screening.records import RecordError, case_of
from wizard.screening.worker import TOO_MUCH, refusal

__all__ = ["PACKAGE", "Crew", "Screened"]

PACKAGE: Final = Bounds(seconds=18.0, cpu=18, memory=1 << 30, answer=64_000_000)
"""What one package may cost."""
_GRACE: Final = 2.0
_START: Final = 30.0
"""Seconds a worker may take to begin."""


@dataclass(frozen=True, slots=True)
class Screened:
    """What became of a parcel: its name, and its record, which `case_of` makes a case of."""

    name: str
    record: bytes


class Crew(Closing):
    """So many workers, started when first needed and again where one has ended."""

    def __init__(self, desk: Desk, jobs: int = 1, *, pages: bool = True, bounds: Bounds = PACKAGE) -> None:
        self.desk = desk
        self.jobs = max(1, jobs)
        self._bounds = bounds
        self._setup = _setup(desk, bounds, pages=pages)
        self._free: SimpleQueue[_Member] = SimpleQueue()
        self._members = [_Member(self._setup, bounds) for _ in range(self.jobs)]
        for member in self._members:
            self._free.put(member)
        self._pool = ThreadPoolExecutor(self.jobs, thread_name_prefix="screening")

    def close(self) -> None:
        """End the workers."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        for member in self._members:
            member.end()
        self._pool.shutdown()

    def records(self, parcels: Iterable[Parcel]) -> Iterator[Screened]:
        """What became of each parcel, in their order."""
        under_way: deque[Future[Screened]] = deque()
        for parcel in parcels:
            under_way.append(self._pool.submit(self._one, parcel))
            if len(under_way) > 2 * self.jobs:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()

    def screened(self, parcels: Iterable[Parcel]) -> Iterator[Case]:
        """The cases of the parcels, in their order."""
        return (self.case(screened) for screened in self.records(parcels))

    def case(self, screened: Screened) -> Case:
        """The case that a record tells of."""
        try:
            return case_of(screened.name, screened.record, self.desk)
        except RecordError:
            return case_of(screened.name, refusal(TOO_MUCH), self.desk)

    def _one(self, parcel: Parcel) -> Screened:
        if parcel.refused is not None:
            return Screened(parcel.name, refusal(parcel.refused))
        member = self._free.get()
        try:
            return Screened(parcel.name, member.ask(parcel))
        finally:
            self._free.put(member)


class _Member:
    """One worker, for one parcel at a time."""

    def __init__(self, setup: bytes, bounds: Bounds) -> None:
        self._bounds = bounds
        self._worker = Helper("wizard.screening.worker", setup)

    def ask(self, parcel: Parcel) -> bytes:
        """The record of a parcel; the worker is ended, and the parcel to blame, where it does not answer in time."""
        seconds = self._bounds.seconds + _GRACE + (0 if self._worker.is_running else _START)
        try:
            return self._worker.ask(
                _job(parcel), *parcel.files.values(), most=self._bounds.answer, seconds=seconds
            )
        except EOFError:
            return refusal(TOO_MUCH)

    def end(self) -> None:
        """End the worker."""
        self._worker.end()


def _setup(desk: Desk, bounds: Bounds, *, pages: bool) -> bytes:
    setup: dict[str, Any] = {
        "words": str(resources.content_root().resolve()),
        "content": str(desk.content.root.resolve()),
        "earlier": [str(each.content.root.resolve()) for each in desk.earlier],
        "today": desk.today.isoformat(),
        "language": desk.tr.language,
        "trust": str(desk.trust.resolve()) if desk.trust is not None else None,
        "pages": pages,
        "seconds": bounds.seconds,
        "cpu": bounds.cpu,
        "memory": bounds.memory,
        "answer": bounds.answer,
    }
    return json.dumps(setup).encode()


def _job(parcel: Parcel) -> bytes:
    place = parcel.place
    told = {"path": str(place.path.absolute()), "among": place.among} if place is not None else None
    return json.dumps({"name": parcel.name, "place": told, "files": list(parcel.files)}).encode()
