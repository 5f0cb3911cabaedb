"""What of our fillings cannot be seen in some viewer, in which third-party form, and why that is not mended."""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["SHORTFALLS", "Shortfall", "reason_for"]


class Shortfall(NamedTuple):
    """Fields of a form whose value makes no difference inside their rectangle in `viewer`."""

    form: str
    fields: frozenset[str]
    viewer: str
    reason: str


SHORTFALLS: Final = (
    Shortfall(
        "PyPDFForm__sample_template_sejda.pdf",
        frozenset({"future_date"}),
        "pdfium",
        "two objects that no page shows bear the field's name; pdfium takes the first, a tick box, for the field",
    ),
    Shortfall(
        "qpdf__manual-appearances.pdf",
        frozenset(f"Text Box {number}" for number in (6, 15, 17, 18, 24)),
        "pdfium",
        "the page is turned and the field is not to turn with it (NoRotate): it is drawn, but beside its rectangle",
    ),
)


def reason_for(form: str, field: str, viewer: str) -> str | None:
    """Why the value of `field` cannot be seen there; None where that is not known."""
    for shortfall in SHORTFALLS:
        if (shortfall.form, shortfall.viewer) == (form, viewer) and field in shortfall.fields:
            return shortfall.reason
    return None
