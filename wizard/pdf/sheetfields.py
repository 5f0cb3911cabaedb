"""The read-only fields on continuation sheets: one for each value, with a widget for each piece of it.

A full name with dots becomes a branch of the field tree, as the standard wants it. What must stay true: reading
the file gives each value back under exactly the name it was given.
"""

from __future__ import annotations

from collections.abc import Sequence

from wizard.pdf import textstring
from wizard.pdf.appearance import font_resources, form_object
from wizard.pdf.fontset import FontSet
from wizard.pdf.forms import Flag
from wizard.pdf.increment import Increment
from wizard.pdf.objects import Dict, Name, Obj, Ref, number
from wizard.pdf.tags import Tagger
from wizard.pdf.typeset import Piece

__all__ = ["write_fields"]

_APPEARANCE = b"/Helv 10 Tf 0 g"
_PRINT = 4


class _Branch:
    """A part of the field tree: the names below it, and the value where a name ends."""

    def __init__(self) -> None:
        self.below: dict[str, _Branch] = {}
        self.pieces: list[Piece] = []


def write_fields(
    increment: Increment, fonts: FontSet, pieces: Sequence[Piece], tagger: Tagger
) -> tuple[list[Ref], dict[Ref, list[Obj]]]:
    """Write the fields for `pieces`; their roots for /Fields, and the widgets of each page for /Annots."""
    top = _Branch()
    for piece in pieces:
        branch = top
        for part in piece.value.name.split("."):
            branch = branch.below.setdefault(part, _Branch())
        branch.pieces.append(piece)
    writer = _Writer(increment, fonts, tagger)
    roots = [writer.branch(part, branch, None) for part, branch in top.below.items()]
    return roots, writer.widgets


class _Writer:
    """Writes branches of the field tree, and keeps account of the widgets."""

    def __init__(self, increment: Increment, fonts: FontSet, tagger: Tagger) -> None:
        self.increment = increment
        self.fonts = fonts
        self.tagger = tagger
        self.widgets: dict[Ref, list[Obj]] = {}

    def branch(self, part: str, branch: _Branch, parent: Ref | None) -> Ref:
        ref = self.increment.allocate()
        attrs: Dict = {"T": textstring.encode(part)}
        if parent is not None:
            attrs["Parent"] = parent
        if branch.pieces:
            attrs |= self._field(branch.pieces, ref)
        else:
            attrs["Kids"] = [self.branch(name, below, ref) for name, below in branch.below.items()]
        self.increment.put_object(ref, attrs)
        return ref

    def _field(self, pieces: Sequence[Piece], ref: Ref) -> Dict:
        """The field's own entries; with one piece, field and widget are one object."""
        first = pieces[0].value
        attrs: Dict = {
            "FT": Name("Tx"),
            "Ff": int(Flag.READ_ONLY | Flag.MULTILINE),
            "TU": textstring.encode(first.label),
            "DA": _APPEARANCE,
            "V": textstring.encode(first.text),
        }
        if len(pieces) == 1:
            return attrs | self._widget(pieces[0], ref)
        kids: list[Obj] = []
        for piece in pieces:
            kid = self.increment.allocate()
            self.increment.put_object(kid, {"Parent": ref, **self._widget(piece, kid)})
            kids.append(kid)
        return attrs | {"Kids": kids}

    def _widget(self, piece: Piece, ref: Ref) -> Dict:
        self.widgets.setdefault(piece.page, []).append(ref)
        left, bottom, right, top = piece.rect
        picture = self.increment.allocate()
        box = b"/BBox[0 0 %b %b]" % (number(right - left), number(top - bottom))
        fonts = font_resources(self.fonts.resources(set(piece.blocks)))
        frame = b"<</Type/XObject/Subtype/Form%b/Resources%b" % (box, fonts)
        self.increment.put(picture, form_object(picture, frame, piece.content))
        return {
            "Type": Name("Annot"),
            "Subtype": Name("Widget"),
            "Rect": list(piece.rect),
            "P": piece.page,
            "F": _PRINT,
            "AP": {"N": picture},
            **self.tagger.widget(piece.element, piece.page, ref),
        }
