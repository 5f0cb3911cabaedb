"""Verdicts and lists as plain lines: what stands in the way first, then what is worth knowing.

No line depends on colour or width; the words are the same ones the screens use.
"""

from __future__ import annotations

from collections.abc import Iterator

from wizard.cli.door import Door
from wizard.flow.document import LEVELS, cite
from wizard.flow.interview import Interview
from wizard.flow.problems import Problem
from wizard.i18n import Message, Translator, msg, nmsg
from wizard.rules import Assessment, GoalState, Outcome, Verdict

__all__ = ["assessment_lines", "goal_lines", "tell_problem", "where"]


def where(address: str, interview: Interview, tr: Translator) -> str:
    """An address in words: `staff[r2].fte` becomes "Personal, rad 2: Tjänstgöringsgrad"."""
    table_id, _, rest = address.partition("[")
    question = interview.flow.questions.get(table_id)
    if question is None:
        return address
    if not rest:
        return tr(question.label)
    row, _, column_id = rest.partition("].")
    column = question.column(column_id)
    names = [str(r.get("_row", "")) for r in interview.rows(question)]
    number = names.index(row) + 1 if row in names else row
    return tr(
        msg(
            "{table}, row {row}: {column}",
            table=question.label,
            row=number,
            column=column.label if column else column_id,
        )
    )


def assessment_lines(assessment: Assessment, interview: Interview, tr: Translator) -> Iterator[str]:
    """The whole assessment, ready to print."""
    yield tr(_headline(assessment))
    if assessment.exit is not None:
        yield from ("", tr(assessment.exit.title), tr(assessment.exit.text))
        for ref in assessment.exit.sources:
            yield tr(msg("Source: {source}", source=cite(ref, tr)))
    if assessment.missing:
        yield ""
        yield tr(nmsg("{count} answer is missing:", "{count} answers are missing:", len(assessment.missing)))
        for missing in assessment.missing:
            task = interview.flow.task(missing.question.task)
            yield f"  - {tr(task.title)}: {tr(missing.label)}  ({missing.address})"
    for verdict in (*assessment.blockers, *assessment.remarks):
        yield ""
        yield from _verdict_lines(verdict, interview, tr)
    yield ""
    yield tr(_tally(assessment))


def goal_lines(state: GoalState, interview: Interview, tr: Translator) -> Iterator[str]:
    """What decides a goal, what is worth knowing besides, and the question that brings it nearer."""
    for verdict in state.verdicts:
        if verdict.outcome is Outcome.NOT_MET:
            yield from _verdict_lines(verdict, interview, tr)
    if state.ask is not None:
        yield tr(msg("Next question: {question}", question=state.ask.ask)) + f"  [{state.ask.id}]"


def _headline(assessment: Assessment) -> Message:
    if assessment.is_ready:
        return msg("Ready to be handed in.")
    if assessment.exit is not None:
        return msg("Not to be handed in: another way is the right one.")
    return msg("Not ready to be handed in yet.")


def _tally(assessment: Assessment) -> Message:
    counts = assessment.counts()
    return msg(
        "Rules: {met} met, {not_met} not met, {undecided} undecided, {others} do not concern you.",
        met=counts[Outcome.MET],
        not_met=counts[Outcome.NOT_MET],
        undecided=counts[Outcome.UNDECIDED],
        others=counts[Outcome.NOT_CONCERNED],
    )


def _verdict_lines(verdict: Verdict, interview: Interview, tr: Translator) -> Iterator[str]:
    rule = verdict.rule
    state = msg("not met") if verdict.outcome is Outcome.NOT_MET else msg("undecided")
    yield f"{tr(LEVELS[rule.level])}, {tr(state)}: {tr(rule.text)}  [{rule.id}]"
    if verdict.promise is not None:
        yield "  " + tr(msg("To be handed in later, by {day}.", day=verdict.promise.day))
    elif verdict.waiting_for:
        names = tuple(where(address, interview, tr) for address in verdict.waiting_for)
        yield "  " + tr(msg("Undecided because this is not known yet: {names}.", names=names))
    if rule.fix is not None and verdict.outcome is Outcome.NOT_MET:
        yield "  " + tr(rule.fix)
    for ref in rule.sources:
        yield "  " + tr(msg("Source: {source}", source=cite(ref, tr)))


def tell_problem(problem: Problem, door: Door) -> None:
    """A fault in a file: its place, what it is, how to mend it, and answers that show it."""
    fix = f" {door.tr(problem.fix)}" if problem.fix else ""
    door.print(f"{problem.place}: {door.tr(problem.what)}{fix}")
    if problem.witness:
        answers = ", ".join(f"{name} = {value}" for name, value in problem.witness)
        door.print(msg("    Shown by: {answers}", answers=answers))
