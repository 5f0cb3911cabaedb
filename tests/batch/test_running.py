"""A run: the same bytes whoever carries it and however often it is stopped, and each package once."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from tests.batch.books import ROOT, SAMPLE, SMALL, SV, book_of, sample_book
from tests.conftest import TODAY
from wizard import resources
from wizard.batch.ledger import FOLDER, Ledger
from wizard.batch.opening import open_intake
from wizard.batch.running import EARLIER, Choices, Run, run_all, settings_of
from wizard.batch.summary import write_page, write_workbook
from wizard.batch.work import LETTER, PACKAGES
from wizard.flow.content import Content

Lov = Callable[..., tuple[int, str, str]]
GOOD: dict[str, Any] = {"applicant.name": "Ek AB", "applicant.orgnr": "556592-9717", "unit.open": "Ja"}


@pytest.fixture
def small(make_content: Callable[..., Content]) -> Content:
    content = make_content(SMALL)
    locales = content.root / "locales"
    if not locales.exists():
        locales.symlink_to(ROOT / "locales")
    resources.use_content(content.root)  # as --content does; the suite takes it back after each test
    return content


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


def test_a_row_becomes_the_package_that_lov_fill_makes(shipped: Content, lov: Lov, tmp_path: Path) -> None:
    """Byte for byte: the same answers at another door."""

    def same(_number: int, answers: dict[str, Any]) -> None:
        answers["applicant.name"] = "Rörelsekraft Fysioterapi AB"

    path = sample_book(shipped, tmp_path, 1, same)
    run = ran(shipped, path, tmp_path / "ut", letter=True)
    lov("fill", SAMPLE / "answers.yaml", "-o", tmp_path / "fill")
    (folder,) = (tmp_path / "ut" / PACKAGES).iterdir()
    assert run.tally.ready == 1
    made = {p.name: p.read_bytes() for p in folder.iterdir() if p.name != LETTER}
    assert made == {p.name: p.read_bytes() for p in (tmp_path / "fill").iterdir()}
    assert "Rörelsekraft" in (folder / LETTER).read_text("utf-8")


def test_one_two_and_four_processes_give_the_same_bytes(small: Content, tmp_path: Path) -> None:
    """More chunks than processes, so that each takes one; the queue is held against one process in test_cluster."""
    path = lines(tmp_path / "kunder.csv", 260)
    one = ran(small, path, tmp_path / "1")
    assert one.made == 260
    for jobs in (2, 4):
        assert ran(small, path, tmp_path / str(jobs), jobs=jobs).made == 260
        assert digests(tmp_path / str(jobs)) == digests(tmp_path / "1")
        pages = [tmp_path / name / "sammanstallning.html" for name in ("1", str(jobs))]
        assert pages[0].read_bytes() == pages[1].read_bytes()


@pytest.mark.slow
def test_a_shipped_errand_gives_the_same_bytes_by_any_number_of_processes(
    shipped: Content, tmp_path: Path
) -> None:
    """With two forms, attachments, tables and letters for each of 210 clients."""
    path = sample_book(shipped, tmp_path, 210)
    for jobs in (1, 2, 4):
        run = ran(shipped, path, tmp_path / str(jobs), jobs=jobs, letter=True)
        assert (run.made, run.tally.ready) == (210, 210)
    assert digests(tmp_path / "1") == digests(tmp_path / "2") == digests(tmp_path / "4")
    assert len(digests(tmp_path / "1")) == 210 * 4


def test_only_changed_rows_are_made_anew_and_old_packages_are_set_aside(
    small: Content, tmp_path: Path
) -> None:
    out = tmp_path / "ut"
    ran(small, lines(tmp_path / "kunder.csv", 5), out)
    before = digests(out)
    again = ran(small, lines(tmp_path / "kunder.csv", 5), out)
    assert (again.made, again.kept, again.superseded) == (0, 5, 0)
    changed = ran(small, lines(tmp_path / "kunder.csv", 6, K3="Ny AB"), out)
    assert (changed.made, changed.kept, changed.superseded) == (2, 4, 1)
    assert len(set(before.items()) & set(digests(out).items())) == 4
    assert len(list((out / EARLIER).iterdir())) == 1
    back = ran(small, lines(tmp_path / "kunder.csv", 5), out)
    assert (back.made, back.kept) == (1, 4)
    assert set(before.items()) <= set(digests(out).items())


def test_a_sorted_workbook_is_the_same_batch(small: Content, tmp_path: Path) -> None:
    path = lines(tmp_path / "kunder.csv", 6)
    ran(small, path, tmp_path / "ut")
    head, *rows = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([head, *reversed(rows)]) + "\n", "utf-8")
    assert ran(small, path, tmp_path / "ut").kept == 6


def one_package(out: Path) -> Path:
    return min((out / PACKAGES).rglob("*.zip"))


def remove_package(package: Path) -> None:
    package.unlink()


def remove_folder(package: Path) -> None:
    shutil.rmtree(package.parent)


def remove_form(package: Path) -> None:
    next(package.parent.glob("*.pdf")).unlink()


def alter_package(package: Path) -> None:
    data = bytearray(package.read_bytes())
    data[len(data) // 2] ^= 1  # of the same size
    package.write_bytes(data)


def cut_package(package: Path) -> None:
    package.write_bytes(package.read_bytes()[:-1])


@pytest.mark.parametrize("harm", [remove_package, remove_folder, remove_form, alter_package, cut_package])
def test_a_package_that_is_gone_or_altered_is_made_anew_and_said(
    shipped: Content, lov: Lov, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    """Deleting it is how a row is made anew; what was left is set aside."""
    path, out = sample_book(shipped, tmp_path, 2), tmp_path / "ut"
    ran(shipped, path, out)
    before = digests(out)
    package = one_package(out)
    harm(package)
    code, said, err = lov(
        "--lang", "en", "--today", "2026-11-22", "batch", "run", path, "-o", out, "--jobs", 1
    )
    assert code == 0, err
    assert digests(out) == before
    assert "Packages made: 1. Kept from before: 1." in said
    assert "One package was gone or altered and was made anew." in said
    is_left = harm is not remove_folder
    assert (out / EARLIER / package.parent.name).is_dir() == is_left
    assert ("What was left" in said) == is_left
    again = ran(shipped, path, out)
    assert (again.made, again.kept, again.anew) == (0, 2, 0)


def test_a_form_that_was_signed_beside_its_package_stays(shipped: Content, tmp_path: Path) -> None:
    path, out = sample_book(shipped, tmp_path, 1), tmp_path / "ut"
    ran(shipped, path, out)
    form = next((out / PACKAGES).rglob("*.pdf"))
    form.write_bytes(form.read_bytes() + b"% signed")
    run = ran(shipped, path, out)
    assert (run.made, run.kept) == (0, 1)
    assert form.read_bytes().endswith(b"% signed")


def test_packages_that_were_only_copied_elsewhere_are_kept(small: Content, tmp_path: Path) -> None:
    """Their times are other ones; their bytes tell."""
    path = lines(tmp_path / "kunder.csv", 3)
    ran(small, path, tmp_path / "ut")
    shutil.copytree(tmp_path / "ut", tmp_path / "kopia", copy_function=shutil.copy)
    for package in (tmp_path / "kopia" / PACKAGES).rglob("*.zip"):
        os.utime(package, (1, 1))
    run = ran(small, path, tmp_path / "kopia")
    assert (run.made, run.kept) == (0, 3)


def test_a_row_that_changes_to_and_fro_leaves_one_package(small: Content, tmp_path: Path) -> None:
    """Nothing of an earlier state stays among the packages, however often it comes back; that is no harm done."""
    out = tmp_path / "ut"
    for name in ("A", "B", "A", "B", "A"):
        run = ran(small, lines(tmp_path / "kunder.csv", 2, K1=name), out)
        assert len(list((out / PACKAGES).iterdir())) == 2
        assert run.anew == 0
    assert len(list((out / EARLIER).iterdir())) == 4


def test_other_content_makes_all_packages_anew(make_content: Callable[..., Content], tmp_path: Path) -> None:
    path = lines(tmp_path / "kunder.csv", 3)
    ran(make_content(SMALL), path, tmp_path / "ut")
    run = ran(
        make_content(SMALL.replace("Det ska vara öppet.", "Öppet ska det vara.")), path, tmp_path / "ut"
    )
    assert (run.made, run.superseded) == (3, 3)


def test_faulty_rows_wait_and_the_others_go_on(small: Content, tmp_path: Path) -> None:
    flow = small.flow("prov", "application")
    rows = [
        GOOD | {"client": "A"},
        GOOD | {"client": "B", "applicant.orgnr": "1"},
        GOOD | {"client": "C", "unit.open": "Nej"},
    ]
    path = tmp_path / "kunder.xlsx"
    book_of(flow, rows).save(path)
    run = ran(small, path, tmp_path / "ut")
    assert (run.made, run.tally.ready, run.tally.refused, run.tally.not_ready) == (1, 1, 1, 1)
    drafts = ran(small, path, tmp_path / "ut", draft=True)
    assert drafts.made == 2
    again = ran(small, path, tmp_path / "ut", draft=True)
    assert (again.made, again.kept, again.tally.not_ready, again.tally.rules) == (0, 2, 1, 1)


def test_the_summary_tells_of_every_client(small: Content, tmp_path: Path) -> None:
    rows = [GOOD | {"client": "=A<b>", "area": "prov"}, GOOD | {"client": "B", "unit.open": "Nej"}]
    path = tmp_path / "kunder.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    ran(small, path, tmp_path / "ut")
    page = openpyxl.load_workbook(tmp_path / "ut" / "sammanstallning.xlsx").worksheets[0]
    first, second = list(page.iter_rows(min_row=2, values_only=True))
    assert (first[0], first[6]) == (
        "=A<b>",
        next(p.relative_to(tmp_path / "ut") for p in (tmp_path / "ut" / PACKAGES).iterdir()).as_posix(),
    )
    assert page["A2"].data_type == "s"
    assert (second[0], second[4], second[6]) == ("B", 1, None)
    html = (tmp_path / "ut" / "sammanstallning.html").read_text("utf-8")
    assert "=A&lt;b&gt;" in html
    assert "Öppna." in html


def test_no_name_of_a_file_and_no_line_of_the_ledger_tells_of_anybody(small: Content, tmp_path: Path) -> None:
    path = tmp_path / "kunder.jsonl"
    path.write_text(
        '{"area":"prov","client":"Hemlig Kund","applicant.name":"Hemliga AB","applicant.orgnr":"556592-9717","unit.open":"yes"}\n',
        "utf-8",
    )
    ran(small, path, tmp_path / "ut", letter=True)
    names = " ".join(str(p.relative_to(tmp_path / "ut")) for p in (tmp_path / "ut").rglob("*"))
    ledger = b"".join(p.read_bytes() for p in (tmp_path / "ut" / FOLDER).iterdir())
    for secret in ("Hemlig", "556592"):
        assert secret not in names
        assert secret.encode() not in ledger
    for file in (tmp_path / "ut").rglob("*"):
        if file.is_file() and file.suffix != ".sqlite":
            assert file.stat().st_mode & 0o077 == 0, file


def test_a_folder_has_one_run_at_a_time(small: Content, tmp_path: Path, lov: Lov) -> None:
    held = Ledger(tmp_path / "ut")
    code, _, err = lov(
        "--content", tmp_path / "content", "batch", "run", lines(tmp_path / "k.csv", 1), "-o", tmp_path / "ut"
    )
    held.close()
    assert code == 3
    assert "Another run" in err


# Stopped and killed -----------------------------------------------------------------------------------


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
        cwd=Path(__file__).parents[2],
        start_new_session=True,
    )


def wait_for(condition: Callable[[], object], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


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


def test_ctrl_c_leaves_what_the_next_run_goes_on_with(small: Content, tmp_path: Path) -> None:
    path = lines(tmp_path / "kunder.csv", 1_000)
    run = started(small, path, tmp_path / "ut")
    wait_for(lambda: recorded(tmp_path / "ut"))
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does: to all of them
    _, err = run.communicate(timeout=30)
    assert run.returncode == 130
    assert b"goes on where this was" in err
    kept = recorded(tmp_path / "ut")
    after = ran(small, path, tmp_path / "ut", jobs=2)
    assert after.kept >= kept > 0
    assert after.kept + after.made == 1_000


def _children(pid: int) -> list[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    ).stdout
    return [int(word) for word in found.split()]


@pytest.fixture
def _no_processes_left() -> Iterator[None]:
    yield
    wait_for(lambda: not [p for p in _children(1) if _is_worker(p)], 10)


def _has_begun(run: subprocess.Popen[bytes]) -> bool:
    return bool(_children(run.pid)) or run.poll() is not None


def _is_worker(pid: int) -> bool:
    try:
        return b"wizard.batch.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


@pytest.mark.slow
@pytest.mark.usefixtures("_no_processes_left")
def test_twenty_kills_of_workers_and_parents_and_every_row_is_made_once(
    small: Content, tmp_path: Path, record_property: Any
) -> None:
    """Whoever is killed, and whenever: each row has one package, with the bytes of an undisturbed run."""
    count, chance = 1_500, random.Random(17)  # noqa: S311  a schedule, no secret
    path = lines(tmp_path / "kunder.csv", count)
    ran(small, path, tmp_path / "lugn", jobs=2)
    out, kills, run = tmp_path / "ut", 0, None
    while kills < 20:
        if run is None or run.poll() is not None:
            if recorded(out) >= count:
                break
            run = started(small, path, out)
            wait_for(partial(_has_begun, run))
        time.sleep(chance.uniform(0.05, 0.6))
        victims = [run.pid] if chance.random() < 0.5 else [p for p in _children(run.pid) if _is_worker(p)]
        for victim in victims[:1]:
            os.kill(victim, signal.SIGKILL)
            kills += 1
        if victims == [run.pid]:
            run.communicate()
    if run is not None:
        run.communicate(timeout=120)
    last = ran(small, path, out, jobs=2)
    assert last.made + last.kept == count
    assert digests(out) == digests(tmp_path / "lugn")
    assert recorded(out) == count
    assert kills >= 10
    record_property("kills", kills)


def test_a_worker_that_dies_is_replaced(small: Content, tmp_path: Path) -> None:
    path = lines(tmp_path / "kunder.csv", 400)
    run = started(small, path, tmp_path / "ut")
    wait_for(lambda: [p for p in _children(run.pid) if _is_worker(p)] and recorded(tmp_path / "ut"))
    os.kill(next(p for p in _children(run.pid) if _is_worker(p)), signal.SIGKILL)
    run.communicate(timeout=60)
    assert run.returncode == 0
    assert recorded(tmp_path / "ut") == 400


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


MANY = int(os.environ.get("LOV_BATCH_ROWS", "3000"))
"""100,000 take more than an hour and 35 GB; what is usual is enough to see memory grow."""


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
