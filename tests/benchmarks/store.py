"""The store: from an answer to its being on the disk, against raw sqlite3 doing the least that could be done.

Run by `make bench-store`. The raw subject writes one row and bumps one revision per commit, in WAL with FULL. The
store's record does that and the event, the audit entry with its HMAC, the present answer and the draft's turn, in
one commit. Drafts hold the shipped sample already. All subjects write to one real disk, in turns; what one flush
costs there is told first, because it decides the rest. On a machine that is busy with other things the processor time
tells more than the time that passed.
"""

from __future__ import annotations

import importlib.util
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

from tests.benchmarks.harness import Row, in_turns, median, quantile, show, write
from tests.store import server
from wizard.drafts.answers_file import read_answers_file
from wizard.flow.content import load
from wizard.store import Store
from wizard.store.attachments import FolderAttachments
from wizard.store.ciphers import new_key
from wizard.store.connection import journal_policy
from wizard.store.ground import Ground
from wizard.store.sqlite import SqliteDatabase

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "flows/samples/specialiserad-fysioterapi/answers.yaml"
ROUNDS = 600
GOAL = 5.0
RAW = "raw sqlite3, WAL, FULL"


def _flusher(folder: Path) -> Callable[[], object]:
    handle = os.open(folder / "flushed", os.O_CREAT | os.O_WRONLY, 0o600)

    def run() -> None:
        os.pwrite(handle, os.urandom(4096), 0)
        os.fsync(handle)

    return run


def _raw(folder: Path) -> Callable[[], object]:
    raw = sqlite3.connect(folder / "raw.db", isolation_level=None)
    raw.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE draft (id TEXT PRIMARY KEY, rev INTEGER) WITHOUT ROWID;"
        "CREATE TABLE event (seq INTEGER PRIMARY KEY, draft TEXT, question TEXT, value TEXT);"
        "INSERT INTO draft VALUES ('a', 0)"
    )
    numbers = count()

    def run() -> None:
        raw.execute("BEGIN IMMEDIATE")
        raw.execute(
            "INSERT INTO event (draft, question, value) VALUES ('a', 'q', ?)", (f'"{next(numbers)}"',)
        )
        raw.execute("UPDATE draft SET rev = rev + 1 WHERE id = 'a'")
        raw.execute("COMMIT")

    return run


def _recorder(store: Store) -> Callable[[], object]:
    """One answer after the other in a draft that is full already, each in step with what was seen."""
    flow_file = read_answers_file(SAMPLE, load(ROOT), date(2026, 11, 22))
    draft = store.create("specialiserad-fysioterapi", "application", "1").id
    for path in flow_file.files.values():
        store.add_file(path)
    store.record_all(draft, dict(flow_file.interview.stored), door="benchmark")
    revs = count(store.current(draft)["applicant.name"].rev)
    return lambda: store.record(
        draft, "applicant.name", f"Rörelsekraft {(rev := next(revs))} AB", door="benchmark", expected_rev=rev
    )


def _in_wal(folder: Path) -> Store:
    """As with an SQLite whose WAL is mended; safe here, because nobody else writes."""
    Store.open(folder).close()
    database = SqliteDatabase(folder / "lov.db", journal_policy((3, 53, 1)))
    files = FolderAttachments(folder / "attachments")
    return Store(Ground(folder, database, files, lambda: datetime.now(UTC), None))


@contextmanager
def _postgres() -> Iterator[str | None]:
    """A schema of our own on the server that the tests would take, with its own durability; None for no server."""
    url = os.environ.get("LOV_TEST_POSTGRES") or server.LISTENING
    if server._answers(url) is not None:
        yield None
        return
    with server.schema(url) as ours:
        yield ours.replace("off", "on")


def answers(folder: Path) -> list[Row]:
    """Each subject's times."""
    with ExitStack() as stack:

        def opened(store: Store) -> Callable[[], object]:
            return _recorder(stack.enter_context(store))

        own = Store.open(folder / "own")
        subjects = {
            "one flush of 4 kB": _flusher(folder),
            RAW: _raw(folder),
            f"lov, SQLite {sqlite3.sqlite_version}, {own.upkeep.facts().mode}": opened(own),
            "lov, WAL, FULL": opened(_in_wal(folder / "wal")),
        }
        if importlib.util.find_spec("sqlcipher3"):
            sealed = Store.open(folder / "sealed", key=new_key())
            facts = sealed.upkeep.facts()
            subjects[f"lov, encrypted, SQLite {facts.version}, {facts.mode}"] = opened(sealed)
        url = stack.enter_context(_postgres())
        if url is not None:
            subjects["lov, PostgreSQL"] = opened(Store.open(folder / "server", url=url))
        taken = in_turns(subjects, ROUNDS)
        worked = in_turns(subjects, ROUNDS // 3, time.process_time)
    rows = []
    for name, seconds in taken.items():
        middle, tail = median(seconds) * 1000, quantile(seconds, 0.99) * 1000
        is_ours = name.startswith("lov")
        goal, reached = (f"<= {GOAL:.0f} ms", tail <= GOAL) if is_ours else ("", None)
        rows.append(Row("answer durable, p50", name, middle, "ms"))
        rows.append(Row("answer durable, p99", name, tail, "ms", goal, reached))
        rows.append(Row("of it our own work (CPU), p50", name, median(worked[name]) * 1000, "ms"))
        rows.append(Row("of it our own work (CPU), p99", name, quantile(worked[name], 0.99) * 1000, "ms"))
        if is_ours:
            rows.append(
                Row("answer durable, p50", f"{name} against raw", middle / median(taken[RAW]) / 1000, "x")
            )
    return rows


def main() -> None:
    """Measure, print, write."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build/bench/store.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        rows = answers(Path(folder))
    show(rows)
    write(rows, target)


if __name__ == "__main__":
    main()
