"""The officer's screens by keyboard: the queue, a case beside its paper, decisions, other officers, the letter, the log."""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable, Iterable, Iterator
from pathlib import Path
from threading import Event

import pytest

from tests.conftest import Maker
from tests.desk.canned import BROKEN, CLEAN, canned, content_of, desk_over, fill_inbox
from tests.desk.visiting import DeskVisit, visit_desk
from tests.store import server
from wizard.desk import Arrival, Filed, Ledger, Matter, Say, Step
from wizard.desk.room import Room
from wizard.flow.content import Content
from wizard.store import Store
from wizard.tui.deskapp import DeskApp
from wizard.tui.deskdeciding import Both, Decide, NoteDialog
from wizard.tui.dialogs.confirm import Confirm
from wizard.tui.screens.desk import QueueScreen
from wizard.tui.screens.deskletter import LetterScreen
from wizard.tui.screens.desklog import LogScreen
from wizard.tui.widgets.formview import FormView
from wizard.tui.widgets.line import Line

Run = Callable[..., DeskApp]


@pytest.fixture
def made(make_content: Maker, monkeypatch: pytest.MonkeyPatch) -> Content:
    """Small content, and screening that is known beforehand."""
    content = content_of(make_content)
    canned(monkeypatch, content)
    monkeypatch.setenv("LOV_WHO", "eva")
    return content


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    return fill_inbox(tmp_path)


@pytest.fixture
def run(made: Content, inbox: Path, tmp_path: Path) -> Run:
    """Do something at the desk."""

    def run(doing: Callable[[DeskVisit], Awaitable[None]], **how: object) -> DeskApp:
        return visit_desk(made, inbox, tmp_path / "data", doing, **how)  # type: ignore[arg-type]

    return run


def verdicts(at: DeskVisit) -> list[tuple[str, str, str]]:
    """What is in the store, whatever the screen says: verdict, reason, who."""
    assert at.desk.room is not None
    found = at.desk.room.ledger.store.screenings.rulings()
    return [(r.decision.verdict, r.decision.reason, r.decision.who or "") for r in found]


def are_in_order(text: str, *words: str) -> bool:
    """Whether all of these stand in a text, each after the one before."""
    places = [text.find(word) for word in words]
    return -1 not in places and places == sorted(places)


def test_the_queue_shows_what_has_come_and_follows_the_inbox(run: Run, inbox: Path) -> None:
    """The oldest first; new cases come and others go by themselves, and the keyboard stays where it was."""

    async def doing(at: DeskVisit) -> None:
        await at.at_queue("3 cases", "Eken AB", "Linden HB", BROKEN, "3 open", "144 d")
        await at.until(lambda: are_in_order(at.text, "Linden HB", "Eken AB", BROKEN), "the oldest first")
        await at.press("home", "down")
        shutil.copytree(inbox / CLEAN, inbox / "a-ny")
        (inbox / BROKEN).unlink()
        await at.gone("trasig")
        await at.see("3 cases")
        screen = at.app.screen
        assert isinstance(screen, QueueScreen)
        await at.until(lambda: screen.at_hand is not None and screen.at_hand.filed.applicant == "Eken AB")

    run(doing)


def test_the_queue_is_searched_narrowed_and_sorted(run: Run) -> None:
    """By text, status and area, and by each column; esc shows all again."""

    async def doing(at: DeskVisit) -> None:
        await at.at_queue("Eken AB")
        await at.press("slash")
        await at.write("lind")
        await at.gone("Eken AB")
        await at.see("Linden HB")
        await at.press("x")
        await at.see("No case is like that.")
        await at.press("escape")
        await at.see("Eken AB", "Linden HB")
        await at.press("s")
        await at.gone("Linden HB")
        await at.press("escape", "a")
        await at.gone(BROKEN)
        await at.press("escape", "o", "r")
        await at.see("With ↓")

    run(doing)


