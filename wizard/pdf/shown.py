"""Whether what a page shows in a field is what the field holds.

A viewer shows the appearance that the file brings along, a program reads the value, and a file may hold one
amount and show another. What must stay true: only what was really read on both sides is compared; how a text is
broken into lines, joined or turned is no difference.
"""

from __future__ import annotations

from collections import Counter
from typing import Final
from unicodedata import normalize

from wizard.pdf.document import Document
from wizard.pdf.fields import Field
from wizard.pdf.forms import FieldType, FormField, Widget
from wizard.pdf.objects import Ref, Stream
from wizard.pdf.seam import Source

__all__ = ["shows_otherwise"]

_TEXTS: Final = frozenset({FieldType.TEXT, FieldType.COMBO})


def shows_otherwise(document: Document, source: Source, form_field: FormField, field: Field) -> bool:
    """Whether some place of a text or combo field shows another text than the field's value.

    What is drawn without letters, such as a bar code, cannot be compared.
    """
    if field.type not in _TEXTS or field.password or not isinstance(field.value, str) or not field.value:
        return False
    texts = {field.value, *(option.text for option in field.options if option.export == field.value)}
    wanted = [_letters(text) for text in texts]
    drawn = [
        _drawn(document, source, widget)
        for widget in form_field.widgets
        if widget.page is not None and not widget.hidden
    ]
    seen = [_letters(text) for text in drawn if text is not None]
    return any(letters not in wanted for letters in seen if letters)


def _drawn(document: Document, source: Source, widget: Widget) -> str | None:
    """The text of a widget's appearance; None where it has none, or one that cannot be read."""
    look = document.dictionary(widget.attrs.get("AP")).get("N")
    if not isinstance(look, Ref) or not isinstance(document.load(look), Stream):
        return None
    return source.drawn(look)


def _letters(text: str) -> Counter[str]:
    """What a text is made of: order is left out, for lines are broken and right-to-left text is turned."""
    return Counter(char for char in normalize("NFKC", text) if char.isalnum())
