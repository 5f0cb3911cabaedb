"""Company data by organisation number: Bolagsverket's API for valuable data sets ("värdefulla datamängder"), v1.

    POST portal.api.bolagsverket.se/oauth2/token   grant_type=client_credentials, Basic id:secret → access_token
    POST …/vardefulla-datamangder/v1/organisationer   {"identitetsbeteckning": "5565929717"} → organisationer
    GET  …/vardefulla-datamangder/v1/isalive          → OK

Confirmed by the published description and by others' recorded answers (public copies, November 2026): both addresses,
the scopes, Basic authentication, the field `identitetsbeteckning` with ten digits for an organisation and twelve for a
person, 400 for a number that cannot be one, 401 for a token that is over. Inferred: that no limit is set on how often
one may ask (others tell of 60 a minute); 429 is handled as everywhere. Nothing of this has been tried against the
register itself from here, which takes credentials of one's own.

A token is held in memory for as long as it is good. What is found is kept a day; a person's number is never kept on
the disk, in whatever form.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from wizard.i18n import Message, msg
from wizard.registers.asking import JSON, Ask, Limits, Reply, host_of
from wizard.registers.company import Company, companies
from wizard.registers.credentials import Credentials, credentials
from wizard.registers.errors import NetError, NotInRegister, Refusing, WrongType
from wizard.registers.net import Net
from wizard.values.base import Context
from wizard.values.orgnr import Orgnr
from wizard.values.personnummer import read_personnummer

__all__ = ["SOURCE", "Bolagsverket", "Found", "NoNumberError", "canonical_number", "is_personal"]

GATEWAY: Final = "https://gw.api.bolagsverket.se/vardefulla-datamangder/v1"
TOKENS: Final = "https://portal.api.bolagsverket.se/oauth2/token"
SOURCE: Final = "Bolagsverket, värdefulla datamängder"
"""The register, by its own name: it is the same in every language."""
_GATEWAY_AT: Final = "LOV_BOLAGSVERKET_URL"
_TOKENS_AT: Final = "LOV_BOLAGSVERKET_TOKEN_URL"
_SCOPE: Final = "vardefulla-datamangder:read"
_FRESH_FOR: Final = timedelta(days=1)
_LIMITS: Final = Limits(size=512 * 1024)
_MARGIN: Final = timedelta(seconds=60)
_NO_TOKEN: Final = 401
_NO_SUCH: Final = frozenset({404, 410})


class NoNumberError(Exception):
    """What was given is no organisation number."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(str(message))


@dataclass(frozen=True, slots=True)
class Found:
    """What the register says of a number, and when it said it. `trouble` as in `Reply`."""

    number: str
    businesses: tuple[Company, ...]
    reply: Reply

    @property
    def company(self) -> Company:
        """The organisation; for a sole trader with several businesses, the first of them."""
        return self.businesses[0]


