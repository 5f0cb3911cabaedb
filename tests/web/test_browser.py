"""The page in a real browser: what a person sees when things go well, and when they do not."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.conftest import Known
from tests.tui.test_at_a_terminal import fill_store, in_swedish, stored
from tests.web.chromium import BROWSER, Chromium, Tab
from tests.web.served import Server
from wizard.flow.answers import BLANK
from wizard.flow.steps import step_of
from wizard.i18n import Translator
from wizard.tui.themes import ROLES

AREA = "Specialiserad fysioterapi"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """One browser for all: starting it is what takes long."""
    if BROWSER is None:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium-headless-shell)")
    with Chromium(tmp_path_factory.mktemp("browser") / "it") as browser:
        yield browser


def at_question(folder: Path, known: Known, question: str) -> None:
    """A draft that stands at a question; all before it is answered."""
    before: dict[str, object] = {}
    for name, value in known.answers.items():
        if name == question:
            break
        before[name] = value
    fill_store(folder, known, before)


def resume(tab: Tab, wanted: str) -> None:
    """From the list of drafts to the question where one was."""
    tab.see(in_swedish("Begin a new application"), AREA.lower())
    tab.press("home", "enter")
    tab.see("delar klara", "Fortsätt: ")
    tab.press("home", "enter")
    tab.see(wanted, in_swedish("Why do we ask?"))  # the wide screen is at rest


def heading(known: Known, question: str) -> str:
    """What a question is called on the screen."""
    step = step_of(known.file.interview, question)
    assert step is not None
    return " ".join(Translator.of("sv")(step.heading).split())


@pytest.mark.slow
def test_the_page_opens_comes_back_and_ends(tmp_path: Path, known: Known, shared: Chromium) -> None:
    """One visit: the app fills the window, a reload and a killed app lose nothing, the end is told."""
    at_question(tmp_path / "data", known, "applicant.name")
    asked_before = len(shared.told("Network.requestWillBeSent"))
    with Server(tmp_path / "data") as server:
        tab = shared.open(server.link)
        resume(tab, heading(known, "applicant.name"))
        assert tab.run("location.pathname") == "/"
        width, height = tab.run(
            "(() => { const b = document.querySelector('.xterm-screen').getBoundingClientRect();"
            " return [innerWidth - b.width, innerHeight - b.height]; })()"
        )
        assert 0 <= width < 12
        assert 0 <= height < 24
        tab.paste("Rörelsekr")
        tab.see("Rörelsekr")
        (child,) = server.children
        tab.call("Page.reload")
        tab.see(heading(known, "applicant.name"), "Rörelsekr")  # what was not saved is there too
        assert server.children == [child]
        os.kill(child, signal.SIGKILL)
        tab.read(in_swedish("lov made a mistake"), in_swedish("Go on where you were"))
        tab.press("enter")
        tab.see(heading(known, "applicant.name"))
        assert server.children not in ([child], [])
        server.process.send_signal(signal.SIGTERM)
        tab.read(in_swedish("lov has been stopped"))
        assert server.process.wait(30) == 0
    asked = [told["request"]["url"] for told in shared.told("Network.requestWillBeSent")[asked_before:]]
    assert all(url.startswith(server.origin) for url in asked)
    assert not [
        told for told in shared.told("Log.entryAdded") if told["entry"]["source"] in ("security", "violation")
    ]
    assert not shared.told("Runtime.exceptionThrown")


@pytest.mark.slow
@pytest.mark.parametrize("is_light", [False, True])
def test_the_page_takes_the_colours_of_the_system_and_of_the_app(
    tmp_path: Path, shared: Chromium, *, is_light: bool
) -> None:
    """Before the app has drawn, and when it changes; its language too."""
    grounds = [ROLES["lov-light"]["paper"], ROLES["lov-dark"]["paper"]]
    first, second = grounds if is_light else grounds[::-1]

    def ground() -> str:
        numbers = (
            tab.run("getComputedStyle(document.body).backgroundColor").removeprefix("rgb(")[:-1].split(",")
        )
        return "#" + "".join(f"{int(n):02x}" for n in numbers)

    with Server(tmp_path / "data") as server:
        tab = shared.open(server.link, is_light=is_light)
        tab.see(in_swedish("Begin a new application"))
        assert ground() == first
        tab.press("ctrl+t")
        tab.until(lambda: ground() == second, "the other ground")
        tab.press("ctrl+l")
        tab.see("Your applications")
        assert tab.run("document.documentElement.lang") == "en"
        server.process.send_signal(signal.SIGTERM)
        tab.read("lov has been stopped")
        assert ground() == second


@pytest.mark.slow
def test_hostile_text_is_text(tmp_path: Path, known: Known, shared: Chromium) -> None:
    """Neither markup of the page nor a sequence that steers the terminal, typed, stored or as a file's name."""
    hostile = "<img src=x onerror=alert(1)>[@click=app.quit]x[/]\x1b]52;c;eA==\x07\x1b[201~\x07\x11\x1b[2J"
    at_question(tmp_path / "data", known, "applicant.name")
    with Server(tmp_path / "data") as server:
        tab = shared.open(server.link)
        resume(tab, heading(known, "applicant.name"))
        elements = "document.querySelectorAll('img, iframe, object, svg, a, script').length"
        before = tab.run(elements)
        tab.paste(hostile)
        tab.see("<img src=x onerror=alert(1)>")
        tab.press("enter")
        tab.until(lambda: "applicant.name" in stored(tmp_path / "data"), "the answer to be stored")
        tab.press("f6")
        tab.see("<img src=x onerror=alert(1)>[@click=app.quit]x[/]")
        assert tab.run(elements) == before
        assert tab.run("document.title") == "lov"
        assert not shared.told("Page.javascriptDialogOpening")


