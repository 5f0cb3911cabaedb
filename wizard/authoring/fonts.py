"""The typeface of our blanks: Noto Sans, from the data package `pymupdf-fonts` (SIL Open Font License)."""

from __future__ import annotations

import base64
import io
from functools import cache
from importlib import import_module

from fontTools import subset
from fontTools.ttLib import TTFont

__all__ = ["WIN_ANSI", "field_font", "font_faces"]

WIN_ANSI = {code: text for code in range(32, 256) if (text := bytes([code]).decode("cp1252", "ignore"))}
"""The characters of a simple font with WinAnsiEncoding, by code."""


@cache
def _file(name: str) -> bytes:
    data: bytes = import_module(f"pymupdf_fonts.{name}").fontbuffer
    return data


def font_faces() -> str:
    """CSS for the faces `Form` (what is printed) and `Field` (what is filled in, and replaced by `finish`)."""
    faces = [
        ("Form", "normal", "NotoSans_Regular"),
        ("Form", "bold", "NotoSans_Bold"),
        ("Field", "normal", "FiraMono_Regular"),
    ]
    return "\n".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight};'
        f" src: url(data:font/ttf;base64,{base64.b64encode(_file(name)).decode()}); }}"
        for family, weight, name in faces
    )


@cache
def field_font() -> TTFont:
    """Noto Sans with the letters of Windows-1252: what a viewer needs to let one type into a field."""
    font = TTFont(io.BytesIO(_file("NotoSans_Regular")), recalcTimestamp=False)
    options = subset.Options(
        hinting=False, layout_features=[], notdef_outline=True, drop_tables=["TTFA", "DSIG"]
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(text) for text in WIN_ANSI.values()])
    subsetter.subset(font)
    return font
