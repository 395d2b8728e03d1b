"""What a turn costs PostgreSQL in round trips, counted on the wire between the application and the server."""

from dataclasses import replace

import pytest

from ivr.service.lookups import LOOK_UP
from tools.wire import Wire

RING = ("/voice/incoming", {})


def key(digits: str):
    return ("action", {"Digits": digits})


SILENCE = key("")
TURNS = {
    "a call begins": ((), RING, 2),
    "a key": ((RING,), key("1"), 2),
    "a key that is no option": ((RING,), key("8"), 2),
    "silence": ((RING,), SILENCE, 2),
    "speech": ((RING,), ("action", {"SpeechResult": "order", "Confidence": "0.9"}), 2),
    "an entry": ((RING, key("1")), ("action", {"Digits": "20260703", "FinishedOnKey": "#"}), 2),
    "the last words": ((RING, key("6")), SILENCE, 2),
    "a turn that was taken": ((RING, key("1")), ("/voice/turn?n=1", {"Digits": "1"}), 1),
}
"""How the caller came there, what is asked, and the round trips: one to read and one to write, and nothing else."""

INSIDE = {
    "a ticket and a text": ((RING,), key("4"), 5),
    "joining a queue": ((RING,), key("2"), 10),
}
"""Actions inside a turn add a round trip to begin and one for each thing they ask of the store: a ticket and a text are two. Joining
a queue reads the caller's places, the line, who is at work for it, the places again, how many wait and how often they rang, and keeps
the entry."""


@pytest.mark.parametrize(("before", "asked", "trips"), [*TURNS.values(), *INSIDE.values()], ids=[*TURNS, *INSIDE])
def test_round_trips_of_a_turn(begin, postgres, postgres_url, before, asked, trips):
    wire = Wire(postgres.port)
    hotline = begin(postgres_url.replace(str(postgres.port), str(wire.port)))
    hotline.carrier(sid="CAwarm").goes(*RING[:1])  # which opens the connection and reads what is switched on
    call = hotline.carrier().walks(*before)
    path = call.where(asked[0])
    counted = wire.round_trips
    assert call.ask(path, **asked[1]).status == 200
    assert wire.round_trips - counted == trips
    wire.close()


def test_that_who_rings_is_looked_up_costs_the_first_turn_no_round_trip(begin, postgres, postgres_url):
    wire = Wire(postgres.port)
    hotline = begin(postgres_url.replace(str(postgres.port), str(wire.port)))
    hotline = hotline.having(turns=replace(hotline.application.services.turns, looks_up=True))
    hotline.carrier(sid="CAwarm").goes(*RING[:1])
    counted = wire.round_trips
    assert hotline.carrier().ask(RING[0]).status == 200
    assert wire.round_trips - counted == TURNS["a call begins"][2]
    assert hotline.store.has_jobs([LOOK_UP], hotline.clock.now())
    wire.close()
