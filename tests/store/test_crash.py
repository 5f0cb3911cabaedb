"""Nothing acknowledged is lost: not by kill -9, and not between two processes."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.store.writers import CHANCE, Start, kill, said, start
from wizard.store import Store

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the writers are forked, to be killed often")


def _numbers(folder: Path) -> list[int]:
    """The numbers of all events, from a database that is in order."""
    raw = sqlite3.connect(folder / "lov.db")
    health = raw.execute("PRAGMA integrity_check").fetchone()[0]
    query = "SELECT json_extract(value, '$.number') FROM answer_event ORDER BY seq"
    numbers = [number for (number,) in raw.execute(query)]
    raw.close()
    assert health == "ok"
    return numbers


def _survive(writer: subprocess.Popen[str], folder: Path, *, kills: int, most: int) -> int:
    """Kill the writer again and again, within `most` answers; every one that was acknowledged is there: how many."""
    with Store.open(folder) as store:
        draft = store.create("a", "application", "1").id
    free = told = 0
    for _ in range(kills):
        command, lines = f"write {folder} {draft} {free}", CHANCE.randrange(most)
        acknowledged = [int(line) for line in kill(writer, command, lines=lines, seconds=0.02)]
        numbers = _numbers(folder)
        assert numbers[free:][: len(acknowledged)] == acknowledged
        assert len(numbers) - free - len(acknowledged) in {0, 1}  # one may be saved and not yet acknowledged
        free = len(numbers)
        told += len(acknowledged)
    with Store.open(folder) as store:
        present: dict[str, Any] = dict(store.answers(draft))
    assert {name: value["number"] for name, value in present.items()} == {f"q{n % 7}": n for n in range(free)}
    return told


def test_what_was_acknowledged_survives_kill_9(folder: Path, start_writer: Start) -> None:
    """30 kills at random moments, from opening on."""
    _survive(start_writer(), folder, kills=30, most=12)


def test_what_was_acknowledged_survives_kill_9_in_wal(folder: Path, start_writer: Start) -> None:
    """The same with the other journal; each check in between goes back to the first one, where it must."""
    _survive(start_writer(3, 53, 1), folder, kills=12, most=12)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(25))
def test_what_was_acknowledged_survives_a_thousand_kills(
    folder: Path, start_writer: Start, block: int, record_property: Callable[[str, object], None]
) -> None:
    """25 stores, 40 kills each, about 100,000 answers in all; `pytest --junitxml` tells how many."""
    del block
    record_property("acknowledged", _survive(start_writer(), folder, kills=40, most=200))


def test_a_store_survives_kill_9_while_it_is_made(tmp_path: Path, start_writer: Start) -> None:
    """Whenever the first opening is killed, in the middle of the migration too, the next one succeeds."""
    writer = start_writer()
    ends = []
    for number in range(12):
        folder = tmp_path / str(number)
        ends.append(kill(writer, f"keep {folder}", seconds=0.1))
        with Store.open(folder) as store:
            assert store.drafts() == ()
    assert [] in ends  # else none was killed in time


def _race(start_writer: Start, *commands: str) -> None:
    """Let two processes work at once, to the end."""
    writers = [start_writer() for _ in commands]
    for writer, command in zip(writers, commands, strict=True):
        start(writer, command)
    assert [said(writer) for writer in writers] == [[] for _ in commands]


def test_two_processes_on_different_questions_lose_nothing(folder: Path, start_writer: Start) -> None:
    """Both answer one draft as fast as they can, and wait for each other."""
    with Store.open(folder) as store:
        draft = store.create("a", "application", "1").id
        _race(start_writer, f"fill {folder} {draft} a 60", f"fill {folder} {draft} b 60")
        assert store.answers(draft) == {f"{name}{number}": number for name in "ab" for number in range(60)}
        assert store.get(draft).rev == 120


def _add_up(start_writer: Start, folder: Path, count: int) -> int:
    with Store.open(folder) as store:
        draft = store.create("a", "application", "1").id
        _race(start_writer, *[f"add {folder} {draft} {count}"] * 2)
        return int(str(store.answers(draft)["sum"]))


def test_two_processes_on_one_question_overwrite_nothing(folder: Path, start_writer: Start) -> None:
    """Each adds one to what it has seen; who is too late is told, so that the sum is right."""
    assert _add_up(start_writer, folder, 60) == 120


@pytest.mark.slow
def test_ten_thousand_updates_of_one_answer_lose_none(folder: Path, start_writer: Start) -> None:
    """The same for long."""
    assert _add_up(start_writer, folder, 5_000) == 10_000


def _schedules(
    start_writer: Start, store: Store, folder: Path, url: str | None, count: int
) -> tuple[int, int]:
    """Let two processes work at one draft each time, at random; how many answers were written, how many refused."""
    writers = [start_writer(url=url) for _ in range(2)]
    for writer in writers:
        start(writer, f"obey {folder}")
    written = refused = 0
    for number in range(count):
        draft = store.create("a", "application", "1").id
        outcomes = _both(writers, draft, [_steps(f"{number}.{side}") for side in "ab"])
        saved = [done for outcome in outcomes for done in outcome if done]
        refused += sum(len(outcome) for outcome in outcomes) - len(saved)
        written += len(saved)
        history = store.history(draft)
        assert len(history) == len(saved) == store.get(draft).rev
        for question, mark, rev in saved:  # each came right after the one that its writer had seen
            events = store.history(draft, question)
            assert events[rev - 1].why == mark
    for writer in writers:
        assert writer.stdin is not None
        print(file=writer.stdin, flush=True)
        assert said(writer) == []
    return written, refused


def _steps(mark: str) -> list[list[Any]]:
    acts = [
        CHANCE.choice(["record", "record", "record", "forget", "look"]) for _ in range(CHANCE.randrange(1, 6))
    ]
    return [
        [act, CHANCE.choice("xy"), f"{mark}.{n}", CHANCE.choice([0, 0, 0.0005, 0.002])]
        for n, act in enumerate(acts)
    ]


def _both(
    writers: list[subprocess.Popen[str]], draft: str, programs: list[list[list[Any]]]
) -> list[list[Any]]:
    """What came of each program, both begun at once."""
    for writer, program in zip(writers, programs, strict=True):
        assert writer.stdin is not None
        print(json.dumps([draft, program]), file=writer.stdin, flush=True)
    return [json.loads(said(writer, 1)[0]) for writer in writers]


def test_two_processes_at_random_lose_no_update(folder: Path, start_writer: Start) -> None:
    """Every answer that was acknowledged came right after what its writer had seen; nobody found it locked."""
    with Store.open(folder) as store:
        written, refused = _schedules(start_writer, store, folder, None, 80)
        assert written > 130
        assert refused > 10
        assert store.upkeep.verify().faults == ()


def test_two_processes_on_a_server_at_random_lose_no_update(
    folder: Path, postgres_url: str, start_writer: Start
) -> None:
    """The same, on PostgreSQL."""
    with Store.open(folder, url=postgres_url) as store:
        written, refused = _schedules(start_writer, store, folder, postgres_url, 30)
        assert written > 50
        assert refused > 3
        assert store.upkeep.verify().faults == ()


@pytest.mark.slow
@pytest.mark.parametrize("block", range(10))
def test_ten_thousand_schedules_of_two_processes_lose_no_update(
    folder: Path, start_writer: Start, block: int, record_property: Callable[[str, object], None]
) -> None:
    """The same, for long."""
    del block
    with Store.open(folder) as store:
        written, refused = _schedules(start_writer, store, folder, None, 1_000)
        assert store.upkeep.verify().faults == ()
    record_property("written", written)
    record_property("refused", refused)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(5))
def test_many_schedules_on_a_server_lose_no_update(
    folder: Path, postgres_url: str, start_writer: Start, block: int
) -> None:
    """The same, for long, on PostgreSQL."""
    del block
    with Store.open(folder, url=postgres_url) as store:
        _schedules(start_writer, store, folder, postgres_url, 1_000)


def test_two_processes_make_one_store(tmp_path: Path, start_writer: Start) -> None:
    """Two windows opened at once on a new computer: one makes the schema, the other waits for it."""
    writers = [start_writer() for _ in range(2)]
    for writer in writers:
        start(writer, f"open {tmp_path / 'data'}")
    assert [said(writer) for writer in writers] == [["opened"]] * 2


def test_threads_share_a_store(store: Store) -> None:
    """A screen may save in the background while another part of it reads."""
    draft = store.create("a", "application", "1").id
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: store.record(draft, f"q{n}", n, door="tui"), range(80)))
    assert store.answers(draft) == {f"q{n}": n for n in range(80)}
