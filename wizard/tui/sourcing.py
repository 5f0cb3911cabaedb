"""Sources, limits and certainty in words: where a demand comes from, how binding it is, how sure we are."""

from __future__ import annotations

from collections.abc import Iterable

from wizard.flow.document import BINDING, cite
from wizard.flow.model import Limit, SourceRef
from wizard.i18n import Message, Translator, msg
from wizard.tui.words import Content, lines, paragraphs, plain, said, spaced

__all__ = ["limit_lines", "source_lines"]


def source_lines(refs: Iterable[SourceRef], tr: Translator) -> Content:
    """Each source once, with who published it and where it can be read; columns are narrow, so nothing is set in."""
    return paragraphs(_source(ref, tr) for ref in dict.fromkeys(refs))


def limit_lines(limits: Iterable[Limit], tr: Translator) -> Content:
    """Each limit with its set of rules and how binding that is: `minst 0,80 m  tidigare BBR (äldre regel)`."""
    return lines(_limit(limit, tr) for limit in limits)


def _source(ref: SourceRef, tr: Translator) -> Content:
    source = ref.source
    where = source.publisher if source.publisher != source.title else ""
    further = [plain(where, "$quiet"), plain(source.url or "", "$mark")]
    note = [said(source.note, tr, "$quiet")] if source.note is not None else []
    return lines([plain(cite(ref, tr)), *(words for words in [*further, *note] if words)])


def _limit(limit: Limit, tr: Translator) -> Content:
    binding: Message = BINDING.get(limit.binding, Message(limit.binding))
    rules = msg("{rules} ({binding})", rules=limit.rules, binding=binding)
    return spaced(said(limit.value, tr, "bold"), said(rules, tr, "$quiet"))
