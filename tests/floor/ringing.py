"""Agents rung over the carrier of a written call, with Twilio's own package."""

from collections.abc import Callable
from functools import partial

from twilio.rest import Client

from ivr.config import Config
from ivr.outside.lines import TwilioLines
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.office.account import Account
from ivr.simulator.rest.api import RestApi
from ivr.simulator.rest.in_process import InProcess
from ivr.twiml.document import url

HOTLINE = "+15559990000"


class OverTwilio:
    """What asks the carrier; which one is known when the call begins."""

    def __init__(self, config: Config) -> None:
        self._twilio = Client(Account().sid, config.twilio_auth_token.get_secret_value())
        self.lines = TwilioLines(self._twilio, HOTLINE, partial(url, config.base_url))

    def meet(self, exchange: Exchange) -> None:
        """Ask this carrier from now on."""
        self._twilio.http_client = InProcess(RestApi(exchange), timeout=8)

    def work(self, tick: Callable[[], object]) -> None:
        """Let the worker do what is due."""
        tick()
