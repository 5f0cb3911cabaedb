"""Attached files: copied whole, found by their contents, and never by a name from outside."""

from __future__ import annotations

import errno
import hashlib
import os
import socket
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from wizard.store import AttachmentLost, Draft, FileRefused, Store
from wizard.store.attachments import MAX_BYTES
from wizard.store.media import media_type
from wizard.store.seam import refusing
from wizard.values import Context, Status, make

BOTH_ENGINES = True

PDF = b"%PDF-1.7\n1 0 obj"
SHA = hashlib.sha256(PDF).hexdigest()


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A small PDF."""
    path = tmp_path / "IVO beslut.pdf"
    path.write_bytes(PDF)
    return path


def test_a_file_is_copied(store: Store, paper: Path) -> None:
    """The answer names it, and the store holds it when the original is gone."""
    named = store.add_file(paper)
    paper.unlink()
    assert named == {"name": "IVO beslut.pdf", "sha256": SHA, "size": len(PDF)}
    assert store.read_file(SHA) == PDF


def test_a_file_lies_under_its_hash(store: Store, paper: Path, folder: Path) -> None:
    """At `attachments/ab/abcdef…`, and nothing else is left there."""
    store.add_file(paper)
    found = [path for path in (folder / "attachments").rglob("*") if path.is_file()]
    assert found == [folder / "attachments" / SHA[:2] / SHA]


def test_what_a_file_is_is_remembered(store: Store, paper: Path) -> None:
    """Size, kind by its bytes, and the name it first came with."""
    store.add_file(paper)
    store.add_file(paper.rename(paper.with_name("kopia.txt")))
    found = store.file(SHA)
    assert (found.size, found.media_type, found.name) == (len(PDF), "application/pdf", "IVO beslut.pdf")


def test_attaching_again_mends_a_damaged_copy(store: Store, paper: Path, folder: Path) -> None:
    """The bytes at hand are known to be right."""
    store.add_file(paper)
    (folder / "attachments" / SHA[:2] / SHA).write_bytes(b"damaged")
    store.add_file(paper)
    assert store.read_file(SHA) == PDF


def test_a_damaged_copy_is_noticed(store: Store, paper: Path, folder: Path) -> None:
    """A changed bit is never handed in."""
    store.add_file(paper)
    (folder / "attachments" / SHA[:2] / SHA).write_bytes(PDF + b"!")
    with pytest.raises(AttachmentLost, match="damaged"):
        store.read_file(SHA)


@pytest.mark.parametrize(
    "name", ["ab" * 32, "", "..", "../lov.db", "ab", "AB" * 32, "ab" * 31 + "/.", "\x00" * 64, "é" * 64]
)
def test_a_file_that_is_not_there_is_said_so(store: Store, name: str) -> None:
    """Whatever is asked for; nothing outside the folder can be reached."""
    with pytest.raises(AttachmentLost):
        store.read_file(name)
    with pytest.raises(AttachmentLost):
        store.file(name)


@pytest.mark.parametrize(
    "name",
    [
        b"-rf",
        b"a\nb.pdf",
        b"\x1b]0;owned\x07.pdf",
        b"..%2f..%2fetc",
        b"C:\\win\\x.pdf",
        b"CON",
        b"...",
        b" ",
        b"f:ads.pdf",
        "l\u00f6n \u202efdp.exe".encode(),
        "e\u0301.pdf".encode(),
        b"\xff\xfe.pdf",
        b"[@click=app.quit]x",
        b"x" * 255,
    ],
    ids=repr,
)
@pytest.mark.skipif(os.name == "nt", reason="Windows does not allow such names at all")
def test_a_hostile_name_is_only_a_label(
    store: Store, draft: Draft, tmp_path: Path, folder: Path, name: bytes
) -> None:
    """It names no file of ours, can be shown, and what comes out is an answer."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    path.write_bytes(PDF)
    named = store.add_file(path)
    store.record(draft.id, "q", named, door="tui")
    checked = make("attachment").check(store.answers(draft.id)["q"], Context(date(2026, 11, 22)))
    assert checked.status is Status.ACCEPTED
    assert store.file(SHA).name.isprintable()
    assert [p.name for p in (folder / "attachments").rglob("*") if p.is_file()] == [SHA]


