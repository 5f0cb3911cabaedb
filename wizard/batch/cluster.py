"""A batch on many machines: chunks handed over by the team's PostgreSQL, carried by Procrastinate (extra `cluster`).

Whoever runs the batch puts chunks of units, and the files they name, into tables of a schema of their own, and a job
for each into the queue; a job's only argument is the number of its chunk. Workers on any machine take jobs, and put
what they made into the same tables, in one transaction with the note that the chunk is done. Whoever runs the batch
writes the packages to its folder, into the ledger, and takes everything out of the database again.

What must stay true: the ledger decides what is done, the queue only carries. A chunk may be worked on twice (a
worker was slow, and taken for dead), but only one result is kept, and both have the same bytes.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from wizard import resources
from wizard.batch.crew import Results
from wizard.batch.errors import BatchError
from wizard.batch.ledger import Key
from wizard.batch.units import Unit
from wizard.batch.work import LETTER, PACKAGES, Order, Settings, Workshop, edition_of, rules_of, sweep
from wizard.files import make_private_folder, write_atomically
from wizard.flow.content import Content, load
from wizard.i18n import Message, msg

if TYPE_CHECKING:
    import procrastinate
    import psycopg

    from wizard.package.contents import Package

__all__ = ["SCHEMA", "QueueCarrier", "connected", "run_worker"]

SCHEMA: Final = "lov_batch"
QUEUE: Final = "lov_batch"
TASK: Final = "lov.chunk"

AHEAD: Final = 24
"""How many chunks are handed over at a time; it bounds what lies in the database."""
POLL: Final = 0.1
RESCUE: Final = 5.0
"""Seconds between two looks for jobs whose worker has died."""
HEARTBEAT: Final = 2.0
STALLED: Final = 10.0
"""Seconds without a heartbeat after which a worker is taken for dead."""
PATIENCE: Final = 120.0
"""Seconds that the database may be away (it is restarted) before the run gives up."""

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS run (id text PRIMARY KEY, settings jsonb NOT NULL, key jsonb NOT NULL, at timestamptz NOT NULL DEFAULT now());
CREATE TABLE IF NOT EXISTS chunk (
  id bigserial PRIMARY KEY, run text NOT NULL REFERENCES run ON DELETE CASCADE, orders text NOT NULL,
  is_done boolean NOT NULL DEFAULT false, result text);
CREATE INDEX IF NOT EXISTS chunk_run ON chunk (run, is_done);
CREATE TABLE IF NOT EXISTS attached (
  run text NOT NULL REFERENCES run ON DELETE CASCADE, sha256 text NOT NULL, data bytea NOT NULL, PRIMARY KEY (run, sha256));
CREATE TABLE IF NOT EXISTS made (
  chunk bigint NOT NULL REFERENCES chunk ON DELETE CASCADE, place serial, unit text NOT NULL, name text NOT NULL, data bytea NOT NULL);
CREATE INDEX IF NOT EXISTS made_chunk ON made (chunk, place);
"""
_LOCK: Final = 0x6C6F7662


def _plain_url(url: str) -> str:
    """The address as libpq reads it; SQLAlchemy's names the driver too."""
    scheme, _, rest = url.partition("://")
    return f"{scheme.partition('+')[0]}://{rest}"


