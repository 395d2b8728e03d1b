"""The REST API over HTTP: what Twilio's own client asks, on a socket."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
import requests
from aiohttp import web
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from ivr.simulator.office.carrier import Carrier, read_given
from ivr.simulator.rest.api import RestApi
from ivr.simulator.rest.served import PATHS, serve
from ivr.simulator.web.realtime import RealTime

HOTLINE, LI = "+15559990000", "+8613800001111"


class Here(TwilioHttpClient):
    """Twilio's own client with another host, as an application's setting makes it."""

    def __init__(self, base: str, timeout: float | None = None) -> None:
        super().__init__(timeout=timeout)
        self._base = base

    def request(self, method: str, url: str, *args: Any, **more: Any) -> Any:
        path = url.partition("://")[2].partition("/")[2]
        return super().request(method, f"{self._base}/{path}", *args, **more)


@pytest.fixture
def over_http(made: Any) -> Callable[..., Any]:
    """Serve the carrier's API, with faults perhaps, and do something with a client of it."""

    async def run(act: Callable[[Client], Any], given: str, timeout: float | None) -> Any:
        usual = Carrier()
        exchange = made(carrier=read_given(given, usual) or usual).exchange
        time = RealTime(exchange.clock)
        application = web.Application()
        rest = RestApi(exchange)

        async def answer(request: web.Request) -> web.Response:
            return await serve(request, lambda asked: time.do(lambda: rest.handle(asked)))

        application.router.add_route("*", PATHS, answer)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        here = Here(f"http://127.0.0.1:{runner.addresses[0][1]}", timeout)
        try:
            with here.session:
                return await asyncio.to_thread(act, Client(exchange.account.sid, exchange.account.token, http_client=here))
        finally:
            time.stop()
            await runner.cleanup()

    return lambda act, given="", timeout=None: asyncio.run(run(act, given, timeout))


def test_a_call_is_made_and_listed(over_http: Any) -> None:
    def act(twilio: Client) -> Any:
        made = twilio.calls.create(to=LI, from_=HOTLINE, twiml="<Response/>", status_callback_event=["ringing", "answered"])
        twilio.calls.create(to="+15550001010", from_=HOTLINE, twiml="<Response/>")
        return made.sid, [row.sid for row in twilio.calls.list(page_size=1, to=LI)]

    sid, listed = over_http(act)
    assert listed == [sid]


def test_letters_and_codes_arrive_as_they_were_sent(over_http: Any) -> None:
    def act(twilio: Client) -> Any:
        twilio.verify.v2.services.create(friendly_name="钱包 & co")
        twilio.messages.create(to=LI, from_=HOTLINE, body="余额 100% + 1 & 2")
        return twilio.verify.v2.services.list()[0].friendly_name, twilio.messages.list(to=LI)[0].body

    assert over_http(act) == ("钱包 & co", "余额 100% + 1 & 2")


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ("rest lose /*/Calls.json number 1", requests.exceptions.ConnectionError),
        ("rest delay 0.4 /*/Calls.json number 1", requests.exceptions.ReadTimeout),
    ],
)
def test_an_answer_that_is_lost_or_late_is_a_deed_that_is_done(over_http: Any, given: str, error: type[Exception]) -> None:
    def act(twilio: Client) -> int:
        with pytest.raises(error):
            twilio.calls.create(to=LI, from_=HOTLINE, twiml="<Response/>")
        return len(twilio.calls.list())

    assert over_http(act, given, 0.1) == 1
