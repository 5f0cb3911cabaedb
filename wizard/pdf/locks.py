"""Encryption of what is added to an encrypted document, with the document's own key (ISO 32000-2, 7.6).

The key is found by opening the document; here it is only used. What must stay true: a viewer that opens the
template opens what is made from it, with the same password; and the same object with the same contents is
encrypted to the same bytes, so that a filling can be repeated: what stands for chance (the initialisation
vector) is a keyed hash of the contents, which tells nothing but whether two contents are equal.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import md5
from typing import Any, Final, TypeAlias

from wizard.pdf.errors import Damaged
from wizard.pdf.objects import Obj, Ref, Stream

__all__ = ["Lock"]

_BLOCK: Final = 16
_AES: Final = frozenset({"AESV2", "AESV3"})

_Change: TypeAlias = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Lock:
    """How a document is encrypted.

    `strings` and `streams` are the methods: V2, AESV2, AESV3 or Identity. `entry` is what the trailer says of
    it, `key` the document's key. `whole` tells whether descriptive data (XMP) is encrypted too, `may_fill`
    whether the author allows forms to be filled in.
    """

    key: bytes = field(repr=False)
    strings: str
    streams: str
    entry: Obj = field(repr=False)
    whole: bool = True
    may_fill: bool = True

    def seal(self, ref: Ref, obj: Obj) -> Obj:
        """`obj`, which is the indirect object `ref`, with its strings and its stream encrypted."""
        return self._changed(obj, self._with(ref, self.strings, _seal), self._with(ref, self.streams, _seal))

    def open(self, ref: Ref, obj: Obj) -> Obj:
        """The reverse. Raises `Damaged` for what cannot have been sealed so."""
        return self._changed(obj, self._with(ref, self.strings, _open), self._with(ref, self.streams, _open))

    def _with(self, ref: Ref, method: str, change: Callable[[str, bytes, bytes], bytes]) -> _Change:
        key = self._key_for(ref, method)
        return lambda data: change(method, key, data)

    def _key_for(self, ref: Ref, method: str) -> bytes:
        """The key for one object (algorithm 1)."""
        if method == "AESV3":
            return self.key
        salt = b"sAlT" if method == "AESV2" else b""
        numbers = (ref.num & 0xFFFFFF).to_bytes(3, "little") + (ref.gen & 0xFFFF).to_bytes(2, "little")
        digest = md5(self.key + numbers + salt, usedforsecurity=False).digest()
        return digest[: min(len(self.key) + 5, 16)]

    def _changed(self, obj: Obj, text: _Change, stream: _Change) -> Obj:
        match obj:
            case bytes():
                return text(obj)
            case list():
                return [self._changed(item, text, stream) for item in obj]
            case dict():
                return {key: self._changed(value, text, stream) for key, value in obj.items()}
            case Stream():
                attrs = {key: self._changed(value, text, stream) for key, value in obj.attrs.items()}
                return Stream(attrs, obj.raw if self._is_open(obj) else stream(obj.raw))
            case _:
                return obj

    def _is_open(self, stream: Stream) -> bool:
        """Whether a stream is of a kind that is never encrypted here."""
        kind = stream.attrs.get("Type")
        return kind == "XRef" or (kind == "Metadata" and not self.whole)


def _seal(method: str, key: bytes, data: bytes) -> bytes:
    if method == "Identity":
        return data
    if method not in _AES:
        return _rc4(key, data)
    start = hmac.digest(key, data, "sha256")[:_BLOCK]
    padding = _BLOCK - len(data) % _BLOCK
    sealer = _aes(key, start).encryptor()
    sealed: bytes = sealer.update(data + bytes((padding,)) * padding) + sealer.finalize()
    return start + sealed


def _open(method: str, key: bytes, data: bytes) -> bytes:
    if method == "Identity" or not data:
        return data
    if method not in _AES:
        return _rc4(key, data)
    if len(data) % _BLOCK or len(data) < 2 * _BLOCK:
        raise Damaged
    opener = _aes(key, data[:_BLOCK]).decryptor()
    plain: bytes = opener.update(data[_BLOCK:]) + opener.finalize()
    if not 1 <= plain[-1] <= _BLOCK:
        raise Damaged
    return plain[: -plain[-1]]


def _aes(key: bytes, start: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes  # noqa: PLC0415  50 ms

    return Cipher(algorithms.AES(key), modes.CBC(start))


def _rc4(key: bytes, data: bytes) -> bytes:
    """Weak, but what the file's author chose; the keys of old files are shorter than libraries like."""
    box = list(range(256))
    j = 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) & 0xFF
        box[i], box[j] = box[j], box[i]
    out = bytearray(len(data))
    i = j = 0
    for place, byte in enumerate(data):
        i = (i + 1) & 0xFF
        j = (j + box[i]) & 0xFF
        box[i], box[j] = box[j], box[i]
        out[place] = byte ^ box[(box[i] + box[j]) & 0xFF]
    return bytes(out)
