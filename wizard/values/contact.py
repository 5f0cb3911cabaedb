"""Ways to reach someone: e-mail addresses and telephone numbers.

Two libraries know the rules of the world's addresses and numbers; they are loaded when first needed, and their
errors are turned into our sentences here. What must stay true: two numbers in one answer are asked about, and a
part of a text that is no address or number is never dropped, save an extension, which E.164 has no place for, and words for the kind of number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Final

from wizard.i18n import Message, Translator, msg
from wizard.values.base import Context, Quick, Reading, Value
from wizard.values.characters import tidy
from wizard.values.plain import PART, all_of, joined
from wizard.values.scalar import Scalar
from wizard.values.telephones import all_usual_swedish, usual_swedish

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

__all__ = ["Email", "Phone"]

_LONGEST_EMAIL: Final = 254
_LONGEST_PHONE: Final = 100

_EMAIL_LABEL: Final = re.compile(r"(?:mailto:|(?:e-?post|e-?mail|mejl)(?:adress|address)?:) ?", re.IGNORECASE)
_LABEL: Final = "[a-z0-9]{1,20}(?:-[a-z0-9]{1,20}){0,2}"
_BEFORE_END: Final = rf"[A-Za-z0-9]{{1,20}}(?:[._+-][A-Za-z0-9]{{1,20}}){{0,2}}@(?:{_LABEL}\.){{1,2}}"
_END: Final = "[a-z]{2,20}"
_USUAL_EMAIL: Final = re.compile(f"{_BEFORE_END}({_END})")
_PHONE_LABEL: Final = re.compile(
    r"(?:telefon|tel|tfn|mobil|mob|phone|mobile|v\u00e4xel)[.]?(?:nummer|nr)?[.:]{0,2} ?", re.IGNORECASE
)
_EXTENSION: Final = re.compile(
    r"[ ,]{0,2}(?:anknytning|anknytn|ankn|extension|ext|x)[.:]? ?[0-9]{1,6}$", re.IGNORECASE
)
_KIND: Final = re.compile(r" \(?(?:mobil|mobile|vx|v\u00e4xel)\)?$", re.IGNORECASE)
_E164: Final = re.compile(r"\+[1-9][0-9]{5,14}")


@cache
def _unusual_domains() -> frozenset[str]:
    """Ends of addresses that the library knows to be no one's."""
    from email_validator import SPECIAL_USE_DOMAIN_NAMES  # noqa: PLC0415  seldom needed

    return frozenset(name.rpartition(".")[2] for name in SPECIAL_USE_DOMAIN_NAMES)


@cache
def _usual_emails() -> re.Pattern[str]:
    return all_of(rf"{_BEFORE_END}(?!(?:{'|'.join(map(re.escape, _unusual_domains()))}){PART}){_END}")


@dataclass(frozen=True, slots=True)
class Email(Scalar):
    """An e-mail address; the domain in small letters, the part before it as typed. Nothing is looked up."""

    name: ClassVar[str] = "email"

    def schema(self) -> dict[str, Any]:
        """An address of at most 254 characters."""
        return {"type": "string", "format": "email", "maxLength": _LONGEST_EMAIL}

    def quick(self) -> Quick | None:
        """An address of letters, digits and single marks, its domain in small letters."""
        unusual = _unusual_domains()
        usual = _USUAL_EMAIL.fullmatch
        return lambda text: text if (found := usual(text)) and found[1] not in unusual else None

    def together(self, texts: Sequence[str]) -> Sequence[str] | None:
        """As the shortcut."""
        return texts if _usual_emails().fullmatch(joined(texts)) else None

    def _read(self, text: str, ctx: Context) -> Reading:  # noqa: ARG002  an address needs no clock
        tidied = tidy(text)
        label = _EMAIL_LABEL.match(tidied)
        written = tidied[label.end() :] if label else tidied
        if written.startswith("<") and written.endswith(">"):
            written = written[1:-1]
        fault = _email_fault(written)
        address = None if fault else _normalised(written)
        if address is None:
            return Reading.rejected(
                fault or msg("This is not quite an e-mail address. Write it as name@company.se.")
            )
        return Reading.accepted(address, written)


