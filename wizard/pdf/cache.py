"""Compiled templates kept on disk, so that a program that starts anew need not parse a form it knows.

A plan is found by the SHA-256 of its template and a mark of the engine that made it. It is read back by an
unpickler that knows the engine's own classes and no others, out of a folder that only the user can write to.
What must stay true: a file that is damaged, old or someone else's is as good as none; and nothing is kept of a
template that holds what someone wrote, or that is encrypted.
"""

from __future__ import annotations

import io
import pickle
import sys
from contextlib import suppress
from dataclasses import is_dataclass
from enum import Enum
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from wizard import __version__
from wizard.files import cache_folder, is_private, make_private_folder, write_atomically
from wizard.pdf.forms import FieldType
from wizard.pdf.template import Template

__all__ = ["cached_template", "kept_template"]

_MOST_FILES: Final = 64
_DIGEST: Final = 32
_OWN: Final = "wizard."
_PLAIN: Final = frozenset({("builtins", "frozenset"), ("builtins", "set")})


class _Unpickler(pickle.Unpickler):
    """Makes the engine's own values, and refuses everything else."""

    def find_class(self, module: str, name: str) -> Any:
        """The class `name`, if it is one of ours."""
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        found = super().find_class(module, name) if module.startswith(_OWN) and "." not in name else None
        if isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum | tuple | str)):
            return found
        raise pickle.UnpicklingError(module)


def cached_template(data: bytes, folder: Path | None = None) -> Template:
    """As `Template.compile(data)`, from the disk where it was compiled before. Raises `PdfError`."""
    found = kept_template(data, folder)
    if found is None:
        found = Template.compile(data)
        if _may_be_kept(found):
            with suppress(OSError):  # a full or read-only disk makes it slower, not wrong
                _write(_path(data, folder), found, data)
    return found


def kept_template(data: bytes, folder: Path | None = None) -> Template | None:
    """The template from the disk; None where it was not compiled before."""
    return _read(_path(data, folder), data)


def _path(data: bytes, folder: Path | None) -> Path:
    return (folder or cache_folder()) / f"{sha256(data).hexdigest()}-{_engine()}.template"


def _may_be_kept(template: Template) -> bool:
    if template.plan.base.lock is not None:
        return False
    return not any(field.value for field in template.fields.values() if field.type is FieldType.TEXT)


def _read(path: Path, data: bytes) -> Template | None:
    try:
        if not is_private(path.parent):
            return None
        kept = path.read_bytes()
        body = kept[_DIGEST:]
        if sha256(body).digest() != kept[:_DIGEST]:
            return None
        found = _Unpickler(io.BytesIO(body)).load()
    except (
        OSError,
        pickle.UnpicklingError,
        EOFError,
        ValueError,
        TypeError,
        AttributeError,
        ImportError,
        IndexError,
    ):
        return None
    if isinstance(found, Template):
        return found if found.data else Template(data, found.plan)
    return None


def _write(path: Path, template: Template, data: bytes) -> None:
    make_private_folder(path.parent)
    if not is_private(path.parent):
        return
    lean = Template(b"", template.plan) if template.data == data else template
    body = pickle.dumps(lean, protocol=5)
    write_atomically(path, sha256(body).digest() + body)
    _tidy(path.parent)


def _tidy(folder: Path) -> None:
    """Keep the newest files alone."""
    files = sorted(folder.glob("*.template"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[_MOST_FILES:]:
        file.unlink(missing_ok=True)


@cache
def _engine() -> str:
    """A mark of the code that compiles: another version, or a changed file, gives another."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    marks = [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    return sha256(repr((__version__, sys.version_info, marks)).encode()).hexdigest()[:16]
