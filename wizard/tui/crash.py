"""When lov itself makes a mistake: a short sentence for the person, a report without values for us.

Textual would print the local variables of every frame, and those hold what a person has typed. The report says
which functions were running and what kind of error it was, and nothing of what they held. An error's own words
are left out too, because they may quote an answer.
"""

from __future__ import annotations

import platform
import secrets
import traceback
from collections.abc import Iterator
from pathlib import Path

from wizard import __version__
from wizard.files import make_private_folder, write_atomically

__all__ = ["write_report"]


def write_report(error: BaseException, folder: Path) -> Path | None:
    """Write what happened to `folder/reports`; returns the report's path, None where nothing can be written."""
    reports = folder / "reports"
    path = reports / f"report-{secrets.token_hex(4)}.txt"
    lines = [f"lov {__version__}, Python {platform.python_version()}, {platform.system()}", *_trail(error)]
    try:
        make_private_folder(reports)
        write_atomically(path, ("\n".join(lines) + "\n").encode())
    except OSError:
        return None
    return path


def _trail(error: BaseException) -> Iterator[str]:
    """The chain of errors, each with the places it passed, from the outermost call inwards."""
    package = Path(__file__).parents[1]
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        yield f"{type(at).__module__}.{type(at).__name__}"
        for frame in traceback.extract_tb(at.__traceback__):
            path = Path(frame.filename)
            name = path.relative_to(package) if path.is_relative_to(package) else path.name
            yield f"  {name}:{frame.lineno} {frame.name}"
        at = at.__cause__ or at.__context__
