"""What a form offers, as plain data for those who fill it: names, kinds, labels, options, places.

A `Field` knows nothing of the file's objects; it can be shown, compared and written as JSON. What must stay
true: every text in it comes from the template's author, not from the user.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from wizard.pdf.buttons import buttons_of, exports
from wizard.pdf.document import Document, as_number, rectangle
from wizard.pdf.forms import FieldType, Flag, Form, FormField, Node, Widget, flags_of, type_of
from wizard.pdf.objects import Obj
from wizard.pdf.values import Option, Value, options_of, text_of, value_of

__all__ = ["Field", "Place", "describe"]

_MOST_CELLS: Final = 500
"""A comb with more cells than this is a mistake, or meant to hurt."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field is shown: page counted from 1 (None: nowhere) and left, bottom, right, top in points.

    `export` is the value that this tick box or radio button stands for.
    """

    page: int | None
    rect: tuple[float, float, float, float]
    hidden: bool = False
    export: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    `label` is the tooltip (/TU), empty where there is none. `options` are what can be chosen: of a radio group
    and of a tick box with several states too. `value` is what the template holds, None where it holds nothing
    by its nature (push buttons, signatures).
    """

    name: str
    type: FieldType
    label: str
    value: Value | None
    options: tuple[Option, ...]
    places: tuple[Place, ...]
    required: bool
    read_only: bool
    multiline: bool
    password: bool
    comb: bool
    editable: bool
    multiple: bool
    max_length: int | None

    @property
    def fillable(self) -> bool:
        """Whether a value can be put into it at all."""
        return self.type not in {FieldType.PUSH, FieldType.SIGNATURE}

    @property
    def is_seen(self) -> bool:
        """Whether some page shows it."""
        return any(place.page is not None and not place.hidden for place in self.places)


def describe(document: Document, form: Form) -> dict[str, Field]:
    """Every named field of the form whose kind is known, by full name, in the file's order."""
    found = {}
    for name, field in form.fields.items():
        if name and type_of(field.nodes[0]) is not None:
            found[name] = _describe(document, field, field.nodes[0])
    return found


def _describe(document: Document, field: FormField, node: Node) -> Field:
    kind = type_of(node) or FieldType.TEXT
    flags = flags_of(node)
    length = as_number(document.resolve(node.get("MaxLen")))
    max_length = int(length) if length is not None and length > 0 else None
    password = bool(flags & Flag.PASSWORD)
    is_text = kind is FieldType.TEXT
    single = not flags & (Flag.MULTILINE | Flag.PASSWORD | Flag.FILE_SELECT)
    return Field(
        name=field.name,
        type=kind,
        label=_label(document, field, node),
        value=value_of(document, field),
        options=_options(document, field, node, kind),
        places=_places(document, field, kind),
        required=bool(flags & Flag.REQUIRED),
        read_only=bool(flags & Flag.READ_ONLY),
        multiline=is_text and bool(flags & Flag.MULTILINE) and not password,
        password=is_text and password,
        comb=is_text and bool(flags & Flag.COMB) and single and 0 < (max_length or 0) <= _MOST_CELLS,
        editable=kind is FieldType.COMBO and bool(flags & Flag.EDIT),
        multiple=kind is FieldType.LIST and bool(flags & Flag.MULTI_SELECT),
        max_length=max_length if is_text else None,
    )


def _label(document: Document, field: FormField, node: Node) -> str:
    candidates: list[Obj] = [node.get("TU"), *(widget.attrs.get("TU") for widget in field.widgets)]
    return next((text for text in (text_of(document, item).strip() for item in candidates) if text), "")


def _options(document: Document, field: FormField, node: Node, kind: FieldType) -> tuple[Option, ...]:
    if kind in {FieldType.COMBO, FieldType.LIST}:
        return options_of(document, node)
    if kind in {FieldType.CHECKBOX, FieldType.RADIO}:
        return tuple(Option(export, export) for export in exports(buttons_of(document, field)))
    return ()


def _places(document: Document, field: FormField, kind: FieldType) -> tuple[Place, ...]:
    is_button = kind in {FieldType.CHECKBOX, FieldType.RADIO}
    buttons = buttons_of(document, field) if is_button else ()
    return tuple(
        _place(document, widget, buttons[index].export if is_button else None)
        for index, widget in enumerate(field.widgets)
    )


def _place(document: Document, widget: Widget, export: str | None) -> Place:
    rect = rectangle(document, widget.attrs.get("Rect")) or (0.0, 0.0, 0.0, 0.0)
    return Place(widget.page.index + 1 if widget.page else None, rect, widget.hidden, export)
