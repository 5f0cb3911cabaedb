"""The shipped command, served: started as a person starts it, and ended whatever happens."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlsplit

__all__ = ["Server"]

ENDING: Final = 30


class Server:
    """`lov serve --json` over the drafts in `folder`. Use it as a context manager."""

    def __init__(
        self, folder: Path, *, language: str = "sv", port: int = 0, run: tuple[str, ...] = ("-m", "wizard")
    ) -> None:
        self.folder = folder
        home = folder.parent / "home"
        home.mkdir(parents=True, exist_ok=True)
        env = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "LOV_DATA_DIR": str(folder)}
        argv = [
            sys.executable,
            *run,
            "--lang",
            language,
            "--today",
            "2026-11-22",
            "serve",
            "--json",
            "--port",
            str(port),
        ]
        self.process = subprocess.Popen(
            argv,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=env,
            start_new_session=True,
            text=True,
            cwd=Path(__file__).parents[2],
        )

    def __enter__(self) -> Self:
        assert self.process.stdout is not None
        told = ""
        decoder = json.JSONDecoder()
        out: Any = None
        while out is None:
            line = self.process.stdout.readline()
            assert line, self.process.communicate()
            told += line
            try:
                out = decoder.decode(told)
            except ValueError:
                continue
        self.link: str = out["url"]
        self.port: int = urlsplit(self.link).port or 0
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.end()
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe is not None:
                pipe.close()

    @property
    def origin(self) -> str:
        """Where its page is from."""
        return f"http://127.0.0.1:{self.port}"

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end; its exit code."""
        self.process.send_signal(how)
        try:
            return self.process.wait(ENDING)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise

    @property
    def children(self) -> list[int]:
        """The terminal apps it has started."""
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in found.read_text().split()]
