"""What screening needs, and what it makes: a desk, and a case."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from wizard.blanks import Blank
from wizard.flow.answers import BLANK
from wizard.flow.content import Content, UnknownFlowError
from wizard.flow.interview import Interview
from wizard.flow.model import Level
from wizard.flow.problems import ContentError
from wizard.i18n import Message, Translator
from wizard.rules import Assessment
from wizard.screening.documents import Document, Recogniser
from wizard.screening.findings import Finding, Status
from wizard.screening.labelled import normal
from wizard.screening.reading import GUARDED, Reader
from wizard.values.base import DONT_KNOW

__all__ = ["Case", "Desk", "identified", "is_known"]

_SAYS_NOTHING: Final = ("", BLANK, DONT_KNOW)


@dataclass(frozen=True)
class Desk:
    """What screening needs: the content, the blanks, the day, and the language of what is shown.

    `trust` is the folder of the certificates that signatures are measured by; `reader` opens PDFs. `earlier` are the
    desks of earlier versions of the content: what was handed in under one of them is judged by it.
    """

    content: Content
    blanks: Mapping[str, Blank]
    today: date
    tr: Translator
    trust: Path | None = None
    reader: Reader = GUARDED
    earlier: tuple[Desk, ...] = ()

    @cached_property
    def recognise(self) -> Recogniser:
        """Tells what a file is."""
        return Recogniser(self.blanks, self.content.papers, self.reader)

    def under(self, area: str, kind: str, version: str) -> Desk:
        """The desk that has this version of an errand: this one, or an earlier one; this one where none has it."""
        for desk in (self, *self.earlier):
            with suppress(UnknownFlowError, ContentError):
                if desk.content.flow(area, kind).version == version:
                    return self if desk is self else replace(desk, trust=self.trust, reader=self.reader)
        return self

    def read_by(self, reader: Reader) -> Desk:
        """The same desk with another reader of PDFs."""
        return replace(self, reader=reader)


@dataclass(frozen=True)
class Case:
    """A screened case. `interview` and `assessment` are there where a form or the data could be read.

    `shown` is what one knows a case by, with its labels; `same_as` what it has in common with another of the same,
    empty where that is not known. Both are answers to the questions that the content names for it.
    """

    name: str
    sha256: str
    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]
    interview: Interview | None = None
    assessment: Assessment | None = None
    refused: Message | None = None
    shown: tuple[tuple[Message, str], ...] = ()
    same_as: tuple[str, ...] = ()

    @cached_property
    def open(self) -> tuple[Finding, ...]:
        """The findings to be looked at: what is lacking first, then what is to be judged."""
        found = [f for f in self.findings if f.is_open]
        return tuple(sorted(found, key=lambda f: (not f.is_lacking, f.level is not Level.BLOCKER)))

    @property
    def status(self) -> Status:
        """What has to happen with it."""
        if self.refused is not None:
            return Status.REFUSED
        if any(f.is_lacking for f in self.findings):
            return Status.SUPPLEMENT
        return Status.JUDGE if self.open else Status.COMPLETE

    def answer(self, question: str) -> Any:
        """An answer of the case, or None."""
        return self.interview.value(question) if self.interview is not None else None


def identified(case: Case, content: Content) -> Case:
    """The case with what it is known by, as the content tells."""
    if case.interview is None:
        return case
    shown = [
        (case.interview.flow.questions[name].label, str(answer))
        for name in content.case.shown
        if is_known(answer := case.answer(name))
    ]
    same = [case.answer(name) for name in content.case.same]
    return replace(
        case,
        shown=tuple(shown),
        same_as=tuple(normal(str(answer)) for answer in same) if same and all(map(is_known, same)) else (),
    )


def is_known(answer: Any) -> bool:
    """Whether an answer says something: it is not missing, left blank or unknown."""
    return answer not in (None, *_SAYS_NOTHING)
