"""Reading scenario tables from Markdown.

    Flow: specialiserad-fysioterapi/application
    Start: specialiserad-fysioterapi
    Today: 2026-11-22

    | unit.start_date | rule unit.start_in_future | asked unit.move |
    |-----------------|---------------------------|-----------------|
    | 2027-06-01      | met                       | yes             |
    | 2026-06-01      | not met                   |                 |

The lines with a colon stand before the first table; everything that is no table is prose for people. `Flow` may
name several flows, with commas between: what they share is then tried in each of them. `Start` names a folder of
`flows/samples` whose answers each scenario starts from, with `{area}` for the flow's own: the folder of its area,
or for another errand than the application the one within it that is called after its kind; without it a scenario
starts from nothing. A column is a question (or a cell of a table of answers, `staff[2].fte`), or what is expected: `rule
ID`, `asked ID`, `goal ID`, `ready`, `exit`. An empty cell changes and expects nothing. Answers are written as a
person would type them; `?` is "do not know", `-` "does not apply", `(none)` takes an answer away, and whole
tables and files are written as JSON. The order of columns and rows means nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, TypeAlias

from wizard.drafts.answers_file import AnswersFileError, read_answers_file
from wizard.flow.answers import check, read
from wizard.flow.content import Content, UnknownFlowError
from wizard.flow.interview import Interview
from wizard.flow.model import Flow, Question
from wizard.flow.problems import ContentError, Place, Problem, did_you_mean
from wizard.i18n import Message, msg
from wizard.values.base import Context, Value

__all__ = ["NOTHING", "Expectation", "Scenario", "ScenarioTable", "read_tables"]

NOTHING: Final = "(none)"

_SETTING: Final = re.compile(r"(Flow|Start|Today):\s*(\S.*?)\s*")
_CELL: Final = re.compile(r"([^\[\]]+)\[(\d+)\]\.([a-z0-9_]+)")
_Setting: TypeAlias = tuple[str, Place]

_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "rule": ("met", "not met", "undecided", "not concerned"),
    "goal": ("met", "not met", "undecided"),
    "asked": ("yes", "no"),
    "ready": ("yes", "no"),
}


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must come out: `kind` rule, asked, goal, ready or exit; `name` whose; `word` what."""

    kind: str
    name: str
    word: str
    place: Place


@dataclass(frozen=True, slots=True)
class Scenario:
    """One row of a table. `answers` are canonical values by question or cell; None takes an answer away."""

    place: Place
    answers: Mapping[str, Value | None]
    expected: tuple[Expectation, ...]


@dataclass(slots=True)
class ScenarioTable:
    """The scenarios of one file: all of one flow, on one day, from one start. `problems` holds its faults."""

    file: str
    flow: Flow | None = None
    start: Interview | None = None
    today: date | None = None
    scenarios: list[Scenario] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a table: its cells with the columns they begin in."""

    number: int
    cells: tuple[tuple[str, int], ...]


def read_tables(path: Path, name: str, content: Content, today: date) -> list[ScenarioTable]:
    """Read one file, called `name` in messages, once for each flow it names; never raises for what stands in it."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        unreadable = Problem(Place(name), "unreadable", msg("The file cannot be read as text."))
        return [ScenarioTable(name, problems=[unreadable])]
    lines = text.splitlines()
    found = _settings(lines, name)
    tables = []
    for flow in _flows(found.get("Flow")):
        table = ScenarioTable(name)
        _Reader(table, content, today).read(lines, found | ({"Flow": flow} if flow is not None else {}))
        tables.append(table)
    return tables


def _settings(lines: list[str], file: str) -> dict[str, _Setting]:
    """The lines with a colon before the first table."""
    found: dict[str, _Setting] = {}
    for number, line in enumerate(lines, start=1):
        if line.lstrip().startswith("|"):
            break
        if match := _SETTING.fullmatch(line.strip()):
            found[match[1]] = (match[2], Place(file, number, line.index(match[2]) + 1))
    return found


