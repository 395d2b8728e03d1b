"""Every example of docs/wallet-api.yaml is what the demo wallet really answers, on an ordinary Monday at ten."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest

from ivr.demo_wallet.operations import OPERATIONS, Asks
from ivr.demo_wallet.seed import account_of
from tests.demo_wallet.conftest import Asker
from tests.demo_wallet.test_contract import DOCUMENT

BY_NAME = {each.name: each for each in OPERATIONS}
WRITTEN = {each["operationId"]: each for path in DOCUMENT["paths"].values() for each in path.values() if isinstance(each, dict)}
UNKNOWN = 99


@dataclass(frozen=True)
class Ask:
    """How to come to an example: whom to ask about, with which body instead of the document's, and what to ask before."""

    operation: str
    example: str
    person: int = 1
    place: int = 1
    body: Mapping[str, Any] | None = None
    query: str = ""
    before: "Ask | None" = None


def fen(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "CNY"}


TOO_MUCH = {"amount": fen(12801), "reason": "faulty"}
ASKS = (
    Ask("find_account", "200"),
    Ask("find_account", "account_unknown", body={"phone": "+8613800009999"}),
    Ask("match_identity", "200"),
    Ask("read_contact", "200"),
    Ask("read_profile", "200"),
    Ask("read_state", "active"),
    Ask("read_state", "own_freeze", 4),
    Ask("read_state", "risk", 5),
    Ask("read_state", "documents", 6),
    Ask("read_state", "legal", 7),
    Ask("unlock_login", "201", 9),
    Ask("unlock_login", "not_locked"),
    Ask("unlock_login", "other_block", 10),
    Ask("request_unblock", "201", 5),
    Ask("request_unblock", "request_open", 15),
    Ask("request_unblock", "not_allowed", 7),
    Ask("read_balance", "200"),
    Ask("list_transactions", "200", query="?limit=2"),
    Ask("read_spending", "200"),
    Ask("pay", "201"),
    Ask("pay", "account_stopped", 4),
    Ask("pay", "balance_too_low", 14),
    Ask("list_orders", "200", query="?limit=2"),
    *(
        Ask("read_order", name, 2, place)
        for name, place in {
            "paid": 1,
            "failed": 2,
            "returning": 12,
            "processing": 13,
            "system_fault": 15,
            "refunded": 16,
            "expired": 17,
        }.items()
    ),
    *(Ask("retry_payment", name, 2, place) for name, place in {"paid": 2, "failed": 3, "waiting": 11, "expired": 18}.items()),
    Ask("retry_payment", "already_paid"),
    Ask("retry_payment", "order_expired", 2, 17),
    Ask("retry_payment", "not_allowed", 2, 13),
    Ask("read_retry", "waiting", 2, 11, before=Ask("retry_payment", "waiting", 2, 11)),
    Ask("read_retry", "retry_unknown", 2, 11),
    Ask("list_order_refunds", "200", 3, 10),
    Ask("list_refunds", "200", 2),
    *(
        Ask("read_refund", name, 3, place)
        for name, place in {"waiting_merchant": 1, "in_progress": 2, "sent": 3, "arrived": 6, "refused": 8}.items()
    ),
    Ask("read_refund", "refund_unknown", 3, 99),
    Ask("read_refundable", "open"),
    Ask("read_refundable", "already", 3, 1),
    Ask("read_refundable", "too_old", 3, 13),
    Ask("read_refundable", "not_paid", 2, 2),
    Ask("request_refund", "201"),
    Ask("request_refund", "request_open", 3, 1),
    Ask("request_refund", "too_much", body=TOO_MUCH),
    Ask("request_refund", "too_old", 3, 13),
    Ask("request_refund", "not_paid", 2, 2),
    Ask("open_trace", "201"),
    Ask("open_trace", "trace_open", before=Ask("open_trace", "201")),
    Ask("open_trace", "order_unknown", 2, body={"order": "20260101"}),
    Ask("open_trace", "refund_unknown", body={"order": "20260101", "refund": "41030001"}),
    Ask("freeze", "201"),
    Ask("freeze", "already_frozen", 4),
    Ask("unfreeze", "201", 4),
    Ask("unfreeze", "report_open", 8),
    Ask("unfreeze", "not_frozen"),
    Ask("unfreeze", "not_allowed", 5),
    Ask("report_theft", "201"),
    Ask("report_theft", "transaction_unknown", body={"transactions": ["31020001"]}),
    Ask("sign_out", "201"),
    Ask("list_incidents", "200"),
)


def in_document(operation: str) -> Iterator[tuple[str, str, Any]]:
    """Give the status, the name and the value of each example of an operation; one without a name goes by its status."""
    for status, response in WRITTEN[operation]["responses"].items():
        while "$ref" in response:
            response = DOCUMENT["components"]["responses"][response["$ref"].rpartition("/")[2]]
        said = response["content"]["application/json"]
        if "example" in said:
            yield status, status, said["example"]
        yield from ((status, name, each["value"]) for name, each in said.get("examples", {}).items())


def ask(asker: Asker, wanted: Ask, key: str, authorization: str | None = None) -> httpx2.Response:
    each: Asks = BY_NAME[wanted.operation]
    path = each.path.replace("<account>", account_of(wanted.person)).replace("<order>", f"2026{wanted.person:02}{wanted.place:02}")
    path = path.replace("<refund>", f"41{wanted.person:02}{wanted.place:04}") + wanted.query
    written = WRITTEN[wanted.operation].get("requestBody", {}).get("content", {}).get("application/json", {}).get("example", {})
    body = {"json": written if wanted.body is None else wanted.body} if each.method == "POST" else {}
    headers = {"Idempotency-Key": key} if each.changes else {}
    return asker.http.request(each.method, path, headers=headers | ({"Authorization": authorization} if authorization else {}), **body)


@pytest.mark.parametrize("wanted", ASKS, ids=lambda each: f"{each.operation}-{each.example}")
def test_an_example_is_a_real_answer(asker: Asker, wanted: Ask) -> None:
    if wanted.before:
        ask(asker, wanted.before, "example-0")
    answer = ask(asker, wanted, "example-1")
    shown = [(status, value) for status, name, value in in_document(wanted.operation) if name == wanted.example]
    assert shown == [(str(answer.status_code), answer.json())]


GENERAL = {
    "unauthorised": lambda asker, name: ask(asker, Ask(name, ""), "example-1", "Bearer wrong"),
    "account_unknown": lambda asker, name: ask(asker, Ask(name, "", UNKNOWN), "example-1"),
    "order_unknown": lambda asker, name: ask(asker, Ask(name, "", 1, UNKNOWN), "example-1"),
    "bad_request": lambda asker, name: ask(asker, Ask(name, "", body={"slip": 1}, query="?limit=0"), "short"),
    "key_reused": lambda asker, name: [ask(asker, Ask(name, "", person), "example-1") for person in (2, 1)][-1],
    "in_progress": lambda asker, name: [asker.wallet.running.add("example-1"), ask(asker, Ask(name, ""), "example-1")][-1],
}


def general() -> Iterator[tuple[str, str, str]]:
    asked = {(each.operation, each.example) for each in ASKS}
    for operation in WRITTEN:
        for status, name, _ in in_document(operation):
            if (operation, name) not in asked:
                yield operation, status, name


@pytest.mark.parametrize(("operation", "status", "name"), list(general()))
def test_a_refusal_that_many_share_is_a_real_answer(asker: Asker, operation: str, status: str, name: str) -> None:
    answer = GENERAL[name](asker, operation)
    assert (str(answer.status_code), answer.json()["error"]["code"]) == (status, name)
