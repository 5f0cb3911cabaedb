"""`lov ask`: a question answered from what lov knows, with its sources, or the word that it does not know."""

from __future__ import annotations

import io
import json
import sys
from functools import cache

import click

from wizard.assistant.knowledge.answering import Answer, Context, Knowledge, spoken
from wizard.cli.askoutputs import AskOut, answer_out
from wizard.cli.cases import open_case
from wizard.cli.commands import Command, json_option, option, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.flow.content import UnknownFlowError
from wizard.flow.problems import did_you_mean
from wizard.i18n import Translator, msg

__all__ = ["ask"]


@click.command(
    cls=Command,
    about=msg(
        'Answer a question about the application, the contract and the rules, with the source: lov ask "how long '
        'does the decision take". What lov does not know it says it does not know (exit code 1). --draft and --area '
        "let it answer for the case at hand; --lines reads one question a line from the input."
    ),
)
@click.argument("words", nargs=-1)
@option(
    "--draft", about=msg("Answer for this draft or answers file: what is missing, what stands in the way.")
)
@option("--area", about=msg("Answer for this area."))
@option("--lines", is_flag=True, about=msg("Read lines from the input; print one JSON object for each."))
@json_option
@pass_door
def ask(door: Door, words: tuple[str, ...], *, draft: str | None, area: str | None, lines: bool) -> int:
    """Answer one question, or one a line."""
    if lines and words:
        raise click.UsageError(door.tr(msg("With --lines the questions come from the input.")))
    if not lines and not words:
        raise click.UsageError(door.tr(msg("Write a question, or --lines.")))
    asker = _Asker(door, draft, area)
    if lines:
        return _each_line(asker)
    text = " ".join(words)
    said, tr = asker.ask(text)
    if door.as_json:
        door.give(answer_out(said, text, tr))
    else:
        for line in spoken(said, tr):
            door.print(line)
    return Exit.DONE if said.is_answered else Exit.NOT_PASSED


def _each_line(asker: _Asker) -> int:
    """One JSON object for each line of the input that holds anything."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # bytes that are no letters are no words either
    for line in sys.stdin:
        text = line.strip()
        said, tr = asker.ask(text)
        found: AskOut = answer_out(said, text, tr)
        print(json.dumps(found, ensure_ascii=False), flush=True)  # noqa: T201  data on stdout
    return Exit.DONE


class _Asker:
    """Answers one question after another for one case."""

    def __init__(self, door: Door, draft: str | None, area: str | None) -> None:
        content = door.content
        if area is not None and area not in content.areas:
            hint = did_you_mean(area, content.areas)
            raise UnknownFlowError(
                msg("There is no area {area}. {hint}", area=area, hint=hint)
                if hint
                else msg("There is no area {area}.", area=area)
            )
        interview = open_case(draft, door).interview if draft is not None else None
        self._context = Context(door.today, door.language, interview, area)
        self._knowledge = Knowledge(content)

    def ask(self, text: str) -> tuple[Answer, Translator]:
        """The answer, and a translator for the language it is given in."""
        said = self._knowledge.answer(text, self._context)
        return said, _speaker(said.language)


@cache
def _speaker(language: str) -> Translator:
    return Translator.of(language)
