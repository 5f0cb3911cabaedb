"""Keep the message catalogues: `python -m wizard.authoring.catalogues`, or `make locales`.

Collects every sentence of the interface (from the code) and of the content (from `flows/` and `forms/`) and
brings the catalogues up to date: new sentences come in empty, known ones keep their translation, those that
nothing says any more go. A language whose wording *is* the source (English for the interface, Swedish for the
content) is filled in by itself. A catalogue that declares itself partial goes on doing so. Nothing in the files
depends on the clock.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from wizard import resources
from wizard.authoring.click_words import CLICK_WORDS
from wizard.blanks.load import load_blanks
from wizard.files import write_atomically
from wizard.flow.content import load
from wizard.flow.texts import texts_of
from wizard.i18n import SOURCE_LANGUAGE, compiled_catalogue, is_partial

__all__ = ["SOURCE_LANGUAGE", "collect", "main", "updated"]

KEYWORDS: Final = {"msg": 1, "nmsg": 2}
"""How many of its first arguments are the wordings of a sentence."""
HEADER: Final = "# {domain} of lov, {language}. Kept by `make locales`; translations are edited here.\n"


def main() -> int:
    """Update all catalogues and say how complete each is."""
    root = resources.content_root()
    for folder in sorted((root / "locales").iterdir()):
        for domain in SOURCE_LANGUAGE:
            path = folder / "LC_MESSAGES" / f"{domain}.po"
            catalogue = updated(path, domain, folder.name, root)
            text = _as_text(catalogue, domain, folder.name, partial=is_partial(path))
            write_atomically(path, text, mode=0o644)
            write_atomically(path.with_suffix(".mo"), compiled_catalogue(catalogue), mode=0o644)
            open_ones = sum(
                1
                for m in catalogue
                if m.id and not (all(m.string) if isinstance(m.string, tuple) else m.string)
            )
            print(f"{folder.name}/{domain}: {len(catalogue)} sentences, {open_ones} without translation")  # noqa: T201  a tool
    return 0


def collect(domain: str, root: Path) -> Catalog:
    """A template with every sentence of `domain`."""
    template = Catalog(charset="utf-8")
    for place, line, ids in _interface() if domain == "interface" else _content(root):
        template.add(ids, locations=[(place, line)])
    return template


def updated(path: Path, domain: str, language: str, root: Path) -> Catalog:
    """The catalogue at `path` with the sentences of today and the translations it has."""
    old = read_po(BytesIO(path.read_bytes()), locale=language) if path.exists() else Catalog(locale=language)
    fresh = Catalog(locale=language, charset="utf-8", header_comment="", fuzzy=False)
    for message in collect(domain, root):
        if not message.id:
            continue
        known = old.get(message.id if isinstance(message.id, str) else message.id[0])
        string = known.string if known is not None and not known.fuzzy else ""
        if not string and language == SOURCE_LANGUAGE[domain]:
            string = message.id
        fresh.add(message.id, string=string, locations=[(place, 0) for place, _ in message.locations[:1]])
    return fresh


def _interface() -> Iterator[tuple[str, int, str | tuple[str, str]]]:
    package = Path(__file__).parents[1]
    for path in sorted(package.rglob("*.py"), key=str):
        place = f"wizard/{path.relative_to(package).as_posix()}"
        yield from ((place, line, ids) for line, ids in _sentences(path.read_text("utf-8")))
    yield from (("click", 0, ids) for ids in CLICK_WORDS)


@cache  # each catalogue wants them again
def _sentences(code: str) -> tuple[tuple[int, str | tuple[str, str]], ...]:
    """The sentences of a module with their lines, in order; those inside f-strings too, which gettext's tools miss."""
    found: list[tuple[int, int, str | tuple[str, str]]] = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            given = node.args[: KEYWORDS[node.func.id]]
            words = [a.value for a in given if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if len(words) == KEYWORDS[node.func.id]:
                ids = words[0] if len(words) == 1 else (words[0], words[1])
                found.append((node.lineno, node.col_offset, ids))
    return tuple((line, ids) for line, _, ids in sorted(found, key=lambda f: f[:2]))


def _content(root: Path) -> Iterator[tuple[str, int, str | tuple[str, str]]]:
    for text, place in texts_of(load(root)):
        yield place.file, place.line, text
    for blank in load_blanks(root).values():
        yield blank.document.file, 0, blank.map.title


def _as_text(catalogue: Catalog, domain: str, language: str, *, partial: bool) -> bytes:
    buffer = BytesIO()
    write_po(buffer, catalogue, width=110, omit_header=True, sort_output=False, include_lineno=False)
    plural = f'"Plural-Forms: {catalogue.plural_forms}\\n"\n' if catalogue.plural_forms else ""
    partly = '"X-Completeness: partial\\n"\n' if partial else ""
    head = f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n{plural}{partly}\n'
    return (HEADER.format(domain=domain, language=language) + head).encode() + buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main())
