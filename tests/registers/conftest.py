"""Fixtures for the net: a server of ours, a net that waits for nothing, and no proxies of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.registers.there import Register, There
from wizard.registers import Net

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HERE = frozenset({"127.0.0.1", "localhost"})


@dataclass
class Clock:
    """A clock that goes only when somebody waits."""

    at: datetime = NOON
    pauses: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        """The time."""
        return self.at

    def sleep(self, seconds: float) -> None:
        """Let time go by."""
        self.pauses.append(seconds)
        self.at += timedelta(seconds=seconds)


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def there() -> Iterator[There]:
    """A server."""
    with There() as server:
        yield server


@pytest.fixture
def clock() -> Clock:
    """A clock."""
    return Clock()


Nets = Callable[..., Net]


@pytest.fixture
def make_net(tmp_path: Path, clock: Clock) -> Iterator[Nets]:
    """Make a net over one folder."""
    made: list[Net] = []

    def make(*, offline: bool = False) -> Net:
        net = Net(tmp_path / "data", offline, clock.now, clock.sleep, lambda: 1.0)
        made.append(net)
        return net

    yield make
    for net in made:
        net.close()


@pytest.fixture
def net(make_net: Nets) -> Net:
    """A net."""
    return make_net()


@pytest.fixture
def register(there: There) -> Register:
    """Bolagsverket in small."""
    return Register(there)
