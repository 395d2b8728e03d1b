"""A small sound hotline, and the actions it may name."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from ivr.flow.actions import Action, Actions

HERE = Path(__file__).parent
GOOD = ("hotline", "main", "people", "identity")
ORDER = {"number": "20260703", "amount": 12800, "at": "2026-07-03T14:00", "state": "paid", "shop": "Corner Bakery"}

DECLARED = (
    Action(
        "orders.find",
        "outside",
        {"found": ORDER, "not_found": {}, "unavailable": {}},
        {"number": "digits", "account": "record"},
        {"number": "digits", "amount": "money", "at": "time", "state": "word", "shop": "text"},
    ),
    Action(
        "orders.recent",
        "outside",
        {"found": [ORDER, ORDER], "none": {}, "unavailable": {}},  # type: ignore[dict-item]
        {"account": "record", "day?": "date"},
        {"number": "digits", "amount": "money", "at": "time", "state": "word", "shop": "text"},
    ),
    Action(
        "accounts.find",
        "outside",
        {"found": {"number": "A1", "last4": "4321"}, "not_found": {}, "unavailable": {}},
        {"phone": "phone"},
        {"number": "text", "last4": "digits"},
    ),
    Action(
        "identity.match",
        "inside",
        {"right": {}, "wrong": {"left": 2}, "locked": {"minutes": 15}},
        {"account": "record", "answer": "digits"},
        {"left": "number", "minutes": "number"},
    ),
    Action("wallet.freeze", "outside", {"done": {}, "unavailable": {}}, changes=True),
    Action(
        "tickets.open",
        "inside",
        {"opened": {"number": "1234567890"}},
        {"kind": "word", "order?": "record", "recording?": "recording"},
        {"number": "digits"},
        changes=True,
    ),
    Action(
        "queues.look",
        "inside",
        {"open": {"ahead": 3, "minutes": [5, 8]}, "closed": {"opens": "08:00"}},
        {"queue": "word"},
        {"ahead": "number", "minutes": "range", "opens": "time"},
    ),
)


@pytest.fixture(scope="session")
def actions() -> Actions:
    return {action.name: action for action in DECLARED}


@pytest.fixture(scope="session")
def good() -> Mapping[str, str]:
    return {f"{name}.yaml": (HERE / "sound" / f"{name}.yaml").read_text() for name in GOOD}
