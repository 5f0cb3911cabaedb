"""Printing HTML to tagged PDF with WeasyPrint, so that the same HTML gives the same bytes.

Line breaks and shapes come from the system's Pango; the letters themselves are cut out of the fonts by fontTools,
whose version is locked, and not by the system's HarfBuzz, whose version is not.
"""

from __future__ import annotations

import logging
import os
import warnings

__all__ = ["print_html"]


def print_html(html: str, base_url: str | None = None, *, forms: bool = False) -> bytes:
    """`html` as PDF/UA; with `forms`, its inputs become form fields."""
    with warnings.catch_warnings(action="ignore"):  # it asks for the very library we keep it from using
        import weasyprint  # noqa: PLC0415  needs Pango, and seconds
        import weasyprint.pdf.fonts  # noqa: PLC0415  as above
    weasyprint.pdf.fonts.harfbuzz_subset = None
    os.environ["SOURCE_DATE_EPOCH"] = "0"  # fontTools would write the time of day into each font
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    document = weasyprint.HTML(string=html, base_url=base_url)
    pdf: bytes = document.write_pdf(pdf_forms=forms, pdf_variant="pdf/ua-1")
    return pdf
