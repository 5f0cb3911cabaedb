"""A form that is enclosed must be about the same case as the errand it comes with."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.screening.conftest import Files, unzipped
from wizard.blanks import Blank, blanks_for
from wizard.drafts.answers_file import read_answers_file
from wizard.flow.content import Content
from wizard.package.contents import build_package
from wizard.screening import Desk, Parcel, screen

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)
ACCOUNT = "redovisning-av-lokalen.pdf"


@pytest.fixture(scope="module")
def change(shipped: Content, blanks: dict[str, Blank]) -> Files:
    """The package of a change, with an account of the new premises enclosed."""
    file = read_answers_file(
        ROOT / "flows/samples/specialiserad-fysioterapi/change/answers.yaml", shipped, TODAY
    )
    interview = file.interview
    return unzipped(build_package(interview, blanks_for(interview.flow, blanks), file.read).data)


def found(files: Files, desk: Desk) -> dict[str, tuple[str, str]]:
    """What is told of enclosed forms: the question, with what was expected and seen."""
    case = screen(Parcel("lov-paket.zip", files), desk)
    return {f.where.question: (f.expected, f.seen) for f in case.findings if f.rule == "forms.case"}


def enclosed(files: Files) -> str:
    """Where the account lies."""
    return next(
        name for name in files if name.endswith(ACCOUNT) or ("redovisning" in name and "bilag" in name)
    )


def test_an_account_of_the_same_clinic_is_no_finding(change: Files, desk: Desk) -> None:
    """Its address may be another: they are moving."""
    assert found(change, desk) == {}


def test_another_clinics_account_is_found(change: Files, desk: Desk) -> None:
    """It tells which question, and both answers."""
    other = ROOT / f"flows/samples/barnavardscentral/change/{ACCOUNT}"
    told = found({**change, enclosed(change): other.read_bytes()}, desk)
    assert "applicant.orgnr" in told
    expected, seen = told["applicant.orgnr"]
    assert expected != seen
