"""A carrier of its own for tests of pages: a small application, virtual time, and what each page is told."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from ivr.simulator.clock import Clock
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.office.account import Account
from ivr.simulator.office.number import Number
from ivr.simulator.softphone.board import Board, Telephones
from ivr.simulator.softphone.live import Live
from ivr.simulator.softphone.outbox import Outbox
from ivr.simulator.softphone.page import Page
from ivr.simulator.softphone.replay import MOST_LETTERS
from ivr.simulator.sound.speech import Speech
from ivr.simulator.web.line import WsgiLine
from ivr.simulator.web.wire import DirectWire

T = TypeVar("T")
KEY, SECRET = "SK1", "a secret of at least thirty-two bytes"
HOTLINE, LI, ANA = "+15559990000", "+15550002222", "+15550002223"


MENU = '<Gather numDigits="1" action="/key"><Say language="zh-CN">账单请按1</Say></Gather><Say>Nothing heard.</Say>'


ANSWERS = {
    "/menu": MENU,
    "/key": "<Say>Thank you.</Say><Pause length='30'/>",
    "/room": "<Dial><Conference beep='false' waitUrl=''>Room 7</Conference></Dial>",
    "/recorded": "<Dial><Conference beep='false' waitUrl='' record='record-from-start'>Room 8</Conference></Dial>",
    "/long": f"<Say>Hello</Say><!--{'x' * 2 * MOST_LETTERS}--><Pause length='1'/><Redirect>/long</Redirect>",
    "/transfer": f"<Dial>{ANA}</Dial>",
}


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/xml")])
    return [f"<Response>{ANSWERS[environ['PATH_INFO']]}</Response>".encode()]


class Seen(Outbox):
    """What a page was told."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[Mapping[str, Any]] = []

    def tell(self, message: Mapping[str, Any]) -> None:
        self.messages.append(message)

    def of(self, *events: str) -> list[Mapping[str, Any]]:
        return [message for message in self.messages if message["event"] in events]


class Turned:
    """A clock that the test turns."""

    def do(self, act: Callable[[], T]) -> T:
        return act()


class Carrier:
    """An exchange, its board, and the pages that were opened."""

    def __init__(self) -> None:
        self.clock = Clock(datetime(2026, 3, 2, 10, tzinfo=UTC))
        self.exchange = Exchange(self.clock, DirectWire(WsgiLine(application)), Account(keys={KEY: SECRET}), handsets=Telephones())
        self.live = Live(self.exchange, Turned(), Speech("no-such-program"))
        self.board = Board(self.live, {HOTLINE: "热线"})
        self.answers("/menu")

    def answers(self, url: str) -> None:
        self.exchange.numbers[HOTLINE] = Number(url)

    def open(self, wanted: str | None = None) -> tuple[Page, Seen]:
        seen = Seen()
        return self.board.open(wanted, seen), seen

    def dialled(self) -> tuple[Page, Seen]:
        page, seen = self.open()
        page.does({"do": "dial", "to": HOTLINE})
        return page, seen
