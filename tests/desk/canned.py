"""An inbox whose screening is known beforehand: the files are real, what is found in them is written here.

So tests of the desk hang on no rule in `flows/`, take no process to screen, and show the same text for ever.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from tests.conftest import Maker
from tests.screening.printer import Words, paper, small_form
from wizard.desk import room
from wizard.flow.content import Content
from wizard.flow.interview import Interview
from wizard.flow.model import Level, SourceRef
from wizard.i18n import Translator, content
from wizard.rules import Outcome
from wizard.screening import Case, Desk, Finding, Parcel, Where

__all__ = ["BROKEN", "CLEAN", "EKEN", "TODAY", "canned", "content_of", "desk_over", "fill_inbox"]

TODAY: Final = date(2026, 11, 22)
EKEN, CLEAN, BROKEN = "eken.zip", "lindens-papper", "trasig.zip"
"""The three cases: one with something of everything, one with nothing amiss, one that cannot be opened."""

_CAME: Final = {"eken": datetime(2026, 11, 2, 9, tzinfo=UTC), "lind": datetime(2026, 7, 1, 9, tzinfo=UTC)}

AREA: Final = """
name: Provområdet
version: "2026.1"
status: {state: open, text: "Öppet för ansökan sedan 2021.", source: S0 § Ansök, checked: 2026-11-22}
errands:
  application:
    title: Ansökan om godkännande
    tasks:
      - {id: us, title: Om er, source: S0, questions: [{id: applicant.name, type: text, label: Namn, ask: "Vad heter ni?"}]}
"""


def content_of(make_content: Maker) -> Content:
    """Content of one area and one question."""
    return make_content(area=AREA)


def fill_inbox(folder: Path, *, hostile: str = "") -> Path:
    """The three cases on the disk. `hostile` stands in names and texts of the first one."""
    inbox = folder / "inkorg"
    (inbox / "eken").mkdir(parents=True)
    name = f"blankett{hostile}.pdf".replace("/", "-")
    (inbox / "eken" / name).write_bytes(small_form(namn="Eken AB", ort="Solna"))
    page = [Words(60, 780, "Utdrag", 16), Words(60, 700, "Organisationsnummer: 559987-6546")]
    (inbox / "eken" / "utdrag.pdf").write_bytes(paper([Words(60, 780, "Framsida", 16)], page))
    (inbox / CLEAN).mkdir()
    (inbox / CLEAN / "papper.txt").write_text("Allt finns med.\n", "utf-8")
    (inbox / BROKEN).write_bytes(b"PK\x03\x04")
    for path in inbox.rglob("*"):
        moment = _CAME.get(path.relative_to(inbox).parts[0][:4], datetime(2026, 11, 22, 8, tzinfo=UTC))
        os.utime(path, (moment.timestamp(), moment.timestamp()))
    return inbox


def findings_of(made: Content, form: str, hostile: str = "") -> tuple[Finding, ...]:
    """Something of everything: two that are lacking, one to be judged, two met, one to be known."""
    source = SourceRef(made.sources["S0"], "§ 2")
    lacking, unsure, met, known = Outcome.NOT_MET, Outcome.UNDECIDED, Outcome.MET, Outcome.NOT_MET

    def finding(rule: str, level: Level, outcome: Outcome, text: str, **more: Any) -> Finding:
        return Finding(rule, level, outcome, content(text + hostile), **more)

    return (
        finding(
            "unit.wide",
            Level.BLOCKER,
            lacking,
            "Dörren är minst 0,80 m bred.",
            where=Where(form, 1, "ort"),
            seen=f"0,75 m{hostile}",
            expected="0,80 m",
            fix=content("Bredda dörren."),
            sources=(source,),
        ),
        finding(
            "answers.missing",
            Level.BLOCKER,
            lacking,
            "Papperet finns med: Försäkring",
            where=Where("", None, "", "paper"),
            fix=content("Skicka: Försäkring"),
        ),
        finding(
            "register.orgnr",
            Level.WARNING,
            unsure,
            "Numret stämmer med registret.",
            where=Where("utdrag.pdf", 2),
            seen="559987-6546",
        ),
        finding(
            "declaration.given", Level.BLOCKER, met, "Försäkran är lämnad.", where=Where(form, 1, "namn")
        ),
        finding("signed", Level.BLOCKER, met, "Ansökan är undertecknad."),
        finding("package.version", Level.INFO, known, "Paketet gjordes under en äldre version."),
    )


class CannedCrew:
    """Says of each parcel what is written here, after opening it as screening would."""

    content: Content
    hostile = ""

    def __init__(self, desk: Desk, jobs: int = 1, *, pages: bool = True) -> None:
        self.desk = desk
        self.jobs = jobs
        self.pages = pages

    def close(self) -> None:
        """There is nothing to end."""

    def screened(self, parcels: Iterable[Parcel]) -> Iterator[Case]:
        return map(self._case, parcels)

    def _case(self, parcel: Parcel) -> Case:
        opened = parcel.opened()
        mark = hashlib.sha256(b"".join(opened.files[name] for name in sorted(opened.files))).hexdigest()
        if opened.refused is not None:
            return Case(parcel.name, mark, (), (), refused=opened.refused)
        flow = self.content.flow("prov", "application")
        interview = Interview.start(flow, TODAY, {})
        label = flow.questions["applicant.name"].label
        if parcel.name == CLEAN:
            shown: Sequence[str] = ("Linden HB", "Lindens mottagning")
            findings: tuple[Finding, ...] = (
                Finding("signed", Level.BLOCKER, Outcome.MET, content("Ansökan är undertecknad.")),
            )
        else:
            shown = (f"Eken AB{self.hostile}", "Ekens mottagning")
            form = next((name for name in opened.files if name.startswith("blankett")), "")
            findings = findings_of(self.content, form, self.hostile)
        told = tuple((label, words) for words in shown)
        return Case(parcel.name, mark, (), findings, interview, shown=told, same_as=tuple(shown))


def canned(monkeypatch: pytest.MonkeyPatch, made: Content, *, hostile: str = "") -> None:
    """Let every desk screen by `CannedCrew` for this test."""
    crew = type("Crew", (CannedCrew,), {"content": made, "hostile": hostile})
    monkeypatch.setattr(room, "Crew", crew)


def desk_over(made: Content, language: str = "en") -> Desk:
    """A desk without blanks: nothing here needs one."""
    return Desk(made, {}, TODAY, Translator.of(language))
