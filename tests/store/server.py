"""A PostgreSQL server for tests: the one that is told, one that listens here, or one started from Debian's package.

    LOV_TEST_POSTGRES=postgresql://user@host:port/database

Each process of the tests works in a schema of its own, which is gone afterwards. Where there is no server and no
package, tests are skipped with the reason.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

LISTENING = "postgresql://postgres@127.0.0.1:5432/test"
_PACKAGES = Path("/usr/lib/postgresql")


def _answers(url: str) -> str | None:
    """Why the server at `url` cannot be used; None if it can."""
    try:
        import psycopg  # noqa: PLC0415  an extra
    except ModuleNotFoundError:
        return "psycopg is not installed"
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.Error as error:
        return f"{url}: {type(error).__name__}"
    return None


@contextmanager
def server() -> Iterator[str]:
    """The address of a server; skips where there is none."""
    told = os.environ.get("LOV_TEST_POSTGRES")
    reason = _answers(told or LISTENING)
    if reason is None:
        yield told or LISTENING
        return
    programs = sorted(_PACKAGES.glob("*/bin"), reverse=True)
    if told or not programs or reason.startswith("psycopg"):
        pytest.skip(f"no PostgreSQL: {reason}; Debian's package postgresql would do")
    with _started(programs[0]) as url:
        yield url


@contextmanager
def _started(programs: Path) -> Iterator[str]:
    """A server of our own on a socket in a new folder, run by `postgres` where we are root, which it refuses."""
    home = Path(tempfile.mkdtemp(prefix="lov-postgres-"))
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(home, user)

    def run(*words: str) -> None:
        subprocess.run(
            [str(programs / words[0]), *words[1:]], check=True, user=user, stdout=subprocess.DEVNULL, cwd=home
        )

    name = user or pwd.getpwuid(os.geteuid()).pw_name
    try:
        run("initdb", "-D", f"{home}/data", "-A", "trust", "-U", name, "-E", "UTF8", "--no-sync")
        run("pg_ctl", "-D", f"{home}/data", "-w", "-o", f"-k {home} -c listen_addresses=''", "start")
        yield f"postgresql://{name}@/postgres?host={quote(str(home), safe='')}"
        run("pg_ctl", "-D", f"{home}/data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def schema(url: str) -> Iterator[str]:
    """The address of an empty schema on the server, gone at the end."""
    import psycopg  # noqa: PLC0415  an extra

    name = f"lov_{secrets.token_hex(6)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE SCHEMA "{name}"'.encode())
        options = quote(f"-c search_path={name} -c synchronous_commit=off", safe="")  # no test cuts its power
        yield f"{url}{'&' if '?' in url else '?'}options={options}"
        connection.execute(f'DROP SCHEMA "{name}" CASCADE'.encode())


def empty(url: str) -> None:
    """Take all rows out of the store at `url`, past the triggers that forbid it; many times faster than TRUNCATE."""
    import psycopg  # noqa: PLC0415  an extra

    with psycopg.connect(url) as connection:
        connection.execute(_EMPTY)


_EMPTY = """
DO $$
DECLARE name text;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT tablename FROM pg_tables
        WHERE schemaname = current_schema() AND tablename != 'alembic_version'
    LOOP EXECUTE format('DELETE FROM %I', name); END LOOP;
END $$
"""