def _flows(setting: _Setting | None) -> list[_Setting | None]:
    """Each flow that `Flow:` names, with its place; None stands for no such line."""
    if setting is None:
        return [None]
    words, place = setting
    return [
        (match[0], Place(place.file, place.line, place.column + match.start()))
        for match in re.finditer(r"[^\s,]+", words)
    ]


class _Reader:
    def __init__(self, table: ScenarioTable, content: Content, today: date) -> None:
        self.table = table
        self.content = content
        self.today = today

    def read(self, lines: list[str], settings: Mapping[str, _Setting]) -> None:
        if not self._set(settings):
            return
        for block in _blocks(lines):
            self._block(block)

    # The lines before the tables -----------------------------------------------------------------------

    def _set(self, found: Mapping[str, _Setting]) -> bool:
        """Take flow, start and day; False where there is nothing to go on with."""
        if "Today" in found:
            self._today(*found["Today"])
        if "Flow" not in found:
            fix = msg("Write a line such as Flow: area/application before the first table.")
            self._report(Place(self.table.file, 1, 1), "no-flow", msg("The file names no flow."), fix)
            return False
        self._flow(*found["Flow"])
        if self.table.flow is not None:
            self.table.today = self.today
            self.table.start = Interview.start(self.table.flow, self.today)
            if "Start" in found:
                self._start(*found["Start"])
        return self.table.flow is not None

    def _today(self, word: str, place: Place) -> None:
        try:
            self.today = date.fromisoformat(word)
        except ValueError:
            self._report(place, "setting", msg("Write the date as YYYY-MM-DD."))

    def _flow(self, word: str, place: Place) -> None:
        area, _, kind = word.partition("/")
        try:
            self.table.flow = self.content.flow(area, kind)
        except UnknownFlowError as error:
            self._report(place, "unknown-flow", error.message)
        except ContentError as error:
            self.table.problems += error.problems

    def _start(self, word: str, place: Place) -> None:
        assert self.table.flow is not None  # noqa: S101  for the type checker: the flow has been found
        word = word.replace("{area}", _own_sample(self.table.flow))
        path = self.content.root / "flows" / "samples" / word / "answers.yaml"
        if not re.fullmatch(r"[a-z0-9-]+(/[a-z0-9-]+)?", word) or not path.is_file():
            self._report(place, "unknown-sample", msg("There is no sample {name}.", name=word))
            return
        try:
            sample = read_answers_file(path, self.content, self.today).interview
        except AnswersFileError as error:
            self.table.problems += error.problems
            return
        if sample.flow is not self.table.flow:
            self._report(place, "unknown-sample", msg("The sample {name} is of another flow.", name=word))
            return
        self.table.start = sample

    # Tables --------------------------------------------------------------------------------------------

    def _block(self, block: list[_Line]) -> None:
        head, *rest = block
        if not rest or not all(re.fullmatch(r":?-+:?", cell) for cell, _ in rest[0].cells):
            where = Place(self.table.file, head.number, 1)
            self._report(where, "table", msg("A line of dashes must follow the heading of a table."))
            return
        columns = [self._column(text, Place(self.table.file, head.number, at)) for text, at in head.cells]
        for line in rest[1:]:
            if len(line.cells) != len(columns):
                what = msg(
                    "This row has {n} cells; the heading has {wanted}.",
                    n=len(line.cells),
                    wanted=len(columns),
                )
                self._report(Place(self.table.file, line.number, 1), "table", what)
            elif all(columns):
                self._row(columns, line)

    def _column(self, text: str, place: Place) -> tuple[str, str] | None:
        """(kind, name) of a heading, kind "" for an answer; None after a fault."""
        assert self.table.flow is not None  # noqa: S101  for the type checker: tables are read after the flow
        flow = self.table.flow
        if text in ("ready", "exit"):
            return text, ""
        kind, _, name = text.rpartition(" ")
        known = {
            "rule": [r.id for r in flow.rules],
            "goal": [g.id for g in flow.goals],
            "asked": [*flow.questions, *_columns_of(flow)],
            "": list(flow.questions),
        }
        if kind not in known:
            fix = msg("Write a question, or: rule, asked or goal and a name, ready, exit.")
            self._report(place, "table", msg("This cannot be the heading of a column."), fix)
            return None
        cell = _CELL.fullmatch(name) if kind == "" else None
        if cell is not None:
            table = flow.questions.get(cell[1])
            if table is None or table.column(cell[3]) is None:
                self._unknown(place, name, _columns_of(flow))
                return None
        elif name not in known[kind]:
            self._unknown(place, name, known[kind])
            return None
        return kind, name

    def _unknown(self, place: Place, name: str, known: list[str]) -> None:
        self._report(
            place, "unknown-name", msg("There is no {name} here.", name=name), did_you_mean(name, known)
        )

    def _row(self, columns: list[tuple[str, str] | None], line: _Line) -> None:
        answers: dict[str, Value | None] = {}
        expected: list[Expectation] = []
        faults = len(self.table.problems)
        for column, (text, at) in zip(columns, line.cells, strict=True):
            if column is None or not text:
                continue
            place = Place(self.table.file, line.number, at)
            kind, name = column
            if kind == "":
                self._answer(name, text, place, answers)
            elif kind != "exit" and text not in _WORDS[kind]:
                words = ", ".join(_WORDS[kind])
                self._report(place, "table", msg("Write one of these: {words}.", words=words))
            else:
                expected.append(Expectation(kind, name, text, place))
        if not expected and len(self.table.problems) == faults:
            fix = msg("Fill in a column such as rule, asked or ready.")
            what = msg("This scenario expects nothing.")
            self._report(Place(self.table.file, line.number, 1), "expects-nothing", what, fix)
        self.table.scenarios.append(
            Scenario(Place(self.table.file, line.number, 1), answers, tuple(expected))
        )

    def _answer(self, name: str, text: str, place: Place, answers: dict[str, Value | None]) -> None:
        assert self.table.flow is not None  # noqa: S101  as above
        if text == NOTHING:
            answers[name] = None
            return
        cell = _CELL.fullmatch(name)
        table = self.table.flow.questions[cell[1] if cell else name]
        question = table.column(cell[3]) if cell else table
        assert question is not None  # noqa: S101  the heading has been checked
        checked = _read(question, text, Context(self.today))
        if isinstance(checked, Message):
            what = msg("{address}: {reason}", address=name, reason=checked)
            self._report(place, "answer", what)
        else:
            answers[name] = checked

    def _report(self, place: Place, code: str, what: Message, fix: Message | None = None) -> None:
        self.table.problems.append(Problem(place, code, what, fix))


