"""Confirming a proposed map, field by field: what a door shows, and what it may do.

    confirming = Confirming.open(folder, content, today)
    for entry in confirming.entries(): ...
    confirming.accept("orgnr")          # written to the disk at once

A field is *open* until someone has said what it is for, *proposed* where its line stands in the map but nobody
has looked at it, *confirmed*, or *unused*: no question is about it. What must stay true: after every step
`map.yaml` holds exactly what the screen shows, can be read again, and keeps the comments that a person wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Self

from pydantic import ValidationError

from wizard.blanks.comments import with_comments_of
from wizard.blanks.load import FORM, MAP, MapFile
from wizard.blanks.mapfile import note, open_fields_text, renamed_map_text
from wizard.blanks.propose import Guess, options_for, propose
from wizard.blanks.rows import row_field
from wizard.blanks.uses import Use, proposed_uses, uses_of, with_use
from wizard.blanks.words import DAYS
from wizard.files import write_atomically
from wizard.flow.model import Flow, Question
from wizard.flow.yamlfile import read_yaml
from wizard.i18n import Message, msg
from wizard.pdf import Survey

__all__ = ["ConfirmError", "Confirming", "Entry", "Standing", "read_map"]

_PUBLIC: Final = 0o644
_SILENT: Final = frozenset({"push", "signature"})
_BY_OPTION: Final = frozenset({"yesno", "choice"})
_NO_SINGLE_FIELD: Final = frozenset({"table", "attachment", "multichoice", "opening_hours"})


class ConfirmError(Exception):
    """A map cannot be confirmed, or a question not be put to a field; `message` says why."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(str(message))


class Standing(StrEnum):
    """How far a field has come; see the module."""

    OPEN = "open"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class Entry:
    """A field of the form, or a pattern that stands for one column of a table of fields.

    `fields` are the fields it stands for. `use` is what the map says, `guess` and `guessed` what is proposed.
    `around` are the lines of the page near it.
    """

    name: str
    fields: tuple[str, ...]
    kind: str
    page: int | None
    label: str
    around: tuple[str, ...]
    standing: Standing
    use: Use | None
    guessed: Use | None
    guess: Guess | None

    @property
    def offered(self) -> Use | None:
        """What accepting it would mean: what the map says, else what is proposed."""
        return self.use or self.guessed


