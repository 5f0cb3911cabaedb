"""Opening a file of applications, whatever its kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from wizard.batch.intake import SheetIntake
from wizard.batch.jsonlines import LinesIntake
from wizard.batch.layout import Layout
from wizard.batch.sheets import Limits
from wizard.batch.sources import open_source
from wizard.batch.spool import Spool
from wizard.batch.units import Unit
from wizard.flow.content import Content
from wizard.flow.model import Flow
from wizard.i18n import Message, Translator

__all__ = ["Intake", "open_intake"]


class Intake(Protocol):
    """What every kind of file gives: an errand, and its applications one by one."""

    path: Path
    flow: Flow
    layout: Layout
    spool: Spool
    since: str
    remarks: list[Message]
    total: int

    @property
    def places(self) -> dict[str, dict[str, int]]:
        """The column of each key, by sheet."""

    def units(self) -> Iterator[Unit]:
        """Each application, once."""

    def close(self) -> None:
        """Let go of the file, and forget what waited."""


def open_intake(  # noqa: PLR0913  each is asked of the user
    path: Path,
    content: Content,
    tr: Translator,
    *,
    area: str | None = None,
    kind: str | None = None,
    limits: Limits | None = None,
) -> Intake:
    """Open the file at `path`. Raises `BatchError`, `UnknownFlowError`, `ContentError` and `OSError`."""
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        return LinesIntake.opened(path, content, tr, area=area, kind=kind)
    source = open_source(path, content, limits, area)
    try:
        return SheetIntake.opened(path, source, content, tr, area=area, kind=kind)
    except BaseException:  # whatever it was, the process that reads must not stay behind
        source.close()
        raise
