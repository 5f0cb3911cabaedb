"""The consultant's screen: a workbook of clients, where each of them stands, and the run that makes their packages.

First the file is asked for. Then its clients are listed, those with something to do first seen by their sign; enter
opens one. The run is watched here, and can be stopped: the next one goes on where it was.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input

from wizard.i18n import Message, msg, nmsg
from wizard.tui.batching import Client, Looked, Stop, look, out_folder, run
from wizard.tui.fields.paths import PathSuggester, paths_in
from wizard.tui.host import host
from wizard.tui.keys import key
from wizard.tui.refusals import reason_of
from wizard.tui.screens.base import LovScreen
from wizard.tui.widgets.flow import Actions
from wizard.tui.widgets.line import Line
from wizard.tui.widgets.menu import Item, Menu
from wizard.tui.widgets.pair import Ends
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.problems import Problems
from wizard.tui.widgets.say import Say
from wizard.tui.words import Content, lines, plain

__all__ = ["BatchScreen"]

PAGE: Final = 200
"""How many clients are listed at first, and how many come with each "show more"."""
MORE: Final = "-more"
OTHERS: Final = "-others"


class BatchScreen(LovScreen[None]):
    """See the module."""

    AUTO_FOCUS = "#file, Menu"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("escape", "back", msg("Back"), name="nav.back"),
        key("f5", "run", msg("Make the packages"), name="batch.run"),
        key("f6", "again", msg("Read it again"), name="batch.again"),
    ]

    def __init__(self, path: Path | None = None) -> None:
        super().__init__()
        self._typed = str(path) if path is not None else ""
        self.looked: Looked | None = None
        """The file as it was last read."""
        self._shown = PAGE
        self._stop: Stop | None = None
        """Of the run that is under way."""
        self._is_busy = False
        self._progress = plain("")

    def body(self) -> ComposeResult:
        """Before a file is read: which one. After it: its clients."""
        with Vertical(classes="page"):
            yield Say(self.said(msg("Many applications from a workbook")), classes="heading")
            yield Problems(id="problems")
            if self.looked is None:
                yield from self._asking()
            else:
                yield Say(self._words(self.looked), classes="hint")
                yield Say(self._progress, id="progress")
                yield Menu(self._items(self.looked), id="clients")

    def _asking(self) -> ComposeResult:
        words = msg(
            "One row for each client, in a workbook made by: lov batch template AREA. CSV and JSON lines work too."
        )
        yield Say(self.said(words), classes="hint")
        yield Say(self.said(msg("Which file?")), classes="label")
        yield Line(self._typed, id="file", suggester=PathSuggester(), classes="-long")
        yield Say(self._progress, id="progress")
        with Actions():
            yield Press(self.said(msg("Read it")), id="read", main=True)
            yield Press(self.said(msg("Back")), id="back")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to run or to read again before a file is read."""
        if action in ("run", "again"):
            return self.looked is not None
        return super().check_action(action, parameters)

    def keep(self) -> None:
        """The path as it was typed."""
        for line in self.query(Line):
            self._typed = line.value

    # What is told --------------------------------------------------------------------------------------

    def _words(self, looked: Looked) -> Content:
        told = [self.said(looked.title), plain(looked.path.name, "$quiet"), self.said(looked.tally.message())]
        if looked.is_stopped:
            told.append(self.said(msg("Stopped. The next run goes on where this was."), "$warn"))
        elif looked.made is not None:
            folder = out_folder(looked.path, self.tr)
            made = nmsg(
                "{count} package lies in {folder}.",
                "{count} packages lie in {folder}.",
                looked.made,
                folder=str(folder),
            )
            told.append(plain("✓ ", "$good") + self.said(made, "$good"))
        return lines(told)

    def _items(self, looked: Looked) -> Iterator[Item]:
        if looked.others:
            count = nmsg(
                "{count} thing about the file itself",
                "{count} things about the file itself",
                len(looked.others),
            )
            yield Item(OTHERS, plain("✗ ", "$fault") + self.said(count, "$fault"), rule=True)
        for number, client in enumerate(looked.clients[: self._shown]):
            yield Item(str(number), self._face(client), client.name)
        rest = len(looked.clients) - self._shown
        if rest > 0:
            yield Item(MORE, self.said(nmsg("Show {count} more", "Show {count} more", rest)))

    def _face(self, client: Client) -> Ends:
        sign, style = _SIGNS[client.standing]
        name = plain(client.name, "bold") + plain(f"  {client.label}" if client.label else "", "$quiet")
        row = self.said(msg("row {n}", n=client.row), "$quiet")
        words: Message = _STANDINGS[client.standing]
        if client.folder is not None:
            words = msg("package made")
        elif client.faults:
            words = nmsg("{count} to do", "{count} to do", len(client.faults))
        return Ends(plain(f"{sign} ", style) + name, Content("  ").join([row, self.said(words, style)]))

    # What is done --------------------------------------------------------------------------------------

    @on(Press.Pressed, "#read")
    @on(Input.Submitted)
    def _wanted(self) -> None:
        found = paths_in(self.query_one(Line).value)
        if found and not self._is_busy:
            self.read(found[0])

    def action_again(self) -> None:
        """Read the file again, which was mended meanwhile."""
        if self.looked is not None and not self._is_busy:
            self.read(self.looked.path)

    def read(self, path: Path) -> None:
        """Read a file and list its clients."""
        services = host(self).services
        if services is None:
            return
        content, today, tr = services.content, host(self).today, self.tr
        self._show(self.said(msg("Reading {name} …", name=path.name), "$quiet"))
        self._do(lambda: look(path, content, today, tr, self._on_step))

    def action_run(self) -> None:
        """Make the packages that are not made yet."""
        services, looked = host(self).services, self.looked
        if services is None or looked is None or self._is_busy:
            return
        self._stop = stop = Stop()
        path, folder = looked.path, out_folder(looked.path, self.tr)
        content, today, tr = services.content, host(self).today, self.tr
        self._show_step(0, looked.tally.rows)  # the first rows may take a while
        self._do(lambda: run(path, folder, content, today, tr, on_step=self._on_step, stop=stop))

    @work(exclusive=True, group="batch")
    async def _do(self, job: Callable[[], Looked]) -> None:
        """Do the work in a thread, and show what came of it."""
        self._is_busy = True
        reason: Message | None = None
        try:
            self.looked = await asyncio.to_thread(job)
        except Exception as error:
            reason = reason_of(error)
            if reason is None:  # not a refusal: a fault of ours
                raise
        finally:
            self._is_busy, self._stop, self._progress = False, None, plain("")
        await self.redraw()
        if reason is not None:
            self.query_one(Problems).tell([(None, reason)], self.tr)

    def _on_step(self, done: int, total: int) -> None:
        """Called in the thread that works."""
        self.app.call_from_thread(self._show_step, done, total)

    def _show_step(self, done: int, total: int) -> None:
        words = (
            msg("{done} of {total} rows", done=done, total=total)
            if total >= done
            else msg("{done} rows", done=done)
        )
        progress = self.said(words, "$mark")
        if self._stop is not None:
            progress += plain("  ") + self.said(msg("Esc stops."), "$quiet")
        self._show(progress)

    def _show(self, progress: Content) -> None:
        self._progress = progress
        for say in self.query("#progress").results(Say):
            say.say(self._progress)

    @on(Menu.Chosen)
    def _chosen(self, event: Menu.Chosen) -> None:
        from wizard.tui.screens.batchclient import BatchClientScreen  # noqa: PLC0415  not needed for the list

        looked = self.looked
        if looked is None:
            return
        if event.item == MORE:
            self._shown += PAGE
            self.query_one(Menu).fill(self._items(looked))
        elif event.item == OTHERS:
            self.app.push_screen(
                BatchClientScreen(Client(looked.path.name, 0, "refused", faults=looked.others))
            )
        else:
            self.app.push_screen(BatchClientScreen(looked.clients[int(event.item)]))

    @on(Press.Pressed, "#back")
    def action_back(self) -> None:
        """Stop the run, or choose another file, or go to where one came from."""
        if self._stop is not None:
            self._stop.is_wanted = True
        elif self._is_busy:
            return
        elif self.looked is not None:
            self._typed, self.looked = str(self.looked.path), None
            self.run_worker(self.redraw())
        else:
            self.dismiss()


_SIGNS: Final = {"ready": ("✓", "$good"), "not_ready": ("◐", "$warn"), "refused": ("✗", "$fault")}
_STANDINGS: Final = {"ready": msg("ready"), "not_ready": msg("not ready"), "refused": msg("cannot be read")}
