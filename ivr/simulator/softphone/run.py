"""The carrier as a process: pages, sockets and sounds on one port, in real time."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from random import randrange

from aiohttp import web

from ivr.simulator.clock import Clock
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.office.account import Account
from ivr.simulator.office.number import Number
from ivr.simulator.rest.api import RestApi
from ivr.simulator.softphone.board import Board, Telephones
from ivr.simulator.softphone.live import Live
from ivr.simulator.softphone.server import Server
from ivr.simulator.softphone.speaker import Speaker
from ivr.simulator.sound.speech import Speech
from ivr.simulator.web.http import Http
from ivr.simulator.web.realtime import AsyncWire, RealTime

# The account's API key, by which access tokens are signed; its secret is the account's token.
API_KEY = "SK" + "0" * 32


@dataclass(frozen=True, slots=True)
class Setting:
    """Where the carrier listens, the token of whose applications it rings, and the numbers that those answer, with what they are called."""

    host: str
    port: int
    token: str
    numbers: Mapping[str, Number]
    names: Mapping[str, str]


@asynccontextmanager
async def running(setting: Setting) -> AsyncIterator[str]:
    """Run the carrier and give its address; OSError when it cannot listen there."""
    listening = socket.create_server((setting.host, setting.port))
    address = f"http://{setting.host}:{listening.getsockname()[1]}"
    clock = Clock(datetime.now(UTC))
    time, http, speech = RealTime(clock), Http(), Speech()
    account, voice = Account(token=setting.token, keys={API_KEY: setting.token}, api=address), Speaker(speech, time).utter
    exchange = Exchange(clock, AsyncWire(time, http), account, handsets=Telephones(), seed=randrange(1 << 32), voice=voice)
    exchange.numbers.update(setting.numbers)
    rest = RestApi(exchange)
    board = Board(Live(exchange, time, speech), setting.names)
    server = Server(board, speech, lambda request: time.do(lambda: rest.handle(request)))
    # A page that stays open must not keep the carrier from ending.
    served = web.AppRunner(server.application(), access_log=None, shutdown_timeout=0.5)
    mixing = asyncio.create_task(board.mix())
    try:
        await served.setup()
        await web.SockSite(served, listening).start()
        yield address
    finally:
        mixing.cancel()
        await served.cleanup()
        time.stop()
        await http.close()
        listening.close()
