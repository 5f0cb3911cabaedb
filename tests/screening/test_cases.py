"""Cases are judged by the applicant's rules; planted faults are found, and nothing is found that is not there."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.screening.conftest import TODAY, Files, Fill
from tests.screening.faults import FAULTS, Fault
from tests.screening.printer import Words, paper
from wizard.blanks import Blank, fill_blank
from wizard.flow.content import Content, load
from wizard.flow.interview import Interview
from wizard.i18n import Translator, msg
from wizard.package.opening import PackageError
from wizard.rules import Outcome, assess
from wizard.screening import Case, Desk, DocumentKind, Parcel, Status, letter, screen
from wizard.screening.page import html_page
from wizard.screening.reading import GUARDED


def open_rules(case: Case) -> set[str]:
    return {finding.rule for finding in case.open}


def test_good_papers_are_complete(good: Files, desk: Desk) -> None:
    """Read from the forms and papers alone, with nothing to look at."""
    case = screen(Parcel("ansökan", good), desk)

    assert (Status.COMPLETE, ()) == (case.status, case.open)
    assert {DocumentKind.FORM, DocumentKind.PAPER} == {document.kind for document in case.documents}


def test_both_readers_find_the_same(good: Files, desk: Desk) -> None:
    """Where each PDF is opened in a process of its own, and where this one is taken to be limited."""
    guarded = screen(Parcel("ansökan", good), replace(desk, reader=GUARDED))

    assert screen(Parcel("ansökan", good), desk).findings == guarded.findings


def test_a_package_gets_the_verdicts_of_the_applicants_door(
    bag: Files, mended: Interview, desk: Desk
) -> None:
    """Rule by rule; and nothing is amiss with it."""
    case = screen(Parcel("paket.zip", bag), desk)
    there = {v.rule.id: v.outcome for v in assess(mended).verdicts}

    assert (Status.COMPLETE, ()) == (case.status, case.open)
    assert case.assessment is not None
    assert there == {v.rule.id: v.outcome for v in case.assessment.verdicts}


@pytest.mark.parametrize("planted", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_found_and_no_other(
    planted: Fault, good: Files, papers: Files, fill: Fill, desk: Desk
) -> None:
    """What is open, and what of it has to be sent in."""
    files = {**fill(planted.answers), **papers} if planted.answers else dict(good)
    planted.papers(files)
    case = screen(Parcel("ansökan", files), desk)

    assert planted.open == open_rules(case)
    assert planted.lacking == {finding.rule for finding in case.findings if finding.is_lacking}


def test_there_are_forty_of_them() -> None:
    """Each of its own."""
    assert 40 <= len({fault.name for fault in FAULTS}) == len(FAULTS)


def put_data(change: Callable[[dict[str, Any]], object]) -> Callable[[Files], object]:
    """Change what `application.json` says."""

    def put(files: Files) -> None:
        data = json.loads(files["data/application.json"])
        change(data)
        files["data/application.json"] = json.dumps(data).encode()

    return put


def grow(files: Files) -> None:
    """A file that nobody has listed."""
    files["data/extra.pdf"] = paper([Words(60, 700, "Meritförteckning")])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (grow, {"package.manifest"}),
        (lambda f: f.pop("data/application.json"), {"package.manifest", "package.data"}),
        (
            put_data(lambda d: d["answers"].update({"unit.name": "Annat"})),
            {"package.manifest", "package.same"},
        ),
        (put_data(lambda d: d["verdicts"].pop()), {"package.manifest", "package.verdicts"}),
        (
            put_data(lambda d: d["attachments"][0].update(sha256="0" * 64)),
            {"package.manifest", "package.attachment"},
        ),
        (put_data(lambda d: d.pop("attachments")), {"package.manifest", "package.data"}),
    ],
)
def test_a_package_that_was_changed_is_found(
    bag: Files, desk: Desk, change: Callable[[Files], object], expected: set[str]
) -> None:
    """By its manifest, and by what it then says."""
    files = dict(bag)
    change(files)

    assert expected <= open_rules(screen(Parcel("paket.zip", files), desk))


def test_the_form_counts_and_not_the_data(bag: Files, desk: Desk) -> None:
    """What `application.json` says of a question that stands on the form is compared, not believed."""
    files = dict(bag)
    put_data(lambda d: d["answers"].update({"unit.name": "Annat"}))(files)

    assert "Rörelsekraft Odenplan" == screen(Parcel("paket.zip", files), desk).answer("unit.name")


def test_a_flattened_form_is_named_and_not_guessed(
    good: Files, mended: Interview, blanks: Mapping[str, Blank], desk: Desk
) -> None:
    """Its answers are missing, and it is said why."""
    name = "lokalens-tillganglighet"
    flat = fill_blank(blanks[name], mended, assess(mended), flat=True).data
    case = screen(Parcel("ansökan", {**good, f"{name}.pdf": flat}), desk)

    assert "form.fields" in open_rules(case)
    assert DocumentKind.FLAT_FORM in {document.kind for document in case.documents}


def test_papers_without_a_form_are_said_to_be_without(papers: Files, desk: Desk) -> None:
    """There is nothing to judge."""
    case = screen(Parcel("papper", papers), desk)

    assert (None, {"package.form"}) == (case.interview, open_rules(case))


@pytest.mark.parametrize(
    "files", [{}, {"hej.txt": b"hej"}, {"x.pdf": b"%PDF-1.7"}, {"data/application.json": b"["}]
)
def test_whatever_comes_ends_in_a_case(files: Files, desk: Desk) -> None:
    """Never in an error, and never as complete."""
    assert Status.COMPLETE is not screen(Parcel("x", files), desk).status


def test_the_letter_lists_what_to_send_and_nothing_else(good: Files, desk: Desk) -> None:
    """Each lacking thing once, with its source; what is to be judged is the officer's."""
    files = {
        name: data
        for name, data in good.items()
        if name not in ("registreringsbevis.pdf", "forsakringsintyg.pdf")
    }
    case = screen(Parcel("ansökan", files), desk)
    text = letter(case, Translator.of("sv"))

    lacking = [finding for finding in case.findings if finding.is_lacking]
    assert 2 == len(lacking)
    assert all(f"{number}. " in text for number in (1, 2))
    assert "3. " not in text
    assert "Rörelsekraft Odenplan" in text
    assert all(source.source.title in text for finding in lacking for source in finding.sources)
    assert "" == letter(screen(Parcel("ansökan", good), desk), Translator.of("sv"))


