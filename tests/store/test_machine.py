"""The store against a plain dictionary, through any sequence of acts in two windows."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from wizard.store import Conflict, Store

QUESTIONS = st.sampled_from(["unit.name", "unit.postcode", "staff", "premises.door"])
VALUES = st.recursive(
    st.text(max_size=8) | st.integers() | st.sampled_from(["?", "-", "", "å\u2028"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  a folder of our own is made in it


class TwoWindows(RuleBasedStateMachine):
    """One draft, two windows; `seen` is what the second one read when it last looked."""

    pristine: Path

    def __init__(self) -> None:
        super().__init__()
        self.home = tempfile.TemporaryDirectory(dir=MEMORY)
        self.folder = Path(shutil.copytree(self.pristine, Path(self.home.name) / "data"))
        self.windows = [Store.open(self.folder) for _ in range(2)]
        self.answers: dict[str, Any] = {}
        self.events: list[tuple[str, Any]] = []
        self.seen: dict[str, int] = {}
        self.place: str | None = None

    @initialize()
    def begin(self) -> None:
        """Make the draft."""
        self.draft = self.windows[0].create("a", "application", "1").id

    @rule(question=QUESTIONS, value=VALUES, window=st.integers(0, 1))
    def record(self, question: str, value: Any, window: int) -> None:
        """Answer in either window."""
        answer = self.windows[window].record(self.draft, question, value, door="tui")
        self.events.append((question, value))
        self.answers[question] = value
        self.place = question
        assert answer.rev == sum(asked == question for asked, _ in self.events)

    @rule(question=QUESTIONS, window=st.integers(0, 1))
    def forget(self, question: str, window: int) -> None:
        """Take an answer back."""
        self.windows[window].forget(self.draft, question, door="tui")
        self.events.append((question, None))
        self.answers.pop(question, None)
        self.place = question

    @rule(question=QUESTIONS)
    def move(self, question: str) -> None:
        """Go to a question."""
        self.windows[0].move(self.draft, question)
        self.place = question

    @rule()
    def look(self) -> None:
        """The second window reads."""
        self.seen = {name: answer.rev for name, answer in self.windows[1].current(self.draft).items()}

    @rule(question=QUESTIONS, value=VALUES)
    def record_what_was_seen(self, question: str, value: Any) -> None:
        """The second window answers on what it saw: if that has changed, it is told."""
        seen = self.seen.get(question, 0)
        second = self.windows[1]
        if seen != sum(asked == question for asked, _ in self.events):
            with pytest.raises(Conflict) as caught:
                second.record(self.draft, question, value, door="tui", expected_rev=seen)
            assert (caught.value.mine, caught.value.theirs) == (value, second.current(self.draft)[question])
            return
        answer = second.record(self.draft, question, value, door="tui", expected_rev=seen)
        self.events.append((question, value))
        self.answers[question] = value
        self.place = question
        self.seen[question] = answer.rev

    @rule(window=st.integers(0, 1))
    def reopen(self, window: int) -> None:
        """Close a window and open it again."""
        self.windows[window].close()
        self.windows[window] = Store.open(self.folder)

    @invariant()
    def both_windows_see_the_same(self) -> None:
        """Answers, their order, the history and the place are those of the model."""
        if not hasattr(self, "draft"):
            return
        for window in self.windows:
            assert list(window.answers(self.draft).items()) == list(self.answers.items())
            history = window.history(self.draft)
            assert [(event.question_id, event.value) for event in history] == self.events
            found = window.get(self.draft)
            assert (found.position, found.rev) == (self.place, len(self.events))

    def teardown(self) -> None:
        """Close the windows and remove the folder."""
        for window in self.windows:
            window.close()
        self.home.cleanup()


def _try(pristine: Path, examples: int) -> None:
    TwoWindows.pristine = pristine
    run_state_machine_as_test(
        TwoWindows, settings=settings(max_examples=examples, stateful_step_count=25, deadline=None)
    )


def test_the_store_is_a_dictionary_with_a_memory(pristine: Path) -> None:
    """Whatever is done in whatever order, in two windows that close and open."""
    _try(pristine, 14)


@pytest.mark.slow
def test_the_store_is_a_dictionary_with_a_memory_in_very_many_ways(pristine: Path) -> None:
    """The same, for a night."""
    _try(pristine, 1_000)
