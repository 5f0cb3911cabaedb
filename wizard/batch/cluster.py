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
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from wizard.batch.clusterdb import QUEUE, TASK, connected, queue_app, rescue, set_up
from wizard.batch.crew import Results
from wizard.batch.errors import BatchError
from wizard.batch.ledger import Key
from wizard.batch.work import PACKAGES, Order, Settings, sweep
from wizard.files import make_private_folder, write_atomically
from wizard.i18n import msg

__all__ = ["QueueCarrier"]

CHUNK: Final = 50
"""Rows in a job: so many that what a job itself costs is not felt."""
AHEAD: Final = 24
"""How many chunks are handed over at a time; it bounds what lies in the database."""
POLL: Final = 0.1
RESCUE: Final = 5.0
"""Seconds between two looks for jobs whose worker has died, and for chunks that have lost theirs."""
PATIENCE: Final = 120.0
"""Seconds that the database may be away (it is restarted) before the run gives up."""


@dataclass
class QueueCarrier:
    """Carries chunks by the queue; what was made is in `folder` when a chunk comes back."""

    url: str
    settings: Settings
    folder: Path
    key: Key
    token: str
    ahead: int = AHEAD
    chunk: int = CHUNK
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
                    self._steadily(self._defer_again)
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
        paths = {digest: path for order in chunk for digest, path in order.unit.paths.items()}
        fresh = paths.keys() - self._uploaded
        with connected(self.url) as db, db.transaction():
            for digest in sorted(fresh):
                db.execute(
                    "INSERT INTO attached VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                    (self.run, digest, Path(paths[digest]).read_bytes()),
                )
            orders = json.dumps([order.to_json() for order in chunk], ensure_ascii=True)
            row = db.execute(
                "INSERT INTO chunk (run, orders) VALUES (%s, %s) RETURNING id", (self.run, orders)
            ).fetchone()
            number = int(row[0]) if row is not None else 0
        self._uploaded |= fresh  # not before all of it is there for sure
        self._defer(number)
        return number

    def _defer(self, number: int) -> None:
        with queue_app(self.url).open() as app:
            app.configure_task(TASK, queue=QUEUE).defer(number=number)

    def _defer_again(self) -> None:
        """Give chunks a new job whose own is gone: a worker may fail at anything while the database is away."""
        with connected(self.url) as db:
            found = db.execute(
                "SELECT id FROM chunk WHERE run = %s AND NOT is_done AND NOT EXISTS (SELECT FROM procrastinate_jobs "
                "WHERE task_name = %s AND status IN ('todo', 'doing') AND (args->>'number')::bigint = chunk.id)",
                (self.run, TASK),
            ).fetchall()
        for (number,) in found:
            if int(number) in self._sent:
                self._defer(int(number))

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
