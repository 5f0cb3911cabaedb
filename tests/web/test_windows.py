"""Windows and their sessions: coming, going, coming back, taking over, too many, too long, too much."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from tests.web.inside import Inside, run
from tests.web.stub import FILE
from wizard.web.limits import Limits
from wizard.web.sessions import Close

QUICK = Limits(ending=1.0)


def is_running(pid: int) -> bool:
    """Whether a process is there, and no corpse."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text("utf-8")
    except OSError:
        return False


def pids(inside: Inside) -> list[int]:
    """The apps that are running."""
    return [session.child.pid for session in inside.sessions]


def test_a_window_has_an_app_of_its_own_with_its_size(tmp_path: Path) -> None:
    """Keys go in, pictures come out."""

    async def doing(inside: Inside) -> None:
        async with inside.window(width="100", height="30") as first, inside.window() as second:
            await first.see("hello 100x30")
            await second.see("hello 80x24")
            await first.type("one")
            await second.type("two")
            await first.see("ONE")
            await second.see("TWO")
            await first.say("resize", {"width": 99, "height": 31})
            await first.see("resize 99")
            assert b"TWO" not in first.drawn
            assert len(set(pids(inside))) == 2

    run(tmp_path, doing)


def test_a_window_that_comes_back_finds_its_app(tmp_path: Path) -> None:
    """After a reload or a lost connection: the same process, drawn anew, with the modes of a terminal."""

    async def doing(inside: Inside) -> None:
        async with inside.window() as wire:
            await wire.see("hello")
            before = pids(inside)
            session = wire.session
        async with inside.window(session, width="90") as wire:
            await wire.see("redraw 90")
            assert wire.session == session
            assert wire.drawn.startswith(b"\x1b[?1049h")
            assert ["lov", {"language": "sv", "theme": "dark", "files": True}] in wire.told
            assert pids(inside) == before

    run(tmp_path, doing)


def test_what_is_drawn_while_nobody_looks_does_not_stop_the_app(tmp_path: Path) -> None:
    """An app that writes much more than a pipe holds goes on."""

    async def doing(inside: Inside) -> None:
        async with inside.window() as wire:
            await wire.see("hello")
            session = wire.session
            await wire.type("flood")
        async with inside.window(session) as wire:
            await wire.see("redraw")
            await wire.type("still there")
            await wire.see("STILL THERE")

    run(tmp_path, doing)


def test_a_second_window_for_a_session_takes_it_over(tmp_path: Path) -> None:
    """A copied tab: the first is told where it went on."""

    async def doing(inside: Inside) -> None:
        async with inside.window() as first:
            await first.see("hello")
            async with inside.window(first.session) as second:
                await second.see("redraw")
                assert await first.end() == Close.ELSEWHERE
                await second.type("mine")
                await second.see("MINE")

    run(tmp_path, doing)


def test_a_session_is_its_browsers_own(tmp_path: Path) -> None:
    """Who has another cookie gets an app of their own, whatever session they name."""

    async def doing(inside: Inside) -> None:
        async with inside.window() as first:
            await first.see("hello")
            jar = aiohttp.CookieJar(unsafe=True)
            async with aiohttp.ClientSession(cookie_jar=jar) as other:
                async with other.get(inside.guard.new_link(), allow_redirects=False):
                    pass
                stranger = Inside(inside.guard, inside.sessions, other, inside.now)
                async with stranger.window(first.session) as second:
                    await second.see("hello")
                    assert second.session != first.session
                    answer = await stranger.send_file(first.session, "x.pdf", b"x")
                    assert answer.status == 404
            await first.type("mine")
            await first.see("MINE")

    run(tmp_path, doing)


def test_a_hundred_sockets_are_refused_beyond_the_limit(tmp_path: Path) -> None:
    """No process is started for one that is refused."""

    async def doing(inside: Inside) -> None:
        async with AsyncExitStack() as stack:
            refused = 0
            for _ in range(100):
                try:
                    wire = await stack.enter_async_context(inside.window())
                except aiohttp.WSServerHandshakeError as error:
                    refused += error.status == 503
                else:
                    await wire.see("hello")
            assert refused == 96
            assert len(pids(inside)) == 4

    run(tmp_path, doing, replace(QUICK, sessions=4))


def test_a_hundred_sockets_at_once_start_no_more_apps_than_one_by_one(tmp_path: Path) -> None:
    """The limit holds while apps are being started."""

    async def doing(inside: Inside) -> None:
        async with AsyncExitStack() as stack:
            opened = await asyncio.gather(
                *(stack.enter_async_context(inside.window()) for _ in range(100)), return_exceptions=True
            )
            assert sum(not isinstance(wire, BaseException) for wire in opened) <= 4
            assert len(pids(inside)) <= 4

    run(tmp_path, doing, replace(QUICK, sessions=4))


