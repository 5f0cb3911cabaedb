"""The JSON documents of `lov watch` and `lov forms check`, as types. As in `outputs`: a field is added, never renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from typing_extensions import TypedDict

from wizard.i18n import Translator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.flow.citing import Citation
    from wizard.registers.watching import Watched

__all__ = ["WATCH_SCHEMAS", "FormCheckOut", "FormsCheckOut", "PageOut", "WatchOut", "page_out"]


class TextChangeOut(TypedDict):
    """A paragraph that is gone (`now` empty), new (`before` empty) or otherwise, under its heading."""

    heading: str
    before: str
    now: str


class DocumentChangeOut(TypedDict):
    """A document that is new, gone or otherwise, or that could not be looked up."""

    change: Literal["new", "gone", "changed", "not_looked_up"]
    address: str
    words: str
    why: str | None


class CitationOut(TypedDict):
    """A place in the content that rests on the page; `is_in_change` where the section it cites has changed."""

    file: str
    line: int
    what: str
    section: str
    is_in_change: bool


class PageOut(TypedDict):
    """A page. `updated` and `was_updated` are the days it bears itself."""

    source: str
    title: str
    address: str | None
    state: Literal["first", "same", "changed", "gone", "not_looked_up"]
    why: str | None
    looked_up: str | None
    base: str | None
    updated: str | None
    was_updated: str | None
    text: list[TextChangeOut]
    documents: list[DocumentChangeOut]
    touched: list[CitationOut]
    accepted: bool


class WatchOut(TypedDict):
    """What was looked at."""

    pages: list[PageOut]
    changed: int
    not_looked_up: int
    files: list[str]


class FormCheckOut(TypedDict):
    """A blank. `own` is lov's own layout, which nobody else publishes."""

    blank: str
    title: str
    edition: str
    status: Literal["current", "changed", "gone", "own", "not_looked_up"]
    address: str | None
    sha256: str
    published_sha256: str | None
    etag: str | None
    modified: str | None
    looked_up: str | None
    why: str | None
    saved: str | None


class FormsCheckOut(TypedDict):
    """All blanks."""

    forms: list[FormCheckOut]


WATCH_SCHEMAS: dict[str, Any] = {"watch": WatchOut, "forms-check": FormsCheckOut}


def page_out(
    watched: Watched, title: str, cited: Sequence[tuple[Citation, bool]], tr: Translator, *, accepted: bool
) -> PageOut:
    """The document for one page."""
    now, base = watched.now, watched.base
    return {
        "source": watched.source,
        "title": title,
        "address": watched.address or None,
        "state": watched.state.value,
        "why": tr(watched.why) if watched.why is not None else None,
        "looked_up": now.looked if now is not None else None,
        "base": base.looked if base is not None else None,
        "updated": (now.updated or None) if now is not None else None,
        "was_updated": (base.updated or None) if base is not None else None,
        "text": [{"heading": c.heading, "before": c.before, "now": c.now} for c in watched.text],
        "documents": [
            {
                "change": c.what.value,
                "address": c.address,
                "words": c.words,
                "why": tr(c.why) if c.why is not None else None,
            }
            for c in watched.documents
        ],
        "touched": [
            {
                "file": c.place.file,
                "line": c.place.line,
                "what": c.what,
                "section": c.section,
                "is_in_change": is_in_change,
            }
            for c, is_in_change in cited
        ],
        "accepted": accepted,
    }
