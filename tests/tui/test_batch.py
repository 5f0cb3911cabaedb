"""The consultant's screen: from a workbook to packages by keyboard, and how it looks.

To keep what is shown now: KEEP_SNAPSHOTS=1 pytest tests/tui/test_batch.py, and look at the difference.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.batch.books import SMALL
from tests.conftest import ROOT
from tests.tui.app import Visit, visit
from tests.tui.kept import LOOKS, hold_to
from tests.tui.test_snapshots import Album
from wizard import resources
from wizard.flow.content import Content
from wizard.tui.batching import Stop
from wizard.tui.screens.batch import BatchScreen
from wizard.tui.screens.batchclient import BatchClientScreen
from wizard.tui.screens.home import HomeScreen
from wizard.tui.widgets.menu import Menu


@pytest.fixture
def small(make_content: Callable[..., Content]) -> Content:
    content = make_content(SMALL)
    (content.root / "locales").symlink_to(ROOT / "locales")
    resources.use_content(content.root)
    return content


def workbook(folder: Path, count: int = 3) -> Path:
    """Clients as CSV: the second has a wrong number, the third is not open."""
    rows = ["K1;Ek AB;556592-9717;Ja", "K2;Bo [b]AB;556592-9718;Ja", "K3;Åsa AB;556592-9717;Nej"]
    rows += [f"K{n};Ek {n} AB;556592-9717;Ja" for n in range(4, count + 1)]
    path = folder / "kunder.csv"
    head = "lov:prov/application/2026.1;applicant.name;applicant.orgnr;unit.open;Eget"
    path.write_text("\n".join([head, *rows[:count]]) + "\n", "utf-8")
    return path


async def opened(at: Visit, path: Path) -> BatchScreen:
    """From the first screen to the list of clients."""
    app = at.app
    await at.until(lambda: isinstance(app.screen, HomeScreen) and bool(app.screen.query(Menu)))
    await at.press("f7")
    await at.until(lambda: isinstance(app.screen, BatchScreen))
    screen = app.screen
    assert isinstance(screen, BatchScreen)
    screen.query_one("#file").put(str(path))  # type: ignore[attr-defined]
    await at.press("enter")
    await at.until(lambda: screen.looked is not None and bool(screen.query(Menu)))
    return screen


def test_a_consultant_goes_from_a_workbook_to_packages(small: Content, tmp_path: Path) -> None:
    """Read, open what is wrong, run, and see where the package lies; then mend the file and run again."""
    path = workbook(tmp_path)

    async def doing(at: Visit) -> None:
        screen = await opened(at, path)
        await at.see("K1", "K2", "1 to do", "Ready: 1")
        await at.press("down", "enter")
        await at.until(lambda: isinstance(at.app.screen, BatchClientScreen))
        await at.see("kunder!C3", "556592-9718")
        await at.press("escape")
        await at.until(lambda: at.app.screen is screen)
        await at.press("f5")
        await at.until(lambda: screen.looked is not None and screen.looked.made == 1)
        await at.see("package made")
        path.write_text(path.read_text("utf-8").replace("9718", "9717"), "utf-8")
        await at.press("f5")
        await at.until(lambda: screen.looked is not None and screen.looked.made == 2)

    visit(small, tmp_path / "data", doing)
    assert len(list((tmp_path / "kunder-packages" / "paket").glob("*/*.zip"))) == 2


def test_what_is_no_file_of_applications_is_told(small: Content, tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(b"x")

    async def doing(at: Visit) -> None:
        await at.until(lambda: isinstance(at.app.screen, HomeScreen) and bool(at.app.screen.query(Menu)))
        await at.press("f7")
        await at.until(lambda: isinstance(at.app.screen, BatchScreen))
        for name in ("x.docx", "nowhere.xlsx"):
            at.app.screen.query_one("#file").put(str(tmp_path / name))  # type: ignore[attr-defined]
            await at.press("enter")
            await at.see(name)
            await at.see("problem")

    visit(small, tmp_path / "data", doing, columns=120)


def test_a_run_is_stopped_and_gone_on_with(
    small: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Escape asks; what was begun is finished, and the next run goes on."""
    path = workbook(tmp_path, 130)
    asked = iter([True])
    monkeypatch.setattr(
        Stop, "is_wanted", property(lambda _: next(asked, False), lambda *_: None), raising=False
    )

    async def doing(at: Visit) -> None:
        screen = await opened(at, path)
        await at.press("f5")
        await at.until(lambda: screen.looked is not None and screen.looked.is_stopped)
        await at.see("goes on where this was")
        await at.press("f5")
        await at.until(lambda: screen.looked is not None and screen.looked.made == 128)

    visit(small, tmp_path / "data", doing)


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_the_screens_look_as_they_were_judged_to_look(
    small: Content, tmp_path: Path, size: tuple[int, int], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One file for a size and a language; the first difference is told."""
    workbook(tmp_path)
    monkeypatch.chdir(tmp_path)
    album: list[Album] = []

    async def doing(at: Visit) -> None:
        album.append(Album(at))
        await at.until(lambda: isinstance(at.app.screen, HomeScreen) and bool(at.app.screen.query(Menu)))
        await at.press("f7")
        await at.until(lambda: isinstance(at.app.screen, BatchScreen))
        await album[0].take("batch-file")
        at.app.screen.dismiss()
        await at.until(lambda: isinstance(at.app.screen, HomeScreen))
        screen = await opened(at, Path("kunder.csv"))
        await album[0].take("batch")
        await at.press("down", "enter")
        await at.until(lambda: isinstance(at.app.screen, BatchClientScreen))
        await album[0].take("batch-client")
        await at.press("escape")
        await at.until(lambda: at.app.screen is screen)
        await at.press("f5")
        await at.until(lambda: screen.looked is not None and screen.looked.made == 1)
        await album[0].take("batch-run")

    columns, rows = size
    visit(small, tmp_path / "data", doing, language=language, columns=columns, lines=rows)
    hold_to(f"batch-{columns}x{rows}-{language}", album[0].pictures, columns)
