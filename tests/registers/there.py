"""Servers of ours on 127.0.0.1 that speak as the real ones do, their faults included.

`There` answers by a table of routes; a route is a function that gets the request and writes what it likes, so that it
may be slow, cut off, packed or wrong. What was asked is kept in `asked`. `Register` is Bolagsverket in small.
"""

from __future__ import annotations

import base64
import gzip
import json
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import parse_qs

import pytest

__all__ = [
    "GOING_ON",
    "NUMBER",
    "Asked",
    "Handler",
    "Register",
    "There",
    "answer",
    "impatient",
    "in_turn",
    "organisation",
    "page",
    "register",
    "register_of",
]

HTML: Final = "text/html; charset=utf-8"
NUMBER: Final = "556592-9717"
"""The company that the register knows, as people write its number."""
GOING_ON: Final = "pagaendeAvvecklingsEllerOmstruktureringsforfarande"
"""Where the register tells of bankruptcies and the like."""


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class Handler(BaseHTTPRequestHandler):
    """Gives each request to the route of its path."""

    protocol_version = "HTTP/1.1"
    there: There

    def _any(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        asked = Asked(
            self.command,
            self.path,
            {k.casefold(): v for k, v in self.headers.items()},
            self.rfile.read(length),
        )
        self.there.asked.append(asked)
        route = self.there.routes.get(self.path.partition("?")[0])
        with suppress(BrokenPipeError, ConnectionResetError, ssl.SSLError):  # whoever asked has had enough
            (route or partial(answer, status=404))(self, asked)

    do_GET = do_POST = _any  # noqa: N815  so they are called

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  so it is called
        """Nothing: tests look at `asked`."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A handshake that fails is what some tests are about."""


@dataclass
class There:
    """A server. Use it in `with`; `over` is the certificate where it speaks TLS."""

    routes: dict[str, Callable[[Handler, Asked], None]] = field(default_factory=dict)
    over: ssl.SSLContext | None = None
    asked: list[Asked] = field(default_factory=list)
    closing: Event = field(default_factory=Event)

    def __enter__(self) -> Self:
        handler = type("Mine", (Handler,), {"there": self})
        self.server = _Server(("127.0.0.1", 0), handler)
        if self.over is not None:
            self.server.socket = self.over.wrap_socket(self.server.socket, server_side=True)
        self.thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def at(self, path: str = "/") -> str:
        """The address of a path."""
        scheme = "https" if self.over is not None else "http"
        host = "localhost" if self.over is not None else "127.0.0.1"
        return f"{scheme}://{host}:{self.server.server_address[1]}{path}"

    def put(self, path: str, route: Callable[[Handler, Asked], None]) -> str:
        """Answer at a path, and give its address."""
        self.routes[path] = route
        return self.at(path)

    def slow(self, handler: Handler, _asked: Asked, *, seconds: float = 30.0) -> None:
        """Say nothing until the test is over."""
        self.closing.wait(seconds)
        handler.close_connection = True

    def dripping(self, handler: Handler, _asked: Asked) -> None:
        """One byte of a header at a time: never silent for long, and never done."""
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.closing.wait(0.05):
            handler.wfile.write(b"x")
            handler.wfile.flush()
        handler.close_connection = True


def answer(
    handler: Handler,
    _asked: Asked,
    *,
    body: bytes = b"",
    status: int = 200,
    kind: str = HTML,
    headers: Mapping[str, str] | None = None,
    cut: int = 0,
) -> None:
    """An answer; with `cut`, its last bytes are promised and never come."""
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    for name, value in (headers or {}).items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body[: len(body) - cut])
    handler.close_connection = handler.close_connection or bool(cut)


def page(
    text: str, *, etag: str = "", modified: str = "", packed: bool = False
) -> Callable[[Handler, Asked], None]:
    """A page that knows whether it has changed, as publishers' servers do."""

    def route(handler: Handler, asked: Asked) -> None:
        is_known = (etag and asked.headers.get("if-none-match") == etag) or (
            not etag and modified and asked.headers.get("if-modified-since") == modified
        )
        headers = {"ETag": etag} if etag else {}
        headers |= {"Last-Modified": modified} if modified else {}
        body = text.encode()
        if packed and "gzip" in asked.headers.get("accept-encoding", ""):
            body, headers = gzip.compress(body), {**headers, "Content-Encoding": "gzip"}
        if is_known:
            answer(handler, asked, status=304, headers=headers)
        else:
            answer(handler, asked, body=body, headers=headers)

    return route


def in_turn(*routes: Callable[[Handler, Asked], None]) -> Callable[[Handler, Asked], None]:
    """Another answer each time."""
    left = iter(routes)

    def route(handler: Handler, asked: Asked) -> None:
        next(left)(handler, asked)

    return route


