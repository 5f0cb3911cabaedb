"""`lov forms add` and `lov forms diff`: taking in a form that someone else made, and its next edition."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import click

from wizard import resources
from wizard.blanks.confirm import Confirming, read_map
from wizard.blanks.editions import Editions, compare_editions
from wizard.blanks.load import MAP
from wizard.blanks.mapfile import UNSURE, Head, map_text, renamed_map_text
from wizard.blanks.propose import Guess, Proposal, propose
from wizard.cli.commands import Command, json_option, option, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.cli.formwords import inspection_sentences
from wizard.cli.outputs import FormAddOut, FormDiffOut, GuessOut
from wizard.cli.start import is_full_terminal
from wizard.files import write_atomically
from wizard.i18n import Message, msg, nmsg
from wizard.pdf import shared_guard

__all__ = ["add_form", "confirm_map", "diff_forms"]

Pdf: Final = click.Path(path_type=Path, exists=True, dir_okay=False)
_NOT_IN_NAMES: Final = re.compile(r"[^a-z0-9]+")
_PUBLIC: Final = 0o644


class FormMapError(Exception):
    """A form cannot be taken in; `message` says why."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(str(message))


@click.command(
    cls=Command,
    about=msg(
        "Take in the form FILE for an errand: propose which question each field is about, from tooltips, printed "
        "labels and names. Writes form.pdf and map.yaml, to be read and put right by a person."
    ),
)
@click.argument("file", type=Pdf)
@option("--area", required=True, about=msg("The area whose questions the form is about."))
@option("--kind", default="application", about=msg("The errand, such as application."))
@option("--blank", about=msg("What to call the blank; its file name if left out."))
@option("--title", about=msg("The form's title."))
@option("--edition", default="1", about=msg("The form's edition."))
@option("--published", about=msg("The address where its publisher has it, for lov forms check."))
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    about=msg("The folder to write to; forms/BLANK of the content if left out."),
)
@option("--password", about=msg("The password, for a PDF that needs one."))
@json_option
@pass_door
def add_form(  # noqa: PLR0913, PLR0917  click gives each by name
    door: Door,
    file: Path,
    area: str,
    kind: str,
    blank: str | None,
    title: str | None,
    edition: str,
    published: str | None,
    output: Path | None,
    password: str | None,
) -> int:
    """Propose a map."""
    flow = door.content.flow(area, kind)
    data = file.read_bytes()
    name = blank or _NOT_IN_NAMES.sub("-", file.stem.casefold()).strip("-") or "blank"
    folder = output or resources.content_root() / "forms" / name
    if (folder / "map.yaml").exists():
        raise FormMapError(
            msg("There is a map in {folder} already; choose another name.", folder=str(folder))
        )
    survey = shared_guard().survey(data, password)
    proposal = propose(survey, flow, door.today)
    head = Head(name, title or file.stem, edition, ((area, kind),), published)
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / "form.pdf", data, mode=_PUBLIC)
    write_atomically(folder / "map.yaml", map_text(head, proposal).encode(), mode=_PUBLIC)
    _tell_proposal(door, proposal, folder)
    for sentence in inspection_sentences(survey.found):
        door.say(sentence)
    door.give(_add_out(name, folder, proposal))
    return Exit.DONE


def _tell_proposal(door: Door, proposal: Proposal, folder: Path) -> None:
    for guess in _guesses(proposal):
        mark = " " if guess.confidence >= UNSURE else "?"
        door.print(f"{guess.confidence:.2f}{mark} {guess.field} → {guess.answer}  {guess.seen}")
    for name, seen in proposal.left:
        door.print(f"  -   {name}  {seen}")
    unsure = sum(guess.confidence < UNSURE for guess in _guesses(proposal))
    door.say(
        msg(
            "{found} fields have a question, {unsure} of them unsure; {left} have none.",
            found=len(_guesses(proposal)),
            unsure=unsure,
            left=len(proposal.left),
        )
    )
    door.say(msg("Written: {path}", path=str(folder / "map.yaml")))
    door.say(msg("Confirm it field by field: lov forms confirm {folder}", folder=str(folder)))


