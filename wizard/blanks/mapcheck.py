"""What is wrong between a map, its PDF and a flow, told with file, line and column.

Names that one has and the others lack; answers that the form has no box for; fields that nothing fills.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from wizard.blanks.load import Blank
from wizard.flow.model import Flow, Question
from wizard.flow.problems import Problem, Severity, did_you_mean
from wizard.flow.yamlfile import Path_
from wizard.i18n import msg
from wizard.pdf import Field
from wizard.values.base import DONT_KNOW, NOT_APPLICABLE

__all__ = ["map_problems"]


def map_problems(blank: Blank, flow: Flow) -> Iterator[Problem]:
    """Every fault of the map of `blank` for `flow`. Raises `PdfError` or `OSError` when the PDF cannot be read."""
    fields = blank.template.fields
    yield from _names(blank, flow, fields)
    yield from _fields_filled_once(blank, fields)
    yield from _looked_at(blank, fields)
    for name, entry in blank.map.fields.items():
        question = flow.questions.get(entry.answer)
        if question is not None and entry.options is not None:
            yield from _options(blank, ("fields", name, "options"), question, flow, entry.options)
            if name in fields:
                yield from _states(blank, ("fields", name, "options"), fields[name], entry.options)
    for name, boxes in blank.map.ticks.items():
        if name in flow.questions:
            yield from _options(blank, ("ticks", name), flow.questions[name], flow, boxes)
    for name, verdict in blank.map.verdicts.items():
        if verdict.field in fields:
            yield from _states(blank, ("verdicts", name, "options"), fields[verdict.field], verdict.options)
    for name, table in blank.map.tables.items():
        if name in flow.questions:
            yield from _columns(blank, name, flow.questions[name], table.columns)


def _names(blank: Blank, flow: Flow, fields: Mapping[str, Field]) -> Iterator[Problem]:
    place = blank.document.place
    for path, name in blank.map.answers():
        if name not in flow.questions:
            what = msg("There is no question {name}.", name=name)
            yield Problem(place(path), "unknown-name", what, did_you_mean(name, flow.questions))
    for path, name in blank.map.field_names():
        if name not in fields:
            what = msg("The PDF has no field {name}.", name=name)
            yield Problem(place(path), "unknown-field", what, did_you_mean(name, fields))
    rules = {rule.id for rule in flow.rules}
    for name in blank.map.verdicts:
        if name not in rules:
            what = msg("There is no rule {name}.", name=name)
            yield Problem(place(("verdicts", name)), "unknown-name", what, did_you_mean(name, rules))


def _fields_filled_once(blank: Blank, fields: Mapping[str, Field]) -> Iterator[Problem]:
    mapped = Counter(name for _, name in blank.map.field_names())
    for path, name in blank.map.field_names():
        if mapped[name] > 1:
            what = msg("The field {name} is filled from two places.", name=name)
            yield Problem(blank.document.place(path), "duplicate", what)
    for name, field in fields.items():
        if field.fillable and not field.read_only and name not in mapped and name not in blank.map.unused:
            what = msg("Nothing in the map fills the field {name}.", name=name)
            yield Problem(blank.document.place(()), "unmapped", what, severity=Severity.WARNING)


def _looked_at(blank: Blank, fields: Mapping[str, Field]) -> Iterator[Problem]:
    """What a person has said or has yet to say of the map."""
    for place, name in enumerate(blank.map.unused):
        if name not in fields:
            what = msg("The PDF has no field {name}.", name=name)
            yield Problem(
                blank.document.place(("unused", place)), "unknown-field", what, did_you_mean(name, fields)
            )
    for place, name in enumerate(blank.map.unconfirmed):
        what = msg("Nobody has confirmed yet what was proposed for the field {name}.", name=name)
        yield Problem(
            blank.document.place(("unconfirmed", place)), "unconfirmed", what, severity=Severity.WARNING
        )


def _options(
    blank: Blank, path: Path_, question: Question, flow: Flow, mapped: Mapping[str, str]
) -> Iterator[Problem]:
    """Each answer the question allows needs a box, and each box an answer."""
    offered = ("yes", "no") if question.type_name == "yesno" else flow.types[question.id].options
    special = [
        *([DONT_KNOW] if question.allows_unknown else []),
        *([NOT_APPLICABLE] if question.allows_not_applicable else []),
    ]
    for option in mapped:
        if option not in (*offered, *special):
            what = msg("The question {name} has no option {option}.", name=question.id, option=option)
            yield Problem(
                blank.document.place((*path, option)), "unknown-option", what, did_you_mean(option, offered)
            )
    for option in offered:
        if option not in mapped:
            what = msg("The form has no box for {name} = {option}.", name=question.id, option=option)
            yield Problem(blank.document.place(path), "unmapped-option", what)


def _states(blank: Blank, path: Path_, field: Field, mapped: Mapping[str, str]) -> Iterator[Problem]:
    states = {option.export for option in field.options}
    for option, state in mapped.items():
        if state and state not in states:
            what = msg("The field {name} has no state {state}.", name=field.name, state=state)
            yield Problem(
                blank.document.place((*path, option)), "unknown-state", what, did_you_mean(state, states)
            )


def _columns(blank: Blank, name: str, table: Question, mapped: Mapping[str, str]) -> Iterator[Problem]:
    columns = [column.id for column in table.columns]
    for column in mapped:
        if column not in columns:
            what = msg("The table {table} has no column {name}.", table=name, name=column)
            place = blank.document.place(("tables", name, "columns", column))
            yield Problem(place, "unknown-name", what, did_you_mean(column, columns))
        elif (found := table.column(column)) is not None and found.is_table:
            what = msg("The column {name} is a table; a line of a form has no room for one.", name=column)
            yield Problem(blank.document.place(("tables", name, "columns", column)), "nested", what)
