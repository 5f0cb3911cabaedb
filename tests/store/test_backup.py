"""Backups: made while others write, kept in number, checked before use, and restored as they were."""

from __future__ import annotations

import json
import struct
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wizard.store import Draft, Store
from wizard.store.bundles import BackupRefused, read_bundle, write_bundle
from wizard.store.jsontext import files_named
from wizard.store.verifying import Amiss

BOTH_ENGINES = True
CANARY = "19811218-9876"


def _everything(store: Store) -> list[Any]:
    """All that doors can read of all drafts."""
    return [
        (
            draft,
            store.answers(draft.id),
            store.current(draft.id),
            store.history(draft.id),
            store.packages(draft.id),
            store.profiles.of(draft.id),
        )
        for draft in store.drafts()
    ]


@pytest.fixture
def filled(store: Store, tmp_path: Path) -> Store:
    """A store with two drafts, attached files, and all else there is."""
    paper = tmp_path / "ivo.pdf"
    for number in range(2):
        draft = store.create("a", "application", "1", label=f"Nummer {number}").id
        paper.write_bytes(b"%%PDF-1.7 %d" % number)
        store.record(draft, "ivo", [store.add_file(paper)], door="tui")
        store.record(draft, "name", f"Å\x00\ud800{number}", door="tui")
        store.forget(draft, "name", door="tui")
        store.undo(draft, door="tui")
        store.record_package(
            draft, sha256="ab" * 32, path=tmp_path / "p.zip", complete=True, flow_version="1"
        )
    profile = store.profiles.create("x").id
    store.profiles.choose(draft, profile)
    store.settings.put("keep", 5)
    return store


def test_a_backup_can_be_restored(filled: Store, tmp_path: Path, clock: Any, key: str | None) -> None:
    """Into an empty folder elsewhere: every row and every file, and it verifies."""
    before = _everything(filled)
    made = filled.upkeep.backup(tmp_path / "stick")
    with Store.open(tmp_path / "other", clock=clock, who="eva", key=key) as other:
        restored = other.upkeep.restore(made.path)
        assert (restored.drafts, restored.left_out, restored.before) == (2, 0, None)
        assert _everything(other) == before
        for draft in other.drafts():
            (sha256,) = files_named(other.answers(draft.id)["ivo"])
            assert other.read_file(sha256).startswith(b"%PDF")
        assert other.upkeep.verify().faults == ()
        other.record(other.drafts()[0].id, "q", 1, door="tui")


def test_restoring_goes_back_and_can_be_undone(filled: Store) -> None:
    """What was there before is backed up first, so that it can be restored in its turn."""
    made = filled.upkeep.backup()
    before = _everything(filled)
    filled.record(filled.drafts()[0].id, "name", "senare", door="tui")
    after = _everything(filled)
    restored = filled.upkeep.restore(made.path)
    assert _everything(filled) == before
    assert restored.before is not None
    filled.upkeep.restore(restored.before.path)
    assert _everything(filled) == after
    assert filled.upkeep.verify().faults == ()


def test_another_window_goes_on_after_a_restore(filled: Store, open_store: Callable[..., Store]) -> None:
    """It sees what was restored, and writes to it."""
    other = open_store("bo")
    draft = other.drafts()[0].id
    made = filled.upkeep.backup()
    other.record(draft, "name", "senare", door="tui")
    filled.upkeep.restore(made.path)
    assert other.answers(draft)["name"] != "senare"
    other.record(draft, "name", "igen", door="tui")
    assert filled.answers(draft)["name"] == "igen"


def test_what_was_deleted_does_not_come_back(filled: Store, tmp_path: Path) -> None:
    """Not from a backup that lov could not reach when it was deleted, nor by one older still."""
    gone, kept = (draft.id for draft in filled.drafts())
    made = filled.upkeep.backup(tmp_path / "stick")
    away = made.path.rename(tmp_path / "away.zip")
    filled.delete(gone)
    for _ in range(2):
        assert filled.upkeep.restore(away).left_out == 1
        assert [draft.id for draft in filled.drafts()] == [kept]
    assert filled.upkeep.verify().faults == () or {f.code for f in filled.upkeep.verify().faults} == {
        Amiss.BACKUP
    }


