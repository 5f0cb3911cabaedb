"""Looking an organisation up from the wizard: asked for by the person, in a thread, and never in the way.

Nothing of the net is loaded before somebody asks. What comes back are the facts beside the answers; taking them over is
the person's own choice.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.flow.interview import Interview
from wizard.flow.registers import Comparison, Register, Standing, Subject, compared, standings
from wizard.values.base import Context

if TYPE_CHECKING:
    from wizard.registers.bolagsverket import Found

__all__ = ["Facts", "look_up"]

_OFFLINE = "LOV_OFFLINE"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a register says, beside the answers of a draft."""

    found: Found
    beside: tuple[Comparison, ...]
    stands: tuple[Standing, ...]

    @property
    def differing(self) -> tuple[Comparison, ...]:
        """The facts that are no answers yet, or other ones."""
        return tuple(one for one in self.beside if not one.is_same)


def look_up(  # noqa: PLR0913, PLR0917  what a look-up is made of
    folder: Path, register: Register, subject: Subject, number: str, interview: Interview, ctx: Context
) -> Facts:
    """Ask the register about a number; blocks. Raises `NetError` and `NoNumberError`."""
    from wizard.registers import Net  # noqa: PLC0415  only where something is looked up
    from wizard.registers.bolagsverket import Bolagsverket  # noqa: PLC0415  as above

    net = Net(folder, offline=bool(os.environ.get(_OFFLINE)))
    try:
        found = Bolagsverket(net, os.environ).look_up(number, ctx.today)
    finally:
        net.close()
    return Facts(
        found,
        tuple(compared(subject, found.company.facts(), interview, ctx)),
        tuple(standings(register, found.company.codes(), is_known=found.company.is_status_known)),
    )
