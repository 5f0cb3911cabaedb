"""From the bytes of a template to its `Plan`.

Parsed once: fields found, fonts measured, dictionaries serialised up to the value. A template that is damaged
is written anew first, and that is said. What must stay true: compiling the same bytes gives the
same plan, and the plan's fixed objects are all that an increment needs besides the fields it fills.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Final

from wizard.i18n import Message, msg
from wizard.pdf.borders import border_of
from wizard.pdf.buttonlooks import missing_pictures
from wizard.pdf.buttons import buttons_of, in_unison
from wizard.pdf.contents import unclosed
from wizard.pdf.document import Document, open_document
from wizard.pdf.errors import Damaged, NoForm, PureXfa
from wizard.pdf.fields import Field, describe
from wizard.pdf.forms import FieldType, Form, FormField, Widget, collect
from wizard.pdf.increment import object_bytes
from wizard.pdf.limits import FORMS, Limits
from wizard.pdf.looks import Faces, look_of
from wizard.pdf.notices import notices_of
from wizard.pdf.objects import Dict, Ref, serialise
from wizard.pdf.plan import (
    Base,
    ButtonPlan,
    FieldPlan,
    ListPlan,
    Look,
    PagePlan,
    Plan,
    Skeleton,
    Slot,
    TextPlan,
)
from wizard.pdf.ready import with_choices
from wizard.pdf.rewrite import rewrite
from wizard.pdf.rights import USAGE_RIGHTS, rights_of
from wizard.pdf.seam import Source
from wizard.pdf.tags import structure_of
from wizard.pdf.values import Value

__all__ = ["compile_paper", "compile_template"]

_END: Final = b">>\nendobj\n"
_TEXT_KEYS: Final = frozenset({"V", "RV", "AP", "AS"})
_LIST_KEYS: Final = frozenset({"V", "RV", "AP", "AS", "I", "TI"})
_BUTTON_KEYS: Final = frozenset({"V", "AS"})


def compile_template(data: bytes, password: str | None = None, limits: Limits = FORMS) -> tuple[bytes, Plan]:
    """The bytes that filled forms will begin with, and how to fill them. Raises `PdfError`."""
    document, source = open_document(data, password, limits)
    form = collect(document)
    if not form.fields:
        raise PureXfa if form.attrs.get("XFA") is not None else NoForm
    notices: list[Message] = []
    if source.repaired or source.broken:
        notices.append(msg("The template was damaged and has been repaired."))
    if notices:
        data = rewrite(document, source.lock)
        document, source = open_document(data, password, limits)
        form = collect(document)
        if source.repaired:
            raise Damaged
    return data, _Compiler(document, form).run(source, notices)


def compile_paper(data: bytes) -> Plan:
    """How to append sheets to a document of ours that has no fields."""
    document, source = open_document(data)
    return _Compiler(document, collect(document)).run(source, ())


class _Compiler:
    """One compilation."""

    def __init__(self, document: Document, form: Form) -> None:
        self.document = document
        self.form = form
        self.faces = Faces(document, form)

    def run(self, source: Source, notices: Sequence[Message]) -> Plan:
        document, form = self.document, self.form
        fields = describe(document, form)
        rights = rights_of(document, form)
        told = (*notices, *notices_of(document, form, fields, rights, rewritten=bool(notices)))
        if source.lock is not None and not source.lock.may_fill:
            told = (
                *told,
                msg("The author of the PDF does not allow it to be filled in; some programs will refuse to."),
            )
        needs_drawing = document.resolve(form.attrs.get("NeedAppearances")) is True
        plans = {
            name: self._plan(form.fields[name], field) for name, field in fields.items() if field.fillable
        }
        self._clean_catalogue()
        fixed = [*document.changes().items(), *self.faces.extra.items()]
        return Plan(
            base=_base(document, source),
            fields=fields,
            plans=plans,
            faces=tuple(self.faces.all),
            fixed=tuple((ref, object_bytes(ref, obj)) for ref, obj in fixed),
            refreshed=self._undrawn(fields) if needs_drawing else {},
            pages=tuple(self._page_plans()),
            skeleton=self._skeleton(),
            read_only=tuple(name for name, field in fields.items() if field.read_only),
            unseen=tuple(name for name, field in fields.items() if not field.is_seen),
            rights=rights,
            notices=told,
        )

    def _plan(self, field: FormField, described: Field) -> FieldPlan:
        if described.type in {FieldType.CHECKBOX, FieldType.RADIO}:
            return self._button_plan(field, described)
        found = [look_of(self.document, self.form, widget, described, self.faces) for widget in field.widgets]
        looks = tuple(look for look in found if look is not None)
        if described.type is FieldType.LIST:
            return ListPlan(described, tuple(self._slots(field, _LIST_KEYS, found)), looks)
        return TextPlan(described, tuple(self._slots(field, _TEXT_KEYS, found)), looks)

    def _slots(self, field: FormField, left_out: frozenset[str], looks: list[Look | None]) -> Iterator[Slot]:
        """The objects of a text or choice field: those that hold its value, and its widgets."""
        pictures = {widget.ref: look for widget, look in zip(field.widgets, looks, strict=True)}
        holders = {node.ref for node in field.nodes}
        for ref, attrs in _objects_of(field).items():
            look = pictures.get(ref)
            tail = b"" if look is None else b"/AP<</N %b>>" % serialise(look.ref)
            yield Slot(ref, _head(ref, attrs, left_out), ref in holders, tail + _END)

    def _button_plan(self, field: FormField, described: Field) -> ButtonPlan:
        document = self.document
        buttons = buttons_of(document, field)
        radio = described.type is FieldType.RADIO
        drawn: list[tuple[Ref, bytes]] = []
        objects = _objects_of(field)
        for widget, button in zip(field.widgets, buttons, strict=False):
            pictures = missing_pictures(document, self.form, widget, button, radio=radio)
            if pictures:
                states: Dict = {state: ref for state, ref, _ in pictures}
                objects[widget.ref] = {**widget.attrs, "AP": {"N": states}}
                drawn += [(ref, written) for _, ref, written in pictures]
        holders = {node.ref for node in field.nodes}
        slots = tuple(
            Slot(ref, _head(ref, own, _BUTTON_KEYS), ref in holders, _END) for ref, own in objects.items()
        )
        index = {widget.ref: number for number, widget in enumerate(field.widgets)}
        widgets = tuple(index.get(slot.ref) for slot in slots)
        plan = ButtonPlan(described, slots, widgets, buttons, in_unison(field), tuple(drawn), {})
        return with_choices(plan)

    def _clean_catalogue(self) -> None:
        """Take out what would make viewers distrust or redraw our values: XFA, NeedAppearances, usage rights."""
        document, form = self.document, self.form
        for key in ("XFA", "NeedAppearances"):
            if form.attrs.pop(key, None) is not None:
                document.change(form.owner)
        if document.root.pop("NeedsRendering", None) is not None:
            document.change(document.root_ref)
        permissions, owner = document.owned(document.root, "Perms", document.root_ref)
        if isinstance(permissions, dict) and not permissions.keys().isdisjoint(USAGE_RIGHTS):
            for key in USAGE_RIGHTS:
                permissions.pop(key, None)
            if not permissions:
                del document.root["Perms"]
                owner = document.root_ref
            document.change(owner)

    def _undrawn(self, fields: Mapping[str, Field]) -> dict[str, Value | None]:
        """Fields that only a viewer's own drawing would show, with the values they hold."""
        return {
            name: field.value
            for name, field in fields.items()
            if field.fillable
            and any(self._lacks_picture(widget, field) for widget in self.form.fields[name].widgets)
        }

    def _lacks_picture(self, widget: Widget, field: Field) -> bool:
        document = self.document
        appearance = document.dictionary(widget.attrs.get("AP")).get("N")
        if widget.hidden or document.resolve(appearance) is not None:
            return False
        border = border_of(document, widget)
        is_button = field.type in {FieldType.CHECKBOX, FieldType.RADIO}
        return is_button or bool(field.value or border.background or border.colour)

    def _page_plans(self) -> Iterator[PagePlan]:
        for page in self.document.pages:
            resources = dict(
                self.document.dictionary(page.attrs.get("Resources") or page.inherited.get("Resources"))
            )
            if "Font" in resources:
                resources["Font"] = dict(self.document.dictionary(resources["Font"]))
            contents = page.attrs.get("Contents")
            streams = self.document.array(contents) or ([contents] if isinstance(contents, Ref) else [])
            saved = unclosed(self.document, streams)
            yield PagePlan(page.ref, page.attrs, tuple(streams), resources, page.box, page.rotate, saved)

    def _skeleton(self) -> Skeleton:
        document, form = self.document, self.form
        tree_ref = document.root.get("Pages")
        form_value = document.root.get("AcroForm")
        fields_value = form.attrs.get("Fields")
        tree = dict(document.dictionary(tree_ref))
        tree["Kids"] = list(document.array(tree.get("Kids")))
        resources = dict(document.dictionary(form.attrs.get("DR")))
        resources["Font"] = dict(document.dictionary(resources.get("Font")))
        return Skeleton(
            root=document.root,
            form={**form.attrs, "Fields": list(document.array(form.attrs.get("Fields"))), "DR": resources},
            fields_ref=fields_value if isinstance(fields_value, Ref) else None,
            form_ref=form_value if isinstance(form_value, Ref) else None,
            tree=tree,
            tree_ref=tree_ref if isinstance(tree_ref, Ref) else Ref(0),
            structure=structure_of(document),
        )


