"""Names of files on their way through the browser, in both directions. Pure and total."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import quote, unquote

from wizard.text import safe_text

__all__ = ["disposition", "name_of_upload"]

_LONGEST: Final = 150
"""Bytes of a name; file systems take 255, and what is put round it needs some."""
_FORBIDDEN: Final = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f]+')
_NOT_PLAIN: Final = re.compile(r"[^A-Za-z0-9._ -]+")
_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{d}{n}" for d in ("com", "lpt") for n in range(10)}
)


def name_of_upload(encoded: str) -> str:
    """A bare file name that every file system takes, near to what the person calls the file.

    `encoded` is what the page sends: the name in UTF-8, percent-encoded.
    """
    try:
        name = unquote(encoded, errors="strict")
    except UnicodeDecodeError:
        name = ""
    name = unicodedata.normalize("NFC", name)
    name = re.split(r"[/\\]", name)[-1]
    name = _FORBIDDEN.sub("_", safe_text(name).replace("\ufffd", "_")).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name, ""
    ending = _cut(ending, 16)
    stem = _cut(stem, _LONGEST - len(ending.encode()) - 1).strip(" .")
    if not stem or stem.lower() in _RESERVED:
        stem = f"{stem}_" if stem else "fil"
    return f"{stem}.{ending}" if ending else stem


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode("utf-8", "ignore")


def disposition(name: str) -> str:
    """The header that makes a browser save a file under `name` (RFC 6266), and never show it."""
    bare = name_of_upload(quote(name))
    plain = (
        _NOT_PLAIN.sub("_", unicodedata.normalize("NFKD", bare).encode("ascii", "ignore").decode()) or "fil"
    )
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(bare, safe='')}"
