"""What the wallet does is done once, is seen afterwards, and is refused where the contract says so."""

import threading
from contextlib import closing, suppress

import httpx2
import pytest
import sqlalchemy as sa

from ivr.demo_wallet.tables import accounts
from ivr.demo_wallet.wallet import Wallet
from tests.demo_wallet.conftest import MONDAY

PLAIN, FROZEN, RISK, LEGAL, ROBBED = (f"accounts/6001{number:08}" for number in (1, 4, 5, 7, 8))
LOCKED, LOCKED_AND_LIMITED, ASKED_BEFORE = (f"accounts/6001{number:08}" for number in (9, 10, 15))
ORDERS, REFUNDS = "accounts/600100000002/orders", "accounts/600100000003"
TWELVE = {"amount": {"amount": 1200, "currency": "CNY"}, "payee": "早点铺"}


def code(answer: httpx2.Response) -> str:
    return answer.json()["error"]["code"]


def test_a_frozen_account_refuses_payments_until_it_is_unfrozen(asker):
    before = asker.get(f"{PLAIN}/balance")["free"]["amount"]
    assert asker.ask(f"{PLAIN}/payments", TWELVE).status_code == 201
    assert asker.ask(f"{PLAIN}/freeze").status_code == 201
    assert asker.get(f"{PLAIN}/state")["state"] == "own_freeze"
    assert code(asker.ask(f"{PLAIN}/payments", TWELVE)) == "account_stopped"
    assert asker.ask(f"{PLAIN}/unfreeze").status_code == 201
    assert asker.get(f"{PLAIN}/state")["state"] == "active"
    assert asker.ask(f"{PLAIN}/payments", TWELVE).status_code == 201
    assert asker.get(f"{PLAIN}/balance")["free"]["amount"] == before - 2 * 1200
    assert asker.get(f"{PLAIN}/transactions")["transactions"][0]["counterparty"] == "早点铺"


def test_an_open_theft_report_keeps_the_freeze(asker):
    assert asker.ask(f"{PLAIN}/freeze").status_code == 201
    kept = asker.ask(f"{PLAIN}/theft-reports", {"transactions": ["31010001", "31010003"]}).json()
    assert (kept["count"], kept["amount"]["amount"]) == (2, 2350 + 1800)
    assert code(asker.ask(f"{PLAIN}/unfreeze")) == "report_open"
    assert asker.get(f"{PLAIN}/state")["state"] == "own_freeze"


REFUSED = (
    (f"{FROZEN}/freeze", {}, "already_frozen"),
    (f"{PLAIN}/unfreeze", {}, "not_frozen"),
    (f"{RISK}/unfreeze", {}, "not_allowed"),
    (f"{ROBBED}/unfreeze", {}, "report_open"),
    (f"{LEGAL}/unblock-requests", {}, "not_allowed"),
    (f"{PLAIN}/unblock-requests", {}, "not_allowed"),
    (f"{ASKED_BEFORE}/unblock-requests", {}, "request_open"),
    (f"{PLAIN}/login-unlocks", {}, "not_locked"),
    (f"{LOCKED_AND_LIMITED}/login-unlocks", {}, "other_block"),
    (f"{PLAIN}/payments", {"amount": {"amount": 99999999, "currency": "CNY"}, "payee": "船"}, "balance_too_low"),
    (f"{ORDERS}/20260201/retry", {}, "already_paid"),
    (f"{ORDERS}/20260217/retry", {}, "order_expired"),
    (f"{ORDERS}/20260213/retry", {}, "not_allowed"),
    (f"{REFUNDS}/orders/20260301/refund-requests", {"reason": "faulty"}, "request_open"),
    (f"{REFUNDS}/orders/20260313/refund-requests", {"reason": "faulty"}, "too_old"),
    (f"{ORDERS}/20260202/refund-requests", {"reason": "faulty"}, "not_paid"),
    (
        f"{REFUNDS}/orders/20260311/refund-requests",
        {"reason": "faulty", "amount": {"amount": 150001, "currency": "CNY"}},
        "too_much",
    ),
    (f"{PLAIN}/theft-reports", {"transactions": ["31020001"]}, "transaction_unknown"),
    (f"{PLAIN}/traces", {"order": "20260201"}, "order_unknown"),
    (f"{REFUNDS}/traces", {"order": "20260301", "refund": "41030002"}, "refund_unknown"),
)


@pytest.mark.parametrize(("path", "body", "said"), REFUSED)
def test_what_is_refused_is_not_done(asker, deeds, path, body, said):
    assert code(asker.ask(path, body)) == said
    assert deeds() == []


def test_the_same_key_does_it_once_and_answers_alike(asker, deeds):
    first = asker.ask(f"{PLAIN}/freeze", key="call-1-freeze")
    asker.later(minutes=5)
    assert asker.ask(f"{PLAIN}/freeze", key="call-1-freeze").json() == first.json()
    assert deeds() == ["freeze"]


def test_a_refusal_too_is_answered_alike(asker, deeds):
    assert code(asker.ask(f"{PLAIN}/unfreeze", key="call-1-unfreeze")) == "not_frozen"
    asker.ask(f"{PLAIN}/freeze")
    assert code(asker.ask(f"{PLAIN}/unfreeze", key="call-1-unfreeze")) == "not_frozen"
    assert deeds() == ["freeze"]


