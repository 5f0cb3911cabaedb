"""Texts put into the words that a type reads: scanned digits, spelled-out ones, corrected and doubled answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from wizard.assistant import mending
from wizard.assistant.spoken.fractions import fractions_in_figures, quotients_in_figures
from wizard.assistant.spoken.hours import clock_wordings, hours_wordings
from wizard.values import ValueType
from wizard.values.characters import fold, tidy

__all__ = ["rewordings"]

_DIGITS: Final = frozenset(
    {
        "orgnr",
        "personnummer",
        "bankgiro",
        "plusgiro",
        "phone",
        "postcode",
        "hsaid",
        "date",
        "integer",
        "decimal",
        "measure",
    }
    | {"amount", "percent", "fte", "timespan", "opening_hours"}
)
_SPELLED: Final = frozenset({"orgnr", "personnummer", "bankgiro", "plusgiro", "phone", "postcode"})
_AT: Final = re.compile(r" ?(?:\(at\)|\[at\]|\{at\}|\(a\)|snabel-a|snabel a|snabela| at ) ?", re.IGNORECASE)
_DOT: Final = re.compile(r" ?(?:\(dot\)|\[dot\]|\(punkt\)| punkt | dot ) ?", re.IGNORECASE)
_CARD: Final = re.compile(r"[^@<>\d]{1,60}<(?P<address>[^\s<>]+@[^\s<>]+)>")
"""`Anna Ek <anna@exempel.se>`, as letters write it."""
_ROUND_AT: Final = re.compile(r" ?@ ?")
_MILLE: Final = re.compile(
    r"(?<=\d| )(?:mille|miljoner kronor|mil kr|milj kr|millar|milj\. kr)\b", re.IGNORECASE
)
_BARE_DECIMAL: Final = re.compile(r"(?<![\d\w])([.,])(?=\d)")
_FULL: Final = re.compile(r"\bfull ?tid\b", re.IGNORECASE)
_PART_TIME: Final = re.compile(r"\b(?:deltid|part[- ]?time)[,:]? \(?(?:på )?(?=\d)", re.IGNORECASE)
_PARTS_OF_A_POST: Final = re.compile(
    r"\b(tre fjärdedels?|en fjärdedels?|hälften|tre kvarts|en kvarts|halva)(?:ar)?(?: tjänst| tid| av heltid)?\b",
    re.IGNORECASE,
)
_PER_CENT: Final = {
    "tre fjardedel": "75 %",
    "tre fjardedels": "75 %",
    "en fjardedel": "25 %",
    "en fjardedels": "25 %",
    "halften": "50 %",
    "tre kvarts": "75 %",
    "en kvarts": "25 %",
    "halva": "50 %",
}
_QUOTES: Final = frozenset(
    {
        ('"', '"'),
        ("'", "'"),
        ("\u201d", "\u201d"),
        ("\u201c", "\u201d"),
        ("\u201e", "\u201d"),
        ("\u00ab", "\u00bb"),
        ("\u00bb", "\u00ab"),
    }
)
_NUMERIC: Final = frozenset({"integer", "decimal", "fte", "percent", "amount", "measure", "date"})
_IN_PARTS: Final = frozenset({"decimal", "measure", "fte", "amount"})
"""Types whose numbers are told in parts of a whole."""
_SPOKEN: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), written)
    for pattern, written in (
        (r"\btju(?=ett|en|två|tva|tre|fyra|fem|sex|sju|åtta|atta|nio|nie)", "tjugo"),
        (r"\btjugi(?=ett|en|två|tre|fyra|fem|sex|sju|åtta|nio)", "tjugo"),
        (r"\baderton", "arton"),
        (r"(?<=\w) (?:å|o|&) (?=en halv|ett halvt|tjugo|trettio|fyrtio|femtio)", " och "),
        (r"\b(?:en )?enda\b", "en"),
        (r"\ben halv ?meter\b|\bhalvmeter(?:n)?\b", "0,5 meter"),
        (r"\bcenti\b", "centimeter"),
        (r"\bmilli\b", "millimeter"),
        (r"\b(?:a|one) (?=met(?:re|er)\b)", "1 "),
        (r"\btre fjärdedelar\b|\btre kvarts?\b|\bthree quarters\b", "0,75"),
        (r"\ben (?:fjärdedel|kvart)\b|\b(?:one|a) quarter\b", "0,25"),
        (r"\ben femtedel(?:s tjänst)?\b|\ba fifth\b", "20 %"),
        (r"\btvå femtedelar(?:s tjänst)?\b", "40 %"),
        (r"\btre femtedelar(?:s tjänst)?\b", "60 %"),
        (r"\bfyra femtedelar(?:s tjänst)?\b", "80 %"),
        (r"\bheltidsanställ(?:d|da|ning)\b", "heltid"),
        (r"\bhalvtidsanställ(?:d|da|ning)\b", "halvtid"),
        (r"\b(?:a )?half-time (?:position|post|job)\b", "halvtid"),
        (r"\b(?:a )?full-time (?:position|post|job)\b", "heltid"),
        (r"^(nästa år|i år|next year|this year),? (.+)$", r"\2 \1"),
        (r"^(\d{4}) ([^\W\d_]+) (\d{1,2})$", r"\3 \2 \1"),
        (r"\b(?:t\.? ?o\.? ?m\.?|till och med) (?=\d)", "till "),
        (r"(?<=%)-?igt?\b", ""),
        (r"(?<=\w)procentigt?\b", " procent"),
        (r"^(?:en )?fjärdedels (?=tjänst)", "25 % "),
        (r"(?<=\d) of (?:a )?full[- ]time(?: post)?", " heltid"),
        (r"\b(\d+) ?m (\d\d)\b(?: ?cm)?", r"\1,\2 m"),
        (r"\bspänn\b", "kronor"),
        (r"\bdgr\b", "dagar"),
        (r"\bvck\b|\bv(?=\.? *$)", "veckor"),
        (r"\bmån(?=\.? *$)", "månader"),
        (r"(?<=\w)dan\b(?= efter| före| innan)", "dagen"),
        (r"\bifjol\b", "i fjol"),
        (r"\bthe last of (?=\w+)", "last day of "),
        (
            r"\b(?P<week>v(?:ecka|\.)? ?\d{1,2}),? (?P<day>(?:mån|tis|ons|tors|fre|lör|sön)\w*)",
            r"\g<day> \g<week>",
        ),
        (
            r"\b(?P<week>nästa vecka|denna vecka|den här veckan),? (?:på )?(?P<day>(?:mån|tis|ons|tors|fre|lör|sön)\w*)$",
            r"\g<day> \g<week>",
        ),
    )
)
_CORRECTED: Final = re.compile(
    r"(?P<first>.+?)[,.;:-]* (?:nej(?: vänta| förlåt| fel)?|nä|förlåt|rättare sagt|jag menar|jag menade|menar jag|eller rättare sagt|fel av mig|ska det vara|no wait|no|sorry|i mean|correction|rather)[,:]? (?:det är |det ska vara |jag menar |menar jag )?(?P<then>.+)",
    re.IGNORECASE,
)
_TWICE: Final = re.compile(
    r"(?P<one>.+?) ?(?:\((?P<in>.+)\)|(?:,| )(?: ?alltså| ?dvs\.?| ?d\.v\.s\.| ?det vill säga| ?i\.e\.| ?=| ?that is),? (?P<out>.+))"
)


def rewordings(kind: ValueType, text: str) -> Iterator[str]:
    """Other ways to write what `text` says, for this type; none that leaves anything out."""
    said = " ".join(tidy(text).split())
    if len(said) > 2 and (said[0], said[-1]) in _QUOTES:
        yield said[1:-1]
    if kind.name in _DIGITS:
        mended = mending.digits_of_letters(said)
        if mended != said:
            yield mended
    if kind.name in _NUMERIC:
        parts = fractions_in_figures(said) if kind.name in _IN_PARTS else said
        if parts != said:
            yield parts
        spoken = _as_spoken(said)
        if spoken != said:
            yield spoken
    if kind.name in _SPELLED:
        digits = mending.digits_of_words(said)
        if digits is not None:
            yield digits
            yield re.sub(r"(?<=\d)[ ,]+(?=\d)", "", digits)
    if kind.name in _BY_TYPE:
        yield from _BY_TYPE[kind.name](said)


def said_twice(text: str) -> tuple[str, str] | None:
    """The two ways in which `fem (5)` and `1 mars 2027, alltså 2027-03-01` say one thing."""
    match = _TWICE.fullmatch(" ".join(tidy(text).split()))
    return (match["one"], match["in"] or match["out"]) if match else None


def corrected(text: str) -> tuple[str, str] | None:
    """What a person says at first, and after taking that back: `3, nej 4`."""
    match = _CORRECTED.fullmatch(" ".join(tidy(text).split()))
    return (match["first"], match["then"]) if match else None


def _addresses(said: str) -> Iterator[str]:
    carded = _CARD.fullmatch(said)
    if carded is not None:
        yield carded["address"]
    spaced = f" {said} "
    joined = _ROUND_AT.sub("@", _DOT.sub(".", _AT.sub("@", spaced))).strip()
    yield said.rstrip(" .,;!")
    if joined != said:
        yield joined.rstrip(" .,;!")


def _as_spoken(said: str) -> str:
    """Forms of speech as forms of writing: `tjufem`, `tre å en halv`, `en halvmeter`."""
    for pattern, written in _SPOKEN:
        said = pattern.sub(written, said)
    return said


def _amounts(said: str) -> Iterator[str]:
    yield _MILLE.sub("miljoner", said)


def _numbers(said: str) -> Iterator[str]:
    yield _BARE_DECIMAL.sub(r"0\1", said)


def _decimals(said: str) -> Iterator[str]:
    yield from _numbers(said)
    yield quotients_in_figures(said)


_SHARES_SAID: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), written)
    for pattern, written in (
        (r"\bhel ?tid(?:are|aren|sarbetande)\b", "heltid"),
        (r"\bhalv ?tid(?:are|aren|sarbetande)\b|\bhalv tid\b", "halvtid"),
        (r"\bfour[- ]fifths\b(?: time)?", "80 %"),
        (r"\bthree[- ]fifths\b(?: time)?", "60 %"),
        (r"\btwo[- ]fifths\b(?: time)?", "40 %"),
        (r"\b(?:a|one)[- ]fifth\b(?: time)?", "20 %"),
        (r"\bthree[- ]quarters?(?: time| of full[- ]time)?\b", "75 %"),
        (r"\b(?:a|one)[- ]quarter(?: time| of full[- ]time)?\b", "25 %"),
        (r"\b(?:a |one )?half of (?:a )?full[- ]time\b|\bhälften av (?:en )?heltid\b", "50 %"),
        (r"(?<=%) (?:position|post|job)\b", ""),
        (r"\ba full (?:post|position|job)\b", "heltid"),
        (r"^full[- ]time, 100 ?%$|^heltid, 100 ?%$", "100 %"),
    )
)


def _as_shares(said: str) -> str:
    """`halv tid`, `three quarters time` as shares are written."""
    for pattern, written in _SHARES_SAID:
        said = pattern.sub(written, said)
    return said


def _shares(said: str) -> Iterator[str]:
    spoken = _as_shares(said)
    if spoken != said:
        yield spoken
    yield from _numbers(said)
    yield _PART_TIME.sub("", said).rstrip(")") if _PART_TIME.search(said) else said
    yield _FULL.sub("heltid", _PARTS_OF_A_POST.sub(lambda m: _PER_CENT[fold(m[1])], said))


_BY_TYPE: Final[Mapping[str, Callable[[str], Iterator[str]]]] = {
    "email": _addresses,
    "amount": _amounts,
    "fte": _shares,
    "decimal": _decimals,
    "measure": _numbers,
    "percent": _numbers,
    "timespan": clock_wordings,
    "opening_hours": hours_wordings,
}
