"""A PostgreSQL of a test's own, to be restarted as roughly as a test likes."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

__all__ = ["Server", "own_server"]


@dataclass(frozen=True, slots=True)
class Server:
    """A running server. `url` is that of its first database."""

    programs: Path
    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def restart(self) -> None:
        """Let it die without a word to anybody, and come up again by recovering."""
        self._control("restart", "-m", "immediate")

    def start(self) -> None:
        self._control("start")

    def stop(self) -> None:
        self._control("stop", "-m", "immediate")

    def _control(self, *command: str) -> None:
        settings = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        told = [
            "-w",
            "-D",
            str(self.folder / "data"),
            "-l",
            str(self.folder / "log"),
            "-o",
            settings,
            *command,
        ]
        _run(self.programs / "pg_ctl", *told)


@contextmanager
def own_server() -> Iterator[Server]:
    """A new cluster in a folder of its own, gone afterwards; skips the test where PostgreSQL is not installed."""
    initdb = shutil.which("initdb") or next(
        (str(p) for p in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)), None
    )
    if initdb is None:
        pytest.skip("no initdb: the server of PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="lov-postgres-"))  # not pytest's own, which only its user may enter
    owner = _owner()
    if owner is not None:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    server = Server(Path(initdb).parent, folder, _free_port())
    try:
        _run(
            Path(initdb),
            "-D",
            str(folder / "data"),
            "-U",
            "postgres",
            "-A",
            "trust",
            "--no-locale",
            "-E",
            "UTF8",
        )
        server.start()
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _owner() -> pwd.struct_passwd | None:
    """Whom the server runs as where root tests: it refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _run(program: Path, *arguments: str) -> None:
    owner = _owner()
    with tempfile.TemporaryFile() as said:  # not a pipe: the server would keep it open
        done = subprocess.run(
            [str(program), *arguments],
            stdout=said,
            stderr=said,
            cwd="/",
            check=False,
            timeout=120,
            user=owner.pw_uid if owner is not None else None,
            group=owner.pw_gid if owner is not None else None,
            extra_groups=[] if owner is not None else None,
        )
        said.seek(0)
        assert done.returncode == 0, said.read().decode("utf-8", "replace")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
