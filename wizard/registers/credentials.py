"""What a register wants to know who asks: from the environment, or from the keyring of this computer.

Never from the store, and never into it. The keyring comes with the extra `encryption`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from wizard.i18n import msg
from wizard.registers.errors import NotConfigured

__all__ = ["ID", "SECRET", "Credentials", "credentials", "keep_in_keyring"]

ID: Final = "LOV_BOLAGSVERKET_ID"
SECRET: Final = "LOV_BOLAGSVERKET_SECRET"  # noqa: S105  the name of a variable
_SERVICE: Final = "lov"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who asks. The secret is in no picture of it."""

    id: str
    secret: str = field(repr=False)


def credentials(environment: Mapping[str, str]) -> Credentials:
    """Those in the environment, else those in the keyring. Raises `NotConfigured`."""
    given = environment.get(ID, "").strip(), environment.get(SECRET, "").strip()
    if not all(given):
        given = _from_keyring(ID), _from_keyring(SECRET)
    if not all(given):
        raise NotConfigured(
            msg(
                "Bolagsverket answers only those it knows. Ask it for a client id and a secret, free of charge, for "
                "the API for valuable data sets; then set {id} and {secret}, or run: {command}",
                id=ID,
                secret=SECRET,
                command="lov lookup --keyring",
            )
        )
    return Credentials(*given)


def keep_in_keyring(kept: Credentials) -> None:
    """Put them into the keyring of this computer. Raises `NotConfigured` where there is none."""
    keyring = _keyring()
    try:
        if keyring is None:
            raise LookupError
        keyring.set_password(_SERVICE, ID, kept.id)
        keyring.set_password(_SERVICE, SECRET, kept.secret)
    except Exception:  # noqa: BLE001  each system has a keyring with errors of its own
        raise NotConfigured(
            msg(
                "The keyring of this computer cannot be used. Set {id} and {secret} instead.",
                id=ID,
                secret=SECRET,
            )
        ) from None


def _from_keyring(name: str) -> str:
    keyring = _keyring()
    try:
        return (keyring.get_password(_SERVICE, name) or "") if keyring is not None else ""
    except Exception:  # noqa: BLE001  as above; then there is nothing
        return ""


def _keyring() -> Any:
    try:
        import keyring  # noqa: PLC0415  an extra
    except ModuleNotFoundError:
        return None
    return keyring
