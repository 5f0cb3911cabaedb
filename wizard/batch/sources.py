"""Which kind of file it is, and which errand it is for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from wizard.batch.delimited import Delimited
from wizard.batch.errors import BatchError
from wizard.batch.grids import Source
from wizard.batch.headings import plain
from wizard.batch.layout import Layout, Stamp, layout_of
from wizard.batch.sheets import Limits, Workbook
from wizard.flow.content import Content
from wizard.flow.model import Flow
from wizard.flow.problems import ContentError
from wizard.i18n import Translator, available_languages, msg

__all__ = ["flow_of", "layouts_of", "open_source"]

_BOOKS: Final = (".xlsx", ".xlsm")


def open_source(
    path: Path, content: Content, limits: Limits | None = None, area: str | None = None
) -> Source:
    """The workbook or CSV file at `path`. Raises `BatchError`."""
    suffix = path.suffix.lower()
    if suffix in _BOOKS:
        return Workbook(path, limits)
    if suffix in (".csv", ".tsv", ".txt"):
        return Delimited(path, _any_heading(content, area))
    raise BatchError(
        msg("{file} is no kind of file that is read here. Use .xlsx, .csv or .jsonl.", file=path.name)
    )


def _any_heading(content: Content, only: str | None) -> Callable[[str], bool]:
    """Whether a text heads a column in any errand, or in those of one area; looked up when first asked."""
    known: set[str] = set()

    def is_heading(cell: str) -> bool:
        if not known:
            for area, kind in content.errands():
                if only not in (None, area):
                    continue
                with suppress(ContentError):  # an errand with faults has no headings; others may
                    for layout in layouts_of(content.flow(area, kind)):
                        known.update(plain(c.heading) for s in layout.sheets for c in s.columns)
                        known.update(plain(c.key) for s in layout.sheets for c in s.columns)
        return Stamp.read(cell) is not None or plain(cell) in known

    return is_heading


def layouts_of(flow: Flow, first: Translator | None = None) -> list[Layout]:
    """How the sheets of a flow are laid out in each language, in that of `first` before the others."""
    others = [Translator.of(language) for language in available_languages()]
    return [layout_of(flow, tr) for tr in ([first] if first is not None else []) + others]


def flow_of(content: Content, stamp: Stamp | None, area: str | None, kind: str | None, path: Path) -> Flow:
    """The flow that a file is for: what it says of itself, or what the user says of it."""
    if stamp is None and area is None:
        raise BatchError(
            msg(
                "{file} does not say which area it is for. Add --area, and --kind where it is no application.",
                file=path.name,
            )
        )
    if stamp is not None and (area or stamp.area, kind or stamp.kind) != (stamp.area, stamp.kind):
        raise BatchError(
            msg(
                "{file} is a template for {area}, {kind}. Leave --area and --kind out.",
                file=path.name,
                area=stamp.area,
                kind=stamp.kind,
            )
        )
    return (
        content.flow(stamp.area, stamp.kind)
        if stamp is not None
        else content.flow(area or "", kind or "application")
    )
