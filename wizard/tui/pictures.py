"""Pictures in the terminal: which protocol a terminal speaks, and a picture said in it.

Two are spoken: kitty's (kitty, Ghostty, WezTerm, Konsole) and sixel (foot, mlterm, xterm as a VT340, and others).
What a terminal can is told by its environment, because asking it would delay the first picture; `LOV_PICTURES`
(`kitty`, `sixel`, `none`) says it where the environment does not. Between lov and the terminal a multiplexer may
stand, which would swallow pictures; then none are shown.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Final, NamedTuple

__all__ = ["CLEARED", "Picture", "Protocol", "encoded", "protocol_of"]


class Protocol(Enum):
    """How a terminal is told a picture."""

    KITTY = "kitty"
    SIXEL = "sixel"


class Picture(NamedTuple):
    """`width` by `height` points, three bytes each: red, green, blue."""

    width: int
    height: int
    points: bytes


_KITTY_PROGRAMS: Final = frozenset({"ghostty", "WezTerm"})
_KITTY_MARKS: Final = ("KITTY_WINDOW_ID", "GHOSTTY_RESOURCES_DIR", "KONSOLE_VERSION")
_SIXEL_TERMS: Final = ("foot", "mlterm", "yaft", "contour")
_BETWEEN: Final = ("TMUX", "STY", "ZELLIJ")
_CHUNK: Final = 4096
"""Bytes that kitty's protocol takes at once."""
CLEARED: Final = "\x1b_Ga=d,q=2\x1b\\"
"""Takes away the pictures there are, in kitty's protocol; sixels go with the text that is drawn over them."""
_COLOURS: Final = 32
"""Colours of a sixel picture: a form has few, and each costs a pass over the line."""
_BAND: Final = 6
"""Lines of points in a row of sixels."""
_COARSE: Final = bytes(value & 0xE0 | value >> 3 & 0x1C | value >> 6 for value in range(256))
"""Each part of a colour to one of eight values that reach from black to white."""


def protocol_of(environment: Mapping[str, str]) -> Protocol | None:
    """What the terminal can; None for no pictures."""
    told = environment.get("LOV_PICTURES", "").lower()
    if told:
        return next((protocol for protocol in Protocol if protocol.value == told), None)
    if any(environment.get(name) for name in _BETWEEN) or environment.get("NO_COLOR"):
        return None
    if (
        any(environment.get(name) for name in _KITTY_MARKS)
        or environment.get("TERM_PROGRAM") in _KITTY_PROGRAMS
    ):
        return Protocol.KITTY
    return Protocol.SIXEL if environment.get("TERM", "").startswith(_SIXEL_TERMS) else None


def encoded(picture: Picture, protocol: Protocol) -> str:
    """What is written to the terminal, with the cursor where the picture's upper left corner shall be."""
    return "".join(_kitty(picture) if protocol is Protocol.KITTY else _sixel(picture))


def _kitty(picture: Picture) -> Iterator[str]:
    yield CLEARED
    data = base64.standard_b64encode(zlib.compress(picture.points)).decode()
    chunks = [data[at : at + _CHUNK] for at in range(0, len(data), _CHUNK)]
    for number, chunk in enumerate(chunks):
        head = f"a=T,f=24,o=z,q=2,C=1,s={picture.width},v={picture.height}," if number == 0 else ""
        yield f"\x1b_G{head}m={int(number < len(chunks) - 1)};{chunk}\x1b\\"


def _sixel(picture: Picture) -> Iterator[str]:
    palette, indexes = _with_palette(picture)
    yield f'\x1bP0;1q"1;1;{picture.width};{picture.height}'
    for number, colour in enumerate(palette):
        red, green, blue = (round(part * 100 / 255) for part in colour)
        yield f"#{number};2;{red};{green};{blue}"
    for top in range(0, picture.height, _BAND):
        yield _band(indexes, picture.width, top, min(_BAND, picture.height - top))
    yield "\x1b\\"


def _with_palette(picture: Picture) -> tuple[list[bytes], bytes]:
    """The colours, and the number of one for each point."""
    coarse = picture.points.translate(_COARSE)
    points = list(zip(coarse[0::3], coarse[1::3], coarse[2::3], strict=True))
    counted = Counter(points)
    palette = [colour for colour, _ in counted.most_common(_COLOURS)]
    number = {colour: at for at, colour in enumerate(palette)}
    for colour in counted:
        if colour not in number:
            nearest = min(
                palette, key=lambda known: sum((a - b) ** 2 for a, b in zip(known, colour, strict=True))
            )
            number[colour] = number[nearest]
    return [bytes(colour) for colour in palette], bytes(map(number.__getitem__, points))


def _band(indexes: bytes, width: int, top: int, height: int) -> str:
    """Six lines of points: for each colour in them, which of the six it has in each column."""
    masks: dict[int, bytearray] = {}
    for line in range(height):
        start = (top + line) * width
        row = indexes[start : start + width]
        for colour in set(row):
            mask = masks.setdefault(colour, bytearray(width))
            bit = 1 << line
            if row.count(colour) == width:
                mask[:] = bytes(value | bit for value in mask)
                continue
            at = row.find(colour)
            while at >= 0:
                mask[at] |= bit
                at = row.find(colour, at + 1)
    passes = (f"#{colour}{_packed(mask)}" for colour, mask in sorted(masks.items()))
    return "$".join(passes) + "-"


def _packed(mask: bytearray) -> str:
    """Sixels of one colour, with runs of the same written once."""
    text = bytes(value + 0x3F for value in mask).rstrip(b"?").decode("ascii")
    return re.sub(r"(.)\1{3,}", lambda run: f"!{len(run[0])}{run[1]}", text)
