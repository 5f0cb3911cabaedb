"""The package: a bag, the same bytes every time, and every change in it noticed."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from wizard.blanks import Blank, blanks_for, load_blanks
from wizard.drafts.answers_file import AnswersFile, read_answers_file
from wizard.flow.content import Content
from wizard.package.bag import make_bag, safe_name, zip_bag
from wizard.package.contents import Package, build_package
from wizard.package.opening import PackageError, open_zip
from wizard.package.verify import verify_package
from wizard.pdf import NoForm, read

TODAY = date(2026, 11, 22)
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def blanks() -> dict[str, Blank]:
    return load_blanks(ROOT)


@pytest.fixture(scope="module")
def case(shipped: Content) -> AnswersFile:
    return read_answers_file(ROOT / "flows/samples/specialiserad-fysioterapi/answers.yaml", shipped, TODAY)


@pytest.fixture(scope="module")
def package(case: AnswersFile, blanks: dict[str, Blank]) -> Package:
    return build_package(case.interview, blanks_for(case.interview.flow, blanks), case.read)


@pytest.fixture
def written(package: Package, tmp_path: Path) -> Path:
    path = tmp_path / package.name
    path.write_bytes(package.data)
    return path


def names(package: Package) -> list[str]:
    return [n.partition("/")[2] for n in zipfile.ZipFile(io.BytesIO(package.data)).namelist()]


def test_the_same_answers_give_the_same_bytes(
    case: AnswersFile, blanks: dict[str, Blank], package: Package
) -> None:
    """No clock, no chance."""
    again = build_package(case.interview, blanks_for(case.interview.flow, blanks), case.read)

    assert package.data == again.data


def test_what_is_in_it(package: Package) -> None:
    """Forms, attachments under names that say what they are, data and letters; no name says whose they are."""
    files = names(package)

    assert {
        "data/ansokan-specialiserad-fysioterapi.pdf",
        "data/lokalens-tillganglighet.pdf",
        "data/application.json",
        "data/checklista.txt",
        "data/las-mig-forst.txt",
    } <= set(files)
    assert 11 == sum(name.startswith("data/bilagor/") for name in files)
    assert not any(
        word in name.lower()
        for name in [*files, package.name]
        for word in ("lindqvist", "rorelsekraft", "5599")
    )


def test_the_reference_validator_finds_it_valid(written: Path, tmp_path: Path) -> None:
    """bagit.py, the Library of Congress's own."""
    with zipfile.ZipFile(written) as archive:
        archive.extractall(tmp_path / "bag")
    (bag,) = (tmp_path / "bag").iterdir()
    done = subprocess.run(
        [sys.executable, "-m", "bagit", "--validate", str(bag)], capture_output=True, text=True, check=False
    )

    assert 0 == done.returncode, done.stderr


def test_it_verifies_and_says_the_same_as_before(
    written: Path, shipped: Content, blanks: dict[str, Blank], package: Package
) -> None:
    """Opened again: sound, the same answers, the same verdicts."""
    verified = verify_package(written, shipped, blanks)

    assert verified.is_sound, [str(f.what) for f in verified.findings]
    assert verified.assessment is not None
    assert package.assessment.counts() == verified.assessment.counts()


def test_an_incomplete_application_is_packed_as_a_draft(case: AnswersFile, blanks: dict[str, Blank]) -> None:
    """It says so in its name, its data and its letters."""
    interview = case.interview.answer("declaration.true", "no")
    package = build_package(interview, blanks_for(interview.flow, blanks), case.read)
    with zipfile.ZipFile(io.BytesIO(package.data)) as archive:
        root = archive.namelist()[0].partition("/")[0]
        data = json.loads(archive.read(f"{root}/data/application.json"))
        letter = archive.read(f"{root}/data/las-mig-forst.txt").decode()

    assert (False, False) == (package.complete, data["complete"])
    assert package.name.endswith("-utkast.zip")
    assert "draft" in letter