def test_a_link_is_followed(store: Store, paper: Path, tmp_path: Path) -> None:
    """The file behind it is attached, under the name the person chose."""
    (tmp_path / "länk.pdf").symlink_to(paper)
    assert store.add_file(tmp_path / "länk.pdf") == {"name": "länk.pdf", "sha256": SHA, "size": len(PDF)}


def _fifo(folder: Path) -> Path:
    os.mkfifo(folder / "fifo")
    return folder / "fifo"


def _socket(folder: Path) -> Path:
    path = folder / "socket"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
    return path


def _loop(folder: Path) -> Path:
    (folder / "loop").symlink_to(folder / "loop")
    return folder / "loop"


def _large(folder: Path) -> Path:
    with (folder / "large").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    return folder / "large"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
@pytest.mark.parametrize(
    ("make_it", "sentence"),
    [
        (lambda folder: folder, "This is a folder."),
        (_fifo, "a device or a channel"),
        (_socket, "a device or a channel"),
        (lambda _: Path("/dev/zero"), "a device or a channel"),
        (_loop, "a link that leads nowhere"),
        (_large, "The file is 51 MB large; at most 50 MB can be attached."),
        (lambda folder: folder / "missing", "There is no such file."),
        (lambda folder: folder / "missing" / "x", "There is no such file."),
        (lambda folder: folder / "\x00", "There is no such file."),
        (lambda folder: folder / "\ud800", "There is no such file."),
        (lambda folder: folder / ("x" * 300), "There is no such file."),
    ],
)
def test_what_is_no_ordinary_file_is_refused(
    store: Store, tmp_path: Path, make_it: Callable[[Path], Path], sentence: str
) -> None:
    """At once, with a sentence, and without leaving anything behind."""
    with pytest.raises(FileRefused, match=sentence):
        store.add_file(make_it(tmp_path))


def test_the_largest_file_is_accepted(store: Store, tmp_path: Path) -> None:
    """The limit itself is within the limit."""
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES)
    assert store.add_file(path)["size"] == MAX_BYTES


@pytest.mark.parametrize(
    ("code", "sentence"), [(errno.EACCES, "not allowed to read"), (errno.EIO, "could not be read")]
)
def test_a_file_that_cannot_be_read_is_refused(code: int, sentence: str) -> None:
    """With the reason, and without its name, which may be a person's."""
    with pytest.raises(FileRefused, match=sentence) as caught, refusing():
        raise OSError(code, "", "19811218-9876.pdf")
    assert "9876" not in str(caught.value)


def test_an_answer_names_only_files_that_are_there(store: Store, draft: Draft) -> None:
    """Else a file deleted with another draft would be missed when it is handed in."""
    with pytest.raises(AttachmentLost):
        store.record(draft.id, "q", [{"name": "x", "sha256": "ab" * 32, "size": 1}], door="tui")
    assert store.history(draft.id) == ()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (PDF, "application/pdf"),
        (b"junk\n%PDF-1.4", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"II*\x00", "image/tiff"),
        (b"RIFF\x00\x00\x00\x00WEBP", "image/webp"),
        (b"\x00\x00\x00\x18ftypheic", "image/heic"),
        (b"\x00\x00\x00\x18ftypisom", "application/octet-stream"),
        (b"PK\x03\x04", "application/zip"),
        (
            b"PK\x03\x04[Content_Types].xml word/document.xml",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            b"PK\x03\x04[Content_Types].xml xl/workbook.xml",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (
            b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.textPK",
            "application/vnd.oasis.opendocument.text",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
        (b"{\\rtf1", "application/rtf"),
        (b"hej", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_the_kind_of_a_file_is_told_by_its_bytes(data: bytes, expected: str) -> None:
    """Not by its name, which may say anything."""
    assert media_type(data) == expected
