"""What was read of the content's words, kept on the disk, so that a program that starts anew need not read it again.

A file is found by the SHA-256 of all that it was made from: the texts, the words, and the code that read them. It is
JSON behind a digest of itself, in a folder that only the user can write to. What must stay true: a file that is
damaged, old or someone else's is as good as none; and nothing is kept of what somebody has asked.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, TypeVar

from wizard import __version__
from wizard.files import cache_folder, is_private, make_private_folder, write_atomically

__all__ = ["kept"]

_DIGEST: Final = 64
_MOST_FILES: Final = 12
_SUFFIX: Final = ".words"

T = TypeVar("T")


def kept(made_from: object, make: Callable[[], T], plain: Callable[[T], Any], back: Callable[[Any], T]) -> T:
    """What `make` gives, by `back` from the disk where it was made from the same before; kept there by `plain`."""
    mark = sha256(repr((_code(), made_from)).encode()).hexdigest()
    path = cache_folder() / f"{mark}{_SUFFIX}"
    found = _read(path)
    if found is not None:
        with suppress(ValueError, KeyError, TypeError, AttributeError):
            return back(found)
    made = make()
    with suppress(OSError):  # a full or read-only disk makes it slower, not wrong
        _write(path, plain(made))
    return made


def _read(path: Path) -> Any:
    """What the file holds; None where there is none to be trusted."""
    try:
        if not is_private(path.parent):
            return None
        data = path.read_bytes()
    except OSError:
        return None
    body = data[_DIGEST:]
    if sha256(body).hexdigest().encode() != data[:_DIGEST]:
        return None
    try:
        return json.loads(body)
    except ValueError:
        return None


def _write(path: Path, plain: Any) -> None:
    make_private_folder(path.parent)
    if not is_private(path.parent):
        return
    body = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
    write_atomically(path, sha256(body).hexdigest().encode() + body)
    files = sorted(path.parent.glob(f"*{_SUFFIX}"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[_MOST_FILES:]:
        file.unlink(missing_ok=True)


@cache
def _code() -> str:
    """A mark of the code that reads: another version, or a changed file, gives another."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    marks = [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    return repr((__version__, marks))
