"""Many cases: side by side in processes of their own, and those that are about the same thing told of each other.

    with screen_inbox(parcels, desk, jobs=2) as inbox:
        for case in inbox:
            ...

Who else is about the same is known only when all have been read, so what was found lies in a nameless file until
then, not in memory: a thousand cases take no more of it than ten.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import IO

from wizard.confined import Closing
from wizard.flow.model import Level
from wizard.i18n import msg
from wizard.rules import Outcome
from wizard.screening.case import Case, Desk
from wizard.screening.crew import Crew, Screened
from wizard.screening.findings import Finding, Status
from wizard.screening.intake import Parcel

__all__ = ["Inbox", "screen_all", "screen_inbox", "told_of_twins", "twin_keys"]


def screen_all(
    parcels: Iterable[Parcel],
    desk: Desk,
    on_case: Callable[[Case], object] = lambda _case: None,
    *,
    jobs: int = 1,
) -> list[Case]:
    """Screen all parcels. `on_case` hears of each as soon as it is done, before twins are known."""
    with screen_inbox(parcels, desk, on_case, jobs=jobs, pages=True) as inbox:
        return list(inbox)


def screen_inbox(  # noqa: PLR0913  what a run is made of
    parcels: Iterable[Parcel],
    desk: Desk,
    on_case: Callable[[Case], object] = lambda _case: None,
    *,
    jobs: int = 1,
    pages: bool = False,
    also: Callable[[Case], Case] = lambda case: case,
) -> Inbox:
    """Screen all parcels, so that any number of them can be gone through. `pages`: with what stands on them.

    `also` adds what is found outside the parcel, such as in a register; it is asked each time a case is read.
    """
    with Crew(desk, jobs, pages=pages) as crew:
        inbox = Inbox(crew, also)
        for screened in crew.records(parcels):
            case = also(crew.case(screened))
            inbox.put(screened, case)
            on_case(case)
        return inbox


@dataclass(frozen=True, slots=True)
class _Kept:
    name: str
    at: int
    length: int
    keys: tuple[tuple[str, ...], ...]


class Inbox(Closing):
    """Screened cases in their order, each told of its twins. It can be gone through again and again, until closed."""

    def __init__(self, crew: Crew, also: Callable[[Case], Case] = lambda case: case) -> None:
        self._crew = crew
        self._also = also
        self._file: IO[bytes] = tempfile.TemporaryFile(prefix="lov-")  # noqa: SIM115  closed by `close`
        self._kept: list[_Kept] = []
        self._groups: dict[tuple[str, ...], list[int]] = {}
        self.counts: Counter[Status] = Counter()

    def close(self) -> None:
        """Let go of what was found; its file is gone."""
        self._file.close()

    def put(self, screened: Screened, case: Case) -> None:
        """Take in one more case."""
        keys = tuple(twin_keys(case))
        for key in keys:
            self._groups.setdefault(key, []).append(len(self._kept))
        at = self._file.seek(0, 2)
        self._file.write(screened.record)
        self._kept.append(_Kept(screened.name, at, len(screened.record), keys))
        self.counts[case.status] += 1

    def __len__(self) -> int:
        return len(self._kept)

    def __iter__(self) -> Iterator[Case]:
        for number, kept in enumerate(self._kept):
            self._file.seek(kept.at)
            case = self._also(self._crew.case(Screened(kept.name, self._file.read(kept.length))))
            yield told_of_twins(case, self.twins(number))

    def twins(self, number: int) -> list[str]:
        """The names of the cases that are about the same as the case of this number."""
        others = (other for key in self._kept[number].keys for other in self._groups[key] if other != number)
        return [self._kept[other].name for other in dict.fromkeys(others)]

    def all_twins(self) -> Iterator[tuple[str, ...]]:
        """The names of each group of cases that are about the same, once."""
        told: set[int] = set()
        for number, kept in enumerate(self._kept):
            if number not in told:
                group = [number, *(n for key in kept.keys for n in self._groups[key])]
                told.update(group)
                names = tuple(self._kept[n].name for n in dict.fromkeys(group))
                if len(names) > 1:
                    yield names


def twin_keys(case: Case) -> list[tuple[str, ...]]:
    """What makes two cases the same: the same files, or what the content says identifies an errand."""
    keys: list[tuple[str, ...]] = [] if case.refused is not None else [("files", case.sha256)]
    if case.interview is not None and case.same_as:
        flow = case.interview.flow
        keys.append(("errand", flow.area.id, flow.kind, *case.same_as))
    return keys


def told_of_twins(case: Case, others: list[str]) -> Case:
    """The case with a finding that names the others of the same; as it is where there are none."""
    if not others:
        return case
    finding = Finding(
        "inbox.twin",
        Level.WARNING,
        Outcome.UNDECIDED,
        msg("There is one case of the same applicant, unit and errand."),
        seen=", ".join(others[:5]),
        fix=msg("Decide which of them counts."),
    )
    return replace(case, findings=(*case.findings, finding))
