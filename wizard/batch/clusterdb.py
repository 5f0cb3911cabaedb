"""The database that carries a batch to many machines: its tables, and the queue beside them (extra `cluster`).

All is in a schema of its own. A job's only argument is the number of its chunk, so the queue tells of nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from wizard.batch.errors import BatchError
from wizard.i18n import Message, msg

if TYPE_CHECKING:
    import procrastinate
    import psycopg

__all__ = ["QUEUE", "SCHEMA", "STALLED", "TASK", "connected", "queue_app", "rescue", "set_up"]

SCHEMA: Final = "lov_batch"
QUEUE: Final = "lov_batch"
TASK: Final = "lov.chunk"

STALLED: Final = 10.0
"""Seconds without a heartbeat after which a worker is taken for dead."""

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
                with queue_app(url).open() as app:
                    app.schema_manager.apply_schema()
        finally:
            db.execute("SELECT pg_advisory_unlock(%s)", (_LOCK,))


def queue_app(
    url: str, *, is_async: bool = False, work: Callable[[int], None] | None = None
) -> procrastinate.App:
    """The queue; whoever takes jobs from it says what `work` on a chunk is."""
    try:
        import procrastinate  # noqa: PLC0415  an extra, and heavy
    except ImportError:
        raise BatchError(_no_extra()) from None
    kind = procrastinate.PsycopgConnector if is_async else procrastinate.SyncPsycopgConnector
    settings = {"options": f"-c search_path={SCHEMA}"}
    connector: Any = kind(conninfo=_plain_url(url), kwargs=settings)
    app = procrastinate.App(connector=connector)
    if work is not None:
        app.task(name=TASK, queue=QUEUE)(work)
    return app


def rescue(url: str) -> int:
    """Give jobs of dead workers to others; how many there were. Any side may do it, and as often as it likes."""
    import asyncio  # noqa: PLC0415  only here

    async def look() -> int:
        from datetime import UTC, datetime  # noqa: PLC0415  as above

        async with queue_app(url, is_async=True).open_async() as app:
            stalled = list(
                await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=STALLED)
            )
            for job in stalled:
                await app.job_manager.retry_job(job, retry_at=datetime.now(UTC))
            return len(stalled)

    return asyncio.run(look())
