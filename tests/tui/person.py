"""A person at a terminal who knows all the answers, and looks at the screen as people do.

Which question comes next is asked of the engine and then looked for on the screen: a wrong question, or a right
one that does not show, stops the walk. The app itself is not looked into.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.tui.terminal import Terminal
from wizard.flow.answers import BLANK
from wizard.flow.interview import Interview
from wizard.flow.model import Question
from wizard.flow.steps import Step, next_open_step, step_at, steps
from wizard.i18n import Translator, msg
from wizard.tui.fields.choice import SEARCH_FROM
from wizard.tui.fields.choices import NONE
from wizard.tui.themes import ROLES
from wizard.tui.widgets.menu import POINTER
from wizard.values import DONT_KNOW, NOT_APPLICABLE

__all__ = ["LISTED", "Person"]

FOCUS = ROLES["lov-dark"]["focus"].lstrip("#")
"""The colour of the border round the line where one writes."""

LISTED = frozenset({"yesno", "choice", "multichoice"})
"""Types that are answered by marking lines."""
_AS_IS = frozenset({DONT_KNOW, NOT_APPLICABLE})


class Person:
    """Answers at `terminal` by `answers` (canonical) and `files` (paths), both by question."""

    def __init__(
        self,
        terminal: Terminal,
        interview: Interview,
        answers: Mapping[str, Any],
        files: Mapping[str, Sequence[Path]],
        language: str = "sv",
    ) -> None:
        self.terminal = terminal
        self.interview = interview
        self.answers = answers
        self.files = files
        self.tr = Translator.of(language)
        self.at: Step | None = None
        """The step on the screen."""

    # From screen to screen -----------------------------------------------------------------------------

    def begin(self, area: str) -> None:
        """From an empty list of drafts to the first question."""
        self.terminal.see(self.tr(msg("Begin a new application")))
        self.terminal.press("enter")
        self.choose(area)
        self.terminal.press("enter")
        first = next_open_step(self.interview)
        assert first is not None
        self.terminal.see(self.tr(msg("Begin: {question}", question=first.heading)))
        self.go_on()

    def choose(self, area: str) -> None:
        """Go to the area by its first letter and to the list of its errands, where the application stands first."""
        self.terminal.see(self.tr(msg("What do you want to apply for?")))
        self.terminal.go_to(area)
        self.terminal.press("enter")
        self.terminal.see(self.tr(msg("What does it concern?")))

    def go_on(self) -> None:
        """From the task list to the question that it offers."""
        self.at = next_open_step(self.interview, self.at.questions[-1].id if self.at else None)
        assert self.at is not None
        self.terminal.see(self.tr(self.interview.flow.title))
        self.terminal.press("home", "enter")

    def resume(self) -> None:
        """From the list of drafts after a new start, to the question where the person was."""
        self.terminal.see(self.tr(msg("Begin a new application")), self.tr(self.interview.flow.title))
        self.terminal.press("home", "enter")
        assert self.at is not None
        self.terminal.see(self.tr(msg("Continue: {question}", question=self.at.heading)))
        self.terminal.press("home", "enter")

    def build(self, folder: Path) -> None:
        """From the task list, by the page of all answers, to the package in `folder`."""
        self.terminal.see(self.tr(msg("All questions are answered. Check your answers")))
        self.terminal.press("home", "enter")
        self.terminal.see(self.tr(msg("Everything is there. The package can be built.")))
        self.terminal.press("end", "enter")
        self.terminal.see(self.tr(msg("Everything is there, and nothing stands in the way.")), "lov-paket")
        self.terminal.press("ctrl+e", "ctrl+u")
        self.terminal.until(lambda: "lov-paket" not in self.terminal.text)
        self.terminal.paste(str(folder))
        self.terminal.see(str(folder)[-12:])
        self.terminal.press("enter")
        self.terminal.see(self.tr(msg("The package is built")), ".zip")

    def walk(self, to: str | None = None) -> None:
        """Answer question after question, until the one called `to` is on the screen; else until none is open."""
        while self.at is not None:
            self.look()
            if to is not None and any(q.id == to for q in self.at.questions):
                return
            self.answer_step()

    def look(self) -> None:
        """See that the step that should be on the screen is there."""
        assert self.at is not None
        task = self.interview.flow.task(self.at.task)
        asked = steps(self.interview, task)
        number = next(n for n, step in enumerate(asked, start=1) if step.key == self.at.key)
        place = msg("{task} · question {n} of {total}", task=task.title, n=number, total=len(asked))
        self.terminal.see(self.tr(place), self.seen(self.tr(self.at.heading)))

    def seen(self, heading: str) -> str:
        """What of a heading stands on the screen without a break."""
        return " ".join(heading.split())

    def answer_step(self) -> None:
        """Answer the step on the screen, and go to the next as the app should."""
        assert self.at is not None
        for question in self.at.questions:
            self.fill(question)
            self.interview = self.interview.answer(question.id, self._known(question))
        following = step_at(self.interview, self.at.questions[-1].id, 1)
        if following is not None and following.task == self.at.task:
            self.at = following
        elif next_open_step(self.interview) is None:
            self.at = None
        else:
            self.go_on()

    def _known(self, question: Question) -> Any:
        return self.answers.get(question.id, [] if question.is_attachment else BLANK)

    # One field -----------------------------------------------------------------------------------------

    def fill(self, question: Question) -> None:
        """Answer one question and leave it."""
        value = self.answers.get(question.id)
        if question.is_table:
            for row in value or ():
                self._add_row(question, row)
            self.terminal.press("ctrl+s")
        elif question.is_attachment:
            self._attach(self.files.get(question.id, ()))
        else:
            self._answer(question, value)

    def _answer(self, question: Question, value: Any) -> None:
        if question.type_name in LISTED:
            self._mark(question, value)
            self.terminal.press("enter")
            return
        if value is not None and value != BLANK:
            text = self.shown(question, value)
            self.terminal.paste(text)
            self.terminal.see(text.split()[-1][-12:])  # a line may break before the last word
        before = self._line_with_keyboard()
        self.terminal.press("ctrl+s" if question.type_name == "longtext" else "enter")
        if self.at is not None and question in self.at.questions[:-1]:
            self.terminal.until(lambda: (self._line_with_keyboard() or 0) > (before or 0))

    def _line_with_keyboard(self) -> int | None:
        return self.terminal.line_in(FOCUS, "▊")

    def shown(self, question: Question, value: Any) -> str:
        """What a person writes to say `value`."""
        assert question.type is not None
        return value if isinstance(value, str) and value in _AS_IS else question.type.show(value, self.tr)

    def _mark(self, question: Question, value: Any) -> None:
        assert question.type is not None
        several = question.type_name == "multichoice"
        ids = [option.id for option in getattr(question.type, "options", ())] or ["yes", "no"]
        ids += [NONE] if several else []
        ids += [DONT_KNOW] if question.allows_unknown else []
        ids += [NOT_APPLICABLE] if question.allows_not_applicable else []
        is_searched = len(ids) >= SEARCH_FROM and not several and question in self.interview.relevant
        for name in value or [NONE] if several else [value]:
            face = question.type.show([] if name == NONE else [name] if several else name, self.tr)
            if is_searched:
                self.terminal.paste(face)
                self.terminal.see(f"{POINTER} ○ {face}")
                continue
            self._mark_line(ids.index(name), f"{'☒' if several else '●'} {face}"[:40])

    def _mark_line(self, number: int, sight: str) -> None:
        if number < 9:
            self.terminal.press(str(number + 1))
        else:
            self.terminal.press("home", *["down"] * number, "space")
        self.terminal.see(sight.strip())

    def _attach(self, paths: Sequence[Path]) -> None:
        for path in paths:
            self.terminal.paste(str(path))
            self.terminal.see(path.name)
            self.terminal.press("enter")
            self.terminal.see(f"✓ {path.name}")
        self.terminal.press("enter")

    def _add_row(self, table: Question, row: Mapping[str, Any]) -> None:
        self.terminal.press("insert")
        for column in self.interview.asked_columns(table, row):
            label = self.tr(column.label)
            self.terminal.until(lambda name=label: self._is_open(name), f"{label} to be open")  # type: ignore[misc]
            self._answer(column, row.get(column.id))
        self.terminal.press("ctrl+s")
        name = self.shown(table.column(table.row_label or "") or table, row[table.row_label or ""])
        self.terminal.until(
            lambda: name in self.terminal.text and self.tr(msg("Add a row")) in self.terminal.text,
            f"{name} in the list",
        )

    def _is_open(self, label: str) -> bool:
        """Whether the keyboard is at the line of a form that begins with `label`: its label is bold."""
        display, cells = self.terminal.lines, self.terminal.screen.buffer
        return any(
            line.strip().startswith(label) and cells[y][line.index(label)].bold
            for y, line in enumerate(display)
        )
