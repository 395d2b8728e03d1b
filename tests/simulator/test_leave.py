"""Leave outside a queue; within one it is in test_enqueue."""

from ivr.simulator import events


def test_leave_outside_a_queue_does_nothing_and_is_remarked(ring):
    call = ring("<Leave/><Say>On</Say>")
    assert call.words == ["On"]
    assert len(call.of(events.Remark)) == 1
