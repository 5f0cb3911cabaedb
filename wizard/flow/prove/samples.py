"""Answers a solver's model stands for: real canonical values, so that a witness can be tried on the real engine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from wizard.values.base import Value

__all__ = ["opening_hours", "sample_file", "sample_text"]


def sample_text(type_name: str, number: int) -> str:
    """The `number`th of some different canonical values of a textual type."""
    make = _SAMPLES.get(type_name)
    return make(number % 90) if make is not None else f"Exempel {number}"


def sample_file(number: int) -> Value:
    """An attachment that stands for any."""
    return {"name": f"exempel-{number}.pdf", "sha256": f"{number:064x}", "size": 1000 + number}


def opening_hours(hours: float) -> Value:
    """Opening hours that come to `hours` a week, between 0 and 168, to the minute."""
    minutes = round(hours * 60)
    days: dict[str, Value] = {}
    for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"):
        today = min(minutes, 24 * 60)
        if today > 0:
            days[day] = [f"00:00-{today // 60:02d}:{today % 60:02d}"]
        minutes -= today
    return days or {"mon": ["08:00-08:01"]}


def _luhn(digits: str) -> str:
    """`digits` with the check digit that the Luhn sum asks for."""
    doubled = (int(d) * (2 if i % 2 == 0 else 1) for i, d in enumerate(digits))
    return digits + str(-sum(n // 10 + n % 10 for n in doubled) % 10)


def _orgnr(number: int) -> str:
    ten = _luhn(f"5599{number:05d}")
    return f"{ten[:6]}-{ten[6:]}"


_SAMPLES: Final[dict[str, Callable[[int], str]]] = {
    "orgnr": _orgnr,
    "hsaid": lambda n: f"SE{_orgnr(n).replace('-', '')}-{1000 + n}",
    "email": lambda n: f"exempel{n}@exempel.se",
    "phone": lambda n: f"+468465004{n:02d}",
    "postcode": lambda n: f"113 {n:02d}",
    "address": lambda n: f"Exempelgatan {n + 1}",
    "url": lambda n: f"https://www.exempel{n}.se",
    "bankgiro": lambda n: _giro(f"50{n:02d}10"),
    "plusgiro": lambda n: _luhn_from_right(f"41{n:02d}"),
    "timespan": lambda n: f"08:00-{9 + n % 12:02d}:00",
    "personnummer": lambda n: f"{date(1980, 1, 1 + n % 28):%Y%m%d}-{_luhn(f'8001{1 + n % 28:02d}239')[-4:]}",
}


def _luhn_from_right(digits: str) -> str:
    doubled = (int(d) * (2 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits)))
    return f"{digits}-{-sum(n // 10 + n % 10 for n in doubled) % 10}"


def _giro(digits: str) -> str:
    """A bankgiro number: seven digits, the last of which the Luhn sum asks for."""
    whole = _luhn_from_right(digits).replace("-", "")
    return f"{whole[:3]}-{whole[3:]}"
