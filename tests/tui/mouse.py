"""A person with a mouse: every list, button and line is clicked; only what has to be written is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.tui.person import LISTED, Person
from wizard.flow.answers import BLANK
from wizard.flow.model import Question
from wizard.flow.steps import next_open_step
from wizard.i18n import msg

__all__ = ["MousePerson"]


class MousePerson(Person):
    """As `Person`, by clicks, for questions that are marked or written on a line."""

    def resume(self) -> None:
        """From the list of drafts to the question where the person was."""
        self.terminal.click(self.tr(self.interview.flow.title))
        self._open()

    def go_on(self) -> None:
        """From the task list to the question that it offers."""
        self.at = next_open_step(self.interview, self.at.questions[-1].id if self.at else None)
        self._open()

    def _open(self) -> None:
        assert self.at is not None
        self.terminal.click(self.tr(msg("Continue: {question}", question=self.at.heading))[:50])

    def seen(self, heading: str) -> str:
        """Its beginning: other columns stand beside it."""
        return heading[:24].rpartition(" ")[0]

    def build(self, folder: Path) -> None:
        """From the task list, by the page of all answers, to the package in `folder`."""
        self.terminal.click(self.tr(msg("All questions are answered. Check your answers")))
        self.terminal.see(self.tr(msg("Everything is there. The package can be built.")))
        build = self.tr(msg("Build the package"))
        self.terminal.until(lambda: build not in self.terminal.text, "the list to be drawn to its end")
        self.terminal.wheel_to(build)
        self.terminal.click(build)
        self.terminal.see(self.tr(msg("Everything is there, and nothing stands in the way.")), "lov-paket")
        self.terminal.press("ctrl+e", "ctrl+u")  # a folder has to be written; the line is emptied for it
        self.terminal.until(lambda: "lov-paket" not in self.terminal.text)
        self.terminal.paste(str(folder))
        self.terminal.see(str(folder)[-12:])
        self.terminal.click(build, below=str(folder)[-12:])
        self.terminal.see(self.tr(msg("The package is built")), ".zip")

    def fill(self, question: Question) -> None:
        """Answer one question, and leave the step by its button after the last."""
        assert self.at is not None
        value = self.answers.get(question.id)
        if question.type_name in LISTED:
            self._click_options(question, value)
        elif value is not None and value != BLANK and not question.is_attachment:  # files are there already
            self._write(question, value)
        if question == self.at.questions[-1]:
            self.terminal.click(self.tr(msg("Continue")), below=self.seen(self.tr(self.at.heading)))

    def _click_options(self, question: Question, value: Any) -> None:
        assert question.type is not None
        several = question.type_name == "multichoice"
        for name in value if several else [value]:
            face = question.type.show([name] if several else name, self.tr)[:40]
            empty, full = ("☐", "☒") if several else ("○", "●")
            self.terminal.click(f"{empty} {face}")
            self.terminal.see(f"{full} {face}")

    def _write(self, question: Question, value: Any) -> None:
        text = self.shown(question, value)
        self.terminal.paste(text)
        self.terminal.see(text.split()[-1][-12:])
