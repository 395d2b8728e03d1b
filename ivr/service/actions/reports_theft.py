"""reports.theft: report transactions the owner did not make; from then on a freeze is not lifted by phone."""

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.outside.wallet import Wallet
from ivr.service.actions.asked import Asked

DECLARATION = Action(
    "reports.theft",
    "outside",
    takes={"account": "record", "items": "list"},
    data={"wallet": "digits", "count": "number", "amount": "money"},
    outcomes={"kept": {"wallet": "900001", "count": 2, "amount": 25600}, "unavailable": {}},
    changes=True,
    once_per=("account", "items"),
)


def perform(wallet: Wallet, asked: Asked) -> ActionDone:
    """Report the transactions that were picked."""
    numbers = [str(item["number"]) for item in asked.args["items"]]
    kept = wallet.report_theft(asked.account, numbers, asked.key)
    return ActionDone("kept", {"wallet": kept.reference, "count": kept.count, "amount": kept.amount.amount})
