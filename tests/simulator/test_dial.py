"""Dial: who is rung, how it ends, and what the action learns."""

import pytest

from ivr.simulator import events
from ivr.simulator.effects import Callee
from ivr.simulator.unsure import Unsure

PAGES = {"/next": "<Say>Next</Say>"}
NUMBER = "+15551230000"

TARGETS = [
    (NUMBER, (NUMBER,)),
    (f"<Number>{NUMBER}</Number>", (NUMBER,)),
    ("<Number>+1555</Number><Client>ana</Client>", ("+1555", "ana")),
    ("<Sip>sip:a@example.com</Sip>", ("sip:a@example.com",)),
    ("<Conference>room</Conference>", ("room",)),
]


@pytest.mark.parametrize(("body", "targets"), TARGETS)
def test_the_targets_are_told(ring, body, targets):
    assert ring(f"<Dial>{body}</Dial>").of(events.Dial) == [events.Dial(targets)]


RESULTS = [
    # callee, attributes, DialCallStatus, DialBridged, DialCallDuration
    (Callee(), "", "completed", "true", "5"),
    (Callee(talks=90), 'timeLimit="60"', "completed", "true", "60"),
    (Callee("busy"), "", "busy", "false", "0"),
    (Callee("failed"), "", "failed", "false", "0"),
    (Callee("no-answer", rings=99), "", "no-answer", "false", "0"),
    (Callee(rings=12), 'timeout="5"', "no-answer", "false", "0"),
    (Callee(rings=9), 'timeout="5"', "completed", "true", "5"),
]


@pytest.mark.parametrize(("callee", "attributes", "status", "bridged", "duration"), RESULTS)
def test_the_action_learns_how_it_went(ring, callee, attributes, status, bridged, duration):
    pages = PAGES | {"/": f'<Dial action="/next" {attributes}>{NUMBER}</Dial><Say>Never</Say>'}
    call = ring(pages, callee=callee, patience=None)
    form = call.form("/next")
    assert (form["DialCallStatus"], form["DialBridged"], form["DialCallDuration"]) == (status, bridged, duration)
    assert form["DialCallSid"].startswith("CA")
    assert call.words == ["Next"]


def test_a_conference_has_no_child_call(ring):
    form = ring(PAGES | {"/": '<Dial action="/next"><Conference>room</Conference></Dial>'}).form("/next")
    assert form["DialCallStatus"] == "answered"
    assert not {"DialCallSid", "DialCallDuration"} & form.keys()


def test_without_an_action_the_next_verb_runs(ring):
    assert ring(f"<Dial>{NUMBER}</Dial><Say>After</Say>").words == ["After"]


@pytest.mark.parametrize("asked", [True, False])
def test_the_action_of_a_caller_who_hung_up_is_a_switch(ring, asked):
    pages = PAGES | {"/": f'<Dial action="/next">{NUMBER}</Dial>'}
    call = ring(pages, "hangup", unsure=Unsure(dial_action_on_hangup=asked))
    assert ("/next" in call.paths) is asked
    assert call.ending.ended.by == "caller"
    assert call.words == []


def test_the_action_of_who_hung_up_while_talking_tells_of_the_talk(ring):
    call = ring(PAGES | {"/": f'<Dial action="/next">{NUMBER}</Dial>'}, "hangup", callee=Callee(talks=60))
    form = call.form("/next")
    assert (form["DialBridged"], form["DialCallStatus"], form["CallStatus"]) == ("true", "completed", "completed")
    assert {"DialCallSid", "DialCallDuration"} <= form.keys()


WARNINGS = [('timeout="4"', 13212), ('timeLimit="0"', 13216), ('method="PUT"', 13210), ('colour="red"', 12200)]


@pytest.mark.parametrize(("attributes", "code"), WARNINGS)
def test_bad_values_are_warned_of(ring, attributes, code):
    assert ring(f"<Dial {attributes}>{NUMBER}</Dial>").codes == [code]


def test_a_verb_inside_is_warned_of(ring):
    assert ring(f"<Dial><Number>{NUMBER}</Number><Say>Hello</Say></Dial>").codes == [12200]
