"""How far a draft has come, in figures that are true: parts that are done of the parts that are needed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wizard.flow.content import Content
from wizard.flow.interview import Interview, TaskState
from wizard.flow.model import Task
from wizard.i18n import Message
from wizard.rules import assess
from wizard.store import Draft, Store
from wizard.tui.refusals import reason_of

__all__ = ["DraftSummary", "Progress", "Stage", "needed_tasks", "next_date", "progress_of", "summarise"]


class Stage(StrEnum):
    """Where a draft is on its way."""

    STARTED = "started"
    READY = "ready"
    """Nothing is missing and nothing stands in the way."""
    PACKED = "packed"
    """A complete package has been built and nothing was changed since."""
    CLOSED = "closed"
    """It cannot be opened here; `DraftSummary.trouble` says why."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Parts that are done, of those that are needed as far as is known."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class DraftSummary:
    """One line in the list of drafts."""

    draft: Draft
    area: Message | None
    errand: Message | None
    progress: Progress
    stage: Stage
    date: Message | None = None
    """The date that matters most now, in an errand that has times."""
    trouble: Message | None = None


def needed_tasks(interview: Interview) -> tuple[Task, ...]:
    """The parts that are asked on this route, or may yet be."""
    tasks = interview.flow.tasks
    return tuple(t for t in tasks if interview.task_state(t) is not TaskState.NOT_NEEDED)


def progress_of(interview: Interview) -> Progress:
    """How many parts are done, of those that are needed."""
    states = [interview.task_state(task) for task in needed_tasks(interview)]
    return Progress(sum(state is TaskState.DONE for state in states), len(states))


def summarise(draft: Draft, content: Content, store: Store, today: date) -> DraftSummary:
    """The line for `draft`; one whose questions cannot be read is listed too, and says why."""
    area = content.areas.get(draft.area)
    name = area.name if area is not None else None
    errand = content.errand_title(draft.area, draft.kind)
    try:
        interview = Interview.start(content.flow(draft.area, draft.kind), today, store.answers(draft.id))
    except Exception as error:
        trouble = reason_of(error)
        if trouble is None:  # not a refusal: a fault of ours
            raise
        return DraftSummary(draft, name, errand, Progress(0, 0), Stage.CLOSED, trouble=trouble)
    stage = _stage(draft, interview, store)
    date_now = next_date(content, interview)
    return DraftSummary(draft, name, errand, progress_of(interview), stage, date_now)


def next_date(content: Content, interview: Interview) -> Message | None:
    """The date that matters most in an errand that has times; None where it has none, or none can be worked out."""
    from wizard.timeline import NoPlanError, plan_of  # noqa: PLC0415  not needed to draw the first screen
    from wizard.timeline.telling import in_short  # noqa: PLC0415  as above

    if content.timetable.plan(interview.flow.kind) is None:
        return None
    try:
        return in_short(plan_of(content.timetable, interview))
    except NoPlanError:
        return None  # the timeline itself says why


def _stage(draft: Draft, interview: Interview, store: Store) -> Stage:
    if not assess(interview).is_ready:
        return Stage.STARTED
    packages = store.packages(draft.id)
    is_packed = bool(packages) and packages[-1].complete and packages[-1].made_at >= draft.updated_at
    return Stage.PACKED if is_packed else Stage.READY
