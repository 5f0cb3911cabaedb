"""The laws of `wizard.values.base`, for every answer type, over arbitrary text and data."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from wizard.i18n import Translator, content
from wizard.values import TYPES, Context, Option, Reading, Status, ValueType, make
from wizard.values.scalar import Scalar

_OPTIONS = (
    Option("neuro", content("Provnerver"), ("nerver",), ("Trial nerves",)),
    Option("heart", content("Provhjärtan och provkärl"), labels=("Heart, and vessels",)),
    Option("ortho", content("Provleder"), labels=("Trial joints",)),
    Option("omt", content("Provleder för hand"), ("OMT",)),
    Option("hud", content("Hud, hår & naglar")),
)

KINDS: tuple[ValueType, ...] = (
    *(
        make(name)
        for name in TYPES
        if name not in {"choice", "multichoice", "measure"}  # these need parameters
    ),
    *(make(f"measure:{unit}") for unit in ("m", "cm", "mm", "kg", "m2", "degrees", "ratio")),
    make("measure:m", max=10),
    make("integer", min=-5, max=2_000),
    make("decimal", min=0.25, max=99.5),
    make("fte", max=1),
    make("text", max_length=5),
    make("orgnr", allow_personal=True),
    make("choice", options=_OPTIONS),
    make("multichoice", options=_OPTIONS),
)
_IDS = [f"{kind.name}-{place}" for place, kind in enumerate(KINDS)]

_PIECES = (
    *"0123456789",
    *(
        " ",
        " ",
        ".",
        ",",
        ":",
        "-",
        "\u2013",
        "\u00a0",
        "/",
        "+",
        "%",
        "°",
        "½",
        "\n",
        "'",
        "(",
        ")",
        "@",
        "\u200b",
    ),
    *(
        "kr",
        "tkr",
        "mkr",
        "m",
        "cm",
        "mm",
        "kg",
        "1:12",
        "halv",
        "och",
        "en",
        "två",
        "fem",
        "tjugo",
        "hundra",
    ),
    *(
        "tusen",
        "miljoner",
        "komma",
        "minus",
        "twenty",
        "five",
        "and",
        "a",
        "half",
        "million",
        "heltid",
        "fte",
    ),
    *("mars", "måndag", "nästa", "vecka", "om", "dagar", "2027", "sista", "första", "i morgon", "år", "next"),
    *(
        "March",
        "Monday",
        "mån",
        "fre",
        "mån-fre",
        "8-17",
        "08:00",
        "17.30",
        "kl",
        "till",
        "stängt",
        "lunch",
        "12-13",
    ),
    *(
        "556592-9717",
        "811218-9876",
        "SE",
        "2321000016",
        "A1B2",
        "19",
        "16",
        "08-123 456 78",
        "+46",
        "070",
        "ankn 12",
    ),
    *(
        "a@b.se",
        "https://",
        "www.",
        "foretag.se",
        "113 30",
        "Stockholm",
        "Storgatan",
        "Box",
        "neuro",
        "Neurologi",
    ),
    *(
        "Ortop",
        "Hud, hår & naglar",
        "alla",
        "inga",
        "ja",
        "nej",
        "vet inte",
        "ej aktuellt",
        "?",
        "å",
        "\u0301",
    ),
)

plausible = st.lists(st.sampled_from(_PIECES), max_size=9).map("".join) | st.lists(
    st.sampled_from(_PIECES), max_size=6
).map(" ".join)
anything = st.text(st.characters(codec=None), max_size=60)
texts = plausible | anything
contexts = st.builds(
    Context,
    st.dates() | st.sampled_from([date(2026, 11, 22), date.min, date.max]),
    st.sampled_from(["sv", "en"]),
)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(10**30, 10**40)
    | st.floats()
    | st.binary(max_size=5)
    | st.dates()
    | st.datetimes()
    | texts,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(texts | st.sampled_from(["mon", "sun"]), inner, max_size=4)
    ),
    max_leaves=8,
)
enough = settings(
    max_examples=examples(50),
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much],  # narrow limits leave few values
)
each_kind = pytest.mark.parametrize("kind", KINDS, ids=_IDS)


def well_formed(reading: Reading, kind: ValueType, ctx: Context) -> None:
    """Fail unless the reading says what its status promises, in data that files can hold."""
    if reading.reason is not None:
        assert str(reading.reason)
    match reading.status:
        case Status.ACCEPTED:
            assert reading.value is not None
            assert json.loads(json.dumps(reading.value)) == reading.value
            assert kind.check(reading.value, ctx).value == reading.value
        case Status.DONT_KNOW:
            assert reading.value == "?"
        case Status.REJECTED:
            assert reading.value is None
            assert reading.reason is not None
        case Status.AMBIGUOUS:
            assert reading.reason is not None
            assert reading.candidates
            assert all(kind.check(c, ctx).value == c for c in reading.candidates)


@each_kind
@enough
@given(text=texts, ctx=contexts)
def test_any_text_is_read_without_an_error(kind: ValueType, text: str, ctx: Context) -> None:
    """Reading never raises, and what it returns is whole: an accepted value is canonical."""
    well_formed(kind.read(text, ctx), kind, ctx)


@each_kind
@enough
@given(value=values, ctx=contexts)
def test_any_value_is_checked_without_an_error(kind: ValueType, value: Any, ctx: Context) -> None:
    """Checking never raises, whatever a file holds."""
    well_formed(kind.check(value, ctx), kind, ctx)


@each_kind
@enough
@given(value=values)
def test_any_value_is_shown_without_an_error(kind: ValueType, value: Any) -> None:
    """Showing never raises either: what is not canonical comes out as plain text."""
    assert isinstance(kind.show(value, Translator.in_source_language()), str)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _with_luhn(digits: str) -> str:
    total = sum(sum(divmod(int(d) * (2 - place % 2), 10)) for place, d in enumerate(reversed(digits)))
    return digits + str(-total % 10)


_NUMBERS = (
    st.integers(0, 100)
    | st.integers(0, 10**15 - 1)
    | st.decimals(0, 10**6, places=2).map(float)
    | st.floats(0, 1, width=16)
)
_SPANS = st.tuples(st.integers(0, 1380), st.integers(1, 60)).map(lambda t: f"{_clock(t[0])}-{_clock(sum(t))}")
_ORGNRS = st.integers(2_000_000_00, 9_999_999_99).map(lambda n: _with_luhn(str(n)))

_CANONICAL: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("integer", "decimal", "measure", "amount", "percent", "fte"), _NUMBERS),
    **dict.fromkeys(("text", "longtext"), anything),
    "address": anything.map("Storgatan ".__add__),
    "date": st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(str),
    "timespan": _SPANS,
    "opening_hours": st.dictionaries(
        st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
        st.lists(_SPANS, min_size=1, max_size=2),
        min_size=1,
    ),
    "orgnr": _ORGNRS,
    "hsaid": st.builds("SE{}-{}".format, _ORGNRS, st.from_regex(r"[A-Za-z0-9]{1,18}", fullmatch=True)),
    "personnummer": st.dates(date(1900, 1, 1), date(2026, 1, 1)).map(lambda d: _with_luhn(f"{d:%y%m%d}123")),
    "bankgiro": st.integers(100_000, 9_999_999).map(lambda n: _with_luhn(str(n))),
    "plusgiro": st.integers(1, 9_999_999).map(lambda n: _with_luhn(str(n))),
    "postcode": st.integers(10_000, 99_999),
    "phone": st.integers(8_000_0000, 79_999_9999).map("+46{}".format),
    "email": st.emails(),
    "url": st.from_regex(r"(https?://)?[a-zåäö]{2,9}\.[a-zA-Z]{2,5}(/[^ ]{0,9})?", fullmatch=True),
    "choice": st.sampled_from([option.id for option in _OPTIONS]),
    "multichoice": st.lists(st.sampled_from([option.id for option in _OPTIONS])),
    "yesno": st.sampled_from(["yes", "no"]),
}


@pytest.mark.parametrize("language", ["sv", "en", "fi"])
@pytest.mark.parametrize(
    "kind", [k for k in KINDS if isinstance(k, Scalar) and k.readable], ids=lambda k: k.name
)
@enough
@given(data=st.data())
def test_what_is_shown_can_be_read_back(
    kind: ValueType, language: str, swedish: Translator, english: Translator, data: st.DataObject
) -> None:
    """The words of a value are read as the same value, in the language they are shown in."""
    ctx = Context(date(2026, 11, 22), language)
    reading = kind.check(data.draw(_CANONICAL[kind.name]), ctx)
    assume(reading.status is Status.ACCEPTED)
    translators = {"sv": (swedish, Translator.of("sv")), "en": (english, Translator.of("en"))}
    for tr in translators.get(language, (Translator.of(language),)):
        assert reading.value is not None
        assert kind.read(kind.show(reading.value, tr), ctx).value == reading.value


@each_kind
@enough
@given(data=st.data())
def test_the_schema_allows_what_is_accepted(kind: ValueType, data: st.DataObject) -> None:
    """A pattern in the JSON Schema of a type matches its canonical values."""
    schema = kind.schema()
    assert json.dumps(schema)
    value = kind.check(data.draw(_CANONICAL.get(kind.name, texts)), Context(date(2026, 11, 22))).value
    if isinstance(value, str):
        assert re.search(schema.get("pattern", ""), value)
        assert value in schema.get("enum", [value])
        assert len(value) <= schema.get("maxLength", len(value))


@each_kind
@pytest.mark.parametrize(
    "text", ["vet inte", "Vet ej", "?", "osäker", "Don\u2019t know", " vet\u00a0inte. ", "???"]
)
def test_not_knowing_is_understood_everywhere(kind: ValueType, text: str, ctx: Context) -> None:
    """An honest "I do not know" has the same value at every question, read and checked."""
    assert kind.read(text, ctx).status is kind.check("?", ctx).status is Status.DONT_KNOW


@each_kind
@pytest.mark.parametrize(
    "text", ["-", "\u2013", "ej aktuellt", "", " \u200b\n", "x" * 10_001, "a\x1b[2J", "\ud800"]
)
def test_what_no_type_takes(kind: ValueType, text: str, ctx: Context) -> None:
    """Nothing, "does not apply", endless texts and control characters are refused with a sentence."""
    reading = kind.read(text, ctx)
    assert reading.status is Status.REJECTED
    assert str(reading.reason).endswith(".")


@each_kind
@pytest.mark.parametrize(
    "value", [None, [None], {"a": {}}, b"1", float("nan"), float("inf"), 10**400, {1: 2}, ()]
)
def test_junk_in_a_file_is_refused_with_a_sentence(kind: ValueType, value: object, ctx: Context) -> None:
    """No value of a foreign kind gets in; the empty list is none of the options."""
    reading = kind.check(value, ctx)
    assert reading.status is Status.REJECTED or (kind.name == "multichoice" and reading.value == [])


@enough
@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 5_000))
def test_the_clock_is_the_context_s(today: date, days: int) -> None:
    """`om N dagar` counts from the context's today and from nothing else."""
    ctx = Context(today)
    assert make("date").read(f"om {days} dagar", ctx).value == (today + timedelta(days)).isoformat()
