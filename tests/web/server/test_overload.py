"""A database that fails while more callers ring the real server than it has threads: all hear words in time, and who needs no
database is answered at once."""

import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count
from threading import Event
from typing import NamedTuple
from urllib.parse import urlencode
from xml.etree import ElementTree

import httpx2

from ivr.simulator.web.signature import sign

TOKEN = "0123456789abcdef"
CALLERS = 24
"""Three for each of the eight threads."""
MOST_SECONDS = 6 + 2
"""How long the carrier waits before it sends a request again (rt=6000 in every address we give it), and two for a busy machine."""
LOADED_SECONDS = 4
AT_ONCE_SECONDS = 1.0
"""Less than one try at a database that hangs holds a thread: 1.5 seconds on an open connection, 2 for a new one."""


LINE = httpx2.Client(timeout=30)
"""Keeps its connections, as the carrier does; making a client for each request would cost more than the answer."""


class Got(NamedTuple):
    status: int
    text: str
    seconds: float


def ask(url: str, path: str, sid: str, **given: str) -> Got:
    form = {"CallSid": sid, "From": "+15550001111", "To": "+15559990000", "CallStatus": "ringing"} | given
    headers = {"X-Twilio-Signature": sign(TOKEN, url + path, form.items()), "Content-Type": "application/x-www-form-urlencoded"}
    began = time.monotonic()
    got = LINE.post(url + path, content=urlencode(form), headers=headers)
    return Got(got.status_code, got.text, time.monotonic() - began)


def ring(url: str, sid: str) -> Got:
    return ask(url, "/voice/incoming", sid)


def check_all_are_answered(answers: list[Got], words: str) -> None:
    assert {each.status for each in answers} == {200}
    assert all(words in each.text for each in answers)
    assert max(each.seconds for each in answers) < MOST_SECONDS


def test_more_callers_than_threads_are_all_answered_while_the_database_is_locked(server):
    with closing(sqlite3.connect(server.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(CALLERS) as callers:
            answers = list(callers.map(lambda number: ring(server.url, f"CA{number}"), range(CALLERS)))
    check_all_are_answered(answers, "One moment.")
    assert "Welcome." in ring(server.url, "CAlater").text


def wait_path(server) -> str:
    """Bring a caller into the line, and give the address of their wait."""
    ring(server.url, "CAwaits")
    document = ElementTree.fromstring(ask(server.url, "/voice/turn?n=1", "CAwaits", Digits="2").text)
    return next(verb.attrib["waitUrl"] for verb in document.iter("Enqueue")).partition("#")[0]


def test_who_needs_no_database_is_answered_at_once_while_it_hangs(running, postgres, postgres_url, tmp_path):
    """Callers ring without a pause, and others wait in line and in the overflow; the database answers nobody."""
    over, numbers = Event(), count()
    with running(tmp_path, postgres_url) as server, ThreadPoolExecutor(CALLERS) as callers:
        in_line, overflow = wait_path(server), "/voice/queue/wait?e=overflow.any.x"

        def again_and_again(one: Callable[[], Got]) -> list[Got]:
            got = []
            while not over.is_set():
                got.append(one())
                over.wait(0.1)
            return got

        postgres.pause()
        try:
            check_all_are_answered(list(callers.map(lambda n: ring(server.url, f"CAfirst{n}"), range(CALLERS))), "One moment.")
            rings = [callers.submit(again_and_again, lambda: ring(server.url, f"CA{next(numbers)}")) for _ in range(CALLERS // 2)]
            waits = [
                callers.submit(again_and_again, lambda path=path: ask(server.url, path, "CAwaits"))
                for path in (in_line, overflow)
                for _ in range(CALLERS // 8)
            ]
            at_once, until = [], time.monotonic() + LOADED_SECONDS
            while time.monotonic() < until:
                began = time.monotonic()
                assert LINE.get(f"{server.url}/health/live").status_code == 200
                at_once.append(time.monotonic() - began)
                fallen = ask(server.url, "/voice/fallback", "CAfallen", ErrorUrl=f"{server.url}/voice/turn?n=1", ErrorCode="11200")
                assert "One moment." in fallen.text
                at_once.append(fallen.seconds)
                over.wait(0.05)
            over.set()
            rung, waited = ([got for each in some for got in each.result(30)] for some in (rings, waits))
        finally:
            over.set()
            postgres.resume()
        server.wait_until(lambda: "Welcome." in ring(server.url, f"CAlater{next(numbers)}").text)
    print(
        f"\n{len(rung)} rang: {max(g.seconds for g in rung):.2f} s at most; {len(waited)} waited: {max(g.seconds for g in waited):.2f} s;"
    )
    slowest, slowest_wait = (max(got.seconds for got in some) for some in (rung, waited))
    print(f"\n{len(rung)} rang: {slowest:.2f} s at most; {len(waited)} waited: {slowest_wait:.2f} s;")
    print(f"{len(at_once)} needed no database: {max(at_once):.3f} s")
    assert max(at_once) < AT_ONCE_SECONDS
    check_all_are_answered(rung, "One moment.")
    check_all_are_answered(waited, "<Say")
