"""Faults in `flows/timeline.yaml`, each told with its place."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import pytest

from tests.conftest import Maker
from wizard.flow.content import Content
from wizard.flow.timetable import timetable_problems

SOUND = """
counting:
  - {text: Så räknas det., source: S0}
freezes:
  - {id: summer, title: Sommar, from: "06-15", to: "08-15", text: Stopp., source: S0}
steps:
  - {id: hand_in, title: Lämna in, who: [provider], source: S0}
  - id: answer
    title: Svar
    who: [region]
    after:
      - {step: hand_in, least: 1 weeks, most: 2 months, text: Det tar tid., source: S0}
    source: S0
plans:
  - {kind: application, title: Plan, begin: hand_in, goal: answer, steps: [hand_in, answer]}
"""
TASKS = """
- id: unit
  title: Mottagning
  source: S0
  questions:
    - {id: unit.name, type: text, label: Namn, ask: Vad heter den?}
"""


def _timeline(found: Content) -> list[str]:
    return [f"{p.code} {p.place}" for p in found.all_problems() if p.place.file == "flows/timeline.yaml"]


def test_a_sound_file_has_no_faults(make_content: Maker) -> None:
    """And gives a plan in the order of waiting."""
    found = make_content(TASKS, timeline=SOUND)

    assert [] == _timeline(found)
    assert ["hand_in", "answer"] == [s.id for s in found.timetable.plans[0].steps]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("step: hand_in, least", "step: handin, least", r"unknown-step .*:12:"),
        ("goal: answer", "goal: anser", r"unknown-step .*:15:"),
        ("steps: [hand_in, answer]", "steps: [hand_in, answer, more]", r"unknown-step .*:15:"),
        ("[provider], source: S0", "[provider], source: S9", r"unknown-source .*:7:"),
        ("least: 1 weeks", "least: 9 weeks", r"span .*:12:"),
        ("most: 2 months", "most: 2 months, outside_freezes: true", r"span .*:12:"),
        ("most: 2 months", "most: two months", r"shape .*:12:"),
        ('to: "08-15"', 'to: "02-30"', r"month-day .*:5:"),
        ("text: Stopp.", "text: Stopp., not_for: [tandvard]", r"unknown-area .*:5:"),
        ("id: hand_in, title", "id: answer, title", r"duplicate-id .*:8:"),
        ("title: Lämna in, who", "title: Lämna in, at: unit.name, who", r"type .*:7:"),
        ("title: Lämna in, who", "title: Lämna in, at: unit.nam, who", r"unknown-name .*:7:"),
        ("title: Lämna in, who", "title: Lämna in, done: unit.nam == 'x', who", r"unknown-name .*:7:"),
        ("title: Lämna in, who", "title: Lämna in, done: unit.name +, who", r"expression .*:7:"),
        ("title: Lämna in, who", "title: Lämna in, hwo", r"unknown-key .*:7:"),
        (
            "begin: hand_in, goal: answer, steps: [hand_in, answer]",
            "begin: answer, steps: [answer]",
            r"unused .*:7:",
        ),
    ],
)
def test_a_fault_is_told_where_it_is(make_content: Maker, old: str, new: str, fault: str) -> None:
    """With the line it stands on."""
    assert old in SOUND
    found = _timeline(make_content(TASKS, timeline=SOUND.replace(old, new)))

    assert any(re.match(fault, one) for one in found), found


def test_steps_that_wait_for_each_other_are_refused(make_content: Maker) -> None:
    """No order could be found."""
    ring = "{id: hand_in, title: Lämna in, who: [provider], after: [{step: answer, text: Varv., source: S0}], source: S0}"
    text = SOUND.replace("{id: hand_in, title: Lämna in, who: [provider], source: S0}", ring)

    assert any(one.startswith("cycle") for one in _timeline(make_content(TASKS, timeline=text)))


def test_content_without_times_is_sound(make_content: Maker) -> None:
    """The file may be missing."""
    found = make_content(TASKS)

    assert [] == _timeline(found)
    assert () == found.timetable.plans


def test_the_shipped_file_is_sound(shipped: Content) -> None:
    """No fault in our own."""
    assert [] == [*shipped.timeline_faults, *timetable_problems(shipped, shipped.timetable)]
    assert {"application", "change", "correction", "golive", "termination"} == {
        plan.kind for plan in shipped.timetable.plans
    }


def test_its_sentences_are_among_those_to_be_translated(shipped: Content) -> None:
    """Or they would stay Swedish in every language."""
    from wizard.flow.texts import texts_of  # noqa: PLC0415  only here

    places = [place.file for _, place in texts_of(shipped)]
    assert places.count("flows/timeline.yaml") > 80


def test_a_file_that_is_no_yaml_is_told_once(make_content: Maker, tmp_path: Path) -> None:
    """And nothing else breaks."""
    found = make_content(TASKS, timeline=dedent(": ["))

    assert 1 == len(_timeline(found))
    assert () == found.timetable.plans
