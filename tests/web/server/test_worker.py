"""The worker is a process of its own: killed, its work waits for the next one, and is done once."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from urllib.parse import urlencode

import httpx2
import pytest

from ivr.simulator.signature import sign

TOKEN, SID = "12345", "CA" + "8" * 32
FORM = {"CallSid": SID, "From": "+15550001111", "To": "+15559990000"}


def post(url: str, **given: str) -> int:
    form = FORM | given
    headers = {"X-Twilio-Signature": sign(TOKEN, url, form.items()), "Content-Type": "application/x-www-form-urlencoded"}
    return httpx2.post(url, content=urlencode(form), headers=headers, timeout=10).status_code


@pytest.fixture
def work(server) -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    """Start workers on the server's database; those that still live are stopped in the end."""
    settings = {"BASE_URL": server.url, "DATABASE_URL": f"sqlite:///{server.file}", "MENUS": str(server.menus)}
    secrets = {"TWILIO_AUTH_TOKEN": TOKEN, "SECRET_KEY": "a secret key for tests"}
    begun: list[subprocess.Popen[bytes]] = []

    def start() -> "subprocess.Popen[bytes]":
        with (server.log.parent / f"worker{len(begun)}").open("wb") as log:
            command = [sys.executable, "-m", "ivr", "worker"]
            begun.append(subprocess.Popen(command, env=os.environ | settings | secrets, stdout=log, stderr=log))
        return begun[-1]

    yield start
    for each in begun:
        each.terminate()
        each.wait(30)


def rows(server, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(server.file)) as database:
        return database.execute(query).fetchall()


def due_now(server) -> None:
    """Let the time until the closing pass at once."""
    with closing(sqlite3.connect(server.file, timeout=10)) as database, database:
        database.execute("UPDATE jobs SET due_at = '2026-01-01 00:00:00.000000'")


def test_a_call_is_closed_once_though_a_worker_was_killed(server, work):
    first = work()
    assert post(f"{server.url}/voice/incoming", CallStatus="in-progress") == 200
    assert post(f"{server.url}/voice/status", CallStatus="completed", SequenceNumber="3") == 204
    first.send_signal(signal.SIGKILL)
    first.wait(10)
    due_now(server)
    assert rows(server, "SELECT ending FROM calls") == [("",)]
    second = work()
    server.wait_until(lambda: rows(server, "SELECT done_at FROM jobs WHERE done_at IS NOT NULL"))
    assert rows(server, "SELECT sid, ending FROM calls") == [(SID, "hung_up")]
    assert server.journal() == [(SID, 0), (SID, 1)], "the call's only turn, and its closing"
    assert second.poll() is None