def test_a_backup_is_made_while_others_write(
    store: Store, draft: Draft, open_store: Callable[..., Store], tmp_path: Path, key: str | None
) -> None:
    """It holds one state: all answers up to some moment, none after."""
    writer = open_store("bo")
    stop, numbers = threading.Event(), iter(range(100_000))

    def write() -> None:
        while not stop.is_set():
            number = next(numbers)
            writer.record(draft.id, f"q{number % 5}", number, door="tui")

    thread = threading.Thread(target=write)
    thread.start()
    try:
        made = [store.upkeep.backup(tmp_path / "stick") for _ in range(4)]
    finally:
        stop.set()
        thread.join()
    for each in made:
        with Store.open(tmp_path / each.path.stem, key=key) as other:
            other.upkeep.restore(each.path)
            values = [event.value for event in other.history(draft.id)]
            assert values == list(range(len(values)))
            assert other.upkeep.verify().faults == ()


def test_only_so_many_are_kept(store: Store, tmp_path: Path, clock: Any) -> None:
    """The latest ones by their numbers, also when the clock goes back; those in other folders stay."""
    elsewhere = store.upkeep.backup(tmp_path / "elsewhere")
    for _ in range(5):
        clock.move(days=-400)
        store.upkeep.backup(tmp_path / "stick", keep=2)
    names = sorted(path.name[:10] for path in (tmp_path / "stick").iterdir())
    assert names == ["lov-000005", "lov-000006"]
    assert [made.number for made in store.upkeep.backups()] == [1, 5, 6]
    assert elsewhere.path.exists()


