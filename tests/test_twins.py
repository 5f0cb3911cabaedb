"""A copy of this process answers over its pipes, has nothing else of it, and ends with it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import IO

import pytest

from wizard.confined import CAN_FORK, Helper, read_frames, write_frames
from wizard.twins import Twin, can_copy

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="a copy needs fork")

Twins = Callable[[Callable[[IO[bytes], IO[bytes]], None]], Twin]


@pytest.fixture
def twins() -> Iterator[Twins]:
    made: list[Twin] = []

    def make(work: Callable[[IO[bytes], IO[bytes]], None]) -> Twin:
        made.append(Twin(work))
        return made[-1]

    yield make
    for twin in made:
        twin.kill()
        twin.wait()
        twin.stdin.close()
        twin.stdout.close()


def asked(twin: Twin, words: bytes) -> bytes:
    write_frames(twin.stdin, words)
    return read_frames(twin.stdout, 1, 1 << 20)[0]


def echo(inward: IO[bytes], outward: IO[bytes]) -> None:
    while True:
        write_frames(outward, read_frames(inward, 1, 1 << 20)[0])


def test_it_answers_until_it_is_let_go_of(twins: Twins) -> None:
    twin = twins(echo)
    assert asked(twin, b"a" * 300_000) == b"a" * 300_000
    assert twin.poll() is None
    twin.stdin.close()
    assert twin.wait() == 1  # its pipe ended before it had anything to say to that
    assert twin.poll() == 1


def test_it_has_no_file_of_this_process_but_its_streams(twins: Twins, tmp_path: Path) -> None:
    def tell(inward: IO[bytes], outward: IO[bytes]) -> None:
        read_frames(inward, 1, 10)
        numbers = [n for n in range(1024) if _is_open(n)]
        write_frames(outward, json.dumps(numbers).encode())

    with (tmp_path / "open").open("wb"):
        assert json.loads(asked(twins(tell), b"?")) == [0, 1, 2]


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def test_it_never_comes_back_from_its_work(twins: Twins) -> None:
    def fail(_inward: IO[bytes], _outward: IO[bytes]) -> None:
        raise ValueError

    here = os.getpid()
    assert twins(fail).wait() == 1
    assert os.getpid() == here


def test_ctrl_c_is_not_for_it_and_a_kill_ends_it(twins: Twins) -> None:
    twin = twins(echo)
    assert asked(twin, b"a") == b"a"
    os.kill(twin.pid, signal.SIGINT)
    assert asked(twin, b"b") == b"b"
    twin.kill()
    assert twin.wait() == -signal.SIGKILL


def test_it_ends_when_whoever_made_it_is_killed() -> None:
    """Also where two were made, of which the second was begun while the first one's pipes were open."""
    code = """
        import os, signal
        from wizard.confined import read_frames, write_frames
        from wizard.twins import Twin
        def echo(inward, outward):
            while True:
                write_frames(outward, read_frames(inward, 1, 100)[0])
        print(*(Twin(echo).pid for _ in range(2)), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, text=True
    ) as done:
        pids = [int(word) for word in done.communicate(timeout=30)[0].split()]
    assert len(pids) == 2
    end = monotonic() + 10
    while any(map(_is_at_work, pids)):
        assert monotonic() < end
        sleep(0.01)


def _is_at_work(pid: int) -> bool:
    """Whether a process is there and has not ended; one that nobody waits for stays in the list."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except (OSError, IndexError):
        return False


def test_a_helper_that_was_a_copy_is_started_anew() -> None:
    def once(inward: IO[bytes], outward: IO[bytes]) -> None:
        write_frames(outward, b"copy of " + read_frames(inward, 1, 100)[0])

    helper = Helper("no_such_module_of_ours", twin=once)
    helper.copy()
    assert helper.ask(b"me") == b"copy of me"
    with pytest.raises(EOFError):  # the copy has ended, and the module cannot be started
        helper.ask(b"me")
    helper.dismiss()


def test_a_process_with_threads_is_not_copied() -> None:
    go_on = threading.Event()
    thread = threading.Thread(target=go_on.wait)
    thread.start()
    assert not can_copy()
    go_on.set()
    thread.join()