@contextmanager
def connected(url: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection that sees the batch's own schema, which is made where it is missing. Raises `BatchError`."""
    try:
        import psycopg  # noqa: PLC0415  an extra, and heavy
    except ImportError:
        raise BatchError(_no_extra()) from None
    try:
        connection = psycopg.connect(_plain_url(url), autocommit=True, options=f"-c search_path={SCHEMA}")
    except psycopg.OperationalError:
        raise BatchError(
            msg(
                "The database at LOV_DATABASE_URL cannot be reached. Is the server running, and the address right?"
            )
        ) from None
    with connection:
        yield connection


def _no_extra() -> Message:
    return msg("The queue needs the extra cluster. Install it with: pip install 'lov[cluster]'")


def set_up(url: str) -> None:
    """Make the schema, the tables, and those of the queue, once for all."""
    with connected(url) as db:
        db.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
        try:
            db.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
            db.execute(_TABLES)
            found = db.execute("SELECT to_regclass(%s)", (f"{SCHEMA}.procrastinate_jobs",)).fetchone()
            if found is None or found[0] is None:
                with _app(url).open() as app:
                    app.schema_manager.apply_schema()
        finally:
            db.execute("SELECT pg_advisory_unlock(%s)", (_LOCK,))


def _app(url: str, *, is_async: bool = False) -> procrastinate.App:
    try:
        import procrastinate  # noqa: PLC0415  an extra, and heavy
    except ImportError:
        raise BatchError(_no_extra()) from None
    kind = procrastinate.PsycopgConnector if is_async else procrastinate.SyncPsycopgConnector
    settings = {"options": f"-c search_path={SCHEMA}"}
    connector: Any = kind(conninfo=_plain_url(url), kwargs=settings)
    app = procrastinate.App(connector=connector)
    app.task(name=TASK, queue=QUEUE)(partial(_work_on, url))
    return app


# The side of whoever runs the batch -------------------------------------------------------------------


@dataclass
class QueueCarrier:
    """Carries chunks by the queue; what was made is in `folder` when a chunk comes back."""

    url: str
    settings: Settings
    folder: Path
    key: Key
    token: str
    ahead: int = AHEAD
    _sent: dict[int, Sequence[Order]] = field(default_factory=dict)
    _uploaded: set[str] = field(default_factory=set)

    @property
    def run(self) -> str:
        """The name of the run: the same when it is gone on with, and no other folder's."""
        text = f"{self.token}|{self.key.batch}|{self.key.edition}|{self.key.rules}"
        return sha256(text.encode()).hexdigest()[:32]

    def map(self, chunks: Iterator[Sequence[Order]]) -> Iterator[tuple[Sequence[Order], Results]]:
        """Each chunk with its results. Raises `BatchError`."""
        set_up(self.url)
        self._steadily(self._begin)
        try:
            is_more, rescued = True, time.monotonic()
            while is_more or self._sent:
                while is_more and len(self._sent) < self.ahead:
                    chunk = next(chunks, None)
                    if chunk is None:
                        is_more = False
                    else:
                        number = self._steadily(partial(self._send, chunk))
                        self._sent[number] = chunk
                done = self._steadily(self._finished)
                for number in done:
                    yield self._sent[number], self._steadily(partial(self._fetch, number))
                    self._steadily(partial(self._clear, number))
                    del self._sent[number]
                if time.monotonic() - rescued > RESCUE:
                    self._steadily(partial(rescue, self.url))
                    rescued = time.monotonic()
                if not done:
                    time.sleep(POLL)
        finally:
            self._steadily(self._end)

    def _steadily(self, step: Callable[[], Any]) -> Any:
        """Do `step`, again and again while the database is away."""
        import procrastinate  # noqa: PLC0415  heavy
        import psycopg  # noqa: PLC0415  as above

        begun = time.monotonic()
        while True:
            try:
                return step()
            except (psycopg.OperationalError, procrastinate.exceptions.ConnectorException, BatchError):
                if time.monotonic() - begun > PATIENCE:
                    raise
                time.sleep(0.5)

    def _begin(self) -> None:
        """Make the run; what an earlier process of it left behind is taken away, the ledger knows what was done."""
        with connected(self.url) as db, db.transaction():
            db.execute("DELETE FROM run WHERE id = %s", (self.run,))
            key = {"edition": self.key.edition, "rules": self.key.rules}
            db.execute(
                "INSERT INTO run (id, settings, key) VALUES (%s, %s, %s)",
                (self.run, json.dumps(self.settings.to_json()), json.dumps(key)),
            )

    def _send(self, chunk: Sequence[Order]) -> int:
        with connected(self.url) as db, db.transaction():
            for order in chunk:
                self._upload(db, order.unit)
            orders = json.dumps([order.to_json() for order in chunk], ensure_ascii=True)
            row = db.execute(
                "INSERT INTO chunk (run, orders) VALUES (%s, %s) RETURNING id", (self.run, orders)
            ).fetchone()
            number = int(row[0]) if row is not None else 0
        self._defer(number)
        return number

    def _defer(self, number: int) -> None:
        with _app(self.url).open() as app:
            app.configure_task(TASK, queue=QUEUE).defer(number=number)

    def _upload(self, db: psycopg.Connection[Any], unit: Unit) -> None:
        for digest, path in unit.paths.items():
            if digest not in self._uploaded:
                db.execute(
                    "INSERT INTO attached VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                    (self.run, digest, Path(path).read_bytes()),
                )
        self._uploaded.update(unit.paths)

    def _finished(self) -> list[int]:
        with connected(self.url) as db:
            found = db.execute(
                "SELECT id FROM chunk WHERE run = %s AND is_done ORDER BY id", (self.run,)
            ).fetchall()
        return [int(number) for (number,) in found if int(number) in self._sent]

    def _fetch(self, number: int) -> Results:
        """Write what was made of a chunk to the folder, the zip of each unit last."""
        with connected(self.url) as db:
            row = db.execute("SELECT result FROM chunk WHERE id = %s", (number,)).fetchone()
            answer = json.loads(row[0]) if row is not None else {"stop": "gone"}
            if "stop" in answer:
                raise _OtherVersionError(str(answer["stop"]))
            made = db.execute("SELECT unit, name, data FROM made WHERE chunk = %s ORDER BY place", (number,))
            for unit, name, data in made:
                own = self.folder / PACKAGES / unit
                make_private_folder(own)
                write_atomically(own / name, bytes(data))
                sweep(own)
        return list(answer["done"])

    def _clear(self, number: int) -> None:
        with connected(self.url) as db:
            db.execute("DELETE FROM chunk WHERE id = %s", (number,))

    def _end(self) -> None:
        with connected(self.url) as db:
            db.execute("DELETE FROM run WHERE id = %s", (self.run,))


class _OtherVersionError(Exception):
    """A worker has other content, or another version of lov, than whoever runs the batch."""

    def __init__(self, why: str) -> None:
        self.message = msg(
            "A worker has another version of lov or of the content ({why}). Bring them to the same, and run again.",
            why=why,
        )
        super().__init__(str(self.message))


def rescue(url: str) -> int:
    """Give jobs of dead workers to others; how many there were. Any side may do it, and as often as it likes."""
    import asyncio  # noqa: PLC0415  only here

    async def look() -> int:
        from datetime import UTC, datetime  # noqa: PLC0415  as above

        async with _app(url, is_async=True).open_async() as app:
            stalled = list(
                await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=STALLED)
            )
            for job in stalled:
                await app.job_manager.retry_job(job, retry_at=datetime.now(UTC))
            return len(stalled)

    return asyncio.run(look())


