"""Talking to processes that write to a store until they are killed (`writer.py`)."""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import time
from collections.abc import Callable
from itertools import islice
from typing import TypeAlias

Start: TypeAlias = Callable[..., "subprocess.Popen[str]"]
CHANCE = random.Random(20261122)  # noqa: S311  for tests


def start(writer: subprocess.Popen[str], command: str) -> int:
    """Let a child of `writer` do `command`; the child's process id."""
    assert writer.stdin is not None
    assert writer.stdout is not None
    print(command, file=writer.stdin, flush=True)
    return int(writer.stdout.readline().removeprefix("pid "))


def said(writer: subprocess.Popen[str], lines: int | None = None) -> list[str]:
    """What the child says, so many lines or until it is gone."""
    assert writer.stdout is not None
    return [line.strip() for line in islice(iter(writer.stdout.readline, "ended\n"), lines)]


def kill(writer: subprocess.Popen[str], command: str, *, lines: int = 0, seconds: float) -> list[str]:
    """Let a child do `command`, kill it within `seconds` after it has said `lines`; all that it said."""
    pid = start(writer, command)
    heard = said(writer, lines)
    time.sleep(CHANCE.uniform(0, seconds))
    os.kill(pid, signal.SIGKILL)
    return heard + said(writer)


def is_idle(writer: subprocess.Popen[str]) -> bool:
    """Whether it waits for the next command; one whose child still runs does not answer."""
    assert writer.stdin is not None
    assert writer.stdout is not None
    try:
        print("ping", file=writer.stdin, flush=True)
    except OSError:
        return False
    ready, _, _ = select.select([writer.stdout], [], [], 5)
    return bool(ready) and writer.stdout.readline() == "pong\n"
