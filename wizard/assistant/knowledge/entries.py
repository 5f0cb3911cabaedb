"""What can be found: articles first, and behind them facts, requirements and explanations, each with its source.

Articles are written to answer; they carry the ways in which people ask. Where none answers, what lov holds anyway
may: the facts of an area, what a rule demands, what is said beside a question, what happens when. Those were not
written for the question, so they have to match it more closely to be taken for the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from wizard.assistant.knowledge.hits import Entry
from wizard.flow.content import Content
from wizard.flow.model import Article, Flow, Question, SourceRef
from wizard.flow.problems import ContentError
from wizard.i18n import Message, Translator, msg

__all__ = ["Known", "articles", "behind", "entry_of", "flows_for"]

_FACT: Final = "fact:"


@dataclass(frozen=True, slots=True)
class Known:
    """Something that can be said: a title, the words, their sources, the areas it concerns (none for all)."""

    id: str
    title: Message
    text: tuple[Message, ...]
    sources: tuple[SourceRef, ...]
    areas: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    tells: str | None = None

    @property
    def is_fact(self) -> bool:
        """Whether it is a fact of one area, which says nothing of others."""
        return self.id.startswith(_FACT)


def articles(content: Content) -> Iterator[Known]:
    """Every article."""
    for article in content.knowledge.values():
        yield _article(article)


def _article(article: Article) -> Known:
    return Known(
        id=article.id,
        title=article.question,
        text=(article.text,),
        sources=article.sources,
        areas=article.areas,
        also=article.also,
        tells=article.tells,
    )


def behind(content: Content, flows: Iterable[Flow]) -> Iterator[Known]:
    """What lov holds besides: the facts of all areas, the times, and what the errands given ask and demand."""
    for area in content.areas.values():
        for i, (text, sources) in enumerate(area.facts):
            yield Known(f"{_FACT}{area.id}:{i}", area.name, (text,), sources, (area.id,))
    for step in {step.id: step for plan in content.timetable.plans for step in plan.steps}.values():
        claims = tuple(c.text for c in (*step.after, step.within, step.valid_for) if c is not None)
        told_of = (step.text, *claims) if step.text is not None else claims
        if told_of:
            yield Known(f"time:{step.id}", step.title, told_of, step.sources)
    told: set[object] = set()
    for flow in flows:
        for known in _flow(flow):
            if (known.id, known.text) not in told:
                told.add((known.id, known.text))
                yield known


def _flow(flow: Flow) -> Iterator[Known]:
    for question in flow.questions.values():
        yield from _question(question)
        for column in question.columns:
            yield from _question(column, within=question)
    for rule in flow.rules:
        text = (rule.text, rule.fix) if rule.fix is not None else (rule.text,)
        yield Known(f"rule:{rule.id}", rule.label or rule.text, text, rule.sources)


def _question(question: Question, within: Question | None = None) -> Iterator[Known]:
    limits = tuple(msg("Limit: {value} ({rules})", value=li.value, rules=li.rules) for li in question.limits)
    said = tuple(t for t in (question.why, question.help, question.hint) if t is not None)
    if said or limits:
        name = question.id if within is None else f"{within.id}.{question.id}"
        sources = (*question.sources, *(ref for limit in question.limits for ref in limit.sources))
        sources = tuple(dict.fromkeys(sources or (within.sources if within is not None else ())))
        yield Known(f"question:{name}", question.label, (*said, *limits), sources)


def entry_of(known: Known, tr: Translator) -> Entry:
    """`known` as it is searched: in Swedish and in the language of `tr`."""
    sv = Translator.in_source_language()
    titles = dict.fromkeys((sv(known.title), tr(known.title)))
    text, other = (" ".join(say(part) for part in known.text) for say in (sv, tr))
    bodies = ((text, "sv"), (other, "en")) if other != text else ((text, "sv"),)
    return Entry(known.id, (*titles, *known.also), bodies)  # type: ignore[arg-type]


def flows_for(content: Content, area: str | None) -> Sequence[Flow]:
    """The errands of `area`; without one, those that together hold every part that areas share."""
    wanted = [(a, kind) for a, kind in content.errands() if area in (None, a)]
    if area is None:
        wanted = _covering(content, wanted)
    found = []
    for name, kind in wanted:
        try:
            found.append(content.flow(name, kind))
        except ContentError:
            continue
    return found


def _covering(content: Content, errands: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """As few errands as hold all parts: each time the one with most that is not there yet."""
    parts = {
        (area, kind): {t.part for t in content.area_files[area].model.errands[kind].tasks if t.part}  # type: ignore[index]
        for area, kind in errands
    }
    left = set().union(*parts.values()) if parts else set()
    chosen = []
    while left:
        best = max(parts, key=lambda errand: len(parts[errand] & left))
        chosen.append(best)
        left -= parts[best]
    return chosen
