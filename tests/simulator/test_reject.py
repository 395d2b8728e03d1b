"""Reject refuses a call that is not answered yet."""

import pytest

from ivr.simulator.verbs.reject import Reject
from tests.simulator.tables import Row, bad, holds, is_whole, themselves

ROWS = [Row("reason", "rejected", themselves("rejected", "busy"), bad(13810, "", "tired", "Busy"))]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_attribute_is_read_as_the_table_says(row):
    holds(Reject, row)


def test_the_table_is_whole():
    is_whole(Reject, ROWS)


STATUSES = [
    # document, the call's last status
    ("<Reject/>", "no-answer"),
    ('<Reject reason="rejected"/>', "no-answer"),
    ('<Reject reason="busy"/>', "busy"),
    ('<Pause/><Reject reason="busy"/>', "busy"),
    ('<Say>Hello</Say><Reject reason="busy"/>', "completed"),
]


@pytest.mark.parametrize(("verbs", "status"), STATUSES)
def test_the_status_says_how_it_was_refused(ring, verbs, status):
    call = ring({"/": verbs, "/status": ""}, status="/status")
    assert call.form("/status")["CallStatus"] == status
    assert call.ending.ended.by == "app"


def test_a_bad_reason_is_warned_of(ring):
    assert ring('<Reject reason="tired"/>').codes == [13810]
