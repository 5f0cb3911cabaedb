"""The shipped command under attack, over real sockets: everything that is not the person's own browser."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.web.served import Server

ROUTES = ["/", "/ws", "/files", "/download/00000000000000000000000000000000", "/static/page.css", "/nothing"]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all attacks: none may hurt it."""
    with Server(tmp_path_factory.mktemp("attacks") / "data") as server:
        yield server


@pytest.fixture(scope="module")
def inside(served: Server) -> Iterator[httpx.Client]:
    """The person's own browser."""
    with httpx.Client(base_url=served.origin) as client:
        answer = client.get(served.link)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        yield client


@pytest.fixture
def outside(served: Server) -> Iterator[httpx.Client]:
    """Somebody else on this machine."""
    with httpx.Client(base_url=served.origin) as client:
        yield client


def raw(port: int, request: bytes, *, until: bytes | None = None) -> bytes:
    """What comes back for these very bytes: all of it, or up to `until`."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request)
        answer = b""
        while (until is None or until not in answer) and (piece := connection.recv(65_536)):
            answer += piece
    return answer


def upgrade(server: Server, client: httpx.Client, **headers: str) -> int:
    """The status of an attempt to open a socket."""
    lines = {
        "Host": f"127.0.0.1:{server.port}",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "x3JJHMbDL1EzLkh9GBhXDw==",
        "Cookie": "; ".join(f"{name}={value}" for name, value in client.cookies.items()),
        "Origin": server.origin,
        **headers,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return int(
        raw(
            server.port, f"GET /ws?width=80&height=24 HTTP/1.1\r\n{head}\r\n".encode(), until=b"\r\n"
        ).split()[1]
    )


def test_it_listens_to_this_machine_alone(served: Server) -> None:
    """On no other address."""
    found = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{served.process.pid}/net/{table}").read_text("ascii").splitlines()[1:]:
            address, port = line.split()[1].split(":")
            if int(port, 16) == served.port and line.split()[3] == "0A":
                found.append(address)
    assert found == ["0100007F"]


def test_the_cookie_is_out_of_reach_of_scripts_and_other_pages(served: Server, inside: httpx.Client) -> None:
    """HttpOnly, SameSite=Strict, gone with the browser's session."""
    (cookie,) = inside.cookies.jar
    assert cookie.name == f"lov-{served.port}"
    assert {name.lower(): value for name, value in cookie._rest.items()} == {  # type: ignore[attr-defined]
        "httponly": None,
        "samesite": "Strict",
    }
    assert cookie.expires is None
    assert not cookie.domain_specified


def test_a_link_that_has_been_used_is_refused(
    served: Server, inside: httpx.Client, outside: httpx.Client
) -> None:
    """For a stranger and for the person; the person is shown the way in."""
    for client in (outside, inside):
        answer = client.get(served.link)
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers
    assert 'href="/"' in inside.get(served.link).text
    assert 'href="/"' not in outside.get(served.link).text


def test_no_link_is_guessed(served: Server, outside: httpx.Client) -> None:
    """Nor does a longer, a shorter or an odd one do anything."""
    token = served.link.rpartition("/")[2]
    for guess in ("", "x", token[:-1], token + "x", token.lower(), "%00", "%ff", "..%2f..", "x" * 5000):
        answer = outside.get(f"/start/{guess}")
        assert answer.status_code in (401, 403, 404), guess
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("route", ROUTES)
def test_without_a_cookie_there_is_nothing_but_style(outside: httpx.Client, route: str) -> None:
    """Not even whether a route exists."""
    answer = outside.get(route)
    assert answer.status_code == (200 if route.startswith("/static/") else 401)
    assert outside.get(route, headers={"Cookie": "lov=x; lov-1=y"}).status_code == answer.status_code


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "localhost", "0.0.0.0:{port}", ""]
)
def test_a_foreign_host_is_refused_everywhere(
    served: Server, inside: httpx.Client, route: str, host: str
) -> None:
    """A name of the attacker's that points here (DNS rebinding), even with the cookie."""
    answer = inside.get(route, headers={"Host": host.format(port=served.port)})
    assert answer.status_code in (400, 421)


