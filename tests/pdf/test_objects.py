"""PDF objects: what is written can be read back, byte for byte where it matters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.pdf.objects import Name, Obj, Ref, Stream, compressed, number, serialise, string, write_name
from wizard.pdf.syntax import Operator, SyntaxFault, parse, parse_entries, parse_indirect, tokens

NAMES = st.text(st.characters(min_codepoint=1, max_codepoint=255), max_size=12).map(Name)
LEAVES: st.SearchStrategy[Obj] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.floats(-1e6, 1e6).map(lambda value: round(value, 4)),
    st.binary(max_size=40),
    NAMES,
    st.builds(Ref, st.integers(1, 99999), st.integers(0, 9)),
)
OBJECTS: st.SearchStrategy[Obj] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=5), st.dictionaries(NAMES.map(str), inner, max_size=5)),
    max_leaves=20,
)


@given(OBJECTS)
def test_every_object_is_read_back(obj: Obj) -> None:
    """What is written is read back as it was, and nothing is left over."""
    written = serialise(obj)

    assert parse(written) == (obj, len(written))


@given(st.binary(max_size=200))
def test_reading_bytes_is_total(data: bytes) -> None:
    """Any bytes are an object or a fault; nothing else is raised."""
    try:
        _, end = parse(data)
    except SyntaxFault:
        return
    assert 0 <= end <= len(data)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, b"0"), (-7, b"-7"), (0.5, b"0.5"), (-0.000001, b"0"), (12.0, b"12"), (1e-5, b"0.00001"),
        (123456.78901, b"123456.78901"),
    ],
)  # fmt: skip
def test_numbers_have_no_exponent_and_no_idle_zeros(value: float, written: bytes) -> None:
    """Numbers are written in the plainest form."""
    assert number(value) == written


@pytest.mark.parametrize(
    ("name", "written"),
    [("Yes", b"/Yes"), ("Ja nej", b"/Ja#20nej"), ("\xe5", b"/#E5"), ("a/b#(", b"/a#2Fb#23#28"), ("", b"/")],
)
def test_names_keep_their_bytes(name: str, written: bytes) -> None:
    """Every byte of a name survives, those of unknown encodings too."""
    assert write_name(name) == written
    assert parse(written)[0] == Name(name)


@pytest.mark.parametrize(
    ("data", "written"),
    [
        (b"plain", b"(plain)"), (b"(a\\b)", b"(\\(a\\\\b\\))"), (b"a\rb\nc", b"(a\\rb\\nc)"),
        (b"\xfe\xff\x00(", b"(\xfe\xff\x00\\()"), (b"((((((", b"<282828282828>"),
    ],
)  # fmt: skip
def test_strings_are_written_in_the_shorter_form(data: bytes, written: bytes) -> None:
    """Delimiters and line ends are escaped; digits are used where they are shorter."""
    assert string(data) == written


@pytest.mark.parametrize(
    ("source", "value"),
    [
        (b"(a\\\nb)", b"ab"), (b"(a\r\nb)", b"a\nb"), (b"(\\101\\60\\0)", b"A0\0"), (b"(a(b)c)", b"a(b)c"),
        (b"(\\q)", b"q"), (b"<4 1 4>", b"A@"), (b"% note\n 7", 7), (b"+.5", 0.5), (b"12 0 R", Ref(12)),
        (b"[1 2 R]", [Ref(1, 2)]), (b"<</A/B/C[true null]>>", {"A": "B", "C": [True, None]}),
    ],
)  # fmt: skip
def test_the_odd_forms_of_the_standard_are_read(source: bytes, value: object) -> None:
    """Escapes, octal codes, nested parentheses, comments, short digits."""
    assert parse(source)[0] == value


@pytest.mark.parametrize("source", [b"", b"(a", b"<4g>", b"[1", b"<</A", b"<<1 2>>", b"obj", b">>", b"R"])
def test_what_is_no_object_is_a_fault(source: bytes) -> None:
    """Open ends and stray words are faults."""
    with pytest.raises(SyntaxFault):
        parse(source)


def test_nesting_is_limited() -> None:
    """An array in an array, without end, is a fault and not an overflow."""
    with pytest.raises(SyntaxFault):
        parse(b"[" * 5000)


def test_a_stream_is_read_with_its_length() -> None:
    """The data of a stream may hold its own end marker."""
    ref, obj = parse_indirect(b"7 0 obj\n<</Length 9>>stream\nendstream\nendstream\nendobj", 0)

    assert (ref, obj) == (Ref(7), Stream({"Length": 9}, b"endstream"))


def test_entries_are_read_from_the_middle_of_a_dictionary() -> None:
    """What follows a known beginning is read alone."""
    assert parse_entries(b"<</A 1/B 2/C(x)>>", 6) == {"B": 2, "C": b"x"}


def test_a_default_appearance_is_a_row_of_tokens() -> None:
    """Operands come before their operator; what cannot be read ends the row."""
    assert tokens(b"/Helv 9 Tf 0 g )")[:5] == [Name("Helv"), 9, Operator(b"Tf"), 0, Operator(b"g")]


def test_long_data_is_deflated() -> None:
    """Short streams stay readable, long ones are compressed."""
    assert compressed(b"q Q").attrs == {}
    assert compressed(b"q Q\n" * 500).attrs == {"Filter": "FlateDecode"}
