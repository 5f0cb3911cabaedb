"""`lov batch run`: a package for each row, once, whatever happens on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wizard.cli.batchcheck import copy_path, tell_faults, tell_remarks, write_copy
from wizard.cli.batchoptions import InputFile, errand_options, jobs_option, processors
from wizard.cli.batchoutputs import BatchRunOut, faults_out, tally_out
from wizard.cli.batchprogress import Progress, duration
from wizard.cli.commands import Command, json_option, option, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.i18n import msg, nmsg

if TYPE_CHECKING:
    from wizard.batch.opening import Intake
    from wizard.batch.running import Run

__all__ = ["run"]

_STOPPED = 130


def _flags(command: Callable[..., Any]) -> Callable[..., Any]:
    """What the packages shall be like."""
    for decorate in (
        option("--letter", is_flag=True, about=msg("Write a cover letter beside each package.")),
        option(
            "--zip",
            "zipped",
            is_flag=True,
            about=msg("Write only the package of each row, not its forms beside it."),
        ),
        option(
            "--flatten",
            "flat",
            is_flag=True,
            about=msg("Burn the answers into the pages of the forms; they then have no fields."),
        ),
        option(
            "--draft",
            is_flag=True,
            about=msg("Build packages of incomplete applications too, marked as drafts."),
        ),
    ):
        command = decorate(command)
    return command


@click.command(
    cls=Command,
    about=msg(
        "Make a package for each row of FILE in the folder DIR, with a summary as workbook and page. Rows with faults "
        "wait, the others go on. Stopped or killed, the same command goes on where it was; after a correction, only "
        "changed rows are made anew. Exit code 0: all are ready. 1: something has to be done. 3: FILE cannot be read."
    ),
)
@click.argument("file", type=InputFile)
@option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    about=msg("The folder to write to."),
)
@jobs_option
@option(
    "--queue",
    is_flag=True,
    about=msg("Hand the work to lov batch worker, by the team's PostgreSQL (LOV_DATABASE_URL)."),
)
@_flags
@errand_options
@json_option
@pass_door
def run(  # noqa: PLR0913  each is an option of the command
    door: Door,
    /,
    file: Path,
    output: Path,
    jobs: int | None,
    *,
    queue: bool,
    area: str | None,
    kind: str | None,
    **flags: bool,
) -> int:
    """Run a batch."""
    from wizard.batch.opening import open_intake  # noqa: PLC0415  heavy
    from wizard.batch.running import Choices, run_all, settings_of  # noqa: PLC0415  as above

    intake = open_intake(file, door.content, door.tr, area=area, kind=kind)
    door.on_close.append(intake.close)
    choices = Choices(**flags, jobs=jobs or processors())
    settings = settings_of(intake, door.content, door.today, door.tr, choices)
    with Progress(intake.total, door.tr) as progress:
        done = run_all(
            intake,
            door.content,
            output,
            settings,
            jobs=choices.jobs,
            carrier=_queue(door, settings, output) if queue else None,
            on_step=lambda count, before: progress.step(count, skipped=before > 0),
        )
    if done.stopped:
        return _tell_stopped(done, intake, door)
    return _tell(done, intake, file, door)


def _queue(door: Door, settings: Any, output: Path) -> Any:
    from wizard.cli.batchworker import carrier_for  # noqa: PLC0415  only with a queue

    return carrier_for(door, settings, output)


def _tell_stopped(done: Run, intake: Intake, door: Door) -> int:
    door.say(
        msg(
            "Stopped. {made} packages were made and {kept} were there; the same command goes on where this was.",
            made=done.made,
            kept=done.kept,
        )
    )
    door.give(_out(done, intake, _Written(), door))
    return _STOPPED


def _tell(done: Run, intake: Intake, file: Path, door: Door) -> int:
    from wizard.batch.running import EARLIER  # noqa: PLC0415  heavy
    from wizard.batch.summary import write_page, write_workbook  # noqa: PLC0415  as above

    tell_remarks(intake, done.tally, door)
    tell_faults(intake.spool.faults(), door)
    book = write_workbook(intake, done, door.tr)
    page = write_page(intake, done, door.tr)
    door.print(done.tally.message())
    door.print(
        msg(
            "Packages made: {made}. Kept from before: {kept}. Time: {time}.",
            made=done.made,
            kept=done.kept,
            time=duration(done.seconds),
        )
    )
    if done.superseded:
        door.print(
            nmsg(
                "One earlier package was replaced and moved to {folder}.",
                "{count} earlier packages were replaced and moved to {folder}.",
                done.superseded,
                folder=str(done.folder / EARLIER),
            )
        )
    if done.anew:
        door.print(
            nmsg(
                "One package was gone or altered and was made anew.",
                "{count} packages were gone or altered and were made anew.",
                done.anew,
            )
        )
    if done.rest:
        door.print(
            msg("What was left of what was made anew is in {folder}.", folder=str(done.folder / EARLIER))
        )
    copy = write_copy(intake, done.tally, copy_path(file, door.tr), door)
    door.print(msg("Summary: {path}", path=str(page)))
    door.give(_out(done, intake, _Written(copy, book, page), door))
    return Exit.DONE if done.tally.is_clean else Exit.NOT_PASSED


@dataclass(frozen=True, slots=True)
class _Written:
    """What was written besides the packages."""

    copy: Path | None = None
    book: Path | None = None
    page: Path | None = None


def _out(done: Run, intake: Intake, written: _Written, door: Door) -> BatchRunOut | None:
    if not door.as_json:
        return None
    from wizard.batch.work import PACKAGES  # noqa: PLC0415  heavy

    def shown(path: Path | None) -> str | None:
        return str(path) if path is not None else None

    return {
        "status": "stopped" if done.stopped else "clean" if done.tally.is_clean else "faults",
        "folder": str(done.folder),
        "area": intake.flow.area.id,
        "kind": intake.flow.kind,
        "flow_version": intake.flow.version,
        "tally": tally_out(done.tally),
        "made": done.made,
        "kept": done.kept,
        "superseded": done.superseded,
        "anew": done.anew,
        "seconds": round(done.seconds, 3),
        "clients": [
            {
                "client": each["client"],
                "row": each["row"],
                "standing": each["standing"],
                "folder": f"{PACKAGES}/{each['id']}" if each["package"] is not None else None,
                "package": each["package"],
                "sha256": each["sha256"],
                "as_of": each["as_of"] if each["package"] is not None else None,
                "kept": each["kept"],
            }
            for each in intake.spool.finished()
        ],
        "faults": faults_out(intake.spool.faults()),
        "remarks": [door.tr(remark) for remark in intake.remarks],
        "copy": shown(written.copy),
        "workbook": shown(written.book),
        "page": shown(written.page),
    }
