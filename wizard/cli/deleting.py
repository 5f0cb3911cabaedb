"""`lov delete`: a draft deleted so that nothing of it can be read, and a certificate that says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wizard.cli.commands import Command, json_option, option, pass_door
from wizard.cli.door import Door
from wizard.cli.drafts import draft_out
from wizard.cli.exits import Exit
from wizard.files import write_atomically
from wizard.i18n import msg, nmsg

if TYPE_CHECKING:
    from wizard.cli.storeoutputs import CertificateOut
    from wizard.store import Certificate

__all__ = ["certificate_out", "delete", "tell_certificate"]


@click.command(
    cls=Command,
    about=msg(
        "Delete DRAFT with its answers, history and attached files, in backups too. Only with --yes; without it, "
        "tells what would go."
    ),
)
@click.argument("draft")
@option("--yes", is_flag=True, about=msg("Delete it. There is no way back."))
@option(
    "--certificate",
    type=click.Path(path_type=Path, dir_okay=False),
    about=msg("Write what was deleted, and what is left, to this file as JSON."),
)
@json_option
@pass_door
def delete(door: Door, draft: str, certificate: Path | None, *, yes: bool) -> int:
    """Delete a draft."""
    found = door.store.get(draft)
    if not yes:
        door.print(
            f"{found.id}  {found.updated_at:%Y-%m-%d %H:%M}  {found.area}  {found.kind}  {found.label}"
        )
        door.say(msg("Nothing was deleted. To delete this draft for good, add --yes."))
        door.give({"status": "not_deleted", "draft": draft_out(found), "certificate": None})
        return Exit.NOT_PASSED
    done = door.store.delete(found.id)
    tell_certificate(done, door)
    if certificate is not None:
        document = json.dumps(certificate_out(done), ensure_ascii=False, indent=2) + "\n"
        write_atomically(certificate, document.encode())
    door.give({"status": "deleted", "draft": draft_out(found), "certificate": certificate_out(done)})
    return Exit.DONE if done.is_complete else Exit.NOT_PASSED


def tell_certificate(done: Certificate, door: Door) -> None:
    """Say what was deleted, and what is left."""
    door.print(
        msg(
            "Deleted: {draft}. Changes of answers: {changes}, attached files: {files}, backups: {backups}.",
            draft=done.draft_id,
            changes=done.rows["changes"],
            files=done.files,
            backups=done.backups,
        )
    )
    if not done.wiped:
        door.print(
            msg(
                "Traces are still in the files, because another window is open. They go when lov is opened next."
            )
        )
    for path in done.outside:
        door.print(msg("This package was made of it, and is yours to keep or delete: {path}", path=str(path)))
    for path in done.out_of_reach:
        door.print(
            msg(
                "This backup still holds it. lov cannot change it, because it is encrypted or not where it was put; "
                "delete it yourself: {path}",
                path=str(path),
            )
        )
    for name in done.found_in:
        door.print(msg("Something of it still stands in this file: {name}", name=name))
    if done.is_complete:
        door.print(
            nmsg(
                "The data folder was searched for {count} text of it, and it was not found.",
                "The data folder was searched for {count} texts of it, and none was found.",
                done.searched,
            )
        )
    if done.server:
        door.print(
            msg(
                "The server's own log, replicas and backups are kept by whoever runs {server}.",
                server=done.server,
            )
        )
    door.print(msg("Audit entry {seq}: {hash}", seq=done.entry[0], hash=done.entry[1]))


def certificate_out(done: Certificate) -> CertificateOut:
    """A certificate as JSON data."""
    return {
        "draft": done.draft_id,
        "area": done.area,
        "kind": done.kind,
        "deleted": done.deleted_at.isoformat(),
        "who": done.who,
        "rows": dict(done.rows),
        "files": done.files,
        "complete": done.is_complete,
        "wiped": done.wiped,
        "backups": done.backups,
        "packages_outside": len(done.outside),
        "out_of_reach": [str(path) for path in done.out_of_reach],
        "searched": done.searched,
        "found_in": list(done.found_in),
        "server": done.server,
        "audit": {"seq": done.entry[0], "hash": done.entry[1]},
    }
