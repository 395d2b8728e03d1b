"""account.state: whether an account is free, and if not, what keeps it and since when."""

from ivr.flow.actions import Action

DECLARATION = Action(
    "account.state",
    "outside",
    takes={"account": "record"},
    data={"since": "date", "report": "word", "papers": "word", "days": "number"},
    outcomes={
        "active": {},
        "own_freeze": {"since": "2026-02-27", "report": "no"},
        "risk": {"since": "2026-02-27"},
        "documents": {"papers": {"zh": ["身份证照片", "本人照片"], "en": ["a photo of your ID", "a photo of you"]}, "days": 2},
        "legal": {"since": "2026-02-27"},
        "unavailable": {},
    },
)
