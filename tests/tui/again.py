"""A drive of the app that fails is driven again, twice at most: a key can still outrun a screen that is changing.

That race is in the tests and, seldom, in the app (a key pressed in the moment one screen hands over to the next
may go to neither). Until each screen tells when it takes keys, a red run must mean more than a busy machine; what
is really broken fails three times.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from _pytest.runner import runtestprotocol

__all__ = ["driven_again"]

_HERE: Final = Path(__file__).parent
_ATTEMPTS: Final = 3


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
