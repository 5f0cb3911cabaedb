"""The report of `lov watch` as a page: one file that needs nothing else, for reading and printing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Final

from wizard.i18n import Translator, msg

if TYPE_CHECKING:
    from wizard.cli.watch import Row

__all__ = ["watch_page"]

_STYLE: Final = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;"
    "background:#fff}h2{margin-top:2rem;font-size:1.15rem}del{background:#fde3e3;color:#7a1f1f}"
    "ins{background:#e0f2e3;color:#14532d;text-decoration:none}.quiet{color:#555}.mark{font-weight:700}"
    "blockquote{margin:.5rem 0;padding-left:1rem;border-left:3px solid #999}"
)


def watch_page(rows: Iterable[Row], today: date, tr: Translator) -> str:
    """The page. Everything that comes from elsewhere is escaped."""
    title = escape(tr(msg("The watched pages on {day}", day=today)))
    parts = [part for row in rows for part in _row(row, tr)]
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    body = "\n".join(parts)
    return (
        f'<!doctype html>\n<html lang="{tr.language}"><head>{head}{policy}<style>{_STYLE}</style></head>'
        f"<body><main><h1>{title}</h1>\n{body}\n</main></body></html>\n"
    )


def _row(row: Row, tr: Translator) -> Iterator[str]:
    from wizard.cli.watch import DOCUMENTS, STATES  # noqa: PLC0415  it knows this module too

    watched = row.watched
    yield f"<h2>{escape(row.source.id)} {escape(row.source.title)}: {escape(tr(STATES[watched.state]))}</h2>"
    if watched.address:
        yield f'<p class="quiet">{escape(watched.address)}</p>'
    if watched.why is not None:
        yield f"<p>{escape(tr(watched.why))}</p>"
    for change in watched.text:
        yield f'<blockquote><div class="quiet">{escape(change.heading)}</div>'
        yield f"<del>{escape(change.before)}</del><br>" if change.before else ""
        yield f"<ins>{escape(change.now)}</ins>" if change.now else ""
        yield "</blockquote>"
    if watched.documents:
        lines = (
            f"<li>{escape(tr(DOCUMENTS[d.what]))}: {escape(d.words)} <span class='quiet'>{escape(d.address)}</span></li>"
            for d in watched.documents
        )
        yield f"<ul>{''.join(lines)}</ul>"
    if row.cited:
        yield f"<p>{escape(tr(msg('What rests on it:')))}</p><ul>"
        for cited, is_in_change in row.cited:
            mark = ' class="mark"' if is_in_change else ""
            place = f"{cited.place.file}:{cited.place.line} {cited.what} § {cited.section}".removesuffix(
                " § "
            )
            yield f"<li{mark}>{escape(place)}</li>"
        yield "</ul>"
