"""`lov parse`: how an utterance is understood, at every door in the same way."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from wizard.assistant.telling import shown
from wizard.assistant.understanding import understand, understand_answer
from wizard.cli.commands import Command, json_option, option, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.cli.parseoutputs import ParseOut
from wizard.flow.model import Question
from wizard.i18n import Message, msg
from wizard.values import Reading, Status, Value, ValueType, make
from wizard.values.base import Context

if TYPE_CHECKING:
    from wizard.flow.model import Flow

__all__ = ["parse"]

_QUESTION = "question:"


@click.command(
    cls=Command,
    about=msg(
        'Show how an utterance is understood: TYPE TEXT (lov parse date "första mars"), --question ID --area AREA '
        "TEXT, or --lines, which reads TYPE<TAB>TEXT from the input, one a line (with --question: one TEXT a line; "
        "TYPE may also be question:ID or question:AREA/KIND/ID)."
    ),
)
@click.argument("words", nargs=-1)
@option("--question", "question_id", about=msg("Read the text as the answer to this question."))
@option("--area", about=msg("The area that the question is asked in."))
@option("--kind", default="application", about=msg("The errand; application if left out."))
@option("--lines", is_flag=True, about=msg("Read lines from the input; print one JSON object for each."))
@json_option
@pass_door
def parse(  # noqa: PLR0913  a command has its options
    door: Door, words: tuple[str, ...], *, question_id: str | None, area: str | None, kind: str, lines: bool
) -> int:
    """Understand one utterance, or one a line."""
    reader = _Reader(door, area, kind)
    asked = None if question_id is None else _QUESTION + question_id
    if lines:
        if words:
            raise click.UsageError(door.tr(msg("With --lines the texts come from the input.")))
        return _each_line(reader, asked)
    wanted = 1 if asked else 2
    if len(words) < wanted:
        raise click.UsageError(door.tr(msg("Write a type and a text, or --question, --area and a text.")))
    name, text = (asked, " ".join(words)) if asked else (words[0], " ".join(words[1:]))
    found = reader.read(name, text)
    if isinstance(found, Message):
        raise click.UsageError(door.tr(found))
    if door.as_json:
        door.give(found)
    else:
        for line in _in_words(found):
            door.print(line)
    return Exit.DONE if found["status"] in ("accepted", "dont_know") else Exit.NOT_PASSED


def _each_line(reader: _Reader, asked: str | None) -> int:
    """One JSON object for each line of the input; 2 where a line named no type that there is."""
    code = Exit.DONE
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(
            errors="surrogateescape"
        )  # bytes that are no letters are told, not stumbled over
    for number, line in enumerate(sys.stdin, start=1):
        text = line.rstrip("\r\n")
        name, tab, rest = (asked, "\t", text) if asked else text.partition("\t")
        found = reader.read(name, rest) if tab else msg("There is no tab between a type and a text.")
        if isinstance(found, Message):
            reader.door.say(msg("Line {number}: {reason}", number=number, reason=found))
            found = _refused(found, reader.door)
            code = Exit.USAGE
        print(json.dumps(found, ensure_ascii=False), flush=True)  # noqa: T201  data on stdout
    return code


class _Reader:
    """Reads texts for types and questions, each of which is looked up once."""

    def __init__(self, door: Door, area: str | None, kind: str) -> None:
        self.door = door
        self.ctx = Context(door.today, door.language)
        self._area = area
        self._kind = kind
        self._known: dict[str, ValueType | Question | Message] = {}

    def read(self, name: str, text: str) -> ParseOut | Message:
        """How `text` is understood, or why there is nothing to understand it by."""
        if name not in self._known:
            self._known[name] = self._look_up(name)
        kind = self._known[name]
        if isinstance(kind, Message):
            return kind
        if isinstance(kind, Question):
            return self._out(understand_answer(kind, text, self.ctx), kind)
        return self._out(understand(kind, text, self.ctx), kind)

    def _look_up(self, name: str) -> ValueType | Question | Message:
        if name.startswith(_QUESTION):
            return self._question(name.removeprefix(_QUESTION))
        if name in ("choice", "multichoice"):
            return msg("The options of a choice belong to a question. Name it with --question and --area.")
        try:
            return make(name)
        except ValueError as error:
            return (
                error.args[0]
                if error.args and isinstance(error.args[0], Message)
                else msg("{why}", why=error)
            )

    def _question(self, address: str) -> Question | Message:
        """The question of `ID`, `AREA/ID` or `AREA/KIND/ID`; a column of a table as `staff.fte`."""
        *place, question_id = address.split("/")
        area = place[0] if place else self._area
        if area is None:
            return msg("In which area is the question asked? Name it with --area.")
        flow: Flow = self.door.content.flow(area, place[1] if len(place) > 1 else self._kind)
        found = flow.questions.get(question_id)
        if found is None:
            table, _, column = question_id.rpartition(".")
            whole = flow.questions.get(table)
            found = whole.column(column) if whole is not None else None
        return found or msg("There is no question {name} in {flow}.", name=question_id, flow=flow.title)

    def _out(self, reading: Reading, kind: ValueType | Question) -> ParseOut:
        is_read = reading.status in (Status.ACCEPTED, Status.DONT_KNOW)
        return {
            "status": reading.status.value,
            "value": reading.value if is_read else None,
            "display": shown(kind, reading.value, self.door.tr)
            if is_read and reading.value is not None
            else None,
            "matched": reading.matched or None,
            "candidates": list(reading.candidates),
            "reason": None if reading.reason is None else self.door.tr(reading.reason),
        }


def _refused(reason: Message, door: Door) -> ParseOut:
    return {
        "status": "rejected",
        "value": None,
        "display": None,
        "matched": None,
        "candidates": [],
        "reason": door.tr(reason),
    }


def _in_words(found: ParseOut) -> Iterator[Message | str]:
    match found["status"]:
        case "accepted":
            value: Value = found["value"]
            yield msg("Understood: {value}", value=found["display"])
            yield msg("Stored as: {value}", value=json.dumps(value, ensure_ascii=False))
            if found["matched"]:
                yield msg("Read from: {words}", words=found["matched"])
        case "dont_know":
            yield msg("Understood: {value}", value=found["display"])
        case status:
            yield msg("Not sure.") if status == "ambiguous" else msg("Not understood.")
            if found["reason"]:
                yield found["reason"]
