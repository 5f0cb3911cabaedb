"""`lov watch`: what the pages that lov was made after say now, and which content rests on what has changed.

Nothing in the content changes by this: the form keeper reads the report, changes what has to be changed, and then
accepts the page as it is now.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wizard.cli.commands import Command, json_option, option, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.cli.nets import NotAskedError, offline_option, open_net
from wizard.cli.watchoutputs import page_out
from wizard.files import write_atomically
from wizard.i18n import Message, Translator, msg, nmsg

if TYPE_CHECKING:
    from wizard.flow.citing import Citation
    from wizard.flow.model import Source
    from wizard.registers.watching import Watched

__all__ = ["STATES", "Row", "watch"]

_WIDTH = 100
_NAMED = 12
"""So many places are named of those that rest on a page; more are counted."""

STATES = {
    "first": msg("looked at for the first time"),
    "same": msg("unchanged"),
    "changed": msg("changed"),
    "gone": msg("gone"),
    "not_looked_up": msg("not looked up"),
}
DOCUMENTS = {
    "new": msg("new document"),
    "gone": msg("document is gone"),
    "changed": msg("document has changed"),
    "not_looked_up": msg("document not looked up"),
}


class Row:
    """A page with what rests on it: those whose section has changed first."""

    def __init__(self, watched: Watched, source: Source, cited: Sequence[Citation]) -> None:
        self.watched = watched
        self.source = source
        self.accepted = False
        headings = {change.heading.casefold() for change in watched.text}
        marked = [(one, bool(one.section) and one.section.casefold() in headings) for one in cited]
        self.cited = sorted(marked, key=lambda pair: not pair[1]) if watched.is_changed else []


@click.command(
    cls=Command,
    about=msg(
        "Look at the pages that the content was made after: what they say now against what they said when they were "
        "last accepted, and which questions and rules rest on what has changed. The first look sets what later ones "
        "compare with. SOURCE names pages by their ids in sources.yaml; by default all that are watched. "
        "Exit code 0: nothing has changed. 1: something has, or could not be looked up."
    ),
)
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@option(
    "--accept",
    is_flag=True,
    about=msg("From now on compare with what the pages say now: the content is up to date."),
)
@option(
    "--no-documents", is_flag=True, about=msg("Look at the pages alone, not at the documents they lead to.")
)
@option(
    "--html",
    "page",
    type=click.Path(path_type=Path, dir_okay=False),
    about=msg("Write the report as a page."),
)
@offline_option
@json_option
@pass_door
def watch(  # noqa: PLR0913  one parameter an option
    door: Door,
    sources: tuple[str, ...],
    *,
    accept: bool,
    no_documents: bool,
    page: Path | None,
    offline: bool,
) -> int:
    """Look, tell, and accept where asked."""
    rows = list(_rows(door, sources, offline=offline, with_documents=not no_documents, accept=accept))
    for row in rows:
        for line in _row_lines(row, door.tr):
            door.print(line)
    for words in _end_lines(rows):
        door.print(words)
    files = []
    if page is not None:
        from wizard.cli.watchpage import watch_page  # noqa: PLC0415  seldom needed

        write_atomically(page, watch_page(rows, door.today, door.tr).encode(), mode=0o644)
        door.say(msg("Written: {path}", path=str(page)))
        files.append(str(page))
    changed, unknown = _counts(rows)
    door.give(
        {
            "pages": [
                page_out(r.watched, r.source.title, r.cited, door.tr, accepted=r.accepted) for r in rows
            ],
            "changed": changed,
            "not_looked_up": unknown,
            "files": files,
        }
    )
    return Exit.NOT_PASSED if changed or (unknown and not offline) else Exit.DONE


def _rows(
    door: Door, names: tuple[str, ...], *, offline: bool, with_documents: bool, accept: bool
) -> Iterator[Row]:
    from wizard.flow.citing import citations  # noqa: PLC0415  only here
    from wizard.registers.watching import State, Watched, Watcher  # noqa: PLC0415  as above

    wanted = _wanted(door, names)
    cited = citations(door.content)
    watcher = Watcher(open_net(door, offline=offline), door.folder, with_documents)
    for source in wanted:
        if source.url is None:
            why = msg("Nobody has found the address of this page.")
            yield Row(Watched(source.id, "", State.NOT_LOOKED_UP, why=why), source, cited.get(source.id, ()))
            continue
        for watched in watcher.look({source.id: source.url}, lambda name: door.say(_looking(name))):
            row = Row(watched, source, cited.get(source.id, ()))
            row.accepted = accept and watcher.accept(watched)
            yield row


def _looking(source: str) -> Message:
    return msg("Looking at {source} …", source=source)


def _wanted(door: Door, names: tuple[str, ...]) -> list[Source]:
    known = door.content.sources
    for name in names:
        if name not in known:
            raise NotAskedError(msg("There is no source {id} in sources.yaml.", id=name))
    return [source for source in known.values() if (source.id in names if names else source.is_watched)]


def _counts(rows: list[Row]) -> tuple[int, int]:
    changed = sum(row.watched.is_changed and not row.accepted for row in rows)
    return changed, sum(row.watched.state == "not_looked_up" for row in rows)


# In words ------------------------------------------------------------------------------------------------


def _row_lines(row: Row, tr: Translator) -> Iterator[str]:
    watched = row.watched
    yield f"{row.source.id:<4} {tr(STATES[watched.state])}: {row.source.title}{_updated(watched, tr)}"
    if watched.why is not None:
        yield from _wrapped(tr(watched.why), "     ")
    if watched.state == "not_looked_up" and watched.base is not None:
        yield "     " + tr(msg("Last looked at: {day}", day=watched.base.looked[:10]))
    for text in watched.text:
        yield f"     § {text.heading}" if text.heading else "     §"
        yield from _wrapped(text.before, "       - ") if text.before else ()
        yield from _wrapped(text.now, "       + ") if text.now else ()
    for document in watched.documents:
        why = f" ({tr(document.why)})" if document.why is not None else ""
        yield from _wrapped(
            f"{tr(DOCUMENTS[document.what])}: {document.words} <{document.address}>{why}", "     "
        )
    if row.cited:
        yield "     " + tr(nmsg("{count} place rests on it:", "{count} places rest on it:", len(row.cited)))
    for cited, is_in_change in row.cited[:_NAMED]:
        mark = "!" if is_in_change else " "
        section = f" (§ {cited.section})" if cited.section else ""
        yield f"     {mark} {cited.place.file}:{cited.place.line} {cited.what}{section}"
    if len(row.cited) > _NAMED:
        yield "       " + tr(msg("and {count} more", count=len(row.cited) - _NAMED))
    if row.accepted:
        yield "     " + tr(msg("Accepted: later looks compare with what it says now."))


def _updated(watched: Watched, tr: Translator) -> str:
    now = watched.now.updated if watched.now is not None else ""
    before = watched.base.updated if watched.base is not None else ""
    if now and before and now != before:
        return f" ({tr(msg('updated {day}, before {before}', day=now, before=before))})"
    return f" ({tr(msg('updated {day}', day=now))})" if now else ""


def _wrapped(text: str, indent: str) -> Iterator[str]:
    yield from textwrap.wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=" " * len(indent), break_on_hyphens=False
    )


def _end_lines(rows: list[Row]) -> Iterator[Message]:
    changed, unknown = _counts(rows)
    if unknown:
        yield nmsg(
            "{count} page was not looked up; nothing is known of it.",
            "{count} pages were not looked up; nothing is known of them.",
            unknown,
        )
    if changed:
        yield msg("Nothing in the content was changed. When it is up to date: lov watch --accept")
    elif not unknown:
        yield msg("Nothing has changed.")
