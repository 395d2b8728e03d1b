"""The shipped menus as callers find them: the real application rung by the simulated phone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count, product
from json import loads
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from ivr.app import Application, build, create_app
from ivr.config import Config
from ivr.flow.graph import Flow
from ivr.flow.state import CallState
from ivr.service.switching import Staff
from ivr.simulator import events
from ivr.simulator.clock import Clock
from ivr.simulator.effects import Queueing
from ivr.simulator.faces.phone import Ending, Phone
from ivr.simulator.faces.script import Inputs
from ivr.simulator.office.carrier import Carrier
from ivr.simulator.office.number import Number
from ivr.simulator.people.person import HangUp, Move
from ivr.simulator.web.line import Incoming, Line, Outgoing, WsgiLine
from ivr.storage.records import CallRow, Draft, Entry, Profile, Ticket

MENUS = Path(__file__).parents[3] / "menus"
NUMBER = Number("/voice/incoming", "POST", "/voice/fallback", "/voice/status")
WITHHELD = "anonymous"
TICKETS = {"1000000005": timedelta(), "1000000052": timedelta(days=2)}
"""Complaints that are there already, and how old they are: one is in time, one overdue."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is so while a call is made: the hour, how many wait in each line and may, a page that is out of order, the language
    in which the caller is known, what they left unfinished, whether something is out of order, for how many seconds somebody in the
    line talks to them, the places from which calls then go other ways (`through`), how often the caller has just rung in silence, and
    whether numbers are withheld."""

    at: str = "2026-03-03 10:00"
    waiting: int = 0
    most: int = 200
    broken: str = ""
    known: str = ""
    pace: str = ""
    unfinished: str = ""
    incident: bool = False
    talks: float = 0
    through: tuple[str, ...] = ()
    silent: int = 0
    withheld: bool = False


@dataclass(frozen=True)
class Broken:
    """A line on which one page is out of order."""

    line: Line
    path: str

    @property
    def base_url(self) -> str:
        return self.line.base_url

    def reaches(self, url: str) -> bool:
        return self.line.reaches(url)

    def send(self, request: Outgoing) -> Incoming:
        return Incoming(404, (), b"") if urlsplit(request.url).path == self.path else self.line.send(request)


def sid_of(happened: Iterable[events.What]) -> str:
    return next(what.params["CallSid"] for what in happened if isinstance(what, events.Request))


@dataclass(frozen=True)
class Call:
    """A call that is over: what happened, the nodes it came through, where it was at last, and its story if it was in line then."""

    happened: tuple[events.What, ...]
    ending: Ending
    entered: tuple[str, ...]
    state: CallState
    story: Mapping[str, Any]

    def of(self, kind: type) -> list:
        return [what for what in self.happened if isinstance(what, kind)]

    @property
    def sid(self) -> str:
        return sid_of(self.happened)

    @property
    def words(self) -> str:
        return " ".join(say.text for say in self.of(events.Say))

    @property
    def documents(self) -> list[str]:
        return [request.twiml for request in self.of(events.Request)]

    @property
    def slips(self) -> list[str]:
        """What is wrong, or strange to who listens; that somebody picks up is neither."""
        told = [str(what) for what in self.happened if isinstance(what, events.Error | events.Remark)]
        return [each for each in told if "somebody picks up" not in each]

    def after(self, moves: int) -> str:
        """Give the words heard after so many moves and before the next."""
        moments: list[list[str]] = [[]]
        for what in self.happened:
            match what:
                case events.Request(_, url) if urlsplit(url).path == "/voice/turn":
                    moments.append([])
                case events.Say(text):
                    moments[-1].append(text)
        return " ".join(moments[moves])


@dataclass
class Hotline:
    """The shipped menus in the real application, with a store of its own. Every call is another caller's, at the scene's hour."""

    flow: Flow
    scene: Scene
    config: Config
    clock: Clock = field(init=False)
    application: Application = field(init=False)
    line: Line = field(init=False)
    callers: Iterator[str] = field(default_factory=lambda: map("+86138{:08}".format, count()))

    def __post_init__(self) -> None:
        self.clock = self._clock()
        queues = {name: replace(queue, most=self.scene.most) for name, queue in self.flow.queues.items()}
        self.application = build(self.config, clock=lambda: self.clock.now(), flow=replace(self.flow, queues=queues))
        self.line = Broken(WsgiLine(create_app(self.application), self.config.base_url), self.scene.broken)
        with self.application.store.unit() as unit:
            if self.scene.incident:
                staff = Staff(self.flow, self.clock.now(), "ana")
                staff.turn_on(unit, staff.incident(("zh=转账", "en=transfers"), "23:59"))
            for queue, nth in product(queues, range(self.scene.waiting)):
                sid = f"{queue}{nth}"
                unit.start_call(CallRow(sid, 1, self.flow.version, "{}", "", "", "", "", self.clock.now()), "[]")
                unit.join_queue(Entry(f"{queue}.zh.{nth}", sid, queue, self.clock.now(), self.clock.now(), "zh", "{}"))

    def keep_tickets(self) -> None:
        """Keep the complaints that are there already."""
        with self.application.store.unit() as unit:
            for number, age in TICKETS.items():
                opened = self.clock.now() - age
                unit.open_ticket(Ticket("complaint", "service", "", "", "", "zh", opened, number), iter([number]).__next__)

    def call(self, *moves: Move, caller: str | None = None, called: str = "+864000000000") -> Call:
        """Ring, from a number of its own if none is given, make these moves one after the other, and hang up where the last one led."""
        if caller is None:
            caller = WITHHELD if self.scene.withheld else next(self.callers)
        self.clock = self._clock()
        self.clock.every(15.0, self.application.tick)
        told: list[events.What] = []
        if self.scene.known:
            with self.application.store.unit() as unit:
                unit.keep_profile(self.application.services.turns.numbers.hash(caller), Profile(self.scene.known, self.scene.pace))
        token = self.config.twilio_auth_token.get_secret_value()
        self._leave_unfinished(caller)
        self._ring_in_silence(caller)
        phone = Phone(line=self.line, clock=self.clock, token=token, caller=caller, called=called, patience=None, carrier=self._carrier())
        ending = phone.ring(NUMBER, Inputs((*moves, HangUp())), lambda event: told.append(event.what))
        return Call(tuple(told), ending, *self._kept(sid_of(told)))

    def _carrier(self) -> Carrier:
        """Give the carrier: somebody picks up after a second, if anybody talks at all."""
        queueing = Queueing(answers_after=1, talks=self.scene.talks)
        return Carrier(dict.fromkeys(self.flow.queues, queueing) if self.scene.talks else {})

    def _leave_unfinished(self, caller: str) -> None:
        if self.scene.unfinished:
            known = self.application.services.turns.numbers.hash(caller)
            with self.application.store.unit() as unit:
                unit.keep_draft(Draft("complaint", known, "", self.scene.unfinished, self.clock.now()))

    def _ring_in_silence(self, caller: str) -> None:
        known = self.application.services.turns.numbers.hash(caller)
        with self.application.store.unit() as unit:
            for nth in range(self.scene.silent):
                row = CallRow(f"{caller}/{nth}", 1, self.flow.version, "{}", "", known, "", "", self.clock.now(), ending="silent")
                unit.start_call(row, "[]")

    def _kept(self, sid: str) -> tuple[tuple[str, ...], CallState, Mapping[str, Any]]:
        row = self.application.store.read_call(sid)
        assert row is not None
        state = CallState.from_json(loads(row.state))
        with self.application.store.unit() as unit:
            facts = [fact for _, turn in unit.journal(sid) for fact in loads(turn)]
            entry = unit.entry(state.memo.get("entry", ""))
        return tuple(name for kind, name, *_ in facts if kind == "Entered"), state, loads(entry.story) if entry else {}

    def _clock(self) -> Clock:
        return Clock(datetime.fromisoformat(self.scene.at).replace(tzinfo=ZoneInfo(self.flow.peaks.timezone)))
