"""What the states of a part are called, and the mark and style each has: the same in the list and in the rail."""

from __future__ import annotations

from typing import Final

from wizard.flow.interview import Interview, TaskState
from wizard.flow.model import Question
from wizard.i18n import msg
from wizard.tui.words import Content, plain

__all__ = ["MARKS", "STATES", "STYLES", "state_mark"]

STATES: Final = {
    TaskState.NOT_STARTED: msg("Not started"),
    TaskState.STARTED: msg("Started"),
    TaskState.DONE: msg("Done"),
    TaskState.WAITING: msg("Waits for earlier answers"),
    TaskState.NOT_NEEDED: msg("Not needed"),
}
MARKS: Final = {
    TaskState.NOT_STARTED: "○",
    TaskState.STARTED: "◐",
    TaskState.DONE: "✓",
    TaskState.WAITING: "·",
    TaskState.NOT_NEEDED: " ",
}
STYLES: Final = {
    TaskState.NOT_STARTED: "",
    TaskState.STARTED: "$mark",
    TaskState.DONE: "$good",
    TaskState.WAITING: "$quiet",
    TaskState.NOT_NEEDED: "$quiet",
}


def state_mark(interview: Interview, question: Question) -> Content:
    """Whether a question is settled, in the signs of the parts."""
    state = TaskState.DONE if interview.is_settled(question) else TaskState.NOT_STARTED
    return plain(f"{MARKS[state]} ", STYLES[state])
