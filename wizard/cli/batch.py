"""`lov batch`: many applications from one workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wizard.cli.commands import Command, Group, Lazy, json_option, option, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.i18n import msg

if TYPE_CHECKING:
    from wizard.batch.template import Client

__all__ = ["batch", "template"]

batch = Group(
    "batch",
    lazy={
        "template": Lazy(
            "wizard.cli.batch:template", msg("Write the workbook to fill in, one row a client.")
        ),
        "check": Lazy("wizard.cli.batchcheck:check", msg("Find every fault in a filled-in workbook.")),
        "run": Lazy("wizard.cli.batchrun:run", msg("Make the packages, a folder for each row.")),
        "worker": Lazy("wizard.cli.batchworker:worker", msg("Take work from the queue, on any machine.")),
    },
    about=msg("Many applications from one workbook: a template, the check, the run."),
)


@click.command(
    cls=Command,
    about=msg(
        "Write a workbook for AREA: one row for each application, sheets for staff and other rows, drop-down lists, "
        "and notes on every heading that tell what is asked, why, and in which form."
    ),
)
@click.argument("area")
@option("--kind", default="application", about=msg("The errand; application if left out."))
@option(
    "--from",
    "drafts",
    multiple=True,
    metavar="DRAFT",
    about=msg("Fill in the provider's own data from a draft. May be given several times."),
)
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    about=msg("The workbook to write (.xlsx)."),
)
@json_option
@pass_door
def template(door: Door, area: str, kind: str, drafts: tuple[str, ...], output: Path) -> int:
    """Write the template."""
    from wizard.batch.layout import layout_of  # noqa: PLC0415  heavy
    from wizard.batch.template import template as drawn  # noqa: PLC0415  as above
    from wizard.files import write_atomically  # noqa: PLC0415  as above

    flow = door.content.flow(area, kind)
    clients = [_client(door, draft) for draft in drafts]
    layout = layout_of(flow, door.tr)
    write_atomically(output, drawn(layout, door.tr, clients))
    door.print(msg("Written: {path}", path=str(output)))
    door.say(msg("Fill in one row for each client, then run: lov batch check {path}", path=str(output)))
    door.give(
        {
            "file": str(output),
            "area": flow.area.id,
            "kind": flow.kind,
            "flow_version": flow.version,
            "sheets": [
                {"name": s.name, "table": s.key or None, "columns": len(s.columns)} for s in layout.sheets
            ],
        }
    )
    return Exit.DONE


def _client(door: Door, draft: str) -> Client:
    """The provider's own answers in a draft, as a client of the workbook."""
    from wizard.batch.template import Client  # noqa: PLC0415  heavy
    from wizard.drafts.providers import own_answers  # noqa: PLC0415  as above
    from wizard.drafts.session import DraftSession  # noqa: PLC0415  as above

    session = DraftSession.open(door.store, door.content, draft, door.today)
    return Client(session.draft.label or session.draft.id, own_answers(session.interview))
