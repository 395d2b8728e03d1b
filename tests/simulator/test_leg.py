"""What holds of a leg whatever its verbs are: how it is answered, where its addresses start from, what it says of itself."""

from datetime import UTC, datetime

import pytest

from ivr.simulator import events
from ivr.simulator.clock import Clock
from ivr.simulator.effects import Callee
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.faces.script import Inputs
from ivr.simulator.office.account import Account
from ivr.simulator.office.number import Number
from ivr.simulator.outcomes import Goto
from ivr.simulator.people.handset import Handsets, Scripted
from ivr.simulator.web.line import WsgiLine
from ivr.simulator.web.wire import DirectWire
from tests.simulator.floor import Floor

ANA = "+15550000001"


def test_verbs_run_one_after_the_other_and_comments_are_passed_over(ring):
    call = ring("<Say>One</Say><!-- <Say>Never</Say> --><Pause/><Say>Two</Say>")
    assert call.words == ["One", "Two"]
    assert call.codes == []


FIRST = ["<Say>Hello</Say>", "<Play>/sound</Play>", "<Gather/>", "<Record/>", "<Enqueue>q</Enqueue>", f"<Dial>{ANA}</Dial>", "<Hangup/>"]


@pytest.mark.parametrize("verb", FIRST)
def test_a_first_verb_answers_the_call_at_once(ring, verb):
    call = ring({"/": verb, "/sound": ("200 OK", "audio/mpeg", b"ID3"), "/status": ""}, "hangup", status="/status")
    answered = [event.at for event in call.events if event.leg == "caller" and isinstance(event.what, events.Answered)]
    assert answered == [0.0]
    assert call.form("/status")["CallStatus"] == "completed"


LATE = ['<Record action="/after"/>', '<Enqueue action="/after">q</Enqueue>', f'<Dial action="/after">{ANA}</Dial>']


@pytest.mark.parametrize("verb", LATE)
def test_what_is_asked_for_after_the_hang_up_says_completed(ring, verb):
    call = ring({"/": verb, "/after": ""}, "hangup")
    assert call.form("/after")["CallStatus"] == "completed"


def test_after_a_redirect_addresses_start_from_where_it_led():
    asked_for = []

    def application(environ, start_response):
        asked_for.append(environ["PATH_INFO"])
        is_first = environ["PATH_INFO"] == "/voice"
        start_response("302 Found" if is_first else "200 OK", [("Content-Type", "text/xml"), ("Location", "/moved/here")])
        return [b"<Response><Redirect>next</Redirect></Response>" if environ["PATH_INFO"] == "/moved/here" else b"<Response/>"]

    clock = Clock(datetime(2026, 3, 2, 10, tzinfo=UTC))
    exchange = Exchange(clock, DirectWire(WsgiLine(application, "https://hotline.example")), Account())
    exchange.ring(Number("/voice"), Inputs([]), "+15550001111", "+15559990000")
    while not exchange.is_idle:
        clock.step()
    assert asked_for == ["/voice", "/moved/here", "/moved/next"]


def called(twiml: str) -> Floor:
    """Somebody is called with a document that has no address."""
    made = Floor({"/next": "<Say>Next</Say>"}, {"handsets": Handsets({ANA: Scripted(Callee(rings=1, talks=5), "ana")})})
    made.exchange.call(ANA, "+15559990000", Goto("", twiml=f"<Response>{twiml}</Response>"))
    made.play()
    return made


@pytest.mark.parametrize("verb", ["<Record maxLength='2'/>", "<Record maxLength='2' action='/next'/>", "<Redirect>/next</Redirect>"])
def test_a_document_without_an_address_needs_whole_addresses(verb):
    assert called(verb).codes("ana") == [11100]


def test_with_whole_addresses_a_document_needs_none():
    assert called("<Redirect>https://hotline.example/next</Redirect>").words("ana") == ["Next"]


@pytest.mark.parametrize(("attribute", "seen"), [("", "+1caller"), ('callerId="+15557770000"', "+15557770000")])
def test_the_other_side_sees_who_calls_or_who_is_said_to(attribute, seen):
    made = Floor({"/": f"<Dial {attribute}><Number>{ANA}</Number></Dial>"}, {"handsets": Handsets({ANA: Scripted(Callee(talks=1), "ana")})})
    made.ring("caller", "/")
    made.play()
    assert made.leg("ana").caller == seen


def test_who_is_taken_out_of_a_queue_is_no_child_of_who_takes():
    made = Floor({"/caller": "<Enqueue>q</Enqueue>", "/agent": "<Dial timeLimit='3'><Queue>q</Queue></Dial>"})
    made.ring("caller", "/caller")
    made.at(2, lambda: made.ring("agent", "/agent"))
    made.play()
    assert made.of("caller", events.Talk)
    assert [(leg.name, leg.parent) for leg in made.exchange.legs.values()] == [("caller", None), ("agent", None)]


def test_a_dial_before_the_two_are_joined_is_13201():
    made = Floor(
        {"/": f"<Dial><Number url='/whisper'>{ANA}</Number></Dial>", "/whisper": f"<Dial>{ANA}</Dial>"},
        {"handsets": Handsets({ANA: Scripted(Callee(rings=1), "ana")})},
    )
    made.ring("caller", "/")
    made.play()
    assert made.codes("ana") == [13201]
