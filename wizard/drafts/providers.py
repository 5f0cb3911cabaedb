"""What a care provider answers the same way in every application: which answers those are, and taking them over.

Question ids are the same in all areas (product.md section 12), so which are the provider's stands once, in
`flows/case.yaml`. What must stay true: only what is valid is kept, and only what the other flow asks and can use is offered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wizard.drafts.session import DraftSession
from wizard.flow.answers import BLANK, ROW, check
from wizard.flow.interview import Interview
from wizard.flow.model import Flow, Question
from wizard.store.records import Profile
from wizard.values.base import Context, Value

__all__ = ["DOOR", "fitting", "is_shared", "keep_as_profile", "own_answers", "take_over"]

DOOR: Final = "profile"
"""What the history calls an answer that was taken over."""


def is_shared(question: Question, flow: Flow) -> bool:
    """Whether the answer is the provider's own, and not this application's."""
    return flow.case.is_providers(question.id) and not question.is_attachment


def own_answers(interview: Interview) -> dict[str, Value]:
    """The provider's answers in an application: valid ones that are asked on its route."""
    ctx = Context(interview.today)
    found = {q.id: interview.stored.get(q.id) for q in interview.relevant if is_shared(q, interview.flow)}
    return {
        name: value
        for name, value in found.items()
        if value is not None
        and value != BLANK
        and not check(interview.flow.questions[name], value, ctx).faults
    }


def fitting(answers: Mapping[str, Value], interview: Interview) -> dict[str, Value]:
    """Those of a provider's answers that this application asks for, can use, and does not have, in its order."""
    ctx = Context(interview.today)
    found: dict[str, Value] = {}
    for question in interview.flow.questions.values():
        value = answers.get(question.id)
        if value is None or interview.stored.get(question.id) == value:
            continue
        if not is_shared(question, interview.flow):
            continue
        if question.is_table:
            value = _known_columns(question, value)
        if not check(question, value, ctx).faults:
            found[question.id] = value
    return found


def _known_columns(table: Question, value: Value) -> Value:
    names = {ROW, *(column.id for column in table.columns)}
    rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []
    return [{name: cell for name, cell in row.items() if name in names} for row in rows]


def take_over(session: DraftSession, profile_id: str, answers: Mapping[str, Value]) -> None:
    """Make a provider's answers those of a draft, all or none, and say whose it is. Raises `StoreError`."""
    session.store.profiles.choose(session.draft.id, profile_id)
    if answers:
        session.store.record_all(session.draft.id, answers, door=DOOR)
        session.refresh()


def keep_as_profile(session: DraftSession, label: str) -> Profile:
    """Keep the provider's answers of a draft for applications to come; one without a provider gets a new one."""
    profiles = session.store.profiles
    profile = profiles.of(session.draft.id)
    if profile is None:
        profile = profiles.create(label)
        profiles.choose(session.draft.id, profile.id)
    profiles.keep(profile.id, own_answers(session.interview))
    return profile
