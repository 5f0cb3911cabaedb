"""The optional model, against a stand-in on this computer: what is sent, what is believed, and what trouble does."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from typing import Any, ClassVar

import pytest

from wizard.assistant.model import CONSENT, URL, Model, Proposer, model_of
from wizard.flow.model import Flow
from wizard.registers.net import Net
from wizard.store import Store
from wizard.values.base import Context

CTX = Context(date(2026, 11, 22))
AREA = "specialiserad-fysioterapi"
Lov = Callable[..., tuple[int, str, str]]


class StandIn(BaseHTTPRequestHandler):
    """Answers as it is told, and remembers what it was sent."""

    answer: ClassVar[bytes] = b""
    status: ClassVar[int] = 200
    wait: ClassVar[float] = 0.0
    heard: ClassVar[list[dict[str, Any]]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.heard.append({"path": self.path, "key": self.headers.get("authorization"), **body})
        time.sleep(self.wait)
        self.send_response(self.status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(self.answer)))
        self.end_headers()
        self.wfile.write(self.answer)

    def log_message(self, *_: Any) -> None:
        """Nothing is written."""


def _said(content: object) -> bytes:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


@pytest.fixture
def address() -> Iterator[str]:
    StandIn.answer, StandIn.status, StandIn.wait, StandIn.heard = _said('{"answer": ""}'), 200, 0.0, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), StandIn)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def proposer(address: str, tmp_path: Path) -> Iterator[Proposer]:
    net = Net(tmp_path / "net", sleep=lambda _: None)
    yield Proposer(Model(address, "stand-in", "geheim"), net)
    net.close()


def test_what_is_proposed_passes_the_parser_as_if_it_had_been_typed(proposer: Proposer, physio: Flow) -> None:
    start = physio.questions["unit.start_date"]
    StandIn.answer = _said('{"answer": "2027-03-01"}')
    assert proposer.propose(start, "när våren är här på riktigt", CTX) == "2027-03-01"
    for nonsense in (
        "2027-02-30",
        "tisdag 1 mars 2027",
        "ca 1 mars 2027",
        "1 mars 2027; DROP TABLE",
        "vet inte",
        "",
    ):
        StandIn.answer = _said(json.dumps({"answer": nonsense}))
        assert proposer.propose(start, "när våren är här", CTX) is None, nonsense


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"null",
        b"[]",
        b"\xff\xfe",
        b"{" * 5000,
        b'{"choices": []}',
        _said(None),
        _said("1 mars 2027"),
        _said('["answer"]'),
        _said('{"answer": ["2027-03-01"]}'),
        _said('{"answer": "' + "1" * 5000 + '"}'),
        b"x" * 200_000,
    ],
)
def test_nonsense_is_no_proposal(proposer: Proposer, physio: Flow, answer: bytes) -> None:
    StandIn.answer = answer
    assert proposer.propose(physio.questions["unit.start_date"], "när våren är här", CTX) is None


def test_faults_and_silence_are_no_proposal(
    proposer: Proposer, physio: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wizard.assistant import model  # noqa: PLC0415  its limits are made short here
    from wizard.registers.asking import Limits  # noqa: PLC0415  as above

    start = physio.questions["unit.start_date"]
    for StandIn.status in (500, 429, 401, 302):
        assert proposer.propose(start, "när våren är här", CTX) is None
    StandIn.status, StandIn.wait = 200, 1.0
    StandIn.answer = _said('{"answer": "2027-03-01"}')
    monkeypatch.setattr(model, "_LIMITS", Limits(connect=0.2, read=0.2, total=0.3, tries=1))
    assert proposer.propose(start, "när våren är här", CTX) is None


def test_only_the_line_and_its_question_are_sent_and_never_a_free_text(
    proposer: Proposer, physio: Flow
) -> None:
    proposer.propose(physio.questions["unit.start_date"], "när våren är här", CTX)
    sent = StandIn.heard[0]
    assert sent["path"] == "/v1/chat/completions"
    assert sent["key"] == "Bearer geheim"
    assert set(json.loads(sent["messages"][1]["content"])) == {"question", "type", "today", "written"}
    assert "geheim" not in repr(proposer.model)
    for name in ("applicant.name", "applicant.street", "mission.description"):
        proposer.propose(physio.questions[name], "Anna Svensson", CTX)
    assert len(StandIn.heard) == 1


def test_no_address_is_no_model() -> None:
    assert model_of({}) is None
    assert model_of({URL: "not an address"}) is None


LINES = (
    "aktiebolag\nnej\nRörelsekraft AB\nhoppa över\nändra planerad driftstart\nnär våren är här\nja\navsluta\n"
)


def test_nothing_is_sent_before_a_yes_and_the_address_is_shown(
    lov: Lov, address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    StandIn.answer = _said('{"answer": "2027-03-01"}')
    monkeypatch.setenv(URL, address)
    monkeypatch.setattr("sys.stdin", StringIO(LINES))
    _, out, _ = lov("--lang", "sv", "chat", "--area", AREA)
    assert StandIn.heard == []
    assert address not in out

    monkeypatch.setattr("sys.stdin", StringIO(LINES))
    _, out, err = lov("--lang", "sv", "--json", "chat", "--area", AREA, "--model", "yes")
    assert address in err
    assert len(StandIn.heard) == 1
    assert json.loads(out)["answers"]["unit.start_date"] == "2027-03-01"

    monkeypatch.setattr("sys.stdin", StringIO(LINES))
    lov("chat", "--area", AREA, "--model", "no")
    assert len(StandIn.heard) == 1
    with Store.open(tmp_path / "lov-data") as store:
        assert store.settings.get(CONSENT) is None


def test_a_yes_without_a_model_is_wrong_use(lov: Lov) -> None:
    assert lov("chat", "--area", AREA, "--model", "yes")[0] == 2
