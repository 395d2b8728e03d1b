"""What is keyed to be known, searched for in every byte that a real hotline with a wallet and a worker leaves behind."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from ivr.demo_wallet.api import api, serving
from ivr.demo_wallet.wallet import Wallet
from ivr.simulator import events
from ivr.simulator.clock import Clock
from ivr.simulator.faces.phone import Phone
from ivr.simulator.office.number import Number
from ivr.simulator.web.http import HttpLine
from tests.security.conftest import Caller, Doing
from tests.web.server.beside import HOTLINE, listening, open_office

pytestmark = pytest.mark.long

MENUS = Path(__file__).parents[3] / "menus"
TOKEN, KEY = "0123456789abcdef", "the wallet's key 4b19"
RINGS, ACCOUNT = "+8613947261853", "13800000017"
WRONG_ID, RIGHT_ID, WRONG_CODE = "739*", "017*", "592837"
ARRIVED = {ACCOUNT, RINGS, "739X", "017X"}
"""What the wallet must be told, or nothing was keyed."""
SECRETS = {RINGS, RINGS[3:], ACCOUNT, WRONG_ID, RIGHT_ID, "739X", "017X", WRONG_CODE, KEY}


class Told:
    """A wallet that keeps what it is asked."""

    def __init__(self) -> None:
        self.wallet = Wallet(KEY)
        self.said = ""
        self._answers = serving(api(), self.wallet)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        self.said += f"{environ['PATH_INFO']} {body.decode()}\n"
        return self._answers({**environ, "wsgi.input": BytesIO(body)}, start)

    def deeds(self) -> list[str]:
        with self.wallet.asked() as asked:
            return [row.deed for row in asked.db.exec_driver_sql("SELECT deed FROM deeds WHERE reference > 70000000 ORDER BY reference")]


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def office():
    return open_office(TOKEN)


@pytest.fixture
def server(start, told, office):
    with listening(office) as carrier, listening(told) as at:
        texts = {"TWILIO_ACCOUNT_SID": office.exchange.account.sid, "TWILIO_API_BASE": carrier, "TEXTS_FROM": HOTLINE}
        yield start(MENUS=str(MENUS), WALLET_URL=at, WALLET_KEY=KEY, **texts)


def ring(server, *doings: Doing) -> str:
    """Ring, do this, hang up, and give the words that were heard."""
    heard: list[str] = []
    line, voice = HttpLine(server.url), f"{server.url}/voice"
    phone = Phone(line=line, clock=Clock(datetime.now(UTC)), token=TOKEN, caller=RINGS, patience=None)
    number = Number(f"{voice}/incoming", fallback=f"{voice}/fallback", status=f"{voice}/status")
    ending = phone.ring(number, Caller(iter(doings)), lambda e: heard.append(e.what.text) if isinstance(e.what, events.Say) else None)
    line.close()
    assert not ending.broke
    return " ".join(heard)


def test_nothing_that_was_keyed_to_be_known_is_found_in_what_a_hotline_leaves_behind(server, work, told, office, left):
    codes: list[str] = []

    def code() -> str:
        server.wait_until(lambda: any(text.to == f"+86{ACCOUNT}" for text in office.exchange.texts))
        [text] = [text.body for text in office.exchange.texts if text.to == f"+86{ACCOUNT}"]
        codes.extend(re.findall(r"\d{6}", text.replace("4000000000", "")))
        return codes[0]

    work(server)
    ring(server, "1", "4", "4", f"{ACCOUNT}#", WRONG_ID, RIGHT_ID, "1", WRONG_CODE, code, "20261701#", "1", "2", "0#", "1")
    ring(server, "9", f"{ACCOUNT}#", RIGHT_ID, "1")
    assert told.deeds() == ["refund_request", "freeze"], "both were known by what they keyed"
    assert {each for each in ARRIVED if each not in told.said} == set()
    secrets = SECRETS | set(codes)
    plain = {sid for (sid,) in server.rows("SELECT sid FROM calls")} | {"DigitsPressed", "refund_form", "Performed"}
    for close in (lambda: None, lambda: close_all(server)):
        close()
        assert left(server).holding(plain) == plain
        assert left(server).holding(secrets) == set()


def close_all(server) -> None:
    server.due_now()
    server.wait_until(lambda: server.rows("SELECT count(*) FROM calls WHERE closed_at IS NULL") == [(0,)])
    server.wait_until(lambda: server.rows("SELECT count(*) FROM outbox WHERE state = 'queued'") == [(0,)])
