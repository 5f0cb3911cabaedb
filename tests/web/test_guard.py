"""Who may ask for what: every way in that is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wizard.web.guard import Asked, Guard, Refusal

PORT = 4711
HOST = f"127.0.0.1:{PORT}"
OWN = f"http://{HOST}"


@pytest.fixture
def guard() -> Guard:
    """A guard that has let one browser in."""
    return Guard(PORT)


@pytest.fixture
def cookie(guard: Guard) -> str:
    """The cookie of that browser."""
    return let_in(guard)


def let_in(guard: Guard) -> str:
    cookie = guard.redeem(guard.new_link().rpartition("/")[2])
    assert cookie is not None
    return cookie


def test_the_link_is_for_this_machine_and_hard_to_guess(guard: Guard) -> None:
    """256 bits, never the same twice."""
    links = {guard.new_link() for _ in range(8)}

    assert len(links) == 8
    assert all(link.startswith(f"{OWN}/start/") and len(link.rpartition("/")[2]) == 43 for link in links)


def test_a_link_works_once(guard: Guard) -> None:
    """Who comes second is refused, and the cookie is not the token."""
    token = guard.new_link().rpartition("/")[2]
    cookie = guard.redeem(token)

    assert cookie is not None
    assert cookie != token
    assert guard.redeem(token) is None
    assert not guard.knows(token)


@pytest.mark.parametrize("token", ["", "x", "å" * 43, "\ud800", "../../etc/passwd", "\x00"])
def test_what_is_no_link_lets_nobody_in(guard: Guard, token: str) -> None:
    """Nor does it raise."""
    guard.new_link()

    assert guard.redeem(token) is None


def test_another_run_of_the_server_knows_neither_links_nor_cookies(guard: Guard, cookie: str) -> None:
    """Nothing outlives a run."""
    other = Guard(PORT)

    assert not other.knows(cookie)
    assert other.redeem(guard.new_link().rpartition("/")[2]) is None


def test_many_links_push_out_the_oldest(guard: Guard) -> None:
    """What lies open is bounded."""
    first = guard.new_link().rpartition("/")[2]
    for _ in range(guard.most):
        guard.new_link()

    assert guard.redeem(first) is None


WELCOME = Asked("/", hosts=[HOST], sites=["none"])


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        # From the page, from the address line, and from a client that is no browser.
        (WELCOME, None),
        (replace(WELCOME, sites=["same-origin"], origins=[OWN]), None),
        (replace(WELCOME, sites=[]), None),
        (replace(WELCOME, hosts=[f"localhost:{PORT}"], origins=[f"http://localhost:{PORT}"]), None),
        # A name of somebody else's that points here; our name with another port; none; two.
        (replace(WELCOME, hosts=["evil.example"]), Refusal.WRONG_HOST),
        (replace(WELCOME, hosts=[f"evil.example:{PORT}"]), Refusal.WRONG_HOST),
        (replace(WELCOME, hosts=[f"127.0.0.1.evil.example:{PORT}"]), Refusal.WRONG_HOST),
        (replace(WELCOME, hosts=["127.0.0.1"]), Refusal.WRONG_HOST),
        (replace(WELCOME, hosts=["127.0.0.1:80"]), Refusal.WRONG_HOST),
        (replace(WELCOME, hosts=[f"[::1]:{PORT}"]), Refusal.WRONG_HOST),
        (replace(WELCOME, hosts=[]), Refusal.WRONG_HOST),
        (replace(WELCOME, hosts=[HOST, "evil.example"]), Refusal.WRONG_HOST),
        # Another page.
        (replace(WELCOME, origins=["https://evil.example"]), Refusal.WRONG_ORIGIN),
        (replace(WELCOME, origins=["null"]), Refusal.WRONG_ORIGIN),
        (replace(WELCOME, origins=[f"http://127.0.0.1:{PORT + 1}"]), Refusal.WRONG_ORIGIN),
        (replace(WELCOME, origins=[f"https://{HOST}"]), Refusal.WRONG_ORIGIN),
        (replace(WELCOME, origins=[OWN, "https://evil.example"]), Refusal.WRONG_ORIGIN),
        (replace(WELCOME, sites=["cross-site"]), Refusal.WRONG_ORIGIN),
        (replace(WELCOME, sites=["same-site"]), Refusal.WRONG_ORIGIN),  # another port of this machine
        # A socket and a form have to say where they come from.
        (replace(WELCOME, path="/ws", is_socket=True), Refusal.WRONG_ORIGIN),
        (
            replace(WELCOME, path="/ws", is_socket=True, origins=["https://evil.example"]),
            Refusal.WRONG_ORIGIN,
        ),
        (replace(WELCOME, path="/ws", is_socket=True, origins=[OWN]), None),
        (replace(WELCOME, path="/files", method="POST"), Refusal.WRONG_ORIGIN),
        (replace(WELCOME, path="/files", method="POST", origins=[OWN]), None),
    ],
)
def test_only_our_own_page_is_heard(guard: Guard, cookie: str, asked: Asked, refusal: Refusal | None) -> None:
    """Even with the cookie."""
    assert guard.refusal(replace(asked, cookie=cookie)) is refusal


@pytest.mark.parametrize(
    "path", ["/", "/ws", "/files", "/download/x", "/nothing", "/start", "/staticx", "//start/x"]
)
@pytest.mark.parametrize("cookie", [None, "", "x", "å" * 43, "\ud800"])
def test_without_a_cookie_there_is_nothing(guard: Guard, path: str, cookie: str | None) -> None:
    """Not even whether a path exists."""
    let_in(guard)

    assert guard.refusal(replace(WELCOME, path=path, cookie=cookie)) is Refusal.NO_COOKIE


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (replace(WELCOME, path="/start/x"), None),
        (replace(WELCOME, path="/start/x", sites=["cross-site"]), None),  # clicked in a mail to oneself
        (replace(WELCOME, path="/start/x", hosts=["evil.example"]), Refusal.WRONG_HOST),
        (replace(WELCOME, path="/start/x", origins=["https://evil.example"]), Refusal.WRONG_ORIGIN),
        (replace(WELCOME, path="/start/x", method="POST", origins=[OWN]), Refusal.NO_COOKIE),
        (replace(WELCOME, path="/static/page.css"), None),
        (replace(WELCOME, path="/static/page.css", sites=["cross-site"]), Refusal.WRONG_ORIGIN),
        (replace(WELCOME, path="/static/page.css", method="POST", origins=[OWN]), Refusal.NO_COOKIE),
    ],
)
def test_what_is_open_without_a_cookie(guard: Guard, asked: Asked, refusal: Refusal | None) -> None:
    """The launch link for whoever holds it; style and script for our own page."""
    assert guard.refusal(asked) is refusal


def test_each_browser_has_a_cookie_of_its_own(guard: Guard) -> None:
    """And the cookies of two servers do not stand in each other's way."""
    assert let_in(guard) != let_in(guard)
    assert guard.cookie_name != Guard(PORT + 1).cookie_name
