"""account.request_unblock: ask the wallet's people to lift a block; a request that is open already is given instead."""

from ivr.flow.actions import Action

DECLARATION = Action(
    "account.request_unblock",
    "outside",
    takes={"account": "record"},
    data={"wallet": "digits", "due": "time", "at": "date", "status": "word"},
    outcomes={
        "created": {"wallet": "500001", "due": "2026-03-03T10:00"},
        "exists": {"wallet": "500001", "at": "2026-03-01", "status": "checking", "due": "2026-03-03T10:00"},
        "not_allowed": {},
        "unavailable": {},
    },
    changes=True,
    once_per=("account",),
)
