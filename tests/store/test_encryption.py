"""Encrypted stores: nothing can be read without the key, and all else is as in any other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.store.conftest import KEY
from wizard.store import KeyMissing, NotEncrypted, Store, StoreUnavailable, WrongKey, ciphers
from wizard.store.bundles import BackupRefused
from wizard.store.connection import journal_policy
from wizard.store.snapshots import take_snapshot

pytest.importorskip("sqlcipher3", reason="the extra `encryption` is not installed")

CANARY = "19811218-9876"
PAPER = b"%PDF-1.7 " + CANARY.encode()


@pytest.fixture
def home(pristine_encrypted: Path, quick_disk: Path) -> Path:
    """A data folder with an empty encrypted store."""
    import shutil  # noqa: PLC0415  only here

    return Path(shutil.copytree(pristine_encrypted, quick_disk / "encrypted"))


def _fill(store: Store, tmp_path: Path) -> str:
    draft = store.create("a", "application", "1", label=CANARY)
    (tmp_path / "paper.pdf").write_bytes(PAPER)
    for number in range(40):
        store.record(draft.id, f"q{number % 9}", CANARY * (number + 1), door="tui", why=CANARY)
    store.record(draft.id, "paper", [store.add_file(tmp_path / "paper.pdf")], door="tui")
    return draft.id


def _everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_nothing_can_be_read_without_the_key(home: Path, tmp_path: Path) -> None:
    """Not in the database, its log, a snapshot, a backup, nor of an attached file, while it is open and after."""
    import zipfile  # noqa: PLC0415  only here

    with Store.open(home, key=KEY) as store:
        draft = _fill(store, tmp_path)
        made = store.upkeep.backup()
        take_snapshot(home / "lov.db", "0009", store._ground.driver)
        open_now = _everything(home)
        with zipfile.ZipFile(made.path) as archive:
            inside = b"".join(archive.read(name) for name in archive.namelist())
        facts = store.upkeep.facts()
    for data in (open_now, inside, _everything(home)):
        assert CANARY.encode() not in data
        assert b"SQLite format 3" not in data
        assert draft.encode() not in data
    assert (facts.encryption or "").startswith("SQLCipher 4")
    with Store.open(home, key=KEY) as store:
        assert store.answers(draft)["q0"] == CANARY * 37
        paper: Any = store.answers(draft)["paper"]
        assert store.read_file(paper[0]["sha256"]) == PAPER
        assert store.upkeep.verify().faults == ()


def test_it_is_written_as_its_own_engine_allows(home: Path) -> None:
    """The journal follows the SQLite inside SQLCipher, not the one of Python."""
    from sqlcipher3 import dbapi2  # noqa: PLC0415  an extra

    policy = journal_policy(dbapi2.sqlite_version_info)
    with Store.open(home, key=KEY) as store:
        assert store.upkeep.facts().mode == f"{policy.journal_mode}, {policy.synchronous}"
        assert store.upkeep.facts().version == dbapi2.sqlite_version


def test_a_passphrase_will_do(tmp_path: Path) -> None:
    """Whatever is in it."""
    phrase = "det's en \"lång\" fras; -- x'00'"
    with Store.open(tmp_path / "data", key=phrase) as store:
        draft = store.create("a", "application", "1")
    with Store.open(tmp_path / "data", key=phrase) as store:
        assert store.get(draft.id).id == draft.id
    with pytest.raises(WrongKey):
        Store.open(tmp_path / "data", key=phrase.upper())


def test_a_key_that_is_missing_or_wrong_is_said_and_changes_nothing(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """No message holds the key, nothing is begun anew beside what is there, and SQLCipher itself is silent."""
    other = "ab" * 32
    before = _everything(home)
    with pytest.raises(KeyMissing, match="LOV_STORE_KEY"):
        Store.open(home)
    with pytest.raises(WrongKey, match="with this key") as caught:
        Store.open(home, key=other)
    assert other not in repr(caught.value) + str(caught.value.__dict__)
    assert capfd.readouterr() == ("", "")
    assert _everything(home) == before


def test_a_key_for_what_is_not_encrypted_is_refused(folder: Path) -> None:
    """Its owner would believe that it is."""
    with pytest.raises(NotEncrypted, match="not encrypted"):
        Store.open(folder, key=KEY)


@pytest.mark.parametrize("at", [0, 3000, 40_000])
def test_a_changed_byte_is_found(home: Path, tmp_path: Path, at: int) -> None:
    """Each page carries its own sum under the key."""
    with Store.open(home, key=KEY) as store:
        draft = _fill(store, tmp_path)
    data = bytearray((home / "lov.db").read_bytes())
    data[at] ^= 1
    (home / "lov.db").write_bytes(data)
    with pytest.raises((StoreUnavailable, WrongKey)), Store.open(home, key=KEY) as store:
        store.history(draft)


def test_a_plain_store_is_encrypted_by_restoring_its_backup(store: Store, home: Path, tmp_path: Path) -> None:
    """With history, files and audit chain; and it goes back to a file of its own kind."""
    draft = _fill(store, tmp_path)
    made = store.upkeep.backup(tmp_path / "stick")
    with Store.open(home, key=KEY) as sealed:
        sealed.upkeep.restore(made.path)
        assert sealed.answers(draft) == store.answers(draft)
        assert sealed.history(draft) == store.history(draft)
        paper: Any = sealed.answers(draft)["paper"]
        assert sealed.read_file(paper[0]["sha256"]) == PAPER
        assert sealed.upkeep.verify().faults == ()
        again = sealed.upkeep.backup(tmp_path / "other")
    assert CANARY.encode() not in _everything(home)
    with pytest.raises(BackupRefused, match="encrypted store"):
        store.upkeep.restore(again.path)
    with Store.open(tmp_path / "new", key=KEY) as other:
        other.upkeep.restore(again.path)
        assert other.answers(draft) == store.answers(draft)
        assert other.upkeep.verify_backup(again.path).faults == ()
    with Store.open(tmp_path / "wrong", key="cd" * 32) as other, pytest.raises(WrongKey):
        other.upkeep.restore(again.path)


def test_a_deletion_reaches_encrypted_backups(home: Path, tmp_path: Path) -> None:
    """They have the key of the store."""
    with Store.open(home, key=KEY) as store:
        draft = _fill(store, tmp_path)
        made = store.upkeep.backup(tmp_path / "stick")
        certificate = store.delete(draft)
        assert (certificate.backups, certificate.is_complete) == (1, True)
        store.upkeep.restore(made.path)
        assert store.drafts() == ()


class _Ring:
    """A keyring in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, name: str) -> str | None:
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, key: str) -> None:
        if not key:
            raise RuntimeError
        self.kept[service, name] = key


