"""Drafts and everything in them, kept so that nothing typed is ever lost.

Importing this costs nothing: the database behind it is loaded by `Store.open`.
"""

from wizard.store.erasure import Certificate
from wizard.store.errors import (
    AmbiguousDraft,
    AttachmentLost,
    Conflict,
    FileRefused,
    KeyMissing,
    NewerStore,
    NoSuchDraft,
    NotEncrypted,
    NotPrivate,
    StoreError,
    StoreUnavailable,
    Trouble,
    Unstorable,
    WrongKey,
)
from wizard.store.records import Answer, AnswerEvent, Change, Draft, Package, Present, StoredFile
from wizard.store.store import Store, utc_now

__all__ = [
    "AmbiguousDraft",
    "Answer",
    "AnswerEvent",
    "AttachmentLost",
    "Certificate",
    "Change",
    "Conflict",
    "Draft",
    "FileRefused",
    "KeyMissing",
    "NewerStore",
    "NoSuchDraft",
    "NotEncrypted",
    "NotPrivate",
    "Package",
    "Present",
    "Store",
    "StoreError",
    "StoreUnavailable",
    "StoredFile",
    "Trouble",
    "Unstorable",
    "WrongKey",
    "utc_now",
]
