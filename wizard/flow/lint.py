"""What is sound by itself and yet probably not meant: the lint of content.

The builder refuses what cannot be used. This module looks at what can, and tells what a careful keeper would
want to know: a migration that leads nowhere, a rule that reads "does not apply" as unknown, a list nobody uses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from wizard.flow.content import Content, Loaded, UnknownFlowError
from wizard.flow.expr import Expr
from wizard.flow.expr.depends import children
from wizard.flow.expr.nodes import Applies, Ref
from wizard.flow.model import Flow, Rule
from wizard.flow.problems import ContentError, Place, Problem, Severity, did_you_mean
from wizard.flow.source import AreaFile, ChangeSource, QuestionSource
from wizard.flow.yamlfile import Path_
from wizard.i18n import msg

__all__ = ["lint"]


def lint(content: Content, problems: Iterable[Problem] | None = None) -> Iterator[Problem]:
    """Every finding, in no particular order. `problems` are the content's own, where they are known already."""
    flows = list(_flows(content))
    for area_id, file in content.area_files.items():
        known = {name for flow in flows if flow.area.id == area_id for name in flow.questions}
        yield from _migrations(file, known)
        for kind in file.model.errands.keys() & file.model.without.keys():
            place = file.document.place(("without", kind))
            yield Problem(place, "duplicate-id", msg("The id {id} is used twice.", id=kind))
    for flow in flows:
        for rule in flow.rules:
            yield from _unguarded(rule, flow)
    told = content.all_problems() if problems is None else problems
    if not any(problem.severity is Severity.ERROR for problem in told):
        yield from _unused_lists(content)
        yield from _unused_parts(content)


def _flows(content: Content) -> Iterator[Flow]:
    for area, kind in content.errands():
        try:
            yield content.flow(area, kind)
        except (ContentError, UnknownFlowError):
            continue  # its faults are told by the content itself


# Migrations --------------------------------------------------------------------------------------------


def _migrations(file: Loaded[AreaFile], known: set[str]) -> Iterator[Problem]:
    """The chain must lead to the present version, and each change to questions there are."""
    migrations = file.model.migrations
    for i, migration in enumerate(migrations):
        following = migrations[i + 1].since if i + 1 < len(migrations) else file.model.version
        if migration.to != following:
            what = msg(
                "The chain breaks here: version {to} is followed by {next}.", to=migration.to, next=following
            )
            yield Problem(file.document.place(("migrations", i, "to")), "migration", what)
        later = {name for m in migrations[i + 1 :] for change in m.changes for name in _old(change)}
        for j, change in enumerate(migration.changes):
            yield from _change(file, change, ("migrations", i, "changes", j), known | later)


def _change(file: Loaded[AreaFile], change: ChangeSource, path: Path_, known: set[str]) -> Iterator[Problem]:
    place = file.document.place(path)
    kinds = [
        key for key in ("rename", "split", "merge", "recode", "ask_again") if getattr(change, key) is not None
    ]
    if len(kinds) != 1 or (kinds[0] in ("rename", "merge") and change.to is None):
        fix = msg("Write one of rename and to, split and into, merge and to, recode and options, ask_again.")
        yield Problem(place, "migration", msg("This change is not whole."), fix)
        return
    for name in _new(change):
        if name not in known:
            yield Problem(
                place,
                "unknown-name",
                msg("There is no question {name}.", name=name),
                did_you_mean(name, known),
            )
    if change.split is not None:
        yield from _pattern(change, place)


def _pattern(change: ChangeSource, place: Place) -> Iterator[Problem]:
    try:
        groups = re.compile(change.pattern or "").groups
    except re.error:
        yield Problem(place, "migration", msg("The pattern is no regular expression."))
        return
    if groups != len(change.into):
        what = msg("The pattern has {groups} groups for {n} questions.", groups=groups, n=len(change.into))
        yield Problem(place, "migration", what)


def _old(change: ChangeSource) -> list[str]:
    single = [change.rename, change.split, change.recode, change.ask_again]
    return [name for name in (*single, *(change.merge or ())) if name is not None]


def _new(change: ChangeSource) -> list[str]:
    if change.recode is not None or change.ask_again is not None:
        return _old(change)
    return [*change.into, *([change.to] if change.to is not None else [])]


# Rules -------------------------------------------------------------------------------------------------


def _unguarded(rule: Rule, flow: Flow) -> Iterator[Problem]:
    """A rule that compares an answer which may be "does not apply", and never asks whether it applies."""
    guarded = set(_applies(rule.needs.expr)) | (
        set(_applies(rule.when.expr)) if rule.when is not None else set()
    )
    for name in sorted(rule.needs.reads - guarded):
        question = flow.questions[name]
        if question.allows_not_applicable and not any(name.startswith(f"{g}.") for g in guarded):
            what = msg(
                "The rule {rule} is undecided for those to whom {name} does not apply.",
                rule=rule.id,
                name=name,
            )
            fix = msg("Add when: applies({name}).", name=name)
            yield Problem(rule.place, "unguarded", what, fix, Severity.WARNING)


def _applies(node: Expr) -> Iterator[str]:
    if isinstance(node, Applies) and isinstance(node.ref, Ref):
        yield node.ref.name
    for child in children(node):
        yield from _applies(child)


# Things nobody uses --------------------------------------------------------------------------------------


def _unused_lists(content: Content) -> Iterator[Problem]:
    used = set(_lists_used(content))
    holders = [
        *([content.lists] if content.lists else []),
        *content.parts.values(),
        *content.area_files.values(),
    ]
    for holder in holders:
        for name in getattr(holder.model, "lists", {}):
            if name not in used:
                what = msg("Nothing uses the list {name}.", name=name)
                yield Problem(
                    holder.document.place(("lists", name)), "unused", what, severity=Severity.WARNING
                )


def _lists_used(content: Content) -> Iterator[str]:
    tasks = [
        t for f in content.area_files.values() for errand in f.model.errands.values() for t in errand.tasks
    ]
    questions = [q for part in content.parts.values() for q in part.model.questions]
    rules = [r for part in content.parts.values() for r in part.model.rules]
    for question in (*questions, *(q for task in tasks for q in task.questions)):
        yield from _lists_of(question)
    for rule in (*rules, *(r for task in tasks for r in task.rules)):
        yield from (rule.each or {}).values()


def _lists_of(question: QuestionSource) -> Iterator[str]:
    if isinstance(question.options, str):
        yield question.options
    for column in question.columns or ():
        yield from _lists_of(column)


def _unused_parts(content: Content) -> Iterator[Problem]:
    used = {
        task.part
        for file in content.area_files.values()
        for errand in file.model.errands.values()
        for task in errand.tasks
    }
    for name, part in content.parts.items():
        if name not in used:
            what = msg("Nothing uses the part {name}.", name=name)
            yield Problem(part.document.place(()), "unused", what, severity=Severity.WARNING)
