"""For every outcome of every outside action, whose account of the demo wallet's cast gives it, and by which deed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from ivr.flow.slots import Secret


@dataclass(frozen=True)
class Row:
    """What is asked for, of which person of the cast; before that what else was done, and how much time has passed since."""

    person: int
    args: Mapping[str, Any] = field(default_factory=dict)
    before: str = ""
    later: timedelta = timedelta()

    @property
    def asked(self) -> dict[str, Any]:
        return {"account": account(self.person), **self.args}


def account(person: int) -> dict[str, str]:
    return {"id": f"6001000000{person:02}", "last4": f"00{person:02}", "name": "芳", "age": "adult"}


def order(person: int, place: int) -> dict[str, str]:
    return {"number": f"2026{person:02}{place:02}"}


def refund(place: int) -> dict[str, str]:
    return {"id": f"4103{place:04}"}


MINUTE = timedelta(minutes=1)
NOWHERE = {"number": "99999999"}
FAULTY = {"reason": "faulty"}
ORDERS, REFUNDS = 2, 3
"""The persons with an order and with a refund in every state."""

CONTRACT: Mapping[str, Mapping[str, Row]] = {
    "accounts.find": {"found": Row(1, {"phone": "13800000001"}), "not_found": Row(1, {"phone": "13900000000"})},
    "identity.match_id": {"right": Row(17, {"answer": Secret("017*")}), "wrong": Row(13, {"answer": Secret("0000")})},
    "account.state": {"active": Row(1), "own_freeze": Row(4), "risk": Row(5), "documents": Row(6), "legal": Row(7)},
    "account.unlock_login": {"unlocked": Row(9), "not_locked": Row(1), "other_block": Row(10)},
    "account.request_unblock": {"created": Row(5), "exists": Row(15), "not_allowed": Row(7)},
    "account.balance": {"found": Row(16)},
    "account.transactions": {"found": Row(1), "none": Row(14)},
    "account.spending": {"found": Row(1)},
    "orders.find": {"found": Row(1, order(1, 1)), "not_found": Row(1, order(2, 1))},
    "orders.recent": {"found": Row(1), "none": Row(14)},
    "orders.search": {"found": Row(1, {"day": "2026-03-01", "amount": 5600}), "none": Row(1, {"day": "2026-03-01", "amount": 5601})},
    "orders.state": {
        "paid": Row(ORDERS, order(ORDERS, 1)),
        "failed": Row(ORDERS, order(ORDERS, 2)),
        "returning": Row(ORDERS, order(ORDERS, 12)),
        "processing": Row(ORDERS, order(ORDERS, 13)),
        "late": Row(ORDERS, order(ORDERS, 14)),
        "system_fault": Row(ORDERS, order(ORDERS, 15)),
        "refunded": Row(ORDERS, order(ORDERS, 16)),
        "expired": Row(ORDERS, order(ORDERS, 17)),
        "not_found": Row(ORDERS, NOWHERE),
    },
    "orders.retry": {
        "paid": Row(ORDERS, order(ORDERS, 2)),
        "failed": Row(ORDERS, order(ORDERS, 3)),
        "waiting": Row(ORDERS, order(ORDERS, 9)),
        "already_paid": Row(ORDERS, order(ORDERS, 1)),
        "expired": Row(ORDERS, order(ORDERS, 17)),
    },
    "orders.retry_state": {
        "waiting": Row(ORDERS, order(ORDERS, 9), before="orders.retry"),
        "paid": Row(ORDERS, order(ORDERS, 9), before="orders.retry", later=MINUTE),
        "failed": Row(ORDERS, order(ORDERS, 10), before="orders.retry", later=MINUTE),
        "expired": Row(ORDERS, order(ORDERS, 19), before="orders.retry", later=MINUTE),
    },
    "refunds.find": {
        "found": Row(REFUNDS, order(REFUNDS, 10)),
        "none": Row(REFUNDS, order(REFUNDS, 11)),
        "not_found": Row(REFUNDS, NOWHERE),
    },
    "refunds.recent": {"found": Row(REFUNDS), "none": Row(1)},
    "refunds.state": {
        "waiting_merchant": Row(REFUNDS, refund(1)),
        "in_progress": Row(REFUNDS, refund(2)),
        "sent": Row(REFUNDS, refund(4)),
        "late": Row(REFUNDS, refund(5)),
        "arrived": Row(REFUNDS, refund(7)),
        "refused": Row(REFUNDS, refund(8)),
    },
    "refunds.check": {
        "found": Row(REFUNDS, order(REFUNDS, 12)),
        "too_old": Row(REFUNDS, order(REFUNDS, 13)),
        "already": Row(REFUNDS, order(REFUNDS, 1)),
        "not_found": Row(REFUNDS, NOWHERE),
        "not_paid": Row(2, order(2, 2)),
    },
    "refunds.request": {
        "made": Row(1, order(1, 1) | FAULTY),
        "exists": Row(REFUNDS, order(REFUNDS, 1) | FAULTY),
        "too_much": Row(1, order(1, 1) | FAULTY | {"amount": 12801}),
        "too_old": Row(REFUNDS, order(REFUNDS, 13) | FAULTY),
    },
    "traces.open": {
        "opened": Row(REFUNDS, order(REFUNDS, 5) | {"refund": "41030005"}),
        "exists": Row(REFUNDS, order(REFUNDS, 5) | {"refund": "41030005"}, before="traces.open"),
    },
    "account.freeze": {"done": Row(5), "already": Row(4)},
    "account.unfreeze": {"done": Row(4), "report_open": Row(8), "not_frozen": Row(1), "not_allowed": Row(5)},
    "reports.theft": {"kept": Row(1, {"items": [{"number": "31010001"}, {"number": "31010003"}]})},
    "devices.sign_out": {"done": Row(1)},
    "incidents.look": {"known": Row(1), "none": Row(1)},
}
