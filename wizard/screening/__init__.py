"""Screening: what comes in, read, judged by the applicant's own rules, and compared with itself.

    parcels = take_in(paths)                 every package, folder, zip or single PDF is one case
    screen_inbox(parcels, desk, jobs=2)      all of them, each in a limited child process, as an iterable
    screen_all(parcels, desk)                the same as a list, with what stands on the pages
    screen(parcel, desk)                     one of them in this process; its PDFs in another
    letter(case, tr)                         what to send in

What must stay true: nothing is unpacked to the disk; nothing that comes in can hold the reader up or take it down;
what cannot be read is a finding, and what cannot be compared is undecided, never wrong.
"""

from __future__ import annotations

from wizard.screening.case import Case, Desk
from wizard.screening.cases import screen
from wizard.screening.documents import Document, DocumentKind
from wizard.screening.findings import Finding, Status, Where
from wizard.screening.inbox import Inbox, screen_all, screen_inbox
from wizard.screening.intake import Parcel, take_in
from wizard.screening.letter import letter, letter_pdf

__all__ = [
    "Case",
    "Desk",
    "Document",
    "DocumentKind",
    "Finding",
    "Inbox",
    "Parcel",
    "Status",
    "Where",
    "letter",
    "letter_pdf",
    "screen",
    "screen_all",
    "screen_inbox",
    "take_in",
]
