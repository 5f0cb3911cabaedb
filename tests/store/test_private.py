"""Files that only their owner may open."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wizard.store import NotPrivate, Store

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no permission bits")


@pytest.fixture
def no_umask() -> Iterator[None]:
    """A umask that takes nothing away."""
    before = os.umask(0)
    yield
    os.umask(before)


def _modes(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder.parent)): path.stat().st_mode & 0o777 for path in folder.rglob("*")}


@pytest.mark.usefixtures("no_umask")
def test_what_is_made_is_private_whatever_the_umask(tmp_path: Path) -> None:
    """The folder, the database, its journal while it is written, attachments: 0700 and 0600."""
    paper = tmp_path / "ivo.pdf"
    paper.write_bytes(b"%PDF-1.7")
    with Store.open(tmp_path / "new" / "data") as store:
        draft = store.create("a", "application", "1")
        with store._database.writing() as rows:
            rows.move_draft(draft.id, "q")
            modes = _modes(tmp_path / "new")
        store.add_file(paper)
    modes |= _modes(tmp_path / "new")
    assert any(name.endswith(("-journal", "-wal")) for name in modes)
    assert {name: oct(mode) for name, mode in modes.items()} == {
        name: oct(0o700 if (tmp_path / name).is_dir() else 0o600) for name in modes
    }


@pytest.mark.usefixtures("no_umask")
def test_wal_files_are_private_too(folder: Path, open_as: Callable[[int, int, int], Store]) -> None:
    """The log and its index hold answers as well."""
    store = open_as(3, 53, 1)
    store.create("a", "application", "1")
    modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir() if path.is_file()}
    assert modes == dict.fromkeys(("lov.db", "lov.db-wal", "lov.db-shm"), 0o600)


@pytest.mark.parametrize("mode", [0o755, 0o750, 0o701, 0o720, 0o777])
def test_a_folder_open_to_others_is_refused(folder: Path, mode: int) -> None:
    """The sentence names it, and the command that mends it."""
    folder.chmod(mode)
    with pytest.raises(NotPrivate) as caught:
        Store.open(folder)
    assert f"chmod 700 {folder}" in str(caught.value)


@pytest.mark.parametrize("name", ["lov.db", "lov.db-wal", "lov.db-shm", "lov.db-journal"])
def test_a_file_open_to_others_is_refused(folder: Path, name: str) -> None:
    """Also one that SQLite left beside the database."""
    (folder / name).touch()
    (folder / name).chmod(0o640)
    with pytest.raises(NotPrivate) as caught:
        Store.open(folder)
    assert f"chmod 600 {folder / name}" in str(caught.value)


def test_attachments_open_to_others_are_refused(folder: Path) -> None:
    """Their folder counts as well."""
    (folder / "attachments").mkdir(mode=0o700)
    (folder / "attachments").chmod(0o755)
    with pytest.raises(NotPrivate):
        Store.open(folder)


def test_the_command_can_be_pasted(tmp_path: Path) -> None:
    """A folder with a blank in its name is quoted as the shell wants it."""
    folder = tmp_path / "mina data"
    folder.mkdir()
    folder.chmod(0o755)
    with pytest.raises(NotPrivate) as caught:
        Store.open(folder)
    assert f"chmod 700 {shlex.quote(str(folder))}" in str(caught.value)
