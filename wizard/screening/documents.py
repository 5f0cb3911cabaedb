"""What each file of a case is: one of our forms, a paper that lov knows, or something that cannot be read.

A form is known by its bytes where it is a filling of a blank of ours, else by its fields; a paper by the words
printed on it. A page without a printed word is a picture, and is named as one; nothing is guessed from pictures.
"""

from __future__ import annotations

import hashlib
from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from wizard.blanks import DRAFT_MARK, Blank
from wizard.flow.papers import Paper
from wizard.i18n import Message, msg
from wizard.pdf import NoForm, PdfError
from wizard.screening.labelled import normal
from wizard.screening.reading import GUARDED, Looked, Reader, painted
from wizard.screening.signatures import SignatureState, Signed

if TYPE_CHECKING:
    from wizard.pdf import PrintedPage, Value

__all__ = ["ODDITIES", "Document", "DocumentKind", "Recogniser", "as_attachment", "looked_through", "warm"]

_REMEMBERED: Final = 256

_ALIKE: Final = 0.7
"""How many of the fields of a form and a blank together both must have, to be taken for the same form."""
_DATA: Final = frozenset({"application.json", "las-mig-forst.txt", "checklista.txt"})
_SIGNED: Final = b"/ByteRange"

ODDITIES: Final = {
    "edition": msg("The form is of the edition that is in use."),
    "appearance": msg("Each field shows what it holds."),
    "twofold": msg("No two fields of one name hold different values."),
    "hidden": msg("No field that is hidden holds a value."),
    "printed": msg("Nothing has been printed onto the pages of the form."),
    "painted": msg("The pages of the form are drawn as those of the blank."),
}
"""What should hold of a form, by what is odd where it does not."""


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
    """One file of a case.

    `pages` is what is printed on it; of a form that is its blank with other values (`is_proven`), they are empty,
    and the blank's own pages are what stands on it. `values` are what its fields hold. `active` lists what a PDF would do by itself if one let it, such as scripts, beyond what the
    blank itself has; `odd` the names of fields by what is odd about them.
    """

    name: str
    kind: DocumentKind
    blank: Blank | None = None
    paper: Paper | None = None
    pages: tuple[PrintedPage, ...] = ()
    why: Message | None = None
    active: tuple[str, ...] = ()
    signed: int = 0
    values: Mapping[str, Value] = field(default_factory=dict)
    is_proven: bool = False
    odd: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    signatures: tuple[Signed, ...] = ()


class Recogniser:
    """Tells what a file is, with a memory for the last ones: under another version the same one is not read again."""

    def __init__(
        self, blanks: Mapping[str, Blank], papers: Sequence[Paper], reader: Reader = GUARDED
    ) -> None:
        self._blanks = blanks
        self._papers = papers
        self._reader = reader
        self._known: OrderedDict[tuple[str, str, bool], Document] = OrderedDict()

    def __call__(self, name: str, data: bytes, *, in_bag: bool = False) -> Document:
        """What the file called `name` is. Never raises for what is in it."""
        key = (name, hashlib.sha256(data).hexdigest(), in_bag)
        found = self._known.get(key)
        if found is None:
            found = self._recognised(name, data, in_bag=in_bag)
            self._known[key] = found
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return found

    def _recognised(self, name: str, data: bytes, *, in_bag: bool) -> Document:
        if in_bag and (not name.startswith("data/") or name.removeprefix("data/") in _DATA):
            return Document(name, DocumentKind.DATA)
        if name in _DATA or name.endswith(".json"):
            return Document(name, DocumentKind.DATA)
        if b"%PDF-" not in data[:1024]:
            return Document(name, DocumentKind.NO_PDF)
        try:
            return self._grown(name, data) or self._read(name, data)
        except PdfError as error:
            return Document(name, DocumentKind.UNREADABLE, why=error.message)

    def _grown(self, name: str, data: bytes) -> Document | None:
        """A form that begins with the bytes of one of our blanks, and differs from it in its values."""
        blank = next((blank for blank in self._blanks.values() if data.startswith(blank.pdf)), None)
        if blank is None or _SIGNED in data[len(blank.pdf) :]:
            return None
        with suppress(NoForm):
            values, is_proven = self._reader.values(name, data, blank)
            if is_proven:
                return Document(name, DocumentKind.FORM, blank, values=values, is_proven=True)
        return None

    def _read(self, name: str, data: bytes) -> Document:
        looked = self._reader.look(name, data)
        places = looked.form.get("signatures", ())
        signed = len([place for place in places if place.get("signed")])
        empty = tuple(
            Signed(str(place.get("field")), SignatureState.UNSIGNED)
            for place in places
            if not place.get("signed")
        )
        blank = _blank_of([str(f["name"]) for f in looked.form.get("fields", ())], self._blanks.values())
        if blank is not None:
            form = Document(
                name, DocumentKind.FORM, blank, signed=signed, values=_values(looked), signatures=empty
            )
            return _compared_with_blank(form, blank, looked)
        found = Document(name, DocumentKind.SCANNED, active=_active(looked), signed=signed, signatures=empty)
        words = f" {normal(' '.join(line.words for page in looked.pages for line in page.lines))} "
        if not words.strip():
            return found
        found = replace(found, pages=looked.pages)
        flat = _titled(words, self._blanks.values())
        if flat is not None:
            return replace(found, kind=DocumentKind.FLAT_FORM, blank=flat)
        paper = next((paper for paper in self._papers if _is_known(paper, words)), None)
        return replace(found, kind=DocumentKind.PAPER if paper else DocumentKind.OTHER, paper=paper)


