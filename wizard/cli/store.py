"""`lov store`: what is done to the drafts as a whole: health, upgrade, backup, verification, export, retention."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from wizard.cli.commands import Command, Group, Lazy, json_option, option, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.cli.sealing import key_options, key_to, lock_options, lock_to
from wizard.cli.storefacts import fact_lines
from wizard.i18n import msg, nmsg

__all__ = ["backup", "doctor", "export", "restore", "store", "upgrade", "verify"]

store = Group(
    "store",
    lazy={
        "doctor": Lazy("wizard.cli.store:doctor", msg("Tell engine, mode, sizes and health of the store.")),
        "upgrade": Lazy("wizard.cli.store:upgrade", msg("Bring the store to the schema of this lov.")),
        "backup": Lazy("wizard.cli.store:backup", msg("Make a backup, while others work.")),
        "restore": Lazy("wizard.cli.store:restore", msg("Go back to what a backup holds.")),
        "verify": Lazy("wizard.cli.store:verify", msg("Check that everything is what was written.")),
        "export": Lazy(
            "wizard.cli.store:export", msg("Write everything about one application or one person.")
        ),
        "key": Lazy("wizard.cli.sealing:key", msg("Make keys for encrypted drafts, backups and exports.")),
        "unseal": Lazy("wizard.cli.sealing:unseal", msg("Decrypt a backup or an export.")),
        "purge": Lazy("wizard.cli.purging:purge", msg("Delete what has been kept long enough.")),
    },
    about=msg("The store of drafts: health, backup, verification, export, retention."),
)

Folder = click.Path(path_type=Path, file_okay=False)
File = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(cls=Command, about=msg("Tell engine, mode, sizes and health of the store, and where it lies."))
@json_option
@pass_door
def doctor(door: Door) -> int:
    """Examine the store, also one that cannot be opened."""
    from wizard.store.doctor import examine  # noqa: PLC0415  heavy

    found = examine(door.folder, door.environment)
    door.print(found.place)
    for line in fact_lines(found.facts, door.tr):
        door.print(f"  {line}")
    for remark in found.remarks:
        door.print(remark.message)
    if found.is_healthy:
        door.print(msg("The store is healthy."))
    remarks = [{"code": r.code, "grave": r.is_grave, "message": door.tr(r.message)} for r in found.remarks]
    status = "healthy" if found.is_healthy else "in_danger"
    door.give({"status": status, "place": found.place, "facts": found.facts, "remarks": remarks})
    return Exit.DONE if found.is_healthy else Exit.NOT_PASSED


@click.command(
    cls=Command,
    about=msg(
        "Bring the store to the schema of this lov. Any other command does so too; this one tells of it."
    ),
)
@json_option
@pass_door
def upgrade(door: Door) -> int:
    """Upgrade, and tell from where to where."""
    from wizard.store.doctor import revision_of  # noqa: PLC0415  heavy
    from wizard.store.schema import HEAD  # noqa: PLC0415  as above

    before = revision_of(door.folder, door.environment)
    door.store.drafts()
    snapshot = door.folder / f"lov-before-{HEAD}.db"
    copy = str(snapshot) if before != HEAD and snapshot.exists() else None
    if before == HEAD:
        door.print(msg("The store has the schema of this lov already: {revision}.", revision=HEAD))
    else:
        door.print(msg("The store has the schema {revision} now.", revision=HEAD))
    if copy:
        door.print(msg("A copy of what was before: {path}", path=copy))
    door.give({"before": before, "after": HEAD, "snapshot": copy})
    return Exit.DONE


@click.command(
    cls=Command, about=msg("Make a backup while others work: one file with all drafts and attachments.")
)
@option(
    "-o",
    "--output",
    type=Folder,
    about=msg("The folder for backups; backups in the data folder if left out."),
)
@option("--keep", type=click.IntRange(1), default=7, about=msg("How many to keep in that folder (7)."))
@lock_options
@json_option
@pass_door
def backup(door: Door, output: Path | None, keep: int, to: tuple[str, ...], *, passphrase: bool) -> int:
    """Make a backup, and read it again."""
    lock = lock_to(door, to, passphrase=passphrase)
    made = door.store.upkeep.backup(output, keep=keep, lock=lock)
    door.print(msg("Backup: {path}", path=str(made.path)))
    door.print(msg("SHA-256: {digest}", digest=made.sha256))
    kept = [str(each.path) for each in door.store.upkeep.backups() if each.path.parent == made.path.parent]
    door.give(
        {
            "number": made.number,
            "path": str(made.path),
            "sha256": made.sha256,
            "size": made.size,
            "kept": kept,
        }
    )
    return Exit.DONE


@click.command(
    cls=Command,
    about=msg(
        "Go back to what the backup FILE holds. Where there are drafts, only with --yes; they are backed up first."
    ),
)
@click.argument("file", type=File)
@option("--yes", is_flag=True, about=msg("Replace the drafts there are."))
@key_options
@json_option
@pass_door
def restore(door: Door, file: Path, identity: Path | None, *, yes: bool, passphrase: bool) -> int:
    """Restore a backup, after checking all of it."""
    opened = _open_or_set_aside(door, yes=yes)
    there = opened is not None and bool(opened.drafts())
    if opened is None or (there and not yes):
        door.say(
            msg("Nothing was changed. To replace the drafts there are by those of the backup, add --yes.")
        )
        door.give({"status": "not_restored", "drafts": 0, "left_out": 0, "made": None, "before": None})
        return Exit.NOT_PASSED
    done = opened.upkeep.restore(file, key=key_to(door, identity, passphrase=passphrase))
    door.print(nmsg("{count} draft was restored.", "{count} drafts were restored.", done.drafts))
    if done.left_out:
        door.print(
            nmsg(
                "{count} draft was left out, because it was deleted after the backup was made.",
                "{count} drafts were left out, because they were deleted after the backup was made.",
                done.left_out,
            )
        )
    if done.before:
        door.print(msg("What was there before: {path}", path=str(done.before.path)))
    door.give(
        {
            "status": "restored",
            "drafts": done.drafts,
            "left_out": done.left_out,
            "made": done.manifest.made_at.isoformat(),
            "before": str(done.before.path) if done.before else None,
        }
    )
    return Exit.DONE


def _open_or_set_aside(door: Door, *, yes: bool) -> Any:
    """The store; where it is damaged and `yes`, a new one, with the damaged one beside it."""
    from wizard.store import StoreUnavailable, Trouble  # noqa: PLC0415  heavy
    from wizard.store.snapshots import set_aside  # noqa: PLC0415  as above

    try:
        return door.store
    except StoreUnavailable as error:
        if error.trouble is not Trouble.DAMAGED or not isinstance(error.place, Path):
            raise
        door.say(error.message)
        if not yes:
            return None
        door.say(msg("The damaged file was set aside: {path}", path=str(set_aside(error.place))))
        return door.store


@click.command(
    cls=Command,
    about=msg(
        "Check that everything is what was written: database, audit chain, history, attached files, backups; "
        "or what the backup FILE holds."
    ),
)
@click.argument("file", type=File, required=False)
@option("--head", about=msg("A hash that the audit chain once ended with, kept elsewhere."))
@key_options
@json_option
@pass_door
def verify(
    door: Door, file: Path | None, head: str | None, identity: Path | None, *, passphrase: bool
) -> int:
    """Verify the store, or a backup."""
    upkeep = door.store.upkeep
    if file is None:
        found = upkeep.verify(head=head)
    else:
        found = upkeep.verify_backup(file, head=head, key=key_to(door, identity, passphrase=passphrase))
    for fault in found.faults:
        door.print(fault.message)
    if not found.faults:
        door.print(
            msg(
                "All is what was written. Drafts: {drafts}, changes of answers: {changes}, attached files: {files}, "
                "audit entries: {entries}, backups: {backups}.",
                drafts=found.drafts,
                changes=found.changes,
                files=found.files,
                entries=found.entries,
                backups=found.backups,
            )
        )
        door.print(
            msg("The audit chain ends with {hash}. Keep this elsewhere, for --head.", hash=found.head[1])
        )
    door.give(
        {
            "status": "faulty" if found.faults else "sound",
            "faults": [{"code": f.code, "what": f.what, "message": door.tr(f.message)} for f in found.faults],
            "drafts": found.drafts,
            "changes": found.changes,
            "entries": found.entries,
            "files": found.files,
            "backups": found.backups,
            "head": {"seq": found.head[0], "hash": found.head[1]},
        }
    )
    return Exit.NOT_PASSED if found.faults else Exit.DONE


@click.command(
    cls=Command,
    about=msg(
        "Write everything that is kept about one application or one person, or about all, as JSON with the "
        "attached files."
    ),
)
@option("-o", "--output", type=Folder, required=True, about=msg("The folder to write to, new or empty."))
@option("--draft", about=msg("The application."))
@option("--person", about=msg("The person: a name, personal number, e-mail address or telephone number."))
@lock_options
@json_option
@pass_door
def export(  # noqa: PLR0913  each is an option of the command
    door: Door, output: Path, draft: str | None, person: str | None, to: tuple[str, ...], *, passphrase: bool
) -> int:
    """Export, for one who asks what is known of them, or moves elsewhere."""
    if draft is not None and person is not None:
        door.say(msg("Give either --draft or --person."))
        return Exit.USAGE
    draft_id = door.store.get(draft).id if draft is not None else None
    lock = lock_to(door, to, passphrase=passphrase)
    done = door.store.upkeep.export(output, draft_id=draft_id, person=person, lock=lock)
    door.print(msg("Written: {path}", path=str(done.path)))
    if person is not None:
        door.print(
            nmsg(
                "Found in {count} application. What stands inside attached files was not searched.",
                "Found in {count} applications. What stands inside attached files was not searched.",
                done.drafts,
            )
        )
    door.give(
        {
            "file": str(done.path),
            "drafts": done.drafts,
            "changes": done.places,
            "files": done.files,
            "files_not_searched": done.unsearched,
        }
    )
    return Exit.DONE
