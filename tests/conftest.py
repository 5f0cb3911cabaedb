"""Fixtures for all tests: small content folders, the shipped content, and no traces of the developer's machine."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from _pytest.mark import ParameterSet
from hypothesis import HealthCheck, settings

from tests.examples import PROFILE, SEARCH, examples
from tests.memory import MEMORY
from tests.tui.again import DRIVEN_AGAIN, driven_again, names_of, status_of
from wizard import resources
from wizard.assistant.knowledge import answering
from wizard.assistant.knowledge.base import Library
from wizard.blanks import Blank
from wizard.flow import yamlfile
from wizard.flow.content import Content, load
from wizard.flow.model import Flow

if TYPE_CHECKING:
    from wizard.pdf import Template

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 22)
DAY = ("--lang", "en", "--today", "2026-11-22")

# How long an example takes is the machine's matter, never a reason to fail. The suite tries the same examples each
# time, so that a red run can be told from a red change; HYPOTHESIS_PROFILE=search (make test-slow) tries new ones of
# every law, and more of them.
settings.register_profile(
    "suite",
    deadline=None,
    derandomize=True,
    max_examples=examples(100),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    SEARCH, deadline=None, max_examples=examples(100), suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(PROFILE)

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Begun in the background of a shell. What tests start would not hear ctrl+c either, and they press it.
    signal.signal(signal.SIGINT, signal.default_int_handler)

if MEMORY is not None:
    # The folders of tests, `tmp_path`, are made there.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

_parsed = cache(yamlfile.parse_yaml)


def _parse_content_once(text: str, name: str) -> yamlfile.Document:
    """As `parse_yaml`; files of content, which nobody changes once they are read, are parsed once for all tests."""
    once = name.startswith(("flows/", "forms/"))
    return _parsed(text, name) if once else _parsed.__wrapped__(text, name)


yamlfile.parse_yaml = _parse_content_once


@cache
def _compiled(pdf: bytes) -> Template:
    """A blank, ready to be filled: from the run before, unless the engine has changed since.

    Each test has a data folder of its own, in which none would have been made ready.
    """
    from wizard.pdf import cached_template  # noqa: PLC0415  heavy

    return cached_template(pdf, ROOT / ".pytest_cache" / "templates")


pytest.MonkeyPatch().setattr(Blank, "template", property(lambda blank: _compiled(blank.pdf)))

SOURCES = """
sources:
  S0: {title: Sidan, publisher: Regionen, date: 2022-02-22, read: 2026-11-22}
  N1: {title: Bedömning, publisher: lov}
"""

AREA = """
name: Provområdet
version: "2026.1"
status: {state: open, text: Öppet., source: S0 § Ansök, checked: 2026-11-22}
errands:
  application:
    title: Ansökan
    tasks:
"""

Maker = Callable[..., Content]

TRIED_FIRST = ("specialiserad-fysioterapi", "huslakarverksamhet", "lakarinsatser-i-sarskilt-boende")
"""The areas whose own source page was read; the others are made of the same parts."""
TRIED_EACH_TIME = ("specialiserad-fysioterapi", "lakarinsatser-i-sarskilt-boende")
"""The one with the most questions of its own, and the one that is most unlike it."""


def errands() -> list[ParameterSet]:
    """(area, kind) of every errand that is shipped. Those of other areas than two take their time."""
    return [
        pytest.param(
            area, kind, id=f"{area}-{kind}", marks=() if area in TRIED_EACH_TIME else (pytest.mark.slow,)
        )
        for area, kind in load(ROOT).errands()
    ]


@pytest.fixture(autouse=True)
def _nothing_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No settings, drafts or language of the developer's reach a test."""
    for name in [n for n in os.environ if n.startswith("LOV_")] + [
        "LANGUAGE",
        "LC_ALL",
        "LC_MESSAGES",
        "ACCESSIBLE",
    ]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("LOV_DATA_DIR", str(tmp_path / "lov-data"))
    yield
    resources.use_content(None)


@pytest.fixture
def make_content(tmp_path: Path) -> Maker:
    """Make a content folder; `tasks` is YAML for the tasks of area `prov`, other names are further files."""

    def make(tasks: str = "", /, *, area: str | None = None, **files: str) -> Content:
        folder = tmp_path / "content"
        indented = "".join(f"      {line}\n" if line else "\n" for line in dedent(tasks).strip().splitlines())
        written = {
            "flows/sources.yaml": SOURCES,
            "flows/areas/prov.yaml": area or AREA.lstrip() + indented,
            **{f"flows/{name.replace('__', '/')}.yaml": dedent(text) for name, text in files.items()},
        }
        for name, text in written.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return load(folder)

    return make


@pytest.fixture
def make_flow(make_content: Maker) -> Callable[..., Flow]:
    """Make a flow from YAML for its tasks."""

    def make(tasks: str, **files: str) -> Flow:
        return make_content(tasks, **files).flow("prov", "application")

    return make


@pytest.fixture(scope="session")
def shipped() -> Iterator[Content]:
    """The content in this repository. What is known from it is made ready to be searched once for all tests."""
    content = load(ROOT)
    library = Library(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answering, "Library", lambda asked: library if asked is content else Library(asked))
        yield content


@pytest.fixture(scope="session")
def physio(shipped: Content) -> Flow:
    """The application for specialiserad fysioterapi."""
    return shipped.flow("specialiserad-fysioterapi", "application")


@pytest.fixture(scope="session")
def sample_path() -> Path:
    """The shipped sample's answers file."""
    return Path(__file__).parents[1] / "flows/samples/specialiserad-fysioterapi/answers.yaml"


@pytest.fixture
def lov(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, shipped: Content
) -> Callable[..., tuple[int, str, str]]:
    """Run a command; gives exit code, stdout and stderr. All of them see the shipped content as it was read once."""
    monkeypatch.setattr(
        "wizard.flow.content.load", lambda root: shipped if root == shipped.root else load(root)
    )

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        from wizard.cli.run import run  # noqa: PLC0415  the commands are not needed by all tests

        code = run([*DAY, *(str(a) for a in arguments)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In a search every law is tried: they are picked out with the slow tests."""
    if PROFILE == SEARCH:
        for item in items:
            if isinstance(item, pytest.Function) and getattr(item.function, "is_hypothesis_test", False):
                item.add_marker(pytest.mark.slow)


def pytest_collection_finish() -> None:
    """Look for what is in cycles less often: what stays, as the content does, is large, and nobody waits for memory.

    With Python's own threshold that is a third of the work of a screen's test.
    """
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Screens are driven again where a test looked too soon; see `tests.tui.again`."""
    return driven_again(item, nextitem)


def pytest_report_teststatus(report: pytest.CollectReport | pytest.TestReport) -> tuple[str, str, str] | None:
    """They are not counted with those that passed at once."""
    return status_of(report) if isinstance(report, pytest.TestReport) else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """And they are named."""
    for line in names_of(terminalreporter.stats.get(DRIVEN_AGAIN, [])):
        terminalreporter.write_line(line)
