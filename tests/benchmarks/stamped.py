"""Runs a Python program on a terminal and stamps when it has read from it and when it has written to it.

A stamp is the processor time that the program has used so far, and the time by the clock. It is taken within the
program, so what is measured does not hang on how soon another program is told of it on a busy machine. Used as
`python -m tests.benchmarks.stamped -m MODULE ARGS…` or `… -c CODE`; stamps go to the file in BENCH_STAMPS.
"""

from __future__ import annotations

import os
import runpy
import sys
import time
from typing import TextIO

__all__ = ["READ", "WRITTEN"]

READ = "r"
WRITTEN = "w"


class Stamped:
    """A stream that stamps when what was written to it is out."""

    def __init__(self, stream: TextIO, stamps: int) -> None:
        self._stream = stream
        self._stamps = stamps

    def flush(self) -> None:
        """Out with it."""
        self._stream.flush()
        stamp(self._stamps, WRITTEN)

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


def stamp(stamps: int, kind: str) -> None:
    """Write a stamp down."""
    os.write(stamps, f"{kind} {time.process_time():.6f} {time.perf_counter():.6f}\n".encode())


def main() -> None:
    """Run what the command line names."""
    stamps = os.open(os.environ["BENCH_STAMPS"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    plain_read = os.read

    def read(file: int, count: int, /) -> bytes:
        data = plain_read(file, count)
        if file == 0:
            stamp(stamps, READ)
        return data

    os.read = read
    if sys.__stderr__ is not None:  # Textual writes there
        sys.__stderr__ = Stamped(sys.__stderr__, stamps)  # type: ignore[assignment,misc]
    kind, subject, *rest = sys.argv[1:]
    sys.argv = [subject, *rest]
    if kind == "-m":
        runpy.run_module(subject, run_name="__main__", alter_sys=True)
    else:
        exec(compile(subject, "<stamped>", "exec"), {"__name__": "__main__"})  # noqa: S102  a script of the bench's own


if __name__ == "__main__":
    main()
