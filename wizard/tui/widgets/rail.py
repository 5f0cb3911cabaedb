"""The parts of the application beside the question: where one is, and how far the others have come.

Shown where there is room. It follows by itself; a click goes to a part. By key one goes there through the task
list, so the rail takes no focus away from the question.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message as Event
from textual.widget import Widget

from wizard.flow.interview import Interview
from wizard.flow.model import Task
from wizard.i18n import msg
from wizard.tui.host import tr_of
from wizard.tui.summaries import needed_tasks, progress_of
from wizard.tui.tasking import MARKS, STYLES
from wizard.tui.widgets.menu import POINTER
from wizard.tui.words import NOTHING, plain, said

__all__ = ["Rail"]

_HEAD: int = 2
"""Lines above the first part."""
_MARKS_ONLY: int = 12
"""Columns below which there is room for the marks alone."""


class Rail(Widget):
    """See the module."""

    @dataclass
    class Chosen(Event):
        """A part was clicked."""

        rail: Rail
        task: Task

        @property
        def control(self) -> Rail:
            """The rail, for `@on`."""
            return self.rail

    def __init__(self, interview: Interview, here: str) -> None:
        super().__init__()
        self.interview = interview
        self.here = here

    def show(self, interview: Interview, here: str) -> None:
        """The state of now, and the part one is in."""
        self.interview = interview
        self.here = here
        self.refresh()

    def render(self) -> Content:
        """The heading with the count, then a line for each part; where there is no room for words, the marks."""
        tr = tr_of(self)
        if self.content_size.width < _MARKS_ONLY:
            return Content("\n").join([NOTHING, NOTHING, *(self._mark(t) for t in self._tasks())])
        progress = progress_of(self.interview)
        count = tr(msg("{done} of {total}", done=progress.done, total=progress.total))
        head = plain(tr(msg("To do")), "bold")
        gap = max(1, self.content_size.width - head.cell_length - len(count))
        return Content("\n").join(
            [head + plain(" " * gap + count, "$quiet"), NOTHING, *(self._line(t) for t in self._tasks())]
        )

    def _tasks(self) -> tuple[Task, ...]:
        return needed_tasks(self.interview)

    def _mark(self, task: Task) -> Content:
        state = self.interview.task_state(task)
        is_here = task.id == self.here
        return plain(POINTER if is_here else MARKS[state], "bold $mark" if is_here else STYLES[state])

    def _line(self, task: Task) -> Content:
        state = self.interview.task_state(task)
        title = said(task.title, tr_of(self), "bold" if task.id == self.here else STYLES[state] or "$ink")
        words = Content(" ").join([self._mark(task), title])
        return words.truncate(self.content_size.width, ellipsis=True)

    def on_click(self, event: events.Click) -> None:
        """Go to the part under the mouse."""
        at = event.get_content_offset(self)
        tasks = self._tasks()
        if at is not None and 0 <= at.y - _HEAD < len(tasks):
            self.post_message(self.Chosen(self, tasks[at.y - _HEAD]))