def _guesses(proposal: Proposal) -> list[Guess]:
    groups = [group for section in (proposal.ticks, proposal.hours) for group in section.values()]
    columns = [
        Guess(guess.field, f"{table}.{guess.answer}", guess.confidence, guess.seen)
        for table, (_, found) in proposal.tables.items()
        for guess in found.values()
    ]
    return [
        *proposal.fields,
        *(guess for group in groups for guess in group.values()),
        *columns,
        *proposal.attached,
    ]


def _add_out(name: str, folder: Path, proposal: Proposal) -> FormAddOut:
    guesses: list[GuessOut] = [
        {"field": g.field, "answer": g.answer, "confidence": g.confidence, "seen": g.seen}
        for g in _guesses(proposal)
    ]
    return {
        "blank": name,
        "folder": str(folder),
        "fields": guesses,
        "left": [{"field": field, "seen": seen} for field, seen in proposal.left],
    }


@click.command(
    cls=Command,
    about=msg(
        "Confirm the map in FOLDER (with form.pdf and map.yaml) field by field: the page's text around each, what "
        "is proposed and how sure that is. Every step is saved at once."
    ),
)
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
@option("--password", about=msg("The password, for a PDF that needs one."))
@pass_door
def confirm_map(door: Door, folder: Path, password: str | None) -> int:
    """Open the screen; without a terminal, tell what to do instead."""
    if folder.is_file():  # the map itself was named
        folder = folder.parent
    if door.plain or door.as_json or not is_full_terminal():
        door.say(msg("Confirming a map needs a terminal that can be drawn on, and there is none here."))
        door.say(msg("Edit {path} instead: its comments say how sure each line is.", path=str(folder / MAP)))
        return Exit.USAGE
    if door.open_map is None:
        raise RuntimeError
    door.say(msg("Reading the form …"))
    guard = shared_guard()
    confirming = Confirming.open(
        folder, door.content.flow, lambda data: guard.survey(data, password), door.today
    )
    return door.open_map(door, confirming)


@click.command(
    cls=Command,
    about=msg(
        "Tell what the edition NEW of a form changed from OLD. With --map and -o, carry the map over. "
        "Exit code 1 when a map of the old edition needs a person's eye."
    ),
)
@click.argument("old", type=Pdf)
@click.argument("new", type=Pdf)
@option("--map", "map_file", type=Pdf, about=msg("The map of the old edition."))
@option(
    "-o", "--output", type=click.Path(path_type=Path), about=msg("The map for the new edition, to write.")
)
@option("--edition", default="", about=msg("What the new edition is called."))
@json_option
@pass_door
def diff_forms(  # noqa: PLR0913, PLR0917  click gives each by name
    door: Door, old: Path, new: Path, map_file: Path | None, output: Path | None, edition: str
) -> int:
    """Compare two editions."""
    if (map_file is None) != (output is None):
        raise click.UsageError(door.tr(msg("--map and -o go together.")))
    guard = shared_guard()
    found = compare_editions(guard.inspect(old.read_bytes()), guard.inspect(new.read_bytes()))
    _tell_editions(door, found)
    if map_file is not None and output is not None:
        before = read_map(map_file)
        text = renamed_map_text(before, edition or before.edition, found.renamed, found.removed)
        write_atomically(output, text.encode(), mode=_PUBLIC)
        door.say(msg("Written: {path}", path=str(output)))
    door.give(_diff_out(found))
    return Exit.DONE if found.is_safe else Exit.NOT_PASSED


def _tell_editions(door: Door, found: Editions) -> None:
    for name in found.added:
        door.print(f"+ {name}")
    for name in found.removed:
        door.print(f"- {name}")
    for name, other in found.renamed.items():
        door.print(f"~ {name} → {other}")
    for change in found.changes:
        door.print(f"! {change.field}: {change.what}: {change.before} → {change.after}")
    if found.pages[0] != found.pages[1]:
        door.print(msg("Pages: {before}, now {after}.", before=found.pages[0], after=found.pages[1]))
    count = len(found.added) + len(found.removed) + len(found.renamed) + len(found.changes)
    door.say(nmsg("{count} difference.", "{count} differences.", count))


def _diff_out(found: Editions) -> FormDiffOut:
    return {
        "added": list(found.added),
        "removed": list(found.removed),
        "renamed": dict(found.renamed),
        "changes": [
            {"field": c.field, "what": c.what, "before": c.before, "after": c.after} for c in found.changes
        ],
        "pages": list(found.pages),
    }