@pytest.mark.slow
def test_files_are_chosen_and_dropped_and_refused_in_plain_words(
    tmp_path: Path, known: Known, shared: Chromium
) -> None:
    """One chosen, one dropped, one too large, one with a hostile name."""
    flow = known.file.interview
    before = {name: value for name, value in known.answers.items() if name != "attachments.ivo_extract"}
    open_yet = {question.id for question in flow.relevant} - known.answers.keys()
    fill_store(tmp_path / "data", known, before | dict.fromkeys(open_yet, BLANK))
    paper = known.files["attachments.ivo_extract"][0]
    hostile = tmp_path / "<b>å<b>&amp;.pdf"
    hostile.write_bytes(paper.read_bytes())
    large = tmp_path / "stor.pdf"
    with large.open("wb") as file:
        file.truncate(51 * 1024 * 1024)
    with Server(tmp_path / "data") as server:
        tab = shared.open(server.link)
        resume(tab, in_swedish("Choose a file"))
        tab.click(in_swedish("Choose a file"))
        tab.choose(large)
        tab.read("stor.pdf", "50 MB")
        tab.click(in_swedish("Choose a file"))
        tab.choose(hostile)
        tab.see("✓ _b_å_b_&amp;.pdf")
        drop(tab, "släppt.pdf", paper.read_bytes()[:1000].decode("latin-1"))
        tab.see("✓ släppt.pdf")
        tab.shoot(tmp_path / "files.png")
        assert not any(path.name == "stor.pdf" for path in (tmp_path / "data").rglob("*"))


def drop(tab: Tab, name: str, content: str) -> None:
    """Drop a file on the window."""
    tab.run(
        "(() => { const data = new DataTransfer();"
        f" data.items.add(new File([{json.dumps(content)}], {json.dumps(name)}));"
        " for (const kind of ['dragover', 'drop'])"
        " window.dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true})); })()"
    )


@pytest.mark.slow
def test_two_windows_on_one_draft_lose_nothing(tmp_path: Path, known: Known, shared: Chromium) -> None:
    """Each has its own hold on the draft: who comes second to one question is told, and chooses."""
    at_question(tmp_path / "data", known, "applicant.name")
    with Server(tmp_path / "data") as server:
        first = shared.open(server.link)
        resume(first, heading(known, "applicant.name"))
        second = shared.open(server.origin)
        resume(second, heading(known, "applicant.name"))
        assert len(server.children) == 2
        first.paste("Första AB")
        first.see("Första AB")
        first.press("enter")
        first.until(
            lambda: stored(tmp_path / "data").get("applicant.name") == "Första AB", "the first answer"
        )
        second.paste("Andra AB")
        second.see("Andra AB")
        second.press("enter")
        second.see("Första AB")
        assert stored(tmp_path / "data")["applicant.name"] == "Första AB"
        assert "Andra AB" in second.words


