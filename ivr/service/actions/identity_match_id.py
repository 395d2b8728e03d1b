"""identity.match_id: whether keys are the last four of the ID on file."""

from ivr.errors import Refused
from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.outside.wallet import Wallet
from ivr.service.actions.asked import Asked

DECLARATION = Action(
    "identity.match_id",
    "outside",
    takes={"account": "record", "answer": "digits"},
    outcomes={"right": {}, "wrong": {}, "unavailable": {}},
)


def perform(wallet: Wallet, asked: Asked) -> ActionDone:
    """Have the wallet compare; a star stands for the letter X. What can be no ID is asked all the same, and wrong."""
    try:
        right = wallet.matches_identity(asked.account, asked.args["answer"].reveal().replace("*", "X"))
    except Refused as refused:
        if refused.code != "bad_request":
            raise
        right = False
    return ActionDone("right" if right else "wrong")
