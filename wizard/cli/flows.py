"""`lov flows`: what lov asks and demands, for those who keep the content."""

from __future__ import annotations

import click

from wizard.cli.commands import Command, Group, Lazy, json_option, option, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.cli.outputs import FlowOut, problem_out
from wizard.cli.telling import tell_problem
from wizard.flow.model import Area
from wizard.flow.problems import Severity
from wizard.i18n import msg, nmsg

__all__ = ["check", "flows", "list_flows"]

flows = Group(
    "flows",
    lazy={
        "list": Lazy("wizard.cli.flows:list_flows", msg("List areas and errands with their status.")),
        "check": Lazy(
            "wizard.cli.flows:check",
            msg("Check all content: names, types, sources, translations, field maps."),
        ),
        "show": Lazy(
            "wizard.cli.flowdocs:show", msg("Print an errand as a document: questions, rules, sources.")
        ),
        "explain": Lazy(
            "wizard.cli.flowdocs:explain_name", msg("Tell of one question or rule: when, why, what follows.")
        ),
        "graph": Lazy("wizard.cli.flowdocs:graph", msg("Draw what depends on what, as SVG or DOT.")),
        "schema": Lazy("wizard.cli.flowdocs:schema", msg("Print the JSON Schema of the files in flows.")),
        "test": Lazy("wizard.cli.scenarios:test", msg("Try the scenario tables against the rules.")),
    },
    about=msg("The questions and rules."),
)


@click.command(cls=Command, about=msg("List areas and errands with their status."))
@json_option
@pass_door
def list_flows(door: Door) -> int:
    """List every area lov knows."""
    rows = [row for area in door.content.areas.values() for row in _rows(area, door)]
    for row in rows:
        kind = f"  {row['kind']}" if row["kind"] else ""
        door.print(f"{row['area']}{kind}  {row['name']}: {row['status']}")
    door.give({"flows": rows})
    return Exit.DONE


def _rows(area: Area, door: Door) -> list[FlowOut]:
    return [_row(area, kind, door) for kind in area.kinds or (None,)]


def _row(area: Area, kind: str | None, door: Door) -> FlowOut:
    flow = door.content.flow(area.id, kind) if kind else None
    return {
        "area": area.id,
        "kind": kind,
        "name": door.tr(area.name),
        "state": area.state.value,
        "status": door.tr(area.status),
        "version": flow.version if flow else None,
        "questions": len(flow.questions) if flow else 0,
        "rules": len(flow.rules) if flow else 0,
    }


@click.command(
    cls=Command,
    about=msg(
        "Check all content, then prove that every question is reached and every rule decided. "
        "Exit code 0: sound. 1: faults, each told with file, line and column."
    ),
)
@option("--no-proofs", is_flag=True, about=msg("Leave out the proofs, which take some seconds."))
@json_option
@pass_door
def check(door: Door, *, no_proofs: bool) -> int:
    """Tell every fault in the content, all at once."""
    from wizard.blanks.lint import content_problems  # noqa: PLC0415  heavy
    from wizard.flow.prove import solver_is_there  # noqa: PLC0415

    problems = content_problems(door.content)
    proofs = "skipped" if no_proofs else "run" if solver_is_there() else "no_solver"
    if proofs == "run":
        from wizard.blanks.proofs import proof_problems  # noqa: PLC0415  z3 is an extra

        problems = sorted([*problems, *proof_problems(door.content, door.today)], key=lambda p: p.place)
    for problem in problems:
        tell_problem(problem, door)
    if proofs == "no_solver":
        door.print(
            msg(
                "The proofs were not run: they need the solver z3. Install it with: pip install 'lov[proofs]'"
            )
        )
    errors = sum(p.severity is Severity.ERROR for p in problems)
    door.print(nmsg("{count} fault.", "{count} faults.", errors) if errors else msg("The content is sound."))
    status = "faulty" if errors else "sound"
    door.give({"status": status, "proofs": proofs, "problems": [problem_out(p, door.tr) for p in problems]})
    return Exit.NOT_PASSED if errors else Exit.DONE
