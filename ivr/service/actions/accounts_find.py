"""accounts.find: whose wallet a phone number belongs to; without one, the number that rings."""

from ivr.flow.actions import Action

DECLARATION = Action(
    "accounts.find",
    "outside",
    takes={"phone?": "phone"},
    data={"id": "digits", "last4": "digits", "name": "text", "age": "word"},
    outcomes={"found": {"id": "20010003", "last4": "0003", "name": "华", "age": "adult"}, "not_found": {}, "unavailable": {}},
)
