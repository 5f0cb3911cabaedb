"""Go to any question that is asked: type a part of its name."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.flow.interview import Interview
from wizard.i18n import msg
from wizard.tui.dialogs.searching import SearchDialog
from wizard.tui.tasking import state_mark
from wizard.tui.widgets.menu import Item
from wizard.tui.widgets.pair import Ends
from wizard.tui.words import Content

__all__ = ["GoTo"]


class GoTo(SearchDialog[str | None]):
    """Gives back the question's id, None for none."""

    LIST = "questions"

    def __init__(self, interview: Interview) -> None:
        super().__init__()
        self._interview = interview

    def heading(self) -> Content:
        """The title."""
        return self.said(msg("Go to which question?"), "bold $mark")

    def found(self, search: str) -> Iterator[Item]:
        """The questions whose name, wording or part holds the text."""
        wanted = search.strip().casefold()
        for task in self._interview.flow.tasks:
            title = self.said(task.title, "$quiet")
            for question in task.questions:
                name = self._interview.flow.name(question)
                texts = (self.tr(name), self.tr(question.ask), self.tr(task.title))
                is_wanted = any(wanted in text.casefold() for text in texts)
                if is_wanted and self._interview.is_relevant(question.id):
                    mark = state_mark(self._interview, question)
                    yield Item(question.id, Ends(mark + self.said(name), title), texts[0])

    def take(self, item: str) -> None:
        """Go there."""
        self.dismiss(item)
