"""What the tests of a run share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.batch.books import ROOT, SMALL
from wizard import resources
from wizard.flow.content import Content


@pytest.fixture
def small(make_content: Callable[..., Content]) -> Content:
    """An errand small enough to be run a thousand times."""
    content = make_content(SMALL)
    locales = content.root / "locales"
    if not locales.exists():
        locales.symlink_to(ROOT / "locales")
    resources.use_content(content.root)  # as --content does; the suite takes it back after each test
    return content
