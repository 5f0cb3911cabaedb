"""A run that is stopped or killed at any moment: the next one goes on, and each row is made once, with the same bytes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.batch.runs import digests, lines, ran, recorded, started, wait_for
from wizard.flow.content import Content


def test_ctrl_c_leaves_what_the_next_run_goes_on_with(small: Content, tmp_path: Path) -> None:
    path = lines(tmp_path / "kunder.csv", 1_000)
    run = started(small, path, tmp_path / "ut")
    wait_for(lambda: recorded(tmp_path / "ut"))
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does: to all of them
    _, err = run.communicate(timeout=30)
    assert run.returncode == 130
    assert b"goes on where this was" in err
    kept = recorded(tmp_path / "ut")
    after = ran(small, path, tmp_path / "ut", jobs=2)
    assert after.kept >= kept > 0
    assert after.kept + after.made == 1_000


def _children(pid: int) -> list[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    ).stdout
    return [int(word) for word in found.split()]


@pytest.fixture
def _no_processes_left() -> Iterator[None]:
    yield
    wait_for(lambda: not [p for p in _children(1) if _is_worker(p)], 10)


def _has_begun(run: subprocess.Popen[bytes]) -> bool:
    return bool(_children(run.pid)) or run.poll() is not None


def _has_come_to(run: subprocess.Popen[bytes], out: Path, rows: int) -> bool:
    """Whether a run has that many rows done, or has ended."""
    return recorded(out) >= rows or run.poll() is not None


def _is_worker(pid: int) -> bool:
    """One that was started for it, or a copy of the run."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
    return b"wizard.batch.worker" in words or b"\0batch\0run\0" in words


@pytest.mark.slow
@pytest.mark.usefixtures("_no_processes_left")
def test_twenty_kills_of_workers_and_parents_and_every_row_is_made_once(
    small: Content, tmp_path: Path, record_property: Any
) -> None:
    """Whoever is killed, and whenever: each row has one package, with the bytes of an undisturbed run."""
    count, chance = 2_500, random.Random(17)  # noqa: S311  a schedule, no secret
    path = lines(tmp_path / "kunder.csv", count)
    ran(small, path, tmp_path / "lugn", jobs=2)
    out, kills, run = tmp_path / "ut", 0, None
    while kills < 20:
        if run is None or run.poll() is not None:
            if recorded(out) >= count:
                break
            run = started(small, path, out)
            wait_for(partial(_has_begun, run))
        wait_for(partial(_has_come_to, run, out, recorded(out) + chance.randrange(count // 25)))
        time.sleep(chance.uniform(0, 0.05))
        victims = [run.pid] if chance.random() < 0.5 else [p for p in _children(run.pid) if _is_worker(p)]
        for victim in victims[:1]:
            os.kill(victim, signal.SIGKILL)
            kills += 1
        if victims == [run.pid]:
            run.communicate()
    if run is not None:
        run.communicate(timeout=120)
    last = ran(small, path, out, jobs=2)
    assert last.made + last.kept == count
    assert digests(out) == digests(tmp_path / "lugn")
    assert recorded(out) == count
    assert kills >= 10
    record_property("kills", kills)


def test_a_worker_that_dies_is_replaced(small: Content, tmp_path: Path) -> None:
    path = lines(tmp_path / "kunder.csv", 400)
    run = started(small, path, tmp_path / "ut")
    wait_for(lambda: [p for p in _children(run.pid) if _is_worker(p)] and recorded(tmp_path / "ut"))
    os.kill(next(p for p in _children(run.pid) if _is_worker(p)), signal.SIGKILL)
    run.communicate(timeout=60)
    assert run.returncode == 0
    assert recorded(tmp_path / "ut") == 400
