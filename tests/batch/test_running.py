"""A run: the same bytes whoever carries it, each package once, and only what changed made anew."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.batch.books import SAMPLE, SMALL, book_of, sample_book
from tests.batch.runs import digests, lines, ran
from wizard.batch.ledger import FOLDER, Ledger
from wizard.batch.running import EARLIER
from wizard.batch.work import LETTER, PACKAGES
from wizard.flow.content import Content

Lov = Callable[..., tuple[int, str, str]]
GOOD: dict[str, Any] = {"applicant.name": "Ek AB", "applicant.orgnr": "556592-9717", "unit.open": "Ja"}


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


@pytest.mark.parametrize(
    "harm",
    [
        remove_package,
        alter_package,
        *(pytest.param(harm, marks=pytest.mark.slow) for harm in (remove_folder, remove_form, cut_package)),
    ],
)
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
