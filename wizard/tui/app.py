"""The app: wiring between the terminal, the services and the screens.

It holds what every screen shares (language, theme, save state, services) and the keys that work everywhere.
What a screen does is in the screen. The order of a start is fixed: the home screen is drawn, then the services
are opened in a thread. A fault of ours ends the app with a short sentence and a report without values.
"""

from __future__ import annotations

import asyncio
import gc
import os
import select
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import work
from textual.app import App
from textual.binding import BindingType
from textual.css.query import NoMatches
from textual.events import Event
from textual.reactive import var
from textual.widgets import Input
from textual.worker import WorkerFailed

from wizard.files import write_report
from wizard.i18n import Message, Translator, available_languages, msg
from wizard.text import safe_text
from wizard.tui.ahead import KeysAhead
from wizard.tui.browser import opened, tell_page
from wizard.tui.keys import key
from wizard.tui.preferences import Colours, Preferences
from wizard.tui.refusals import reason_of
from wizard.tui.safety import SafeLines
from wizard.tui.screens.base import LovScreen
from wizard.tui.screens.home import HomeScreen
from wizard.tui.services import Services
from wizard.tui.standing import NOWHERE, Standing
from wizard.tui.stylesheet import stylesheet_like
from wizard.tui.talking import Talks
from wizard.tui.themes import DARK, LIGHT, theme_for

if TYPE_CHECKING:
    from wizard.drafts.session import DraftSession
    from wizard.flow.content import Content
    from wizard.values.base import Value

__all__ = ["LovApp"]

OUR_FAULT: Final = 70
LOOK_FOR_TERMINAL: Final = 2.0
"""Seconds between looks at whether the terminal is still there."""
_ENDINGS: Final = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


def _now() -> datetime:
    return datetime.now().astimezone()


