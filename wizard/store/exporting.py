"""Everything that is kept about one application, or about one person, as JSON with the attached files.

For an application that is all of it: answers, history with who, when and why, packages, its entries in the audit
chain, and its attached files. For a person it is every place that names them, by name, number, address or
telephone, in answers of the past too, and of tables only the rows that do. What stands inside attached files is
not searched; those that a found answer names are given along, the others of the same drafts are listed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from wizard.i18n import msg
from wizard.store.audit import Act, Entry
from wizard.store.erasure import leaves
from wizard.store.errors import AttachmentLost, NoSuchDraft, StoreError
from wizard.store.ground import Ground, owned
from wizard.store.jsontext import files_named
from wizard.store.profiles import Profiles
from wizard.store.records import AnswerEvent, Draft, StoredFile
from wizard.store.screenings import Screenings
from wizard.store.sealing import Lock, Sink, sink_for
from wizard.store.seam import translated

if TYPE_CHECKING:
    from wizard.store.rows import Rows

__all__ = ["DOCUMENT", "Exported", "FolderInUse", "export", "names_person"]

FORMAT: Final = "lov-export-1"
DOCUMENT: Final = "export.json"
FILES: Final = "files"

_SPACE: Final = re.compile(r"\s+")
_NOT_DIGITS: Final = re.compile(r"[\s+\-()/.]")
_COUNTRY: Final = re.compile(r"^(\+|00)46")
_ENOUGH_DIGITS: Final = 7
_SUFFIX: Final = re.compile(r"\.[A-Za-z0-9]{1,8}")


class FolderInUse(StoreError):  # noqa: N818  as in `errors`
    """The folder to export to has something in it."""

    default = msg("There is something in that folder already. Name a new or empty one.")


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: where, and how much of it."""

    path: Path
    drafts: int
    places: int
    """Changes of answers that were written."""
    files: int
    unsearched: int
    """Attached files of the drafts concerned that were not searched and not given along."""


Picked = Callable[[Any], Any]
"""What of a value concerns the person; None for nothing."""


