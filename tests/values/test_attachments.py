"""Files that come with the answers."""

from __future__ import annotations

from typing import Any

import pytest

from wizard.i18n import Translator
from wizard.values import Status, make

_SHA = "ab" * 32
_FILE: dict[str, Any] = {"name": "ivo.pdf", "sha256": _SHA, "size": 48_213}


@pytest.mark.parametrize(
    "value",
    [
        _FILE,
        _FILE | {"sha256": _SHA.upper()},
        _FILE | {"name": " ivo.pdf"},
        _FILE | {"name": "ivo\u200b.pdf"},
    ],
)
def test_a_description_of_a_file_is_kept(check: Any, value: dict[str, Any]) -> None:
    """Name, fingerprint and size, in one form."""
    assert check("attachment", value).value == _FILE


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"name": "ivo.pdf"},
        _FILE | {"path": "papper"},
        *(
            _FILE | {"name": name}
            for name in ("", "..", ".", "a/b", "a\\b", "a\nb", "a\x00b", "\ud800", 1, None, "x" * 256)
        ),
        *(_FILE | {"sha256": sha} for sha in ("ab", "zz" * 32, None, 5, _SHA + "0")),
        *(_FILE | {"size": size} for size in (-1, 1.5, True, None, "5", 10**400)),
        ["ivo.pdf"],
        7,
    ],
)
def test_what_describes_no_file(check: Any, value: object) -> None:
    """Paths, other hashes and impossible sizes are refused."""
    assert check("attachment", value).status is Status.REJECTED


@pytest.mark.parametrize("text", ["ivo.pdf", "papper/ivo.pdf", "bifogas"])
def test_no_text_is_a_file(read: Any, text: str) -> None:
    """The person is told to attach the file."""
    assert "Attach it" in str(read("attachment", text).reason)


def test_a_file_is_shown_by_its_name(english: Translator) -> None:
    """The fingerprint is for machines."""
    assert make("attachment").show(_FILE, english) == "ivo.pdf"
