"""Whether the papers say what the answers say.

What stands on a paper and what was answered are compared in the form that the answer's type gives them; names and
addresses word by word. Almost the same is for a person to judge, and so is what cannot be found on the paper.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Final

from wizard.flow.interview import Interview
from wizard.flow.model import Level, Question
from wizard.i18n import Translator, msg
from wizard.rules import Outcome
from wizard.screening.documents import Document, DocumentKind
from wizard.screening.findings import Finding, Where
from wizard.screening.labelled import Seen, find_values, normal

if TYPE_CHECKING:
    from wizard.flow.papers import PaperValue

__all__ = ["against_answers", "against_questions", "mixed_scripts"]

_ALMOST: Final = 0.85
_WITHOUT_LABEL: Final = 0.6
_SCRIPTS: Final = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "HEBREW", "ARABIC")


def against_answers(document: Document, interview: Interview, tr: Translator) -> Iterator[Finding]:
    """One finding for each value of a known paper that some answer must agree with."""
    if document.paper is None:
        return
    seen = find_values(document.paper.values, document.pages, interview.today)
    for value in document.paper.values:
        answers = _answers(value, interview)
        if answers:
            there = seen[value.id] or _anywhere(value, [answer for _, answer in answers], document)
            yield _compared(document, value, answers, there, tr)


def _anywhere(value: PaperValue, answers: list[Any], document: Document) -> tuple[Seen, ...]:
    """A text that no label leads to, such as the name at the top of a certificate, where it stands as answered."""
    if value.type != "text":
        return ()
    for number, page in enumerate(document.pages, start=1):
        for line in page.lines:
            if all(f" {normal(str(answer))} " in f" {normal(line.words)} " for answer in answers):
                return (Seen(line.words, line.words, number, _WITHOUT_LABEL, (line.x, line.y)),)
    return ()


def _answers(value: PaperValue, interview: Interview) -> list[tuple[Question, Any]]:
    """The answers to compare with; none where one of them is not known, because then nothing can be said."""
    found: list[tuple[Question, Any]] = []
    for name in value.same_as:
        known = interview.value(name) if name in interview.flow.questions else None
        if known in (None, "", "?", "-") or not isinstance(known, str | int | float):
            return []
        found.append((interview.flow.questions[name], known))
    return found


def _compared(
    document: Document,
    value: PaperValue,
    answers: list[tuple[Question, Any]],
    seen: tuple[Seen, ...],
    tr: Translator,
) -> Finding:
    paper = document.paper.id if document.paper else ""
    return Finding(
        rule=f"{paper}.{value.id}",
        level=value.level,
        outcome=_outcome(value, [answer for _, answer in answers], seen),
        what=value.text or value.title,
        expected=", ".join(_shown(question, answer, tr) for question, answer in answers),
        seen=" / ".join(s.text if value.type == "text" else _shown(answers[0][0], s.value, tr) for s in seen),
        where=Where(
            document.name,
            seen[0].page if seen else None,
            tr(value.title),
            value.same_as[0],
            seen[0].at if seen else None,
        ),
        fix=value.fix,
        sources=value.sources,
        sure=min((s.sure for s in seen), default=None),
    )


def _outcome(value: PaperValue, answers: list[Any], seen: tuple[Seen, ...]) -> Outcome:
    if not seen:
        return Outcome.UNDECIDED
    likeness = [_likeness(value, answers, s) for s in seen]
    if min(likeness) == 1:
        return Outcome.MET
    return Outcome.NOT_MET if max(likeness) < _ALMOST else Outcome.UNDECIDED


def _likeness(value: PaperValue, answers: list[Any], seen: Seen) -> float:
    """1 where all answers stand in the value; below that, how nearly they do."""
    if value.type != "text":
        return 1.0 if all(str(answer) == str(seen.value) for answer in answers) else 0.0
    there = f" {normal(seen.text)} "
    wanted = [normal(str(answer)) for answer in answers]
    if all(f" {words} " in there for words in wanted):
        return 1.0
    whole = " ".join(wanted)
    return min(0.99, SequenceMatcher(None, whole, there.strip()[: 4 * len(whole)], autojunk=False).ratio())


def _shown(question: Question, answer: Any, tr: Translator) -> str:
    return question.type.show(answer, tr) if question.type is not None else str(answer)


def against_questions(
    attached: Mapping[str, str], documents: Mapping[str, Document], interview: Interview, tr: Translator
) -> Iterator[Finding]:
    """Whether each attached file is the paper that its question asks for. `attached`: file name → question."""
    for name, question in attached.items():
        document = documents.get(name)
        if document is None or document.paper is None or document.kind is not DocumentKind.PAPER:
            continue
        asked = interview.flow.questions.get(question)
        known = [q for q in document.paper.answers if q in interview.flow.questions]
        if asked is None or not known or question in known:
            continue
        yield Finding(
            rule="attachments.kind",
            level=Level.WARNING,
            outcome=Outcome.NOT_MET,
            what=msg("The file handed in as {asked} is what it is called.", asked=asked.label),
            expected=tr(asked.label),
            seen=tr(document.paper.title),
            where=Where(name, 1, "", question),
            fix=msg("Send the right paper, or say where this one belongs."),
            sources=document.paper.sources,
        )


def mixed_scripts(interview: Interview, names: Mapping[str, str]) -> Iterator[Finding]:
    """Words that mix letters of several scripts, such as a Cyrillic letter in a Latin name: they look alike."""
    for name, question in interview.flow.questions.items():
        answer = interview.value(name)
        if question.type_name != "text" or not isinstance(answer, str):
            continue
        for word in answer.split():
            scripts = {s for c in word for s in _SCRIPTS if unicodedata.name(c, "").startswith(s)}
            if len(scripts) > 1:
                signs = " ".join(
                    f"U+{ord(c):04X}" for c in word if "LATIN" not in unicodedata.name(c, "LATIN")
                )
                yield Finding(
                    rule="text.scripts",
                    level=Level.WARNING,
                    outcome=Outcome.UNDECIDED,
                    what=msg(
                        "The letters of a word in {question} are of one script.", question=question.label
                    ),
                    seen=f"{word} ({signs})",
                    where=Where(names.get(name, ""), None, "", name),
                    fix=msg("Make sure that the name is what it looks like."),
                )
                break
