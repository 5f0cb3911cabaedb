"""A good application as loose papers and as a package, and a desk to screen it at."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from wizard.blanks import Blank, blanks_for, fill_blank, load_blanks
from wizard.drafts.answers_file import AnswersFile, read_answers_file
from wizard.flow.content import Content
from wizard.flow.interview import Interview
from wizard.i18n import Translator
from wizard.package.contents import build_package
from wizard.rules import assess
from wizard.screening import Desk
from wizard.screening.intake import _unrooted
from wizard.screening.reading import AtOnce

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)
SAMPLE = ROOT / "flows/samples/specialiserad-fysioterapi"
MENDED = {"premises.contrast": "yes"}
"""The one thing that the sample leaves to be judged."""

Files = dict[str, bytes]
Fill = Callable[[Mapping[str, Any]], Files]


@pytest.fixture(scope="session")
def blanks() -> dict[str, Blank]:
    return load_blanks(ROOT)


@pytest.fixture(scope="session")
def sample(shipped: Content) -> AnswersFile:
    return read_answers_file(SAMPLE / "answers.yaml", shipped, TODAY)


@pytest.fixture(scope="session")
def desk(shipped: Content, blanks: dict[str, Blank]) -> Desk:
    return Desk(shipped, blanks, TODAY, Translator.of("sv"), reader=AtOnce(float("inf")))


@pytest.fixture(scope="session")
def fill(sample: AnswersFile, blanks: dict[str, Blank]) -> Fill:
    """The two forms, filled with the sample's answers and some others."""

    def filled(others: Mapping[str, Any]) -> Files:
        flow = sample.interview.flow
        interview = Interview.start(flow, TODAY, {**sample.interview.stored, **MENDED, **others})
        assessment = assess(interview)
        forms = (fill_blank(blank, interview, assessment) for blank in blanks_for(flow, blanks))
        return {f"{form.blank.id}.pdf": form.data for form in forms}

    return filled


@pytest.fixture(scope="session")
def papers() -> Files:
    return {path.name: path.read_bytes() for path in sorted((SAMPLE / "papers").glob("*.pdf"))}


@pytest.fixture(scope="session")
def good(fill: Fill, papers: Files) -> Files:
    """Everything that belongs to a complete application, as loose papers."""
    return {**fill({}), **papers}


def unzipped(data: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return dict(_unrooted({name: archive.read(name) for name in archive.namelist()}))


@pytest.fixture(scope="session")
def mended(sample: AnswersFile) -> Interview:
    return Interview.start(sample.interview.flow, TODAY, {**sample.interview.stored, **MENDED})


@pytest.fixture(scope="session")
def bag(sample: AnswersFile, mended: Interview, blanks: dict[str, Blank]) -> Files:
    return unzipped(build_package(mended, blanks_for(mended.flow, blanks), sample.read).data)
