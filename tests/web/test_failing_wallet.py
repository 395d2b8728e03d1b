"""A wallet that is slow, silent, broken or lies: callers hear within the time what became of what they asked, and nothing is done twice."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from ivr.app import build
from ivr.compiler.compile import compile_texts
from ivr.outside.channel import MOST_BYTES, Channel
from ivr.outside.wallet import Wallet
from ivr.service.actions import DECLARATIONS
from tests.outside.hostile import Answer, Hostile, after, half_way, hostile, lost, never, raw, refusing, twice, well
from tests.outside.menus import texts
from tests.web.conftest import MONDAY, Clock, Hotline

MOST_SECONDS = 3.0
"""For an answer, whatever the wallet does: its deadline, and half a second for a turn on a busy machine."""
RING = ("/voice/incoming", {})
SORRY, BALANCE, FROZEN, UNSURE = "Sorry, not now.", "You have one hundred twenty-eight yuan.", "Your account is frozen.", "I can't see"


@pytest.fixture(scope="module")
def menus():
    return compile_texts(texts(), DECLARATIONS)


@pytest.fixture
def beside(menus, config, sqlite_url) -> Iterator[Callable[..., tuple[Hotline, Hostile]]]:
    """Serve the menus with a wallet that knows the caller, and then answers as it is told."""
    with ExitStack() as closed:

        def make(*answers: Answer) -> tuple[Hotline, Hostile]:
            told = closed.enter_context(hostile(well(), *answers))
            wallet = Wallet(Channel(told.url, "the key"))
            closed.callback(wallet.close)
            clock = Clock(MONDAY)
            application = build(config(sqlite_url), clock=clock.now, flow=menus, wallet=wallet)
            closed.callback(application.store.close)
            return Hotline(application, clock, sqlite_url), told

        yield make


DOLLARS = {"free": {"amount": 1, "currency": "USD"}, "held": {"amount": 0, "currency": "USD"}}
LOOKS: dict[str, tuple[tuple[Answer, ...], str]] = {
    "well": ((well(),), BALANCE),
    "2.9 s": ((after(2.9, well()),), SORRY),
    "3.1 s": ((after(3.1, well()),), SORRY),
    "never": ((never,), SORRY),
    "500": ((raw(500, b""),), SORRY),
    "500 once": ((raw(500, b""), well()), BALANCE),
    "garbage": ((raw(200, b"<html>"),), SORRY),
    "too much": ((raw(200, b" " * (MOST_BYTES + 1)),), SORRY),
    "dollars": ((well(DOLLARS),), SORRY),
    "closed half-way": ((half_way,), SORRY),
    "a refusal that nobody knows": ((refusing("moon_phase"),), SORRY),
}


@pytest.mark.parametrize(("answers", "heard"), LOOKS.values(), ids=LOOKS)
def test_who_asks_for_the_balance_hears_it_or_that_it_cannot_be_had_now(beside, answers: tuple[Answer, ...], heard: str):
    hotline, _ = beside(*answers)
    call = hotline.carrier().walks(RING, ("action", {"Digits": "3"}))
    began = time.monotonic()
    assert call.goes("action", Digits="1").words.startswith(heard)
    assert time.monotonic() - began < MOST_SECONDS
    assert call.last.verbs[0] == "Gather", "the call goes on"


CHANGES: dict[str, tuple[tuple[Answer, ...], str, int]] = {
    "well": ((well(),), FROZEN, 1),
    "twice": ((twice,), FROZEN, 1),
    "answer lost after the deed": ((lost, well()), FROZEN, 1),
    "answer lost for good": ((lost,), UNSURE, 1),
    "3.1 s": ((after(3.1, well()),), UNSURE, 0),
    "never": ((never,), UNSURE, 0),
    "500": ((raw(500, b""),), UNSURE, 0),
    "garbage, then the deed": ((raw(201, b"{"), well()), FROZEN, 1),
    "still being done": ((refusing("in_progress"), well()), FROZEN, 1),
}


@pytest.mark.parametrize(("answers", "heard", "deeds"), CHANGES.values(), ids=CHANGES)
def test_who_freezes_hears_that_it_is_done_or_that_nobody_knows_and_it_is_done_once(
    beside, answers: tuple[Answer, ...], heard: str, deeds: int
):
    hotline, told = beside(*answers)
    call = hotline.carrier().walks(RING, ("action", {"Digits": "3"}), ("action", {"Digits": "2"}))
    assert call.last.words == "I'm freezing your account."
    began = time.monotonic()
    assert call.goes("Redirect").words.startswith(heard)
    assert time.monotonic() - began < MOST_SECONDS
    keys = {said.key for said in told.asked if said.key}
    assert len(keys) == 1
    assert len(told.deeds) == deeds


def test_a_turn_that_is_asked_for_twice_names_the_same_change_and_both_get_the_same_answer(beside):
    hotline, told = beside(after(0.3, well()))
    call = hotline.carrier().walks(RING, ("action", {"Digits": "3"}), ("action", {"Digits": "2"}))
    with ThreadPoolExecutor(2) as two:
        one, other = two.map(lambda _: call.ask(call.last.link("Redirect")), range(2))
    assert one == other
    assert one.words.startswith(FROZEN)
    assert len(told.deeds) == 1


def test_what_was_asked_is_not_in_the_log(beside, caplog):
    hotline, told = beside(raw(500, b"13800000001"))
    call = hotline.carrier().walks(RING, ("action", {"Digits": "3"}))
    call.goes("action", Digits="1")
    said = "\n".join(record.getMessage() for record in caplog.records)
    assert "account.balance: the wallet is unavailable: it answered 500" in said
    assert not {"13800000001", told.url.rpartition(":")[2], "the key"} & set(said.replace("/", " ").split())


def test_without_a_wallet_the_caller_is_told_so(menus, config, sqlite_url):
    clock = Clock(MONDAY)
    application = build(config(sqlite_url), clock=clock.now, flow=menus)
    try:
        call = Hotline(application, clock, sqlite_url).carrier().walks(RING)
        assert call.goes("action", Digits="3").words.startswith(SORRY)
    finally:
        application.store.close()
