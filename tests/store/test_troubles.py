"""When the disk or the database does not play along: a sentence, nothing half-done, nothing lost, no secrets."""

from __future__ import annotations

import errno
import inspect
import os
import shutil
import sqlite3
import subprocess
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy.exc

from wizard.store import Draft, FileRefused, Store, StoreError, StoreUnavailable, Trouble, connection
from wizard.store.seam import SQLITE_TROUBLES, translated, trouble_of

CANARY = "19811218-9876"
_ROOT = os.name != "nt" and os.geteuid() == 0


def _root_does(command: str, *arguments: str) -> bool:
    """Whether the command could be run, and worked."""
    program = shutil.which(command)
    return (
        _ROOT and program is not None and subprocess.run([program, *arguments], check=False).returncode == 0
    )


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 800 kB; the test is skipped where none can be made."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if not _root_does("mount", "-t", "tmpfs", "-o", "size=800k,mode=0700", "tmpfs", str(disk)):
        pytest.skip("a small disk can be mounted by root only")
    yield disk
    _root_does("umount", "--lazy", str(disk))


def _fill(store: Store, draft: str) -> tuple[list[str], Trouble | None]:
    """Answer until something is in the way: the questions whose answers were acknowledged, and what it was."""
    saved: list[str] = []
    for number in range(1000):
        try:
            store.record(draft, f"q{number}", CANARY * 2000, door="tui")
        except StoreUnavailable as error:
            return saved, error.trouble
        saved.append(f"q{number}")
    return saved, None


def test_a_full_disk_loses_nothing_that_was_saved(small_disk: Path) -> None:
    """What was acknowledged stays, and saving goes on when there is room again."""
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(200_000))
    with Store.open(small_disk / "data") as store:
        draft = store.create("a", "application", "1").id
        saved, trouble = _fill(store, draft)
        kept = list(store.answers(draft))
        ballast.unlink()
        store.record(draft, "after", "x", door="tui")
        assert trouble is Trouble.DISK_FULL
        assert (kept, list(store.answers(draft))) == (saved, [*saved, "after"])


def test_a_file_too_large_for_the_disk_leaves_nothing(small_disk: Path, tmp_path: Path) -> None:
    """Half a copy would only take the room that is missing."""
    (tmp_path / "large").write_bytes(bytes(1_000_000))
    with Store.open(small_disk / "data") as store, pytest.raises(StoreUnavailable) as caught:
        store.add_file(tmp_path / "large")
    assert caught.value.trouble is Trouble.DISK_FULL
    assert [p for p in (small_disk / "data" / "attachments").rglob("*") if p.is_file()] == []


def test_a_disk_that_is_full_from_the_start_is_said_so(small_disk: Path) -> None:
    """Not even an empty store can be made."""
    (small_disk / "ballast").write_bytes(bytes(780_000))
    with pytest.raises(StoreUnavailable) as caught:
        Store.open(small_disk / "data")
    assert caught.value.trouble is Trouble.DISK_FULL


@pytest.fixture
def read_only(small_disk: Path) -> Iterator[tuple[Path, Draft]]:
    """A store with a draft, on a disk that has been made read-only."""
    with Store.open(small_disk / "data") as store:
        draft = store.create("a", "application", "1")
    _root_does("mount", "-o", "remount,ro", str(small_disk))
    yield small_disk / "data", draft
    _root_does("mount", "-o", "remount,rw", str(small_disk))


@pytest.mark.skipif(
    sqlite3.sqlite_version_info >= (3, 51, 3), reason="a file in WAL mode cannot be read on a read-only disk"
)
def test_a_read_only_disk_can_be_read(read_only: tuple[Path, Draft]) -> None:
    """Drafts can be looked at; an answer is refused with a sentence."""
    folder, draft = read_only
    with Store.open(folder) as store:
        assert store.drafts() == (draft,)
        with pytest.raises(StoreUnavailable) as caught:
            store.record(draft.id, "q", CANARY, door="tui")
    assert caught.value.trouble is Trouble.READ_ONLY


@pytest.mark.usefixtures("read_only")
def test_no_store_is_made_on_a_read_only_disk(small_disk: Path) -> None:
    """The folder itself cannot be made."""
    with pytest.raises(StoreUnavailable) as caught:
        Store.open(small_disk / "other")
    assert caught.value.trouble is Trouble.READ_ONLY


@pytest.mark.skipif(_ROOT or os.name == "nt", reason="root may write anywhere")
def test_a_folder_without_the_right_to_write_is_said_so(tmp_path: Path) -> None:
    """The usual way to have a read-only folder."""
    tmp_path.chmod(0o500)
    with pytest.raises(StoreUnavailable) as caught:
        Store.open(tmp_path / "data")
    tmp_path.chmod(0o700)
    assert caught.value.trouble is Trouble.READ_ONLY


