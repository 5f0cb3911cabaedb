"""What each file of a case is: one of our forms, a paper that lov knows, or something that cannot be read.

A form is known by its bytes where it is a filling of a blank of ours, else by its fields; a paper by the words
printed on it. A page without a printed word is a picture, and is named as one; nothing is guessed from pictures.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from wizard.blanks import Blank
from wizard.flow.papers import Paper
from wizard.i18n import Message
from wizard.pdf import PdfError, shared_guard
from wizard.screening.labelled import normal

if TYPE_CHECKING:
    from wizard.pdf import PrintedPage

__all__ = ["Document", "DocumentKind", "Recogniser", "recognise"]

_REMEMBERED: Final = 256

_ALIKE: Final = 0.7
"""How many of the fields of a form and a blank together both must have, to be taken for the same form."""
_DATA: Final = frozenset({"application.json", "las-mig-forst.txt", "checklista.txt"})


class DocumentKind(StrEnum):
    """What a file is."""

    FORM = "form"
    FLAT_FORM = "flat_form"
    """One of our forms without fields."""
    PAPER = "paper"
    OTHER = "other"
    """It can be read, but lov does not know this kind."""
    SCANNED = "scanned"
    """Pictures of pages: nothing is printed on them as text."""
    NO_PDF = "no_pdf"
    UNREADABLE = "unreadable"
    DATA = "data"
    """It belongs to the package itself."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file of a case. `active` lists what a PDF would do by itself if one let it, such as scripts."""

    name: str
    kind: DocumentKind
    blank: Blank | None = None
    paper: Paper | None = None
    pages: tuple[PrintedPage, ...] = ()
    why: Message | None = None
    active: tuple[str, ...] = ()
    signed: int = 0


class Recogniser:
    """`recognise` with a memory for the last files: the same one under another version is not read again."""

    def __init__(self, blanks: Mapping[str, Blank], papers: Sequence[Paper]) -> None:
        self._blanks = blanks
        self._papers = papers
        self._known: OrderedDict[tuple[str, str, bool], Document] = OrderedDict()

    def __call__(self, name: str, data: bytes, *, in_bag: bool = False) -> Document:
        """What the file called `name` is."""
        key = (name, hashlib.sha256(data).hexdigest(), in_bag)
        found = self._known.get(key)
        if found is None:
            found = recognise(name, data, self._blanks, self._papers, in_bag=in_bag)
            self._known[key] = found
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return found


def recognise(
    name: str, data: bytes, blanks: Mapping[str, Blank], papers: Sequence[Paper], *, in_bag: bool = False
) -> Document:
    """What the file called `name` is. Never raises for what is in it."""
    if in_bag and (not name.startswith("data/") or name.removeprefix("data/") in _DATA):
        return Document(name, DocumentKind.DATA)
    if name in _DATA or name.endswith(".json"):
        return Document(name, DocumentKind.DATA)
    if b"%PDF-" not in data[:1024]:
        return Document(name, DocumentKind.NO_PDF)
    try:
        return _pdf(name, data, blanks, papers)
    except PdfError as error:
        return Document(name, DocumentKind.UNREADABLE, why=error.message)


def _pdf(name: str, data: bytes, blanks: Mapping[str, Blank], papers: Sequence[Paper]) -> Document:
    for blank in blanks.values():
        if data.startswith(blank.pdf):
            return Document(name, DocumentKind.FORM, blank)
    found, pages = shared_guard().look(data)
    active = tuple(sorted(str(action) for action in found.get("active_content", {})))
    signed = len(found.get("signatures", ()))
    blank_there = _blank_of([str(f["name"]) for f in found.get("fields", ())], blanks.values())
    if blank_there is not None:
        return Document(name, DocumentKind.FORM, blank_there, active=active, signed=signed)
    words = f" {normal(' '.join(line.words for page in pages for line in page.lines))} "
    if not words.strip():
        return Document(name, DocumentKind.SCANNED, active=active, signed=signed)
    flat = _titled(words, blanks.values())
    if flat is not None:
        return Document(name, DocumentKind.FLAT_FORM, flat, active=active, signed=signed)
    paper = next((paper for paper in papers if _is_known(paper, words)), None)
    kind = DocumentKind.PAPER if paper else DocumentKind.OTHER
    return Document(name, kind, paper=paper, pages=pages, active=active, signed=signed)


def _blank_of(names: Iterable[str], blanks: Iterable[Blank]) -> Blank | None:
    """The blank with nearly the same fields."""
    there = set(names)
    best: tuple[float, Blank | None] = (_ALIKE, None)
    for blank in blanks:
        own = {field for _, field in blank.map.field_names()}
        alike = len(own & there) / len(own | there) if own | there else 0.0
        if alike >= best[0]:
            best = (alike, blank)
    return best[1]


def _titled(words: str, blanks: Iterable[Blank]) -> Blank | None:
    """The blank whose title stands at the top and whose edition stands at the foot."""
    for blank in blanks:
        title, edition = normal(blank.map.title), normal(blank.map.edition)
        if f" {title} " in words[: 4 * len(title) + 400] and f" {edition} " in words and " lov " in words:
            return blank
    return None


def _is_known(paper: Paper, words: str) -> bool:
    return any(all(f" {normal(word)} " in words for word in group) for group in paper.known_by)


def as_attachment(name: str, data: bytes, sha256: str) -> dict[str, Any]:
    """A file as the answer to a question for files."""
    return {"name": name.rpartition("/")[2], "sha256": sha256, "size": len(data)}
