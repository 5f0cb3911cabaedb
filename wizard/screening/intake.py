"""Taking in what is handed over: packages, plain zips, folders of papers, single PDFs, inboxes full of these.

A folder with papers in it is one case; a folder with zips or other folders in it is an inbox, and each of them is
a case. Finding them opens nothing: a parcel knows where it lies and is read by `opened`, which whoever screens it
does in a process of its own. Links are not followed, and every amount is limited. What cannot be opened is a
parcel all the same, with the reason in `refused`, so that it is told and the rest goes on.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Final

from wizard.i18n import Message, msg
from wizard.package.bag import ALGORITHMS, zip_bag
from wizard.package.opening import MAX_ENTRIES, MAX_ENTRY, MAX_TOTAL, PackageError, open_zip

__all__ = ["Parcel", "Place", "take_in"]

_PAPERS: Final = {".pdf", ".json", ".txt", ".yaml", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".docx", ".doc"}
_TAGS: Final = frozenset(
    {
        "bagit.txt",
        "bag-info.txt",
        *(f"{kind}-{a}.txt" for a in ALGORITHMS for kind in ("manifest", "tagmanifest")),
    }
)
_LARGE: Final = 50_000_000
"""A zip larger than this is not packed again to be compared."""
_LEVELS: Final = 20
"""How deep folders may lie in each other."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a parcel lies. Of a folder, `among` are the names at its top that belong to the case; None for all."""

    path: Path
    among: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """One case as it came: its name, and its files by their names inside it, once they have been read."""

    name: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    refused: Message | None = None
    place: Place | None = None
    is_repacked: bool = False
    """It is a bag in a zip, and the zip is not the one that lov makes of it."""

    @property
    def is_bag(self) -> bool:
        """Whether it is a BagIt bag, or was one before a part of it was lost."""
        return not _TAGS.isdisjoint(self.files)

    def opened(self) -> Parcel:
        """The same with its files read, or with the reason why they cannot be."""
        if self.place is None or self.refused is not None:
            return self
        path = self.place.path
        try:
            files = _papers(self.place) if path.is_dir() else _file(path)
            is_repacked = not _TAGS.isdisjoint(files) and path.is_file() and _is_repacked(path, files)
        except PackageError as error:
            return replace(self, place=None, refused=error.message)
        except OSError:
            return replace(self, place=None, refused=msg("The file cannot be read."))
        except MemoryError:
            return replace(self, place=None, refused=msg("The package takes more memory than it may."))
        plain = {plain_name(name): data for name, data in files.items()}
        return replace(self, place=None, files=plain, is_repacked=is_repacked)


def take_in(paths: Iterable[Path]) -> Iterator[Parcel]:
    """The cases at `paths`, in order, folders by name. None of them is read yet."""
    for path in paths:
        yield from _at(path, 0)


def plain_name(name: str) -> str:
    """A file's name as text that can be written anywhere: bytes that are no text are told by their numbers."""
    return unicodedata.normalize("NFC", name.encode("utf-8", "backslashreplace").decode())


def _at(path: Path, level: int) -> Iterator[Parcel]:
    name = plain_name(path.name)
    if path.is_symlink() or not path.exists():
        yield Parcel(name, refused=msg("There is no file or folder here, or it is a link."))
    elif path.is_dir():
        yield from _folder(path, level)
    elif path.is_file():
        yield Parcel(name, place=Place(path))
    else:
        yield Parcel(name, refused=msg("This is neither a file nor a folder."))


def _folder(path: Path, level: int) -> Iterator[Parcel]:
    name = plain_name(path.name)
    if level > _LEVELS:
        yield Parcel(name, refused=msg("The folders lie too deep in each other."))
        return
    try:
        inside = sorted(p for p in path.iterdir() if not p.is_symlink() and not p.name.startswith("."))
    except OSError:
        yield Parcel(name, refused=msg("The folder cannot be read."))
        return
    if any((path / tag).is_file() for tag in _TAGS):
        yield Parcel(name, place=Place(path))
        return
    if any(p.is_file() and p.suffix.lower() in _PAPERS for p in inside):
        yield Parcel(name, place=Place(path, tuple(p.name for p in inside if p.suffix.lower() != ".zip")))
        inside = [p for p in inside if p.suffix.lower() == ".zip"]
    for each in inside:
        if each.is_dir() or each.suffix.lower() == ".zip":
            yield from _at(each, level + 1)


def _papers(place: Place) -> dict[str, bytes]:
    """A folder as one case, with all that lies in it. Raises `PackageError` and `OSError`."""
    folder = place.path
    tops = [folder] if place.among is None else [folder / name for name in place.among]
    found = (p for top in tops for p in ([top] if top.is_file() else top.rglob("*")))
    files = list(islice((p for p in found if p.is_file() and not _is_linked(p, folder)), MAX_ENTRIES + 1))
    if len(files) > MAX_ENTRIES:
        raise PackageError(msg("The package has more than {n} files.", n=MAX_ENTRIES))
    size = 0
    contents: dict[str, bytes] = {}
    for file in sorted(files):
        size += file.stat().st_size
        if size > MAX_TOTAL or file.stat().st_size > MAX_ENTRY:
            raise PackageError(msg("The package is larger than {n} MB.", n=MAX_TOTAL // 1_000_000))
        contents[file.relative_to(folder).as_posix()] = file.read_bytes()
    return contents


def _is_linked(path: Path, folder: Path) -> bool:
    return any(p.is_symlink() for p in (path, *path.parents) if p != folder and folder in p.parents)


def _file(path: Path) -> dict[str, bytes]:
    """A zip's files, or the one file there is. Raises `PackageError` and `OSError`."""
    with path.open("rb") as file:
        head = file.read(4)
    if head == b"PK\x03\x04" or path.suffix.lower() == ".zip":
        return _unrooted(open_zip(path))
    if path.stat().st_size > MAX_ENTRY:
        raise PackageError(msg("A file in the package is larger than it may be."))
    return {path.name: path.read_bytes()}


def _is_repacked(path: Path, files: Mapping[str, bytes]) -> bool:
    """Whether a zip differs from what lov makes of its files, down to what a zip says beside them."""
    if path.stat().st_size > _LARGE:
        return False
    data = path.read_bytes()
    root = data[30 : 30 + int.from_bytes(data[26:28], "little")].decode("utf-8", "replace").partition("/")[0]
    return zip_bag(root, files) != data


def _unrooted(entries: dict[str, bytes]) -> dict[str, bytes]:
    """The files of a zip without the one folder that all of them lie in."""
    roots = {name.partition("/")[0] for name in entries}
    if len(roots) != 1 or not all("/" in name for name in entries):
        return entries
    root = roots.pop()
    return {name.removeprefix(f"{root}/"): data for name, data in entries.items()}
