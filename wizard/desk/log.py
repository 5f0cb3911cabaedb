"""The log of what officers did, as the store's audit chain tells it: in order, each entry with the hash of itself.

An entry names no value; what was decided is looked up beside it. Where that is gone, because a screening was
deleted, the entry stays and says so. Whether the chain and all that it signs are whole is asked of the store.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from wizard.desk.verdicts import SAYINGS, STEPS, Say, Step
from wizard.i18n import Message, msg

if TYPE_CHECKING:
    from wizard.store import Store
    from wizard.store.records import Screening
    from wizard.store.screenings import Ruling

__all__ = ["ACTS", "LogLine", "Logged", "read_log", "shown_hash"]

ACTS: Final = {"screened": msg("Screening kept"), "decided": msg("Decided"), "deleted": msg("Deleted")}
_HASH: Final = 10
_OURS: Final = frozenset({"database", "chain", "screening"})


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry. What is not known any more, or never was, is empty."""

    seq: int
    at: datetime
    who: str | None
    act: Message
    package: str
    label: str
    finding: str
    reason: str
    hash: str

    @property
    def number(self) -> str:
        """What the case is called by; empty where it was deleted."""
        return self.package[:8]


@dataclass(frozen=True, slots=True)
class Logged:
    """The log, the oldest entry first, and what is wrong with the chain or with what it signs: nothing as a rule."""

    lines: tuple[LogLine, ...]
    faults: tuple[Message, ...]
    entries: int
    head: str


def shown_hash(whole: str) -> str:
    """As much of a hash as people compare."""
    return whole[:_HASH]


def read_log(store: Store, package: str | None = None) -> Logged:
    """The log of all cases, or of one package. Raises `StoreError`."""
    found = store.upkeep.verify()
    faults = tuple(fault.message for fault in found.faults if fault.code.value in _OURS)
    lines = tuple(line for line in _lines(store) if package is None or line.package == package)
    return Logged(lines, faults, found.entries, found.head[1])


def _lines(store: Store) -> Iterator[LogLine]:
    records = store.screenings
    screenings = {f"screening:{screening.id}": screening for screening in records.all()}
    rulings = {ruling.decision.seq: ruling for ruling in records.rulings()}
    texts: dict[str, dict[int, str]] = {}
    for entry in records.log():
        screening = screenings.get(entry.owner or "")
        ruling = rulings.get(entry.ref or 0) if entry.act == "decided" and screening is not None else None
        act = _said(ruling) if ruling is not None else ACTS.get(entry.act, Message(entry.act))
        if ruling is not None and screening is not None and screening.id not in texts:
            texts[screening.id] = _texts(store, screening)
        of = ruling.decision.finding if ruling is not None else None
        yield LogLine(
            seq=entry.seq,
            at=entry.at,
            who=entry.who,
            act=act,
            package=screening.package_sha256 if screening is not None else "",
            label=screening.label if screening is not None else "",
            finding=texts[screening.id].get(of, "") if of is not None and screening is not None else "",
            reason=ruling.decision.reason if ruling is not None else "",
            hash=entry.hash,
        )


def _said(ruling: Ruling) -> Message:
    verdict = ruling.decision.verdict
    if ruling.decision.finding is not None:
        return SAYINGS[Say(verdict)] if verdict in set(Say) else Message(verdict)
    return STEPS[Step(verdict)] if verdict in set(Step) else Message(verdict)


def _texts(store: Store, screening: Screening) -> dict[int, str]:
    found: dict[int, str] = {}
    for finding in store.screenings.findings(screening.id):
        told: Any = finding.details
        found[finding.number] = (
            str(told.get("what", finding.code)) if isinstance(told, dict) else finding.code
        )
    return found
