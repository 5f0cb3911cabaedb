"""One way to the net: what may go out, what is tried again, what is kept, and every fault a server can have."""

from __future__ import annotations

import gzip
import json
import socket
import ssl
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from inspect import getmembers, isclass
from pathlib import Path

import httpx
import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from tests.registers.conftest import HERE, NOON, Clock, Nets
from tests.registers.there import Asked, Handler, There, answer, in_turn, page
from wizard.registers import (
    Ask,
    BadCertificate,
    CutOff,
    Limits,
    Net,
    NetError,
    NotAllowed,
    Offline,
    RedirectLoop,
    Refusing,
    TooMuch,
    TooSlow,
    Unreachable,
    WrongType,
)
from wizard.registers.net import is_allowed, seconds_to_wait
from wizard.registers.transport import fault_of

HTML = ("text/html",)
QUICK = Limits(connect=1.0, read=0.3, total=1.0, size=10_000)


def ask(address: str, **more: object) -> Ask:
    """A look-up of a page."""
    return Ask(address, HERE, HTML, **{"limits": QUICK, **more})  # type: ignore[arg-type]


# What goes well ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("packed", [False, True])
def test_a_page_comes_with_its_dates(net: Net, there: There, packed: bool) -> None:  # noqa: FBT001  a parameter
    """Packed or not, with what the server says of it."""
    address = there.put(
        "/a", page("Hej å", etag='"1"', modified="Sun, 22 Nov 2026 10:00:00 GMT", packed=packed)
    )
    reply = net.get(ask(address))

    assert ("Hej å", '"1"', NOON, False) == (reply.body.decode(), reply.etag, reply.fetched, reply.is_kept)
    assert reply.trouble is None


def test_what_has_not_changed_is_not_sent_again(net: Net, there: There, clock: Clock) -> None:
    """The server is asked with what it said of itself, and answers that nothing is new."""
    address = there.put("/a", page("Hej", etag='"1"'))
    net.get(ask(address))
    clock.sleep(3600)
    again = net.get(ask(address))

    assert '"1"' == there.asked[1].headers["if-none-match"]
    assert (b"Hej", True, clock.at) == (again.body, again.is_kept, again.fetched)


def test_what_is_fresh_is_not_asked_for(net: Net, there: There, clock: Clock) -> None:
    """Until it is older than it may be, or somebody wants it anew."""
    wanted = ask(there.put("/a", page("Hej")), fresh_for=timedelta(hours=1))
    net.get(wanted)
    net.get(wanted)
    assert 1 == len(there.asked)

    net.get(wanted, anew=True)
    clock.sleep(3601)
    net.get(wanted)
    assert 3 == len(there.asked)


def test_redirects_are_followed_where_they_may_lead(net: Net, there: There) -> None:
    """Also to an address relative to the first."""
    there.put("/b", page("Här"))
    address = there.put("/a", partial(answer, status=301, headers={"Location": "b"}))

    assert "Här" == net.get(ask(address)).body.decode()
    assert ["/a", "/b"] == [a.path for a in there.asked]


# Faults --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["slow", "dripping"])
def test_a_slow_server_is_left_in_time(net: Net, there: There, way: str) -> None:
    """Also one that is never quite silent."""
    address = there.put("/a", getattr(there, way))
    began = time.monotonic()
    with pytest.raises(TooSlow):
        net.get(ask(address, limits=Limits(connect=1, read=0.2, total=0.5, tries=1)))

    assert time.monotonic() - began < 2


def test_an_answer_that_breaks_off_is_no_answer(net: Net, there: There, clock: Clock) -> None:
    """It is tried again, three times in all, with pauses that grow."""
    with pytest.raises(CutOff):
        net.get(ask(there.put("/a", partial(answer, body=b"Hej alla", cut=4))))

    assert 3 == len(there.asked)
    assert [0.5, 1.0] == clock.pauses


def test_a_packed_answer_that_breaks_off_is_none_either(net: Net, there: There) -> None:
    """Though all that was promised has come."""
    body = gzip.compress(b"Hej alla" * 100)[:-9]
    with pytest.raises(CutOff):
        net.get(ask(there.put("/a", partial(answer, body=body, headers={"Content-Encoding": "gzip"}))))


