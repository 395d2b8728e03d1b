"""The carrier's web server, asked by pages that behave and by pages that do not."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse, WSCloseCode, WSMsgType, WSServerHandshakeError
from aiohttp.test_utils import TestClient, TestServer

from ivr.simulator.office.tokens import BadToken
from ivr.simulator.rest.http import Answer, Request
from ivr.simulator.softphone.outbox import MOST_BYTES_WAITING, MOST_FRAMES_WAITING, MOST_WAITING, Outbox
from ivr.simulator.softphone.server import MOST_MESSAGE_BYTES, MOST_MESSAGES_A_SECOND, Server
from ivr.simulator.sound.speech import Speech


class Echo:
    """A page that tells back what it was sent."""

    def __init__(self, number: str, outbox: Outbox) -> None:
        self.number, self.outbox = number, outbox

    def does(self, deed: object) -> None:
        self.outbox.tell({"did": deed})

    def speaks(self, sound: bytes) -> None:
        self.outbox.sound(sound)


class Desk:
    """A board that knows nothing of calls; `open` holds the pages that are open."""

    def __init__(self) -> None:
        self.pages: list[Echo] = []

    def open(self, wanted: str | None, outbox: Outbox) -> Echo:
        self.pages.append(Echo(wanted or "given", outbox))
        outbox.tell({"number": wanted or "given"})
        return self.pages[-1]

    def connect(self, token: str, call: str | None, outbox: Outbox) -> Echo:
        if token != "good":
            raise BadToken(20104, "Access Token expired")
        return self.open(call, outbox)

    def close(self, page: Echo, outbox: Outbox) -> None:
        self.pages.remove(page)


def refuse(request: Request) -> Answer:
    """Be a REST API that shows what it was asked."""
    body = {"asked": [request.method, request.path, request.query, request.form, request.headers["authorization"]]}
    return Answer(401, {"Content-Type": "application/json"}, json.dumps(body).encode())


Scene = Callable[[TestClient[Any, Any], Desk], Awaitable[None]]


def play(scene: Scene) -> None:
    async def run() -> None:
        desk = Desk()
        async with TestClient(TestServer(Server(desk, Speech("no-such-program"), refuse).application())) as client:
            async with asyncio.timeout(20):
                await scene(client, desk)

    asyncio.run(run())


async def close_code(socket: ClientWebSocketResponse) -> int | None:
    """Read to the end and tell how it ended."""
    while (await socket.receive()).type not in (WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.CLOSING, WSMsgType.ERROR):
        pass
    return socket.close_code


def test_a_page_does_deeds_and_speaks_over_one_socket() -> None:
    async def scene(client: TestClient[Any, Any], desk: Desk) -> None:
        async with client.ws_connect("/phone/socket?as=%2B15550002222") as socket:
            assert await socket.receive_json() == {"number": "+15550002222"}
            await socket.send_str(json.dumps({"do": "say", "text": "退款"}, ensure_ascii=False))
            assert await socket.receive_json() == {"did": {"do": "say", "text": "退款"}}
            await socket.send_bytes(bytes(320))
            assert await socket.receive_bytes() == bytes(320)
            assert len(desk.pages) == 1
        while desk.pages:
            await asyncio.sleep(0)

    play(scene)


@pytest.mark.parametrize(
    "text", ["", "{", "[" * 10_000, r'{"do": "say", "text": "x\ud800y"}', r'["\ud800"]', r'{"\ud800": 1}', '{"do": NaN}']
)
def test_what_is_no_json_is_a_deed_that_nobody_knows(text: str) -> None:
    async def scene(client: TestClient[Any, Any], desk: Desk) -> None:
        async with client.ws_connect("/phone/socket") as socket:
            await socket.receive_json()
            await socket.send_str(text)
            assert (await socket.receive_json())["did"] is None or "NaN" in text

    play(scene)


def test_a_page_of_another_site_is_sent_away() -> None:
    async def scene(client: TestClient[Any, Any], desk: Desk) -> None:
        with pytest.raises(WSServerHandshakeError) as refused:
            await client.ws_connect("/phone/socket", origin="https://elsewhere.example")
        assert refused.value.status == 403
        own = f"http://{client.host}:{client.port}"
        async with client.ws_connect("/phone/socket", origin=own) as socket:
            assert await socket.receive_json() == {"number": "given"}

    play(scene)


def test_a_page_of_another_site_calls_by_the_voice_sdk_with_a_good_token() -> None:
    async def scene(client: TestClient[Any, Any], desk: Desk) -> None:
        elsewhere = "https://desk.example"
        async with client.ws_connect("/sdk/socket?token=good&call=CA1", origin=elsewhere) as socket:
            assert await socket.receive_json() == {"number": "CA1"}
        async with client.ws_connect("/sdk/socket", origin=elsewhere) as socket:
            assert await socket.receive_json() == {"event": "refused", "code": 20104, "message": "Access Token expired"}
            assert await close_code(socket) == WSCloseCode.OK

    play(scene)


@pytest.mark.parametrize(("name", "status"), [("voice", 200), ("live", 200), ("live-worklet", 200), ("main", 404), ("..%2fmain", 404)])
def test_a_page_of_another_site_loads_the_voice_sdk_and_nothing_else(name: str, status: int) -> None:
    async def scene(client: TestClient[Any, Any], desk: Desk) -> None:
        answer = await client.get(f"/sdk/{name}.js")
        allowed = answer.headers.get("Access-Control-Allow-Origin")
        assert (answer.status, allowed) == (status, "*" if status == 200 else None)
        assert "Access-Control-Allow-Origin" not in (await client.get("/phone/static/main.js")).headers

    play(scene)


def test_a_message_too_long_for_a_phone_ends_the_connection() -> None:
    async def scene(client: TestClient[Any, Any], desk: Desk) -> None:
        async with client.ws_connect("/phone/socket") as socket:
            await socket.send_bytes(bytes(MOST_MESSAGE_BYTES + 1))
            assert await close_code(socket) == WSCloseCode.MESSAGE_TOO_BIG

    play(scene)


def test_a_flood_ends_the_connection() -> None:
    async def scene(client: TestClient[Any, Any], desk: Desk) -> None:
        async with client.ws_connect("/phone/socket") as socket:
            for _ in range(2 * MOST_MESSAGES_A_SECOND + 2):
                await socket.send_str("{}")
            assert await close_code(socket) == WSCloseCode.TRY_AGAIN_LATER

    play(scene)


def test_a_page_that_takes_nothing_misses_voice_and_then_is_let_go() -> None:
    async def scene(client: TestClient[Any, Any], desk: Desk) -> None:
        async with client.ws_connect("/phone/socket") as socket:
            assert await socket.receive_json() == {"number": "given"}
            (page,) = desk.pages
            for _ in range(2 * MOST_FRAMES_WAITING):
                page.outbox.sound(bytes(320))
            page.outbox.tell({"is": "heard"})
            got = [(await socket.receive()).type for _ in range(MOST_FRAMES_WAITING + 1)]
            assert got == [WSMsgType.BINARY] * MOST_FRAMES_WAITING + [WSMsgType.TEXT]
            for _ in range(MOST_WAITING + 1):
                page.outbox.tell({"is": "too much"})
            assert await close_code(socket) == WSCloseCode.TRY_AGAIN_LATER

    play(scene)


def test_a_page_for_which_too_much_waits_is_let_go() -> None:
    async def scene(client: TestClient[Any, Any], desk: Desk) -> None:
        async with client.ws_connect("/phone/socket") as socket:
            await socket.receive_json()
            (page,) = desk.pages
            for letter in "ab":
                page.outbox.tell({letter: "票" * (MOST_BYTES_WAITING // 4)})
                assert letter in await socket.receive_json()
            for letter in "cd":
                page.outbox.tell({letter: "票" * (MOST_BYTES_WAITING // 4)})
            assert await close_code(socket) == WSCloseCode.TRY_AGAIN_LATER

    play(scene)


def test_a_desk_that_has_no_page_ends_the_connection() -> None:
    class Closed(Desk):
        def open(self, wanted: str | None, outbox: Outbox) -> Echo:
            raise OverflowError

    async def run() -> None:
        server = TestServer(Server(Closed(), Speech("no-such-program"), refuse).application())
        async with TestClient(server) as client, asyncio.timeout(20), client.ws_connect("/phone/socket") as socket:
            assert await close_code(socket) == WSCloseCode.TRY_AGAIN_LATER

    asyncio.run(run())


def test_words_that_are_not_kept_are_not_found() -> None:
    async def scene(client: TestClient[Any, Any], desk: Desk) -> None:
        assert (await client.get("/phone/sound/abc.wav")).status == 404

    play(scene)


def test_kept_words_are_served_as_a_sound(need: Callable[[str], None]) -> None:
    need("espeak-ng")

    async def run() -> None:
        speech = Speech()
        spoken = await speech.say("Hello.", "en-US")
        assert spoken is not None
        async with TestClient(TestServer(Server(Desk(), speech, refuse).application())) as client:
            answer = await client.get(f"/phone/sound/{spoken.name}.wav")
            assert (answer.status, answer.content_type, await answer.read()) == (200, "audio/wav", spoken.file)

    asyncio.run(run())


def test_what_is_asked_of_the_rest_api_comes_whole_and_so_does_the_answer() -> None:
    async def scene(client: TestClient[Any, Any], desk: Desk) -> None:
        path = "/2010-04-01/Accounts/AC1/Queues/a%2Fb.json"
        answer = await client.post(f"{path}?Page=1", data={"FriendlyName": "退款"}, headers={"Authorization": "Basic QUMxOg=="})
        assert (answer.status, answer.content_type) == (401, "application/json")
        asked = ["POST", path, [["Page", "1"]], [["FriendlyName", "退款"]], "Basic QUMxOg=="]
        assert await answer.json() == {"asked": asked}

    play(scene)