def test_a_click_on_a_column_sorts_by_it(run: Run) -> None:
    """And another one turns it round."""

    async def doing(at: DeskVisit) -> None:
        await at.at_queue("Applicant", "Came in ↑")
        for wanted in ("Applicant ↑", "Applicant ↓"):
            await at.pilot.pause()  # the gauge goes when all is screened, and the lines below it move up
            await at.pilot.click("#head", offset=(14, 0))
            await at.see(wanted)
        await at.until(lambda: are_in_order(at.text, "Linden HB", "Eken AB"), "turned round")

    run(doing, columns=120, lines=40)


def test_an_empty_inbox_says_what_to_do(run: Run, inbox: Path) -> None:
    """And takes what comes."""
    aside = inbox.with_name("undan")
    inbox.rename(aside)
    inbox.mkdir()

    async def doing(at: DeskVisit) -> None:
        await at.at_queue("There is no case in")
        shutil.copytree(aside / CLEAN, inbox / CLEAN)
        await at.see("Linden HB", "1 case")

    run(doing)


def test_a_case_stands_in_groups_beside_its_paper(run: Run) -> None:
    """The paper follows the finding to its page and its field; what is met is shut until it is opened."""

    async def doing(at: DeskVisit) -> None:
        screen = await at.open("Eken AB")
        await at.see("Lacking 2", "To be judged 1", "▸ Met 2", "▸ Also noted 1", "Solna")
        view = screen.query_one(FormView)
        assert view._questions == {"ort"}
        await at.go_to("register.orgnr")
        await at.see("utdrag.pdf", "559987-6546")
        await at.until(lambda: view.page == (2, 2), "page 2")
        await at.press("down", "enter")
        await at.see("▾ Met 2", "Försäkran är lämnad.")
        await at.press("right_square_bracket", "right_square_bracket")
        await at.see("Eken AB")

    run(doing, columns=120, lines=40)


def test_on_a_narrow_screen_the_paper_takes_the_place_of_the_list(run: Run) -> None:
    """F3 shows it, and esc goes back to the findings, then to the queue."""

    async def doing(at: DeskVisit) -> None:
        await at.open("Eken AB")
        await at.see("Lacking 2", "What we saw: 0,75 m", "Bredda dörren.")
        await at.press("f3")
        await at.see("En blankett", "Solna")
        await at.gone("Lacking")
        await at.press("escape")
        await at.see("Lacking 2")
        await at.press("escape")
        await at.at_queue()

    run(doing)


def test_an_override_needs_a_reason_and_is_on_the_disk_before_it_is_shown(run: Run) -> None:
    """Beside the rules' verdict; the keyboard goes on to the next finding that is to be looked at."""

    async def doing(at: DeskVisit) -> None:
        screen = await at.open("Eken AB")
        await at.press("a")
        await at.until(lambda: isinstance(at.app.screen, Decide))
        await at.press("enter")
        await at.see("Give a reason")
        await at.write("matt 0,82")
        await at.press("enter")
        await at.see("→ Accepted all the same · eva", "Saved 12:00")
        assert verdicts(at) == [("accepted", "matt 0,82", "eva")]
        await at.until(
            lambda: screen.at_hand is not None and screen.at_hand.finding.rule == "answers.missing",
            "the next finding",
        )
        await at.go_to("register.orgnr")
        await at.press(
            "m", "enter", "u", "enter"
        )  # decided, and taken back: the third key opens what was meant
        await at.until(lambda: len(verdicts(at)) >= 2)

    run(doing, columns=120, lines=40)


def test_keys_pressed_ahead_decide_one_finding_after_the_other(run: Run) -> None:
    """However fast they come: what is lacking, then what is to be judged."""

    async def doing(at: DeskVisit) -> None:
        await at.open("Eken AB")
        await at.press("n", "enter", "n", "enter", "m", "enter")
        await at.until(lambda: len(verdicts(at)) == 3)
        assert [v for v, _, _ in verdicts(at)] == ["not_met", "not_met", "met"]
        assert at.desk.room is not None
        rules = [r.code for r in at.desk.room.ledger.store.screenings.rulings()]
        assert rules == ["unit.wide", "answers.missing", "register.orgnr"]

    run(doing)


