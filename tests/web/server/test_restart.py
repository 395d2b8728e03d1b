"""Workers that are replaced while callers talk: every request is answered, the first time it is sent."""

import os
import signal
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from urllib.parse import urlencode

import httpx2

from ivr.simulator.web.signature import sign

ROOT = Path(__file__).parents[3]
TOKEN = "0123456789abcdef"
CALLERS = 4
IDLE = 8
"""Connections that a proxy keeps open: a worker that stops waits for them."""
SETTLED_SECONDS = 1
"""For that long calls go on when the last of the old workers is gone."""


def turn(server, sid: str, n: int) -> int:
    """Ask for one turn over a connection of its own, as a proxy with none to spare does."""
    path = f"/voice/turn?n={n}" if n else "/voice/incoming"
    form = {"CallSid": sid, "From": "+15550001111", "To": "+15559990000", "Digits": ""}
    signature = sign(TOKEN, server.url + path, form.items())
    headers = {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded", "Connection": "close"}
    return httpx2.post(server.url + path, content=urlencode(form), headers=headers, timeout=10).status_code


def call_on_and_on(server, name: int, stop: Event) -> Counter[int | str]:
    """Take two turns a call until it is enough, and tell what each request was answered."""
    heard: Counter[int | str] = Counter()
    while not stop.is_set():
        sid = f"CA{name}x{heard.total()}"
        for n in (0, 1):
            try:
                heard[turn(server, sid, n)] += 1
            except httpx2.HTTPError as error:
                heard[type(error).__name__] += 1
    return heard


def test_workers_that_are_replaced_leave_no_request_unanswered(server):
    stop, old = Event(), server.workers()
    with httpx2.Client() as proxy, ThreadPoolExecutor(CALLERS + IDLE) as together:
        assert list(together.map(lambda _: proxy.get(f"{server.url}/health/live").status_code, range(IDLE))) == [200] * IDLE
        callers = [together.submit(call_on_and_on, server, name, stop) for name in range(CALLERS)]
        server.master.send_signal(signal.SIGHUP)
        server.wait_until(lambda: not old & server.workers())
        stop.wait(SETTLED_SECONDS)
        stop.set()
        heard = sum((caller.result() for caller in callers), Counter())
    assert set(heard) == {200}
    assert heard[200] == len(server.journal())


def test_a_server_that_cannot_start_ends_at_once_and_leaves_nothing_behind(tmp_path):
    command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "ivr" / "gunicorn.py"), "wsgi:app"]
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | {"TMPDIR": str(tmp_path)}
    ended = subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, timeout=30, check=False)
    assert (ended.returncode, ended.stderr.startswith("Cannot start: TWILIO_AUTH_TOKEN")) == (3, True)
    assert list(tmp_path.iterdir()) == []