class Confirming:
    """A map at work. Every change is written before the method returns."""

    def __init__(self, folder: Path, flow: Flow, survey: Survey, map_file: MapFile, today: date) -> None:
        self.folder = folder
        self.flow = flow
        self.survey = survey
        self.map = map_file
        self.today = today
        self._text = (folder / MAP).read_text("utf-8")
        self._items: dict[str, Mapping[str, Any]] = {
            item["name"]: item for item in survey.found["fields"] if item["type"] not in _SILENT
        }
        self._proposed = {
            name: (use, guess) for name, use, guess in proposed_uses(propose(survey, flow, today))
        }

    @classmethod
    def open(
        cls, folder: Path, flow: Callable[[str, str], Flow], survey: Callable[[bytes], Survey], today: date
    ) -> Self:
        """The map in `folder` and the form beside it. Raises `ConfirmError`, `PdfError`, `OSError`."""
        map_file = read_map(folder / MAP)
        if not map_file.flows:
            raise ConfirmError(msg("{file} names no errand that its form is for.", file=MAP))
        first = map_file.flows[0]
        found = survey((folder / FORM).read_bytes())
        return cls(folder, flow(first.area, first.kind), found, map_file, today)

    # What is shown -------------------------------------------------------------------------------------

    def entries(self) -> list[Entry]:
        """All fields in the order of the form; those of a table's column as one."""
        return self._entries(self.map)

    def _entries(self, map_file: MapFile) -> list[Entry]:
        uses = uses_of(map_file)
        patterns: dict[str, str] = {}
        for source in (uses, {name: use for name, (use, _) in self._proposed.items() if name not in uses}):
            for name, use in source.items():
                rows = _rows(name, use) if use.section == "tables" else ()
                if not any(field in patterns or (source is not uses and field in uses) for field in rows):
                    patterns |= dict.fromkeys(rows, name)
        names = dict.fromkeys(patterns.get(name, name) for name in self._items)
        members: dict[str, list[str]] = {name: [] for name in names}
        for field in self._items:
            members[patterns.get(field, field)].append(field)
        return [self._entry(map_file, name, tuple(members[name]), uses.get(name)) for name in names]

    def _entry(self, map_file: MapFile, name: str, fields: tuple[str, ...], use: Use | None) -> Entry:
        item = self._items[fields[0]]
        guessed, guess = self._proposed.get(name, (None, None))
        return Entry(
            name=name,
            fields=fields,
            kind=str(item["type"]),
            page=item["page"],
            label=str(item["label"]),
            around=tuple(self.survey.around.get(fields[0], ())),
            standing=_standing(map_file, name, fields, use),
            use=use,
            guessed=guessed,
            guess=guess,
        )

    def choices(self, entry: Entry) -> list[Use]:
        """Everything that the field could be for, in the order of the questions."""
        found: list[Use] = []
        for question in self.flow.questions.values():
            found += self._choices_of(question, entry)
        return found

    def _choices_of(self, question: Question, entry: Entry) -> list[Use]:
        kind = question.type_name
        if entry.name not in self._items:  # a pattern
            rows = len(entry.fields)
            columns = [column for column in question.columns if not column.is_table]
            return [Use("tables", question.id, column.id, rows=rows) for column in columns]
        box = entry.kind == "checkbox" and len(self._items[entry.name]["options"]) == 1
        if kind in {"multichoice", "choice"} and box:
            options = getattr(self.flow.types[question.id], "options", ())
            return [Use("ticks", question.id, option) for option in options]
        if kind == "yesno" and box:
            return [Use("fields", question.id), *(Use("ticks", question.id, part) for part in ("yes", "no"))]
        if kind == "attachment":
            return [Use("attached", question.id)] if box else []
        if kind == "opening_hours":
            return [Use("hours", question.id, day) for day in DAYS] if entry.kind == "text" else []
        if kind in _NO_SINGLE_FIELD or (entry.kind != "text" and kind not in _BY_OPTION):
            return []
        return [Use("fields", question.id)]

    # What is done --------------------------------------------------------------------------------------

    def accept(self, name: str) -> None:
        """Use the field for what is offered."""
        entry = self._named(name)
        if entry.offered is None:
            raise ConfirmError(msg("Nothing is proposed for this field. Choose a question, or none."))
        self._settle(entry, entry.offered)

    def choose(self, name: str, use: Use) -> str | None:
        """Use the field for something else; gives the name of the field that was used for it before."""
        entry = self._named(name)
        if use.section == "fields" and entry.kind != "text":
            question = self.flow.questions[use.answer]
            options = options_for(self.survey, self.flow, self.today, name, question)
            if options is None:
                raise ConfirmError(
                    msg("The answers to this question cannot be told from the boxes. Write them in map.yaml.")
                )
            use = Use("fields", use.answer, options=options)
        before = next(
            (other for other, its in uses_of(self.map).items() if its.place == use.place and other != name),
            None,
        )
        self._settle(entry, use, robbed=before)
        return before

    def leave(self, name: str) -> None:
        """Say that no question is about the field."""
        entry = self._named(name)
        self._settle(entry, None)

    def _settle(self, entry: Entry, use: Use | None, robbed: str | None = None) -> None:
        changed = self.map if use is not None and use == entry.use else with_use(self.map, entry.name, use)
        unused = [name for name in self.map.unused if name not in entry.fields]
        left = {entry.name, robbed}
        self._write(
            changed.model_copy(
                update={
                    "unused": unused if use is not None else [*unused, *entry.fields],
                    "unconfirmed": [name for name in self.map.unconfirmed if name not in left],
                }
            )
        )

    def _write(self, changed: MapFile) -> None:
        """Write the map, then hold it: what could not be written is not shown as done."""
        notes = {
            name: note(self._proposed[name][1]) for name in changed.unconfirmed if name in self._proposed
        }
        undecided = [
            (
                entry.name,
                entry.guess.answer if entry.guess else "",
                entry.guess.seen if entry.guess else entry.label,
            )
            for entry in self._entries(changed)
            if entry.standing is Standing.OPEN
        ]
        text = renamed_map_text(changed, changed.edition, {}, (), notes) + open_fields_text(undecided)
        path = self.folder / MAP
        if path.read_text("utf-8") != self._text:
            raise ConfirmError(
                msg(
                    "The map was changed by someone else meanwhile. Close this, and begin again with what it says now."
                )
            )
        text = with_comments_of(self._text, text)
        write_atomically(path, text.encode(), mode=_PUBLIC)
        self._text, self.map = text, changed

    def _named(self, name: str) -> Entry:
        return next(entry for entry in self.entries() if entry.name == name)


def read_map(path: Path) -> MapFile:
    """The map at `path`. Raises `ConfirmError`."""
    document = read_yaml(path, path.name)
    try:
        if not document.problems:
            return MapFile.model_validate(document.data)
    except ValidationError:
        pass
    raise ConfirmError(
        msg("{file} cannot be read as a map. lov flows check tells what is wrong.", file=path.name)
    )


def _standing(map_file: MapFile, name: str, fields: tuple[str, ...], use: Use | None) -> Standing:
    if use is not None:
        return Standing.PROPOSED if name in map_file.unconfirmed else Standing.CONFIRMED
    return Standing.UNUSED if set(fields) <= set(map_file.unused) else Standing.OPEN


def _rows(pattern: str, use: Use) -> tuple[str, ...]:
    return tuple(row_field(pattern, row) for row in range(1, use.rows + 1))