def test_a_decision_is_taken_back_and_a_note_is_kept(run: Run) -> None:
    """Nothing is struck out: the list of decisions grows."""

    async def doing(at: DeskVisit) -> None:
        await at.open("Eken AB")
        await at.go_to("register.orgnr")
        await at.press("m", "enter")
        await at.see("→ Met · eva")
        await at.go_to("register.orgnr")
        await at.press("u", "enter")
        await at.until(lambda: len(verdicts(at)) == 2)
        await at.go_to("unit.wide")
        await at.press("c")
        await at.until(lambda: isinstance(at.app.screen, NoteDialog))
        await at.write("ring")
        await at.press("enter")
        await at.see("¶ 1")
        await at.press("w")
        await at.until(lambda: isinstance(at.app.screen, NoteDialog))
        await at.write("lugnt")
        await at.press("enter")
        await at.until(lambda: len(verdicts(at)) == 4)
        assert [v for v, _, _ in verdicts(at)] == ["met", "withdrawn", "note", "note"]
        assert verdicts(at)[2:] == [("note", "ring", "eva"), ("note", "lugnt", "eva")]

    run(doing)


def test_what_is_typed_is_there_again_after_a_crash(run: Run, tmp_path: Path) -> None:
    """Each key is on the disk; a decision empties the slip."""

    async def typing(at: DeskVisit) -> None:
        await at.open("Eken AB")
        await at.press("a")
        await at.write("halv men")
        assert at.desk.room is not None
        store = at.desk.room.ledger.store
        package = next(m for m in at.desk.room.matters if m.filed.applicant == "Eken AB").filed.sha256
        await at.until(lambda: store.screenings.slip(package, "unit.wide@ort") == "halv men")

    async def again(at: DeskVisit) -> None:
        await at.open("Eken AB")
        await at.press("a")
        await at.see("halv men")
        await at.write("ing")
        await at.press("enter")
        await at.until(lambda: verdicts(at) == [("accepted", "halv mening", "eva")], "the decision")
        await at.go_to("unit.wide")
        await at.press("a")
        await at.until(lambda: isinstance(at.app.screen, Decide))
        assert at.app.screen.query_one("#reason", Line).value == ""

    run(typing)
    run(again)


@pytest.fixture(params=["sqlite", "postgres"])
def bo(
    request: pytest.FixtureRequest,
    made: Content,
    inbox: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Room]:
    """Another officer, at another window on the same store."""
    if request.param == "postgres":
        with server.server() as there, server.schema(there) as url:
            monkeypatch.setenv("LOV_DATABASE_URL", url)
            with Store.open(tmp_path / "bos", who="bo", url=url) as store:
                yield Room(inbox, desk_over(made), Ledger(store))
        return
    with Store.open(tmp_path / "data", who="bo") as store:
        yield Room(inbox, desk_over(made), Ledger(store))


def eken(room: Room) -> Matter:
    """The case with something of everything, with all that is decided of it."""
    for filed in room.file(room.look().new):
        room.put(filed)
    room.ledger.refresh()
    return next(m for m in room.matters if m.filed.applicant == "Eken AB")


def test_two_officers_see_each_other_and_neither_is_passed_over(run: Run, bo: Room) -> None:
    """What the other does comes in by itself; who is later sees both, and both stand."""

    async def doing(at: DeskVisit) -> None:
        await at.at_queue("Eken AB")
        bo.ledger.step(eken(bo), Step.TAKEN, seen=0)
        await at.see("bo")
        await at.open("Eken AB")
        await at.see("With bo")
        await at.go_to("register.orgnr")
        await at.press("n")
        await at.until(lambda: isinstance(at.app.screen, Decide))
        his = eken(bo).finding("register.orgnr")
        bo.ledger.judge(eken(bo), his, Say.MET, "ringde", seen=his.seen)
        await at.press("enter")
        await at.until(lambda: isinstance(at.app.screen, Both))
        await at.see("Theirs", "Met · bo", "ringde", "Yours, not saved", "Not met")
        assert [v for v, _, _ in verdicts(at)] == ["taken", "met"]
        await at.press("right", "enter")
        await at.until(lambda: len(verdicts(at)) == 3)
        await at.see("≠ bo: Met · eva: Not met")
        found = eken(bo).finding("register.orgnr")
        assert found.is_contested

    run(doing, columns=120, lines=40)