def test_the_key_comes_from_the_environment_or_the_keyring(
    home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The keyring is asked only for what is encrypted."""
    ring = _Ring()
    monkeypatch.setattr(ciphers, "_keyring", lambda: ring)
    with Store.open_for(home, {"LOV_STORE_KEY": KEY}) as store:
        assert store.drafts() == ()
    with pytest.raises(KeyMissing):
        Store.open_for(home, {})
    ciphers.keep_in_keyring(home / "lov.db", KEY)
    ciphers.keep_in_keyring(folder / "lov.db", KEY)
    for place in (home, folder):
        with Store.open_for(place, {}) as store:
            assert store.drafts() == ()
    with pytest.raises(KeyMissing, match="keyring"):
        ciphers.keep_in_keyring(home / "lov.db", "")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="it is killed")
def test_what_was_acknowledged_survives_kill_9_encrypted(home: Path) -> None:
    """As without a key; the log of a killed process is encrypted too."""
    with Store.open(home, key=KEY) as store:
        draft = store.create("a", "application", "1").id
    script = (
        "import sys, pathlib; from wizard.store import Store\n"
        "store = Store.open(pathlib.Path(sys.argv[1]), key=sys.argv[3])\n"
        "for number in range(10**6):\n"
        "    store.record(sys.argv[2], 'q', f'19811218-9876 {number}', door='tui'); print(number, flush=True)\n"
    )
    acknowledged = 0
    for stop in (3, 40):
        writer = subprocess.Popen(
            [sys.executable, "-c", script, str(home), draft, KEY],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        assert writer.stdout is not None
        for _ in range(stop):
            writer.stdout.readline()
        writer.send_signal(signal.SIGKILL)
        acknowledged += stop + len(writer.stdout.read().split())
        writer.wait()
        writer.stdout.close()
        assert CANARY.encode() not in _everything(home)
    with Store.open(home, key=KEY) as store:
        assert len(store.history(draft)) - acknowledged in {0, 1, 2}  # one a kill may be saved and not told
        assert store.upkeep.verify().faults == ()
