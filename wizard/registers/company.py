"""What Bolagsverket says of an organisation, read from the answer of its API for valuable data sets.

The shape is that of the published OpenAPI description of the API (vardefulla-datamangder v1, read in public copies
in November 2026). Confirmed there and by recorded answers of others: the names of all fields below, that any of them
may be null or hold a `fel`, the codes of procedures, and that an unknown number comes back as status 200 with the
`fel` ORGANISATION_FINNS_EJ. Inferred: that a status of 404 means the same. Bolagsverket's own example spells
`pagande…` where its description says `pagaende…`; both are read, because a bankruptcy overlooked would be worse.

What must stay true: reading is total, and silence is never taken for good standing: where the source of a field did
not answer, the field is not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from wizard.text import safe_text

__all__ = ["Company", "Procedure", "companies"]

_UNKNOWN_THERE: Final = "ORGANISATION_FINNS_EJ"
_OWN_FIELDS: Final = ("organisationsnamn", "organisationsform", "organisationsdatum")
"""What Bolagsverket itself says; the rest may be of Statistics Sweden, which does not know everyone."""
_PROCEDURES: Final = (
    "pagaendeAvvecklingsEllerOmstruktureringsforfarande",
    "pagandeAvvecklingsEllerOmstruktureringsforfarande",
)
_MAIN_NAME: Final = "FORETAGSNAMN"
_LONGEST: Final = 300
_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Procedure:
    """Something that goes on with an organisation, such as a bankruptcy; `label` is the register's own word."""

    code: str
    label: str
    since: date | None


@dataclass(frozen=True, slots=True)
class Company:
    """An organisation. What the register does not say is empty; `is_status_known` where it said how it stands."""

    name: str
    other_names: tuple[str, ...]
    form: str
    form_label: str
    street: str
    postcode: str
    city: str
    registered: date | None
    deregistered: date | None
    why_deregistered: str
    procedures: tuple[Procedure, ...]
    is_status_known: bool
    silent: tuple[str, ...]
    """Who should have said something and did not answer."""

    def facts(self) -> Mapping[str, str]:
        """What an answer may be filled with, by the names that the content knows."""
        told = {
            "name": self.name,
            "form": self.form,
            "street": self.street,
            "postcode": self.postcode,
            "city": self.city,
        }
        return {name: value for name, value in told.items() if value}

    def codes(self) -> tuple[str, ...]:
        """How it stands, by codes: those of the procedures, and DEREGISTERED."""
        return (
            *(procedure.code for procedure in self.procedures),
            *(("DEREGISTERED",) if self.deregistered is not None else ()),
        )


def companies(answer: object) -> tuple[Company, ...]:
    """The organisations in an answer: none where the number is not known there. Total.

    A sole trader may have several businesses under one number.
    """
    found = _list(_map(answer).get("organisationer"))
    return tuple(_company(_map(one)) for one in found if not _is_unknown(_map(one)))


def _company(told: Mapping[str, Any]) -> Company:
    names = list(_names(told))
    address = _map(_map(told.get("postadressOrganisation")).get("postadress"))
    deregistered = _map(told.get("avregistreradOrganisation"))
    going_on = next((_map(told[name]) for name in _PROCEDURES if told.get(name)), {})
    return Company(
        name=names[0] if names else "",
        other_names=tuple(names[1:]),
        form=_text(_map(told.get("organisationsform")).get("kod")).upper(),
        form_label=_text(_map(told.get("organisationsform")).get("klartext")),
        street=", ".join(
            filter(None, (_text(address.get("coAdress")), _text(address.get("utdelningsadress"))))
        ),
        postcode=_text(address.get("postnummer")),
        city=_city(_text(address.get("postort"))),
        registered=_day(_map(told.get("organisationsdatum")).get("registreringsdatum")),
        deregistered=_day(deregistered.get("avregistreringsdatum")),
        why_deregistered=_text(_map(told.get("avregistreringsorsak")).get("klartext")),
        procedures=tuple(_procedures(going_on)),
        is_status_known=not _is_silent(going_on) and not _is_silent(deregistered),
        silent=tuple(dict.fromkeys(_silent(told))),
    )


def _names(told: Mapping[str, Any]) -> Iterator[str]:
    """The name of the company itself first, then its others."""
    listed = [_map(n) for n in _list(_map(told.get("organisationsnamn")).get("organisationsnamnLista"))]
    ordered = sorted(
        listed, key=lambda n: _text(_map(n.get("organisationsnamntyp")).get("kod")).upper() != _MAIN_NAME
    )
    yield from dict.fromkeys(name for n in ordered if (name := _text(n.get("namn"))))


def _procedures(going_on: Mapping[str, Any]) -> Iterator[Procedure]:
    for name in _PROCEDURES:
        for one in map(_map, _list(going_on.get(f"{name}Lista"))):
            code = _text(one.get("kod")).upper()
            if code:
                yield Procedure(code, _text(one.get("klartext")) or code, _day(one.get("fromDatum")))


def _is_unknown(told: Mapping[str, Any]) -> bool:
    """Whether Bolagsverket itself says that there is no such organisation."""
    return any(
        _map(_map(told.get(name)).get("fel")).get("typ") == _UNKNOWN_THERE for name in _OWN_FIELDS
    ) or not any(told.get(name) for name in _OWN_FIELDS)


def _is_silent(part: Mapping[str, Any]) -> bool:
    """Whether the source of a field did not answer; that it knows nothing there is an answer."""
    fault = _map(part.get("fel")).get("typ")
    return bool(fault) and fault != _UNKNOWN_THERE


def _silent(told: Mapping[str, Any]) -> Iterator[str]:
    for part in told.values():
        if _is_silent(_map(part)):
            yield _text(_map(part).get("dataproducent")) or "?"


def _map(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value[:_MOST] if isinstance(value, list) else []


def _text(value: object) -> str:
    return " ".join(safe_text(value[:_LONGEST]).split()) if isinstance(value, str) else ""


def _city(text: str) -> str:
    """A place name as it is written elsewhere: the register has them in capitals."""
    return text.title() if text.isupper() else text


def _day(value: object) -> date | None:
    """A day, written as a date or as the midnight it begins with."""
    try:
        return datetime.fromisoformat(_text(value)).date()
    except ValueError:
        return None
