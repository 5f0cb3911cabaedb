"""`lov check`: what the rules say of an answers file, a draft or a package."""

from __future__ import annotations

from pathlib import Path

import click

from wizard.cli.cases import open_case
from wizard.cli.commands import Command, json_option, option, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.cli.outputs import CheckOut, assessment_out, goal_out
from wizard.cli.telling import assessment_lines, goal_lines
from wizard.flow.interview import Interview
from wizard.i18n import msg
from wizard.rules import Assessment, Outcome, assess, pursue

__all__ = ["check"]

_GOALS = {Outcome.MET: msg("Yes."), Outcome.NOT_MET: msg("No."), Outcome.UNDECIDED: msg("Not decided yet.")}


@click.command(
    cls=Command,
    about=msg(
        "Check ANSWERS against the rules: an answers file (YAML or JSON), a draft by its id, or a package (.zip). "
        "Exit code 0: ready to be handed in. 1: something is missing or stands in the way. 3: it cannot be read."
    ),
)
@click.argument("answers")
@option(
    "--goal",
    about=msg("Tell only whether this goal is reached, such as can_apply, and which question it needs next."),
)
@json_option
@pass_door
def check(door: Door, answers: str, *, goal: str | None) -> int:
    """Tell the verdicts."""
    if Path(answers).is_file() and Path(answers).suffix == ".zip":
        from wizard.cli.package import check_package  # noqa: PLC0415  only for packages

        return check_package(Path(answers), door)
    case = open_case(answers, door)
    if goal is not None:
        return _check_goal(case.interview, goal, door)
    assessment = assess(case.interview)
    for line in assessment_lines(assessment, case.interview, door.tr):
        door.print(line)
    door.give(check_out(case.interview, assessment, door))
    return Exit.DONE if assessment.is_ready else Exit.NOT_PASSED


def _check_goal(interview: Interview, name: str, door: Door) -> int:
    goals = {goal.id: goal for goal in interview.flow.goals}
    if name not in goals:
        known = ", ".join(goals) or "-"
        door.say(msg("There is no goal {name} here. There is: {known}.", name=name, known=known))
        return Exit.USAGE
    state = pursue(interview, goals[name])
    door.print(msg("{goal} {outcome}", goal=state.goal.title, outcome=_GOALS[state.outcome]))
    for line in goal_lines(state, interview, door.tr):
        door.print(line)
    door.give(goal_out(state, door.tr))
    return Exit.DONE if state.outcome is Outcome.MET else Exit.NOT_PASSED


def check_out(interview: Interview, assessment: Assessment, door: Door) -> CheckOut:
    """The JSON document of a check."""
    return {
        "status": "ready" if assessment.is_ready else "not_ready",
        "area": interview.flow.area.id,
        "kind": interview.flow.kind,
        "flow_version": interview.flow.version,
        "as_of": interview.today.isoformat(),
        "assessment": assessment_out(assessment, door.tr),
    }
