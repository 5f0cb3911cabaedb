"""Many cases: one after the other, with those that are about the same thing told of each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from wizard.flow.model import Level
from wizard.i18n import msg
from wizard.rules import Outcome
from wizard.screening.cases import Case, Desk, screen
from wizard.screening.findings import Finding
from wizard.screening.intake import Parcel
from wizard.screening.labelled import normal

__all__ = ["screen_all", "told_of_twins", "twin_keys"]


def screen_all(
    parcels: Iterable[Parcel], desk: Desk, on_case: Callable[[Case], None] = lambda _case: None
) -> list[Case]:
    """Screen all parcels. `on_case` hears of each as soon as it is done, before twins are known."""
    cases = []
    for parcel in parcels:
        case = screen(parcel, desk)
        on_case(case)
        cases.append(case)
    return _with_twins(cases)


def _with_twins(cases: list[Case]) -> list[Case]:
    groups: dict[tuple[str, ...], list[Case]] = {}
    for case in cases:
        for key in twin_keys(case):
            groups.setdefault(key, []).append(case)
    twins: dict[int, dict[str, None]] = {}
    for group in groups.values():
        for case in group:
            others = dict.fromkeys(other.name for other in group if other is not case)
            twins.setdefault(id(case), {}).update(others)
    return [told_of_twins(case, list(twins.get(id(case), {}))) for case in cases]


def twin_keys(case: Case) -> list[tuple[str, ...]]:
    """What makes two cases the same: the same files, or the same applicant, unit and errand."""
    keys: list[tuple[str, ...]] = [] if case.refused is not None else [("files", case.sha256)]
    orgnr, unit = case.answer("applicant.orgnr"), case.answer("unit.name")
    if case.interview is not None and isinstance(orgnr, str) and orgnr not in ("", "?", "-"):
        flow = case.interview.flow
        keys.append(("errand", flow.area.id, flow.kind, orgnr, normal(str(unit or ""))))
    return keys


def told_of_twins(case: Case, others: list[str]) -> Case:
    """The case with a finding that names the others of the same; as it is where there are none."""
    if not others:
        return case
    finding = Finding(
        "inbox.twin",
        Level.WARNING,
        Outcome.UNDECIDED,
        msg("There is one case of the same applicant, unit and errand."),
        seen=", ".join(others[:5]),
        fix=msg("Decide which of them counts."),
    )
    return replace(case, findings=(*case.findings, finding))
