"""incidents.look: whether the wallet knows of a fault of its own, and until when."""

from ivr.flow.actions import Action

DECLARATION = Action(
    "incidents.look",
    "outside",
    data={"service": "word", "until": "time"},
    outcomes={"known": {"service": {"zh": "转账", "en": "transfers"}, "until": "2026-03-02T12:00"}, "none": {}, "unavailable": {}},
)