def repacked(path: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """The package with its files changed, under honest zip headers."""
    with zipfile.ZipFile(path) as archive:
        root = archive.namelist()[0].partition("/")[0]
        files = {n.partition("/")[2]: archive.read(n) for n in archive.namelist()}
    change(files)
    target = path.with_name("changed.zip")
    target.write_bytes(zip_bag(root, files))
    return target


def flip(name: str, at: int = 100) -> Callable[[dict[str, bytes]], object]:
    def change(files: dict[str, bytes]) -> None:
        data = bytearray(files[name])
        data[at % len(data)] ^= 1
        files[name] = bytes(data)

    return change


@pytest.mark.parametrize(
    "change",
    [
        flip("data/ansokan-specialiserad-fysioterapi.pdf"),
        flip("data/application.json"),
        flip("data/bilagor/03-registreringsbevis.pdf"),
        flip("bag-info.txt", 5),
        flip("manifest-sha256.txt"),
        flip("tagmanifest-sha512.txt"),
        lambda files: files.pop("data/checklista.txt"),
        lambda files: files.pop("manifest-sha512.txt"),
        lambda files: files.update({"data/extra.txt": b"x"}),
        lambda files: files.update({"fetch.txt": b"https://example.org/x - data/x\n"}),
        lambda files: files.update(
            {"data/lokalens-tillganglighet.pdf": files["data/ansokan-specialiserad-fysioterapi.pdf"]}
        ),
    ],
)
def test_every_change_is_noticed(
    written: Path, shipped: Content, blanks: dict[str, Blank], change: Any
) -> None:
    """A flipped bit, a file more, less or swapped."""
    with suppress(PackageError):  # refused whole is noticed too
        assert not verify_package(repacked(written, change), shipped, blanks).is_sound


def test_data_that_disagrees_with_the_form_is_told_by_question(
    written: Path, shipped: Content, blanks: dict[str, Blank]
) -> None:
    """The data is never trusted over the forms, even in a bag whose sums are right."""

    def change(files: dict[str, bytes]) -> None:
        data = json.loads(files["data/application.json"])
        data["answers"]["applicant.orgnr"] = "556592-9717"
        data["answers"]["declaration.true"] = "no"
        payload = {n.removeprefix("data/"): c for n, c in files.items() if n.startswith("data/")}
        payload["application.json"] = json.dumps(data).encode()
        files.clear()
        files.update(make_bag(payload, {}))

    told = [str(f.what) for f in verify_package(repacked(written, change), shipped, blanks).findings]

    assert any("Organisationsnummer" in text for text in told)
    assert any("declaration.given" in text for text in told)


def hostile(*entries: tuple[str, bytes], kind: int = zipfile.ZIP_DEFLATED, mode: int = 0) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", kind) as archive, warnings.catch_warnings(action="ignore"):
        for name, data in entries:
            info = zipfile.ZipInfo(name)
            info.compress_type = kind
            info.external_attr = mode << 16
            archive.writestr(info, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a zip",
        b"%PDF-1.7" + hostile(("a/b", b"x")),
        hostile(("../../etc/passwd", b"x")),
        hostile(("/etc/passwd", b"x")),
        hostile(("a/..\\..\\b", b"x")),
        hostile(("C:/windows/x", b"x")),
        hostile(("a/CON", b"x")),
        hostile(("a/b.", b"x")),
        hostile(("a/-rf", b"x")),
        hostile(("a/b\x1b[2J", b"x")),
        hostile(("a/b\nc", b"x")),
        hostile(("a/" + "x" * 300, b"x")),
        hostile(("a/\u00e5", b"x"), ("a/a\u030a", b"y")),
        hostile(("a/B", b"x"), ("a/b", b"y")),
        hostile(("a/b", b"x"), ("a/b", b"y")),
        hostile(("a/link", b"/etc/passwd"), mode=0o120777),
        hostile(("a/b", b"x" * 2000), kind=zipfile.ZIP_BZIP2),
        hostile(("a/b", b"x" * 2000), kind=zipfile.ZIP_LZMA),
        hostile(("a/bomb", b"\0" * 60_000_000)),
        hostile(*[(f"a/{n}", b"") for n in range(2_001)]),
        hostile(("a/b", b"x"))[:-10],
    ],
)
def test_a_dishonest_zip_is_refused(data: bytes, tmp_path: Path) -> None:
    """Names that leave the folder, links, bombs, polyglots, damage: refused with a sentence, nothing unpacked."""
    path = tmp_path / "x.zip"
    path.write_bytes(data)

    with pytest.raises(PackageError):
        open_zip(path)


@pytest.mark.parametrize(
    ("text", "suffix", "expected"),
    [
        ("Registreringsbevis", "Bevis Åsa.PDF", "registreringsbevis.pdf"),
        ("Utdrag ur IVO:s vårdgivarregister", "x.pdf", "utdrag-ur-ivo-s-vardgivarregister.pdf"),
        ("../..", "a.tar.gz", "fil.gz"),
        ("", "noend", "fil.noend"),
        ("Łódź", "x.p\nf", "lodz.pf"),
    ],
)
def test_safe_names(text: str, suffix: str, expected: str) -> None:
    """ASCII, lower case, no way out of the folder."""
    assert expected == safe_name(text, suffix)


def test_flattened_forms_have_no_fields_and_are_still_checked(
    case: AnswersFile, blanks: dict[str, Blank], shipped: Content, tmp_path: Path
) -> None:
    """They cannot be read, but they can be made again from the answers and compared."""
    flat = build_package(case.interview, blanks_for(case.interview.flow, blanks), case.read, flat=True)
    path = tmp_path / flat.name
    path.write_bytes(flat.data)

    for form in flat.forms:
        with pytest.raises(NoForm):
            read(form.data)
    assert verify_package(path, shipped, blanks).findings == ()


def test_a_flattened_form_of_other_answers_is_found(
    case: AnswersFile, blanks: dict[str, Blank], shipped: Content, tmp_path: Path
) -> None:
    """Even if the manifests were made anew to cover it."""
    flow_blanks = blanks_for(case.interview.flow, blanks)
    flat = build_package(case.interview, flow_blanks, case.read, flat=True)
    other = build_package(
        case.interview.answer("applicant.name", "Annat AB"), flow_blanks, case.read, flat=True
    )
    name = f"data/{flat.forms[0].blank.id}.pdf"
    payload = {
        entry.partition("/")[2].removeprefix("data/"): data
        for entry, data in unpacked(flat.data).items()
        if "/data/" in entry
    }
    payload[name.removeprefix("data/")] = other.forms[0].data
    path = tmp_path / "forged.zip"
    path.write_bytes(zip_bag("forged", make_bag(payload, {})))

    found = verify_package(path, shipped, blanks).findings
    assert [finding.file for finding in found] == [name]


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {entry: archive.read(entry) for entry in archive.namelist()}
