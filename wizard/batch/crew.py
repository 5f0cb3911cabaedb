"""Several processes at the same work. One that dies takes only its own chunk with it, which is tried again.

A thread waits for each process, so that this works the same on every system. What must stay true: each chunk that
goes in comes out once, in whatever order; no more than a few are under way at a time, so memory stays flat; and
the processes end with this one, also when it is killed, because their pipes end.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Final

from wizard.batch.work import FolderFiles, Order, Settings, Workshop, given_up
from wizard.batch.worker import serve
from wizard.confined import Closing, Helper
from wizard.flow.content import Content
from wizard.twins import can_copy

__all__ = ["Crew", "Results"]

CHUNK: Final = 10
"""Rows that go to a process at a time: few, so that progress is seen and Ctrl-C loses little."""
Chunk = Sequence[Order]
Results = list[dict[str, Any]]

_AHEAD: Final = 2
_TRIES: Final = 2


class Crew(Closing):
    """Work for `jobs` processes; with one job it is done here, and no process is started."""

    chunk = CHUNK

    def __init__(self, settings: Settings, folder: Path, jobs: int, content: Content) -> None:
        self.settings = settings
        self.folder = folder
        self.jobs = jobs
        self._content = content
        self._inbox: SimpleQueue[Chunk | None] = SimpleQueue()
        self._outbox: SimpleQueue[tuple[Chunk, Results | BaseException]] = SimpleQueue()
        self._workers: list[_Worker] = []

    def close(self) -> None:
        """End the processes, whatever they are at."""
        for worker in self._workers:
            self._inbox.put(None)
            worker.end()

    def map(self, chunks: Iterator[Chunk]) -> Iterator[tuple[Chunk, Results]]:
        """Each chunk with what became of its units, as they are done. Raises `OSError` for what concerns them all."""
        if self.jobs <= 1:
            shop = self._shop()
            for chunk in chunks:
                yield chunk, [shop.do(order) for order in chunk]
            return
        under_way = 0
        for chunk in chunks:
            while under_way >= self.jobs * _AHEAD:
                yield self._next()
                under_way -= 1
            if len(self._workers) < self.jobs:
                self._engage()
            self._inbox.put(chunk)
            under_way += 1
        for _ in range(under_way):
            yield self._next()

    def _shop(self) -> Workshop:
        return Workshop(
            self.settings, FolderFiles(self.folder, is_zipped=self.settings.zipped), self._content
        )

    def _engage(self) -> None:
        """One more process; all of them at once where they are copies of this one, which has no threads yet."""
        twins = self.jobs if can_copy() else 0
        shop = self._shop() if twins else None
        begun = [_Worker(self.settings, self.folder, shop) for _ in range(twins or 1)]
        self._workers += begun
        for worker in begun:
            Thread(target=self._serve, args=(worker,), daemon=True).start()

    def _next(self) -> tuple[Chunk, Results]:
        while True:
            try:
                # With a limit, because waiting without one cannot be interrupted on every system.
                chunk, results = self._outbox.get(timeout=0.5)
            except Empty:
                continue
            if isinstance(results, BaseException):
                raise results
            return chunk, results

    def _serve(self, worker: _Worker) -> None:
        while (chunk := self._inbox.get()) is not None:
            try:
                self._outbox.put((chunk, worker.do(chunk)))
            except BaseException as error:  # noqa: BLE001  raised again where it can be told
                self._outbox.put((chunk, error))


class _Worker:
    """One process, started when first needed and again when it died; with a `shop`, at first as a copy of this one."""

    def __init__(self, settings: Settings, folder: Path, shop: Workshop | None) -> None:
        self.settings = settings
        self.is_wanted = True
        head = {"settings": settings.to_json(), "folder": str(folder)}
        twin = partial(serve, shop) if shop is not None else None
        self._helper = Helper("wizard.batch.worker", _frame(head), twin=twin)
        self._helper.copy()

    def do(self, chunk: Chunk) -> Results:
        """What became of each unit of a chunk. One that takes its process down every time is given up."""
        for _ in range(_TRIES):
            results = self._exchange(chunk)
            if results is not None or not self.is_wanted:
                return results or []
        if len(chunk) > 1:
            return [result for order in chunk for result in self.do([order])]
        return [given_up(chunk[0], "died", self.settings)]

    def end(self) -> None:
        """End the process; what it was at is given up."""
        self.is_wanted = False
        self._helper.dismiss()

    def _exchange(self, chunk: Chunk) -> Results | None:
        """The answer to a chunk; None where the process died over it."""
        try:
            answer = json.loads(self._helper.ask(_frame([order.to_json() for order in chunk])))
        except EOFError:
            return None
        if "stop" in answer:
            raise OSError(*answer["stop"])
        return list(answer["done"])


def _frame(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass")
