"""Whatever people and REST do to a floor, in whichever instant, every leg ends once and leaves nothing behind."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.simulator import events
from ivr.simulator.clock import Clock
from ivr.simulator.effects import Callee
from ivr.simulator.outcomes import Goto
from ivr.simulator.people.handset import Handsets, Scripted, Talker
from ivr.simulator.unsure import read_unsure
from ivr.simulator.web.faults import Faulty, Plan, read_fault
from ivr.simulator.web.wire import Wire
from tests.simulator.conftest import BASE
from tests.simulator.floor import Floor

ROOM = '<Dial action="/on" hangupOnStar="true"><Conference waitUrl="/wait" record="record-from-start" {}>R</Conference></Dial>'
PAGES = {
    "/queued": '<Enqueue action="/on" waitUrl="/wait">q</Enqueue>',
    "/agent": '<Dial action="/on" record="true"><Queue url="/wait">q</Queue></Dial>',
    "/owner": ROOM.format('endConferenceOnExit="true"'),
    "/guest": ROOM.format(""),
    "/dials": '<Dial action="/on"><Number url="/wait">+15550000001</Number><Number>+15550000002</Number></Dial>',
    "/records": '<Record action="/on" maxLength="9"/>',
    "/wait": '<Say>Please wait</Say><Pause length="2"/>',
    "/on": '<Say>On</Say><Pause length="5"/>',
}
STARTS, PLACES = ["/queued", "/agent", "/owner", "/guest", "/dials", "/records"], [*PAGES]
DEEDS = ["hang up", "end", "move", "dequeue", "hold", "kick", "end the room", "own"]
TIMES = st.integers(0, 30).map(lambda tenths: tenths / 2)
RINGS = st.lists(st.tuples(TIMES, st.sampled_from(STARTS)), min_size=1, max_size=6)
ACTS = st.lists(st.tuples(TIMES, st.sampled_from(DEEDS), st.integers(0, 9), st.sampled_from(PLACES)), max_size=12)


def act(made: Floor, deed: str, which: int, place: str) -> None:
    """Do something to one of those who are there."""
    exchange, rooms = made.exchange, made.exchange.office.rooms
    live = [leg for leg in exchange.legs.values() if not leg.is_over]
    waiting = [member for queue in exchange.office.queues for member in queue.members]
    room = rooms.open("R")
    inside = room.participants if room else []
    match deed:
        case "hang up" if live:
            exchange.hang_up(live[which % len(live)])
        case "end" if live:
            exchange.end(live[which % len(live)], "completed")
        case "move" if live:
            exchange.move(live[which % len(live)], Goto(BASE + place))
        case "dequeue" if waiting:
            exchange.dequeue(waiting[which % len(waiting)], Goto(BASE + place))
        case "hold" if inside:
            rooms.hold(inside[which % len(inside)], bool(which % 2), BASE + "/wait", "GET")
        case "kick" if inside:
            rooms.kick(inside[which % len(inside)])
        case "own" if inside:
            rooms.modify(inside[which % len(inside)], end=True)
        case "end the room" if room:
            rooms.end(room)


def nothing_is_left(made: Floor) -> None:
    """Hold that every leg is over, and that nothing of it is anywhere."""
    exchange = made.exchange
    assert all(leg.is_over for leg in exchange.legs.values())
    assert exchange.is_idle
    assert [member.sid for queue in exchange.office.queues for member in queue.members] == []
    assert [room.name for room in exchange.office.rooms if room.participants] == []
    assert [sid for sid in exchange.legs if exchange.office.recordings.running(sid) or exchange.office.bridges.other(sid)] == []


@settings(max_examples=settings.default.max_examples // 2)
@given(RINGS, ACTS, st.booleans(), st.integers(0, 10**6))
def test_every_leg_ends_once_and_leaves_nothing_behind(rings, acts, late, seed):
    def wire(straight: Wire, clock: Clock) -> Wire:
        return Faulty(straight, clock, Plan((read_fault("delay 0 to 0.6"),), Random(seed))) if late else straight

    people = Handsets(others=Scripted(Callee(rings=1, talks=4)))
    made = Floor(PAGES, {"unsure": read_unsure(f"seed:{seed}"), "seed": seed, "handsets": people}, wire)
    for order, (at, start) in enumerate(rings):
        made.at(at, lambda name=f"leg{order}", start=start: made.ring(name, start))
    for at, deed, which, place in acts:
        made.at(at, lambda deed=deed, which=which, place=place: act(made, deed, which, place))
    made.at(60, lambda: [made.exchange.hang_up(leg) for leg in made.exchange.legs.values()])
    made.play()

    ended = Counter(event.leg for event in made.heard if isinstance(event.what, events.Ended))
    assert all(ended[f"leg{order}"] == 1 for order in range(len(rings)))
    nothing_is_left(made)
    for name in ended:
        said = [at for at, _ in made.of(name, events.Say)]
        assert all(at <= made.of(name, events.Ended)[-1][0] for at in said)


class Stumbling(Talker):
    """A person in whom something is wrong: whatever is heard in a talk, a room or a line is too much."""

    def hears(self, event: events.Event) -> None:
        if isinstance(event.what, (events.Talk, events.Play)) or (isinstance(event.what, events.Say) and event.at > 1):
            raise LookupError("too much")


@pytest.mark.parametrize("start", ["/queued", "/guest", "/owner", "/dials", "/records"])
def test_what_nobody_foresaw_ends_its_own_leg_and_leaves_nothing_behind(start):
    made = Floor(PAGES, {"handsets": Handsets(others=Scripted(Callee(rings=1, talks=4)))})
    made.ring("other", "/guest")
    made.at(1.5, lambda: made.ring("faulty", start, Stumbling(9)))
    with pytest.raises(LookupError, match="too much"):
        made.play(40)
    assert made.leg("faulty").status == "failed"
    made.at(45, lambda: [made.exchange.hang_up(leg) for leg in made.exchange.legs.values()])
    made.play()
    nothing_is_left(made)
