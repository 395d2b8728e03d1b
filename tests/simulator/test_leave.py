"""Leave outside a queue; within one it is in test_enqueue."""

from ivr.simulator import events
from ivr.simulator.twiml.attributes import Table
from ivr.simulator.unsure import Unsure
from tests.simulator.tables import Row, is_whole

ROWS: list[Row] = []


def test_the_table_is_whole():
    is_whole(Table, ROWS)


def test_leave_outside_a_queue_does_nothing_and_is_remarked(ring):
    call = ring("<Leave/><Say>On</Say>")
    assert call.words == ["On"]
    assert len(call.of(events.Remark)) == 1


def test_whether_leave_outside_a_queue_ends_the_document_is_unsure(ring):
    call = ring("<Leave/><Say>On</Say>", unsure=Unsure(leave_outside_is_nothing=False))
    assert call.words == []
    assert call.ending.ended.by == "app"
