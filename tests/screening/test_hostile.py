"""No package holds the reader up, exhausts it, takes it down, or writes anything; each ends in a case."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from time import monotonic

import pytest

from tests.screening.conftest import SAMPLE, TODAY, Files
from tests.screening.hostile import Hostile, hostile
from tests.screening.hostilepdf import PDFS
from tests.screening.printer import Words, paper
from tests.screening.watching import Watch
from wizard.confined import Bounds
from wizard.i18n import msg
from wizard.package.bag import make_bag, zip_bag
from wizard.screening import Case, Desk, DocumentKind, Parcel, Status, screen, take_in
from wizard.screening.crew import PACKAGE, Crew
from wizard.screening.reading import AtOnce
from wizard.screening.worker import TOO_MUCH

SECONDS, BYTES = 20.0, 1 << 30
SAMPLED = (
    *(
        "name-00",
        "name-17",
        "twins-case",
        "zip-bomb-bzip2",
        "zip-link",
        "zip-overlapping",
        "zip-size-too-small",
    ),
    *("cut-5", "folder-links", "folder-bytes", "data-twice", "data-verdicts-odd", "bag-fetch"),
    *(
        "pdf-bomb-run-length",
        "pdf-arrays-deep",
        "pdf-cycle-fields",
        "pdf-script-hidden",
        "pdf-signed-negative",
    ),
)
"""What the quick suite tries."""


@pytest.fixture(scope="module")
def quiet_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def crew(desk: Desk, quiet_place: Path) -> Iterator[Crew]:
    """Screening in a place where everything that is written is seen."""
    with ExitStack() as stack:
        before = Path.cwd()
        for name in ("home", "cwd"):
            (quiet_place / name).mkdir()
        os.chdir(quiet_place / "cwd")
        stack.callback(os.chdir, before)
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "TMPDIR"):
            patch.setenv(name, str(quiet_place / "home"))
        patch.setenv("LOV_DATA_DIR", str(quiet_place / "home"))
        yield stack.enter_context(Crew(desk))


def everything(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file there is, with its size and time."""
    return {
        str(path): (path.lstat().st_size, path.lstat().st_mtime_ns)
        for path in folder.rglob("*")
        if not path.is_dir() or path.is_symlink()
    }


def tried(package: Hostile, crew: Crew, place: Path) -> None:
    """Screen one of them, and see that it kept within all bounds."""
    folder = place / "in"
    folder.mkdir(exist_ok=True)
    made = package.at(folder)
    before = everything(folder)
    begun = monotonic()
    with Watch() as watch:
        (case,) = crew.screened(take_in([made]))

    assert monotonic() - begun <= SECONDS
    assert before == everything(folder)
    assert 0 < watch.peak <= BYTES
    match package.outcome:
        case "refused":
            assert Status.REFUSED is case.status
        case "told":
            assert case.status in (Status.REFUSED, Status.SUPPLEMENT, Status.JUDGE)
    shutil.rmtree(made) if made.is_dir() else made.unlink()


@pytest.fixture(scope="module")
def packages(bag: Files) -> dict[str, Hostile]:
    return {package.name: package for package in hostile(bag)}


def test_there_are_two_hundred_of_them(packages: dict[str, Hostile], bag: Files) -> None:
    """Each of its own."""
    assert 200 <= len(packages) == len(hostile(bag))


@pytest.mark.parametrize("name", SAMPLED)
def test_some_of_them_keep_within_bounds(
    packages: dict[str, Hostile], name: str, crew: Crew, quiet_place: Path, tmp_path: Path
) -> None:
    """A sample, and nothing is left behind."""
    crew.case(next(iter(crew.records([Parcel("x")]))))  # it has begun, and what it keeps is there
    before = everything(quiet_place)
    tried(packages[name], crew, tmp_path)

    assert before == everything(quiet_place)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_all_of_them_keep_within_bounds(
    packages: dict[str, Hostile], crew: Crew, quiet_place: Path, tmp_path: Path
) -> None:
    """20 seconds, 1 GiB, nothing written; and a good package after each kind is screened as ever."""
    good = Parcel("good", {p.name: p.read_bytes() for p in (SAMPLE / "papers").glob("*.pdf")})
    (expected,) = crew.screened([good])
    before = everything(quiet_place)
    for package in packages.values():
        tried(package, crew, tmp_path)

    assert before == everything(quiet_place)
    assert expected.findings == next(iter(crew.screened([good]))).findings


