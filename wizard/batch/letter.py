"""The cover letter that goes with an application: what it is, what lies with it, and what comes later. In Swedish.

It depends on the answers and the day alone, like everything in the package.
"""

from __future__ import annotations

from collections.abc import Iterator

from wizard.flow.interview import Interview
from wizard.i18n import Translator, msg
from wizard.package.contents import Package
from wizard.text import safe_text

__all__ = ["cover_letter"]


def cover_letter(interview: Interview, package: Package) -> str:
    """The letter for a package."""
    return safe_text("\n".join(_lines(interview, package, Translator.of("sv"))), lines=True) + "\n"


def _lines(interview: Interview, package: Package, tr: Translator) -> Iterator[str]:
    yield interview.today.isoformat()
    yield ""
    yield tr(interview.flow.title)
    for name in interview.flow.name_from:
        value = interview.value(name)
        if isinstance(value, str) and value:
            yield f"{tr(interview.flow.questions[name].label)}: {value}"
    yield ""
    if not package.complete:
        yield tr(msg("This is a draft. It is not complete and must not be handed in."))
        yield ""
    yield tr(msg("With this letter we send:"))
    yield from (
        f"{number}. {words}" for number, words in enumerate(_enclosed(interview, package, tr), start=1)
    )
    later = [verdict for verdict in package.assessment.remarks if verdict.promise is not None]
    if later:
        yield ""
        yield tr(msg("To be handed in later"))
        for verdict in later:
            if verdict.promise is not None:
                yield "- " + tr(msg("{what} By {day}.", what=verdict.rule.text, day=verdict.promise.day))
    yield ""
    yield ""
    yield "_" * 48
    yield tr(msg("Place, date and signature"))


def _enclosed(interview: Interview, package: Package, tr: Translator) -> Iterator[str]:
    yield from (tr(form.blank.title) for form in package.forms)
    for question in interview.relevant:
        files = interview.value(question.id) if question.is_attachment else None
        count = len(files) if isinstance(files, list | tuple) else 0
        if count == 1:
            yield tr(question.label)
        elif count > 1:
            yield tr(msg("{what} ({count} files)", what=question.label, count=count))
