"""Statuses, outcomes and signatures in words, for every report and desk."""

from __future__ import annotations

from typing import Final

from wizard.i18n import msg
from wizard.rules import Outcome
from wizard.screening.findings import Status
from wizard.screening.signatures import SignatureState

__all__ = ["OUTCOMES", "SIGNATURES", "STATUSES"]

STATUSES: Final = {
    Status.REFUSED: msg("Could not be opened"),
    Status.SUPPLEMENT: msg("To be supplemented"),
    Status.JUDGE: msg("To be judged"),
    Status.COMPLETE: msg("Complete"),
}
"""What has to happen with a case, in words."""

OUTCOMES: Final = {
    Outcome.MET: msg("Met"),
    Outcome.NOT_MET: msg("Not met"),
    Outcome.UNDECIDED: msg("Undecided"),
    Outcome.NOT_CONCERNED: msg("Does not concern"),
}
"""What a rule says, in words."""

SIGNATURES: Final = {
    SignatureState.TRUSTED: msg("signed, unchanged since, by a certificate of a trusted issuer"),
    SignatureState.ISSUER_UNKNOWN: msg(
        "signed and unchanged since, but no trusted issuer vouches for the certificate"
    ),
    SignatureState.CHANGED: msg("changed after it was signed"),
    SignatureState.BROKEN: msg("the signature is broken: this is not what was signed"),
    SignatureState.KSI: msg("a KSI seal, which cannot be checked here"),
    SignatureState.REVOCATION_UNKNOWN: msg(
        "signed and unchanged since, by a certificate of a trusted issuer; whether it has been withdrawn is not known"
    ),
    SignatureState.UNSIGNED: msg("a place for a signature, not signed"),
    SignatureState.NOT_CHECKED: msg("signed, but not checked here"),
}
"""What can be said of a signature, in words."""
