"""What the states of a part are called, and the mark and style each has: the same in the list and in the rail."""

from __future__ import annotations

from typing import Final

from wizard.flow.interview import Interview, State, TaskState
from wizard.flow.model import Question, Task
from wizard.i18n import Message, msg
from wizard.tui.words import Content, plain

__all__ = ["MARKS", "STATES", "STYLES", "left_to_choice", "state_mark", "state_of"]

STATES: Final = {
    TaskState.NOT_STARTED: msg("Not started"),
    TaskState.STARTED: msg("Started"),
    TaskState.DONE: msg("Done"),
    TaskState.WAITING: msg("Waits for earlier answers"),
    TaskState.NOT_NEEDED: msg("Not needed"),
}
_LEFT: Final = msg("Only optional left")
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


def left_to_choice(interview: Interview, task: Task) -> tuple[Question, ...]:
    """The questions that are open in a part where all of them may be left out; none where one must be answered."""
    left = [q for q in task.questions if interview.is_relevant(q.id) and not interview.is_settled(q)]
    may_go = all(not q.required and interview.state(q) is State.OPEN for q in left)
    return tuple(left) if may_go else ()


def state_of(interview: Interview, task: Task) -> Message:
    """The state of a part in words; one that could be marked as done says so."""
    return _LEFT if left_to_choice(interview, task) else STATES[interview.task_state(task)]
