"""Inputs that are refused: which of our errors mean that, and how each is told."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.flow.problems import Place, Problem
from wizard.i18n import Message, msg

__all__ = ["refusal", "tell_problems"]


def refusal(error: Exception, door: Door) -> int | None:
    """Tell `error` if it is a refusal, and return the exit code; None for a fault of ours."""
    problems = getattr(error, "problems", None)
    if _is_ours(error) and isinstance(problems, Sequence) and all(isinstance(p, Problem) for p in problems):
        return tell_problems(problems, door)
    reason = getattr(error, "message", None)
    if _is_ours(error) and isinstance(reason, Message):
        return tell_problems([Problem(Place(""), type(error).__name__, reason)], door)
    if isinstance(error, OSError):
        what = msg(
            "{path}: {why}.", path=str(error.filename or ""), why=error.strerror or type(error).__name__
        )
        return tell_problems([Problem(Place(""), "os", what)], door)
    return None


def _is_ours(error: Exception) -> bool:
    """Whether one of our rooms raised it. Those with a sentence to tell are refusals, by the house's rule."""
    return type(error).__module__.startswith("wizard.")


def tell_problems(problems: Sequence[Problem], door: Door) -> int:
    """Tell every problem, and give them as JSON where asked; returns the exit code of a refusal."""
    from wizard.cli.outputs import problem_out  # noqa: PLC0415  only when something is wrong

    for problem in problems:
        place = (
            f"{problem.place.file}:{problem.place.line}:{problem.place.column}: "
            if problem.place.file
            else ""
        )
        fix = f" {door.tr(problem.fix)}" if problem.fix else ""
        door.say(f"{place}{door.tr(problem.what)}{fix}")
    door.give({"status": "refused", "problems": [problem_out(p, door.tr) for p in problems]})
    return Exit.REFUSED
