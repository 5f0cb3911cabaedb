"""The server's life: a port of this machine, a signal, and everybody gone.

The port is bound before the link is told, so a link that is told works. Connections are counted before anything
of them is read, and one that asks for nothing is hung up. When the server is asked to end it takes no more of
them, ends every app, and waits for that.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import shutil
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from aiohttp import web

from wizard.files import make_private_folder
from wizard.web.guard import Guard
from wizard.web.headers import SECURITY_HEADERS
from wizard.web.limits import Limits
from wizard.web.server import Served, make_app
from wizard.web.sessions import Sessions, Start
from wizard.web.uploads import drop_old_files

__all__ = ["ADDRESS", "Serving", "listening", "serve"]

ADDRESS: Final = "127.0.0.1"
"""Nothing else is ever bound."""
_BUSY: Final = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_SILENT: Final = logging.getLogger("lov.web")
_SILENT.disabled = True
_ENDINGS: Final = ("SIGINT", "SIGTERM", "SIGHUP")


@dataclass(frozen=True, slots=True)
class Serving:
    """What a server is started with."""

    arguments: Callable[[str | None], Sequence[str]]
    """Those that `lov` is started with in each window, by the language its page speaks; None for the usual one."""
    folder: Path
    """The data folder."""
    language: str
    port: int
    """0 for one that is free."""
    on_link: Callable[[str], None]
    """Told the launch link, and each new one that is asked for."""
    on_fault: Callable[[Exception], None]
    """Told what was our fault; the server goes on."""
    asks: int | None = None
    """Where a line means that another link is wanted: a terminal."""
    limits: Limits = field(default_factory=Limits)


def serve(serving: Serving) -> None:
    """Serve until a signal comes. Raises `OSError` where the port or the folder cannot be had."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        if os.name != "nt":  # there it would let others take the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((ADDRESS, serving.port))
        logging.disable()  # libraries would log what was asked, and that holds what people type
        asyncio.run(_serve(serving, listener))


async def _serve(serving: Serving, listener: socket.socket) -> None:
    loop, limits = asyncio.get_running_loop(), serving.limits
    folder = _own_folder(serving.folder / "browser")
    guard = Guard(listener.getsockname()[1], limits.links)
    sessions = Sessions(lambda start: _command(serving, start), folder / "files", limits, now=loop.time)
    served = Served(guard, sessions, limits, serving.language, serving.on_fault)
    over = asyncio.Event()
    for name in _ENDINGS:
        with suppress(NotImplementedError, AttributeError):  # Windows knows ctrl+c only, and asyncio not that
            loop.add_signal_handler(getattr(signal, name), over.set)
    try:
        async with listening(served, listener):
            with _another_link(serving, guard):
                serving.on_link(guard.new_link())
                await _until(over, sessions, limits)
            await sessions.end_all()
    finally:
        await sessions.end_all()
        shutil.rmtree(folder, ignore_errors=True)


def _command(serving: Serving, start: Start) -> list[str]:
    # -P: a folder called `wizard` where the command happens to stand is not ours.
    return [sys.executable, "-P", "-m", "wizard", *serving.arguments(start.language)]


async def _until(over: asyncio.Event, sessions: Sessions, limits: Limits) -> None:
    while not over.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), limits.sweep)
        await sessions.sweep()
        for session in sessions:
            drop_old_files(session.folder, limits.file_kept)


class _Quiet(web.RequestHandler):
    """What is no HTTP is refused without a word, and nothing of it is logged: it might be anything."""

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        del exc, message
        if request.writer.output_size > 0:
            raise ConnectionError  # an answer has begun: there is no other
        answer = web.Response(status=status, headers={**SECURITY_HEADERS, "Server": "lov"})
        answer.force_close()
        return answer


class _Busy(asyncio.Protocol):
    """Says that there are too many, and hangs up."""

    def connection_made(self, transport: Any) -> None:
        transport.write(_BUSY)
        transport.close()


@asynccontextmanager
async def listening(served: Served, listener: socket.socket) -> AsyncIterator[None]:
    """Take connections, as many as there may be at a time."""
    loop, limits = asyncio.get_running_loop(), served.limits
    runner = web.AppRunner(make_app(served), access_log=None, handle_signals=False, shutdown_timeout=1.0)
    await runner.setup()
    server = runner.server
    assert server is not None  # noqa: S101  `setup` has made it

    def hang_up(protocol: Any) -> None:
        if id(protocol) in served.silent:
            served.silent.discard(id(protocol))
            if protocol.transport is not None:
                protocol.transport.close()

    def take() -> asyncio.Protocol:
        if len(server.connections) >= limits.connections:
            return _Busy()
        protocol = _Quiet(server, loop=loop, access_log=_SILENT, logger=_SILENT, keepalive_timeout=30.0)
        served.silent.add(id(protocol))
        loop.call_later(limits.first_request, hang_up, protocol)
        return protocol

    server_socket = await loop.create_server(take, sock=listener)
    try:
        yield
    finally:
        server_socket.close()
        await runner.cleanup()


class _another_link:  # noqa: N801  it reads as a function
    """Give another launch link for each line that comes from the terminal: for a second browser."""

    def __init__(self, serving: Serving, guard: Guard) -> None:
        self._serving, self._guard = serving, guard

    def __enter__(self) -> None:
        asks = self._serving.asks
        if asks is not None:
            with suppress(NotImplementedError, OSError, ValueError):
                asyncio.get_running_loop().add_reader(asks, self._asked, asks)

    def __exit__(self, *_: object) -> None:
        asks = self._serving.asks
        if asks is not None:
            with suppress(NotImplementedError, OSError, ValueError):
                asyncio.get_running_loop().remove_reader(asks)

    def _asked(self, asks: int) -> None:
        if os.read(asks, 4096):
            self._serving.on_link(self._guard.new_link())
        else:  # the terminal has gone
            asyncio.get_running_loop().remove_reader(asks)


def _own_folder(folder: Path) -> Path:
    """A folder of this server's own; what servers that were killed have left goes."""
    make_private_folder(folder)
    for left in folder.iterdir():
        pid = left.name.partition("-")[0]
        if not (pid.isdigit() and _is_alive(int(pid))):
            shutil.rmtree(left, ignore_errors=True)
    own = folder / f"{os.getpid()}-{secrets.token_hex(4)}"
    make_private_folder(own)
    return own


def _is_alive(pid: int) -> bool:
    if os.name == "nt":
        return True  # asking would end it there
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's
        return True
    return True
