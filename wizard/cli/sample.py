"""`lov sample`: the shipped sample, from answers to a filled, checked and verified package, told in a few lines."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from wizard import resources
from wizard.blanks import blanks_for, load_blanks
from wizard.cli.commands import Command, option, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.drafts.answers_file import read_answers_file
from wizard.drafts.packaging import write_package
from wizard.i18n import msg
from wizard.package.contents import build_package
from wizard.package.verify import verify_package
from wizard.rules import Outcome, assess

__all__ = ["sample"]

DEFAULT = "specialiserad-fysioterapi"


@click.command(
    cls=Command, about=msg("Take the shipped sample (a fictitious clinic) from answers to a checked package.")
)
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    about=msg("The folder to write to; a temporary one if left out."),
)
@pass_door
def sample(door: Door, output: Path | None) -> int:
    """Check, fill, pack, verify, and tell."""
    root = resources.content_root()
    path = root / "flows" / "samples" / DEFAULT / "answers.yaml"
    case = read_answers_file(path, door.content, door.today)
    interview, blanks = case.interview, load_blanks(root)
    assessment = assess(interview)
    counts = assessment.counts()
    answers = interview.answers()
    flow = interview.flow
    staff = sum(len(interview.rows(flow.questions[name])) for name in flow.case.staff)
    applicant = next((str(answers[name]) for name in flow.case.applicant), "")
    door.print(msg("Sample: {title}", title=flow.title))
    door.print(msg("Applicant: {name}, with {staff} staff", name=applicant, staff=staff))
    door.print(
        msg(
            "Answers: {n} of {asked} questions asked on this route",
            n=len(answers),
            asked=len(interview.relevant),
        )
    )
    door.print(
        msg(
            "Rules: {met} met, {not_met} not met, {undecided} undecided, {others} do not concern it",
            met=counts[Outcome.MET],
            not_met=counts[Outcome.NOT_MET],
            undecided=counts[Outcome.UNDECIDED],
            others=counts[Outcome.NOT_CONCERNED],
        )
    )
    for verdict in assessment.remarks:
        door.print(msg("To look at: {text}", text=verdict.rule.text))
    package = build_package(interview, blanks_for(flow, blanks), case.read)
    for form in package.forms:
        door.print(msg("Filled: {form} ({size} kB)", form=form.blank.title, size=len(form.data) // 1024))
    target = write_package(package, output or Path(tempfile.mkdtemp(prefix="lov-")))
    door.print(msg("Package: {path} ({size} kB)", path=str(target), size=len(package.data) // 1024))
    verified = verify_package(target, door.content, blanks)
    if not verified.is_sound or not assessment.is_ready:
        for finding in verified.findings:
            door.print(msg("{file}: {what}", file=finding.file, what=finding.what))
        return Exit.NOT_PASSED
    door.print(
        msg(
            "Verified: {n} files unchanged, the forms read back to the same answers, the same verdicts",
            n=verified.files,
        )
    )
    door.print(msg("Ready to be signed and handed in."))
    return Exit.DONE
