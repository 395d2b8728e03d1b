"""refunds.request: ask for money back on an order; a request that is open already is given instead."""

from ivr.flow.actions import Action

DECLARATION = Action(
    "refunds.request",
    "outside",
    takes={"account": "record", "number": "digits", "amount?": "money", "reason": "word"},
    data={"wallet": "digits", "amount": "money"},
    outcomes={
        "made": {"wallet": "700002"},
        "exists": {"wallet": "700001"},
        "too_much": {"amount": 12800},
        "too_old": {},
        "unavailable": {},
    },
    changes=True,
    once_per=("number",),
)
