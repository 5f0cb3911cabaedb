"""The shortcuts for columns find what the full reading finds, and nothing else."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.values.conftest import TODAY
from tests.values.test_laws import KINDS, texts
from wizard.i18n import Translator
from wizard.values import Context, Status, Value, ValueType, make
from wizard.values.identifiers import luhn
from wizard.values.plain import are_plain
from wizard.values.scalar import special, special_wordings

_QUICK = [kind for kind in KINDS if kind.quick() is not None]
_SEEING = [kind for kind in KINDS if kind.together(()) is not None]
_TEXTS = [kind for kind in _SEEING if kind.quick() is None]
_CONTEXTS = (Context(TODAY), Context(TODAY, "en"), Context(date(1999, 12, 31)), Context(date(2150, 1, 1)))

_DIGIT = st.sampled_from("0123456789")
_MARKS = ("", "", "", " ", "-", ".", ",", "\u00a0", "\u2013", "  ", "\n", "\u200b", "+", "(0)", "/", "x", "'")


def _digits(least: int, most: int) -> st.SearchStrategy[str]:
    return st.text(_DIGIT, min_size=least, max_size=most)


@st.composite
def _checked_digits(draw: st.DrawFn) -> str:
    """Digits whose last one is mostly right by the Luhn rule, with a mark here and there."""
    body = draw(st.sampled_from(("", "55", "556", "2321", "16556", "19811218", "9"))) + draw(_digits(1, 11))
    last = next(d for d in "0123456789" if luhn(body + d)) if draw(st.integers(0, 4)) else draw(_DIGIT)
    whole = body + last
    place = draw(st.integers(0, len(whole)))
    return whole[:place] + draw(st.sampled_from(_MARKS)) + whole[place:]


_LABEL = st.text(st.sampled_from("abcxyz059-_\u00e5"), min_size=1, max_size=70)
_HOST = st.lists(_LABEL | st.sampled_from(("www", "exempel", "xn--abc")), min_size=1, max_size=4).flatmap(
    lambda labels: st.sampled_from(
        ("se", "com", "test", "local", "localhost", "invalid", "arpa", "s", "SE", "s3")
    ).map(lambda last: ".".join([*labels, last]))
)
_PHONE = st.builds(
    lambda lead, parts, marks: lead + "".join(a + b for a, b in zip(parts, marks, strict=False)).rstrip(" -"),
    st.sampled_from(
        ("0", "08-", "070-", "070 ", "+46 ", "+46", "+46 8 ", "+46 (0)8-", "0046 8", "8", "020-", "+358 ")
    ),
    st.lists(_digits(1, 5), min_size=1, max_size=5),
    st.lists(st.sampled_from((" ", " ", "-", "", "/", "  ")), min_size=5, max_size=5),
)
_SHAPES: dict[str, st.SearchStrategy[str]] = {
    "phone": _PHONE,
    "email": st.builds(
        lambda name, host: f"{name}@{host}",
        st.text(st.sampled_from("abAB01._+-\u00e5"), min_size=1, max_size=70),
        _HOST,
    ),
    "url": st.builds(
        lambda scheme, host, path: f"{scheme}{host}{path}",
        st.sampled_from(("https://", "http://", "HTTPS://", "", "ftp://", "https:/")),
        _HOST,
        st.sampled_from(
            ("", "/", "/a/b", "/a//b", "?q=1", "/a?q=1", ":80", ":80/a", "/\u00e5", "/%20", "/a b", "/.")
        ),
    ),
    "date": st.builds(
        lambda y, m, d, end: f"{y:04}-{m:02}-{d:02}{end}",
        st.integers(1890, 2210),
        st.integers(0, 14),
        st.integers(0, 33),
        st.sampled_from(("", "", "", " ", "T00:00", "x")),
    ),
    "postcode": st.builds(
        lambda a, mark, b: f"{a}{mark}{b}",
        _digits(2, 4),
        st.sampled_from(("", " ", "-", "  ", "\u00a0")),
        _digits(1, 3),
    ),
    "hsaid": st.builds(
        lambda lead, digits, tail: f"{lead}{digits}-{tail}",
        st.sampled_from(("SE", "SE", "se", "SE ")),
        _checked_digits(),
        st.text(st.sampled_from("aZ09\u00e5"), max_size=20),
    ),
}
_NUMBERS = st.builds(
    lambda sign, whole, mark, tail: f"{sign}{whole}{mark}{tail}",
    st.sampled_from(("", "", "", "-", "+", " ")),
    _digits(1, 17),
    st.sampled_from(("", ".", ",", " ", "\u00bd", " m", " %")),
    _digits(0, 4),
)
_ANY = texts | _NUMBERS | _checked_digits()


def _texts(kind: ValueType) -> st.SearchStrategy[str]:
    return _ANY | _SHAPES.get(kind.name, _NUMBERS | _checked_digits())


def _agrees(kind: ValueType, text: str, value: Value) -> bool:
    """Whether the full reading accepts that very value, on any day and in any language."""
    readings = [kind.read(text, ctx) for ctx in _CONTEXTS]
    return all(
        r.status is Status.ACCEPTED and r.value == value and type(r.value) is type(value) for r in readings
    )


@pytest.mark.parametrize("kind", _QUICK, ids=lambda kind: kind.name)
@settings(max_examples=examples(300), deadline=None)
@given(data=st.data())
def test_a_shortcut_finds_what_reading_finds(kind: ValueType, data: st.DataObject) -> None:
    text = data.draw(_texts(kind))
    quick = kind.quick()
    assert quick is not None
    value = quick(text)
    assert value is None or _agrees(kind, text, value)


@pytest.mark.parametrize(
    ("name", "params", "text", "value"),
    [
        ("phone", {}, "08-465 011 07", "+46846501107"),
        ("phone", {}, "070-174 06 05", "+46701740605"),
        ("phone", {}, "+46 8 465 011 07", "+46846501107"),
        ("email", {}, "info1@exempel.se", "info1@exempel.se"),
        ("url", {}, "https://www.exempel1.se", "https://www.exempel1.se"),
        ("date", {}, "2027-02-28", "2027-02-28"),
        ("postcode", {}, "11330", "113 30"),
        ("orgnr", {}, "5565929717", "556592-9717"),
        ("bankgiro", {}, "1609908", "160-9908"),
        ("plusgiro", {}, "123456-6", "123456-6"),
        ("hsaid", {}, "SE2321000016-A1B2", "SE2321000016-A1B2"),
        ("integer", {}, "25", 25),
        ("decimal", {}, "0,5", 0.5),
        ("measure", {"unit": "m"}, "0,84", 0.84),
    ],
)
def test_the_commonest_form_has_a_shortcut(
    name: str, params: dict[str, Any], text: str, value: Value
) -> None:
    kind = make(name, **params)
    quick = kind.quick()
    assert quick is not None
    assert quick(text) == value
    assert _agrees(kind, text, value)


def test_every_kind_of_swedish_number_is_valid_by_the_shortcut_exactly_when_it_is_valid() -> None:
    kind = make("phone")
    quick = kind.quick()
    assert quick is not None
    for area in range(1, 1000):
        for tail in ("00 00", "123 45", "123 456", "123 45 67", "555 000 55", "123 456 78 90"):
            text = f"0{area}-{tail}"
            if len(str(area)) < 3 or area % 7 == 0 or tail == "123 45 67":
                reading = kind.read(text, Context(TODAY))
                found = quick(text)
                assert found == (reading.value if reading.status is Status.ACCEPTED else None), text


# Texts ------------------------------------------------------------------------------------------------

_WORDINGS = tuple(special_wordings())
_LETTERS = st.sampled_from(
    "abcdeghijklnotuvyABEVN \u00e5\u00e4\u00f6\u00e9\u00fc\u00df\u00c5\u00d6\u2013\u2019\u201d\u2026\u00b4\u00a0\u00ad\u0301\u20ac\u0153\u00bd09 .,!?-'/\n\t\x1f\x85"
)
_SENTENCES = (
    st.text(_LETTERS, max_size=60)
    | st.builds(
        lambda wording, end, big: (wording.upper() if big else wording) + end,
        st.sampled_from(_WORDINGS),
        st.sampled_from(("", ".", "!", " ?", "...", " a", "\n", "s")),
        st.booleans(),
    )
    | st.sampled_from(
        (
            "?",
            "??",
            "-",
            "\u2013",
            "- -",
            "Osåker",
            "Os\u00e4kert!",
            "don\u00b4t know",
            "N/A",
            "Storgatan 1, 113 30 Stockholm",
            "12",
            "Box 1",
        )
    )
    | texts
)


@pytest.mark.parametrize("kind", _TEXTS, ids=lambda kind: f"{kind.name}-{getattr(kind, 'max_length', '')}")
@settings(max_examples=examples(300), deadline=None)
@given(column=st.lists(_SENTENCES, min_size=1, max_size=4))
def test_texts_that_are_plain_are_read_as_they_are(kind: ValueType, column: list[str]) -> None:
    if kind.together(column) is not None:
        for text in column:
            assert _agrees(kind, text, text)
            assert special(text) is None


@pytest.mark.parametrize("kind", _SEEING, ids=lambda kind: f"{kind.name}-{getattr(kind, 'max_length', '')}")
@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_what_many_texts_are_at_a_glance_is_what_each_is(kind: ValueType, data: st.DataObject) -> None:
    column = data.draw(st.lists(_texts(kind) | st.just("a\x1fb"), min_size=1, max_size=3))
    found = kind.together(column)
    assert found is None or all(map(partial(_agrees, kind), column, found))


@pytest.mark.parametrize("kind", _TEXTS, ids=lambda kind: f"{kind.name}-{getattr(kind, 'max_length', '')}")
def test_plain_texts_are_seen_at_a_glance(kind: ValueType) -> None:
    plain = [
        "Anna Lind 1",
        "Ek & \u00c5 AB",
        "S:t Eriksgatan 1 B",
        "Vi vet det",
        "Ja, \u201dfr\u00e5n b\u00f6rjan\u201d \u2013 allt\u2026",
    ]
    if getattr(kind, "max_length", 0) >= 100:
        assert kind.together(plain) == plain
    assert kind.together(["Anna", "  Lind"]) is None
    assert kind.together(["vet inte"]) is None


_COMMON: dict[str, tuple[str, ...]] = {
    "phone": ("08-465 011 07", "070-174 06 05", "+46 8 465 011 07", "08-4650110", "0701740605"),
    "email": ("info1@exempel.se", "Anna.Lind@vard.exempel.se"),
    "url": ("https://www.exempel1.se", "https://exempel.se/a/b"),
    "date": ("2027-02-28", "2031-12-01"),
    "postcode": ("113 30", "11330"),
    "orgnr": ("5565929717", "556592-9717", "232100-0016"),
    "bankgiro": ("1609908", "160-9908", "5402-9681"),
    "hsaid": ("SE2321000016-A1B2", "SE5565929717-1"),
}


@pytest.mark.parametrize("name", _COMMON)
def test_common_forms_are_seen_at_a_glance_and_none_with_one_in_doubt(name: str) -> None:
    kind = make(name)
    found = kind.together(_COMMON[name])
    assert found is not None
    assert all(map(partial(_agrees, kind), _COMMON[name], found))
    wrong = "x", "", "08-465", "info@exempel.test", "2027-02-30", "556592-9718", "1609909", "SE5565929718-1"
    for doubtful in (*wrong, _COMMON[name][0] + "\x1f"):
        assert kind.together([*_COMMON[name], doubtful]) is None


@settings(deadline=None)
@given(st.sampled_from(_WORDINGS), st.sampled_from(("", ".", "!!", " ? ")))
def test_no_special_wording_is_plain(wording: str, end: str) -> None:
    assert special(wording + end) is not None
    for text in (wording, wording.upper(), re.sub("a", "\u00e4", wording), wording.replace("'", "\u2019")):
        assert not are_plain(["Anna", text + end.strip(), "Lind"], 200, is_line=True)


def test_what_is_no_text_is_not_seen_at_a_glance() -> None:
    with pytest.raises(TypeError):
        make("text").together(["Anna", 5])  # type: ignore[list-item]


def test_shown_values_are_read_by_a_shortcut_or_in_full_alike() -> None:
    """Shown forms are what people copy from one workbook into another."""
    shown = {"orgnr": "556592-9717", "postcode": "113 30", "bankgiro": "160-9908", "date": "2027-03-01"}
    tr = Translator.in_source_language()
    for name, value in shown.items():
        kind = make(name)
        quick = kind.quick()
        assert quick is not None
        assert quick(kind.show(value, tr)) in (value, None)
        assert _agrees(kind, kind.show(value, tr), value)
