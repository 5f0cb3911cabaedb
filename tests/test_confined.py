"""A child does its work within bounds, or is ended; what it says is bytes, and only through its pipe."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import pytest

from wizard.confined import CAN_FORK, Bounds, Ending, OverBoundsError, in_child

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="a child needs fork")

Say = Callable[[bytes], None]
BOUNDS = Bounds(seconds=1.0, cpu=5, memory=2 << 30, answer=1_000_000)


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
