"""Pause: silence, counted."""

import pytest

from ivr.simulator import events
from ivr.simulator.verbs.pause import Pause
from tests.simulator.tables import Row, bad, holds, is_whole, wholes

ROWS = [Row("length", 1, wholes(1, 3, 3600), bad(13910, "", "0", "-1", "1.5", "x"))]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_attribute_is_read_as_the_table_says(row):
    holds(Pause, row)


def test_the_table_is_whole():
    is_whole(Pause, ROWS)


LENGTHS = [("<Pause/>", 1), ('<Pause length="3"/>', 3), ('<Pause length="0"/>', 1), ('<Pause length="1.5"/>', 1)]


@pytest.mark.parametrize(("verb", "seconds"), LENGTHS)
def test_a_pause_lasts(ring, verb, seconds):
    assert ring(verb + "<Say>x</Say>").of(events.Ended)[0].seconds == seconds


def test_a_bad_length_is_warned_of(ring):
    assert ring('<Pause length="0"/>').codes == [13910]


def test_a_first_pause_leaves_the_call_ringing(ring):
    call = ring({"/": '<Pause length="2"/><Redirect>/next</Redirect>', "/next": "<Say>x</Say><Redirect>/z</Redirect>"})
    assert [form["CallStatus"] for _, form in call.application.seen] == ["ringing", "ringing", "in-progress"]


SILENCES = [
    ('<Say>x</Say><Pause length="4"/>', []),
    ('<Say>x</Say><Pause length="3"/><Pause length="2"/>', ["silence of 5 s"]),
    ('<Pause length="9"/>', []),
]


@pytest.mark.parametrize(("verbs", "remarks"), SILENCES)
def test_silence_over_four_seconds_is_remarked_but_not_while_the_phone_rings(ring, verbs, remarks):
    assert [remark.text for remark in ring(verbs).of(events.Remark)] == remarks
