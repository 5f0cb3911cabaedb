"""The proofs: planted faults are found at their place, with the shortest answers that show them; sound flows pass."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

import pytest

from tests.conftest import errands
from wizard.flow.content import Content, load
from wizard.flow.interview import Interview
from wizard.flow.model import Flow
from wizard.flow.problems import Problem

pytest.importorskip("z3", reason="the proofs need z3-solver (extra `proofs`)")

from wizard.blanks.proofs import flow_proofs, unlike_errands
from wizard.flow.prove.proofs import Prover

Maker = Callable[..., Content]

TODAY = date(2026, 11, 22)

BASE = """
- id: t
  title: Del
  questions:
    - {id: a, type: yesno, label: A, source: S0 § X}
    - {id: b, type: yesno, label: B, source: S0 § X, when: a}
    - {id: n, type: integer, min: 0, max: 10, label: N, source: S0 § X, not_applicable: true}
    - {id: c, type: choice, label: C, source: S0 § X, options: [{id: x, label: X}, {id: y, label: Y}, {id: z, label: Z}]}
    - {id: d, type: date, label: D, source: S0 § X}
    - {id: m, type: multichoice, label: M, source: S0 § X, options: [{id: p, label: P}, {id: q, label: Q}]}
    - id: rows
      type: table
      label: Rader
      source: S0 § X
      min: 1
      columns:
        - {id: kind, type: choice, label: K, options: [{id: x, label: X}, {id: y, label: Y}]}
        - {id: share, type: fte, label: S, when: row.kind == 'x'}
    - {id: file, type: attachment, many: true, label: F, source: S0 § X}
