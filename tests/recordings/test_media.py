"""How a sound file is asked for: by us, at the carrier, and not for ever."""

from collections.abc import Iterator

import httpx2
import pytest

from ivr.errors import CarrierError
from ivr.outside.recordings import FETCH_SECONDS, MOST_BYTES, Media

ACCOUNT, TOKEN = "AC" + "1" * 32, "primary"
CHUNK = bytes(1024 * 1024)


class Endless(httpx2.SyncByteStream):
    def __iter__(self) -> Iterator[bytes]:
        while True:
            yield CHUNK


def media(answer, clock=lambda: 0.0) -> Media:
    return Media(ACCOUNT, TOKEN, "https://carrier.example/", httpx2.MockTransport(answer), clock)


def test_the_token_stays_with_the_carrier_when_it_sends_us_on():
    asked: list[tuple[str, bool]] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append((str(request.url), "authorization" in request.headers))
        if request.url.host == "carrier.example":
            return httpx2.Response(307, headers={"Location": "https://store.example/a.wav?signed=1"})
        return httpx2.Response(200, content=b"sound")

    assert b"".join(media(answer).fetch("RE1")) == b"sound"
    there = f"https://carrier.example/2010-04-01/Accounts/{ACCOUNT}/Recordings/RE1.wav"
    assert asked == [(there, True), ("https://store.example/a.wav?signed=1", False)]


def test_one_without_an_end_is_given_up():
    taken: list[int] = []
    with pytest.raises(CarrierError, match="had not ended"):
        taken.extend(map(len, media(lambda request: httpx2.Response(200, stream=Endless())).fetch("RE1")))
    assert sum(taken) == MOST_BYTES


def test_one_that_takes_longer_than_a_job_may_is_given_up():
    times = iter(range(0, 1000, 10))
    taken: list[bytes] = []
    with pytest.raises(CarrierError, match="had not ended"):
        taken.extend(media(lambda request: httpx2.Response(200, stream=Endless()), lambda: next(times)).fetch("RE1"))
    assert len(taken) == FETCH_SECONDS / 10


def test_a_connection_that_breaks_is_a_carrier_that_did_not_answer():
    def answer(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("no route to carrier.example")

    with pytest.raises(CarrierError, match="the carrier did not give the recording: ConnectError"):
        b"".join(media(answer).fetch("RE1"))