def test_a_request_without_a_host_or_with_two_is_refused(served: Server) -> None:
    """Who picks one of two picks the wrong one."""
    own = f"Host: 127.0.0.1:{served.port}\r\n"
    for head in ("", own + "Host: evil.example\r\n", own * 2):
        status = raw(
            served.port, f"GET /static/page.css HTTP/1.1\r\n{head}Connection: close\r\n\r\n".encode()
        ).split()[1]
        assert status in (b"400", b"421")


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    "told",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_page_is_refused_everywhere(inside: httpx.Client, route: str, told: dict[str, str]) -> None:
    """Even with the cookie."""
    assert inside.get(route, headers=told).status_code == 403


def test_sockets_are_opened_by_our_page_alone(
    served: Server, inside: httpx.Client, outside: httpx.Client
) -> None:
    """The hole of plain textual-serve: any page could read the screen and type."""
    assert upgrade(served, inside, Origin="https://evil.example") == 403
    assert upgrade(served, inside, Origin="") == 403
    assert upgrade(served, inside, Origin="null") == 403
    assert upgrade(served, inside, Host="evil.example", Origin="http://evil.example") == 421
    assert upgrade(served, outside) == 401
    assert upgrade(served, outside, Cookie=f"lov-{served.port}=x") == 401
    assert served.children == []
    assert upgrade(served, inside) == 101


def test_files_are_taken_from_our_page_alone(
    served: Server, inside: httpx.Client, outside: httpx.Client
) -> None:
    """And none of a method that is not served."""
    own = {"Origin": served.origin}
    assert inside.post("/files", content=b"x").status_code == 403
    assert inside.post("/files", content=b"x", headers={"Origin": "https://evil.example"}).status_code == 403
    assert outside.post("/files", content=b"x", headers=own).status_code == 401
    assert inside.post("/files", content=b"x", headers=own).status_code == 404
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        assert inside.request(method, "/", headers=own).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/static/../page.py",
        "/static/%2e%2e/page.py",
        "/static/..%2fpage.py",
        "/static/..%5cpage.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/%00page.css",
        "/static/fonts/../../guard.py",
        "/static/vendor/LICENSE",
        "/static/",
        "/static",
        "/static/fonts/",
        "/download/..%2f..%2fetc%2fpasswd",
        "/download/",
    ],
)
def test_no_path_leads_out_of_the_list_of_files(served: Server, inside: httpx.Client, path: str) -> None:
    """Nor is a folder listed."""
    cookie = "; ".join(f"{name}={value}" for name, value in inside.cookies.items())
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
    answer = raw(served.port, request.encode())
    assert answer.split()[1] in (b"400", b"404")
    assert b"def " not in answer
    assert b"root:" not in answer


def test_every_answer_carries_the_headers_that_shut_the_page_in(
    inside: httpx.Client, outside: httpx.Client
) -> None:
    """Refusals and files too."""
    for client in (inside, outside):
        for route in [*ROUTES, "/start/x"]:
            headers = client.get(route).headers
            policy = headers["content-security-policy"]
            assert "default-src 'none'" in policy, route
            assert "frame-ancestors 'none'" in policy
            assert "unsafe" not in policy
            assert "*" not in policy
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["x-frame-options"] == "DENY"
            assert headers["referrer-policy"] == "no-referrer"
            assert headers["cross-origin-opener-policy"] == "same-origin"
            assert headers["cross-origin-resource-policy"] == "same-origin"
            assert headers["cache-control"] in ("no-store", "no-cache")
            assert "access-control-allow-origin" not in headers
            assert "server" not in headers


