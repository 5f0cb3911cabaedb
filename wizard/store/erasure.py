"""Deleting a draft so that nothing of it can be read any more, and a certificate that says how far that went.

Its rows go in one transaction, with the key under which the audit chain knew its values. Then the traces go:
attached files that only it named, pages of the database file that were freed, snapshots, and its part in every
backup that was made. Packages that were written to a place of their owner's are named and left alone. At the end the data folder is searched for what had been answered, byte by byte, inside
backups too; the certificate tells what was searched for and that nothing was found, or where.

What must stay true: the certificate holds no answer, and never claims more than was done.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from wizard.files import CACHE
from wizard.store.audit import Act
from wizard.store.errors import NoSuchDraft, StoreUnavailable
from wizard.store.ground import Ground, owned
from wizard.store.jsontext import to_text
from wizard.store.seam import translated

if TYPE_CHECKING:  # loads SQLAlchemy
    from wizard.store.records import Draft
    from wizard.store.rows import Rows

__all__ = ["Certificate", "delete_draft", "delete_rows", "leaves", "wipe_traces"]

_NEVER_NAMED: Final = timedelta(days=1)
"""How long a file is kept that was attached and that no answer has named."""

_TELLING: Final = 6
"""Letters a text must have to be searched for; shorter ones stand everywhere by chance."""

_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was deleted, and what is left of it. No answer is in it."""

    draft_id: str
    area: str
    kind: str
    deleted_at: datetime
    who: str | None
    rows: Mapping[str, int]
    """Rows deleted, by what they were."""
    files: int
    """Attached files that went with it."""
    wiped: bool
    """Whether the database was written anew without it."""
    backups: int
    """Backups from which it was taken out."""
    outside: tuple[Path, ...]
    """Packages made of it that still lie where their owner put them; lov leaves those alone. May name a person."""
    out_of_reach: tuple[Path, ...]
    """Backups that are not where they were put, or could not be written anew."""
    searched: int
    """Texts that were searched for, in the data folder's files and backups."""
    found_in: tuple[str, ...]
    """Files in which one was still found."""
    entry: tuple[int, str]
    """Number and hash of the audit chain's entry on it."""
    server: str | None
    """The database server, whose own log, replicas and backups are kept by whoever runs it."""

    @property
    def is_complete(self) -> bool:
        """Whether nothing of the draft can be read any more wherever lov can reach."""
        return self.wiped and not self.out_of_reach and not self.found_in


def delete_draft(ground: Ground, draft_id: str) -> Certificate:
    """Delete a draft and all traces of it. Raises `NoSuchDraft` and `StoreUnavailable`; then nothing was deleted."""
    from wizard.store.backups import without  # noqa: PLC0415  loads SQLModel

    certificate, texts = delete_rows(ground, draft_id)
    certificate = replace(certificate, wiped=wipe_traces(ground))
    done, failed = without(ground, [owned(draft_id)])
    _empty_cache(ground.folder / CACHE)
    certificate = replace(certificate, backups=done, out_of_reach=failed, searched=len(texts))
    return replace(certificate, found_in=tuple(_search(ground.folder, texts))) if texts else certificate


def delete_rows(ground: Ground, draft_id: str) -> tuple[Certificate, frozenset[bytes]]:
    """Delete a draft's rows; gives the texts that stood in it alone. Its traces are there until `wipe_traces`."""
    with ground.database.deleting() as rows:
        draft = rows.draft(draft_id)
        if draft is None:
            raise NoSuchDraft
        own = frozenset(_texts_of(rows, draft))
        certificate = _delete_rows(ground, rows, draft)
        return certificate, frozenset(_telling(own, rows.texts()))


def wipe_traces(ground: Ground) -> bool:
    """Take away what deletions left behind; False where another window is in the way."""
    try:
        with (
            ground.database.writing() as rows,
            translated(ground.files.place),
        ):  # nobody adds a file meanwhile
            ground.files.keep_only(rows, {file.sha256 for file in rows.files()})
        return ground.database.wipe_traces()
    except StoreUnavailable:
        return False


