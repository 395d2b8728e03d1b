"""The shipped hotline with a demo wallet beside it, rung again and again over virtual days, and all that is done for each turn."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx2
import pytest
from sqlalchemy import Engine, event

from ivr.app import Application, build, create_app
from ivr.compiler.compile import compile_folder
from ivr.config import Config
from ivr.flow.graph import Flow
from ivr.service.actions import DECLARATIONS
from ivr.simulator import events
from ivr.simulator.clock import Clock
from ivr.simulator.effects import Moment
from ivr.simulator.faces.phone import Phone
from ivr.simulator.faces.script import read_item
from ivr.simulator.office.number import Number
from ivr.simulator.people.person import HangUp, Move
from ivr.simulator.web.line import Incoming, Outgoing, WsgiLine
from ivr.trial.stage import in_process
from ivr.trial.wallet import Straight, asking, beside

MENUS = Path(__file__).parents[2] / "menus"
NUMBER = Number("/voice/incoming", "POST", "/voice/fallback", "/voice/status")
STRANGER = "+8613900000000"
MANDARIN = "1"
LIGHT, STRONG = ("1", "3"), ("1", "1", "4")
"""The keys to something that asks for that identity: balance and records, and lifting a sign-in lock."""
LITERAL = re.compile(r"x?'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")


@dataclass
class Asked(httpx2.BaseTransport):
    """A line to the wallet that keeps what it was asked."""

    line: httpx2.BaseTransport
    said: list[tuple[str, str, bytes]] = field(default_factory=list)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.said.append((request.method, request.url.path, request.read()))
        return self.line.handle_request(request)

    @property
    def compared(self) -> int:
        """How often the wallet was asked to compare an ID."""
        return sum(path.endswith("/identity") for _, path, _ in self.said)


@dataclass
class Caller:
    """Somebody who does the next move whenever the phone asks, and hangs up after the last."""

    moves: Iterator[str]

    is_done = False

    def interrupts(self, moment: Moment) -> Move | None:
        return None

    def answers(self, moment: Moment) -> Move | None:
        move = next(self.moves, None)
        return HangUp() if move is None else read_item(move)

    def hears(self, event: events.Event) -> None:
        return None


@dataclass(frozen=True)
class Turn:
    """What one request led to: the answer, the wallet's askings and the statements, without their values."""

    twiml: str
    asked: tuple[tuple[str, str], ...]
    statements: tuple[str, ...]
    seconds: float = field(compare=False)


@dataclass
class Timed:
    """A line to the hotline that knows how long the last answer took."""

    line: WsgiLine
    seconds: float = 0.0

    @property
    def base_url(self) -> str:
        return self.line.base_url

    def reaches(self, url: str) -> bool:
        return self.line.reaches(url)

    def send(self, request: Outgoing) -> Incoming:
        answer = self.line.send(request)
        self.seconds = answer.seconds
        return answer


@dataclass
class Line:
    """The hotline and its wallet, on one clock that goes on from call to call."""

    application: Application
    clock: Clock
    asked: Asked
    statements: list[str]
    token: str
    base_url: str
    known: set[str] = field(default_factory=set)

    def ring(self, moves: Iterable[str], caller: str = STRANGER, *, closes: bool = True) -> "Call":
        """Ring, choose Mandarin if that is not known of the number, make the moves, hang up, and let the call be closed."""
        line = Timed(WsgiLine(create_app(self.application), self.base_url))
        call = Call(self, line)
        phone = Phone(line=line, clock=self.clock, token=self.token, caller=caller, patience=None)
        phone.ring(NUMBER, Caller(chain(() if caller in self.known else MANDARIN, moves)), call.tell)
        self.known.add(caller)
        if closes:
            self.pass_on(timedelta(seconds=16))
        return call

    def pass_on(self, time: timedelta) -> None:
        """Let time pass, and what is due then be done."""
        self.clock.advance(time.total_seconds())
        self.application.tick()

    def state(self, sid: str) -> str:
        """Give the state of a call as it is kept."""
        row = self.application.store.read_call(sid)
        assert row is not None
        return row.state

    def story(self, sid: str) -> dict[str, Any]:
        """Give what went along with a call that waits for people."""
        with self.application.store.unit() as unit:
            entry = unit.entry(json.loads(self.state(sid))["memo"]["entry"])
        assert entry is not None
        story: dict[str, Any] = json.loads(entry.story)
        return story

    def texts(self) -> list[str]:
        """Give the texts of the call that began last, as they are to be sent."""
        row = self.application.store.latest_call()
        assert row is not None
        with self.application.store.unit() as unit:
            return [message.body for message in unit.messages(row.sid)]

    def code(self) -> str:
        """Give the newest code of that call."""
        return re.findall(r"\d{6}", self.texts()[-1].replace("4000000000", ""))[0]


@dataclass
class Call:
    """One call: its turns and its words, as they happen."""

    line: Line
    timed: Timed
    sid: str = ""
    turns: list[Turn] = field(default_factory=list)
    words: str = ""
    _asked: int = 0

    def __post_init__(self) -> None:
        self._asked = len(self.line.asked.said)
        self.line.statements.clear()

    def tell(self, event: events.Event) -> None:
        match event.what:
            case events.Say(text):
                self.words += text
            case events.Request(_, url, twiml=twiml, params=params) if "/voice/incoming" in url or "/voice/turn" in url:
                self.sid = params["CallSid"]
                asked = tuple((method, re.sub(r"\d+", "#", path)) for method, path, _ in self.line.asked.said[self._asked :])
                self._asked = len(self.line.asked.said)
                self.turns.append(Turn(twiml, asked, tuple(LITERAL.sub("?", each) for each in self.line.statements), self.timed.seconds))
                self.line.statements.clear()

    @property
    def last(self) -> Turn:
        return self.turns[-1]


@pytest.fixture(scope="session")
def flow() -> Flow:
    """The shipped menus, compiled."""
    return compile_folder(MENUS, DECLARATIONS)


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """All that is said to a database, as its driver says it."""
    said: list[str] = []

    def listen(connection: Any, _: object) -> None:
        connection.set_trace_callback(said.append)

    event.listen(Engine, "connect", listen)
    yield said
    event.remove(Engine, "connect", listen)


@pytest.fixture
def config() -> Config:
    """A store of its own in memory, empty each time."""
    return in_process(MENUS)


@pytest.fixture
def line(flow: Flow, config: Config, statements: list[str]) -> Iterator[Line]:
    """The hotline, on an ordinary Monday morning."""
    clock = Clock(datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Asia/Shanghai")))
    asked = Asked(Straight(beside(clock.now)))
    application = build(config, clock=clock.now, flow=flow, wallet=asking(asked))
    yield Line(application, clock, asked, statements, config.twilio_auth_token.get_secret_value(), config.base_url)
    application.store.close()


def phone_of(person: int) -> str:
    """Give the number of one of the wallet's people, as it is keyed."""
    return f"138000000{person:02}"


def id_of(person: int) -> str:
    """Give the last four of the document of one of the wallet's people."""
    return f"10{person:02}"


def light(person: int, *answers: str) -> tuple[str, ...]:
    """Give the moves of a stranger who asks for the balance of a person and answers so."""
    return (*LIGHT, f"{phone_of(person)}#", *answers)


def strong(person: int, *then: str) -> tuple[str, ...]:
    """Give the moves of a stranger who is the person, as far as the question for a code, and then so."""
    return (*STRONG, f"{phone_of(person)}#", id_of(person), *then)
