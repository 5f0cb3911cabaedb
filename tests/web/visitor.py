"""The person of the terminal tests, at a browser: the same answers, files by the browser's own window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from tests.tui.person import Person
from tests.tui.terminal import Terminal
from tests.web.chromium import Tab
from wizard.flow.interview import Interview
from wizard.i18n import msg

__all__ = ["Visitor"]


class Visitor(Person):
    """Answers in `tab`; see `Person`. A tab has the face of a terminal, as far as a person uses it."""

    def __init__(
        self,
        tab: Tab,
        interview: Interview,
        answers: Mapping[str, Any],
        files: Mapping[str, Sequence[Path]],
        language: str = "sv",
    ) -> None:
        super().__init__(cast("Terminal", tab), interview, answers, files, language)
        self.tab = tab

    def choose(self, area: str) -> None:
        """Search for the area, and on to its errands."""
        self.tab.see(self.tr(msg("What do you want to apply for?")))
        self.tab.paste(area)
        self.tab.see(f"❯ {area}")
        self.tab.press("enter")
        self.tab.see(self.tr(msg("What does it concern?")))

    def _attach(self, paths: Sequence[Path]) -> None:
        for path in paths:
            self.tab.click(self.tr(msg("Choose a file")))
            self.tab.choose(path)
            self.tab.see(f"✓ {path.name}")
        self.tab.press("ctrl+s")

    def _is_open(self, label: str) -> bool:
        for row in self.tab.cells:
            line = "".join(cell[0] for cell in row)
            if line.strip().startswith(label) and row[line.index(label)][1]:
                return True
        return False

    def download(self) -> Path:
        """Take the package that has been built down, and wait until it is there."""
        folder = self.tab.browser.downloads
        self.tab.click(self.tr(msg("Download the package")))
        self.tab.until(
            lambda: any(
                told["state"] == "completed" for told in self.tab.browser.told("Browser.downloadProgress")
            ),
            "the download",
        )
        (package,) = folder.glob("*.zip")
        return package
