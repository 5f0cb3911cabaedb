"""The preparations before a start, on the screen: as `lov board` has them, each leading to its questions.

The pictures are of a small content of the test's own, so that a change in `flows/` changes none. To keep what is shown
now: KEEP_SNAPSHOTS=1 pytest tests/tui/test_board.py, and look at the difference.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from pypdf import PdfReader

from tests.conftest import TODAY, Maker
from tests.tui.app import Visit, visit
from tests.tui.conftest import Known
from tests.tui.kept import LOOKS, hold_to
from tests.tui.test_snapshots import MORNING, Album
from wizard.drafts.answers_file import read_answers_file
from wizard.flow.content import Content
from wizard.store import Store
from wizard.tui.screens.board import BoardScreen
from wizard.tui.screens.home import HomeScreen
from wizard.tui.screens.tasks import BOARD, TasksScreen
from wizard.tui.widgets.menu import Menu

AREA: Final = """
name: Provområdet
version: "2026.1"
status: {state: open, text: "Öppet.", source: S0, checked: 2026-11-22}
errands:
  golive:
    title: Inför driftstart
    name: [unit.name]
    tasks:
      - id: us
        title: Inför starten
        source: S0
        questions:
          - {id: unit.name, type: text, label: Mottagning, ask: "Vad heter mottagningen?"}
          - {id: unit.start_date, type: date, label: Start, ask: "När startar ni?"}
          - {id: cards.done, type: yesno, label: Kort, ask: "Har alla kort?"}
          - {id: cards.who, type: text, label: Ansvarig, ask: "Vem ser till det?"}
          - {id: codes.done, type: yesno, label: Koder, ask: "Finns koderna?"}
      - {id: points, part: points}
"""

POINTS: Final = """
title: Självskattning
checklist:
  - {id: signage, number: 1, label: Skyltar, requirement: Skyltarna sitter uppe., ask: "Sitter skyltarna uppe?", why: Mötet frågar., source: S0}
  - {id: hygiene, number: 2, label: Hygien, requirement: Rutinerna finns., ask: "Finns rutinerna?", why: Mötet frågar., source: S0}
shortfall:
  fix_by_label: Klart
  fix_by_ask: När är det klart?
  comment_label: Kommentar
  comment_ask: Vad ska göras?
  fix: Gör det.
  before: unit.start_date
  before_text: Det är klart före starten.
  before_fix: Ange en dag.
  source: S0
"""

TIMELINE: Final = """
counting: [{text: Så räknas dagarna., source: S0}]
steps:
  - {id: codes, title: Koderna, text: Avtalsansvarig meddelar koderna., who: [region], prepares: true, done: codes.done, source: S0 § Koder}
  - id: journal
    title: Journalsystemet rapporterar
    who: [provider]
    prepares: true
    after: [{step: codes, text: Koderna behövs för uppbyggnaden., source: S0}]
    source: S0
  - {id: cards, title: E-tjänstekort för all personal som ska arbeta hos er, who: [provider], prepares: true, done: cards.done, owner: cards.who, source: S0 § Kort (inferred)}
  - {id: meeting, title: Driftstartsmöte, who: [provider, region], after: [{step: journal, text: Mötet frågar., source: S0}, {step: cards, text: Mötet frågar., source: S0}], source: S0}
  - {id: start, title: Driftstart, who: [provider], at: unit.start_date, after: [{step: meeting, most: 14 days, text: Två veckor före., source: S0}], source: S0}
plans:
  - {kind: golive, title: Inför driftstarten, begin: codes, goal: start, steps: [codes, journal, cards, meeting, start]}
