"""A process that writes to a store, for tests that kill it.

It loads everything once, and then forks a child for each line it reads, which saves half a second a kill:

    open FOLDER                      opens the store, and says `opened`
    keep FOLDER                      the same, and stays until killed
    write FOLDER DRAFT FIRST         answers, numbered from FIRST, until killed; says each number when it is saved
    fill FOLDER DRAFT PREFIX COUNT   answers COUNT questions called PREFIX0, PREFIX1, …
    add FOLDER DRAFT COUNT           adds 1 to the answer `sum` COUNT times, against a rival who does the same
    obey FOLDER                      does what each further line says, JSON of [draft, steps], and says what came of it;
                                     a step is [act, question, value, pause]; ends at an empty line

With a version of SQLite as its arguments (`3 53 1`), it works as that one would be used; with LOV_TEST_URL in its
environment, on that server.

It says `pong` to `ping`. It says `pid N` when a child starts and `ended` when it is gone. What a child says goes straight to the pipe.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from unittest import mock

import wizard.store.sqlite
import wizard.store.upgrade  # noqa: F401  all that `Store.open` would load
from wizard.store import Conflict, Store


def say(text: str) -> None:
    """Write a line to the pipe, past all buffers."""
    os.write(1, f"{text}\n".encode())


def write(store: Store, draft: str, first: str) -> None:
    """Answer until killed; texts of all sizes, so that pages split and overflow."""
    for number in count(int(first)):
        store.record(
            draft, f"q{number % 7}", {"number": number, "text": "å" * (number * 37 % 9000)}, door="tui"
        )
        say(str(number))


def fill(store: Store, draft: str, prefix: str, many: str) -> None:
    """Answer many questions of its own."""
    for number in range(int(many)):
        store.record(draft, f"{prefix}{number}", number, door="tui")


def add_up(store: Store, draft: str, many: str) -> None:
    """Add 1 many times; who is too late reads again."""
    for _ in range(int(many)):
        while not _add_one(store, draft):
            pass


def _add_one(store: Store, draft: str) -> bool:
    held = store.current(draft).get("sum")
    before = held.value if held and isinstance(held.value, int) else 0
    try:
        store.record(draft, "sum", before + 1, door="tui", expected_rev=held.rev if held else 0)
    except Conflict:
        return False
    return True


def obey(store: Store) -> None:
    """Carry out schedules, each in step with what it has seen, as a window does."""
    for line in iter(sys.stdin.readline, "\n"):
        draft, steps = json.loads(line)
        seen: dict[str, int] = {}
        say(json.dumps([_outcome(store, draft, seen, *step) for step in steps]))


def _outcome(
    store: Store, draft: str, seen: dict[str, int], act: str, question: str, value: str, pause: float
) -> object:
    """What came of one step: the rev that was written, or nothing."""
    time.sleep(pause)
    if act == "look":
        seen.update({name: answer.rev for name, answer in store.current(draft).items()})
        return None
    try:
        expected = seen.get(question, 0)
        if act == "forget":
            answer = store.forget(draft, question, door="tui", why=value, expected_rev=expected)
        else:
            answer = store.record(draft, question, value, door="tui", why=value, expected_rev=expected)
    except Conflict as conflict:
        seen[question] = conflict.theirs.rev if conflict.theirs else 0
        return None
    seen[question] = answer.rev
    return [question, value, answer.rev]


def opened(store: Store) -> None:
    """Say that the store is open, and can be read."""
    store.drafts()
    say("opened")


def keep(store: Store) -> None:
    """Say so, and wait to be killed."""
    opened(store)
    signal.pause()


ACTS: dict[str, Callable[..., None]] = {
    "open": opened,
    "keep": keep,
    "write": write,
    "fill": fill,
    "add": add_up,
    "obey": obey,
}


def main() -> None:
    """Fork a child for each line of the standard input."""
    if sys.argv[1:]:
        mock.patch.object(sqlite3, "sqlite_version_info", tuple(map(int, sys.argv[1:]))).start()
    for line in sys.stdin:
        if line == "ping\n":
            say("pong")
            continue
        act, folder, *words = line.split()
        pid = os.fork()
        if pid == 0:
            with Store.open(Path(folder), url=os.environ.get("LOV_TEST_URL")) as store:
                ACTS[act](store, *words)
            os._exit(0)
        say(f"pid {pid}")
        os.waitpid(pid, 0)
        say("ended")


if __name__ == "__main__":
    main()