def test_an_app_that_nobody_looks_at_gives_way_to_a_window(tmp_path: Path) -> None:
    """Tabs that were closed lock nobody out."""

    async def doing(inside: Inside) -> None:
        async with inside.window() as wire:
            await wire.see("hello")
            (old,) = pids(inside)
        async with inside.window() as wire:
            await wire.see("hello")
            assert pids(inside) != [old]
            assert not is_running(old)

    run(tmp_path, doing, replace(QUICK, sessions=1))


def test_more_connections_than_allowed_are_hung_up_at_once(tmp_path: Path) -> None:
    """Before anything of them is read."""

    async def doing(inside: Inside) -> None:
        port = inside.guard.port
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(40)]
        answers = []
        for reader, writer in held[12:]:
            answers.append(await reader.read())
            writer.close()
        assert all(answer.startswith(b"HTTP/1.1 503 ") for answer in answers)
        for _, writer in held[:12]:
            writer.close()

    run(tmp_path, doing, replace(QUICK, connections=12))


def test_a_connection_that_asks_for_nothing_is_hung_up(tmp_path: Path) -> None:
    """Also one that never gets to the end of its headers."""

    async def doing(inside: Inside) -> None:
        for start in (b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "):
            reader, writer = await asyncio.open_connection("127.0.0.1", inside.guard.port)
            writer.write(start)
            assert await asyncio.wait_for(reader.read(), 30) == b""
            writer.close()

    run(tmp_path, doing, replace(QUICK, first_request=0.2))


@pytest.mark.parametrize(
    ("limits", "passed", "is_left"),
    [(replace(QUICK, waiting=60.0, idle=3600.0), 61.0, True), (replace(QUICK, idle=3600.0), 3601.0, False)],
)
def test_an_app_leaves_when_nobody_comes_or_nobody_presses_a_key(
    tmp_path: Path, limits: Limits, passed: float, *, is_left: bool
) -> None:
    """The window is told, and the next one has the same draft open."""

    async def doing(inside: Inside) -> None:
        async with AsyncExitStack() as stack:
            wire = await stack.enter_async_context(inside.window())
            await wire.see("hello")
            await wire.until(lambda wire: any(said[0] == "lov" for said in wire.told))
            (pid,) = pids(inside)
            if is_left:
                await stack.aclose()
                async with asyncio.timeout(30):
                    while not next(iter(inside.sessions)).is_waiting:  # noqa: ASYNC110  seen from outside
                        await asyncio.sleep(0.01)
            await inside.sessions.sweep()
            assert pids(inside) == [pid]
            inside.now[0] = passed
            ending = asyncio.create_task(inside.sessions.sweep())
            if not is_left:
                assert await wire.end() == Close.IDLE
            await ending
            assert not is_running(pid)
            async with inside.window(wire.session) as again:
                await again.see("hello 80x24 d1")
                assert again.session != wire.session

    run(tmp_path, doing, limits)


@pytest.mark.parametrize(
    ("word", "code"), [("leave", Close.ENDED), ("fail", Close.FAULT), ("nonsense", Close.FAULT)]
)
def test_the_page_is_told_how_the_app_ended(tmp_path: Path, word: str, code: Close) -> None:
    """Left, or failed, or out of step."""

    async def doing(inside: Inside) -> None:
        async with inside.window() as wire:
            await wire.see("hello")
            await wire.type(word)
            assert await wire.end() == code
            assert list(inside.sessions) == []

    run(tmp_path, doing)


def test_a_window_that_comes_to_an_app_that_has_just_ended_is_told(tmp_path: Path) -> None:
    """It does not wait for ever for a picture."""

    async def doing(inside: Inside) -> None:
        async with inside.window() as wire:
            await wire.see("hello")
            (session,) = inside.sessions
            await wire.type("fail")
            await wire.end()
        inside.sessions._open[session.id] = session  # as if it were found a moment before its end
        async with inside.window(session.id) as late:
            assert await late.end() == Close.FAULT

    run(tmp_path, doing)


def test_an_app_that_will_not_leave_is_ended(tmp_path: Path) -> None:
    """Deaf to the word and to SIGTERM."""
    seen: list[int] = []

    async def doing(inside: Inside) -> None:
        async with inside.window() as wire:
            await wire.see("hello")
            await wire.type("deaf")
            await wire.see("DEAF")
            seen.extend(pids(inside))
            ending = asyncio.create_task(inside.sessions.end_all())
            assert await wire.end() == Close.STOPPED
            await ending
            assert not is_running(seen[0])

    run(tmp_path, doing, replace(QUICK, ending=0.3))
    assert seen


@pytest.mark.parametrize("said", ['["quit"]', "x", "[" * 10_000, '["resize", {"width": "1", "height": 2}]'])
def test_nonsense_closes_the_socket(tmp_path: Path, said: str) -> None:
    """Our page does not say it."""

    async def doing(inside: Inside) -> None:
        async with inside.window() as wire:
            await wire.see("hello")
            await wire.socket.send_str(said)
            assert await wire.end() == Close.NONSENSE

    run(tmp_path, doing)


def test_a_message_that_is_too_large_closes_the_socket(tmp_path: Path) -> None:
    """A very long paste goes through, and nothing longer."""

    async def doing(inside: Inside) -> None:
        async with inside.window() as wire:
            await wire.see("hello")
            await wire.type("a" * 200_000)
            await wire.see("A" * 200_000)
            await wire.type("a" * 300_000)
            assert await wire.end() == aiohttp.WSCloseCode.MESSAGE_TOO_BIG
        async with inside.window() as wire:
            await wire.see("hello")

    run(tmp_path, doing)


# Files -----------------------------------------------------------------------------------------------------


def test_a_file_comes_up_to_a_private_folder_and_goes_with_the_session(tmp_path: Path) -> None:
    """Under a safe name, readable by its owner alone."""

    async def doing(inside: Inside) -> None:
        async with inside.window() as wire:
            await wire.see("hello")
            for name in ("bevis.pdf", "..%2F..%2Fbevis.pdf", "%C3%A5%00.pdf"):
                answer = await inside.send_file(wire.session, name, b"%PDF-" + b"x" * 100_000)
                assert answer.status == 201
            await wire.until(lambda wire: wire.drawn.count(b"got ") == 3)
            kept = sorted(path for path in (tmp_path / "files").rglob("*") if path.is_file())
            assert sorted(path.name for path in kept) == ["bevis.pdf", "bevis.pdf", "å_.pdf"]
            assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}
            assert {path.parent.stat().st_mode & 0o777 for path in kept} == {0o700}
            assert all(f"got {path} 100005".encode() in wire.drawn for path in kept)
            await wire.type("leave")
            await wire.end()
        assert not any(path.is_file() for path in (tmp_path / "files").rglob("*"))

    run(tmp_path, doing)


