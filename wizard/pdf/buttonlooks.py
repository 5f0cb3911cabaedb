"""Pictures for tick boxes and radio buttons whose template has none for their on-state."""

from __future__ import annotations

from wizard.pdf.appearance import form_object
from wizard.pdf.borders import border_of, draw_backdrop, draw_mark, mark_of
from wizard.pdf.buttons import OFF, Button
from wizard.pdf.document import Document
from wizard.pdf.forms import Form, Widget
from wizard.pdf.looks import form_matrix, geometry_of, style_of
from wizard.pdf.objects import Ref

__all__ = ["missing_pictures"]


def missing_pictures(
    document: Document, form: Form, widget: Widget, button: Button, *, radio: bool
) -> list[tuple[str, Ref, bytes]]:
    """State, number and finished object of the pictures for on and off.

    None where the template has a picture for on, or the widget is too small to show one.
    """
    normal = document.resolve(document.dictionary(widget.attrs.get("AP")).get("N"))
    geometry = geometry_of(document, widget)
    has_own = isinstance(normal, dict) and document.resolve(normal.get(button.state)) is not None
    if has_own or geometry.width < 1 or geometry.height < 1:
        return []
    mark = mark_of(document, widget, radio=radio)
    size = geometry.width, geometry.height
    backdrop = draw_backdrop(border_of(document, widget), *size, rounded=radio and mark == "l")
    drawn = draw_mark(mark, *size, style_of(document, form, widget).colour)
    frame = b"<</Type/XObject/Subtype/Form" + form_matrix(geometry)
    pictures = []
    for state, content in ((button.state, backdrop + drawn), (OFF, backdrop)):
        ref = document.allocate()
        pictures.append((state, ref, form_object(ref, frame, content)))
    return pictures
