"""Files that are encrypted when they leave: age (age-encryption.org), by pyrage, of the extra `encryption`.

A backup or an export is sealed for one or more recipients, who hold the other halves of their keys, or under a
passphrase. What was sealed can be opened by lov and by any age program. It is sealed and opened in memory, so that
nothing of it lies open on a disk on the way.

What must stay true: no passphrase and no identity is written to a log or a message.
"""

from __future__ import annotations

import io
import zipfile
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Final

from wizard.files import make_private_folder, write_atomically
from wizard.i18n import Message, msg
from wizard.store.errors import KeyMissing, StoreError

__all__ = [
    "SEALED_END",
    "FolderSink",
    "Key",
    "Lock",
    "SealRefused",
    "SealedSink",
    "Sink",
    "is_sealed",
    "new_identity",
    "seal",
    "sink_for",
    "unseal",
]

SEALED_END: Final = ".age"
_BEGINNING: Final = b"age-encryption.org/v1"
_SECRET: Final = "AGE-SECRET-KEY-"  # noqa: S105  how a secret begins, not one


class SealRefused(StoreError):  # noqa: N818  as in `errors`
    """A file that cannot be sealed or opened; the message says why."""

    default = msg("This file cannot be opened with that key or passphrase, or it is damaged.")
    recipient: ClassVar[Message] = msg(
        "{text} is no recipient. Recipients begin with age1 or ssh-; lov store key --identity FILE makes one."
    )
    identity: ClassVar[Message] = msg(
        "There is no key in that file: a line that begins with AGE-SECRET-KEY-."
    )
    no_key: ClassVar[Message] = msg(
        "This file is encrypted. Open it with --identity FILE, or with --passphrase if it was encrypted with one."
    )
    both: ClassVar[Message] = msg("Choose either recipients or a passphrase; a file cannot have both.")


@dataclass(frozen=True, slots=True)
class Lock:
    """How a file is sealed: for recipients, or under a passphrase."""

    recipients: tuple[str, ...] = ()
    passphrase: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Key:
    """What opens a sealed file: a file of identities, or a passphrase."""

    identities: Path | None = None
    passphrase: str | None = field(default=None, repr=False)


def is_sealed(path: Path) -> bool:
    """Whether the file at `path` is sealed. Raises `OSError`."""
    with path.open("rb") as file:
        return file.read(len(_BEGINNING)) == _BEGINNING


def seal(data: bytes, lock: Lock) -> bytes:
    """`data`, sealed. Raises `SealRefused`, and `KeyMissing` where the extra is not installed."""
    age = _age()
    if lock.passphrase is not None:
        if lock.recipients:
            raise SealRefused(SealRefused.both)
        return bytes(age.passphrase.encrypt(data, lock.passphrase))
    return bytes(age.encrypt(data, [_recipient(age, text) for text in lock.recipients]))


def unseal(data: bytes, key: Key | None) -> bytes:
    """What was sealed. Raises `SealRefused`, `KeyMissing`, and `OSError` for the file of identities."""
    if key is None or (key.identities is None and key.passphrase is None):
        raise SealRefused(SealRefused.no_key)
    age = _age()
    try:
        if key.identities is None:
            return bytes(age.passphrase.decrypt(data, key.passphrase))
        return bytes(age.decrypt(data, _identities(age, key.identities)))
    except age.DecryptError:
        raise SealRefused from None


def new_identity() -> tuple[str, str]:
    """A new key in two halves: the text of its file, to be kept secret, and the recipient, to be given away."""
    identity = _age().x25519.Identity.generate()
    recipient = str(identity.to_public())
    return f"# public key: {recipient}\n{identity}\n", recipient


def _recipient(age: Any, text: str) -> Any:
    kind = age.ssh if text.startswith("ssh-") else age.x25519
    try:
        return kind.Recipient.from_str(text)
    except age.RecipientError:
        raise SealRefused(SealRefused.recipient.with_params(text=text)) from None


def _identities(age: Any, file: Path) -> list[Any]:
    text = file.read_text("utf-8", "replace")
    if text.startswith("-----BEGIN"):
        return [_identity(age, age.ssh.Identity.from_buffer, text.encode())]
    lines = [line.strip() for line in text.splitlines()]
    found = [_identity(age, age.x25519.Identity.from_str, each) for each in lines if each.startswith(_SECRET)]
    if not found:
        raise SealRefused(SealRefused.identity)
    return found


def _identity(age: Any, read: Any, text: str | bytes) -> Any:
    try:
        return read(text)
    except age.IdentityError:
        raise SealRefused(SealRefused.identity) from None


def _age() -> Any:
    try:
        import pyrage  # noqa: PLC0415  an extra
    except ModuleNotFoundError:
        raise KeyMissing(KeyMissing.no_library) from None
    return pyrage


class Sink(ABC):
    """Where an export is written, file by file; names have forward slashes."""

    @abstractmethod
    def write(self, name: str, data: bytes) -> Path:
        """Write one file; gives where it will be found. Raises `OSError`."""

    @abstractmethod
    def finish(self) -> None:
        """Put it all in its place. Raises `OSError` and `SealRefused`."""


class FolderSink(Sink):
    """A private folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        make_private_folder(folder)

    def write(self, name: str, data: bytes) -> Path:
        """Each file wholly or not at all."""
        target = self._folder / name
        make_private_folder(target.parent)
        write_atomically(target, data)
        return target

    def finish(self) -> None:
        """It is all there."""


class SealedSink(Sink):
    """One sealed zip in a private folder; nothing is written before the end."""

    def __init__(self, target: Path, lock: Lock) -> None:
        self._target = target
        self._lock = lock
        self._buffer = io.BytesIO()
        self._archive = zipfile.ZipFile(self._buffer, "w", zipfile.ZIP_DEFLATED)
        seal(b"", lock)  # what cannot be sealed is refused before anything is gathered

    def write(self, name: str, data: bytes) -> Path:
        """Into the zip."""
        self._archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        return self._target

    def finish(self) -> None:
        """Seal the zip, and write it."""
        self._archive.close()
        make_private_folder(self._target.parent)
        write_atomically(self._target, seal(self._buffer.getvalue(), self._lock))


def sink_for(folder: Path, name: str, lock: Lock | None) -> Sink:
    """A folder; with `lock`, the sealed zip `name` in it."""
    return FolderSink(folder) if lock is None else SealedSink(folder / f"{name}.zip{SEALED_END}", lock)