def test_a_key_is_for_one_thing(asker, deeds):
    asker.ask(f"{PLAIN}/payments", TWELVE, key="call-1-pay")
    more = {**TWELVE, "amount": {"amount": 1300, "currency": "CNY"}}
    assert [code(asker.ask(path, body, key="call-1-pay")) for path, body in ((f"{PLAIN}/payments", more), (f"{PLAIN}/freeze", {}))] == [
        "key_reused"
    ] * 2
    assert deeds() == ["payment"]


def test_while_the_first_runs_the_second_with_its_key_is_told_so(asker, deeds):
    begun, goes_on = threading.Event(), threading.Event()

    def wait(seconds: float) -> None:
        begun.set()
        assert goes_on.wait(20)

    asker.wallet.faults.wait = wait
    asker.wallet.faults.set("freeze", "slow 1", times=1)
    first = threading.Thread(target=asker.ask, args=(f"{PLAIN}/freeze", {}, "call-1-freeze"))
    first.start()
    assert begun.wait(20)
    second = asker.ask(f"{PLAIN}/freeze", key="call-1-freeze")
    goes_on.set()
    first.join()
    assert (second.status_code, code(second)) == (409, "in_progress")
    assert asker.ask(f"{PLAIN}/freeze", key="call-1-freeze").status_code == 201
    assert deeds() == ["freeze"]


@pytest.mark.parametrize("fault", ["twice", "lost"])
def test_what_the_network_repeats_is_done_once(asker, deeds, fault):
    asker.wallet.faults.set("freeze", fault, times=1)
    with suppress(httpx2.ReadError):
        asker.ask(f"{PLAIN}/freeze", key="call-1-freeze")
    assert deeds() == ["freeze"]
    assert asker.ask(f"{PLAIN}/freeze", key="call-1-freeze").status_code == 201
    assert deeds() == ["freeze"]


def test_a_wallet_in_a_file_goes_on_where_it_was(tmp_path):
    def begin() -> Wallet:
        return Wallet("demo", file=str(tmp_path / "wallet.db"), clock=lambda: MONDAY)

    with closing(begin()) as first, first.asked() as asked:
        asked.db.execute(sa.update(accounts).where(accounts.c.id == "600100000001").values(free=7))
    with closing(begin()) as again, again.asked() as asked:
        assert asked.db.scalar(sa.select(accounts.c.free).where(accounts.c.id == "600100000001")) == 7
        assert asked.db.scalar(sa.select(sa.func.count()).select_from(accounts)) == 17


RETRIES = (
    ("20260202", "paid", None, "paid"),
    ("20260203", "failed", "limit", "failed"),
    ("20260218", "expired", None, "expired"),
    ("20260209", "waiting", None, "failed"),
    ("20260211", "waiting", None, "failed"),
)


@pytest.mark.parametrize(("order", "state", "failure", "then"), RETRIES)
def test_a_retry_ends_as_the_cast_has_it(asker, order, state, failure, then):
    tried = asker.ask(f"{ORDERS}/{order}/retry").json()
    assert (tried["state"], tried["failure"]) == (state, failure)
    assert asker.get(f"{ORDERS}/{order}/retry") == tried
    assert asker.get(f"{ORDERS}/{order}")["state"] == then


SETTLED = (("20260209", "paid", None), ("20260210", "failed", "bank"), ("20260219", "expired", None), ("20260211", "waiting", None))


@pytest.mark.parametrize(("order", "state", "failure"), SETTLED)
def test_a_retry_that_waits_is_settled_in_time(asker, deeds, order, state, failure):
    first = asker.ask(f"{ORDERS}/{order}/retry").json()
    asker.later(seconds=19)
    assert asker.ask(f"{ORDERS}/{order}/retry").json() == first, "while it waits, asking again gives the one that is there"
    asker.later(seconds=1)
    now = asker.get(f"{ORDERS}/{order}/retry")
    assert (now["state"], now["failure"]) == (state, failure)
    assert deeds() == ["retry"]


def test_a_refund_asked_for_waits_for_the_merchant_and_takes_from_what_is_left(asker):
    path = f"{REFUNDS}/orders/20260311"
    part = {"reason": "faulty", "amount": {"amount": 50000, "currency": "CNY"}}
    reference = asker.ask(f"{path}/refund-requests", part).json()["reference"]
    refund = asker.get(f"{REFUNDS}/refunds/{reference}")
    assert (refund["state"], refund["amount"]["amount"], refund["merchant"]) == ("waiting_merchant", 50000, "家具店")
    left = asker.get(f"{path}/refundable")
    assert (left["state"], left["refund"], left["amount"]["amount"]) == ("already", reference, 100000)


def test_the_login_lock_is_lifted_and_everybody_signed_out(asker):
    assert asker.ask(f"{LOCKED}/login-unlocks").status_code == 201
    assert asker.get(f"{LOCKED}/state")["login_locked"] is False
    assert [asker.ask(f"{LOCKED}/sign-outs").json()["devices"] for _ in range(2)] == [2, 0]


def test_money_is_looked_for_once(asker):
    first = asker.ask(f"{REFUNDS}/traces", {"order": "20260305", "refund": "41030005"}).json()["reference"]
    again = asker.ask(f"{REFUNDS}/traces", {"order": "20260305", "refund": "41030005"})
    assert (code(again), again.json()["error"]["reference"]) == ("trace_open", first)
    assert asker.ask(f"{REFUNDS}/traces", {"order": "20260305"}).status_code == 201
