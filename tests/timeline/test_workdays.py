"""Working days, against the almanac."""

from __future__ import annotations

from datetime import date

import pytest

from tests.timeline.naive import RED_DAYS, days, is_red
from wizard.timeline.workdays import is_workday, next_workday, previous_workday


@pytest.mark.parametrize("year", RED_DAYS)
def test_every_day_of_a_year_is_what_the_almanac_says(year: int) -> None:
    """The three eves count as holidays, as the law of 1930 has it."""
    wrong = [d for d in days(date(year, 1, 1), date(year, 12, 31)) if is_workday(d) == is_red(d)]
    assert wrong == []


@pytest.mark.parametrize(
    ("day", "following", "before"),
    [
        ("2026-12-24", "2026-12-28", "2026-12-23"),  # Christmas Eve, a Thursday
        ("2027-03-26", "2027-03-30", "2027-03-25"),  # from Good Friday over Easter Monday
        ("2027-06-25", "2027-06-28", "2027-06-24"),  # Midsummer's Eve
        ("2026-11-23", "2026-11-23", "2026-11-23"),  # a working day stays
    ],
)
def test_the_next_and_the_previous_working_day(day: str, following: str, before: str) -> None:
    """Long weekends are stepped over whole."""
    assert next_workday(date.fromisoformat(day)) == date.fromisoformat(following)
    assert previous_workday(date.fromisoformat(day)) == date.fromisoformat(before)
