"""A page of a PDF as points, by pdfium (extra `pictures`)."""

from __future__ import annotations

from importlib.util import find_spec
from typing import NamedTuple

from wizard.tui.pictures import Picture

__all__ = ["WHOLE", "Window", "can_raster", "raster"]


class Window(NamedTuple):
    """The part of a page that is wanted, in shares of its height from the top: (0, 1) is all of it."""

    top: float
    bottom: float


WHOLE = Window(0, 1)
"""All of a page."""


def can_raster() -> bool:
    """Whether pdfium is installed."""
    return find_spec("pypdfium2") is not None


def raster(data: bytes, page: int, size: tuple[int, int], window: Window = WHOLE) -> Picture:
    """The `window` of `page` (from 0) as large as fits into `size` points, fields drawn with their answers.

    Raises `IndexError` for a page that is none.
    """
    import pypdfium2  # noqa: PLC0415  heavy, and an extra

    document = pypdfium2.PdfDocument(data)
    try:
        document.init_forms()
        if not 0 <= page < len(document):
            raise IndexError(page)
        sheet = document[page]
        width, height = sheet.get_size()
        part = height * (window.bottom - window.top)
        scale = min(size[0] / width, size[1] / part)
        crop = (0, height * (1 - window.bottom), 0, height * window.top)
        bitmap = sheet.render(
            scale=scale,
            crop=crop,
            rev_byteorder=True,
            may_draw_forms=True,
            force_bitmap_format=pypdfium2.raw.FPDFBitmap_BGR,
        )
        raw, line = bytes(bitmap.buffer), 3 * bitmap.width
        points = b"".join(raw[y * bitmap.stride : y * bitmap.stride + line] for y in range(bitmap.height))
        return Picture(bitmap.width, bitmap.height, points)
    finally:
        document.close()
