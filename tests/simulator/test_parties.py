"""Dialled parties: who is rung, who hears what first, who wins, and what becomes of the others."""

import pytest

from ivr.simulator import events
from ivr.simulator.effects import Callee
from ivr.simulator.outcomes import Goto
from ivr.simulator.people.handset import Handsets, Scripted
from ivr.simulator.unsure import Unsure
from tests.simulator.conftest import BASE
from tests.simulator.floor import Floor

NOTHING = ("204 No Content", "", b"")
ANA, BEN, CAT = "+15550000001", "+15550000002", "+15550000003"
NEXT = {"/next": "<Say>Next</Say>", "/status": NOTHING}
SCREEN = '<Gather numDigits="1" timeout="3" action="/screened"><Say>Press one</Say></Gather><Hangup/>'


def floor(dial: str, *callees: Callee, **unsure: bool) -> Floor:
    """Somebody rings an application that dials; the callees are at the three numbers."""
    people = zip((ANA, BEN, CAT), ("ana", "ben", "cat"), callees, strict=False)
    handsets = Handsets({number: Scripted(callee, name) for number, name, callee in people})
    pages = NEXT | {"/": dial, "/whisper": "<Say>A call for you</Say>", "/screen": SCREEN, "/screened": "<Say>Thanks</Say>"}
    made = Floor(pages, {"handsets": handsets, "unsure": Unsure(**unsure)})
    made.ring("caller", "/")
    return made


def numbers(*urls: str, dial: str = "") -> str:
    made = "".join(f"<Number {url}>{number}</Number>" for number, url in zip((ANA, BEN, CAT), urls, strict=False))
    return f'<Dial action="/next" {dial}>{made}</Dial>'


def test_the_first_to_answer_wins_and_the_others_are_dropped_while_they_ring():
    made = floor(numbers("", "", ""), Callee(rings=5), Callee(rings=2, talks=4), Callee(rings=9))
    made.play()
    ended = {name: made.of(name, events.Ended)[0] for name in ("ana", "ben", "cat")}
    assert {name: (at, what.by) for name, (at, what) in ended.items()} == {"ana": (2.0, "app"), "ben": (6.0, "caller"), "cat": (2.0, "app")}
    assert [made.leg(name).status for name in ("ana", "ben", "cat")] == ["canceled", "completed", "canceled"]
    form = made.forms("/next")[0]
    assert (form["DialCallStatus"], form["DialCallDuration"], form["DialCallSid"]) == ("completed", "4", made.leg("ben").sid)


FAILED = [
    # how the two parties are dealt with, the status
    (("busy", "no-answer"), "busy"),
    (("no-answer", "failed"), "no-answer"),
    (("failed", "failed"), "failed"),
]


@pytest.mark.parametrize(("dealt", "status"), FAILED)
def test_when_nobody_answers_the_action_learns_why(dealt, status):
    made = floor(numbers("", "", dial='timeout="5"'), *(Callee(each) for each in dealt))
    made.play()
    assert (made.forms("/next")[0]["DialCallStatus"], made.forms("/next")[0]["DialBridged"]) == (status, "false")
    assert made.words("caller") == ["Next"]


def test_one_after_the_other_is_rung_when_asked_for():
    made = floor(numbers("", "", dial='sequential="true"'), Callee("busy", rings=1), Callee(rings=1, talks=3))
    made.play()
    assert [at for name in ("ana", "ben") for at, _ in made.of(name, events.Ringing)] == [0.0, 1.0]
    assert made.forms("/next")[0]["DialCallStatus"] == "completed"


def test_a_party_hears_its_document_before_it_is_joined():
    made = floor(numbers('url="/whisper"'), Callee(rings=1, talks=5))
    made.play()
    assert made.words("ana") == ["A call for you"]
    [(said, _)], [(talked, _)] = made.of("ana", events.Say), made.of("caller", events.Talk)
    assert said < talked
    assert made.forms("/whisper")[0]["CallSid"] == made.leg("ana").sid
    assert (made.forms("/whisper")[0]["ParentCallSid"], made.forms("/whisper")[0]["Direction"]) == (made.leg("caller").sid, "outbound-dial")


@pytest.mark.parametrize(("completes", "status"), [(True, "completed"), (False, "no-answer")])
def test_a_party_whose_document_hangs_up_is_never_joined(completes, status):
    made = floor(numbers('url="/screen"'), Callee(rings=1), refused_whisper_completes=completes)
    made.play()
    assert made.of("caller", events.Talk) == []
    assert (made.forms("/next")[0]["DialCallStatus"], made.forms("/next")[0]["DialBridged"]) == (status, "false")


