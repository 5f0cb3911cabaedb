"""The other side of `guard`: a helper process that opens untrusted PDFs, each in a child with hard limits.

It is started with `python -P -m wizard.pdf.guarded`, loads what reading takes once, and then forks for every
file, which costs milliseconds. A child may use so much memory and processor time and no more, may write no
file and start no program; it answers with JSON through a pipe and ends. Where the system cannot fork (Windows),
the helper itself reads, and whoever waits for it ends it when time is up. What must stay true: nothing that a
child says is ever unpickled or run, and no answer is longer than was agreed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import IO, Any, Final, TypeAlias

from wizard.confined import CAN_FORK, Bounds, Ending, OverBoundsError, in_child, read_frames, write_frames
from wizard.pdf.cache import cached_template
from wizard.pdf.errors import Foreign, PdfError
from wizard.pdf.inspection import inspect
from wizard.pdf.labels import survey
from wizard.pdf.printed import printed_pages
from wizard.pdf.reading import read, read_increment
from wizard.pdf.template import Template

__all__ = ["DIED", "LATE", "Job"]

Job: TypeAlias = Mapping[str, Any]

DIED: Final = {"error": "Unsafe", "reason": "died"}
LATE: Final = {"error": "Unsafe", "reason": "late"}

_TEMPLATES: Final = 16


def _do(job: Job, data: bytes, template: Template | None) -> dict[str, Any]:
    """One task. Everything that goes wrong is in the answer."""
    password = job.get("password")
    try:
        if job["task"] == "inspect":
            return {"found": inspect(data, password).to_json()}
        if job["task"] == "survey":
            return {"found": survey(data, password).to_json()}
        if job["task"] == "look":
            form = inspect(data, password).to_json()
            pages = [[page.box, page.rotate, page.lines] for page in printed_pages(data, password)]
            return {"found": {"form": form, "pages": pages}}
        if template is not None:
            with suppress(Foreign):
                return {"found": read_increment(data, template), "proven": True}
        return {"found": read(data, password), "proven": False}
    except PdfError as error:
        plain = {key: value for key, value in error.message.params if isinstance(value, str | int)}
        return {"error": type(error).__name__, "sentence": error.message.id, "params": plain}
    except Exception as error:  # noqa: BLE001  a fault of ours must not end the helper; it is told as one
        return {"error": "Unsafe", "reason": type(error).__name__}


@lru_cache(maxsize=_TEMPLATES)
def _template(data: bytes, password: str | None) -> Template:
    """A template, which is trusted: it is compiled before the fork, once."""
    return cached_template(data) if password is None else Template.compile(data, password)


def _in_child(job: Job, work: Callable[[], dict[str, Any]]) -> bytes:
    """The answer of a child that does `work` within the limits of `job`."""
    bounds = Bounds(job["seconds"], job["cpu"], job["memory"], job["answer"])
    try:
        return in_child(lambda say: say(json.dumps(work()).encode()), bounds)
    except OverBoundsError as error:
        return json.dumps(LATE if error.how is Ending.LATE else DIED).encode()


def _serve(inward: IO[bytes], outward: IO[bytes]) -> None:
    """Answer jobs until the stream of them ends."""
    import pypdf  # noqa: F401, PLC0415  so that no child has to

    sys.setrecursionlimit(2_000)
    while True:
        try:
            head, data, blank = read_frames(inward, 3, sys.maxsize)
        except EOFError:
            return
        job = json.loads(head)
        template = _template(blank, job.get("password")) if blank else None

        def work(job: Job = job, data: bytes = data, template: Template | None = template) -> dict[str, Any]:
            return _do(job, data, template)

        write_frames(outward, _in_child(job, work) if CAN_FORK else json.dumps(work()).encode())


def main(_arguments: Sequence[str] = ()) -> None:
    """Serve whoever started this process."""
    _serve(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
