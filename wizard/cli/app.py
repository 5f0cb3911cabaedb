"""The main command: the settings that stand before a command, and the list of commands."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import click

from wizard import __version__, resources
from wizard.cli.commands import Day, Group, Lazy, Option, json_option, option
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.i18n import available_languages, msg

__all__ = ["main_command"]

COMMANDS = {
    "list": Lazy("wizard.cli.drafts:list_drafts", msg("List your drafts.")),
    "new": Lazy("wizard.cli.drafts:new", msg("Begin a draft.")),
    "show": Lazy("wizard.cli.drafts:show", msg("Show a draft: answers, what is missing, verdicts.")),
    "export": Lazy("wizard.cli.drafts:export", msg("Write a draft as an answers file.")),
    "chat": Lazy("wizard.cli.chat:chat", msg("The wizard as a conversation in plain lines.")),
    "ask": Lazy("wizard.cli.ask:ask", msg("Answer a question, with its source.")),
    "parse": Lazy("wizard.cli.parse:parse", msg("Show how an utterance is understood.")),
    "serve": Lazy("wizard.cli.serve:serve", msg("The wizard in the browser of this computer.")),
    "import": Lazy("wizard.cli.importing:import_file", msg("Take an answers file in as a draft.")),
    "history": Lazy("wizard.cli.history:history", msg("Show who changed which answers, and when.")),
    "undo": Lazy("wizard.cli.stepping:undo", msg("Take your last change of a draft back.")),
    "redo": Lazy("wizard.cli.stepping:redo", msg("Do again what you took back.")),
    "news": Lazy("wizard.cli.stepping:news", msg("Tell what others have changed since you were here.")),
    "delete": Lazy("wizard.cli.deleting:delete", msg("Delete a draft so that nothing of it is left.")),
    "check": Lazy(
        "wizard.cli.check:check", msg("Check an answers file, a draft or a package against the rules.")
    ),
    "fill": Lazy("wizard.cli.fill:fill", msg("Fill the forms and build the package.")),
    "plan": Lazy(
        "wizard.cli.plan:plan", msg("Reckon dates: what has to be done when, and the earliest start.")
    ),
    "screen": Lazy(
        "wizard.cli.screen:screen_command", msg("Screen what has come in: what is missing, what contradicts.")
    ),
    "desk": Lazy("wizard.cli.desk:desk", msg("Work at an inbox of packages, alone or with other officers.")),
    "decide": Lazy("wizard.cli.deskdecide:decide", msg("Decide of a case or a finding, by command.")),
    "board": Lazy(
        "wizard.cli.board:board",
        msg("Show the preparations for the start meeting: who, by when, what waits."),
    ),
    "batch": Lazy("wizard.cli.batch:batch", msg("Many applications from one workbook.")),
    "lookup": Lazy("wizard.cli.lookup:lookup", msg("Ask Bolagsverket about an organisation.")),
    "watch": Lazy("wizard.cli.watch:watch", msg("Tell what has changed on the pages lov was made after.")),
    "forms": Lazy("wizard.cli.forms:forms", msg("List, inspect, fill and read PDF forms.")),
    "flows": Lazy("wizard.cli.flows:flows", msg("List and check the questions and rules.")),
    "store": Lazy("wizard.cli.store:store", msg("Look after all drafts: health, backup, export, retention.")),
    "schema": Lazy("wizard.cli.schema:schema", msg("Print the JSON Schema of a command's output.")),
    "sample": Lazy(
        "wizard.cli.sample:sample", msg("Take the shipped sample from answers to a checked package.")
    ),
}


def _settle_language(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    door = ctx.ensure_object(Door)
    door.language = value or door.language
    door.is_language_given = value is not None
    os.environ["LANGUAGE"] = door.language  # click's own words follow


def _settle_content(_ctx: click.Context, _param: click.Parameter, value: Path | None) -> None:
    resources.use_content(value)


@click.group(
    cls=Group,
    lazy=COMMANDS,
    about=msg("lov: from first question to a checked package. Without a command, the wizard opens."),
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@option(
    "--content",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    callback=_settle_content,
    is_eager=True,
    expose_value=False,
    about=msg("Take flows/, forms/ and locales/ from this folder instead of the shipped ones."),
)
@option(
    "--lang",
    type=click.Choice(available_languages()),
    callback=_settle_language,
    is_eager=True,
    expose_value=False,
    about=msg("The language of all words."),
)
@json_option
@option("--plain", is_flag=True, about=msg("Plain lines: no colours, no full-screen app."))
@option(
    "--data-dir", type=click.Path(path_type=Path), about=msg("Where drafts are kept (also LOV_DATA_DIR).")
)
@option("--today", type=Day(), about=msg("Reckon with this day as today."))
@click.version_option(
    __version__,
    "--version",
    prog_name="lov",
    message="%(prog)s %(version)s",
    cls=Option,
    about=msg("Show the version and exit."),
)
@click.pass_context
def main_command(ctx: click.Context, *, plain: bool, data_dir: Path | None, today: date | None) -> int:
    """Settle the settings; without a command, open the wizard."""
    door = ctx.ensure_object(Door)
    door.plain = door.plain or plain or bool(os.environ.get("ACCESSIBLE"))
    door.data_dir = data_dir
    door.today_given = today
    ctx.call_on_close(door.close)
    if ctx.invoked_subcommand is not None:
        return Exit.DONE
    from wizard.cli.start import start_wizard  # noqa: PLC0415  only without a command

    return start_wizard(door)
