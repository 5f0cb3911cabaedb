"""The supplement letter (begäran om komplettering): what to send in, one point each, with the reason and source.

It goes to the applicant, so it is in Swedish unless another language is asked for, and holds only what they can
do something about: what an officer has to judge is not in it. As text and as a PDF it says the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wizard.i18n import Message, Translator, msg, nmsg
from wizard.screening.case import Case
from wizard.screening.findings import Finding
from wizard.text import safe_text

__all__ = ["letter", "letter_pdf"]

_INDENT = "   "


@dataclass(frozen=True, slots=True)
class _Point:
    head: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Letter:
    title: str
    about: tuple[str, ...]
    opening: tuple[str, ...]
    points: tuple[_Point, ...] = ()
    closing: str = ""


def letter(case: Case, tr: Translator) -> str:
    """The letter for a case, as text; empty where nothing has to be sent in."""
    written = _written(case, tr)
    return "\n".join(_lines(written)) + "\n" if written is not None else ""


def letter_pdf(case: Case, tr: Translator) -> bytes:
    """The letter as a PDF; empty where nothing has to be sent in."""
    from wizard.pdf import Heading, Paragraph, Sheet  # noqa: PLC0415  heavy
    from wizard.pdf.letterpaper import printable, set_paper  # noqa: PLC0415  as above

    written = _written(case, tr)
    if written is None:
        return b""
    blocks: list[Heading | Paragraph] = [
        Paragraph(printable(text)) for text in (*written.about, *written.opening)
    ]
    for point in written.points:
        blocks.append(Heading(printable(point.head)))
        blocks += [Paragraph(printable(text)) for text in point.reasons]
    if written.closing:
        blocks += [Heading(tr(msg("The decision"))), Paragraph(printable(written.closing))]
    sheet = Sheet(printable(written.title), tuple(blocks), footer="{page}/{pages}")
    return set_paper([sheet], printable(written.title), tr.language)


def _lines(written: _Letter) -> Iterator[str]:
    yield written.title
    yield ""
    if written.about:
        yield from written.about
        yield ""
    yield from written.opening
    for point in written.points:
        yield ""
        yield point.head
        yield from (f"{_INDENT}{line}" for line in point.reasons)
    if written.closing:
        yield ""
        yield written.closing


def _written(case: Case, tr: Translator) -> _Letter | None:
    lacking = [finding for finding in case.findings if finding.is_lacking]
    if not lacking and case.refused is None:
        return None

    def said(message: Message) -> str:
        return safe_text(tr(message))

    title = said(msg("Request for supplement"))
    if case.refused is not None:
        why = msg("What you sent could not be opened: {why}", why=case.refused)
        return _Letter(title, (), (said(why), said(msg("Send it again."))))
    about = [said(case.interview.flow.title)] if case.interview is not None else []
    about += [f"{said(label)}: {safe_text(answer)}" for label, answer in case.shown]
    opening = nmsg(
        "We have looked at your application. One thing has to be supplemented before it is complete:",
        "We have looked at your application. {count} things have to be supplemented before it is complete:",
        len(lacking),
    )
    points = (
        _Point(f"{number}. {said(finding.fix or finding.what)}", tuple(_reasons(finding, tr)))
        for number, finding in enumerate(lacking, start=1)
    )
    closing = msg("The time for the decision counts from the day when the application is complete.")
    return _Letter(title, tuple(about), (said(opening),), tuple(points), said(closing))


def _reasons(finding: Finding, tr: Translator) -> Iterator[str]:
    said: list[Message] = []
    if finding.fix is not None and not _says_the_same(finding.fix, finding.what):
        said.append(msg("What must hold: {what}", what=finding.what))
    if finding.expected:
        said.append(msg("In the application: {expected}", expected=finding.expected))
    if finding.seen:
        said.append(msg("What we saw: {seen}", seen=finding.seen))
    if finding.where.file:
        said.append(_place(finding))
    if finding.sources:
        sources = "; ".join(_source(ref.source.title, ref.section) for ref in finding.sources)
        said.append(msg("Source: {source}", source=sources))
    yield from (safe_text(tr(each)) for each in said)


def _says_the_same(fix: Message, what: Message) -> bool:
    """Whether both name the same paper or question, so that one of them is enough."""
    return bool(fix.params) and {str(v) for _, v in fix.params} == {str(v) for _, v in what.params}


def _place(finding: Finding) -> Message:
    where = finding.where
    if where.page is not None:
        return msg("Where: {file}, page {page}", file=where.file, page=where.page)
    return msg("Where: {file}", file=where.file)


def _source(title: str, section: str) -> str:
    return f"{title}, {section}" if section else title
