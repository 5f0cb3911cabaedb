"""What a window may say, and all that it may not."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.store.attachments import MAX_BYTES
from wizard.web.limits import Limits
from wizard.web.messages import Focused, Heard, Pinged, Resized, Typed, read_message, size_of
from wizard.web.names import disposition, name_of_upload

LIMITS = Limits()


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ('["stdin", "å"]', Typed(b"\xc3\xa5")),
        ('["stdin", "\\ud800"]', Typed(b"?")),  # half a character: no browser sends it, and it must not raise
        ('["resize", {"width": 100, "height": 30}]', Resized(100, 30)),
        ('["resize", {"width": 1000000, "height": -1}]', Resized(400, 8)),
        ('["focus"]', Focused(has_focus=True)),
        ('["blur"]', Focused(has_focus=False)),
        ('["ping", "17"]', Pinged("17")),
        # Not from our page.
        ("", None),
        ("stdin", None),
        ("{}", None),
        ("[]", None),
        ("null", None),
        ("NaN", None),
        ('["stdin"]', None),
        ('["stdin", 1]', None),
        ('["stdin", "x", "y"]', None),
        ('["resize", {"width": "100", "height": 30}]', None),
        ('["resize", {"width": true, "height": 30}]', None),
        ('["resize", {"width": 1e9, "height": 30}]', None),
        ('["resize", [100, 30]]', None),
        ('["quit"]', None),
        ('["deliver_chunk_request", {}]', None),
        (json.dumps(["ping", "x" * 1000]), None),
        ("[" * 100_000, None),
        ('["stdin", ' + "[" * 100_000, None),
    ],
)
def test_messages_are_read_strictly(said: str, heard: Heard | None) -> None:
    """What our page says is understood, the rest is nothing."""
    assert read_message(said, LIMITS) == heard


@given(st.text())
def test_any_text_is_read_without_a_fault(text: str) -> None:
    """The reader is total."""
    read_message(text, LIMITS)
    read_message(json.dumps(["stdin", text]), LIMITS)


@given(st.integers(), st.integers())
def test_no_window_is_larger_than_allowed(width: int, height: int) -> None:
    """Whatever it says of itself: a screen of a million lines would take all memory."""
    size = size_of(width, height, LIMITS)

    assert size is not None
    assert LIMITS.columns[0] <= size[0] <= LIMITS.columns[1]
    assert LIMITS.lines[0] <= size[1] <= LIMITS.lines[1]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Registreringsbevis 2026.pdf", "Registreringsbevis 2026.pdf"),
        ("Årsredovisning – Łódź.pdf", "Årsredovisning – Łódź.pdf"),
        ("../../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\bevis.pdf", "bevis.pdf"),
        ("/etc/cron.d/x", "x"),
        ("..", "fil"),
        (".bashrc", "bashrc"),
        ("", "fil"),
        ("a\x00b\r\n.pdf", "a_b__.pdf"),
        ("\u202efdp.exe", "_fdp.exe"),
        ("a\x1b[2Jb.pdf", "a_[2Jb.pdf"),
        ("CON.pdf", "CON_.pdf"),
        ("name.pdf.", "name.pdf"),
        ("å" * 300 + ".pdf", "å" * 73 + ".pdf"),
    ],
)
def test_names_of_files_are_made_bare(name: str, kept: str) -> None:
    """Nothing of a name can lead out of the folder, steer a terminal or be too long."""
    assert name_of_upload(quote(name, safe="")) == kept


@given(st.text())
def test_any_name_is_a_bare_name(name: str) -> None:
    """For names as the page sends them, and for any header at all."""
    for sent in (quote(name, safe="", errors="replace"), name):
        kept = name_of_upload(sent)
        assert kept not in ("", ".", "..")
        assert not set(kept) & set('/\\\0\r\n"<>|:*?')
        assert len(kept.encode()) <= 170
        header = disposition(name.encode("utf-8", "replace").decode())
        assert header.startswith('attachment; filename="')
        assert header.isascii()
        assert header.isprintable()
        assert header.count('"') == 2


def test_what_the_store_takes_comes_up() -> None:
    """No more and no less."""
    assert LIMITS.file == MAX_BYTES
