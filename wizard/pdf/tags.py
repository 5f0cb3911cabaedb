"""Tags for appended pages: headings, paragraphs, tables and form fields, as a screen reader needs them.

Only a document that is tagged gets tags for its new pages; they hang below its structure tree root, after what
is there. What must stay true: every piece of marked content and every widget is found from the parent tree, and
no entry of the old parent tree changes (ISO 32000-1, 14.7.4.4).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from wizard.pdf.document import Document, as_number
from wizard.pdf.increment import Increment
from wizard.pdf.objects import Dict, Name, Obj, Ref
from wizard.pdf.plan import Structure

__all__ = ["Element", "Tagger", "structure_of"]

_MOST_NODES = 10_000


@dataclass(frozen=True, slots=True)
class _Content:
    """A piece of marked content on a page."""

    page: Ref
    number: int


@dataclass(frozen=True, slots=True)
class _Widget:
    """A widget annotation on a page."""

    page: Ref
    ref: Ref


@dataclass(slots=True, eq=False)
class Element:
    """A structure element, such as `H1`, `P`, `TR` or `Form`, and what is in it."""

    role: str
    kids: list[Element | _Content | _Widget] = field(default_factory=list)

    def child(self, role: str) -> Element:
        """A new element inside this one."""
        made = Element(role)
        self.kids.append(made)
        return made


_Found: TypeAlias = list[tuple[int, Obj]]


class Tagger:
    """Collects the tags of new pages and writes them; without a structure it marks nothing."""

    def __init__(self, structure: Structure | None) -> None:
        self._structure = structure
        self._next_key = structure.next_key if structure else 0
        self._pages: dict[Ref, tuple[int, list[Element]]] = {}
        self._widgets: list[tuple[int, Element]] = []
        self.root = Element("Part")

    @property
    def active(self) -> bool:
        """Whether the document is tagged."""
        return self._structure is not None

    def content(self, element: Element, page: Ref, operators: bytes) -> bytes:
        """`operators`, marked as belonging to `element`."""
        if not self.active:
            return operators
        _, marked = self._pages.setdefault(page, (self._new_key(page), []))
        element.kids.append(_Content(page, len(marked)))
        marked.append(element)
        return b"/%b<</MCID %d>>BDC\n%bEMC\n" % (element.role.encode(), len(marked) - 1, operators)

    def artifact(self, operators: bytes) -> bytes:
        """`operators`, marked as decoration that is not read out."""
        return b"/Artifact BMC\n%bEMC\n" % operators if self.active and operators else operators

    def widget(self, element: Element, page: Ref, ref: Ref) -> Dict:
        """Note that the widget `ref` is `element`; the entries that say so in the widget."""
        if not self.active:
            return {}
        element.kids.append(_Widget(page, ref))
        self._widgets.append((self._new_key(), element))
        return {"StructParent": self._widgets[-1][0]}

    def page_entries(self, page: Ref) -> Dict:
        """The entries of a page's dictionary that connect it with its tags."""
        if not self.active:
            return {}
        found = self._pages.get(page)
        return {"Tabs": Name("S")} | ({"StructParents": found[0]} if found else {})

    def write(self, increment: Increment) -> None:
        """Write the elements, and the tree's root and parent tree anew with them added."""
        structure = self._structure
        if structure is None or not self.root.kids:
            return
        refs: dict[int, Ref] = {}
        top = self._write_element(increment, self.root, structure.ref, refs)
        entries: _Found = [
            (key, [refs[id(element)] for element in marked]) for key, marked in self._pages.values()
        ]
        entries += [(key, refs[id(element)]) for key, element in self._widgets]
        numbers: list[Obj] = []
        for key, value in sorted(entries, key=lambda entry: entry[0]):
            numbers += [key, value]
        kids = structure.root.get("K")
        before = kids if isinstance(kids, list) else [] if kids is None else [kids]
        root: Dict = {
            **structure.root,
            "K": [*before, top],
            "ParentTree": increment.add(_grown(increment, structure.parent_tree, numbers)),
            "ParentTreeNextKey": self._next_key,
        }
        increment.put_object(structure.ref, root)

    def _new_key(self, page: Ref | None = None) -> int:
        if page is not None and page in self._pages:
            return self._pages[page][0]
        self._next_key += 1
        return self._next_key - 1

    def _write_element(
        self, increment: Increment, element: Element, parent: Ref, refs: dict[int, Ref]
    ) -> Ref:
        ref = increment.allocate()
        refs[id(element)] = ref
        kids: list[Obj] = []
        for kid in element.kids:
            match kid:
                case Element():
                    kids.append(self._write_element(increment, kid, ref, refs))
                case _Content():
                    kids.append({"Type": Name("MCR"), "Pg": kid.page, "MCID": kid.number})
                case _Widget():
                    kids.append({"Type": Name("OBJR"), "Pg": kid.page, "Obj": kid.ref})
        attrs: Dict = {"Type": Name("StructElem"), "S": Name(element.role), "P": parent, "K": kids}
        if element.role == "TH":
            attrs["A"] = {"O": Name("Table"), "Scope": Name("Column")}
        increment.put_object(ref, attrs)
        return ref


def structure_of(document: Document) -> Structure | None:
    """The structure tree of a tagged document; None where there is none, or none that can be added to."""
    ref = document.root.get("StructTreeRoot")
    root = document.dictionary(ref)
    marked = document.resolve(document.dictionary(document.root.get("MarkInfo")).get("Marked"))
    if not isinstance(ref, Ref) or not root or marked is not True:
        return None
    kids = root.get("K")
    own = {**root, "K": document.array(kids) if isinstance(document.resolve(kids), list) else kids}
    tree = dict(document.dictionary(root.get("ParentTree")))
    for key in ("Nums", "Kids"):
        if key in tree:
            tree[key] = list(document.array(tree[key]))
    stated = as_number(document.resolve(root.get("ParentTreeNextKey"))) or 0
    return Structure(ref, own, tree, max(int(stated), _highest_key(document, tree) + 1))


def _highest_key(document: Document, tree: Dict) -> int:
    """The highest key in a number tree, -1 for an empty one."""
    highest = -1
    pending: list[Obj] = [tree]
    for _ in range(_MOST_NODES):
        if not pending:
            break
        node = document.dictionary(pending.pop())
        keys = [as_number(document.resolve(item)) for item in document.array(node.get("Nums"))[::2]]
        limits = [as_number(document.resolve(item)) for item in document.array(node.get("Limits"))]
        highest = max([highest, *(int(key) for key in (*keys, *limits) if key is not None)])
        if not limits:
            pending += document.array(node.get("Kids"))
    return highest


def _grown(increment: Increment, tree: Dict, numbers: list[Obj]) -> Dict:
    """A parent tree with `numbers` (keys and values, all above the old ones) added."""
    kids = tree.get("Kids")
    if isinstance(kids, list) and kids:
        leaf: Dict = {"Limits": [numbers[0], numbers[-2]], "Nums": numbers}
        return {"Kids": [*kids, increment.add(leaf)]}
    before = tree.get("Nums")
    return {"Nums": [*(before if isinstance(before, list) else []), *numbers]}