def test_a_backup_is_private(store: Store, folder: Path) -> None:
    """It holds all answers; nothing else is left of making it."""
    made = store.upkeep.backup()
    assert made.path.parent == folder / "backups"
    assert (made.path.stat().st_mode & 0o777, made.path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert sorted(path.name for path in folder.iterdir()) == ["backups", "lov.db"]


def _packed(path: Path) -> set[int]:
    """The places of the bytes that files are packed in; the last of each, whose bits may not all be used, left out."""
    whole, places = path.read_bytes(), set[int]()
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            name, extra = struct.unpack_from("<HH", whole, member.header_offset + 26)
            start = member.header_offset + 30 + name + extra
            places.update(range(start, start + member.compress_size - 1))
    return places


def test_every_changed_byte_of_a_backup_is_found(filled: Store, tmp_path: Path) -> None:
    """Or makes no difference to what is read, as a date in a heading; nothing is changed in the store."""
    made = filled.upkeep.backup(tmp_path / "stick")
    whole = made.path.read_bytes()
    manifest = read_bundle(made.path, None)
    packed = _packed(made.path)
    assert len(packed) > 0.8 * len(whole)
    broken = tmp_path / "broken.zip"
    for place in range(0, len(whole), 37):
        broken.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            assert read_bundle(broken, None) == manifest
        except BackupRefused:
            continue
        assert place not in packed


@pytest.mark.parametrize("cut", [0, 1, 10, 1000, -1, -100])
def test_a_part_of_a_backup_is_refused(filled: Store, tmp_path: Path, cut: int) -> None:
    """Half a copy restores nothing."""
    made = filled.upkeep.backup(tmp_path / "stick")
    made.path.write_bytes(made.path.read_bytes()[:cut])
    before = _everything(filled)
    with pytest.raises(BackupRefused):
        filled.upkeep.restore(made.path)
    assert _everything(filled) == before


@pytest.mark.parametrize(
    "names",
    [["../lov.db"], ["lov.db", "/etc/passwd"], ["attachments/../../x"], ["attachments/abc"], ["other"]],
)
def test_a_hostile_backup_writes_nothing(store: Store, tmp_path: Path, names: list[str]) -> None:
    """Names from inside are never used as paths."""
    path = tmp_path / "hostile.zip"
    about = {
        "format": "lov-backup-1",
        "files": dict.fromkeys(names, "aa"),
        "made_at": "2026-11-22",
        "revision": "1",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
        archive.writestr(
            "manifest.json", json.dumps(about | {"rows": {}, "head": {"seq": 0, "hash": ""}, "lost": []})
        )
    around = sorted(tmp_path.rglob("*"))
    with pytest.raises(BackupRefused):
        store.upkeep.restore(path)
    assert sorted(tmp_path.rglob("*")) == around


def test_a_backup_that_was_tampered_with_inside_is_refused(filled: Store, tmp_path: Path) -> None:
    """With all sums put right: the audit chain in it tells."""
    made = filled.upkeep.backup(tmp_path / "stick")
    inside = tmp_path / "inside"
    inside.mkdir(mode=0o700)
    manifest = read_bundle(made.path, inside)
    driver = filled._ground.driver  # who tampers with an encrypted one has its key
    raw = driver.open(inside / "lov.db")
    raw.execute("DROP TRIGGER audit_never_changes")
    raw.execute("UPDATE audit SET who = 'bo' WHERE seq = 3")
    raw.commit()
    raw.close()
    files = {path.name: path.read_bytes() for path in inside.rglob("*") if len(path.name) == 64}
    write_bundle(made.path, inside / "lov.db", files.__getitem__, made_at=manifest.made_at, driver=driver)
    with pytest.raises(BackupRefused):
        filled.upkeep.restore(made.path)


def test_a_lost_file_does_not_keep_the_rest_from_being_saved(
    filled: Store, folder: Path, tmp_path: Path
) -> None:
    """The backup says what is missing, and restores all else."""
    (lost, *_) = (folder / "attachments").glob("*/*")
    lost.unlink()
    made = filled.upkeep.backup(tmp_path / "stick")
    assert read_bundle(made.path, None).lost == (lost.name,)
    with Store.open(tmp_path / "other") as other:
        assert other.upkeep.restore(made.path).drafts == 2
        assert [(fault.code, fault.what) for fault in other.upkeep.verify().faults] == [
            (Amiss.FILE, lost.name)
        ]


def test_a_deletion_reaches_the_backups(filled: Store, tmp_path: Path, key: str | None) -> None:
    """In every folder they were put; the other draft in them stays and can be restored."""
    gone = filled.create("a", "application", "1", label=CANARY).id
    (tmp_path / "hemlig.txt").write_text(CANARY)
    filled.record(gone, "file", [filled.add_file(tmp_path / "hemlig.txt")], door="tui")
    made = [filled.upkeep.backup(), filled.upkeep.backup(tmp_path / "stick")]
    filled.delete(filled.create("a", "application", "1").id)  # one that stands in no backup
    certificate = filled.delete(gone)
    assert (certificate.backups, certificate.out_of_reach, certificate.is_complete) == (2, (), True)
    assert filled.upkeep.verify().faults == ()
    for each in made:
        with zipfile.ZipFile(each.path) as archive:
            assert not any(CANARY.encode() in archive.read(name) for name in archive.namelist())
        with Store.open(tmp_path / f"other{each.number}", key=key) as other:
            assert other.upkeep.restore(each.path).drafts == 2


def test_a_backup_out_of_reach_is_said_in_the_certificate(filled: Store, tmp_path: Path) -> None:
    """It is not claimed that nothing is left."""
    made = filled.upkeep.backup(tmp_path / "stick")
    made.path.rename(tmp_path / "in the drawer.zip")
    certificate = filled.delete(filled.drafts()[0].id)
    assert certificate.out_of_reach == (made.path,)
    assert not certificate.is_complete


def test_a_missing_or_damaged_backup_is_a_fault(filled: Store, tmp_path: Path) -> None:
    """Who relies on it should hear of it before it is needed."""
    made = [filled.upkeep.backup(tmp_path / name) for name in ("x", "y", "z")]
    made[0].path.unlink()
    made[1].path.write_bytes(made[1].path.read_bytes()[:-30])
    faults = filled.upkeep.verify().faults
    assert [(fault.code, fault.what) for fault in faults] == [
        (Amiss.BACKUP, each.path.name) for each in made[:2]
    ]


def test_a_backup_of_a_server_is_restored_to_a_file_and_back(postgres_url: str, tmp_path: Path) -> None:
    """The one way from one engine to the other: nothing is lost on it."""
    with (
        Store.open(tmp_path / "team", url=postgres_url, who="eva") as team,
        Store.open(tmp_path / "own") as own,
    ):
        draft = team.create("a", "application", "1", label="x").id
        (tmp_path / "f").write_bytes(b"%PDF-1.7")
        team.record(draft, "f", [team.add_file(tmp_path / "f")], door="tui")
        team.record(draft, "n", "Å\x00", door="tui")
        before = _everything(team)
        own.upkeep.restore(team.upkeep.backup(tmp_path / "stick").path)
        assert _everything(own) == before
        own.record(draft, "n", "ändrad", door="tui")
        after = _everything(own)
        team.upkeep.restore(own.upkeep.backup(tmp_path / "stick").path)
        assert _everything(team) == after
        team.record(draft, "n", "sedan", door="tui")
        assert team.upkeep.verify().faults == ()
        (sha256,) = files_named(team.answers(draft)["f"])
        assert team.read_file(sha256) == b"%PDF-1.7"
