"""What of the content rests on which source: every place in `flows/` that cites one.

When a publisher changes a page, this says what has to be read again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from wizard.flow.problems import Place

if TYPE_CHECKING:
    from wizard.flow.content import Content
    from wizard.flow.yamlfile import Path_

__all__ = ["Citation", "citations"]

_REFERENCE: Final = re.compile(r"([A-Z]+[0-9]*)(?: § ([^()]+?))?(?: \([a-z]+\))?")
_SOURCE: Final = "source"


@dataclass(frozen=True, slots=True)
class Citation:
    """A place that cites a source. `what` is the id of what stands there: a question, a rule, an article."""

    source: str
    section: str
    what: str
    place: Place


def citations(content: Content) -> Mapping[str, tuple[Citation, ...]]:
    """All citations by source, in the order of the files."""
    found: dict[str, list[Citation]] = defaultdict(list)
    for loaded in content.files():
        for text, what, path in _cited(loaded.document.data, "", ()):
            match = _REFERENCE.fullmatch(text)
            if match is not None and match[1] in content.sources:
                cited = Citation(match[1], (match[2] or "").strip(), what, loaded.document.place(path))
                found[match[1]].append(cited)
    return {source: tuple(cited) for source, cited in found.items()}


def _cited(data: Any, what: str, path: Path_) -> Iterator[tuple[str, str, Path_]]:
    """(reference, what cites it, its path) below a value."""
    if isinstance(data, Mapping):
        here = data.get("id")
        name = here if isinstance(here, str) else what
        for key, value in data.items():
            if key == _SOURCE:
                for text in [value] if isinstance(value, str) else value if isinstance(value, list) else ():
                    if isinstance(text, str):
                        yield text, name, (*path, key)
            else:
                yield from _cited(value, name, (*path, key))
    elif isinstance(data, list):
        for i, value in enumerate(data):
            yield from _cited(value, what, (*path, i))
