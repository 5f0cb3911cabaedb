"""What was read of the content's words is kept on the disk, and trusted only where it is whole and one's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from wizard.assistant.knowledge import answering, search
from wizard.assistant.knowledge.answering import Context, Knowledge
from wizard.assistant.knowledge.base import Library
from wizard.flow.content import Content

CONTEXT: Final = Context(date(2026, 11, 22))
QUESTIONS: Final = ("Hur lång tid tar beslutet?", "vem får skriva under ansökan")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LOV_CACHE_DIR", str(tmp_path / "kept"))
    monkeypatch.setattr(answering, "Library", Library)  # the tests share one, which is made already
    return tmp_path / "kept"


def answers(content: Content) -> list[tuple[str, float]]:
    knowledge = Knowledge(content)
    found = [knowledge.answer(text, CONTEXT) for text in QUESTIONS]
    return [(answer.id, answer.hit.score if answer.hit is not None else 0.0) for answer in found]


def test_what_was_read_before_is_not_read_again_and_answers_alike(
    shipped: Content, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = answers(shipped)
    assert list(folder.glob("*.words"))

    def not_again(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(search, "read", not_again)
    assert answers(shipped) == first
    assert first[0][0] == "decision-time"


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: len(data) // 2],
        lambda data: data[:200] + b"X" + data[201:],
        lambda data: data[:64] + b"{}",
    ],
    ids=["cut off", "a letter", "another body"],
)
def test_a_damaged_file_is_as_good_as_none_and_is_made_anew(
    shipped: Content, folder: Path, damage: Callable[[bytes], bytes]
) -> None:
    first = answers(shipped)
    whole = {path: path.read_bytes() for path in folder.glob("*.words")}
    for path, data in whole.items():
        path.write_bytes(damage(data))

    assert answers(shipped) == first
    assert {path: path.read_bytes() for path in folder.glob("*.words")} == whole


def test_a_whole_file_of_another_shape_is_not_taken(shipped: Content, folder: Path) -> None:
    """As another program, or somebody, might have left it: right by its digest, wrong in what it holds."""
    from hashlib import sha256  # noqa: PLC0415  only here

    first = answers(shipped)
    for body in (b"[]", b'{"sv":1,"en":2}', json.dumps({"spoken": {"sv": [], "en": []}}).encode()):
        for path in folder.glob("*.words"):
            path.write_bytes(sha256(body).hexdigest().encode() + body)
        assert answers(shipped) == first


def test_a_folder_that_others_can_write_to_is_not_trusted(shipped: Content, folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o777)

    assert answers(shipped)[0][0] == "decision-time"
    assert not list(folder.iterdir())


def test_nothing_is_kept_of_what_was_asked(shipped: Content, folder: Path) -> None:
    knowledge = Knowledge(shipped)
    knowledge.answer("Hur lång tid tar beslutet för Qvarnstensgubben på Zätavägen?", CONTEXT)
    Knowledge(shipped).answer("Hur lång tid tar beslutet?", CONTEXT)

    kept = b"".join(path.read_bytes() for path in folder.glob("*.words")).decode().casefold()
    assert "beslut" in kept
    assert "qvarnsten" not in kept
    assert "zätav" not in kept
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.glob("*.words"))


def test_a_disk_that_takes_nothing_makes_it_slower_and_not_wrong(
    shipped: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "Library", Library)
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("LOV_CACHE_DIR", str(tmp_path / "file" / "below"))

    assert answers(shipped)[0][0] == "decision-time"
