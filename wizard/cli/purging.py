"""`lov store purge`: what has been kept long enough goes: drafts, and screenings of what came in."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

import click

from wizard.cli.commands import Command, json_option, option, pass_door
from wizard.cli.deleting import certificate_out, tell_certificate
from wizard.cli.door import Door
from wizard.cli.drafts import draft_out
from wizard.cli.exits import Exit
from wizard.i18n import msg, nmsg

if TYPE_CHECKING:
    from wizard.cli.storeoutputs import OldScreeningOut
    from wizard.store.upkeep import Expired, Purged

__all__ = ["purge"]


@click.command(
    cls=Command,
    about=msg(
        "Delete the drafts that nobody has changed for long, with a certificate for each, and the screenings "
        "that were made and decided that long ago. Only with --yes; without it, lists them."
    ),
)
@option("--older-than", required=True, about=msg("For how long, such as 24m, 2y or 90d."))
@option("--dry-run", is_flag=True, about=msg("Only list them, also with --yes."))
@option("--yes", is_flag=True, about=msg("Delete them. There is no way back."))
@json_option
@pass_door
def purge(door: Door, older_than: str, *, dry_run: bool, yes: bool) -> int:
    """Purge what has been kept long enough."""
    from wizard.store.upkeep import Purged  # noqa: PLC0415  heavy

    day = _day_before(door.today, older_than)
    if day is None:
        door.say(msg("{text} is no length of time; write it like 24m, 2y or 90d.", text=older_than))
        return Exit.USAGE
    moment = datetime.combine(day, time(), UTC)
    expired = door.store.upkeep.expired(moment)
    _list(expired, door)
    is_dry = dry_run or not yes
    done = Purged((), 0, ()) if is_dry else door.store.upkeep.purge(moment)
    if is_dry:
        _tell_dry(expired, door)
    else:
        _tell_purged(done, door)
    screenings: list[OldScreeningOut] = [
        {"id": each.id, "made": each.made_at.isoformat(), "area": each.area, "kind": each.kind}
        for each in expired.screenings
    ]
    door.give(
        {
            "status": "dry_run" if is_dry else "purged",
            "before": day.isoformat(),
            "drafts": [draft_out(draft) for draft in expired.drafts],
            "ahead": [draft_out(draft) for draft in expired.ahead],
            "certificates": [certificate_out(certificate) for certificate in done.certificates],
            "screenings": screenings,
            "screenings_deleted": done.screenings,
            "screenings_with_traces": list(done.with_traces),
        }
    )
    return Exit.DONE if done.is_complete else Exit.NOT_PASSED


def _list(expired: Expired, door: Door) -> None:
    for draft in expired.drafts:
        door.print(
            f"{draft.id}  {draft.updated_at:%Y-%m-%d %H:%M}  {draft.area}  {draft.kind}  {draft.label}"
        )
    for screening in expired.screenings:
        what = msg(
            "{id}  {time}  screening of {package}",
            id=screening.id,
            time=f"{screening.made_at:%Y-%m-%d %H:%M}",
            package=screening.label or screening.package_sha256[:12],
        )
        door.print(what)
    for draft in expired.ahead:
        door.say(
            msg(
                "{draft} is dated in the future, {day}: a clock was wrong. It is never purged; delete it by hand.",
                draft=draft.id,
                day=draft.updated_at.date(),
            )
        )


def _tell_dry(expired: Expired, door: Door) -> None:
    if expired.screenings:
        door.say(
            nmsg(
                "{count} screening would be deleted.",
                "{count} screenings would be deleted.",
                len(expired.screenings),
            )
        )
    door.say(
        nmsg(
            "{count} draft would be deleted. Nothing was deleted; for that, add --yes.",
            "{count} drafts would be deleted. Nothing was deleted; for that, add --yes.",
            len(expired.drafts),
        )
    )


def _tell_purged(done: Purged, door: Door) -> None:
    for certificate in done.certificates:
        tell_certificate(certificate, door)
    if done.screenings:
        door.print(
            nmsg("{count} screening was deleted.", "{count} screenings were deleted.", done.screenings)
        )
    for screening_id in done.with_traces:
        door.print(
            msg(
                "Traces of screening {id} are left: another window is open, or a backup is not where it was put.",
                id=screening_id,
            )
        )


def _day_before(today: date, length: str) -> date | None:
    """The day that lies `length` (90d, 8w, 24m, 2y) before `today`; None for what is no length."""
    number, unit = length.strip()[:-1], length.strip()[-1:].lower()
    if not (number.isascii() and number.isdigit()) or len(number) > 4 or unit not in "dwmy" or not unit:
        return None
    try:
        if unit in "dw":
            return date.fromordinal(today.toordinal() - int(number) * (7 if unit == "w" else 1))
        months = today.year * 12 + today.month - 1 - int(number) * (12 if unit == "y" else 1)
        first = date(months // 12, months % 12 + 1, 1)
        last = date.fromordinal(date(first.year + first.month // 12, first.month % 12 + 1, 1).toordinal() - 1)
        return first.replace(day=min(today.day, last.day))
    except ValueError:
        return date.min
