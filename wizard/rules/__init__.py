"""Verdicts: what the rules say of an interview, why, and what a change would do."""

from wizard.rules.assess import Assessment, Missing, Outcome, Promise, Rulings, Verdict, assess, judge
from wizard.rules.consequences import Consequences, consequences
from wizard.rules.goals import GoalState, pursue

__all__ = [
    "Assessment",
    "Consequences",
    "GoalState",
    "Missing",
    "Outcome",
    "Promise",
    "Rulings",
    "Verdict",
    "assess",
    "consequences",
    "judge",
    "pursue",
]
