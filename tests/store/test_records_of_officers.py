"""Providers, screenings, findings, decisions and settings: kept, in order, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from wizard.store import Conflict, Draft, NoSuchDraft, Store, StoreError
from wizard.store.profiles import NoSuchProfile
from wizard.store.records import Finding
from wizard.store.screenings import DecidedMeanwhile, NoSuchScreening

BOTH_ENGINES = True


def test_a_provider_keeps_what_its_applications_share(store: Store, draft: Draft, clock: Any) -> None:
    """Answers with their revs, and whose application a draft is."""
    profile = store.profiles.create("Rörelsekraft AB")
    clock.move(hours=1)
    store.profiles.keep(profile.id, {"applicant.orgnr": "556592-9717", "staff": [{"_row": "r1"}]})
    store.profiles.keep(profile.id, {"applicant.orgnr": "556592-9718"})
    answers = store.profiles.answers(profile.id)
    assert {name: (a.value, a.rev) for name, a in answers.items()} == {
        "applicant.orgnr": ("556592-9718", 2),
        "staff": ([{"_row": "r1"}], 1),
    }
    assert store.profiles.of(draft.id) is None
    store.profiles.choose(draft.id, profile.id)
    store.profiles.choose(draft.id, profile.id)
    found = store.profiles.of(draft.id)
    assert found is not None
    assert (found.id, found.label, found.updated_at) == (profile.id, "Rörelsekraft AB", clock.now)


def test_two_windows_on_one_provider_overwrite_nothing(open_store: Callable[..., Store]) -> None:
    """Who is too late is told both values, and none of their answers is kept."""
    eva, bo = open_store("eva"), open_store("bo")
    profile = eva.profiles.create("x").id
    eva.profiles.keep(profile, {"a": 1}, seen={})
    with pytest.raises(Conflict) as caught:
        bo.profiles.keep(profile, {"b": 5, "a": 2}, seen={})
    assert (
        caught.value.question_id,
        caught.value.mine,
        caught.value.theirs and caught.value.theirs.value,
    ) == ("a", 2, 1)
    assert {name: answer.value for name, answer in bo.profiles.answers(profile).items()} == {"a": 1}


def test_a_provider_goes_and_its_drafts_stay(store: Store, draft: Draft) -> None:
    """The draft is nobody's then."""
    profile = store.profiles.create("x").id
    store.profiles.keep(profile, {"a": 1})
    store.profiles.choose(draft.id, profile)
    assert store.profiles.delete(profile)
    assert store.profiles.all() == ()
    assert store.profiles.of(draft.id) is None
    assert store.get(draft.id) == draft
    assert store.upkeep.verify().faults == ()


def test_a_screening_is_kept_with_all_it_found(store: Store) -> None:
    """In the report's order, and found again by the package."""
    findings = [
        Finding(2, "odd", "warning", "b.pdf:3", ["x"]),
        Finding(1, "missing", "error", "", {"å": "ä"}),
    ]
    made = store.screenings.add(
        "ab" * 32,
        "incomplete",
        findings,
        label="p.zip",
        area="a",
        kind="application",
        flow_version="1",
        details={"n": 1.5},
    )
    store.screenings.add("cd" * 32, "complete", ())
    assert store.screenings.all()[0] == made
    assert store.screenings.of_package("ab" * 32) == (made,)
    assert store.screenings.findings(made.id) == tuple(sorted(findings, key=lambda f: f.number))


def test_decisions_are_added_and_never_changed(store: Store, clock: Any) -> None:
    """Who, when and why, of a finding or of the whole; the latest counts."""
    made = store.screenings.add("ab" * 32, "incomplete", [Finding(1, "missing", "error", "", 0)])
    first = store.screenings.decide(made.id, "ask", "saknas \ud800", finding=1)
    clock.move(hours=-5)
    second = store.screenings.decide(made.id, "accept", "")
    assert store.screenings.decisions(made.id) == (first, second)
    assert (first.finding, first.verdict, first.reason, first.who) == (1, "ask", "saknas ?", "eva")
    assert (second.finding, second.at) == (None, clock.now)


def test_a_screening_goes_with_its_findings_and_decisions(store: Store) -> None:
    """And with its key; the audit chain stays whole."""
    made = store.screenings.add("ab" * 32, "incomplete", [Finding(1, "missing", "error", "", 0)])
    store.screenings.decide(made.id, "ask", "saknas", finding=1)
    assert store.screenings.delete(made.id)
    assert store.screenings.all() == ()
    assert store.upkeep.verify().faults == ()


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda s: s.profiles.answers("ffffffff"), NoSuchProfile),
        (lambda s: s.profiles.keep("ffffffff", {}), NoSuchProfile),
        (lambda s: s.profiles.choose("ffffffff", "ffffffff"), NoSuchProfile),
        (lambda s: s.profiles.choose("ffffffff", s.profiles.create("x").id), NoSuchDraft),
        (lambda s: s.profiles.delete("ffffffff"), NoSuchProfile),
        (lambda s: s.screenings.findings("ffffffff"), NoSuchScreening),
        (lambda s: s.screenings.decisions("ffffffff"), NoSuchScreening),
        (lambda s: s.screenings.decide("ffffffff", "ask", ""), NoSuchScreening),
        (
            lambda s: s.screenings.decide(s.screenings.add("ab", "x", ()).id, "ask", "", finding=1),
            NoSuchScreening,
        ),
        (lambda s: s.screenings.delete("ffffffff"), NoSuchScreening),
    ],
)
def test_what_is_not_there_is_said_so(
    store: Store, call: Callable[[Store], object], error: type[StoreError]
) -> None:
    """By an error of its own."""
    with pytest.raises(error):
        call(store)


