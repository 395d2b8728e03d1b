"""Workers that are replaced while callers talk: every request is answered, the first time it is sent; and the menus are read anew."""

import os
import shutil
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


def ask(server, sid: str, n: int, keys: str = "") -> httpx2.Response:
    """Ask for one turn over a connection of its own, as a proxy with none to spare does."""
    path = f"/voice/turn?n={n}" if n else "/voice/incoming"
    form = {"CallSid": sid, "From": "+15550001111", "To": "+15559990000", "Digits": keys}
    signature = sign(TOKEN, server.url + path, form.items())
    headers = {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded", "Connection": "close"}
    return httpx2.post(server.url + path, content=urlencode(form), headers=headers, timeout=10)


def call_on_and_on(server, name: int, stop: Event) -> Counter[int | str]:
    """Take two turns a call until it is enough, and tell what each request was answered."""
    heard: Counter[int | str] = Counter()
    while not stop.is_set():
        sid = f"CA{name}x{heard.total()}"
        for n in (0, 1):
            try:
                heard[ask(server, sid, n).status_code] += 1
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


def edit(menus: Path, *changes: tuple[str, str]) -> None:
    text = (menus / "main.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (menus / "main.yaml").write_text(text, encoding="utf-8")


def take_up(server) -> None:
    """Have the menus read anew, and wait until those who answer have been made since."""
    old = server.workers()
    server.master.send_signal(signal.SIGHUP)
    server.wait_until(lambda: len(server.workers()) == 2 and not old & server.workers())


def test_saved_menus_are_heard_by_the_next_caller_after_sighup_and_bad_ones_by_nobody(running, sqlite_url, tmp_path):
    menus = shutil.copytree(ROOT / "tests" / "service" / "menus", tmp_path / "menus")
    with running(tmp_path, sqlite_url, MENUS=str(menus)) as server:
        check_reload(server, menus)


def check_reload(server, menus: Path) -> None:
    assert "Welcome." in ask(server, "CAold", 0).text
    edit(menus, ("en: Welcome.", "en: Good day."), ("For an order", "For your order"))
    assert "Welcome." in ask(server, "CAbefore", 0).text, "nothing is taken up unasked"
    take_up(server)
    assert "Good day." in ask(server, "CAnew", 0).text
    assert "Sorry" in (again := ask(server, "CAold", 1, "7").text)
    assert "For an order" in again, "a call keeps the menus it began on"
    edit(menus, ("en: Good day.", "en: Hello."), ("goto: order,", "goto: ordre,"))
    take_up(server)
    assert "Good day." in ask(server, "CAlater", 0).text, "the last good menus stay"
    assert "Enter the order number" in ask(server, "CAlater", 1, "1").text
    refused = [line for line in server.log.read_text().splitlines() if "not taken up" in line]
    assert len(refused) == 1
    assert "main.yaml:" in refused[0]
    assert "Did you mean" in refused[0]
    edit(menus, ("goto: ordre,", "goto: order,"))
    take_up(server)
    assert "Hello." in ask(server, "CAlast", 0).text
