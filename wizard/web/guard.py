"""Who may ask for what. Pure: facts of a request in, a refusal or nothing out.

A browser on this machine is everybody's: any page in it may send requests here, and a name of the attacker's may
be made to point here (DNS rebinding). So each request has to name us as its host, come from our own page, and
carry the cookie that only the launch link gives. The link is good for one use; who has it and comes second is
refused, and the person sees it, because the own window does not open.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

__all__ = ["Asked", "Guard", "Refusal"]

_SECRET_BYTES: Final = 32
_OURS: Final = frozenset({"same-origin", "none"})
"""Where a request may come from by its Sec-Fetch-Site: our own page, or the person (address line, bookmark)."""
_OPEN: Final = ("/static/",)
"""What is given without a cookie, because it is the same for everybody: style, script, typeface."""
_START: Final = "/start/"


class Refusal(Enum):
    """Why a request is refused, with the status of the answer."""

    WRONG_HOST = 421
    """It names another host: a foreign name that points here."""
    WRONG_ORIGIN = 403
    """It comes from another page."""
    NO_COOKIE = 401
    """Nobody has let this browser in."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a request is looked at. Headers come as often as they were sent: twice is not once."""

    path: str
    method: str = "GET"
    hosts: Sequence[str] = ()
    origins: Sequence[str] = ()
    sites: Sequence[str] = ()
    cookie: str | None = None
    is_socket: bool = False


@dataclass
class Guard:
    """Links and cookies of one run of the server on `port`; nothing of it outlives the run."""

    port: int
    most: int = 8
    _links: list[str] = field(default_factory=list)
    _cookies: list[str] = field(default_factory=list)

    @property
    def cookie_name(self) -> str:
        """Cookies do not know ports: two servers on one machine must not take each other's."""
        return f"lov-{self.port}"

    @property
    def origin(self) -> str:
        """Where our page is from, as we write it."""
        return f"http://127.0.0.1:{self.port}"

    def new_link(self) -> str:
        """The address that lets one browser in, once."""
        token = secrets.token_urlsafe(_SECRET_BYTES)
        self._links = [*self._links, token][-self.most :]
        return f"{self.origin}{_START}{token}"

    def redeem(self, token: str) -> str | None:
        """The cookie for a launch link; None where there is no such link, or it has been used."""
        known = next((link for link in self._links if _same(link, token)), None)
        if known is None:
            return None
        self._links.remove(known)
        cookie = secrets.token_urlsafe(_SECRET_BYTES)
        self._cookies = [*self._cookies, cookie][-self.most :]
        return cookie

    def knows(self, cookie: str | None) -> bool:
        """Whether the cookie is one of ours."""
        return cookie is not None and any(_same(known, cookie) for known in self._cookies)

    def refusal(self, asked: Asked) -> Refusal | None:
        """Why the request is refused; None where it is welcome."""
        hosts = {f"127.0.0.1:{self.port}", f"localhost:{self.port}"}
        if len(asked.hosts) != 1 or asked.hosts[0] not in hosts:
            return Refusal.WRONG_HOST
        is_launch = asked.method == "GET" and asked.path.startswith(_START)
        if not self._is_from_us(asked, is_launch=is_launch):
            return Refusal.WRONG_ORIGIN
        is_open = is_launch or (asked.method in ("GET", "HEAD") and asked.path.startswith(_OPEN))
        return None if is_open or self.knows(asked.cookie) else Refusal.NO_COOKIE

    def _is_from_us(self, asked: Asked, *, is_launch: bool) -> bool:
        own = [f"http://{asked.hosts[0]}"]
        must_tell = asked.is_socket or asked.method not in ("GET", "HEAD")
        if (asked.origins or must_tell) and list(asked.origins) != own:
            return False
        # A launch link may be clicked anywhere, in a mail to oneself for one: it lets in whoever holds it.
        return is_launch or all(site in _OURS for site in asked.sites)


def _same(ours: str, theirs: str) -> bool:
    return secrets.compare_digest(ours.encode(), theirs.encode("utf-8", "replace"))