def test_settings_are_kept(open_store: Callable[..., Store]) -> None:
    """Any JSON data, for all windows, until taken back."""
    first, second = open_store(), open_store("bo")
    first.settings.put("retention", {"months": 24})
    first.settings.put("retention", {"months": 36})
    assert second.settings.get("retention") == {"months": 36}
    second.settings.put("retention", None)
    assert first.settings.get("retention") is None


def test_decisions_of_all_screenings_of_a_package_are_told_together(open_store: Callable[..., Store]) -> None:
    """By what they are of, in their order; another package's are not among them."""
    eva, bo = open_store("eva"), open_store("bo")
    odd = Finding(1, "odd", "warning", "b.pdf", 0)
    hers = eva.screenings.add("ab" * 32, "judge", [odd])
    his = bo.screenings.add("ab" * 32, "judge", [replace(odd, number=2)])
    other = eva.screenings.add("cd" * 32, "judge", [odd])
    first = eva.screenings.decide(hers.id, "met", "", finding=1)
    second = bo.screenings.decide(his.id, "not_met", "nej", finding=2)
    third = bo.screenings.decide(his.id, "done", "")
    eva.screenings.decide(other.id, "met", "", finding=1)

    assert [(r.decision, r.code, r.place) for r in eva.screenings.rulings(package="ab" * 32)] == [
        (first, "odd", "b.pdf"),
        (second, "odd", "b.pdf"),
        (third, None, None),
    ]
    assert [r.decision.seq for r in bo.screenings.rulings(since=second.seq)] == [third.seq, third.seq + 1]


def test_two_officers_who_decide_at_once_pass_over_nothing(open_store: Callable[..., Store]) -> None:
    """Who is later is told what was decided, on whichever screening; knowing it, both decisions stand."""
    eva, bo = open_store("eva"), open_store("bo")
    odd = Finding(1, "odd", "warning", "b.pdf", 0)
    hers, his = (s.screenings.add("ab" * 32, "judge", [odd]) for s in (eva, bo))
    rivals = ("met", "not_met")
    bo.screenings.decide(his.id, "note", "ringt dem", finding=1)
    first = eva.screenings.decide(hers.id, "met", "", finding=1, seen=0, rivals=rivals)
    with pytest.raises(DecidedMeanwhile) as caught:
        bo.screenings.decide(his.id, "not_met", "", finding=1, seen=0, rivals=rivals)
    assert [ruling.decision for ruling in caught.value.theirs] == [first]
    bo.screenings.decide(his.id, "not_met", "", finding=1, seen=first.seq, rivals=rivals)
    verdicts = [r.decision.verdict for r in eva.screenings.rulings()]
    assert verdicts == ["note", "met", "not_met"]


def test_a_screening_is_kept_once_while_it_says_the_same(store: Store, clock: Any) -> None:
    """Whoever screens it again; with another finding it is another."""
    odd = Finding(1, "odd", "warning", "b.pdf", 0)
    made = store.screenings.add("ab" * 32, "judge", [odd], once=True)
    clock.move(hours=1)
    assert store.screenings.add("ab" * 32, "judge", [odd], once=True) == made
    assert store.screenings.add("ab" * 32, "judge", [], once=True) != made
    assert len(store.screenings.all()) == 2


def test_what_is_typed_is_kept_apart_for_each_officer(open_store: Callable[..., Store]) -> None:
    """Until it is emptied; it goes with the screening, and the chain tells nothing of it."""
    eva, bo = open_store("eva"), open_store("bo")
    made = eva.screenings.add("ab" * 32, "judge", ())
    before = len(eva.screenings.log())
    eva.screenings.put_slip("ab" * 32, "odd", "halv mening \ud800")
    assert (eva.screenings.slip("ab" * 32, "odd"), bo.screenings.slip("ab" * 32, "odd")) == (
        "halv mening ?",
        "",
    )
    assert len(eva.screenings.log()) == before
    bo.screenings.put_slip("ab" * 32, "odd", "hans")
    bo.screenings.put_slip("ab" * 32, "odd", "")
    assert bo.screenings.slip("ab" * 32, "odd") == ""
    eva.screenings.delete(made.id)
    assert eva.screenings.slip("ab" * 32, "odd") == ""
    assert eva.upkeep.verify().faults == ()
