"""The forms of a draft as they would be filled now: page by page as text, with the answers in their places.

What stands here is laid out by the code that fills the files. A draft that is not complete is shown all the
same: what is open is an empty field. Nothing can be changed here.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from wizard.drafts.session import DraftSession
from wizard.i18n import msg
from wizard.tui.forms import FormFace, filled, forms_of
from wizard.tui.keys import key
from wizard.tui.pictures import protocol_of
from wizard.tui.raster import can_raster
from wizard.tui.refusals import reason_of
from wizard.tui.screens.base import LovScreen
from wizard.tui.widgets.formview import FormView
from wizard.tui.widgets.menu import Item, Menu
from wizard.tui.widgets.pair import Ends
from wizard.tui.widgets.say import Say
from wizard.tui.words import NOTHING, plain, spaced

__all__ = ["FormsScreen"]


class FormsScreen(LovScreen[None]):
    """See the module. The fields of the questions `here` are marked, and the first form that has one comes first."""

    AUTO_FOCUS = "FormView"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("escape,f3", "back", msg("Back"), name="nav.back"),
        key("right_square_bracket,f7", "form(1)", msg("Next form"), name="forms.next"),
        key("left_square_bracket", "form(-1)", msg("Previous form"), name="forms.previous", show=False),
        key("n", "page(1)", msg("Next page"), name="forms.page"),
        key("p", "page(-1)", msg("Previous page"), name="forms.page_back"),
        key("i", "image", msg("As on paper"), name="forms.image"),
    ]

    def __init__(self, session: DraftSession, here: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.session = session
        self._here = here
        self._faces: tuple[FormFace, ...] = ()
        self._at = 0
        self._notice = NOTHING
        self._told = (1, 1)
        """The page that the title tells, and of how many."""
        self._titles: dict[tuple[int, tuple[int, int], str], Ends] = {}
        """Titles by form, page and language: people go to and fro between few."""

    def body(self) -> ComposeResult:
        """The list of forms where there is room, and the form."""
        with Horizontal(classes="split"):
            yield Menu(self._items(), id="forms", classes="side")
            with Vertical(classes="page"):
                yield Say(self._title(), id="title", classes="heading")
                yield Say(self._notice, id="notice", classes="fault")
                yield FormView(id="form")

    def on_mount(self) -> None:
        """Lay the forms out."""
        self.watch(self.query_one(FormView), "scroll_y", self._scrolled, init=False)
        self.lay_out()

    @work(exclusive=True, group="forms")
    async def lay_out(self) -> None:
        """In a thread: PDF files are read for it."""
        try:
            self._faces = await asyncio.to_thread(forms_of, self.session.interview)
        except Exception as error:
            reason = reason_of(error)
            if reason is None:  # not a refusal: a fault of ours
                raise
            self._notice = self.said(reason)
            self.query_one("#notice", Say).say(self._notice)
            return
        self.refresh_bindings()
        if not self._faces:
            self._notice = self.said(msg("This errand has no form."))
            self.query_one("#notice", Say).say(self._notice)
            self.query_one("#title", Say).say(self._title())
            return
        self._at = next((n for n, face in enumerate(self._faces) if face.questions & self._here), 0)
        self.query_one("#forms", Menu).fill(self._items(), at=str(self._at))
        view = self.query_one(FormView)
        view.focus()
        self._show()
        for face in self._faces:
            await asyncio.to_thread(view.prepare, face, self._here)

    async def redraw(self) -> None:
        """As every screen, with the form at hand."""
        await super().redraw()
        self.watch(self.query_one(FormView), "scroll_y", self._scrolled, init=False)
        self._show()

    def _show(self) -> None:
        if self._faces:
            self.query_one(FormView).show(self._faces[self._at], self._here)
        self._tell_page()
        self.call_after_refresh(self._scrolled)

    def _tell_page(self) -> None:
        self._told = self.query_one(FormView).page
        self.query_one("#title", Say).say(self._title())

    def _scrolled(self) -> None:
        """Another line is at the top, and now and then another page."""
        if self.query_one(FormView).page != self._told:
            self._tell_page()

    def _title(self) -> Ends:
        if not self._faces:
            waiting = NOTHING if self._notice else self.said(msg("Laying out the forms …"), "$quiet")
            return Ends(self.said(msg("The forms"), "bold"), waiting)
        known = self._at, self._told, self.tr.language
        if known not in self._titles:
            self._titles[known] = self._new_title()
        return self._titles[known]

    def _new_title(self) -> Ends:
        face, (page, pages) = self._faces[self._at], self._told
        where = self.said(msg("page {n} of {total}", n=page, total=pages), "$quiet")
        count = plain(f"{self._at + 1}/{len(self._faces)}", "$mark") if len(self._faces) > 1 else NOTHING
        return Ends(spaced(count, plain(self.tr(face.title), "bold")), where)

    def _items(self) -> Iterator[Item]:
        for number, face in enumerate(self._faces):
            yield Item(str(number), self.said(face.title), self.tr(face.title))

    @on(Menu.Moved)
    def _moved(self, event: Menu.Moved) -> None:
        if self._faces and int(event.item) != self._at:
            self._at = int(event.item)
            self._show()

    @on(Menu.Chosen)
    def _chosen(self) -> None:
        self.query_one(FormView).focus()

    def action_form(self, by: int) -> None:
        """To another form."""
        if self._faces:
            self._at = (self._at + by) % len(self._faces)
            self.query_one("#forms", Menu).go(str(self._at))
            self._show()

    def action_page(self, by: int) -> None:
        """To another page."""
        self.query_one(FormView).turn(by)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What there is to go to; the page as a picture only where the terminal can show one."""
        if action == "image":
            return bool(self._faces) and protocol_of(os.environ) is not None and can_raster()
        if action in ("form", "page"):
            return len(self._faces) > (1 if action == "form" else 0)
        return super().check_action(action, parameters)

    @work(exclusive=True, group="going")
    async def action_image(self) -> None:
        """The page at hand as it will look on paper."""
        from wizard.tui.screens.pageimage import PageImageScreen  # noqa: PLC0415  seldom needed

        protocol = protocol_of(os.environ)
        if protocol is None or not self._faces:
            return
        face = self._faces[self._at]
        try:
            data = await asyncio.to_thread(filled, face, self.session.interview)
        except Exception as error:
            reason = reason_of(error)
            if reason is None:  # not a refusal: a fault of ours
                raise
            self.query_one("#notice", Say).say(self.said(reason))
            return
        page, pages = self.query_one(FormView).page
        self.app.push_screen(PageImageScreen(face.title, data, pages, page - 1, protocol))

    def action_back(self) -> None:
        """To where one came from."""
        self.dismiss()
