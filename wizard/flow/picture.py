"""A flow as a picture: what depends on what. SVG for people, DOT for Graphviz and other programs.

A hundred questions make a hairball of any drawing that places boxes freely. Here the questions stand in one
column in the order they are asked, each task in its colour. Arcs to the left lead from the question that
decides to the one that is asked or not; lines to the right lead to the rules that read the answer. Pointing at
a line of text brings out what belongs to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from wizard.flow.explain import condition_in_words
from wizard.flow.model import Flow, Level, Question, Rule
from wizard.i18n import Translator, msg

__all__ = ["as_dot", "as_svg"]

_ROW: Final = 18
_HEAD: Final = 34
_TOP: Final = 92
_LEFT: Final = 250
_GAP: Final = 460
_RULES: Final = 640
_LONGEST: Final = 54
_LONGEST_RULE: Final = 96
_LETTER: Final = 6.3
_COLOURS: Final = (
    "#1f5f8b", "#8b4513", "#2e7d32", "#6a3d9a", "#b8473a", "#00695c", "#7a6200", "#ad1457", "#37474f", "#455a00",
)  # fmt: skip
"""Each has a contrast of at least 4.5 to white."""
_STYLE: Final = """
text { font: 12px "Noto Sans", "Segoe UI", "Helvetica Neue", sans-serif; fill: #1c1c1c; }
.title { font-size: 20px; font-weight: 600; }
.note { fill: #555; }
.task { font-size: 13px; font-weight: 600; }
path { fill: none; stroke-width: 1.1; opacity: .45; }
.line { opacity: .28; }
g.item:hover path { opacity: 1; stroke-width: 2.4; }
g.item:hover text { font-weight: 600; }
"""
_MARKS: Final = {Level.BLOCKER: "#b3261e", Level.WARNING: "#9a6700", Level.INFO: "#1f5f8b"}


@dataclass(frozen=True, slots=True)
class _Places:
    """Where everything stands: middle of each line from the top, colour of each task."""

    questions: dict[str, int]
    rules: dict[str, int]
    heads: dict[str, int]
    colours: dict[str, str]
    height: int


def as_svg(flow: Flow, tr: Translator) -> str:
    """The picture as one SVG document without references to anything outside it."""
    places = _place(flow)
    width = _LEFT + _GAP + _RULES
    size = f'width="{width}" height="{places.height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {places.height}" {size} role="img" aria-labelledby="title">',
        f'<title id="title">{escape(tr(flow.title))}</title>',
        f"<style>{_STYLE}</style>",
        f'<rect width="{width}" height="{places.height}" fill="#fff"/>',
        *_legend(flow, tr),
        *_heads(flow, places, tr),
        *(line for q in flow.questions.values() for line in _question(flow, q, places, tr)),
        *(line for r in flow.rules for line in _rule(flow, r, places, tr)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def as_dot(flow: Flow, tr: Translator) -> str:
    """The same in the DOT language: tasks as clusters, conditions as arrows, rules as boxes."""
    lines = [
        "digraph flow {",
        "  rankdir=LR; ranksep=1.2; nodesep=0.08;",
        '  node [shape=plaintext, fontname="sans-serif", fontsize=10, height=0.2];',
    ]
    for i, task in enumerate(flow.tasks):
        lines += [f"  subgraph cluster_{i} {{", f"    label={_quoted(tr(task.title))}; color=gray;"]
        lines += [f"    {_quoted(q.id)} [label={_quoted(tr(q.label))}];" for q in task.questions]
        lines.append("  }")
    for rule in flow.rules:
        label = _quoted(tr(rule.text))
        lines.append(
            f"  {_quoted('rule ' + rule.id)} [shape=box, color={_quoted(_MARKS[rule.level])}, label={label}];"
        )
    for question in flow.questions.values():
        reads = question.reads if question.when is not None or question.columns else frozenset()
        lines += [f"  {_quoted(name)} -> {_quoted(question.id)};" for name in sorted(reads)]
    for rule in flow.rules:
        lines += [
            f"  {_quoted(name)} -> {_quoted('rule ' + rule.id)} [style=dashed];" for name in _read_by(rule)
        ]
    return "\n".join([*lines, "}"]) + "\n"


def _place(flow: Flow) -> _Places:
    y = _TOP
    questions: dict[str, int] = {}
    heads: dict[str, int] = {}
    for task in flow.tasks:
        y += _HEAD
        heads[task.id] = y - _ROW
        for question in task.questions:
            questions[question.id] = y
            y += _ROW
    colours = {task.id: _COLOURS[i % len(_COLOURS)] for i, task in enumerate(flow.tasks)}
    rules = _place_rules(flow.rules, questions)
    height = max([y, *rules.values()], default=y) + 2 * _ROW
    return _Places(questions, rules, heads, colours, height)


def _place_rules(rules: Sequence[Rule], questions: dict[str, int]) -> dict[str, int]:
    """Each rule as near as can be to the questions it reads, none on another."""
    wanted = []
    for rule in rules:
        near = [questions[name] for name in _read_by(rule) if name in questions]
        wanted.append((sum(near) / len(near) if near else _TOP, rule.id))
    places: dict[str, int] = {}
    y = _TOP + _HEAD - _ROW
    for middle, name in sorted(wanted, key=lambda pair: pair[0]):
        y = max(y + _ROW, round(middle))
        places[name] = y
    return places


def _legend(flow: Flow, tr: Translator) -> Iterator[str]:
    yield f'<text class="title" x="24" y="38">{escape(tr(flow.title))}</text>'
    counts = msg(
        "{questions} questions in the order they are asked, {rules} rules.",
        questions=len(flow.questions),
        rules=len(flow.rules),
    )
    arcs = msg("Arcs to the left: one answer decides whether the other question is asked.")
    lines = msg("Lines to the right: the rule reads the answer.")
    words = " ".join(tr(part) for part in (counts, arcs, lines))
    yield f'<text class="note" x="24" y="62">{escape(words)}</text>'


def _heads(flow: Flow, places: _Places, tr: Translator) -> Iterator[str]:
    for task in flow.tasks:
        colour = places.colours[task.id]
        yield f'<text class="task" x="{_LEFT}" y="{places.heads[task.id]}" style="fill:{colour}">{escape(tr(task.title))}</text>'


def _question(flow: Flow, question: Question, places: _Places, tr: Translator) -> Iterator[str]:
    y = places.questions[question.id]
    colour = places.colours[question.task]
    label = _short(tr(question.label))
    yield '<g class="item">'
    told = tr(question.ask)
    if question.when is not None:
        told += f"\n{tr(msg('Asked when'))}: {tr(condition_in_words(flow, question.when))}"
    yield f"<title>{escape(question.id)}: {escape(told)}</title>"
    for name in flow.dependents.get(question.id, ()):
        yield _arc(y, places.questions[name], colour)
    for rule in flow.rules:
        if question.id in _read_by(rule):
            yield _line(_LEFT + 12 + len(label) * _LETTER, y, places.rules[rule.id], colour)
    yield f'<circle cx="{_LEFT - 10}" cy="{y - 4}" r="3.4" fill="{colour}"/>'
    yield f'<text x="{_LEFT}" y="{y}">{escape(label)}</text>'
    yield "</g>"


def _rule(flow: Flow, rule: Rule, places: _Places, tr: Translator) -> Iterator[str]:
    y = places.rules[rule.id]
    x = _LEFT + _GAP
    needs = tr(condition_in_words(flow, rule.needs))
    yield '<g class="item">'
    yield f"<title>{escape(rule.id)}: {escape(tr(rule.text))}\n{escape(tr(msg('Needs')))}: {escape(needs)}</title>"
    yield f'<rect x="{x - 13}" y="{y - 8}" width="7" height="7" fill="{_MARKS[rule.level]}"/>'
    yield f'<text x="{x}" y="{y}">{escape(_short(tr(rule.text), _LONGEST_RULE))}</text>'
    yield "</g>"


def _arc(start: int, end: int, colour: str) -> str:
    """From the deciding question to the one it decides on, to the left of both."""
    x = _LEFT - 14
    reach = min(_LEFT - 30, 14 + abs(end - start) * 0.35)
    a, b = start - 4, end - 4
    return f'<path d="M{x} {a}C{x - reach:.0f} {a} {x - reach:.0f} {b} {x} {b}" stroke="{colour}"/>'


def _line(begin: float, start: int, end: int, colour: str) -> str:
    """From a question, where its label ends, to a rule that reads it."""
    x, to = _LEFT + _GAP - 90, _LEFT + _GAP - 15
    a, b = start - 4, end - 4
    curve = f"M{min(begin, x):.0f} {a}H{x}C{x + 45} {a} {to - 45} {b} {to} {b}"
    return f'<path class="line" d="{curve}" stroke="{colour}"/>'


def _read_by(rule: Rule) -> list[str]:
    """The questions a rule reads, sorted so that the same flow gives the same picture."""
    return sorted(rule.needs.reads | (rule.when.reads if rule.when is not None else frozenset()))


def _short(text: str, longest: int = _LONGEST) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'
