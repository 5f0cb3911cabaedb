"""What all benchmarks share: runs taken in turns, medians, ratios, one table and one JSON file.

The subjects of a job run in turns within one process, so that whatever else the machine does falls on all of
them alike. Only ratios are judged; seconds are told for orientation.
"""

from __future__ import annotations

import gc
import json
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

__all__ = ["Row", "in_turns", "quantile", "show", "write"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: `value` in `unit`, and whether it reaches its goal."""

    job: str
    subject: str
    value: float
    unit: str
    goal: str = ""
    reached: bool | None = None


def in_turns(
    subjects: Mapping[str, Callable[[], object]], rounds: int, clock: Callable[[], float] = time.perf_counter
) -> dict[str, list[float]]:
    """Seconds of each run of each subject, by `clock`; one round unmeasured first."""
    taken: dict[str, list[float]] = {name: [] for name in subjects}
    for run in subjects.values():
        run()
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, run in subjects.items():
                start = clock()
                run()
                taken[name].append(clock() - start)
    finally:
        gc.enable()
    return taken


def quantile(values: list[float], share: float) -> float:
    """The value that `share` of all do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def median(values: list[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def show(rows: list[Row]) -> None:
    """Print the table."""
    lines = [("job", "subject", "figure", "goal", "")]
    for row in rows:
        mark = "" if row.reached is None else "reached" if row.reached else "NOT REACHED"
        lines.append((row.job, row.subject, f"{row.value:.4g} {row.unit}", row.goal, mark))
    widths = [max(len(line[i]) for line in lines) for i in range(5)]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())  # noqa: T201  a table


def write(rows: list[Row], path: Path) -> None:
    """Write the same as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(row) for row in rows], indent=2) + "\n", "utf-8")
