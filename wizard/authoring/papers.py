"""Print the papers that go with the shipped samples: `python -m wizard.authoring.papers`, part of `make forms`.

Each `flows/samples/<sample>/papers.html` holds several short documents, one `<article>` each. They are printed
one by one, because that is how attachments come: as files of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from wizard import resources
from wizard.authoring.acroform import packed
from wizard.authoring.fonts import font_faces
from wizard.authoring.printing import print_html
from wizard.files import write_atomically

__all__ = ["main", "papers"]

_ARTICLE: Final = re.compile(r'<article id="([a-z0-9-]+)" title="([^"]+)">.*?</article>', re.DOTALL)


def main() -> int:
    """Print all papers of all samples."""
    for source in sorted((resources.content_root() / "flows" / "samples").glob("*/papers.html")):
        folder = source.parent / "papers"
        folder.mkdir(exist_ok=True)
        for name, pdf in papers(source):
            write_atomically(folder / f"{name}.pdf", pdf, mode=0o644)
            print(f"{source.parent.name}/papers/{name}.pdf: {len(pdf) / 1024:.0f} kB")  # noqa: T201  a tool for the terminal
    return 0


def papers(source: Path) -> Iterator[tuple[str, bytes]]:
    """(name, PDF) of each document in `source`; the same source gives the same bytes."""
    page = source.read_text("utf-8")
    head = page[: page.index("<body>")].replace("<style>", f"<style>{font_faces()}")
    for article in _ARTICLE.finditer(page):
        html = (
            re.sub(r"<title>.*?</title>", f"<title>{article[2]}</title>", head)
            + f"<body>{article[0]}</body></html>"
        )
        yield article[1], packed(print_html(html))


if __name__ == "__main__":
    raise SystemExit(main())