# What is told of single PDFs -----------------------------------------------------------------------------


def alone(data: bytes, desk: Desk) -> Case:
    """The PDF as a case, read in this process, which takes it to be a limited one."""
    return screen(Parcel("a.pdf", {"a.pdf": data}), desk.read_by(AtOnce(monotonic() + 20)))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("script", "JavaScript"),
        ("script-hidden", "JavaScript"),
        ("launch", "Launch"),
        ("submit", "SubmitForm"),
        ("import", "ImportData"),
        ("elsewhere", "GoToR"),
        ("embedded", "EmbeddedFile"),
        ("embedded-link", "EmbeddedFile"),
    ],
)
def test_what_would_run_is_told(name: str, kind: str, desk: Desk) -> None:
    """By its kind, however it is written; nothing is run."""
    (document,) = alone(PDFS[name](), desk).documents

    assert (kind,) == document.active


@pytest.mark.parametrize(
    "name", ["bomb-filters", "arrays-deep", "startxref-none", "only-a-head", "html", "password"]
)
def test_what_cannot_be_read_is_told_and_the_rest_goes_on(name: str, good: Files, desk: Desk) -> None:
    """The application is judged all the same."""
    case = screen(Parcel("a", {**good, "evil.pdf": PDFS[name]()}), desk.read_by(AtOnce(monotonic() + 60)))

    assert case.interview is not None
    assert case.open == tuple(f for f in case.open if f.where.file == "evil.pdf")


# A worker, and what ends it ------------------------------------------------------------------------------


def worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """Let the workers do `body` where they would look at a PDF."""
    program = tmp_path / "worker.py"
    program.write_text(
        "import os, sys, time\n"
        "from wizard.screening import reading, worker\n"
        "look = reading.AtOnce.look\n"
        "def evil(self, name, data):\n"
        "    if name != 'evil.pdf': return look(self, name, data)\n"
        "    with self._limited(name):\n"
        f"        {body}\n"
        "reading.AtOnce.look = evil\n"
        "worker._serve(sys.stdin.buffer, sys.stdout.buffer)\n"
    )
    real = subprocess.Popen

    def start(arguments: list[str], **settings: object) -> object:
        return real([sys.executable, str(program)], **settings)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", start)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("os._exit(3)", id="ends"),
        pytest.param("os.abort()", id="crashes", marks=pytest.mark.slow),
        pytest.param("bytearray(3 << 30)", id="takes memory"),
        pytest.param("exec('while True: pass')", id="works for ever", marks=pytest.mark.slow),
        pytest.param("os.write(1, b'x' * 999); raise KeyError('x')", id="speaks", marks=pytest.mark.slow),
        pytest.param("raise KeyError('x')", id="fails", marks=pytest.mark.slow),
        pytest.param("open('escaped', 'w').write('x' * 100_000)", id="writes", marks=pytest.mark.slow),
    ],
)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="limits of this kind need fork")
def test_a_file_that_ends_its_reader_is_told_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, desk: Desk, body: str
) -> None:
    """The other papers of the package are read, and so is the next package."""
    monkeypatch.chdir(tmp_path)
    worker(tmp_path, monkeypatch, body)
    cv = paper([Words(60, 700, "Meritförteckning")])
    bounds = Bounds(seconds=8, cpu=8, memory=PACKAGE.memory, answer=PACKAGE.answer)
    with Crew(desk, bounds=bounds) as crew:
        bad, after = crew.screened([Parcel("a", {"cv.pdf": cv, "evil.pdf": cv}), Parcel("b", {"cv.pdf": cv})])

    kinds = [document.kind for document in bad.documents]
    assert [DocumentKind.PAPER, DocumentKind.UNREADABLE] == kinds
    assert [DocumentKind.PAPER] == [document.kind for document in after.documents]
    assert not Path("escaped").exists() or not Path("escaped").stat().st_size


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="limits of this kind need fork")
def test_a_file_that_puts_its_reader_to_sleep_costs_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, desk: Desk
) -> None:
    """There is no time left to read it without that file; but only so much is lost, and the next is read."""
    worker(tmp_path, monkeypatch, "time.sleep(60)")
    cv = paper([Words(60, 700, "Meritförteckning")])
    bounds = Bounds(seconds=3, cpu=3, memory=PACKAGE.memory, answer=PACKAGE.answer)
    with Crew(desk, bounds=bounds) as crew:
        bad, after = crew.screened([Parcel("a", {"evil.pdf": cv}), Parcel("b", {"cv.pdf": cv})])

    assert (Status.REFUSED, TOO_MUCH) == (bad.status, bad.refused)
    assert [DocumentKind.PAPER] == [document.kind for document in after.documents]