def _values(looked: Looked) -> dict[str, Value]:
    """What the fields hold, as `wizard.pdf.read` gives it."""
    fields = looked.form.get("fields", ())
    return {str(f["name"]): f["value"] for f in fields if f.get("name") and f.get("value") is not None}


def _active(looked: Looked) -> tuple[str, ...]:
    return tuple(sorted(str(action) for action in looked.form.get("active_content", {})))


def looked_through(document: Document, data: bytes, reader: Reader) -> Document:
    """A form of which only the values were read, with all that can be told of it. Raises `PdfError`."""
    if document.blank is None:
        return document
    return _compared_with_blank(document, document.blank, reader.look(document.name, data))


def warm(blank: Blank) -> None:
    """Find out now what every comparison with the blank needs, so that those who are forked later know it."""
    blank.template  # noqa: B018  compiling it is what costs
    _own(blank)


@dataclass(frozen=True, slots=True)
class _Own:
    """What the empty form itself has: real forms have scripts, and hidden fields."""

    active: frozenset[str]
    hidden: frozenset[str]
    lines: Counter[str]
    painted: tuple[str, ...]


_OWN: Final[dict[bytes, _Own]] = {}


def _own(blank: Blank) -> _Own:
    from wizard.pdf import inspect, printed_pages  # noqa: PLC0415  heavy, and the blank is ours
    from wizard.pdf.document import open_document  # noqa: PLC0415  as above

    key = hashlib.sha256(blank.pdf).digest()
    if key not in _OWN:
        found = inspect(blank.pdf)
        _OWN[key] = _Own(
            frozenset(found.active),
            frozenset(name for name, f in found.fields.items() if all(place.hidden for place in f.places)),
            _lines(printed_pages(blank.pdf)),
            painted(open_document(blank.pdf)[0]),
        )
    return _OWN[key]


def _compared_with_blank(document: Document, blank: Blank, looked: Looked) -> Document:
    """What there is in a form beyond its blank, and what is odd about its fields and pages."""
    own = _own(blank)
    fields = looked.form.get("fields", ())
    count = max(1, len(looked.pages) - _further_pages(looked, blank))
    lines = _lines(looked.pages[:count])
    edition = normal(blank.map.edition)
    is_other = _stands(edition, own.lines) and not _stands(edition, lines)
    is_draft = normal(DRAFT_MARK) in lines
    printed = (lines - own.lines).keys() - {normal(DRAFT_MARK)}
    odd = {
        "edition": (blank.map.edition,) if is_other else (),
        "appearance": tuple(map(str, looked.form.get("shows_otherwise", ()))),
        "twofold": tuple(map(str, looked.form.get("conflicting", ()))),
        "hidden": tuple(
            str(f["name"])
            for f in fields
            if f.get("hidden") and f.get("value") and f["name"] not in own.hidden
        ),
        "printed": () if is_other else tuple(printed),
        "painted": ()
        if is_other or printed or is_draft or _same(looked.painted, own.painted)
        else (blank.id,),
    }
    return replace(
        document,
        pages=looked.pages,
        active=tuple(action for action in _active(looked) if action not in own.active),
        odd={name: found for name, found in odd.items() if found},
        is_proven=False,
    )


def _same(painted_now: tuple[str, ...], painted_before: tuple[str, ...]) -> bool:
    """Whether the pages of a blank are drawn as they were, as far as that is known."""
    return not painted_now or painted_now[: len(painted_before)] == painted_before


def _stands(words: str, lines: Iterable[str]) -> bool:
    return any(f" {words} " in f" {line} " for line in lines)


def _further_pages(looked: Looked, blank: Blank) -> int:
    """Continuation sheets: the pages behind those of the blank."""
    return max(0, len(looked.pages) - len(blank.template.plan.pages))


def _lines(pages: Iterable[PrintedPage]) -> Counter[str]:
    return Counter(filter(None, (normal(line.words) for page in pages for line in page.lines)))


def _blank_of(names: Iterable[str], blanks: Iterable[Blank]) -> Blank | None:
    """The blank with nearly the same fields."""
    there = set(names)
    best: tuple[float, Blank | None] = (_ALIKE, None)
    for blank in blanks:
        own = {name for _, name in blank.map.field_names()}
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
