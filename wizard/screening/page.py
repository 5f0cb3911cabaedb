"""The screening as one HTML page that needs nothing else: for reading, filing and printing.

Everything shown comes from outside, so everything is escaped, nothing in the page can run, and nothing is
fetched. It reads well without colours: each status is a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final, Protocol

from wizard.flow.model import SourceRef
from wizard.i18n import Message, Translator, msg, nmsg
from wizard.screening.case import Case
from wizard.screening.findings import Finding
from wizard.screening.words import OUTCOMES, SIGNATURES, STATUSES
from wizard.text import safe_text

__all__ = ["OUTCOMES", "STATUSES", "Cases", "html_page"]


class Cases(Protocol):
    """Cases that are counted and can be gone through more than once."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Case]: ...


_STYLE: Final = """
:root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--faint:#57606a;--line:#c9d1d9;--stop:#a40e26;--ask:#7a4a00;--good:#116329}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--paper:#0d1117;--faint:#9aa4ae;--line:#3d444d;--stop:#ff9492;--ask:#f0b72f;--good:#57ab5a}}
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);margin:0 auto;padding:2rem 1rem 4rem;max-width:60rem}
h1{font-size:1.6rem;margin:0 0 .25rem}h2{font-size:1.25rem;margin:3rem 0 .25rem;padding-top:1rem;border-top:1px solid var(--line)}h3{font-size:1rem;margin:1.5rem 0 .5rem}
p{margin:.25rem 0}.faint{color:var(--faint)}table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .8rem .4rem 0;border-bottom:1px solid var(--line)}
th{font-weight:600}ol{padding-left:1.4rem}li{margin:.8rem 0}.refused,.supplement,.not_met{color:var(--stop);font-weight:600}.judge,.undecided{color:var(--ask);font-weight:600}.complete,.met{color:var(--good);font-weight:600}
dl{display:grid;grid-template-columns:max-content 1fr;gap:0 .8rem;margin:.2rem 0;font-size:.9rem}dt{color:var(--faint)}dd{margin:0;overflow-wrap:anywhere}a{color:inherit}
@media print{body{max-width:none;padding:0}h2{break-before:page;border:0}li{break-inside:avoid}}
"""


def html_page(cases: Cases, tr: Translator) -> str:
    """The page for `cases`, in the language of `tr`."""
    return "\n".join(_page(cases, tr)) + "\n"


def _page(cases: Cases, tr: Translator) -> Iterator[str]:
    title = _text(tr, msg("Screening"))
    yield f'<!doctype html><html lang="{escape(tr.language)}"><head><meta charset="utf-8">'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield '<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">'
    yield f"<title>{title}</title><style>{_STYLE}</style></head><body><h1>{title}</h1>"
    yield f"<p>{_text(tr, nmsg('{count} case', '{count} cases', len(cases)))}</p>"
    heads = (msg("Case"), msg("Status"), msg("To supplement"), msg("To judge"))
    yield (
        "<table><thead><tr>"
        + "".join(f'<th scope="col">{_text(tr, head)}</th>' for head in heads)
        + "</tr></thead><tbody>"
    )
    for number, case in enumerate(cases, start=1):
        lacking = sum(finding.is_lacking for finding in case.findings)
        link = f'<a href="#c{number}">{_safe(case.name)}</a>'
        yield f"<tr><td>{link}</td><td>{_status(case, tr)}</td><td>{lacking}</td><td>{len(case.open) - lacking}</td></tr>"
    yield "</tbody></table>"
    for number, case in enumerate(cases, start=1):
        yield from _case(number, case, tr)
    yield "</body></html>"


def _case(number: int, case: Case, tr: Translator) -> Iterator[str]:
    yield f'<h2 id="c{number}">{_safe(case.name)}</h2><p>{_status(case, tr)}</p>'
    if case.refused is not None:
        yield f"<p>{_text(tr, case.refused)}</p>"
    if case.interview is not None:
        flow = case.interview.flow
        words = msg(
            "{title}, version {version}, judged as of {day}",
            title=flow.title,
            version=flow.version,
            day=case.interview.today,
        )
        yield f'<p class="faint">{_text(tr, words)}</p>'
    lacking = [finding for finding in case.open if finding.is_lacking]
    for heading, findings in (
        (msg("To supplement"), lacking),
        (msg("To judge"), [f for f in case.open if not f.is_lacking]),
    ):
        if findings:
            yield f"<h3>{_text(tr, heading)}</h3><ol>"
            for finding in findings:
                yield from _finding(finding, tr)
            yield "</ol>"
    yield f"<h3>{_text(tr, msg('Papers'))}</h3><table><tbody>"
    for document in case.documents:
        known = (
            document.blank.title
            if document.blank is not None
            else document.paper.title
            if document.paper
            else None
        )
        what = _text(tr, known) if known is not None else ""
        signed = "<br>".join(
            f'<span class="{signed.state.value}">{_safe(", ".join(filter(None, (signed.signer, signed.on))))}: '
            f"{_text(tr, SIGNATURES[signed.state])}</span>"
            for signed in document.signatures
        )
        yield f"<tr><td>{_safe(document.name)}</td><td>{what}</td><td>{signed}</td></tr>"
    yield "</tbody></table>"


def _finding(finding: Finding, tr: Translator) -> Iterator[str]:
    outcome = f'<span class="{finding.outcome.value}">{_text(tr, OUTCOMES[finding.outcome])}</span>'
    yield f"<li>{outcome} {_text(tr, finding.what)}<dl>"
    place = ", ".join(
        filter(
            None,
            (
                finding.where.file,
                tr(msg("page {page}", page=finding.where.page)) if finding.where.page else "",
                finding.where.field,
            ),
        )
    )
    rows = [
        (msg("Expected"), finding.expected),
        (msg("Seen"), finding.seen),
        (msg("Certainty of the reading"), f"{finding.sure:.0%}" if finding.sure is not None else ""),
        (msg("Where"), place),
        (msg("What to do"), tr(finding.fix) if finding.fix is not None else ""),
        (msg("Source"), "; ".join(_source(source) for source in finding.sources)),
        (msg("Rule"), finding.rule),
    ]
    yield from (f"<dt>{_text(tr, label)}</dt><dd>{_safe(words)}</dd>" for label, words in rows if words)
    yield "</dl></li>"


def _status(case: Case, tr: Translator) -> str:
    return f'<span class="{case.status.value}">{_text(tr, STATUSES[case.status])}</span>'


def _source(source: SourceRef) -> str:
    return ", ".join(filter(None, (source.source.title, source.section)))


def _text(tr: Translator, words: Message) -> str:
    return _safe(tr(words))


def _safe(text: str) -> str:
    return escape(safe_text(text))
