"""A compiled template: everything about filling it that does not depend on the values.

For each field there is a plan with the bytes that are the same every time: its dictionaries up to the value,
the frame of each appearance stream, its fonts as tables. Filling is encoding, laying out and joining. What
must stay true: a plan holds plain data alone (bytes, numbers, tuples, dictionaries), so it can be pickled and
used by a process that never loads a PDF library.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from wizard.i18n import Message
from wizard.pdf.buttons import Button
from wizard.pdf.document import Rect
from wizard.pdf.faces import Face
from wizard.pdf.fields import Field
from wizard.pdf.layout import Box
from wizard.pdf.locks import Lock
from wizard.pdf.objects import Dict, Obj, Ref
from wizard.pdf.rights import Rights
from wizard.pdf.values import Value

__all__ = [
    "Base",
    "ButtonPlan",
    "FieldPlan",
    "ListPlan",
    "Look",
    "PagePlan",
    "Plan",
    "Ready",
    "Skeleton",
    "Slot",
    "Structure",
    "TextPlan",
]


@dataclass(frozen=True, slots=True)
class Base:
    """What an increment must know of the bytes it is appended to.

    `size` is one more than its highest object number; numbers from `free` on are not reserved by the plan.
    `trailer` are the entries that go into each new trailer, written out: /Root, /Prev and, if there are any, /Info
    and /Encrypt. `first_id` is the first half of the file identifier; `digest` stands for the bytes themselves in
    the new one. `lock` is how they are encrypted.
    """

    length: int
    gap: bytes
    start_of_xref: int
    has_xref_stream: bool
    size: int
    free: int
    root: Ref
    trailer: bytes
    first_id: bytes
    digest: bytes
    lock: Lock | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """An object that is written anew when its field is filled.

    It is written as `head`, then the value if it `holds_value`, then `tail`. `head` begins with `N G obj` and
    ends inside the dictionary.
    """

    ref: Ref
    head: bytes
    holds_value: bool
    tail: bytes


class Ready(NamedTuple):
    """The picture of one line of text with a gap where the codes of the text go.

    It is written as `head`, the number of bytes of its content, `before`, the codes, `behind`; without the codes
    the content has `length` bytes. At `size`, text may be `room` points wide.
    """

    size: float
    room: float
    head: bytes
    before: bytes
    behind: bytes
    length: int


@dataclass(frozen=True, slots=True)
class Look:
    """How a widget's appearance stream begins and what text in it looks like.

    `ref` is the object kept for the stream, `frame` its dictionary between the object header and
    /Resources, `backdrop` the operators for background and border. `face` is an index into `Plan.faces`, None
    where no font of the template can be used, and `fonts` the resource dictionary with that font under
    `font_name`. An `optional` look is one that nobody sees. `ready` are pictures of the usual case: for text
    with letters beyond ASCII, and for text without.
    """

    ref: Ref
    frame: bytes
    backdrop: bytes
    colour: bytes
    font_name: bytes
    face: int | None
    fonts: bytes
    box: Box
    optional: bool
    ready: tuple[Ready, Ready] | None = None


@dataclass(frozen=True, slots=True)
class TextPlan:
    """A text field or a combo box."""

    field: Field
    slots: tuple[Slot, ...]
    looks: tuple[Look, ...]


@dataclass(frozen=True, slots=True)
class ListPlan:
    """A list box."""

    field: Field
    slots: tuple[Slot, ...]
    looks: tuple[Look, ...]


@dataclass(frozen=True, slots=True)
class ButtonPlan:
    """A tick box or a radio group.

    `widgets` gives, for each slot, the number of the button that it is, None for one that only holds the
    value. `drawn` are pictures that the template lacked, finished. `ready` are all objects that are written for a
    choice (an export value, None for none), where there are few enough to keep.
    """

    field: Field
    slots: tuple[Slot, ...]
    widgets: tuple[int | None, ...]
    buttons: tuple[Button, ...]
    in_unison: bool
    drawn: tuple[tuple[Ref, bytes], ...]
    ready: Mapping[str | None, tuple[tuple[Ref, bytes], ...]]


FieldPlan: TypeAlias = TextPlan | ListPlan | ButtonPlan


@dataclass(frozen=True, slots=True)
class PagePlan:
    """A page, for drawing on it: its dictionary, and its content streams and resources looked up.

    Of the resources, the fonts are looked up by name too; everything else may be a reference. `saved` is how
    often the streams save the graphics state without restoring it.
    """

    ref: Ref
    attrs: Dict
    contents: tuple[Obj, ...]
    resources: Dict
    box: Rect
    rotate: int
    saved: int = 0


@dataclass(frozen=True, slots=True)
class Structure:
    """The structure tree root, the root of its parent tree, and the first key that is free there."""

    ref: Ref
    root: Dict
    parent_tree: Dict
    next_key: int


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The objects that hold a document together, for adding pages and fields to it.

    `form_ref` is None where the AcroForm dictionary stands inside the catalogue, `fields_ref`
    where /Fields stands inside that dictionary; `structure` is None in a
    document without tags.
    """

    root: Dict
    form: Dict
    form_ref: Ref | None
    fields_ref: Ref | None
    tree: Dict
    tree_ref: Ref
    structure: Structure | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole template.

    `fixed` are objects that every increment carries, `refreshed` those of fields whose
    template lacks an appearance, written unless the field is filled. `read_only` names the fields that are, `unseen`
    those that no page shows. `rights` is what signatures allow.
    """

    base: Base
    fields: Mapping[str, Field]
    plans: Mapping[str, FieldPlan]
    faces: tuple[Face, ...]
    fixed: tuple[tuple[Ref, bytes], ...]
    refreshed: Mapping[str, Value | None]
    pages: tuple[PagePlan, ...]
    skeleton: Skeleton
    read_only: tuple[str, ...]
    unseen: tuple[str, ...]
    rights: Rights
    notices: tuple[Message, ...]
