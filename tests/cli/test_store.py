"""The commands that keep the store: what they print, what they write, and how they end."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from wizard.cli.outputs import SCHEMAS
from wizard.cli.purging import _day_before
from wizard.store import Store, ciphers
from wizard.store import doctor as doctor_room
from wizard.store.records import Finding

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "flows/samples/specialiserad-fysioterapi/answers.yaml"

Lov = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder() -> Path:
    """The data folder that commands use."""
    return Path(os.environ["LOV_DATA_DIR"])


@pytest.fixture
def draft(imported: Path, folder: Path) -> str:
    """The sample as a draft."""
    shutil.copytree(imported, folder)
    with Store.open(folder) as store:
        (draft,) = store.drafts()
        return draft.id


def _give(lov: Lov, schema: str, *arguments: str | Path, code: int = 0) -> Any:
    """The JSON document of a command, checked against its schema."""
    found, out, err = lov("--json", *arguments)
    assert (found, "Traceback" in err) == (code, False), err
    return TypeAdapter(SCHEMAS[schema]).validate_json(out)


def test_an_imported_file_is_the_draft_it_would_be(lov: Lov, draft: str) -> None:
    """All answers, the files with them, and its name in lists; the verdicts are those of the file."""
    document = json.loads(lov("--json", "show", draft)[1])
    from_file = json.loads(lov("--json", "check", SAMPLE)[1])
    assert document["assessment"] == from_file["assessment"]
    assert document["draft"]["label"]


def test_importing_again_into_a_draft_changes_nothing(lov: Lov, draft: str) -> None:
    """Only what differs is written."""
    document = _give(lov, "import", "import", SAMPLE, "--into", draft)
    assert (document["draft"]["id"], document["changed"]) == (draft, 0)


def test_a_faulty_file_is_not_imported(lov: Lov, tmp_path: Path, folder: Path) -> None:
    """Exit code 3, and no draft is left."""
    (tmp_path / "a.yaml").write_text("area: specialiserad-fysioterapi\nanswers: {no.such: 1}\n")
    assert lov("import", tmp_path / "a.yaml")[0] == 3
    assert json.loads(lov("--json", "list")[1]) == {"drafts": []}


def test_history_tells_what_was_and_what_became(lov: Lov, draft: str, folder: Path) -> None:
    """By question, with what can be undone next."""
    with Store.open(folder, who="eva") as store:
        store.record(draft, "applicant.name", "Nya AB", door="wizard", why="namnbyte")
        store.undo(draft, door="wizard")
    document = _give(lov, "history", "history", draft, "applicant.name")
    changes = [(c["before"], c["value"], c["who"], c["act"]) for c in document["changes"]]
    first = document["changes"][0]["value"]
    assert changes == [
        (None, first, None, None),
        (first, "Nya AB", "eva", None),
        ("Nya AB", first, "eva", "undo"),
    ]
    _, out, _ = lov("history", draft, "applicant.name")
    assert "Nya AB" in out
    assert "namnbyte" in out
    assert "undone" in out
    since = _give(lov, "history", "history", draft, "--since", str(document["changes"][1]["seq"]))
    assert [c["act"] for c in since["changes"]] == ["undo"]


def test_changes_are_taken_back_and_done_again_by_commands(lov: Lov, draft: str, folder: Path) -> None:
    """Each command is a process of its own: what can be undone outlives them all."""
    with Store.open(folder) as store:
        first = store.answers(draft)["applicant.name"]
        for name in ("Nya AB", "Nyare AB"):
            store.record(draft, "applicant.name", name, door="wizard")
    undone = _give(lov, "undo", "undo", draft)
    assert (undone["question"], undone["value"], undone["redo"]) == (
        "applicant.name",
        "Nya AB",
        "applicant.name",
    )
    assert _give(lov, "undo", "undo", draft)["value"] == first
    assert _give(lov, "redo", "redo", draft)["value"] == "Nya AB"
    assert _give(lov, "redo", "redo", draft)["value"] == "Nyare AB"
    assert _give(lov, "redo", "redo", draft, code=1)["question"] is None
    code, out, _ = lov("undo", draft)
    assert (code, "Nya AB" in out) == (0, True)


def test_what_others_changed_since_is_told_once(lov: Lov, draft: str, folder: Path) -> None:
    """By question, in one line each; what was undone again is no news."""
    assert _give(lov, "news", "news", draft) == {"draft": draft, "first_visit": True, "changes": []}
    with Store.open(folder, who="bo") as store:
        first = store.answers(draft)["applicant.name"]
        for name in ("Nya AB", "Nyare AB"):
            store.record(draft, "applicant.name", name, door="wizard")
        store.record(draft, "applicant.phone", "+46812345678", door="wizard")
        store.undo(draft, door="wizard")
    code, out, _ = lov("news", draft, "--keep")
    assert (code, "Nyare AB" in out, "bo" in out) == (0, True, True)
    told = _give(lov, "news", "news", draft)["changes"]
    assert [(c["question"], c["before"], c["value"], c["who"]) for c in told] == [
        ("applicant.name", first, "Nyare AB", "bo")
    ]
    assert _give(lov, "news", "news", draft)["changes"] == []


def test_nothing_is_deleted_without_yes(lov: Lov, draft: str) -> None:
    """It tells what would go, and ends with one."""
    document = _give(lov, "delete", "delete", draft, code=1)
    assert (document["status"], document["certificate"]) == ("not_deleted", None)
    assert lov("show", draft)[0] == 0


def test_a_deletion_gives_a_certificate(lov: Lov, draft: str, tmp_path: Path, folder: Path) -> None:
    """Complete, without an answer in it; and the bytes are gone from everything lov has written."""
    answers = json.loads(lov("--json", "show", draft)[1])["answers"]
    lov("store", "backup")
    canary = answers["applicant.name"]
    assert any(canary.encode() in path.read_bytes() for path in folder.rglob("*") if path.is_file())
    document = _give(lov, "delete", "delete", draft, "--yes", "--certificate", tmp_path / "c.json")
    certificate = document["certificate"]
    assert (certificate["complete"], certificate["backups"], certificate["found_in"]) == (True, 1, [])
    assert certificate["searched"] > 20
    assert json.loads((tmp_path / "c.json").read_text()) == certificate
    assert canary not in (tmp_path / "c.json").read_text()
    assert not any(canary.encode() in path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert lov("show", draft)[0] == 3


def test_the_doctor_tells_engine_mode_and_sizes(lov: Lov, draft: str, folder: Path) -> None:
    """Healthy, with the advice to make a backup."""
    document = _give(lov, "store-doctor", "store", "doctor")
    facts = document["facts"]
    assert (document["status"], facts["engine"], facts["version"]) == (
        "healthy",
        "SQLite",
        sqlite3.sqlite_version,
    )
    assert facts["mode"] in ("delete, EXTRA", "wal, FULL")
    assert facts["sizes"]["lov.db"] == (folder / "lov.db").stat().st_size
    assert (facts["drafts"], facts["backups"]) == (1, 0)
    slow = [] if facts["wal_is_safe"] else ["no_wal"]
    assert [remark["code"] for remark in document["remarks"]] == ["no_backup", *slow]
    code, out, _ = lov("store", "doctor")
    assert code == 0
    assert f"SQLite {sqlite3.sqlite_version}" in out
    assert "lov.db" in out


def test_the_doctor_examines_what_cannot_be_opened(lov: Lov, draft: str, folder: Path) -> None:
    """A damaged store, one that is open to others, and one of a newer lov: exit code 1, with the reason."""
    whole = (folder / "lov.db").read_bytes()
    (folder / "lov.db").write_bytes(whole[:100] + b"\xff" * 4000 + whole[4100:])
    assert _give(lov, "store-doctor", "store", "doctor", code=1)["remarks"][0]["code"] == "StoreUnavailable"
    (folder / "lov.db").write_bytes(whole)
    folder.chmod(0o755)
    assert _give(lov, "store-doctor", "store", "doctor", code=1)["remarks"][0]["code"] == "NotPrivate"


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [("network_drive", "nfs4", "network_drive"), ("synced_by", "OneDrive", "synced_folder")],
)
def test_a_bad_place_is_said_by_every_command(
    lov: Lov, draft: str, monkeypatch: pytest.MonkeyPatch, name: str, value: str, code: str
) -> None:
    """On stderr, and by the doctor as a danger."""
    monkeypatch.setattr(doctor_room, name, lambda _: value)
    assert value in lov("list")[2]
    document = _give(lov, "store-doctor", "store", "doctor", code=1)
    assert document["remarks"][0]["code"] == code


def test_an_old_store_is_upgraded_and_told_so(lov: Lov, folder: Path) -> None:
    """From which schema to which, and where the copy is."""
    import shutil  # noqa: PLC0415  only here

    old = ROOT / "tests/store/revisions/0001"
    shutil.copytree(old, folder)
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)
    document = _give(lov, "store-upgrade", "store", "upgrade")
    assert (document["before"], document["snapshot"]) == (
        "0001",
        str(folder / f"lov-before-{document['after']}.db"),
    )
    assert _give(lov, "store-upgrade", "store", "upgrade")["before"] == document["after"]


def test_a_new_store_is_upgraded_from_nothing(lov: Lov) -> None:
    """And needs no copy."""
    document = _give(lov, "store-upgrade", "store", "upgrade")
    assert (document["before"], document["snapshot"]) == (None, None)


def test_a_backup_is_verified_and_restored(lov: Lov, draft: str, folder: Path, tmp_path: Path) -> None:
    """Elsewhere without a question; over drafts only with yes, and these are backed up first."""
    made = _give(lov, "store-backup", "store", "backup", "-o", tmp_path / "stick")
    assert made["kept"] == [made["path"]]
    assert _give(lov, "store-verify", "store", "verify", made["path"])["status"] == "sound"
    other = ("--data-dir", str(tmp_path / "other"))
    assert _give(lov, "store-restore", *other, "store", "restore", made["path"])["drafts"] == 1
    assert _give(lov, "store-restore", "store", "restore", made["path"], code=1)["status"] == "not_restored"
    restored = _give(lov, "store-restore", "store", "restore", made["path"], "--yes")
    assert Path(restored["before"]).exists()
    assert lov("show", draft)[0] == 0


def _identity(lov: Lov, path: Path) -> str:
    pytest.importorskip("pyrage", reason="the extra `encryption` is not installed")
    made = _give(lov, "store-key", "store", "key", "--identity", path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert lov("store", "key", "--identity", path)[0] == 3
    return str(made["recipient"])


def test_a_backup_for_a_recipient_is_opened_by_their_key_alone(lov: Lov, draft: str, tmp_path: Path) -> None:
    """It is verified and restored elsewhere, and nothing in it can be read on the way."""
    recipient = _identity(lov, tmp_path / "key")
    _identity(lov, tmp_path / "other")
    name = json.loads(lov("--json", "show", draft)[1])["answers"]["applicant.name"]
    made = Path(
        _give(lov, "store-backup", "store", "backup", "-o", tmp_path / "s", "--to", recipient)["path"]
    )
    assert (made.suffix, name.encode() in made.read_bytes()) == (".age", False)
    assert _give(lov, "store-verify", "store", "verify")["backups"] == 1
    there = ("--data-dir", str(tmp_path / "there"))
    wrongs: list[list[str | Path]] = [[], ["--identity", tmp_path / "other"], ["--identity", SAMPLE]]
    for wrong in wrongs:
        assert _give(lov, "refused", *there, "store", "restore", made, *wrong, code=3)["status"] == "refused"
    opened = ("--identity", tmp_path / "key")
    assert _give(lov, "store-verify", "store", "verify", made, *opened)["status"] == "sound"
    assert _give(lov, "store-restore", *there, "store", "restore", made, *opened)["drafts"] == 1
    assert name in lov(*there, "show", draft)[1]


def test_a_deletion_says_which_encrypted_backups_still_hold_it(lov: Lov, draft: str, tmp_path: Path) -> None:
    """Nobody can write them anew; one that was made before there was a draft does not hold it."""
    recipient = _identity(lov, tmp_path / "key")
    made = _give(lov, "store-backup", "store", "backup", "--to", recipient)["path"]
    later = lov("import", SAMPLE)[1].strip()
    assert _give(lov, "delete", "delete", later, "--yes")["certificate"]["out_of_reach"] == []
    certificate = _give(lov, "delete", "delete", draft, "--yes", code=1)["certificate"]
    assert (certificate["complete"], certificate["out_of_reach"]) == (False, [made])
    assert (
        _give(lov, "store-restore", "store", "restore", made, "--identity", tmp_path / "key")["left_out"] == 1
    )
    assert json.loads(lov("--json", "list")[1]) == {"drafts": []}


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.slow  # a passphrase is made slow to guess on purpose
def test_exports_are_encrypted_under_a_passphrase(
    lov: Lov, draft: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both kinds are one file each, and opened they are what they are without."""
    pytest.importorskip("pyrage", reason="the extra `encryption` is not installed")
    assert lov("export", draft, "-o", tmp_path / "a", "--passphrase")[0] == 2  # nobody to ask
    monkeypatch.setenv("LOV_PASSPHRASE", "korrekt häst batteri")
    sealed = Path(json.loads(lov("--json", "export", draft, "-o", tmp_path / "a", "--passphrase")[1])["file"])
    assert [path.name for path in (tmp_path / "a").iterdir()] == [sealed.name]
    _give(lov, "store-unseal", "store", "unseal", sealed, "-o", tmp_path / "a.zip", "--passphrase")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        archive.extractall(tmp_path / "opened")
    assert lov("export", draft, "-o", tmp_path / "plain")[0] == 0
    assert _contents(tmp_path / "opened") == _contents(tmp_path / "plain")
    whole = _give(
        lov, "store-export", "store", "export", "-o", tmp_path / "b", "--draft", draft, "--passphrase"
    )
    monkeypatch.setenv("LOV_PASSPHRASE", "fel")
    assert lov("store", "unseal", whole["file"], "-o", tmp_path / "b.zip", "--passphrase")[0] == 3
    assert not (tmp_path / "b.zip").exists()
    monkeypatch.setenv("LOV_PASSPHRASE", "korrekt häst batteri")
    assert lov("store", "unseal", whole["file"], "-o", tmp_path / "b.zip", "--passphrase")[0] == 0
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert json.loads(archive.read("export.json"))["about"] == {"draft": draft}
        assert len(archive.namelist()) == whole["files"] + 1


