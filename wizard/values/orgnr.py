"""Organisation numbers, and the HSA-ids that are built on them; domain.md sections 8.1 and 8.3.

Canonical are `556592-9717` and `SE2321000016-A1B2`. An organisation number has a third digit of at least 2, so
that it is never a date; a sole trader's is the owner's personal identity number. That one is accepted only
where the flow says so (`allow_personal`), then in the same ten-digit form, which is how registers write it:
the century is not part of a trader's number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from wizard.i18n import Message, msg
from wizard.values.base import Context, Quick, Reading
from wizard.values.characters import fold, tidy
from wizard.values.identifiers import NumberInRegister, all_luhn, check_digit_fault, count_fault, luhn
from wizard.values.personnummer import read_personnummer
from wizard.values.plain import PART, all_of, joined
from wizard.values.scalar import Scalar

__all__ = ["HsaId", "Orgnr"]

_USUAL: Final = re.compile(r"([1-9][0-9][2-9][0-9]{3})-?([0-9]{4})")
_ALL_USUAL: Final = all_of(_USUAL.pattern)
_USUAL_HSA_ID: Final = re.compile(r"SE([1-9][0-9][2-9][0-9]{7})-[A-Za-z0-9]{1,18}")
_ALL_USUAL_HSA_IDS: Final = all_of(_USUAL_HSA_ID.pattern)


@dataclass(frozen=True, slots=True)
class Orgnr(NumberInRegister):
    """An organisation number, also as `165565929717` and as a VAT number, `SE556592971701`."""

    allow_personal: bool = False

    name: ClassVar[str] = "orgnr"
    pattern: ClassVar[str] = r"^[0-9]{6}-[0-9]{4}$"
    labels: ClassVar[frozenset[str]] = frozenset(
        {
            *("org", "orgnr", "orgnummer", "organisationsnummer", "organisationsnr", "regnr"),
            *("companynumber", "corporateidentitynumber", "organisationnumber", "registrationnumber"),
            *("se", "vat", "vatnr", "vatno", "vatnumber", "vatse", "vatnrse", "vatnose", "vatnumberse"),
            *("moms", "momsnr", "momsregnr", "momsnrse", "momsregnrse", "momsregistreringsnummer"),
        }
    )

    def quick(self) -> Quick | None:
        """The ten digits of an organisation, with or without the hyphen."""

        def quick(text: str) -> str | None:
            found = _USUAL.fullmatch(text)
            return f"{found[1]}-{found[2]}" if found and luhn(found[1] + found[2]) else None

        return quick

    def together(self, texts: Sequence[str]) -> Sequence[str] | None:
        """As the shortcut."""
        whole = joined(texts)
        if _ALL_USUAL.fullmatch(whole) is None:
            return None
        numbers = whole.replace("-", "").split(PART)[:-1]
        return [f"{ten[:6]}-{ten[6:]}" for ten in numbers] if all_luhn(numbers) else None

    def _strange(self) -> Message:
        return msg("An organisation number has only digits. Write it as 556592-9717.")

    def _identified(self, label: str, digits: str, ctx: Context) -> str | Message:
        ten = digits
        if len(digits) == 12 and label.endswith("se"):
            if not digits.endswith("01"):
                return msg("A VAT number ends with 01. Write the organisation number, such as 556592-9717.")
            ten = digits[:10]
        elif len(digits) == 12 and digits.startswith("16"):
            ten = digits[2:]
        person = read_personnummer(ten, ctx.today)
        if isinstance(person, str):
            return person[2:] if self.allow_personal else _personal()
        if self.allow_personal and (len(ten) == 12 or (len(ten) == 10 and ten[2] in "01")):
            return person
        fault = _fault(ten)
        return f"{ten[:6]}-{ten[6:]}" if fault is None else fault


def _personal() -> Message:
    return msg(
        "This is a personal identity number, and the number of an organisation is asked for. "
        "Write it as 556592-9717."
    )


def _fault(digits: str) -> Message | None:
    """Why these are not the ten digits of an organisation, or `None`."""
    if len(digits) != 10 or not digits.isdigit():
        return count_fault(digits.replace("+", ""), "10")
    if digits[0] == "0" or int(digits[2]) < 2:
        return msg(
            "The third digit of an organisation number is at least 2, and the first is not 0. Check the digits."
        )
    return None if luhn(digits) else check_digit_fault()


_HSA_ID: Final = re.compile(r"se([0-9]{6})-?([0-9]{4})-?([a-z0-9]{1,18})", re.IGNORECASE | re.ASCII)
_HSA_LABELS: Final = re.compile(r"hsa[ -]?id[ :]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HsaId(Scalar):
    """An HSA-id: `SE`, the owner's organisation number, a hyphen, and up to 18 letters and digits."""

    name: ClassVar[str] = "hsaid"

    def schema(self) -> dict[str, Any]:
        """A text of at most 31 characters."""
        return {"type": "string", "pattern": r"^SE[0-9]{10}-[A-Za-z0-9]{1,18}$"}

    def quick(self) -> Quick | None:
        """An id in its canonical form."""
        usual = _USUAL_HSA_ID.fullmatch
        return lambda text: text if (found := usual(text)) and luhn(found[1]) else None

    def together(self, texts: Sequence[str]) -> Sequence[str] | None:
        """As the shortcut."""
        is_usual = _ALL_USUAL_HSA_IDS.fullmatch(joined(texts)) is not None
        return texts if is_usual and all_luhn([text[2:12] for text in texts]) else None

    def _read(self, text: str, ctx: Context) -> Reading:  # noqa: ARG002  an id needs no clock
        tidied = tidy(text)
        label = _HSA_LABELS.match(tidied)
        written = tidied[label.end() :] if label else tidied
        parts = _HSA_ID.fullmatch("".join(written.split()))
        if parts is None:
            return Reading.rejected(_hsa_hint(written))
        fault = _fault(parts[1] + parts[2])
        if fault is not None:
            return Reading.rejected(
                msg("The ten digits after SE are no organisation number. {reason}", reason=fault)
            )
        return Reading.accepted(f"SE{parts[1]}{parts[2]}-{parts[3]}", written)


def _hsa_hint(written: str) -> Message:
    if len("".join(written.split())) > 31 and fold(written).startswith("se"):
        return msg("An HSA-id has at most 31 characters. Write it as SE2321000016-A1B2.")
    return msg(
        "An HSA-id has SE, ten digits, a hyphen, and letters from A to Z or digits. Write it as SE2321000016-A1B2."
    )