def test_the_page_is_inert_and_whole(good: Files, desk: Desk) -> None:
    """Names from outside are text in it; it fetches and runs nothing."""
    case = screen(Parcel("ansökan", good), desk)
    named = replace(case, name="<script>alert(1)</script>\x1b[31m", documents=case.documents)
    refused = Case("<b>x", hashlib.sha256(b"").hexdigest(), (), (), refused=msg("There is nothing in it."))
    page = html_page([named, refused], Translator.of("sv"))

    assert "<script" not in page
    assert "\x1b" not in page
    assert "&lt;b&gt;x" in page
    assert "http://" not in page.replace("http-equiv", "")
    assert "https://" not in page
    assert "default-src 'none'" in page


def test_every_finding_has_words_in_both_languages(good: Files, desk: Desk) -> None:
    """And every rule's finding its source."""
    case = screen(Parcel("ansökan", good), desk)
    for language in ("sv", "en"):
        tr = Translator.of(language)
        assert all(tr(finding.what) for finding in case.findings)
    assert all(finding.sources for finding in case.findings if finding.outcome is Outcome.MET)


def test_a_refused_parcel_is_a_case(desk: Desk) -> None:
    """With the reason."""
    error = PackageError(msg("The file is not a zip."))
    case = screen(Parcel("x.zip", refused=error.message), desk)

    assert (Status.REFUSED, error.message) == (case.status, case.refused)


def test_a_desk_is_spoken_to_in_its_language(good: Files, desk: Desk) -> None:
    """What was expected and where it was seen, too."""
    files = {**good, "ivo-registerutdrag.pdf": paper([Words(60, 780, "Utdrag ur vårdgivarregistret")])}
    case = screen(Parcel("application", files), replace(desk, tr=Translator.of("en")))
    number = next(finding for finding in case.findings if finding.rule == "ivo_extract.orgnr")

    assert (Outcome.UNDECIDED, "Organisation number") == (number.outcome, number.where.field)


def test_what_was_handed_in_under_an_earlier_version_is_judged_by_it(
    bag: Files, desk: Desk, shipped: Content, tmp_path: Path
) -> None:
    """Where that version is at hand."""
    shutil.copytree(shipped.root / "flows", tmp_path / "flows")
    area = tmp_path / "flows/areas/specialiserad-fysioterapi.yaml"
    text = re.sub(r'^version: ".+"$', 'version: "2099.1"', area.read_text("utf-8"), flags=re.MULTILINE)
    area.write_text(text, "utf-8")
    new = replace(desk, content=load(tmp_path))
    versions = [
        case.interview.flow.version if case.interview is not None else None
        for case in (screen(Parcel("p.zip", bag), d) for d in (new, replace(new, earlier=(desk,))))
    ]

    assert ["2099.1", shipped.flow("specialiserad-fysioterapi", "application").version] == versions


def test_what_has_become_too_late_since_is_told(bag: Files, desk: Desk) -> None:
    """The verdicts are those of the day when the package was made; what no longer holds is for a person to judge."""
    case = screen(Parcel("p.zip", bag), replace(desk, today=date(2027, 6, 1)))
    late = [finding for finding in case.findings if finding.rule == "package.day"]

    assert case.interview is not None
    assert (TODAY, Status.JUDGE) == (case.interview.today, case.status)
    assert "unit.start_date" in {finding.where.question for finding in late}
    assert all("2027-06-01" in finding.seen for finding in late)


def test_a_day_that_has_not_come_is_not_believed(bag: Files, desk: Desk) -> None:
    """The package is judged as of today."""
    case = screen(Parcel("p.zip", bag), replace(desk, today=date(2026, 11, 1)))

    assert case.interview is not None
    assert date(2026, 11, 1) == case.interview.today
    assert "package.date" in open_rules(case)
