"""One terminal app: a child process that speaks textual-serve's protocol on its pipes.

textual-serve starts its command through a shell, gives the app our whole environment, gathers what it writes to
stderr without end and prints that, and waits for ever for an app that does not end. Here the command is a list,
settings that would open a door into the app are left out, stderr is not kept (the app writes its own report,
without values), and an app that does not end when asked is ended.
"""

from __future__ import annotations

import asyncio
import json
import os
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from wizard.web import BROWSER_DRIVER

__all__ = ["Child"]

_LEFT_OUT: Final = ("TEXTUAL", "NO_COLOR", "COLUMNS", "ROWS", "LINES", "COLORFGBG", "TERM", "ACCESSIBLE")
"""Settings that begin so are about another terminal, or open the app to a debugger."""
_PRELUDE: Final = b"__GANGLION__\n"
_PRELUDE_LINES: Final = 10
_FAREWELL: Final = 3.0
"""Seconds from the last word of an app to its end."""


class Child(AppService):
    """See the module. `on_word` gets what our own app tells its window besides what textual-serve knows."""

    def __init__(  # noqa: PLR0913  the ends of its pipes, each by its name
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        write_bytes: Callable[[bytes], Awaitable[None]],
        write_str: Callable[[str], Awaitable[None]],
        on_end: Callable[[], Awaitable[None]],
        on_word: Callable[[Mapping[str, Any]], Awaitable[None]],
        download_manager: DownloadManager,
    ) -> None:
        super().__init__(
            "lov",
            write_bytes=write_bytes,
            write_str=write_str,
            close=on_end,
            download_manager=download_manager,
        )
        self._argv = list(command)
        self._environment = environment
        self._on_word = on_word
        self._on_end = on_end

    @property
    def has_failed(self) -> bool:
        """Whether it has ended otherwise than by being left."""
        return self._process is not None and bool(self._process.returncode)

    @property
    def pid(self) -> int | None:
        """The process, once it is started."""
        return self._process.pid if self._process is not None else None

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_LEFT_OUT)}
        return {
            **kept,
            "LOV_PICTURES": "none",  # the page in the browser draws text alone
            **self._environment,
            "TEXTUAL_DRIVER": BROWSER_DRIVER,
            "TEXTUAL_COLOR_SYSTEM": "truecolor",
            "TERM": "xterm-256color",
            "COLUMNS": str(width),
            "ROWS": str(height),
        }

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        process = await asyncio.create_subprocess_exec(
            *self._argv,
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env=self._build_environment(width, height),
            start_new_session=True,  # ctrl+c at the server is the server's; it ends the apps in its own order
        )
        self._process, self._stdin = process, process.stdin
        return process

    async def run(self) -> None:
        """Pass on what the app says, until it ends; then tell so."""
        process = self._process
        assert process is not None  # noqa: S101  `start` has started it
        assert process.stdout is not None  # noqa: S101  as above
        output = process.stdout
        with suppress(asyncio.IncompleteReadError, ConnectionError, ValueError, KeyError, TypeError):
            for _ in range(_PRELUDE_LINES):
                if await output.readline() == _PRELUDE:
                    break
            while True:
                kind = await output.readexactly(1)
                size = int.from_bytes(await output.readexactly(4), "big")
                await self._take(kind, await output.readexactly(size))
        try:
            await asyncio.wait_for(process.wait(), _FAREWELL)
        except TimeoutError:  # it is out of step, and will never be understood again
            process.kill()
            await process.wait()
        await self._on_end()

    async def _take(self, kind: bytes, payload: bytes) -> None:
        match kind:
            case b"D":
                await self.on_data(payload)
            case b"M":
                await self.on_meta(payload)
            case b"P":
                await self.on_packed(payload)
            case _:
                raise ValueError  # out of step: nothing that follows can be trusted

    async def on_meta(self, data: bytes) -> None:
        """Our own words go to the session; what opens a file or an address elsewhere is not passed on."""
        said = json.loads(data)
        match said.get("type"):
            case "deliver_file_start":
                await super().on_meta(data)
            case "lov":
                await self._on_word(said)
            case _:  # "exit": the process ends by itself. "open_url": the page opens no other page.
                return

    async def tell(self, **words: Any) -> bool:
        """Say something to the app's driver; False where it has ended."""
        if self._process is None or self._process.returncode is not None:
            return False
        return await self.send_meta(words)

    async def end(self, patience: float) -> None:
        """Ask the app to leave; end it where it does not. Nothing of it is left afterwards."""
        process = self._process
        if process is None:
            return
        await self._download_manager.cancel_app_downloads(self.app_service_id)
        with suppress(OSError, RuntimeError):
            await self.tell(type="quit")
        steps: tuple[Callable[[], None], ...] = (lambda: None, process.terminate, process.kill)
        for force in steps:
            with suppress(ProcessLookupError):
                force()
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), patience)
                break
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None
