"""The inbox: what lies in it, when it came, and each case of it screened.

What lies there is told by `take_in`, which opens nothing. A stamp says whether anything of a parcel has changed
since it was looked at: so an inbox is looked through every few seconds, and only what is new is read. Of a
screened case the queue keeps what it shows, and no page of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Final

from wizard.desk.judged import Keyed, keyed
from wizard.i18n import Message
from wizard.package.opening import MAX_ENTRIES
from wizard.screening import Case, Parcel, take_in
from wizard.screening.inbox import told_of_twins, twin_keys

__all__ = ["Arrival", "Filed", "arrivals", "filed_case", "told_of", "twins_of"]

_NUMBER: Final = 8
"""Letters of a case's number: the beginning of its SHA-256, the same on every officer's screen."""

_TOLD: Final = 6


@dataclass(frozen=True, slots=True)
class Arrival:
    """A parcel in the inbox. `stamp` changes with anything that lies there; `came_at` is when it was last written."""

    parcel: Parcel
    stamp: str
    came_at: datetime

    @property
    def key(self) -> str:
        """What it is known by in its inbox: where it lies."""
        return str(self.parcel.place) if self.parcel.place is not None else self.parcel.name


@dataclass(frozen=True)
class Filed:
    """A screened case as the queue keeps it.

    `applicant` and `unit` are the first two things that the content shows a case by; `keys` are what makes it the
    same case as another.
    """

    arrival: Arrival
    name: str
    sha256: str
    applicant: str
    unit: str
    area: str
    area_name: Message | None
    kind: str
    errand: Message | None
    flow_version: str | None
    findings: tuple[Keyed, ...]
    refused: Message | None
    keys: frozenset[tuple[str, ...]]

    @property
    def number(self) -> str:
        """What the case is called by."""
        return self.sha256[:_NUMBER]


def arrivals(folder: Path) -> tuple[Arrival, ...]:
    """What lies in the inbox, in the order in which `lov screen` would take it in."""
    return tuple(_arrival(parcel) for parcel in take_in([folder]))


def filed_case(arrival: Arrival, case: Case) -> Filed:
    """A screened case as the queue keeps it."""
    flow = case.interview.flow if case.interview is not None else None
    known_by = [answer for _, answer in case.shown]
    return Filed(
        arrival=arrival,
        name=case.name,
        sha256=case.sha256 if case.refused is None else _mark(arrival),
        applicant=known_by[0] if known_by else "",
        unit=known_by[1] if len(known_by) > 1 else "",
        area=flow.area.id if flow is not None else "",
        area_name=flow.area.name if flow is not None else None,
        kind=flow.kind if flow is not None else "",
        errand=flow.title if flow is not None else None,
        flow_version=flow.version if flow is not None else None,
        findings=keyed(case.findings),
        refused=case.refused,
        keys=frozenset(twin_keys(case)),
    )


def twins_of(filed: Filed, others: Iterable[Filed]) -> tuple[str, ...]:
    """The names of those among the others that are the same case; of many, as many as are told."""
    names: dict[str, None] = {}
    for other in others:
        if other.arrival != filed.arrival and other.keys & filed.keys:
            names[other.name] = None
            if len(names) >= _TOLD:
                break
    return tuple(names)


def told_of(filed: Filed, twins: tuple[str, ...]) -> Filed:
    """The case with what has to be told of it because of others that are the same."""
    more = told_of_twins(Case(filed.name, filed.sha256, (), ()), list(twins)).findings
    return replace(filed, findings=(*filed.findings, *keyed(more))) if more else filed


def _mark(arrival: Arrival) -> str:
    """What a case is known by that cannot be opened: the name and the bytes as they lie there."""
    mark = hashlib.sha256(f"unopened\0{arrival.parcel.name}".encode(errors="replace"))
    place = arrival.parcel.place
    if place is not None and place.path.is_file():
        with suppress(OSError), place.path.open("rb") as file:
            mark.update(hashlib.file_digest(file, "sha256").digest())
    return mark.hexdigest()


def _arrival(parcel: Parcel) -> Arrival:
    mark, last = hashlib.sha256(parcel.name.encode(errors="replace")), 0.0
    for file in islice(_files(parcel), MAX_ENTRIES + 1):  # a parcel of more is refused anyway
        try:
            state = file.lstat()
        except OSError:  # gone in this moment; the next look tells
            continue
        mark.update(f"\0{file}\0{state.st_size}\0{state.st_mtime_ns}".encode(errors="replace"))
        last = max(last, state.st_mtime)
    return Arrival(parcel, mark.hexdigest(), datetime.fromtimestamp(last, UTC))


def _files(parcel: Parcel) -> Iterator[Path]:
    place = parcel.place
    if place is None:
        return
    if not place.path.is_dir():
        yield place.path
        return
    tops = [place.path] if place.among is None else [place.path / name for name in place.among]
    for top in tops:
        if top.is_dir():
            yield from (path for path in sorted(top.rglob("*")) if path.is_file())
        else:
            yield top
