"""Encrypted templates: what is made of them is encrypted as they are, and opens with the same password."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.constants import UserAccessPermissions

from wizard.pdf import (
    Damaged,
    Encrypted,
    Entry,
    Foreign,
    Sheet,
    Stamp,
    Template,
    flatten,
    inspect,
    read,
    read_increment,
)
from wizard.pdf.locks import Lock, _rc4
from wizard.pdf.objects import Name, Obj, Ref, Stream

MakePdf = Callable[..., bytes]

NAME = "/T(name)/FT/Tx/TU(Hemlig etikett)/Rect[10 360 290 380]"
TICK = "/T(tick)/FT/Btn/Rect[10 300 30 320]"
ALGORITHMS = ["RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256"]
EVERYTHING = UserAccessPermissions.all()
VALUES: dict[str, str | bool] = {"name": "Åsa Łukasz", "tick": True}


def locked(data: bytes, algorithm: str, user: str, permissions: UserAccessPermissions = EVERYTHING) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(data))
    writer.encrypt(user, "agare", algorithm=algorithm, permissions_flag=permissions)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.fixture(scope="module", params=[(a, user) for a in ALGORITHMS for user in ("", "hemligt")], ids=str)
def lock(request: pytest.FixtureRequest, make_pdf: MakePdf) -> tuple[bytes, str | None]:
    """An encrypted form, and the password to give (none where the user's is empty)."""
    algorithm, user = request.param
    return locked(make_pdf(NAME, TICK), algorithm, user), user or None


def test_a_filled_form_is_still_encrypted_and_opens_as_before(
    lock: tuple[bytes, str | None], tmp_path: Path
) -> None:
    """The template's bytes stay; four other programs open the result with the same password and see the value."""
    data, password = lock
    template = Template.compile(data, password)
    filled = template.fill(VALUES)
    path = tmp_path / "filled.pdf"
    path.write_bytes(filled.data)
    word = password or ""
    checked = subprocess.run(
        ["qpdf", f"--password={word}", "--check", path], capture_output=True, check=False
    )
    poppler = subprocess.run(["pdftotext", "-upw", word, path, "-"], capture_output=True, check=True).stdout
    mupdf = subprocess.run(
        ["mutool", "draw", "-q", "-p", word, "-F", "txt", path], capture_output=True, check=True
    )
    pypdf = PdfReader(path, password=word).get_fields() or {}

    assert filled.data.startswith(data)
    assert template.data == data
    assert checked.returncode == 0
    assert "Åsa Łukasz" in poppler.decode()
    assert "Åsa Łukasz" in mupdf.stdout.decode()
    assert pypdf["name"]["/V"] == "Åsa Łukasz"
    assert pypdf["name"]["/TU"] == "Hemlig etikett"


def test_values_are_read_back_with_the_password_alone(lock: tuple[bytes, str | None]) -> None:
    """By both ways of reading; without it the file is refused; nothing stands in the clear."""
    data, password = lock
    template = Template.compile(data, password)
    filled = template.fill({"name": "KLARTEXT", "tick": True}).data

    assert read(filled, password) == {"name": "KLARTEXT", "tick": True} == read_increment(filled, template)
    assert b"KLARTEXT" not in filled
    assert inspect(filled, password).encrypted
    if password is not None:
        with pytest.raises(Encrypted):
            read(filled)


def test_sheets_stamps_and_packed_objects_are_encrypted_too(lock: tuple[bytes, str | None]) -> None:
    """Whatever is appended."""
    data, password = lock
    template = Template.compile(data, password)
    sheet = Sheet("Blad", (Entry("E", "INNEHALL", "e"),))
    filled = template.fill(VALUES, sheets=[sheet], stamp=Stamp("UTKAST"), compact=True)

    assert read(filled.data, password)["e"] == "INNEHALL" == read_increment(filled.data, template)["e"]
    assert b"INNEHALL" not in filled.data


def test_a_filled_form_can_be_filled_again(lock: tuple[bytes, str | None]) -> None:
    """As the template of the next filling."""
    data, password = lock
    first = Template.compile(data, password).fill(VALUES).data
    second = Template.compile(first, password).fill({"name": "Ny"}).data

    assert read(second, password) == {"name": "Ny", "tick": True}


def test_a_flattened_form_is_still_encrypted(lock: tuple[bytes, str | None], tmp_path: Path) -> None:
    """Written anew under the same key."""
    data, password = lock
    flat = flatten(Template.compile(data, password).fill(VALUES).data, password)
    path = tmp_path / "flat.pdf"
    path.write_bytes(flat)
    word = password or ""
    checked = subprocess.run(
        ["qpdf", f"--password={word}", "--check", path], capture_output=True, check=False
    )
    poppler = subprocess.run(["pdftotext", "-upw", word, path, "-"], capture_output=True, check=True).stdout

    assert inspect(flat, password).encrypted
    assert checked.returncode == 0
    assert "Åsa Łukasz" in poppler.decode()


def test_filling_is_the_same_each_time(lock: tuple[bytes, str | None]) -> None:
    """No chance in it, although it is encrypted."""
    data, password = lock

    assert Template.compile(data, password).fill(VALUES) == Template.compile(data, password).fill(VALUES)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_damaged_encrypted_template_is_repaired_and_stays_encrypted(
    make_pdf: MakePdf, algorithm: str
) -> None:
    """Its cross-reference table is lost; it is written anew under the same passwords."""
    data = locked(make_pdf(NAME, TICK), algorithm, "hemligt")
    broken = data.replace(b"\nxref\n", b"\nxxxx\n")
    template = Template.compile(broken, "hemligt")
    filled = template.fill(VALUES).data

    assert any("repaired" in str(notice) for notice in template.notices)
    assert read(filled, "hemligt") == VALUES
    with pytest.raises(Encrypted):
        read(filled)


def test_another_encryption_in_the_increment_is_foreign(make_pdf: MakePdf) -> None:
    """An increment that names other keys was not made from the template."""
    data = locked(make_pdf(NAME), "AES-128", "")
    template = Template.compile(data)
    filled = template.fill({"name": "x"}).data
    start = filled.rindex(b"/Encrypt")
    forged = filled[:start] + b"/Encrxpt" + filled[start + 8 :]

    with pytest.raises(Foreign):
        read_increment(forged, template)


def test_the_authors_ban_on_filling_is_told(make_pdf: MakePdf) -> None:
    """It is a wish and no lock; viewers differ in whether they heed it."""
    data = locked(make_pdf(NAME), "AES-128", "", UserAccessPermissions.PRINT)

    assert any("does not allow" in str(notice) for notice in Template.compile(data).notices)
    assert not Template.compile(locked(make_pdf(NAME), "AES-128", "")).notices


def test_aes_templates_of_the_corpus_open(corpus: Path) -> None:
    """With an empty user password, which the owner's lock leaves open."""
    assert [
        path.name
        for path in corpus.glob("*.pdf")
        if inspect(path.read_bytes()).encrypted
        and not read(Template.compile(path.read_bytes()).fill({}).data)
    ] == []


LOCKS = [
    Lock(b"k" * 5, "V2", "V2", None), Lock(b"k" * 16, "V2", "V2", None), Lock(b"k" * 16, "AESV2", "AESV2", None),
    Lock(b"k" * 32, "AESV3", "AESV3", None), Lock(b"k" * 16, "Identity", "AESV2", None),
]  # fmt: skip


@given(st.sampled_from(LOCKS), st.binary(max_size=70), st.integers(1, 8_000_000), st.integers(0, 65535))
def test_what_is_sealed_can_be_opened(lock: Lock, data: bytes, number: int, generation: int) -> None:
    """Strings at any depth and streams, under any key; names and numbers stay as they are."""
    ref = Ref(number, generation)
    obj: Obj = [data, {"A": data, "N": Name("x"), "I": 5}, Stream({"T": data}, data)]

    assert lock.open(ref, lock.seal(ref, obj)) == obj


@pytest.mark.parametrize("data", [b"short", b"x" * 17, b"x" * 32])
def test_what_was_never_sealed_is_damaged(data: bytes) -> None:
    """Neither a crash nor rubbish that passes for a value."""
    with pytest.raises(Damaged):
        LOCKS[3].open(Ref(1), data)


def test_rc4_is_rc4() -> None:
    """The published vector for the key `Key`."""
    assert _rc4(b"Key", b"Plaintext").hex() == "bbf316e8d940af0ad3"
