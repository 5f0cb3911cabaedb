"""How commands are declared: help as messages, loaded only when called.

The main command knows its subcommands by name and module. Asking for help imports none of them, so `lov
--help` stays as fast as an empty program. Help texts are `Message`s and are put into words when shown, in the
language the call asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from importlib import import_module
from typing import Any, Final

import click

from wizard.cli.door import Door
from wizard.i18n import Message, msg

__all__ = ["Command", "Day", "Group", "Lazy", "json_option", "option", "pass_door"]

pass_door = click.make_pass_decorator(Door, ensure=True)


class _Spoken(click.Command):
    """A command whose help is a message."""

    def __init__(self, *args: Any, about: Message, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = about

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        tr = ctx.ensure_object(Door).tr
        self.help = tr(self.about)
        own = self.get_help_option(ctx)
        if own is not None:  # it was made before the language was known
            own.help = tr(msg("Show this message and exit."))
        super().format_help(ctx, formatter)


class Command(_Spoken):
    """One command."""


class Option(click.Option):
    """An option whose help is a message."""

    def __init__(self, *args: Any, about: Message, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = about

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help = ctx.ensure_object(Door).tr(self.about)
        return super().get_help_record(ctx)


def option(*names: str, about: Message, **settings: Any) -> Callable[[Any], Any]:
    """Declare an option; `about` is its help."""
    return click.option(*names, cls=Option, about=about, **settings)


def _want_json(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001  click calls it so
    if value:
        ctx.ensure_object(Door).as_json = True


json_option: Final = option(
    "--json",
    is_flag=True,
    expose_value=False,
    callback=_want_json,
    about=msg("Print one JSON document on stdout."),
)
"""`--json` may stand before the command or after it."""


class Day(click.ParamType[date]):
    """A calendar day, YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the day; a fault is one of usage."""
        try:
            return value if isinstance(value, date) else datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            door = ctx.ensure_object(Door) if ctx else Door()
            self.fail(door.tr(msg("{value} is no day; write it as YYYY-MM-DD.", value=value)), param, ctx)


class Lazy:
    """A subcommand not imported yet: `wizard.cli.check:check`, with its help in one line."""

    def __init__(self, target: str, about: Message) -> None:
        self.target = target
        self.about = about

    def load(self) -> click.Command:
        """Import and return the command."""
        module, _, name = self.target.partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


class Group(_Spoken, click.Group):
    """A command with subcommands that are loaded when called."""

    def __init__(self, *args: Any, lazy: Mapping[str, Lazy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click passes it
        """The subcommands, in the order they were declared."""
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  as above
        """The subcommand called `cmd_name`."""
        return self.lazy[cmd_name].load() if cmd_name in self.lazy else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the subcommands without importing them."""
        tr = ctx.ensure_object(Door).tr
        rows: Sequence[tuple[str, str]] = [(name, tr(entry.about)) for name, entry in self.lazy.items()]
        with formatter.section(tr(msg("Commands"))):
            formatter.write_dl(rows)
