"""A server that has just been started: it takes no connection before it is warm, and its first call is answered as if it were not."""

import time
from pathlib import Path
from urllib.parse import urlencode

import httpx2

from ivr.simulator.web.signature import sign

TOKEN = "0123456789abcdef"
FORM = {"CallSid": "CA" + "6" * 32, "From": "+15550001111", "To": "+15559990000", "CallStatus": "ringing"}
MENUS = Path(__file__).parents[3] / "menus"
"""The whole hotline: reading it takes longest of all that a start does."""
GOAL_SECONDS = 0.3
MOST_SECONDS = 3 * GOAL_SECONDS
"""What a machine busy with other tests may take."""


def test_the_first_call_of_a_cold_server_is_answered_as_soon_as_it_is_taken(starting, database, tmp_path):
    began = time.monotonic()
    with starting(tmp_path, database, MENUS=str(MENUS)) as server, httpx2.Client(timeout=30) as line:
        path = f"{server.url}/voice/incoming"
        headers = {"X-Twilio-Signature": sign(TOKEN, path, FORM.items()), "Content-Type": "application/x-www-form-urlencoded"}
        seconds = []

        def is_answered() -> bool:
            rung = time.monotonic()
            try:
                answer = line.post(path, content=urlencode(FORM), headers=headers)
            except httpx2.ConnectError:
                return False
            seconds.append(time.monotonic() - rung)
            return answer.status_code == 200 and "<Gather" in answer.text

        server.wait_until(is_answered)
        started = time.monotonic() - began - seconds[0]
    print(f"\nThe server took no connection for {started:.2f} s, then answered the first call in {seconds[0] * 1000:.0f} ms.")
    assert len(seconds) == 1, "whoever is let in is answered"
    assert seconds[0] < MOST_SECONDS
    assert started > MOST_SECONDS, "a start this quick would hide that a call had to wait for it"
