"""An account at the simulated carrier, asked through Twilio's own package, and a small application that its webhooks reach."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from random import Random
from urllib.parse import parse_qsl

import pytest
from twilio.rest import Client as Twilio

from ivr.simulator.account import Account
from ivr.simulator.call import Number
from ivr.simulator.client import Client
from ivr.simulator.clock import Clock
from ivr.simulator.effects import Failure, Notice, Reply
from ivr.simulator.line import Incoming, LineError, Outgoing
from ivr.simulator.rest.api import RestApi
from ivr.simulator.rest.in_process import InProcess
from ivr.simulator.texts import Text, Texts
from ivr.simulator.verification import Verification
from ivr.simulator.wire import ask

MONDAY_TEN = datetime(2026, 3, 2, 10, tzinfo=UTC)
HOTLINE = "+15559990000"


@dataclass
class Application:
    """Hears every webhook; `pages` are what it answers by path. While the carrier handles a request it may not be asked."""

    pages: dict[str, str] = field(default_factory=dict)
    heard: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    base_url: str = "https://hotline.example"

    def reaches(self, url: str) -> bool:
        return url.startswith(self.base_url)

    def carry(self, request: Outgoing, then: Callable[[Incoming | LineError], None]) -> None:
        path = request.url.removeprefix(self.base_url)
        self.heard.append((path, dict(parse_qsl(request.body.decode(), keep_blank_values=True))))
        then(Incoming(200, (("Content-Type", "text/xml"),), f"<Response>{self.pages.get(path, '')}</Response>".encode()))

    def of(self, path: str) -> list[dict[str, str]]:
        return [form for heard, form in self.heard if heard == path]


@dataclass
class Exchange:
    account: Account
    clock: Clock
    application: Application
    lost: Mapping[str, int] = field(default_factory=dict)
    shown: list[Text] = field(default_factory=list)
    numbers: dict[str, Number] = field(default_factory=dict)
    sids: "count[int]" = field(default_factory=count)
    random: Random = field(default_factory=lambda: Random(1))
    verifications: dict[str, Verification] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.texts = Texts(self.clock, self.account.sid, self.numbers, self.sid, self.ask, self.notify, self.reach)

    def sid(self, prefix: str) -> str:
        return f"{prefix}{next(self.sids):032x}"

    def ask(self, url: str, method: str, params: Mapping[str, str], then: Callable[[Reply | Failure], None]) -> None:
        client = Client(self.account.token, lambda request: None)
        self.clock.after(0, lambda: ask(self.application, client.request(url, method, params), then))

    def notify(self, notice: Notice) -> None:
        client = Client(self.account.token, lambda request: None)
        request = client.request(notice.url, notice.method, notice.params)
        self.clock.after(notice.delay, lambda: ask(self.application, request, lambda reply: None))

    def reach(self, text: Text) -> int | None:
        self.shown.append(text)
        return self.lost.get(text.to)


@pytest.fixture
def application() -> Application:
    return Application()


@pytest.fixture
def exchange(application: Application) -> Exchange:
    account = Account("AC" + "1" * 32, "primary", {"SK" + "2" * 32: "secret"})
    number = Number("https://hotline.example/voice", texts="https://hotline.example/texts")
    return Exchange(account, Clock(MONDAY_TEN), application, {"+15550009999": 30003}, numbers={HOTLINE: number})


@pytest.fixture
def rest(exchange: Exchange) -> RestApi:
    return RestApi(exchange)


@pytest.fixture
def twilio(rest: RestApi, exchange: Exchange) -> Twilio:
    """Twilio's own client, whose requests go into the simulated carrier."""
    return Twilio(exchange.account.sid, exchange.account.token, http_client=InProcess(rest))
