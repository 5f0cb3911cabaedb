"""Dates: what has to happen when, reckoned forwards from today and backwards from a wanted day."""

from wizard.timeline.facts import Facts, facts_of, no_facts
from wizard.timeline.model import Alternative, Conflict, FreezeCost, Note, Outlook, Plan, PlannedStep, State
from wizard.timeline.plan import NoPlanError, make_plan, plan_of

__all__ = [
    "Alternative",
    "Conflict",
    "Facts",
    "FreezeCost",
    "NoPlanError",
    "Note",
    "Outlook",
    "Plan",
    "PlannedStep",
    "State",
    "facts_of",
    "make_plan",
    "no_facts",
    "plan_of",
]
