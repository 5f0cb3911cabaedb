"""The fields of a document: one `Field` for each full name, with every object and widget that belongs to it.

The field tree is walked from /AcroForm /Fields, and then every widget on a page that the tree did not lead to
is taken in too: some producers list fields that no page shows and show widgets that no list names, and only
both together make the form. Fields of one full name are one field (ISO 32000-1, 12.7.3.2), whatever number of
objects it has. What must stay true: each object is visited once, depth and count obey the limits, and the
order is that of the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntFlag, StrEnum
from typing import Final

from wizard.pdf import textstring
from wizard.pdf.document import Document, Page, as_number, rectangle
from wizard.pdf.errors import TooLarge
from wizard.pdf.objects import Dict, Name, Obj, Ref

__all__ = ["FieldType", "Flag", "Form", "FormField", "Node", "Widget", "collect", "collect_from"]


_LEAST_SEEN: Final = 1.0
"""A widget of which less than this can be seen, in points across or upright, is hidden."""


class FieldType(StrEnum):
    """The kinds of field a form can have."""

    TEXT = "text"
    CHECKBOX = "checkbox"
    RADIO = "radio"
    COMBO = "combo"
    LIST = "list"
    PUSH = "push"
    SIGNATURE = "signature"


class Flag(IntFlag):
    """Field flags (/Ff) that matter here; ISO 32000-1, tables 221, 226, 228 and 230."""

    READ_ONLY = 1 << 0
    REQUIRED = 1 << 1
    MULTILINE = 1 << 12
    PASSWORD = 1 << 13
    RADIO = 1 << 15
    PUSH = 1 << 16
    COMBO = 1 << 17
    EDIT = 1 << 18
    FILE_SELECT = 1 << 20
    MULTI_SELECT = 1 << 21
    COMB = 1 << 24
    IN_UNISON = 1 << 25


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One object of the field tree, and its way up."""

    ref: Ref
    attrs: Dict
    parent: Node | None

    def get(self, key: str) -> Obj:
        """The value of an inheritable attribute: the object's own, or the nearest ancestor's."""
        node: Node | None = self
        while node is not None:
            if node.attrs.get(key) is not None:
                return node.attrs[key]
            node = node.parent
        return None


@dataclass(frozen=True, slots=True, eq=False)
class Widget:
    """One place where a field is shown. `page` is None where no page lists it.

    `outside` tells that it has no room on what is shown of its page.

    `node` is the field object it shows; `above` is where it inherits from, `node` itself or something between.
    """

    ref: Ref
    attrs: Dict
    node: Node
    above: Node
    page: Page | None
    outside: bool = False

    @property
    def hidden(self) -> bool:
        """Whether its flags (Hidden, NoView; ISO 32000-1, table 165) or its place keep it from the eye."""
        return self.outside or bool(int(as_number(self.attrs.get("F")) or 0) & 0b100010)

    def get(self, key: str) -> Obj:
        """The widget's own value, or the one inherited through its field."""
        own = self.attrs.get(key)
        return self.above.get(key) if own is None else own


@dataclass(slots=True, eq=False)
class FormField:
    """Everything that has one full name. `nodes` hold the value (the first one counts), `widgets` show it."""

    name: str
    nodes: list[Node] = field(default_factory=list)
    widgets: list[Widget] = field(default_factory=list)
    listed: bool = True
    """Whether /AcroForm /Fields leads to it."""
    strangers: list[Node] = field(default_factory=list)
    """Objects of this name that are fields of another kind; they are left alone."""

    def settle(self) -> None:
        """Where objects of different kinds share the name, keep those of the kind that a page shows.

        Objects that are shown come first, those without a kind of their own last.
        """
        on_pages = [widget.node for widget in self.widgets if widget.page is not None]
        kind = next((found for found in map(type_of, [*on_pages, *self.nodes]) if found), None)
        self.strangers = [node for node in self.nodes if type_of(node) not in {kind, None}]
        if self.strangers:
            strange = {node.ref for node in self.strangers}
            self.nodes = [node for node in self.nodes if node.ref not in strange]
            self.widgets = [widget for widget in self.widgets if widget.node.ref not in strange]
        shown = {widget.node.ref for widget in self.widgets if widget.page and not widget.hidden}
        self.nodes.sort(key=lambda node: (type_of(node) is None, node.ref not in shown))


