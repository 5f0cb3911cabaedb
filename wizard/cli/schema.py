"""`lov schema`: the JSON Schema of what `--json` prints."""

from __future__ import annotations

import json

import click

from wizard.cli.commands import Command, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.i18n import msg

__all__ = ["schema"]


@click.command(
    cls=Command, about=msg("Print the JSON Schema of a command's output. Without a name, list the names.")
)
@click.argument("name", required=False)
@pass_door
def schema(door: Door, name: str | None) -> int:
    """Print one schema, or the names there are."""
    from pydantic import TypeAdapter  # noqa: PLC0415  heavy

    from wizard.cli.askoutputs import ASK_SCHEMAS  # noqa: PLC0415  as above
    from wizard.cli.batchoutputs import BATCH_SCHEMAS  # noqa: PLC0415  as above
    from wizard.cli.boardoutputs import BOARD_SCHEMAS  # noqa: PLC0415  as above
    from wizard.cli.deskoutputs import DESK_SCHEMAS  # noqa: PLC0415  as above
    from wizard.cli.lookupoutputs import LOOKUP_SCHEMAS  # noqa: PLC0415  as above
    from wizard.cli.outputs import SCHEMAS  # noqa: PLC0415  as above
    from wizard.cli.parseoutputs import PARSE_SCHEMAS  # noqa: PLC0415  as above
    from wizard.cli.planoutputs import PLAN_SCHEMAS  # noqa: PLC0415  as above
    from wizard.cli.screenoutputs import SCREEN_SCHEMAS  # noqa: PLC0415  as above
    from wizard.cli.watchoutputs import WATCH_SCHEMAS  # noqa: PLC0415  as above

    schemas = {
        **SCHEMAS,
        **PLAN_SCHEMAS,
        **BOARD_SCHEMAS,
        **BATCH_SCHEMAS,
        **ASK_SCHEMAS,
        **PARSE_SCHEMAS,
        **SCREEN_SCHEMAS,
        **DESK_SCHEMAS,
        **LOOKUP_SCHEMAS,
        **WATCH_SCHEMAS,
    }
    if name is None:
        for known in schemas:
            print(known)  # noqa: T201  data on stdout
        return Exit.DONE
    if name not in schemas:
        door.say(msg("There is no schema {name}. There is: {names}.", name=name, names=", ".join(schemas)))
        return Exit.USAGE
    print(json.dumps(TypeAdapter(schemas[name]).json_schema(), indent=2))  # noqa: T201  as above
    return Exit.DONE
