"""Verdicts in words: what a rule says of the answers, why it cannot say, and what to do."""

from __future__ import annotations

from typing import Final

from wizard.flow.document import cite
from wizard.flow.interview import Interview
from wizard.flow.model import Level
from wizard.i18n import Message, Translator, msg, nmsg
from wizard.rules import Assessment, Outcome, Verdict
from wizard.tui.widgets.pair import Hanging
from wizard.tui.words import lines, plain, said

__all__ = [
    "GOALS",
    "GOAL_STYLES",
    "LEVELS",
    "OUTCOMES",
    "address_in_words",
    "is_against",
    "target_of",
    "verdict_lines",
    "what_is_left",
]

OUTCOMES: Final = {
    Outcome.MET: msg("met"),
    Outcome.NOT_MET: msg("not met"),
    Outcome.UNDECIDED: msg("not decided yet"),
    Outcome.NOT_CONCERNED: msg("does not concern you"),
}
GOALS: Final = {
    Outcome.MET: msg("Yes."),
    Outcome.NOT_MET: msg("No."),
    Outcome.UNDECIDED: msg("Not decided yet."),
}
GOAL_STYLES: Final = {Outcome.MET: "$good", Outcome.NOT_MET: "$fault"}
LEVELS: Final = {
    Level.BLOCKER: msg("Stands in the way"),
    Level.WARNING: msg("To think about"),
    Level.INFO: msg("Good to know"),
}
_MARKS: Final = {Level.BLOCKER: "✗", Level.WARNING: "!", Level.INFO: "·"}
_STYLES: Final = {Level.BLOCKER: "bold $fault", Level.WARNING: "bold $warn", Level.INFO: "bold $quiet"}


def is_against(verdict: Verdict) -> bool:
    """Whether a verdict stands in the way by what is known, not only by what is not known yet."""
    return verdict.is_blocking and verdict.outcome is Outcome.NOT_MET


def what_is_left(found: Assessment) -> list[Message]:
    """How much is missing, how much stands in the way, and how much cannot be told yet: each where there is any."""
    against = sum(is_against(verdict) for verdict in found.blockers)
    missing, undecided = len(found.missing), len(found.blockers) - against
    told = [
        (missing, nmsg("{count} answer is missing", "{count} answers are missing", missing)),
        (against, nmsg("{count} thing stands in the way", "{count} things stand in the way", against)),
        (
            undecided,
            nmsg("{count} demand is not decided yet", "{count} demands are not decided yet", undecided),
        ),
    ]
    return [words for count, words in told if count]


def verdict_lines(verdict: Verdict, interview: Interview, tr: Translator) -> Hanging:
    """A verdict: what is demanded, how it stands, why it is not decided, what to do, and by which source."""
    rule = verdict.rule
    level = _STYLES[rule.level] if is_against(verdict) or rule.level is not Level.BLOCKER else "bold $quiet"
    is_open = rule.level is Level.BLOCKER and verdict.outcome is Outcome.UNDECIDED
    parts = [plain(f"{tr(OUTCOMES[verdict.outcome])}: ", level) + said(rule.text, tr)]
    if verdict.promise is not None:
        parts.append(said(msg("To be handed in later, by {day}.", day=verdict.promise.day), tr))
    elif verdict.waiting_for:
        names = tuple(address_in_words(a, interview, tr) for a in verdict.waiting_for)
        parts.append(said(msg("Not decided, because this is not known yet: {names}.", names=names), tr))
    if rule.fix is not None and verdict.outcome is Outcome.NOT_MET:
        parts.append(said(rule.fix, tr, "$mark"))
    cited = "; ".join(cite(ref, tr) for ref in rule.sources)
    parts.append(said(msg("Source: {source}", source=cited), tr, "$quiet"))
    return Hanging(plain("?" if is_open else _MARKS[rule.level], level), lines(parts))


def target_of(verdict: Verdict) -> str | None:
    """The question to go to: the first that is missing, else the first the rule is about."""
    addresses = verdict.waiting_for or verdict.rule.about
    return addresses[0].partition("[")[0] if addresses else None


def address_in_words(address: str, interview: Interview, tr: Translator) -> str:
    """`staff[r2].fte` as `Personal, rad 2: Tjänstgöringsgrad`."""
    table_id, _, rest = address.partition("[")
    question = interview.flow.questions.get(table_id)
    if question is None or not rest:
        return tr(interview.flow.name(question)) if question is not None else address
    row, _, column_id = rest.partition("].")
    column = question.column(column_id)
    names = [str(r.get("_row", "")) for r in interview.rows(question)]
    number = names.index(row) + 1 if row in names else row
    label = column.label if column is not None else column_id
    return tr(msg("{table}, row {row}: {column}", table=question.label, row=number, column=label))
