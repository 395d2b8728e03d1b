"""Conference: who hears what in a room, how it starts and ends, what the application is told."""

import pytest

from ivr.simulator import events
from ivr.simulator.effects import Key
from ivr.simulator.outcomes import Goto
from ivr.simulator.people.handset import Talker
from tests.simulator.conftest import BASE
from tests.simulator.floor import Floor
from tests.simulator.rooms import NOTHING, PAGES, floor, met, room


def test_a_room_starts_with_two_and_ends_with_its_owner_and_everybody_goes_on_with_a_document_of_their_own():
    made = met()
    made.play()
    assert made.words("caller") == ["Please wait", "Please wait", "Next"]
    assert [(at, what) for at, what in made.of("caller", events.Talk)] == [(5.0, events.Talk("R"))]
    assert [at for at, _ in made.of("caller", events.Left)] == [15.0]
    assert made.forms("/next")[0]["DialCallStatus"] == "answered"
    assert not {"DialCallSid", "DialCallDuration"} & made.forms("/next")[0].keys()


def test_the_application_is_told_in_order_what_happens_in_the_room():
    made = met()
    made.play()
    told = made.forms("/room")
    joined = ["participant-join", "participant-join", "conference-start"]
    left = ["participant-leave", "participant-leave", "conference-end"]
    assert [form["StatusCallbackEvent"] for form in told] == joined + left
    assert [int(form["SequenceNumber"]) for form in told] == list(range(6))
    assert len({form["ConferenceSid"] for form in told}) == 1
    assert {form["FriendlyName"] for form in told} == {"R"}
    assert [form.get("ParticipantLabel") for form in told] == ["caller", "owner", None, "owner", "caller", None]
    assert [form["ReasonParticipantLeft"] for form in told[3:5]] == ["participant_hung_up", "moderator_ended_conference"]
    assert told[5]["ReasonConferenceEnded"] == "participant-with-end-conference-on-exit-left"
    assert told[5]["ParticipantLabelEndingConference"] == "owner"


def test_the_callbacks_are_the_first_participants():
    made = floor({"/second": room("/next", "").replace('"/room"', '"/other"'), "/other": NOTHING})
    made.ring("caller", "/caller")
    made.at(1, lambda: made.ring("second", "/second", Talker(3)))
    made.play(60)
    assert made.forms("/other") == []
    assert [form["StatusCallbackEvent"] for form in made.forms("/room")[:3]] == ["participant-join", "participant-join", "conference-start"]


def test_nobody_who_only_listens_starts_a_room():
    made = floor()
    made.ring("ear", "/ear")
    made.at(1, lambda: made.ring("ear2", "/ear2"))
    made.pages["/ear2"] = PAGES["/ear"].replace('"ear"', '"ear2"')
    made.at(9, lambda: made.ring("caller", "/caller", Talker(5)))
    made.play(20)
    assert [at for at, _ in made.of("ear", events.Talk)] == [9.0]


def test_a_wait_document_of_a_room_falls_silent_at_its_end():
    made = floor({"/caller": PAGES["/caller"].replace("/wait", "/once")})
    made.ring("caller", "/caller", "hangup")
    made.at(20, lambda: made.exchange.hang_up(made.leg("caller")))
    made.play()
    assert made.words("caller") == ["Please wait"]
    assert [remark.text for _, remark in made.of("caller", events.Remark)] == ["silence of 19.21 s"]


@pytest.mark.parametrize("answer", [("500 Oops", "text/plain", b"broken"), "<Gather/>", "<Dial>+1</Dial>"])
def test_who_cannot_have_the_wait_document_does_not_get_into_the_room(answer):
    made = floor({"/wait": answer})
    made.ring("caller", "/caller")
    made.play()
    assert made.words("caller") == ["Next"]
    assert made.codes("caller") == [11200 if isinstance(answer, tuple) else 13238]
    assert made.forms("/next")[0]["DialCallStatus"] == "failed"
    assert made.forms("/room") == []
    assert made.exchange.office.rooms.open("R") is None


def test_a_label_can_be_used_once_in_a_room():
    made = met()
    made.at(6, lambda: made.ring("second", "/owner", Talker(1)))
    made.play()
    assert made.codes("second") == [16025]
    assert made.of("second", events.Joined) == []
    assert [at for at, _ in made.of("caller", events.Left)] == [15.0]


def test_whom_a_coach_cannot_find_is_an_error():
    made = floor({"/coach": room("/next", 'coach="CA00"')})
    made.ring("coach", "/coach")
    made.play()
    assert made.codes("coach") == [13240]
    assert made.forms("/next")[0]["DialCallStatus"] == "failed"


