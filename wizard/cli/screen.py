"""`lov screen`: what has come in, judged by the applicant's own rules; a table, data, pages, workbooks and letters."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wizard import resources
from wizard.cli.commands import Command, json_option, option, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.i18n import Translator, available_languages, msg, nmsg

if TYPE_CHECKING:
    from wizard.cli.deskdecisions import Decided
    from wizard.screening import Case, Desk, Finding, Inbox, Parcel
    from wizard.screening.documents import Document

__all__ = ["screen_command"]


@click.command(
    "screen",
    cls=Command,
    about=msg(
        "Screen packages, folders, zips and single PDFs. Each is one case; a folder of them is an inbox. "
        "Exit code 0: all are complete. 1: something is to be supplemented or judged. 3: nothing could be read."
    ),
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@option(
    "--html",
    "page",
    type=click.Path(path_type=Path, dir_okay=False),
    about=msg("Write a page for reading and printing."),
)
@option(
    "--xlsx",
    "book",
    type=click.Path(path_type=Path, dir_okay=False),
    about=msg("Write a workbook for sorting and counting."),
)
@option(
    "--letter",
    "letters",
    type=click.Path(path_type=Path),
    about=msg(
        "Write the letter that asks for supplements; as a PDF where the name ends so. "
        "A folder, where there are several cases, for both."
    ),
)
@option(
    "--letter-lang",
    type=click.Choice(available_languages()),
    default="sv",
    about=msg("The language of the letter; Swedish if left out."),
)
@option(
    "--against",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    about=msg("A folder with another version of the content: tell only verdicts that it turns."),
)
@option(
    "--earlier",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    about=msg(
        "A folder with an earlier version of the content: what was handed in under it is judged by it. "
        "May be given several times."
    ),
)
@option(
    "--trust",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    about=msg(
        "A folder with the certificates of the issuers whose signatures are trusted, and their lists of withdrawn ones."
    ),
)
@option(
    "--lookup",
    "asks_register",
    is_flag=True,
    about=msg("Ask the register about each applicant; without it, only earlier look-ups are shown."),
)
@option(
    "--jobs",
    type=click.IntRange(1, 64),
    about=msg("How many cases to screen side by side; as many as the computer has processors if left out."),
)
@json_option
@pass_door
def screen_command(  # noqa: PLR0913  each is an option of its own
    door: Door,
    paths: tuple[Path, ...],
    *,
    page: Path | None,
    book: Path | None,
    letters: Path | None,
    letter_lang: str,
    against: Path | None,
    earlier: tuple[Path, ...],
    trust: Path | None,
    asks_register: bool,
    jobs: int | None,
) -> int:
    """Screen what lies at the paths."""
    from wizard.cli.deskdecisions import decided_at  # noqa: PLC0415  only here
    from wizard.cli.screenprogress import Progress  # noqa: PLC0415  as above
    from wizard.cli.screenregister import register_asked  # noqa: PLC0415  as above
    from wizard.screening import screen_inbox, take_in  # noqa: PLC0415  heavy

    parcels = list(take_in(paths))
    if not parcels:
        door.say(msg("There is nothing to screen there: no zip, no folder with papers, no PDF."))
        return Exit.REFUSED
    side_by_side = min(jobs or _processors(), len(parcels))
    if against is not None:
        return _tell_turned(parcels, against, door, side_by_side)
    desk = replace(
        _desk(door, resources.content_root(), trust),
        earlier=tuple(_desk(door, folder.resolve()) for folder in earlier),
    )
    decided = decided_at(door)
    with Progress(door, len(parcels)) as progress:

        def on_case(case: Case) -> None:
            with progress.aside():
                _tell(case, decided, door)
            progress.step()

        also = register_asked(door, desk, asks=asks_register)
        inbox = screen_inbox(parcels, desk, on_case, jobs=side_by_side, also=also)
    with inbox:
        _tell_twins(inbox, door)
        _write(inbox, page, book, door)
        if letters is not None:
            _write_letters(inbox, letters, Translator.of(letter_lang), door)
        if door.as_json:
            from wizard.cli.screenoutputs import screen_out  # noqa: PLC0415  only for JSON

            door.give_pieces(screen_out(inbox, decided, door.tr))
        return _exit(inbox)


def _processors() -> int:
    """How many processes of this one can run at once."""
    known = getattr(os, "sched_getaffinity", None)
    return len(known(0)) if known is not None else os.cpu_count() or 1


def _desk(door: Door, root: Path, trust: Path | None = None) -> Desk:
    from wizard.blanks import load_blanks  # noqa: PLC0415  heavy
    from wizard.flow.content import load  # noqa: PLC0415  heavy
    from wizard.screening import Desk  # noqa: PLC0415  heavy

    if trust is not None:
        from wizard.screening.seals import trust_in  # noqa: PLC0415  heavy

        trust_in(trust)  # a folder that cannot be used is refused before anything is screened
    return Desk(load(root), load_blanks(root), door.today, door.tr, trust)


def _exit(inbox: Inbox) -> int:
    from wizard.screening import Status  # noqa: PLC0415  heavy

    if inbox.counts[Status.REFUSED] == len(inbox):
        return Exit.REFUSED
    return Exit.DONE if inbox.counts[Status.COMPLETE] == len(inbox) else Exit.NOT_PASSED


def _tell(case: Case, decided: Decided, door: Door) -> None:
    from wizard.cli.deskdecisions import decision_lines  # noqa: PLC0415  only here
    from wizard.screening.words import STATUSES  # noqa: PLC0415  heavy

    door.print(msg("{case}: {status}", case=case.name, status=STATUSES[case.status]))
    if case.refused is not None:
        door.print(f"  {door.tr(case.refused)}")
    if case.interview is not None:
        met = sum(finding.outcome == "met" for finding in case.findings)
        door.print(f"  {door.tr(case.interview.flow.title)}")
        door.print(f"  {door.tr(nmsg('{count} demand is met.', '{count} demands are met.', met))}")
    for document in case.documents:
        for line in _signature_lines(document, door.tr):
            door.print(line)
    for finding in case.open:
        for line in _finding_lines(finding, door.tr):
            door.print(line)
    for line in decision_lines(decided(case), door.tr):
        door.print(line)
    door.print()


def _signature_lines(document: Document, tr: Translator) -> Iterator[str]:
    from wizard.screening.words import SIGNATURES  # noqa: PLC0415  heavy

    for signed in document.signatures:
        who = ", ".join(filter(None, (document.name, signed.signer, signed.on)))
        yield f"  · {who}: {tr(SIGNATURES[signed.state])}"


def _finding_lines(finding: Finding, tr: Translator) -> Iterator[str]:
    from wizard.screening.words import OUTCOMES  # noqa: PLC0415  heavy

    sign = "✗" if finding.is_lacking else "?"
    yield f"  {sign} {tr(OUTCOMES[finding.outcome])}: {tr(finding.what)}"
    if finding.expected:
        yield "      " + tr(msg("In the application: {expected}", expected=finding.expected))
    if finding.seen:
        yield "      " + tr(msg("What we saw: {seen}", seen=finding.seen))
    if finding.where.file:
        where = finding.where
        page = tr(msg("page {page}", page=where.page)) if where.page is not None else ""
        yield "      " + ", ".join(filter(None, (where.file, page, where.field)))
    if finding.fix is not None:
        yield "      " + tr(finding.fix)


def _tell_twins(inbox: Inbox, door: Door) -> None:
    """Which cases are about the same: known only when all have been read."""
    for names in inbox.all_twins():
        door.print(msg("These are about the same applicant, unit and errand: {cases}.", cases=names))


def _write(inbox: Inbox, page: Path | None, book: Path | None, door: Door) -> None:
    from wizard.files import write_atomically  # noqa: PLC0415  only where files are wanted

    if page is not None:
        from wizard.screening.page import html_page  # noqa: PLC0415  heavy

        write_atomically(page, html_page(inbox, door.tr).encode())
        door.say(msg("Written: {path}", path=str(page)))
    if book is not None:
        from wizard.screening.workbook import workbook  # noqa: PLC0415  heavy

        write_atomically(book, workbook(inbox, door.tr))
        door.say(msg("Written: {path}", path=str(book)))


def _write_letters(inbox: Inbox, target: Path, tr: Translator, door: Door) -> None:
    """One letter at `target`, a text or a PDF; for several cases a folder with both of each, by its number."""
    from wizard.files import make_private_folder, write_atomically  # noqa: PLC0415  only where files are wanted
    from wizard.screening.letter import letter, letter_pdf  # noqa: PLC0415  heavy

    written = 0
    for number, case in enumerate(inbox, start=1):
        if not letter(case, tr):
            continue
        paths = [target] if len(inbox) == 1 else [target / f"{number:04d}{end}" for end in (".txt", ".pdf")]
        for path in paths:
            is_pdf = path.suffix.lower() == ".pdf"
            make_private_folder(path.parent)
            write_atomically(path, letter_pdf(case, tr) if is_pdf else letter(case, tr).encode())
            door.say(msg("Written: {path}", path=str(path)))
        written += 1
    if not written:
        door.say(msg("Nothing has to be supplemented, so there is no letter to write."))


def _tell_turned(parcels: list[Parcel], other: Path, door: Door, jobs: int) -> int:
    from wizard.cli.screenoutputs import turned_out  # noqa: PLC0415  heavy
    from wizard.screening.against import turned  # noqa: PLC0415  heavy
    from wizard.screening.words import OUTCOMES  # noqa: PLC0415  heavy

    here, there = _desk(door, resources.content_root()), _desk(door, other.resolve())
    found = list(turned(parcels, here, there, jobs))
    absent = msg("No such rule")
    for verdict in found:
        now = OUTCOMES[verdict.now] if verdict.now is not None else absent
        then = OUTCOMES[verdict.other] if verdict.other is not None else absent
        door.print(msg("{case}: {rule}", case=verdict.case, rule=verdict.rule))
        door.print(f"  {door.tr(verdict.text)}")
        words = msg("Here: {outcome}. The other version: {other}.", outcome=now, other=then)
        door.print(f"  {door.tr(words)}")
        if verdict.clause_now != verdict.clause_other:
            ours = msg("Here: {clause}", clause=verdict.clause_now or absent)
            theirs = msg("The other version: {clause}", clause=verdict.clause_other or absent)
            door.print(f"  {door.tr(ours)}\n  {door.tr(theirs)}")
    if not found:
        door.print(msg("No verdict turns under the other version."))
    door.give(turned_out(found, door.tr))
    return Exit.NOT_PASSED if found else Exit.DONE
