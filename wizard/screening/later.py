"""Whether nothing came into a PDF after some of its bytes but further signatures.

A later signature appends objects to a file that was signed before; so does whoever changes what was signed. Here the
document is compared with what it was, object by object: nothing that was there may differ, except that the form, the
page and the catalogue lead to new signature fields that cannot be seen, that certificates were added, and that the
description of the file tells when. What is
not understood counts as a change.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from wizard.pdf.document import Document, as_number, open_document
from wizard.pdf.objects import Dict, Obj, Ref, Stream

if TYPE_CHECKING:
    from wizard.pdf.document import ObjectSource

__all__ = ["is_only_signed_since"]

_CATALOGUE: Final = frozenset({"AcroForm", "DSS", "Extensions"})
_FORM: Final = frozenset({"Fields", "SigFlags"})
_PACKING: Final = frozenset({"XRef", "ObjStm"})


def is_only_signed_since(before: bytes, after: bytes) -> bool:
    """Whether `after`, which begins with the bytes of `before`, holds nothing new but signatures. Raises `PdfError`."""
    old, old_source = open_document(before)
    new, _ = open_document(after)
    if old.root_ref != new.root_ref or len(old.pages) != len(new.pages):
        return False
    return all(_is_allowed(ref, old, new) for ref in _differing(old_source, old, new))


def _differing(source: ObjectSource, old: Document, new: Document) -> Iterator[Ref]:
    about = {old.trailer.get("Info"), old.root.get("Metadata")}
    for ref in source.numbers():
        was = old.load(ref)
        if ref in about or (isinstance(was, Stream) and was.attrs.get("Type") in _PACKING):
            continue
        if was != new.load(ref):
            yield ref


def _is_allowed(ref: Ref, old: Document, new: Document) -> bool:
    was, now = old.load(ref), new.load(ref)
    if isinstance(was, list) and isinstance(now, list):
        return ref in _lists(old) and _adds_signatures(was, now, new)
    if not isinstance(was, dict) or not isinstance(now, dict):
        return False
    differing = {key for key in {*was, *now} if was.get(key) != now.get(key)}
    if ref == old.root_ref:
        return differing <= _CATALOGUE and _form_is_allowed(
            was.get("AcroForm"), now.get("AcroForm"), old, new
        )
    if ref == old.root.get("AcroForm"):
        return _form_is_allowed(was, now, old, new)
    if ref in {page.ref for page in old.pages}:
        return differing == {"Annots"} and _adds_signatures(
            _list(was, "Annots", old), _list(now, "Annots", new), new
        )
    return False


def _form_is_allowed(was: Obj, now: Obj, old: Document, new: Document) -> bool:
    before, after = old.dictionary(was), new.dictionary(now)
    if any(before.get(key) != after.get(key) for key in {*before, *after} - _FORM):
        return False
    return _adds_signatures(_list(before, "Fields", old), _list(after, "Fields", new), new)


def _lists(document: Document) -> set[Obj]:
    """The arrays with numbers of their own that further signatures are written into."""
    form = document.dictionary(document.root.get("AcroForm"))
    holders = [(form, "Fields"), *((page.attrs, "Annots") for page in document.pages)]
    return {held for attrs, key in holders if isinstance(held := attrs.get(key), Ref)}


def _list(attrs: Dict, key: str, document: Document) -> list[Obj]:
    return document.array(attrs.get(key))


def _adds_signatures(was: list[Obj], now: list[Obj], new: Document) -> bool:
    """Whether a list is what it was, with nothing behind it but signature fields that show nothing."""
    return now[: len(was)] == was and all(_is_unseen_signature(each, new) for each in now[len(was) :])


def _is_unseen_signature(field: Obj, document: Document) -> bool:
    attrs = document.dictionary(field)
    corners = [as_number(document.resolve(corner)) for corner in document.array(attrs.get("Rect"))]
    is_unseen = len(corners) != 4 or corners[0] == corners[2] or corners[1] == corners[3]
    return attrs.get("FT") == "Sig" and "Kids" not in attrs and is_unseen
