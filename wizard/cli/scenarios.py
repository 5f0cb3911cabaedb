"""`lov flows test`: scenario tables tried on the rules, with what they cover and which mutants they catch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from wizard.cli.commands import Command, json_option, option, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.cli.outputs import CoverageOut, ScenarioFlowOut, ShareOut, problem_out
from wizard.cli.telling import tell_problem
from wizard.flow.explain import in_words
from wizard.flow.model import Flow
from wizard.flow.problems import Place, Problem
from wizard.i18n import Message, msg
from wizard.scenarios import (
    Coverage,
    Failure,
    Mutation,
    ScenarioTable,
    Tried,
    coverage_of,
    mutate,
    read_tables,
    try_tables,
)
from wizard.scenarios.coverage import Share

__all__ = ["test"]

_SHARES: dict[str, Message] = {
    "questions": msg("questions asked"),
    "branches": msg("branches of conditions"),
    "rules": msg("rules"),
    "clauses": msg("clauses of rules"),
    "messages": msg("messages"),
}


@click.command(
    cls=Command,
    about=msg(
        "Try scenario tables (Markdown files, or folders of them; tests/scenarios if left out) against the rules. "
        "Exit code 0: all hold. 1: some do not, or the score is too low. 3: a table cannot be read."
    ),
)
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@option(
    "--mutate",
    "with_mutants",
    is_flag=True,
    about=msg("Change each condition a little, and count what is noticed."),
)
@option("--least", type=click.FloatRange(0, 100), default=0.0, about=msg("The least score, in per cent."))
@option("--missing", is_flag=True, about=msg("List what is not covered and which mutants are not caught."))
@json_option
@pass_door
def test(door: Door, paths: tuple[Path, ...], *, with_mutants: bool, least: float, missing: bool) -> int:
    """Tell what does not hold."""
    read = (read_tables(path, name, door.content, door.today) for path, name in _files(paths, door))
    tables = [table for of_file in read for table in of_file]
    problems = list({str(problem): problem for table in tables for problem in table.problems}.values())
    if not tables:
        where = Place(str(paths[0]) if paths else "tests/scenarios")
        problems.append(Problem(where, "no-scenarios", msg("There are no scenario tables here.")))
    for problem in problems:
        tell_problem(problem, door)
    if problems:
        door.give({"status": "refused", "problems": [problem_out(p, door.tr) for p in problems]})
        return Exit.REFUSED
    reports = [
        _report(flow, of_flow, door, with_mutants=with_mutants, missing=missing)
        for flow, of_flow in _by_flow(tables)
    ]
    holds = all(not r["failures"] and (r["score"] is None or r["score"] >= least) for r in reports)
    door.give({"status": "passed" if holds else "failed", "flows": reports})
    return Exit.DONE if holds else Exit.NOT_PASSED


def _files(paths: tuple[Path, ...], door: Door) -> Iterator[tuple[Path, str]]:
    """Each file to read and what to call it."""
    for path in paths or (door.content.root / "tests" / "scenarios",):
        if path.is_dir():
            yield from ((file, str(file.relative_to(path))) for file in sorted(path.rglob("*.md")))
        elif path.is_file():
            yield path, path.name


def _by_flow(tables: list[ScenarioTable]) -> list[tuple[Flow, list[ScenarioTable]]]:
    flows = list(dict.fromkeys(table.flow for table in tables if table.flow is not None))
    return [(flow, [table for table in tables if table.flow is flow]) for flow in flows]


def _report(
    flow: Flow, tables: list[ScenarioTable], door: Door, *, with_mutants: bool, missing: bool
) -> ScenarioFlowOut:
    tried = try_tables(tables)
    failures = [failure for one in tried for failure in one.failures()]
    door.print(
        msg(
            "{flow}: {n} scenarios in {files} tables",
            flow=f"{flow.area.id}/{flow.kind}",
            n=len(tried),
            files=len(tables),
        )
    )
    for failure in failures:
        door.print(_failure(failure))
    coverage = coverage_of(flow, tried)
    _tell_coverage(coverage, door, missing=missing)
    if with_mutants and failures:
        door.print(msg("  No mutants are tried while a scenario does not hold."))
    mutation = mutate(flow, tried) if with_mutants and not failures else None
    if mutation is not None:
        _tell_mutation(mutation, flow, door, missing=missing)
    return _out(flow, tried, failures, coverage, mutation)


def _failure(failure: Failure) -> Message:
    return msg(
        "{place}: expected {what}: {expected}, found {found}.",
        place=str(failure.place),
        what=f"{failure.expected.kind} {failure.expected.name}".rstrip(),
        expected=failure.expected.word,
        found=failure.found,
    )


def _tell_coverage(coverage: Coverage, door: Door, *, missing: bool) -> None:
    for key, label in _SHARES.items():
        share: Share = getattr(coverage, key)
        per_cent = 100 * share.covered / share.total if share.total else 100.0
        door.print(
            msg(
                "  {what}: {covered} of {total} ({per_cent} %)",
                what=label,
                covered=share.covered,
                total=share.total,
                per_cent=round(per_cent, 1),
            )
        )
        if missing and share.missing:
            door.print(msg("    missing: {names}", names=", ".join(share.missing)))


def _tell_mutation(mutation: Mutation, flow: Flow, door: Door, *, missing: bool) -> None:
    door.print(
        msg(
            "  mutants caught: {caught} of {total} ({score} %)",
            caught=mutation.tried - len(mutation.survivors),
            total=mutation.tried,
            score=round(100 * mutation.score, 1),
        )
    )
    for mutant in mutation.survivors if missing else ():
        door.print(
            msg(
                "    {place}: {name}: nothing notices when “{before}” becomes “{after}”.",
                place=str(mutant.place),
                name=mutant.owner,
                before=in_words(flow, mutant.before),
                after=in_words(flow, mutant.after),
            )
        )


def _out(
    flow: Flow, tried: list[Tried], failures: list[Failure], coverage: Coverage, mutation: Mutation | None
) -> ScenarioFlowOut:
    return {
        "flow": f"{flow.area.id}/{flow.kind}",
        "version": flow.version,
        "scenarios": len(tried),
        "failures": [
            {
                "place": str(f.place),
                "kind": f.expected.kind,
                "name": f.expected.name,
                "expected": f.expected.word,
                "found": f.found,
            }
            for f in failures
        ],
        "coverage": _coverage_out(coverage),
        "mutants": mutation.tried if mutation is not None else None,
        "score": round(100 * mutation.score, 2) if mutation is not None else None,
    }


def _coverage_out(coverage: Coverage) -> CoverageOut:
    def share(key: str) -> ShareOut:
        one: Share = getattr(coverage, key)
        return {"covered": one.covered, "total": one.total, "missing": list(one.missing)}

    return {
        "questions": share("questions"),
        "branches": share("branches"),
        "rules": share("rules"),
        "clauses": share("clauses"),
        "messages": share("messages"),
    }
