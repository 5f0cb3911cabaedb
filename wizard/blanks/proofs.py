"""Proofs about blanks: what a field map promises, held against every way the answers can go.

- `unfilled`: a field of the map, or one of its boxes, that no route fills;
- `left-empty`: a field that the PDF marks as required and that some route leaves empty.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.blanks.load import Blank, BlankError, load_blanks
from wizard.flow.content import Content, UnknownFlowError, load
from wizard.flow.model import Condition, Flow, Question
from wizard.flow.problems import ContentError, Place, Problem
from wizard.flow.yamlfile import Path_
from wizard.i18n import msg
from wizard.values.base import DONT_KNOW, NOT_APPLICABLE

if TYPE_CHECKING:
    from wizard.flow.prove.proofs import Prover

__all__ = ["flow_proofs", "form_proofs", "proof_problems", "unlike_errands"]


def proof_problems(content: Content, today: date) -> list[Problem]:
    """Run every proof of every flow and blank that is sound enough to be proved, as it stands on the day `today`.

    A fault in a part that several flows share is told once, and flows that ask and demand the same are proved once.
    Several flows are proved side by side, each in a process of its own. Needs z3 (`solver_is_there`).
    """
    errands = unlike_errands(content)
    if len(errands) < 2 or (os.cpu_count() or 1) < 2:
        lists = [flow_proofs(content, area, kind, today) for area, kind in errands]
    else:
        with ProcessPoolExecutor() as pool:
            tasks = [pool.submit(_proved_apart, content.root, area, kind, today) for area, kind in errands]
            lists = [task.result() for task in tasks]
    found: dict[tuple[Place, str, str], Problem] = {}
    for problem in (problem for problems in lists for problem in problems):
        found.setdefault((problem.place, problem.code, str(problem.what)), problem)
    return list(found.values())


def flow_proofs(content: Content, area: str, kind: str, today: date) -> list[Problem]:
    """Every proof of one flow and the blanks it fills; none for a flow with faults, which the lint tells."""
    from wizard.flow.prove.proofs import Prover  # noqa: PLC0415  z3 is heavy, and an extra

    try:
        flow = content.flow(area, kind)
        blanks = load_blanks(content.root)
    except (ContentError, UnknownFlowError):
        return []
    except BlankError:
        blanks = {}  # their faults are told by the lint
    prover = Prover(flow, today)
    filled = [blanks[name] for name in flow.forms if name in blanks]
    return [*prover.problems(), *(p for blank in filled for p in form_proofs(blank, prover))]


def unlike_errands(content: Content) -> list[tuple[str, str]]:
    """Area and kind of every flow, without those that ask, demand and fill in just what an earlier one does.

    The proofs read conditions, types and maps, and no wording: what is proved of one holds for its likes.
    """
    try:
        blanks = load_blanks(content.root)
    except BlankError:
        blanks = {}  # their faults are told by the lint
    seen: set[str] = set()
    unlike: list[tuple[str, str]] = []
    for area, kind in content.errands():
        try:
            flow = content.flow(area, kind)
        except (ContentError, UnknownFlowError):
            continue  # its faults are told by the content itself
        maps = [_map_shape(blanks[name]) for name in flow.forms if name in blanks]
        shape = "\n".join([*_flow_shape(flow), *maps])
        if shape not in seen:
            seen.add(shape)
            unlike.append((area, kind))
    return unlike


def _flow_shape(flow: Flow) -> Iterator[str]:
    """Everything of a flow that the proofs look at, as lines that are alike where the flows are."""
    yield from (_question_shape(question) for question in flow.questions.values())
    for rule in flow.rules:
        yield f"{rule.id} {rule.level} {_text(rule.when)} {rule.needs.expr} {rule.later}"
    for decision in flow.decisions:
        rows = [(row.id, row.cells, row.hits.expr) for row in decision.rows]
        yield f"{decision.id} {_text(decision.when)} {rows}"
    yield from (f"{exit_.id} {exit_.when.expr}" for exit_ in flow.exits)
    yield from (f"{goal.id} {goal.rules}" for goal in flow.goals)
    yield str(flow.later)


def _question_shape(question: Question) -> str:
    columns = [_question_shape(column) for column in question.columns]
    kept = (question.required, question.allows_unknown, question.allows_not_applicable, question.many)
    size = (question.min_rows, question.max_rows, question.later)
    return f"{question.id} {question.type} {_text(question.when)} {kept} {size} {columns}"


def _text(condition: Condition | None) -> str:
    return str(condition.expr) if condition is not None else ""


def _map_shape(blank: Blank) -> str:
    """What a map fills and which of its fields are required; its name and title are nothing to the proofs."""
    fields = blank.template.fields
    required = [name for name in blank.map.fields if name in fields and fields[name].required]
    return f"{blank.map.model_dump(exclude={'blank', 'title', 'edition', 'flows'})} {required}"


def _proved_apart(root: Path, area: str, kind: str, today: date) -> list[Problem]:
    return flow_proofs(load(root), area, kind, today)


def form_proofs(blank: Blank, prover: Prover) -> Iterator[Problem]:
    """Every finding about `blank` when it is filled from the flow of `prover`, in the order of its map."""
    yield from _unfilled_fields(blank, prover)
    yield from _unfilled_ticks(blank, prover)
    yield from _unfilled_columns(blank, prover)
    for section, names in (("hours", blank.map.hours), ("attached", blank.map.attached)):
        for name in names:
            if name in prover.flow.questions and not prover.is_fillable(name):
                yield _unfilled(blank, (section, name), name)
    yield from _left_empty(blank, prover)


def _unfilled_fields(blank: Blank, prover: Prover) -> Iterator[Problem]:
    for field, entry in blank.map.fields.items():
        question = prover.flow.questions.get(entry.answer)
        if question is None:
            continue
        if not prover.is_fillable(question.id):
            yield _unfilled(blank, ("fields", field), field)
            continue
        for option in entry.options or {}:
            if not _can_be_chosen(question, option, prover):
                yield _unfilled(blank, ("fields", field, "options", option), f"{field}: {option}")


def _can_be_chosen(question: Question, option: str, prover: Prover) -> bool:
    if option == DONT_KNOW:
        return question.allows_unknown
    if option == NOT_APPLICABLE:
        return question.allows_not_applicable
    return prover.is_fillable(question.id, option)


def _unfilled_ticks(blank: Blank, prover: Prover) -> Iterator[Problem]:
    for name, boxes in blank.map.ticks.items():
        if name not in prover.flow.questions:
            continue
        for option, field in boxes.items():
            if not prover.is_fillable(name, option):
                yield _unfilled(blank, ("ticks", name, option), field)


def _unfilled_columns(blank: Blank, prover: Prover) -> Iterator[Problem]:
    for name, table in blank.map.tables.items():
        question = prover.flow.questions.get(name)
        for column, pattern in table.columns.items():
            known = question is not None and question.column(column) is not None
            if known and not prover.is_cell_fillable(name, column):
                yield _unfilled(blank, ("tables", name, "columns", column), pattern)


def _left_empty(blank: Blank, prover: Prover) -> Iterator[Problem]:
    """A witness of a question that may be left blank is the empty set of answers: no answer leads away from it."""
    fields = blank.template.fields
    for field, entry in blank.map.fields.items():
        question = prover.flow.questions.get(entry.answer)
        if question is None or field not in fields or not fields[field].required:
            continue
        witness = {} if not question.required else prover.route_without(question.id)
        if witness is not None:
            what = msg(
                "The form marks the field {field} as required, and a route leaves it empty.", field=field
            )
            place = blank.document.place(("fields", field))
            yield Problem(place, "left-empty", what, witness=prover.shown(witness))


def _unfilled(blank: Blank, path: Path_, field: str) -> Problem:
    what = msg("No route fills the field {field}.", field=field)
    return Problem(blank.document.place(path), "unfilled", what)
