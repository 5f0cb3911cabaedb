"""How many examples of a law are tried: all in a search (make test-slow), some of them in each run of the suite.

The suite tries the same ones each time (see conftest), so that more of them would find nothing new from day to day.
"""

from __future__ import annotations

import os
from typing import Final

__all__ = ["PROFILE", "SEARCH", "examples"]

SEARCH: Final = "search"
PROFILE: Final = os.environ.get("HYPOTHESIS_PROFILE", "suite")
"""Which of the profiles of Hypothesis is in use."""

_SHARE: Final = 0.4


def examples(number: int) -> int:
    """So many in a search, and a share of them in the suite."""
    return number if PROFILE == SEARCH else round(number * _SHARE)