@pytest.mark.slow
def test_a_copied_tab_takes_the_session_over_and_gives_it_back(
    tmp_path: Path, known: Known, shared: Chromium
) -> None:
    """One session, two windows: the one that is left says so."""
    at_question(tmp_path / "data", known, "applicant.name")
    with Server(tmp_path / "data") as server:
        first = shared.open(server.link)
        resume(first, heading(known, "applicant.name"))
        name = first.run("sessionStorage.getItem('lov-session')")
        second = shared.open(f"{server.origin}/static/icon.svg")
        second.until(lambda: second.run("location.pathname") == "/static/icon.svg")
        second.run(f"sessionStorage.setItem('lov-session', {json.dumps(name)})")
        second.call("Page.navigate", url=server.origin)
        second.see(heading(known, "applicant.name"))
        first.read(in_swedish("lov went on in another window"))
        first.press("enter")
        first.see(heading(known, "applicant.name"))
        second.read(in_swedish("lov went on in another window"))
        assert len(server.children) == 1


@pytest.mark.slow
def test_without_webgl_it_is_drawn_with_elements_under_the_same_policy(tmp_path: Path) -> None:
    """No style that the page forbids is needed for it: colours and all."""
    if BROWSER is None:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium-headless-shell)")
    with Server(tmp_path / "data") as server, Chromium(tmp_path / "it", "--disable-3d-apis") as browser:
        tab = browser.open(server.link)
        tab.see(in_swedish("Begin a new application"))
        assert tab.run("document.querySelectorAll('.xterm-screen canvas').length") == 0
        mark = ROLES["lov-dark"]["mark"].lstrip("#")
        wanted = "rgb({}, {}, {})".format(*(int(mark[n : n + 2], 16) for n in (0, 2, 4)))
        names = (
            "[...document.querySelectorAll('.xterm-rows span')].filter(e => e.textContent.startsWith('lov'))"
            ".map(e => getComputedStyle(e).color)"
        )
        tab.until(lambda: wanted in tab.run(names), "the name in its colour")
        assert browser.told("Log.entryAdded") == []


@pytest.mark.slow
def test_a_server_that_is_killed_and_one_that_takes_its_place(tmp_path: Path, shared: Chromium) -> None:
    """The page says what is the matter, tries again, and tells where the way in is now."""
    with Server(tmp_path / "data") as server:
        tab = shared.open(server.link)
        tab.see(in_swedish("Begin a new application"))
        server.end(signal.SIGKILL)
        tab.read(in_swedish("The connection was lost"))
    with Server(tmp_path / "data", port=server.port) as server:
        tab.read(in_swedish("This window has no way in any more"))
        tab.call("Page.navigate", url=server.link)
        tab.see(in_swedish("Begin a new application"))


@pytest.mark.slow
def test_too_many_windows_are_told_so(tmp_path: Path, shared: Chromium) -> None:
    """In plain words, with a way to try again."""
    with Server(tmp_path / "data") as server:
        tabs = [shared.open(server.link)]
        tabs[0].see(in_swedish("Begin a new application"))
        for _ in range(5):
            tabs.append(shared.open(server.origin))
            tabs[-1].see(in_swedish("Begin a new application"))
        late = shared.open(server.origin)
        late.read(in_swedish("lov is open in too many windows"))
        tabs[-1].close()

        def is_let_in() -> bool:
            if in_swedish("lov is open in too many windows") in late.page:
                late.press("enter")
            return in_swedish("Begin a new application") in late.words

        late.until(is_let_in, "to be let in when another window has gone")
        for tab in (*tabs[:-1], late):
            tab.close()
