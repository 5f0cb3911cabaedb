"""A browser without a window, driven over its own protocol (CDP): what a person sees and does at the page.

What must stay true: the page is not known from the inside. Keys and mouse go in as a keyboard and a mouse send
them, the terminal is read cell by cell as it is drawn, and waiting is for something to be seen, never for time.
It has the same face as `tests.tui.terminal.Terminal`, so the same person can sit at either.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Any, Final, Self, TypeVar

import aiohttp

__all__ = ["BROWSER", "Chromium", "Tab"]

BROWSER: Final = next(
    filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "google-chrome"))), None
)
"""The browser of this machine; None where there is none."""
PATIENCE: Final = 60.0
T = TypeVar("T")

_KEYS: Final[Mapping[str, tuple[str, str, int, str]]] = {
    "enter": ("Enter", "Enter", 13, "\r"),
    "escape": ("Escape", "Escape", 27, ""),
    "tab": ("Tab", "Tab", 9, ""),
    "space": (" ", "Space", 32, " "),
    "backspace": ("Backspace", "Backspace", 8, ""),
    "delete": ("Delete", "Delete", 46, ""),
    "insert": ("Insert", "Insert", 45, ""),
    "up": ("ArrowUp", "ArrowUp", 38, ""),
    "down": ("ArrowDown", "ArrowDown", 40, ""),
    "left": ("ArrowLeft", "ArrowLeft", 37, ""),
    "right": ("ArrowRight", "ArrowRight", 39, ""),
    "home": ("Home", "Home", 36, ""),
    "end": ("End", "End", 35, ""),
    "f1": ("F1", "F1", 112, ""),
    "f2": ("F2", "F2", 113, ""),
    "f6": ("F6", "F6", 117, ""),
}
_CTRL: Final = 2
_READ: Final = """
(() => {
  const t = globalThis.lov?.terminal;
  if (!t) return null;
  const buffer = t.buffer.active, rows = [];
  for (let y = 0; y < t.rows; y++) {
    const line = buffer.getLine(y), cells = [];
    for (let x = 0; x < t.cols; x++) {
      const c = line?.getCell(x);
      if (!c || c.getWidth() === 0) continue;
      cells.push([c.getChars() || " ", c.isBold() ? 1 : 0, c.isFgRGB() ? c.getFgColor() : -1]);
    }
    rows.push(cells);
  }
  return rows;
})()
"""


class Chromium:
    """A browser process of its own, with a profile that goes with it. Use it as a context manager."""

    def __init__(self, folder: Path, *switches: str) -> None:
        self.folder = folder
        self._switches = switches
        self.downloads = folder / "downloads"
        self.downloads.mkdir(parents=True)
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._waiting: dict[int, Future[Any]] = {}
        self._number = 0
        self.events: list[dict[str, Any]] = []
        """All that the browser has told: requests, messages of the console, downloads."""

    def __enter__(self) -> Self:
        assert BROWSER is not None
        self.process = subprocess.Popen(
            [
                BROWSER,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--remote-debugging-port=0",
                f"--user-data-dir={self.folder / 'profile'}",
                *self._switches,
                "about:blank",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": str(self.folder)},
            start_new_session=True,
        )
        self._thread.start()
        told = self.folder / "profile/DevToolsActivePort"
        until(lambda: told.exists() and len(told.read_text().split()) == 2, "the browser to start")
        port, path = told.read_text().split()
        self._socket = self.do(self._connect(f"ws://127.0.0.1:{port}{path}"))
        self.call(
            "Browser.setDownloadBehavior",
            behavior="allow",
            downloadPath=str(self.downloads),
            eventsEnabled=True,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)  # the process is a script that waits for the browser
        self.process.wait()
        self.do(self._disconnect())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Run something in the thread that talks to the browser."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    async def _connect(self, address: str) -> aiohttp.ClientWebSocketResponse:
        self._client = aiohttp.ClientSession()
        socket = await self._client.ws_connect(address, max_msg_size=0)
        self._reader = asyncio.create_task(self._read(socket))
        return socket

    async def _disconnect(self) -> None:
        self._reader.cancel()
        await self._client.close()

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            said = json.loads(message.data)
            if "id" in said:
                self._waiting.pop(said["id"]).set_result(said)
            else:
                self.events.append(said)

    def call(self, method: str, session: str | None = None, **params: Any) -> Any:
        """One command of the protocol, and what it gives."""
        self._number += 1
        number, answer = self._number, Future[Any]()
        self._waiting[number] = answer
        said = {"id": number, "method": method, "params": params}
        if session is not None:
            said["sessionId"] = session
        self.do(self._socket.send_str(json.dumps(said)))
        result = answer.result(PATIENCE)
        if "context" in result.get("error", {}).get("message", ""):
            return {"result": {}}  # the page is just being left for another
        assert "error" not in result, (method, result)
        return result["result"]

    def open(self, address: str, *, width: int = 1280, height: int = 800, is_light: bool = False) -> Tab:
        """A tab of its own."""
        return Tab(self, address, width, height, is_light=is_light)

    def told(self, method: str) -> list[dict[str, Any]]:
        """What the browser has told of one kind."""
        return [event["params"] for event in self.events if event["method"] == method]


class Tab:
    """One page, and a person at it."""

    def __init__(self, browser: Chromium, address: str, width: int, height: int, *, is_light: bool) -> None:
        self.browser = browser
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self.target = target
        self._session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        scheme = [{"name": "prefers-color-scheme", "value": "light" if is_light else "dark"}]
        self.call("Emulation.setEmulatedMedia", features=scheme)
        self.resize(width, height)
        self.call("Page.setInterceptFileChooserDialog", enabled=True)
        self.call("Page.navigate", url=address)

    def call(self, method: str, **params: Any) -> Any:
        """One command to this page."""
        return self.browser.call(method, self._session, **params)

    def run(self, script: str) -> Any:
        """The value of an expression in the page."""
        got = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in got, got
        return got["result"].get("value")

    def resize(self, width: int, height: int) -> None:
        """Another size of the window."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def close(self) -> None:
        """Close the tab."""
        self.browser.call("Target.closeTarget", targetId=self.target)

    # What is seen --------------------------------------------------------------------------------------

    @property
    def cells(self) -> list[list[tuple[str, bool, str]]]:
        """Each cell of the terminal: what it shows, whether that is bold, and in which colour."""
        rows = self.run(_READ) or []
        return [[(c[0], bool(c[1]), f"{c[2]:06x}") for c in row] for row in rows]

    @property
    def text(self) -> str:
        """What stands in the terminal, line by line."""
        return "\n".join("".join(cell[0] for cell in row).rstrip() for row in self.cells)

    @property
    def words(self) -> str:
        """The same in one line with single spaces."""
        return " ".join(self.text.split())

    @property
    def page(self) -> str:
        """What the page says by itself."""
        return " ".join(str(self.run("document.body?.innerText ?? ''")).split())

    @property
    def is_veiled(self) -> bool:
        """Whether something is told over the terminal."""
        return self.run("document.getElementById('veil')?.hidden === false") is True

    def line_in(self, colour: str, sign: str) -> int | None:
        """The first line where `sign` stands in `colour`."""
        return next(
            (y for y, row in enumerate(self.cells) for cell in row if cell[0] == sign and cell[2] == colour),
            None,
        )

    def until(self, condition: Callable[[], bool], what: str = "") -> None:
        """Wait until `condition` holds; fails with what is on the screen."""
        until(condition, what, lambda: f"{self.text}\n--- {self.page}")

    def see(self, *wanted: str) -> None:
        """Wait until all of these stand in the terminal, and nothing is over it."""
        self.until(
            lambda: all(word in self.words for word in wanted) and not self.is_veiled, f"to see {wanted}"
        )

    def read(self, *wanted: str) -> None:
        """Wait until the page itself says all of these."""
        self.until(lambda: all(word in self.page for word in wanted), f"to read {wanted}")

    def shoot(self, path: Path) -> Path:
        """A picture of the window."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))
        return path

    # What is done --------------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys by their names; a single character stands for itself."""
        for name in keys:
            held, _, rest = name.rpartition("+")
            if held == "ctrl":
                self._key(rest, f"Key{rest.upper()}", ord(rest.upper()), "", _CTRL)
            elif name in _KEYS:
                self._key(*_KEYS[name])
            else:
                assert len(name) == 1, f"no key of this name: {name}"
                self._key(name, "", ord(name.upper()), name)

    def _key(self, name: str, code: str, number: int, text: str, modifiers: int = 0) -> None:
        both = {"key": name, "code": code, "windowsVirtualKeyCode": number, "modifiers": modifiers}
        typed = {"text": text} if text else {}
        self.call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", **both, **typed)
        self.call("Input.dispatchKeyEvent", type="keyUp", **both)

    def paste(self, text: str) -> None:
        """Paste, as a browser does it."""
        self.run(
            "(() => { const data = new DataTransfer(); data.setData('text/plain', "
            + json.dumps(text)
            + "); document.querySelector('.xterm-helper-textarea').dispatchEvent("
            "new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); })()"
        )

    def click(self, word: str) -> None:
        """Click on a word in the terminal."""
        place: list[int] | None = None

        def is_there() -> bool:
            nonlocal place
            lines = self.text.split("\n")
            place = next(([line.index(word), y] for y, line in enumerate(lines) if word in line), None)
            return place is not None

        self.until(is_there, f"to click on {word}")
        assert place is not None
        box = self.run(
            "(() => { const b = document.querySelector('.xterm-screen').getBoundingClientRect();"
            " const t = lov.terminal; return [b.left, b.top, b.width / t.cols, b.height / t.rows]; })()"
        )
        self.click_at(box[0] + (place[0] + 1.5) * box[2], box[1] + (place[1] + 0.5) * box[3])

    def click_on(self, selector: str) -> None:
        """Click on a button of the page."""
        x, y = self.run(
            f"(() => {{ const b = document.querySelector({json.dumps(selector)}).getBoundingClientRect();"
            " return [b.left + b.width / 2, b.top + b.height / 2]; })()"
        )
        self.click_at(x, y)

    def click_at(self, x: float, y: float) -> None:
        """Press and let go of the left button."""
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self.call(
                "Input.dispatchMouseEvent",
                type=kind,
                x=x,
                y=y,
                button="left" if kind != "mouseMoved" else "none",
                clickCount=1,
            )

    def choose(self, *paths: Path) -> None:
        """Choose files in the browser's own window, which is open or about to be."""
        before = getattr(self, "_chosen", 0)
        self.until(
            lambda: len(self.browser.told("Page.fileChooserOpened")) > before, "a file to be asked for"
        )
        self._chosen = before + 1
        node = self.browser.told("Page.fileChooserOpened")[before]["backendNodeId"]
        self.call("DOM.setFileInputFiles", files=[str(path) for path in paths], backendNodeId=node)


def until(condition: Callable[[], bool], what: str, seen: Callable[[], str] = lambda: "") -> None:
    """Wait until `condition` holds; fails with what is seen."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"too late: {what}\n{seen()}")
        time.sleep(0.03)
