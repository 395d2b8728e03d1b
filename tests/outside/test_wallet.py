"""What callers wait for ends within its deadline, is done once, and is either the wallet's own answer or none."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import count

import pytest

from ivr.errors import Refused, Unavailable
from ivr.outside.breaker import OPEN_SECONDS
from ivr.outside.channel import AT_ONCE, DEADLINE_SECONDS, MOST_BYTES, Channel
from ivr.outside.payloads import FrozenBefore, read
from ivr.outside.wallet import Wallet
from tests.outside.hostile import (
    ACCOUNT,
    BALANCE,
    Answer,
    Hostile,
    after,
    dripping,
    half_way,
    hostile,
    lost,
    never,
    raw,
    refusing,
    trickling,
    well,
)

KEY = "CA1:3:1:account.freeze"
SLACK_SECONDS = 0.4
"""What a busy machine may add to a deadline."""


@contextmanager
def asking(*answers: Answer, clock: Callable[[], float] = time.monotonic) -> Iterator[tuple[Wallet, Hostile]]:
    with hostile(*answers) as told:
        wallet = Wallet(Channel(told.url, "the key", clock=clock))
        try:
            yield wallet, told
        finally:
            wallet.close()


def test_an_answer_is_read_and_the_connection_kept_for_the_next():
    with asking(well()) as (wallet, told):
        assert wallet.balance(ACCOUNT).free.amount == 12800
        assert wallet.freeze(ACCOUNT, KEY).reference == "70000001"
    assert [said.line for said in told.asked] == [f"GET /v1/accounts/{ACCOUNT}/balance", f"POST /v1/accounts/{ACCOUNT}/freeze"]
    assert [said.key for said in told.asked] == ["", KEY]
    assert {said.bearer for said in told.asked} == {"Bearer the key"}
    assert len({said.connection for said in told.asked}) == 1


def test_nothing_is_connected_and_no_thread_begun_before_the_first_asking_so_that_it_may_be_built_before_a_fork():
    with closing(socket.create_server(("127.0.0.1", 0))) as nobody:
        nobody.setblocking(False)
        threads = set(threading.enumerate())
        with closing(Wallet(Channel(f"http://127.0.0.1:{nobody.getsockname()[1]}", "the key"))):
            assert set(threading.enumerate()) == threads
            with pytest.raises(BlockingIOError):
                nobody.accept()


DOLLARS = {"free": {"amount": 1, "currency": "USD"}, "held": {"amount": 0, "currency": "CNY"}}
FRACTIONS = {"free": {"amount": 12.5, "currency": "CNY"}, "held": {"amount": 0, "currency": "CNY"}}
WORDS = {"free": {"amount": "12800", "currency": "CNY"}, "held": {"amount": 0, "currency": "CNY"}}

UNREADABLE: dict[str, tuple[Answer, str]] = {
    "another currency": (well(DOLLARS), "its answer is no Balance: free.currency"),
    "a fraction of a fen": (well(FRACTIONS), "its answer is no Balance: free.amount"),
    "an amount in quotes": (well(WORDS), "its answer is no Balance: free.amount"),
    "a field is missing": (well({"free": BALANCE["free"]}), "its answer is no Balance: held"),
    "a list": (well([]), "its answer is no Balance: all of it"),
    "garbage": (raw(200, b"\xff\xfe<html>"), "its answer is no Balance: all of it"),
    "nothing": (raw(200, b""), "its answer is no Balance: all of it"),
    "a refusal without a code": (raw(409, b"{}"), "its answer is no Refusal: error"),
    "500": (raw(500, b"{}"), "it answered 500"),
    "somewhere else": (raw(302, b""), "it answered 302"),
    "too much": (raw(200, b" " * (MOST_BYTES + 1)), "its answer had not ended after"),
    "closed half-way": (half_way, "peer closed connection"),
    "closed before": (lambda handler: handler.drop(), "Server disconnected"),
}


@pytest.mark.parametrize(("answer", "why"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_no_answer_of_the_contract_is_none_at_all(answer: Answer, why: str):
    with asking(answer) as (wallet, _), pytest.raises(Unavailable, match=why):
        wallet.balance(ACCOUNT)


def test_what_is_wrong_is_told_without_what_was_said():
    with asking(well({"free": "13800000001", "held": BALANCE["held"]})) as (wallet, _), pytest.raises(Unavailable) as told:
        wallet.balance(ACCOUNT)
    assert "138" not in str(told.value)


TIMES: dict[str, tuple[Answer, bool]] = {
    "2.2 s": (after(2.2, well()), True),
    "never": (never, False),
    "a byte at a time": (dripping, False),
    "a header a byte at a time": (trickling, False),
}


@pytest.mark.parametrize(("answer", "in_time"), TIMES.values(), ids=TIMES)
def test_nobody_waits_past_the_deadline(answer: Answer, in_time: bool):
    with asking(answer) as (wallet, told):
        began = time.monotonic()
        if in_time:
            assert wallet.balance(ACCOUNT).free.amount == 12800
        else:
            with pytest.raises(Unavailable):
                wallet.balance(ACCOUNT)
        assert time.monotonic() - began < DEADLINE_SECONDS + SLACK_SECONDS
    assert len(told.asked) == 1


def test_a_second_try_has_what_is_left_of_the_first_ones_time():
    with asking(after(1.5, raw(500, b"")), never) as (wallet, told):
        began = time.monotonic()
        with pytest.raises(Unavailable):
            wallet.balance(ACCOUNT)
        assert time.monotonic() - began < DEADLINE_SECONDS + SLACK_SECONDS
    assert len(told.asked) == 2


def all_at_once(askings: int, ask: Callable[[int], object]) -> None:
    """Ask from as many threads, each in vain."""

    def one(number: int) -> None:
        with pytest.raises(Unavailable):
            ask(number)

    with ThreadPoolExecutor(askings) as threads:
        list(threads.map(one, range(askings)))


@pytest.mark.parametrize("answer", [never, dripping, trickling])
def test_who_hangs_on_every_thread_holds_none_of_them_when_the_wallet_is_well_again(answer: Answer):
    ahead = [0.0]
    with asking(*[answer] * AT_ONCE, well(), clock=lambda: time.monotonic() + ahead[0]) as (wallet, told):
        all_at_once(AT_ONCE, lambda _: wallet.matches_identity(ACCOUNT, "1001"))
        ahead[0] = OPEN_SECONDS
        assert wallet.balance(ACCOUNT).free.amount == 12800
    assert len(told.asked) == AT_ONCE + 1


@pytest.mark.parametrize("step", [3.0, 2.0], ids=["before it is begun", "while it connects"])
def test_a_change_whose_time_is_up_is_not_asked_for(step: float):
    with asking(well(), clock=count(step=step).__next__) as (wallet, told), pytest.raises(Unavailable, match="no time was left"):
        wallet.freeze(ACCOUNT, KEY)
    assert told.asked == []


def look(wallet: Wallet) -> object:
    return wallet.balance(ACCOUNT)


def change(wallet: Wallet) -> object:
    return wallet.freeze(ACCOUNT, KEY)


def compare(wallet: Wallet) -> object:
    return wallet.matches_identity(ACCOUNT, "1001")


AGAIN: dict[str, tuple[Callable[[Wallet], object], Answer, int]] = {
    "a look after a 500": (look, raw(503, b""), 2),
    "a look after a lost answer": (look, lost, 2),
    "a change after a 500": (change, raw(500, b""), 2),
    "a change after its answer was lost": (change, lost, 2),
    "a comparison is not made twice": (compare, lost, 1),
    "a refusal is an answer": (change, refusing("not_allowed"), 1),
}


@pytest.mark.parametrize(("ask", "first", "tries"), AGAIN.values(), ids=AGAIN)
def test_what_may_be_asked_twice_is_asked_once_more_with_the_same_key(ask: Callable[[Wallet], object], first: Answer, tries: int):
    with asking(first, well()) as (wallet, told):
        try:
            ask(wallet)
        except (Refused, Unavailable):
            assert tries == 1
        assert len(told.asked) == tries
        assert len({said.key for said in told.asked}) == 1
        assert len(told.deeds) <= 1


def test_nothing_is_asked_a_third_time():
    with asking(raw(500, b""), raw(500, b""), well()) as (wallet, told):
        with pytest.raises(Unavailable):
            wallet.balance(ACCOUNT)
        assert len(told.asked) == 2


def test_a_change_that_is_still_being_made_is_waited_for():
    running = refusing("in_progress")
    with asking(running, running, well()) as (wallet, told):
        assert wallet.freeze(ACCOUNT, KEY).reference == "70000001"
    assert told.deeds == [KEY]


def test_a_refusal_tells_its_code_and_what_it_carries():
    with asking(refusing("already_frozen", since="2026-03-01T10:00:00+08:00")) as (wallet, _), pytest.raises(Refused) as refused:
        wallet.freeze(ACCOUNT, KEY)
    assert refused.value.code == "already_frozen"
    assert read(FrozenBefore, refused.value.details).since.day == 1
    with pytest.raises(Unavailable):
        read(FrozenBefore, "{}")


def test_a_wallet_that_does_not_answer_is_left_alone_for_a_while():
    with asking(raw(500, b"")) as (wallet, told):
        for _ in range(20):
            with pytest.raises(Unavailable):
                wallet.matches_identity(ACCOUNT, "1001")
        assert len(told.asked) == 5


def test_refusals_are_answers_and_nobody_is_left_alone_for_them():
    with asking(refusing("bad_request", 400)) as (wallet, told):
        for _ in range(20):
            with pytest.raises(Refused):
                wallet.matches_identity(ACCOUNT, "1001")
        assert len(told.asked) == 20
