"""Hostile files: small ones that unfold, loops, depth, and noise; each ends at once with one of our errors."""

from __future__ import annotations

import subprocess
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.pdf import Limits, NotAPdf, PdfError, Template, TooLarge, inspect, read

MakePdf = Callable[..., bytes]

NAME = "/T(name)/FT/Tx/Rect[10 360 290 380]"


def stream(data: bytes, entries: str = "/Filter/FlateDecode") -> bytes:
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries.encode(), len(data), data)


BOMB = zlib.compress(bytes(200_000_000), 9)


@pytest.mark.parametrize(
    "make",
    [
        lambda make_pdf: make_pdf(f"{NAME}/V 20 0 R", extra={20: stream(BOMB)}),
        lambda make_pdf: make_pdf(f"{NAME}/AP<</N 20 0 R>>", extra={20: stream(BOMB)}),
        lambda make_pdf: make_pdf(
            NAME,
            fonts="/Helv 21 0 R",
            extra={20: stream(BOMB), 21: "<</Type/Font/Subtype/Type0/ToUnicode 20 0 R/Encoding/Identity-H>>"},
        ),
        lambda make_pdf: make_pdf(NAME, extra={2: "<</Kids[2 0 R 3 0 R 2 0 R]>>"}),
        lambda make_pdf: make_pdf(NAME, extra={3: "<</Type/Page/Parent 2 0 R/Annots 20 0 R>>", 20: "20 0 R"}),
        lambda make_pdf: make_pdf(NAME, fields="10 0 R " * 9_000),
        lambda make_pdf: make_pdf(f"{NAME}/V{'[' * 3000}"),
        lambda make_pdf: make_pdf(f"{NAME}/MaxLen 99999999999/Rect[0 0 1e30 1e30]"),
        lambda make_pdf: make_pdf(f"{NAME}/Ff 16777216/MaxLen 900000000/MK<</BC[0]>>"),
        lambda make_pdf: make_pdf(
            NAME,
            extra={
                5: "<</Type/Font/Subtype/Type1/FirstChar -99999999/Widths 20 0 R/Encoding<</Differences[999999999/a -5/b]>>>>",
                20: "[0]",
            },
        ),
        lambda make_pdf: make_pdf(*(["/T(name)/FT/Btn/Rect[0 0 9 9]"] * 3_000)),
        lambda make_pdf: make_pdf(
            *([f"/Parent 9 0 R/Rect[0 0 9 9]/AS/s{n}" for n in range(4_000)]),
            fields="9 0 R",
            extra={9: f"<</T(name)/FT/Btn/Ff 49152/Kids[{' '.join(f'{n} 0 R' for n in range(10, 4_010))}]>>"},
        ),
        lambda make_pdf: make_pdf(NAME, *([NAME] * 3), fields=" ".join(f"{n} 0 R" for n in range(10, 9000))),
    ],
)
def test_hostile_files_end_quickly(make_pdf: MakePdf, make: Callable[[MakePdf], bytes]) -> None:
    """Values, or one of our errors, within a few seconds of work."""
    data = make(make_pdf)
    before = process_time()
    for act in (inspect, read, lambda data: Template.compile(data).fill({"name": "x"})):
        with suppress(PdfError):
            act(data)
    assert process_time() - before < 10


def test_too_many_fields_and_pages_are_refused(make_pdf: MakePdf) -> None:
    """Counts have limits."""
    with pytest.raises(TooLarge):
        inspect(make_pdf(*([NAME] * 30)), limits=Limits(fields=20))
    with pytest.raises(TooLarge):
        inspect(make_pdf(extra={2: "<</Kids[3 0 R 6 0 R]>>", 6: "<</Type/Page>>"}), limits=Limits(pages=1))


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32), st.binary(min_size=1, max_size=12), st.integers(0, 40))
def test_a_form_with_changed_bytes_gives_values_or_our_errors(
    make_pdf: MakePdf, where: int, what: bytes, cut: int
) -> None:
    """Any damage to a form is met in our own words."""
    data = make_pdf(
        f"{NAME}/V(x)/MK<</BC[0]>>",
        "/T(t)/FT/Btn/Rect[0 0 9 9]/AP<</N<</Ja<<>>>>>>",
        "/T(c)/FT/Ch/Opt[[(a)(b)]]/Rect[0 50 99 90]",
    )
    at = where % len(data)
    data = data[:at] + what + data[at + cut :]
    for act in (inspect, read, lambda data: Template.compile(data).fill({"name": "Å"})):
        with suppress(PdfError):
            act(data)


@given(st.binary(max_size=400))
def test_noise_is_not_a_pdf_or_damaged(noise: bytes) -> None:
    """With and without a PDF's first bytes."""
    for data in (noise, b"%PDF-1.4\n" + noise):
        with pytest.raises(PdfError) as raised:
            inspect(data)
        assert isinstance(raised.value, NotAPdf) or data.startswith(b"%PDF")


def test_nothing_heavy_is_imported_before_a_file_is_opened() -> None:
    """Neither pypdf nor fontTools nor the fonts come with `import wizard.pdf`."""
    code = "import wizard.pdf, sys; print([m for m in ('pypdf', 'fontTools', 'pymupdf_fonts', 'pydantic', 'babel') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)

    assert done.stdout.strip() == "[]"


def test_a_pickled_template_fills_without_pdf_libraries(make_pdf: MakePdf, tmp_path: BytesIO) -> None:
    """A worker that is handed a compiled template never loads pypdf."""
    import pickle  # noqa: PLC0415  only here

    path = f"{tmp_path}/template.pickle"
    with open(path, "wb") as file:  # noqa: PTH123  a path as text
        pickle.dump(Template.compile(make_pdf(NAME)), file)
    code = (
        f"import pickle, sys; t = pickle.load(open({path!r}, 'rb')); d = t.fill({{'name': 'Åsa'}});"
        "print([m for m in ('pypdf', 'fontTools') if m in sys.modules], len(d.data) > len(t.data))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)

    assert done.stdout.strip() == "[] True"
