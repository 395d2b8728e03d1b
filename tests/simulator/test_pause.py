"""Pause: silence, counted."""

import pytest

from ivr.simulator import events

LENGTHS = [("<Pause/>", 1), ('<Pause length="3"/>', 3), ('<Pause length="0"/>', 1), ('<Pause length="1.5"/>', 1)]


@pytest.mark.parametrize(("verb", "seconds"), LENGTHS)
def test_a_pause_lasts(ring, verb, seconds):
    assert ring(verb + "<Say>x</Say>").of(events.Ended)[0].seconds == seconds


def test_a_bad_length_is_warned_of(ring):
    assert ring('<Pause length="0"/>').codes == [13910]


def test_a_first_pause_leaves_the_call_ringing(ring):
    call = ring({"/": '<Pause length="2"/><Redirect>/next</Redirect>', "/next": "<Say>x</Say><Redirect>/z</Redirect>"})
    assert [form["CallStatus"] for _, form in call.application.seen] == ["ringing", "ringing", "in-progress"]


@pytest.mark.parametrize(("verbs", "remarks"), [('<Pause length="4"/>', 0), ('<Pause length="3"/><Pause length="2"/>', 1)])
def test_silence_over_four_seconds_is_remarked(ring, verbs, remarks):
    assert len(ring(verbs).of(events.Remark)) == remarks
