"""What the commands of a batch are asked for alike."""

from __future__ import annotations

import os
from pathlib import Path

import click

from wizard.cli.commands import option
from wizard.i18n import msg

__all__ = ["InputFile", "errand_options", "jobs_option", "processors"]

InputFile = click.Path(path_type=Path, exists=True, dir_okay=False)


def errand_options(command: click.Command) -> click.Command:
    """`--area` and `--kind`, for files that do not say what they are for."""
    for decorate in (
        option("--kind", about=msg("The errand, for a file that does not say it; application if left out.")),
        option(
            "--area", about=msg("The area, for a file that does not say it (one not made from a template).")
        ),
    ):
        command = decorate(command)
    return command


jobs_option = option(
    "--jobs",
    type=click.IntRange(1, 64),
    about=msg("How many processes work at it; one for each processor if left out."),
)


def processors() -> int:
    """How many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1