@pytest.mark.parametrize("bo", ["sqlite"], indirect=True)
def test_others_are_seen_while_a_large_inbox_is_being_screened(
    run: Run, bo: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for the last case to see that a colleague has taken the first."""
    matter, goes_on, real = eken(bo), Event(), Room.file

    def slow(room: Room, new: Iterable[Arrival]) -> Iterator[Filed]:
        for filed in real(room, new):
            yield filed
            goes_on.wait(30)

    monkeypatch.setattr(Room, "file", slow)

    async def doing(at: DeskVisit) -> None:
        await at.see("Eken AB", "1 case")
        bo.ledger.step(matter, Step.TAKEN, seen=0)
        await at.see("20 d · bo")
        assert not at.desk.has_looked
        goes_on.set()
        await at.at_queue("3 cases")

    run(doing)


@pytest.mark.parametrize("bo", ["sqlite"], indirect=True)
def test_what_another_decides_of_the_open_case_is_told(run: Run, bo: Room) -> None:
    """In the list and above it, without a key; letting theirs stand writes nothing."""

    async def doing(at: DeskVisit) -> None:
        await at.open("Eken AB")
        his = eken(bo).finding("unit.wide")
        bo.ledger.judge(eken(bo), his, Say.ACCEPTED, "sett", seen=0)
        await at.see("bo has just worked at this case.", "→ Accepted all the same · bo")

    run(doing, columns=120, lines=40)


@pytest.mark.slow
@pytest.mark.parametrize("bo", ["sqlite"], indirect=True)
def test_a_case_of_anothers_is_taken_over_only_when_that_is_said(run: Run, bo: Room) -> None:
    """The first key asks; one's own is given back by the same key."""

    async def doing(at: DeskVisit) -> None:
        await at.at_queue("Eken AB")
        bo.ledger.step(eken(bo), Step.TAKEN, seen=0)
        await at.open("Eken AB")
        await at.see("With bo")
        await at.press("t")
        await at.until(lambda: isinstance(at.app.screen, Confirm))
        await at.see("bo has it since")
        await at.press("escape", "t", "left", "enter")
        await at.see("With eva")
        await at.press("t")
        await at.gone("With")
        assert [v for v, _, _ in verdicts(at)] == ["taken", "taken", "released"]

    run(doing)


def test_the_letter_is_looked_at_and_saved_outside_the_inbox(run: Run, inbox: Path, tmp_path: Path) -> None:
    """In Swedish, on request in English; saving it says that a supplement was asked for."""

    async def doing(at: DeskVisit) -> None:
        await at.open("Eken AB")
        await at.press("l")
        await at.until(lambda: isinstance(at.app.screen, LetterScreen))
        await at.see("Begäran om komplettering", "Bredda dörren.")
        await at.press("e")
        await at.see("We have looked at your application.")
        await at.press("e")
        await at.see("Vi har gått igenom er ansökan.")
        line = at.app.screen.query_one("#path", Line)
        line.focus()
        line.put(str(inbox / "brev.txt"))
        await at.press("enter")
        await at.see("Not in the inbox")
        line.put(str(tmp_path / "brev" / "brev.txt"))
        await at.press("enter")
        await at.see("Written:")
        line.put(str(tmp_path / "brev" / "brev.pdf"))
        await at.press("enter")
        await at.until((tmp_path / "brev" / "brev.pdf").exists)
        await at.press("escape")
        await at.at_case()
        await at.see("Awaiting reply")

    run(doing)
    assert "Bredda dörren." in (tmp_path / "brev" / "brev.txt").read_text("utf-8")
    assert (tmp_path / "brev" / "brev.pdf").read_bytes().startswith(b"%PDF-")
    assert not (inbox / "brev.txt").exists()


def test_a_case_is_done_when_that_is_said_and_the_log_tells_it(run: Run) -> None:
    """What is open is told before; the log shows each act, and that the chain is whole."""

    async def doing(at: DeskVisit) -> None:
        await at.open("Eken AB")
        await at.press("d")
        await at.until(lambda: isinstance(at.app.screen, Confirm))
        await at.see("3 findings are neither met nor accepted.")
        await at.press("left", "enter")
        await at.see("✓ Done")
        await at.press("h")
        await at.until(lambda: isinstance(at.app.screen, LogScreen))
        await at.see("The chain is whole", "Done", "Screening kept", "eva")
        await at.press("escape")
        await at.at_case()
        await at.press("d")
        await at.see("To be supplemented")
        await at.press("escape")
        await at.at_queue()
        await at.press("l")
        await at.see("Log of all cases", "Taken up again")

    run(doing)


def test_the_language_changes_under_an_open_case(run: Run) -> None:
    """Every word, at the same finding."""

    async def doing(at: DeskVisit) -> None:
        screen = await at.open("Eken AB")
        await at.go_to("register.orgnr")
        await at.press("ctrl+l")
        await at.until(lambda: at.app.tr.language != "en")
        await at.press("ctrl+l")
        await at.until(lambda: at.app.tr.language == "sv")
        await at.see("Saknas 2", "Ska bedömas 1", "Avgör")
        await at.until(lambda: screen.at_hand is not None and screen.at_hand.finding.rule == "register.orgnr")
        await at.press("ctrl+t")
        await at.press("escape")
        await at.at_queue()
        await at.see("Inkorg", "Alla lägen")

    run(doing)


@pytest.mark.slow
def test_help_and_palette_hold_what_can_be_done_here_and_nothing_of_textuals(run: Run) -> None:
    """In the queue and in a case."""

    async def doing(at: DeskVisit) -> None:
        await at.at_queue("Eken AB")
        await at.press("f1")
        await at.see("Take or give back", "Sort by another column")
        await at.press("escape")
        await at.open("Eken AB")
        await at.press("ctrl+p")
        await at.see("What do you want to do?")
        await at.write("take a dec")
        await at.see("Take a decision back")
        await at.gone("Screenshot")
        await at.press("escape")
        await at.at_case()

    run(doing)


@pytest.mark.slow
def test_clicks_on_every_line_run_nothing_and_end_nothing(
    made: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands in a package is never an action, wherever one clicks."""
    hostile = " [@click=app.quit]här[/] [/] [bold]"
    canned(monkeypatch, made, hostile=hostile)
    inbox = fill_inbox(tmp_path / "h", hostile=hostile)

    async def doing(at: DeskVisit) -> None:
        await at.at_queue("[@click=app")
        screen = await at.open(f"Eken AB{hostile}")
        await at.see("[@click=app.quit]här[/]")
        for y in range(2, 38, 6):
            for x in (6, 30, 70):
                if at.app.screen is screen:
                    await at.pilot.click(offset=(x, y))
                while at.app.screen is not screen and at.app.is_running:
                    await at.press("escape")
        assert at.app.is_running
        assert verdicts(at) == []

    visit_desk(made, inbox, tmp_path / "data", doing, columns=120, lines=40)


def test_a_store_that_cannot_be_opened_is_told(made: Content, inbox: Path, tmp_path: Path) -> None:
    """In the queue, in a sentence."""
    (tmp_path / "data").mkdir(mode=0o755)
    (tmp_path / "data").chmod(0o755)
    (tmp_path / "data" / "lov.db").write_bytes(b"not a database" * 100)
    (tmp_path / "data").chmod(0o700)

    async def doing(at: DeskVisit) -> None:
        await at.until(lambda: at.app.refusal is not None)
        path = str(tmp_path / "data" / "lov.db")
        await at.until(lambda: path in "".join(at.text.split()), "the path, in however many lines it stands")
        await at.press("t", "enter", "l", "f5")
        assert isinstance(at.app.screen, QueueScreen | LogScreen)

    visit_desk(made, inbox, tmp_path / "data", doing)
