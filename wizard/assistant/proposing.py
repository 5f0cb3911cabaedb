"""The one meaning of a line of which not all was understood, where it may be taken by a mere yes.

What must stay true: what is doubted, limited, denied or told of another time is never offered so; it is asked for anew.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from wizard.assistant.facts.signals import is_denied, is_doubted, name_in
from wizard.assistant.options import mentioned, named_once
from wizard.assistant.spoken.tense import asks_for_name
from wizard.assistant.wavering import is_unsure, is_wavering
from wizard.flow.model import Question
from wizard.values import Choice, MultiChoice, Value

__all__ = ["the_one_meant"]

_SORT_OF: Final = re.compile(r"\b(?:typ|sort of|kind of)\b", re.IGNORECASE)
"""What is said of an option so is told back, to be confirmed."""
_FREE: Final = frozenset({"longtext", "address", "url"})
_FEW_WORDS: Final = 10
_SOME_WORDS: Final = 16


def the_one_meant(question: Question, candidates: Sequence[Value], text: str, language: str) -> Value | None:
    """What is to be confirmed by a yes; None where it must be asked for anew."""
    kind, count = question.type, len(text.split())
    if question.type_name in _FREE or count > _SOME_WORDS or not candidates or "\n" in text.strip():
        return None
    if question.type_name == "text":
        return _name(question, text, language)
    if question.type_name == "yesno":
        is_open = is_unsure(text, of_time=False) or is_doubted(text)
        return candidates[0] if len(candidates) == 1 and not is_open else None
    if isinstance(kind, Choice):
        return _option(kind, candidates, _SORT_OF.sub(" ", text))
    if isinstance(kind, MultiChoice):
        listed = candidates[0] if len(candidates) == 1 and isinstance(candidates[0], list) else []
        named = set(mentioned(kind.options, text))
        is_named = bool(listed) and named == set(map(str, listed))
        return candidates[0] if is_named and not _is_open(text) and not is_denied(text) else None
    return candidates[0] if len(candidates) == 1 and count <= _FEW_WORDS and not is_wavering(text) else None


def _is_open(text: str) -> bool:
    return is_unsure(text) or is_doubted(text)


def _name(question: Question, text: str, language: str) -> Value | None:
    """The only name in a sentence, where a name is asked for."""
    if not asks_for_name(question.ask.id, question.label.id) or is_doubted(text) or is_denied(text):
        return None
    name = name_in(text, question, language)
    return (
        name
        if name is not None and name != text.strip(" .!") and not any(c.isdigit() for c in text)
        else None
    )


def _option(kind: Choice, candidates: Sequence[Value], text: str) -> Value | None:
    """The only candidate, or the only option that the words name; denied only where its own name denies."""
    meant = named_once(kind.options, text) if len(candidates) > 1 else candidates[0]
    option = next((option for option in kind.options if option.id == meant), None)
    if option is None or _is_open(text):
        return None
    names_denial = any(is_denied(name) for name in (*option.names, *option.synonyms))
    return option.id if not is_denied(text) or names_denial else None