class LovApp(App[None]):
    """See the module. `opener` and `clock` are for tests; `on_terminal` lets signals end the app cleanly."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [
        "styles/base.tcss",
        "styles/fields.tcss",
        "styles/screens.tcss",
        "styles/dialogs.tcss",
    ]
    TITLE = "lov"
    ENABLE_COMMAND_PALETTE = False  # ours is made of what can be done here, see dialogs.palette
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012  Textual declares it so
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f1,question_mark", "help", msg("Help"), name="app.help"),
        key("ctrl+p", "palette", msg("Commands"), name="app.palette"),
        key("ctrl+l", "next_language", msg("Language"), name="app.language", show=False),
        key("f10", "settings", msg("Settings"), name="app.settings"),
        key("ctrl+t", "other_theme", msg("Light or dark"), name="app.theme", show=False),
        key("ctrl+q", "quit", msg("Quit"), name="app.quit", show=False, priority=True),
    ]

    ASSURANCE: ClassVar[Message] = msg(
        "Every answer is saved when you go on from it. You can quit at any time and continue later. "
        "Nothing is sent from here."
    )
    """What the help says at its end of the person's work."""

    services: var[Services | None] = var(None)
    """Set when the content is read and the store open."""
    refusal: var[Message | None] = var(None)
    """Why they could not be opened."""
    standing: var[Standing] = var(NOWHERE)
    """What the bar at the top tells: the draft at hand, and when it was saved."""

    def __init__(  # noqa: PLR0913  what the world gives, each by its name
        self,
        *,
        content: Content | Callable[[], Content],
        folder: Path,
        language: str,
        today: date,
        clock: Callable[[], datetime] = _now,
        on_terminal: bool = False,
        is_language_given: bool = True,
    ) -> None:
        super().__init__()
        self.stylesheet = stylesheet_like(self.stylesheet)
        self.preferences = Preferences()
        self._is_language_given = is_language_given
        self.tr = Translator.of(language)
        self.today = today
        self.clock = clock
        self._content = content
        self.folder = folder
        """Where the drafts lie."""
        self._on_terminal = on_terminal
        self._fault: BaseException | None = None
        self.ahead = KeysAhead(self)
        self.talks = Talks()
        self._filters.append(SafeLines())
        for theme in (DARK, LIGHT):
            self.register_theme(theme)
        self.theme = theme_for(os.environ).name
        self.animation_level = "none"

    # Beginning and end ---------------------------------------------------------------------------------

    def get_default_screen(self) -> LovScreen[None]:
        """The first screen is the list of drafts."""
        return HomeScreen()

    def on_mount(self) -> None:
        """Draw first, then open what is slow."""
        if self._on_terminal:
            for ending in _ENDINGS:
                asyncio.get_running_loop().add_signal_handler(ending, self._end, ending)
            self.set_interval(LOOK_FOR_TERMINAL, self._look_for_terminal)
        self.call_after_refresh(self.begin)

    def begin(self) -> None:
        """What is done when the first screen has been drawn."""
        self.open_services()

    @work(exclusive=True, group="opening")
    async def open_services(self) -> None:
        """Open the content and the store; the home screen shows the drafts when they are there."""
        self.refusal = None
        try:
            self.services = await asyncio.to_thread(Services.open, self._content, self.folder, self.today)
        except Exception as error:
            self.refusal = reason_of(error)
            if self.refusal is None:  # not a refusal: a fault of ours
                raise
        else:
            if self._on_terminal:
                gc.freeze()  # the content stays: looking through it again and again would hold keys up
            await self._take_preferences(self.services)
            await opened(self)

    async def _take_preferences(self, services: Services) -> None:
        """What was chosen at an earlier time holds now, but for a language given with the command."""
        before, self.preferences = self.preferences, await asyncio.to_thread(services.preferences)
        self.set_keymap(dict(self.preferences.keys))
        self._look()
        if before.language is None and self.preferences.language and not self._is_language_given:
            await self.speak(self.preferences.language)

    async def on_event(self, event: Event) -> None:
        """As Textual's, but a key waits for the screen that the one before it leads to."""
        if not self.ahead.holds(event):
            await super().on_event(event)

    def go_to(self, session: DraftSession) -> None:
        """Show the parts of a draft in place of this screen; from there one goes back to the list of drafts."""
        from wizard.tui.screens.tasks import TasksScreen  # noqa: PLC0415  not needed to draw the first screen

        for screen in self.screen_stack:
            if isinstance(screen, TasksScreen):
                screen.is_left = True
        self.switch_screen(TasksScreen(session, is_new=True))

    def on_unmount(self) -> None:
        """Close the database on the way out."""
        if self.services is not None:
            self.services.close()

    def farewell(self) -> int:
        """What is told on the terminal after the app has ended, and the exit code."""
        if self._fault is None:
            return self.return_code or 0
        report = write_report(self._fault, self.folder)
        if report is not None:
            self._tell(
                msg(
                    "lov made a mistake. A report without your answers was written to {path}.",
                    path=str(report),
                )
            )
        else:
            self._tell(msg("lov made a mistake, and no report of it could be written."))
        self._tell(msg("What you had saved is kept."))
        return OUR_FAULT

    def _tell(self, words: Message) -> None:
        sys.stderr.write(safe_text(self.tr(words)) + "\n")

    def _end(self, ending: signal.Signals) -> None:
        """Leave as when asked to by key: what was confirmed is on the disk already."""
        self.exit(return_code=128 + ending)

    def _look_for_terminal(self) -> None:
        """Leave where the terminal has gone without a signal: Textual would read its end for ever."""
        terminal = select.poll()
        terminal.register(sys.__stdin__ or 0, 0)  # only what is told unasked: that it has been hung up
        if any(what & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, what in terminal.poll(0)):
            self._end(signal.SIGHUP)

    def _handle_exception(self, error: Exception) -> None:
        """Replace Textual's crash screen, which shows local variables; see `crash`."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        if self._exit and isinstance(cause, NoMatches):
            return  # a worker was about to show something on a screen that has just been taken down
        self._fault = self._fault or cause
        self._return_code = OUR_FAULT
        if self._exception is None:  # for tests, which raise it again
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    def panic(self, *renderables: Any) -> None:  # noqa: ARG002  Textual's signature
        """Textual hands tracebacks in here; none is shown."""
        self._handle_exception(RuntimeError("panic"))

    # What every screen shares --------------------------------------------------------------------------

    async def speak(self, language: str) -> None:
        """Say everything in `language` from now on, on every screen that is open."""
        self.tr = Translator.of(language)
        tell_page(self, language=language)
        for screen in self.screen_stack:
            if isinstance(screen, LovScreen):
                await screen.redraw()

    async def choose(self, name: str, value: Value) -> None:
        """Let a choice (see `Preferences`) take effect, and keep it where there is a store."""
        match name:
            case "language":
                self.preferences = replace(self.preferences, language=str(value))
                await self.speak(str(value))
            case "colours":
                self.preferences = replace(self.preferences, colours=Colours(str(value)))
            case "moves":
                self.preferences = replace(self.preferences, moves=value == "yes")
            case "keys" if isinstance(value, Mapping):
                self.preferences = replace(self.preferences, keys={k: str(v) for k, v in value.items()})
                self.set_keymap(dict(self.preferences.keys))
            case "folders" if isinstance(value, list | tuple):
                self.preferences = replace(self.preferences, folders=tuple(map(str, value)))
        self._look()
        if self.services is not None:
            await asyncio.to_thread(self.services.keep_preference, name, value)

    def _look(self) -> None:
        """Colours and movement as they were chosen."""
        themes = {Colours.DARK: DARK.name, Colours.LIGHT: LIGHT.name}
        self.theme = themes.get(self.preferences.colours) or theme_for(os.environ).name
        self.animation_level = "basic" if self.preferences.moves else "none"
        for screen in self.screen_stack:
            for line in screen.query(Input):
                line.cursor_blink = self.preferences.moves

    async def action_next_language(self) -> None:
        """Go on to the next language."""
        known = available_languages()
        here = known.index(self.tr.language) if self.tr.language in known else -1
        await self.choose("language", known[(here + 1) % len(known)])

    async def action_other_theme(self) -> None:
        """From dark to light and back."""
        await self.choose("colours", Colours.LIGHT if self.theme == DARK.name else Colours.DARK)

    def action_settings(self) -> None:
        """What can be chosen for the app itself."""
        from wizard.tui.screens.settings import SettingsScreen  # noqa: PLC0415  seldom needed

        if not self.screen.is_modal:
            self.push_screen(SettingsScreen())

    def action_help(self) -> None:
        """Show which keys do what here."""
        from wizard.tui.dialogs.help import HelpDialog  # noqa: PLC0415  seldom needed

        if not self.screen.is_modal:
            self.push_screen(HelpDialog(self.screen))

    def action_palette(self) -> None:
        """Search among everything that can be done here."""
        from wizard.tui.dialogs.palette import Palette  # noqa: PLC0415  seldom needed

        if not self.screen.is_modal:
            self.push_screen(Palette(self.screen))

    async def action_quit(self) -> None:
        """Leave; asks first where something typed has not been saved."""
        screen = self.screen
        if not (isinstance(screen, LovScreen) and screen.has_unsaved()):
            self.exit()
            return
        from wizard.tui.dialogs.confirm import Confirm  # noqa: PLC0415  seldom needed

        question = Confirm(
            title=msg("Quit without saving this answer?"),
            text=msg("What stands on the screen now has not been saved. All earlier answers have."),
            yes=msg("Quit without saving"),
            no=msg("Stay"),
        )
        self.push_screen(question, lambda answer: self.exit() if answer else None)

    def action_help_quit(self) -> None:
        """Where ctrl+c copies nothing, it means what it means everywhere else."""
        self.call_later(self.action_quit)
