"""Running a command, and what becomes of what goes wrong.

Foreign and own errors end here, at one seam: usage 2, an input that is refused 3, our own fault 70. Each is
told as a sentence on stderr; with `--json`, a refusal is also a document on stdout.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wizard import resources
from wizard.cli.app import main_command
from wizard.cli.door import Door, language_of
from wizard.cli.exits import Exit
from wizard.cli.refusals import refusal
from wizard.files import write_report
from wizard.i18n import msg

if TYPE_CHECKING:
    from wizard.blanks.confirm import Confirming

__all__ = ["run", "tell_fault"]


def run(
    arguments: list[str] | None = None,
    *,
    open_app: Callable[[Door], int] | None = None,
    open_map: Callable[[Door, Confirming], int] | None = None,
    open_desk: Callable[[Door, Path], int] | None = None,
) -> int:
    """Run one command and return its exit code; `open_app` is called where no command is given.

    `open_map` lets a person confirm the map of a form, `open_desk` lets an officer work at an inbox.
    """
    gettext.bindtextdomain("interface", str(resources.content_root() / "locales"))
    gettext.textdomain("interface")  # click's own words are in our catalogue
    language = language_of(os.environ)
    door = Door(language=language, open_app=open_app, open_map=open_map, open_desk=open_desk)
    os.environ["LANGUAGE"] = door.language
    try:
        code = main_command.main(arguments, prog_name="lov", standalone_mode=False, obj=door)
        return int(code or Exit.DONE)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return Exit.USAGE
    except (KeyboardInterrupt, click.Abort):
        door.say(msg("Stopped. What was saved before is kept."))
        return 130
    except BrokenPipeError:
        return Exit.DONE
    except Exception as error:  # noqa: BLE001  the last seam: known refusals are told, the rest is our fault
        return tell_fault(error, door)


def tell_fault(error: Exception, door: Door) -> int:
    """Tell what went wrong: a refusal, or a fault of ours with the path of its report; the exit code of it."""
    known = refusal(error, door)
    if known is not None:
        return known
    report = write_report(error, door.folder)
    if report is not None:
        door.say(
            msg("lov made a mistake. A report without your answers was written to {path}.", path=str(report))
        )
    else:
        door.say(msg("lov made a mistake, and no report of it could be written."))
    door.say(msg("What you had saved is kept."))
    return Exit.OUR_FAULT
