"""The expression language: types at load, three values at run time."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.flow.expr import (
    NOT_APPLICABLE,
    UNKNOWN,
    Env,
    ExpressionError,
    Kind,
    Scope,
    Type,
    compiled,
    missing,
    names,
    parse,
)
from wizard.flow.expr.evaluate import Interval

STAFF = {
    "licensed": Type(Kind.TRUTH),
    "fte": Type(Kind.NUMBER, low=0.0),
    "skills": Type(Kind.SET, options=("neuro", "ortho")),
    "starts": Type(Kind.DATE),
}
SCOPE = Scope(
    {
        "a": Type(Kind.TRUTH),
        "b": Type(Kind.TRUTH),
        "n": Type(Kind.NUMBER),
        "unit.width": Type(Kind.NUMBER),
        "day": Type(Kind.DATE),
        "form": Type(Kind.CHOICE, options=("company", "person")),
        "picks": Type(Kind.SET, options=("neuro", "ortho")),
        "staff": Type(Kind.ROWS, columns=STAFF),
        "hours": Type(Kind.HOURS),
        "name": Type(Kind.TEXT),
    },
    words={"each": "neuro"},
)
TODAY = date(2026, 11, 22)


def value_of(text: str, **values: Any) -> Any:
    known = {name.replace("__", "."): value for name, value in values.items()}
    return compiled(parse(text, SCOPE, expect=None))(Env(known, TODAY))


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        # Kleene's tables, one row each
        ("a and b", {"a": False}, False),
        ("a and b", {"b": False}, False),
        ("a and b", {"a": True}, UNKNOWN),
        ("a or b", {"b": True}, True),
        ("a or b", {"a": False}, UNKNOWN),
        ("not a", {}, UNKNOWN),
        ("not a", {"a": False}, True),
        # comparisons
        ("n > 3", {"n": 4}, True),
        ("n > 3", {}, UNKNOWN),
        ("1 < n <= 3", {"n": 3}, True),
        ("1 < n <= 3", {"n": 0}, False),
        ("unit.width >= 0.8", {"unit__width": 0.79}, False),
        ("form == 'company'", {"form": "company"}, True),
        ("form in ('company', 'person')", {"form": "person"}, True),
        ("'neuro' in picks", {"picks": frozenset({"ortho"})}, False),
        ("'neuro' not in picks", {"picks": frozenset({"ortho"})}, True),
        ("each in picks", {"picks": frozenset({"neuro"})}, True),
        ("count(picks) >= 1", {"picks": frozenset()}, False),
        # arithmetic and dates
        ("n * 2 - 1 == 5", {"n": 3}, True),
        ("n / 0 > 1", {"n": 3}, UNKNOWN),
        ("-n < 0", {"n": 3}, True),
        ("day >= today + months(4)", {"day": date(2027, 3, 22)}, True),
        ("day >= today + months(4)", {"day": date(2027, 3, 21)}, False),
        ("day - today <= days(7)", {"day": TODAY + timedelta(days=7)}, True),
        ("day < '2025-08-31'", {"day": date(2025, 8, 30)}, True),
        ("day + months(1) == '2027-02-28'", {"day": date(2027, 1, 31)}, True),
        (
            "weekly_hours(hours) == 47.5",
            {"hours": {"mon": ["07:30-18:00"] * 4, "fri": ["08:00-13:30"]}},
            True,
        ),
        ("weekly_hours(hours) == 8", {"hours": {"mon": ["22:00-06:00"]}}, True),
        # "does not apply"
        ("applies(n)", {"n": NOT_APPLICABLE}, False),
        ("applies(n)", {"n": 1}, True),
        ("applies(n)", {}, UNKNOWN),
        ("n > 1", {"n": NOT_APPLICABLE}, UNKNOWN),
    ],
)
def test_values(text: str, values: dict[str, Any], expected: Any) -> None:
    """Each operator, with known and unknown operands."""
    assert value_of(text, **values) == expected


ROWS: Any = (
    {"_row": "r1", "licensed": True, "fte": 0.5, "skills": frozenset({"neuro"})},
    {"_row": "r2", "fte": 1.0, "skills": UNKNOWN},
)


@pytest.mark.parametrize(
    ("text", "rows", "expected"),
    [
        ("any(s.licensed for s in staff)", ROWS, True),
        ("all(s.licensed for s in staff)", ROWS, UNKNOWN),
        ("any('neuro' in s.skills for s in staff)", ROWS, True),
        ("any('ortho' in s.skills for s in staff)", ROWS, UNKNOWN),
        ("any('ortho' in s.skills for s in staff)", ROWS[:1], False),
        ("count(staff) == 2", ROWS, True),
        ("count(s for s in staff if s.licensed)", ROWS, Interval(1, 2)),
        ("count(s for s in staff if s.licensed) >= 1", ROWS, True),
        ("count(s for s in staff if s.licensed) >= 2", ROWS, UNKNOWN),
        ("count(s for s in staff if s.licensed) >= 3", ROWS, False),
        ("sum(s.fte for s in staff) == 1.5", ROWS, True),
        ("sum(s.fte for s in staff if s.licensed) >= 0.5", ROWS, True),
        ("sum(s.fte for s in staff if s.licensed) * 40 > 60", ROWS, False),
        ("max(s.fte for s in staff) == 1", ROWS, True),
        ("any(s.licensed for s in staff)", (), False),
        ("all(s.licensed for s in staff)", (), True),
        ("sum(s.fte for s in staff) == 0", (), True),
        ("any(s.licensed for s in staff)", UNKNOWN, UNKNOWN),
    ],
)
def test_rows(text: str, rows: Any, expected: Any) -> None:
    """Aggregates are decided as soon as the known rows decide them."""
    assert value_of(text, staff=rows) == expected


def test_a_sum_of_shares_has_no_floating_dust() -> None:
    """0.1 + 0.2 is 0.3 in staffing."""
    assert value_of("sum(s.fte for s in staff) == 0.3", staff=({"fte": 0.1}, {"fte": 0.2})) is True


@pytest.mark.parametrize(
    ("text", "code", "column", "hint"),
    [
        ("unit.widht > 1", "unknown-name", 0, "unit.width"),
        ("a and unknown_thing", "unknown-name", 6, None),
        ("form == 'compny'", "unknown-option", 8, "company"),
        ("'neurology' in picks", "unknown-option", 0, "neuro"),
        ("n == 'x'", "type", 5, None),
        ("name > 'x'", "type", 0, None),
        ("n", "type", 0, None),
        ("a + b", "type", 0, None),
        ("day == '1 mars'", "type", 7, None),
        ("any(s.fte for s in staff)", "type", 4, None),
        ("any(s.licenced for s in staff)", "unknown-name", 4, "licensed"),
        ("any(x for x in n)", "type", 15, None),
        ("max(n)", "expression", 0, None),
        ("cuont(staff) > 1", "unknown-function", 0, "count"),
        ("__import__('os').system('x')", "unknown-function", 0, None),
        ("a.__class__", "unknown-name", 0, None),
        ("(lambda: a)()", "unknown-function", 0, None),
        ("[a for a in staff]", "expression", 0, None),
        ("a if b else a", "expression", 0, None),
        ("'åäö' == name and nn", "unknown-name", 18, "n"),
        ("n > 10 ** 9", "expression", 4, None),
    ],
)
def test_faults_have_a_kind_a_column_and_a_hint(text: str, code: str, column: int, hint: str | None) -> None:
    """What cannot be right is refused when content is loaded."""
    with pytest.raises(ExpressionError) as caught:
        parse(text, SCOPE)

    assert (code, column) == (caught.value.code, caught.value.column)
    assert hint is None or hint in str(caught.value.fix)


@pytest.mark.parametrize("text", ["", "a and", "(a", "a b", "1 +", "a = b", "\x00"])
def test_what_is_no_expression_is_refused(text: str) -> None:
    """Broken syntax is one kind of fault, whatever Python says of it."""
    with pytest.raises(ExpressionError) as caught:
        parse(text, SCOPE)

    assert caught.value.code == "expression"


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("a and b", {"a": True}, ("b",)),
        ("a and b", {}, ("a", "b")),
        ("a and b", {"a": False}, ()),
        ("n > 3 or a", {"a": False}, ("n",)),
        ("any(s.licensed for s in staff)", {"staff": (*ROWS[1:],)}, ("staff[r2].licensed",)),
        ("count(s for s in staff if s.licensed) >= 2", {"staff": ROWS}, ("staff[r2].licensed",)),
        (
            "all(s.licensed for s in staff if s.fte > 2)",
            {"staff": ({"_row": "r9"},)},
            ("staff[r9].fte", "staff[r9].licensed"),
        ),
        ("sum(s.fte for s in staff) > 1", {}, ("staff",)),
    ],
)
def test_what_keeps_an_expression_undecided_is_named(
    text: str, values: dict[str, Any], expected: tuple[str, ...]
) -> None:
    """Only what is really waited for is named, in reading order."""
    assert expected == missing(parse(text, SCOPE), Env(values, TODAY))


def test_names_are_all_questions_that_may_be_read() -> None:
    """The static dependencies, rows included."""
    assert {"a", "staff", "day"} == names(parse("a or any(s.starts > day for s in staff)", SCOPE))


TRUTHS = st.sampled_from(
    [
        "a",
        "b",
        "not a",
        "n > 3",
        "n <= 3",
        "'neuro' in picks",
        "count(picks) >= 1",
        "form == 'person'",
        "any(s.licensed for s in staff)",
        "count(s for s in staff if s.licensed) >= 2",
        "sum(s.fte for s in staff) < 1",
    ]
)
EXPRESSIONS = st.recursive(
    TRUTHS,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("(not {})".format, inner),
    ),
    max_leaves=8,
)
ROW = st.fixed_dictionaries({}, optional={"licensed": st.booleans(), "fte": st.sampled_from([0.0, 0.5, 1.0])})
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "a": st.booleans(),
        "b": st.booleans(),
        "n": st.integers(0, 6),
        "form": st.sampled_from(["company", "person"]),
        "picks": st.frozensets(st.sampled_from(["neuro", "ortho"])),
        "staff": st.lists(ROW, max_size=3),
    },
)


@given(EXPRESSIONS, VALUES, VALUES)
def test_knowing_more_never_turns_a_verdict(text: str, some: dict[str, Any], more: dict[str, Any]) -> None:
    """A decided expression stays decided the same way when unknown answers become known."""
    evaluate = compiled(parse(text, SCOPE))
    before = evaluate(Env(some, TODAY))
    after = evaluate(Env({**more, **some}, TODAY))

    assert before is UNKNOWN or after == before


@given(EXPRESSIONS, VALUES)
def test_an_undecided_expression_names_what_is_missing_and_a_decided_one_nothing(
    text: str, values: dict[str, Any]
) -> None:
    """Unknown always has a reason, and only the unknown has."""
    expr = parse(text, SCOPE)
    undecided = compiled(expr)(Env(values, TODAY)) is UNKNOWN

    assert undecided == bool(missing(expr, Env(values, TODAY)))


@given(st.text(max_size=60))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    """Parsing is total up to `ExpressionError`."""
    with suppress(ExpressionError):
        assert parse(text, SCOPE).type.kind is Kind.TRUTH
