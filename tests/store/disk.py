"""A disk that fails: SQLite's own file system with what it writes told, and refused where a test wants it.

A VFS is registered, by ctypes, in the SQLite library that Python's `sqlite3` uses, so that the very engine, the
very statements and the very settings of the store are tried, not a copy of them. Files are opened by SQLite's
own VFS; only writing, flushing, cutting and deleting pass through here. That needs a shared library: where
SQLite is built into Python, the tests are skipped.

`Tape` holds what reached the operating system, in order. `Image` plays it back and knows what would be on a
real disk after a power cut: what was flushed for certain, and of the rest any 512-byte sector as it was, as it
was to be, or as junk. A new file is there for certain when it has been flushed, a deletion when its folder has.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import pytest

SECTOR = 512
IOERR_WRITE = 10 | 3 << 8
IOERR_FSYNC = 10 | 4 << 8
FULL = 13

_FILE = ctypes.c_void_p
_CLOSE = ctypes.CFUNCTYPE(ctypes.c_int, _FILE)
_WRITE = ctypes.CFUNCTYPE(ctypes.c_int, _FILE, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64)
_TRUNCATE = ctypes.CFUNCTYPE(ctypes.c_int, _FILE, ctypes.c_int64)
_SYNC = ctypes.CFUNCTYPE(ctypes.c_int, _FILE, ctypes.c_int)


class _Methods(ctypes.Structure):
    """sqlite3_io_methods; what is not touched is passed on as it is."""

    _fields_: ClassVar = [
        ("version", ctypes.c_int),
        ("close", _CLOSE),
        ("read", ctypes.c_void_p),
        ("write", _WRITE),
        ("truncate", _TRUNCATE),
        ("sync", _SYNC),
        *((f"rest{n}", ctypes.c_void_p) for n in range(13)),
    ]


_OPEN = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, _FILE, ctypes.c_int, ctypes.c_void_p
)  # the name goes on as the very pointer: SQLite keeps it, and settings stand behind its end
_DELETE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)


class _Vfs(ctypes.Structure):
    """sqlite3_vfs."""

    _fields_: ClassVar = [
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("max_path", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("data", ctypes.c_void_p),
        ("open", _OPEN),
        ("delete", _DELETE),
        *((f"rest{n}", ctypes.c_void_p) for n in range(16)),
    ]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that reached the operating system, or a mark of the test's own."""

    act: str
    name: str = ""
    offset: int = 0
    data: bytes = b""


@dataclass
class Disk:
    """What is written, and what is to fail: `refuse` gives an error code for an act, or 0."""

    tape: list[Step] = field(default_factory=list)
    refuse: Callable[[str], int] = lambda _: 0

    def mark(self, text: str) -> None:
        """Note that the test was told something, such as that an answer is saved."""
        self.tape.append(Step("mark", text))


def _library() -> ctypes.CDLL:
    name = ctypes.util.find_library("sqlite3")
    if name is None:
        pytest.skip("SQLite is no shared library here, so nothing can come between it and the disk")
    library = ctypes.CDLL(name)
    library.sqlite3_libversion.restype = ctypes.c_char_p
    library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
    if library.sqlite3_libversion().decode() != sqlite3.sqlite_version:
        pytest.skip("Python has an SQLite of its own, so nothing can come between it and the disk")
    return library


def _name(address: int) -> str:
    return Path(ctypes.string_at(address).decode()).name


