"""Not knowing, in more words than `vet inte`."""

from __future__ import annotations

import re
from typing import Final

from wizard.values.characters import fold, tidy

__all__ = ["found_in", "is_said"]

_FILL: Final = r"(?:tyvarr|faktiskt|riktigt|helt|an|annu|just nu|idag|i dag|i nulaget|nu|sakert|alls|om det|det|yet|really|unfortunately|right now|at the moment|sorry|exakt|ju|tack|heller|either|inte heller)"
_DONT_KNOW: Final = re.compile(
    rf"(?:(?:nej|na|ja|hmm?|oj|tja|eh|oh|tyvarr|well|sorry|no),? )*(?:"
    rf"(?:det )?(?:vet|minns)(?: (?:vi|jag|man))?(?: {_FILL})* (?:inte|ej|icke)(?: {_FILL})*"
    rf"|(?:jag|vi|man) (?:vet|minns|kommer)(?: {_FILL})* (?:inte|ej)(?: ihag)?(?: {_FILL})*"
    rf"|(?:det )?(?:har )?(?:jag|vi)? ?(?:har )?(?:faktiskt )?ingen (?:aning|susning)(?: {_FILL})*"
    rf"|(?:det )?(?:ar )?(?:inte|ej|annu inte|inte annu|inte an) (?:bestamt|klart|kant|faststallt|beslutat|avgjort|spikat)(?: {_FILL})*"
    rf"|(?:det )?(?:har vi |vi har |har )?(?:inte|ej)(?: an| annu)? (?:bestamt|beslutat|faststallt)(?: oss| det| mig)?(?: {_FILL})*"
    rf"|(?:det )?(?:ar )?(?:oklart|obestamt|okant|osakert|oklar|osaker)(?: {_FILL})*"
    rf"|(?:i |we )?(?:really )?(?:do not|don't|dont) (?:really )?know(?: {_FILL})*"
    rf"|(?:i have |we have )?no (?:idea|clue)(?: {_FILL})*"
    rf"|(?:it is |it's )?(?:not (?:decided|known|sure|settled|clear)|undecided|unknown|unclear)(?: {_FILL})*"
    rf"|(?:i'm|i am|we are|we're) not sure(?: {_FILL})*"
    rf"|(?:we |i )?(?:have not|haven't|havent)(?: yet)? decided(?: yet)?|(?:jag har |har )?inte en (?:aning|susning)|(?:jag ar |vi ar )?(?:inte|ej) (?:helt |riktigt )?sak(?:er|ra)|ingen koll(?: {_FILL})*|pass|vet ej heller|vet inte heller|ve ?tej|vetinte|vet inge|vetej|vet int|dunno|jag ar (?:lite )?osaker(?: {_FILL})*|tbd"
    rf")"
)


def is_said(text: str) -> bool:
    """Whether a whole text says that the answer is not known."""
    if len(text) > 100:
        return False
    said = " ".join(fold(tidy(text)).replace(",", " ").split()).rstrip(" .!")
    return _DONT_KNOW.fullmatch(said) is not None


_WITHIN: Final = re.compile(
    r"\b(?:det )?(?:vet|minns) (?:vi|jag)(?: \w+)? (?:inte|ej|inget)(?: om| an| annu)*\b|\b(?:vi|jag) (?:vet|minns) (?:\w+ )?(?:inte|ej|inget)(?: om| an)?\b"
    r"|\b(?:vet ej|vet inte|oklart|inte klart|inte bestamt)(?: an| annu)?\b|\b(?:we|i) (?:do not|don't) know(?: yet)?\b|\b(?:unknown|not decided|undecided)\b"
)


def found_in(text: str) -> str | None:
    """What is left of a text that says of something that it is not known; None where it does not say so."""
    said = " ".join(fold(tidy(text)).split())
    match = _WITHIN.search(said)
    return (said[: match.start()] + " " + said[match.end() :]).strip() if match is not None else None
