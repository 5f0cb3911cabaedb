"""What may go out, how often it is tried, and what is kept: the one way to the net.

A look-up goes to hosts that its asker named, over https (in the clear only to this very computer); it follows
redirects a few times and only within those hosts; it tries again where a fault may pass, with pauses that grow and
differ, or as long as the server asks for; and where nothing comes it answers with what is kept, with its date and the
reason. With `offline` nothing goes out at all. Clock, pauses and chance are given, so that tests wait for nothing.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

from wizard.registers.asking import Ask, Reply, host_of
from wizard.registers.cache import Cache, Kept
from wizard.registers.errors import (
    NetError,
    NotAllowed,
    Offline,
    Passing,
    RedirectLoop,
    Refusing,
    TooSlow,
    Unreachable,
    WrongType,
)
from wizard.registers.journal import Journal, Line
from wizard.registers.transport import Raw, Transport

__all__ = ["Net", "is_allowed", "seconds_to_wait"]

_HERE: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_FIRST_PAUSE: Final = 0.5
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_UNCHANGED: Final = 304


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Net:
    """See the module. Made once by a door, and closed by it."""

    folder: Path
    offline: bool = False
    now: Callable[[], datetime] = _now
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    """A number from 0 to 1: pauses differ, so that many who failed together do not come back together."""
    transport: Transport = field(default_factory=Transport)

    def __post_init__(self) -> None:
        self.cache = Cache(self.folder)
        self.journal = Journal(self.folder)
        self._lost: set[str] = set()
        """Hosts that could not be reached however often it was tried: they are tried once from then on."""

    def close(self) -> None:
        """Let go of the connections."""
        self.transport.close()

    def get(self, ask: Ask, *, anew: bool = False) -> Reply:
        """What is there, or what is kept of it where nothing comes. Raises `NetError`.

        `anew` asks even where what is kept is fresh.
        """
        if not is_allowed(ask.address, ask.hosts):
            raise NotAllowed(host_of(ask.address))
        kept = self.cache.find(ask) if ask.keep else None
        if kept is not None and not anew and self._is_fresh(ask, kept):
            return kept.reply()
        if self.offline:
            if kept is None:
                raise Offline
            return replace(kept.reply(), trouble=Offline().message, code=Offline.code)
        try:
            return self._asked(ask, kept)
        except NetError as error:
            if kept is None or _is_final(error):
                raise
            return replace(kept.reply(), trouble=error.message, code=error.code)

    def _is_fresh(self, ask: Ask, kept: Kept) -> bool:
        """Younger than it may be, and not of the future, which a clock set wrong may bring."""
        age = self.now() - kept.fetched
        return abs(age) < ask.fresh_for

    # Asking ----------------------------------------------------------------------------------------------

    def _asked(self, ask: Ask, kept: Kept | None) -> Reply:
        """Ask until something comes, or nothing more is to be hoped for."""
        attempt, host = 1, host_of(ask.address)
        while True:
            try:
                return self._tried(ask, kept, attempt)
            except Passing as error:
                pause = self._pause(error, attempt, ask)
                if attempt >= ask.limits.tries or pause is None or host in self._lost:
                    if isinstance(error, Unreachable | TooSlow):
                        self._lost.add(host)
                    raise
                self.sleep(pause)
                attempt += 1

    def _pause(self, error: Passing, attempt: int, ask: Ask) -> float | None:
        """How long to wait before the next try; None where there is no use in one."""
        if isinstance(error, Refusing):
            if not error.is_passing or (error.wait is not None and error.wait > ask.limits.wait):
                return None
            if error.wait is not None:
                return error.wait
        most = min(ask.limits.wait, _FIRST_PAUSE * float(2 ** (attempt - 1)))
        return most * (0.5 + self.chance() / 2)

    def _tried(self, ask: Ask, kept: Kept | None, attempt: int) -> Reply:
        """One try, through redirects to where they lead."""
        address, seen = ask.address, {ask.address}
        while True:
            raw = self._sent(ask, address, kept, attempt)
            if raw.status not in _REDIRECTS:
                return self._taken(ask, address, raw, kept)
            address = _led_to(address, raw.headers.get("location", ""))
            if ask.method != "GET" or not is_allowed(address, ask.hosts):
                raise NotAllowed(host_of(address))
            if address in seen or len(seen) > ask.limits.redirects:
                raise RedirectLoop(host_of(address))
            seen.add(address)

    def _sent(self, ask: Ask, address: str, kept: Kept | None, attempt: int) -> Raw:
        """One request, written down whatever comes of it."""
        headers = {"accept": ", ".join(ask.types), **ask.headers}
        if kept is not None and kept.etag:
            headers["if-none-match"] = kept.etag
        if kept is not None and kept.modified:
            headers["if-modified-since"] = kept.modified
        began, when = time.monotonic(), self.now()

        def note(result: str, status: int = 0, size: int = 0) -> None:
            took = round((time.monotonic() - began) * 1000)
            self.journal.note(
                Line(
                    when.isoformat(timespec="seconds"),
                    ask.method,
                    address,
                    result,
                    status,
                    size,
                    took,
                    attempt,
                )
            )

        try:
            raw = self.transport.send(ask.method, address, headers, ask.body, ask.limits)
        except NetError as error:
            note(error.code)
            raise
        note(_result(raw.status), raw.status, len(raw.body))
        return raw

    def _taken(self, ask: Ask, address: str, raw: Raw, kept: Kept | None) -> Reply:
        """What an answer that is no redirect means. Raises `NetError`."""
        host = host_of(address)
        if raw.status == _UNCHANGED and kept is not None:
            return self.cache.confirm(ask, kept, self.now()).reply()
        if raw.status != HTTPStatus.OK:
            wait = seconds_to_wait(raw.headers.get("retry-after", ""), self.now())
            raise Refusing(host, raw.status, wait)
        kind = raw.headers.get("content-type", "").partition(";")[0].strip().casefold()
        if kind not in ask.types:
            raise WrongType(host, kind or "?")
        fresh = Kept(
            address,
            raw.headers.get("content-type", ""),
            raw.headers.get("etag", ""),
            raw.headers.get("last-modified", ""),
            self.now(),
            raw.body,
        )
        if ask.keep:
            self.cache.keep(ask, fresh)
        return replace(fresh.reply(), is_kept=False)


def _led_to(address: str, location: str) -> str:
    """Where a redirect leads; nowhere where it cannot be read."""
    try:
        return urljoin(address, location)
    except ValueError:
        return ""


def is_allowed(address: str, hosts: frozenset[str]) -> bool:
    """Whether an address may be asked: one of `hosts`, by https; in the clear only on this computer. Total."""
    try:
        parts = urlsplit(address)
        host, user = (parts.hostname or "").casefold(), parts.username
        port = parts.port
    except ValueError:
        return False
    if host not in hosts or user is not None:
        return False
    if host in _HERE:
        return parts.scheme in ("http", "https")
    return parts.scheme == "https" and port in (None, 443)


def seconds_to_wait(told: str, now: datetime) -> float | None:
    """What Retry-After says, in seconds: a number, or a date. None where it says nothing that can be read. Total."""
    told = told.strip()
    if told.isascii() and told.isdecimal():
        return float(told[:9])
    try:
        when = parsedate_to_datetime(told)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    aware = when if when.tzinfo is not None else when.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())


def _is_final(error: NetError) -> bool:
    """Whether the answer is a no, and not a silence: then what is kept is no answer any more."""
    return isinstance(error, NotAllowed) or (isinstance(error, Refusing) and not error.is_passing)


def _result(status: int) -> str:
    if status == HTTPStatus.OK:
        return "ok"
    return "unchanged" if status == _UNCHANGED else "redirect" if status in _REDIRECTS else Refusing.code