class _FailingVfs:
    """The VFS: made once and never freed, because files may be closed through it long after a test."""

    def __init__(self) -> None:
        self.disk = Disk()
        self.library = _library()
        self.real = self.library.sqlite3_vfs_find(None).contents
        self._names: dict[int, str] = {}
        self._tables: dict[int, _Methods] = {}
        self.vfs = _Vfs.from_buffer_copy(self.real)
        self.vfs.name = b"failing"
        self.vfs.next = None
        self.vfs.open, self.vfs.delete = _OPEN(self._open), _DELETE(self._delete)

    def _open(self, vfs: int, name: int | None, file: int, flags: int, out: int | None) -> int:
        done = int(self.real.open(vfs, name, file, flags, out))
        slot = ctypes.cast(file, ctypes.POINTER(ctypes.POINTER(_Methods)))
        if done == 0 and name and slot[0]:
            self._names[file] = _name(name)
            slot[0] = ctypes.pointer(self._methods(slot[0].contents))
        return done

    def _delete(self, vfs: int, name: int, flush: int) -> int:
        code = self.disk.refuse("delete")
        done = code or int(self.real.delete(vfs, name, flush))
        if done == 0:
            self.disk.tape.append(Step("delete", _name(name), flush))
        return done

    def _methods(self, inner: _Methods) -> _Methods:
        """SQLite's own methods for a kind of file, with ours before four of them."""
        address = ctypes.addressof(inner)
        if address not in self._tables:
            self._tables[address] = self._wrapped(inner)
        return self._tables[address]

    def _wrapped(self, inner: _Methods) -> _Methods:
        def close(file: int) -> int:
            self._names.pop(file, None)
            return int(inner.close(file))

        def write(file: int, data: int, size: int, offset: int) -> int:
            return self._pass(
                file,
                "write",
                offset,
                lambda: inner.write(file, data, size, offset),
                ctypes.string_at(data, size),
            )

        def truncate(file: int, size: int) -> int:
            return self._pass(file, "truncate", size, lambda: inner.truncate(file, size))

        def sync(file: int, flags: int) -> int:
            return self._pass(file, "sync", 0, lambda: inner.sync(file, flags))

        table = _Methods.from_buffer_copy(inner)
        table.close, table.sync = _CLOSE(close), _SYNC(sync)
        table.write, table.truncate = _WRITE(write), _TRUNCATE(truncate)
        return table

    def _pass(self, file: int, act: str, offset: int, do: Callable[[], int], data: bytes = b"") -> int:
        """Refuse, or do and tell."""
        name = self._names.get(file)
        if name is None:
            return int(do())
        done = self.disk.refuse(act) or int(do())
        if done == 0:
            self.disk.tape.append(Step(act, name, offset, data))
        return done


_failing: list[_FailingVfs] = []


@contextmanager
def failing_disk() -> Iterator[Disk]:
    """All databases opened meanwhile are on the failing disk."""
    if not _failing:
        _failing.append(_FailingVfs())
    failing = _failing[0]
    failing.disk = Disk()
    failing.library.sqlite3_vfs_register(ctypes.byref(failing.vfs), 1)
    try:
        yield failing.disk
    finally:
        failing.library.sqlite3_vfs_register(ctypes.byref(failing.real), 1)
        failing.disk = Disk()


@dataclass
class _File:
    """One file: what is on the disk for certain, and what was written since."""

    certain: bytearray = field(default_factory=bytearray)
    waiting: list[Step] = field(default_factory=list)
    is_certain: bool = False
    """Whether its name is in the folder for certain."""
    is_deleted: bool = False


class Image:
    """What is on the disk after so many steps of a tape."""

    def __init__(self, folder: Path) -> None:
        self.files: dict[str, _File] = {
            path.name: _File(bytearray(path.read_bytes()), is_certain=True)
            for path in folder.iterdir()
            if path.is_file() and not path.name.endswith("-shm")
        }
        self.marks: list[str] = []

    def play(self, step: Step) -> None:
        """Let one step happen."""
        if step.act == "mark":
            self.marks.append(step.name)
            return
        file = self.files.setdefault(step.name, _File())
        if step.act == "delete":
            if step.offset or not file.is_certain:
                del self.files[step.name]
            else:
                file.is_deleted = True
            return
        if file.is_deleted:  # made anew under the old name
            self.files[step.name] = file = _File(is_certain=True)
        if step.act == "sync":
            for waiting in file.waiting:
                _apply(file.certain, waiting)
            file.waiting.clear()
            file.is_certain = True
        else:
            file.waiting.append(step)

    def cut(self, chance: random.Random, target: Path) -> None:
        """Write what is left after a power cut now to `target`."""
        for name, file in self.files.items():
            if file.is_deleted and chance.random() < 0.5:
                continue
            if not file.is_certain and chance.random() < 0.3:
                continue
            data = bytearray(file.certain)
            for step in file.waiting:
                _maybe(data, step, chance)
            (target / name).write_bytes(data)
            (target / name).chmod(0o600)


def _apply(data: bytearray, step: Step) -> None:
    if step.act == "truncate":
        del data[step.offset :]
        return
    if len(data) < step.offset:
        data.extend(bytes(step.offset - len(data)))
    data[step.offset : step.offset + len(step.data)] = step.data


def _maybe(data: bytearray, step: Step, chance: random.Random) -> None:
    """Each sector arrives, or does not, or is junk; a file is cut or is not."""
    if step.act == "truncate":
        if chance.random() < 0.5:
            _apply(data, step)
        return
    for start in range(0, len(step.data), SECTOR):
        fate = chance.random()
        piece = step.data[start : start + SECTOR]
        if fate < 0.45:
            _apply(data, Step("write", "", step.offset + start, piece))
        elif fate > 0.9:
            _apply(data, Step("write", "", step.offset + start, chance.randbytes(len(piece))))
