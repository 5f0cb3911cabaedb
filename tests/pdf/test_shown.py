"""What a page shows and what its fields hold: told where they differ, and only there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pdf.conftest import build
from wizard.pdf import Template, inspect

MakePdf = Callable[..., bytes]

FONT = "/Resources<</Font<</F 5 0 R>>>>"


def look(content: str) -> bytes:
    data = content.encode("latin-1")
    entries = f"/Type/XObject/Subtype/Form/BBox[0 0 200 20]{FONT}/Length {len(data)}".encode()
    return b"<<%b>>stream\n%b\nendstream" % (entries, data)


@pytest.mark.parametrize(
    ("field", "content", "differs"),
    [
        ("/FT/Tx/V(9000)", "BT /F 9 Tf (Belopp 1000 kr) Tj ET", True),
        ("/FT/Tx/V(9000)", "BT /F 9 Tf (9000) Tj ET", False),
        ("/FT/Tx/V(en lang rad)", "BT /F 9 Tf (en lang) Tj 0 -10 Td (rad) Tj ET", False),
        ("/FT/Tx/V(9000)", "0 0 9 9 re f", False),  # a bar code, or nothing
        ("/FT/Tx/V()", "BT /F 9 Tf (1000) Tj ET", False),
        ("/FT/Tx/Ff 8192/V(secret)", "BT /F 9 Tf (abc) Tj ET", False),
        ("/FT/Tx/F 2/V(9000)", "BT /F 9 Tf (1000) Tj ET", False),  # hidden: told as such
        ("/FT/Ch/Ff 131072/V(1480)/Opt[[(1480)(Borlange)]]", "BT /F 9 Tf (Borlange) Tj ET", False),
        ("/FT/Ch/Ff 131072/V(1480)/Opt[[(1480)(Borlange)]]", "BT /F 9 Tf (Falun) Tj ET", True),
    ],
)
def test_another_text_on_the_page_is_told(
    make_pdf: MakePdf, field: str, content: str, *, differs: bool
) -> None:
    """By the name of the field."""
    data = make_pdf(f"/T(a){field}/Rect[10 10 210 30]/AP<</N 20 0 R>>", extra={20: look(content)})

    assert inspect(data).otherwise == (("a",) if differs else ())


def test_an_appearance_that_cannot_be_read_is_not_compared(make_pdf: MakePdf) -> None:
    """Nor one that is not there."""
    broken = b"<</Subtype/Form/BBox[0 0 1 1]/Filter/FlateDecode/Length 3>>stream\nabc\nendstream"
    data = make_pdf("/T(a)/FT/Tx/V(x)/Rect[10 10 210 30]/AP<</N 20 0 R>>", extra={20: broken})

    assert inspect(data).otherwise == ()
    assert inspect(make_pdf("/T(a)/FT/Tx/V(x)/Rect[10 10 210 30]")).otherwise == ()


TEMPLATE = Template.compile(
    build(
        "/T(line)/FT/Tx/Rect[10 360 290 380]",
        "/T(lines)/FT/Tx/Ff 4096/Rect[10 200 290 350]",
        "/T(comb)/FT/Tx/Ff 16777216/MaxLen 12/Rect[10 160 290 180]",
    )
)


@given(text=st.text(st.sampled_from("aB9 ÅöŁśş€–ßαЖشלום(\\)1"), max_size=12))
@settings(max_examples=60, deadline=None)
def test_what_we_fill_in_is_what_is_shown(text: str) -> None:
    """Whatever the script, the direction, the lines and the cells."""
    filled = TEMPLATE.fill(dict.fromkeys(("line", "lines", "comb"), text))

    assert inspect(filled.data).otherwise == ()
