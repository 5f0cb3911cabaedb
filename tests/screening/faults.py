"""Faults planted in an application that is otherwise good, each with all that screening must say of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tests.screening.layouts import FACTS, labels_above, two_columns_of_words, with_colons
from tests.screening.printer import Words, blank_page, paper

__all__ = ["FAULTS", "Fault", "scripted"]

Files = dict[str, bytes]
IVO: Final = "ivo-registerutdrag.pdf"
CERTIFICATE: Final = "registreringsbevis.pdf"
INSURANCE: Final = "forsakringsintyg.pdf"


@dataclass(frozen=True)
class Fault:
    """What is changed, and the rules that must be open: no other may be."""

    name: str
    open: frozenset[str]
    answers: Mapping[str, Any] = field(default_factory=dict)
    papers: Callable[[Files], object] = lambda _files: None
    lacking: frozenset[str] = frozenset()
    """Those of them for which something has to be sent in; the rest is to be judged."""


def extract(**facts: str) -> Callable[[Files], object]:
    """The register extract with other facts."""
    return put(IVO, paper(*two_columns_of_words({**FACTS, **facts})))


def put(name: str, data: bytes) -> Callable[[Files], object]:
    """Another file in place of one."""

    def change(files: Files) -> None:
        files[name] = data

    return change


def without(*names: str) -> Callable[[Files], object]:
    """Files taken out."""

    def change(files: Files) -> None:
        for name in names:
            del files[name]

    return change


def certificate(orgnr: str = "559987-6546", name: str = FACTS["provider"], day: str = "2026-10-28") -> bytes:
    """A registration certificate."""
    lines = (
        "Registreringsbevis",
        f"Företagsnamn: {name}",
        f"Organisationsnummer: {orgnr}",
        f"Utfärdat: {day}",
    )
    return paper([Words(60, 780 - 20 * i, line) for i, line in enumerate(lines)])


def insurance(name: str) -> bytes:
    """An insurance certificate."""
    lines = ("Intyg om ansvarsförsäkring", f"Försäkringstagare: {name}", "Gäller: 2027-01-01 till 2027-12-31")
    return paper([Words(60, 780 - 20 * i, line) for i, line in enumerate(lines)])


def scripted(data: bytes) -> bytes:
    """A PDF that runs a script when it is opened."""
    action = b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    return data.replace(b"/Type /Catalog", b"/Type /Catalog " + action, 1)


def fault(name: str, *lacking: str, judge: tuple[str, ...] = (), **changes: Any) -> Fault:
    """A fault with the rules it lacks something by, and those that are to be judged."""
    return Fault(name, frozenset((*lacking, *judge)), lacking=frozenset(lacking), **changes)


def less(*names: str) -> bytes:
    """A register extract that does not tell some of its facts."""
    (page,) = labels_above(FACTS)
    gone = {FACTS[name] for name in names}
    return paper([w for w in page if w.text not in gone])


FAULTS: Final[tuple[Fault, ...]] = (
    # The register extract and the application
    fault("extract of another provider", "ivo_extract.provider", papers=extract(provider="Vasa Vård AB")),
    fault("extract with another number", "ivo_extract.orgnr", papers=extract(orgnr="556592-9717")),
    fault("extract of another unit", judge=("ivo_extract.unit",), papers=extract(unit="Kliniken på Söder")),
    fault(
        "extract with another street",
        judge=("ivo_extract.address",),
        papers=extract(address="Götgatan 1, 118 46 Stockholm"),
    ),
    fault("extract with another head", judge=("ivo_extract.head",), papers=extract(head="Sven Svensson")),
    fault("extract with another start", judge=("ivo_extract.start",), papers=extract(start="2027-09-01")),
    fault(
        "extract notified another day", judge=("ivo_extract.notified",), papers=extract(notified="2026-11-05")
    ),
    fault(
        "extract printed another day", judge=("ivo_extract.printed",), papers=extract(printed="2026-06-01")
    ),
    fault(
        "a misspelt provider",
        judge=("ivo_extract.provider",),
        papers=extract(provider="Rörelsekraft Fysioterapeut AB"),
    ),
    fault("extract without its head", judge=("ivo_extract.head",), papers=put(IVO, less("head"))),
    fault(
        "two numbers on the extract",
        judge=("ivo_extract.orgnr",),
        papers=put(IVO, paper([*with_colons(FACTS)[0], Words(60, 100, "Org.nr: 556592-9717")])),
    ),
    fault(
        "extract with another staff",
        judge=("ivo_extract.staff",),
        papers=put(IVO, paper([*with_colons(FACTS)[0], Words(60, 100, "Yrkestitlar: Fysioterapeut (4)")])),
    ),
    # The other papers and the application
    fault(
        "certificate with another number",
        "registration_certificate.orgnr",
        papers=put(CERTIFICATE, certificate(orgnr="556592-9717")),
    ),
    fault(
        "certificate of another company",
        judge=("registration_certificate.name",),
        papers=put(CERTIFICATE, certificate(name="Vasa Vård AB")),
    ),
    fault(
        "certificate of another day",
        judge=("registration_certificate.issued",),
        papers=put(CERTIFICATE, certificate(day="2026-01-02")),
    ),
    fault(
        "insurance of somebody else",
        judge=("insurance_certificate.insured",),
        papers=put(INSURANCE, insurance("Vasa Vård AB")),
    ),
    # Papers that are missing
    fault("no extract", "attachments.enclosed", judge=("ivo.extract_attached",), papers=without(IVO)),
    fault("no certificate", "answers.missing", papers=without(CERTIFICATE)),
    fault("no insurance", "attachments.enclosed", papers=without(INSURANCE)),
    fault("no curriculum", "attachments.enclosed", papers=without("meritforteckning.pdf")),
    fault("no financing plan", "attachments.enclosed", papers=without("finansieringsplan.pdf")),
    fault("no agreement on the pool", "answers.missing", papers=without("bassangavtal.pdf")),
    fault("no tax statement", "answers.missing", papers=without("skatteutdrag.pdf")),
    fault(
        "one specialist's certificate is missing",
        judge=("staffing.certificates",),
        papers=without("specialistbevis-omt.pdf"),
    ),
    fault("no premises account", "package.form", papers=without("lokalens-tillganglighet.pdf")),
    # Papers that cannot be read, or do something
    fault(
        "a scanned extract",
        judge=("document.readable", "attachments.enclosed", "ivo.extract_attached"),
        papers=put(IVO, blank_page()),
    ),
    fault(
        "a broken paper",
        judge=("document.readable", "attachments.enclosed", "ivo.extract_attached"),
        papers=put(IVO, b"%PDF-1.7\n" + b"\x00" * 500),
    ),
    fault(
        "a text file called PDF",
        judge=("document.readable", "attachments.enclosed", "ivo.extract_attached"),
        papers=put(IVO, b"hej"),
    ),
    fault(
        "a paper with a script",
        judge=("document.active",),
        papers=put(IVO, scripted(paper(*two_columns_of_words(FACTS)))),
    ),
    # The applicant's own rules
    fault(
        "a start in the past",
        "unit.start_in_future",
        "ivo.in_time[notified]",
        "staffing.in_place",
        judge=("unit.start_feasible", "ivo_extract.start"),
        answers={"unit.start_date": "2026-11-01"},
    ),
    fault(
        "a start too soon",
        "staffing.in_place",
        judge=("unit.it_freeze", "unit.start_feasible", "ivo_extract.start"),
        answers={"unit.start_date": "2027-01-20"},
    ),
    fault("no consent of the landlord", judge=("unit.landlord",), answers={"unit.landlord_agreement": "no"}),
    fault("no quality system", "quality.has_system", answers={"quality.system": "no"}),
    fault("no tax card", "economy.registered_for_tax", answers={"economy.f_tax": "no"}),
    fault(
        "unpaid taxes", "answers.missing", judge=("exclusion.taxes_none",), answers={"exclusion.taxes": "yes"}
    ),
    fault(
        "bankruptcy",
        "answers.missing",
        judge=("exclusion.insolvency_none",),
        answers={"exclusion.insolvency": "yes"},
    ),
    fault("the head knows nothing of it", "head.knows_duties", answers={"head.informed": "no"}),
    fault("no declaration", "declaration.given", answers={"declaration.true": "no"}),
    fault(
        "an insurance that ends too soon",
        judge=("insurance.covers_start",),
        answers={"insurance.valid_to": "2027-03-01"},
    ),
    fault(
        "notified tomorrow",
        "ivo.notified_already",
        judge=("ivo_extract.notified",),
        answers={"ivo.notified_on": "2027-01-01"},
    ),
    fault(
        "another name in the application",
        "ivo_extract.provider",
        judge=("registration_certificate.name", "insurance_certificate.insured"),
        answers={"applicant.name": "Vasa Vård AB"},
    ),
    fault(
        "another number in the application",
        "ivo_extract.orgnr",
        "registration_certificate.orgnr",
        answers={"applicant.orgnr": "556592-9717"},
    ),
    fault(
        "another unit in the application",
        judge=("ivo_extract.unit",),
        answers={"unit.name": "Kliniken på Söder"},
    ),
    fault(
        "a letter of another script",
        judge=("text.scripts", "ivo_extract.head"),
        answers={"head.name": "K\u0430rin Lindqvist"},
    ),
    fault("no unit's name", "answers.missing", answers={"unit.name": None}),
)
"""Each leaves everything else as it was."""
