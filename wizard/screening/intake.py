"""Taking in what is handed over: packages, plain zips, folders of papers, single PDFs, inboxes full of these.

A folder with papers in it is one case; a folder with zips or other folders in it is an inbox, and each of them is
a case. Links are not followed, and every amount is limited. What cannot be opened is a parcel all the same, with
the reason in `refused`, so that it is told and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from wizard.i18n import Message, msg
from wizard.package.opening import MAX_ENTRIES, MAX_ENTRY, MAX_TOTAL, PackageError, open_zip

__all__ = ["Parcel", "take_in"]

_PAPERS: Final = {".pdf", ".json", ".txt", ".yaml", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".docx", ".doc"}


@dataclass(frozen=True, slots=True)
class Parcel:
    """One case as it came: its name, and its files by their names inside it."""

    name: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    refused: Message | None = None

    @property
    def is_bag(self) -> bool:
        """Whether it calls itself a BagIt bag."""
        return "bagit.txt" in self.files


def take_in(paths: Iterable[Path]) -> Iterator[Parcel]:
    """The cases at `paths`, in order, folders by name."""
    for path in paths:
        yield from _at(path)


def _at(path: Path) -> Iterator[Parcel]:
    if path.is_symlink() or not path.exists():
        yield Parcel(path.name, refused=msg("There is no file or folder here, or it is a link."))
    elif path.is_dir():
        yield from _folder(path)
    else:
        yield _file(path)


def _folder(path: Path) -> Iterator[Parcel]:
    inside = sorted(p for p in path.iterdir() if not p.is_symlink() and not p.name.startswith("."))
    if (path / "bagit.txt").is_file():
        yield _papers(path)
        return
    if any(p.is_file() and p.suffix.lower() in _PAPERS for p in inside):
        yield _papers(path, [p for p in inside if p.suffix.lower() != ".zip"])
        inside = [p for p in inside if p.suffix.lower() == ".zip"]
    for each in inside:
        if each.is_dir() or each.suffix.lower() == ".zip":
            yield from _at(each)


def _papers(folder: Path, among: Iterable[Path] | None = None) -> Parcel:
    """A folder as one case, with all that lies in it."""
    tops = [folder] if among is None else list(among)
    found = [p for top in tops for p in ([top] if top.is_file() else sorted(top.rglob("*")))]
    files = [p for p in found if p.is_file() and not _is_linked(p, folder)]
    size = 0
    if len(files) > MAX_ENTRIES:
        return Parcel(folder.name, refused=msg("The package has more than {n} files.", n=MAX_ENTRIES))
    contents: dict[str, bytes] = {}
    for file in files:
        size += file.stat().st_size
        if size > MAX_TOTAL or file.stat().st_size > MAX_ENTRY:
            what = msg("The package is larger than {n} MB.", n=MAX_TOTAL // 1_000_000)
            return Parcel(folder.name, refused=what)
        try:
            contents[file.relative_to(folder).as_posix()] = file.read_bytes()
        except OSError:
            return Parcel(folder.name, refused=msg("A file in the folder cannot be read."))
    return Parcel(folder.name, contents)


def _is_linked(path: Path, folder: Path) -> bool:
    return any(p.is_symlink() for p in (path, *path.parents) if p != folder and folder in p.parents)


def _file(path: Path) -> Parcel:
    try:
        with path.open("rb") as file:
            head = file.read(4)
        if head == b"PK\x03\x04" or path.suffix.lower() == ".zip":
            return Parcel(path.name, _unrooted(open_zip(path)))
        if path.stat().st_size > MAX_ENTRY:
            return Parcel(path.name, refused=msg("A file in the package is larger than it may be."))
        return Parcel(path.name, {path.name: path.read_bytes()})
    except PackageError as error:
        return Parcel(path.name, refused=error.message)
    except OSError:
        return Parcel(path.name, refused=msg("The file cannot be read."))


def _unrooted(entries: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The files of a zip without the one folder that all of them lie in."""
    roots = {name.partition("/")[0] for name in entries}
    if len(roots) != 1 or not all("/" in name for name in entries):
        return entries
    root = roots.pop()
    return {name.removeprefix(f"{root}/"): data for name, data in entries.items()}
