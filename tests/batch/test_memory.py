"""The memory of a run does not grow with its rows."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.batch.books import ROOT, SAMPLE
from tests.batch.runs import lines, recorded
from wizard.flow.content import Content


def peak_of(command: list[str]) -> int:
    """The most memory that a `lov` of its own takes for a command, in kB."""
    if not Path("/proc/self/status").exists():
        pytest.skip("only Linux tells of the peak of one process")
    code = (
        f"import sys; from wizard.cli.run import run; code = run({command!r})\n"
        "peak = next(line for line in open('/proc/self/status') if line.startswith('VmHWM'))\n"
        "sys.stderr.write(f'code {code} peak ' + peak.split()[1])"  # getrusage would tell of the process that forked this one
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return int(done.stderr.rsplit("peak ", 1)[1])


@pytest.mark.slow
def test_memory_is_flat_in_the_number_of_rows(small: Content, tmp_path: Path, record_property: Any) -> None:
    """A whole run at 100,000 rows and at 1,000, its summary and its copy among it; nobody is ready, so that it ends today."""
    peaks = {}
    for count in (1_000, 100_000):
        path = lines(tmp_path / f"{count}.csv", count)
        text = path.read_text("utf-8").replace(";Ja", ";Nej")  # nobody is ready, so nothing is packed
        path.write_text(text, "utf-8")
        settings = ["--content", str(small.root), "--today", "2026-11-22"]
        command = ["batch", "run", str(path), "-o", str(tmp_path / f"u{count}"), "--jobs", "1"]
        peaks[count] = peak_of([*settings, *command])
    record_property("peaks in kB", peaks)
    assert peaks[100_000] <= 1.2 * peaks[1_000]


SMALL_ONES = int(os.environ.get("LOV_BATCH_SMALL_ROWS", "100000"))
"""A hundred thousand take some twenty minutes."""
MANY = int(os.environ.get("LOV_BATCH_ROWS", "3000"))
"""100,000 take more than an hour and 35 GB; what is usual is enough to see memory grow."""


@pytest.mark.slow
def test_memory_is_flat_through_packing_a_hundred_thousand(
    small: Content, tmp_path: Path, record_property: Any
) -> None:
    """Of an errand with one form: each row judged, its form filled, packed and written."""
    peaks = {}
    for count in (1_000, SMALL_ONES):
        path, out = lines(tmp_path / f"{count}.csv", count), tmp_path / f"u{count}"
        settings = ["--content", str(small.root), "--today", "2026-11-22"]
        peaks[count] = peak_of([*settings, "batch", "run", str(path), "-o", str(out), "--jobs", "1", "--zip"])
        assert recorded(out) == count
        shutil.rmtree(out)
    record_property("peaks in kB", peaks)
    assert peaks[SMALL_ONES] <= 1.2 * peaks[1_000]


@pytest.mark.slow
def test_memory_is_flat_through_packing(tmp_path: Path, record_property: Any) -> None:
    """Of the shipped errand: two forms, eleven attachments and a zip for each client."""
    peaks = {}
    for count in (1_000, MANY):
        out = tmp_path / f"u{count}"
        path = sample_lines(tmp_path / f"{count}.jsonl", count)
        command = ["batch", "run", str(path), "-o", str(out), "--jobs", "1", "--zip"]
        peaks[count] = peak_of(["--today", "2026-11-22", *command])
        assert recorded(out) == count
        shutil.rmtree(out)
    record_property("peaks in kB", peaks)
    assert peaks[MANY] <= 1.2 * peaks[1_000]


def sample_lines(path: Path, count: int) -> Path:
    """JSON lines with `count` clients who answer as the shipped sample does, each under a name of its own."""
    sample = yaml.safe_load((SAMPLE / "answers.yaml").read_text("utf-8"))
    shutil.copytree(SAMPLE / "papers", path.parent / "papers", dirs_exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for number in range(1, count + 1):
            own = {**sample["answers"], "applicant.name": f"Rörelsekraft {number} AB"}
            file.write(json.dumps({**sample, "client": f"K{number}", "answers": own}, default=str) + "\n")
    return path
