"""What lies in an inbox becomes cases, whatever its make; nothing leads out of it."""

from __future__ import annotations

import zipfile
from pathlib import Path

from wizard.screening import Parcel, take_in


def make_zip(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def opened(*paths: Path) -> list[Parcel]:
    return [parcel.opened() for parcel in take_in(paths)]


def test_an_inbox_of_everything(tmp_path: Path) -> None:
    """Zips, folders of papers and an inner inbox, each a case, in the order of their names."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a/ansokan.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "a/bilagor").mkdir()
    (tmp_path / "a/bilagor/cv.pdf").write_bytes(b"%PDF-1.4")
    make_zip(tmp_path / "b.zip", x=b"1")
    (tmp_path / "c").mkdir()
    make_zip(tmp_path / "c/d.zip", x=b"2")
    found = [parcel.opened() for parcel in take_in([tmp_path])]

    assert ["a", "b.zip", "d.zip"] == [parcel.name for parcel in found]
    assert {"ansokan.pdf", "bilagor/cv.pdf"} == set(found[0].files)


def test_a_bag_keeps_its_names_without_its_folder(tmp_path: Path) -> None:
    """The one folder of a zip is no part of the names."""
    path = tmp_path / "p.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("bag/bagit.txt", "BagIt-Version: 1.0\n")
        archive.writestr("bag/data/a.pdf", "x")
    (parcel,) = opened(path)

    assert (True, {"bagit.txt", "data/a.pdf"}) == (parcel.is_bag, set(parcel.files))


def test_a_single_file_is_a_case(tmp_path: Path) -> None:
    """With one file in it."""
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    (parcel,) = opened(tmp_path / "a.pdf")

    assert {"a.pdf": b"%PDF-1.7"} == parcel.files


def test_links_lead_nowhere(tmp_path: Path) -> None:
    """Neither one given nor one inside a folder."""
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "a.pdf").write_bytes(b"%PDF secret")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "b.pdf").write_bytes(b"%PDF")
    (inbox / "link").symlink_to(secret)
    (inbox / "c.pdf").symlink_to(secret / "a.pdf")
    (parcel,) = opened(inbox)
    (link,) = opened(inbox / "link")

    assert {"b.pdf"} == set(parcel.files)
    assert (link.refused is not None, {}) == (True, dict(link.files))


def test_what_cannot_be_opened_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    """A broken zip, a missing path, a good one."""
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04broken")
    make_zip(tmp_path / "b.zip", x=b"1")
    found = opened(tmp_path / "a.zip", tmp_path / "none", tmp_path / "b.zip")

    assert [True, True, False] == [parcel.refused is not None for parcel in found]
