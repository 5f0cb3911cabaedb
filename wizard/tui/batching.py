"""A batch for the screens: what is in a file, where each client stands, and the run. Plain data, made in a thread.

Nothing here knows a screen. A file is opened, read and closed again within one call, because what waits while it is
read belongs to the thread that reads.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wizard.i18n import Message, Translator, msg

if TYPE_CHECKING:
    from wizard.batch.checking import Tally
    from wizard.batch.faults import Fault
    from wizard.batch.opening import Intake
    from wizard.flow.content import Content

__all__ = ["Client", "Looked", "Stop", "look", "out_folder", "run"]

_IN_HERE: Final = 50
"""As many rows as one process has done before others have started."""
_ALONE: Final = 1_000
"""As many rows as one process has looked through before others have started."""


@dataclass(frozen=True, slots=True)
class Client:
    """A client of the batch. `folder` holds the package, where one was made."""

    name: str
    row: int
    standing: str
    label: str = ""
    faults: tuple[Fault, ...] = ()
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """A file as it was last read. `others` are faults that belong to no client; `made` is None before a run."""

    path: Path
    title: Message
    tally: Tally
    clients: tuple[Client, ...]
    others: tuple[Fault, ...] = ()
    made: int | None = None
    is_stopped: bool = False


class Stop:
    """Asked for by the screen, heard by the run at its next step."""

    def __init__(self) -> None:
        self.is_wanted = False


def out_folder(path: Path, tr: Translator) -> Path:
    """Where the packages of a file go: beside it."""
    return path.with_name(f"{path.stem}-{tr(msg('packages'))}")


def look(
    path: Path, content: Content, today: date, tr: Translator, on_step: Callable[[int, int], None]
) -> Looked:
    """Check a file; `on_step` hears how many rows are done, of how many. Raises what opening a file does."""
    from wizard.batch.looking import look_through  # noqa: PLC0415  heavy
    from wizard.batch.opening import open_intake  # noqa: PLC0415  as above

    intake = open_intake(path, content, tr)
    seen: list[tuple[str, int, str]] = []

    def on_row(client: str, row: int, standing: str) -> None:
        seen.append((client, row, standing))
        on_step(len(seen), intake.total)

    try:
        jobs = 1 if intake.total <= _ALONE else os.cpu_count() or 1
        tally = look_through(intake, content, today, tr, jobs=jobs, on_row=on_row)
        clients = [Client(name, row, standing, faults=_faults(intake, name)) for name, row, standing in seen]
        return Looked(path, intake.flow.title, tally, tuple(clients), _faults(intake, ""))
    finally:
        intake.close()


def run(  # noqa: PLR0913  the whole of a run
    path: Path,
    folder: Path,
    content: Content,
    today: date,
    tr: Translator,
    *,
    on_step: Callable[[int, int], None],
    stop: Stop,
) -> Looked:
    """Make the packages of a file in `folder`. Raises what opening a file does, and `OSError`."""
    from wizard.batch.opening import open_intake  # noqa: PLC0415  heavy
    from wizard.batch.running import Choices, run_all, settings_of  # noqa: PLC0415  as above
    from wizard.batch.summary import write_page, write_workbook  # noqa: PLC0415  as above
    from wizard.batch.work import PACKAGES  # noqa: PLC0415  as above

    intake = open_intake(path, content, tr)
    done = 0

    def step(count: int, _before: int) -> None:
        nonlocal done
        done += count
        on_step(done, intake.total)
        if stop.is_wanted:
            raise KeyboardInterrupt  # what a run understands as: leave it for the next one

    try:
        settings = settings_of(intake, content, today, tr, Choices())
        jobs = 1 if intake.total <= _IN_HERE else os.cpu_count() or 1
        made = run_all(intake, content, folder, settings, jobs=jobs, on_step=step)
        if not made.stopped:
            write_workbook(intake, made, tr)
            write_page(intake, made, tr)
        clients = tuple(
            Client(
                each["client"],
                each["row"],
                each["standing"],
                each["label"],
                _faults(intake, each["client"]),
                folder / PACKAGES / each["id"] if each["package"] is not None else None,
            )
            for each in intake.spool.finished()
        )
        others = _faults(intake, "")
        return Looked(
            path, intake.flow.title, made.tally, clients, others, made.made + made.kept, made.stopped
        )
    finally:
        intake.close()


def _faults(intake: Intake, client: str) -> tuple[Fault, ...]:
    return tuple(intake.spool.faults_of(client))
