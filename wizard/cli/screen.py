"""`lov screen`: what has come in, judged by the applicant's own rules; a table, data, a page, and letters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wizard import resources
from wizard.cli.commands import Command, json_option, option, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.i18n import Translator, msg, nmsg

if TYPE_CHECKING:
    from wizard.screening import Case, Desk, Finding, Parcel

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
    "--letter",
    "letters",
    type=click.Path(path_type=Path),
    about=msg("Write the letter that asks for supplements; a folder, where there are several cases."),
)
@option(
    "--against",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    about=msg("A folder with another version of the content: tell only verdicts that it turns."),
)
@json_option
@pass_door
def screen_command(
    door: Door, paths: tuple[Path, ...], *, page: Path | None, letters: Path | None, against: Path | None
) -> int:
    """Screen what lies at the paths."""
    from wizard.screening import screen_all, take_in  # noqa: PLC0415  heavy

    parcels = list(take_in(paths))
    if not parcels:
        door.say(msg("There is nothing to screen there: no zip, no folder with papers, no PDF."))
        return Exit.REFUSED
    if against is not None:
        return _tell_turned(parcels, against, door)
    cases = screen_all(parcels, _desk(door, resources.content_root()), lambda case: _tell(case, door))
    _write(cases, page, letters, door)
    _give(cases, door)
    return _exit(cases)


def _desk(door: Door, root: Path) -> Desk:
    from wizard.blanks import load_blanks  # noqa: PLC0415  heavy
    from wizard.flow.content import load  # noqa: PLC0415  heavy
    from wizard.screening import Desk  # noqa: PLC0415  heavy

    return Desk(load(root), load_blanks(root), door.today, door.tr)


def _exit(cases: list[Case]) -> int:
    if all(case.refused is not None for case in cases):
        return Exit.REFUSED
    return Exit.DONE if all(case.status == "complete" for case in cases) else Exit.NOT_PASSED


def _tell(case: Case, door: Door) -> None:
    from wizard.screening.page import STATUSES  # noqa: PLC0415  heavy

    door.print(msg("{case}: {status}", case=case.name, status=STATUSES[case.status]))
    if case.refused is not None:
        door.print(f"  {door.tr(case.refused)}")
    if case.interview is not None:
        met = sum(finding.outcome == "met" for finding in case.findings)
        door.print(f"  {door.tr(case.interview.flow.title)}")
        door.print(f"  {door.tr(nmsg('{count} demand is met.', '{count} demands are met.', met))}")
    for finding in case.open:
        for line in _finding_lines(finding, door.tr):
            door.print(line)
    door.print()


def _finding_lines(finding: Finding, tr: Translator) -> Iterator[str]:
    from wizard.screening.page import OUTCOMES  # noqa: PLC0415  heavy

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


def _give(cases: list[Case], door: Door) -> None:
    if door.as_json:
        from wizard.cli.screenoutputs import screen_out  # noqa: PLC0415  only for JSON

        door.give(screen_out(cases, door.tr))


def _write(cases: list[Case], page: Path | None, letters: Path | None, door: Door) -> None:
    from wizard.files import write_atomically  # noqa: PLC0415  only where files are wanted
    from wizard.screening import letter  # noqa: PLC0415  heavy
    from wizard.screening.page import html_page  # noqa: PLC0415  heavy

    if page is not None:
        write_atomically(page, html_page(cases, door.tr).encode())
        door.say(msg("Written: {path}", path=str(page)))
    if letters is None:
        return
    swedish = Translator.of("sv")
    texts = [(number, letter(case, swedish)) for number, case in enumerate(cases, start=1)]
    written = [(number, text) for number, text in texts if text]
    if not written:
        door.say(msg("Nothing has to be supplemented, so there is no letter to write."))
    for number, text in written:
        path = letters if len(cases) == 1 else letters / f"{number:04d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text.encode())
        door.say(msg("Written: {path}", path=str(path)))


def _tell_turned(parcels: list[Parcel], other: Path, door: Door) -> int:
    from wizard.cli.screenoutputs import turned_out  # noqa: PLC0415  heavy
    from wizard.screening.against import turned  # noqa: PLC0415  heavy
    from wizard.screening.page import OUTCOMES  # noqa: PLC0415  heavy

    found = list(turned(parcels, _desk(door, resources.content_root()), _desk(door, other.resolve())))
    absent = msg("No such rule")
    for verdict in found:
        now = OUTCOMES[verdict.now] if verdict.now is not None else absent
        then = OUTCOMES[verdict.other] if verdict.other is not None else absent
        door.print(msg("{case}: {rule}", case=verdict.case, rule=verdict.rule))
        door.print(f"  {door.tr(verdict.text)}")
        words = msg("Here: {outcome}. The other version: {other}.", outcome=now, other=then)
        door.print(f"  {door.tr(words)}")
        if verdict.clause_now != verdict.clause_other:
            here = msg("Here: {clause}", clause=verdict.clause_now or absent)
            there = msg("The other version: {clause}", clause=verdict.clause_other or absent)
            door.print(f"  {door.tr(here)}\n  {door.tr(there)}")
    if not found:
        door.print(msg("No verdict turns under the other version."))
    door.give(turned_out(found, door.tr))
    return Exit.NOT_PASSED if found else Exit.DONE
