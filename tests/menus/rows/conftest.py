"""The shipped menus as callers find them: the real application rung by the simulated phone, and a walk to every place."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count, product
from json import loads
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest

from ivr.app import Application, build, create_app
from ivr.cli.local import in_process
from ivr.config import Config
from ivr.flow.graph import Flow
from ivr.flow.nodes import NODES
from ivr.flow.state import CallState
from ivr.service.switching import Staff
from ivr.simulator import events
from ivr.simulator.call import Number
from ivr.simulator.carrier import Carrier
from ivr.simulator.clock import Clock
from ivr.simulator.effects import Queueing
from ivr.simulator.line import Incoming, Line, Outgoing, WsgiLine
from ivr.simulator.person import HangUp, Leave, Move, Press, Silence, Speak
from ivr.simulator.phone import Ending, Phone
from ivr.simulator.script import Inputs
from ivr.storage.records import CallRow, Draft, Entry, Profile, Ticket

MENUS = Path(__file__).parents[3] / "menus"
NUMBER = Number("/voice/incoming", "POST", "/voice/fallback", "/voice/status")
LANGUAGES = ("zh", "en")
KINDS = {kind: name for name, kind in NODES.items()}
ENTRIES = {"phone": "13900139000", "amount": "12*5#", "date": "0301#"}
TICKETS = {"1000000005": timedelta(), "1000000052": timedelta(days=2)}
"""Complaints that are there already, and how old they are: one is in time, one overdue."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is so while a call is made: the hour, how many wait in each line and may, a page that is out of order, the language
    in which the caller is known, what they left unfinished, whether something is out of order, for how many seconds somebody in the
    line talks to them, the places from which calls then go other ways (`through`), and how often the caller has just rung in silence."""

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


SCENES = {
    "morning": Scene(),
    "night": Scene("2026-03-03 02:00"),
    "a long line": Scene(waiting=3),
    "no room in line": Scene(most=0),
    "no music on hold": Scene(broken="/voice/queue/wait"),
    "known in Mandarin, slowly": Scene(known="zh", pace="slow"),
    "known in English, slowly": Scene(known="en", pace="slow"),
    "an incident": Scene(incident=True, through=("payment.menu", "payment.failed")),
    "again and again": Scene(silent=3),
    "again and again, known in English": Scene(silent=3, known="en"),
    "an unfinished complaint": Scene(unfinished='{"matter": "missing", "matter_order": "12345678"}', through=("complaint.menu",)),
    "somebody answers": Scene(talks=60, through=("agent.account",)),
}


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
                unit.join_queue(Entry(f"{queue}.zh.{nth}", sid, queue, 50, self.clock.now(), "zh", "{}"))

    def keep_tickets(self) -> None:
        """Keep the complaints that are there already."""
        with self.application.store.unit() as unit:
            for number, age in TICKETS.items():
                opened = self.clock.now() - age
                unit.open_ticket(Ticket("complaint", "service", "", "", "", "zh", opened, number), iter([number]).__next__)

    def call(self, *moves: Move, caller: str | None = None, called: str = "+864000000000") -> Call:
        """Ring, from a number of its own if none is given, make these moves one after the other, and hang up where the last one led."""
        caller = next(self.callers) if caller is None else caller
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


@pytest.fixture(scope="session")
def hotline(flow: Flow) -> Iterator[Callable[..., Hotline]]:
    """Give the hotline as it is in a scene: the fields of `Scene` that are otherwise than usual."""
    made: list[Hotline] = []

    def make(flow: Flow = flow, config: Config | None = None, **so: object) -> Hotline:
        made.append(Hotline(flow, Scene(**so), config or in_process(MENUS)))
        return made[-1]

    yield make
    for each in made:
        each.application.store.close()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a phone listens: a node in a language, or `over`. The way on from some depends on `call_to` or on a list's item."""

    node: str
    language: str
    kind: str
    call_to: object = None
    item: object = None

    @property
    def menu(self) -> str:
        return self.node.partition(".")[0]


OVER = Place("", "", "over")
TRUNK = ("welcome.language", "welcome.main", "agent.ask")
"""What every scene is walked through again, and the key from there to people."""
FIRST = ("welcome.language", "welcome.anybody")
"""Questions before the notice is heard: from there the same key leads another way."""
TO_PEOPLE = Press("0")


