"""What was done to a document beside what it says: active content, fields that show otherwise, signatures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from wizard.flow.model import Level
from wizard.i18n import Translator, msg
from wizard.rules import Outcome
from wizard.screening.documents import ODDITIES, Document
from wizard.screening.findings import Finding, Where
from wizard.screening.signatures import SignatureState, Signed
from wizard.screening.words import SIGNATURES

__all__ = ["altered"]

_MOST_NAMES: Final = 10
_OUTCOMES: Final = {
    SignatureState.TRUSTED: Outcome.MET,
    SignatureState.CHANGED: Outcome.NOT_MET,
    SignatureState.BROKEN: Outcome.NOT_MET,
}
_ASK: Final = {
    SignatureState.CHANGED: msg("Ask for the paper as it was signed, or for a new signature."),
    SignatureState.BROKEN: msg("Ask for the paper as it was signed, or for a new signature."),
    SignatureState.KSI: msg("Check the seal with the service that set it."),
}


def altered(document: Document, tr: Translator) -> Iterator[Finding]:
    """A finding for each thing that a person should know before they open the document."""
    if document.active:
        yield Finding(
            "document.active",
            Level.WARNING,
            Outcome.NOT_MET,
            msg("The PDF does nothing by itself when it is opened."),
            seen=", ".join(document.active),
            where=Where(document.name),
            fix=msg("lov has run nothing. Open it only in a viewer that asks first."),
        )
    for kind, names in document.odd.items():
        yield Finding(
            f"form.{kind}",
            Level.WARNING,
            Outcome.UNDECIDED,
            ODDITIES[kind],
            seen=", ".join(names[:_MOST_NAMES]),
            where=Where(document.name),
            fix=msg("Compare the page with what is read from the fields."),
        )
    for signed in document.signatures:
        if signed.state is not SignatureState.UNSIGNED:
            yield _of_signature(document, signed, tr)


def _of_signature(document: Document, signed: Signed, tr: Translator) -> Finding:
    """What a signature is worth: well only where it is trusted; the rest a person looks at."""
    changes = "; ".join(f"{c.field}: {c.then} → {c.now}" for c in signed.changed)
    seen = ", ".join(filter(None, (signed.signer, signed.on, tr(SIGNATURES[signed.state]))))
    if signed.why is not None:
        seen += f". {tr(signed.why)}"
    if changes:
        seen += f" ({changes})"
    return Finding(
        "document.signature",
        Level.WARNING,
        _OUTCOMES.get(signed.state, Outcome.UNDECIDED),
        msg("The signature holds: by someone who is vouched for, and nothing was changed since."),
        seen=seen,
        where=Where(document.name, field=signed.field),
        fix=_ASK.get(signed.state, msg("Make sure of who has signed in another way.")),
    )
