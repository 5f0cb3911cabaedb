"""Several people's shares of full time in one breath, and heads with parts of them named.

`en heltid och två på halvtid` is 2; `vi är tre, varav två på halvtid` is three heads, and two posts only if the
third works full time, which nobody said.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from wizard.i18n import msg
from wizard.values import Reading, Status, make
from wizard.values.base import Context
from wizard.values.characters import fold, tidy
from wizard.values.cursor import Cursor
from wizard.values.numerals import read_certain, shortest

__all__ = ["read_heads", "read_shares"]

_SHARE: Final = make("fte")
_PARTS: Final = re.compile(r" ?[,;+&] ?(?:och |and )?| och | and | samt | plus ")
_OF_WHOM: Final = re.compile(
    r"(?:vi är|vi blir|det är|there are|we are|we're)? ?(?P<all>[\w ]+?),? (?:varav|av vilka|därav|av dem|of whom|of which|including) (?P<some>.+)",
    re.IGNORECASE,
)
_PERSON: Final = re.compile(
    r"(?:person|personer|pers|st|stycken|anställd|anställda|tjänst|tjänster|heltidare|people|persons|other|others|till|andra|den andra|de andra|som|jobbar|arbetar|är|på|i|av dem|works?|working|at|on|who)\b ?",
    re.IGNORECASE,
)
_MOST: Final = 30


_BETWEEN: Final = re.compile(
    r"\b(?!två\b|tre\b|one\b|en\b|ett\b)(?:\d+|\w*(?:tio|tjugo|ty|hundra)) ?(?:till|to|-|\u2013|eller|or) ?(?:\d+|\w*(?:tio|tjugo|ty|hundra)) ?(?:procent|%|percent)",
    re.IGNORECASE,
)


def read_shares(text: str, ctx: Context) -> Reading | None:
    """The sum of the shares that `text` names one by one; None where not every part is a share of somebody."""
    said = " ".join(tidy(text).split()).rstrip(" .!")
    if _BETWEEN.search(said):
        return None  # `sjuttio till åttio procent`
    of_whom = _OF_WHOM.fullmatch(said)
    if of_whom is not None:
        return _partly(of_whom["all"], of_whom["some"], ctx)
    parts = _PARTS.split(said)
    if not 1 <= len(parts) <= _MOST:
        return None
    counted = [_counted(part, ctx) for part in parts]
    if any(c is None for c in counted) or not all(_begins_with_number(part, ctx) for part in parts):
        return None
    total = sum((heads * share for c in counted if c is not None for heads, share in [c]), Decimal(0))
    return Reading.accepted(shortest(total), text)


def _begins_with_number(part: str, ctx: Context) -> bool:
    """Whether a part says of how many it tells: `heltid, 100 %` says one thing twice."""
    return (
        read_certain(Cursor(_LEAD.sub("", part)), ctx.language) is not None and not part.strip().endswith("%")
    ) or _HEADS.match(part) is not None


_LEAD: Final = re.compile(r"(?:vi är|vi har|det är|we are|we have|there are|totalt) ", re.IGNORECASE)
_HEADS: Final = re.compile(
    r"(?:\d{1,3}|[^\W\d_]+) (?:person|personer|på|at|som|jobbar|st|stycken|anställd|anställda|till|till på) ?",
    re.IGNORECASE,
)


def _counted(part: str, ctx: Context) -> tuple[Decimal, Decimal] | None:
    """How many people, and the share of each: `två på halvtid`, `en 50 %`, `halvtid`."""
    cursor = Cursor(part)
    heads = read_certain(cursor, ctx.language)
    if heads is not None and cursor.done:
        return None  # a bare number is not somebody's share
    if heads is None:
        cursor.at = 0
    rest = cursor.text[cursor.start :]
    bare = rest
    while (shorter := _PERSON.sub("", bare, count=1) if _PERSON.match(bare) else bare) != bare:
        bare = shorter.strip()
    share = _SHARE.read(bare, ctx)
    if (
        heads is None
        or heads != heads.to_integral_value()
        or not 1 <= heads <= 500
        or share.status is not Status.ACCEPTED
    ):
        whole = _SHARE.read(part, ctx)
        ok = whole.status is Status.ACCEPTED and isinstance(whole.value, int | float)
        return (Decimal(1), Decimal(str(whole.value))) if ok else None
    value = Decimal(str(share.value))
    if fold(bare).startswith(("heltid", "halvtid", "%", "procent")) and bare == rest:
        whole = _SHARE.read(part, ctx)  # `två heltider`, `50 %` are the type's own
        if whole.status is Status.ACCEPTED:
            return Decimal(1), Decimal(str(whole.value))
    return heads, value


def _partly(everybody: str, some: str, ctx: Context) -> Reading | None:
    heads = make("integer", min=1, max=500).read(
        re.sub(r"(?i) (?:personer|pers|stycken|st|anställda|people)$", "", everybody.strip()), ctx
    )
    parts = [_counted(part, ctx) for part in _PARTS.split(some)]
    if heads.status is not Status.ACCEPTED or any(p is None for p in parts):
        return None
    counted = [p for p in parts if p is not None]
    named = sum((n for n, _ in counted), Decimal(0))
    rest = Decimal(str(heads.value)) - named
    if rest < 0:
        return None
    total = sum((n * share for n, share in counted), Decimal(0))
    if rest == 0:
        return Reading.accepted(shortest(total), f"{everybody}, {some}")
    reason = msg(
        "How much do the others work? Write the sum as a number of full-time posts, such as 2.5 FTE."
    )
    return Reading.ambiguous(reason, shortest(total + rest))


def read_heads(text: str, ctx: Context) -> Reading | None:
    """The number of people in `tre, varav två på halvtid`, where the rest of the text tells of some of them."""
    said = " ".join(tidy(text).split()).rstrip(" .!")
    of_whom = _OF_WHOM.fullmatch(said)
    if of_whom is None:
        return None
    heads = make("integer").read(
        re.sub(r"(?i) (?:personer|pers|stycken|st|anställda|people)$", "", of_whom["all"].strip()), ctx
    )
    counted = [_counted(part, ctx) for part in _PARTS.split(of_whom["some"])]
    if heads.status is not Status.ACCEPTED or any(c is None for c in counted):
        return None
    named = sum((c[0] for c in counted if c is not None), Decimal(0))
    return (
        Reading.accepted(heads.value, of_whom["all"])
        if heads.value is not None and named <= Decimal(str(heads.value))
        else None
    )
