"""Reading values back: of any PDF form, and, faster and with proof, of one filled from a known template.

`read` parses the whole file, whoever made it. `read_increment` looks only at what was appended to a template's
bytes: since the file begins with them, nothing else can differ, and each object that was replaced must be one
of the template's fields with nothing changed but its value. What must stay true: where both read, they agree;
and `read_increment` never looks at an object that the newest cross-reference section does not lead to.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wizard.i18n import msg
from wizard.pdf.appended import Appended
from wizard.pdf.document import Document, open_document
from wizard.pdf.errors import Damaged, Foreign, NoForm, PureXfa
from wizard.pdf.forms import FieldType, collect, collect_from
from wizard.pdf.limits import FORMS, Limits
from wizard.pdf.objects import Dict, Name, Obj, Ref
from wizard.pdf.plan import ButtonPlan, FieldPlan, ListPlan, Slot
from wizard.pdf.syntax import SyntaxFault, parse_entries
from wizard.pdf.template import Template
from wizard.pdf.textstring import decode, decode_name, unify_lines
from wizard.pdf.values import Value, button_value, combo_value, list_value, numbered, stored_choice, value_of

__all__ = ["read", "read_increment"]

_VALUE_KEYS: Final = frozenset({"V", "RV", "AP", "AS", "I", "TI", "M"})
"""The entries of a field or widget that filling may change."""

_OTHER_FIELDS: Final = msg("The file changes which fields the template has.")


def read(data: bytes, password: str | None = None, limits: Limits = FORMS) -> dict[str, Value]:
    """The value of every field, by full name.

    Text, combo and radio give `str` ("" when empty), lists `list[str]`, tick boxes `True`, `False`, or the
    export value where a field has several. Push buttons and signatures are left out. Where several objects
    bear one name, the value of the one that is shown counts. Raises `NoForm` or `PureXfa` for a PDF without
    fields, and what `inspect` raises.
    """
    document, _ = open_document(data, password, limits)
    form = collect(document)
    if not any(form.fields):
        raise PureXfa if form.attrs.get("XFA") is not None else NoForm
    found = {name: value_of(document, field) for name, field in form.fields.items() if name}
    return {name: value for name, value in found.items() if value is not None}


def read_increment(data: bytes, template: Template) -> dict[str, Value]:
    """The same values, of a file that was filled from `template`, from its appended objects alone.

    Raises `Foreign` where the file does not begin with the template's bytes, or where something other than
    values was changed in a field or in the form; `Damaged` where the appended part is broken.
    """
    if not data.startswith(template.data):
        raise Foreign
    plan = template.plan
    found = {name: field.value for name, field in plan.fields.items() if field.value is not None}
    if len(data) == len(template.data):
        return found
    appended = Appended(data, plan.base)
    for name, field_plan in plan.plans.items():
        if any(appended.has(slot.ref) for slot in field_plan.slots):
            found[name] = _value_in(appended, field_plan)
    added = _added(appended, template)
    if added.keys() & found.keys():
        raise Foreign(_OTHER_FIELDS)
    return found | added


def _value_in(appended: Appended, plan: FieldPlan) -> Value:
    """The value of a field of which some object was replaced; the first object of its name decides."""
    changed = {slot.ref: _changes(appended, slot) for slot in plan.slots if appended.has(slot.ref)}
    first = plan.slots[0].ref
    if first not in changed:
        return "" if plan.field.value is None else plan.field.value
    stored = changed[first].get("V")
    if isinstance(stored, Ref):
        if not appended.has(stored):
            raise Foreign
        stored = appended.load(stored)
    if isinstance(plan, ButtonPlan):
        choice = stored_choice(stored, plan.buttons)
        if choice is None:
            choice = _shown_choice(plan, changed)
        return button_value(choice, plan.field.type, several=len(plan.field.options) > 1)
    texts = [_text(item) for item in (stored if isinstance(stored, list) else [stored])]
    if isinstance(plan, ListPlan):
        options = plan.field.options
        return numbered(changed[first].get("I"), options) if stored is None else list_value(texts, options)
    text = unify_lines(texts[0]) if texts else ""
    return combo_value(text, plan.field.options) if plan.field.type is FieldType.COMBO else text


def _shown_choice(plan: ButtonPlan, changed: Mapping[Ref, Dict]) -> str:
    """The export value of the widget that was drawn as on; "" where none was."""
    for slot, number in zip(plan.slots, plan.widgets, strict=True):
        if number is not None and changed.get(slot.ref, {}).get("AS") == plan.buttons[number].state:
            return plan.buttons[number].export
    return ""


def _changes(appended: Appended, slot: Slot) -> Dict:
    """The entries of a field object that may change; raises `Foreign` where others have changed."""
    place = appended.place(slot.ref)
    own = slot.head[slot.head.index(b"<<") :]
    if place is not None and place[0].startswith(own, place[1]):
        changed = _entries(place[0], place[1] + len(own))
        if changed.keys() <= _VALUE_KEYS:
            return changed
    now = appended.load(slot.ref)
    before = _entries(own + b">>", 2)
    if not isinstance(now, dict):
        raise Foreign
    differing = {key for key in {*now, *before} if now.get(key) != before.get(key)}
    if not differing <= _VALUE_KEYS:
        raise Foreign(msg("The file changes more than the values of the template's fields."))
    return {key: value for key, value in now.items() if key in _VALUE_KEYS}


def _entries(data: bytes, position: int) -> Dict:
    try:
        return parse_entries(data, position)
    except SyntaxFault as fault:
        raise Damaged from fault


def _text(obj: Obj) -> str:
    if isinstance(obj, Name):
        return decode_name(obj)
    return decode(obj) if isinstance(obj, bytes) else ""


def _added(appended: Appended, template: Template) -> dict[str, Value]:
    """The values of fields that were added after the template's own: those of continuation sheets."""
    own = template.plan.skeleton.form["Fields"]
    listed = _listed_fields(appended, template)
    if listed is None:
        return {}
    if not isinstance(own, list) or listed[: len(own)] != own:
        raise Foreign(_OTHER_FIELDS)
    extra: Dict = {"Fields": listed[len(own) :]}
    document = Document(appended)
    fields = collect_from(document, extra, template.plan.base.root).fields
    values = {name: value_of(document, field) for name, field in fields.items() if name}
    return {name: value for name, value in values.items() if value is not None}


def _listed_fields(appended: Appended, template: Template) -> list[Obj] | None:
    """What /Fields of the form is now; None where nothing that leads to it was changed."""
    skeleton, root_ref = template.plan.skeleton, template.plan.base.root
    form: Obj = skeleton.form_ref
    if appended.has(root_ref):
        root = appended.load(root_ref)
        form = root.get("AcroForm") if isinstance(root, dict) else None
    elif form is None:
        return None
    if isinstance(form, Ref):
        if not appended.has(form):
            if form != skeleton.form_ref:
                raise Foreign(_OTHER_FIELDS)
            return None
        form = appended.load(form)
    listed = form.get("Fields") if isinstance(form, dict) else None
    if isinstance(listed, Ref):
        if not appended.has(listed):
            return None if listed == template.plan.skeleton.fields_ref else []
        listed = appended.load(listed)
    return listed if isinstance(listed, list) else []