"""
QUESTIONS_END = len(BASE.strip().splitlines())
FIRST_LINE = 8
"""The line of the area file on which the tasks begin."""


def proved(make_content: Maker, more: str = "", rules: str = "", errand: str = "") -> list[Problem]:
    """The findings about the base flow with further questions, rules and entries of the errand."""
    tasks = BASE.strip() + "\n" + indent(dedent(more).strip(), "    ") + "\n"
    if rules:
        tasks += "  rules:\n" + indent(dedent(rules).strip(), "    ") + "\n"
    content = make_content(tasks)
    if errand:
        path = content.root / "flows/areas/prov.yaml"
        path.write_text(path.read_text("utf-8") + indent(dedent(errand).strip(), "    ") + "\n", "utf-8")
        content = load(content.root)
    assert [] == [str(p) for p in content.all_problems()]
    return list(Prover(content.flow("prov", "application"), TODAY).problems())


def rule(needs: str, when: str | None = None, level: str = "blocker", name: str = "r") -> str:
    """A rule in YAML."""
    concern = f', when: "{when}"' if when else ""
    return f'- {{id: {name}, level: {level}, needs: "{needs}"{concern}, text: T., fix: G., source: S0 § X}}'


def test_a_sound_flow_has_no_findings(make_content: Maker) -> None:
    """Rules that can be met and failed, questions that are asked, exits that exclude each other."""
    rules = "\n".join(
        [
            rule("a", name="r1"),
            rule("n >= 3", when="applies(n)", name="r2"),
            rule(
                "sum(r.share for r in rows if r.kind == 'x') >= 0.5",
                when="any(r.kind == 'x' for r in rows)",
                name="r3",
            ),
            rule("count(file) >= 2", name="r4"),
            rule("d >= today + months(2)", name="r5"),
        ]
    )
    exits = """
        exits:
          - {id: e1, when: c == 'x', title: E, text: E., source: S0 § X}
          - {id: e2, when: c == 'y' and n > 3, title: E, text: E., source: S0 § X}
    """

    assert [] == [str(p) for p in proved(make_content, rules=rules, errand=exits)]


ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def unlike(shipped: Content) -> list[tuple[str, str]]:
    """The flows that have to be proved; the others ask, demand and fill in just what one of these does."""
    return unlike_errands(shipped)


@pytest.mark.parametrize(("area", "kind"), errands())
def test_a_shipped_flow_and_its_forms_are_proved(
    shipped: Content, unlike: list[tuple[str, str]], area: str, kind: str
) -> None:
    """Nothing is unreachable, undecidable or contradictory in what lov ships, and every field can be filled."""
    if (area, kind) not in unlike:
        pytest.skip("proved as another flow that is just like it")
    assert [] == [str(p) for p in flow_proofs(shipped, area, kind, TODAY)]


def test_only_flows_that_differ_are_proved(make_content: Maker) -> None:
    """A second area with the same questions is left out; one whose rule differs is not."""
    content = make_content(BASE.strip())
    areas = content.root / "flows/areas"
    text = (areas / "prov.yaml").read_text("utf-8")
    (areas / "same.yaml").write_text(text.replace("name: ", "name: Också "), "utf-8")
    (areas / "unlike.yaml").write_text(text.replace("when: a}", "when: not a}"), "utf-8")

    assert [("prov", "application"), ("unlike", "application")] == unlike_errands(load(content.root))


UNREACHABLE = [
    "a and not a",
    "n > 10",
    "c == 'x' and c == 'y'",
    "b and not a",
    "any(r.share > 0.2 and r.kind == 'y' for r in rows)",
]


@pytest.mark.parametrize("when", UNREACHABLE)
def test_a_question_that_is_never_asked_is_found(make_content: Maker, when: str) -> None:
    """At the question itself; nothing else is told."""
    question = f'- {{id: lost, type: text, label: L, source: S0 § X, when: "{when}"}}'

    (finding,) = proved(make_content, more=question)

    assert ("unreachable", FIRST_LINE + QUESTIONS_END) == (finding.code, finding.place.line)
    assert "lost" in str(finding.what)


NEVER_MET = [
    "n > 10",
    "a and not a",
    "c == 'x' and c == 'z'",
    "count(m) == 3",
    "all(r.share < 0 for r in rows) and any(r.kind == 'x' for r in rows)",
]
NEVER_FAILED = ["n <= 10", "a or not a", "c in ['x', 'y', 'z']", "count(rows) >= 1", "count(m) <= 2"]
NEVER_DECIDED = [
    ("b", "not a"),
    ("n > 3", "a and not a"),
    ("min(r.share for r in rows if r.kind == 'y') > 0.1", None),
    ("all(r.share > 0.1 for r in rows if r.kind == 'y')", "all(r.kind == 'y' for r in rows)"),
    ("a", "n > 3 and n < 2"),
]


def findings_about_a_rule(make_content: Maker, text: str) -> list[tuple[str, int]]:
    return [(p.code, p.place.line) for p in proved(make_content, rules=text) if "r " not in str(p.place)]


@pytest.mark.parametrize("needs", NEVER_MET)
def test_a_rule_that_nothing_meets_is_found(make_content: Maker, needs: str) -> None:
    """As a warning it is told alone; the errand can still be ready."""
    found = findings_about_a_rule(make_content, rule(needs, level="warning"))

    assert ("never-met", FIRST_LINE + QUESTIONS_END + 2) in found
    assert {"never-met", "undecidable"} >= {code for code, _ in found}


@pytest.mark.parametrize("needs", NEVER_FAILED)
def test_a_rule_that_everything_meets_is_found(make_content: Maker, needs: str) -> None:
    """It demands nothing."""
    found = findings_about_a_rule(make_content, rule(needs))

    assert ("never-failed", FIRST_LINE + QUESTIONS_END + 2) in found
    assert {"never-failed", "undecidable"} >= {code for code, _ in found}


@pytest.mark.parametrize(("needs", "when"), NEVER_DECIDED)
def test_a_rule_that_is_never_decided_is_found(make_content: Maker, needs: str, when: str | None) -> None:
    """It would say "undecided" for ever, or nothing."""
    found = findings_about_a_rule(make_content, rule(needs, when))

    assert ("never-decided", FIRST_LINE + QUESTIONS_END + 2) in found


UNDECIDABLE: list[tuple[str, str | None, dict[str, Any]]] = [
    ("b", None, {"a": "no"}),
    ("n >= 3", None, {"n": "-"}),
    ("n + 1 > 3 or c == 'x'", None, {"n": "-", "c": ["y", "z"]}),
    ("any(r.share > 0.2 for r in rows)", None, {"rows": [{"kind": "y"}]}),
    ("c == 'x'", "b", {"a": "no", "c": ["x", "y", "z"]}),
]


@pytest.mark.parametrize(("needs", "when", "expected"), UNDECIDABLE)
def test_a_rule_that_can_stay_undecided_is_found_with_the_fewest_answers(
    make_content: Maker, needs: str, when: str | None, expected: dict[str, Any]
) -> None:
    """The witness gives just the answers that the rule waits for; a list stands for any of its options."""
    found = [p for p in proved(make_content, rules=rule(needs, when)) if p.code == "undecidable"]

    (finding,) = found
    witness = {name: json.loads(value) for name, value in finding.witness}
    assert FIRST_LINE + QUESTIONS_END + 2 == finding.place.line
    assert expected.keys() == witness.keys()
    for name, value in expected.items():
        assert witness[name] == value or (name == "c" and witness[name] in value)


CONTRADICTIONS: list[tuple[str, str | None, str, str | None, set[str]]] = [
    ("a", None, "not a", None, set()),
    ("n >= 7", "applies(n)", "n <= 5", "applies(n)", {"n"}),
    ("c == 'x'", None, "c == 'y'", "a", {"a"}),
    ("d >= today + months(4)", None, "d <= today + months(2)", None, set()),
    ("'p' in m", "c == 'z'", "count(m) == 0", "c != 'y'", {"c"}),
]


@pytest.mark.parametrize(("one", "one_when", "other", "other_when", "expected"), CONTRADICTIONS)
def test_rules_that_cannot_both_be_met_are_found(
    make_content: Maker,
    one: str,
    one_when: str | None,
    other: str,
    other_when: str | None,
    expected: set[str],
) -> None:
    """Told at the second, with answers under which both concern the applicant."""
    rules = rule(one, one_when, name="r1") + "\n" + rule(other, other_when, name="r2")

    (finding,) = [p for p in proved(make_content, rules=rules) if p.code == "contradictory"]

    assert FIRST_LINE + QUESTIONS_END + 3 == finding.place.line
    assert expected == {name for name, _ in finding.witness}
    assert "r1" in str(finding.what)
    assert "r2" in str(finding.what)


@pytest.mark.parametrize(
    ("question", "option", "rules"),
    [
        ("c", "z", rule("a", "c == 'z'", name="r1") + "\n" + rule("not a", "c == 'z'", name="r2")),
        (
            "c",
            "x",
            rule("n > 4", "c == 'x'", name="r1") + "\n" + rule("n < 3 and applies(n)", "c == 'x'", name="r2"),
        ),
        ("a", "yes", rule("d > today", "a", name="r1") + "\n" + rule("d < today", "a", name="r2")),
        ("a", "no", rule("'p' in m", "not a", name="r1") + "\n" + rule("count(m) == 0", "not a", name="r2")),
        ("b", "yes", rule("c == 'x'", "a and b", name="r1") + "\n" + rule("c != 'x'", "a and b", name="r2")),
    ],
)
def test_an_answer_after_which_nothing_helps_is_found(
    make_content: Maker, question: str, option: str, rules: str
) -> None:
    """Nobody would be told why: no rule that blocks is about the question itself."""
    (finding,) = [p for p in proved(make_content, rules=rules) if p.code == "dead-end"]

    assert json.dumps(option) == dict(finding.witness)[question]
    assert f"{question} = {option}" in str(finding.what)


@pytest.mark.parametrize(
    "rules",
    [
        rule("a", name="r1") + "\n" + rule("not a", name="r2"),
        rule("count(rows) >= 2", name="r1") + "\n" + rule("count(rows) < 2", name="r2"),
        rule("d >= today", name="r1") + "\n" + rule("d < today", name="r2"),
        rule("c == 'x'", "a", name="r1")
        + "\n"
        + rule("c == 'y'", "a", name="r2")
        + "\n"
        + rule("a", name="r3"),
        rule("n > 5", name="r1") + "\n" + rule("n < 5", name="r2"),
    ],
)
def test_an_errand_that_can_never_be_ready_is_found(make_content: Maker, rules: str) -> None:
    """Told once, not at every option."""
    found = [p.code for p in proved(make_content, rules=rules)]

    assert 1 == found.count("hopeless")
    assert "dead-end" not in found


EXITS = [
    ("a", "n > 3", {"a", "n"}),
    ("c == 'x'", "c != 'y'", {"c"}),
    ("not a", "not b", None),
    ("d > today", "d < today + months(6)", {"d"}),
    ("'p' in m", "'q' in m", {"m"}),
    ("any(r.kind == 'x' for r in rows)", "any(r.kind == 'y' for r in rows)", {"rows"}),
]


@pytest.mark.parametrize(("one", "other", "expected"), EXITS)
def test_exits_that_overlap_are_found(
    make_content: Maker, one: str, other: str, expected: set[str] | None
) -> None:
    """With answers for which both hold; exits that cannot hold together are not told."""
    exits = f"""
        exits:
          - {{id: e1, when: "{one}", title: E, text: E., source: S0 § X}}
          - {{id: e2, when: "{other}", title: E, text: E., source: S0 § X}}
    """

    found = [p for p in proved(make_content, errand=exits) if p.code == "overlapping-exits"]

    assert (1 if expected else 0) == len(found)
    for finding in found:
        assert expected == {name for name, _ in finding.witness}
        assert FIRST_LINE + QUESTIONS_END + 2 == finding.place.line


def test_every_witness_holds_on_the_real_engine(make_flow: Callable[..., Flow]) -> None:
    """A witness is a set of answers that the interview takes as it is."""
    flow = make_flow(
        BASE.strip() + "\n  rules:\n" + indent(rule("any(r.share > 0.2 for r in rows) and n > 3"), "    ")
    )

    (finding,) = [p for p in Prover(flow, TODAY).problems() if p.code == "undecidable"]
    interview = Interview.start(flow, TODAY, {k: json.loads(v) for k, v in finding.witness})

    assert [] == interview.faults()
    assert flow.rules[0].needs.evaluate(interview.env) not in (True, False)
