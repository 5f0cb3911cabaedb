"""What the tests of the browser share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.conftest import known as known  # noqa: PLC0414  the same person sits at a browser
from tests.web.chromium import BROWSER, Chromium
from tests.web.served import Server


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Chromium]:
    """A browser; tests that need one are skipped where the machine has none."""
    if BROWSER is None:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium-headless-shell)")
    with Chromium(tmp_path / "browser") as browser:
        yield browser


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """The shipped command, serving."""
    with Server(tmp_path / "data") as server:
        yield server
