"""A plan for a calendar program (RFC 5545): each day to come as an event of a whole day.

The same plan gives the same bytes, and each event an identity that stays, so that a plan made anew takes the place
of the old one. This is the only module that knows the library which writes the format.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid5

from wizard.flow.document import cite
from wizard.flow.timemodel import Party
from wizard.i18n import Translator, msg
from wizard.timeline.model import Plan, PlannedStep, State
from wizard.timeline.telling import when_of

if TYPE_CHECKING:
    from icalendar import Alarm, Event

__all__ = ["calendar_file"]

_SPACE: Final = UUID("5f1c1b0e-7d58-4c0e-9f0a-6b3f1f6f2b11")
"""The space of names that our events' identities are made in."""
_NOTICE: Final = timedelta(days=7)
_DAY: Final = timedelta(days=1)


def calendar_file(plan: Plan, tr: Translator, *, key: str = "") -> bytes:
    """The plan as a calendar; `key` keeps plans of several clinics apart."""
    from icalendar import Calendar  # noqa: PLC0415  only where a calendar is wanted

    calendar = Calendar()
    calendar.add("prodid", "-//lov//lov//SV")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{tr(plan.outline.title)}: {tr(plan.area.name)}")
    for planned in plan.steps:
        if planned.state is not State.DONE and planned.day is not None:
            calendar.add_component(_event(plan, planned, tr, key))
    data: bytes = calendar.to_ical()
    return data


def _event(plan: Plan, planned: PlannedStep, tr: Translator, key: str) -> Event:
    from icalendar import Event  # noqa: PLC0415  as above

    day = planned.day
    assert day is not None  # noqa: S101  for the type checker: only steps with a day are given
    event = Event()
    name = "|".join((key or plan.area.id, plan.outline.kind, planned.step.id))
    event.add("uid", f"{uuid5(_SPACE, name)}@lov")
    event.add("dtstamp", datetime.combine(plan.today, time(), UTC))
    event.add("dtstart", day)
    event.add("dtend", day + _DAY)
    event.add("summary", _summary(planned, tr))
    event.add("description", "\n".join(_words(plan, planned, tr)))
    event.add("categories", ["lov"])
    event.add("transp", "TRANSPARENT")
    if Party.PROVIDER in planned.step.who and day - _NOTICE > plan.today:
        event.add_component(_alarm(planned, tr))
    return event


def _summary(planned: PlannedStep, tr: Translator) -> str:
    title = planned.step.title
    if planned.step.promptly:
        return tr(msg("{step} (reckoned)", step=title))
    is_last = planned.is_deadline or (planned.latest is not None and planned.latest == planned.day)
    return tr(msg("{step}: last day", step=title)) if is_last else tr(title)


def _words(plan: Plan, planned: PlannedStep, tr: Translator) -> Iterator[str]:
    """What stands in the event: how much room there is, what is done, why, by which source."""
    room = when_of(planned, plan.today)
    if room is not None:
        yield tr(room).capitalize() + "."
    if planned.step.text is not None:
        yield tr(planned.step.text)
    for claim in planned.reasons:
        yield "- " + tr(claim.text)
    refs = [*(ref for claim in planned.reasons for ref in claim.sources), *planned.step.sources]
    for ref in dict.fromkeys(refs):
        yield f"{tr(msg('Source'))}: {cite(ref, tr)}"


def _alarm(planned: PlannedStep, tr: Translator) -> Alarm:
    from icalendar import Alarm  # noqa: PLC0415  as above

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -_NOTICE)
    alarm.add("description", tr(msg("In one week: {step}", step=planned.step.title)))
    return alarm
