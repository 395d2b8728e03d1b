"""The worker is a process of its own: killed, its work waits for the next one, and is done once."""

import signal
from urllib.parse import urlencode

import httpx2

from ivr.simulator.web.signature import sign

TOKEN, SID = "0123456789abcdef", "CA" + "8" * 32
FORM = {"CallSid": SID, "From": "+15550001111", "To": "+15559990000"}


def post(url: str, **given: str) -> int:
    form = FORM | given
    headers = {"X-Twilio-Signature": sign(TOKEN, url, form.items()), "Content-Type": "application/x-www-form-urlencoded"}
    return httpx2.post(url, content=urlencode(form), headers=headers, timeout=10).status_code


def test_a_call_is_closed_once_though_a_worker_was_killed(server, work):
    first = work(server)
    assert post(f"{server.url}/voice/incoming", CallStatus="in-progress") == 200
    assert post(f"{server.url}/voice/status", CallStatus="completed", SequenceNumber="3") == 204
    first.send_signal(signal.SIGKILL)
    first.wait(10)
    server.due_now()
    assert server.rows("SELECT ending FROM calls") == [("",)]
    second = work(server)
    server.wait_until(lambda: server.rows("SELECT done_at FROM jobs WHERE done_at IS NOT NULL"))
    assert server.rows("SELECT sid, ending FROM calls") == [(SID, "silent")]
    assert server.journal() == [(SID, 0), (SID, 1)], "the call's only turn, and its closing"
    assert second.poll() is None
