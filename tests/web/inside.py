"""The server in this process, with an app that is none: for what would take long, or could not be seen from outside."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from yarl import URL

from wizard.web.guard import Guard
from wizard.web.limits import Limits
from wizard.web.server import Served
from wizard.web.serving import ADDRESS, listening
from wizard.web.sessions import Sessions

__all__ = ["Inside", "Wire", "run"]

STUB = Path(__file__).with_name("stub.py")
PATIENCE = 30


@dataclass
class Wire:
    """A socket of the page, and what has come over it."""

    socket: aiohttp.ClientWebSocketResponse
    drawn: bytes = b""
    told: list[Any] = field(default_factory=list)

    async def until(self, wanted: Callable[[Wire], bool]) -> None:
        """Take in what comes until `wanted`; fails where the socket is closed first."""
        async with asyncio.timeout(PATIENCE):
            while not wanted(self):
                message = await self.socket.receive()
                if message.type is aiohttp.WSMsgType.BINARY:
                    self.drawn += message.data
                elif message.type is aiohttp.WSMsgType.TEXT:
                    self.told.append(json.loads(message.data))
                else:
                    raise AssertionError((message.type, self.socket.close_code, self.drawn[-200:], self.told))

    async def see(self, text: str) -> None:
        """Wait until `text` is drawn."""
        await self.until(lambda wire: text.encode() in wire.drawn)

    async def end(self) -> int | None:
        """Wait until the socket is closed; its code."""
        async with asyncio.timeout(PATIENCE):
            while True:
                message = await self.socket.receive()
                if message.type is aiohttp.WSMsgType.CLOSE:
                    return int(message.data)
                if message.type not in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT):
                    return self.socket.close_code

    async def type(self, text: str) -> None:
        """As a person types."""
        await self.say("stdin", text)

    async def say(self, *words: Any) -> None:
        """As the page says it."""
        await self.socket.send_str(json.dumps(words))

    @property
    def session(self) -> str:
        """The session it has been told."""
        return next(str(said[1]["id"]) for said in self.told if said[0] == "session")


class Inside:
    """The server and a browser that has been let in."""

    def __init__(
        self, guard: Guard, sessions: Sessions, client: aiohttp.ClientSession, now: list[float]
    ) -> None:
        self.guard = guard
        self.sessions = sessions
        self.client = client
        self.now = now
        """What the clock of the sessions shows; it goes when it is put on."""

    @property
    def origin(self) -> str:
        """Where the page is from."""
        return self.guard.origin

    @asynccontextmanager
    async def window(self, session: str = "", **asked: str) -> AsyncIterator[Wire]:
        """A window that has opened its socket."""
        params = {"width": "80", "height": "24", "session": session, **asked}
        async with self.client.ws_connect(
            f"{self.origin}/ws", params=params, headers={"Origin": self.origin}, max_msg_size=0
        ) as socket:
            yield Wire(socket)

    async def send_file(self, session: str, name: str, data: Any) -> aiohttp.ClientResponse:
        """As the page sends a file up."""
        return await self.client.post(
            f"{self.origin}/files",
            params={"session": session},
            data=data,
            headers={"Origin": self.origin, "X-Lov-Name": name},
        )


def run(folder: Path, doing: Callable[[Inside], Awaitable[None]], limits: Limits | None = None) -> None:
    """Serve, let a browser in, do something, and end."""

    async def serving() -> None:
        held, now = limits or Limits(), [0.0]
        with socket.socket() as listener:
            listener.bind((ADDRESS, 0))
            guard = Guard(listener.getsockname()[1])
            sessions = Sessions(
                lambda _: [sys.executable, "-S", str(STUB)], folder / "files", held, now=lambda: now[0]
            )

            def fault(error: Exception) -> None:
                raise AssertionError from error

            served = Served(guard, sessions, held, "en", fault)
            async with listening(served, listener), _client(guard) as client:
                try:
                    await doing(Inside(guard, sessions, client, now))
                finally:
                    await sessions.end_all()

    asyncio.run(serving())


@asynccontextmanager
async def _client(guard: Guard) -> AsyncIterator[aiohttp.ClientSession]:
    jar = aiohttp.CookieJar(unsafe=True)  # it keeps cookies of an address without a name too
    async with aiohttp.ClientSession(cookie_jar=jar) as client:
        async with client.get(URL(guard.new_link()), allow_redirects=False) as answer:
            assert answer.status == 303
        yield client
