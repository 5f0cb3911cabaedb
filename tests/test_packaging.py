"""The wheel: complete, reproducible, and working without the repository around it."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def build(folder: Path) -> Path:
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "--disable-pip-version-check",
        "-w",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(
        command, check=True, capture_output=True, env={**os.environ, "SOURCE_DATE_EPOCH": "1767225600"}
    )
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("wheel"))


def test_it_holds_the_content_and_compiled_catalogues(wheel: Path) -> None:
    """Flows, forms and catalogues are inside the package; sources of catalogues are not."""
    names = set(zipfile.ZipFile(wheel).namelist())

    assert {
        "wizard/_data/flows/sources.yaml",
        "wizard/_data/flows/areas/specialiserad-fysioterapi.yaml",
        "wizard/_data/flows/samples/specialiserad-fysioterapi/answers.yaml",
        "wizard/_data/forms/lokalens-tillganglighet/form.pdf",
        "wizard/_data/forms/lokalens-tillganglighet/map.yaml",
        "wizard/_data/locales/sv/LC_MESSAGES/interface.mo",
        "wizard/_data/locales/en/LC_MESSAGES/flows.mo",
        "wizard/py.typed",
    } <= names
    assert any(n.startswith("wizard/tui/styles/") for n in names)
    assert not [n for n in names if n.endswith(".po") or n.startswith(("locales/", "tests/", "flows/"))]


def test_it_works_without_the_repository(wheel: Path, tmp_path: Path) -> None:
    """Installed elsewhere, the sample goes through from answers to a verified package."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "site"), "LOV_DATA_DIR": str(tmp_path / "data")}
    command = [
        sys.executable,
        "-m",
        "wizard",
        "--lang",
        "sv",
        "--today",
        "2026-11-22",
        "sample",
        "-o",
        str(tmp_path / "out"),
    ]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    where = subprocess.run(
        [sys.executable, "-c", "import wizard; print(wizard.__file__)"],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )

    assert 0 == done.returncode, done.stderr
    assert "Klart att skriva under och lämna in." in done.stdout
    assert str(tmp_path / "site") in where.stdout


@pytest.mark.slow
def test_two_builds_give_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    """Nothing in the wheel depends on the clock."""
    again = build(tmp_path)

    assert hashlib.sha256(wheel.read_bytes()).hexdigest() == hashlib.sha256(again.read_bytes()).hexdigest()


def test_no_address_of_a_package_registry_is_committed() -> None:
    """Locks hold hashes and no addresses."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    words = ["index-" + "url", "pypi." + "org", "files.pythonhosted" + ".org"]
    command = [
        "git",
        "grep",
        "-lI",
        *(part for word in words for part in ("-e", word)),
        "--",
        ".",
        ":!*.md",
        ":!Makefile",
    ]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout

    assert "" == found
