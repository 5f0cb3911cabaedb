"""What was done, as a chain: each entry carries the hash of the one before it.

An entry names the act, what it was done to, by whom, when and through which door; a value only as an HMAC under
a key that belongs to the draft (or screening, or profile) alone. Who has the draft can check that the value is
the one that was written; when the draft is deleted its key goes with it, and what is left tells nothing, while
the chain stays whole. Entries are written in the same transaction as what they tell of.

What must stay true: no entry holds a value, a label or a path; an entry that was changed, taken out, put in or
moved makes the chain break there. Who can write the file can also forge the whole chain anew: that is found
only by a head kept elsewhere, so `lov store verify --head` takes one.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

__all__ = ["FIRST", "Act", "Entry", "breaks", "linked", "owner_of", "sign"]

FIRST: Final = "0" * 64
"""What the first entry has for a hash before it."""


class Act(StrEnum):
    """What can be done to a store."""

    BEGUN = "begun"
    """The chain begins; `ref` is the last event there was before it."""
    CREATED = "created"
    ANSWERED = "answered"
    FORGOTTEN = "forgotten"
    RENAMED = "renamed"
    CARRIED = "carried"
    PACKAGED = "packaged"
    DELETED = "deleted"
    EXPORTED = "exported"
    BACKED_UP = "backed_up"
    RESTORED = "restored"
    PROFILE_KEPT = "profile_kept"
    PROFILE_CHOSEN = "profile_chosen"
    SCREENED = "screened"
    DECIDED = "decided"
    SET = "set"


@dataclass(frozen=True, slots=True)
class Entry:
    """One act. `owner` is such as `draft:0badcafe`, `subject` a question, `ref` a row's number, `mac` a value's HMAC."""

    seq: int
    at: datetime
    act: str
    owner: str | None
    subject: str | None
    ref: int | None
    mac: str | None
    who: str | None
    door: str | None
    hash: str = ""


def owner_of(kind: str, key: str) -> str:
    """How entries and keys name a draft, a screening or a profile."""
    return f"{kind}:{key}"


def sign(key: bytes, text: str | None) -> str | None:
    """The HMAC-SHA-256 of a value's text; None for no value."""
    return None if text is None else hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def linked(entry: Entry, before: str) -> str:
    """The hash of `entry` after one whose hash is `before`."""
    told = [
        entry.seq,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.act,
        entry.owner,
        entry.subject,
        entry.ref,
        entry.mac,
        entry.who,
        entry.door,
    ]
    text = json.dumps(told, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(f"{before}{text}".encode()).hexdigest()


def breaks(entries: Iterable[Entry]) -> Iterator[int]:
    """The numbers at which the chain is not what it was: changed, missing, put in, moved."""
    before, expected = FIRST, 1
    for entry in entries:
        if entry.seq != expected or linked(entry, before) != entry.hash:
            yield entry.seq
        before, expected = entry.hash, entry.seq + 1
