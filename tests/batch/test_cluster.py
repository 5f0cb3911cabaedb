"""The queue: real workers on a real PostgreSQL, killed as workers, as whoever runs the batch, and with the server away."""

from __future__ import annotations

import hashlib
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

from tests.batch.books import sample_book
from tests.batch.runs import digests, lines, packages, ran, recorded, wait_for
from tests.batch.server import own_server
from wizard import resources
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
def start_at(small: Content) -> Iterator[Start]:
    """Start `lov batch …` on the queue at an address; what still runs at the end is ended."""
    running: list[subprocess.Popen[bytes]] = []

    def begin(url: str, *arguments: str | Path, content: Path = small.root) -> subprocess.Popen[bytes]:
        settings = ["--content", str(content), "--lang", "en", "--today", "2026-11-22", "batch"]
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


@pytest.fixture
def start(start_at: Start, url: str) -> Start:
    """The same at the database of the test."""
    return partial(start_at, url)


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


@pytest.mark.slow
def test_a_shipped_errand_gives_the_same_bytes_by_the_queue(
    shipped: Content, start: Start, tmp_path: Path
) -> None:
    """Its attachments go through the database to the workers, its forms, letters and packages back."""
    resources.use_content(ROOT)  # not the small one that `start` is for
    path = sample_book(shipped, tmp_path, 120)
    ran(shipped, path, tmp_path / "här", letter=True)
    for _ in range(2):
        start("worker", content=ROOT)
    run = start("run", path, "-o", tmp_path / "kö", "--queue", "--letter", content=ROOT)
    _, err = run.communicate(timeout=240)
    assert run.returncode == 0, err
    assert digests(tmp_path / "kö") == digests(tmp_path / "här")
    assert len(digests(tmp_path / "kö")) == 120 * 4


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


@pytest.mark.slow
def test_a_database_that_dies_and_comes_up_again_costs_nothing(
    small: Content, start_at: Start, tmp_path: Path, record_property: Any
) -> None:
    """Three restarts without warning in the middle of a run: each row once, with the bytes of an undisturbed run."""
    pytest.importorskip("psycopg")
    pytest.importorskip("procrastinate")
    count, chance, restarts = 1_000, random.Random(), 0  # noqa: S311  a schedule, another one each time
    path, out = lines(tmp_path / "kunder.csv", count), tmp_path / "kö"
    ran(small, path, tmp_path / "här")
    with own_server() as server:
        workers = [start_at(server.url, "worker") for _ in range(2)]
        run = start_at(server.url, "run", path, "-o", out, "--queue")
        for share in (0.1, 0.4, 0.7):
            wait_for(partial(_has_made, out, round(share * count)), 120)
            time.sleep(chance.uniform(0.0, 0.5))
            if run.poll() is None and recorded(out) < count:
                server.restart()
                restarts += 1
        _, err = run.communicate(timeout=240)
        assert run.returncode == 0, err
        assert [worker.poll() for worker in workers] == [None, None]
        assert ask(server.url, "SELECT count(*) FROM run") == 0
    assert digests(out) == digests(tmp_path / "här")
    assert recorded(out) == len(packages(out)) == count
    assert restarts >= 2
    record_property("restarts", restarts)


def _has_made(out: Path, count: int) -> bool:
    return len(packages(out)) >= count


def test_a_chunk_that_has_lost_its_job_is_given_another(
    small: Content, start: Start, url: str, tmp_path: Path
) -> None:
    """As when a worker fails at it because the database is away, and the queue takes it for dealt with."""
    path, out = lines(tmp_path / "kunder.csv", 60), tmp_path / "kö"
    run = start("run", path, "-o", out, "--queue")
    wait_for(partial(_has_jobs, url))
    ask(url, "WITH gone AS (DELETE FROM procrastinate_jobs RETURNING 1) SELECT count(*) FROM gone")
    start("worker")
    _, err = run.communicate(timeout=90)
    assert run.returncode == 0, err
    assert recorded(out) == 60


def _has_jobs(url: str) -> bool:
    import psycopg  # noqa: PLC0415  the fixture has seen to it

    try:
        return bool(ask(url, "SELECT count(*) >= 2 FROM procrastinate_jobs"))
    except psycopg.errors.UndefinedTable:
        return False


def test_an_attachment_that_was_changed_meanwhile_is_noticed_by_the_worker(
    small: Content, url: str, tmp_path: Path
) -> None:
    """As where no queue is: its row waits, and says why."""
    from wizard.batch.cluster import QueueCarrier  # noqa: PLC0415  heavy
    from wizard.batch.clusterdb import set_up  # noqa: PLC0415  as above
    from wizard.batch.clusterworker import _TableFiles  # noqa: PLC0415  as above
    from wizard.batch.ledger import Key  # noqa: PLC0415  as above
    from wizard.batch.units import Unit  # noqa: PLC0415  as above
    from wizard.batch.work import ChangedError, Order, Settings  # noqa: PLC0415  as above

    paper = tmp_path / "intyg.pdf"
    paper.write_bytes(b"as it was")
    digest = hashlib.sha256(b"as it was").hexdigest()
    unit = Unit("s", 1, "K", {}, paths={digest: str(paper)})
    set_up(url)
    settings = Settings(str(small.root), "prov", "application", "2026-11-22", "sv")
    carrier = QueueCarrier(url, settings, tmp_path, Key("b", "e", "r"), "token")
    carrier._begin()
    files = _TableFiles(url, carrier.run, is_zipped=True)
    with pytest.raises(FileNotFoundError):
        files.read(unit, digest)
    carrier._send([Order("id", unit)])
    assert files.read(unit, digest) == b"as it was"
    carrier._begin()
    carrier._uploaded.clear()
    paper.write_bytes(b"as it is")
    carrier._send([Order("id", unit)])
    with pytest.raises(ChangedError):
        files.read(unit, digest)


def test_no_argument_of_a_job_tells_of_anybody(small: Content, url: str, tmp_path: Path) -> None:
    from wizard.batch.cluster import QueueCarrier  # noqa: PLC0415  heavy
    from wizard.batch.clusterdb import set_up  # noqa: PLC0415  as above
    from wizard.batch.ledger import Key  # noqa: PLC0415  as above
    from wizard.batch.units import Unit  # noqa: PLC0415  as above
    from wizard.batch.work import Order, Settings  # noqa: PLC0415  as above

    set_up(url)
    settings = Settings(str(small.root), "prov", "application", "2026-11-22", "sv")
    carrier = QueueCarrier(url, settings, tmp_path, Key("b", "e", "r"), "token")
    carrier._begin()
    number = carrier._send([Order("id", Unit("s", 1, "Hemlig", {"applicant.name": "Hemliga AB"}))])
    assert ask(url, "SELECT args::text FROM procrastinate_jobs") == f'{{"number": {number}}}'
