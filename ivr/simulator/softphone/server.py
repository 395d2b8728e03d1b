"""The carrier's web server: the softphone with its socket and sounds, and the REST API. One asyncio process."""

import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Generic, Protocol, TypeVar
from urllib.parse import urlsplit

from aiohttp import WSMsgType, web

from ivr.simulator.office.tokens import BadToken
from ivr.simulator.rest.http import Answer, Request
from ivr.simulator.rest.served import PATHS, serve
from ivr.simulator.softphone.device import refused
from ivr.simulator.softphone.outbox import Outbox
from ivr.simulator.sound.speech import Speech

STATIC = Path(__file__).parent / "static"
# What a page may send: a text of 1,600 characters as JSON fits; a voice is 50 frames a second.
MOST_FORM_BYTES = 1 << 20
MOST_MESSAGE_BYTES, MOST_MESSAGES_A_SECOND = 16_384, 200
HEARTBEAT_SECONDS = 20.0
# The page takes nothing from elsewhere but the sounds that an application plays.
POLICY = "default-src 'self'; style-src 'self'; media-src *; connect-src 'self'; frame-ancestors 'none'"
FILE_HEADERS = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
PAGE_HEADERS = {"Content-Security-Policy": POLICY, **FILE_HEADERS}
# The voice SDK is loaded by pages of other origins; what a page may do there is decided by its token.
SDK = {"voice.js": "sdk.js", "live.js": "live.js", "live-worklet.js": "live-worklet.js"}
SDK_HEADERS = {"Access-Control-Allow-Origin": "*", **FILE_HEADERS}


class Handset(Protocol):
    """A page that is open."""

    def does(self, deed: object) -> None:
        """Take what the page sent, whatever that is."""

    def speaks(self, sound: bytes) -> None:
        """Take frames of voice."""


H = TypeVar("H", bound=Handset)


class Board(Protocol[H]):
    """Whoever knows the pages."""

    def open(self, wanted: str | None, outbox: Outbox) -> H:
        """Give a page that has come a handset, with the number it wants where that is free."""

    def connect(self, token: str, call: str | None, outbox: Outbox) -> H:
        """Give a page that calls by the voice SDK a device, the one of its call where that goes on. Raises BadToken."""

    def close(self, handset: H, outbox: Outbox) -> None:
        """Take note that a page has gone, without a word perhaps."""


class Server(Generic[H]):
    """What answers a browser, and hands what is for the REST API to `ask`."""

    def __init__(self, board: Board[H], speech: Speech, ask: Callable[[Request], Answer]) -> None:
        self._board, self._speech, self._ask = board, speech, ask

    def application(self) -> web.Application:
        """Give the aiohttp application."""
        made = web.Application(client_max_size=MOST_FORM_BYTES)
        made.add_routes(
            [
                web.get("/", self._home),
                web.get("/phone", self._page),
                web.get("/phone/socket", self._socket),
                web.get("/phone/sound/{name}.wav", self._sound),
                web.static("/phone/static", STATIC),
                web.get("/sdk/socket", self._sdk_socket),
                web.get("/sdk/{name}", self._sdk),
                web.route("*", PATHS, self._rest),
            ]
        )
        return made

    async def _home(self, request: web.Request) -> web.Response:
        raise web.HTTPFound("/phone")

    async def _page(self, request: web.Request) -> web.FileResponse:
        return web.FileResponse(STATIC / "phone.html", headers=PAGE_HEADERS)

    async def _sdk(self, request: web.Request) -> web.FileResponse:
        name = SDK.get(request.match_info["name"])
        if name is None:
            raise web.HTTPNotFound
        return web.FileResponse(STATIC / name, headers=SDK_HEADERS)

    async def _sound(self, request: web.Request) -> web.Response:
        spoken = self._speech.kept(request.match_info["name"])
        if spoken is None:
            raise web.HTTPNotFound(text="These words are not kept any more.")
        return web.Response(body=spoken.file, content_type="audio/wav", headers={"Cache-Control": "private, max-age=3600"})

    async def _rest(self, request: web.Request) -> web.Response:
        return await serve(request, self._ask)

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        origin = request.headers.get("Origin")
        if origin and urlsplit(origin).netloc != request.host:
            raise web.HTTPForbidden(text="A page of another site may not use this phone.")
        return await self._serve(request, lambda outbox: self._board.open(request.query.get("as"), outbox))

    async def _sdk_socket(self, request: web.Request) -> web.WebSocketResponse:
        query = request.query
        return await self._serve(request, lambda outbox: self._board.connect(query.get("token", ""), query.get("call"), outbox))

    async def _serve(self, request: web.Request, opened: Callable[[Outbox], H]) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT_SECONDS, max_msg_size=MOST_MESSAGE_BYTES)
        await socket.prepare(request)
        outbox = Outbox()
        pump = asyncio.create_task(outbox.pump(socket))
        try:
            page = opened(outbox)
            try:
                await _listen(socket, page)
            finally:
                self._board.close(page, outbox)
        except BadToken as bad:
            await socket.send_json(refused(bad))
            await socket.close()
        finally:
            outbox.close()
            await pump
        return socket


class Pace:
    """How many messages came within this second."""

    def __init__(self) -> None:
        self._second, self._messages = 0, 0

    def is_too_fast(self) -> bool:
        """Count one message more."""
        second = int(time.monotonic())
        self._messages = self._messages + 1 if second == self._second else 1
        self._second = second
        return self._messages > MOST_MESSAGES_A_SECOND


async def _listen(socket: web.WebSocketResponse, page: Handset) -> None:
    pace = Pace()
    async for message in socket:
        if pace.is_too_fast():
            break
        if message.type is WSMsgType.BINARY:
            page.speaks(message.data)
        elif message.type is WSMsgType.TEXT:
            page.does(_deed(message.data))


def _deed(text: str) -> object:
    """Read a deed; what is no JSON, or could not be told anybody as half a character cannot, is none."""
    try:
        deed = json.loads(text)
        json.dumps(deed, ensure_ascii=False).encode()
        return deed
    except (ValueError, RecursionError):
        return None
