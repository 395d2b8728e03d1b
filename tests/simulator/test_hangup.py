"""Hangup ends the call."""

import pytest

from ivr.simulator import events
from ivr.simulator.twiml.attributes import Table
from tests.simulator.tables import Row, is_whole

ROWS: list[Row] = []


def test_the_table_is_whole():
    is_whole(Table, ROWS)


def test_nothing_after_hangup_runs(ring):
    call = ring("<Say>Bye</Say><Hangup/><Say>Never</Say>")
    assert call.words == ["Bye"]
    assert call.ending.ended == events.Ended("app", "hangup", 0)


@pytest.mark.parametrize("verbs", ["", "<Say>Bye</Say>"])
def test_a_document_without_more_verbs_ends_the_call(ring, verbs):
    assert ring(verbs).ending.ended.by == "document"


def test_a_verb_inside_is_warned_of(ring):
    assert ring("<Hangup><Say>Bye</Say></Hangup>").codes == [12200]


def test_an_attribute_is_warned_of(ring):
    assert ring('<Hangup reason="busy"/>').codes == [12200]
