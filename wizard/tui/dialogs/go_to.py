"""Go to any question that is asked: type a part of its name."""

from __future__ import annotations

from operator import itemgetter

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

    def found(self, search: str) -> list[Item]:
        """The questions whose name, wording or part holds the text; those whose name begins so stand first."""
        wanted = search.strip().casefold()
        found: list[tuple[int, Item]] = []
        for task in self._interview.flow.tasks:
            title = self.said(task.title, "$quiet")
            for question in task.questions:
                name = self._interview.flow.name(question)
                texts = [self.tr(text).casefold() for text in (name, question.ask, task.title)]
                place = next((n for n, text in enumerate(texts) if wanted in text), None)
                if place is not None and self._interview.is_relevant(question.id):
                    mark = state_mark(self._interview, question)
                    item = Item(question.id, Ends(mark + self.said(name), title), self.tr(name))
                    found.append((-1 if texts[0].startswith(wanted) else place, item))
        return [item for _, item in sorted(found, key=itemgetter(0))]

    def take(self, item: str) -> None:
        """Go there."""
        self.dismiss(item)
