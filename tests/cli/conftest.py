"""What several commands begin with, made once: the sample's package, and the sample as a draft."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import DAY, ROOT

SAMPLE = ROOT / "flows/samples/specialiserad-fysioterapi/answers.yaml"


def run_once(folder: Path, *arguments: str | Path) -> int:
    """Run a command with a data folder of its own, outside of any test."""
    from wizard.cli.run import run  # noqa: PLC0415  the commands are not needed by all tests

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOV_DATA_DIR", str(folder))
        return run([*DAY, *(str(a) for a in arguments)])


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's package, as `lov fill` makes it. Tests only look at it."""
    folder = tmp_path_factory.mktemp("package")
    assert run_once(folder / "data", "fill", SAMPLE, "-o", folder) in (0, 1)
    (made,) = folder.glob("*.zip")
    return made


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which `lov import` has made a draft of the sample. Tests work on copies."""
    folder = tmp_path_factory.mktemp("imported") / "data"
    assert run_once(folder, "import", SAMPLE) == 0
    return folder