@dataclass(slots=True, eq=False)
class Form:
    """The whole form. `attrs` is the AcroForm dictionary, `owner` the indirect object it stands in."""

    attrs: Dict
    owner: Ref
    fields: dict[str, FormField]

    @property
    def duplicates(self) -> tuple[str, ...]:
        """Full names that more than one field object bears."""
        return tuple(name for name, found in self.fields.items() if len(found.nodes) > 1)

    @property
    def unlisted(self) -> tuple[str, ...]:
        """Full names of fields that only a page's annotations lead to."""
        return tuple(name for name, found in self.fields.items() if not found.listed)


def collect(document: Document) -> Form:
    """Find every field of `document`; a document without any gives an empty form. Raises `PdfError`."""
    attrs, owner = document.owned(document.root, "AcroForm", document.root_ref)
    return collect_from(document, attrs if isinstance(attrs, dict) else {}, owner)


def collect_from(document: Document, attrs: Dict, owner: Ref) -> Form:
    """Find the fields that the AcroForm dictionary `attrs` and the document's pages lead to."""
    form = Form(attrs, owner, {})
    try:
        _Walk(document, form).run()
    except RecursionError as error:
        raise TooLarge from error
    return form


class _Walk:
    """One walk over a document's fields and annotations."""

    def __init__(self, document: Document, form: Form) -> None:
        self.document = document
        self.form = form
        self.nodes: dict[Ref, Node] = {}
        self.pages: dict[Ref, Page] = {}
        self.widgets: set[Ref] = set()
        self.recorded: set[Ref] = set()

    def run(self) -> None:
        annotations = list(self._annotations())
        self.pages = {ref: page for page, ref in reversed(annotations)}
        for ref in self._children(self.form.attrs, "Fields", self.form.owner):
            self._enter(ref, listed=True)
        for _, ref in annotations:
            if ref not in self.widgets and self.document.dictionary(ref).get("Subtype") == "Widget":
                self._enter(ref, listed=False)
        for found in self.form.fields.values():
            found.settle()

    def _annotations(self) -> Iterator[tuple[Page, Ref]]:
        for page in self.document.pages:
            for ref in self._children(page.attrs, "Annots", page.ref):
                yield page, ref

    def _children(self, holder: Dict, key: str, owner: Ref) -> list[Ref]:
        """The references in the array at `holder[key]`; what stands there inline is adopted first."""
        array, array_owner = self.document.owned(holder, key, owner)
        if not isinstance(array, list):
            return []
        for index, item in enumerate(array):
            if isinstance(item, dict):
                self.document.adopt(array, index, array_owner)
        return [item for item in array if isinstance(item, Ref)]

    def _enter(self, ref: Ref, *, listed: bool) -> None:
        """Walk the tree that `ref` belongs to, from its top; an orphan is hung below its own ancestors."""
        line = [ref]
        while len(line) <= self.document.limits.levels:
            parent = self.document.dictionary(line[-1]).get("Parent")
            if not isinstance(parent, Ref) or parent in line or not self.document.dictionary(parent):
                break
            line.append(parent)
        if line[-1] not in self.nodes:
            self._visit(line[-1], None, "", 0, listed=listed)
        above: Node | None = None
        for step in reversed(line):
            if step in self.widgets:
                return
            if step not in self.nodes:
                self._visit(step, above, _name_of(above), len(line), listed=listed)
            above = self.nodes.get(step, above)

    def _visit(self, ref: Ref, parent: Node | None, prefix: str, level: int, *, listed: bool) -> None:
        if ref in self.nodes or ref in self.widgets:
            return
        attrs = self.document.dictionary(ref)
        if level > self.document.limits.levels or len(self.nodes) >= self.document.limits.fields:
            raise TooLarge
        node = Node(ref, attrs, parent)
        if parent is not None and not _names_itself(attrs, parent):
            self._add_widgets(parent, parent, ref, prefix, listed=listed)
            return
        self.nodes[ref] = node
        name = _join(prefix, attrs.get("T"))
        below = self._children(attrs, "Kids", ref)
        fields = {kid for kid in below if _names_itself(self.document.dictionary(kid), node)}
        for kid in below:
            if kid in fields:
                self._visit(kid, node, name, level + 1, listed=listed)
            else:
                self._add_widgets(node, node, kid, name, listed=listed)
        if not fields:
            self._record(node, name, listed=listed)
            if not below and ("Rect" in attrs or attrs.get("Subtype") == "Widget"):
                self._add_widgets(node, node, ref, name, listed=listed)

    def _record(self, node: Node, name: str, *, listed: bool) -> FormField:
        found = self.form.fields.setdefault(name, FormField(name, listed=listed))
        if node.ref not in self.recorded:
            self.recorded.add(node.ref)
            found.nodes.append(node)
        return found

    def _add_widgets(self, node: Node, above: Node, ref: Ref, name: str, *, listed: bool) -> None:
        """Take in the widget `ref`, or the widgets below it where a nameless object stands between."""
        attrs = self.document.dictionary(ref)
        if ref in self.widgets or not attrs:
            return
        self.widgets.add(ref)
        if "Rect" not in attrs and "Kids" in attrs and len(self.widgets) < self.document.limits.fields:
            between = Node(ref, attrs, above)
            for kid in self._children(attrs, "Kids", ref):
                self._add_widgets(node, between, kid, name, listed=listed)
            return
        if "Rect" not in attrs and attrs.get("Subtype") != "Widget":
            return
        page = self.pages.get(ref)
        outside = page is not None and self._is_outside(page, attrs)
        widget = Widget(ref, attrs, node, above, page, outside)
        self._record(node, name, listed=listed).widgets.append(widget)

    def _is_outside(self, page: Page, attrs: Dict) -> bool:
        left, bottom, right, top = rectangle(self.document, attrs.get("Rect")) or (0.0, 0.0, 0.0, 0.0)
        across = min(right, page.box[2]) - max(left, page.box[0])
        upright = min(top, page.box[3]) - max(bottom, page.box[1])
        return across < _LEAST_SEEN or upright < _LEAST_SEEN


