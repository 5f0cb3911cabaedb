"""From the launch link to the downloaded package, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.conftest import Known
from tests.tui.test_at_a_terminal import AREA, LEFT_OUT, fill_store, packed_by_command, stored
from tests.web.chromium import Chromium
from tests.web.served import Server
from tests.web.visitor import Visitor
from wizard.flow.answers import BLANK
from wizard.flow.interview import Interview
from wizard.flow.steps import next_open_step

NARROW = 724
"""80 columns: side by side, two texts would be read as one."""


@pytest.mark.slow
def test_a_whole_application_from_the_link_to_the_downloaded_package(
    tmp_path: Path, known: Known, sample_path: Path, server: Server, browser: Chromium
) -> None:
    """Every question answered in the browser, files sent up, the package taken down: no byte different."""
    tab = browser.open(server.link, width=NARROW, height=720)
    visitor = Visitor(tab, known.empty, known.answers, known.files)
    visitor.begin(AREA)
    visitor.walk()
    visitor.build(tmp_path / "wizard")
    package = visitor.download()
    assert package.read_bytes() == packed_by_command(sample_path, tmp_path / "command").read_bytes()
    assert all(
        asked["request"]["url"].startswith(server.origin)
        for asked in browser.told("Network.requestWillBeSent")
    )


@pytest.mark.slow
def test_the_last_part_in_the_browser_gives_the_package_that_lov_fill_gives(
    tmp_path: Path, known: Known, sample_path: Path, browser: Chromium
) -> None:
    """The whole application's shorter sister: a file is sent up, and the package taken down."""
    left_out = {name for name in known.file.interview.flow.questions if name.startswith(LEFT_OUT)}
    left_out.add("attachments.ivo_extract")
    before = {name: value for name, value in known.answers.items() if name not in left_out}
    open_yet = {q.id for q in known.file.interview.relevant} - before.keys() - left_out
    fill_store(tmp_path / "data", known, before | dict.fromkeys(open_yet, BLANK))
    with Server(tmp_path / "data") as server:
        tab = browser.open(server.link, width=NARROW, height=720)
        interview = Interview.start(known.empty.flow, known.empty.today, stored(tmp_path / "data"))
        visitor = Visitor(tab, interview, known.answers, known.files)
        visitor.at = next_open_step(interview)
        visitor.resume()
        visitor.walk()
        visitor.build(tmp_path / "wizard")
        package = visitor.download()
        asked = [told["request"]["url"] for told in browser.told("Network.requestWillBeSent")]
    assert package.read_bytes() == packed_by_command(sample_path, tmp_path / "command").read_bytes()
    assert all(url.startswith(server.origin) for url in asked)
