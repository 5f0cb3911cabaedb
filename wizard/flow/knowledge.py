"""The articles of `flows/knowledge/`: what lov answers to questions about the process, each with its source.

Only the content is read here; finding the article that answers a question is another's work. What must stay
true: an article has a source that exists and concerns areas that exist, and no two articles claim the same id or
the same wording of a question, since nobody could tell which of them is meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wizard.flow.model import Article
from wizard.flow.problems import Problem, did_you_mean
from wizard.flow.refs import parse_refs
from wizard.flow.source import ArticleSource, KnowledgeFile
from wizard.i18n import content as said
from wizard.i18n import msg

if TYPE_CHECKING:
    from wizard.flow.content import Content, Loaded

__all__ = ["articles_of"]


def articles_of(content: Content, problems: list[Problem]) -> dict[str, Article]:
    """All articles by id; faults go to `problems`."""
    made: dict[str, Article] = {}
    wordings: dict[str, str] = {}
    for topic, file in content.knowledge_files.items():
        for i, source in enumerate(file.model.articles):
            problems += _problems(content, file, i, made, wordings)
            place = file.document.place(("articles", i, "source"))
            made.setdefault(
                source.id,
                Article(
                    id=source.id,
                    question=said(source.question),
                    text=said(source.text),
                    sources=parse_refs(source.source, content.sources, place, problems.append),
                    also=tuple(source.also),
                    areas=tuple(source.areas),
                    topic=topic,
                    tells=source.tells,
                    place=file.document.place(("articles", i)),
                ),
            )
    return made


def _problems(
    content: Content, file: Loaded[KnowledgeFile], i: int, made: dict[str, Article], wordings: dict[str, str]
) -> Iterator[Problem]:
    article = file.model.articles[i]
    if article.id in made:
        place = file.document.place(("articles", i, "id"))
        yield Problem(place, "duplicate-id", msg("The id {id} is used twice.", id=article.id))
    for key, wording in _wordings(article):
        other = wordings.setdefault(_plain(wording), article.id)
        if other != article.id:
            what = msg("The article {other} answers this already: {wording}", other=other, wording=wording)
            yield Problem(file.document.place(("articles", i, *key)), "twice-asked", what)
    for j, area in enumerate(article.areas):
        if area not in content.areas and area not in content.broken_areas:
            place = file.document.place(("articles", i, "areas", j))
            hint = did_you_mean(area, content.areas)
            yield Problem(place, "unknown-area", msg("There is no area {area}.", area=area), hint)


def _wordings(article: ArticleSource) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield ("question",), article.question
    yield from ((("also", j), wording) for j, wording in enumerate(article.also))


def _plain(wording: str) -> str:
    return " ".join(wording.casefold().strip(" ?!.").split())
