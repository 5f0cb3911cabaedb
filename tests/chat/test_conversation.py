"""The conversation in plain lines: the same questions, the same answers, the same package as at the other doors."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from wizard.blanks import blanks_for, load_blanks
from wizard.chat import Conversation
from wizard.chat.asking import shown
from wizard.chat.commands import Command, Order, order_of
from wizard.drafts.answers_file import read_answers_file
from wizard.drafts.session import DraftSession
from wizard.flow.content import Content
from wizard.flow.interview import Interview
from wizard.i18n import Translator
from wizard.package.contents import build_package
from wizard.store import Store

Maker = Callable[..., Content]
Lov = Callable[..., tuple[int, str, str]]
TODAY = date(2026, 11, 22)
ROOT = Path(__file__).parents[2]

TASKS = """
- id: t
  title: Del
  source: S0 § X
  questions:
    - {id: name, type: text, label: Namn, ask: "Vad heter ni?", hint: En mening., why: Därför.}
    - {id: kind, type: choice, label: Slag, ask: "Vilket slag?", options: [{id: x, label: Ett}, {id: y, label: Två}]}
    - {id: more, type: text, label: Mer, ask: "Mer om två?", when: kind == 'y'}
    - {id: day, type: date, label: Dag, ask: "Vilken dag?", unknown: true, example: 1 mars 2027}
    - {id: picks, type: multichoice, label: Val, ask: "Vilka?", options: [{id: p, label: Pe}, {id: q, label: Qu}, {id: r, label: Er}]}
    - id: rows
      type: table
      label: Rader
      ask: Vilka rader?
      min: 1
      columns:
        - {id: a, type: text, label: A, ask: "A?"}
        - {id: b, type: integer, label: B, ask: "B?", optional: true}
    - {id: last, type: yesno, label: Sist, ask: "Är det sist?"}
  rules:
    - {id: late, level: blocker, needs: last, text: Det är sist., fix: Svara ja., source: S0 § X}
