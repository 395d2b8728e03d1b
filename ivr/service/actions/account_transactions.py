"""account.transactions: the last five transactions, newest first."""

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.outside.wallet import Wallet
from ivr.service.actions.asked import Asked

MOST = 5

DECLARATION = Action(
    "account.transactions",
    "outside",
    takes={"account": "record"},
    data={
        "number": "digits",
        "date": "date",
        "direction": "word",
        "counterparty": "text",
        "amount": "money",
        "status": "word",
    },
    outcomes={
        "found": [
            {
                "number": "2026030100000017",
                "date": "2026-03-01",
                "direction": {"zh": "付给", "en": "paid to"},
                "counterparty": "街角面包店",
                "amount": 12800,
                "status": {"zh": "已完成", "en": "completed"},
            },
        ],
        "none": {},
        "unavailable": {},
    },
)


def perform(wallet: Wallet, asked: Asked) -> ActionDone:
    """Ask for the newest."""
    found = [
        {
            "number": each.number,
            "date": asked.day(each.at),
            "direction": asked.world.words(f"transaction.{each.direction}"),
            "counterparty": each.counterparty,
            "amount": each.amount.amount,
            "status": asked.world.words(f"transaction.{each.status}"),
        }
        for each in wallet.transactions(asked.account, MOST)[:MOST]
    ]
    return ActionDone("found", found) if found else ActionDone("none")
