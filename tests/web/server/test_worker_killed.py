"""The worker is killed during every kind of job, before and after what it asks of others: each text comes once, and no job is lost."""

import signal
import subprocess
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import httpx2
import pytest

from ivr.demo_wallet.api import api, serving
from ivr.demo_wallet.wallet import Wallet
from ivr.service.texts import post
from ivr.simulator.web.signature import sign
from ivr.storage import open_store
from ivr.storage.records import Message
from tests.web.server.beside import HOTLINE, Office, Wsgi, listening, open_office

TOKEN, KEY = "0123456789abcdef", "the wallet's key"
CALLERS = [f"+861380000{number:04}" for number in range(1, 9)]
ACCOUNTS = ("600100000011", "600100000012")
POINTS = (
    ("look up", "before"), ("look up", "after"), ("send", "before"), ("send", "after"), ("list", "after"), ("number on file", "after"),
)  # fmt: skip
"""Whom the worker is asking when it is killed, and whether what it asks for is done by then."""
LEASE = ("--lease", "1")
"""So soon are the jobs of a worker that was killed the next one's."""


@dataclass
class Assassin:
    """Stands between the worker and whom it asks, and kills it once at each point."""

    left: set[tuple[str, str]] = field(default_factory=lambda: set(POINTS))
    worker: "subprocess.Popen[bytes] | None" = None
    asked: Counter[str] = field(default_factory=Counter)
    turn: threading.Lock = field(default_factory=threading.Lock)

    def watching(self, app: Wsgi) -> Wsgi:
        def watch(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
            what = named(environ)
            self.asked[what] += 1
            if self._is_at(what, "before"):
                start("503 Service Unavailable", [])
                return []
            answer = app(environ, start)
            self._is_at(what, "after")
            return answer

        return watch

    def _is_at(self, what: str, when: str) -> bool:
        with self.turn:
            if (what, when) not in self.left or self.worker is None or self.worker.poll() is not None:
                return False
            self.left.remove((what, when))
            self.worker.send_signal(signal.SIGKILL)
            self.worker.wait(10)
            return True


def named(environ: dict[str, Any]) -> str:
    path = environ["PATH_INFO"]
    if path.endswith("Messages.json"):
        return "send" if environ["REQUEST_METHOD"] == "POST" else "list"
    return "look up" if path.endswith("/find") else "number on file" if path.endswith("/contact") else path


@pytest.fixture
def office() -> Office:
    return open_office(TOKEN)


@pytest.fixture
def assassin() -> Assassin:
    return Assassin()


@pytest.fixture
def server(start, office, assassin):
    wallet = serving(api(), Wallet(KEY))
    with listening(assassin.watching(office)) as carrier, listening(assassin.watching(wallet)) as at:
        texts = {"TWILIO_ACCOUNT_SID": office.exchange.account.sid, "TWILIO_API_BASE": carrier, "TEXTS_FROM": HOTLINE}
        yield start(WALLET_URL=at, WALLET_KEY=KEY, **texts)


def tell(server, path: str, caller: str, **given: str) -> None:
    url = server.url + path
    form = {"CallSid": f"CA{caller[1:]}", "From": caller, "To": HOTLINE, "CallStatus": "in-progress", **given}
    headers = {"X-Twilio-Signature": sign(TOKEN, url, form.items()), "Content-Type": "application/x-www-form-urlencoded"}
    assert httpx2.post(url, content=urlencode(form), headers=headers, timeout=10).status_code in (200, 204)


def queue_texts_of_accounts(server) -> None:
    with closing(open_store(server.settings["DATABASE_URL"], server.settings["SECRET_KEY"])) as store, store.unit() as unit:
        for account in ACCOUNTS:
            now = datetime.now(UTC)
            post(unit, Message("sms", "", "", f"for {account}", "en", "", now, f"of {account}", account=account))


def close_now(server) -> None:
    """Let the time until calls are closed pass at once."""
    server.rows("UPDATE jobs SET due_at = '2026-01-01 00:00:00.000000' WHERE kind = 'close_call'")


def undone(server, kind: str) -> int:
    return int(server.rows(f"SELECT count(*) FROM jobs WHERE done_at IS NULL AND kind = '{kind}'")[0][0])


def test_each_text_comes_once_and_no_job_is_lost_though_the_worker_is_killed_during_every_kind(server, work, office, assassin, capsys):
    for caller in CALLERS:
        tell(server, "/voice/incoming", caller)
        tell(server, "/voice/turn?n=1", caller, Digits="4")
    queue_texts_of_accounts(server)
    while assassin.left:
        assassin.worker = work(server, *LEASE)
        before = len(assassin.left)
        server.wait_until(lambda before=before: len(assassin.left) < before or assassin.worker.poll() is not None)
        assert assassin.worker.wait(10) == -signal.SIGKILL, assassin.left

    last = work(server, *LEASE)
    server.wait_until(lambda: undone(server, "send_text") == undone(server, "look_up_caller") == 0)
    assert len(server.rows("SELECT * FROM known_callers")) == len(CALLERS)
    for caller in CALLERS:
        tell(server, "/voice/status", caller, CallStatus="completed", SequenceNumber="3")
    close_now(server)
    server.wait_until(lambda: undone(server, "close_call") < len(CALLERS))
    last.send_signal(signal.SIGKILL)
    work(server, *LEASE)
    server.wait_until(lambda: undone(server, "close_call") == 0)

    sent = Counter(text.to for text in office.exchange.texts)
    closings = server.rows("SELECT sid, count(*) FROM journal WHERE turn = 2 GROUP BY sid")
    assert len(sent) == len(CALLERS) + len(ACCOUNTS)
    assert set(sent.values()) == {1}
    assert server.rows("SELECT DISTINCT state FROM outbox") == [("sent",)]
    assert sorted(closings) == [(f"CA{caller[1:]}", 1) for caller in CALLERS]
    assert server.rows("SELECT * FROM known_callers") == []
    with capsys.disabled():
        print(f"\nworker killed {len(POINTS) + 1} times: {len(sent)} texts once each; asked: {dict(assassin.asked)}")
