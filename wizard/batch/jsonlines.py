"""JSON lines: one application a line, in the shape of an answers file, or as bare answers.

    {"client": "K1", "area": "…", "kind": "…", "flow_version": "…", "answers": {…}, "attachments": {…}}
    {"client": "K1", "applicant.name": "…", "staff": [{…}, …]}

A line that is no such thing is told, and the next one is read. Places are lines; a fault names its question.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from wizard.batch.errors import BatchError
from wizard.batch.faults import Fault, Kind
from wizard.batch.layout import CLIENT, NOTE, Layout, layout_of
from wizard.batch.spool import Spool
from wizard.batch.units import Files, Unit
from wizard.flow.content import Content
from wizard.flow.model import Flow
from wizard.i18n import Message, Translator, msg

__all__ = ["LinesIntake"]

_LONGEST_LINE: Final = 20_000_000
_ENVELOPE: Final = frozenset({CLIENT, NOTE, "area", "kind", "flow_version", "answers", "attachments"})
_ABOUT: Final = ("area", "kind", "flow_version")


class _WrongLineError(ValueError):
    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(str(message))


@dataclass
class LinesIntake:
    """A file of lines of one errand. Make it with `opened`."""

    path: Path
    flow: Flow
    layout: Layout
    tr: Translator
    spool: Spool = field(default_factory=Spool)
    since: str = ""
    remarks: list[Message] = field(default_factory=list)
    total: int = 0

    @classmethod
    def opened(
        cls, path: Path, content: Content, tr: Translator, *, area: str | None, kind: str | None
    ) -> LinesIntake:
        """Find out what the file is about. Raises `BatchError`."""
        total, first = 0, None
        for _, line in _lines(path):
            total += 1
            if first is None:
                try:
                    first = _parsed(line)
                except _WrongLineError:
                    continue
        said = first or {}
        about = area or said.get("area")
        if not isinstance(about, str):
            raise BatchError(
                msg(
                    "{file} does not say which area it is for. Add --area, and --kind where it is no application.",
                    file=path.name,
                )
            )
        flow = content.flow(about, str(kind or said.get("kind") or "application"))
        return cls(path, flow, layout_of(flow, tr), tr, total=total)

    @property
    def places(self) -> dict[str, dict[str, int]]:
        """Lines have no columns."""
        return {}

    @property
    def mains(self) -> list[str]:
        """The one sheet there is: the file itself."""
        return [self.path.stem]

    def close(self) -> None:
        """Forget what was noted."""
        self.spool.close()

    def units(self) -> Iterator[Unit]:
        """Each application; faulty lines go to the spool meanwhile."""
        files = Files(self.path.parent)
        for number, line in _lines(self.path):
            try:
                unit = self._unit(number, _parsed(line))
            except _WrongLineError as error:
                self._note("line", number, "", error.message, "")
                continue
            self._attach(unit, files)
            yield unit

    def _unit(self, number: int, data: Mapping[str, Any]) -> Unit:
        for key, own in (("area", self.flow.area.id), ("kind", self.flow.kind)):
            if data.get(key, own) != own:
                raise _WrongLineError(
                    msg(
                        "This line is for another area or errand than the first. Put it in a file of its own."
                    )
                )
        answers: Mapping[str, Any] = data
        if "answers" in data:
            answers = _mapping(data["answers"])
            strange = sorted(data.keys() - _ENVELOPE)
            if strange:
                raise _WrongLineError(msg("The key {key} is not known here.", key=strange[0]))
        answers = {**answers, **_mapping(data.get("attachments"))}
        unit = Unit(self.path.stem, number, "", {}, since=str(data.get("flow_version") or ""))
        for key, value in answers.items():
            question = self.flow.questions.get(key)
            if value is None or (question is None and key in _ENVELOPE):
                continue
            if question is not None and question.is_table:
                unit.tables[key] = value
            else:
                unit.cells[key] = value
        self._name(unit, data)
        return unit

    def _name(self, unit: Unit, data: Mapping[str, Any]) -> None:
        given = data.get(CLIENT)
        unit.client = str(given).strip() if given not in (None, "") else str(unit.row)
        twin = self.spool.meet(unit.client, unit.sheet, unit.row)
        if twin is not None:
            what = msg("Line {row} has the same client. Give each line a name of its own.", row=twin[1])
            self._note("client-twice", unit.row, CLIENT, what, unit.client)
            unit.client = f"{unit.client} ({unit.row})"
            unit.refused.append(CLIENT)

    def _attach(self, unit: Unit, files: Files) -> None:
        for key in [
            k for k in unit.cells if (q := self.flow.questions.get(k)) is not None and q.is_attachment
        ]:
            cell = unit.cells.pop(key)
            for what in files.take(cell, unit, key):
                self._note("missing-file", unit.row, key, what, unit.client)

    def _note(self, code: str, row: int, key: str, what: Message, client: str) -> None:
        question = self.flow.questions.get(key)
        heading = self.tr(question.label) if question is not None else key
        self.spool.note(
            Fault(Kind.WRONG, code, self.path.stem, row, None, heading, "", self.tr(what), client=client)
        )


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines that hold anything, with their numbers."""
    with path.open("rb") as file:
        number = 0
        while line := file.readline(_LONGEST_LINE):
            number += 1
            if line.strip():
                yield number, line


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        data = json.loads(line.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number)
    except UnicodeDecodeError:
        raise _WrongLineError(msg("The line is not UTF-8.")) from None
    except _WrongLineError:
        raise
    except (ValueError, RecursionError):
        raise _WrongLineError(
            msg("The line is no JSON object. Write one application on each line.")
        ) from None
    return _mapping(data)


def _mapping(data: object) -> dict[str, Any]:
    if data is None:
        return {}
    if isinstance(data, dict):
        return data
    raise _WrongLineError(msg("Here belongs a mapping: names with values."))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _WrongLineError(msg("The name {name} stands twice.", name=key))
        found[key] = value
    return found


def _no_number(word: str) -> Any:
    raise _WrongLineError(msg("{word} is no number.", word=word))
