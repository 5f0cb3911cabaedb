"""`lov batch check`: every fault of a file by sheet and cell, and the same workbook back with each of them marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from wizard.cli.batchoptions import InputFile, errand_options, jobs_option, processors
from wizard.cli.batchoutputs import BatchCheckOut, ClientOut, faults_out, tally_out
from wizard.cli.batchprogress import Progress
from wizard.cli.commands import Command, json_option, option, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.i18n import Translator, msg, nmsg

if TYPE_CHECKING:
    from wizard.batch.checking import Tally
    from wizard.batch.faults import Fault
    from wizard.batch.opening import Intake

__all__ = ["check", "copy_path", "tell_faults", "tell_remarks", "write_copy"]

_SHOWN: Final = 5
"""How many missing answers of a client are named; the rest is in the annotated copy, and in --json."""


@click.command(
    cls=Command,
    about=msg(
        "Check FILE (.xlsx, .csv or .jsonl): every fault by sheet and cell, what is missing, and what does not hold. "
        "With faults, the same workbook is written once more beside it, each marked and all listed. "
        "Exit code 0: all can be handed in. 1: something has to be done. 3: the file cannot be read."
    ),
)
@click.argument("file", type=InputFile)
@errand_options
@option(
    "--copy",
    "copy",
    type=click.Path(path_type=Path, dir_okay=False),
    about=msg("Where to write the annotated copy; beside FILE if left out."),
)
@option("--no-copy", is_flag=True, about=msg("Write no annotated copy."))
@jobs_option
@json_option
@pass_door
def check(  # noqa: PLR0913  each is an option of the command
    door: Door,
    /,
    file: Path,
    area: str | None,
    kind: str | None,
    copy: Path | None,
    *,
    jobs: int | None,
    no_copy: bool,
) -> int:
    """Check a file."""
    from wizard.batch.looking import look_through  # noqa: PLC0415  heavy
    from wizard.batch.opening import open_intake  # noqa: PLC0415  as above

    intake = open_intake(file, door.content, door.tr, area=area, kind=kind)
    door.on_close.append(intake.close)
    clients: list[ClientOut] = []
    with Progress(intake.total, door.tr) as progress:

        def on_row(client: str, row: int, standing: str) -> None:
            progress.step()
            if door.as_json:
                clients.append({"client": client, "row": row, "standing": standing})  # type: ignore[typeddict-item]

        tally = look_through(
            intake, door.content, door.today, door.tr, jobs=jobs or processors(), on_row=on_row
        )
    tell_remarks(intake, tally, door)
    tell_faults(intake.spool.faults(), door, is_whole=no_copy)
    door.print(tally.message())
    written = None if no_copy else write_copy(intake, tally, copy or copy_path(file, door.tr), door)
    out: BatchCheckOut = {
        "status": "clean" if tally.is_clean else "faults",
        "file": str(file),
        "area": intake.flow.area.id,
        "kind": intake.flow.kind,
        "flow_version": intake.flow.version,
        "tally": tally_out(tally),
        "clients": clients,
        "faults": faults_out(intake.spool.faults()) if door.as_json else [],
        "remarks": [door.tr(remark) for remark in intake.remarks],
        "copy": str(written) if written is not None else None,
    }
    door.give(out)
    return Exit.DONE if tally.is_clean else Exit.NOT_PASSED


def copy_path(file: Path, tr: Translator) -> Path:
    """Where the annotated copy of `file` goes: beside it, so that the paths of attachments in it still lead there."""
    return file.with_name(f"{file.stem}-{tr(msg('faults'))}.xlsx")


def write_copy(intake: Intake, tally: Tally, target: Path, door: Door) -> Path | None:
    """Write the annotated copy where there is anything to mark."""
    if not (tally.wrong or tally.missing or tally.rules):
        return None
    from wizard.batch.annotated import annotate  # noqa: PLC0415  heavy

    annotate(intake, target, door.tr)
    door.say(
        msg(
            "Every fault is marked in {path}. Mend it there, or in your own file, and run again.",
            path=str(target),
        )
    )
    return target


def tell_remarks(intake: Intake, tally: Tally, door: Door) -> None:
    """What is worth knowing of the file as a whole."""
    if intake.since and intake.since != intake.flow.version:
        door.say(
            msg(
                "The file was made for version {since}. Its answers were carried over to version {version}.",
                since=intake.since,
                version=intake.flow.version,
            )
        )
    for remark in intake.remarks:
        door.say(remark)
    if not tally.rows:
        door.say(
            msg(
                "There is no application in {file} yet. Fill in a row below the example.",
                file=intake.path.name,
            )
        )


def tell_faults(faults: Iterable[Fault], door: Door, *, is_whole: bool = False) -> None:
    """Each fault on a line; what is missing, in one line for each client, the first of it unless all `is_whole`."""
    if door.as_json:
        return
    for line in _lines(faults, door.tr, None if is_whole else _SHOWN):
        door.print(line)


def _lines(faults: Iterable[Fault], tr: Translator, most: int | None) -> Iterator[str]:
    from wizard.batch.faults import Kind, fault_line  # noqa: PLC0415  heavy

    missing: list[Fault] = []
    for fault in faults:
        if missing and fault.client != missing[0].client:
            yield _missing_line(missing, tr, most)
            missing = []
        if fault.kind is Kind.MISSING:
            missing.append(fault)
        else:
            yield fault_line(fault, tr)
    if missing:
        yield _missing_line(missing, tr, most)


def _missing_line(missing: list[Fault], tr: Translator, most: int | None) -> str:
    head = nmsg(
        "{client}: one answer is missing:",
        "{client}: {count} answers are missing:",
        len(missing),
        client=missing[0].client,
    )
    shown = missing if most is None or len(missing) <= most + 1 else missing[:most]
    places = [f"{fault.place} {fault.heading or fault.what}" for fault in shown]
    if len(shown) < len(missing):
        places.append(tr(msg("and {count} more", count=len(missing) - len(shown))))
    return f"{tr(head)} {'; '.join(places)}"