def test_a_refused_parcel_needs_no_worker(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its reason is the case."""
    monkeypatch.setattr(subprocess, "Popen", None)
    why = msg("There is nothing in it.")
    with Crew(desk) as crew:
        (case,) = crew.screened([Parcel("x", refused=why)])

    assert (Status.REFUSED, why) == (case.status, case.refused)


# Every byte ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small() -> bytes:
    """A small package: a bag of lov's make, zipped as lov does."""
    payload = {"cv.pdf": paper([Words(60, 700, "Meritförteckning")]), "las-mig-forst.txt": b"Hej\n"}
    return zip_bag("lov-prov", make_bag(payload, {"Source-Organization": "lov"}))


def noticed(data: bytes, path: Path, desk: Desk) -> bool:
    """Whether screening says anything of a package that it does not say of the one that was made."""
    path.write_bytes(data)
    case = screen(next(iter(take_in([path]))), desk)
    found = {finding.rule for finding in case.findings}
    return case.refused is not None or bool(found & {"package.manifest", "package.zip"})


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ (1 << at % 8)]) + data[at + 1 :]


def unnoticed(data: bytes, places: Iterator[int] | range, path: Path, desk: Desk) -> list[int]:
    at_once = desk.read_by(AtOnce(monotonic() + 3600))
    return [at for at in places if not noticed(flipped(data, at), path, at_once)]


def test_some_flipped_bytes_are_noticed(small: bytes, tmp_path: Path, desk: Desk) -> None:
    """All over the package; and nothing is said of it as it was made."""
    chance = random.Random(9)  # noqa: S311  no secret
    places = iter(sorted(chance.sample(range(len(small)), 120)))

    assert not noticed(small, tmp_path / "p.zip", desk)
    assert [] == unnoticed(small, places, tmp_path / "p.zip", desk)


@pytest.mark.slow
def test_every_flipped_byte_is_noticed(small: bytes, tmp_path: Path, desk: Desk) -> None:
    """Each byte of a small package, in the files or in the zip round them."""
    assert [] == unnoticed(small, range(len(small)), tmp_path / "p.zip", desk)


def add(files: Files) -> None:
    files["data/ny.pdf"] = paper([Words(60, 700, "Intyg")])


def drop(files: Files) -> None:
    del files["data/las-mig-forst.txt"]


def rename(files: Files) -> None:
    files["data/annat.txt"] = files.pop("data/las-mig-forst.txt")


def swap(files: Files) -> None:
    one, two = (name for name in files if name.startswith(("data/bilagor/01", "data/bilagor/02")))
    files[one], files[two] = files[two], files[one]


@pytest.mark.parametrize("change", [add, drop, rename, swap], ids=lambda change: change.__name__)
def test_files_that_were_added_dropped_renamed_or_swapped_are_noticed(
    bag: Files, change: object, desk: Desk
) -> None:
    """By the manifests."""
    files = dict(bag)
    change(files)  # type: ignore[operator]
    case = screen(Parcel("p.zip", files), desk.read_by(AtOnce(monotonic() + 60)))

    assert "package.manifest" in {finding.rule for finding in case.open}
    assert TODAY == desk.today
