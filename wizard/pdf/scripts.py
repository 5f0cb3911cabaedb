"""Active content: scripts and actions in a document, found and named, never run.

The walk goes through every object the catalogue leads to, so that nothing hides in an object stream or behind
an escaped name. What must stay true: it ends, whatever the document; a cycle is walked once.
"""

from __future__ import annotations

from typing import Final

from wizard.pdf.document import Document
from wizard.pdf.forms import Form
from wizard.pdf.objects import Dict, Name, Obj, Ref, Stream

__all__ = ["active_content", "scripts_of"]

_ACTIONS: Final = frozenset(
    {
        "JavaScript",
        "Launch",
        "SubmitForm",
        "ImportData",
        "URI",
        "GoToR",
        "GoToE",
        "Rendition",
        "RichMediaExecute",
    }
)
_SKIPPED: Final = frozenset({"Parent", "P", "Pg", "Length", "XFA", "StructTreeRoot"})
"""Ways back, and the tree of what the page means: it is large, and no viewer runs what only it leads to."""
_MOST_OBJECTS: Final = 500_000


def scripts_of(document: Document, form: Form) -> bool:
    """Whether any field computes, formats or checks its value with a script, or the document has scripts."""
    names = document.dictionary(document.root.get("Names"))
    if "JavaScript" in names or "CO" in form.attrs:
        return True
    owners: list[Dict] = []
    for field in form.fields.values():
        owners += [node.attrs for node in field.nodes]
        owners += [widget.attrs for widget in field.widgets]
    return any("AA" in attrs or _is_script(document, attrs.get("A")) for attrs in owners)


def active_content(document: Document) -> dict[str, int]:
    """How many actions of each kind the document holds, and its embedded files; by kind, in alphabetical order."""
    found: dict[str, int] = {}
    seen: set[Ref] = set()
    pending: list[Obj] = [document.root_ref]
    for _ in range(_MOST_OBJECTS):
        if not pending:
            break
        item = pending.pop()
        if isinstance(item, Ref):
            if item in seen:
                continue
            seen.add(item)
            item = document.load(item)
        if isinstance(item, Stream):
            item = item.attrs
        if isinstance(item, dict):
            kind = _kind(item)
            if kind is not None:
                found[kind] = found.get(kind, 0) + 1
            pending += [value for key, value in item.items() if key not in _SKIPPED]
        elif isinstance(item, list):
            pending += item
    return dict(sorted(found.items()))


def _kind(attrs: Dict) -> str | None:
    action = attrs.get("S")
    if isinstance(action, Name) and action in _ACTIONS:
        return str(action)
    if attrs.get("Type") == "EmbeddedFile" or attrs.get("Subtype") == "FileAttachment":
        return "EmbeddedFile"
    return None


def _is_script(document: Document, action: Obj) -> bool:
    return document.dictionary(action).get("S") == "JavaScript"
