"""A room over the canned inbox, for one officer or for several on one store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.conftest import Maker
from tests.desk.canned import canned, content_of, desk_over, fill_inbox
from tests.store import server
from wizard.desk import Ledger
from wizard.desk.room import Room
from wizard.flow.content import Content
from wizard.store import Store

Enter = Callable[..., Room]


@pytest.fixture
def made(make_content: Maker) -> Content:
    return content_of(make_content)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    return fill_inbox(tmp_path)


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str | None]:
    """The address of a store that officers share: a file's is none."""
    if request.param == "sqlite":
        yield None
        return
    with server.server() as there, server.schema(there) as ours:
        yield ours


@pytest.fixture
def enter(
    made: Content, inbox: Path, tmp_path: Path, url: str | None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Enter]:
    """Open a room for an officer, with the inbox looked through."""
    canned(monkeypatch, made)
    with ExitStack() as stack:

        def enter(who: str = "eva", language: str = "en") -> Room:
            store = stack.enter_context(Store.open(tmp_path / "data", who=who, url=url))
            ledger = Ledger(store)
            ledger.refresh()
            room = Room(inbox, desk_over(made, language), ledger)
            for filed in room.file(room.look().new):
                room.put(filed)
            return room

        yield enter