def _names_itself(attrs: Dict, parent: Node) -> bool:
    """Whether `attrs` is a field below `parent` rather than one of its widgets.

    A button of a radio group that repeats the group's name (WeasyPrint writes them) is a widget all the same.
    """
    if not isinstance(attrs.get("T"), bytes):
        return False
    return not (
        attrs.get("Subtype") == "Widget"
        and parent.attrs.get("FT") == "Btn"
        and attrs["T"] == parent.attrs.get("T")
    )


def _join(prefix: str, partial: Obj) -> str:
    if not isinstance(partial, bytes):
        return prefix
    text = textstring.decode(partial)
    return f"{prefix}.{text}" if prefix else text


def _name_of(node: Node | None) -> str:
    parts: list[str] = []
    while node is not None:
        if isinstance(node.attrs.get("T"), bytes):
            parts.append(_join("", node.attrs["T"]))
        node = node.parent
    return ".".join(reversed(parts))


def flags_of(node: Node | Widget) -> int:
    """The field flags in force, 0 where none are set."""
    value = as_number(node.get("Ff"))
    return int(value or 0) & 0xFFFFFFFF


def type_of(node: Node) -> FieldType | None:
    """What kind of field `node` is; None where the file does not say."""
    kind = node.get("FT")
    flags = flags_of(node)
    match kind if isinstance(kind, Name) else None:
        case "Tx":
            return FieldType.TEXT
        case "Sig":
            return FieldType.SIGNATURE
        case "Ch":
            return FieldType.COMBO if flags & Flag.COMBO else FieldType.LIST
        case "Btn":
            if flags & Flag.PUSH:
                return FieldType.PUSH
            return FieldType.RADIO if flags & Flag.RADIO else FieldType.CHECKBOX
        case _:
            return None