def _empty_cache(folder: Path) -> None:
    """Take away what can be made anew: compiled blanks hold words that an answer may hold too, and would be found."""
    for path in folder.glob("*"):
        with suppress(OSError):  # what cannot be deleted is searched, and told if it matters
            path.unlink()


def _delete_rows(ground: Ground, rows: Rows, draft: Draft) -> Certificate:
    now = ground.now()
    counts = {
        "answers": len(rows.answers(draft.id)),
        "changes": len(rows.events(draft.id)),
        "packages": len(rows.packages(draft.id)),
    }
    used = frozenset(rows.files_used())
    packages = dict.fromkeys(package.path for package in rows.packages(draft.id))
    rows.delete_draft(draft.id)
    rows.delete_key(owned(draft.id))
    kept = {sha256 for owner, sha256 in used if owner != draft.id}
    gone = {sha256 for owner, sha256 in used if owner == draft.id} - kept
    forgotten = {file.sha256 for file in rows.files() if file.added_at < now - _NEVER_NAMED} - kept
    rows.delete_files(gone | forgotten)
    entry = rows.note(Act.DELETED, now, owner=owned(draft.id), who=ground.who)
    server = ground.database.place if isinstance(ground.database.place, str) else None
    return Certificate(
        draft_id=draft.id,
        area=draft.area,
        kind=draft.kind,
        deleted_at=now,
        who=ground.who,
        rows=counts,
        files=len(gone),
        wiped=False,
        backups=0,
        outside=tuple(path for path in packages if _is_there(path)),
        out_of_reach=(),
        searched=0,
        found_in=(),
        entry=(entry.seq, entry.hash),
        server=server,
    )


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # such as a name that is too long for this system
        return False


def leaves(value: object) -> Iterator[str]:
    """Every text in an answer, at any depth."""
    left: list[object] = [value]
    while left:
        part = left.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, Mapping):
            left += part.values()
        elif isinstance(part, Sequence):
            left += part


def _texts_of(rows: Rows, draft: Draft) -> Iterator[str]:
    """Every text that was typed or chosen in this draft."""
    yield draft.label
    for event in rows.events(draft.id):
        yield from leaves(event.value)
        yield event.why or ""
    yield from (str(package.path) for package in rows.packages(draft.id))


def _telling(own: Collection[str], left: Collection[str]) -> Iterator[bytes]:
    """Those of `own` that stand in nothing that is left: if one is found afterwards, something stayed behind."""
    rest = "\0".join(left)
    for text in own:
        inside = to_text(text)[1:-1]
        if len(text) >= _TELLING and text not in rest and inside not in rest:
            yield inside.encode()


def _search(folder: Path, texts: Collection[bytes]) -> Iterator[str]:
    """The files below `folder` in which one of `texts` stands; what cannot be read is named too."""
    longest = max(map(len, texts))
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            if _holds(path, texts, longest):
                yield str(path.relative_to(folder))
        except FileNotFoundError:
            continue  # another window's, and gone
        except OSError:
            yield str(path.relative_to(folder))


def _holds(path: Path, texts: Collection[bytes], longest: int) -> bool:
    with path.open("rb") as file:
        if _stream_holds(file, texts, longest):
            return True
    if path.suffix != ".zip":
        return False
    with (
        suppress(zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError),
        zipfile.ZipFile(path) as archive,
    ):
        for name in archive.namelist():
            with archive.open(name) as part:
                if _stream_holds(part, texts, longest):
                    return True
    return False


def _stream_holds(stream: Any, texts: Collection[bytes], longest: int) -> bool:
    before = b""
    while chunk := stream.read(_CHUNK):
        window = before + chunk
        if any(text in window for text in texts):
            return True
        before = window[-longest:]
    return False
