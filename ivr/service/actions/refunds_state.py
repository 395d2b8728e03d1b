"""refunds.state: how a refund stands, and whether it is late by our own measure."""

from ivr.flow.actions import Action

DECLARATION = Action(
    "refunds.state",
    "outside",
    takes={"account": "record", "id": "digits"},
    data={
        "due": "time",
        "day": "date",
        "sent": "date",
        "card": "digits",
        "days": "number",
        "arrived": "date",
        "where": "word",
        "reason": "word",
    },
    outcomes={
        "waiting_merchant": {"due": "2026-03-03T10:00"},
        "in_progress": {"day": "2026-03-05"},
        "sent": {"sent": "2026-02-27", "card": "6688", "days": 3},
        "arrived": {"arrived": "2026-02-27", "where": "card", "card": "6688"},
        "refused": {"reason": "used"},
        "late": {"day": "2026-02-27"},
        "unavailable": {},
    },
)
