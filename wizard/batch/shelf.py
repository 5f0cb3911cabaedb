"""The folders of packages as they lie on the disk: whether each is still what was made, and how one is set aside.

A package is whole where all its files are there and its zip has the bytes that the ledger knows. The forms beside the
zip are its owner's to sign, so they may change. A zip is read again only where its size or its time tells that
somebody has touched it. What must stay true: nothing is ever deleted here.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

from wizard.batch.ledger import Entry, Ledger
from wizard.files import make_private_folder

__all__ = ["EARLIER", "Stamp", "is_whole", "set_aside", "stamp_of"]

EARLIER: Final = "tidigare"
"""Where packages go whose row says something else now, and what is left of those that are made anew."""

Stamp = Mapping[str, list[int]]
"""Size and time of each file of a package, by its name."""


def stamp_of(folder: Path) -> Stamp:
    """What the files of a package look like from outside."""
    with os.scandir(folder) as found:
        facts = {file.name: file.stat() for file in found if not file.name.startswith(".")}
    return {name: [facts[name].st_size, facts[name].st_mtime_ns] for name in sorted(facts)}


def is_whole(folder: Path, entry: Entry, ledger: Ledger) -> bool:
    """Whether the package of `entry`, in `folder`, is what was made."""
    if not (folder / entry.package).is_file():
        return False
    known, now = ledger.stamp(entry.id), stamp_of(folder)
    if known is not None and not known.keys() <= now.keys():
        return False
    if known is None or known[entry.package] != now[entry.package]:
        if sha256((folder / entry.package).read_bytes()).hexdigest() != entry.sha256:
            return False
        ledger.put_stamp(entry.id, now)  # it was copied, or is from before there were stamps
    return True


def set_aside(folder: Path, out: Path) -> bool:
    """Move a package's folder out of the way; whether there was one."""
    if not folder.is_dir():
        return False
    earlier = out / EARLIER
    make_private_folder(earlier)
    target, number = earlier / folder.name, 1
    while target.exists():
        number += 1
        target = earlier / f"{folder.name}-{number}"
    folder.rename(target)
    return True
