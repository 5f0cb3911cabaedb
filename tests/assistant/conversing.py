"""A person who talks to the assistant, as the dialogues of the corpus tell, and what stands in the draft at the end.

The person says the turns of a dialogue in order. A turn written `question> words` is said when that question is
asked: what is asked before it is skipped, what was passed is gone back to, and what cannot be reached is not said
and counts as missing. Where the assistant asks whether to go on with a change or has something to confirm, the person
says yes. Nothing else is known of how the assistant talks.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from tests.assistant.corpus import FOLDER, TODAY
from wizard.chat import Conversation
from wizard.drafts.session import DraftSession
from wizard.flow.content import Content
from wizard.i18n import Translator
from wizard.store import Store

__all__ = ["Dialogue", "Held", "dialogues", "facts", "hold", "tables"]

_AT: Final = re.compile(r"(?P<at>[a-z_0-9]+(?:\.[a-z_0-9]+)*)> (?P<say>.*)", re.DOTALL)
_CONFIRMING: Final = re.compile(r"\?.*\b(?:ja eller nej|yes or no)\b", re.IGNORECASE)
_MOST_SKIPS: Final = 12
_MOST_CONFIRMATIONS: Final = 4
_WORDS: Final = {"sv": ("ja", "nej", "hoppa över", "ändra"), "en": ("yes", "no", "skip", "change")}


@dataclass(frozen=True, slots=True)
class Dialogue:
    """What is said, from where, and what is to stand in the draft afterwards besides what stood there before.

    A value of `goal` that is a list are the fair ones; one that may be given too stands in `may`. `rows` are the
    rows of tables, each with the cells that were told. `place` names it in reports.
    """

    place: str
    flow: str
    turns: tuple[str, ...]
    goal: Mapping[str, Any]
    rows: Mapping[str, list[Mapping[str, Any]]]
    given: Mapping[str, Any]
    may: Mapping[str, Any]
    start: str
    language: str
    any_order: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """What became of a dialogue: what is missing, and what stands there that was never meant."""

    dialogue: Dialogue
    missing: tuple[str, ...]
    wrong: tuple[str, ...]
    said: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """All of it, and nothing else."""
        return not self.missing and not self.wrong

    @property
    def outcome(self) -> str:
        """As for utterances."""
        return "wrongly accepted" if self.wrong else "abstained" if self.missing else "right"


def dialogues(half: str) -> list[Dialogue]:
    """The dialogues of a half."""
    return [
        _dialogue(path.name, _of_yaml(path)) for path in sorted((FOLDER / "dialogues").glob(f"*.{half}.yaml"))
    ]


def facts(half: str) -> list[Dialogue]:
    """Several facts in one breath, as dialogues of one turn."""
    return list(_one_turn_each(f"facts.{half}.yaml"))


def tables(half: str) -> list[Dialogue]:
    """Rows told in prose, likewise."""
    return list(_one_turn_each(f"tables.{half}.yaml"))


def _one_turn_each(name: str) -> Iterator[Dialogue]:
    for number, item in enumerate(_of_yaml(FOLDER / name), start=1):
        flow, question = item["at"].split(" ")
        made = {"flow": flow, "start": question, "turns": [item["say"]], **item}
        if "rows" in item:
            made["rows"] = {question: item["rows"]}
        yield _dialogue(f"{name}:{number}", made)


def _of_yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def _dialogue(place: str, found: Mapping[str, Any]) -> Dialogue:
    return Dialogue(
        place=place,
        flow=found["flow"],
        turns=tuple(found["turns"]),
        goal=found.get("goal", {}),
        rows=found.get("rows", {}),
        given=found.get("given", {}),
        may=found.get("may", {}),
        start=found.get("start", ""),
        language=found.get("lang", "sv"),
        any_order=found.get("any_order", False),
    )


# Talking -----------------------------------------------------------------------------------------------


def hold(dialogue: Dialogue, content: Content, store: Store) -> Held:
    """Say it all, and look at the draft."""
    area, kind = dialogue.flow.split("/")
    draft = store.create(area, kind, content.flow(area, kind).version)
    session = DraftSession.open(store, content, draft.id, TODAY)
    for question, value in dialogue.given.items():
        session.answer(question, value)
    if dialogue.start:
        session.move(dialogue.start)
        session = DraftSession.open(store, content, draft.id, TODAY)
    before = dict(session.interview.stored)
    person = _Person(session, dialogue.language)
    with suppress(StopIteration):
        for turn in dialogue.turns:
            person.take(turn)
    after = {
        name: value
        for name, value in person.conversation.session.interview.stored.items()
        if before.get(name) != value and (name in dialogue.goal or value not in ("", []))
    }
    return _compared(dialogue, after, tuple(person.heard))


class _Person:
    def __init__(self, session: DraftSession, language: str) -> None:
        self.heard: list[str] = []
        self.conversation = Conversation(session, Translator.of(language), self.heard.append)
        self._yes, self._no, self._skip, self._change = _WORDS[language]
        self._run: Generator[None, str, None] = self.conversation.run()
        next(self._run)

    def take(self, turn: str) -> None:
        """One turn: find the question it belongs to, say it, confirm what is asked back."""
        found = _AT.fullmatch(turn)
        if found is not None and not self._find(found["at"]):
            return
        self._say(found["say"] if found is not None else turn)
        for _ in range(_MOST_CONFIRMATIONS):
            if not self._is_to_confirm():
                break
            self._say(self._yes)

    def _say(self, text: str) -> None:
        self.heard.append(f"> {text}")
        self._run.send(text)

    def _find(self, at: str) -> bool:
        """Whether the question is asked now or after what a person tries to get to it."""
        questions = self.conversation.session.flow.questions
        target = at if at in questions else at.rpartition(".")[0]
        places = list(questions)
        went_back = False
        for _ in range(_MOST_SKIPS):
            pending = self.conversation.pending
            here = f"{pending.question}.{pending.column}" if pending.column else pending.question
            if at in (here, pending.question):
                return True
            if pending.question == target:
                self._say(self._skip if pending.column else self._yes)
            elif self._is_table(pending.question) and not pending.column:
                self._say(self._no)
            elif pending.question and places.index(pending.question) < places.index(target):
                self._say(self._skip)
            elif went_back:
                return False
            else:
                went_back = True
                self._say(f"{self._change} {target}")
        return False

    def _is_table(self, question: str) -> bool:
        asked = self.conversation.session.flow.questions.get(question)
        return asked is not None and asked.is_table

    def _is_to_confirm(self) -> bool:
        """Whether something is asked back that is no question of the flow and no invitation to a further row."""
        last = next((line for line in reversed(self.heard) if line.strip()), "")
        if last.startswith("> ") or _CONFIRMING.search(last) is None:
            return False
        pending = self.conversation.pending
        return not (self._is_table(pending.question) and not pending.column)


# Comparing ---------------------------------------------------------------------------------------------


def _compared(dialogue: Dialogue, after: dict[str, Any], said: tuple[str, ...]) -> Held:
    missing, wrong = [], []
    for name, value in dialogue.goal.items():
        fair = value if isinstance(value, list) else [value]
        there = after.pop(name, dialogue.given.get(name))
        if there is None:
            missing.append(name)
        elif there not in fair:
            wrong.append(f"{name} = {there!r}")
    for name, rows in dialogue.rows.items():
        there = after.pop(name, None) or []
        lacking, false = _rows_compared(rows, list(there), any_order=dialogue.any_order)
        missing += [f"{name}: {each}" for each in lacking]
        wrong += [f"{name}: {each}" for each in false]
    for name, value in after.items():
        if name not in dialogue.may or value != dialogue.may[name]:
            wrong.append(f"{name} = {value!r}")
    return Held(dialogue, tuple(missing), tuple(wrong), said)


def _rows_compared(
    wanted: list[Mapping[str, Any]], there: list[Mapping[str, Any]], *, any_order: bool
) -> tuple[list[str], list[str]]:
    if not there:
        return [str(row) for row in wanted], []
    if any_order:
        wanted, there = sorted(wanted, key=str), sorted(there, key=str)
    missing, wrong = [], []
    for number in range(max(len(wanted), len(there))):
        row = wanted[number] if number < len(wanted) else {}
        found = {
            k: v
            for k, v in (there[number] if number < len(there) else {}).items()
            if k != "_row" and v not in ("", [])
        }
        for name in {*row, *found}:
            cell = f"{number + 1}.{name}"
            if name not in found:
                missing.append(cell)
            elif found[name] != row.get(name):
                wrong.append(f"{cell} = {found[name]!r}")
    return missing, wrong
