"""Making types by name, and what is common to them all."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from wizard.i18n import Message, Translator, content
from wizard.values import NOT_APPLICABLE, TYPES, Measure, Option, Text, make, special
from wizard.values.scalar import misfit

_NAMES = {
    *(
        "text",
        "longtext",
        "yesno",
        "choice",
        "multichoice",
        "integer",
        "decimal",
        "measure",
        "amount",
        "percent",
    ),
    *(
        "fte",
        "date",
        "timespan",
        "opening_hours",
        "orgnr",
        "personnummer",
        "hsaid",
        "email",
        "phone",
        "postcode",
    ),
    *("address", "bankgiro", "plusgiro", "url", "attachment"),
}


def test_the_names_of_the_types() -> None:
    """The names stand in flow files, so they do not change unnoticed."""
    assert set(TYPES) == _NAMES


def test_types_are_values() -> None:
    """Two types with the same parameters are equal, and parameters after a colon are parameters."""
    assert make("measure:m") == make("measure", unit="m") == Measure("m")
    assert make("text", max_length=5) == Text(5)
    assert make("choice", options=[Option("a", content("Ett"))]) == make(
        "choice", options=(Option("a", content("Ett")),)
    )


@pytest.mark.parametrize(
    ("name", "params", "fact"),
    [
        ("ortnr", {}, 'Did you mean "orgnr"?'),
        ("datum", {}, 'Did you mean "date"?'),
        ("zzz", {}, "There are text, longtext"),
        ("", {}, "There are text, longtext"),
        ("x" * 10_000, {}, "There are text, longtext"),
        ("date:x", {}, "nothing after a colon"),
        ("measure:ft", {}, '"ft" is not a unit. The units are m, cm'),
        ("measure", {}, 'needs the parameter "unit"'),
        ("choice", {}, 'needs the parameter "options"'),
        ("choice", {"options": "abc"}, "list of options"),
        ("choice", {"options": ["abc"]}, "list of options"),
        ("choice", {"options": None}, "list of options"),
        ("integer", {"mn": 1}, 'Did you mean "min"?'),
        ("date", {"zone": 1}, "It has none."),
        ("orgnr", {"personal": True}, 'Did you mean "allow_personal"?'),
        ("orgnr", {"allow_personal": "ja"}, "either true or false"),
        ("measure", {"unit": ["m"]}, "is not a unit"),
        ("integer", {"min": [1]}, "must be a number"),
        ("text", {"max_length": 200.0}, "whole number"),
    ],
)
def test_a_slip_in_a_flow_is_told_with_the_nearest_right_name(
    name: str, params: dict[str, Any], fact: str
) -> None:
    """The error is a `ValueError` that carries a message."""
    with pytest.raises(ValueError, match=r".") as error:
        make(name, **params)
    assert isinstance(error.value.args[0], Message)
    assert fact in str(error.value)


@pytest.mark.parametrize(
    "text",
    [
        "-",
        "\u2013",
        "\u2014",
        "--",
        "ej aktuellt",
        "Inte aktuellt.",
        "not applicable",
        "N/A",
        "gäller\u00a0inte",
    ],
)
def test_words_for_not_applicable(text: str) -> None:
    """Doors ask `special` first and let the question decide."""
    assert special(text) == NOT_APPLICABLE


@pytest.mark.parametrize(
    "text", ["", " ", "nej", "vet", "inte", "aktuellt", "vet inte vad det kostar", "?!a", "- 5", "x" * 50]
)
def test_words_that_are_not_special(text: str) -> None:
    """Everything else is for the type to read."""
    assert special(text) is None


@pytest.mark.parametrize("value", [None, True, 1, 1.5, [], {}, b"", object()])
def test_every_kind_of_misfit_has_its_sentence(value: object) -> None:
    """No sentence repeats the value."""
    assert str(misfit(value)).endswith(".")


@pytest.mark.parametrize(
    ("value", "shown"),
    [("?", "Vet inte"), ("-", "Ej aktuellt"), (["x"], "['x']"), pytest.param(10**5000, "\u2026", id="huge")],
)
def test_what_any_type_shows(swedish: Translator, value: Any, shown: str) -> None:
    """Not knowing and not applicable have words; what is no value comes out as plain text."""
    assert make("date").show(value, swedish) == shown


@pytest.mark.parametrize("name", sorted(TYPES))
def test_signs_alone_are_refused_with_an_example(read: Any, name: str) -> None:
    """A text without any word is met with what to write instead."""
    params = (
        {"options": [Option("a", content("Ett"))]}
        if "choice" in name
        else {"unit": "m"}
        if name == "measure"
        else {}
    )
    reading = read(name, "!!!", **params)
    assert reading.value == "!!!" if name in {"text", "longtext"} else str(reading.reason).endswith(".")


def test_importing_the_room_loads_no_library() -> None:
    """Telephone numbers, e-mail and languages load when first needed."""
    heavy = ("phonenumbers", "email_validator", "babel", "dns", "pydantic", "yaml")
    code = f"import sys, wizard.values; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
