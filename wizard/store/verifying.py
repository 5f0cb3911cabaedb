"""Whether a store is what was written: the database, the audit chain, answers, files, backups.

The audit chain must be unbroken, and what is there must be what its entries signed: each change of an answer,
each screening, decision and answer of a provider. So a row that was changed, taken out or put in behind lov's
back is found, whether in the chain or in what it tells of. Present answers must follow from their history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.i18n import Message, msg
from wizard.store.audit import Act, Entry, breaks, owner_of, sign
from wizard.store.bundles import BackupRefused, file_sum, read_bundle
from wizard.store.errors import AttachmentLost
from wizard.store.ground import Ground, owned
from wizard.store.jsontext import to_text
from wizard.store.profiles import Profiles
from wizard.store.screenings import Screenings, decision_text, screening_text
from wizard.store.sealing import is_sealed

if TYPE_CHECKING:
    from wizard.store.records import AnswerEvent, Draft
    from wizard.store.rows import Rows

__all__ = ["Amiss", "Fault", "Verified", "verify"]


class Amiss(StrEnum):
    """What can be wrong with a store."""

    DATABASE = "database"
    CHAIN = "chain"
    HEAD = "head"
    HISTORY = "history"
    ANSWER = "answer"
    SCREENING = "screening"
    PROFILE = "profile"
    FILE = "file"
    BACKUP = "backup"


_SENTENCES: Mapping[Amiss, Message] = {
    Amiss.DATABASE: msg("The database is damaged at {what}. Restore a backup: lov store restore."),
    Amiss.CHAIN: msg("The audit chain is broken at entry {what}: an entry was changed, taken out or put in."),
    Amiss.HEAD: msg("The audit chain does not hold {what}: it was written anew, or it is another store's."),
    Amiss.HISTORY: msg(
        "The history of {what} is not what was written: a change was altered, taken out or put in."
    ),
    Amiss.ANSWER: msg("The answer {what} is not the last one in its history."),
    Amiss.SCREENING: msg(
        "The screening {what} is not what was written: a finding or a decision was altered."
    ),
    Amiss.PROFILE: msg("The answers of the provider {what} are not what was written."),
    Amiss.FILE: msg("The attached file {what} is missing or damaged. Attach it again."),
    Amiss.BACKUP: msg("The backup {what} is missing or damaged. Make a new one: lov store backup."),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something amiss; `what` names where, never an answer."""

    code: Amiss
    what: str

    @property
    def message(self) -> Message:
        """What is amiss, and what to do."""
        return _SENTENCES[self.code].with_params(what=self.what)


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at, and what was wrong with it. `head` is worth keeping elsewhere."""

    faults: tuple[Fault, ...]
    drafts: int
    changes: int
    entries: int
    files: int
    backups: int
    head: tuple[int, str]


def verify(ground: Ground, *, head: str | None = None) -> Verified:
    """Look at everything; `head` is a hash that the audit chain once ended with. Raises `StoreUnavailable`."""
    faults = [Fault(Amiss.DATABASE, words) for words in ground.database.damages()]
    with ground.database.reading() as rows:
        chain = tuple(rows.entries())
        faults += [Fault(Amiss.CHAIN, str(seq)) for seq in breaks(chain)]
        if head is not None and head not in {entry.hash for entry in chain}:
            faults.append(Fault(Amiss.HEAD, head))
        drafts = rows.drafts()
        faults += _histories(rows, drafts, chain)
        faults += _profiles(rows, chain, ground)
        files = rows.files()
        made = rows.backups()
        counts = rows.counts()
    faults += _screenings(ground, chain)
    faults += [Fault(Amiss.FILE, file.sha256) for file in files if not _is_whole(ground, file.sha256)]
    faults += [Fault(Amiss.BACKUP, each.path.name) for each in made if not _is_sound(each.path, each.sha256)]
    return Verified(
        tuple(faults), len(drafts), counts["answer_event"], len(chain), len(files), len(made), _end(chain)
    )


def _end(chain: tuple[Entry, ...]) -> tuple[int, str]:
    return (chain[-1].seq, chain[-1].hash) if chain else (0, "")


def _histories(rows: Rows, drafts: Iterable[Draft], chain: Iterable[Entry]) -> Iterator[Fault]:
    """Each change has its entry, each entry its change; drafts that were made are there or were deleted."""
    begun = next((entry.ref or 0 for entry in chain if entry.act == Act.BEGUN), None)
    told: dict[str, dict[int, Entry]] = {}
    alive: set[str] = set()
    for entry in chain:
        if entry.act in (Act.ANSWERED, Act.FORGOTTEN):
            told.setdefault(entry.owner or "", {})[entry.ref or 0] = entry
        if (entry.owner or "").startswith(owned("")):
            alive = alive - {entry.owner or ""} if entry.act == Act.DELETED else alive | {entry.owner or ""}
    there = set()
    for draft in drafts:
        owner = owned(draft.id)
        there.add(owner)
        events = rows.events(draft.id)
        signed = [event for event in events if begun is not None and event.seq > begun]
        if not _agree(rows, owner, signed, told.get(owner, {})):
            yield Fault(Amiss.HISTORY, draft.id)
        yield from _answers(rows, draft.id, events)
    yield from (Fault(Amiss.HISTORY, owner.removeprefix(owned(""))) for owner in sorted(alive - there))


def _agree(rows: Rows, owner: str, events: list[AnswerEvent], told: Mapping[int, Entry]) -> bool:
    key = rows.existing_key(owner) or b""  # there is none where nothing but forgetting was done
    return {event.seq for event in events} == set(told) and all(
        _is_signed(event, told[event.seq], key) for event in events
    )


def _is_signed(event: AnswerEvent, entry: Entry, key: bytes) -> bool:
    mac = None if event.value is None else sign(key, to_text(event.value))
    return (entry.subject, entry.at, entry.who, entry.door, entry.mac) == (
        event.question_id,
        event.at,
        event.who,
        event.door,
        mac,
    )


def _answers(rows: Rows, draft_id: str, events: Iterable[AnswerEvent]) -> Iterator[Fault]:
    last = {event.question_id: event for event in events}
    held = {answer.question_id: answer for answer in rows.answers(draft_id)}
    for name in sorted(last.keys() | held.keys()):
        if name not in last or name not in held or last[name].value != held[name].value:
            yield Fault(Amiss.ANSWER, f"{draft_id} {name}")


def _profiles(rows: Rows, chain: Iterable[Entry], ground: Ground) -> Iterator[Fault]:
    profiles = Profiles(ground)
    signed = {(e.owner, e.subject): e.mac for e in chain if e.act == Act.PROFILE_KEPT}
    for profile in profiles.all():
        owner = owner_of("profile", profile.id)
        key = rows.existing_key(owner) or b""
        answers = {name: to_text(answer.value) for name, answer in profiles.answers(profile.id).items()}
        found = {(owner, name): sign(key, text) for name, text in answers.items()}
        if found != {at: mac for at, mac in signed.items() if at[0] == owner and at[1] is not None}:
            yield Fault(Amiss.PROFILE, profile.id)


def _screenings(ground: Ground, chain: Iterable[Entry]) -> Iterator[Fault]:
    screenings = Screenings(ground)
    signed: dict[str, list[str | None]] = {}
    for entry in chain:
        if entry.act in (Act.SCREENED, Act.DECIDED) and entry.owner is not None:
            signed.setdefault(entry.owner, []).append(entry.mac)
        elif entry.act == Act.DELETED:
            signed.pop(entry.owner or "", None)
    there = {owner_of("screening", screening.id): screening for screening in screenings.all()}
    for owner in sorted(signed.keys() | there.keys()):
        name = owner.partition(":")[2]
        if owner not in there:
            yield Fault(Amiss.SCREENING, name)
            continue
        texts = [screening_text(there[owner], screenings.findings(name))]
        texts += [decision_text(decision) for decision in screenings.decisions(name)]
        with ground.database.reading() as rows:
            key = rows.existing_key(owner) or b""
        if [sign(key, text) for text in texts] != signed.get(owner):
            yield Fault(Amiss.SCREENING, name)


def _is_whole(ground: Ground, sha256: str) -> bool:
    try:
        ground.files.read(sha256)
    except (AttachmentLost, OSError):
        return False
    return True


def _is_sound(path: Path, sha256: str) -> bool:
    try:
        if file_sum(path) != sha256:
            return False
        if not is_sealed(path):
            read_bundle(path, None)
    except (BackupRefused, OSError):
        return False
    return True
