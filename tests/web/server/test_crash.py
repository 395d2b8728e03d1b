"""A worker killed between two turns and in the middle of one, under the real server: the call goes on, one journal row a turn."""

import os
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from ivr.simulator import events
from ivr.simulator.clock import Clock
from ivr.simulator.faces.phone import Phone
from ivr.simulator.faces.script import Inputs, read_inputs
from ivr.simulator.office.number import Number
from ivr.simulator.web.http import HttpLine
from ivr.simulator.web.line import Incoming, LineError, Outgoing

TOKEN = "0123456789abcdef"
SENT_AGAIN = "#rc=2&rt=6000&rp=all"
IN_THE_MIDDLE_SECONDS = 0.5
"""By then a request has been read by its worker, and is held by the locked database for seconds more."""
FAR_AWAY_SECONDS = 0.1
"""The carrier learns of a failure over a network, not within the millisecond in which a process is still dying."""

SOCKETS, ESTABLISHED = Path("/proc/net/tcp"), "01"
pytestmark = pytest.mark.skipif(not SOCKETS.exists(), reason="MISSING: /proc, to find the worker that serves a connection")


def open_files(process: int) -> set[str]:
    found = set()
    for each in Path(f"/proc/{process}/fd").iterdir():
        with suppress(FileNotFoundError):
            found.add(os.readlink(each))
    return found


def kill_who_answers(server) -> int:
    """Kill the worker that the caller's connection has reached, as nobody else could be meant."""
    port = f":{int(server.url.rpartition(':')[2]):04X}"
    connections = [line.split() for line in SOCKETS.read_text().splitlines()[1:]]
    mine = {f"socket:[{each[9]}]" for each in connections if each[1].endswith(port) and each[3] == ESTABLISHED}
    (doomed,) = (worker for worker in server.workers() if mine & open_files(worker))
    os.kill(doomed, signal.SIGKILL)
    return doomed


@dataclass
class Watched:
    """A line that does something as one request leaves, the first time it does."""

    line: HttpLine
    path: str
    act: Callable[[], None]
    sent: list[str] = field(default_factory=list)

    @property
    def base_url(self) -> str:
        return self.line.base_url

    def reaches(self, url: str) -> bool:
        return self.line.reaches(url)

    def send(self, request: Outgoing) -> Incoming:
        self.sent.append(request.url.removeprefix(self.base_url))
        if self.sent.count(self.path) == 1 and self.sent[-1] == self.path:
            self.act()
        try:
            return self.line.send(request)
        except LineError:
            time.sleep(FAR_AWAY_SECONDS)
            raise


def ring(server, path: str, act: Callable[[], None]) -> tuple[str, Watched, bool]:
    """Ring, ask for order 20260703, go back to the main menu and end; give what was heard."""
    line = Watched(HttpLine(server.url), path, act)
    words: list[str] = []
    told = lambda event: words.append(event.what.text) if isinstance(event.what, events.Say) else None  # noqa: E731
    phone = Phone(line=line, clock=Clock(datetime(2026, 3, 2, 10, tzinfo=UTC)), token=TOKEN)
    number = Number(f"{server.url}/voice/incoming{SENT_AGAIN}", fallback=f"{server.url}/voice/fallback{SENT_AGAIN}")
    ending = phone.ring(number, Inputs(read_inputs("1,20260703#,1,6")), told)
    line.line.send(Outgoing("GET", f"{server.url}/health/live", {"Connection": "close"}, b""))
    line.line.close()
    return " ".join(words), line, ending.broke


def check_whole(server, heard: str, broke: bool) -> None:
    assert not broke
    assert "two zero two six" in heard
    assert heard.endswith("Goodbye.")
    assert [turn for _, turn in server.journal()] == [0, 1, 2, 3, 4, 5]


def test_a_call_goes_on_when_its_worker_is_killed_between_two_turns(server):
    killed: list[int] = []
    heard, _, broke = ring(server, "/voice/turn?n=2", lambda: killed.append(kill_who_answers(server)))
    check_whole(server, heard, broke)
    server.wait_until(lambda: len(server.workers() - set(killed)) == 2)


@pytest.mark.parametrize(("path", "turns"), [("/voice/incoming", 0), ("/voice/turn?n=2", 2)])
def test_a_call_goes_on_when_its_worker_is_killed_in_the_middle_of_a_turn(server, path, turns):
    kept_at_death: list[int] = []

    def hold_and_kill() -> None:
        locked = sqlite3.connect(server.file, isolation_level=None, check_same_thread=False)
        locked.execute("BEGIN IMMEDIATE")

        def later() -> None:
            time.sleep(IN_THE_MIDDLE_SECONDS)
            kill_who_answers(server)
            kept_at_death.append(len(server.journal()))
            locked.execute("ROLLBACK")
            locked.close()

        Thread(target=later).start()

    heard, line, broke = ring(server, path, hold_and_kill)
    assert kept_at_death == [turns], "the turn was not kept when its worker died"
    assert line.sent.count(path) >= 2, "the carrier sent it again"
    check_whole(server, heard, broke)
