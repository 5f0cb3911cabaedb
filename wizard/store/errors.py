# ruff: noqa: N818  the names say what is wrong with the store or the file
"""What can go wrong with the store, as one tree.

    StoreError                   everything below; `message` is the sentence for the user
    ├── NotPrivate               the folder or a file in it is open to others
    ├── KeyMissing               the store is encrypted, and there is no key or no library for it
    ├── WrongKey                 the store cannot be opened with the key there is
    ├── NotEncrypted             there is a key, and the store is not encrypted
    ├── NewerStore               written by a later lov than this one
    ├── NoSuchDraft              no draft has that id
    ├── AmbiguousDraft           several drafts begin like that; `candidates` are their ids
    ├── Conflict                 two windows answered one question; `mine` and `theirs` are both there
    ├── Unstorable               something that is not JSON data was handed in as an answer
    ├── AttachmentLost           an attached file is not in the store, or is no longer what it was
    ├── FileRefused              a file that cannot be attached
    └── StoreUnavailable         the database or the disk does not play along; `trouble` says how

Foreign exceptions (sqlite3's, SQLAlchemy's, Alembic's, the operating system's) are translated in `seam` and
never pass through. What must stay true: no message and no `str()` of an error holds an answer, a label or the
name of a file that someone attached; only the place of the store itself is named.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from wizard.i18n import Message, msg
from wizard.store.records import Answer

if TYPE_CHECKING:  # all answer types come with it
    from wizard.values.base import Value

__all__ = [
    "AmbiguousDraft",
    "AttachmentLost",
    "Conflict",
    "FileRefused",
    "KeyMissing",
    "NewerStore",
    "NoSuchDraft",
    "NotEncrypted",
    "NotPrivate",
    "StoreError",
    "StoreUnavailable",
    "Trouble",
    "Unstorable",
    "WrongKey",
]


class StoreError(Exception):
    """The root of everything this room raises; `message` says what happened and what to do."""

    default: ClassVar[Message] = msg("The store cannot be used.")

    def __init__(self, message: Message | None = None) -> None:
        self.message = message or self.default
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)


class NotPrivate(StoreError):
    """`path` may be read or changed by others; `mode` is what it should be, such as 0o700."""

    def __init__(self, path: Path, mode: int) -> None:
        self.path = path
        super().__init__(
            msg(
                "Other users of this computer can get at {path}, where your answers are kept. "
                "Make it yours alone with: {command}",
                path=str(path),
                command=f"chmod {mode:o} {shlex.quote(str(path))}",
            )
        )


class KeyMissing(StoreError):
    """The store is encrypted, and there is no key for it, or the extra is not installed."""

    default = msg(
        "Your drafts are encrypted, and their key was not found. Set LOV_STORE_KEY to it, "
        "or put it into the keyring of this computer with: lov store key --keyring"
    )
    no_library: ClassVar[Message] = msg(
        "lov was installed without what it takes to encrypt. Install it with: pip install 'lov[encryption]'"
    )
    no_keyring: ClassVar[Message] = msg(
        "The keyring of this computer cannot be used. Keep the key elsewhere, and set LOV_STORE_KEY to it."
    )


class WrongKey(StoreError):
    """`path` cannot be opened with the key there is."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            msg(
                "{path} cannot be opened with this key. Nothing was changed. Check LOV_STORE_KEY; if it is right, "
                "the file is damaged: move it elsewhere, and go back to a backup with: lov store restore FILE",
                path=str(path),
            )
        )


class NotEncrypted(StoreError):
    """There is a key, and the store is not encrypted: working on would let its owner believe that it is."""

    default = msg(
        "There is a key in LOV_STORE_KEY, but your drafts are not encrypted. To encrypt them: unset it, "
        "make a backup with lov store backup, set it again, and restore the backup into a new folder "
        "with lov --data-dir FOLDER store restore FILE. Without the key, lov goes on as before."
    )


class NewerStore(StoreError):
    """The database has a schema that this version does not know."""

    default = msg(
        "Your answers were saved by a newer version of lov than this one. Nothing has been changed. "
        "Update lov, and open them again."
    )


class NoSuchDraft(StoreError):
    """No draft has the id."""

    default = msg("There is no draft with that id. It may have been deleted; lov list shows those there are.")


class AmbiguousDraft(StoreError):
    """The beginning of an id fits several drafts; `candidates` are their full ids."""

    def __init__(self, candidates: Sequence[str]) -> None:
        self.candidates = tuple(candidates)
        super().__init__(
            msg(
                "Several drafts have ids that begin like that: {ids}. Write one character more.",
                ids=", ".join(self.candidates),
            )
        )


