"""What is packed, unpacked within a limit.

httpx would unpack whole pieces at once, and a piece of 64 kB may hold 64 MB. Here never more is unpacked than what
is still allowed, so that a bomb costs no more than its limit.
"""

from __future__ import annotations

import zlib
from typing import Final

__all__ = ["Unpacker", "UnpackingError"]

_GZIP_OR_ZLIB: Final = 32 + zlib.MAX_WBITS


class UnpackingError(Exception):
    """It cannot be unpacked; `is_too_much` where it is larger than allowed."""

    def __init__(self, *, is_too_much: bool = False) -> None:
        self.is_too_much = is_too_much
        super().__init__("too much" if is_too_much else "damaged")


class Unpacker:
    """Takes pieces in and holds what they come to, at most `most` bytes. `coding` is of the header of that name."""

    CODINGS: Final = ("", "identity", "gzip", "x-gzip", "deflate")

    def __init__(self, coding: str, most: int) -> None:
        self._most = most
        self._held = bytearray()
        self._is_begun = False
        self._zip = zlib.decompressobj(_GZIP_OR_ZLIB) if coding not in ("", "identity") else None

    def take(self, piece: bytes) -> None:
        """Take a piece in. Raises `UnpackingError`."""
        self._is_begun = self._is_begun or bool(piece)
        if self._zip is None:
            self._held += piece
        elif not self._zip.eof:
            try:
                self._held += self._zip.decompress(piece, self._most + 1 - len(self._held))
            except zlib.error:
                raise UnpackingError from None
        if len(self._held) > self._most or (self._zip is not None and self._zip.unconsumed_tail):
            raise UnpackingError(is_too_much=True)

    def end(self) -> bytes:
        """All of it. Raises `UnpackingError` where it is not whole."""
        if self._zip is not None and not self._zip.eof and self._is_begun:
            raise UnpackingError
        return bytes(self._held)
