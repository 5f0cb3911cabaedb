"""The JSON document of `lov lookup`, as a type. As in `outputs`: a field is added, never renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from typing_extensions import TypedDict

from wizard.cli.outputs import SourceOut, source_out
from wizard.i18n import Translator

if TYPE_CHECKING:
    from wizard.flow.registers import Standing
    from wizard.registers.bolagsverket import Found
    from wizard.registers.company import Company

__all__ = ["LOOKUP_SCHEMAS", "DifferenceOut", "DraftFactsOut", "LookupOut", "lookup_out", "unknown_out"]


class ProcedureOut(TypedDict):
    """Something that goes on with an organisation, in the register's own words."""

    code: str
    label: str
    since: str | None


class CompanyOut(TypedDict):
    """An organisation. What the register does not say is null."""

    name: str | None
    other_names: list[str]
    form: str | None
    form_label: str | None
    street: str | None
    postcode: str | None
    city: str | None
    registered: str | None
    deregistered: str | None
    why_deregistered: str | None
    procedures: list[ProcedureOut]
    is_status_known: bool


class StandingOut(TypedDict):
    """A demand on how it stands."""

    id: str
    level: Literal["blocker", "warning", "info"]
    outcome: Literal["met", "not_met", "undecided"]
    text: str
    fix: str | None
    sources: list[SourceOut]


class DifferenceOut(TypedDict):
    """A fact beside the answer of a draft. `taken` where it is the answer now."""

    question: str
    label: str
    mine: str | None
    theirs: str
    same: bool
    taken: bool


class DraftFactsOut(TypedDict):
    """What a look-up says of a draft's answers."""

    draft: str
    facts: list[DifferenceOut]


class TroubleOut(TypedDict):
    """Why something was not looked up, or something kept is shown."""

    code: str
    message: str


class LookupOut(TypedDict):
    """What a register says of a number. `looked_up` is when it said so; `kept` where that was an earlier look-up."""

    status: Literal["found", "not_found", "not_looked_up"]
    number: str
    register: str
    company: CompanyOut | None
    businesses: list[CompanyOut]
    standings: list[StandingOut]
    looked_up: str | None
    kept: bool
    trouble: TroubleOut | None
    draft: DraftFactsOut | None


LOOKUP_SCHEMAS: dict[str, Any] = {"lookup": LookupOut}


def lookup_out(
    found: Found, stands: list[Standing], draft: DraftFactsOut | None, register: str, tr: Translator
) -> LookupOut:
    """The document for an organisation that was found."""
    trouble = found.reply.trouble
    return {
        "status": "found",
        "number": found.number,
        "register": register,
        "company": _company_out(found.company),
        "businesses": [_company_out(one) for one in found.businesses],
        "standings": [_standing_out(one, tr) for one in stands],
        "looked_up": found.reply.fetched.isoformat(timespec="seconds"),
        "kept": found.reply.is_kept,
        "trouble": {"code": found.reply.code, "message": tr(trouble)} if trouble is not None else None,
        "draft": draft,
    }


def unknown_out(number: str, register: str, trouble: TroubleOut) -> LookupOut:
    """The document for a number that is not in the register, or could not be looked up."""
    return {
        "status": "not_found" if trouble["code"] == "not_found" else "not_looked_up",
        "number": number,
        "register": register,
        "company": None,
        "businesses": [],
        "standings": [],
        "looked_up": None,
        "kept": False,
        "trouble": trouble,
        "draft": None,
    }


def _company_out(company: Company) -> CompanyOut:
    return {
        "name": company.name or None,
        "other_names": list(company.other_names),
        "form": company.form or None,
        "form_label": company.form_label or None,
        "street": company.street or None,
        "postcode": company.postcode or None,
        "city": company.city or None,
        "registered": company.registered.isoformat() if company.registered is not None else None,
        "deregistered": company.deregistered.isoformat() if company.deregistered is not None else None,
        "why_deregistered": company.why_deregistered or None,
        "procedures": [
            {
                "code": one.code,
                "label": one.label,
                "since": one.since.isoformat() if one.since is not None else None,
            }
            for one in company.procedures
        ],
        "is_status_known": company.is_status_known,
    }


def _standing_out(stands: Standing, tr: Translator) -> StandingOut:
    demand = stands.demand
    return {
        "id": demand.id,
        "level": demand.level.value,
        "outcome": "undecided" if stands.is_met is None else "met" if stands.is_met else "not_met",
        "text": tr(demand.text),
        "fix": tr(demand.fix) if demand.fix is not None else None,
        "sources": [source_out(ref) for ref in demand.sources],
    }
