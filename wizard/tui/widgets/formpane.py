"""The form beside the question: the page where the answer will stand, as it reads now."""

from __future__ import annotations

import asyncio

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical

from wizard.drafts.session import DraftSession
from wizard.i18n import msg
from wizard.tui.forms import FormFace, forms_of
from wizard.tui.host import tr_of
from wizard.tui.refusals import reason_of
from wizard.tui.widgets.formview import FormView
from wizard.tui.widgets.say import Say
from wizard.tui.words import plain, said

__all__ = ["FormPane"]


class FormPane(Vertical):
    """See the module. Hidden until the screen has the class `-with-form`; then only does it read anything."""

    def __init__(self, session: DraftSession) -> None:
        super().__init__(id="form-pane", classes="aside")
        self.session = session

    def compose(self) -> ComposeResult:
        """The name of the form, and its pages."""
        yield Say(
            said(msg("Laying out the forms …"), tr_of(self), "$quiet"), id="form-title", classes="title"
        )
        yield FormView(id="beside")

    @work(exclusive=True, group="forms")
    async def preview(self, here: frozenset[str]) -> None:
        """Show the form that the questions `here` stand on; the first where none does."""
        tr = tr_of(self)
        try:
            faces = await asyncio.to_thread(forms_of, self.session.interview)
        except Exception as error:
            reason = reason_of(error)
            if reason is None:  # not a refusal: a fault of ours
                raise
            self.query_one("#form-title", Say).say(said(reason, tr, "$fault"))
            return
        if not faces:
            self.query_one("#form-title", Say).say(said(msg("This errand has no form."), tr, "$quiet"))
            return
        face = next((face for face in faces if face.questions & here), faces[0])
        self.query_one("#form-title", Say).say(plain(tr(face.title), "bold $mark"))
        self._show(face, here)

    def _show(self, face: FormFace, here: frozenset[str]) -> None:
        self.query_one(FormView).show(face, here)