def _read(question: Question, text: str, ctx: Context) -> Value | Message:
    """The canonical value of a cell, or why it is none."""
    if text.startswith("[") or question.is_table:
        try:
            checked = check(question, json.loads(text), ctx)
        except ValueError:
            return msg("This is not readable as JSON.")
    else:
        checked = read(question, text, ctx)
    return checked.faults[0].reason if checked.faults else checked.value


def _own_sample(flow: Flow) -> str:
    return flow.area.id if flow.kind == "application" else f"{flow.area.id}/{flow.kind}"


def _columns_of(flow: Flow) -> list[str]:
    return [f"{table.id}[1].{c.id}" for table in flow.questions.values() for c in table.columns]


def _blocks(lines: list[str]) -> Iterator[list[_Line]]:
    """The tables: runs of lines that begin with a bar."""
    block: list[_Line] = []
    for number, line in enumerate([*lines, ""], start=1):
        if line.lstrip().startswith("|"):
            block.append(_Line(number, tuple(_cells(line))))
        elif block:
            yield block
            block = []


def _cells(line: str) -> Iterator[tuple[str, int]]:
    """The cells of a line, each with the column (from 1) its text begins in; a bar in a cell has a backslash before it."""
    for match in re.finditer(r"\|((?:[^|\\]|\\.)*)(?=\|)", line):
        text = match[1]
        begins = match.start(1) + len(text) - len(text.lstrip()) + 1
        yield text.strip().replace("\\|", "|"), begins
