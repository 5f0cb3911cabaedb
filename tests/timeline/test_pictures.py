"""The plan in letters, as a picture and for a calendar: what every program and every width must get."""

from __future__ import annotations

import string
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.timeline.conftest import Planner
from wizard.flow.content import Content
from wizard.i18n import Translator, msg
from wizard.timeline import Plan
from wizard.timeline.gantt import gantt_lines
from wizard.timeline.ics import calendar_file
from wizard.timeline.svg import svg_picture
from wizard.timeline.telling import plan_lines

KINDS = ["application", "change", "termination", "golive", "correction"]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module", params=KINDS)
def plan(request: pytest.FixtureRequest, planned: Planner) -> Plan:
    """A plan of each kind of errand."""
    return planned(request.param, wanted=date(2027, 8, 20))


@pytest.fixture(scope="module", params=["sv", "en"])
def tr(request: pytest.FixtureRequest) -> Translator:
    """Both languages."""
    return Translator.of(request.param)


# In letters ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("plain", [True, False])
def test_no_line_is_wider_than_the_screen(plan: Plan, tr: Translator, width: int, *, plain: bool) -> None:
    """At 60, 80 and 100 columns."""
    assert [] == [
        line.text for line in plan_lines(plan, tr, width=width, plain=plain) if len(line.text) > width
    ]


def test_the_plain_picture_is_letters_alone(plan: Plan, tr: Translator) -> None:
    """What is drawn is ASCII; names keep their å, ä and ö."""
    names = "".join(tr(p.step.title) for p in plan.steps)
    allowed = set(string.printable) | set(names) | set("åäöÅÄÖ")
    drawn = "".join(gantt_lines(plan, tr, plain=True))
    assert set() == set(drawn) - allowed


def test_points_stand_where_their_days_are(planned: Planner) -> None:
    """Later days stand further to the right, and the freeze lies under the work that stands still in it."""
    plan = planned(wanted=date(2027, 8, 20))
    lines = list(gantt_lines(plan, Translator.of("sv")))
    rows = [line for line in lines if "◆" in line][:-1]
    points = [line.rindex("◆") for line in rows]
    frozen = next(line for line in lines if line.startswith("Förändringsstopp"))
    work = next(line for line in rows if "█░" in line)

    assert sorted(points) == points
    still = [at for at, sign in enumerate(work) if sign == "░"]
    assert {"░"} == {frozen[at] for at in still}


# As a picture ----------------------------------------------------------------------------------------------


def test_the_picture_is_whole_and_loads_nothing(plan: Plan, tr: Translator) -> None:
    """Well-formed, with a title and the dates in words, and without a link to anything."""
    root = ET.fromstring(svg_picture(plan, tr))  # noqa: S314  our own picture
    title, described = root.find(f"{SVG}title"), root.find(f"{SVG}desc")

    assert title is not None
    assert described is not None
    assert tr(plan.area.name) in (title.text or "")
    assert all(str(p.day) in (described.text or "") for p in plan.steps if p.day is not None)
    assert not [
        e.tag for e in root.iter() if e.tag.endswith(("image", "script", "use", "foreignObject", "a"))
    ]
    assert b"href" not in svg_picture(plan, tr)


def test_nothing_in_the_picture_stands_outside_it(plan: Plan, tr: Translator) -> None:
    """Points, bars and texts begin inside the frame."""
    root = ET.fromstring(svg_picture(plan, tr))  # noqa: S314  as above
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    for element in [*root.iter(f"{SVG}text"), *root.iter(f"{SVG}rect")]:
        x, y = float(element.get("x", 0)), float(element.get("y", 0))
        assert 0 <= x <= width
        assert 0 <= y <= height
        assert x + float(element.get("width", 0)) <= width + 0.1


# For a calendar --------------------------------------------------------------------------------------------


def test_two_libraries_read_the_same_days_from_the_calendar(plan: Plan, tr: Translator) -> None:
    """The one that wrote it and one that did not."""
    data = calendar_file(plan, tr)
    ours = {(p.day, tr(p.step.title)) for p in plan.steps if p.day is not None}

    written = icalendar.Calendar.from_ical(data)
    other = vobject.readOne(data.decode())

    assert {day for day, _ in ours} == {event.decoded("dtstart") for event in written.walk("VEVENT")}
    events = other.vevent_list
    assert len(ours) == len(events)
    assert all(
        any(title in e.summary.value and day == e.dtstart.value for day, title in ours) for e in events
    )
    assert all(e.dtend.value - e.dtstart.value == timedelta(days=1) for e in events)
    assert len(events) == len({e.uid.value for e in events})
    assert all(tr(msg("Source")) in e.description.value for e in events)
    other.validate(raiseException=True)


def test_the_lines_of_the_calendar_are_as_the_standard_wants_them(plan: Plan, tr: Translator) -> None:
    """At most 75 bytes, ended by CR LF, whole letters only."""
    lines = calendar_file(plan, tr).split(b"\r\n")

    assert b"" == lines[-1]
    assert all(len(line) <= 75 for line in lines)
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert all(line.decode("utf-8") is not None for line in lines)


def test_the_same_plan_gives_the_same_bytes_and_a_new_one_takes_its_place(planned: Planner) -> None:
    """Events keep their identity when the dates move; another clinic's are others."""
    tr = Translator.of("sv")
    first, again, moved = (
        planned(wanted=day) for day in (date(2027, 8, 20), date(2027, 8, 20), date(2027, 9, 20))
    )

    def ids(data: bytes) -> list[str]:
        return sorted(str(e["uid"]) for e in icalendar.Calendar.from_ical(data).walk("VEVENT"))

    assert calendar_file(first, tr) == calendar_file(again, tr)
    assert ids(calendar_file(first, tr)) == ids(calendar_file(moved, tr))
    assert not set(ids(calendar_file(first, tr))) & set(ids(calendar_file(first, tr, key="20dcf100")))


@settings(max_examples=20)
@given(start=st.dates(date(2027, 1, 1), date(2029, 6, 1)), kind=st.sampled_from(KINDS))
def test_any_plan_can_be_shown(planned: Planner, start: date, kind: str) -> None:
    """Whatever the dates: lines, picture and calendar come out."""
    tr = Translator.of("sv")
    plan = planned(kind, wanted=start)
    assert all(len(line.text) <= 80 for line in plan_lines(plan, tr))
    ET.fromstring(svg_picture(plan, tr))  # noqa: S314  as above
    assert calendar_file(plan, tr).startswith(b"BEGIN:VCALENDAR")


def test_the_calendar_has_nothing_of_what_is_done(shipped: Content, planned: Planner) -> None:
    """Only days to come are events."""
    assert shipped.timetable.plans
    plan = planned(days={"submit": date(2026, 10, 1)})
    events = icalendar.Calendar.from_ical(calendar_file(plan, Translator.of("sv"))).walk("VEVENT")
    assert date(2026, 10, 1) not in {event.decoded("dtstart") for event in events}
