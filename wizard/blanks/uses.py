"""What a field is used for, the same for every section of a map: read from a map, read from a proposal, put in.

A *use* names the section, the question, and the part of it: the option of a tick, the day of opening hours, the
column of a table. What must stay true: putting a use in takes it away from the field that had it before, and a
field has one use at most.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wizard.blanks.load import MapFile
from wizard.blanks.propose import Guess, Proposal

__all__ = ["Use", "proposed_uses", "uses_of", "with_use"]


@dataclass(frozen=True, slots=True)
class Use:
    """See the module. `options` gives a field's state for each answer, `rows` the rows of a table on the form."""

    section: str
    answer: str
    part: str = ""
    options: Mapping[str, str] | None = None
    rows: int = 0

    @property
    def place(self) -> tuple[str, str, str]:
        """What only one field can be for."""
        return self.section, self.answer, self.part


def uses_of(map_file: MapFile) -> dict[str, Use]:
    """Each field and pattern of a table that a map names, with its use."""
    found = {
        name: Use("fields", entry.answer, options=entry.options) for name, entry in map_file.fields.items()
    }
    for section, groups in (("ticks", map_file.ticks), ("hours", map_file.hours)):
        for answer, group in groups.items():
            found |= {name: Use(section, answer, part) for part, name in group.items()}
    for answer, table in map_file.tables.items():
        found |= {
            pattern: Use("tables", answer, column, rows=table.rows)
            for column, pattern in table.columns.items()
        }
    found |= {name: Use("attached", answer) for answer, name in map_file.attached.items()}
    return found | {shown.field: Use("verdicts", rule) for rule, shown in map_file.verdicts.items()}


def proposed_uses(proposal: Proposal) -> Iterator[tuple[str, Use, Guess]]:
    """Each field and pattern that something is proposed for."""
    for guess in proposal.fields:
        yield guess.field, Use("fields", guess.answer, options=guess.options), guess
    for section, groups in (("ticks", proposal.ticks), ("hours", proposal.hours)):
        for answer, group in groups.items():
            yield from ((guess.field, Use(section, answer, part), guess) for part, guess in group.items())
    for answer, (rows, columns) in proposal.tables.items():
        yield from (
            (guess.field, Use("tables", answer, column, rows=rows), guess)
            for column, guess in columns.items()
        )
    yield from ((guess.field, Use("attached", guess.answer), guess) for guess in proposal.attached)


def with_use(map_file: MapFile, name: str, use: Use | None) -> MapFile:
    """The map with the field or pattern `name` used for `use`; None takes its use away."""
    data: dict[str, Any] = map_file.model_dump()
    _take_out(data, name)
    if use is not None:
        _put_in(data, name, use)
    known = [name for name in map_file.fields if name in data["fields"]]
    data["fields"] = {name: data["fields"][name] for name in dict.fromkeys([*known, *data["fields"]])}
    return MapFile.model_validate(data)


def _take_out(data: dict[str, Any], name: str) -> None:
    data["fields"].pop(name, None)
    for section in ("ticks", "hours"):
        data[section] = _without(data[section], name)
    for table in data["tables"].values():
        table["columns"] = {
            column: pattern for column, pattern in table["columns"].items() if pattern != name
        }
    data["tables"] = {answer: table for answer, table in data["tables"].items() if table["columns"]}
    data["attached"] = {answer: field for answer, field in data["attached"].items() if field != name}
    data["verdicts"] = {rule: shown for rule, shown in data["verdicts"].items() if shown["field"] != name}


def _without(groups: Mapping[str, Mapping[str, str]], name: str) -> dict[str, dict[str, str]]:
    """Groups without a field, and without groups that become empty."""
    left = {
        answer: {part: field for part, field in group.items() if field != name}
        for answer, group in groups.items()
    }
    return {answer: group for answer, group in left.items() if group}


def _put_in(data: dict[str, Any], name: str, use: Use) -> None:
    match use.section:
        case "fields":
            others = {
                field: entry for field, entry in data["fields"].items() if entry["answer"] != use.answer
            }
            data["fields"] = {**others, name: {"answer": use.answer, "options": use.options}}
        case "ticks" | "hours":
            data[use.section].setdefault(use.answer, {})[use.part] = name
        case "tables":
            table = data["tables"].setdefault(use.answer, {"rows": use.rows, "columns": {}})
            table["columns"][use.part] = name
            table["rows"] = min(table["rows"], use.rows)
        case _:
            data["attached"][use.answer] = name
