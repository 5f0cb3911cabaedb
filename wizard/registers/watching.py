"""Watching pages: what each says now, against what it said when its keeper last agreed to it.

The base of a page is what it said then, with the documents it led to; it is on the disk, one packed file a page, and
changes only when the keeper accepts what is new. So a change is told until somebody has looked at it. The first look
at a page sets its base, and later ones fill in what it could not see of documents. What could not be looked up is said
with its reason, and is never taken for unchanged.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

from wizard.files import make_private_folder, write_atomically
from wizard.i18n import Message
from wizard.registers.asking import HTML, PDF, Ask, Limits, host_of
from wizard.registers.changes import TextChange, text_changes
from wizard.registers.errors import NetError, Refusing
from wizard.registers.net import Net
from wizard.registers.pages import read_page

__all__ = ["DocumentChange", "DocumentState", "Seen", "State", "Watched", "Watcher", "hosts_of", "secure"]

FOLDER: Final = "watch"
_DOCUMENT_TYPES: Final = (
    *PDF,
    "application/msword",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/rtf",
    "application/zip",
)
_DOCUMENT_LIMITS: Final = Limits(size=40 * 1024 * 1024, total=120.0)
_GONE: Final = frozenset({404, 410})


class State(StrEnum):
    """How a page stands."""

    FIRST = "first"
    """It was looked at for the first time, and that is its base now."""
    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"
    """Its publisher has no such page any more."""
    NOT_LOOKED_UP = "not_looked_up"
    """Nobody knows; `why` says why. What is told of it is what was known at its last look-up."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as it was: its words on the page, and what it is. No hash where it could not be fetched."""

    address: str
    words: str
    sha256: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page said, and when."""

    address: str
    looked: str
    """The day and time of the look-up."""
    updated: str
    """The day the page itself names; empty for none."""
    title: str
    paragraphs: tuple[str, ...]
    documents: tuple[Paper, ...]

    @property
    def mark(self) -> str:
        """What it is, in short: the same where nothing has changed."""
        told = [
            self.updated,
            *self.paragraphs,
            *(f"{d.address} {d.words} {d.sha256}" for d in self.documents),
        ]
        return sha256("\n".join(told).encode()).hexdigest()


class DocumentState(StrEnum):
    """What has become of a document."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"
    NOT_LOOKED_UP = "not_looked_up"
    """Nobody knows."""


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """A document that is not as it was, or of which nobody knows; `why` says why not."""

    what: DocumentState
    address: str
    words: str
    why: Message | None = None


@dataclass(frozen=True, slots=True)
class Watched:
    """One page: its base, what it says now, and what lies between. `why` says what could not be looked up."""

    source: str
    address: str
    state: State
    base: Seen | None = None
    now: Seen | None = None
    text: tuple[TextChange, ...] = ()
    documents: tuple[DocumentChange, ...] = ()
    why: Message | None = None

    @property
    def is_changed(self) -> bool:
        """Whether its keeper has something to look at."""
        return self.state in (State.CHANGED, State.GONE)


