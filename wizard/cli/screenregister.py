"""`lov screen --lookup`: each applicant looked up, once, while the cases are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from wizard.cli.door import Door
from wizard.cli.nets import open_net

if TYPE_CHECKING:
    from wizard.registers.bolagsverket import Found
    from wizard.screening import Case, Desk
    from wizard.screening.registered import Told

__all__ = ["register_asked"]


def register_asked(door: Door, desk: Desk, *, asks: bool) -> Callable[[Case], Case]:
    """Adds what the register says to a case: asked now, or what an earlier look-up brought where `asks` is false."""
    from wizard.registers import NetError  # noqa: PLC0415  only where something is looked up
    from wizard.registers.bolagsverket import Bolagsverket, NoNumberError  # noqa: PLC0415  as above
    from wizard.registers.cache import Cache  # noqa: PLC0415  as above
    from wizard.screening.registered import Told, with_register  # noqa: PLC0415  heavy

    registers = desk.content.registers
    if not registers or not (asks or not Cache(door.folder).is_empty):
        return lambda case: case
    register = Bolagsverket(open_net(door, offline=False), door.environment)
    known: dict[str, Told | None] = {}

    def ask(number: str) -> Told | None:
        if number not in known:
            known[number] = _asked(number)
        return known[number]

    def _asked(number: str) -> Told | None:
        if not asks:
            found = register.known(number, door.today)
            return _told(found) if found is not None else None
        try:
            return _told(register.look_up(number, door.today))
        except (NetError, NoNumberError) as error:
            door.say(error.message)
            return Told(why_not=error.message)

    return lambda case: with_register(case, registers[0], ask, desk.tr)


def _told(found: Found) -> Told:
    from wizard.screening.registered import Told  # noqa: PLC0415  as above

    company = found.company
    words = {
        one.code: f"{one.label} {one.since.isoformat() if one.since is not None else ''}".strip()
        for one in company.procedures
    }
    if company.deregistered is not None:
        words["DEREGISTERED"] = company.deregistered.isoformat()
    return Told(
        company.facts(),
        company.codes(),
        company.is_status_known,
        words,
        f"{found.reply.fetched.astimezone():%Y-%m-%d}",
    )