"""


def begun(folder: Path, content: Content, area: str, **answers: object) -> None:
    """A draft of preparations."""
    flow = content.flow(area, "golive")
    with Store.open(folder, clock=lambda: MORNING) as store:
        draft = store.create(area, "golive", flow.version, label="Prov")
        for name, value in answers.items():
            store.record(draft.id, name.replace("__", "."), value, door="wizard")  # type: ignore[arg-type]


async def to_line(at: Visit) -> None:
    """From the list of drafts to the line of the preparations."""
    await at.until(lambda: isinstance(at.app.screen, HomeScreen) and bool(at.app.screen.query(Menu)))
    await at.see("Prov")
    await at.press("home", "enter")
    await at.until(lambda: isinstance(at.app.screen, TasksScreen))
    while at.app.screen.query_one(Menu).item != BOARD:
        await at.press("up")


async def to_board(at: Visit) -> BoardScreen:
    """From there to the preparations themselves."""
    await to_line(at)
    await at.press("enter")
    await at.until(
        lambda: isinstance(at.app.screen, BoardScreen) and at.app.screen.query_one(Menu).option_count > 0
    )
    screen = at.app.screen
    assert isinstance(screen, BoardScreen)
    return screen


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_it_looks_as_it_was_judged_to_look(
    make_content: Maker, tmp_path: Path, size: tuple[int, int], language: str
) -> None:
    """One file for a size and a language."""
    content = make_content(area=AREA.lstrip(), timeline=TIMELINE, parts__points=POINTS)
    answers = {
        "unit__name": "Eken",
        "unit__start_date": "2027-03-01",
        "cards__who": "Åsa Öberg",
        "signage": "yes",
    }
    begun(tmp_path / "data", content, "prov", **answers)
    album: list[Album] = []

    async def doing(at: Visit) -> None:
        album.append(Album(at))
        await to_board(at)
        await album[0].take("board")
        await at.press("down", "down")
        await album[0].take("board-line")

    columns, rows = size
    visit(content, tmp_path / "data", doing, language=language, columns=columns, lines=rows)
    hold_to(f"board-{columns}x{rows}-{language}", album[0].pictures, columns)


def test_a_line_leads_to_its_question_and_the_answer_comes_back(make_content: Maker, tmp_path: Path) -> None:
    """What was waited for is there then, and what waited can be done."""
    content = make_content(area=AREA.lstrip(), timeline=TIMELINE, parts__points=POINTS)
    begun(tmp_path / "data", content, "prov", unit__name="Eken", unit__start_date="2027-03-01")

    async def doing(at: Visit) -> None:
        screen = await to_board(at)
        await at.press("home", "down")
        await at.see("0 of 4 preparations are done.", "waits: first Koderna")
        await at.press("up")
        assert "codes" == screen.query_one(Menu).item
        await at.press("enter")
        await at.at_rest()
        await at.see("Finns koderna?")
        await at.press("home", "enter")
        await at.until(lambda: isinstance(at.app.screen, BoardScreen))
        await at.see("1 of 4 preparations are done.")
        await at.gone("waits: first Koderna")
        await at.press("ctrl+z")
        await at.see("0 of 4 preparations are done.")
        await at.press("escape")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))

    visit(content, tmp_path / "data", doing, columns=120, lines=40)


def test_the_self_assessment_goes_on_where_it_is_open(make_content: Maker, tmp_path: Path) -> None:
    """The first point has been answered."""
    content = make_content(area=AREA.lstrip(), timeline=TIMELINE, parts__points=POINTS)
    begun(tmp_path / "data", content, "prov", unit__name="Eken", signage="yes")

    async def doing(at: Visit) -> None:
        await to_board(at)
        await at.press("end", "up", "enter")
        await at.at_rest()
        assert "hygiene" == at.question.step.key

    visit(content, tmp_path / "data", doing)


def test_an_application_has_no_board(
    make_content: Maker, shipped: Content, known: Known, tmp_path: Path
) -> None:
    """Its list of parts has no such line."""
    flow = known.empty.flow
    with Store.open(tmp_path / "data") as store:
        store.create(flow.area.id, flow.kind, flow.version, label="Prov")

    async def doing(at: Visit) -> None:
        await at.until(lambda: isinstance(at.app.screen, HomeScreen) and bool(at.app.screen.query(Menu)))
        await at.see("Prov")
        await at.press("home", "enter")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))
        menu = at.app.screen.query_one(Menu)
        assert BOARD not in [option.id for option in menu.options]

    visit(shipped, tmp_path / "data", doing)


@pytest.mark.slow
def test_the_shipped_preparations_are_printed(
    shipped: Content, sample_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same paper as `lov board --pdf`: the self-assessment with the board behind it."""
    monkeypatch.setenv("HOME", str(tmp_path))
    path = sample_path.parent / "golive/answers.yaml"
    stored = read_answers_file(path, shipped, TODAY).interview.stored
    plain = {name: value for name, value in stored.items() if not name.startswith("attachments.")}
    begun(tmp_path / "data", shipped, "specialiserad-fysioterapi", **plain)

    async def doing(at: Visit) -> None:
        await to_board(at)
        await at.see("of 18 preparations are done.")
        await at.press("end", "enter")
        await at.see("Written:")

    visit(shipped, tmp_path / "data", doing, columns=120, lines=40)
    (printed,) = (tmp_path / "lov-paket").iterdir()
    assert "Förberedelser inför driftstartsmötet" in PdfReader(printed).pages[-1].extract_text()
    assert printed.stat().st_mode & 0o077 == 0


@pytest.mark.slow
def test_leaving_while_the_dates_are_reckoned_is_safe(make_content: Maker, tmp_path: Path) -> None:
    """Escape at once."""
    content = make_content(area=AREA.lstrip(), timeline=TIMELINE, parts__points=POINTS)
    begun(tmp_path / "data", content, "prov", unit__name="Eken")

    async def doing(at: Visit) -> None:
        await to_line(at)
        for _ in range(3):
            await at.press("enter", "escape")
            await at.until(lambda: isinstance(at.app.screen, TasksScreen))

    visit(content, tmp_path / "data", doing)
