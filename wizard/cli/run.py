"""Running a command, and what becomes of what goes wrong.

Foreign and own errors end here, at one seam: usage 2, an input that is refused 3, our own fault 70. Each is
told as a sentence on stderr; with `--json`, a refusal is also a document on stdout.
"""

from __future__ import annotations

import gettext
import os
import platform
import secrets
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wizard import __version__, resources
from wizard.cli.app import main_command
from wizard.cli.door import Door, language_of
from wizard.cli.exits import Exit
from wizard.cli.refusals import refusal
from wizard.files import make_private_folder, write_atomically
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
    door.say(
        msg(
            "lov made a mistake. A report without your answers was written to {path}.",
            path=str(_report(error, door.folder)),
        )
    )
    door.say(msg("What you had saved is kept."))
    return Exit.OUR_FAULT


def _report(error: Exception, folder: Path) -> Path:
    """Write what happened, without values: messages and local variables may hold what a person typed."""
    reports = folder / "reports"
    make_private_folder(reports)
    path = reports / f"report-{secrets.token_hex(4)}.txt"
    lines = [f"lov {__version__}, Python {platform.python_version()}, {platform.system()}", *_trail(error)]
    write_atomically(path, ("\n".join(lines) + "\n").encode())
    return path


def _trail(error: BaseException) -> Iterable[str]:
    package = Path(__file__).parents[1]
    at: BaseException | None = error
    while at is not None:
        yield f"{type(at).__module__}.{type(at).__name__}"
        for frame in traceback.extract_tb(at.__traceback__):
            path = Path(frame.filename)
            name = path.relative_to(package) if path.is_relative_to(package) else path.name
            yield f"  {name}:{frame.lineno} {frame.name}"
        at = at.__cause__ or at.__context__
