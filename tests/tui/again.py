"""A drive of the app that fails is driven again, once: a test can still look at a screen that is changing.

Keys wait for their screens (`wizard.tui.ahead`); what a test sees between two keys may be half drawn on a busy
machine. Until every test waits for what it means to see, a red run must mean more than that; what is really broken
fails twice.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from _pytest.runner import runtestprotocol

__all__ = ["driven_again"]

_HERE: Final = Path(__file__).parent
_ATTEMPTS: Final = 2


def driven_again(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Run a test of this folder, again where it fails; None for tests of other folders, which run as ever."""
    if _HERE not in item.path.parents or not isinstance(item, pytest.Function):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for attempt in range(1, _ATTEMPTS + 1):
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
        if attempt == _ATTEMPTS or not any(report.failed for report in reports):
            break
        item._initrequest()  # its fixtures are made anew
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True
