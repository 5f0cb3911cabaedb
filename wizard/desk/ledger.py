"""Every officer's decisions, as far as they are known here, and the only way to add one.

Decisions belong to a package by its SHA-256. The screening they were made on is kept in the store with the first
decision, so that what the officer saw is there as long as what they said of it. A cursor tells what is new.
"""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from wizard.desk.matters import Matter
from wizard.desk.verdicts import JUDGING, STEPPING, ReasonMissing, Say, Step, needs_reason
from wizard.i18n import Translator

if TYPE_CHECKING:
    from wizard.desk.judged import Judged, Keyed
    from wizard.store import Store
    from wizard.store.records import Finding as StoredFinding
    from wizard.store.records import Screening
    from wizard.store.screenings import Ruling

__all__ = ["Ledger"]

_MOMENT: Final = 2.0
"""Seconds that leaving may take."""


class Ledger:
    """See the module. Every method raises `StoreError`, and may be called from several threads."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._by_package: dict[str, tuple[Ruling, ...]] = {}
        self._last = 0
        self._is_closed = False
        self._refreshing = Lock()
        """One at a time: who begins with an older state must not end by putting it in place of a newer one."""
        self._records = store.screenings  # made here: it is made once, and not by two threads at once

    @property
    def who(self) -> str | None:
        """The officer at the keyboard, where that is known."""
        return self.store.who

    def close(self) -> None:
        """Ask the store nothing more; returns when what is being asked has been answered, or in a moment anyway."""
        self._is_closed = True
        if self._refreshing.acquire(timeout=_MOMENT):
            self._refreshing.release()

    def of(self, package: str) -> tuple[Ruling, ...]:
        """What is known to be decided of a package."""
        return self._by_package.get(package, ())

    def refresh(self) -> frozenset[str]:
        """Take in what was decided since; the packages it was decided of."""
        with self._refreshing:
            if self._is_closed:
                return frozenset()
            new = self._records.rulings(since=self._last)
            for ruling in new:
                known = self._by_package.get(ruling.package_sha256, ())
                self._by_package[ruling.package_sha256] = (*known, ruling)
                self._last = ruling.decision.seq
        return frozenset(ruling.package_sha256 for ruling in new)

    def judge(
        self, matter: Matter, judged: Judged, say: Say, reason: str, *, seen: int | None = None
    ) -> None:
        """Say something of a finding; it is on the disk when this returns.

        `seen` is the last decision of it that the officer knows of; None for: I know, or do not care. Raises
        `ReasonMissing`, and `DecidedMeanwhile` where others have decided since.
        """
        said = reason.strip()
        if needs_reason(judged.finding, say) and not said:
            raise ReasonMissing
        screening = self._kept(matter)
        number = 1 + [of.key for of in matter.filed.findings].index(judged.of.key)
        rivals = JUDGING if say in JUDGING else ()
        self._records.decide(screening.id, say, said, finding=number, seen=seen, rivals=rivals)

    def step(self, matter: Matter, step: Step, text: str = "", *, seen: int | None = None) -> None:
        """Do something with a case as a whole, as `judge`."""
        if step is Step.NOTE and not text.strip():
            raise ReasonMissing
        screening = self._kept(matter)
        rivals = STEPPING if step in STEPPING else ()
        self._records.decide(screening.id, step, text.strip(), seen=seen, rivals=rivals)

    def _kept(self, matter: Matter) -> Screening:
        """The screening in the store; the same one as long as it says the same."""
        filed, tr = matter.filed, Translator.of("sv")  # the record is the authority's, in its language
        return self._records.add(
            filed.sha256,
            "refused" if filed.refused is not None else "screened",
            list(_stored(filed.findings, tr)),
            label=filed.name,
            area=filed.area or None,
            kind=filed.kind or None,
            flow_version=filed.flow_version,
            details={"refused": tr(filed.refused)} if filed.refused is not None else {},
            once=True,
        )


def _stored(findings: Iterable[Keyed], tr: Translator) -> Iterable[StoredFinding]:
    from wizard.store.records import Finding as StoredFinding  # noqa: PLC0415  its name is taken here

    for number, of in enumerate(findings, start=1):
        finding, where = of.finding, of.finding.where
        details: dict[str, Any] = {
            "outcome": finding.outcome.value,
            "what": tr(finding.what),
            "expected": finding.expected,
            "seen": finding.seen,
            "file": where.file,
            "page": where.page,
            "field": where.field,
            "question": where.question,
        }
        yield StoredFinding(number, finding.rule, finding.level.value, of.place, details)
