"""The --inputs list and how a call uses it."""

import pytest

from ivr.simulator import events
from ivr.simulator.effects import Callee
from ivr.simulator.faces.script import BadInput, read_inputs
from ivr.simulator.people.person import HangUp, Leave, Press, Silence, Speak

LISTS = [
    ("", ()),
    ("1", (Press("1"),)),
    ("*0, 2#", (Press("*0"), Press("2#"))),
    ("!1", (Press("1", at_once=True),)),
    ("~", (Silence(),)),
    ("say:退款", (Speak("退款"),)),
    ("say: a person please ", (Speak("a person please"),)),
    ("rec:4,rec:0.5", (Leave(4), Leave(0.5))),
    ("1,hangup", (Press("1"), HangUp())),
]


@pytest.mark.parametrize(("text", "moves"), LISTS)
def test_a_list_is_read(text, moves):
    assert read_inputs(text) == moves


@pytest.mark.parametrize("text", ["x", "1,,2", "say:", "rec:", "rec:x", "!", "1 2", "hang up", "退款", "１"])
def test_what_no_phone_understands_is_refused_by_name(text):
    with pytest.raises(BadInput, match="is not an input; write keys"):
        read_inputs(text)


MENU = {"/": '<Gather numDigits="1" action="/again"><Say>Menu</Say></Gather><Redirect>/</Redirect>'}
MENU["/again"] = "<Say>Got it</Say><Redirect>/</Redirect>"


def test_each_item_is_used_at_the_next_moment_the_phone_listens(ring):
    call = ring(MENU, "1,~,2")
    assert [digits.keys for digits in call.of(events.Digits)] == ["1", "2"]


PATIENCE = [(30, 30), (10, 10), (60, 60)]


@pytest.mark.parametrize(("patience", "seconds"), PATIENCE)
def test_a_caller_who_hears_nothing_new_hangs_up_and_says_so(ring, patience, seconds):
    call = ring(MENU, patience=patience)
    assert (call.ending.ended.by, call.ending.ended.reason) == ("caller", "patience")
    assert call.ending.ended.seconds == pytest.approx(seconds + len("Menu") / 14, abs=1)


@pytest.mark.parametrize(("page", "inputs"), [(MENU["/"], "rec:4"), ("<Enqueue>q</Enqueue>", "1")])
def test_patience_runs_out_too_when_the_next_item_never_finds_its_moment(ring, page, inputs):
    assert ring(page, inputs).ending.ended.reason == "patience"


DEAF = [
    # a document that never listens, words of its own, seconds a caller bears it
    ("<Say>Hold</Say><Pause/><Redirect>/</Redirect>", 30),
    ("<Play loop='0'>https://elsewhere.example/hold.wav</Play>", 30),
    ("<Enqueue waitUrl='/wait'>q</Enqueue>", 120),
]


@pytest.mark.parametrize(("page", "seconds"), DEAF)
def test_patience_runs_out_where_nothing_listens_whatever_the_caller_still_has_in_mind(ring, page, seconds):
    call = ring({"/": page, "/wait": "<Say>Wait</Say><Redirect>/wait</Redirect>"}, "1,2")
    assert call.ending.ended.reason == "patience"
    assert call.ending.ended.seconds == pytest.approx(seconds, abs=1)


def test_patience_does_not_run_while_something_listens_to_a_caller_who_has_more_to_do(ring):
    call = ring(MENU, "~,~,~,~,~,~,~,~,~,1", patience=10)
    assert [digits.keys for digits in call.of(events.Digits)] == ["1"]


TALKS = [
    # a document, the talk, seconds: talking counts for nothing, what is between the talks does
    ("<Dial>+1555</Dial>", 300, 302),
    ("<Dial>+1555</Dial><Redirect>/</Redirect>", 10, 30 + 15 * 10),
]


@pytest.mark.parametrize(("page", "talks", "seconds"), TALKS)
@pytest.mark.parametrize("inputs", ["", "1"])
def test_nobody_loses_patience_while_talking_but_between_talks(ring, page, talks, seconds, inputs):
    call = ring(page, inputs, callee=Callee(rings=2, talks=talks))
    assert call.ending.ended.seconds == pytest.approx(seconds, abs=13)


def test_new_words_renew_patience(ring):
    parts = [f"<Say>Part {part}</Say><Pause length='20'/>" for part in range(4)]
    assert ring("".join(parts)).ending.ended.by == "document"
    assert ring(parts[0] * 4).ending.ended.reason == "patience"


def test_the_longest_call_ends_a_call_that_nothing_else_ends(ring):
    call = ring('<Pause length="3600"/><Redirect>/</Redirect>', patience=None)
    assert call.ending.ended.seconds == 14400
    assert call.ending.ended.by == "error"


def test_the_same_words_twice_in_a_row_are_remarked_unless_a_key_came_between(ring):
    assert any("twice in a row" in remark.text for remark in ring(MENU, "~,~").of(events.Remark))
    assert not any("Menu" in remark.text for remark in ring(MENU, "1,2,3,hangup").of(events.Remark))


MUSIC = "<Play>https://x.example/hold.mp3</Play>"


@pytest.mark.parametrize(("between", "remarks"), [("", 1), (MUSIC, 0), ("<Say>Other</Say>", 0)])
def test_the_same_words_in_one_breath_are_remarked(ring, between, remarks):
    assert len(ring(f"<Say>Hold</Say>{between}<Say>Hold</Say>").of(events.Remark)) == remarks


def test_in_a_queue_that_asks_nothing_keys_wait_and_hanging_up_does_not(ring):
    pages = {"/": '<Enqueue waitUrl="/wait">q</Enqueue>', "/wait": "<Say>Hold</Say><Leave/>"}
    assert ring(pages, "1").of(events.Digits) == []
    assert ring('<Enqueue waitUrl="">q</Enqueue>', "hangup").ending.ended.reason == "hung up"


JSON = [
    ("<Say loop='2'>Hi</Say>", "say", {"text": "Hi", "language": "en-US", "voice": "man", "loop": 2}),
    ("<Say>Hi</Say>", "say", {"text": "Hi", "language": "en-US", "voice": "man"}),
    ("<Play>https://x.example/a.mp3</Play>", "play", {"url": "https://x.example/a.mp3"}),
    (
        "<Gather/>",
        "gather",
        {"input": "dtmf", "timeout": 5, "finish_on_key": "#", "num_digits": None, "language": "en-US"},
    ),
    ("<Dial>+1555</Dial>", "dial", {"targets": ("+1555",)}),
    ("<Enqueue waitUrl=''>refund</Enqueue>", "enqueue", {"queue": "refund"}),
    ("<Leave/>", "remark", {"text": "Leave did nothing: the caller is in no queue"}),
    ("<Hangup/>", "ended", {"by": "app", "reason": "hangup", "seconds": 0}),
]


@pytest.mark.parametrize(("verb", "name", "details"), JSON)
def test_events_are_flat_objects(ring, verb, name, details):
    objects = [event.as_json() for event in ring(verb).events]
    found = next(each for each in objects if each["event"] == name)
    assert found == {"at": found["at"], "leg": "caller", "event": name} | details


def test_a_request_is_told_whole(ring):
    request = ring("<Hangup/>").events[0].as_json()
    assert request.keys() == {"at", "leg", "event", "method", "url", "status", "ms", "params", "twiml"}
    assert (request["method"], request["url"], request["status"]) == ("POST", "https://hotline.example/", 200)
    assert request["twiml"] == "<Response><Hangup/></Response>"
