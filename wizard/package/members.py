"""The files of a package, each with its hashes and its deflated bytes.

A filled form begins with the bytes of its blank, and an attachment may be the same for a hundred clients: what was
once worked out of such bytes is kept by a `Press` for as long as somebody packs one package after the other. What
must stay true: whatever is kept, a member is, byte for byte, what it is without anything kept.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from typing import Final

from wizard.package.zipping import Packed, deflating

__all__ = ["Member", "Press"]

_HEADS: Final = 16
_MOST_KEPT: Final = 16_000_000
_MOST_SEEN: Final = 10_000
_WORTH_KEEPING: Final = 1_000


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a package; its hashes in hexadecimal."""

    packed: Packed
    sha256: str
    sha512: str

    @property
    def content(self) -> bytes:
        """The file itself."""
        return self.packed.content


class _Begun:
    """The hashes and the deflating of bytes that many files begin with, to be gone on with by each."""

    def __init__(self, head: bytes) -> None:
        self.length = len(head)
        self.crc = zlib.crc32(head)
        self.sha256 = hashlib.sha256(head)
        self.sha512 = hashlib.sha512(head)
        self.deflating = deflating()
        self.deflated: bytes = self.deflating.compress(head)

    def ended(self, content: bytes) -> Member:
        """The file `content`, which begins so."""
        rest = memoryview(content)[self.length :]
        sha256, sha512, deflating = self.sha256.copy(), self.sha512.copy(), self.deflating.copy()
        sha256.update(rest)
        sha512.update(rest)
        deflated = self.deflated + deflating.compress(rest) + deflating.flush()
        packed = Packed(content, zlib.crc32(rest, self.crc), deflated)
        return Member(packed, sha256.hexdigest(), sha512.hexdigest())


class Press:
    """Makes members, and keeps what it may need again: how known bytes begin, and whole files that came twice.

    It holds no more than some megabytes, and nothing of a file that came once but its hash.
    """

    def __init__(self) -> None:
        self._begun: dict[bytes, _Begun] = {b"": _Begun(b"")}
        self._seen: set[bytes] = set()
        self._kept: dict[bytes, Member] = {}
        self._size = 0

    def member(self, content: bytes, head: bytes = b"") -> Member:
        """`content` as a member of a package. `head` is what it probably begins with, as others do."""
        if head and content.startswith(head):
            return self._beginning(head).ended(content)
        digest = hashlib.sha256(content).digest()
        found = self._kept.get(digest)
        if found is None:
            found = self._begun[b""].ended(content)
            self._keep(digest, found)
        return found

    def _beginning(self, head: bytes) -> _Begun:
        if head not in self._begun:
            if len(self._begun) > _HEADS:
                self._begun = {b"": self._begun[b""]}
            self._begun[head] = _Begun(head)
        return self._begun[head]

    def _keep(self, digest: bytes, member: Member) -> None:
        """Keep a file when it comes for the second time; let the oldest ones go for it."""
        size = _size(member)
        if not _WORTH_KEEPING <= size <= _MOST_KEPT // 4:
            return
        if digest not in self._seen:
            if len(self._seen) >= _MOST_SEEN:
                self._seen.clear()
            self._seen.add(digest)
            return
        while self._size + size > _MOST_KEPT:
            self._size -= _size(self._kept.pop(next(iter(self._kept))))
        self._kept[digest] = member
        self._size += size


def _size(member: Member) -> int:
    return len(member.content) + len(member.packed.deflated)
