"""What a PDF form is made of: for those who map an unknown form, and for those who must trust one.

Everything is looked at, nothing is run. What must stay true: `to_json()` holds JSON data alone, and a PDF without
fields, or one made only of XFA, is described rather than refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wizard.pdf.document import Document, open_document
from wizard.pdf.fields import Field, describe
from wizard.pdf.forms import Form, collect
from wizard.pdf.limits import FORMS, Limits
from wizard.pdf.rights import Signature, signatures_of
from wizard.pdf.scripts import active_content, scripts_of
from wizard.pdf.seam import Source
from wizard.pdf.shown import shows_otherwise
from wizard.pdf.values import text_of, values_of

__all__ = ["Inspection", "inspect", "inspect_opened"]


@dataclass(frozen=True, slots=True)
class Inspection:
    """A form's description.

    `repaired` and `broken_objects` tell what was damaged: the index of the file's objects, objects themselves.
    `active` counts actions and embedded files by kind. `duplicates` are names that several field objects bear,
    `conflicting` those among them that hold different values, `unlisted` fields that only a page leads to,
    `otherwise` those whose place on a page shows another text than they hold.
    """

    pages: int
    fields: Mapping[str, Field]
    encrypted: bool
    repaired: bool
    broken_objects: int
    xfa: bool
    javascript: bool
    tagged: bool
    language: str
    needs_appearances: bool
    signatures: tuple[Signature, ...]
    active: Mapping[str, int]
    duplicates: tuple[str, ...]
    conflicting: tuple[str, ...]
    unlisted: tuple[str, ...]
    otherwise: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The description as JSON data (keys as in product.md section 12, and more)."""
        return {
            "pages": self.pages,
            "fields": [_field(field) for field in self.fields.values()],
            "encrypted": self.encrypted,
            "repaired": self.repaired,
            "broken_objects": self.broken_objects,
            "xfa": self.xfa,
            "javascript": self.javascript,
            "tagged": self.tagged,
            "language": self.language,
            "needs_appearances": self.needs_appearances,
            "signatures": [_signature(signature) for signature in self.signatures],
            "active_content": dict(self.active),
            "duplicates": list(self.duplicates),
            "conflicting": list(self.conflicting),
            "unlisted": list(self.unlisted),
            "shows_otherwise": list(self.otherwise),
        }


def inspect(data: bytes, password: str | None = None, limits: Limits = FORMS) -> Inspection:
    """Describe a PDF form. Raises `NotAPdf`, `TooLarge`, `Encrypted` or `Damaged`."""
    document, source = open_document(data, password, limits)
    return inspect_opened(document, source, collect(document))


def inspect_opened(document: Document, source: Source, form: Form) -> Inspection:
    """Describe a PDF that is open already."""
    fields = describe(document, form)
    actions = active_content(document)
    values = {name: values_of(document, form.fields[name]) for name in form.duplicates}
    return Inspection(
        pages=len(document.pages),
        fields=fields,
        encrypted=source.encrypted,
        repaired=source.repaired,
        broken_objects=len(source.broken),
        xfa=form.attrs.get("XFA") is not None,
        javascript="JavaScript" in actions or scripts_of(document, form),
        tagged=document.resolve(document.dictionary(document.root.get("MarkInfo")).get("Marked")) is True,
        language=text_of(document, document.root.get("Lang")),
        needs_appearances=document.resolve(form.attrs.get("NeedAppearances")) is True,
        signatures=signatures_of(document, form),
        active=actions,
        duplicates=form.duplicates,
        conflicting=tuple(
            name for name, found in values.items() if any(value != found[0] for value in found)
        ),
        unlisted=form.unlisted,
        otherwise=tuple(
            name
            for name, field in fields.items()
            if shows_otherwise(document, source, form.fields[name], field)
        ),
    )


def _field(field: Field) -> dict[str, Any]:
    first = next((place for place in field.places if place.page is not None), None)
    return {
        "name": field.name,
        "type": field.type.value,
        "label": field.label,
        "value": field.value,
        "options": [option.export for option in field.options],
        "option_texts": [option.text for option in field.options],
        "required": field.required,
        "max_length": field.max_length,
        "page": first.page if first else None,
        "rect": list(first.rect) if first else None,
        "read_only": field.read_only,
        "multiline": field.multiline,
        "password": field.password,
        "comb": field.comb,
        "editable": field.editable,
        "multiple": field.multiple,
        "hidden": bool(field.places) and all(place.hidden for place in field.places),
        "places": [
            {"page": place.page, "rect": list(place.rect), "hidden": place.hidden, "export": place.export}
            for place in field.places
        ],
    }


def _signature(signature: Signature) -> dict[str, Any]:
    return {
        "field": signature.field,
        "signed": signature.signed,
        "name": signature.name,
        "certifies": None if signature.certifies is None else signature.certifies.name.lower(),
    }
