"""The summary of a run: a workbook and a page, with where each client stands and what comes next.

Both are written as they are made, so that a hundred thousand clients take no more memory than one. The page names
every client; what has to be done is told there for the first thousand of them, and for all in the workbook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from wizard.batch.annotated import KINDS
from wizard.batch.checking import STANDINGS, Standing
from wizard.batch.drawing import Drawing, open_workbook
from wizard.batch.faults import Fault
from wizard.batch.opening import Intake
from wizard.batch.running import Run
from wizard.batch.work import PACKAGES
from wizard.files import written_atomically
from wizard.flow.model import Flow
from wizard.i18n import Message, Translator, msg
from wizard.text import safe_text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

__all__ = ["PAGE", "WORKBOOK", "write_page", "write_workbook"]

WORKBOOK: Final = "sammanstallning.xlsx"
PAGE: Final = "sammanstallning.html"

_LOOKS: Final = {Standing.READY: "good", Standing.NOT_READY: "ask", Standing.REFUSED: "wrong"}
_HEADS: Final = (
    (msg("Client"), 20),
    (msg("Row"), 8),
    (msg("Name"), 34),
    (msg("Standing"), 26),
    (msg("To do"), 10),
    (msg("To look at"), 12),
    (msg("Package"), 48),
    (msg("Judged as of"), 14),
)
_STEP_HEADS: Final = (
    (msg("Client"), 20),
    (msg("Kind"), 16),
    (msg("Cell"), 20),
    (msg("Heading"), 30),
    (msg("What to do"), 90),
)
_MOST_LINKS: Final = 1_000
"""Links are kept in memory; the packages beyond are named without."""
_TOLD: Final = 1_000

Done = Mapping[str, Any]


def _steps(intake: Intake, done: Done) -> Iterator[Fault]:
    """What has to be done about a client, by place."""
    spool = intake.spool
    client = done["client"]
    yield from (
        f for f in spool.faults(done["sheet"], first=done["row"], last=done["row"]) if f.client == client
    )
    yield from (f for f in spool.faults_of(client) if (f.sheet, f.row) != (done["sheet"], done["row"]))


def _words(fault: Fault) -> str:
    return " ".join(filter(None, (fault.what, fault.advice)))


def _remarks(done: Done, rules: Mapping[str, Message]) -> list[Message]:
    """The rules worth looking at, in their own words."""
    return [rules[name] for name in done["facts"].get("remarks", ()) if name in rules]


def _rules(flow: Flow) -> dict[str, Message]:
    return {rule.id: rule.text for rule in flow.rules}


# The workbook -----------------------------------------------------------------------------------------


def write_workbook(intake: Intake, run: Run, tr: Translator) -> Path:
    """Write the workbook; returns where it is."""
    target = run.folder / WORKBOOK
    rules = _rules(intake.flow)
    with written_atomically(target) as aside:
        book = open_workbook(str(aside), is_flat=True)
        drawing = Drawing(book, intake.layout, tr)
        page = drawing.listing(msg("Clients"), _HEADS, fixed=1)
        row = 0
        for row, done in enumerate(intake.spool.finished(), start=1):
            _write_client(drawing, page, row, done, sum(1 for _ in _steps(intake, done)))
        page.autofilter(0, 0, max(row, 1), len(_HEADS) - 1)
        _write_steps(drawing, intake, rules)
        _write_next(drawing, intake.flow)
        book.close()
    return target


def _write_client(drawing: Drawing, page: Worksheet, row: int, done: Done, steps: int) -> None:
    tr, looks = drawing.tr, drawing.formats
    standing = Standing(done["standing"])
    page.write_string(row, 0, done["client"], looks["wrap"])
    page.write_number(row, 1, done["row"], looks["count"])
    page.write_string(row, 2, done["label"], looks["wrap"])
    page.write_string(row, 3, tr(STANDINGS[standing]), looks[_LOOKS[standing]])
    page.write_number(row, 4, steps, looks["count"])
    page.write_number(row, 5, len(done["facts"].get("remarks", ())), looks["count"])
    if done["package"] is not None:
        place = f"{PACKAGES}/{done['id']}"
        if row < _MOST_LINKS:
            page.write_url(row, 6, f"external:{place}", looks["wrap"], place)
        else:
            page.write_string(row, 6, place, looks["wrap"])
        page.write_string(row, 7, done["as_of"], looks["wrap"])


def _write_steps(drawing: Drawing, intake: Intake, rules: Mapping[str, Message]) -> None:
    tr, wrap = drawing.tr, drawing.formats["wrap"]
    page = drawing.listing(msg("To do"), _STEP_HEADS, fixed=1)
    row = 0
    for done in intake.spool.finished():
        for fault in _steps(intake, done):
            row += 1
            words = (done["client"], tr(KINDS[fault.kind]), fault.place, fault.heading, _words(fault))
            for number, text in enumerate(words):
                page.write_string(row, number, text, wrap)
        for text in _remarks(done, rules):
            row += 1
            for number, words_ in enumerate((done["client"], tr(msg("To look at")), "", "", tr(text))):
                page.write_string(row, number, words_, wrap)
    page.autofilter(0, 0, max(row, 1), len(_STEP_HEADS) - 1)


def _write_next(drawing: Drawing, flow: Flow) -> None:
    """What to do with every package that is ready."""
    page = drawing.listing(msg("Next steps"), ((msg("When an application is ready"), 110),), fixed=1)
    for row, step in enumerate(flow.next_steps, start=1):
        page.write_string(row, 0, f"{row}. {drawing.tr(step)}", drawing.formats["wrap"])


# The page ---------------------------------------------------------------------------------------------

_STYLE: Final = """
:root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--faint:#57606a;--line:#c9d1d9;--stop:#a40e26;--ask:#7a4a00;--good:#116329}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--paper:#0d1117;--faint:#9aa4ae;--line:#3d444d;--stop:#ff9492;--ask:#f0b72f;--good:#57ab5a}}
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);margin:0 auto;padding:2rem 1rem 4rem;max-width:64rem}
h1{font-size:1.6rem;margin:0 0 .25rem}h2{font-size:1.2rem;margin:2.5rem 0 .5rem}h3{font-size:1rem;margin:1.5rem 0 .25rem}
p{margin:.25rem 0}.faint{color:var(--faint)}table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.35rem .8rem .35rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
th{font-weight:600}li{margin:.3rem 0}.refused{color:var(--stop);font-weight:600}.not_ready{color:var(--ask);font-weight:600}
.ready{color:var(--good);font-weight:600}a{color:inherit}
@media print{body{max-width:none;padding:0}li,tr{break-inside:avoid}}
"""


def write_page(intake: Intake, run: Run, tr: Translator) -> Path:
    """Write the page; returns where it is."""
    target = run.folder / PAGE
    with written_atomically(target) as aside, aside.open("w", encoding="utf-8") as file:
        for part in _html(intake, run, tr):
            file.write(part + "\n")
    return target


def _html(intake: Intake, run: Run, tr: Translator) -> Iterator[str]:
    def say(words: Message) -> str:
        return _safe(tr(words))

    title = say(intake.flow.title)
    yield f'<!doctype html><html lang="{escape(tr.language)}"><head><meta charset="utf-8">'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield '<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">'
    yield f"<title>{title}</title><style>{_STYLE}</style></head><body><h1>{title}</h1>"
    yield f"<p>{say(run.tally.message())}</p>"
    yield "<table><thead><tr>"
    yield "".join(f'<th scope="col">{say(head)}</th>' for head, _ in _HEADS[:5] + _HEADS[6:])
    yield "</tr></thead><tbody>"
    for number, done in enumerate(intake.spool.finished(), start=1):
        yield _client_row(number, done, sum(1 for _ in _steps(intake, done)), tr)
    yield "</tbody></table>"
    yield from _to_do(intake, tr, say)
    if intake.flow.next_steps:
        yield f"<h2>{say(msg('When an application is ready'))}</h2><ol>"
        yield from (f"<li>{say(step)}</li>" for step in intake.flow.next_steps)
        yield "</ol>"
    yield "</body></html>"


def _client_row(number: int, done: Done, steps: int, tr: Translator) -> str:
    client = _safe(done["client"])
    if number <= _TOLD and steps:
        client = f'<a href="#c{number}">{client}</a>'
    place = f"{PACKAGES}/{done['id']}"
    package = f'<a href="{place}/">{place}</a>' if done["package"] is not None else ""
    standing = f'<span class="{done["standing"]}">{_safe(tr(STANDINGS[Standing(done["standing"])]))}</span>'
    day = done["as_of"] if done["package"] is not None else ""
    cells = (client, str(done["row"]), _safe(done["label"]), standing, str(steps), package, day)
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _to_do(intake: Intake, tr: Translator, say: Callable[[Message], str]) -> Iterator[str]:
    """What has to be done about each client, as far as a page is the right place for it."""
    rules = _rules(intake.flow)
    yield f"<h2>{say(msg('To do'))}</h2>"
    for number, done in enumerate(intake.spool.finished(), start=1):
        if number > _TOLD:
            yield f"<p>{say(msg('The rest is in {workbook}.', workbook=WORKBOOK))}</p>"
            return
        steps = list(_steps(intake, done))
        remarks = _remarks(done, rules)
        if not steps and not remarks:
            continue
        yield f'<h3 id="c{number}">{_safe(done["client"])} {_safe(done["label"])}</h3><ul>'
        for fault in steps:
            head = f"<strong>{_safe(fault.heading)}</strong>: " if fault.heading else ""
            yield f'<li>{head}{_safe(_words(fault))} <span class="faint">{_safe(fault.place)}</span></li>'
        yield from (f"<li>{say(msg('To look at'))}: {_safe(tr(text))}</li>" for text in remarks)
        yield "</ul>"


def _safe(text: str) -> str:
    return escape(safe_text(text))
