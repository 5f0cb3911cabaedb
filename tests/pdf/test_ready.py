"""What is made ready at compile time against the long way: the same bytes, for every form and text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from tests.pdf.test_corpus import FILES, every
from wizard.pdf import Encrypted, FieldType, Template, Unfillable
from wizard.pdf.layout import Fit
from wizard.pdf.plan import ButtonPlan, FieldPlan, TextPlan

TEXTS: Final = ("x", "Åsa (Öberg) \\ –\t5 €", "a" * 40, "W" * 400, "Łódź", "שלום", "\u00ad", "ﬁ\u00a0y")


def bared(plan: FieldPlan) -> FieldPlan:
    """The plan with nothing made ready."""
    match plan:
        case ButtonPlan():
            return replace(plan, ready={})
        case TextPlan():
            return replace(plan, looks=tuple(replace(look, ready=None) for look in plan.looks))
        case _:
            return plan


def outcome(template: Template, name: str, value: Any) -> object:
    """The bytes appended for one value, or the problems with it."""
    try:
        return template.fill({name: value}).increment
    except Unfillable as error:
        return error.problems


@pytest.fixture(params=[every(name) for name in FILES])
def template(request: pytest.FixtureRequest, corpus: Path) -> Template:
    """A third-party form."""
    try:
        return Template.compile((corpus / request.param).read_bytes())
    except Encrypted:
        pytest.skip("the password is not known")


def test_what_is_made_ready_is_what_the_long_way_gives(template: Template) -> None:
    """Byte for byte, for texts that fit, that must shrink, that do not fit, and for every choice."""
    plans = {name: bared(plan) for name, plan in template.plan.plans.items()}
    long_way = Template(template.data, replace(template.plan, plans=plans))
    for name in [*plans][:60]:
        field = template.fields[name]
        values: list[Any] = [None, *(option.export for option in field.options)]
        if field.type in {FieldType.TEXT, FieldType.COMBO}:
            values += TEXTS
        for value in values:
            assert outcome(template, name, value) == outcome(long_way, name, value), (name, value)


def test_what_is_made_ready_is_only_for_the_usual_fit(make_pdf: Any) -> None:
    """A caller who wants smaller type gets it."""
    template = Template.compile(make_pdf("/FT/Tx/T(a)/DA(/Helv 0 Tf 0 g)/Rect[10 10 300 40]"))
    look = template.plan.plans["a"].looks[0]  # type: ignore[union-attr]
    assert look.ready is not None
    assert b" 12 Tf" in template.fill({"a": "text"}).increment
    assert b" 9 Tf" in template.fill({"a": "text"}, fit=Fit(largest=9)).increment
