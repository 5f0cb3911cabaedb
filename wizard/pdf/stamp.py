"""A marking on every page: a red line of text in a pale band at the top edge, upright however the page is turned.

It is drawn as one more content stream, after the page's own, which is fenced in so that nothing it does to the
graphics state reaches the marking. What must stay true: the marking is inside what is shown of the page, and
the page's own content streams are referred to, not rewritten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from unicodedata import normalize

from wizard.i18n import msg
from wizard.pdf.answers import no_glyph
from wizard.pdf.contents import OPENING, closing
from wizard.pdf.errors import Overflow, Unfillable
from wizard.pdf.fallback import CAP_HEIGHT, advances, first_missing
from wizard.pdf.fontset import FontSet
from wizard.pdf.increment import Increment
from wizard.pdf.layout import Placed
from wizard.pdf.objects import Dict, Ref, Stream, number
from wizard.pdf.plan import PagePlan, Plan
from wizard.pdf.writing import fallback_lines

__all__ = ["Stamp", "draw_stamp"]

_BAND: Final = 15.0
_FROM_EDGE: Final = 5.0
_FROM_SIDE: Final = 18.0
_SIZE: Final = 9.0
_SMALLEST: Final = 5.0
_PALE_RED: Final = b"1 0.93 0.93 rg"
_RED: Final = b"0.78 0.05 0.05 rg"
_RED_LINE: Final = b"0.78 0.05 0.05 RG"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is written across the top of every page, on one line."""

    text: str


def draw_stamp(
    plan: Plan, increment: Increment, fonts: FontSet, stamp: Stamp, added: Sequence[PagePlan]
) -> None:
    """Mark every page of the template and the `added` ones. Raises `Unfillable` where the text cannot be set."""
    text = normalize("NFC", stamp.text)
    missing = first_missing(text)
    if missing is not None:
        raise Unfillable([no_glyph("", missing)])
    before = increment.add(Stream({}, OPENING))
    streams: dict[bytes, Ref] = {}
    for page in (*plan.pages, *added):
        used: set[str] = set()
        content = closing(page.saved) + _marking(
            page, text, fonts, used, tagged=plan.skeleton.structure is not None
        )
        if content not in streams:
            streams[content] = increment.add(Stream({}, content))
        _add_to(page, increment, fonts, (before, streams[content]), used)


def _add_to(
    page: PagePlan, increment: Increment, fonts: FontSet, around: tuple[Ref, Ref], used: set[str]
) -> None:
    known = page.resources.get("Font")
    own: Dict = known if isinstance(known, dict) else {}
    added: Dict = {name: fonts.reference(name) for name in sorted(used)}
    increment.put_object(
        page.ref,
        {
            **page.attrs,
            "Resources": {**page.resources, "Font": {**own, **added}},
            "Contents": [around[0], *page.contents, around[1]],
        },
    )


def _marking(page: PagePlan, text: str, fonts: FontSet, used: set[str], *, tagged: bool) -> bytes:
    """The operators that draw the band and the text in the page's own coordinates."""
    left, bottom, right, top = page.box
    across, turn = {
        0: (right - left, (1, 0, 0, 1, left, top)),
        90: (top - bottom, (0, 1, -1, 0, left, bottom)),
        180: (right - left, (-1, 0, 0, -1, right, bottom)),
        270: (top - bottom, (0, -1, 1, 0, right, top)),
    }[page.rotate]
    width = sum(advances(text)) / 1000
    size = min(_SIZE, (across - 2 * _FROM_SIDE - 8) / width) if width else _SIZE
    if size < _SMALLEST:
        raise Unfillable([Overflow("", msg("The marking is too long for one line at the top of the page."))])
    low = -_FROM_EDGE - _BAND
    place = Placed((across - width * size) / 2, low + (_BAND - CAP_HEIGHT / 1000 * size) / 2, 0, len(text))
    box = b"%b %b %b %b re" % tuple(map(number, (_FROM_SIDE, low, across - 2 * _FROM_SIDE, _BAND)))
    shown = b"".join(fallback_lines(text, [place], size, fonts, used))
    marks = (b"/Artifact BMC\n", b"EMC\n") if tagged else (b"", b"")
    return b"q\n%b cm\n%b%b\n%b\n0.7 w\n%b B\nBT\n%b\n%bET\n%bQ\n" % (
        b" ".join(map(number, turn)),
        marks[0],
        _PALE_RED,
        _RED_LINE,
        box,
        _RED,
        shown,
        marks[1],
    )