"""


class Talk:
    """A conversation that is told lines and remembers what was said."""

    def __init__(self, session: DraftSession, language: str = "sv") -> None:
        self.said: list[str] = []
        self.conversation = Conversation(session, Translator.of(language), self.said.append)
        self._run: Generator[None, str, None] = self.conversation.run()
        self.is_over = False
        next(self._run)

    def tell(self, line: str) -> str:
        """What is said in answer to a line."""
        before = len(self.said)
        try:
            self._run.send(line)
        except StopIteration:
            self.is_over = True
        return "\n".join(self.said[before:])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with Store.open(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def talk(make_content: Maker, store: Store) -> Talk:
    """A conversation about a small flow."""
    content = make_content(TASKS)
    draft = store.create("prov", "application", content.flow("prov", "application").version)
    return Talk(DraftSession.open(store, content, draft.id, TODAY))


def stored(talk: Talk) -> dict[str, Any]:
    return dict(talk.conversation.interview.answers())


def test_answers_are_taken_one_by_one_and_said_back(talk: Talk) -> None:
    """In words, by number, with a table row by row, to the end."""
    assert "Vad heter ni?" in talk.said
    assert "Sparat: Namn: Ek AB" in talk.tell("Ek AB")
    talk.tell("2")
    assert {"name": "Ek AB", "kind": "y"} == stored(talk)
    talk.tell("Mer text")
    assert (
        "2027-03-01" in talk.tell("1 mars 2027")
        or "mars" in talk.said[-1]
        or stored(talk)["day"] == "2027-03-01"
    )
    talk.tell("1, 3")
    assert ["p", "r"] == stored(talk)["picks"]
    talk.tell("Första")
    talk.tell("")
    assert "ja eller nej" in talk.tell("kanske")
    talk.tell("ja")
    talk.tell("Andra")
    talk.tell("7")
    talk.tell("nej")
    end = talk.tell("ja")
    assert [{"a": "Första"}, {"a": "Andra", "b": 7}] == stored(talk)["rows"]
    assert "Allt finns med" in end
    talk.tell("avsluta")
    assert talk.is_over


def test_after_a_digression_the_question_stands_again(talk: Talk) -> None:
    """Why, help, show, repeat and save answer nothing and lose nothing."""
    for line, words in [
        ("varför frågar ni det?", "Därför."),
        ("hjälp", "ändra"),
        ("upprepa", ""),
        ("spara", "sparas"),
    ]:
        told = talk.tell(line)
        assert words in told
        assert told.rstrip().endswith("En mening.")
        assert "Vad heter ni?" in told
    talk.tell("Ek")
    assert "Namn: Ek" in talk.tell("visa svar")
    assert {"name": "Ek"} == stored(talk)


def test_any_earlier_answer_is_changed_by_words_and_one_comes_back(talk: Talk) -> None:
    """With its new value in the same breath, or asked again."""
    talk.tell("Ek")
    talk.tell("Ett")
    assert "Sparat: Namn: Al" in talk.tell("ändra namn till Al")
    assert "Vad heter ni?" in talk.tell("ändra namnet")
    assert "Vilken dag?" in talk.tell("Bo")
    assert "Inget" in talk.tell("ändra färgen") or "Ingen fråga" in talk.said[-3] + talk.said[-2]
    assert {"name": "Bo", "kind": "x"} == stored(talk)


def test_back_and_skip_lose_nothing(talk: Talk) -> None:
    """What was skipped is asked again before the end."""
    talk.tell("Ek")
    assert "Vad heter ni?" in talk.tell("tillbaka")
    assert "första frågan" in talk.tell("tillbaka")
    talk.tell("Ek")
    assert "Vilken dag?" in talk.tell("hoppa över")
    talk.tell("vet inte")
    assert "?" == stored(talk)["day"]
    for line in ("ingen", "A1", "", "nej", "ja"):
        talk.tell(line)
    assert "kind" not in stored(talk)
    assert talk.conversation.pending.question == "kind"


def test_what_falls_away_is_told_and_agreed_to_first(talk: Talk) -> None:
    """No means nothing was changed."""
    for line in ("Ek", "Två", "Mer text"):
        talk.tell(line)
    told = talk.tell("ändra slag till Ett")
    assert "Mer" in told
    assert "ja eller nej" in told
    assert "Inget ändrades" in talk.tell("nej")
    assert "y" == stored(talk)["kind"]
    talk.tell("ändra slag till Ett")
    talk.tell("ja")
    assert "x" == stored(talk)["kind"]
    assert "Mer text" == talk.conversation.interview.stored["more"]


def test_two_failures_bring_the_format_and_the_way_out(talk: Talk) -> None:
    """Nothing is guessed."""
    for line in ("Ek", "Ett"):
        talk.tell(line)
    first = talk.tell("snart")
    assert "Exempel:" not in first
    second = talk.tell("ganska snart")
    assert "Exempel: 1 mars 2027" in second
    assert "hoppa över" in second
    assert "day" not in stored(talk)


@pytest.mark.parametrize(
    ("line", "order"),
    [
        ("Tillbaka", Order(Command.BACK)),
        ("BACK.", Order(Command.BACK)),
        ("varför?", Order(Command.WHY)),
        ("hoppa  över", Order(Command.SKIP)),
        ("ändra postnumret till 113 30", Order(Command.CHANGE, "postnumret", "113 30")),
        ("change name", Order(Command.CHANGE, "name")),
        ("Tillbaka till naturen AB", None),
        ("Varför inte AB", None),
        ("hjälpa till", None),
        ("", None),
    ],
)
def test_a_command_is_a_whole_line(line: str, order: Order | None) -> None:
    """A company may be called Tillbaka till naturen."""
    assert order == order_of(line)


def test_an_interrupted_conversation_goes_on_at_the_same_question(
    make_content: Maker, store: Store, talk: Talk
) -> None:
    """With every answer that was said back."""
    talk.tell("Ek")
    talk.tell("Ett")
    draft = talk.conversation.session.draft.id
    again = Talk(DraftSession.open(store, make_content(TASKS), draft, TODAY))

    assert "Vilken dag?" in again.said
    assert {"name": "Ek", "kind": "x"} == stored(again)


class Person:
    """Somebody who knows all answers and gives each when it is asked for."""

    def __init__(self, talk: Talk, known: Interview, papers: dict[str, list[Path]]) -> None:
        self.talk = talk
        self.known = known
        self.papers = {name: list(paths) for name, paths in papers.items()}

    def answer_all(self) -> None:
        """To the end of the questions."""
        for _ in range(2_000):
            if not self.talk.conversation.pending.question:
                return
            self.talk.tell(self._line())
        raise AssertionError(self.talk.said[-20:])

    def _line(self) -> str:
        conversation = self.talk.conversation
        pending = conversation.pending
        question = conversation.session.flow.questions[pending.question]
        if question.id not in self.known.stored:
            return "hoppa över"
        if question.is_attachment:
            papers = self.papers.get(question.id, [])
            return str(papers.pop(0)) if papers else ""
        if question.is_table:
            rows = self.known.rows(question)
            if not pending.column:
                return "ja" if len(conversation.interview.rows(question)) < len(rows) else "nej"
            column = question.column(pending.column)
            assert column is not None
            value = rows[pending.row - 1].get(column.id, "")
            return shown(column, value, conversation.tr) if value != "" else ""
        value = self.known.stored.get(question.id, "")
        return shown(question, value, conversation.tr) if value != "" else ""


SAMPLES = ROOT / "flows/samples"
FIRST = "specialiserad-fysioterapi"
"""The area whose application is talked through in every run; the other errands in the slow ones."""


@pytest.mark.parametrize(
    "sample",
    [
        pytest.param(name, id=name, marks=() if name == FIRST else pytest.mark.slow)
        for name in sorted(str(path.parent.relative_to(SAMPLES)) for path in SAMPLES.rglob("answers.yaml"))
    ],
)
def test_the_whole_sample_by_conversation_gives_the_same_package(
    shipped: Content, store: Store, sample: str
) -> None:
    """Answer by answer in Swedish words; the package equals the one from the answers file, byte for byte."""
    file = read_answers_file(SAMPLES / sample / "answers.yaml", shipped, TODAY)
    flow = file.interview.flow
    draft = store.create(flow.area.id, flow.kind, flow.version)
    talk = Talk(DraftSession.open(store, shipped, draft.id, TODAY))
    papers: dict[str, list[Path]] = {}
    for question in file.interview.relevant:
        files = file.interview.value(question.id)
        if question.is_attachment and isinstance(files, list | tuple):
            papers[question.id] = [file.files[f["sha256"]] for f in files if isinstance(f, dict)]

    Person(talk, file.interview, papers).answer_all()

    told = talk.conversation.interview
    assert file.interview.answers() == told.answers()
    blanks = blanks_for(flow, load_blanks(ROOT))
    assert (
        build_package(told, blanks, store.read_file).data
        == build_package(file.interview, blanks, file.read).data
    )


def test_lines_are_read_to_the_end_of_a_pipe(
    lov: Lov, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Answers and turns as JSON; exit code 1 while something is missing; the draft goes on at the next call."""
    monkeypatch.setattr("sys.stdin", StringIO("limited company\nno\nEk AB\n"))
    data = ("--data-dir", tmp_path / "d")
    code, out, err = lov(*data, "chat", "--area", "specialiserad-fysioterapi", "--json")

    told = json.loads(out)
    assert 1 == code
    assert {"aktiebolag", "no", "Ek AB"} <= {str(v) for v in told["answers"].values()}
    assert ["answered"] * 3 == [turn["kind"] for turn in told["turns"]]
    assert "What is your organisation number?" in err or "organisation number" in err
    monkeypatch.setattr("sys.stdin", StringIO("quit\n"))
    code, out, _ = lov(*data, "chat")
    assert "organisation number" in out
    assert told["draft"] in out
