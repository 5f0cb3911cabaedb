"""What kind of file it is, by its bytes; its name may say anything.

A PDF may have other bytes before its header (ISO 32000, annex H), and office files are zips that are known by
the names in them. Nothing is opened or unpacked for it.
"""

from __future__ import annotations

from typing import Final

__all__ = ["UNKNOWN", "media_type"]

UNKNOWN: Final = "application/octet-stream"

_MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
)
_BRANDS: Final = {b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heif", b"avif": "image/avif"}
_OFFICE: Final = (
    (b"word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
)


def media_type(data: bytes) -> str:
    """The media type of `data`, `application/octet-stream` where its beginning tells nothing; total."""
    if b"%PDF-" in data[:1024]:
        return "application/pdf"
    found = next((name for magic, name in _MAGIC if data.startswith(magic)), UNKNOWN)
    if found == "application/zip":
        return next((name for part, name in _OFFICE if part in data), found)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:12], found)
    return found