@pytest.mark.parametrize(
    "extra", [["--to", "age1nobody"], ["--to", "ssh-ed25519 x"], ["--to", "x", "--passphrase"]]
)
def test_a_recipient_that_is_none_is_refused_and_nothing_written(
    lov: Lov, draft: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, extra: list[str]
) -> None:
    """Before anything is made."""
    pytest.importorskip("pyrage", reason="the extra `encryption` is not installed")
    monkeypatch.setenv("LOV_PASSPHRASE", "x")
    assert lov("store", "backup", "-o", tmp_path / "s", *extra)[0] == 3
    assert lov("export", draft, "-o", tmp_path / "e", *extra)[0] == 3
    assert lov("store", "export", "-o", tmp_path / "x", *extra)[0] == 3
    assert [path for path in tmp_path.rglob("*") if path.suffix == ".age"] == []


def test_a_store_is_encrypted_by_commands(
    lov: Lov, draft: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key is made, and the backup of the open store restored into a new folder."""
    pytest.importorskip("sqlcipher3", reason="the extra `encryption` is not installed")
    made = _give(lov, "store-backup", "store", "backup", "-o", tmp_path / "s")["path"]
    key = lov("store", "key")[1].strip()
    assert lov("store", "key", "--keyring")[0] == 2  # there is none to keep
    monkeypatch.setenv("LOV_STORE_KEY", key)
    assert "not encrypted" in lov("list")[2]
    there = ("--data-dir", str(tmp_path / "there"))
    assert _give(lov, "store-restore", *there, "store", "restore", made)["drafts"] == 1
    facts = _give(lov, "store-doctor", *there, "store", "doctor")["facts"]
    assert facts["encryption"].startswith("SQLCipher")
    assert "WAL" not in lov(*there, "store", "doctor")[1]  # its own engine needs no excuse
    assert _give(lov, "store-upgrade", *there, "store", "upgrade")["before"] == facts["revision"]
    monkeypatch.delenv("LOV_STORE_KEY")
    monkeypatch.setattr(ciphers, "_keyring", lambda: None)
    code, _, err = lov(*there, "list")
    assert (code, "LOV_STORE_KEY" in err) == (3, True)
    assert lov("show", draft)[0] == 0


def test_a_damaged_store_is_restored(lov: Lov, draft: str, folder: Path, tmp_path: Path) -> None:
    """The damaged file is set aside, where someone may still save something from it."""
    made = _give(lov, "store-backup", "store", "backup", "-o", tmp_path / "stick")
    damage = b"damaged" * 3000
    (folder / "lov.db").write_bytes(damage)
    assert lov("list")[0] == 3
    assert lov("store", "restore", made["path"])[0] == 1
    assert (folder / "lov.db").read_bytes() == damage
    assert lov("store", "restore", made["path"], "--yes")[0] == 0
    assert (folder / "lov-before-restore-1.db").read_bytes() == damage
    assert lov("show", draft)[0] == 0


def test_a_file_that_is_no_backup_is_refused(lov: Lov, draft: str) -> None:
    """Exit code 3, and a document that says so."""
    assert _give(lov, "refused", "store", "restore", SAMPLE, "--yes", code=3)["status"] == "refused"
    assert lov("show", draft)[0] == 0


def test_tampering_is_found_and_ends_with_one(lov: Lov, draft: str, folder: Path) -> None:
    """Sound before, faulty after; a head kept elsewhere is known again."""
    sound = _give(lov, "store-verify", "store", "verify")
    assert (sound["status"], sound["drafts"]) == ("sound", 1)
    assert _give(lov, "store-verify", "store", "verify", "--head", sound["head"]["hash"])["status"] == "sound"
    raw = sqlite3.connect(folder / "lov.db")
    raw.execute("UPDATE answer SET value = '\"x\"' WHERE question_id = 'applicant.name'")
    raw.commit()
    raw.close()
    document = _give(lov, "store-verify", "store", "verify", code=1)
    assert [fault["code"] for fault in document["faults"]] == ["answer"]


def test_an_application_and_a_person_are_exported(lov: Lov, draft: str, tmp_path: Path) -> None:
    """Everything, with the files."""
    whole = _give(lov, "store-export", "store", "export", "-o", tmp_path / "a", "--draft", draft)
    assert whole["files"] > 0
    name = json.loads(lov("--json", "show", draft)[1])["answers"]["signatory.name"]
    person = _give(lov, "store-export", "store", "export", "-o", tmp_path / "p", "--person", name)
    assert 0 < person["changes"] < whole["changes"]
    assert lov("store", "export", "-o", tmp_path / "x", "--draft", draft, "--person", name)[0] == 2


def test_purging_is_a_dry_run_without_yes(lov: Lov, draft: str) -> None:
    """Then what is old goes, what is not stays, and each has a certificate."""
    later = ("--today", "2029-01-01")
    fresh = _give(lov, "store-purge", "store", "purge", "--older-than", "24m", "--yes")
    assert (fresh["status"], fresh["drafts"]) == ("purged", [])
    dry = _give(lov, "store-purge", *later, "store", "purge", "--older-than", "24m")
    assert (dry["status"], dry["before"], [d["id"] for d in dry["drafts"]]) == (
        "dry_run",
        "2027-01-01",
        [draft],
    )
    both = _give(lov, "store-purge", *later, "store", "purge", "--older-than", "24m", "--yes", "--dry-run")
    assert both["status"] == "dry_run"
    done = _give(lov, "store-purge", *later, "store", "purge", "--older-than", "24m", "--yes")
    assert [certificate["complete"] for certificate in done["certificates"]] == [True]
    assert json.loads(lov("--json", "list")[1]) == {"drafts": []}


def test_old_screenings_are_purged_and_those_decided_since_are_not(lov: Lov, folder: Path) -> None:
    """What officers keep of others is kept no longer than drafts are."""
    with Store.open(folder, clock=lambda: datetime(2020, 5, 4, tzinfo=UTC)) as store:
        found = [Finding(1, "r", "blocker", "", {})]
        old = store.screenings.add("a" * 64, "incomplete", found, label="Eken AB")
        alive = store.screenings.add("b" * 64, "incomplete", found, label="Björken AB")
    with Store.open(folder) as store:
        store.screenings.decide(alive.id, "accepted", "Alla papper finns.")
    command = ("store", "purge", "--older-than", "24m")
    dry = _give(lov, "store-purge", *command)
    assert ([each["id"] for each in dry["screenings"]], dry["screenings_deleted"]) == ([old.id], 0)
    assert "Eken AB" in lov(*command)[1]
    done = _give(lov, "store-purge", *command, "--yes")
    assert (done["screenings_deleted"], done["screenings_with_traces"]) == (1, [])
    with Store.open(folder) as store:
        assert [screening.id for screening in store.screenings.all()] == [alive.id]


def test_what_is_dated_in_the_future_is_told_and_not_purged(lov: Lov, draft: str) -> None:
    """A clock was wrong; a person decides."""
    document = _give(
        lov, "store-purge", "--today", "2020-01-01", "store", "purge", "--older-than", "1d", "--yes"
    )
    assert ([d["id"] for d in document["ahead"]], document["certificates"]) == ([draft], [])


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        ("90d", "2026-08-24"),
        ("2w", "2026-11-08"),
        ("24m", "2024-11-22"),
        ("9m", "2026-02-22"),
        ("2Y", "2024-11-22"),
        ("0d", "2026-11-22"),
        ("9999y", "0001-01-01"),
        ("d", None),
        ("", None),
        ("24", None),
        ("-1d", None),
        ("٣d", None),
        ("99999d", None),
    ],
)
def test_lengths_of_time(length: str, expected: str | None) -> None:
    """In days, weeks, months and years, back from today."""
    from datetime import date  # noqa: PLC0415  only here

    found = _day_before(date(2026, 11, 22), length)
    assert (found.isoformat() if found else None) == expected
    if length == "9m":
        assert _day_before(date(2026, 11, 30), length) == date(2026, 2, 28)


def test_a_length_that_is_none_is_wrong_usage(lov: Lov) -> None:
    """Exit code 2."""
    assert lov("store", "purge", "--older-than", "soon")[0] == 2


def test_a_server_that_is_not_there_is_refused(lov: Lov, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 3; the sentence names the server, and never the password."""
    for wrong in (
        "mysql://eva:hemligt@x/y",
        "postgresql://eva:hemligt@x:y/z",
        "hemligt",
        "postgresql://x/y?hemligt=1",
    ):
        monkeypatch.setenv("LOV_DATABASE_URL", wrong)
        code, _, err = lov("list")
        assert (code, "LOV_DATABASE_URL" in err, "hemligt" in err) == (3, True, False), wrong
    monkeypatch.setenv("LOV_DATABASE_URL", "postgresql://eva:hemligt@127.0.0.1:9/lov")
    code, _, err = lov("list")
    assert (code, "127.0.0.1:9/lov" in err, "hemligt" in err) == (3, True, False)
    assert _give(lov, "store-doctor", "store", "doctor", code=1)["remarks"][0]["code"] == "StoreUnavailable"
    monkeypatch.setenv("LOV_DATABASE_URL", "mysql://eva:hemligt@127.0.0.1/lov")
    code, _, err = lov("list")
    assert (code, "postgresql://" in err, "hemligt" in err) == (3, True, False)


def test_help_of_every_command_is_there(lov: Lov) -> None:
    """Each says what it does."""
    for command in ("history", "import", "delete"):
        assert lov(command, "--help")[0] == 0
    for command in ("doctor", "upgrade", "backup", "restore", "verify", "export", "purge"):
        assert lov("store", command, "--help")[0] == 0
