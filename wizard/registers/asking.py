"""A look-up as values: what is asked for, within which limits, and what came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

from wizard.i18n import Message

__all__ = ["HTML", "JSON", "PDF", "Ask", "Limits", "Reply", "host_of", "public_address"]

JSON: Final = ("application/json", "application/problem+json")
HTML: Final = ("text/html", "application/xhtml+xml")
PDF: Final = ("application/pdf", "application/octet-stream", "binary/octet-stream")


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a look-up may take, in seconds, and how much it may bring, in bytes once unpacked."""

    connect: float = 5.0
    read: float = 10.0
    """The longest silence."""
    total: float = 30.0
    """One try from the name of the host to the last byte, whatever it waits for."""
    size: int = 2 * 1024 * 1024
    redirects: int = 5
    tries: int = 3
    wait: float = 20.0
    """The longest pause before another try; a server that asks for more is left alone."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked for. Only `hosts` may be asked, whatever the answer says.

    What is sent may be personal (`body`, `headers`), so neither is written down anywhere; with `keep` the answer
    is kept on the disk under a name that tells nothing.
    """

    address: str
    hosts: frozenset[str]
    types: tuple[str, ...]
    method: str = "GET"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = Limits()
    fresh_for: timedelta = timedelta(0)
    """An answer kept that is not older than this is as good as a new one."""
    keep: bool = True


@dataclass(frozen=True, slots=True)
class Reply:
    """What came, when, and how. `trouble` says why something kept is shown in place of something new."""

    address: str
    kind: str
    body: bytes
    fetched: datetime
    etag: str = ""
    modified: str = ""
    is_kept: bool = False
    """Whether it is what an earlier look-up brought; `fetched` is when it was last known to be current."""
    trouble: Message | None = None
    code: str = "ok"
    """What the trouble is called."""

    @property
    def sha256(self) -> str:
        """What the body is, in short."""
        return sha256(self.body).hexdigest()


def host_of(address: str) -> str:
    """The host in an address, in lower case; empty where there is none. Total."""
    try:
        return (urlsplit(address).hostname or "").casefold()
    except ValueError:
        return ""


def public_address(address: str) -> str:
    """An address as it may be written down: without what is asked, who asks, and where on the page. Total."""
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:
        return "?"
    return f"{parts.scheme}://{parts.hostname or ''}{port}{parts.path}"