def _objects_of(field: FormField) -> dict[Ref, Dict]:
    """The objects of a field, each once: those that hold its value, then its other widgets."""
    holders = {node.ref: node.attrs for node in field.nodes}
    return holders | {widget.ref: widget.attrs for widget in field.widgets}


def _head(ref: Ref, attrs: Dict, left_out: frozenset[str]) -> bytes:
    kept: Dict = {key: value for key, value in attrs.items() if key not in left_out}
    return b"%d %d obj\n%b" % (ref.num, ref.gen, serialise(kept)[:-2])


def _base(document: Document, source: Source) -> Base:
    data = document.data
    info = document.trailer.get("Info")
    items = document.array(document.trailer.get("ID"))
    trailer: Dict = {
        "Root": document.root_ref,
        **({"Info": info} if isinstance(info, Ref) else {}),
        "Prev": source.start_of_xref or 0,
        **({"Encrypt": source.lock.entry} if source.lock is not None else {}),
    }
    return Base(
        length=len(data),
        gap=b"" if data.endswith((b"\n", b"\r")) else b"\n",
        start_of_xref=source.start_of_xref or 0,
        has_xref_stream=source.has_xref_stream,
        size=max(ref.num for ref in source.numbers()) + 1,
        free=document.next_number,
        root=document.root_ref,
        trailer=serialise(trailer)[2:-2],
        first_id=items[0] if items and isinstance(items[0], bytes) else b"",
        digest=sha256(data).digest(),
        lock=source.lock,
    )
