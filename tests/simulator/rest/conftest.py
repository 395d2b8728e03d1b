"""A carrier asked through Twilio's own package, and a small application that its webhooks reach."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client as Twilio

from ivr.simulator import events
from ivr.simulator.clock import Clock
from ivr.simulator.effects import Callee
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.faces.script import Inputs, read_inputs
from ivr.simulator.office.account import Account
from ivr.simulator.office.leg import Leg
from ivr.simulator.office.number import Number
from ivr.simulator.people.handset import Handsets, Scripted
from ivr.simulator.rest.api import RestApi
from ivr.simulator.rest.in_process import InProcess
from ivr.simulator.unsure import Unsure
from ivr.simulator.web.line import Incoming, LineError, Outgoing

MONDAY_TEN = datetime(2026, 3, 2, 10, tzinfo=UTC)
HOTLINE, LI = "+15559990000", "+8613800001111"
HANDSETS = {
    LI: Scripted(Callee(rings=3, talks=20), "li"),
    "+15550001010": Scripted(Callee("busy", rings=1), "busy"),
    "+15550002020": Scripted(Callee("no-answer"), "nobody"),
    "+15550009999": Scripted(name="off", gets_texts=False),
}
LONG = "<Pause length='600'/>"


@dataclass
class Application:
    """Hears every webhook and answers by path. Nobody may ask it while the carrier answers a REST request."""

    pages: dict[str, str] = field(default_factory=dict)
    heard: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    base_url: str = "https://hotline.example"
    may_be_asked: bool = True
    is_idle: bool = True

    def reaches(self, url: str) -> bool:
        return url.startswith(self.base_url)

    def carry(self, request: Outgoing, then: Callable[[Incoming | LineError], None]) -> None:
        assert self.may_be_asked, f"{request.url} was asked for before the REST request was answered"
        parts = urlsplit(request.url)
        form = parse_qsl(request.body.decode() + "&" + parts.query, keep_blank_values=True)
        self.heard.append((f"{request.method} {parts.path}", dict(form)))
        body = f"<Response>{self.pages.get(parts.path, '')}</Response>"
        then(Incoming(200, (("Content-Type", "text/xml"),), body.encode()))

    def of(self, path: str) -> list[dict[str, str]]:
        """Give the forms of the requests to a path."""
        return [form for heard, form in self.heard if heard.endswith(f" {path}")]


class Guarded(InProcess):
    """Twilio's client, while whose requests are answered the application may not be asked anything."""

    def __init__(self, rest: RestApi, application: Application) -> None:
        super().__init__(rest)
        self._application = application

    def request(self, *args: Any, **more: Any) -> Any:
        self._application.may_be_asked = False
        try:
            return super().request(*args, **more)
        finally:
            self._application.may_be_asked = True


@dataclass
class Carrier:
    """The exchange, what happened in it, and ways to ring and to let time pass."""

    exchange: Exchange
    events: list[events.Event]
    application: Application

    def ring(self, inputs: str = "", caller: str = "+15550001111") -> Leg:
        """Somebody rings the hotline."""
        return self.exchange.ring(self.exchange.numbers[HOTLINE], Inputs(read_inputs(inputs)), caller, HOTLINE, name=caller)

    def rings(self, document: str, times: int = 1) -> list[Leg]:
        """So many ring, one a second, and get this document."""
        self.application.pages["/voice"] = document
        legs = []
        for _ in range(times):
            legs.append(self.ring(caller=f"+1555000{len(self.exchange.legs):04d}"))
            self.passes(1)
        return legs

    def passes(self, seconds: float) -> None:
        self.exchange.clock.advance(seconds)

    def said(self, leg: str) -> list[str]:
        return [event.what.text for event in self.events if event.leg == leg and isinstance(event.what, events.Say)]

    @property
    def texts(self) -> list[events.Text]:
        return [event.what for event in self.events if isinstance(event.what, events.Text)]


@pytest.fixture
def application() -> Application:
    return Application({"/voice": LONG})


@pytest.fixture
def made(application: Application) -> Callable[..., Carrier]:
    """Make a carrier; what is said of it replaces what is usual."""

    def make(**settings: Any) -> Carrier:
        heard: list[events.Event] = []
        numbers = count()
        account = Account("AC" + "1" * 32, "primary", {"SK" + "2" * 32: "secret" * 6})
        settings = {"handsets": Handsets(dict(HANDSETS)), "sid": lambda prefix: f"{prefix}{next(numbers):032x}"} | settings
        exchange = Exchange(Clock(MONDAY_TEN), application, account, tell=heard.append, **settings)
        exchange.assign(HOTLINE, Number("/voice", texts="/texts"))
        return Carrier(exchange, heard, application)

    return make


@pytest.fixture
def carrier(made: Callable[..., Carrier]) -> Carrier:
    return made()


@pytest.fixture
def exchange(carrier: Carrier) -> Exchange:
    return carrier.exchange


@pytest.fixture
def rest(exchange: Exchange) -> RestApi:
    return RestApi(exchange)


@pytest.fixture
def client(application: Application) -> Callable[[Carrier], Twilio]:
    """Make Twilio's own client, whose requests go into a carrier."""

    def make(carrier: Carrier) -> Twilio:
        account = carrier.exchange.account
        return Twilio(account.sid, account.token, http_client=Guarded(RestApi(carrier.exchange), application))

    return make


@pytest.fixture
def twilio(carrier: Carrier, client: Callable[[Carrier], Twilio]) -> Twilio:
    return client(carrier)


@pytest.fixture
def refused() -> Callable[[Callable[[], Any]], tuple[int, int]]:
    """Do what must be refused, and give HTTP's status and Twilio's code."""

    def act(deed: Callable[[], Any]) -> tuple[int, int]:
        with pytest.raises(TwilioRestException) as refusal:
            deed()
        return refusal.value.status, refusal.value.code

    return act


@pytest.fixture(params=[False, True], ids=["default", "flipped"])
def flipped(request: pytest.FixtureRequest) -> Callable[[str], tuple[bool, Unsure]]:
    """Give an unsure point as it usually is and the other way."""

    def choose(name: str) -> tuple[bool, Unsure]:
        unsure = Unsure().flipped(name) if request.param else Unsure()
        return getattr(unsure, name), unsure

    return choose
