"""Source references: `S0 § Ansök om avtal (inferred)`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from wizard.flow.model import Certainty, Source, SourceRef
from wizard.flow.problems import Place, Problem, did_you_mean
from wizard.flow.source import SourcesFile
from wizard.i18n import content, msg

if TYPE_CHECKING:
    from wizard.flow.content import Loaded

__all__ = ["parse_refs", "sources_of"]

_REFERENCE: Final = re.compile(
    r"(?P<id>[A-Z]+[0-9]*)(?: § (?P<section>[^()]+?))?(?: \((?P<certainty>[a-z]+)\))?"
)


def sources_of(file: Loaded[SourcesFile]) -> dict[str, Source]:
    """The sources by id."""
    return {
        key: Source(
            key, e.title, e.publisher, e.url, e.date, e.read, content(e.note) if e.note else None, e.watch
        )
        for key, e in file.model.sources.items()
    }


def parse_refs(
    text: str | Sequence[str], sources: Mapping[str, Source], place: Place, report: Callable[[Problem], None]
) -> tuple[SourceRef, ...]:
    """Resolve one or several references; faults go to `report`."""
    found: list[SourceRef] = []
    for item in [text] if isinstance(text, str) else text:
        match = _REFERENCE.fullmatch(item)
        if match is None or (match["certainty"] or "certain") not in list(Certainty):
            fix = msg("Write it as: S0 § Section, or S0 § Section (inferred).")
            report(Problem(place, "source", msg("The source {text} cannot be read.", text=item), fix))
        elif match["id"] not in sources:
            hint = did_you_mean(match["id"], sources)
            report(
                Problem(
                    place,
                    "unknown-source",
                    msg("There is no source {id} in sources.yaml.", id=match["id"]),
                    hint,
                )
            )
        else:
            certainty = Certainty(match["certainty"] or "certain")
            found.append(SourceRef(sources[match["id"]], (match["section"] or "").strip(), certainty))
    return tuple(found)
