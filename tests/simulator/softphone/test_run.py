"""The whole carrier in real time, with an application that is asked over HTTP, and pages that only a browser lacks."""

import asyncio
from array import array
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from math import pi, sin
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType, encode_basic_auth, web
from aiohttp.test_utils import TestServer

from ivr.simulator.office.account import Account
from ivr.simulator.office.number import Number
from ivr.simulator.softphone.run import Setting, running
from ivr.simulator.softphone.voices import FIRST_FRAMES
from ivr.simulator.sound import wav
from ivr.simulator.sound.wav import FRAME_BYTES, RATE

HOTLINE, ROOM, MESSAGE = "+15559990000", "+15559990001", "+15559990002"
ANSWERS = {
    "/menu": "<Gather numDigits='1' action='/key'><Say language='zh-CN'>欢迎致电客服热线。账单请按1，转人工请按0。</Say></Gather>",
    "/key": "<Say>Thank you.</Say>",
    "/message": "<Record playBeep='false' timeout='2' finishOnKey='#' action='/key'/>",
    "/room": "<Dial><Conference beep='false' waitUrl=''>Room 7</Conference></Dial>",
}
PATHS = {HOTLINE: "/menu", ROOM: "/room", MESSAGE: "/message"}
SAMPLES = [round(9000 * sin(2 * pi * 440 * at / RATE)) for at in range(FIRST_FRAMES * FRAME_BYTES // 2)]
TONE = wav.pcm(array("h", SAMPLES))


async def answer(request: web.Request) -> web.Response:
    return web.Response(text=f"<Response>{ANSWERS[request.path]}</Response>", content_type="text/xml")


@asynccontextmanager
async def carrier() -> AsyncIterator[tuple[ClientSession, str]]:
    application = web.Application()
    application.router.add_post("/{path:.*}", answer)
    async with TestServer(application) as server, ClientSession() as client, asyncio.timeout(30):
        numbers = {number: Number(str(server.make_url(path))) for number, path in PATHS.items()}
        async with running(Setting("127.0.0.1", 0, "secret", numbers, {HOTLINE: "热线"})) as address:
            yield client, address


async def until(socket: ClientWebSocketResponse, *events: str) -> dict[str, Any]:
    """Read on to an event of these kinds."""
    while True:
        message = await socket.receive()
        if message.type is WSMsgType.TEXT and (told := message.json())["event"] in events:
            return dict(told)


def play(scene: Callable[[ClientSession, str], Awaitable[None]]) -> None:
    async def run() -> None:
        async with carrier() as (client, address):
            await scene(client, address)

    asyncio.run(run())


def test_a_call_is_rung_heard_answered_with_a_key_and_ends(need: Callable[[str], None]) -> None:
    need("espeak-ng")

    async def scene(client: ClientSession, address: str) -> None:
        async with client.ws_connect(f"{address}/phone/socket") as page:
            assert (await until(page, "hello"))["speech"] is True
            await page.send_json({"do": "dial", "to": HOTLINE})
            heard = await until(page, "sound")
            file = await (await client.get(f"{address}/{heard['wav']}")).read()
            assert heard["ms"] == round(1000 * (wav.seconds(file) or 0))
            await page.send_json({"do": "key", "key": "1"})
            assert (await until(page, "stop", "sound"))["event"] == "stop"
            said, sound, ended = [await until(page, event) for event in ("say", "sound", "ended")]
            assert (said["text"], ended["by"]) == ("Thank you.", "document")
            assert ended["at"] - said["at"] > sound["ms"] / 1000 - 0.02

    play(scene)


def test_two_pages_hear_one_another_in_a_room() -> None:
    async def scene(client: ClientSession, address: str) -> None:
        async with client.ws_connect(f"{address}/phone/socket") as li, client.ws_connect(f"{address}/phone/socket") as ana:
            for page in (li, ana):
                await page.send_json({"do": "dial", "to": ROOM})
            for page in (li, ana):
                await until(page, "joined")
            frames: list[bytes] = []
            while len(frames) < 10:
                if len(frames) % FIRST_FRAMES == 0:
                    await li.send_bytes(TONE)
                message = await ana.receive()
                if message.type is WSMsgType.BINARY:
                    frames.append(message.data)
            assert set(frames) == {TONE[start : start + FRAME_BYTES] for start in range(0, len(TONE), FRAME_BYTES)}
            await ana.send_json({"do": "hangup"})
            assert (await until(ana, "ended"))["by"] == "caller"

    play(scene)


LOUD = 3000
"""A voice, and no noise of the line: of 32,767 at most."""


def test_words_typed_in_a_room_are_heard_there(need: Callable[[str], None]) -> None:
    need("espeak-ng")

    async def scene(client: ClientSession, address: str) -> None:
        async with client.ws_connect(f"{address}/phone/socket") as li, client.ws_connect(f"{address}/phone/socket") as ana:
            for page in (li, ana):
                await page.send_json({"do": "dial", "to": ROOM})
            for page in (li, ana):
                await until(page, "joined")
            await li.send_json({"do": "say", "text": "退款"})
            loudest = 0
            for _ in range(500):
                message = await ana.receive()
                if message.type is WSMsgType.BINARY:
                    loudest = max(loudest, *wav.samples(message.data))
                if loudest > LOUD:
                    break
            assert loudest > LOUD

    play(scene)


def test_a_message_of_typed_words_is_fetched_as_a_sound_from_where_the_application_was_told(need: Callable[[str], None]) -> None:
    need("espeak-ng")

    async def scene(client: ClientSession, address: str) -> None:
        async with client.ws_connect(f"{address}/phone/socket") as page:
            await page.send_json({"do": "dial", "to": MESSAGE})
            await until(page, "answered")
            await page.send_json({"do": "say", "text": "我要投诉这个订单"})
            recorded = await until(page, "record")
            url = (await until(page, "request"))["params"]["RecordingUrl"]
            assert url == recorded["url"]
            assert url.startswith(address)
            assert (await client.get(f"{url}.wav")).status == 401
            own = {"Authorization": encode_basic_auth(Account().sid, "secret")}
            while (answer := await client.get(f"{url}.wav", headers=own)).status == 404:
                await asyncio.sleep(0.2)
            pcm, _ = wav.read(await answer.read()) or (b"", 0)
            assert max(wav.samples(pcm)) > 3000

    play(scene)


def test_an_address_in_use_is_an_error() -> None:
    async def scene(client: ClientSession, address: str) -> None:
        port = int(address.rpartition(":")[2])
        with pytest.raises(OSError, match="in use"):
            async with running(Setting("127.0.0.1", port, "secret", {}, {})):
                raise AssertionError("two carriers listen at one address")

    play(scene)


HALVES = [
    r'{"do": "text", "to": "+15550002223", "body": "\ud800"}',
    r'{"do": "dial", "to": "\ud800"}',
    r'{"do": "say", "text": "x\ud800y"}',
]


@pytest.mark.parametrize("deed", HALVES)
def test_half_a_character_is_refused_and_deafens_nobody(deed: str) -> None:
    async def scene(client: ClientSession, address: str) -> None:
        async with client.ws_connect(f"{address}/phone/socket") as page, client.ws_connect(f"{address}/phone/socket") as other:
            assert (await until(other, "hello"))["number"] == "+15550002223"
            await page.send_json({"do": "dial", "to": ROOM})
            await until(page, "joined")
            await page.send_str(deed)
            assert (await until(page, "busy"))["why"] == "not_now"
            await page.send_json({"do": "hangup"})
            await until(page, "ended")
            for each in (page, other):
                await each.send_json({"do": "dial", "to": HOTLINE})
                assert (await until(each, "say"))["text"]

    play(scene)


def test_one_sentence_at_a_time_is_spoken(need: Callable[[str], None]) -> None:
    need("espeak-ng")

    async def scene(client: ClientSession, address: str) -> None:
        async with client.ws_connect(f"{address}/phone/socket") as page:
            await page.send_json({"do": "dial", "to": ROOM})
            await until(page, "joined")
            for number in range(20):
                await page.send_json({"do": "say", "text": f"{number} is what I say. " * 50})
            assert [(await until(page, "busy"))["why"] for _ in range(3)] == ["speaking"] * 3

    play(scene)
