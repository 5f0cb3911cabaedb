"""What officers decided of the cases that `lov screen` tells of: beside the rules' verdicts, which it never changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from typing_extensions import TypedDict

from wizard.cli.door import Door
from wizard.i18n import Translator, msg

if TYPE_CHECKING:
    from wizard.desk import Judged
    from wizard.screening import Case

__all__ = ["Decided", "OfficerOut", "decided_at", "decision_lines", "officer_outs"]

Decided: TypeAlias = "Callable[[Case], tuple[Judged, ...]]"
"""The findings of a case that officers have decided."""


class OfficerOut(TypedDict):
    """What an officer decided of a finding; `overrides` where it is another verdict than the rules'."""

    finding: str
    rule: str
    verdict: str
    reason: str
    who: str | None
    at: str
    overrides: bool
    contested: bool


def decided_at(door: Door) -> Decided:
    """Looks up decisions in the store there is; where there is none, or it cannot be read, nothing is decided."""
    from wizard.store import StoreError  # noqa: PLC0415  heavy
    from wizard.store.ground import DATABASE  # noqa: PLC0415  as above

    if not door.database_url and not (door.folder / DATABASE).exists():
        return lambda _case: ()
    from wizard.desk import keyed  # noqa: PLC0415  as above
    from wizard.desk.judged import with_rulings  # noqa: PLC0415  as above

    try:
        records = door.store.screenings
        rulings = records.rulings()
    except StoreError as error:
        door.say(error.message)
        return lambda _case: ()
    packages = {ruling.package_sha256 for ruling in rulings}

    def decided(case: Case) -> tuple[Judged, ...]:
        if case.sha256 not in packages:
            return ()
        of_case = [ruling for ruling in rulings if ruling.package_sha256 == case.sha256]
        return tuple(each for each in with_rulings(keyed(case.findings), of_case) if each.said is not None)

    return decided


def decision_lines(found: tuple[Judged, ...], tr: Translator) -> Iterator[str]:
    """What was decided, by whom, when and why."""
    from wizard.desk.verdicts import SAYINGS, Say  # noqa: PLC0415  heavy

    if found:
        yield "  " + tr(msg("Decided by officers:"))
    for judged in found:
        if judged.said is None:
            continue
        decision = judged.said.decision
        yield f"  → {tr(SAYINGS[Say(decision.verdict)])}: {tr(judged.finding.what)}"
        who = [decision.who] if decision.who else []
        yield "      " + ", ".join([*who, f"{decision.at.astimezone():%Y-%m-%d %H:%M}"])
        yield from (f"      {text}" for text in (decision.reason,) if text)
        if judged.is_contested:
            yield "      " + tr(msg("Officers differ here; this is the last decision."))


def officer_outs(found: tuple[Judged, ...]) -> list[OfficerOut]:
    """The same as data."""
    return [
        {
            "finding": judged.of.key,
            "rule": judged.finding.rule,
            "verdict": judged.said.decision.verdict,
            "reason": judged.said.decision.reason,
            "who": judged.said.decision.who,
            "at": judged.said.decision.at.isoformat(timespec="seconds"),
            "overrides": judged.is_override,
            "contested": judged.is_contested,
        }
        for judged in found
        if judged.said is not None
    ]
