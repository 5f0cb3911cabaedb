"""Scroll bars, drawn from few different lines.

Textual draws a bar by way of a console, a renderable and a style for each of its lines, at each line that is
scrolled. A bar has at most five kinds of line; here each kind is made once.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip

__all__ = ["bar_lines"]


class _Bar(NamedTuple):
    """What a bar is made of."""

    height: int
    whole: float
    window: float
    position: float
    thickness: int
    style: Style


def bar_lines(bar: ScrollBar, crop: Region) -> list[Strip] | None:
    """What `bar` shows within `crop`, as it would draw it; None where this is no plain upright bar."""
    face = bar.render()
    if type(face) is not ScrollBarRender or not bar.vertical or not isinstance(face.style, Style):
        return None
    lines = _lines(
        _Bar(bar.size.height, face.virtual_size, face.window_size, face.position, face.thickness, face.style),
        bar.visual_style.rich_style,
    )
    if crop.width != face.thickness or crop.bottom > len(lines):
        return None
    _, ground = bar.background_colors
    strips = lines[crop.y : crop.bottom]
    for line_filter in bar.get_line_filters():
        strips = [strip.apply_filter(line_filter, ground) for strip in strips]
    return strips


@lru_cache(maxsize=128)
def _lines(bar: _Bar, ground: Style) -> list[Strip]:
    if bar.style.color is None or bar.style.bgcolor is None:
        return []
    segments = ScrollBarRender.render_bar(
        size=bar.height,
        virtual_size=bar.whole,
        window_size=bar.window,
        position=bar.position,
        thickness=bar.thickness,
        back_color=bar.style.bgcolor,
        bar_color=bar.style.color,
    ).segments
    return [_line(segment.text, ground + segment.style, bar.thickness) for segment in segments]


@lru_cache(maxsize=256)
def _line(text: str, style: Style | None, width: int) -> Strip:
    return Strip([Segment(text, style)], width)
