"""Screening: what comes in, read, judged by the applicant's own rules, and compared with itself.

    parcels = list(take_in(paths))           every package, folder, zip or single PDF is one case
    case = screen(parcel, desk)              never raises: what cannot be read is a finding
    letter(case)                             what to send in, in Swedish

What must stay true: nothing is unpacked to the disk, no file is opened in this process that can hold it up, and
what cannot be read or compared is undecided, never wrong.
"""

from __future__ import annotations

from wizard.screening.cases import Case, Desk, screen
from wizard.screening.documents import Document, DocumentKind
from wizard.screening.findings import Finding, Status, Where
from wizard.screening.inbox import screen_all
from wizard.screening.intake import Parcel, take_in
from wizard.screening.letter import letter

__all__ = [
    "Case",
    "Desk",
    "Document",
    "DocumentKind",
    "Finding",
    "Parcel",
    "Status",
    "Where",
    "letter",
    "screen",
    "screen_all",
    "take_in",
]