def test_what_is_asked_is_never_repeated(inside: httpx.Client, outside: httpx.Client) -> None:
    """So that no markup of an attacker's gets into an answer."""
    mark = "%3Cscript%3Ex%3C/script%3E"
    for client in (inside, outside):
        for route in ("/", "/static/", "/start/", "/download/", "/x/"):
            text = client.get(f"{route}{mark}?a={mark}", headers={"X-Lov-Name": mark}).text
            assert "script>x" not in text
            assert mark not in text


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x00" * 1000,
        b"GET / HTTP/1.1\r\n" + b"A: " + b"x" * 100_000 + b"\r\n\r\n",
        b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"POST /files HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\tx: y\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    ],
)
def test_garbage_is_refused_and_hurts_nobody(served: Server, inside: httpx.Client, garbage: bytes) -> None:
    """The server goes on, and says nothing of its inside."""
    answer = raw(served.port, garbage.replace(b"{port}", str(served.port).encode()), until=b"\r\n\r\n")
    assert not answer or answer.split()[1][:1] == b"4"
    assert b"Traceback" not in answer
    assert b"aiohttp" not in answer.lower()
    assert inside.get("/").status_code == 200


def is_running(pid: int) -> bool:
    """Whether a process is there, and no corpse."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text("utf-8")
    except OSError:
        return False


@pytest.mark.parametrize(
    "how",
    [
        "SIGTERM",
        "SIGKILL",
        pytest.param("SIGINT", marks=pytest.mark.slow),
        pytest.param("SIGHUP", marks=pytest.mark.slow),
    ],
)
def test_when_the_server_ends_no_app_is_left(tmp_path: Path, how: str) -> None:
    """Asked to, or killed: an app without a server has nobody to draw for."""
    with Server(tmp_path / "data") as server, httpx.Client(base_url=server.origin) as client:
        client.get(server.link)
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
            head = (
                f"GET /ws?width=80&height=24 HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nOrigin: {server.origin}\r\n"
                f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                f"Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\nCookie: {cookie}\r\n\r\n"
            )
            connection.sendall(head.encode())
            seen = b""
            while "Dina ansökningar".encode() not in seen:
                piece = connection.recv(65_536)
                assert piece, seen
                seen += piece
            (child,) = server.children
            code = server.end(getattr(signal, how))
        assert code == (0 if how != "SIGKILL" else -signal.SIGKILL)
        end = time.monotonic() + 30
        while is_running(child):
            assert time.monotonic() < end, "the app is still there"
            time.sleep(0.02)
        left = list((tmp_path / "data/browser").iterdir())
        assert len(left) == (0 if how != "SIGKILL" else 1)
    if left:  # what a killed server left goes when the next one starts
        with Server(tmp_path / "data") as server:
            assert not left[0].exists()


def test_the_command_says_how_to_install_what_it_needs(tmp_path: Path) -> None:
    """Where textual-serve is not there."""
    code = (
        "import sys; sys.modules['textual_serve'] = None; from wizard.__main__ import main; sys.exit(main())"
    )
    hidden = f"import importlib.util as u; f = u.find_spec; u.find_spec = lambda n, *a: None if n == 'textual_serve' else f(n, *a); {code}"
    told = subprocess.run(
        [sys.executable, "-c", hidden, "--lang", "en", "--data-dir", str(tmp_path), "serve"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "LANG": "C.UTF-8"},
    )
    assert told.returncode == 2
    assert "pip install 'lov[serve]'" in told.stderr


def test_a_port_that_is_taken_is_told(tmp_path: Path, served: Server) -> None:
    """As a refusal, with `--json` too."""
    told = subprocess.run(
        [
            sys.executable,
            "-m",
            "wizard",
            "--data-dir",
            str(tmp_path),
            "serve",
            "--port",
            str(served.port),
            "--json",
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert told.returncode == 3
    assert json.loads(told.stdout)["status"] == "refused"