@pytest.mark.parametrize(
    "document", [f"<Dial>{BEN}</Dial>", "<Enqueue>q</Enqueue>", "<Pause/>", "<Redirect>/screen</Redirect>", "nonsense<"]
)
def test_a_document_that_may_not_stand_there_ends_the_party_and_not_the_caller(document):
    made = floor(numbers('url="/bad"'), Callee(rings=1))
    made.pages["/bad"] = document
    made.play()
    assert len(made.codes("ana")) == 1
    assert made.words("caller") == ["Next"]


def test_a_partys_progress_is_told_without_a_hole():
    told = 'statusCallback="/status" statusCallbackEvent="initiated ringing answered completed"'
    made = floor(numbers(told), Callee(rings=1, talks=5))
    made.play()
    forms = sorted(made.forms("/status"), key=lambda form: int(form["SequenceNumber"]))
    assert [form["CallStatus"] for form in forms] == ["initiated", "ringing", "in-progress", "completed"]
    assert [form["SequenceNumber"] for form in forms] == ["0", "1", "2", "3"]
    assert forms[-1]["CallDuration"] == "5"


def test_a_caller_who_hangs_up_while_it_rings_cancels_the_party():
    made = floor(numbers(""), Callee(rings=9))
    made.at(3, lambda: made.exchange.hang_up(made.leg("caller")))
    made.play()
    assert made.leg("ana").status == "canceled"
    assert made.of("ana", events.Answered) == []


def test_the_time_limit_ends_the_talk_for_both():
    made = floor(numbers("", dial='timeLimit="7"'), Callee(rings=1, talks=60))
    made.play()
    assert made.forms("/next")[0]["DialCallDuration"] == "7"
    assert [at for at, _ in made.of("ana", events.Ended)] == [8.0]


def test_a_party_that_rest_moves_leaves_the_caller_to_the_action_without_a_duration():
    made = floor(numbers(""), Callee(rings=1, talks=60))
    made.at(5, lambda: made.exchange.move(made.leg("ana"), Goto(BASE + "/whisper")))
    made.play()
    assert made.words("ana") == ["A call for you"]
    form = made.forms("/next")[0]
    assert (form["DialCallStatus"], form["DialBridged"]) == ("completed", "true")
    assert "DialCallDuration" not in form


def test_a_caller_whom_rest_moves_drops_the_party():
    made = floor(numbers(""), Callee(rings=1, talks=60))
    made.at(5, lambda: made.exchange.move(made.leg("caller"), Goto(BASE + "/next")))
    made.play()
    assert [at for at, _ in made.of("ana", events.Ended)] == [5.0]
    assert made.words("caller") == ["Next"]


def test_answer_on_bridge_leaves_the_caller_ringing():
    made = floor(numbers("", dial='answerOnBridge="true"'), Callee(rings=4, talks=5))
    made.play()
    assert [at for at, _ in made.of("caller", events.Answered)] == [4.0]


def test_a_talk_is_recorded_when_asked_for():
    record = 'record="record-from-answer" recordingStatusCallback="/status"'
    made = floor(numbers("", dial=record), Callee(rings=1, talks=6))
    made.play()
    [told] = made.forms("/status")
    assert (told["RecordingSource"], told["RecordingDuration"], told["CallSid"]) == ("DialVerb", "6", made.leg("caller").sid)
    assert made.forms("/next")[0]["RecordingUrl"] == told["RecordingUrl"]


def test_a_client_is_rung_by_its_identity_with_its_parameters():
    handsets = Handsets({"client:ana": Scripted(Callee(rings=1, talks=2), "ana")})
    client = '<Client url="/whisper"><Identity>ana</Identity><Parameter name="ticket" value="T1"/></Client>'
    made = Floor(NEXT | {"/": f'<Dial action="/next">{client}</Dial>', "/whisper": "<Say>Hello</Say>"}, {"handsets": handsets})
    made.ring("caller", "/")
    made.play()
    assert (made.forms("/whisper")[0]["To"], made.forms("/whisper")[0]["ticket"]) == ("client:ana", "T1")
    assert made.forms("/next")[0]["DialCallStatus"] == "completed"


def test_a_party_that_is_cancelled_as_soon_as_it_is_dialled_leaves_its_caller_to_the_action():
    made = floor(numbers(""), Callee(rings=9))
    made.at(0, lambda: made.exchange.end(made.leg("ana"), "canceled"))
    made.play(60)
    assert made.forms("/next")[0]["DialCallStatus"] == "canceled"


def test_the_next_is_rung_when_the_first_will_not_be_joined():
    made = floor(numbers('url="/screen"', "", dial='sequential="true"'), Callee(rings=1), Callee(rings=1, talks=3))
    made.play()
    assert made.of("caller", events.Talk)[0][1].with_ == "ben"


def test_a_recording_of_both_sides_has_two_channels():
    record = 'record="record-from-answer-dual" recordingStatusCallback="/status"'
    made = floor(numbers("", dial=record), Callee(rings=1, talks=6))
    made.play()
    assert made.forms("/status")[0]["RecordingChannels"] == "2"
