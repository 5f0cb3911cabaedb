"""A run: each row of a file as a package in a folder, once, and what became of each.

The engine that carries chunks (one process, several, a queue) is exchangeable; what is done is decided by the ledger
alone. The same file gives the same bytes whatever carries it, and however often it was stopped on the way.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from wizard.batch.checking import Standing, Tally, settle
from wizard.batch.crew import Crew, Results
from wizard.batch.faults import Fault
from wizard.batch.lean import lean_memory
from wizard.batch.ledger import Entry, Key, Ledger
from wizard.batch.opening import Intake
from wizard.batch.shelf import EARLIER, is_whole, set_aside, stamp_of
from wizard.batch.units import Unit
from wizard.batch.work import PACKAGES, Order, Settings, edition_of, rules_of
from wizard.files import make_private_folder
from wizard.flow.content import Content
from wizard.i18n import Translator

__all__ = ["EARLIER", "Carrier", "Choices", "Run", "key_of", "run_all", "settings_of"]


@dataclass(frozen=True, slots=True)
class Choices:
    """How the user wants it."""

    draft: bool = False
    flat: bool = False
    zipped: bool = False
    letter: bool = False
    jobs: int = 1


class Carrier(Protocol):
    """What takes chunks of orders to where they are worked on, and brings back what became of them."""

    chunk: int
    """How many orders make a chunk."""

    def map(self, chunks: Iterator[Sequence[Order]]) -> Iterator[tuple[Sequence[Order], Results]]:
        """Each chunk with its results, in any order. What was made is on the disk when they come."""


@dataclass
class Run:
    """What became of a run. The faults, and what became of each row, are in the spool of its intake."""

    folder: Path
    tally: Tally = field(default_factory=Tally)
    made: int = 0
    kept: int = 0
    """Packages that an earlier run had made."""
    superseded: int = 0
    anew: int = 0
    """Packages that were gone, incomplete or altered, and were made anew."""
    rest: int = 0
    """Of how many of these something was left, which was set aside."""
    seconds: float = 0.0
    stopped: bool = False


OnStep = Callable[[int, int], None]
"""Hears of rows that are done: how many, and how many of them were done before."""


def settings_of(intake: Intake, content: Content, today: date, tr: Translator, choices: Choices) -> Settings:
    """What a process has to know to work on the units of `intake`."""
    return Settings(
        content=str(content.root),
        area=intake.flow.area.id,
        kind=intake.flow.kind,
        today=today.isoformat(),
        language=tr.language,
        since=intake.since,
        places=intake.places,
        draft=choices.draft,
        flat=choices.flat,
        zipped=choices.zipped,
        letter=choices.letter,
    )


def key_of(intake: Intake, content: Content, settings: Settings) -> Key:
    """What all units of the run have in common."""
    return Key(settings.batch, edition_of(intake.flow, content.root), rules_of(intake.flow, content.root))


def run_all(  # noqa: PLR0913  the whole of a run
    intake: Intake,
    content: Content,
    folder: Path,
    settings: Settings,
    *,
    jobs: int = 1,
    carrier: Callable[[Ledger, Key], Carrier] | None = None,
    on_step: OnStep = lambda *_: None,
) -> Run:
    """Make what is not made yet. Ctrl-C ends it with `stopped`; then what was begun is left for the next run.

    Raises `OSError` and `BatchError`.
    """
    begun = time.monotonic()
    make_private_folder(folder / PACKAGES)
    key = key_of(intake, content, settings)
    with closing(Ledger(folder)) as ledger, lean_memory():
        run = _Running(intake, ledger, key, settings, Run(folder), on_step)
        try:
            if carrier is not None:
                run.carry(carrier(ledger, key))
            else:
                with Crew(settings, folder, jobs, content) as crew:
                    run.carry(crew)
            _set_aside(run.run, ledger)
        except KeyboardInterrupt:
            run.run.stopped = True
    settle(run.run.tally, intake)
    run.run.seconds = time.monotonic() - begun
    return run.run


@dataclass
class _Running:
    """A run under way."""

    intake: Intake
    ledger: Ledger
    key: Key
    settings: Settings
    run: Run
    on_step: OnStep
    _entries: dict[str, Entry] = field(default_factory=dict)
    """The packages of earlier runs, of units that are under way for their verdicts alone."""
    _marks: dict[str, str] = field(default_factory=dict)
    """The marks of units that are under way, by their ids: reckoning one costs as much as sending its unit."""

    def carry(self, carrier: Carrier) -> None:
        """Send all that has to be done, and take in what comes back."""
        for chunk, results in carrier.map(self._chunks(carrier.chunk)):
            self._take(chunk, results)

    def _chunks(self, size: int) -> Iterator[list[Order]]:
        chunk: list[Order] = []
        for unit in self.intake.units():
            order = self._order(unit)
            if order is not None:
                chunk.append(order)
            if len(chunk) == size:
                yield chunk
                chunk = []
        if chunk:
            yield chunk

    def _order(self, unit: Unit) -> Order | None:
        """What has to be done about a unit; nothing where its package is there and was ready to be handed in."""
        mark = unit.mark
        entry = self.ledger.find(self.key, mark)
        if entry is not None and not self._is_there(entry):
            entry = None
        if entry is None:
            order = Order(self.key.id_of(mark), unit)
            self._marks[order.id] = mark
            return order
        if entry.standing == Standing.READY:
            self._keep(unit, entry)
            return None
        self._entries[entry.id] = entry
        return Order(entry.id, unit, build=False)

    def _is_there(self, entry: Entry) -> bool:
        """Whether a package is what was made; where not, its line goes, and what is left of it."""
        folder = self.run.folder / PACKAGES / entry.id
        if is_whole(folder, entry, self.ledger):
            return True
        self.ledger.forget(entry)
        is_left = set_aside(folder, self.run.folder)
        if not entry.superseded:  # else it was set aside when its row said something else for a while
            self.run.anew += 1
            self.run.rest += is_left
        return False

    def _keep(self, unit: Any, entry: Entry) -> None:
        """A row whose package is there."""
        self.run.kept += 1
        self.run.tally.add(Standing(entry.standing))
        self.ledger.keep(entry.id, self.ledger.client(unit.client))
        facts = {
            "id": entry.id,
            "standing": entry.standing,
            "facts": dict(entry.facts),
            "label": self._label(unit),
        }
        made = {"package": entry.package, "sha256": entry.sha256, "as_of": entry.as_of, "kept": True}
        self._finish(unit, facts | made)
        self.on_step(1, 1)

    def _take(self, chunk: Sequence[Order], results: Results) -> None:
        """What came back: first into the ledger, all of it or none, then into the tally."""
        made = []
        for order, result in zip(chunk, results, strict=True):
            mark = self._marks.pop(order.id, None)
            if result["package"] is not None:
                made.append(self._entry(order, result, mark or order.unit.mark))
        with self.ledger.transaction():
            self.ledger.record(self.key, made)
            for entry in made:
                self.ledger.keep(entry.id, entry.client)
                self.ledger.put_stamp(entry.id, stamp_of(self.run.folder / PACKAGES / entry.id))
        for order, result in zip(chunk, results, strict=True):
            self._count(order, result)
        self.on_step(len(chunk), 0)

    def _entry(self, order: Order, result: dict[str, Any], mark: str) -> Entry:
        return Entry(
            id=order.id,
            mark=mark,
            client=self.ledger.client(order.unit.client),
            standing=result["standing"],
            as_of=self.settings.today,
            package=result["package"],
            sha256=result["sha256"],
            facts=result["facts"],
        )

    def _count(self, order: Order, result: dict[str, Any]) -> None:
        earlier = self._entries.pop(order.id, None)
        self.run.tally.add(Standing(result["standing"]))
        for data in result["faults"]:
            self.intake.spool.note(Fault.of_list(data))
        facts = {name: result[name] for name in ("id", "standing", "facts", "label", "package", "sha256")}
        if earlier is not None:
            self.run.kept += 1
            self.ledger.keep(earlier.id, self.ledger.client(order.unit.client))
            facts |= {"package": earlier.package, "sha256": earlier.sha256}
        elif result["package"] is not None:
            self.run.made += 1
        as_of = earlier.as_of if earlier is not None else self.settings.today
        self._finish(order.unit, facts | {"as_of": as_of, "kept": earlier is not None})

    def _finish(self, unit: Any, facts: dict[str, Any]) -> None:
        self.intake.spool.finish(
            unit.sheet, unit.row, {"client": unit.client, "sheet": unit.sheet, "row": unit.row, **facts}
        )

    def _label(self, unit: Unit) -> str:
        names = (unit.cells.get(name) for name in self.intake.flow.name_from)
        return next((name for name in names if isinstance(name, str) and name), "")


def _set_aside(run: Run, ledger: Ledger) -> None:
    """Move the packages away whose row says something else now, so that nobody sends an old one by mistake."""
    for name in ledger.superseded():
        run.superseded += set_aside(run.folder / PACKAGES / name, run.folder)
