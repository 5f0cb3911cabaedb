"""A process that works on units for another, chunk after chunk, over pipes.

Started with `python -P -m wizard.batch.worker`, it is told the settings first; a twin has its workshop already. It
ends when whoever started it ends or lets go of it; Ctrl-C in the terminal is theirs to answer.
"""

from __future__ import annotations

import gc
import json
import signal
import sys
from pathlib import Path
from typing import IO

from wizard.batch.work import FolderFiles, Order, Settings, Workshop
from wizard.confined import read_frames, write_frames

__all__ = ["main", "serve"]


def main() -> None:
    """Serve whoever started this process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    inward, outward = sys.stdin.buffer, sys.stdout.buffer
    try:
        head = json.loads(read_frames(inward, 1, sys.maxsize)[0])
    except EOFError:
        return
    settings = Settings(**head["settings"])
    shop = Workshop(settings, FolderFiles(Path(head["folder"]), is_zipped=settings.zipped))
    gc.freeze()  # the content stays; what the rows leave behind is looked through all the oftener
    serve(shop, inward, outward)


def serve(shop: Workshop, inward: IO[bytes], outward: IO[bytes]) -> None:
    """Work on each chunk that comes, until no more can come."""
    try:
        while True:
            (frame,) = read_frames(inward, 1, sys.maxsize)
            write_frames(outward, _answer(shop, frame))
    except (EOFError, BrokenPipeError):
        return


def _answer(shop: Workshop, frame: bytes) -> bytes:
    """What became of each unit of a chunk; what concerns them all instead, where something does."""
    try:
        done = [shop.do(Order.of_json(order)) for order in json.loads(frame)]
    except OSError as error:
        return json.dumps(
            {"stop": [error.errno or 0, error.strerror or "", str(error.filename or "")]}
        ).encode()
    return json.dumps({"done": done}, ensure_ascii=False).encode("utf-8", "surrogatepass")


if __name__ == "__main__":
    main()