@dataclass
class Watcher:
    """Looks at pages over `net`, and keeps their bases in `folder`."""

    net: Net
    folder: Path
    with_documents: bool = True

    def look(
        self, pages: Mapping[str, str], on_page: Callable[[str], None] = lambda _source: None
    ) -> Iterator[Watched]:
        """Look at pages, given as source and address. Never raises for what the net does."""
        for source, address in pages.items():
            on_page(source)
            yield self._looked(source, secure(address))

    def accept(self, watched: Watched) -> bool:
        """What a page says now is its base from now on. Raises `OSError`. Whether there was something to accept."""
        if watched.now is None or (watched.base is not None and watched.base.mark == watched.now.mark):
            return False
        self._write(watched.source, watched.now)
        return True

    def _looked(self, source: str, address: str) -> Watched:
        base = self._base(source)
        if base is not None and base.address != address:
            base = None  # the source is another page now
        try:
            now, faults = self._now(address, base)
        except Refusing as error:
            state = State.GONE if error.status in _GONE and base is not None else State.NOT_LOOKED_UP
            return Watched(source, address, state, base, why=error.message)
        except NetError as error:
            return Watched(source, address, State.NOT_LOOKED_UP, base, why=error.message)
        if base is None:
            self._write(source, now)
            return Watched(source, address, State.FIRST, None, now, (), tuple(faults))
        documents = (*_document_changes(base.documents, now.documents), *faults)
        text = text_changes(base.paragraphs, now.paragraphs)
        is_same = not text and base.updated == now.updated and not any(c.why is None for c in documents)
        state = State.SAME if is_same else State.CHANGED
        if is_same and base.mark != now.mark:
            self._write(source, now)
        return Watched(source, address, state, base, now, text, documents)

    def _now(self, address: str, base: Seen | None) -> tuple[Seen, list[DocumentChange]]:
        """What a page says, and the documents that could not be looked up. Raises `NetError`."""
        hosts = hosts_of(address)
        reply = self.net.get(Ask(address, hosts, HTML))
        if reply.trouble is not None:
            raise _OnlyKeptError(reply.trouble)
        page = read_page(reply.body, reply.address, reply.kind)
        known = {paper.address: paper.sha256 for paper in base.documents} if base is not None else {}
        papers: list[Paper] = []
        faults: list[DocumentChange] = []
        for link in page.documents:
            paper = Paper(link.address, link.words, known.get(link.address, ""))
            try:
                paper = self._paper(paper, hosts) if self.with_documents else paper
            except NetError as error:
                faults.append(
                    DocumentChange(DocumentState.NOT_LOOKED_UP, link.address, link.words, error.message)
                )
            papers.append(paper)
        updated = page.updated.isoformat() if page.updated is not None else ""
        looked = reply.fetched.isoformat(timespec="seconds")
        return Seen(address, looked, updated, page.title, page.paragraphs, tuple(papers)), faults

    def _paper(self, paper: Paper, hosts: frozenset[str]) -> Paper:
        """A document with its hash. Raises `NetError`; also where only what is kept could be had."""
        reply = self.net.get(
            Ask(
                secure(paper.address),
                hosts,
                _DOCUMENT_TYPES,
                limits=_DOCUMENT_LIMITS,
                fresh_for=timedelta(minutes=5),
            )
        )
        if reply.trouble is not None:
            raise _OnlyKeptError(reply.trouble)
        return replace(paper, sha256=reply.sha256, modified=reply.modified)

    # On the disk -----------------------------------------------------------------------------------------

    def _path(self, source: str) -> Path:
        return self.folder / FOLDER / f"{sha256(source.encode()).hexdigest()[:24]}.json.gz"

    def _base(self, source: str) -> Seen | None:
        with suppress(OSError, EOFError, zlib.error, ValueError, TypeError, KeyError, AttributeError):
            told: dict[str, Any] = json.loads(gzip.decompress(self._path(source).read_bytes()))["seen"]
            papers = tuple(Paper(**paper) for paper in told.pop("documents"))
            return Seen(**{**told, "paragraphs": tuple(told["paragraphs"])}, documents=papers)
        return None

    def _write(self, source: str, seen: Seen) -> None:
        path = self._path(source)
        make_private_folder(path.parent)
        kept = {"source": source, "seen": asdict(seen)}
        write_atomically(path, gzip.compress(json.dumps(kept, ensure_ascii=False).encode(), mtime=0))


class _OnlyKeptError(NetError):
    """Only what an earlier look-up brought could be had: that says nothing of today."""


def _document_changes(before: tuple[Paper, ...], now: tuple[Paper, ...]) -> Iterator[DocumentChange]:
    old, new = {p.address: p for p in before}, {p.address: p for p in now}
    for address, paper in new.items():
        was = old.get(address)
        if was is None:
            yield DocumentChange(DocumentState.NEW, address, paper.words)
        elif (was.sha256 and paper.sha256 and was.sha256 != paper.sha256) or was.words != paper.words:
            yield DocumentChange(DocumentState.CHANGED, address, paper.words)
    for address, paper in old.items():
        if address not in new:
            yield DocumentChange(DocumentState.GONE, address, paper.words)


def secure(address: str) -> str:
    """The address over https, as it is asked; on this very computer it may be in the clear."""
    parts = urlsplit(address)
    if parts.scheme == "http" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        return urlunsplit(("https", *parts[1:]))
    return address


def hosts_of(address: str) -> frozenset[str]:
    """The host of a page, with and without www: publishers lead from one to the other."""
    host = host_of(address).removeprefix("www.")
    return frozenset({host, f"www.{host}"})