@pytest.mark.parametrize(
    ("kind", "headers"),
    [("application/pdf", {}), ("", {}), ("text/html", {"Content-Encoding": "br"}), ("image/svg+xml", {})],
)
def test_another_kind_of_thing_is_refused(net: Net, there: There, kind: str, headers: dict[str, str]) -> None:
    """By what the server says it is; also what is packed in a way we did not ask for."""
    address = there.put("/a", partial(answer, body=b"Hej", kind=kind, headers=headers))
    with pytest.raises(WrongType):
        net.get(ask(address))


@pytest.mark.parametrize("promised", [True, False])
def test_a_huge_answer_is_not_read(net: Net, there: There, promised: bool) -> None:  # noqa: FBT001  a parameter
    """Where its size is told, nothing of it; else no more than is allowed."""
    sent = 0

    def huge(handler: Handler, asked: Asked) -> None:
        nonlocal sent
        if promised:
            answer(handler, asked, body=b"x" * 1_000_000)
            return
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Connection", "close")
        handler.end_headers()
        while sent < 50_000_000:
            sent += handler.wfile.write(b"x" * 65536)

    with pytest.raises(TooMuch):
        net.get(ask(there.put("/a", huge)))
    assert sent < 50_000_000
    assert 1 == len(there.asked)  # there is no use in trying again


def test_a_bomb_is_unpacked_no_further_than_its_limit(net: Net, there: There) -> None:
    """A hundred megabytes in a hundred kilobytes."""
    body = gzip.compress(bytes(100_000_000), 1)
    limits = Limits(size=1_000_000, total=20)
    with pytest.raises(TooMuch):
        net.get(
            ask(
                there.put("/a", partial(answer, body=body, headers={"Content-Encoding": "gzip"})),
                limits=limits,
            )
        )


def test_a_circle_of_redirects_ends(net: Net, there: There) -> None:
    """And so does a chain that is too long."""
    there.put("/a", partial(answer, status=302, headers={"Location": "/b"}))
    there.put("/b", partial(answer, status=302, headers={"Location": "/a"}))
    with pytest.raises(RedirectLoop):
        net.get(ask(there.at("/a")))
    for n in range(10):
        there.put(f"/{n}", partial(answer, status=302, headers={"Location": f"/{n + 1}"}))
    with pytest.raises(RedirectLoop):
        net.get(ask(there.at("/0")))


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/",
        "http://vardgivarguiden.se/",
        "file:///etc/passwd",
        "//evil.example/x",
        "http://[",
    ],
)
def test_nobody_is_sent_where_they_did_not_want_to_go(net: Net, there: There, to: str) -> None:
    """Neither to other hosts, nor in the clear, nor to files."""
    with pytest.raises(NotAllowed):
        net.get(ask(there.put("/a", partial(answer, status=302, headers={"Location": to}))))
    assert 1 == len(there.asked)


def test_what_is_sent_is_not_sent_on(net: Net, there: There) -> None:
    """A redirect of something that was posted could carry it anywhere."""
    there.put("/b", page("Här"))
    address = there.put("/a", partial(answer, status=307, headers={"Location": "/b"}))
    with pytest.raises(NotAllowed):
        net.get(ask(address, method="POST", body=b"hemligt"))
    assert ["/a"] == [a.path for a in there.asked]


def test_a_server_that_asks_us_to_wait_is_waited_for(net: Net, there: There, clock: Clock) -> None:
    """As long as it says, and then it answers."""
    busy = partial(answer, status=429, headers={"Retry-After": "7"})
    reply = net.get(ask(there.put("/a", in_turn(busy, page("Hej")))))

    assert b"Hej" == reply.body
    assert [7.0] == clock.pauses


def test_one_that_asks_for_too_long_is_left_alone(net: Net, there: There, clock: Clock) -> None:
    """A minute is more than a person at a screen waits."""
    address = there.put("/a", partial(answer, status=503, headers={"Retry-After": "3600"}))
    with pytest.raises(Refusing) as caught:
        net.get(ask(address))

    assert ([], 3600.0, 1) == (clock.pauses, caught.value.wait, len(there.asked))


