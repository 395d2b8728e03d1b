"""account.transactions: the last five transactions, newest first."""

from ivr.flow.actions import Action

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
                "direction": "out",
                "counterparty": "街角面包店",
                "amount": 12800,
                "status": "done",
            },
        ],
        "none": {},
        "unavailable": {},
    },
)