def test_a_file_in_the_place_of_the_folder_is_said_so(tmp_path: Path) -> None:
    """It is not touched."""
    (tmp_path / "data").write_text("x")
    with pytest.raises(StoreUnavailable) as caught:
        Store.open(tmp_path / "data")
    assert caught.value.trouble is Trouble.UNREACHABLE
    assert (tmp_path / "data").read_text() == "x"


@pytest.mark.parametrize(
    "damage", [b"not a database at all, " * 200, b"SQLite format 3\x00" + b"\xff" * 4096]
)
def test_a_file_that_is_no_database_is_said_so(folder: Path, damage: bytes) -> None:
    """It is left as it is, for whoever can save it."""
    (folder / "lov.db").write_bytes(damage)
    with pytest.raises(StoreUnavailable) as caught:
        Store.open(folder)
    assert caught.value.trouble is Trouble.DAMAGED
    assert (folder / "lov.db").read_bytes() == damage


def test_a_writer_that_does_not_let_go_is_waited_for_and_then_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another window may be busy; the answer is not saved, and that is said."""
    monkeypatch.setattr(connection, "BUSY_TIMEOUT", 0.1)
    with Store.open(folder) as store:
        draft = store.create("a", "application", "1")
        other = sqlite3.connect(folder / "lov.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable) as caught:
            store.record(draft.id, "q", "x", door="tui")
        other.close()
        assert caught.value.trouble is Trouble.LOCKED
        assert store.record(draft.id, "q", "x", door="tui").rev == 1


CALLS: dict[str, Callable[[Store, Path], object]] = {
    "drafts": lambda s, _: s.drafts(),
    "create": lambda s, _: s.create(CANARY, CANARY, CANARY, label=CANARY),
    "get": lambda s, _: s.get("0badcafe"),
    "move": lambda s, _: s.move(CANARY, CANARY),
    "rename": lambda s, _: s.rename(CANARY, CANARY),
    "set_flow_version": lambda s, _: s.set_flow_version(CANARY, CANARY),
    "delete": lambda s, _: s.delete(CANARY),
    "answers": lambda s, _: s.answers(CANARY),
    "current": lambda s, _: s.current(CANARY),
    "record": lambda s, _: s.record(CANARY, CANARY, CANARY, door=CANARY, why=CANARY),
    "forget": lambda s, _: s.forget(CANARY, CANARY, door=CANARY),
    "history": lambda s, _: s.history(CANARY, CANARY),
    "add_file": lambda s, paper: s.add_file(paper),
    "file": lambda s, _: s.file("ab" * 32),
    "read_file": lambda s, _: s.read_file("ab" * 32),
    "record_package": lambda s, paper: s.record_package(
        CANARY, sha256=CANARY, path=paper, complete=True, flow_version=CANARY
    ),
    "packages": lambda s, _: s.packages(CANARY),
    "present": lambda s, _: s.present(CANARY),
    "record_all": lambda s, _: s.record_all(CANARY, {CANARY: CANARY}, door=CANARY),
    "changes": lambda s, _: s.changes(CANARY, since=0),
    "follow": lambda s, _: s.follow(CANARY, since=0),
    "visited": lambda s, _: s.visited(CANARY, door=CANARY),
    "visit": lambda s, _: s.visit(CANARY, door=CANARY, seq=1),
    "reach": lambda s, _: s.reach(CANARY),
    "undo": lambda s, _: s.undo(CANARY, door=CANARY),
    "redo": lambda s, _: s.redo(CANARY, door=CANARY),
    "profiles.all": lambda s, _: s.profiles.all(),
    "profiles.create": lambda s, _: s.profiles.create(CANARY),
    "profiles.keep": lambda s, _: s.profiles.keep(CANARY, {CANARY: CANARY}),
    "screenings.add": lambda s, _: s.screenings.add(CANARY, CANARY, (), label=CANARY),
    "screenings.decide": lambda s, _: s.screenings.decide(CANARY, CANARY, CANARY),
    "settings.put": lambda s, _: s.settings.put("x", CANARY),
    "upkeep.backup": lambda s, _: s.upkeep.backup(),
    "upkeep.verify": lambda s, _: s.upkeep.verify(),
    "upkeep.export": lambda s, paper: s.upkeep.export(paper.parent / "out", person=CANARY),
}


def test_every_public_method_is_tried() -> None:
    """The table of calls is complete."""
    public = {name for name, _ in inspect.getmembers(Store, callable) if not name.startswith("_")}
    assert public - {"open", "open_for", "close"} == {name for name in CALLS if "." not in name}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("has_tables", [True, False], ids=["damaged", "without tables"])
def test_only_our_own_errors_come_out(
    folder: Path, tmp_path: Path, call: Callable[[Store, Path], object], *, has_tables: bool
) -> None:
    """Whatever breaks under an open store, doors see a `StoreError`, and nothing that was handed in."""
    paper = tmp_path / CANARY
    paper.write_text(CANARY)
    with Store.open(folder) as store:
        store.close()
        if has_tables:
            (folder / "lov.db").write_bytes(b"damaged" * 1000)
            (folder / "attachments").write_text("in the way")
        else:
            (folder / "lov.db").write_bytes(b"")
        with pytest.raises(StoreError) as caught:
            call(store, paper)
    assert CANARY not in "".join(traceback.format_exception(caught.value))
    assert "{" not in str(caught.value)


def test_errors_do_not_quote_answers(store: Store, draft: Draft, folder: Path) -> None:
    """SQLAlchemy's own errors would: the value stands in a broken statement's parameters."""
    raw = sqlite3.connect(folder / "lov.db")
    raw.execute("CREATE TRIGGER broken BEFORE INSERT ON answer BEGIN SELECT RAISE(ABORT, 'broken'); END")
    raw.close()
    with pytest.raises(StoreUnavailable) as caught:
        store.record(draft.id, "q", CANARY, door="tui")
    assert caught.value.trouble is Trouble.UNEXPECTED
    assert CANARY not in "".join(traceback.format_exception(caught.value))


def test_every_result_code_of_sqlite_has_a_meaning() -> None:
    """The primary codes for errors are 1 to 26 (sqlite.org/rescode.html)."""
    assert set(SQLITE_TROUBLES) == set(range(1, 27))


@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_has_a_sentence_that_says_what_to_do(trouble: Trouble) -> None:
    """Two sentences at least, with the place filled in."""
    text = str(StoreUnavailable(trouble, Path("/data")))
    assert "{" not in text
    assert text.count(".") >= 2


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OSError(errno.ENOSPC, ""), Trouble.DISK_FULL),
        (OSError(errno.EDQUOT, ""), Trouble.DISK_FULL),
        (PermissionError(errno.EACCES, ""), Trouble.READ_ONLY),
        (OSError(errno.EROFS, ""), Trouble.READ_ONLY),
        (OSError(errno.EIO, ""), Trouble.IO_ERROR),
        (FileNotFoundError(errno.ENOENT, ""), Trouble.UNREACHABLE),
        (OSError(errno.EPIPE, ""), Trouble.UNEXPECTED),
        (OSError("no number"), Trouble.UNEXPECTED),
        (sqlite3.ProgrammingError("closed"), Trouble.UNEXPECTED),
        (sqlalchemy.exc.TimeoutError("pool"), Trouble.LOCKED),
        (sqlalchemy.exc.InvalidRequestError("x"), Trouble.UNEXPECTED),
    ],
    ids=repr,
)
def test_foreign_errors_are_told_apart(error: Exception, expected: Trouble) -> None:
    """By their numbers, whoever wraps them."""
    wrapped = sqlalchemy.exc.OperationalError("SELECT 1", {}, error)
    assert trouble_of(error) is expected
    assert trouble_of(wrapped) is expected


def _all_below(kind: type[Exception]) -> set[type[Exception]]:
    return {kind}.union(*(_all_below(sub) for sub in kind.__subclasses__()))


@pytest.mark.parametrize(
    "kind", sorted(_all_below(sqlite3.Error) | _all_below(sqlalchemy.exc.SQLAlchemyError), key=repr)
)
def test_every_foreign_error_is_translated(kind: type[Exception]) -> None:
    """The whole trees of sqlite3 and SQLAlchemy."""
    with pytest.raises(StoreUnavailable), translated(Path("/data")):
        raise kind.__new__(kind)


@pytest.mark.parametrize("error", [TypeError("bug"), KeyError("bug"), KeyboardInterrupt()], ids=repr)
def test_our_own_bugs_are_not_hidden(error: BaseException) -> None:
    """They belong in a crash report, not in a sentence about the disk."""
    with pytest.raises(type(error)), translated(Path("/data")):
        raise error


def test_our_own_errors_pass_as_they_are() -> None:
    """A refusal inside stays a refusal."""
    with pytest.raises(FileRefused), translated(Path("/data")):
        raise FileRefused
