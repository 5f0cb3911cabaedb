"""`lov fill`: the forms filled and the package built, from an answers file or a draft."""

from __future__ import annotations

from pathlib import Path

import click

from wizard import resources
from wizard.blanks import FilledBlank, blanks_for, load_blanks
from wizard.cli.cases import open_case
from wizard.cli.commands import Command, json_option, option, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.cli.outputs import AssessmentOut, FillOut, FormFileOut, assessment_out
from wizard.cli.telling import assessment_lines
from wizard.drafts.packaging import write_package
from wizard.i18n import msg
from wizard.package.contents import Package, build_package
from wizard.rules import assess

__all__ = ["fill"]


@click.command(
    cls=Command,
    about=msg(
        "Fill the forms and build the package from ANSWERS: an answers file (YAML or JSON) or a draft by its id. "
        "What is not complete is packed only with --draft, and says so on every page."
    ),
)
@click.argument("answers")
@option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, about=msg("The folder to write to.")
)
@option(
    "--draft", is_flag=True, about=msg("Build a package of an incomplete application too, marked as a draft.")
)
@option(
    "--flatten",
    is_flag=True,
    about=msg("Burn the answers into the pages of the forms; they then have no fields."),
)
@json_option
@pass_door
def fill(door: Door, answers: str, output: Path, *, draft: bool, flatten: bool) -> int:
    """Fill and pack; writes nothing when something is amiss."""
    case = open_case(answers, door)
    assessment = assess(case.interview)
    if not assessment.is_ready and not draft:
        for line in assessment_lines(assessment, case.interview, door.tr):
            door.print(line)
        door.say(msg("Nothing was written. To build a package that is marked as a draft, add --draft."))
        door.give(fill_out(None, None, assessment_out(assessment, door.tr)))
        return Exit.NOT_PASSED
    blanks = blanks_for(case.interview.flow, load_blanks(resources.content_root()))
    package = build_package(case.interview, blanks, case.read, flat=flatten)
    target = write_package(package, output)
    door.print(msg("Package: {path}", path=str(target)))
    door.print(msg("SHA-256: {digest}", digest=package.sha256))
    if not package.complete:
        door.print(msg("It is a draft: every page says so."))
    door.give(fill_out(package, target, assessment_out(assessment, door.tr)))
    return Exit.DONE if package.complete else Exit.NOT_PASSED


def fill_out(package: Package | None, target: Path | None, assessment: AssessmentOut) -> FillOut:
    """The JSON document of a filling; without a package, the answers were not ready."""
    return {
        "status": "not_ready" if package is None else "complete" if package.complete else "draft",
        "package": str(target) if target else None,
        "sha256": package.sha256 if package else None,
        "forms": [_form_out(form) for form in (package.forms if package else ())],
        "assessment": assessment,
    }


def _form_out(form: FilledBlank) -> FormFileOut:
    return {
        "blank": form.blank.id,
        "edition": form.blank.map.edition,
        "file": f"{form.blank.id}.pdf",
        "continued": list(form.continued),
    }
