"""Queues with many callers: order, who is taken out by whom, and every way out of them."""

import pytest

from ivr.simulator import events
from ivr.simulator.effects import Queueing
from ivr.simulator.exchange.call import APOLOGY
from ivr.simulator.office.carrier import Carrier
from ivr.simulator.outcomes import Goto
from ivr.simulator.people.handset import Talker
from ivr.simulator.unsure import Unsure
from tests.simulator.conftest import BASE
from tests.simulator.floor import Floor

PAGES = {
    "/caller": '<Enqueue action="/left" waitUrl="/wait">q</Enqueue>',
    "/wait": '<Gather numDigits="1" timeout="2" action="/key"><Say>Hold</Say></Gather>',
    "/key": "<Leave/>",
    "/left": "<Say>Goodbye</Say>",
    "/agent": '<Dial action="/done"><Queue url="/notice">q</Queue></Dial>',
    "/notice": "<Say>Recorded</Say>",
    "/done": "<Hangup/>",
    "/moved": "<Say>Moved</Say>",
}


def floor(*callers: str, pages: dict[str, str] | None = None, **unsure: bool) -> Floor:
    """Callers come one a second."""
    made = Floor(PAGES | (pages or {}), {"unsure": Unsure(**unsure)})
    for second, name in enumerate(callers):
        made.at(second, lambda name=name: made.ring(name, "/caller"))
    return made


def agent(made: Floor, at: float, talks: float = 10, name: str = "ana") -> None:
    made.at(at, lambda: made.ring(name, "/agent", Talker(talks)))


def finish(made: Floor, at: float) -> None:
    """Everybody still there goes at last."""
    made.at(at, lambda: [made.exchange.hang_up(leg) for leg in made.exchange.legs.values()])
    made.play()


def result(made: Floor, name: str) -> dict[str, str]:
    [form] = [form for form in made.forms("/left") if form["CallSid"] == made.leg(name).sid]
    return form


def test_positions_and_sizes_are_told_as_they_are():
    made = floor("li", "wu", "xu")
    agent(made, 5)
    finish(made, 12)
    last = {name: [form for form in made.forms("/wait") if form["CallSid"] == made.leg(name).sid][-1] for name in ("wu", "xu")}
    assert {name: (form["QueuePosition"], form["CurrentQueueSize"]) for name, form in last.items()} == {"wu": ("1", "2"), "xu": ("2", "2")}
    first = [form["QueuePosition"] for form in made.forms("/wait") if form["QueueTime"] == "0"]
    assert first == ["1", "2", "3"]


def test_the_first_in_line_is_taken_out_hears_the_notice_and_goes_on_when_the_agent_hangs_up():
    made = floor("li", "wu")
    agent(made, 5)
    finish(made, 40)
    assert made.words("li")[-2:] == ["Recorded", "Goodbye"]
    assert (result(made, "li")["QueueResult"], result(made, "li")["QueueTime"]) == ("bridged", "5")
    notice = made.forms("/notice")[0]
    assert (notice["CallSid"], notice["DequeingCallSid"], notice["QueueTime"]) == (made.leg("li").sid, made.leg("ana").sid, "5")
    done = made.forms("/done")[0]
    assert (done["DialCallStatus"], done["DialBridged"], done["DialCallDuration"]) == ("completed", "true", "10")
    assert result(made, "wu")["QueueResult"] == "hangup"


def test_an_agent_who_comes_first_waits_for_a_caller_and_two_agents_take_two_callers_in_order():
    made = floor()
    made.exchange.office.queues.made("q")
    agent(made, 1, name="ana")
    agent(made, 2, name="ben")
    made.at(10, lambda: made.ring("li", "/caller"))
    made.at(11, lambda: made.ring("wu", "/caller"))
    finish(made, 60)
    assert [what.with_ for _, what in made.of("ana", events.Talk)] == ["li"]
    assert [what.with_ for _, what in made.of("ben", events.Talk)] == ["wu"]
    assert [form["QueuePosition"] for form in made.forms("/wait")] == ["1", "1"]


def test_a_recorded_talk_is_told_to_the_agents_action():
    made = floor("li", pages={"/agent": PAGES["/agent"].replace("<Dial", '<Dial record="record-from-answer"')})
    agent(made, 5)
    made.play()
    assert [made.exchange.office.recordings.by_sid[form["RecordingUrl"][-34:]].kept for form in made.forms("/done")] == [10.0]


PATIENCE = [
    # who rings when the clock has gone on, and hears nothing new for so many seconds before hanging up
    ("/quiet", 30),
    ("/agent", 120),
]


@pytest.mark.parametrize(("path", "seconds"), PATIENCE)
def test_patience_counts_from_the_ring_and_is_longer_at_a_queue(path, seconds):
    made = floor(pages={"/quiet": "<Pause length='300'/>", "/agent": '<Dial timeout="600"><Queue>q</Queue></Dial>'})
    made.exchange.office.queues.made("q")
    made.at(200, lambda: made.ring("li", path, patience=30.0))
    made.play()
    [(at, ended)] = made.of("li", events.Ended)
    assert (ended.reason, at) == ("patience", 200 + seconds)


def test_an_agent_for_whom_nobody_comes_learns_so_after_the_ringing_time():
    made = floor()
    made.exchange.office.queues.made("q")
    agent(made, 0)
    made.play()
    assert made.forms("/done")[0]["DialCallStatus"] == "no-answer"
    assert made.of("ana", events.Ended)[0][0] == 35.0


