"""Measures with units, slopes among them."""

from __future__ import annotations

from typing import Any

import pytest

from wizard.i18n import Translator
from wizard.values import UNITS, Status, make


@pytest.mark.parametrize(
    ("unit", "text", "value"),
    [
        ("m", "84 cm", 0.84),
        ("m", "84cm", 0.84),
        ("m", "84\u00a0cm", 0.84),
        ("m", "0,84 m", 0.84),
        ("m", "0.84 m", 0.84),
        ("m", "0,84", 0.84),
        ("m", "840mm", 0.84),
        ("m", "840 millimeter", 0.84),
        ("m", "8,4 dm", 0.84),
        ("m", "1,5 meter", 1.5),
        ("m", "1 m 20 cm", 1.2),
        ("m", "1 m och 20 cm", 1.2),
        ("m", "en meter och tjugo centimeter", 1.2),
        ("m", "åttiofyra centimeter", 0.84),
        ("m", "1½ m", 1.5),
        ("m", "0,07 cm", 0.0007),
        ("m", "2 km", 2000),
        ("m", "two metres", 2),
        ("cm", "0,84 m", 84),
        ("cm", "840 mm", 84),
        ("mm", "84 cm", 840),
        ("mm", "25", 25),
        ("kg", "150 kg", 150),
        ("kg", "1,5 ton", 1500),
        ("kg", "500 g", 0.5),
        ("kg", "2 kilo", 2),
        ("m2", "12 m²", 12),
        ("m2", "12m2", 12),
        ("m2", "12,5 kvm", 12.5),
        ("m2", "12 kvadratmeter", 12),
        ("degrees", "5°", 5),
        ("degrees", "5 grader", 5),
        ("degrees", "4,5 degrees", 4.5),
        ("ratio", "1:12", 12),
        ("ratio", "1 : 12", 12),
        ("ratio", "1/12", 12),
        ("ratio", "1 på 12", 12),
        ("ratio", "1 till 12", 12),
        ("ratio", "1 in 12", 12),
        ("ratio", "2:24", 12),
        ("ratio", "8 %", 12.5),
        ("ratio", "12", 12),
        ("ratio", "1:12,5", 12.5),
    ],
)
def test_measures_are_read(read: Any, unit: str, text: str, value: float) -> None:
    """A measure in any unit of its kind becomes the exact number in the flow's unit."""
    assert repr(read(f"measure:{unit}", text).value) == repr(value)


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        *(
            ("m", t)
            for t in (
                "minst 84 cm",
                "84 cm bred",
                "84-90 cm",
                "ca 1 m",
                "cm",
                "84 kg",
                "84 cm 90 cm",
                "1 m 20",
            )
        ),
        *(
            ("m", t)
            for t in (
                "20 cm 1 m",
                "1 m och",
                "-1 m",
                "1 m 1,200 cm",
                "1.200 m 20 cm",
                "84 tum",
                "84 cm x 90 cm",
                "84 c m",
            )
        ),
        *(("ratio", t) for t in ("0:12", "1:0", "1:", ":12", "1:7:3", "8,33 %", "1 12", "fem grader", "0")),
        *(("kg", t) for t in ("5 m", "5 liter")),
        *(("degrees", t) for t in ("5 %", "-5°")),
    ],
)
def test_what_is_no_measure_is_refused(read: Any, unit: str, text: str) -> None:
    """A word too many, a unit of another kind or a number below zero is refused with a sentence."""
    assert read(f"measure:{unit}", text).status is Status.REJECTED


def test_a_number_that_needs_its_unit_is_asked_about(read: Any) -> None:
    """`84` for a door in metres does not fit, but 84 cm would: the person is asked."""
    reading = read("measure:m", "84", min=0.5, max=3)
    assert reading.status is Status.AMBIGUOUS
    assert reading.candidates == (0.84,)


def test_a_written_unit_is_never_replaced(read: Any) -> None:
    """Where a unit was written and the measure does not fit, no other unit is guessed."""
    assert read("measure:m", "84 m", max=3).status is Status.REJECTED


def test_a_thousand_with_a_point_is_asked_about(read: Any) -> None:
    """`1.200 mm` is 1.2 m in a builder's drawing and 1.2 mm in a program."""
    assert read("measure:m", "1.200 mm").candidates == (0.0012, 1.2)


@pytest.mark.parametrize(
    ("unit", "value", "shown"),
    [
        ("m", 0.84, "0,84 m"),
        ("mm", 840, "840 mm"),
        ("ratio", 12, "1:12"),
        ("degrees", 5, "5°"),
        ("m2", 12.5, "12,5 m²"),
    ],
)
def test_measures_are_shown_with_their_unit(swedish: Translator, unit: str, value: float, shown: str) -> None:
    """A measure is never shown as a bare number."""
    assert make(f"measure:{unit}").show(value, swedish) == shown


@pytest.mark.parametrize("unit", sorted(UNITS))
def test_the_hint_of_every_unit_can_be_typed(read: Any, unit: str) -> None:
    """The example in a unit's own hint is itself accepted."""
    hint = str(read(f"measure:{unit}", "hej").reason)
    assert (
        read(f"measure:{unit}", hint.rpartition("such as ")[2].rstrip("."), language="en").value is not None
    )
