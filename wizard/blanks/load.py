"""Blanks on disk: `forms/<blank>/form.pdf` with `map.yaml`.

A map names for each field of the PDF what it holds. Its faults are told with file, line and column, like those
of flows: a field that the PDF does not have, a question that no flow has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from wizard.blanks.rows import row_field
from wizard.flow.model import Flow
from wizard.flow.problems import Problem, did_you_mean
from wizard.flow.shape import shape_problem
from wizard.flow.yamlfile import Document, Path_, read_yaml
from wizard.i18n import content, msg

if TYPE_CHECKING:
    from wizard.i18n import Message
    from wizard.pdf import Template

__all__ = [
    "FORM",
    "MAP",
    "Blank",
    "BlankError",
    "FieldMap",
    "TableMap",
    "VerdictMap",
    "blanks_for",
    "load_blanks",
]

MAP: Final = "map.yaml"
FORM: Final = "form.pdf"


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class FlowName(_Model):
    """A flow that the blank is filled for."""

    area: str
    kind: str


class FieldMap(_Model):
    """A field that holds one answer; `options` turns canonical values into the states of buttons."""

    answer: str
    options: dict[str, str] | None = None


class TableMap(_Model):
    """A table on the form: so many rows, and for each column the pattern of its fields' names (`rows`)."""

    rows: int
    columns: dict[str, str]


class VerdictMap(_Model):
    """A field that shows what a rule says; read back it is ignored, because the rules say it anew."""

    field: str
    options: dict[str, str]


class MapFile(_Model):
    """`map.yaml`.

    `unused` are fields that a person has said no question is about; `unconfirmed` are those (and patterns of
    tables) whose line was proposed and that nobody has looked at yet. `published` is where the publisher has the form;
    a layout of our own has no such address.
    """

    blank: str
    title: str
    edition: str
    published: str | None = None
    flows: list[FlowName]
    fields: dict[str, FieldMap] = {}
    ticks: dict[str, dict[str, str]] = {}
    hours: dict[str, dict[str, str]] = {}
    tables: dict[str, TableMap] = {}
    verdicts: dict[str, VerdictMap] = {}
    attached: dict[str, str] = {}
    unused: list[str] = []
    unconfirmed: list[str] = []

    def answers(self) -> Iterator[tuple[Path_, str]]:
        """Every question the map names, with the place where it stands."""
        for name, entry in self.fields.items():
            yield ("fields", name, "answer"), entry.answer
        for section, names in (
            ("ticks", self.ticks),
            ("hours", self.hours),
            ("tables", self.tables),
            ("attached", self.attached),
        ):
            for name in names:
                yield (section, name), name

    def field_names(self) -> Iterator[tuple[Path_, str]]:
        """Every field of the PDF that the map names, with the place where it stands."""
        yield from ((("fields", name), name) for name in self.fields)
        for section, groups in (("ticks", self.ticks), ("hours", self.hours)):
            for question, group in groups.items():
                yield from (((section, question, key), field) for key, field in group.items())
        for question, table in self.tables.items():
            for row in range(1, table.rows + 1):
                for column, pattern in table.columns.items():
                    yield ("tables", question, "columns", column), row_field(pattern, row)
        yield from ((("verdicts", rule, "field"), entry.field) for rule, entry in self.verdicts.items())
        yield from ((("attached", question), field) for question, field in self.attached.items())


class BlankError(Exception):
    """A blank cannot be used; `problems` tells why, with places."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(str(p) for p in self.problems))


@dataclass(frozen=True)
class Blank:
    """One blank: its map, and its PDF, which is compiled when first needed."""

    folder: Path
    map: MapFile
    document: Document

    @property
    def id(self) -> str:
        """The name of its folder."""
        return self.folder.name

    @property
    def title(self) -> Message:
        """What it is called."""
        return content(self.map.title)

    @cached_property
    def pdf(self) -> bytes:
        """The empty form."""
        return (self.folder / FORM).read_bytes()

    @cached_property
    def template(self) -> Template:
        """The form, ready to be filled."""
        from wizard.pdf import cached_template  # noqa: PLC0415  heavy

        return cached_template(self.pdf)


def load_blanks(root: Path) -> dict[str, Blank]:
    """The blanks in `root/forms` by id. Raises `BlankError` with every fault of their maps' shape."""
    found: dict[str, Blank] = {}
    problems: list[Problem] = []
    for path in sorted((root / "forms").glob(f"*/{MAP}")):
        document = read_yaml(path, f"forms/{path.parent.name}/{MAP}")
        try:
            model = MapFile.model_validate(document.data)
        except ValidationError as error:
            faults = [shape_problem(document, MapFile, dict(f)) for f in error.errors(include_url=False)]
            problems += document.problems or faults
        else:
            problems += document.problems
            found[path.parent.name] = Blank(path.parent, model, document)
    if problems:
        raise BlankError(problems)
    return found


def blanks_for(flow: Flow, blanks: Mapping[str, Blank]) -> list[Blank]:
    """The blanks that `flow` fills, in its order. Raises `BlankError` where one is not there."""
    missing = [name for name in flow.forms if name not in blanks]
    if missing:
        what = msg("The flow fills the blank {name}, but there is no such folder in forms.", name=missing[0])
        raise BlankError(
            [Problem(Document("forms").place(()), "unknown-blank", what, did_you_mean(missing[0], blanks))]
        )
    return [blanks[name] for name in flow.forms]