def organisation(number: str = "5565929717", /, **parts: Any) -> dict[str, Any]:
    """An organisation as the register tells of it."""
    whole = {"dataproducent": "Bolagsverket", "fel": None}
    told: dict[str, Any] = {
        "organisationsidentitet": {
            "identitetsbeteckning": number,
            "typ": {"kod": "ORGANISATIONSNUMMER", "klartext": "Organisationsnummer"},
        },
        "namnskyddslopnummer": None,
        "organisationsnamn": {
            "organisationsnamnLista": [
                {
                    "namn": "Rörelsekraft Särskilt",
                    "organisationsnamntyp": {
                        "kod": "SARSKILT_FORETAGSNAMN",
                        "klartext": "Särskilt företagsnamn",
                    },
                    "registreringsdatum": "2021-01-01",
                },
                {
                    "namn": "Rörelsekraft Fysioterapi AB",
                    "organisationsnamntyp": {"kod": "FORETAGSNAMN", "klartext": "Företagsnamn"},
                    "registreringsdatum": "2020-03-02",
                },
            ],
            **whole,
        },
        "organisationsform": {"kod": "AB", "klartext": "Aktiebolag", **whole},
        "avregistreradOrganisation": None,
        "avregistreringsorsak": None,
        GOING_ON: None,
        "juridiskForm": {"kod": "49", "klartext": "Övriga aktiebolag", "dataproducent": "SCB", "fel": None},
        "verksamOrganisation": {"kod": "JA", "dataproducent": "SCB", "fel": None},
        "organisationsdatum": {"registreringsdatum": "2020-03-02", "infortHosScb": None, **whole},
        "verksamhetsbeskrivning": {"beskrivning": "Fysioterapi", **whole},
        "naringsgrenOrganisation": {"sni": [], "dataproducent": "SCB", "fel": None},
        "postadressOrganisation": {
            "postadress": {
                "postnummer": "11359",
                "utdelningsadress": "Sveavägen 59",
                "land": None,
                "coAdress": None,
                "postort": "STOCKHOLM",
            },
            **whole,
        },
        "reklamsparr": None,
    }
    return {**told, **parts}


@dataclass
class Register:
    """Bolagsverket in small, as routes of a server: tokens that run out, and organisations by number."""

    there: There
    known: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    id: str = "me"
    secret: str = "geheim"  # noqa: S105  of the test's own
    lasts: int = 3600
    good: set[str] = field(default_factory=set)
    given: int = 0

    def __post_init__(self) -> None:
        self.there.put("/oauth2/token", self._token)
        self.there.put("/v1/organisationer", self._organisations)

    def environment(self) -> dict[str, str]:
        """What finds it."""
        return {
            "LOV_BOLAGSVERKET_URL": self.there.at("/v1"),
            "LOV_BOLAGSVERKET_TOKEN_URL": self.there.at("/oauth2/token"),
            "LOV_BOLAGSVERKET_ID": self.id,
            "LOV_BOLAGSVERKET_SECRET": self.secret,
        }

    def expire(self) -> None:
        """No token given so far is good any more."""
        self.good.clear()

    def _token(self, handler: Handler, asked: Asked) -> None:
        form = parse_qs(asked.body.decode())
        wanted = "Basic " + base64.b64encode(f"{self.id}:{self.secret}".encode()).decode()
        if asked.headers.get("authorization") != wanted or form.get("grant_type") != ["client_credentials"]:
            self._say(handler, asked, {"error": "invalid_client"}, 401)
            return
        self.given += 1
        token = f"token-{self.given}"
        self.good.add(token)
        self._say(
            handler, asked, {"access_token": token, "token_type": "Bearer", "expires_in": self.lasts}, 200
        )

    def _organisations(self, handler: Handler, asked: Asked) -> None:
        if asked.headers.get("authorization", "").removeprefix("Bearer ") not in self.good:
            self._say(
                handler,
                asked,
                {"type": "urn:bolagsverket:error:auth", "status": 401, "title": "Unauthorized"},
                401,
            )
            return
        number = str(json.loads(asked.body).get("identitetsbeteckning"))
        found = self.known.get(number)
        if found is None:
            fault = {
                "typ": "ORGANISATION_FINNS_EJ",
                "felBeskrivning": "Begärd organisation finns inte registrerad.",
            }
            nothing = {"fel": fault, "dataproducent": "Bolagsverket"}
            found = [
                {"organisationsform": nothing, "organisationsnamn": nothing, "organisationsdatum": nothing}
            ]
        self._say(handler, asked, {"organisationer": found}, 200)

    def _say(self, handler: Handler, asked: Asked, told: object, status: int) -> None:
        answer(handler, asked, body=json.dumps(told).encode(), status=status, kind="application/json")


@contextmanager
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[There]:
    """A server, with no proxy before it and no long pauses."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setattr("wizard.registers.net._FIRST_PAUSE", 0.01)
    with There() as there:
        yield there


def register_of(monkeypatch: pytest.MonkeyPatch, number: str = "5565929717") -> Iterator[Register]:
    """Bolagsverket in small, which the environment leads to, and which knows one company; for a fixture."""
    with impatient(monkeypatch) as there:
        made = Register(there, {number: [organisation(number)]})
        for name, value in made.environment().items():
            monkeypatch.setenv(name, value)
        yield made


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    """Bolagsverket in small, which knows the company with `NUMBER`."""
    yield from register_of(monkeypatch)
