"""The routes, and the guard before each of them.

    GET  /start/LINK     lets a browser in, once       GET  /          the page
    GET  /static/…       script, style, typeface       GET  /ws        the socket of a window
    POST /files          a file on its way in          GET  /download/KEY   one on its way out

Every answer carries the security headers, refusals too. What is said in a refusal is plain words; what was asked
is never repeated in it.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from aiohttp import WSMsgType, web

from wizard.i18n import Translator, available_languages
from wizard.web.guard import Asked, Guard, Refusal
from wizard.web.headers import SECURITY_HEADERS, content_policy
from wizard.web.limits import Limits
from wizard.web.messages import read_message, size_of
from wizard.web.names import disposition
from wizard.web.page import SORRY, page, sorry
from wizard.web.sessions import Close, Session, Sessions, Start
from wizard.web.uploads import Unwanted, receive

__all__ = ["Served", "make_app"]

_STATIC: Final = Path(__file__).parent / "static"
_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".mjs": "text/javascript; charset=utf-8",
        ".woff2": "font/woff2",
        ".svg": "image/svg+xml",
    }
)
_PIECE: Final = 64 * 1024
_OWNER: Final = web.RequestKey("owner", str)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Served:
    """What the routes share: who may come in, the sessions, the language of the call."""

    def __init__(
        self,
        guard: Guard,
        sessions: Sessions,
        limits: Limits,
        language: str,
        on_fault: Callable[[Exception], None],
    ) -> None:
        self.guard = guard
        self.sessions = sessions
        self.limits = limits
        self.language = language
        self.on_fault = on_fault
        self.silent: set[int] = set()
        """The connections that have not asked for anything yet, by the identity of their protocol."""

    # The guard -----------------------------------------------------------------------------------------

    async def stand_guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Before every route: refuse, or let through; and put the headers on whatever comes out."""
        cookie = request.cookies.get(self.guard.cookie_name)
        headers = request.headers
        asked = Asked(
            path=request.path,
            method=request.method,
            hosts=headers.getall("Host", []),
            origins=headers.getall("Origin", []),
            sites=headers.getall("Sec-Fetch-Site", []),
            cookie=cookie,
            is_socket="upgrade" in headers.get("Connection", "").lower() or "Upgrade" in headers,
        )
        refusal = self.guard.refusal(asked)
        if refusal is not None:
            return self._refuse(refusal)
        request[_OWNER] = cookie or ""
        try:
            return await handler(request)
        except web.HTTPException as error:
            return self._sorry(error.status, "missing" if error.status == 404 else "wrong")
        except ConnectionError:  # the window has gone in the middle of it
            raise
        except Exception as error:  # noqa: BLE001  the last seam: the page is told, and so is the terminal
            self.on_fault(error)
            return self._sorry(500, "fault")

    def _refuse(self, refusal: Refusal) -> web.Response:
        return self._sorry(refusal.value, "closed" if refusal is Refusal.NO_COOKIE else "wrong")

    def _sorry(self, status: int, why: str, *, is_inside: bool = False) -> web.Response:
        words = Translator.of(self.language)
        return web.Response(
            status=status, text=sorry(words, SORRY[why], is_inside=is_inside), content_type="text/html"
        )

    # The way in and the page ---------------------------------------------------------------------------

    async def start(self, request: web.Request) -> web.StreamResponse:
        """Let a browser in by the launch link; a link that has been used is refused, whoever comes with it."""
        cookie = self.guard.redeem(request.match_info["link"])
        if cookie is None:
            is_inside = self.guard.knows(request[_OWNER])
            return self._sorry(403, "used", is_inside=is_inside)
        answer = web.Response(status=303, headers={"Location": "/"})
        answer.set_cookie(self.guard.cookie_name, cookie, httponly=True, samesite="Strict", path="/")
        return answer

    async def index(self, request: web.Request) -> web.StreamResponse:
        """The page."""
        nonce = secrets.token_urlsafe(16)
        words = {language: Translator.of(language) for language in available_languages()}
        answer = web.Response(text=page(words, self.language, nonce, self.limits), content_type="text/html")
        answer.headers["Content-Security-Policy"] = content_policy(f"http://{request.host}", nonce)
        return answer

    async def static(self, request: web.Request) -> web.StreamResponse:
        """One of our own files, by a name from the list of them."""
        path = _FILES.get(request.match_info["name"])
        if path is None:
            raise web.HTTPNotFound
        return web.Response(
            body=await asyncio.to_thread(path.read_bytes),
            headers={"Content-Type": _TYPES[path.suffix], "Cache-Control": "no-cache"},
        )

    # A window ------------------------------------------------------------------------------------------

    async def socket(self, request: web.Request) -> web.StreamResponse:
        """A window: the session it had, or a new one."""
        owner, asked = request[_OWNER], request.query
        size = size_of(_number(asked.get("width")), _number(asked.get("height")), self.limits) or (80, 24)
        language = asked.get("language")
        start = Start(
            size, asked.get("light") == "1", language if language in available_languages() else None
        )
        name = asked.get("session", "")
        session = self.sessions.find(name, owner)
        socket = web.WebSocketResponse(
            heartbeat=20, max_msg_size=self.limits.message, timeout=2.0, compress=False
        )
        if not socket.can_prepare(request):
            raise web.HTTPBadRequest
        if session is None:
            session = await self.sessions.begin(owner, start, name)
        if session is None:
            return web.Response(status=503, text="")
        session.hold()
        try:
            await socket.prepare(request)
            await session.attach(socket, start.size)
            await self._listen(socket, session)
        finally:
            session.detach(socket)
        return socket

    async def _listen(self, socket: web.WebSocketResponse, session: Session) -> None:
        async for message in socket:
            said = read_message(message.data, self.limits) if message.type is WSMsgType.TEXT else None
            if said is None:
                await socket.close(code=Close.NONSENSE)
                return
            await session.hear(said)

    # Files ---------------------------------------------------------------------------------------------

    async def take_file(self, request: web.Request) -> web.StreamResponse:
        """A file for the question on the screen of a session."""
        session = self.sessions.find(request.query.get("session", ""), request[_OWNER])
        if session is None:
            raise web.HTTPNotFound
        if not session.wants_files:
            return _answer(Unwanted.NOT_ASKED_FOR)
        name = request.headers.get("X-Lov-Name", "")
        pieces = request.content.iter_chunked(_PIECE)
        found = await receive(pieces, name, request.content_length, session.folder, self.limits)
        if isinstance(found, Unwanted):
            answer = _answer(found)
            answer.force_close()  # what is still on its way is not read
            return answer
        session.touch()
        await session.take_files([found])
        return web.json_response({"name": found.name}, status=201)

    async def give_file(self, request: web.Request) -> web.StreamResponse:
        """A file that the app hands out, once. It is saved by the browser and never shown in our origin."""
        try:
            found = await self.sessions.downloads.get_download_metadata(request.match_info["key"])
        except KeyError:
            raise web.HTTPNotFound from None
        if not any(
            session.child is found.app_service and session.owner == request[_OWNER]
            for session in self.sessions
        ):
            raise web.HTTPNotFound
        answer = web.StreamResponse(
            headers={
                "Content-Type": "application/octet-stream",
                "Content-Disposition": disposition(found.file_name),
            }
        )
        await answer.prepare(request)
        async for piece in self.sessions.downloads.download(found.delivery_key):
            await answer.write(piece)
        await answer.write_eof()
        return answer


