# ruff: noqa: N818  the names say what is wrong with the net
"""What can go wrong with a look-up, as sentences for the person who asked for it.

    NetError                     the look-up brought nothing
    ├── Offline                  nothing may go out now
    ├── NotAllowed               the address, or where it leads, is none that may be asked
    ├── NotConfigured            the credentials that the register asks for are not there
    ├── NotInRegister            the register answers, and knows no such organisation
    ├── WrongType                what came is of another kind than what was asked for
    ├── TooMuch                  what came is larger than it may be
    ├── RedirectLoop             the address leads on and on
    ├── BadCertificate           the other side cannot show who it is
    └── Passing                  worth another try
        ├── Unreachable          there is no way there
        ├── TooSlow              no answer in time
        ├── CutOff               the answer ended before its end
        └── Refusing             the server answers with a fault of its own

No message holds an address with anything personal in it: hosts are named, queries and bodies never.
"""

from __future__ import annotations

from typing import Final

from wizard.i18n import Message, msg

__all__ = [
    "BadCertificate",
    "CutOff",
    "NetError",
    "NotAllowed",
    "NotConfigured",
    "NotInRegister",
    "Offline",
    "Passing",
    "RedirectLoop",
    "Refusing",
    "TooMuch",
    "TooSlow",
    "Unreachable",
    "WrongType",
]

_TRY_AGAIN: Final = frozenset({408, 425, 429, 500, 502, 503, 504})


class NetError(Exception):
    """See the module. `message` is a sentence for the user."""

    code = "failed"
    """What the journal and the JSON documents call it."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(str(message))


class Offline(NetError):
    """Nothing may go out now."""

    code = "offline"

    def __init__(self) -> None:
        super().__init__(msg("Not looked up: lov works without the net here."))


class NotAllowed(NetError):
    """The address, or where it leads, is none that may be asked."""

    code = "not_allowed"

    def __init__(self, host: str) -> None:
        super().__init__(msg("lov asks no such address: {host}.", host=host or "?"))


class NotConfigured(NetError):
    """The credentials that the register asks for are not there."""

    code = "not_configured"


class NotInRegister(NetError):
    """The register answers, and knows no such organisation."""

    code = "not_found"

    def __init__(self) -> None:
        super().__init__(msg("The register has no organisation with this number."))


class WrongType(NetError):
    """What came is of another kind than what was asked for."""

    code = "wrong_type"

    def __init__(self, host: str, kind: str) -> None:
        super().__init__(
            msg("{host} answered with something else than was asked for: {kind}.", host=host, kind=kind)
        )


class TooMuch(NetError):
    """What came is larger than it may be."""

    code = "too_much"

    def __init__(self, host: str, most: int) -> None:
        super().__init__(
            msg("{host} sent more than {size} kB, so lov stopped reading.", host=host, size=most // 1024)
        )


class RedirectLoop(NetError):
    """The address leads on and on."""

    code = "redirects"

    def __init__(self, host: str) -> None:
        super().__init__(msg("{host} keeps sending us on to other addresses.", host=host))


class BadCertificate(NetError):
    """The other side cannot show who it is."""

    code = "certificate"

    def __init__(self, host: str) -> None:
        super().__init__(
            msg(
                "{host} cannot show that it is who it says: its certificate is not one this computer trusts. "
                "Behind a proxy with a certificate of its own, set SSL_CERT_FILE to it.",
                host=host,
            )
        )


class Passing(NetError):
    """What may be gone at the next try."""

    code = "failed"


class Unreachable(Passing):
    """There is no way there."""

    code = "unreachable"

    def __init__(self, host: str) -> None:
        super().__init__(msg("{host} cannot be reached from here.", host=host))


class TooSlow(Passing):
    """No answer in time."""

    code = "timeout"

    def __init__(self, host: str) -> None:
        super().__init__(msg("{host} did not answer in time.", host=host))


class CutOff(Passing):
    """The answer ended before its end."""

    code = "cut_off"

    def __init__(self, host: str) -> None:
        super().__init__(msg("The answer of {host} broke off.", host=host))


class Refusing(Passing):
    """The server answers with a fault of its own, or with a no; `wait` is how many seconds it asks us to wait."""

    code = "status"

    def __init__(self, host: str, status: int, wait: float | None = None) -> None:
        self.status = status
        self.wait = wait
        super().__init__(self._words(host, status))

    @staticmethod
    def _words(host: str, status: int) -> Message:
        if status in (404, 410):
            return msg("{host} has no such page any more.", host=host)
        if status in (401, 403):
            return msg("{host} does not let us in ({status}).", host=host, status=str(status))
        if status == 429:
            return msg("{host} has been asked too often, and wants us to wait.", host=host)
        if status < 500:
            return msg("{host} does not take what was asked ({status}).", host=host, status=str(status))
        return msg("{host} answers with a fault of its own ({status}).", host=host, status=str(status))

    @property
    def is_passing(self) -> bool:
        """Whether another try may bring more."""
        return self.status in _TRY_AGAIN
