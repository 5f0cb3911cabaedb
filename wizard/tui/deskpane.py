"""The paper of a case: one file at a time as text with what is written in its fields, at the place of a finding.

Files are opened in a thread, each once. While one is being read nothing of another stands under its name.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical

from wizard.i18n import msg
from wizard.screening.signatures import SignatureState
from wizard.screening.words import SIGNATURES
from wizard.tui.host import tr_of
from wizard.tui.widgets.formview import FormView
from wizard.tui.widgets.say import Say
from wizard.tui.words import NOTHING, Content, lines, plain, said, spaced

if TYPE_CHECKING:
    from wizard.desk.judged import Judged
    from wizard.desk.papers import Paper
    from wizard.desk.room import OpenCase
    from wizard.screening import Where

__all__ = ["PaperPane", "Shelf"]


@dataclass(slots=True)
class Shelf:
    """What has been read of a case, and which file is shown: it outlives the pane, which each language has anew."""

    opened: OpenCase
    papers: dict[str, Paper] = field(default_factory=dict)
    file: str = ""

    @property
    def files(self) -> list[str]:
        """The files of the case by name."""
        return sorted(self.opened.parcel.files)


class PaperPane(Vertical):
    """See the module."""

    def __init__(self, shelf: Shelf) -> None:
        super().__init__(id="right")
        self.shelf = shelf
        self._where: Where | None = None
        self._composed = asyncio.Event()
        """The pane is there before what it is made of."""

    def compose(self) -> ComposeResult:
        """Which file, what is to be known of it, and its pages."""
        yield Say(NOTHING, id="paper-title", classes="title")
        yield FormView(id="shown")

    def on_mount(self) -> None:
        """Everything in it has been composed."""
        self._composed.set()

    @property
    def view(self) -> FormView:
        """The pages."""
        return self.query_one(FormView)

    def follow(self, judged: Judged | None) -> None:
        """Show the file that a finding stands on, at its place; where it names none, the one that is shown stays."""
        shelf = self.shelf
        self._where = judged.finding.where if judged is not None else None
        if self._where is not None and self._where.file in shelf.opened.parcel.files:
            shelf.file = self._where.file
        elif not shelf.file:
            shelf.file = next(iter(shelf.files), "")
        self.lay_out()

    def another(self, by: int) -> None:
        """Another file of the case."""
        files = self.shelf.files
        if files:
            at = files.index(self.shelf.file) if self.shelf.file in files else 0
            self.shelf.file = files[(at + by) % len(files)]
            self.lay_out()

    @work(exclusive=True, group="paper")
    async def lay_out(self) -> None:
        """Open the file, in a thread, and show it at the finding's place."""
        await self._composed.wait()
        shelf, name = self.shelf, self.shelf.file
        if name and name not in shelf.papers:
            from wizard.desk.papers import nothing_to_show, open_paper  # noqa: PLC0415  loads what reads PDFs

            self._tell(said(msg("Reading the paper …"), tr_of(self), "$quiet"))
            self.view.show(nothing_to_show(name))
            shelf.papers[name] = await asyncio.to_thread(open_paper, name, shelf.opened.parcel.files[name])
        self._tell()
        if name and name == shelf.file:
            self._draw(shelf.papers[name])

    def _draw(self, paper: Paper) -> None:
        where = self._where if self._where is not None and self._where.file == paper.name else None
        fields = self._fields(where) if where is not None else frozenset()
        self.view.show(paper, fields)
        if where is not None and where.page is not None and not fields:
            self.call_after_refresh(self._to_page, where.page)

    def _fields(self, where: Where) -> frozenset[str]:
        """The fields that a finding hangs on: its own, and those of its question."""
        document = next((d for d in self.shelf.opened.case.documents if d.name == where.file), None)
        found = {where.field} if where.field else set()
        if document is not None and document.blank is not None and where.question:
            filled = document.blank.map
            found |= {name for path, name in filled.field_names() if where.question in path}
            found |= {name for name, entry in filled.fields.items() if entry.answer == where.question}
        return frozenset(found)

    def _to_page(self, page: int) -> None:
        text = self.view.text
        if text is not None and 0 < page <= len(text.pages):
            self.view.scroll_to(y=text.pages[page - 1], animate=False)

    def _tell(self, instead: Content = NOTHING) -> None:
        """The file's name, who signed it, and why it cannot be shown."""
        shelf = self.shelf
        paper = shelf.papers.get(shelf.file)
        why = (
            said(paper.why, tr_of(self), "$warn") if paper is not None and paper.why is not None else NOTHING
        )
        at = f"{shelf.files.index(shelf.file) + 1}/{len(shelf.files)} " if shelf.file else ""
        head = plain(at, "$quiet") + plain(shelf.file, "bold $mark")
        self.query_one("#paper-title", Say).say(lines([head, *self._seals(), instead or why]))

    def _seals(self) -> Iterator[Content]:
        """Who signed the file, and whether that still holds."""
        tr = tr_of(self)
        signed_by = [
            signed
            for document in self.shelf.opened.case.documents
            if document.name == self.shelf.file
            for signed in document.signatures
        ]
        for signed in signed_by:
            is_good = signed.state is SignatureState.TRUSTED
            style = "$good" if is_good else "$warn"
            who = plain(", ".join(filter(None, (signed.signer, signed.on))), "bold")
            yield plain("✓ " if is_good else "! ", style) + spaced(
                who, said(SIGNATURES[signed.state], tr, style), by=": "
            )