# The side of the workers ------------------------------------------------------------------------------


class _TableFiles:
    """Attachments out of the database; packages are kept until their chunk is done."""

    def __init__(self, url: str, run: str, *, is_zipped: bool) -> None:
        self.url = url
        self.run = run
        self.is_zipped = is_zipped
        self.made: list[tuple[str, str, bytes]] = []

    def read(self, unit: Unit, sha256: str) -> bytes:  # noqa: ARG002  the protocol's, a folder needs it
        with connected(self.url) as db:
            row = db.execute(
                "SELECT data FROM attached WHERE run = %s AND sha256 = %s", (self.run, sha256)
            ).fetchone()
        if row is None:
            raise OSError(2, "attachment")
        return bytes(row[0])

    def put(self, unit_id: str, package: Package, letter: str) -> None:
        if letter:
            self.made.append((unit_id, LETTER, letter.encode()))
        if not self.is_zipped:
            self.made += [(unit_id, f"{form.blank.id}.pdf", form.data) for form in package.forms]
        self.made.append((unit_id, package.name, package.data))


_shops: dict[str, Workshop] = {}
"""The workshop of the latest run, so that not every chunk loads the content anew."""


def _work_on(url: str, number: int) -> None:
    """The job: one chunk. A chunk that is gone or done already needs nothing."""
    with connected(url) as db:
        row = db.execute(
            "SELECT run.id, run.settings, run.key, chunk.orders FROM chunk JOIN run ON run.id = chunk.run "
            "WHERE chunk.id = %s AND NOT is_done",
            (number,),
        ).fetchone()
    if row is None:
        return
    run, settings, key, orders = row
    shop = _shop(url, run, settings, key)
    if isinstance(shop, str):
        _finish(url, number, {"stop": shop}, [])
        return
    files = _TableFiles(url, run, is_zipped=shop.settings.zipped)
    shop.files = files
    try:
        done = [shop.do(Order.of_json(order)) for order in json.loads(orders)]
    except FileNotFoundError:
        return  # the run has ended meanwhile, and taken its files with it
    _finish(url, number, {"done": done}, files.made)


def _shop(url: str, run: str, settings: dict[str, Any], key: dict[str, str]) -> Workshop | str:
    """The workshop for a run; the name of what differs where this machine would judge or fill otherwise."""
    if run not in _shops:
        own = replace(Settings(**settings), content=str(resources.content_root()))
        content: Content = load(resources.content_root())
        shop = Workshop(own, _TableFiles(url, run, is_zipped=own.zipped), content)
        if rules_of(shop.flow, content.root) != key["rules"]:
            return "rules"
        if edition_of(shop.flow, content.root) != key["edition"]:
            return "forms"
        _shops.clear()
        _shops[run] = shop
    return _shops[run]


def _finish(url: str, number: int, answer: dict[str, Any], made: Sequence[tuple[str, str, bytes]]) -> None:
    """Note the result, unless another worker was first; what was made and the note are one transaction."""
    with connected(url) as db, db.transaction():
        text = json.dumps(answer, ensure_ascii=True)
        told = db.execute(
            "UPDATE chunk SET is_done = true, result = %s WHERE id = %s AND NOT is_done", (text, number)
        )
        if told.rowcount == 1:
            for unit, name, data in made:
                db.execute(
                    "INSERT INTO made (chunk, unit, name, data) VALUES (%s, %s, %s, %s)",
                    (number, unit, name, data),
                )


def run_worker(url: str, *, is_once: bool, on_trouble: Callable[[], None]) -> None:
    """Take jobs until told to stop, or with `is_once` until there are none. Outlives restarts of the database."""
    set_up(url)  # first, because it tells where the extra is missing
    import asyncio  # noqa: PLC0415  only here

    import procrastinate  # noqa: PLC0415  heavy
    import psycopg  # noqa: PLC0415  as above

    async def work() -> None:
        async with _app(url, is_async=True).open_async() as app:
            await app.run_worker_async(
                queues=[QUEUE],
                wait=not is_once,
                concurrency=1,
                fetch_job_polling_interval=0.5,
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=STALLED,
                shutdown_graceful_timeout=60,
                delete_jobs="always",
            )

    while True:
        try:
            rescue(url)
            asyncio.run(work())
        except (psycopg.OperationalError, procrastinate.exceptions.ConnectorException, BatchError, OSError):
            on_trouble()
            time.sleep(1.0)
        else:
            return
