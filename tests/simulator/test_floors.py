"""Random floors: whoever calls and is called, whatever is pressed and whatever goes wrong, what must always hold does."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from urllib.parse import parse_qsl, urlsplit

from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.simulator import events
from ivr.simulator.clock import Clock
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.faces.cast import Cast
from ivr.simulator.faces.deeds import Drop, Stay, Tell, Tones
from ivr.simulator.faces.transcript import Calls, Does, Manner, Part, Rung, Script
from ivr.simulator.office.account import Account
from ivr.simulator.office.number import Number
from ivr.simulator.people.person import HangUp, Leave, Press, Silence, Speak
from ivr.simulator.unsure import read_unsure
from ivr.simulator.web.faults import Fault, Faulty, Plan
from ivr.simulator.web.line import WsgiLine
from ivr.simulator.web.wire import DirectWire, Wire

from .conftest import BASE, Application

ANA, BEN, CALLED = "+15551110001", "+15551110002", "+15559990000"
STEPS = 'statusCallback="/leg" statusCallbackEvent="initiated ringing answered completed"'
PAGES = {
    "/": '<Gather numDigits="1" timeout="2" action="/key"><Say>Press a key.</Say></Gather><Redirect>/again</Redirect>',
    "/again": '<Gather numDigits="1" timeout="2" action="/key"/>',
    "/key": lambda form: {
        "1": '<Enqueue action="/after" waitUrl="/wait">refund</Enqueue>',
        "2": f'<Dial action="/after" timeout="9"><Number url="/whisper" {STEPS}>{ANA}</Number><Number {STEPS}>{BEN}</Number></Dial>',
        "3": '<Dial action="/after"><Conference statusCallback="/room" statusCallbackEvent="start end join leave">r</Conference></Dial>',
        "4": '<Record action="/after" timeout="2" recordingStatusCallback="/taped"/>',
        "5": '<Dial action="/after" timeout="9"><Queue url="/whisper">refund</Queue></Dial>',
        "6": "<Enqueue>refund</Enqueue><Say>Still here.</Say>",
    }.get(form.get("Digits", ""), "<Hangup/>"),
    "/wait": '<Gather timeout="1" numDigits="1" action="/leave"><Say>Please hold.</Say></Gather>',
    "/leave": lambda form: "<Leave/>" if form.get("Digits") == "1" else "",
    "/whisper": "<Say>Somebody calls.</Say>",
    "/after": '<Say>Anything else?</Say><Gather numDigits="1" timeout="2" action="/key"/>',
    "/leg": "",
    "/room": "",
    "/taped": "",
    "/status": "",
    "/fallback": "<Say>Sorry.</Say>",
}


@dataclass
class Watched:
    """A wire that notes how many documents are being asked for on each leg, and the most there were at once."""

    wire: Wire
    clock: Clock
    asked: list[tuple[float, dict[str, str]]] = field(default_factory=list)
    open: Counter = field(default_factory=Counter)
    most: int = 0

    def __post_init__(self):
        self.base_url = self.wire.base_url

    @property
    def is_idle(self):
        return self.wire.is_idle

    def reaches(self, url):
        return self.wire.reaches(url)

    def carry(self, request, then):
        form = dict(parse_qsl(request.body.decode(), keep_blank_values=True)) | {"path": urlsplit(request.url).path}
        self.asked.append((self.clock.elapsed, form))
        sid = None if is_told(form) else form.get("CallSid")

        def answered(answer):
            self.open[sid] -= 1
            then(answer)

        self.open[sid] += 1
        self.most = max([self.most, *(count for leg, count in self.open.items() if leg)])
        self.wire.carry(request, answered)


def is_told(form) -> bool:
    """Tell whether a request is a callback, which no leg waits for."""
    return form["path"] in ("/leg", "/room", "/taped", "/status")


@dataclass
class Floor:
    """A floor after its last call; `most_places` is the most that one leg had in lines at once."""

    exchange: Exchange
    watched: Watched
    events: list[events.Event]
    most_places: int


def run(script: Script, seed: int) -> Floor:
    clock, chance = Clock(datetime(2026, 3, 2, 10, tzinfo=UTC)), Random(seed)
    wire = Faulty(DirectWire(WsgiLine(Application(PAGES), BASE)), clock, Plan(script.carrier.faults, chance))
    watched, told, lines = Watched(wire, clock), list[events.Event](), Counter[int]()

    def tell(event: events.Event) -> None:
        told.append(event)
        line = Counter(member.sid for queue in exchange.office.queues for member in queue.members)
        lines.update(line.values())

    account, unsure = Account("AC" + "0" * 32, "12345"), read_unsure(f"seed:{seed}")
    exchange = Exchange(clock, watched, account, unsure=unsure, seed=seed, carrier=script.carrier, tell=tell)
    Cast(script, exchange, Number("/", fallback="/fallback", status="/status"), CALLED).play()
    return Floor(exchange, watched, told, max(lines, default=0))


KEYS = st.sampled_from([Press(key, at_once) for key in "1234569" for at_once in (False, True)])
OTHERS = st.sampled_from([Silence(), Speak("refund"), Leave(3), HangUp(), Stay(1), Stay(7.5), Tell("Hello."), Tones("5"), Drop()])
LINES = st.lists((KEYS | OTHERS).map(Does), max_size=5).map(tuple)
CALLERS = st.lists(st.tuples(LINES, st.sampled_from([0.0, 0.0, 3.0, 8.25, 20.0])), min_size=1, max_size=5)
AGENTS = st.tuples(*[st.lists(st.tuples(LINES, st.sampled_from(Manner), st.sampled_from([0.5, 3.0, 30.0])), max_size=2)] * 2)
FAULTS = st.lists(
    st.builds(
        Fault,
        st.sampled_from(["drop", "lose", "delay", "repeat", "overtake", "corrupt"]),
        st.sampled_from(["/*", "/leg", "/status", "/wait", "/key", "/after"]),
        one_in=st.integers(1, 4),
        most=st.sampled_from([0.0, 0.05, 3.0, 20.0]),
    ),
    max_size=2,
)


def floor(callers, agents, faults, seed: int) -> Floor:
    rung = [
        Part(number, lines, Rung(manner, after), "agent", name)
        for number, name, times in zip((ANA, BEN), ("Ana", "Ben"), agents, strict=True)
        for lines, manner, after in times
    ]
    calling = [Part(f"+1666{order}", lines, Calls(after=after), name=f"Caller{order}") for order, (lines, after) in enumerate(callers)]
    script = Script("floor.call", (*rung, *calling))
    return run(Script(script.file, script.parts, carrier=type(script.carrier)(faults=tuple(faults))), seed)


@settings(max_examples=settings.default.max_examples // 5)
@given(CALLERS, AGENTS, FAULTS, st.integers(0, 10**6))
def test_what_must_hold_on_any_floor(callers, agents, faults, seed):
    played = floor(callers, agents, faults, seed)
    legs, asked = played.exchange.legs, played.watched.asked

    # Legs in are legs out, each ended once.
    assert all(leg.is_over for leg in legs.values())
    assert sum(isinstance(event.what, events.Ended) for event in played.events) == len(legs)
    # A leg asks for one document at a time, unless it is taken away from one that is slow to come; a member is in one queue once.
    assert faults or played.watched.most <= 1
    assert played.most_places <= 1
    # Time never runs back.
    assert [event.at for event in played.events] == sorted(event.at for event in played.events)
    # Numbers of callbacks have no holes, and the last of a leg, no other, is its end.
    for told in callbacks(asked).values():
        assert sorted(told) == list(range(len(told)))
        ends = [number for number, status in told.items() if status not in ("initiated", "ringing", "in-progress")]
        assert ends == [len(told) - 1]
    # Once a leg has ended only callbacks speak of it.
    for at, form in asked:
        leg = legs.get(form.get("CallSid", ""))
        assert leg is None or leg.ended is None or at <= leg.ended or is_told(form), form


def callbacks(asked) -> dict[str, dict[int, str]]:
    """Give what was told of each leg: the status by sequence number."""
    found = defaultdict(dict)
    for _, form in asked:
        if form["path"] in ("/leg", "/status"):
            found[form["CallSid"]][int(form["SequenceNumber"])] = form["CallStatus"]
    return found
