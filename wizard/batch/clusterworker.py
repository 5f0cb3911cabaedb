"""The side of the workers: chunks out of the database, packages into it, on whatever machine takes part.

What must stay true: what was made and the note that the chunk is done are one transaction; a chunk that another worker
was faster with is left as it is; and a worker outlives restarts of the database.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from wizard import resources
from wizard.batch.clusterdb import QUEUE, STALLED, connected, queue_app, rescue, set_up
from wizard.batch.errors import BatchError
from wizard.batch.units import Unit
from wizard.batch.work import LETTER, ChangedError, Order, Settings, Workshop, edition_of, rules_of
from wizard.flow.content import Content, load

if TYPE_CHECKING:
    from wizard.package.contents import Package

__all__ = ["run_worker"]

HEARTBEAT: Final = 2.0


class _TableFiles:
    """Attachments out of the database; packages are kept until their chunk is done."""

    def __init__(self, url: str, run: str, *, is_zipped: bool) -> None:
        self.url = url
        self.run = run
        self.is_zipped = is_zipped
        self.made: list[tuple[str, str, bytes]] = []

    def read(self, unit: Unit, sha256: str) -> bytes:
        import psycopg  # noqa: PLC0415  heavy

        try:
            with connected(self.url) as db:
                row = db.execute(
                    "SELECT data FROM attached WHERE run = %s AND sha256 = %s", (self.run, sha256)
                ).fetchone()
        except (psycopg.Error, BatchError):
            raise ConnectionError from None  # concerns no row more than another; the chunk is done again
        if row is None:
            raise OSError(2, "attachment")
        data = bytes(row[0])
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ChangedError(Path(unit.paths[sha256]).name)
        return data

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
        async with queue_app(url, is_async=True, work=partial(_work_on, url)).open_async() as app:
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