@pytest.mark.parametrize(("status", "times"), [(500, 3), (502, 3), (404, 1), (403, 1), (410, 1), (204, 1)])
def test_only_what_may_pass_is_tried_again(net: Net, there: There, status: int, times: int) -> None:
    """A fault of the server may; a no may not."""
    with pytest.raises(Refusing):
        net.get(ask(there.put("/a", partial(answer, status=status))))
    assert times == len(there.asked)


def test_a_server_that_is_not_there(net: Net) -> None:
    """The port is closed. It is tried three times, and the next look-up there once: a list of pages ends in time."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    for _ in range(2):
        with pytest.raises(Unreachable):
            net.get(ask(f"http://127.0.0.1:{port}/"))

    assert [1, 2, 3, 1] == [line.attempt for line in net.journal.lines()]


# Certificates and proxies --------------------------------------------------------------------------------


def _over(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


def test_a_certificate_is_trusted_where_the_environment_says_so(
    net: Net, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As behind a proxy of one's own that opens everything."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with There({"/a": page("Hej")}, _over(authority, "localhost")) as there:
        assert b"Hej" == net.get(ask(there.at("/a"))).body
        net.close()


@pytest.mark.parametrize("fault", ["unknown", "name"])
def test_a_bad_certificate_is_told_as_such(
    net: Net, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    """Of an authority nobody knows, or of somebody else."""
    authority = trustme.CA()
    if fault == "name":
        authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    name = "localhost" if fault == "unknown" else "someone.example"
    with There({"/a": page("Hej")}, _over(authority, name)) as there, pytest.raises(BadCertificate):
        net.get(ask(there.at("/a")))
    assert not there.asked  # nothing was sent


def test_a_certificate_file_that_is_not_there_is_told(
    net: Net, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: There
) -> None:
    """And is no fault of ours."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    with pytest.raises(BadCertificate):
        net.get(ask(there.put("/a", page("Hej"))))


