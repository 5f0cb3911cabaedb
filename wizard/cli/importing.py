"""`lov import`: an answers file becomes a draft."""

from __future__ import annotations

from pathlib import Path

import click

from wizard.cli.commands import Command, json_option, option, pass_door
from wizard.cli.door import Door
from wizard.cli.drafts import draft_out
from wizard.cli.exits import Exit
from wizard.i18n import msg, nmsg

__all__ = ["import_file"]


@click.command(
    cls=Command,
    about=msg("Take the answers file FILE, with its attachments, in as a new draft. Prints its id."),
)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@option("--into", about=msg("Take it into this draft instead; what the file does not answer stays."))
@json_option
@pass_door
def import_file(door: Door, file: Path, into: str | None) -> int:
    """Import a file, wholly or not at all."""
    from wizard.drafts.answers_file import read_answers_file  # noqa: PLC0415  heavy
    from wizard.drafts.importing import import_answers  # noqa: PLC0415  as above

    imported = import_answers(door.store, read_answers_file(file, door.content, door.today), into)
    door.print(imported.draft.id)
    door.say(
        nmsg("{count} answer is new or changed.", "{count} answers are new or changed.", imported.changed)
    )
    door.give({"draft": draft_out(imported.draft), "changed": imported.changed, "files": imported.files})
    return Exit.DONE
