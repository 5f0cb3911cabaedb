"""Power cuts, and disks that report errors or are full: nothing acknowledged is lost, nothing is half-done."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.store.disk import FULL, IOERR_FSYNC, IOERR_WRITE, Disk, Image, failing_disk
from wizard.store import Store, StoreUnavailable, Trouble, connection
from wizard.store.connection import Policy, connect, journal_policy

OpenAs = Callable[[int, int, int], Store]
VERSIONS = {"delete": (3, 40, 1), "wal": (3, 53, 1)}


@pytest.fixture
def disk() -> Iterator[Disk]:
    """A disk on which SQLite works while the test lasts."""
    with failing_disk() as made:
        yield made


def _work(store: Store, draft: str, disk: Disk, chance: random.Random, answers: int) -> None:
    """Answer, forget, undo and delete at random; mark what was acknowledged."""
    for number in range(answers):
        size = chance.choice([1, 20, 300, 3000, 9000])
        store.record(draft, f"q{chance.randrange(6)}", [number, "å" * size], door="tui")
        disk.mark(str(number))
        if chance.random() < 0.05:
            store.undo(draft, door="tui")
        if chance.random() < 0.03:
            store.delete(store.create("a", "application", "1").id)


def _numbers(folder: Path, policy: Policy) -> list[int]:
    """The numbers of all answers that were ever given, from a database that is in order."""
    raw = connect(folder / "lov.db", policy)
    health = raw.execute("PRAGMA integrity_check").fetchone()[0]
    found = raw.execute(
        "SELECT json_extract(value, '$[0]') FROM answer_event WHERE act IS NULL ORDER BY seq"
    ).fetchall()
    raw.close()
    assert health == "ok"
    return [number for (number,) in found]


def _cut(
    quick_disk: Path,
    open_as: OpenAs,
    disk: Disk,
    *,
    mode: str,
    cuts: int,
    seed: int,
    synchronous: str | None = None,
) -> int:
    """Cut the power `cuts` times while a store works; gives how often an acknowledged answer was lost."""
    chance = random.Random(seed)  # noqa: S311  for tests
    version = VERSIONS[mode]
    policy = journal_policy(version)
    store = open_as(*version)
    draft = store.create("a", "application", "1").id
    store.record(draft, "first", [-1], door="tui")
    if synchronous:
        _weaken(store, synchronous)
    before = shutil.copytree(quick_disk / "data", quick_disk / "before")
    disk.tape.clear()
    image = Image(before)
    _work(store, draft, disk, chance, answers=max(40, cuts // 12))
    tape = list(disk.tape)
    store.close()
    moments = sorted(chance.randrange(1, len(tape)) for _ in range(cuts))
    lost, at = 0, 0
    after = quick_disk / "after"
    for number, moment in enumerate(moments):
        while at < moment:
            image.play(tape[at])
            at += 1
        after.mkdir(mode=0o700)
        image.cut(chance, after)
        acknowledged = [int(mark) for mark in image.marks]
        numbers = _numbers(after, policy)
        lost += numbers[1:][: len(acknowledged)] != acknowledged
        if not lost:
            assert len(numbers) - 1 - len(acknowledged) in {0, 1}
        if number % 50 == 0 and synchronous is None:
            with Store.open(after) as again:
                assert again.upkeep.verify().faults == ()
        shutil.rmtree(after)
    return lost


def _weaken(store: Store, synchronous: str) -> None:
    """Let all connections flush less, as other programs do."""
    pool = store._database._reader.pool
    raw = pool.connect()
    assert raw.dbapi_connection is not None
    raw.dbapi_connection.execute(f"PRAGMA synchronous={synchronous}")
    raw.close()


@pytest.mark.parametrize("mode", VERSIONS)
def test_no_power_cut_loses_what_was_acknowledged(
    quick_disk: Path, folder: Path, open_as: OpenAs, disk: Disk, mode: str
) -> None:
    """At any moment of the work, with what was not flushed there, not there, or junk."""
    assert _cut(quick_disk, open_as, disk, mode=mode, cuts=250, seed=1) == 0


@pytest.mark.slow
@pytest.mark.parametrize("block", range(20))
@pytest.mark.parametrize("mode", VERSIONS)
def test_no_power_cut_in_ten_thousand_loses_what_was_acknowledged(
    quick_disk: Path, folder: Path, open_as: OpenAs, disk: Disk, mode: str, block: int
) -> None:
    """10,000 for each journal, in 20 stores."""
    assert _cut(quick_disk, open_as, disk, mode=mode, cuts=500, seed=100 + block) == 0


def test_the_laboratory_finds_what_flushes_too_little(
    quick_disk: Path, folder: Path, open_as: OpenAs, disk: Disk
) -> None:
    """WAL with NORMAL loses answers at most cuts: if it did not here, the test above would prove nothing."""
    assert _cut(quick_disk, open_as, disk, mode="wal", cuts=60, seed=3, synchronous="NORMAL") > 20


TROUBLES = {
    "write": (IOERR_WRITE, Trouble.IO_ERROR),
    "full": (FULL, Trouble.DISK_FULL),
    "sync": (IOERR_FSYNC, Trouble.IO_ERROR),
}


@pytest.mark.parametrize("mode", VERSIONS)
@pytest.mark.parametrize("kind", TROUBLES)
def test_an_error_of_the_disk_at_any_moment_is_said_and_loses_nothing(
    folder: Path, open_as: OpenAs, disk: Disk, mode: str, kind: str
) -> None:
    """The first, second, third … access fails: the answer is saved or refused, never half; then work goes on."""
    code, trouble = TROUBLES[kind]
    act = "sync" if kind == "sync" else "write"
    store = open_as(*VERSIONS[mode])
    draft = store.create("a", "application", "1").id
    kept: list[int] = []
    refused = 0
    for number in range(0, 90, 2):
        left = [number]

        def refuse(wanted: str, left: list[int] = left) -> int:
            left[0] -= wanted == act
            return code if wanted == act and left[0] < 0 else 0

        disk.refuse = refuse
        try:
            store.record(draft, f"q{number % 3}", [number, "å" * 3000], door="tui")
        except StoreUnavailable as error:
            refused += error.trouble is trouble
        else:
            kept.append(number)
        disk.refuse = lambda _: 0
        store.record(draft, "after", [1000 + number], door="tui")
        kept.append(1000 + number)
    assert 0 < refused < 45
    assert len(kept) == 45 + 45 - refused
    assert [int(event.value[0]) for event in store.history(draft)] == kept  # type: ignore[index,arg-type]
    assert store.upkeep.verify().faults == ()


@pytest.mark.parametrize("act", ["write", "sync", "delete", "truncate"])
def test_an_error_while_traces_are_wiped_leaves_them_to_the_next_opening(
    folder: Path, open_as: OpenAs, disk: Disk, act: str
) -> None:
    """The deletion itself is done or not done; the certificate claims no more than was done."""
    store = open_as(*VERSIONS["delete"])
    for moment in range(0, 40, 3):
        draft = store.create("a", "application", "1", label="19811218-9876").id
        store.record(draft, "q", "19811218-9876" * 300, door="tui")
        left = [moment]

        def refuse(wanted: str, left: list[int] = left) -> int:
            left[0] -= wanted == act
            return IOERR_WRITE if wanted == act and left[0] < 0 else 0

        disk.refuse = refuse
        try:
            complete = store.delete(draft).is_complete
        except StoreUnavailable:
            complete = False
        disk.refuse = lambda _: 0
        store.close()
        if complete:
            assert b"19811218-9876" not in (folder / "lov.db").read_bytes()
        store = open_as(*VERSIONS["delete"])
        for left_over in store.drafts():
            store.delete(left_over.id)
        Store.open(folder).close()
        assert b"19811218-9876" not in (folder / "lov.db").read_bytes()
    assert store.upkeep.verify().faults == ()


def test_an_error_in_the_middle_of_an_upgrade_leaves_the_old_store(
    quick_disk: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever access fails; afterwards it succeeds."""
    monkeypatch.setattr(connection, "BUSY_TIMEOUT", 0.5)
    old = Path(__file__).parent / "revisions" / "0001"
    refused = 0
    for moment in range(0, 60, 6):
        folder = Path(shutil.copytree(old, quick_disk / str(moment)))
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o700 if path.is_dir() else 0o600)
        left = [moment]

        def refuse(act: str, left: list[int] = left) -> int:
            left[0] -= act == "write"
            return FULL if act == "write" and left[0] < 0 else 0

        disk.refuse = refuse
        try:
            Store.open(folder).close()
        except StoreUnavailable as error:
            refused += error.trouble is Trouble.DISK_FULL
        disk.refuse = lambda _: 0
        raw = sqlite3.connect(folder / "lov.db")
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert raw.execute("SELECT count(*) FROM answer_event").fetchone() == (9,)
        raw.close()
        with Store.open(folder) as store:
            assert len(store.drafts()) == 2
    assert refused > 3