class Conflict(StoreError):
    """The answer has changed since the caller read it. Nothing was written.

    `mine` is the value handed in, None where the answer was to be forgotten; `theirs` is what the store
    holds, its `value` None where it was forgotten, or None as a whole where there never was an answer.
    """

    default = msg(
        "This question has meanwhile been answered in another window. Nothing was overwritten: "
        "choose which of the two answers to keep."
    )

    def __init__(self, mine: Value | None, theirs: Answer | None, question_id: str) -> None:
        self.question_id = question_id
        self.mine = mine
        self.theirs = theirs
        super().__init__()


class Unstorable(StoreError):
    """What was handed in cannot be written as JSON, or a name in it not as text."""

    default = msg("This answer is not made of text, numbers and lists, so it cannot be saved. Write it anew.")


class AttachmentLost(StoreError):
    """An attached file is missing from the store, or its bytes no longer match its SHA-256."""

    default = msg("The attached file is not in the store. Attach it again.")


class FileRefused(StoreError):
    """A file that cannot be attached; the message says why."""

    default = msg("The file could not be read, so it was not attached. Copy it elsewhere, and try again.")


class Trouble(StrEnum):
    """Why the database or the disk does not play along."""

    DISK_FULL = "disk_full"
    READ_ONLY = "read_only"
    IO_ERROR = "io_error"
    LOCKED = "locked"
    DAMAGED = "damaged"
    UNREACHABLE = "unreachable"
    FOREIGN = "foreign"
    NO_DRIVER = "no_driver"
    NO_ADDRESS = "no_address"
    UNEXPECTED = "unexpected"


_SENTENCES: Final = {
    Trouble.DISK_FULL: msg(
        "The disk is full, so this could not be saved. All that was saved before is still there. "
        "Free some space, and try again."
    ),
    Trouble.READ_ONLY: msg(
        "lov is not allowed to write in {path}, so this could not be saved. "
        "Change the permissions, or choose another folder with --data-dir."
    ),
    Trouble.IO_ERROR: msg(
        "The disk reports an error at {path}, so this could not be done. "
        "Try again; if it happens again, copy the folder to another disk."
    ),
    Trouble.LOCKED: msg(
        "Another window or program is busy with {path}, so this could not be done. "
        "Wait a moment or close it, and try again."
    ),
    Trouble.DAMAGED: msg(
        "The file {path} is damaged and cannot be read. Go back to a backup with: lov store restore FILE --yes. "
        "The damaged file is kept beside it."
    ),
    Trouble.UNREACHABLE: msg(
        "{path} cannot be opened. See that it is there and that you may read and write in it, "
        "or choose another folder with --data-dir."
    ),
    Trouble.FOREIGN: msg(
        "The file {path} was made by another program and is left untouched. "
        "Choose another folder with --data-dir."
    ),
    Trouble.NO_DRIVER: msg(
        "lov was installed without what it takes to reach {path}. Install it with: pip install 'lov[postgres]'. "
        "Then start it again."
    ),
    Trouble.NO_ADDRESS: msg(
        "What stands in LOV_DATABASE_URL is no address of a PostgreSQL database. "
        "Write it like postgresql://name@server:5432/database, or unset it to keep drafts on this computer."
    ),
    Trouble.UNEXPECTED: msg(
        "{path} did not answer as it should, so this could not be done. "
        "Close lov and try again; what was shown as saved is saved."
    ),
}

_ON_A_SERVER: Final = {
    Trouble.DISK_FULL: msg(
        "The disk of the database server is full, so this could not be saved. All that was saved before is "
        "still there. Tell whoever runs {path}."
    ),
    Trouble.READ_ONLY: msg(
        "You may not write to the database {path}, so this could not be saved. Ask whoever runs it for the right."
    ),
    Trouble.IO_ERROR: msg(
        "The disk of the database server {path} reports an error, so this could not be done. "
        "Tell whoever runs it."
    ),
    Trouble.LOCKED: msg(
        "Others were busy with the database {path} too long, so this could not be done. "
        "Wait a moment, and try again."
    ),
    Trouble.DAMAGED: msg(
        "The database {path} is damaged and cannot be read. Leave it as it is, and tell whoever runs it."
    ),
    Trouble.UNREACHABLE: msg(
        "The database {path} cannot be reached. See that the server runs, and that LOV_DATABASE_URL is right."
    ),
    Trouble.FOREIGN: msg(
        "The database {path} holds tables of another program and is left untouched. "
        "Give lov a database or a schema of its own in LOV_DATABASE_URL."
    ),
}


class StoreUnavailable(StoreError):
    """The store at `place` cannot be read or written now; nothing of the present change was kept.

    `place` is a path, or the address of a server without its password.
    """

    def __init__(self, trouble: Trouble, place: Path | str) -> None:
        self.trouble = trouble
        self.place = place
        sentences = _SENTENCES if isinstance(place, Path) else _SENTENCES | _ON_A_SERVER
        super().__init__(sentences[trouble].with_params(path=str(place)))
