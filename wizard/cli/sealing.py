"""What every command that encrypts or decrypts a file asks for, and `lov store key` and `lov store unseal`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from wizard.cli.commands import Command, json_option, option, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.i18n import Message, msg

if TYPE_CHECKING:
    from wizard.store.sealing import Key, Lock

__all__ = ["key", "key_options", "key_to", "lock_options", "lock_to", "unseal"]

_PASSPHRASE = "LOV_PASSPHRASE"  # noqa: S105  the name of a variable
_F = TypeVar("_F", bound=Callable[..., Any])


def lock_options(command: _F) -> _F:
    """`--to` and `--passphrase`, for what is written."""
    for add in (
        option(
            "--passphrase",
            is_flag=True,
            about=msg("Encrypt it under a passphrase, which is asked for (or LOV_PASSPHRASE)."),
        ),
        option(
            "--to",
            multiple=True,
            metavar="age1…",
            about=msg("Encrypt it for this recipient, also several (see: lov store key --identity)."),
        ),
    ):
        command = add(command)
    return command


def key_options(command: _F) -> _F:
    """`--identity` and `--passphrase`, for what is read."""
    for add in (
        option(
            "--passphrase",
            is_flag=True,
            about=msg("It is encrypted under a passphrase, which is asked for (or LOV_PASSPHRASE)."),
        ),
        option(
            "--identity",
            type=click.Path(path_type=Path, exists=True, dir_okay=False),
            about=msg("The file with the key that it was encrypted for."),
        ),
    ):
        command = add(command)
    return command


def lock_to(door: Door, to: tuple[str, ...], *, passphrase: bool) -> Lock | None:
    """How to seal what is written; None where nobody asked for it."""
    from wizard.store.sealing import Lock  # noqa: PLC0415  heavy

    if not to and not passphrase:
        return None
    return Lock(to, _asked(door, twice=True) if passphrase else None)


def key_to(door: Door, identity: Path | None, *, passphrase: bool) -> Key:
    """What opens what is read."""
    from wizard.store.sealing import Key  # noqa: PLC0415  heavy

    return Key(identity, _asked(door, twice=False) if passphrase else None)


def _asked(door: Door, *, twice: bool) -> str:
    """The passphrase, from the environment or from the person; never shown."""
    given = door.environment.get(_PASSPHRASE)
    if given:
        return given
    if not sys.stdin.isatty():
        raise click.UsageError(door.tr(msg("There is nobody to ask for a passphrase. Set LOV_PASSPHRASE.")))
    words = door.tr(msg("Passphrase"))
    asked: str = click.prompt(words, hide_input=True, confirmation_prompt=twice, err=True)
    return asked


@click.command(
    cls=Command,
    about=msg(
        "Make a key. Without options, one for LOV_STORE_KEY, with which drafts are encrypted; keep it in a safe "
        "place, because without it nobody can read them."
    ),
)
@option("--keyring", is_flag=True, about=msg("Put LOV_STORE_KEY into the keyring of this computer."))
@option(
    "--identity",
    type=click.Path(path_type=Path, dir_okay=False),
    about=msg(
        "Make a key for encrypted backups and exports instead, write it to this file, and print its recipient."
    ),
)
@json_option
@pass_door
def key(door: Door, identity: Path | None, *, keyring: bool) -> int:
    """Make keys; what is secret is printed only where it is all that is asked for."""
    from wizard.store.ciphers import keep_in_keyring, new_key  # noqa: PLC0415  heavy
    from wizard.store.ground import DATABASE  # noqa: PLC0415  as above

    if identity is not None:
        return _identity(door, identity)
    if not keyring:
        made = new_key()
        door.print(made)
        door.give({"key": made, "recipient": None, "file": None})
        return Exit.DONE
    given = door.environment.get("LOV_STORE_KEY")
    if not given:
        door.say(msg("Set LOV_STORE_KEY to the key of your drafts first; lov store key makes one."))
        return Exit.USAGE
    keep_in_keyring(door.folder / DATABASE, given)
    door.print(msg("The key is in the keyring of this computer. Keep a copy in a safe place."))
    door.give({"key": None, "recipient": None, "file": None})
    return Exit.DONE


def _identity(door: Door, target: Path) -> int:
    from wizard.files import write_atomically  # noqa: PLC0415  seldom needed
    from wizard.store.sealing import new_identity  # noqa: PLC0415  an extra

    if target.exists():
        door.say(_in_the_way(target))
        return Exit.REFUSED
    text, recipient = new_identity()
    write_atomically(target, text.encode())
    door.print(recipient)
    door.say(msg("The key is in {path}. Keep it in a safe place, away from the backups.", path=str(target)))
    door.give({"key": None, "recipient": recipient, "file": str(target)})
    return Exit.DONE


@click.command(
    cls=Command,
    about=msg("Decrypt FILE, a backup or an export, and write what is in it. Any age program can too."),
)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    about=msg("The file to write."),
)
@key_options
@json_option
@pass_door
def unseal(door: Door, file: Path, output: Path, identity: Path | None, *, passphrase: bool) -> int:
    """Decrypt a file."""
    from wizard.files import write_atomically  # noqa: PLC0415  seldom needed
    from wizard.store.sealing import unseal as opened  # noqa: PLC0415  an extra

    if output.exists():
        door.say(_in_the_way(output))
        return Exit.REFUSED
    write_atomically(output, opened(file.read_bytes(), key_to(door, identity, passphrase=passphrase)))
    door.print(msg("Written: {path}", path=str(output)))
    door.give({"file": str(output)})
    return Exit.DONE


def _in_the_way(path: Path) -> Message:
    return msg("There is a file {path} already. Name another one.", path=str(path))