@dataclass
class Bolagsverket:
    """The register, asked over `net`. `environment` has the credentials, and other addresses where one tests."""

    net: Net
    environment: Mapping[str, str]
    _token: tuple[str, datetime] | None = field(default=None, repr=False)

    @property
    def gateway(self) -> str:
        """Where organisations are asked for."""
        return (self.environment.get(_GATEWAY_AT) or GATEWAY).rstrip("/")

    @property
    def tokens(self) -> str:
        """Where tokens are asked for."""
        return self.environment.get(_TOKENS_AT) or TOKENS

    def look_up(self, number: str, today: date, *, anew: bool = False) -> Found:
        """What the register says of a number. Raises `NoNumberError` and `NetError`."""
        canonical = canonical_number(number, today)
        ask = self._ask(canonical, today)
        kept = self._kept(ask, anew=anew)
        reply = kept if kept is not None else self._asked(ask)
        try:
            found = companies(json.loads(reply.body))
        except (ValueError, RecursionError):
            raise WrongType(host_of(self.gateway), "JSON?") from None
        if not found:
            raise NotInRegister
        return Found(canonical, found, reply)

    def known(self, number: str, today: date) -> Found | None:
        """What an earlier look-up found; nothing is asked."""
        quiet = Bolagsverket(Net(self.net.folder, offline=True, now=self.net.now), self.environment)
        try:
            return quiet.look_up(number, today)
        except (NetError, NoNumberError):
            return None

    def _ask(self, number: str, today: date) -> Ask:
        body = json.dumps({"identitetsbeteckning": _as_asked(number, today)}).encode()
        return Ask(
            f"{self.gateway}/organisationer",
            frozenset({host_of(self.gateway)}),
            JSON,
            method="POST",
            body=body,
            limits=_LIMITS,
            fresh_for=_FRESH_FOR,
            keep=not is_personal(number),
        )

    def _kept(self, ask: Ask, *, anew: bool) -> Reply | None:
        """What is kept and good enough: fresh, or all there is where nothing may go out."""
        kept = self.net.cache.find(ask) if ask.keep else None
        if self.net.offline:
            return self.net.get(ask)  # what is kept with its date, or a no
        if kept is None or anew or abs(self.net.now() - kept.fetched) >= ask.fresh_for:
            return None
        return kept.reply()

    def _asked(self, ask: Ask) -> Reply:
        """Ask with a token; with a new one where the old is over before its time."""
        try:
            for is_last in (False, True):
                try:
                    return self.net.get(self._with_token(ask), anew=True)
                except Refusing as error:
                    if error.status in _NO_SUCH:
                        raise NotInRegister from None
                    if error.status != _NO_TOKEN or is_last:
                        raise
                    self._token = None
        except NetError as error:
            kept = self.net.cache.find(ask) if ask.keep and not isinstance(error, NotInRegister) else None
            if kept is None:
                raise
            return replace(kept.reply(), trouble=error.message, code=error.code)
        raise AssertionError  # the second round of the loop returns or raises

    def _with_token(self, ask: Ask) -> Ask:
        headers = {"content-type": "application/json", "authorization": f"Bearer {self._token_now()}"}
        return replace(ask, headers=headers)

    def _token_now(self) -> str:
        """A token that is still good. Raises `NetError`."""
        now = self.net.now()
        if self._token is not None and now < self._token[1]:
            return self._token[0]
        known = credentials(self.environment)
        form = urlencode({"grant_type": "client_credentials", "scope": _SCOPE}).encode()
        ask = Ask(
            self.tokens,
            frozenset({host_of(self.tokens)}),
            JSON,
            method="POST",
            body=form,
            headers={
                "content-type": "application/x-www-form-urlencoded",
                "authorization": f"Basic {_basic(known)}",
            },
            limits=_LIMITS,
            keep=False,
        )
        token, seconds = _token_in(self.net.get(ask).body)
        if not token:
            raise WrongType(host_of(self.tokens), "OAuth?")
        self._token = (token, now + max(timedelta(0), timedelta(seconds=seconds) - _MARGIN))
        return token


def _token_in(body: bytes) -> tuple[str, float]:
    """The token and how many seconds it is good for; no token where there is none that a header can hold. Total."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return "", 0
    token = told.get("access_token") if isinstance(told, dict) else None
    seconds = told.get("expires_in") if isinstance(told, dict) else None
    is_good = isinstance(token, str) and token.isascii() and token.isprintable() and " " not in token
    lasts = float(seconds) if isinstance(seconds, int | float) and 0 < seconds < 10**6 else 300.0
    return (str(token) if is_good else "", lasts)


def canonical_number(text: str, today: date) -> str:
    """The number as lov keeps it. Raises `NoNumberError`."""
    reading = Orgnr(allow_personal=True).read(text, Context(today))
    if isinstance(reading.value, str):
        return reading.value
    raise NoNumberError(reading.reason or msg("This is no organisation number."))


def is_personal(number: str) -> bool:
    """Whether the number of a sole trader, and so of a person. Numbers of organisations have a third digit from 2."""
    return number[2:3] in ("0", "1")


def _as_asked(number: str, today: date) -> str:
    """Ten digits for an organisation; twelve for a person, as the register wants them."""
    digits = number.replace("-", "")
    person = read_personnummer(digits, today) if is_personal(number) else None
    return person.replace("-", "") if isinstance(person, str) else digits


def _basic(known: Credentials) -> str:
    return base64.b64encode(f"{known.id}:{known.secret}".encode()).decode("ascii")
