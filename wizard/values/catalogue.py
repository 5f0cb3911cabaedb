"""Every answer type by its name, as flow files and `lov parse` call them.

What must stay true: a wrong name or parameter in a flow is told to its keeper in a sentence that names the
nearest right one; nothing else than `ValueError` is raised.
"""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from wizard.i18n import Message, msg
from wizard.values.attachments import Attachment
from wizard.values.base import ValueType
from wizard.values.choices import Choice, MultiChoice
from wizard.values.contact import Email, Phone
from wizard.values.dates import Date
from wizard.values.giro import Bankgiro, Plusgiro
from wizard.values.hours import OpeningHours, TimeSpan
from wizard.values.matching import Option
from wizard.values.measures import Measure
from wizard.values.money import Amount
from wizard.values.numbers import DecimalNumber, Integer
from wizard.values.orgnr import HsaId, Orgnr
from wizard.values.personnummer import Personnummer
from wizard.values.places import Address, Postcode
from wizard.values.shares import Fte, Percent
from wizard.values.texts import LongText, Text
from wizard.values.web import Url
from wizard.values.yesno import YesNo

__all__ = ["TYPES", "make"]

_CLASSES: Final[tuple[type[ValueType], ...]] = (
    *(Text, LongText, YesNo, Choice, MultiChoice, Integer, DecimalNumber, Measure, Amount, Percent, Fte),
    *(Date, TimeSpan, OpeningHours, Orgnr, Personnummer, HsaId, Email, Phone, Postcode, Address),
    *(Bankgiro, Plusgiro, Url, Attachment),
)

TYPES: Final[Mapping[str, type[ValueType]]] = MappingProxyType({kind.name: kind for kind in _CLASSES})
"""The answer types by name."""

_AFTER_COLON: Final = {Measure.name: "unit"}


def make(name: str, **params: Any) -> ValueType:
    """The answer type `name` with its parameters; `make("measure:m")` is `make("measure", unit="m")`.

    Raises `ValueError`, its argument a `Message`, for an unknown name, parameter, or parameter value.
    """
    plain, colon, after = name.partition(":")
    kind = TYPES.get(plain)
    if kind is None:
        raise ValueError(_nearest(msg('There is no answer type called "{name}".', name=plain), plain, TYPES))
    if colon:
        if plain not in _AFTER_COLON:
            raise ValueError(msg('The answer type "{name}" takes nothing after a colon.', name=plain))
        params = {_AFTER_COLON[plain]: after} | params
    _verify(kind, params)
    options = params.get("options")
    return kind(**(params if options is None else params | {"options": tuple(options)}))


def _verify(kind: type[ValueType], params: Mapping[str, Any]) -> None:
    """Raise `ValueError` for a parameter that is unknown, missing, or not a list of options where it should be."""
    known = _parameters(kind)
    for param in params:
        if param not in known:
            what = msg('The answer type "{name}" has no parameter "{param}".', name=kind.name, param=param)
            raise ValueError(_nearest(what, param, known))
        if isinstance(known[param].default, bool) and not isinstance(params[param], bool):
            what = msg('The parameter "{param}" is either true or false.', param=param)
            raise ValueError(what)  # noqa: TRY004  every mistake in a flow is a ValueError
    for param, declared in known.items():
        if declared.default is inspect.Parameter.empty and param not in params:
            raise ValueError(
                msg('The answer type "{name}" needs the parameter "{param}".', name=kind.name, param=param)
            )
    options = params.get("options", ())
    if not isinstance(options, list | tuple) or not all(isinstance(option, Option) for option in options):
        raise ValueError(msg("The options of a choice must be a list of options."))


@cache
def _parameters(kind: type[ValueType]) -> Mapping[str, inspect.Parameter]:
    return inspect.signature(kind).parameters


def _nearest(what: Message, wrong: str, right: Iterable[str]) -> Message:
    """The sentence with the nearest right name added, or all of them where none is near."""
    names = tuple(right)
    near = difflib.get_close_matches(wrong[:100], names, 1)
    if near:
        return msg('{what} Did you mean "{near}"?', what=what, near=near[0])
    if names:
        return msg("{what} There are {names}.", what=what, names=names)
    return msg("{what} It has none.", what=what)
