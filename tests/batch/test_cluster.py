"""The queue: real workers on a real PostgreSQL, killed as workers, as whoever runs the batch, and with the server away."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.batch.test_running import digests, lines, packages, ran, recorded, wait_for
from tests.batch.test_running import small as small  # noqa: PLC0414  a fixture
from wizard.flow.content import Content

SERVER = "postgresql://postgres@127.0.0.1:5432"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def url() -> Iterator[str]:
    """A database of our own on the server of this machine, where there is one."""
    psycopg = pytest.importorskip("psycopg")
    pytest.importorskip("procrastinate")
    name = f"lov_batch_test_{os.getpid()}"
    try:
        admin = psycopg.connect(f"{SERVER}/postgres", autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL at {SERVER}: {error}")
    with admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {name}")
        yield f"{SERVER}/{name}"
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def start(small: Content, url: str) -> Iterator[Start]:
    """Start `lov batch …` on the queue; what still runs at the end is ended."""
    running: list[subprocess.Popen[bytes]] = []

    def begin(*arguments: str | Path) -> subprocess.Popen[bytes]:
        settings = ["--content", str(small.root), "--lang", "en", "--today", "2026-11-22", "batch"]
        process = subprocess.Popen(
            [sys.executable, "-m", "wizard", *settings, *map(str, arguments)],
            cwd=ROOT,
            env={**os.environ, "LOV_DATABASE_URL": url},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        running.append(process)
        return process

    yield begin
    for process in running:
        process.kill()
        process.wait()
        if process.stderr is not None:
            process.stderr.close()


def ask(url: str, query: str) -> Any:
    import psycopg  # noqa: PLC0415  the fixture has seen to it

    with psycopg.connect(url, options="-c search_path=lov_batch") as db:
        row = db.execute(query).fetchone()
        return row[0] if row is not None else None


def test_the_queue_gives_the_same_bytes_and_keeps_nothing(
    small: Content, start: Start, url: str, tmp_path: Path
) -> None:
    path = lines(tmp_path / "kunder.csv", 120)
    ran(small, path, tmp_path / "här")
    start("worker")
    run = start("run", path, "-o", tmp_path / "kö", "--queue")
    _, err = run.communicate(timeout=90)
    assert run.returncode == 0, err
    assert digests(tmp_path / "kö") == digests(tmp_path / "här")
    assert recorded(tmp_path / "kö") == 120
    assert ask(url, "SELECT count(*) FROM run") == 0
    assert (
        ask(
            url,
            "SELECT (SELECT count(*) FROM chunk) + (SELECT count(*) FROM attached) + (SELECT count(*) FROM made)",
        )
        == 0
    )


def test_a_queue_without_a_database_is_told(
    start: Start, lov: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    code, _, err = lov("--content", tmp_path / "content", "batch", "worker")
    assert code == 3
    assert "LOV_DATABASE_URL" in err


def _goes_on(out: Path, before: int, count: int) -> bool:
    return len(packages(out)) > before or recorded(out) >= count


@pytest.mark.slow
def test_kills_of_workers_and_of_the_parent_and_a_restart_leave_nothing_out(
    small: Content, start: Start, url: str, tmp_path: Path, record_property: Any
) -> None:
    """Ten kills of workers, three of whoever runs the batch, and every connection of the server cut twice."""
    count, chance = 1_000, random.Random(5)  # noqa: S311  a schedule, no secret
    path, out = lines(tmp_path / "kunder.csv", count), tmp_path / "kö"
    ran(small, path, tmp_path / "här", jobs=2)
    workers = [start("worker") for _ in range(2)]
    run = start("run", path, "-o", out, "--queue")
    for number in range(15):
        wait_for(partial(_goes_on, out, len(packages(out)), count), 60)
        time.sleep(chance.uniform(0.0, 0.5))
        if recorded(out) >= count:
            break
        if number % 5 == 2:
            run.send_signal(signal.SIGKILL)
            run.communicate()
            run = start("run", path, "-o", out, "--queue")
        elif number % 7 == 4:
            ask(
                url,
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
            )
        else:
            victim = workers.pop(0)
            victim.send_signal(signal.SIGKILL)
            victim.communicate()
            workers.append(start("worker"))
    if run.poll() is None:
        run.communicate(timeout=180)
    last = start("run", path, "-o", out, "--queue")
    last.communicate(timeout=180)
    assert last.returncode == 0
    assert digests(out) == digests(tmp_path / "här")
    assert recorded(out) == count
    record_property("rounds", number)


def test_no_argument_of_a_job_tells_of_anybody(small: Content, url: str, tmp_path: Path) -> None:
    from wizard.batch.cluster import QueueCarrier, set_up  # noqa: PLC0415  heavy
    from wizard.batch.ledger import Key  # noqa: PLC0415  as above
    from wizard.batch.units import Unit  # noqa: PLC0415  as above
    from wizard.batch.work import Order, Settings  # noqa: PLC0415  as above

    set_up(url)
    settings = Settings(str(small.root), "prov", "application", "2026-11-22", "sv")
    carrier = QueueCarrier(url, settings, tmp_path, Key("b", "e", "r"), "token")
    carrier._begin()
    number = carrier._send([Order("id", Unit("s", 1, "Hemlig", {"applicant.name": "Hemliga AB"}))])
    assert ask(url, "SELECT args::text FROM procrastinate_jobs") == f'{{"number": {number}}}'