def test_the_room_takes_as_many_as_it_may():
    made = floor({"/small": room("/next", 'maxParticipants="2" startConferenceOnEnter="false"')})
    for number in range(3):
        made.at(number, lambda name=f"c{number}": made.ring(name, "/small", Talker(5)))
    made.at(10, lambda: made.exchange.hang_up(made.leg("c0")))
    made.at(10, lambda: made.exchange.hang_up(made.leg("c1")))
    made.play(60)
    assert len(made.of("c2", events.Error)) == 1
    assert made.of("c2", events.Joined) == []


def hearing(made: Floor) -> dict[str, set[str]]:
    legs = made.exchange.legs
    return {leg.name: {legs[sid].name for sid in made.exchange.hears(leg.sid)} for leg in legs.values()}


def test_who_hears_whom_while_one_is_held_muted_or_coaches():
    made = met(talks=100)
    made.at(6, lambda: made.ring("ear", "/ear"))
    rooms = made.exchange.office.rooms

    def who(label: str):
        found = rooms.open("R")
        assert found is not None
        return found.find(label)

    seen: list[dict[str, set[str]]] = []
    look = lambda: seen.append(hearing(made))  # noqa: E731
    deeds = [
        lambda: rooms.mute(who("ear"), True),
        lambda: rooms.hold(who("caller"), True, BASE + "/hold", "GET"),
        lambda: rooms.hold(who("caller"), False, None, "GET"),
        lambda: rooms.mute(who("ear"), False),
        lambda: rooms.modify(who("ear"), coaching=made.leg("owner").sid),
    ]
    for second, deed in enumerate(deeds, start=10):
        made.at(second, deed)
        made.at(second + 0.5, look)
    made.play(20)
    both = {"caller": {"owner"}, "owner": {"caller"}, "ear": {"caller", "owner"}}
    held = {"caller": set(), "owner": set(), "ear": {"owner"}}
    coached = {"caller": {"owner"}, "owner": {"caller", "ear"}, "ear": {"caller", "owner"}}
    everybody = {"caller": {"owner", "ear"}, "owner": {"caller", "ear"}, "ear": {"caller", "owner"}}
    assert seen == [both, held, both, everybody, coached]
    assert made.words("caller")[-1] == "Held"
    told = [form["StatusCallbackEvent"] for form in made.forms("/room")]
    wanted = ["participant-mute", "participant-hold", "participant-unhold", "participant-unmute", "participant-modify"]
    assert [event for event in told if event in wanted] == wanted


@pytest.mark.parametrize(("goes_on", "at"), [(True, 15.0), (False, 16.93)])
def test_when_one_who_is_held_goes_on_as_the_room_ends_is_unsure(goes_on, at):
    made = met(pages={"/hold": "<Say>Held for a rather long time, so it is</Say>"}, held_leg_goes_on=goes_on)
    rooms = made.exchange.office.rooms
    made.at(14.29, lambda: rooms.hold(rooms.of(made.leg("caller").sid), True, BASE + "/hold", "GET"))
    made.play()
    assert [when for when, _ in made.of("caller", events.Left)] == [at]


@pytest.mark.parametrize("ends", [True, False])
def test_whether_an_owner_who_leaves_early_ends_the_room_is_unsure(ends):
    owner = PAGES["/owner"].replace('participantLabel="owner"', 'startConferenceOnEnter="false"')
    made = floor({"/owner": owner}, unstarted_room_ends=ends)
    made.ring("ear", "/ear")
    made.at(1, lambda: made.ring("owner", "/owner"))
    made.at(3, lambda: made.exchange.hang_up(made.leg("owner")))
    made.play(30)
    assert (made.exchange.office.rooms.open("R") is None) is ends


@pytest.mark.parametrize("asked", [True, False])
def test_whether_a_leg_that_is_moved_out_of_a_room_asks_for_its_action_is_unsure(asked):
    made = met(dial_action_when_moved=asked)
    made.pages["/elsewhere"] = "<Say>Elsewhere</Say>"
    made.at(8, lambda: made.exchange.move(made.leg("caller"), Goto(BASE + "/elsewhere")))
    made.play()
    assert made.words("caller") == ["Please wait", "Please wait", "Elsewhere"]
    assert bool(made.forms("/next")) is asked
    left = [form["ReasonParticipantLeft"] for form in made.forms("/room") if form["StatusCallbackEvent"] == "participant-leave"]
    assert left[0] == "participant_updated_via_api"