def _email_fault(written: str) -> Message | None:
    """The sentence for the usual slips, which the library words for programmers."""
    if "@" not in written:
        return msg("An e-mail address has an @. Write it as name@company.se.")
    if written.count("@") > 1:
        return msg("Write one e-mail address, with one @, such as name@company.se.")
    if " " in written or "\n" in written:
        return msg("An e-mail address has no blanks. Write it as name@company.se.")
    if not written.partition("@")[0].isascii():
        return msg(
            "Before the @ stand letters from a to z, digits, points and hyphens. Write it as name@company.se."
        )
    if "." not in written.partition("@")[2]:
        return msg("After the @ stands a domain with a point in it. Write it as name@company.se.")
    if len(written) > _LONGEST_EMAIL:
        return msg("An e-mail address has at most {limit} characters. Check it.", limit=_LONGEST_EMAIL)
    return None


def _normalised(written: str) -> str | None:
    """The address with its domain normalised, or `None` where it is none."""
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415  seldom needed

    try:
        return validate_email(written, check_deliverability=False, allow_smtputf8=False).normalized
    except EmailNotValidError:
        return None


@dataclass(frozen=True, slots=True)
class Phone(Scalar):
    """A telephone number, Swedish where no country is written; canonical in E.164, `+46812345678`."""

    name: ClassVar[str] = "phone"

    def schema(self) -> dict[str, Any]:
        """A plus sign and at most fifteen digits."""
        return {"type": "string", "pattern": r"^\+[1-9][0-9]{5,14}$"}

    def quick(self) -> Quick | None:
        """A Swedish number, with its area code or its country."""
        return usual_swedish

    def together(self, texts: Sequence[str]) -> Sequence[str] | None:
        """As the shortcut."""
        return all_usual_swedish(texts)

    def _read(self, text: str, ctx: Context) -> Reading:  # noqa: ARG002  a number needs no clock
        written = tidy(text)
        label = _PHONE_LABEL.match(written)
        written = written[label.end() :] if label else written
        number = _KIND.sub("", _EXTENSION.sub("", written)).strip(" .,")
        if len(number) > _LONGEST_PHONE:
            return Reading.rejected(_phone_hint())
        numbers, whole = _numbers(number)
        if len(numbers) > 1:
            return Reading.ambiguous(
                msg("There are several telephone numbers here. Write only the one you mean."), *numbers
            )
        return Reading.accepted(numbers[0], number) if numbers and whole else Reading.rejected(_phone_hint())

    def _words(self, value: Value, tr: Translator) -> str | None:  # noqa: ARG002  numbers are written alike
        if not isinstance(value, str) or _E164.fullmatch(value) is None or not _numbers(value)[1]:
            return None
        from phonenumbers import PhoneNumberFormat, format_number, parse  # noqa: PLC0415  seldom needed

        shown = format_number(parse(value), PhoneNumberFormat.INTERNATIONAL)
        return shown if _numbers(shown) == ([value], True) else value


def _numbers(text: str) -> tuple[list[str], bool]:
    """The valid telephone numbers in a text, in E.164, and whether the text holds nothing else."""
    import phonenumbers  # noqa: PLC0415  20 ms, seldom needed

    def e164(number: PhoneNumber) -> str:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    if not _E164.fullmatch(text):
        matches = list(phonenumbers.PhoneNumberMatcher(text, "SE"))
        found = list(dict.fromkeys(e164(match.number) for match in matches))
        return found, len(matches) == 1 and matches[0].raw_string == text
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        return [], False
    valid = phonenumbers.is_valid_number(number)
    return [e164(number)] if valid else [], valid


def _phone_hint() -> Message:
    return msg("This is not quite a telephone number. Write it with the area code, such as 08-123 456 78.")