def make_app(served: Served) -> web.Application:
    """The web application."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        served.silent.discard(id(request.protocol))
        return await served.stand_guard(request, handler)

    async def headers(_request: web.Request, answer: web.StreamResponse) -> None:
        for name, value in SECURITY_HEADERS.items():
            answer.headers.setdefault(name, value)
        answer.headers.setdefault("Content-Security-Policy", content_policy(served.guard.origin))
        answer.headers.pop("Server", None)

    app = web.Application(middlewares=[guard])
    app.on_response_prepare.append(headers)
    app.add_routes(
        [
            web.get("/start/{link}", served.start, allow_head=False),
            web.get("/", served.index),
            web.get("/static/{name:.+}", served.static),
            web.get("/ws", served.socket, allow_head=False),
            web.post("/files", served.take_file),
            web.get("/download/{key}", served.give_file, allow_head=False),
        ]
    )
    return app


def _answer(why: Unwanted) -> web.Response:
    return web.json_response({"why": why.name.lower().replace("_", "-")}, status=why.value)


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 6 else None


def _files() -> Mapping[str, Path]:
    found = (path for path in _STATIC.rglob("*") if path.suffix in _TYPES)
    return {path.relative_to(_STATIC).as_posix(): path for path in found}


_FILES: Final = _files()
"""What may be asked for below /static/: names, so that no path is ever made of what is asked."""
