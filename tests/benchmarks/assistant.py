"""The assistant against the corpus of utterances: what it understands, what it makes up, and how fast it is.

Run by `make bench-assistant`. Both halves are measured, and of the frozen one nothing but figures is told; the
failures of the open one go to build/bench/assistant-open.txt for those who work on the understanding. dateparser, which
it installs in an environment of its own, reads the same dates.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import process_time
from typing import NamedTuple

from tests.assistant.conversing import Dialogue, Held, dialogues, facts, hold, tables
from tests.assistant.corpus import HALVES, TODAY, Outcome, Readers, Utterance, judge, questions, utterances
from tests.benchmarks.harness import Row, median, quantile, show, write
from wizard.assistant.knowledge.answering import Context, Knowledge
from wizard.flow.content import Content, load
from wizard.store import Store
from wizard.values import Reading, Status

ROOT = Path(__file__).parents[2]
WORK = ROOT / "build/bench"
PEER = "dateparser==1.5.0"
RIGHT_GOAL, WRONG_GOAL, DIALOGUES_GOAL, KNOWLEDGE_GOAL = 0.97, 0.005, 0.95, 0.95


class Line(NamedTuple):
    """One line of the table: how many there are of a kind, and what became of them."""

    what: str
    half: str
    total: int
    right: int
    wrong: int
    abstained: int
    took: float = 0.0

    @property
    def share(self) -> float:
        """Of them all, the right ones."""
        return self.right / self.total if self.total else 0.0


def main() -> int:
    """Measure, tell, write."""
    content = load(ROOT)
    lines: list[Line] = []
    failures: list[str] = []
    times: list[tuple[Utterance, float, Reading]] = []
    for half in HALVES:
        lines += _understood(half, content, failures, times)
        lines += _talked(half, content, failures)
        lines += _answered(half, content, failures)
    _print(lines)
    rows = [*_goals(lines), *_against_dateparser(times)]
    show(rows)
    write(rows, WORK / "assistant.json")
    figures = [line._asdict() for line in lines]
    (WORK / "assistant-lines.json").write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    (WORK / "assistant-open.txt").write_text("\n".join(failures) + "\n", "utf-8")
    return 0


# Utterances --------------------------------------------------------------------------------------------


def _understood(
    half: str, content: Content, failures: list[str], times: list[tuple[Utterance, float, Reading]]
) -> Iterator[Line]:
    readers = Readers(content)
    corpus = utterances(half)
    for utterance in corpus:
        readers.read(utterance)  # what loads on the first use is no part of an utterance
    counts: dict[str, Counter[Outcome]] = defaultdict(Counter)
    took: dict[str, list[float]] = defaultdict(list)
    for utterance in corpus:
        start = process_time()
        reading = readers.read(utterance)
        seconds = process_time() - start
        outcome = judge(utterance, reading)
        counts[utterance.kind][outcome] += 1
        took[utterance.kind].append(seconds)
        times.append((utterance, seconds, reading))
        if half == "open" and outcome is not Outcome.RIGHT:
            failures.append(_failure(utterance, reading, outcome))
    for kind in sorted(counts):
        yield _line(kind, half, counts[kind], median(took[kind]))
    yield _line(
        "ALL UTTERANCES",
        half,
        sum(counts.values(), Counter()),
        median([t for ts in took.values() for t in ts]),
    )


def _line(what: str, half: str, found: Counter[Outcome], took: float = 0.0) -> Line:
    return Line(
        what,
        half,
        sum(found.values()),
        found[Outcome.RIGHT],
        found[Outcome.WRONG],
        found[Outcome.ABSTAINED],
        took,
    )


def _failure(utterance: Utterance, reading: Reading, outcome: Outcome) -> str:
    got = f"{reading.status.value} {reading.value if reading.value is not None else list(reading.candidates)}"
    asked = f"{utterance.kind} {utterance.question} {utterance.language}"
    return "\t".join(
        (outcome.value, asked, repr(utterance.text), f"fair: {' | '.join(utterance.expected)}", f"got: {got}")
    )


# Dialogues ---------------------------------------------------------------------------------------------


def _talked(half: str, content: Content, failures: list[str]) -> Iterator[Line]:
    sets: tuple[tuple[str, Callable[[str], Sequence[Dialogue]]], ...] = (
        ("several facts", facts),
        ("tables from prose", tables),
        ("DIALOGUES (joint goal)", dialogues),
    )
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "data") as store:
        for what, of in sets:
            counts: Counter[Outcome] = Counter()
            for dialogue in of(half):
                held = hold(dialogue, content, store)
                counts[Outcome(held.outcome)] += 1
                if half == "open" and not held.is_right:
                    failures.append(_derailed(held))
            yield _line(what, half, counts)


def _derailed(held: Held) -> str:
    said = "\n".join(f"    {line}" for line in held.said[-400:])
    return f"{held.outcome}\t{held.dialogue.place}\tmissing {held.missing}\twrong {held.wrong}\n{said}"


# Knowledge ---------------------------------------------------------------------------------------------


def _answered(half: str, content: Content, failures: list[str]) -> Iterator[Line]:
    knowledge = Knowledge(content)
    counts: dict[bool, Counter[Outcome]] = {True: Counter(), False: Counter()}
    took = []
    for asked in questions(half):
        start = process_time()
        said = knowledge.answer(asked.text, Context(TODAY, asked.language))
        took.append(process_time() - start)
        if asked.articles:
            right = said.is_answered and said.id in asked.articles and bool(said.citations)
            outcome = Outcome.RIGHT if right else Outcome.WRONG if said.is_answered else Outcome.ABSTAINED
        else:
            outcome = Outcome.WRONG if said.is_answered else Outcome.RIGHT
        counts[bool(asked.articles)][outcome] += 1
        if half == "open" and outcome is not Outcome.RIGHT:
            failures.append(
                f"{outcome.value}\tknowledge\t{asked.text}\tfair: {sorted(asked.articles)}\tgot: {said.id}"
            )
    yield _line("KNOWLEDGE, with citation", half, counts[True], median(took))
    yield _line("NOTHING ANSWERS IT", half, counts[False], median(took))


# Telling -----------------------------------------------------------------------------------------------


def _print(lines: list[Line]) -> None:
    head = f"{'':28}{'':8}{'n':>6}{'right':>9}{'wrongly accepted':>18}{'abstained':>11}{'ms':>8}"
    print(head)  # noqa: T201  a table
    ordered = sorted(enumerate(lines), key=lambda each: (each[1].half != "open", each[0]))
    for _, line in ordered:
        share = f"{100 * line.share:.1f} %"
        took = f"{1000 * line.took:.3f}" if line.took else ""
        print(  # noqa: T201  as above
            f"{line.what:28}{line.half:8}{line.total:6}{share:>9}{line.wrong:18}{line.abstained:11}{took:>8}"
        )
    print()  # noqa: T201  as above


def _goals(lines: list[Line]) -> Iterator[Row]:
    for line in lines:
        match line.what:
            case "ALL UTTERANCES":
                wrong = line.wrong / line.total
                yield _row("utterances right", line, line.share, RIGHT_GOAL)
                yield Row(
                    "utterances wrongly accepted",
                    line.half,
                    100 * wrong,
                    "%",
                    f"at most {100 * WRONG_GOAL:g} %",
                    wrong <= WRONG_GOAL,
                )
            case "DIALOGUES (joint goal)":
                yield _row("dialogues complete and right", line, line.share, DIALOGUES_GOAL)
            case "KNOWLEDGE, with citation":
                yield _row("knowledge right, with citation", line, line.share, KNOWLEDGE_GOAL)
            case "NOTHING ANSWERS IT":
                yield Row("answers made up", line.half, line.wrong, "answers", "none", line.wrong == 0)


def _row(job: str, line: Line, share: float, goal: float) -> Row:
    return Row(job, line.half, 100 * share, "%", f"at least {100 * goal:g} %", share >= goal)


def _against_dateparser(times: list[tuple[Utterance, float, Reading]]) -> Iterator[Row]:
    """The same dates read by both; those that need a question to be understood are left out."""
    dates = [each for each in times if each[0].kind == "date" and not each[0].question]
    asked = json.dumps([(u.text, u.language) for u, _, _ in dates])
    peer = subprocess.run(
        [_environment(), Path(__file__).with_name("dates_peer.py")],
        input=asked,
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = json.loads(peer.stdout)
    own = [seconds for _, seconds, _ in dates]
    other = [seconds for _, seconds in theirs]
    for subject, taken in (("lov", own), ("dateparser", other)):
        yield Row("one date, median", subject, 1000 * median(taken), "ms")
        yield Row("one date, p95", subject, 1000 * quantile(taken, 0.95), "ms")
    ratio = median(own) / median(other)
    yield Row("one date, lov / dateparser", "median", ratio, "x", "at most 1", ratio <= 1)
    for subject, values in (
        ("lov", [r.value if r.status is Status.ACCEPTED else None for _, _, r in dates]),
        ("dateparser", [value for value, _ in theirs]),
    ):
        wrong = sum(v is not None and v not in u.values() for (u, _, _), v in zip(dates, values, strict=True))
        right = sum(v is not None and v in u.values() for (u, _, _), v in zip(dates, values, strict=True))
        yield Row("dates with the right value", subject, right, f"of {len(dates)}")
        yield Row("dates with a wrong value", subject, wrong, f"of {len(dates)}")


def _environment() -> Path:
    """The Python of an environment with dateparser in it."""
    folder = WORK / "env-dateparser"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    done = folder / "installed.txt"
    if not done.exists() or done.read_text() != PEER:
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "-q", PEER], check=True)
        done.write_text(PEER)
    return python


if __name__ == "__main__":
    sys.exit(main())
