"""Counting spans forwards and backwards: tables from the law, and laws that hold for all days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.timeline.naive import is_frozen, months_later, unfrozen_days_later
from wizard.flow.content import Content
from wizard.flow.timemodel import Span, Unit
from wizard.timeline.reckoning import Reckoning

DAYS = st.dates(date(2026, 1, 1), date(2028, 6, 30))
SPANS = st.builds(Span, st.integers(0, 60), st.sampled_from([Unit.DAYS, Unit.WEEKS])) | st.builds(
    Span, st.integers(0, 14), st.just(Unit.MONTHS)
)


@pytest.fixture(scope="module")
def reckoning(shipped: Content) -> Reckoning:
    """With the freezes of the shipped content."""
    return Reckoning(shipped.timetable.freezes)


@pytest.mark.parametrize(
    ("begins", "span", "ends"),
    [
        ("2026-11-22", "4 months", "2027-03-22"),  # the same number
        ("2026-10-31", "4 months", "2027-02-28"),  # no such day: the last of the month
        ("2027-10-31", "4 months", "2028-02-29"),
        ("2027-02-28", "1 months", "2027-03-28"),  # not the last of March
        ("2026-11-22", "3 weeks", "2026-12-13"),  # the same weekday, a Sunday
        ("2026-12-31", "6 months", "2027-06-30"),
        ("2026-11-22", "14 days", "2026-12-06"),
    ],
)
def test_a_span_ends_as_the_law_says(reckoning: Reckoning, begins: str, span: str, ends: str) -> None:
    """Lag (1930:173) 1 §: the same name in the week or number in the month, or the last of the month."""
    assert reckoning.after(date.fromisoformat(begins), Span.of(span)) == date.fromisoformat(ends)


@pytest.mark.parametrize(
    ("ends", "span", "begins"),
    [
        ("2027-03-22", "4 months", "2026-11-22"),
        ("2027-02-28", "4 months", "2026-10-31"),  # the 28th to the 31st all end then; the last counts
        ("2027-03-31", "1 months", "2027-02-28"),
        ("2027-05-30", "3 months", "2027-02-28"),
    ],
)
def test_the_last_day_to_begin(reckoning: Reckoning, ends: str, span: str, begins: str) -> None:
    """Backwards: the last day from which the span is over in time."""
    assert reckoning.before(date.fromisoformat(ends), Span.of(span)) == date.fromisoformat(begins)


@given(day=DAYS, end=DAYS, span=SPANS, outside=st.booleans())
def test_forwards_and_backwards_agree(
    reckoning: Reckoning, day: date, end: date, span: Span, *, outside: bool
) -> None:
    """A span from `day` is over by `end` exactly when `day` is not after the last day to begin."""
    outside = outside and span.unit is not Unit.MONTHS
    over = reckoning.after(day, span, outside_freezes=outside) <= end
    assert over == (day <= reckoning.before(end, span, outside_freezes=outside))


@given(day=DAYS, months=st.integers(0, 24))
def test_months_are_those_of_plain_counting(reckoning: Reckoning, day: date, months: int) -> None:
    """Month by month, as one does on the fingers."""
    assert reckoning.after(day, Span(months, Unit.MONTHS)) == months_later(day, months)


@given(day=DAYS, days=st.integers(0, 120))
def test_time_stands_still_in_freezes(reckoning: Reckoning, day: date, days: int) -> None:
    """Only the days outside the freezes count, and the pauses told are the days that did not."""
    end = reckoning.after(day, Span(days, Unit.DAYS), outside_freezes=True)
    assert end == unfrozen_days_later(day, days)
    still = sum(is_frozen(day + timedelta(days=n)) for n in range((end - day).days))
    assert sum(pause.days for pause in reckoning.pauses(day, end)) == still


@given(day=st.dates(date(2026, 1, 1), date(2032, 12, 31)))
def test_a_day_is_frozen_as_the_content_says(reckoning: Reckoning, day: date) -> None:
    """Over the turn of the year too, and on leap days."""
    around = reckoning.freeze_around(day)
    assert (around is not None) == is_frozen(day)
    if around is not None:
        _, first, last = around
        assert first <= day <= last
        assert not is_frozen(first - timedelta(days=1))
        assert not is_frozen(last + timedelta(days=1))
