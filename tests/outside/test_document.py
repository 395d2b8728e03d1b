"""The client keeps the contract as the document has it, against a wallet that is made from the document alone."""

from collections.abc import Callable
from contextlib import closing
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.errors import Refused
from ivr.outside.channel import Channel
from ivr.outside.wallet import Wallet
from tests.outside.document import OPERATIONS, values, wallet

ACCOUNT, ORDER, KEY = "600100000001", "20260101", "CA1:3:1:account.freeze"
CLIENT: dict[str, Callable[[Wallet], object]] = {
    "find_account": lambda wallet: wallet.find_account("+8613800000001"),
    "match_identity": lambda wallet: wallet.matches_identity(ACCOUNT, "100X"),
    "read_contact": lambda wallet: wallet.contact(ACCOUNT),
    "read_state": lambda wallet: wallet.state(ACCOUNT),
    "unlock_login": lambda wallet: wallet.unlock_login(ACCOUNT, KEY),
    "request_unblock": lambda wallet: wallet.request_unblock(ACCOUNT, KEY),
    "read_balance": lambda wallet: wallet.balance(ACCOUNT),
    "list_transactions": lambda wallet: wallet.transactions(ACCOUNT, 5),
    "read_spending": lambda wallet: wallet.spending(ACCOUNT),
    "list_orders": lambda wallet: wallet.orders(ACCOUNT, 3, date(2026, 3, 1), 5600),
    "read_order": lambda wallet: wallet.order(ACCOUNT, ORDER),
    "read_retry": lambda wallet: wallet.retry(ACCOUNT, ORDER),
    "retry_payment": lambda wallet: wallet.retry_payment(ACCOUNT, ORDER, KEY),
    "list_order_refunds": lambda wallet: wallet.order_refunds(ACCOUNT, ORDER),
    "list_refunds": lambda wallet: wallet.refunds(ACCOUNT, 3),
    "read_refund": lambda wallet: wallet.refund(ACCOUNT, "41010001"),
    "read_refundable": lambda wallet: wallet.refundable(ACCOUNT, ORDER),
    "request_refund": lambda wallet: wallet.request_refund(ACCOUNT, ORDER, 5600, "faulty", KEY),
    "open_trace": lambda wallet: wallet.open_trace(ACCOUNT, ORDER, "41010001", KEY),
    "freeze": lambda wallet: wallet.freeze(ACCOUNT, KEY),
    "unfreeze": lambda wallet: wallet.unfreeze(ACCOUNT, KEY),
    "report_theft": lambda wallet: wallet.report_theft(ACCOUNT, ["31010001"], KEY),
    "sign_out": lambda wallet: wallet.sign_out(ACCOUNT, KEY),
    "list_incidents": lambda wallet: wallet.incidents(),
}
UNASKED = {"pay", "read_profile"}
"""For whoever watches a frozen account refuse, and what nothing needs yet."""
REFUSALS = [(name, code) for name in CLIENT for code in OPERATIONS[name].refusals if code != "in_progress"]
"""Whoever is told that it is still being done asks again; see the tests of the client's time."""


def test_the_client_asks_for_every_operation_of_the_document_that_is_there_for_it():
    assert set(OPERATIONS) - UNASKED == set(CLIENT)


@pytest.mark.parametrize("name", CLIENT)
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_every_answer_that_the_document_allows_is_read(name: str, data: st.DataObject):
    asked: list[str] = []
    status, schema = OPERATIONS[name].well
    answer = data.draw(values(schema))
    with closing(Wallet(Channel("http://wallet.example", "the key", wallet(lambda _: (status, answer), asked)))) as client:
        CLIENT[name](client)
    assert asked == [name]


NOT_THERE = {
    ("find_account", "account_unknown"), ("read_contact", "account_unknown"), ("read_order", "order_unknown"),
    ("list_order_refunds", "order_unknown"), ("read_refundable", "order_unknown"),
}  # fmt: skip
"""What may not be there is asked for, and that it is not is an answer."""


@pytest.mark.parametrize(("name", "code"), sorted(NOT_THERE))
def test_what_is_not_there_is_an_answer_and_no_refusal(name: str, code: str):
    told = wallet(lambda operation: operation.refusals[code], [])
    with closing(Wallet(Channel("http://wallet.example", "the key", told))) as client:
        assert CLIENT[name](client) is None


@pytest.mark.parametrize(("name", "code"), [each for each in REFUSALS if each not in NOT_THERE])
def test_every_refusal_of_the_document_is_told_by_its_code(name: str, code: str):
    told = wallet(lambda operation: operation.refusals[code], [])
    with closing(Wallet(Channel("http://wallet.example", "the key", told))) as client, pytest.raises(Refused) as refused:
        CLIENT[name](client)
    assert refused.value.code == code
