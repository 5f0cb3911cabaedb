"""Per cent and shares of full time."""

from __future__ import annotations

from typing import Any

import pytest

from wizard.i18n import Translator
from wizard.values import Status, make


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("50 %", 50),
        ("50%", 50),
        ("50\u00a0%", 50),
        ("50", 50),
        ("50 procent", 50),
        ("femtio procent", 50),
        ("12,5 %", 12.5),
        ("0,5 %", 0.5),
        ("5 promille", 0.5),
        ("5 \u2030", 0.5),
        ("hälften", 50),
        ("50 per cent", 50),
        ("0", 0),
        ("100", 100),
    ],
)
def test_percentages_are_read(read: Any, text: str, value: float) -> None:
    """The canonical number of a percentage is the number before the sign."""
    assert read("percent", text).value == value


@pytest.mark.parametrize(
    "text", ["101", "-1 %", "50 % av allt", "% 50", "procent", "50-60 %", "en del", "50 av 100"]
)
def test_what_is_no_percentage_is_refused(read: Any, text: str) -> None:
    """More than all, less than nothing and words around it are refused."""
    assert read("percent", text).status is Status.REJECTED


def test_a_bare_fraction_may_be_a_percentage(read: Any) -> None:
    """`0,5` is half a per cent or one half: the person is asked."""
    assert read("percent", "0,5").candidates == (0.5, 50)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("50 %", 0.5),
        ("50%", 0.5),
        ("femtio procent", 0.5),
        ("0,5", 0.5),
        ("0.5", 0.5),
        (",5".replace(",", "0,"), 0.5),
        ("halvtid", 0.5),
        ("Halvtid", 0.5),
        ("half-time", 0.5),
        ("heltid", 1),
        ("full time", 1),
        ("100 %", 1),
        ("1", 1),
        ("1,0", 1),
        ("kvartstid", 0.25),
        ("75 % tjänst", 0.75),
        ("75-procentig tjänst", 0.75),
        ("hel tjänst", 1),
        ("75 % av heltid", 0.75),
        ("en halv tjänst", 0.5),
        ("3/4", 0.75),
        ("3/4 tjänst", 0.75),
        ("½", 0.5),
        ("1,5", 1.5),
        ("2", 2),
        ("2,5 heltider", 2.5),
        ("två och en halv tjänst", 2.5),
        ("två heltider", 2),
        ("tre halvtider", 1.5),
        ("12,5 årsarbetare", 12.5),
        ("75 FTE", 75),
        ("150 %", 1.5),
        ("0 %", 0),
    ],
)
def test_shares_of_full_time_are_read(read: Any, text: str, value: float) -> None:
    """Per cent, words, fractions and numbers of posts all become a share of full time."""
    assert repr(read("fte", text).value) == repr(value)


@pytest.mark.parametrize(
    ("text", "candidates"), [("75", (75, 0.75)), ("50", (50, 0.5)), ("100", (100, 1)), ("10", (10, 0.1))]
)
def test_a_bare_number_may_be_posts_or_per_cent(
    read: Any, text: str, candidates: tuple[float, float]
) -> None:
    """`75` beside a person is 75 %, beside a clinic 75 posts: without a limit the person is asked."""
    reading = read("fte", text)
    assert reading.status is Status.AMBIGUOUS
    assert reading.candidates == candidates


@pytest.mark.parametrize(("text", "value"), [("75", 0.75), ("100", 1), ("80", 0.8), ("0,75", 0.75)])
def test_a_limit_leaves_one_meaning(read: Any, text: str, value: float) -> None:
    """Where a person's share is at most 1, `75` can only be 75 %."""
    assert read("fte", text, max=1).value == value


@pytest.mark.parametrize("text", ["20 timmar", "20 tim/vecka", "20h", "20 hours a week"])
def test_hours_are_refused_with_a_way_out(read: Any, text: str) -> None:
    """Hours do not tell the share; the sentence shows how to reckon it."""
    assert "20 hours of 40 are 50%" in str(read("fte", text).reason)


@pytest.mark.parametrize(
    "text", ["deltid", "1/3", "1/0", "5", "-50 %", "mycket", "50 % tjänst och 20 % jour", "heltid ibland"]
)
def test_what_is_no_share_is_refused(read: Any, text: str) -> None:
    """Part time without a size, shares that do not come out even and too many posts are refused."""
    assert read("fte", text, max=1).status is Status.REJECTED


@pytest.mark.parametrize(
    ("value", "shown"), [(0.5, "50 %"), (1, "100 %"), (0.125, "12,5 %"), (2.5, "2,5 heltider")]
)
def test_shares_are_shown_as_people_say_them(swedish: Translator, value: float, shown: str) -> None:
    """Up to full time in per cent, above it in posts."""
    assert make("fte").show(value, swedish) == shown
