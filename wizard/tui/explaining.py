"""Why a question is asked: the reason, more help, the limits, and the sources with how sure we are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from wizard.flow.model import Question
from wizard.i18n import Translator, msg
from wizard.tui.sourcing import limit_lines, source_lines
from wizard.tui.words import Content, lines, paragraphs, plain, said

__all__ = ["explanation"]

_RESTS_ON: Final = msg("The question rests on what is given below.")
"""Said where there is no more to the reason than the source."""


def explanation(questions: Sequence[Question], tr: Translator) -> Content:
    """All there is to say of the questions of a screen; each part once."""
    parts: list[Content] = []
    several = len(questions) > 1
    for question in questions:
        found = _of_one(question, tr)
        if several and found:
            parts.append(said(question.label, tr, "bold $mark"))
        parts += found
    refs = [ref for question in questions for ref in question.sources]
    if refs and not parts:
        parts.append(said(_RESTS_ON, tr))
    if refs:
        parts.append(lines([said(msg("Sources"), tr, "bold"), source_lines(refs, tr)]))
    return paragraphs(parts) if parts else said(msg("There is nothing more to say of this."), tr)


def _of_one(question: Question, tr: Translator) -> list[Content]:
    parts = [said(text, tr) for text in (question.why, question.help) if text is not None]
    if question.example is not None:
        example = said(msg("Example: {example}", example=question.example), tr, "$quiet")
        parts.append(example)
    if question.limits:
        parts.append(lines([plain(tr(msg("Limits")), "bold"), limit_lines(question.limits, tr)]))
    return parts
