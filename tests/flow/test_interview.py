"""The interview: three sets of answers, nothing lost, nothing raised, and incremental equals from scratch."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from wizard.flow.content import Content
from wizard.flow.interview import Interview, State, TaskState
from wizard.flow.model import Flow

TODAY = date(2026, 11, 22)

TASKS = """
- id: first
  title: Först
  source: S0
  questions:
    - {id: has_pool, type: yesno, label: Bassäng}
    - {id: pool, type: text, label: Namn, when: has_pool}
    - {id: pool_own, type: yesno, label: Egen, when: has_pool, unknown: true}
    - {id: rent, type: amount, label: Hyra, when: not pool_own}
    - {id: note, type: text, label: Anteckning, optional: true}
- id: people
  title: Folk
  source: S0
  questions:
    - id: staff
      type: table
      label: Personal
      min: 1
      row_label: name
      columns:
        - {id: name, type: text, label: Namn}
        - {id: licensed, type: yesno, label: Legitimerad}
        - {id: since, type: integer, label: Sedan, when: row.licensed}
        - {id: pool_course, type: yesno, label: Badkurs, when: has_pool}
    - {id: lead, type: text, label: Ledare, when: any(s.licensed for s in staff)}
- id: late
  title: Sent
  source: S0
  when: has_pool
  questions:
    - {id: depth, type: measure, unit: m, label: Djup, unknown: true, not_applicable: true}
