"""What is kept from one package to the next changes no byte of any, and the zip is the one everybody's library writes."""

from __future__ import annotations

import hashlib
import io
import json
import random
import zipfile
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.package import zipping
from wizard.package.indented import indented
from wizard.package.members import Member, Press
from wizard.package.zipping import packed, zipped

chance = random.Random(3)  # noqa: S311  test data, no secret
HEAD = chance.randbytes(70_000) + b"a form to fill in\n" * 9_000


def by_library(folder: str, files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(f"{folder}/{path}", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, content)
    return buffer.getvalue()


def is_right(member: Member, content: bytes) -> bool:
    return (
        member.content == content
        and member.sha256 == hashlib.sha256(content).hexdigest()
        and member.sha512 == hashlib.sha512(content).hexdigest()
        and member.packed == packed(content)
    )


FILES = st.dictionaries(
    st.text("abÅ/ -.", min_size=1, max_size=9), st.binary(max_size=300) | st.just(HEAD), max_size=4
)


@given(FILES)
def test_a_zip_is_that_of_the_library(files: dict[str, bytes]) -> None:
    made = {path: packed(content) for path, content in files.items()}
    assert zipped("lov-påse", made) == by_library("lov-påse", files)


def test_a_zip_too_large_for_the_plain_form_is_left_to_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipping, "_MOST_BYTES", 100)
    files = {"a": b"a" * 200, "b": b""}
    assert zipped("x", {path: packed(content) for path, content in files.items()}) == by_library("x", files)


def test_what_begins_alike_is_hashed_and_deflated_as_if_it_did_not() -> None:
    press = Press()
    for length in (0, 1, 200, 32_768, 65_535, 250_000):
        for _ in range(3):
            content = HEAD + chance.randbytes(length // 2) + b"x" * (length - length // 2)
            assert is_right(press.member(content, HEAD), content)


def test_more_heads_than_are_kept_are_started_anew() -> None:
    press = Press()
    for number in range(60):
        head = b"%d" % (number % 40) * 50
        assert is_right(press.member(head + b"rest", head), head + b"rest")


def test_a_head_that_is_not_there_is_no_head() -> None:
    assert is_right(Press().member(b"something else", HEAD), b"something else")


def test_a_file_that_comes_again_is_the_same_and_worked_out_no_third_time() -> None:
    press, content = Press(), chance.randbytes(5_000)
    first, second = press.member(content), press.member(bytes(bytearray(content)))
    assert is_right(first, content)
    assert second == first
    assert press.member(content) is second
    assert is_right(press.member(content[:-1] + b"!"), content[:-1] + b"!")


def test_what_is_kept_stays_small() -> None:
    press = Press()
    contents = [chance.randbytes(1_000_000) for _ in range(20)]
    for content in contents * 2:
        press.member(content)
    kept = sum(len(m.content) + len(m.packed.deflated) for m in press._kept.values())
    assert 8_000_000 < kept == press._size <= 16_000_000
    large = chance.randbytes(3_000_000)
    assert [is_right(press.member(large), large) for _ in range(3)] == [True] * 3
    assert press._size == kept


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(JSON)
def test_indented_json_is_what_python_writes(data: Any) -> None:
    assert indented(data) == json.dumps(data, ensure_ascii=False, indent=2)


def test_what_json_cannot_hold_is_refused() -> None:
    with pytest.raises(TypeError):
        indented({"a": {1, 2}})


def test_the_checksum_is_the_one_of_a_zip() -> None:
    assert packed(HEAD).crc == zlib.crc32(HEAD)
