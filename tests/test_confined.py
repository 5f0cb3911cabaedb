"""A child does its work within bounds, or is ended; what it says is bytes, and only through its pipe.

A helper answers, or whoever waits is told that it ended.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Timer
from time import monotonic, sleep
from typing import Any

import pytest

from wizard.confined import CAN_FORK, Bounds, Ending, Helper, OverBoundsError, in_child

forks = pytest.mark.skipif(not CAN_FORK, reason="a child needs fork")

Say = Callable[[bytes], None]
BOUNDS = Bounds(seconds=1.0, cpu=5, memory=2 << 30, answer=1_000_000)


@forks
def test_what_a_child_says_is_heard() -> None:
    """All of it, also where it is more than a pipe holds."""
    parts = [b"a" * 300_000, b"b", b"c" * 300_000]

    def work(say: Say) -> None:
        for part in parts:
            say(part)

    assert b"".join(parts) == in_child(work, BOUNDS)


def exits(say: Say) -> None:
    say(b"begun")
    os._exit(3)


def fails(say: Say) -> None:
    say(b"begun")
    raise ValueError


def sleeps(say: Say) -> None:
    say(b"begun")
    sleep(60)


def lets_go_and_sleeps(say: Say) -> None:
    say(b"begun")
    os.closerange(3, 256)
    sleep(60)


def floods(say: Say) -> None:
    for _ in range(100):
        say(b"x" * 100_000)


@forks
@pytest.mark.parametrize(
    ("work", "how", "said"),
    [
        (exits, Ending.DIED, b"begun"),
        (fails, Ending.DIED, b"begun"),
        (sleeps, Ending.LATE, b"begun"),
        (lets_go_and_sleeps, Ending.LATE, b"begun"),
        (floods, Ending.LATE, b""),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_a_child_that_does_not_end_well_is_ended(
    work: Callable[[Say], None], how: Ending, said: bytes
) -> None:
    """In time, and what it had said is told."""
    begun = monotonic()
    with pytest.raises(OverBoundsError) as raised:
        in_child(work, BOUNDS)

    assert (how, said) == (raised.value.how, raised.value.said)
    assert monotonic() - begun < 10


@forks
def test_a_child_has_no_streams_and_writes_no_files(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """What it prints goes nowhere; a file stays empty."""
    target = tmp_path / "a"

    def work(say: Say) -> None:
        os.write(1, b"out")
        os.write(2, b"err")
        say(b"%d" % len(os.read(0, 10)))
        with target.open("wb", buffering=0) as file:
            file.write(b"x")

    with pytest.raises(OverBoundsError) as raised:
        in_child(work, BOUNDS)

    assert ("", "") == tuple(capfd.readouterr())
    assert b"0" == raised.value.said
    assert 0 == target.stat().st_size


# Helpers ----------------------------------------------------------------------------------------------

_ECHO = """
import os, sys, time
from wizard.confined import read_frames, write_frames
inward, outward = sys.stdin.buffer, sys.stdout.buffer
(greeting,) = read_frames(inward, 1, 100)
while True:
    (asked,) = read_frames(inward, 1, 10_000_000)
    if asked == b"die":
        os._exit(1)
    if asked == b"sleep":
        time.sleep(60)
    write_frames(outward, greeting + asked)
"""


@pytest.fixture
def helper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Helper]:
    """A helper that says again what it was told, its greeting before it."""
    program = tmp_path / "echo.py"
    program.write_text(_ECHO)
    real: Any = subprocess.Popen
    monkeypatch.setattr(
        subprocess, "Popen", lambda _, **settings: real([sys.executable, str(program)], **settings)
    )
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    helper = Helper("echo", b"hej ")
    yield helper
    helper.dismiss()


def is_running(helper: Helper) -> bool:
    return helper.is_running


def test_a_helper_answers_and_is_started_again_with_its_greeting(helper: Helper) -> None:
    assert not is_running(helper)
    assert helper.ask(b"a" * 300_000) == b"hej " + b"a" * 300_000
    assert is_running(helper)
    with pytest.raises(EOFError):
        helper.ask(b"die")
    assert not is_running(helper)
    assert helper.ask(b"b") == b"hej b"
    helper.end()
    assert helper.ask(b"c") == b"hej c"


def test_a_helper_that_is_late_or_says_too_much_is_ended(helper: Helper) -> None:
    begun = monotonic()
    with pytest.raises(EOFError):
        helper.ask(b"sleep", seconds=1.0)
    assert not is_running(helper)
    with pytest.raises(EOFError):
        helper.ask(b"abc", most=6)
    assert not is_running(helper)
    assert monotonic() - begun < 20


def test_who_waits_for_a_helper_hears_that_another_thread_ended_it(helper: Helper) -> None:
    """And one that was dismissed is not started again."""
    helper.ask(b"a")
    timer = Timer(0.3, helper.dismiss)
    timer.start()
    with pytest.raises(EOFError):
        helper.ask(b"sleep")
    timer.join()
    with pytest.raises(EOFError):
        helper.ask(b"a")
    assert not is_running(helper)
