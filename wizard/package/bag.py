"""A bag in a zip: BagIt 1.0 (RFC 8493), the same bytes for the same contents.

The zip holds one folder, the bag: `data/` with what matters, manifests with SHA-256 and SHA-512 of every file,
and tag files about the bag. Names are sorted, times fixed, nothing random: two packages with the same contents
are equal byte for byte, so a hash of the package stands for its contents.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from wizard.package.members import Member, Press
from wizard.package.zipping import packed, zipped

__all__ = ["ALGORITHMS", "bag_of", "make_bag", "safe_name", "zip_bag"]

ALGORITHMS: Final = ("sha256", "sha512")

_DECLARATION: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_UNSAFE: Final = re.compile(r"[^a-z0-9]+")
_FOLD: Final = str.maketrans("łøæđß", "loads")
"""Letters that are no base letter with a mark."""


def make_bag(payload: Mapping[str, bytes], info: Mapping[str, str]) -> dict[str, bytes]:
    """The files of a bag by their path inside it. `payload` maps paths below `data/` to contents."""
    press = Press()
    members = bag_of({path: press.member(content) for path, content in payload.items()}, info, press)
    return {path: member.content for path, member in members.items()}


def bag_of(payload: Mapping[str, Member], info: Mapping[str, str], press: Press) -> dict[str, Member]:
    """The same with members instead of bytes; `press` makes those that the bag itself needs."""
    size = sum(len(member.content) for member in payload.values())
    about = {**info, "Payload-Oxum": f"{size}.{len(payload)}"}
    files = {f"data/{path}": member for path, member in sorted(payload.items())}
    tags = {
        "bagit.txt": press.member(_DECLARATION),
        "bag-info.txt": press.member("".join(f"{k}: {v}\n" for k, v in about.items()).encode()),
    }
    for algorithm in ALGORITHMS:
        tags[f"manifest-{algorithm}.txt"] = press.member(_manifest(algorithm, files))
    listed = dict(sorted(tags.items()))
    for algorithm in ALGORITHMS:
        tags[f"tagmanifest-{algorithm}.txt"] = press.member(_manifest(algorithm, listed))
    return {**dict(sorted(tags.items())), **files}


def _manifest(algorithm: str, files: Mapping[str, Member]) -> bytes:
    return "".join(f"{getattr(member, algorithm)}  {path}\n" for path, member in files.items()).encode()


def zip_bag(name: str, files: Mapping[str, bytes]) -> bytes:
    """A zip with `files` in the folder `name`, the same bytes every time."""
    return zipped(name, {path: packed(content) for path, content in files.items()})


def safe_name(text: str, suffix: str) -> str:
    """A file name every system accepts: lower-case ASCII letters, digits and hyphens, and a plain suffix."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_FOLD))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    stem = _UNSAFE.sub("-", letters).strip("-")[:60] or "fil"
    ending = _UNSAFE.sub("", suffix.lower().rpartition(".")[2])[:8]
    return f"{stem}.{ending}" if ending else stem