def export(
    ground: Ground,
    folder: Path,
    *,
    draft_id: str | None = None,
    person: str | None = None,
    lock: Lock | None = None,
) -> Exported:
    """Write everything about a draft, or a person, or, with neither, all there is, to the new `folder`.

    With `lock`, it is one sealed zip. Raises `NoSuchDraft`, `FolderInUse`, `SealRefused` and `StoreUnavailable`.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FolderInUse
    picked = _everything if person is None else names_person(person)
    with ground.database.reading() as rows:
        drafts = [draft for draft in rows.drafts() if draft_id in (None, draft.id)]
        if draft_id is not None and not drafts:
            raise NoSuchDraft
        chain = tuple(rows.entries())
        told = [_draft(rows, draft, picked, chain, is_whole=person is None) for draft in drafts]
        told = [each for each in told if person is None or _concerns(each)]
        files = {file.sha256: file for file in rows.files()}
    document: dict[str, Any] = {
        "format": FORMAT,
        "made_at": ground.now().isoformat(),
        "about": {"draft": draft_id} if draft_id else {"person": person} if person else {"all": True},
        "drafts": told,
    }
    if draft_id is None:
        document |= {"providers": _providers(ground, picked), "screenings": _screenings(ground, picked)}
    wanted = dict.fromkeys(sha256 for each in told for sha256 in _named(each) if sha256 in files)
    around = {sha256 for each in told for sha256 in each.pop("_files", ()) if sha256 in files} - set(wanted)
    with translated(folder):
        sink = sink_for(folder, "export", lock)
        document["files"] = _write_files(ground, sink, [files[sha256] for sha256 in wanted])
    document["files_not_searched"] = [_file(files[sha256]) for sha256 in sorted(around)]
    with translated(folder):
        text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        path = sink.write(DOCUMENT, text.encode("utf-8", "backslashreplace"))
        sink.finish()
    _note(ground, draft_id, person)
    places = sum(len(each["history"]) for each in told)
    return Exported(path, len(told), places, len(wanted), len(around))


def names_person(text: str) -> Picked:
    """What of a value names the person `text`: a name or address in any case of letters, a number in any writing."""
    words = _SPACE.sub(" ", text).strip().casefold()
    digits = _NOT_DIGITS.sub("", _COUNTRY.sub("", text.strip()))
    is_number = digits.isdigit() and len(digits) >= _ENOUGH_DIGITS
    number = digits[-10:].lstrip("0") if is_number else None  # without century, or the 0 before an area code

    def is_named(leaf: str) -> bool:
        if words and words in _SPACE.sub(" ", leaf).casefold():
            return True
        return number is not None and number in _NOT_DIGITS.sub("", leaf)

    def pick(value: Any) -> Any:
        if isinstance(value, list) and value and all(isinstance(row, Mapping) for row in value):
            return [row for row in value if any(map(is_named, leaves(row)))] or None
        return value if any(map(is_named, leaves(value))) else None

    return pick


def _everything(value: Any) -> Any:
    return value


def _draft(
    rows: Rows, draft: Draft, picked: Picked, chain: Iterable[Entry], *, is_whole: bool
) -> dict[str, Any]:
    events = rows.events(draft.id)
    answers = {name: picked(value) for name, value in rows.values(draft.id).items()}
    told: dict[str, Any] = {
        "id": draft.id,
        "area": draft.area,
        "kind": draft.kind,
        "flow_version": draft.flow_version,
        "created": _time(draft.created_at),
        "updated": _time(draft.updated_at),
        "label": picked(draft.label),
        "answers": {name: value for name, value in answers.items() if value is not None},
        "history": [_event(event, picked) for event in events if is_whole or _event_names(event, picked)],
        "_files": [sha256 for event in events for sha256 in files_named(event.value or "")],
    }
    if is_whole:
        told["position"] = draft.position
        told["packages"] = [
            {
                "sha256": package.sha256,
                "path": str(package.path),
                "made": _time(package.made_at),
                "complete": package.complete,
                "flow_version": package.flow_version,
            }
            for package in rows.packages(draft.id)
        ]
        told["audit"] = [_entry(entry) for entry in chain if entry.owner == owned(draft.id)]
    return told


def _event_names(event: AnswerEvent, picked: Picked) -> bool:
    return any(picked(part) is not None for part in (event.value, event.why, event.who) if part is not None)


def _event(event: AnswerEvent, picked: Picked) -> dict[str, Any]:
    told = {
        "seq": event.seq,
        "question": event.question_id,
        "value": None if event.value is None else picked(event.value),
        "at": _time(event.at),
        "door": event.door,
        "who": event.who,
        "why": event.why,
    }
    return told | ({event.act: event.of_seq} if event.act else {})


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "at": _time(entry.at),
        "act": entry.act,
        "subject": entry.subject,
        "ref": entry.ref,
        "mac": entry.mac,
        "who": entry.who,
        "door": entry.door,
        "hash": entry.hash,
    }


def _concerns(told: Mapping[str, Any]) -> bool:
    return bool(told["history"] or told["answers"] or told["label"])


def _named(told: Mapping[str, Any]) -> Iterator[str]:
    for event in told["history"]:
        yield from files_named(event["value"] if event["value"] is not None else "")


def _providers(ground: Ground, picked: Picked) -> list[dict[str, Any]]:
    profiles = Profiles(ground)
    told = []
    for profile in profiles.all():
        answers = {name: picked(answer.value) for name, answer in profiles.answers(profile.id).items()}
        found = {name: value for name, value in answers.items() if value is not None}
        label = picked(profile.label)
        if found or label is not None:
            told.append({"id": profile.id, "label": label, "answers": found})
    return told


def _screenings(ground: Ground, picked: Picked) -> list[dict[str, Any]]:
    screenings = Screenings(ground)
    told = []
    for each in screenings.all():
        findings = [
            {
                "number": f.number,
                "code": f.code,
                "severity": f.severity,
                "place": f.place,
                "details": f.details,
            }
            for f in screenings.findings(each.id)
            if picked(f.details) is not None
        ]
        decisions = [
            {"finding": d.finding, "verdict": d.verdict, "reason": d.reason, "at": _time(d.at), "who": d.who}
            for d in screenings.decisions(each.id)
            if picked(d.reason) is not None or (d.who is not None and picked(d.who) is not None)
        ]
        if findings or decisions or picked(each.label) is not None or picked(each.details) is not None:
            told.append(
                {
                    "id": each.id,
                    "package": each.package_sha256,
                    "label": each.label,
                    "area": each.area,
                    "kind": each.kind,
                    "outcome": each.outcome,
                    "at": _time(each.made_at),
                    "who": each.who,
                    "details": picked(each.details),
                    "findings": findings,
                    "decisions": decisions,
                }
            )
    return told


def _write_files(ground: Ground, sink: Sink, files: Iterable[StoredFile]) -> list[dict[str, Any]]:
    """Write attached files under names of ours; what is lost is told as such."""
    told = []
    for number, file in enumerate(files, start=1):
        suffix = _SUFFIX.fullmatch(Path(file.name).suffix)
        name = f"{number:03}-{file.sha256[:8]}{suffix[0].lower() if suffix else ''}"
        try:
            sink.write(f"{FILES}/{name}", ground.files.read(file.sha256))
        except AttachmentLost:
            name = ""
        told.append(_file(file) | {"file": f"{FILES}/{name}" if name else None})
    return told


def _file(file: StoredFile) -> dict[str, Any]:
    return {
        "sha256": file.sha256,
        "name": file.name,
        "size": file.size,
        "media_type": file.media_type,
        "added": _time(file.added_at),
    }


def _note(ground: Ground, draft_id: str | None, person: str | None) -> None:
    """The audit chain tells that it was done, of a person not whom it was about."""
    owner = owned(draft_id) if draft_id else None
    subject = "person" if person else None if draft_id else "all"
    with ground.database.writing() as rows:
        rows.note(Act.EXPORTED, ground.now(), owner=owner, subject=subject, who=ground.who)


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
