"""A bag in a zip: BagIt 1.0 (RFC 8493), the same bytes for the same contents.

The zip holds one folder, the bag: `data/` with what matters, manifests with SHA-256 and SHA-512 of every file,
and tag files about the bag. Names are sorted, times fixed, nothing random: two packages with the same contents
are equal byte for byte, so a hash of the package stands for its contents.
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Mapping
from typing import Final

__all__ = ["ALGORITHMS", "make_bag", "safe_name", "zip_bag"]

ALGORITHMS: Final = ("sha256", "sha512")
EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold; the real one would make every package different."""

_DECLARATION: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_UNSAFE: Final = re.compile(r"[^a-z0-9]+")
_FOLD: Final = str.maketrans("łøæđß", "loads")
"""Letters that are no base letter with a mark."""


def make_bag(payload: Mapping[str, bytes], info: Mapping[str, str]) -> dict[str, bytes]:
    """The files of a bag by their path inside it. `payload` maps paths below `data/` to contents."""
    size = sum(len(content) for content in payload.values())
    about = {**info, "Payload-Oxum": f"{size}.{len(payload)}"}
    files = {f"data/{path}": content for path, content in sorted(payload.items())}
    tags = {
        "bagit.txt": _DECLARATION,
        "bag-info.txt": "".join(f"{k}: {v}\n" for k, v in about.items()).encode(),
    }
    for algorithm in ALGORITHMS:
        tags[f"manifest-{algorithm}.txt"] = _manifest(algorithm, files)
    listed = dict(sorted(tags.items()))
    for algorithm in ALGORITHMS:
        tags[f"tagmanifest-{algorithm}.txt"] = _manifest(algorithm, listed)
    return {**dict(sorted(tags.items())), **files}


def _manifest(algorithm: str, files: Mapping[str, bytes]) -> bytes:
    lines = (f"{hashlib.new(algorithm, content).hexdigest()}  {path}\n" for path, content in files.items())
    return "".join(lines).encode()


def zip_bag(name: str, files: Mapping[str, bytes]) -> bytes:
    """A zip with `files` in the folder `name`, the same bytes every time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(f"{name}/{path}", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # Unix, wherever the package is made
            archive.writestr(entry, content)
    return buffer.getvalue()


def safe_name(text: str, suffix: str) -> str:
    """A file name every system accepts: lower-case ASCII letters, digits and hyphens, and a plain suffix."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_FOLD))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    stem = _UNSAFE.sub("-", letters).strip("-")[:60] or "fil"
    ending = _UNSAFE.sub("", suffix.lower().rpartition(".")[2])[:8]
    return f"{stem}.{ending}" if ending else stem