def place(flow: Flow, call: Call) -> Place:
    if call.ending.ended.by == "app":
        return OVER
    kind = "read back" if "entered" in call.state.memo else KINDS[type(flow.nodes[call.state.node])]
    return Place(call.state.node, call.state.language, kind, call.state.slots.get("call_to"), call.state.memo.get("at"))


def moves(flow: Flow, at: Place) -> Iterator[Move]:
    """Give what a caller can do here: every key on offer, an entry or none, a recording, hearing out the last words."""
    node = flow.nodes[at.node]
    match at.kind:
        case "read back":
            yield from (Press("1"), Press("2"))
        case "collect":
            asked = node.check.action if node.check else ""
            known = {"tickets.look": TICKETS, "numbers.check": flow.facts["hotline"].values()}.get(asked, ())
            yield from (Press(f"{number}#") for number in dict.fromkeys(known))
            yield from [Press(ENTRIES.get(node.kind, "12345678#"))] if asked != "tickets.look" else []
            yield from [Press("0#")] if node.empty else []
        case "record":
            yield Leave(4)
        case "queue":
            yield from map(Press, flow.queues[node.queue].keys)
        case "end":
            yield Silence()
        case _:
            yield from map(Press, getattr(node, "options", {}))
            yield from [Silence()] if getattr(node, "attempts", None) == 1 else []
            yield from (Press(option.key) for option in flow.endings.get(getattr(node, "ending", None), ()))


def always(flow: Flow, at: Place) -> Iterator[tuple[tuple[str, str, str], Move]]:
    """Give the keys and words that work in every question, each under its menu file (or first question), name and language."""
    for each in flow.menu_of(at.node).universals if at.kind not in ("record", "queue") else ():
        where = at.node if at.node in FIRST else at.menu
        yield (where, each.name, at.language), Press(each.key) if each.key else Speak(each.words[at.language][0])


@dataclass(frozen=True, slots=True)
class Made:
    """A call that was made: in which scene, with which moves, and how it went."""

    scene: str
    moves: tuple[Move, ...]
    call: Call


@dataclass
class Walk:
    """What was found by calling: how each place was reached first, where the moves there lead, and every call made."""

    hotlines: dict[str, Hotline] = field(default_factory=dict)
    places: dict[Place, Made] = field(default_factory=dict)
    leads: dict[Place, set[Place]] = field(default_factory=dict)
    made: list[Made] = field(default_factory=list)
    tried: set[tuple[str, str, str]] = field(default_factory=set)

    def go(self, scene: str) -> None:
        """Call again and again, one move further each time, until no call comes to a new place."""
        found: dict[tuple[Move, ...], Place] = {}
        ahead: list[tuple[Move, ...]] = [()]
        for way in ahead:
            at = found[way] = self._call(scene, way)
            if way:
                self.leads.setdefault(found[way[:-1]], set()).add(at)
            through = (*TRUNK, *self.hotlines[scene].scene.through)
            is_new = at not in self.places or (at.node in through and at not in list(found.values())[:-1])
            if is_new and at is not OVER:
                self.places.setdefault(at, self.made[-1])
                ahead += [(*way, move) for move in self._onward(at)]
                ahead += [(*way, Silence())] if self.hotlines[scene].scene.talks and at.kind == "queue" else []

    def further(self, at: Place, *more: Move) -> Call:
        """Call once more as this place was reached first, and go on from there."""
        made = self.places[at]
        return self.hotlines[made.scene].call(*made.moves, *more)

    def moves(self, at: Place) -> Iterable[Move]:
        return moves(self.hotlines["morning"].flow, at)

    def _call(self, scene: str, way: tuple[Move, ...]) -> Place:
        call = self.hotlines[scene].call(*way)
        self.made.append(Made(scene, way, call))
        return place(self.hotlines[scene].flow, call)

    def _onward(self, at: Place) -> Iterator[Move]:
        yield from self.moves(at)
        for name, move in always(self.hotlines["morning"].flow, at):
            if name not in self.tried or (at.node in TRUNK and move == TO_PEOPLE):
                self.tried.add(name)
                yield move


@pytest.fixture(scope="session")
def walk(hotline: Callable[..., Hotline]) -> Walk:
    found = Walk()
    for name, scene in SCENES.items():
        found.hotlines[name] = hotline(**asdict(scene))
        found.hotlines[name].keep_tickets()
        found.go(name)
    return found
