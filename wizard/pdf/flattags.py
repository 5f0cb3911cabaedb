"""Tags of a form that is flattened: each field's element now holds the marked content that shows its value.

The element keeps its place in the reading order and its role; the attributes of a printed field say which kind
of field it was, whether it was ticked, and its label (ISO 32000-1, 14.8.5.6). What must stay true: every piece
of marked content is found from the parent tree, and nothing there leads to a widget that is gone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from wizard.pdf.document import Document, Page, as_number
from wizard.pdf.forms import FieldType, FormField, type_of
from wizard.pdf.objects import Dict, Name, Obj, Ref

__all__ = ["Tags"]

_MOST_NODES: Final = 100_000
_ROLES: Final = {FieldType.CHECKBOX: "cb", FieldType.RADIO: "rb", FieldType.PUSH: "pb"}


class Tags:
    """The structure tree of a document, while its widgets become content."""

    def __init__(self, document: Document, root_ref: Ref, root: Dict) -> None:
        self._document = document
        self._root_ref = root_ref
        self._root = root
        self._entries = dict(_number_tree(document, root.get("ParentTree")))
        self._next_key = max(
            [int(as_number(root.get("ParentTreeNextKey")) or 0), *(key + 1 for key in self._entries)]
        )

    @classmethod
    def of(cls, document: Document) -> Tags | None:
        """The tags of a tagged document; None for one that has none."""
        ref = document.root.get("StructTreeRoot")
        root = document.dictionary(ref)
        marked = document.resolve(document.dictionary(document.root.get("MarkInfo")).get("Marked"))
        return cls(document, ref, root) if isinstance(ref, Ref) and root and marked is True else None

    def mark(self, page: Page, field: FormField, widget: Ref, drawing: bytes) -> bytes:
        """`drawing`, marked as the content of the element that stood for `widget`."""
        element = self._element_of(widget) or self._new_element()
        marks = self._marks_of(page)
        number = len(marks)
        marks.append(element)
        attrs = self._document.dictionary(element)
        content: Dict = {"Type": Name("MCR"), "Pg": page.ref, "MCID": number}
        kids = [content if self._is_reference(kid, widget) else kid for kid in self._kids(attrs)]
        attrs["K"] = kids if content in kids else [*kids, content]
        self._describe(attrs, field, widget)
        role = attrs.get("S")
        return b"/%b<</MCID %d>>BDC\n%bEMC\n" % (_tag(role), number, drawing)

    def forget(self, page: Page, widgets: Collection[Ref]) -> None:
        """Take out what leads to widgets of the page that leave nothing behind."""
        for widget in self._document.array(page.attrs.get("Annots")):
            if isinstance(widget, Ref) and widget in widgets:
                element = self._element_of(widget)
                if element is not None:
                    attrs = self._document.dictionary(element)
                    attrs["K"] = [kid for kid in self._kids(attrs) if not self._is_reference(kid, widget)]

    def write(self) -> None:
        """Put the parent tree in order again."""
        numbers: list[Obj] = []
        for key in sorted(self._entries):
            numbers += [key, self._entries[key]]
        self._root["ParentTree"] = self._document.add({"Nums": numbers})
        self._root["ParentTreeNextKey"] = self._next_key

    def _element_of(self, widget: Ref) -> Ref | None:
        """The element that stands for a widget; its entry in the parent tree goes."""
        key = as_number(self._document.dictionary(widget).get("StructParent"))
        found = self._entries.pop(int(key), None) if key is not None else None
        return found if isinstance(found, Ref) and self._document.dictionary(found) else None

    def _new_element(self) -> Ref:
        """An element for a widget that had none."""
        made: Dict = {"Type": Name("StructElem"), "S": Name("Form"), "P": self._root_ref, "K": []}
        ref = self._document.add(made)
        self._root["K"] = [*self._kids(self._root), ref]
        return ref

    def _marks_of(self, page: Page) -> list[Obj]:
        """The elements of the page's marked content, by number."""
        key = as_number(page.attrs.get("StructParents"))
        if key is None:
            key = self._next_key
            self._next_key += 1
            page.attrs["StructParents"] = int(key)
        marks = list(self._document.array(self._entries.get(int(key))))
        self._entries[int(key)] = marks
        return marks

    def _kids(self, attrs: Dict) -> list[Obj]:
        kids = attrs.get("K")
        return list(self._document.array(kids)) or ([] if kids is None or isinstance(kids, list) else [kids])

    def _is_reference(self, kid: Obj, widget: Ref) -> bool:
        return self._document.dictionary(kid).get("Obj") == widget if not isinstance(kid, int) else False

    def _describe(self, attrs: Dict, field: FormField, widget: Ref) -> None:
        """Say what kind of field it was, if the element is one for fields."""
        if attrs.get("S") != "Form":
            return
        document, node = self._document, field.nodes[0]
        own = document.dictionary(widget)
        kind = type_of(node) or FieldType.TEXT
        printed: Dict = {"O": Name("PrintField"), "Role": Name(_ROLES.get(kind, "tv"))}
        if kind in {FieldType.CHECKBOX, FieldType.RADIO}:
            printed["checked"] = Name("off" if own.get("AS") in {None, "Off"} else "on")
        label = document.resolve(own.get("TU") or node.get("TU"))
        if isinstance(label, bytes):
            printed["Desc"] = label
        before = attrs.get("A")
        known = document.array(before) or ([] if before is None else [before])
        attrs["A"] = [*known, printed] if known else printed


def _tag(role: Obj) -> bytes:
    """A role as the operand of an operator; one of unusual characters is written as `Form`."""
    return role.encode() if isinstance(role, Name) and role.isascii() and role.isalnum() else b"Form"


def _number_tree(document: Document, tree: Obj) -> Iterator[tuple[int, Obj]]:
    """The entries of a number tree."""
    pending: list[Obj] = [tree]
    seen: set[Ref] = set()
    for _ in range(_MOST_NODES):
        if not pending:
            return
        item = pending.pop()
        if isinstance(item, Ref):
            if item in seen:
                continue
            seen.add(item)
        node = document.dictionary(item)
        numbers = document.array(node.get("Nums"))
        for key, value in zip(numbers[::2], numbers[1::2], strict=False):
            if isinstance(key, int):
                yield key, value
        pending += document.array(node.get("Kids"))
