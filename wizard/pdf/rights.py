"""What signatures and usage rights in a template allow and forbid (ISO 32000-1, 12.8).

A certified document says how much may change (DocMDP): nothing, filling in, or filling in and annotating. A
signature may lock named fields (FieldMDP, /Lock). Usage rights (/Perms /UR, /UR3) switch features on in one
vendor's reader, are broken by any change, and then make that reader complain; they are dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from wizard.pdf.document import Document, as_number
from wizard.pdf.forms import FieldType, Form, type_of
from wizard.pdf.objects import Dict
from wizard.pdf.values import text_of

__all__ = ["Certification", "Rights", "Signature", "rights_of", "signatures_of"]

USAGE_RIGHTS: Final = ("UR", "UR3")


class Certification(IntEnum):
    """The level of DocMDP: what may change without breaking the author's certification."""

    NOTHING = 1
    FILLING = 2
    ANNOTATING = 3


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature field. `certifies` is set where the signature certifies the document."""

    field: str
    signed: bool
    name: str = ""
    certifies: Certification | None = None
    locks: tuple[str, ...] = ()
    locks_all_but: bool = False


@dataclass(frozen=True, slots=True)
class Rights:
    """What holds for filling a template."""

    signed: bool = False
    certification: Certification | None = None
    locked: frozenset[str] = frozenset()
    usage_rights: bool = False


def signatures_of(document: Document, form: Form) -> tuple[Signature, ...]:
    """Every signature field of the form, signed or not."""
    found = []
    for name, field in form.fields.items():
        if type_of(field.nodes[0]) is FieldType.SIGNATURE:
            value = document.dictionary(field.nodes[0].get("V"))
            found.append(_signature(document, name, value))
    return tuple(found)


def rights_of(document: Document, form: Form) -> Rights:
    """What the signatures of the document allow; the strictest one decides."""
    signatures = [signature for signature in signatures_of(document, form) if signature.signed]
    permissions = document.dictionary(document.root.get("Perms"))
    certified = _level(document, document.dictionary(permissions.get("DocMDP")))
    levels = [level for level in (certified, *(signature.certifies for signature in signatures)) if level]
    locked = {name for signature in signatures for name in form.fields if _locks(signature, name)}
    return Rights(
        signed=bool(signatures) or certified is not None,
        certification=min(levels, default=None),
        locked=frozenset(locked),
        usage_rights=any(key in permissions for key in USAGE_RIGHTS),
    )


def _signature(document: Document, name: str, value: Dict) -> Signature:
    if not value:
        return Signature(name, signed=False)
    locks: list[str] = []
    all_but = False
    for transform, parameters in _references(document, value):
        if transform == "FieldMDP":
            action = parameters.get("Action")
            named = [text_of(document, item) for item in document.array(parameters.get("Fields"))]
            all_but = all_but or action in {"All", "Exclude"}
            locks += named if action != "All" else []
    return Signature(
        name,
        signed=True,
        name=text_of(document, value.get("Name")),
        certifies=_level(document, value),
        locks=tuple(locks),
        locks_all_but=all_but,
    )


def _references(document: Document, value: Dict) -> list[tuple[str, Dict]]:
    found = []
    for item in document.array(value.get("Reference")):
        reference = document.dictionary(item)
        method = reference.get("TransformMethod")
        found.append((str(method), document.dictionary(reference.get("TransformParams"))))
    return found


def _level(document: Document, value: Dict) -> Certification | None:
    for transform, parameters in _references(document, value):
        if transform == "DocMDP":
            level = int(as_number(document.resolve(parameters.get("P"))) or Certification.FILLING)
            return Certification(level) if level in {1, 2, 3} else Certification.NOTHING
    return None


def _locks(signature: Signature, name: str) -> bool:
    named = any(name == lock or name.startswith(f"{lock}.") for lock in signature.locks)
    return named != signature.locks_all_but
