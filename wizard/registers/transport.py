"""One request over the wire: the only place that knows httpx.

Its faults become ours at one seam (`_fault`), and a test proves that none is forgotten. httpx limits silences but
not the whole, and a name that is not resolved may take minutes; so each request runs in a thread of its own that
is let go when its time is over. Proxies and certificates come from the environment: HTTPS_PROXY, NO_PROXY,
SSL_CERT_FILE, SSL_CERT_DIR; otherwise the certificates of this computer and those of certifi are trusted.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from wizard import __version__
from wizard.registers.asking import Limits, host_of
from wizard.registers.errors import (
    BadCertificate,
    CutOff,
    NetError,
    NotAllowed,
    RedirectLoop,
    TooMuch,
    TooSlow,
    Unreachable,
    WrongType,
)
from wizard.registers.unpacking import Unpacker, UnpackingError

if TYPE_CHECKING:
    import httpx

__all__ = ["Raw", "Transport", "fault_of"]

_AGENT: Final = f"lov/{__version__}"
_FAULT_SIZE: Final = 64 * 1024
"""So much is read of an answer that is not the one asked for."""


@dataclass(frozen=True, slots=True)
class Raw:
    """An answer as it came: names of headers in lower case, the body unpacked."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport:
    """Sends requests, one after the other, over connections that are kept open. `close` lets go of them."""

    def __init__(self) -> None:
        self._client: httpx.Client | None = None

    def send(self, method: str, address: str, headers: Mapping[str, str], body: bytes, limits: Limits) -> Raw:
        """Send one request. Raises `NetError` within `limits.total`."""
        host, stop, found = host_of(address), Event(), Future[Raw]()

        def run() -> None:
            try:
                found.set_result(self._send(method, address, headers, body, limits, stop))
            except NetError as error:
                found.set_exception(error)
            except Exception as error:  # noqa: BLE001  whatever it is, it is told where the request was made
                found.set_exception(fault_of(error, host))

        Thread(target=run, daemon=True, name="lov-net").start()
        try:
            return found.result(timeout=limits.total)
        except TimeoutError:
            stop.set()
            self._client = None  # it is still at work in the thread; the next request begins afresh
            raise TooSlow(host) from None

    def close(self) -> None:
        """Let go of the connections."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _send(  # noqa: PLR0913, PLR0917  what a request is made of
        self, method: str, address: str, headers: Mapping[str, str], body: bytes, limits: Limits, stop: Event
    ) -> Raw:
        import httpx  # noqa: PLC0415  heavy: only where something goes out

        if self._client is None:
            self._client = httpx.Client(verify=_trusted(), follow_redirects=False)
        timeout = httpx.Timeout(limits.read, connect=limits.connect)
        sent = {"user-agent": _AGENT, "accept-encoding": "gzip", **headers}
        with self._client.stream(
            method, address, headers=sent, content=body or None, timeout=timeout
        ) as answer:
            read = {name.casefold(): value for name, value in answer.headers.items()}
            is_wanted = answer.status_code == httpx.codes.OK
            whole = _read(
                answer,
                read,
                limits.size if is_wanted else _FAULT_SIZE,
                stop,
                host_of(address),
                strict=is_wanted,
            )
            return Raw(answer.status_code, read, whole)


def _read(  # noqa: PLR0913  what reading needs to know
    answer: httpx.Response, headers: Mapping[str, str], most: int, stop: Event, host: str, *, strict: bool
) -> bytes:
    """The body, unpacked; what is not wanted anyway may be broken."""
    coding = headers.get("content-encoding", "").strip().casefold()
    if coding not in Unpacker.CODINGS:
        raise WrongType(host, coding)
    length = headers.get("content-length", "")
    if strict and length.isdecimal() and int(length) > most:
        raise TooMuch(host, most)
    unpacker = Unpacker(coding, most)
    try:
        for piece in answer.iter_raw():
            if stop.is_set():
                raise TooSlow(host)
            unpacker.take(piece)
        return unpacker.end()
    except UnpackingError as error:
        if not strict:
            return b""
        raise (TooMuch(host, most) if error.is_too_much else CutOff(host)) from None


def _trusted() -> ssl.SSLContext:
    """Whom we believe. Raises `OSError` where the environment names a file that cannot be read."""
    file, folder = os.environ.get("SSL_CERT_FILE") or None, os.environ.get("SSL_CERT_DIR") or None
    if file or folder:
        return ssl.create_default_context(cafile=file, capath=folder)
    import certifi  # noqa: PLC0415  comes with httpx

    context = ssl.create_default_context()
    context.load_verify_locations(cafile=certifi.where())
    return context


def fault_of(error: Exception, host: str) -> NetError:
    """A fault of httpx and what is below it, as one of ours; the most specific first."""
    import httpx  # noqa: PLC0415  as above

    if _has_certificate_fault(error):
        return BadCertificate(host)
    if isinstance(error, httpx.TimeoutException):
        return TooSlow(host)
    if isinstance(error, httpx.TooManyRedirects):
        return RedirectLoop(host)
    if isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL | httpx.CookieConflict):
        return NotAllowed(host)
    if isinstance(error, httpx.ConnectError | httpx.ProxyError | httpx.LocalProtocolError):
        return Unreachable(host)
    if isinstance(error, httpx.HTTPError | httpx.StreamError):
        return CutOff(host)
    # What is left is of the set-up: a certificate file or a proxy that the environment names and that is no good.
    return BadCertificate(host) if isinstance(error, OSError) else Unreachable(host)


def _has_certificate_fault(error: BaseException | None) -> bool:
    """Whether it came of a certificate; httpx keeps that only as the cause of the cause."""
    seen = 0
    while error is not None and seen < 10:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error, seen = error.__cause__ or error.__context__, seen + 1
    return False
