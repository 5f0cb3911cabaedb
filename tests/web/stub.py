"""A terminal app that is none: it speaks the protocol on its pipes, and does what it is told in one word.

Run as a program. `hello` comes first; then each line that is typed comes back in capitals, but for:
`leave` ends it, `fail` ends it badly, `deaf` makes it stay when it is asked to leave, `give` hands out a file,
`flood` draws a great deal, `nonsense` gets out of step.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

FILE = bytes(range(256)) * 700


def write(kind: bytes, payload: bytes) -> None:
    """One packet."""
    sys.stdout.buffer.write(kind + len(payload).to_bytes(4, "big") + payload)
    sys.stdout.buffer.flush()


def tell(**words: Any) -> None:
    """A packet of words."""
    write(b"M", json.dumps(words).encode())


def main() -> int:
    """Until told to leave, or the server has gone."""
    sys.stdout.buffer.write(b"__GANGLION__\n")
    tell(type="lov", files=True, language="sv", theme="dark", draft="d1")
    opened = os.environ.get("LOV_OPEN_DRAFT", "")
    write(b"D", f"hello {os.environ['COLUMNS']}x{os.environ['ROWS']} {opened}".encode())
    app = App()
    while app.code is None:
        head = sys.stdin.buffer.read(5)
        if len(head) < 5:
            return 0
        payload = sys.stdin.buffer.read(int.from_bytes(head[1:], "big"))
        if head[:1] == b"M":
            app.hear(json.loads(payload))
        else:
            app.obey(payload)
    return app.code


class App:
    """What it holds, and what it does."""

    def __init__(self) -> None:
        self.is_deaf = False
        self.left = FILE
        self.code: int | None = None
        """Set when it is to end."""

    def hear(self, said: Any) -> None:
        """A word of the server's."""
        match said["type"]:
            case "quit" if not self.is_deaf:
                self.code = 0
            case "files":
                write(
                    b"D",
                    " ".join(f"got {path} {Path(path).stat().st_size}" for path in said["paths"]).encode(),
                )
            case "deliver_chunk_request":
                piece, self.left = self.left[: said["size"]], self.left[said["size"] :]
                key = said["key"].encode()
                # textual-serve's own encoding of ("deliver_chunk", key, piece)
                write(b"P", b"ts13:deliver_chunks%d:%s%d:%se" % (len(key), key, len(piece), piece))
            case other:
                write(b"D", f"{other} {said.get('width', '')}".encode())

    def obey(self, typed: bytes) -> None:
        """A word of the person's."""
        match typed:
            case b"leave":
                self.code = 0
            case b"fail":
                self.code = 70
            case b"deaf":
                self.is_deaf = True
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                write(b"D", b"DEAF")
            case b"give":
                tell(
                    type="deliver_file_start",
                    key="0" * 32,
                    path='/x/bil"aga\r\nå.zip',
                    open_method="browser",
                    mime_type="text/html",
                    encoding="",
                    name=None,
                )
            case b"flood":
                for _ in range(40):
                    write(b"D", b"x" * 65_536)
            case b"nonsense":
                write(b"M", b"[")
                write(b"?", b"")
            case _:
                write(b"D", typed.upper())


if __name__ == "__main__":
    sys.exit(main())