"""


@pytest.fixture
def flow(make_flow: Callable[..., Flow]) -> Flow:
    return make_flow(TASKS)


@pytest.fixture
def start(flow: Flow) -> Interview:
    return Interview.start(flow, TODAY)


def ids(interview: Interview) -> list[str]:
    return [q.id for q in interview.relevant]


def test_questions_without_a_condition_are_asked_and_others_wait(start: Interview) -> None:
    """While a condition is unknown its question is not asked."""
    assert ["has_pool", "note", "staff"] == ids(start)
    assert "has_pool" == start.next_question().id  # type: ignore[union-attr]


def test_an_answer_opens_its_branch_in_order(start: Interview) -> None:
    """A chain of conditions is followed to its end."""
    interview = start.answer("has_pool", "yes").answer("pool_own", "no")

    assert ["has_pool", "pool", "pool_own", "rent", "note", "staff", "depth"] == ids(interview)


def test_what_falls_off_the_route_is_kept_and_comes_back(start: Interview) -> None:
    """A to B to A restores the same relevant set and the same answers."""
    before = (
        start.answer("has_pool", "yes")
        .answer("pool", "Badet")
        .answer("pool_own", "no")
        .answer("rent", "12 000 kr")
    )
    away = before.answer("has_pool", "no")
    back = away.answer("has_pool", "yes")

    assert "rent" not in ids(away)
    assert "pool" not in away.answers()
    assert 12000 == away.stored["rent"]
    assert before.answers() == back.answers()
    assert before == back


def test_conditions_do_not_see_answers_off_the_route(start: Interview) -> None:
    """`rent` waits for `pool_own`; when that is off the route, its old answer opens nothing."""
    interview = start.answer("has_pool", "yes").answer("pool_own", "no").answer("has_pool", "no")

    assert not interview.is_relevant("rent")


def test_dont_know_is_never_no(start: Interview) -> None:
    """An honest "I do not know" settles the question and decides nothing."""
    interview = start.answer("has_pool", "yes").answer("pool_own", "vet inte")

    assert State.DONT_KNOW == interview.state(interview.flow.questions["pool_own"])
    assert not interview.is_relevant("rent")
    assert "?" == interview.answers()["pool_own"]


@pytest.mark.parametrize(
    ("question", "value", "state"),
    [
        ("has_pool", "kanske", State.FAULTY),
        ("has_pool", "?", State.FAULTY),
        ("has_pool", "", State.FAULTY),
        ("has_pool", "ja", State.ANSWERED),
        ("has_pool", True, State.ANSWERED),
        ("note", "", State.BLANK),
        ("staff", [], State.INCOMPLETE),
        ("staff", "x", State.FAULTY),
        ("staff", [{"name": "A"}], State.INCOMPLETE),
        ("staff", [{"name": "A", "licensed": "no"}], State.ANSWERED),
        ("staff", [{"name": "A", "licensed": "yes"}], State.INCOMPLETE),
        ("staff", [{"nam": "A"}], State.FAULTY),
        ("staff", [{"name": "A", "licensed": "no", "since": "i går"}], State.FAULTY),
        ("staff", ["A"], State.FAULTY),
    ],
)
def test_states(start: Interview, question: str, value: object, state: State) -> None:
    """What becomes of an answer, sound or not."""
    interview = start.answer(question, value)

    assert state == interview.state(interview.flow.questions[question])
    assert question in interview.stored


def test_a_faulty_answer_is_kept_as_it_came_with_its_reason_and_place(start: Interview) -> None:
    """Nothing typed is lost, and the place of the fault is told."""
    rows = [{"name": "A", "licensed": "no"}, {"name": "B", "licensed": "nja", "colour": "red"}]
    interview = start.answer("staff", rows)

    assert rows == interview.stored["staff"]
    assert {"staff[2].licensed", "staff[2].colour"} == {fault.address for fault in interview.faults()}
    assert "staff" not in interview.answers()


def test_an_unknown_id_is_kept_and_changes_nothing(start: Interview) -> None:
    """Answers of another version of the flow are not thrown away."""
    interview = start.answer("from.the.future", 5)

    assert ["from.the.future"] == interview.unknown_ids()
    assert ids(start) == ids(interview)


def test_columns_are_asked_row_by_row_across_the_boundary(start: Interview) -> None:
    """A column may depend on its row and on answers outside; questions may depend on rows."""
    staff = [{"name": "A", "licensed": "yes", "since": 2001}, {"name": "B", "licensed": "no", "since": 1999}]
    interview = start.answer("staff", staff)
    table = interview.flow.questions["staff"]
    with_pool = interview.answer("has_pool", "yes")

    assert interview.is_relevant("lead")
    assert [
        {"name": "A", "licensed": "yes", "since": 2001},
        {"name": "B", "licensed": "no"},
    ] == interview.answers()["staff"]
    assert [(1, "pool_course"), (2, "pool_course")] == [
        (c.row, c.column.id) for c in with_pool.empty_cells(table)
    ]
    assert State.INCOMPLETE == with_pool.state(table)


def test_rows_keep_their_names_through_reordering_and_deletion(start: Interview) -> None:
    """A row is the same row wherever it stands."""
    interview = start.answer("staff", [{"name": n, "licensed": "no"} for n in "ABC"])
    table = interview.flow.questions["staff"]
    a, b, c = interview.rows(table)
    moved = interview.answer("staff", [c, a])
    added = moved.answer("staff", [*moved.rows(table), {"name": "D", "licensed": "no"}])

    assert [("r3", "C"), ("r1", "A")] == [(r["_row"], r["name"]) for r in moved.rows(table)]
    assert ["r3", "r1", "r2"] == [r["_row"] for r in added.rows(table)]
    assert "_row" not in str(added.answers())
    assert b["_row"] == "r2"


def test_task_states(start: Interview) -> None:
    """A task is not started, started, done, waiting for others, or not needed."""
    first, people, late = start.flow.tasks
    some = start.answer("has_pool", "no")
    done = some.answer("note", "")

    assert [TaskState.NOT_STARTED, TaskState.NOT_STARTED, TaskState.WAITING] == [
        start.task_state(t) for t in (first, people, late)
    ]
    assert (TaskState.STARTED, TaskState.NOT_NEEDED) == (some.task_state(first), some.task_state(late))
    assert TaskState.DONE == done.task_state(first)


def test_the_next_question_goes_on_and_then_around(start: Interview) -> None:
    """After the last question the first that was skipped comes."""
    interview = start.answer("note", "")

    assert "staff" == interview.next_question(after="has_pool").id  # type: ignore[union-attr]
    assert "has_pool" == interview.next_question(after="staff").id  # type: ignore[union-attr]


def test_another_day_is_another_interview_with_the_same_answers(start: Interview) -> None:
    """The clock is an input like any other."""
    later = start.answer("has_pool", "no").on(date(2027, 1, 1))

    assert date(2027, 1, 1) == later.today
    assert {"has_pool": "no"} == later.answers()


JUNK: Any = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["ja", "nej", "?", "-", "", "84 cm", "[/]", "\x1b"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=6) | st.sampled_from(["name", "licensed", "_row", "since"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


class AnyOrder(RuleBasedStateMachine):
    """No sequence of answers raises, loses anything, or makes the short way differ from the long one."""

    flow: Flow
    interview: Interview

    @initialize()
    def begin(self) -> None:
        self.interview = Interview.start(self.flow, TODAY)
        self.typed: set[str] = set()

    @rule(data=st.data(), value=JUNK)
    def answer(self, data: st.DataObject, value: object) -> None:
        name = data.draw(st.sampled_from([*self.flow.questions, "no.such.question"]))
        self.interview = self.interview.answer(name, value)
        self.typed.add(name)

    @rule(data=st.data())
    def answer_well(self, data: st.DataObject) -> None:
        name, value = data.draw(
            st.sampled_from(
                [
                    ("has_pool", "yes"),
                    ("has_pool", "no"),
                    ("pool_own", "no"),
                    ("pool_own", "?"),
                    ("staff", [{"name": "A", "licensed": "yes"}]),
                    ("staff", []),
                    ("depth", "-"),
                ]
            )
        )
        self.interview = self.interview.answer(name, value)
        self.typed.add(name)

    @rule(data=st.data())
    def forget(self, data: st.DataObject) -> None:
        if self.typed:
            name = data.draw(st.sampled_from(sorted(self.typed)))
            self.interview = self.interview.forget(name)
            self.typed.discard(name)

    @invariant()
    def stored_answers_never_shrink(self) -> None:
        assert self.typed == set(self.interview.stored)

    @invariant()
    def the_short_way_equals_the_long_one(self) -> None:
        anew = Interview.start(self.flow, TODAY, self.interview.stored)
        assert dict(anew.relevance) == dict(self.interview.relevance)
        assert repr(sorted(anew.evaluable.items())) == repr(sorted(self.interview.evaluable.items()))
        assert anew.relevant == self.interview.relevant
        assert anew.unfinished() == self.interview.unfinished()
        assert anew.faults() == self.interview.faults()

    @invariant()
    def only_relevant_answers_leave(self) -> None:
        assert set(self.interview.answers()) <= {q.id for q in self.interview.relevant}
        self.interview.faults()
        self.interview.next_question()


def test_any_order_of_any_answers(flow: Flow) -> None:
    """The stateful search over answers, junk included."""
    AnyOrder.flow = flow
    run_state_machine_as_test(
        AnyOrder, settings=settings(max_examples=60, stateful_step_count=25, deadline=None)
    )


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_any_answers_to_the_shipped_flow(shipped: Content, data: st.DataObject) -> None:
    """The largest flow takes junk as calmly as the small one."""
    flow = shipped.flow("specialiserad-fysioterapi", "application")
    interview = Interview.start(flow, TODAY)
    for name in data.draw(st.lists(st.sampled_from(list(flow.questions)), max_size=8)):
        interview = interview.answer(name, data.draw(JUNK))

    assert dict(Interview.start(flow, TODAY, interview.stored).relevance) == dict(interview.relevance)
