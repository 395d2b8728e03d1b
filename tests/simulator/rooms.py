"""A caller and an owner who meet in a room, for tests of what happens there."""

from random import Random

from ivr.simulator.clock import Clock
from ivr.simulator.people.handset import Talker
from ivr.simulator.unsure import Unsure
from ivr.simulator.web.faults import Faulty, Plan, read_fault
from ivr.simulator.web.wire import Wire
from tests.simulator.floor import Floor

NOTHING = ("204 No Content", "", b"")


EVENTS = "start end join leave hold mute modify"


TOLD = f'statusCallback="/room" statusCallbackEvent="{EVENTS}"'


def room(action: str, attributes: str) -> str:
    return f'<Dial action="{action}"><Conference {TOLD} {attributes}>R</Conference></Dial>'


PAGES = {
    "/owner": room("/talked", 'participantLabel="owner" endConferenceOnExit="true" waitUrl=""'),
    "/caller": room("/next", 'participantLabel="caller" waitUrl="/wait" waitMethod="GET"'),
    "/ear": room("/next", 'participantLabel="ear" startConferenceOnEnter="false" waitUrl=""'),
    "/wait": '<Say>Please wait</Say><Pause length="3"/><Redirect method="GET"/>',
    "/once": "<Say>Please wait</Say>",
    "/hold": "<Say>Held</Say>",
    "/talked": "<Hangup/>",
    "/next": "<Say>Next</Say>",
    "/room": NOTHING,
}


def floor(pages: dict[str, object] | None = None, late: bool = False, **unsure: bool) -> Floor:
    """Make a floor; `late` has every request come late."""
    made = PAGES | (pages or {})
    return Floor(made, {"unsure": Unsure(**unsure)}, slow if late else Floor.wire)  # type: ignore[arg-type]


def slow(wire: Wire, clock: Clock) -> Wire:
    return Faulty(wire, clock, Plan((read_fault("delay 0.3"),), Random(1)))


def met(talks: float = 10, pages: dict[str, object] | None = None, **unsure: bool) -> Floor:
    """A caller waits, the owner comes after five seconds and hangs up after `talks` more."""
    made = floor(pages, **unsure)
    made.ring("caller", "/caller")
    made.at(5, lambda: made.ring("owner", "/owner", Talker(talks)))
    return made
