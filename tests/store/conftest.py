"""A store in a folder of its own, a clock that is moved by hand, and processes that write until they are killed."""

from __future__ import annotations

import inspect
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.store import server, writers
from wizard.store import Draft, Store
from wizard.store.attachments import FolderAttachments
from wizard.store.connection import journal_policy
from wizard.store.ground import Ground
from wizard.store.sqlite import SqliteDatabase


class Clock:
    """A clock that stands still until it is told otherwise."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time it shows."""
        return self.now

    def move(self, **by: float) -> None:
        """Go `by` (as for `timedelta`) forwards, or backwards."""
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    """Sunday 22 November 2026, 13:00 UTC."""
    return Clock()


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store that nothing was written to, to be copied: making one loads Alembic."""
    folder = tmp_path_factory.mktemp("pristine") / "data"
    Store.open(folder).close()
    return folder


@pytest.fixture
def quick_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is such a disk: what no test cuts the power of need not be flushed."""
    memory = Path("/dev/shm")  # noqa: S108  a folder of our own is made in it
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    home = Path(tempfile.mkdtemp(prefix="lov-test-", dir=memory))
    yield home
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def pristine_encrypted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, encrypted; skips without SQLCipher."""
    pytest.importorskip("sqlcipher3", reason="the extra `encryption` is not installed")
    folder = tmp_path_factory.mktemp("encrypted") / "data"
    Store.open(folder, key=KEY).close()
    return folder


@pytest.fixture
def folder(request: pytest.FixtureRequest, engine: str, quick_disk: Path) -> Path:
    """A data folder with an empty store."""
    sample = request.getfixturevalue("pristine_encrypted" if engine == "encrypted" else "pristine")
    return Path(shutil.copytree(sample, quick_disk / "data"))


KEY = "0123456789abcdef" * 4
ENGINES = ("sqlite", "postgres", pytest.param("encrypted", marks=pytest.mark.slow))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """In a module that says `BOTH_ENGINES`, whatever uses a store and not its files is tried on all."""
    on_both = getattr(metafunc.module, "BOTH_ENGINES", False)
    looks_at_files = "folder" in inspect.signature(metafunc.function).parameters
    if on_both and "engine" in metafunc.fixturenames and not looks_at_files:
        metafunc.parametrize("engine", ENGINES, indirect=True)


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """The kind of database."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture(scope="session")
def schema_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A schema of our own on a PostgreSQL server, with the tables of this lov; skips where there is none."""
    with server.server() as url, server.schema(url) as ours:
        Store.open(tmp_path_factory.mktemp("server") / "data", url=ours).close()
        yield ours


@pytest.fixture
def postgres_url(schema_url: str) -> str:
    """The same, emptied."""
    server.empty(schema_url)
    return schema_url


@pytest.fixture
def url(engine: str, request: pytest.FixtureRequest) -> str | None:
    """The address of the database; None for a file."""
    return str(request.getfixturevalue("postgres_url")) if engine == "postgres" else None


@pytest.fixture
def key(engine: str) -> str | None:
    """The key of the store; None where it is not encrypted."""
    return KEY if engine == "encrypted" else None


@pytest.fixture
def open_store(
    folder: Path, clock: Clock, url: str | None, key: str | None
) -> Iterator[Callable[..., Store]]:
    """Opens the store, as often as one likes; `who` is at the keyboard."""
    with ExitStack() as stack:
        yield lambda who="eva": stack.enter_context(
            Store.open(folder, clock=clock, who=who, url=url, key=key)
        )


@pytest.fixture
def store(open_store: Callable[..., Store]) -> Store:
    """The store in `folder`, or on a server."""
    return open_store()


@pytest.fixture
def draft(store: Store) -> Draft:
    """A draft in `store`."""
    return store.create("specialiserad-fysioterapi", "application", "2026.1")


@pytest.fixture
def open_as(folder: Path) -> Iterator[Callable[[int, int, int], Store]]:
    """Opens the store in `folder` as an SQLite of that version would be used."""
    opened: list[Store] = []

    def _open(*version: int) -> Store:
        major, minor, patch = version
        database = SqliteDatabase(folder / "lov.db", journal_policy((major, minor, patch)))
        files = FolderAttachments(folder / "attachments")
        store = Store(Ground(folder, database, files, lambda: datetime.now(UTC), None))
        opened.append(store)
        return store

    yield _open
    for store in opened:
        store.close()


class Writers:
    """Processes that run `writer.py`; starting one loads SQLAlchemy and Alembic, so they are used again."""

    def __init__(self) -> None:
        self._all: list[subprocess.Popen[str]] = []
        self._idle: dict[tuple[object, ...], list[subprocess.Popen[str]]] = {}
        self._lent: list[tuple[tuple[object, ...], subprocess.Popen[str]]] = []

    def lend(self, *version: int, url: str | None = None) -> subprocess.Popen[str]:
        """One that works as that version of SQLite, or on a server."""
        idle = self._idle.setdefault((version, url), [])
        process = idle.pop() if idle else self._start(version, url)
        self._lent.append(((version, url), process))
        return process

    def _start(self, version: tuple[int, ...], url: str | None) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("writer.py")), *map(str, version)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={
                **os.environ,
                "PYTHONPATH": str(Path(__file__).parents[2]),
                **({"LOV_TEST_URL": url} if url else {}),
            },
            text=True,
        )
        self._all.append(process)
        return process

    def take_back(self) -> None:
        """Keep those that are done with what they were told; the others are ended when all is."""
        for key, process in self._lent:
            if writers.is_idle(process):
                self._idle[key].append(process)
        self._lent.clear()

    def end(self) -> None:
        """End all of them."""
        for process in self._all:
            with process:
                process.kill()


@pytest.fixture(scope="session")
def all_writers() -> Iterator[Writers]:
    """The processes of all tests."""
    made = Writers()
    yield made
    made.end()


@pytest.fixture
def start_writer(all_writers: Writers) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Gives processes that run `writer.py`, as some version of SQLite or on a server."""
    yield all_writers.lend
    all_writers.take_back()
