"""Characters from outside, made into the few kinds the grammars know.

Text comes from keyboards, web pages, Word and spreadsheets, with ten kinds of dash, twenty kinds of blank and
letters nobody sees. Three steps are taken, each a pure function, linear in the length of the text:

- `fault` names what cannot be kept at all (control characters, halves of letters, far too long texts);
- `clean` makes every text that passed plain: NFC, ordinary blanks and line feeds, nothing invisible;
- `tidy` goes on for texts where form carries no meaning: one kind of dash, of apostrophe and of digit.

What must stay true: `clean` and `tidy` change nothing the second time, and neither joins two visible
characters into another number or word (which is why NFKC is not used: it turns `5²` into `52`).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from wizard.i18n import Message, msg

__all__ = ["MAX_LENGTH", "clean", "excerpt", "fault", "fold", "tidy"]

MAX_LENGTH: Final = 10_000
"""The longest text any answer may be; nobody types more, and what is pasted by mistake is often longer."""

_BLANKS: Final = (
    "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_LINE_ENDS: Final = "\r\x0b\x0c\x85\u2028\u2029"  # \x0b is what Word pastes for a line break in a paragraph
_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"
_APOSTROPHES: Final = "\u2018\u2019\u201b\u02bc\u00b4`"

_TO_PLAIN: Final = str.maketrans({**dict.fromkeys(_BLANKS, " "), **dict.fromkeys(_LINE_ENDS, "\n")})
_TO_TIDY: Final = str.maketrans(
    {
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_APOSTROPHES, "'"),
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
    }
)
_MOST_ACCENTS: Final = 30
"""On one letter; the limit of Unicode's Stream-Safe Text Format. Sorting longer runs takes quadratic time."""
_ACCENTS: Final = re.compile("[\u0300-\U0010ffff]")
"""Accents that stand for themselves, and much else: before them there is none."""
_USUAL_ACCENTS: Final = re.compile("[\u0300-\u034e]+")
_UNKEEPABLE: Final = frozenset({"Cc", "Cs", "Co", "Cn"})


def fault(text: str) -> Message | None:
    """Say why `text` cannot be kept, or `None` where it can; the position counts from 1."""
    if len(text) > MAX_LENGTH:
        return msg(
            "The text has {count} characters; at most {limit} can be read. Shorten it, or attach it as a file.",
            count=len(text),
            limit=MAX_LENGTH,
        )
    if text.isprintable() and _ACCENTS.search(text) is None:  # controls and halves are not printable
        return None
    accents = 0
    for position, character in enumerate(text.translate(_TO_PLAIN), start=1):
        category = unicodedata.category(character)
        if category != "Cf":  # these fall away, so they part nothing
            accents = accents + 1 if unicodedata.combining(character) else 0
        if accents > _MOST_ACCENTS or (category in _UNKEEPABLE and character != "\n"):
            return msg(
                "Character {position} cannot be written out ({code}). Delete it, or type that part anew.",
                position=position,
                code=f"U+{ord(character):04X}",
            )
    return None


def clean(text: str) -> str:
    """Return `text` in NFC with plain blanks and line feeds, and without characters that cannot be seen.

    Invisible ones (category Cf) are dropped: soft hyphens and zero-width blanks come with pasted text, and
    direction marks could make a text look like another than the one that is stored.
    """
    if text.isprintable():  # then it holds no blank but " ", no line end and nothing invisible
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    plain = text.replace("\r\n", "\n").translate(_TO_PLAIN)
    return unicodedata.normalize("NFC", "".join(c for c in plain if unicodedata.category(c) != "Cf"))


def tidy(text: str) -> str:
    """Return `clean` text with one kind of dash, apostrophe and digit, and no blanks around it."""
    return clean(text).translate(_TO_TIDY).strip()


def fold(text: str) -> str:
    """Return `text` as it is compared: small letters without accents, so that `Måndag` meets `mandag`."""
    if text.isascii():
        return text.lower()
    apart = _USUAL_ACCENTS.sub("", unicodedata.normalize("NFD", text.casefold()))
    if apart.isascii():
        return apart
    return "".join(c for c in apart if not unicodedata.combining(c))


def excerpt(text: str) -> str:
    """Return the beginning of `text`, short enough to be quoted in a sentence."""
    return text if len(text) <= 40 else text[:40].rstrip() + "\u2026"
