"""The laws of the engine on the shipped flow: there and back is where one was, and knowing more never overturns."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from wizard.drafts.answers_file import read_answers_file
from wizard.flow.content import Content
from wizard.flow.interview import Interview
from wizard.flow.model import Flow, Rule
from wizard.rules import Outcome, Rulings, assess
from wizard.scenarios.mutants import changes

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def sample(shipped: Content, sample_path: Path) -> Interview:
    """The shipped sample."""
    return read_answers_file(sample_path, shipped, TODAY).interview


def options(flow: Flow, name: str) -> list[object]:
    """Answers to a question that others depend on."""
    question = flow.questions[name]
    match question.type_name:
        case "yesno":
            return ["yes", "no"]
        case "choice":
            return [option.id for option in getattr(question.type, "options", ())]
        case "multichoice":
            found = [option.id for option in getattr(question.type, "options", ())]
            return [[], found, found[:1]]
        case _:
            return []


def reads(rule: Rule) -> frozenset[str]:
    return rule.needs.reads | (rule.when.reads if rule.when is not None else frozenset())


@settings(max_examples=examples(80), deadline=None)
@given(st.data())
def test_there_and_back_restores_the_route_the_answers_and_the_verdicts(
    sample: Interview, data: st.DataObject
) -> None:
    """A routing answer changed and changed back."""
    flow = sample.flow
    routing = [name for name in flow.order if flow.dependents[name] and options(flow, name)]
    here = sample
    for name in data.draw(st.lists(st.sampled_from(routing), min_size=1, max_size=4)):
        value = data.draw(st.sampled_from(options(flow, name)))
        here = here.answer(name, value)
    name = data.draw(st.sampled_from(routing))
    first = here.answer(name, data.draw(st.sampled_from(options(flow, name))))
    again = first.answer(name, data.draw(st.sampled_from(options(flow, name)))).answer(
        name, first.stored[name]
    )

    assert first.relevant == again.relevant
    assert first.answers() == again.answers()
    outcomes = [v.outcome for v in assess(first).verdicts]
    assert outcomes == [v.outcome for v in assess(again).verdicts]


@pytest.fixture(scope="module")
def rulings(sample: Interview) -> Rulings:
    """Those of all that was assessed so far."""
    return Rulings(sample.flow, TODAY)


@settings(max_examples=examples(80), deadline=None)
@given(st.data())
def test_verdicts_that_were_given_before_are_those_that_are_given_anew(
    sample: Interview, rulings: Rulings, data: st.DataObject
) -> None:
    """Whatever was assessed between, and on whatever day."""
    names = sorted(name for name in sample.flow.questions if sample.flow.rules_reading.get(name))
    here = sample
    for name in data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=8)):
        values = [*options(sample.flow, name), sample.stored.get(name, "?"), "?", "2027-13-01", 3, []]
        value = data.draw(st.none() | st.sampled_from(values))
        here = here.forget(name) if value is None else here.answer(name, value)
        for each in (here, here.on(date(2027, 1, 1))):
            assert assess(each, rulings=rulings).verdicts == assess(each).verdicts


def test_rulings_stay_few(sample: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("wizard.rules.assess"), "_MOST_RULINGS", 1)
    rulings = Rulings(sample.flow, TODAY)
    name = next(name for name in sample.flow.rules_reading if len(options(sample.flow, name)) == 2)
    for value in ("yes", "no", "yes", "?", "no"):
        here = sample.answer(name, value)
        assert assess(here, rulings=rulings).verdicts == assess(here).verdicts
    assert max(len(given) for given in rulings._given) == 1


@settings(max_examples=examples(80), deadline=None)
@given(st.data())
def test_an_answer_more_never_overturns_a_verdict(sample: Interview, data: st.DataObject) -> None:
    """Met becomes not met, or the other way, only where an answer the rule reads has left the route."""
    names = sorted(sample.stored)
    missing = data.draw(st.sets(st.sampled_from(names), min_size=1, max_size=12))
    added = data.draw(st.sampled_from(sorted(missing)))
    before = sample
    for name in sorted(missing):
        before = before.forget(name)
    after = before.answer(added, sample.stored[added])
    left = {q.id for q in before.relevant} - {q.id for q in after.relevant}

    for old, new in zip(assess(before).verdicts, assess(after).verdicts, strict=True):
        decided = {old.outcome, new.outcome} == {Outcome.MET, Outcome.NOT_MET}
        assert not decided or reads(old.rule) & left


@settings(max_examples=examples(60), deadline=None)
@given(st.data())
def test_answers_off_the_route_reach_nothing(sample: Interview, data: st.DataObject) -> None:
    """Whatever is stored for a question that is not asked changes no verdict and no export."""
    off = [name for name, question in sample.flow.questions.items() if question not in sample.relevant]
    name = data.draw(st.sampled_from(off))
    value = data.draw(st.sampled_from(["yes", "no", "2027-01-01", "?", "x", 3]))
    changed = sample.answer(name, value)

    assert changed.answers() == sample.answers()
    assert [v.outcome for v in assess(changed).verdicts] == [v.outcome for v in assess(sample).verdicts]


def test_every_change_of_a_condition_can_be_evaluated(sample: Interview) -> None:
    """Mutants are expressions like others: none raises, whatever is known."""
    empty = Interview.start(sample.flow, TODAY)
    tried = 0
    from wizard.flow.expr import compiled  # noqa: PLC0415  only here

    for rule in sample.flow.rules:
        for condition in (rule.needs, rule.when):
            for mutant, _, _ in changes(condition.expr) if condition is not None else ():
                for interview in (sample, empty):
                    compiled(mutant)(interview.env)
                tried += 1
    assert tried > 500
