"""A web page as text: what a reader sees of it, paragraph by paragraph, the documents it leads to, and its dates.

Made for pages that are articles. What stands round the article (menus, scripts) is left out, by its element and by its
role; a form is not, because some publishers wrap the whole page in one; an article is the element `main` where there is one. What must stay true: reading is total and bounded,
whatever the page is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from wizard.text import safe_text

__all__ = ["Link", "Page", "read_page"]

_MOST_PARAGRAPHS: Final = 5_000
_LONGEST: Final = 4_000
_MOST_LINKS: Final = 500
_LEFT_OUT: Final = frozenset(
    {"script", "style", "noscript", "template", "svg", "nav", "iframe", "button", "select", "dialog"}
)
_LEFT_OUT_ROLES: Final = frozenset({"navigation", "search", "dialog", "alertdialog", "menu", "menubar"})
_BLOCKS: Final = frozenset(
    {
        *(
            "p",
            "div",
            "section",
            "article",
            "main",
            "header",
            "footer",
            "aside",
            "ul",
            "ol",
            "li",
            "dl",
            "dt",
            "dd",
        ),
        *(
            "table",
            "tr",
            "td",
            "th",
            "caption",
            "blockquote",
            "pre",
            "figure",
            "figcaption",
            "address",
            "br",
            "hr",
        ),
        *("h1", "h2", "h3", "h4", "h5", "h6", "details", "summary", "fieldset", "legend", "body", "html"),
    }
)
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_VOID: Final = frozenset(
    {*("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")}
)
_DOCUMENTS: Final = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".odt", ".ods", ".rtf", ".zip")
_MONTHS: Final = (
    *("januari", "februari", "mars", "april", "maj", "juni", "juli"),
    *("augusti", "september", "oktober", "november", "december"),
)
_DATED: Final = re.compile(
    r"\b(?P<what>uppdaterad|senast uppdaterad|sidan uppdaterades|faktagranskad|publicerad)\b\W{0,4}(?:den )?"
    r"(?:(?P<iso>\d{4}-\d{2}-\d{2})|(?P<day>\d{1,2}) (?P<month>[a-zåäö]+) (?P<year>\d{4}))",
    re.IGNORECASE,
)
_UPDATED: Final = frozenset({"uppdaterad", "senast uppdaterad", "sidan uppdaterades"})


@dataclass(frozen=True, slots=True)
class Link:
    """A document that a page leads to, with the words that lead there."""

    address: str
    words: str


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says. Paragraphs that are headings begin with `# `."""

    title: str
    paragraphs: tuple[str, ...]
    documents: tuple[Link, ...]
    updated: date | None


def read_page(body: bytes, address: str, kind: str = "") -> Page:
    """Read a page; `kind` is its Content-Type, which may name its letters. Total."""
    parser = _Reader(address)
    try:
        parser.feed(_decoded(body, kind))
        parser.close()
    except (AssertionError, ValueError, RecursionError):  # html.parser gives up on some broken declarations
        pass
    parser.end_paragraph()
    paragraphs = tuple(parser.main or parser.all)
    return Page(parser.title.strip(), paragraphs, tuple(parser.links.values()), _updated(parser.all))


def _decoded(body: bytes, kind: str) -> str:
    """The text: by the header, by what the page says of itself, else UTF-8."""
    told = re.search(r"charset=[\"']?([\w-]+)", kind, re.IGNORECASE)
    itself = re.search(rb"<meta[^>]{0,200}charset=[\"']?([\w-]+)", body[:4096], re.IGNORECASE)
    name = told[1] if told else itself[1].decode("ascii", "replace") if itself else "utf-8"
    try:
        return body.decode(name, "replace")
    except LookupError:
        return body.decode("utf-8", "replace")


def _updated(paragraphs: list[str]) -> date | None:
    """The day the page says it was updated; where it says several, the last."""
    found = [
        day
        for paragraph in paragraphs
        for match in _DATED.finditer(paragraph)
        if match["what"].casefold() in _UPDATED and (day := _day(match)) is not None
    ]
    return max(found, default=None)


def _day(match: re.Match[str]) -> date | None:
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        return date(int(match["year"]), _MONTHS.index(match["month"].casefold()) + 1, int(match["day"]))
    except ValueError:
        return None


@dataclass
class _State:
    """Where the reader is: which elements that matter are open around the text."""

    left_out: list[str] = field(default_factory=list)
    main: int = 0
    heading: bool = False


class _Reader(HTMLParser):
    """Collects paragraphs. `main` holds those of the article, `all` those of the whole page."""

    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self.title = ""
        self.all: list[str] = []
        self.main: list[str] = []
        self.links: dict[str, Link] = {}
        self._state = _State()
        self._words: list[str] = []
        self._size = 0
        self._is_title = False
        self._link: str | None = None
        self._link_words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        state = self._state
        told = dict(attrs)
        role = (told.get("role") or "").casefold()
        if state.left_out:
            if tag == state.left_out[-1] or tag in _LEFT_OUT:
                state.left_out.append(tag)
            return
        if tag in _LEFT_OUT or (role in _LEFT_OUT_ROLES and tag not in _VOID):
            self.end_paragraph()
            state.left_out.append(tag)
            return
        if tag in _BLOCKS:
            self.end_paragraph()
        if tag in _HEADINGS:
            state.heading = True
        if tag == "main" or role == "main":
            state.main += 1 if tag == "main" else 0
        if tag == "title":
            self._is_title = True
        if tag == "a":
            self._end_link()
            self._link = told.get("href") or None

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        state = self._state
        if state.left_out:
            if tag in state.left_out:
                while state.left_out.pop() != tag:
                    pass
            return
        if tag in _BLOCKS:
            self.end_paragraph()
        if tag in _HEADINGS:
            state.heading = False
        if tag == "main":
            state.main = max(0, state.main - 1)
        if tag == "title":
            self._is_title = False
        if tag == "a":
            self._end_link()

    def handle_data(self, data: str) -> None:
        """Text."""
        if self._is_title:
            self.title = (self.title + data)[:_LONGEST]
        elif not self._state.left_out and self._size < _LONGEST:
            self._words.append(data[:_LONGEST])
            self._size += len(data)
            if self._link is not None:
                self._link_words.append(data[:_LONGEST])

    def end_paragraph(self) -> None:
        """What was collected is a paragraph."""
        text = " ".join(safe_text(" ".join("".join(self._words).split())[:_LONGEST]).split())
        self._words, self._size = [], 0
        if text and len(self.all) < _MOST_PARAGRAPHS:
            line = f"# {text}" if self._state.heading else text
            self.all.append(line)
            if self._state.main:
                self.main.append(line)

    def _end_link(self) -> None:
        if self._link is not None:
            self._take_link(self._link, " ".join("".join(self._link_words).split())[:_LONGEST])
        self._link, self._link_words = None, []

    def _take_link(self, href: str, words: str) -> None:
        """Keep a link that leads to a document; the rest are none of ours."""
        try:
            address = urljoin(self.address, href).partition("#")[0]
            path = unquote(urlsplit(address).path).casefold()
        except ValueError:
            return
        if (
            path.endswith(_DOCUMENTS)
            and address.startswith(("http://", "https://"))
            and len(self.links) < _MOST_LINKS
        ):
            self.links.setdefault(address, Link(address, safe_text(words) or path.rpartition("/")[2]))