def test_files_that_are_too_large_or_too_many_are_refused_and_leave_nothing(tmp_path: Path) -> None:
    """Whether the size is told beforehand or not."""

    async def slowly() -> AsyncIterator[bytes]:
        for _ in range(200):
            yield b"x" * 1000

    async def doing(inside: Inside) -> None:
        async with inside.window() as wire:
            await wire.see("hello")
            for data in (b"x" * 100_001, slowly()):
                answer = await inside.send_file(wire.session, "x.pdf", data)
                assert (answer.status, await answer.json()) == (413, {"why": "too-large"})
            assert not any(path.is_file() for path in (tmp_path / "files").rglob("*"))
            for _ in range(3):
                assert (await inside.send_file(wire.session, "x.pdf", b"x" * 100_000)).status == 201
            answer = await inside.send_file(wire.session, "x.pdf", b"x")
            assert (answer.status, await answer.json()) == (429, {"why": "too-many"})

    run(tmp_path, doing, replace(QUICK, file=100_000, files=3))


def test_a_file_nobody_asked_for_is_refused(tmp_path: Path) -> None:
    """Nothing is written for a question that takes none."""

    async def doing(inside: Inside) -> None:
        async with inside.window() as wire:
            await wire.see("hello")
            next(iter(inside.sessions)).wants_files = False
            answer = await inside.send_file(wire.session, "x.pdf", b"x")
            assert (answer.status, await answer.json()) == (409, {"why": "not-asked-for"})
            assert (await inside.send_file("nothing", "x.pdf", b"x")).status == 404
            assert not (tmp_path / "files").exists()

    run(tmp_path, doing)


def test_a_file_is_handed_out_once_and_never_shown(tmp_path: Path) -> None:
    """Whatever type and name the app gives it: no markup of it runs in our page's name."""

    async def doing(inside: Inside) -> None:
        async with inside.window() as wire:
            await wire.see("hello")
            await wire.type("give")
            await wire.until(lambda wire: ["deliver_file_start", "0" * 32] in wire.told)
            address = f"{inside.origin}/download/{'0' * 32}"

            async def fetch() -> tuple[bytes, aiohttp.ClientResponse]:
                async with inside.client.get(address) as answer:
                    return await answer.read(), answer

            reading = asyncio.create_task(fetch())
            listening = asyncio.create_task(wire.until(lambda _: reading.done()))
            data, answer = await reading
            listening.cancel()
            assert data == FILE
            assert answer.headers["Content-Type"] == "application/octet-stream"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Content-Disposition"].startswith('attachment; filename="')
            async with inside.client.get(address) as again:
                assert again.status == 404

    run(tmp_path, doing)