def test_a_key_in_a_room_is_heard_there_and_told_to_nobody():
    made = met()
    made.at(9, lambda: made.exchange.sound(made.leg("caller"), Key("5")))
    made.play()
    assert [remark.text for _, remark in made.of("caller", events.Remark)][-1].startswith("the key 5 was pressed in a room")
    assert not any("Digits" in form for _, form in made.application.seen)


def test_star_takes_out_of_the_room_who_may_leave_so():
    made = met(pages={"/caller": PAGES["/caller"].replace("<Dial ", '<Dial hangupOnStar="true" ')})
    made.at(9, lambda: made.exchange.sound(made.leg("caller"), Key("*")))
    made.play()
    assert [at for at, _ in made.of("caller", events.Left)] == [9.0]
    assert made.words("caller")[-1] == "Next"


def test_a_room_is_recorded_from_when_two_are_in_it_until_it_ends():
    record = 'record="record-from-start" recordingStatusCallback="/recording" recordingStatusCallbackEvent="in-progress completed"'
    made = floor({"/caller": PAGES["/caller"].replace("<Conference ", f"<Conference {record} "), "/recording": NOTHING})
    made.ring("caller", "/caller")
    made.at(5, lambda: made.ring("owner", "/owner", Talker(10)))
    made.play()
    started, completed = made.forms("/recording")
    assert (started["RecordingStatus"], completed["RecordingStatus"], completed["RecordingDuration"]) == ("in-progress", "completed", "10")
    assert completed["RecordingSource"] == "Conference"
    assert "CallSid" not in completed
    assert "RecordingUrl" not in made.forms("/next")[0]


@pytest.mark.parametrize(("first_counts", "recorded"), [(True, 0), (False, 1)])
def test_whether_a_later_participants_record_counts_is_unsure(first_counts, recorded):
    record = 'record="record-from-start" recordingStatusCallback="/recording"'
    made = met(
        pages={"/owner": PAGES["/owner"].replace("<Conference ", f"<Conference {record} "), "/recording": NOTHING},
        first_record_counts=first_counts,
    )
    made.play()
    assert len(made.forms("/recording")) == recorded


AT_ONCE = [
    # what happens to the caller and to the room in one instant, and what the caller hears last
    (lambda made, caller, owner: (made.exchange.move(caller, ELSEWHERE), made.exchange.end(owner, "completed")), "Elsewhere"),
    (lambda made, caller, owner: (made.exchange.end(owner, "completed"), made.exchange.move(caller, ELSEWHERE)), "Elsewhere"),
    (lambda made, caller, owner: (made.exchange.move(caller, ELSEWHERE), rooms_of(made).end(room_of(made))), "Elsewhere"),
    (lambda made, caller, owner: (made.exchange.move(caller, ELSEWHERE), rooms_of(made).kick(room_of(made).find("caller"))), "Elsewhere"),
    (lambda made, caller, owner: (made.exchange.hang_up(owner), made.exchange.hang_up(caller)), "Please wait"),
    (lambda made, caller, owner: (made.exchange.hang_up(caller), made.exchange.move(caller, ELSEWHERE)), "Please wait"),
]
ELSEWHERE = Goto(BASE + "/elsewhere")


def rooms_of(made: Floor):
    return made.exchange.office.rooms


def room_of(made: Floor):
    return made.exchange.office.rooms.open("R")


@pytest.mark.parametrize(("deeds", "last"), AT_ONCE)
@pytest.mark.parametrize("late", [False, True])
def test_what_happens_in_one_instant_ends_every_leg_once(deeds, last, late):
    """Whoever leaves the room is not called back into it, and nobody who is gone goes on, however slow the application is."""
    made = met(talks=300, pages={"/elsewhere": "<Say>Elsewhere</Say>"}, late=late)
    made.at(9, lambda: deeds(made, made.leg("caller"), made.leg("owner")))
    made.play()
    assert made.words("caller")[-1] == last
    for name in ("caller", "owner"):
        assert len(made.of(name, events.Ended)) == 1
    assert made.exchange.is_idle
    assert room_of(made) is None


def test_a_dial_with_answer_on_bridge_answers_when_its_caller_is_in_the_room():
    made = met(pages={"/caller": PAGES["/caller"].replace("<Dial ", '<Dial answerOnBridge="true" ')})
    made.play()
    assert len(made.of("caller", events.Answered)) == 1
    assert made.forms("/next")[0]["CallStatus"] == "in-progress"


def test_one_held_before_the_room_has_started_hears_the_hold_sound():
    made = floor()
    made.ring("caller", "/caller")
    rooms = made.exchange.office.rooms
    made.at(1, lambda: rooms.hold(rooms.of(made.leg("caller").sid), True, BASE + "/hold", "GET"))
    made.play(3)
    assert made.words("caller") == ["Please wait", "Held"]
