"""Conditions of a flow in words: why a question is asked, what a rule demands, what is still waited for."""

from __future__ import annotations

from functools import cache

from wizard.flow.expr import Expr
from wizard.flow.expr.explain import Names, explain
from wizard.flow.expr.nodes import Ref
from wizard.flow.migrate import Migrated
from wizard.flow.model import Condition, Flow, Question
from wizard.i18n import Message, msg

__all__ = ["condition_in_words", "in_words", "label_of", "migration_report", "option_label"]


def condition_in_words(flow: Flow, condition: Condition) -> Message:
    """`condition` as a sentence without a full stop, questions and options called by their labels."""
    return in_words(flow, condition.expr)


def in_words(flow: Flow, node: Expr, row_of: str = "", *, plainly: bool = False) -> Message:
    """An expression of the flow, or a part of one, in words. `row_of` is the table whose columns `row` has.

    `plainly` calls a yes/no question by its label alone, where its answer stands beside it.
    """
    names = _names(flow)
    if plainly and isinstance(node, Ref):
        return msg("{words}", words=names.question(node.name))
    return explain(node, names.inside("row", row_of) if row_of else names)


def migration_report(flow: Flow, migrated: Migrated) -> list[Message]:
    """What a person is told of answers that were carried over: what changed, and which to look at again."""
    found = [
        msg("The questions have changed since you were last here. All your answers are kept."),
        *migrated.says,
    ]
    for change in migrated.changes:
        if change.kind == "kept":
            continue
        labels = tuple(label_of(flow, name) for name in change.new)
        sentence = (
            msg("Asked again: {questions}.") if change.kind == "again" else msg("Look through: {questions}.")
        )
        line = sentence.with_params(questions=labels)
        found.append(line if change.because is None else msg("{what} {why}", what=line, why=change.because))
    return found


def option_label(flow: Flow, options: tuple[str, ...], option: str) -> Message | str:
    """The label of an option of the list that has these ids; for what is none, the id."""
    return _names(flow).option(options, option)


def label_of(flow: Flow, question_id: str) -> Message | str:
    """The label of a question; for an id that is none, the id."""
    question = flow.questions.get(question_id)
    return question.label if question is not None else question_id


@cache
def _names(flow: Flow) -> Names:
    lists = {ids: labels for question in flow.questions.values() for ids, labels in _lists(question)}

    def option(ids: tuple[str, ...], name: str) -> Message | str:
        return lists.get(ids, {}).get(name, name)

    def column(table_id: str, column_id: str) -> Message | str:
        name, _, inner = table_id.partition("[].")
        table = flow.questions.get(name)
        table = table.column(inner) if table is not None and inner else table
        found = table.column(column_id) if table is not None else None
        return found.label if found is not None else column_id

    return Names(lambda name: label_of(flow, name), option, column)


def _lists(question: Question) -> list[tuple[tuple[str, ...], dict[str, Message]]]:
    """The option lists of a question and its columns: labels by option id."""
    inner = [cell for column in question.columns for cell in column.columns]
    found = [getattr(q.type, "options", ()) for q in (question, *question.columns, *inner)]
    return [(tuple(o.id for o in options), {o.id: o.label for o in options}) for options in found]
