"""The electronic signatures of a PDF: by whom, and whether it is still what was signed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wizard.i18n import Message

__all__ = ["Changed", "SignatureState", "Signed"]


class SignatureState(StrEnum):
    """What can be said of a signature. There is no other way to be well than `TRUSTED`."""

    TRUSTED = "trusted"
    """Unchanged since, by a certificate that one of the trusted issuers vouches for and has not withdrawn."""
    ISSUER_UNKNOWN = "issuer_unknown"
    """Unchanged since, but no trusted issuer vouches for the certificate."""
    CHANGED = "changed"
    """Something was added or altered after signing, even if it may be allowed."""
    BROKEN = "broken"
    """What was signed is not what stands there."""
    KSI = "ksi"
    """A seal of another kind, which cannot be checked here."""
    REVOCATION_UNKNOWN = "revocation_unknown"
    """As `TRUSTED`, but whether the certificate has been withdrawn cannot be told from what is at hand."""
    UNSIGNED = "unsigned"
    """There is a place for a signature, and it is empty."""
    NOT_CHECKED = "not_checked"
    """What checks signatures is not installed, or could not read this one."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A field that held something else when it was signed."""

    field: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature of a document; `on` is when its maker says it was made."""

    field: str
    state: SignatureState
    signer: str = ""
    on: str = ""
    why: Message | None = None
    changed: tuple[Changed, ...] = ()
