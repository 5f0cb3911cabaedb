"""Reading what may come from anyone: in a process of its own, with limits that hold."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from wizard.confined import read_frames, write_frames
from wizard.i18n import Message
from wizard.pdf import (
    Budget,
    Encrypted,
    Guard,
    NoForm,
    NotAPdf,
    PdfError,
    Template,
    TooLarge,
    Unsafe,
    inspect,
    read,
    shared_guard,
)
from wizard.pdf.guard import _answer

MakePdf = Callable[..., bytes]

NAME = "/T(name)/FT/Tx/Rect[10 360 290 380]"


@pytest.fixture(scope="module")
def guard() -> Iterator[Guard]:
    with Guard() as made:
        yield made


def test_a_form_is_read_as_without_the_guard(guard: Guard, make_pdf: MakePdf) -> None:
    """Values and description are the same, as JSON data."""
    data = make_pdf(f"{NAME}/V(\xc5sa)", "/T(l)/FT/Ch/Ff 2097152/Opt[(a)(b)]/V[(a)(b)]/Rect[0 0 9 9]")

    assert guard.read(data).values == read(data)
    assert guard.inspect(data) == json.loads(json.dumps(inspect(data).to_json()))


def test_with_the_template_it_is_told_whether_values_alone_changed(guard: Guard, make_pdf: MakePdf) -> None:
    """The same proof as in this process; without it the values are read all the same."""
    template = Template.compile(make_pdf(NAME))
    filled = template.fill({"name": "Åsa"}).data

    assert guard.read(filled, template=template.data) == ({"name": "Åsa"}, True)
    assert guard.read(make_pdf(f"{NAME}/V(x)"), template=template.data) == ({"name": "x"}, False)


def refusal(act: Callable[[bytes], object], data: bytes, error: type[PdfError]) -> Message:
    with pytest.raises(error) as raised:
        act(data)
    return raised.value.message


@pytest.mark.parametrize(
    ("data", "error"), [(b"hej", NotAPdf), (b"%PDF-1.4\n", PdfError), (b"x" * 70_000_000, TooLarge)], ids=["no PDF", "empty", "large"]
)  # fmt: skip
def test_what_is_wrong_is_told_as_without_the_guard(guard: Guard, data: bytes, error: type[PdfError]) -> None:
    """The same error with the same sentence."""
    assert refusal(guard.read, data, error) == refusal(read, data, error)


def test_a_form_without_fields_is_told(guard: Guard, make_pdf: MakePdf) -> None:
    """As everywhere."""
    with pytest.raises(NoForm):
        guard.read(make_pdf())


def patient(seconds: float = 15.0, cpu: int = 10, memory: int = 1 << 30, answer: int = 64_000_000) -> Guard:
    return Guard(Budget(seconds, cpu, memory, answer))


def helper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """Let the helper do `body` instead of reading."""
    program = tmp_path / "helper.py"
    program.write_text(
        f"from wizard.pdf import guarded\nimport os, time\ndef do(job, data, template):\n    {body}\nguarded._do = do\nguarded.main()\n"
    )
    real: Any = subprocess.Popen

    def start(arguments: list[str], **settings: object) -> object:
        return real([sys.executable, str(program)], **settings)

    monkeypatch.setattr(subprocess, "Popen", start)


@pytest.mark.parametrize(
    ("body", "guard"),
    [
        ("while True: pass", patient(seconds=1.5)),
        ("while True: pass", patient(cpu=1)),
        ("time.sleep(60)", patient(seconds=1.0)),
        ("return {'found': len(bytearray(3 << 30))}", patient()),
        ("os._exit(7)", patient()),
        ("os.abort()", patient()),
        ("return {'found': 'x' * 5_000_000}", patient(answer=1_000_000)),
        ("return {'found': {'a': 5}}", patient()),
        ("return {'found': ['a']}", patient()),
        ("return {'error': 'SystemExit'}", patient()),
        ("open('escaped', 'w').write('x')", patient()),
        ("os.fork() and time.sleep(60)", patient(seconds=2)),
    ],
)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="limits of this kind need fork")
def test_no_file_can_hold_up_or_exhaust_the_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, guard: Guard
) -> None:
    """Endless work, sleep, memory, a crash, a flood, an answer of another shape, writing, other processes."""
    monkeypatch.chdir(tmp_path)
    helper(tmp_path, monkeypatch, body)
    before = perf_counter()

    with guard, pytest.raises(Unsafe):
        guard.read(b"%PDF-1.4 x")
    assert perf_counter() - before < 9
    assert not Path("escaped").exists() or not Path("escaped").stat().st_size


def test_the_next_file_is_read_as_if_nothing_had_happened(make_pdf: MakePdf) -> None:
    """Also when the helper itself was lost."""
    with Guard() as guard:
        assert guard.read(make_pdf(f"{NAME}/V(a)")).values == {"name": "a"}
        assert guard._helper._process is not None
        guard._helper._process.kill()
        with pytest.raises(Unsafe):
            guard._exchange(b"{}", b"", b"")
        assert guard.read(make_pdf(f"{NAME}/V(b)")).values == {"name": "b"}


def test_a_small_file_that_unfolds_into_gigabytes_is_refused(guard: Guard, make_pdf: MakePdf) -> None:
    """Twice deflated zeros: the engine's own limits come first, the child's after."""
    bomb = zlib.compress(zlib.compress(bytes(300_000_000), 9), 9)
    body = b"<</Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n%b\nendstream" % (len(bomb), bomb)
    before = perf_counter()
    try:
        found = guard.read(make_pdf(f"{NAME}/V 20 0 R", extra={20: body})).values
    except PdfError:
        found = {}

    assert len(str(found)) < 100
    assert perf_counter() - before < 10


def test_nothing_is_imported_from_the_folder_one_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_pdf: MakePdf
) -> None:
    """A file called pypdf.py in an inbox is not a part of lov."""
    (tmp_path / "pypdf.py").write_text("open('ran', 'w')\n")
    monkeypatch.chdir(tmp_path)
    with Guard() as guard:
        assert guard.read(make_pdf(NAME)).values == {"name": ""}
    assert not (tmp_path / "ran").exists()


def test_passwords_are_passed_on(guard: Guard, corpus: Path) -> None:
    """And their lack is told."""
    from io import BytesIO  # noqa: PLC0415  here alone

    from pypdf import PdfWriter  # noqa: PLC0415  here alone

    writer = PdfWriter(clone_from=corpus / "pdfcpu__textfield.pdf")
    writer.encrypt("hemligt", algorithm="AES-256")
    out = BytesIO()
    writer.write(out)

    assert guard.read(out.getvalue(), "hemligt").values == read(out.getvalue(), "hemligt")
    with pytest.raises(Encrypted):
        guard.read(out.getvalue())


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b"nonsense", b'{"error":"Unfillable"}', b"[" * 100_000])
def test_an_answer_of_no_known_shape_is_unsafe(raw: bytes) -> None:
    """The child may have been taken over; nothing it says is believed."""
    with pytest.raises(Unsafe):
        _answer(raw)


def test_frames_that_end_too_soon_or_are_too_long_are_noticed() -> None:
    """The other side may be cut off at any byte."""
    from io import BytesIO  # noqa: PLC0415  here alone

    out = BytesIO()
    write_frames(out, b"abc", b"")

    assert read_frames(BytesIO(out.getvalue()), 2, 3) == [b"abc", b""]
    for cut in range(len(out.getvalue())):
        with pytest.raises(EOFError):
            read_frames(BytesIO(out.getvalue()[:cut]), 2, 3)
    with pytest.raises(EOFError):
        read_frames(BytesIO(out.getvalue()), 2, 2)


def test_there_is_one_guard_for_the_process() -> None:
    """Its helper is started once."""
    assert shared_guard() is shared_guard()
