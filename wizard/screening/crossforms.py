"""Forms that came along: whether they are about the same case as the errand's own forms.

An account of the premises is enclosed with a change, a certificate with an application: what such a form says by
which a case is known (`same` of `flows/case.yaml`) must be what the errand says. Other answers may differ
for good reasons, such as an address before and after a move.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from wizard.blanks.read import read_values
from wizard.flow.content import UnknownFlowError
from wizard.flow.model import Level
from wizard.flow.problems import ContentError
from wizard.i18n import Translator, msg
from wizard.rules import Outcome
from wizard.screening.case import is_known
from wizard.screening.findings import Finding, Where
from wizard.screening.labelled import normal

if TYPE_CHECKING:
    from wizard.blanks import Blank
    from wizard.flow.content import Content
    from wizard.flow.interview import Interview
    from wizard.flow.model import Flow
    from wizard.screening.documents import Document

__all__ = ["of_another_case"]


def of_another_case(
    documents: Iterable[Document], interview: Interview, content: Content, tr: Translator
) -> Iterator[Finding]:
    """One finding for each question by which an enclosed form is another case's."""
    for document in documents:
        blank = document.blank
        flow = _flow_of(blank, interview, content) if blank is not None else None
        if blank is None or flow is None or blank.id in interview.flow.forms or not document.values:
            continue
        told = read_values(blank, document.values, flow, interview.today).answers
        for name in content.case.same:
            wanted, seen = interview.value(name), told.get(name)
            if is_known(wanted) and is_known(seen) and normal(str(wanted)) != normal(str(seen)):
                question = interview.flow.questions[name]
                yield Finding(
                    "forms.case",
                    Level.BLOCKER,
                    Outcome.NOT_MET,
                    msg(
                        "The form that is enclosed is about the same case: {question}",
                        question=question.label,
                    ),
                    expected=str(wanted),
                    seen=str(seen),
                    where=Where(document.name, None, "", name),
                    fix=msg("Send the form for this case: {form}", form=tr(blank.title)),
                    sources=question.sources,
                )


def _flow_of(blank: Blank, interview: Interview, content: Content) -> Flow | None:
    """The errand that a form belongs to: that of the same area where there is one."""
    named = sorted(blank.map.flows, key=lambda flow: flow.area != interview.flow.area.id)
    for each in named:
        try:
            return content.flow(each.area, each.kind)
        except (UnknownFlowError, ContentError):
            continue
    return None
