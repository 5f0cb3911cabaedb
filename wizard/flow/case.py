"""Whose case it is: the questions that tell it, as `flows/case.yaml` names them, so that no door knows one by name.

What must stay true: a name stands there only where some errand asks it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.flow.problems import ContentError, Problem, did_you_mean
from wizard.i18n import msg

if TYPE_CHECKING:
    from wizard.flow.casesource import CaseFile
    from wizard.flow.content import Content, Loaded

__all__ = ["CaseNames", "case_names", "case_problems"]


@dataclass(frozen=True, slots=True)
class CaseNames:
    """The names of questions by what their answers tell of a case; a flow need not ask them all."""

    shown: tuple[str, ...] = ()
    """What a case is called by."""
    same: tuple[str, ...] = ()
    """Cases with the same answers to all of these are twins."""
    applicant: tuple[str, ...] = ()
    """Who applies, the name first."""
    staff: tuple[str, ...] = ()
    """Tables of those who work there."""
    provider: frozenset[str] = frozenset()
    """What is the provider's own, in every application the same: questions, or the first word of their names."""

    def is_providers(self, question: str) -> bool:
        """Whether an answer is the provider's own."""
        return question in self.provider or question.partition(".")[0] in self.provider


def case_names(file: Loaded[CaseFile] | None) -> CaseNames:
    """What a file tells; nothing where there is none."""
    if file is None:
        return CaseNames()
    told = file.model
    return CaseNames(
        tuple(told.shown),
        tuple(told.same),
        tuple(told.applicant),
        tuple(told.staff),
        frozenset(told.provider),
    )


def case_problems(content: Content, file: Loaded[CaseFile]) -> Iterator[Problem]:
    """Questions named in the file that no errand asks. Needs the flows, so it is asked for apart."""
    asked: dict[str, None] = {}
    tables: dict[str, None] = {}
    for area, kind in content.errands():
        try:
            questions = content.flow(area, kind).questions
        except ContentError:
            return  # its faults are told by the content itself, and what it asks cannot be known before
        asked |= dict.fromkeys(questions)
        tables |= dict.fromkeys(name for name, question in questions.items() if question.is_table)
    roots = dict.fromkeys(name.partition(".")[0] for name in asked)
    told = file.model
    for role, names, known in (
        ("shown", told.shown, asked),
        ("same", told.same, asked),
        ("applicant", told.applicant, asked),
        ("staff", told.staff, tables),
        ("provider", told.provider, roots | asked),
    ):
        for i, name in enumerate(names):
            if asked and name not in known:
                what = msg("There is no question {name}.", name=name)
                place = file.document.place((role, i))
                yield Problem(place, "unknown-name", what, did_you_mean(name, known))
