"""Attached files: a line for a path, and the list of what is attached.

The field only asks: the screen copies the file into the store and saves the answer at once, so that what is
listed here is safe. Taking a file away changes the answer and leaves the person's own file alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os.path import commonprefix
from pathlib import Path
from typing import Any, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message as Event
from textual.widget import Widget
from textual.widgets import Input

from wizard.flow.answers import BLANK, Checked, Fault, check
from wizard.i18n import Message, msg
from wizard.tui.browser import ask_for_files, is_in_browser, tell_page
from wizard.tui.fields.base import Asking, Field
from wizard.tui.fields.paths import PathSuggester, completions, paths_in
from wizard.tui.host import host
from wizard.tui.keys import key
from wizard.tui.widgets.line import Line
from wizard.tui.widgets.menu import Item, Menu
from wizard.tui.widgets.pair import Ends
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.say import Say
from wizard.tui.words import NOTHING, plain
from wizard.values import Value

__all__ = ["FilesField"]

_MOST_SHOWN: Final = 6
_KILO: Final = 1024
_PATH: Final = msg("path, such as ~/Documents/extract.pdf")
_DROP: Final = msg("or drop it here, or write its path")


class PathLine(Line):
    """A line for a path: tab completes it as far as it can go only one way."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter", "submit", msg("Attach, or continue"), name="files.enter"),
        key("tab", "complete", msg("Complete path"), name="files.complete"),
        key("down", "folders", msg("Folders"), name="files.folders"),
        key("up", "files", msg("What is attached"), name="files.files", show=False),
    ]

    def action_complete(self) -> None:
        """Complete the path; where nothing begins like it, go on to the next widget."""
        found = completions(self.value)
        if not found:
            self.screen.focus_next()
        elif common := commonprefix(found):  # noqa: RUF071  letter by letter, as one types
            self.put(common)  # where several go on from there, they are listed below the line

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """To the lists only where they are."""
        lists = {"folders": FolderList, "files": FileList}
        if action in lists:
            return any(listed.display for listed in self._field.query(lists[action]))
        return super().check_action(action, parameters)

    @property
    def _field(self) -> FilesField:
        return next(node for node in self.ancestors if isinstance(node, FilesField))

    def action_folders(self) -> None:
        """To the folders below the line."""
        self._field.query_one(FolderList).focus()

    def action_files(self) -> None:
        """To the files above it."""
        self._field.query_one(FileList).focus()


class FileList(Menu):
    """What is attached."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter", "select", msg("Continue"), name="files.list"),
        key("delete,backspace", "remove", msg("Remove"), name="files.remove"),
    ]

    @dataclass
    class Removed(Menu.Chosen):
        """A file is to be taken away."""

    def action_remove(self) -> None:
        """Take the file under the keyboard away."""
        if self.item is not None:
            self.post_message(self.Removed(self, self.item))


class FolderList(Menu):
    """Folders that files were taken from; choosing one puts it on the line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter", "select", msg("Take from here"), name="files.folder")
    ]


class FilesField(Field):
    """See the module."""

    @dataclass
    class Wanted(Event):
        """Files are to be attached."""

        field: FilesField
        paths: Sequence[Path]

        @property
        def control(self) -> FilesField:
            """The field, for `@on`."""
            return self.field

    @dataclass
    class Dropped(Event):
        """A file is to be taken away."""

        field: FilesField
        file: Value

        @property
        def control(self) -> FilesField:
            """The field, for `@on`."""
            return self.field

    def __init__(self, asking: Asking, typed: Any = None) -> None:
        super().__init__(asking, typed)
        self.files: list[Value] = list(asking.value) if isinstance(asking.value, list | tuple) else []

    def entry(self) -> ComposeResult:
        """The list of files, the line, and what the path may be completed to."""
        yield FileList(self._items(), id="files")
        if is_in_browser(self):
            yield Press(self.said(msg("Choose a file")), id="choose-file", main=True)
        yield PathLine(
            str(self._before or ""),
            id="path",
            placeholder=self.said(_DROP if is_in_browser(self) else _PATH),
            suggester=PathSuggester(),
            classes="-long",
        )
        yield Say(id="near", classes="echo")
        folders = host(self).preferences.folders
        if folders and not self.asking.compact and not is_in_browser(self):
            yield Say(self.said(msg("Where you took files from last"), "$quiet"), classes="label")
            yield FolderList([Item(f, plain(f), f) for f in folders], id="folders")

    def on_mount(self) -> None:
        """The list takes no room while it is empty. A page round the app lets one choose files, and drop them."""
        self._show_list()
        tell_page(self.app, files=True)

    def on_unmount(self) -> None:
        """The next question may take none."""
        tell_page(self.app, files=False)

    @on(Press.Pressed, "#choose-file")
    def _choose(self, event: Press.Pressed) -> None:
        event.stop()
        ask_for_files(self.app)

    def read(self) -> Checked:
        """The files, as the engine understands them; a path still on the line is no file yet."""
        if self.line.value.strip():
            return Checked(
                faults=(
                    Fault(
                        self.question.id,
                        msg(
                            "The file on the line is not attached yet. Press enter on the line, or clear it."
                        ),
                    ),
                )
            )
        return check(self.question, self.files or BLANK, self.asking.ctx)

    @property
    def typed(self) -> Any:
        """A path that was typed and not attached."""
        return self.line.value or None

    @property
    def paths(self) -> Sequence[Path]:
        """What stands on the line and is not attached."""
        return paths_in(self.line.value)

    @property
    def line(self) -> PathLine:
        """Where a path is written."""
        return self.query_one(PathLine)

    @property
    def first(self) -> Widget:
        """The line."""
        return self.line

    def show(self, files: Sequence[Value]) -> None:
        """These are attached now."""
        self.files = list(files)
        self.line.value = ""
        self.complain(None)
        self._show_list()

    def _show_list(self) -> None:
        listed = self.query_one(FileList)
        listed.fill(self._items())
        listed.display = bool(self.files)

    def _items(self) -> list[Item]:
        return [Item(str(i), self._face(file)) for i, file in enumerate(self.files)]

    def _face(self, file: Value) -> Ends:
        size = file.get("size", 0) if isinstance(file, Mapping) else 0
        return Ends(plain(f"✓ {self.shown(file)}"), self.said(_size(int(str(size))), "$quiet"))

    @on(Input.Changed)
    def _typed_a_key(self, event: Input.Changed) -> None:
        event.stop()
        near = completions(event.value)
        shown = [Path(text).name + ("/" if text.endswith("/") else "") for text in near[:_MOST_SHOWN]]
        more = [self.tr(msg("and {n} more", n=len(near) - _MOST_SHOWN))] if len(near) > _MOST_SHOWN else []
        words = plain("   ".join([*shown, *more]), "$quiet") if event.value not in near else NOTHING
        self.query_one("#near", Say).say(words)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        paths = paths_in(event.value)
        if paths:
            self.post_message(self.Wanted(self, paths))
        else:
            self.done()

    @on(Menu.Chosen)
    def _chosen(self, event: Menu.Chosen) -> None:
        event.stop()
        if isinstance(event.menu, FolderList):
            self.line.put(event.item.rstrip("/") + "/")
            self.line.focus()
        elif isinstance(event, FileList.Removed):
            self.post_message(self.Dropped(self, self.files[int(event.item)]))
        else:
            self.done()


def _size(size: int) -> Message:
    if size < _KILO * _KILO:
        return msg("{n} kB", n=max(1, round(size / _KILO)))
    return msg("{n} MB", n=round(size / _KILO / _KILO))
