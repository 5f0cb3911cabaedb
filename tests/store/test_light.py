"""Importing the store costs nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import wizard.store

HEAVY = ["sqlmodel", "sqlalchemy", "alembic", "pydantic", "wizard.values.catalogue"]


def test_importing_the_store_loads_no_database() -> None:
    """A door that only needs its types, or its errors, does not pay for SQLModel."""
    script = f"import sys, wizard.store; print([name for name in {HEAVY} if name in sys.modules])"
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_what_is_promised_is_there() -> None:
    """Every name of `__all__` can be imported."""
    assert [name for name in wizard.store.__all__ if not hasattr(wizard.store, name)] == []
