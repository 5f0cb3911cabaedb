"""Decision tables: demands that differ from case to case, a row and a source for each case.

A row hits where all its cells do; its demand becomes a rule that concerns only those it hits. That exactly one
row hits, whatever is answered, is not assumed here: the proofs show it (`gap`, `overlap`). A cell is short for
a condition on its input and goes through the same parser as all others, so its words and types are checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from wizard.flow.expr import Kind
from wizard.flow.model import Condition, Decision, DecisionRow, Level, Rule
from wizard.flow.problems import did_you_mean
from wizard.flow.resolve import At, Resolver
from wizard.flow.source import Cell, DecisionSource
from wizard.flow.source import DecisionRow as RowSource
from wizard.i18n import content, msg

__all__ = ["cell_condition", "resolve_decision"]

_ANY: Final = "any"
_COMPARED: Final = re.compile(r"(<=|>=|!=|<|>)\s*(.+)")
_RANGE: Final = re.compile(r"(\S+?)\s*\.\.\s*(\S+)")
_BARE: Final = re.compile(r"-?\d+(\.\d+)?|today\b.*")
"""What stands in a cell as it is; any other word is an option or a date."""


def resolve_decision(
    source: DecisionSource, at: At, task: str, resolver: Resolver
) -> tuple[Decision, list[Rule]]:
    """The table and the rules its rows make; faults go to the resolver."""
    for name in source.about or ():
        if name not in resolver.types:
            resolver.unknown(at.key("about"), name, resolver.types)
    inputs = {
        name: condition
        for name, text in source.inputs.items()
        if (condition := resolver.condition(text, at.key("inputs", name), expect=None)) is not None
    }
    when = resolver.condition(source.when, at.key("when")) if source.when else None
    rows: list[DecisionRow] = []
    rules: list[Rule] = []
    _refuse_twins(source, at, resolver)
    for i, entry in enumerate(source.rows):
        hits = _hits(source, entry, at.key("rows", i), resolver)
        needs = _needs(entry, at.key("rows", i), resolver)
        if hits is None or needs is None:
            continue
        rule = _rule(source, entry, hits, needs, when, at.key("rows", i), task, resolver)
        rules.append(rule)
        cells = tuple(_shown(entry.if_.get(name)) for name in source.inputs)
        rows.append(DecisionRow(entry.id, cells, hits, rule.id))
    place = at.document.place(at.path)
    decision = Decision(
        source.id, content(source.label), tuple(inputs.values()), tuple(rows), task, when, place
    )
    return decision, rules


def cell_condition(text: str, cell: Cell) -> str | None:
    """The condition that a cell is short for, on the input written as `text`; None where anything will do."""
    if cell == _ANY:
        return None
    if isinstance(cell, bool):
        return f"({text})" if cell else f"not ({text})"
    if isinstance(cell, list):
        parts = [part for one in cell if (part := cell_condition(text, one)) is not None]
        return f"({' or '.join(parts)})"
    word = str(cell)
    if match := _COMPARED.fullmatch(word):
        return f"({text}) {match[1]} {_literal(match[2])}"
    if match := _RANGE.fullmatch(word):
        return f"{_literal(match[1])} <= ({text}) <= {_literal(match[2])}"
    return f"({text}) == {_literal(word)}"


def _literal(word: str) -> str:
    return word if _BARE.fullmatch(word) else repr(word)


def _hits(source: DecisionSource, entry: RowSource, at: At, resolver: Resolver) -> Condition | None:
    """The condition that the row hits; None after a fault."""
    parts: list[Condition] = []
    sound = True
    for name, cell in entry.if_.items():
        where = at.key("if", name)
        if name not in source.inputs:
            what = msg("The table has no input {name}.", name=name)
            resolver.report(where, "unknown-name", what, did_you_mean(name, source.inputs))
            sound = False
            continue
        text = cell_condition(source.inputs[name], cell)
        if text is not None:
            condition = resolver.condition(text, where, expect=Kind.TRUTH, generated=True)
            sound = sound and condition is not None
            parts += [condition] if condition is not None else []
    if not sound:
        return None
    return Condition.all_of(parts) or resolver.condition("true", at)


def _needs(entry: RowSource, at: At, resolver: Resolver) -> Condition | None:
    if (entry.needs is None) == (entry.holds is None):
        fix = msg("Write needs: with a condition, or holds: true or false.")
        resolver.report(at, "shape", msg("A row says either needs or holds."), fix)
        return None
    if entry.needs is not None:
        return resolver.condition(entry.needs, at.key("needs"))
    return resolver.condition("true" if entry.holds else "false", at.key("holds"))


def _rule(  # noqa: PLR0913, PLR0917  all that a row and its table say
    source: DecisionSource,
    entry: RowSource,
    hits: Condition,
    needs: Condition,
    when: Condition | None,
    at: At,
    task: str,
    resolver: Resolver,
) -> Rule:
    concerns = Condition.all_of([*([when] if when is not None else []), hits])
    reads = needs.reads | hits.reads
    return Rule(
        id=f"{source.id}[{entry.id}]",
        level=Level(entry.level or source.level),
        needs=needs,
        text=content(entry.text),
        sources=resolver.sources(entry.source, at, source.id),
        label=content(source.label),
        when=concerns,
        fix=content(entry.fix) if entry.fix else None,
        about=tuple(source.about or resolver.in_order(reads)),
        later=source.later,
        task=task,
        place=at.document.place(at.path),
    )


def _refuse_twins(source: DecisionSource, at: At, resolver: Resolver) -> None:
    seen: set[str] = set()
    for i, entry in enumerate(source.rows):
        if entry.id in seen:
            where = at.key("rows", i, "id")
            resolver.report(where, "duplicate-id", msg("The id {id} is used twice.", id=entry.id))
        seen.add(entry.id)


def _shown(cell: Cell | None) -> str | None:
    """A cell as it is written; None for any."""
    if cell is None or cell == _ANY:
        return None
    return ", ".join(_words(cell))


def _words(cell: Cell) -> Iterator[str]:
    for one in cell if isinstance(cell, list) else [cell]:
        yield {True: "true", False: "false"}[one] if isinstance(one, bool) else str(one)
