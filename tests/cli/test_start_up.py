"""Start-up: nothing heavy is loaded before it is needed."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = [
    "textual",
    "textual_serve",
    "aiohttp",
    "rich",
    "sqlmodel",
    "sqlalchemy",
    "alembic",
    "pypdf",
    "httpx",
    "pydantic",
    "openpyxl",
    "fontTools",
    "babel",
    "yaml",
]


def modules_after(arguments: list[str]) -> set[str]:
    code = f"import sys; from wizard.__main__ import main; main({arguments!r}); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stderr.split()}


@pytest.mark.parametrize(
    ("arguments", "allowed"), [(["--help"], set()), (["--version"], set()), (["schema"], {"pydantic"})]
)
def test_help_loads_nothing_heavy(arguments: list[str], allowed: set[str]) -> None:
    """Start-up time is a feature."""
    assert set() == modules_after(arguments) & set(HEAVY) - allowed


def test_checking_answers_loads_neither_screens_nor_database_nor_pdf() -> None:
    """A command loads what it needs."""
    loaded = modules_after(
        ["--today", "2026-11-22", "check", "flows/samples/specialiserad-fysioterapi/answers.yaml"]
    )

    assert set() == loaded & {
        "textual",
        "rich",
        "sqlmodel",
        "sqlalchemy",
        "alembic",
        "pypdf",
        "httpx",
        "fontTools",
    }


def test_the_first_screen_is_drawn_before_the_flows_are_loaded() -> None:
    """What it shows until then needs neither questions nor the values that answer them."""
    code = "import sys, wizard.tui.app; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {".".join(name.split(".")[:2]) for name in done.stdout.split()}

    assert set() == loaded & {*HEAVY, "wizard.flow", "wizard.values", "wizard.store"} - {"textual", "rich"}
