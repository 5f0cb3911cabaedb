"""Runs of tests: their files, what they left in a folder, and one started as a process of its own."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.batch.books import ROOT, SV
from tests.conftest import TODAY
from wizard.batch.ledger import FOLDER
from wizard.batch.opening import open_intake
from wizard.batch.running import Choices, Run, run_all, settings_of
from wizard.batch.summary import write_page, write_workbook
from wizard.batch.work import PACKAGES
from wizard.flow.content import Content


def lines(path: Path, count: int, **changed: str) -> Path:
    """A CSV file with `count` clients; `K3="…"` gives a client another name."""
    rows = [f"K{n};{changed.get(f'K{n}', f'Ek {n} AB')};556592-9717;Ja" for n in range(1, count + 1)]
    path.write_text(
        "lov:prov/application/2026.1;applicant.name;applicant.orgnr;unit.open\n" + "\n".join(rows) + "\n",
        "utf-8",
    )
    return path


def ran(content: Content, path: Path, folder: Path, *, jobs: int = 1, **choices: bool) -> Run:
    intake = open_intake(path, content, SV)
    try:
        settings = settings_of(intake, content, TODAY, SV, Choices(**choices))
        run = run_all(intake, content, folder, settings, jobs=jobs)
        write_workbook(intake, run, SV)
        write_page(intake, run, SV)
        return run
    finally:
        intake.close()


def digests(folder: Path) -> dict[str, str]:
    """The hash of every file below the packages."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((folder / PACKAGES).rglob("*"))
        if path.is_file()
    }


def packages(out: Path) -> list[Path]:
    return list((out / PACKAGES).glob("*/*.zip")) if (out / PACKAGES).is_dir() else []


def recorded(out: Path) -> int:
    """How many packages the ledger has; 0 while there is none."""
    path = out / FOLDER / "ledger.sqlite"
    if not path.is_file():
        return 0
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return int(db.execute("SELECT count(*) FROM unit").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        db.close()


def wait_for(condition: Callable[[], object], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def started(content: Content, path: Path, out: Path, jobs: int = 2) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "wizard",
        "--content",
        str(content.root),
        "--lang",
        "en",
        "--today",
        "2026-11-22",
    ]
    return subprocess.Popen(
        [*command, "batch", "run", str(path), "-o", str(out), "--jobs", str(jobs)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        start_new_session=True,
    )
