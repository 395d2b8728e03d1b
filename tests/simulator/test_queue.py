"""Dialling a queue: who is given to whom, and what each side's application learns. https://www.twilio.com/docs/voice/twiml/queue"""

import pytest

from ivr.simulator import events
from ivr.simulator.handset import Talker
from tests.simulator.floor import Floor

PAGES = {
    "/caller": '<Enqueue waitUrl="/wait" action="/waited">help</Enqueue>',
    "/wait": "<Say>Please hold</Say><Pause length='60'/>",
    "/waited": "<Say>Bye</Say>",
    "/agent": '<Dial action="/dialled" record="record-from-answer"><Queue url="/notice">help</Queue></Dial>',
    "/notice": "<Say>Recorded</Say>",
    "/dialled": "<Hangup/>",
}


@pytest.mark.parametrize(("caller_at", "agent_at", "waited"), [(0, 10, "10"), (10, 5, "0")])
def test_whoever_comes_later_is_joined_to_who_waits_and_both_actions_learn_of_it(caller_at, agent_at, waited):
    made = Floor(PAGES)
    made.exchange.office.queues.made("help")
    made.at(caller_at, lambda: made.ring("caller", "/caller"))
    made.at(agent_at, lambda: made.ring("agent", "/agent", Talker(7)))
    made.play()
    caller, agent = made.leg("caller").sid, made.leg("agent").sid
    assert made.of("caller", events.Talk)
    assert [form["QueuePosition"] for form in made.forms("/wait") if form["CallSid"] == caller] == ["1"]
    [notice] = made.forms("/notice")
    assert (notice["CallSid"], notice["DequeingCallSid"], notice["QueueTime"]) == (caller, agent, waited)
    [dialled] = made.forms("/dialled")
    assert (dialled["DialCallStatus"], dialled["DialCallSid"], dialled["DialCallDuration"]) == ("completed", caller, "7")
    assert {"QueueSid", "QueueTime", "RecordingUrl"} <= dialled.keys()
    assert [form["QueueResult"] for form in made.forms("/waited") if form["CallSid"] == caller] == ["bridged"]
    assert made.words("caller")[-1] == "Bye"


PATIENCE = [
    # who, rings when the clock has gone on so far, hears nothing new for so long before hanging up
    ("/quiet", 30),
    ("/agent", 120),
]


@pytest.mark.parametrize(("path", "seconds"), PATIENCE)
def test_patience_counts_from_the_ring_and_is_longer_at_a_queue(path, seconds):
    made = Floor(PAGES | {"/quiet": "<Pause length='300'/>", "/agent": '<Dial timeout="600"><Queue>help</Queue></Dial>'})
    made.exchange.office.queues.made("help")
    made.at(200, lambda: made.ring("somebody", path, patience=30.0))
    made.play()
    [(at, ended)] = made.of("somebody", events.Ended)
    assert (ended.reason, at) == ("patience", 200 + seconds)
