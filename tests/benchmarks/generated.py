"""A flow of any size, for measuring: tasks of twenty-five questions, conditions that reach back, rules that mix."""

from __future__ import annotations

import json
from pathlib import Path

__all__ = ["write_flow"]

SOURCES = "sources:\n  S0: {title: Sidan, publisher: Regionen}\n"
HEAD = """
name: Provområdet
version: "2026.1"
status: {state: open, text: Öppet., source: S0 § Ansök, checked: 2026-11-22}
errands:
  application:
    title: Ansökan
    tasks:
"""
IN_TASK = 25


def write_flow(folder: Path, questions: int, rules: int) -> None:
    """Write `flows/` into `folder` with one area `prov` of that many questions and rules."""
    lines = [HEAD.strip()]
    per_task = rules * IN_TASK // questions
    for task in range(questions // IN_TASK):
        lines += [
            f"      - id: t{task}",
            f"        title: Del {task}",
            "        source: S0 § X",
            "        questions:",
        ]
        lines += [f"          - {_question(task * IN_TASK + i)}" for i in range(IN_TASK)]
        lines.append("        rules:")
        lines += [f"          - {_rule(task * per_task + i, questions)}" for i in range(per_task)]
    (folder / "flows/areas").mkdir(parents=True)
    (folder / "flows/sources.yaml").write_text(SOURCES, "utf-8")
    (folder / "flows/areas/prov.yaml").write_text("\n".join(lines) + "\n", "utf-8")


def _question(n: int) -> str:
    kind = [{"type": "yesno"}, {"type": "integer", "min": 0, "max": 1000}, {"type": "date"}, _choice()][n % 4]
    when = f", when: q{n - n % 4 - 4} and q{n - n % 4 - 3} >= {n % 7}" if n % 4 == 3 and n > 8 else ""
    settings = json.dumps(kind, ensure_ascii=False)[1:-1]
    return f'{{id: q{n}, label: "Fråga {n}", ask: "Hur är det med {n}?", {settings}{when}}}'


def _choice() -> dict[str, object]:
    return {"type": "choice", "options": [{"id": f"o{i}", "label": f"Val {i}"} for i in range(5)]}


def _rule(n: int, questions: int) -> str:
    base = (n * 8) % (questions - 8) // 4 * 4
    needs = f"(q{base} or q{base + 1} > {n % 50}) and q{base + 2} >= today"
    when = f"q{base + 4} or q{base + 5} < 10"
    return f'{{id: r{n}, level: blocker, when: {when}, needs: {needs}, text: "Regel {n} gäller.", source: S0 § X}}'
