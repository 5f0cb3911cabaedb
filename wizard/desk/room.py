"""The room an officer works in: the inbox as it was last looked through, and the ledger of decisions.

Looking, screening and asking the store take their time and may be done in a thread: `look`, `file`, `open` and
whatever the ledger does. What they found is put in place by `put` and `drop`, which whoever shows it calls from one
thread; so nothing is ever seen half-changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from wizard.desk.inbox import Arrival, Filed, arrivals, filed_case, told_of, twins_of
from wizard.desk.ledger import Ledger
from wizard.desk.matters import Matter
from wizard.i18n import Translator
from wizard.screening import Case, Desk, Parcel
from wizard.screening.crew import Crew

__all__ = ["Looked", "OpenCase", "Room"]


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look through the inbox found: how many cases there are, those to be screened, and those that are gone."""

    total: int
    new: tuple[Arrival, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True)
class OpenCase:
    """A case on the table: its files, the whole of what screening says, and how it stands."""

    parcel: Parcel
    case: Case
    matter: Matter


class Room:
    """See the module."""

    def __init__(self, folder: Path, desk: Desk, ledger: Ledger, *, jobs: int = 1) -> None:
        self.folder = folder
        self.ledger = ledger
        self._desk = desk
        self._jobs = jobs
        self._crews = {desk.tr.language: Crew(desk, jobs, pages=False)}
        """One for each language that was spoken: what is under way ends in the one it was begun in."""
        self._filed: dict[str, Filed] = {}
        self._stood: dict[str, tuple[object, Matter]] = {}
        """The matters as they were last asked for, with what they were made from."""

    def close(self) -> None:
        """End what is under way."""
        self.ledger.close()
        for crew in self._crews.values():
            crew.close()

    def speak(self, tr: Translator) -> None:
        """Tell what is screened from now on in this language: findings quote in words."""
        self._desk = replace(self._desk, tr=tr)
        if tr.language not in self._crews:
            self._crews[tr.language] = Crew(self._desk, self._jobs, pages=False)

    @property
    def _crew(self) -> Crew:
        return self._crews[self._desk.tr.language]

    # The inbox -----------------------------------------------------------------------------------------

    def look(self) -> Looked:
        """Look through the inbox. Opens nothing."""
        there = arrivals(self.folder)
        keys = {arrival.key for arrival in there}
        known = dict(self._filed)
        new = tuple(a for a in there if a.key not in known or known[a.key].arrival.stamp != a.stamp)
        return Looked(len(there), new, tuple(key for key in known if key not in keys))

    def file(self, new: Iterable[Arrival]) -> Iterator[Filed]:
        """Screen what has come, in its order, each case in a limited process of its own."""
        found = list(new)
        return map(filed_case, found, self._crew.screened(arrival.parcel for arrival in found))

    def put(self, filed: Filed) -> None:
        """Let a screened case be in the inbox."""
        self._filed[filed.arrival.key] = filed

    def drop(self, keys: Collection[str]) -> None:
        """Let cases be gone."""
        for key in keys:
            self._filed.pop(key, None)
            self._stood.pop(key, None)

    # The cases -----------------------------------------------------------------------------------------

    @property
    def matters(self) -> tuple[Matter, ...]:
        """Every case there is, as it stands now."""
        same: dict[tuple[str, ...], list[Filed]] = {}
        for filed in self._filed.values():
            for key in filed.keys:
                same.setdefault(key, []).append(filed)
        return tuple(
            self._matter(filed, chain.from_iterable(same[key] for key in filed.keys))
            for filed in self._filed.values()
        )

    def matter(self, key: str) -> Matter | None:
        """One case, by the key of its arrival; None where it is gone."""
        filed = self._filed.get(key)
        return self._matter(filed, self._filed.values()) if filed is not None else None

    def _matter(self, filed: Filed, others: Iterable[Filed]) -> Matter:
        rulings, twins = self.ledger.of(filed.sha256), twins_of(filed, others)
        made_from = (filed, len(rulings), twins)
        known = self._stood.get(filed.arrival.key)
        if known is None or known[0] != made_from:
            known = self._stood[filed.arrival.key] = (made_from, Matter(told_of(filed, twins), rulings))
        return known[1]

    def open(self, filed: Filed) -> OpenCase:
        """Screen a case anew, to have all of it."""
        (case,) = self._crew.screened([filed.arrival.parcel])
        anew = filed_case(filed.arrival, case)
        whole = told_of(anew, twins_of(anew, list(self._filed.values())))
        return OpenCase(filed.arrival.parcel.opened(), case, Matter(whole, self.ledger.of(anew.sha256)))

    def slip(self, package: str, about: str) -> str:
        """What this officer typed about something and did not decide. Raises `StoreError`."""
        return self.ledger.store.screenings.slip(package, about)

    def keep_slip(self, package: str, about: str, text: str) -> None:
        """Keep what is typed, on the disk when this returns; an empty text takes it away. Raises `StoreError`."""
        self.ledger.store.screenings.put_slip(package, about, text)

    def stand(self, opened: OpenCase) -> OpenCase:
        """The same case with what was decided since."""
        matter = opened.matter
        return replace(opened, matter=replace(matter, rulings=self.ledger.of(matter.filed.sha256)))
