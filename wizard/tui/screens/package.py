"""Building the package: where to put it, the work as it goes on, and what to do with it then.

What is not ready is packed only when the person says so, and is marked as a draft. The work is done in a thread;
each file is named when its turn comes. Nothing is sent.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input

from wizard.drafts.session import DraftSession
from wizard.i18n import msg
from wizard.rules import assess
from wizard.tui.browser import is_in_browser
from wizard.tui.fields.paths import PathSuggester
from wizard.tui.host import host
from wizard.tui.judging import what_is_left
from wizard.tui.keys import key
from wizard.tui.refusals import reason_of
from wizard.tui.screens.base import LovScreen
from wizard.tui.services import Built
from wizard.tui.widgets.flow import Actions
from wizard.tui.widgets.line import Line
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.problems import Problems
from wizard.tui.widgets.say import Say
from wizard.tui.words import Content, lines, plain

__all__ = ["PackageScreen"]


class PackageScreen(LovScreen[None]):
    """See the module."""

    AUTO_FOCUS = "#folder"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("escape", "back", msg("Back"), name="nav.back"),
        key("f3", "forms", msg("Forms"), name="nav.forms"),
    ]

    def __init__(self, session: DraftSession) -> None:
        super().__init__()
        self.session = session
        self._assessment = assess(session.interview)
        self._folder = ""
        self._steps: list[str] = []
        self.built: Built | None = None
        """The package, when it has been built."""
        self._is_busy = False

    def body(self) -> ComposeResult:
        """Before the work: how things stand, and the folder. After it: where the files lie, and what to do."""
        with VerticalScroll(classes="page", can_focus=False):
            if self.built is not None:
                yield from self._after(self.built)
                return
            yield Say(self.said(msg("Build the package")), classes="heading")
            yield Problems(id="problems")
            yield Say(self._readiness(), classes="part")
            yield Say(self.said(msg("Where do you want the files?")), classes="label")
            yield Line(self._folder, id="folder", suggester=PathSuggester(), classes="-long")
            yield Say(self._steps_in_words(), id="steps", classes="part")
            with Actions():
                build = msg("Build the package") if self._assessment.is_ready else msg("Build it as a draft")
                yield Press(self.said(build), id="build", main=self._assessment.is_ready)
                if not self._assessment.is_ready:
                    yield Press(self.said(msg("See what is missing")), id="check", main=True)
                yield Press(self.said(msg("Back")), id="back")

    def on_mount(self) -> None:
        """Propose a folder."""
        self.propose()

    @work(group="proposing")
    async def propose(self) -> None:
        """The folder of the last package, or `lov-paket` at home."""
        services = host(self).services
        if services is None:
            return
        folder = await asyncio.to_thread(services.last_folder, self.session)
        for line in self.query(Line):
            if not line.value:  # nothing was typed meanwhile
                line.put(str(folder))

    def keep(self) -> None:
        """The folder as it was typed."""
        for line in self.query(Line):
            self._folder = line.value

    # What is told --------------------------------------------------------------------------------------

    def _readiness(self) -> Content:
        found = self._assessment
        if found.is_ready:
            ready = plain("✓ ", "$good") + self.said(
                msg("Everything is there, and nothing stands in the way."), "$good"
            )
            return lines(
                [
                    ready,
                    self.said(msg("The package holds the filled forms, your attachments and the answers.")),
                ]
            )
        counts = [self.said(part) for part in what_is_left(found)]
        explained = msg(
            "The application is not complete yet. You can build a package all the same, to look at the forms or to "
            "show them to somebody. Every page of it then says that it is a draft."
        )
        return lines([plain("! ", "$warn") + Content(" · ").join(counts), self.said(explained)])

    def _steps_in_words(self) -> Content:
        return lines(plain(f"✓ {name}", "$good") for name in self._steps)

    def _after(self, built: Built) -> ComposeResult:
        complete = built.package.complete
        done = msg("The package is built") if complete else msg("The draft package is built")
        yield Say(plain("✓ ", "$good") + self.said(done), classes="heading")
        yield Say(self._files(built), classes="part")
        if not complete:
            yield Say(
                self.said(msg("It is a draft: every page says so. Do not hand it in."), "$warn"),
                classes="part",
            )
        steps = [self.said(step) for step in self.session.flow.next_steps]
        numbered = [plain(f"{n}. ", "bold") + words for n, words in enumerate(steps, start=1)]
        yield Say(lines([self.said(msg("What to do now"), "bold $mark"), *numbered]), classes="part")
        yield Say(
            self.said(msg("Nothing has been sent. Your answers are kept here, and you can build anew.")),
            classes="hint",
        )
        with Actions():
            if is_in_browser(self):
                yield Press(self.said(msg("Download the package")), id="download", main=True)
            yield Press(self.said(msg("To the parts")), id="back", main=not is_in_browser(self))

    def _files(self, built: Built) -> Content:
        forms = [plain(f"  {form.blank.id}.pdf") for form in built.package.forms]
        return lines(
            [
                self.said(msg("The files lie here:"), "bold"),
                plain(str(built.path.parent), "$mark"),
                plain(f"  {built.path.name}"),
                *forms,
            ]
        )

    # What is done --------------------------------------------------------------------------------------

    @on(Press.Pressed, "#build")
    @on(Input.Submitted)
    def _wanted(self) -> None:
        if not self._assessment.is_ready and isinstance(self.focused, Line):
            self.query_one("#check").focus()  # a draft is built only when that is said in so many words
        elif not self._is_busy:
            self._is_busy = True
            self.build(Path(self.query_one(Line).value.strip() or ".").expanduser())

    @work(group="building")
    async def build(self, folder: Path) -> None:
        """Build and write the package; each step is shown when it begins."""
        services = host(self).services
        self._steps = []
        try:
            if services is not None:
                self.built = await asyncio.to_thread(services.build, self.session, folder, self._on_step)
        except Exception as error:
            reason = reason_of(error)
            if reason is None:  # not a refusal: a fault of ours
                raise
            self.query_one(Problems).tell([(None, reason)], self.tr)
        else:
            await self.redraw()
            self.query_one(".-main").focus()  # in the browser: what has not been taken home yet
        finally:
            self._is_busy = False

    def _on_step(self, name: str) -> None:
        """Called in the thread that builds."""
        self.app.call_from_thread(self._show_step, name)

    def _show_step(self, name: str) -> None:
        self._steps.append(name)
        self.query_one("#steps", Say).say(self._steps_in_words())

    def action_forms(self) -> None:
        """The forms as they would be filled now."""
        from wizard.tui.screens.forms import FormsScreen  # noqa: PLC0415  loaded when wanted

        self.app.push_screen(FormsScreen(self.session))

    @on(Press.Pressed, "#download")
    def _download(self) -> None:
        if self.built is not None:
            self.app.deliver_binary(self.built.path, mime_type="application/zip")

    @on(Press.Pressed, "#check")
    def _check(self) -> None:
        from wizard.tui.screens.check import CheckScreen  # noqa: PLC0415  it knows this one too

        self.app.switch_screen(CheckScreen(self.session, {}))

    @on(Press.Pressed, "#back")
    def action_back(self) -> None:
        """To where one came from."""
        if not self._is_busy:
            self.dismiss()
