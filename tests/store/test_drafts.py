"""Drafts: made, found, listed, renamed, carried over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest

from wizard.store import AmbiguousDraft, Draft, NoSuchDraft, Store

BOTH_ENGINES = True


def test_a_draft_begins_empty(store: Store, clock: Any) -> None:
    """Everything given is kept, and nothing is answered."""
    draft = store.create("husläkare", "application", "2026.1", label="Rörelsekraft AB")
    assert draft == Draft(
        id=draft.id,
        area="husläkare",
        kind="application",
        flow_version="2026.1",
        created_at=clock.now,
        updated_at=clock.now,
        position=None,
        label="Rörelsekraft AB",
        rev=0,
    )
    assert store.answers(draft.id) == {}


def test_ids_are_eight_hexadecimal_digits(store: Store) -> None:
    """Short enough to read out on the telephone."""
    draft = store.create("a", "application", "1")
    assert len(draft.id) == 8
    assert set(draft.id) <= set("0123456789abcdef")


def test_an_id_is_never_given_twice(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chance may want it; the draft that has it stays its owner."""
    ids = iter(["0badcafe", "0badcafe", "0badbeef"])
    monkeypatch.setattr("secrets.token_hex", lambda _: next(ids))
    assert [store.create("a", "application", "1").id for _ in range(2)] == ["0badcafe", "0badbeef"]


@pytest.fixture
def named(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store with the drafts 0badcafe and 0badbeef."""
    ids = iter(["0badcafe", "0badbeef"])
    monkeypatch.setattr("secrets.token_hex", lambda _: next(ids))
    for _ in range(2):
        store.create("a", "application", "1")
    return store


@pytest.mark.parametrize("text", ["0badcafe", "0badc", " 0BADC "])
def test_a_draft_is_found_by_the_beginning_of_its_id(named: Store, text: str) -> None:
    """As far as it is unique, in any case of letters."""
    assert named.get(text).id == "0badcafe"


def test_a_beginning_that_fits_several_names_them(named: Store) -> None:
    """So that the person sees how to go on."""
    with pytest.raises(AmbiguousDraft, match="0badbeef, 0badcafe") as caught:
        named.get("0bad")
    assert caught.value.candidates == ("0badbeef", "0badcafe")


@pytest.mark.parametrize(
    "text", ["", " ", "1", "0badcafe1", "0bad%", "_", "g", "Anna", "'", "å", "\ud800", "\x00"]
)
def test_what_is_no_beginning_of_an_id_finds_nothing(named: Store, text: str) -> None:
    """Whatever is written there."""
    with pytest.raises(NoSuchDraft):
        named.get(text)


def test_drafts_are_listed_newest_first(store: Store, clock: Any) -> None:
    """The one made or answered last comes first, even when the clock stands still or goes back."""
    first, second, third = (store.create("a", "application", "1").id for _ in range(3))
    seen = [[draft.id for draft in store.drafts()]]
    clock.move(days=-2)
    store.record(first, "q", "x", door="tui")
    seen.append([draft.id for draft in store.drafts()])
    store.forget(second, "q", door="tui")
    seen.append([draft.id for draft in store.drafts()])
    assert seen == [[third, second, first], [first, third, second], [second, first, third]]


def test_moving_changes_the_place_alone(store: Store, draft: Draft, clock: Any) -> None:
    """Looking at a question is no change that another window has to hear of."""
    clock.move(hours=1)
    store.move(draft.id, "unit.name")
    found = store.get(draft.id)
    assert (found.position, found.rev, found.updated_at) == ("unit.name", 0, draft.updated_at)


def test_answering_moves_there(store: Store, draft: Draft, clock: Any) -> None:
    """The person is where the last answer was given; the draft says when, and that it changed."""
    clock.move(hours=1)
    store.record(draft.id, "unit.name", "Hälsan", door="tui")
    found = store.get(draft.id)
    assert (found.position, found.rev) == ("unit.name", 1)
    assert found.updated_at == draft.updated_at + timedelta(hours=1)


def test_a_draft_is_renamed(store: Store, draft: Draft) -> None:
    """Its label follows what the person answers; half a letter in it does no harm."""
    store.rename(draft.id, "Bo Ek \ud800AB")
    assert store.get(draft.id).label == "Bo Ek ?AB"


def test_a_draft_is_carried_over(store: Store, draft: Draft) -> None:
    """Another version of the flow is a change."""
    store.set_flow_version(draft.id, "2027.1")
    found = store.get(draft.id)
    assert (found.flow_version, found.rev) == ("2027.1", 1)


def test_times_come_back_in_utc(store: Store, draft: Draft) -> None:
    """To the microsecond, aware."""
    assert store.get(draft.id).created_at.tzinfo is UTC


CALLS: dict[str, Callable[[Store], object]] = {
    "move": lambda s: s.move("0badcafe", "q"),
    "rename": lambda s: s.rename("0badcafe", "x"),
    "set_flow_version": lambda s: s.set_flow_version("0badcafe", "2"),
    "delete": lambda s: s.delete("0badcafe"),
    "answers": lambda s: s.answers("0badcafe"),
    "current": lambda s: s.current("0badcafe"),
    "record": lambda s: s.record("0badcafe", "q", "x", door="tui"),
    "forget": lambda s: s.forget("0badcafe", "q", door="tui"),
    "history": lambda s: s.history("0badcafe"),
    "present": lambda s: s.present("0badcafe"),
    "record_all": lambda s: s.record_all("0badcafe", {}, door="tui"),
    "changes": lambda s: s.changes("0badcafe", since=0),
    "follow": lambda s: s.follow("0badcafe", since=0),
    "visited": lambda s: s.visited("0badcafe", door="tui"),
    "visit": lambda s: s.visit("0badcafe", door="tui", seq=1),
    "reach": lambda s: s.reach("0badcafe"),
    "undo": lambda s: s.undo("0badcafe", door="tui"),
    "redo": lambda s: s.redo("0badcafe", door="tui"),
    "packages": lambda s: s.packages("0badcafe"),
    "record_package": lambda s: s.record_package(
        "0badcafe", sha256="ab" * 32, path=Path("x.zip"), complete=True, flow_version="1"
    ),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_draft_that_is_not_there_is_said_so(store: Store, call: Callable[[Store], object]) -> None:
    """Every method tells that there is no such draft; none makes one or passes it over."""
    with pytest.raises(NoSuchDraft):
        call(store)


def test_packages_are_remembered(store: Store, draft: Draft, tmp_path: Path, clock: Any) -> None:
    """Which, where, when, whether complete, and under which version, the first one first."""
    made = [
        store.record_package(
            draft.id, sha256=2 * half, path=tmp_path / "p.zip", complete=complete, flow_version="2026.1"
        )
        for half, complete in (("ab" * 16, False), ("cd" * 16, True))
    ]
    assert store.packages(draft.id) == tuple(made)
    assert [(p.complete, p.made_at, p.path) for p in made] == [
        (False, clock.now, tmp_path / "p.zip"),
        (True, clock.now, tmp_path / "p.zip"),
    ]
