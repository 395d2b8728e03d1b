"""Puts the cast into the tables, every moment told from now."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from ivr.demo_wallet import tables
from ivr.demo_wallet.accounts import REVIEW
from ivr.demo_wallet.cast import CARD, CAST, Order, Person
from ivr.demo_wallet.moments import moment
from ivr.demo_wallet.refunds import MERCHANT_ANSWERS

FIRST_REFERENCE = 70_000_000
PAYS = timedelta(seconds=20)
Rows = dict[sa.Table, list[dict[str, Any]]]


def account_of(number: int) -> str:
    """Give the account of a person of the cast."""
    return f"6001{number:08}"


def phone_of(number: int) -> str:
    """Give the phone of a person of the cast."""
    return f"+86138{number:08}"


def document_of(number: int, person: Person) -> str | None:
    """Give the end of a person's document."""
    return f"10{number:02}" if person.id_last4 == "usual" else person.id_last4


def seed(db: sa.Connection, now: datetime) -> None:
    """Empty all tables and fill them with the cast."""
    rows: Rows = {table: [] for table in tables.metadata.sorted_tables}
    for number, person in CAST.items():
        _person(rows, number, person, now)
    for table, those in rows.items():
        db.execute(sa.delete(table))
        if those:
            db.execute(sa.insert(table), those)


def _person(rows: Rows, number: int, person: Person, now: datetime) -> None:
    def at(told: str | None) -> datetime | None:
        return moment(told, now) if told else None

    account = account_of(number)
    same = ("name", "age", "language", "free", "held", "block", "review_days", "theft_report", "login_locked")
    rows[tables.accounts].append(
        {
            **{name: getattr(person, name) for name in same},
            "id": account,
            "phone": phone_of(number),
            "note": {"zh": person.zh, "en": person.en},
            "email": f"holder{number}@example.com",
            "id_last4": document_of(number, person),
            "frozen_at": at(person.frozen),
            "blocked_at": at(person.blocked),
            "papers": list(person.papers),
            "devices": 2,
        }
    )
    for place, each in enumerate(person.transactions, 1):
        of = {name: getattr(each, name) for name in ("direction", "counterparty", "amount", "status")}
        rows[tables.transactions].append({**of, "number": f"31{number:02}{place:04}", "account": account, "at": at(each.at)})
    for place, order in enumerate(person.orders, 1):
        _order(rows, account, f"2026{number:02}{place:02}", order, now)
    if person.unblock_requested:
        asked = moment(person.unblock_requested, now)
        deed = {"reference": FIRST_REFERENCE, "account": account, "deed": "unblock_request", "about": ""}
        rows[tables.deeds].append({**deed, "at": asked, "status": "checking", "due": asked + 2 * REVIEW})


def _order(rows: Rows, account: str, number: str, order: Order, now: datetime) -> None:
    at = moment(order.at, now)
    same = {name: getattr(order, name) for name in ("merchant", "amount", "state", "failure", "retry")}
    times = {
        "at": at,
        "paid_at": at + PAYS if order.state in ("paid", "refunded") else None,
        "expected_at": moment(order.expected, now) if order.expected else None,
    }
    rows[tables.orders].append({**same, **times, "number": number, "account": account})
    for refund in order.refunds:
        asked, *since = (moment(each, now) for each in refund.since)
        agreed, sent, arrived = [*since, None, None, None][:3]
        place = 1 + sum(row["account"] == account for row in rows[tables.refunds])
        rows[tables.refunds].append(
            {
                "id": f"41{number[4:6]}{place:04}",
                "account": account,
                "order": number,
                "amount": refund.amount or order.amount,
                "state": refund.state,
                "way": refund.way,
                "card": CARD if refund.way == "card" else None,
                "requested_at": asked,
                "answer_by": asked + MERCHANT_ANSWERS,
                "agreed_at": agreed,
                "sent_at": sent,
                "arrived_at": arrived,
                "refusal": refund.refusal,
            }
        )