def test_the_proxy_of_the_environment_is_used(
    net: Net, there: There, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked for the whole address."""
    monkeypatch.setenv("HTTP_PROXY", there.at())
    there.put("http://localhost:9/a", page("Genom"))

    assert b"Genom" == net.get(ask("http://localhost:9/a")).body
    assert "http://localhost:9/a" == there.asked[0].path


# What is kept --------------------------------------------------------------------------------------------


def test_what_is_kept_is_shown_with_its_date_when_nothing_comes(net: Net, there: There, clock: Clock) -> None:
    """And with the reason."""
    address = there.put("/a", page("Hej"))
    net.get(ask(address))
    there.put("/a", partial(answer, status=500))
    clock.sleep(86400)
    reply = net.get(ask(address))

    assert (b"Hej", NOON, "status") == (reply.body, reply.fetched, reply.code)
    assert "(500)" in str(reply.trouble)


def test_a_no_is_not_covered_up_by_what_is_kept(net: Net, there: There) -> None:
    """The page is gone."""
    address = there.put("/a", page("Hej"))
    net.get(ask(address))
    there.put("/a", partial(answer, status=404))
    with pytest.raises(Refusing):
        net.get(ask(address))


def test_nothing_goes_out_where_nothing_may(make_net: Nets, there: There) -> None:
    """What is kept is shown with its date; what is not is said."""
    address = there.put("/a", page("Hej"))
    with pytest.raises(Offline):
        make_net(offline=True).get(ask(address))
    assert [] == there.asked

    make_net().get(ask(address))
    reply = make_net(offline=True).get(ask(address))
    assert (b"Hej", "offline", 1) == (reply.body, reply.code, len(there.asked))


@pytest.mark.parametrize("damage", [b"", b"x", b"{}\n", b'{"sha256": 1}\nHej', b"[]\nHej", b"null\n"])
def test_damage_to_what_is_kept_is_seen(net: Net, there: There, tmp_path: Path, damage: bytes) -> None:
    """Then it is as if nothing was kept."""
    address = there.put("/a", page("Hej"))
    net.get(ask(address))
    kept = next((tmp_path / "data/cache").glob("*.kept"))
    kept.write_bytes(damage or kept.read_bytes()[:-1])

    assert (b"Hej", False) == ((r := net.get(ask(address))).body, r.is_kept)


def test_nothing_personal_is_written_down(net: Net, there: There, tmp_path: Path) -> None:
    """Neither what was asked for, nor who asked: not in names, not in the record. And all of it is for its owner."""
    there.put("/sok", page("Hej"))
    secret = {"authorization": "Bearer abcdef"}
    net.get(
        ask(there.at("/sok?personnummer=198112189876"), method="POST", body=b"19811218-9876", headers=secret)
    )
    files = [f for f in (tmp_path / "data").rglob("*") if f.is_file()]
    names, record = " ".join(f.name for f in files), (tmp_path / "data/requests.jsonl").read_text()

    for personal in ("811218", "9876", "abcdef", "personnummer"):
        assert personal not in names + record
    assert all(f.stat().st_mode & 0o077 == 0 for f in files)


def test_every_request_is_written_down(net: Net, there: There) -> None:
    """When, to whom, what came; the tries of one look-up each by itself."""
    answers = in_turn(partial(answer, status=500), partial(answer, body=b"Hej", cut=1), page("Hej"))
    net.get(ask(there.put("/a", answers)))
    lines = list(net.journal.lines())

    assert [("status", 500, 1), ("cut_off", 0, 2), ("ok", 200, 3)] == [
        (line.result, line.status, line.attempt) for line in lines
    ]
    assert {there.at("/a")} == {line.address for line in lines}
    assert "2026-11-22T12:00:00+00:00" == lines[0].when


def test_the_record_does_not_grow_for_ever(net: Net, there: There, tmp_path: Path) -> None:
    """And what cannot be read in it is passed over."""
    address = there.put("/a", page("Hej"))
    net.get(ask(address))
    record = tmp_path / "data/requests.jsonl"
    record.write_text("{\n[1]\n" + "x" * 600_000)
    net.get(ask(address))

    assert 1 == len(list(net.journal.lines()))
    assert record.with_suffix(".old.jsonl").exists()


# Laws ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "http://vardgivarguiden.se/",
        "https://vardgivarguiden.se:8443/",
        "https://user:pass@vardgivarguiden.se/",
        "https://vardgivarguiden.se.evil.example/",
        "https://evil.example/?vardgivarguiden.se",
        "ftp://vardgivarguiden.se/",
        "https://[/",
        "",
        "https:///x",
    ],
)
def test_only_the_hosts_that_were_named_may_be_asked(address: str) -> None:
    """Over https, at its own port, without a name and a password in the address."""
    assert not is_allowed(address, frozenset({"vardgivarguiden.se"}))
    assert is_allowed("https://VARDGIVARGUIDEN.se/x", frozenset({"vardgivarguiden.se"}))


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("7", 7),
        ("Sun, 22 Nov 2026 12:00:30 GMT", 30),
        ("Sun, 22 Nov 2020 12:00:30 GMT", 0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("Sun, 99 Nov 2026", None),
    ],
)
def test_how_long_a_server_asks_us_to_wait(told: str, seconds: float | None) -> None:
    """In seconds or to a date."""
    assert seconds == seconds_to_wait(told, datetime(2026, 11, 22, 12, tzinfo=UTC))


@given(st.text())
def test_reading_what_a_server_says_never_raises(text: str) -> None:
    """Whatever stands in a header."""
    seconds_to_wait(text, NOON)
    is_allowed(text, HERE)


def test_every_fault_of_httpx_is_one_of_ours() -> None:
    """None is forgotten: each becomes one with a sentence that names the host."""
    faults = [one for _, one in getmembers(httpx, isclass) if issubclass(one, Exception)]
    assert len(faults) > 20
    for fault in faults:
        made = fault_of(fault.__new__(fault), "host.example")
        assert isinstance(made, NetError)
        assert "host.example" in json.dumps(dict(made.message.params))
