"""Web addresses: `https://www.foretag.se/kontakt`.

Only http and https lead to a page; other schemes may run something. What must stay true: scheme and host are in
small letters and a name and a password never stand in an address that is shown or followed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

from wizard.i18n import Message, msg
from wizard.values.base import Context, Quick, Reading
from wizard.values.plain import all_of, joined
from wizard.values.scalar import Scalar

__all__ = ["Url"]

_LONGEST: Final = 2_000
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]{0,20}):(?://|(?![0-9]))", re.IGNORECASE)
_USUAL: Final = re.compile(
    r"https?://(?:[a-z0-9]{1,20}(?:-[a-z0-9]{1,20}){0,2}\.){1,4}[a-z]{2,20}(?:/[A-Za-z0-9._~-]{1,100}){0,9}/?"
)
_ALL_USUAL: Final = all_of(_USUAL.pattern)
_HOST_LABEL: Final = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")


@dataclass(frozen=True, slots=True)
class Url(Scalar):
    """The address of a page; `https://` is put before one that has no scheme."""

    name: ClassVar[str] = "url"

    def schema(self) -> dict[str, Any]:
        """An absolute address."""
        return {"type": "string", "format": "uri", "maxLength": _LONGEST}

    def quick(self) -> Quick | None:
        """An address in small letters, with a path or without."""
        usual = _USUAL.fullmatch
        return lambda text: text if usual(text) else None

    def together(self, texts: Sequence[str]) -> Sequence[str] | None:
        """As the shortcut."""
        return texts if _ALL_USUAL.fullmatch(joined(texts)) else None

    def _read(self, text: str, ctx: Context) -> Reading:  # noqa: ARG002  an address needs no clock
        outcome = _normalised(text)
        return Reading.rejected(outcome) if isinstance(outcome, Message) else Reading.accepted(outcome, text)


def _normalised(written: str) -> str | Message:
    """The address with its scheme and host normalised, or what is wrong with it."""
    if len(written) > _LONGEST or " " in written or "\n" in written:
        return _hint()
    scheme = _SCHEME.match(written)
    if scheme is not None and scheme[1].lower() not in {"http", "https"}:
        return msg(
            "Only addresses that begin with http or https can be used. Write it as https://www.company.se."
        )
    try:
        parts = urlsplit(written if scheme else f"https://{written}")
        port = parts.port
    except ValueError:  # brackets that match nothing, a port beyond 65535
        return _hint()
    if "@" in parts.netloc:
        return msg("The address holds a name or a password before the @. Write it without them.")
    host = (parts.hostname or "").rstrip(".")
    if not _is_host(host):
        return _hint()
    netloc = host if port is None else f"{host}:{port}"
    return parts._replace(scheme=parts.scheme.lower(), netloc=netloc).geturl()


def _is_host(host: str) -> bool:
    """Whether this is a name in the DNS with at least two parts, the last of letters."""
    labels = host.split(".")
    last_of_letters = labels[-1].isalpha() or labels[-1].startswith("xn--")
    return (
        len(labels) > 1
        and len(labels[-1]) > 1
        and last_of_letters
        and all(map(_HOST_LABEL.fullmatch, labels))
    )


def _hint() -> Message:
    return msg("This is not quite a web address. Write it as https://www.company.se.")
