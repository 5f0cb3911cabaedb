"""A drive of the app that fails is driven again, once, and that is said: on a busy machine a test can look too soon.

Keys wait for their screens (`wizard.tui.ahead`); what a test sees between two keys may be half drawn. Until every test
waits for what it means to see, a red run must mean more than that; what is really broken fails twice. A test that
passes only at the second drive is counted and named at the end of the run: it wants mending.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pytest
from _pytest.runner import runtestprotocol

__all__ = ["DRIVEN_AGAIN", "driven_again", "names_of", "status_of"]

DRIVEN_AGAIN: Final = "driven again"
"""What such tests are called where tests are counted."""

_HERE: Final = Path(__file__).parent


def driven_again(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Run a test of this folder, again where it fails; None for tests of other folders, which run as ever."""
    if _HERE not in item.path.parents or not isinstance(item, pytest.Function):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, nextitem=nextitem, log=False)
    failed = next((report for report in reports if report.failed), None)
    if failed is not None:
        why = failed.longreprtext.strip().splitlines() or [""]
        item.user_properties.append((DRIVEN_AGAIN, why[-1]))  # goes with the reports, to whoever counts
        item._initrequest()  # its fixtures are made anew
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def status_of(report: pytest.TestReport) -> tuple[str, str, str] | None:
    """How a test is counted that passed at the second drive; None for all others, which are counted as ever."""
    is_second = any(name == DRIVEN_AGAIN for name, _ in report.user_properties)
    if not is_second or report.when != "call" or not report.passed:
        return None
    return DRIVEN_AGAIN, "A", DRIVEN_AGAIN.upper()


def names_of(reports: Iterable[pytest.TestReport]) -> list[str]:
    """The lines at the end of the run: each test with where its first drive ended."""
    return [
        f"{DRIVEN_AGAIN}: {report.nodeid} ({dict(report.user_properties)[DRIVEN_AGAIN]})"
        for report in reports
    ]
