"""A database that another program has locked, under the real server: more callers than threads, and all are answered in time."""

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import urlencode

import httpx2

from ivr.simulator.signature import sign

TOKEN = "12345"
CALLERS = 24
"""Three for each of the eight threads."""
MOST_SECONDS = 6 + 2
"""How long the carrier waits before it sends a request again (rt=6000 in every address we give it), and two for a busy machine."""


def ring(url: str, sid: str) -> tuple[int, str, float]:
    form = {"CallSid": sid, "From": "+15550001111", "To": "+15559990000", "CallStatus": "ringing"}
    path = f"{url}/voice/incoming"
    headers = {"X-Twilio-Signature": sign(TOKEN, path, form.items()), "Content-Type": "application/x-www-form-urlencoded"}
    began = time.monotonic()
    got = httpx2.post(path, content=urlencode(form), headers=headers, timeout=30)
    return got.status_code, got.text, time.monotonic() - began


def test_more_callers_than_threads_are_all_answered_while_the_database_is_locked(server):
    with closing(sqlite3.connect(server.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(CALLERS) as callers:
            answers = list(callers.map(lambda number: ring(server.url, f"CA{number}"), range(CALLERS)))
    assert {status for status, _, _ in answers} == {200}
    assert all("One moment." in text for _, text, _ in answers)
    assert max(seconds for _, _, seconds in answers) < MOST_SECONDS
    assert "Welcome." in ring(server.url, "CAlater")[1]
