"""The flow engine: one answer to all verdicts against a JsonLogic engine, and how loading and answering grow.

Run by `make bench`. The same conditions and rules are given to json-logic-qubit, which does what the form engines
built on JsonLogic do after an answer: decide again what is asked, then judge again. It is spared the few rules that
it cannot express, which look from a row at an answer outside of it. Before anything is measured, both must agree on
the shipped sample.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from tests.benchmarks import jsonlogic as translated
from tests.benchmarks.generated import write_flow
from tests.benchmarks.harness import Row, in_turns, median, quantile, show, write
from wizard.drafts.answers_file import read_answers_file
from wizard.flow.content import load
from wizard.flow.interview import Interview
from wizard.flow.model import Flow
from wizard.rules import Outcome, assess

ROOT = Path(__file__).parents[2]
PEER = "json-logic-qubit==0.9.1"
PEERS = ROOT / "build/bench/jsonlogic"
TODAY = date(2026, 11, 22)
ROUNDS = 60

RunLogic = Callable[[Any, Any], Any]


class JsonLogicForm:
    """A form in the manner of engines built on JsonLogic: all of it again after each answer."""

    def __init__(self, flow: Flow, answers: dict[str, Any], run_logic: RunLogic) -> None:
        self.run_logic = run_logic
        self.data = translated.data_of(answers, TODAY)
        self.shown = [
            (translated.flat(q.id), translated.logic(q.when.expr) if q.when is not None else True)
            for q in (flow.questions[name] for name in flow.order)
        ]
        self.rules = {
            rule.id: (
                translated.logic(rule.when.expr) if rule.when is not None else True,
                translated.logic(rule.needs.expr),
            )
            for rule in flow.rules
            if translated.can_say(rule.needs.expr)
        }

    def answer(self, name: str, value: Any) -> dict[str, str]:
        """The verdicts after one answer."""
        self.data |= translated.data_of({name: value}, TODAY)
        seen: dict[str, Any] = {"today": self.data["today"]}
        for key, shown in self.shown:
            if shown is True or self.run_logic(shown, seen):
                seen[key] = self.data.get(key)
        return {
            rule: "not_concerned"
            if when is not True and not self.run_logic(when, seen)
            else "met"
            if self.run_logic(needs, seen)
            else "not_met"
            for rule, (when, needs) in self.rules.items()
        }


def peer() -> RunLogic:
    """The JsonLogic engine, installed beside everything else, with the operations the flow needs."""
    if not PEERS.is_dir():
        pip = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
            "--target",
            str(PEERS),
        ]
        subprocess.run([*pip, PEER], check=True)
    sys.path.append(str(PEERS))
    import json_logic  # noqa: PLC0415  where it was put just now

    json_logic.add_operation("shift_months", translated.shift_months)
    json_logic.add_operation("shift_days", translated.shift_days)
    json_logic.add_operation("weekly_hours", translated.weekly_hours)
    json_logic.add_operation("count_of", lambda things: len(things or ()))
    json_logic.add_operation("total", lambda things: sum(thing or 0 for thing in things or ()))
    run: RunLogic = json_logic.jsonLogic
    return run


def against_jsonlogic(run_logic: RunLogic) -> list[Row]:
    """Six answers, one after the other, on the largest shipped flow, by both."""
    content = load(ROOT)
    path = ROOT / "flows/samples/specialiserad-fysioterapi/answers.yaml"
    sample = read_answers_file(path, content, TODAY).interview
    judged = assess(sample)
    form = JsonLogicForm(sample.flow, dict(sample.stored), run_logic)
    changes = [("unit.start_date", "2027-06-01"), ("mission.addons", ["pool"]), ("premises.entrance_door", 0.84),
               ("ivo.status", "registered"), ("medical_lead.same", "yes"), ("unit.name", "Rörelsekraft")]  # fmt: skip
    _agree(form, sample)
    single: list[float] = []

    def ours() -> None:
        for name, value in changes:
            start = time.perf_counter()
            assess(sample.answer(name, value), judged)
            single.append(time.perf_counter() - start)

    def theirs() -> None:
        for name, value in changes:
            form.answer(name, value)

    taken = in_turns({"ours": ours, "theirs": theirs}, ROUNDS)
    ratio = median(taken["theirs"]) / median(taken["ours"])
    slowest = quantile(single, 0.95) * 1000
    job, each = "one answer to all verdicts", 1000 / len(changes)
    return [
        Row(job, "lov, median", median(taken["ours"]) * each, "ms"),
        Row(job, "lov, p95", slowest, "ms", "<= 2 ms", slowest <= 2),
        Row(job, "rules that JsonLogic cannot express", len(sample.flow.rules) - len(form.rules), "rules"),
        Row(job, "json-logic-qubit, median", median(taken["theirs"]) * each, "ms"),
        Row(job, "ratio", ratio, "x", ">= 20 x", ratio >= 20),
    ]


def _agree(form: JsonLogicForm, sample: Interview) -> None:
    """Both must say the same where everything is known."""
    after = assess(sample.answer("unit.start_date", sample.stored["unit.start_date"]))
    theirs = form.answer("unit.start_date", sample.stored["unit.start_date"])
    known = {v.rule.id: v.outcome for v in after.verdicts if v.outcome is not Outcome.UNDECIDED}
    apart = [name for name, said in theirs.items() if name in known and said != known[name].value]
    if apart:
        sys.exit(f"The two engines disagree on: {', '.join(apart)}")


def growth() -> list[Row]:
    """Loading and answering on flows of 250 to 1,000 questions."""
    rows: list[Row] = []
    times: dict[int, tuple[float, float]] = {}
    for questions in (250, 500, 1000):
        with tempfile.TemporaryDirectory() as folder:
            write_flow(Path(folder), questions, questions // 2)
            loading = in_turns({"load": lambda: load(Path(folder)).flow("prov", "application")}, 5)["load"]
            flow = load(Path(folder)).flow("prov", "application")
        start = Interview.start(flow, TODAY, {f"q{n}": "yes" for n in range(0, questions, 4)})
        judged = assess(start)
        answer = in_turns({"a": lambda: assess(start.answer("q4", "no"), judged)}, 40)["a"]  # noqa: B023  as above
        times[questions] = (median(loading), median(answer))
        size = f"{questions} questions, {questions // 2} rules"
        rows.append(
            Row(
                "load",
                size,
                median(loading),
                "s",
                "<= 1 s" if questions == 1000 else "",
                median(loading) <= 1,
            )
        )
        rows.append(Row("answer and judge", size, median(answer) * 1000, "ms"))
    for i, job in enumerate(("load", "answer and judge")):
        ratio = times[1000][i] / times[250][i]
        rows.append(Row(job, "1,000 against 250 questions", ratio, "x", "<= 5 x (linear: 4)", ratio <= 5))
    return rows


def main() -> None:
    """Measure, print, write."""
    rows = [*against_jsonlogic(peer()), *growth()]
    show(rows)
    write(rows, Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build/bench/engine.json")


if __name__ == "__main__":
    main()
