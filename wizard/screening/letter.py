"""The supplement letter (begäran om komplettering): what to send in, one point each, with the reason and source.

It goes to the applicant, so it is in Swedish unless another language is asked for, and holds only what they can
do something about: what an officer has to judge is not in it.
"""

from __future__ import annotations

from collections.abc import Iterator

from wizard.i18n import Message, Translator, msg, nmsg
from wizard.screening.cases import Case
from wizard.screening.findings import Finding
from wizard.text import safe_text

__all__ = ["letter"]


def letter(case: Case, tr: Translator) -> str:
    """The letter for a case, as text; empty where nothing has to be sent in."""
    lacking = [finding for finding in case.findings if finding.is_lacking]
    if not lacking and case.refused is None:
        return ""
    return safe_text("\n".join(_lines(case, lacking, tr)), lines=True) + "\n"


def _lines(case: Case, lacking: list[Finding], tr: Translator) -> Iterator[str]:
    yield tr(msg("Request for supplement"))
    yield ""
    if case.interview is not None:
        yield tr(case.interview.flow.title)
        yield from (f"{tr(label)}: {answer}" for label, answer in case.shown)
        yield ""
    if case.refused is not None:
        yield tr(msg("What you sent could not be opened: {why}", why=case.refused))
        yield tr(msg("Send it again."))
        return
    yield tr(
        nmsg(
            "We have looked at your application. One thing has to be supplemented before it is complete:",
            "We have looked at your application. {count} things have to be supplemented before it is complete:",
            len(lacking),
        )
    )
    for number, finding in enumerate(lacking, start=1):
        yield ""
        yield f"{number}. {tr(finding.fix or finding.what)}"
        yield from (f"   {line}" for line in _reasons(finding, tr))
    yield ""
    yield tr(msg("The time for the decision counts from the day when the application is complete."))


def _reasons(finding: Finding, tr: Translator) -> Iterator[str]:
    if finding.fix is not None:
        yield tr(msg("What must hold: {what}", what=finding.what))
    if finding.expected:
        yield tr(msg("In the application: {expected}", expected=finding.expected))
    if finding.seen:
        yield tr(msg("What we saw: {seen}", seen=finding.seen))
    if finding.where.file:
        yield tr(_place(finding))
    for source in finding.sources:
        yield tr(msg("Source: {source}", source=_source(source.source.title, source.section)))


def _place(finding: Finding) -> Message:
    where = finding.where
    if where.page is not None:
        return msg("Where: {file}, page {page}", file=where.file, page=where.page)
    return msg("Where: {file}", file=where.file)


def _source(title: str, section: str) -> str:
    return f"{title}, {section}" if section else title