@pytest.mark.parametrize(("fails", "status", "remarks"), [(True, "failed", ["there is no queue q"]), (False, "no-answer", [])])
def test_what_becomes_of_dialling_a_queue_that_does_not_exist_is_unsure(fails, status, remarks):
    made = floor(missing_queue_fails=fails)
    agent(made, 0)
    made.play()
    assert made.forms("/done")[0]["DialCallStatus"] == status
    assert [remark.text for _, remark in made.of("ana", events.Remark)] == remarks


@pytest.mark.parametrize(("rings", "remarks"), [(True, 0), (False, 1)])
def test_what_an_agent_hears_of_an_empty_queue_is_unsure(rings, remarks):
    made = floor(empty_queue_rings=rings)
    made.exchange.office.queues.made("q")
    agent(made, 0)
    made.play()
    assert len(made.of("ana", events.Remark)) == remarks


def test_an_agent_gone_before_the_notice_is_over_leaves_the_caller_to_the_action():
    made = floor("li", pages={"/notice": "<Say>A notice that takes a good while to say</Say>"})
    made.at(5, lambda: made.ring("ana", "/agent"))
    made.at(6, lambda: made.exchange.hang_up(made.leg("ana")))
    made.play()
    assert result(made, "li")["QueueResult"] == "bridged"
    assert made.of("li", events.Talk) == []


def test_a_caller_gone_before_the_notice_is_over_sets_the_agent_free():
    made = floor("li", pages={"/notice": "<Say>A notice that takes a good while to say</Say>"})
    agent(made, 5)
    made.at(6, lambda: made.exchange.hang_up(made.leg("li")))
    made.play()
    assert made.of("ana", events.Ended)[0][0] == 6.0
    assert (made.forms("/done")[0]["DialCallStatus"], made.forms("/done")[0]["DialBridged"]) == ("completed", "false")


@pytest.mark.parametrize("first", [True, False])
def test_the_action_and_the_document_that_rest_sends_a_caller_to_come_in_either_order(first):
    made = floor("li", action_before_move=first)
    made.at(2, lambda: made.exchange.move(made.leg("li"), Goto(BASE + "/moved")))
    made.play()
    asked = [path for path, _ in made.application.seen if path in ("/left", "/moved")]
    assert asked == (["/left", "/moved"] if first else ["/moved", "/left"])
    assert result(made, "li")["QueueResult"] == "redirected"
    assert made.words("li") == ["Hold", "Moved"]


def test_whether_the_answer_to_a_redirected_action_is_obeyed_is_unsure():
    made = floor("li", obeys_redirected=True)
    made.at(2, lambda: made.exchange.move(made.leg("li"), Goto(BASE + "/moved")))
    made.play()
    assert made.words("li") == ["Hold", "Goodbye"]
    assert len(made.forms("/moved")) == 1


def test_who_is_moved_while_talking_says_so_and_the_agent_goes_on():
    made = floor("li")
    agent(made, 5, talks=60)
    made.at(12, lambda: made.exchange.move(made.leg("li"), Goto(BASE + "/moved")))
    made.play()
    assert result(made, "li")["QueueResult"] == "redirected-from-bridged"
    assert made.words("li")[-1] == "Moved"
    assert "DialCallDuration" not in made.forms("/done")[0]


def test_rest_ends_a_waiting_call_at_once():
    made = floor("li", "wu")
    made.at(4, lambda: made.exchange.end(made.leg("li"), "completed"))
    finish(made, 9)
    assert [at for at, _ in made.of("li", events.Ended)] == [4.0]
    assert result(made, "li")["QueueResult"] == "hangup"
    assert [form["QueuePosition"] for form in made.forms("/wait") if form["CallSid"] == made.leg("wu").sid][-1] == "1"


@pytest.mark.parametrize("known", [True, False])
def test_whether_a_gather_in_a_wait_document_tells_of_the_queue_is_unsure(known):
    made = floor(pages={"/key": "<Say>Noted</Say>"}, queue_parameters_in_gather=known)
    made.ring("li", "/caller", "5")
    finish(made, 9)
    [form] = made.forms("/key")
    assert form["Digits"] == "5"
    assert ("QueuePosition" in form) is known


@pytest.mark.parametrize(("holds", "last"), [(True, "Sorry"), (False, APOLOGY)])
def test_whether_the_numbers_fallback_holds_after_a_dequeue_is_unsure(holds, last):
    pages = {"/moved": "broken<", "/fallback": "<Say>Sorry</Say>"}
    made = floor(pages=pages, number_fallback_after_dequeue=holds)
    made.ring("li", "/caller", fallback="/fallback")
    queue = made.exchange.office.queues.made("q")
    made.at(2, lambda: made.exchange.dequeue(queue.members[0], Goto(BASE + "/moved")))
    made.play()
    assert made.words("li") == ["Hold", last]


def test_somebody_picks_up_in_a_queue_whatever_its_name():
    queue = '<Enqueue action="/next" waitUrl="/wait">R&amp;D &lt;new&gt;</Enqueue>'
    pages = {"/": queue, "/wait": "<Say>Hold</Say><Pause/>", "/next": "<Say>Next</Say>"}
    made = Floor(pages, {"carrier": Carrier({"R&D <new>": Queueing(2, 5)})})
    made.ring("li", "/")
    made.play()
    assert made.words("li")[-1] == "Next"
    assert made.forms("/next")[0]["QueueResult"] == "bridged"
