"""Screening: one package, isolation included, against pypdf reading its files; and a folder of a thousand.

Run by `make bench-screening`. The peer only reads: fields and texts of every PDF of the package, in this process, with
nothing to hold it back. lov opens the package in a limited child, tells what each file is, reads forms and papers,
checks the bag and judges by all rules. The thousand are screened by the command itself, with the page, the workbook
and the letters written; a hundred before them show whether memory grows. With the word `one` they are left out.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from tests.benchmarks.harness import Row, in_turns, median, show, write
from wizard.blanks import blanks_for, load_blanks
from wizard.drafts.answers_file import read_answers_file
from wizard.flow.content import load
from wizard.flow.interview import Interview
from wizard.i18n import Translator
from wizard.package.contents import build_package
from wizard.screening import Desk, Parcel
from wizard.screening.crew import Crew

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "flows/samples/specialiserad-fysioterapi/answers.yaml"
TODAY = date(2026, 11, 22)
ROUNDS = 30
GOAL = 1.5
MANY, FEW = 1_000, 100
DIFFERENT = 20
FLAT = 1.2


def packages(desk: Desk) -> list[bytes]:
    """Packages of the sample, each of another unit."""
    read = read_answers_file(SAMPLE, desk.content, TODAY)
    flow = read.interview.flow
    blanks = blanks_for(flow, desk.blanks)
    units = (f"Rörelsekraft Odenplan {n}" for n in range(1, DIFFERENT + 1))
    return [
        build_package(
            Interview.start(flow, TODAY, {**read.interview.stored, "unit.name": unit}), blanks, read.read
        ).data
        for unit in units
    ]


def unzipped(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def saved_anew(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The papers loose, and every PDF as another program saves it."""
    from pypdf import PdfWriter  # noqa: PLC0415  only for this job

    found = {}
    for name, data in files.items():
        if name.endswith(".pdf"):
            out = io.BytesIO()
            PdfWriter(clone_from=io.BytesIO(data)).write(out)
            found[name.rpartition("/")[2]] = out.getvalue()
    return found


def peer(files: Mapping[str, bytes]) -> None:
    """Fields and texts by pypdf."""
    from pypdf import PdfReader  # noqa: PLC0415  as above

    for name, data in files.items():
        if name.endswith(".pdf"):
            reader = PdfReader(io.BytesIO(data))
            reader.get_fields()
            for page in reader.pages:
                page.extract_text()


def one_package(desk: Desk, package: bytes) -> list[Row]:
    """A package of lov's own, and the same papers from elsewhere."""
    files = unzipped(package)
    loose = saved_anew(files)
    rows = []
    with Crew(desk, pages=False) as crew:

        def screened(parcel: Parcel) -> Callable[[], object]:
            return lambda: list(crew.screened([parcel]))

        for job, parcel, read in (
            ("a package of lov's own", Parcel("p", files), files),
            ("the same papers, saved anew by another program", Parcel("l", loose), loose),
        ):
            taken = in_turns({"lov": screened(parcel), "pypdf": partial(peer, read)}, ROUNDS)
            own, theirs = median(taken["lov"]), median(taken["pypdf"])
            rows += [
                Row(job, "pypdf, fields and texts", theirs * 1000, "ms"),
                Row(job, "lov, in a limited child, judged", own * 1000, "ms"),
                Row(job, "lov / pypdf", own / theirs, "×", f"≤ {GOAL}", own / theirs <= GOAL),
            ]
    return rows


def folder(made: list[bytes], count: int, into: Path) -> Path:
    """So many packages in a folder."""
    place = into / f"{count}"
    place.mkdir()
    for n in range(count):
        (place / f"{n:05d}.zip").write_bytes(made[n % len(made)])
    return place


def whole_command(place: Path, jobs: int, into: Path) -> tuple[float, float, int]:
    """Seconds, peak memory of the largest process in MB, and how many cases came out."""
    out = into / "out.json"
    arguments = [
        "--html",
        into / "o.html",
        "--xlsx",
        into / "o.xlsx",
        "--letter",
        into / "letters",
        "--jobs",
        jobs,
    ]
    command = [
        sys.executable,
        "-m",
        "wizard",
        "--today",
        TODAY.isoformat(),
        "screen",
        place,
        *arguments,
        "--json",
    ]
    begun = time.perf_counter()
    with out.open("wb") as file:
        process = subprocess.Popen(
            [str(part) for part in command], stdout=file, stderr=subprocess.DEVNULL, cwd=ROOT
        )
        _, _, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    return seconds, usage.ru_maxrss / 1024, len(json.loads(out.read_bytes())["cases"])


def many_packages(made: list[bytes]) -> list[Row]:
    """A hundred, then a thousand."""
    rows = []
    peaks = {}
    with tempfile.TemporaryDirectory() as name:
        into = Path(name)
        for count in (FEW, MANY):
            place = folder(made, count, into)
            seconds, peaks[count], cases = whole_command(place, os.cpu_count() or 1, into)
            job = f"{count} packages by the command, all reports"
            rows.append(Row(job, "lov", count / seconds, "packages/s"))
            rows.append(Row(job, "lov", peaks[count], "MB, largest process"))
            if cases != count:
                raise SystemExit(f"{cases} of {count} cases came out")
            shutil.rmtree(place)
    growth = peaks[MANY] / peaks[FEW]
    rows.append(Row("memory", f"{MANY} / {FEW} packages", growth, "×", f"≤ {FLAT}", growth <= FLAT))
    return rows


def main() -> None:
    """Measure, show and write."""
    desk = Desk(load(ROOT), load_blanks(ROOT), TODAY, Translator.of("sv"))
    made = packages(desk)
    rows = one_package(desk, made[0])
    if sys.argv[1:] != ["one"]:
        rows += many_packages(made)
    show(rows)
    write(rows, ROOT / "build/bench/screening.json")


if __name__ == "__main__":
    main()
