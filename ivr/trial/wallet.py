"""A demo wallet beside the hotline that is rung here: fresh each time, by the call's own clock, asked without a network."""

from collections.abc import Callable
from datetime import datetime
from functools import cache

import httpx2
from flask import Flask

from ivr.demo_wallet.api import api, serving
from ivr.demo_wallet.wallet import Wallet
from ivr.outside.channel import Channel
from ivr.outside.wallet import Wallet as Client

URL = "http://wallet.example"
KEY = "demo"
PATIENCE_SECONDS = 2.5
"""Longer than this nobody waits here: the asking fails, and no time passes."""
BUSY_SECONDS = 60.0
"""How long the machine itself may take for an answer: that it has other work makes no wallet slow."""


class Straight(httpx2.BaseTransport):
    """Carries requests straight into a demo wallet."""

    def __init__(self, wallet: Wallet) -> None:
        self._line = httpx2.WSGITransport(app=serving(_application(), wallet))

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Give the answer. Raises ReadTimeout where it would take too long and ReadError where the line is cut."""
        try:
            return self._line.handle_request(request)
        except TimeoutError as error:
            raise httpx2.ReadTimeout(str(error), request=request) from error
        except ConnectionError as error:
            raise httpx2.ReadError(str(error), request=request) from error


def beside(clock: Callable[[], datetime]) -> Wallet:
    """Give a wallet for one call."""
    return Wallet(KEY, clock=clock, wait=_wait)


def asking(transport: httpx2.BaseTransport) -> Client:
    """Give who asks a wallet here."""
    return Client(Channel(URL, KEY, transport, deadline_seconds=BUSY_SECONDS))


@cache
def _application() -> Flask:
    return api()


def _wait(seconds: float) -> None:
    if seconds > PATIENCE_SECONDS:
        raise TimeoutError(f"no answer within {PATIENCE_SECONDS} seconds")
