"""refunds.state: how a refund stands, and whether it is late by our own measure."""

from datetime import date
from typing import get_args

from ivr.errors import Unavailable
from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.outside.payloads import Way, WhyRefused
from ivr.outside.wallet import Wallet
from ivr.service.actions.asked import Asked

PROMISES = {"balance": "refund_days_balance", "card": "refund_days_card"}
"""The facts that say after how many working days money is back, by the way it goes."""

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
    words={"reason": get_args(WhyRefused), "where": get_args(Way)},
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


def perform(wallet: Wallet, asked: Asked) -> ActionDone:
    """Ask for its dates, and count our promise in working days from them."""
    refund = wallet.refund(asked.account, str(asked.args["id"]))
    card = {"card": refund.card} if refund.card else {}
    days = asked.world.fact(PROMISES[refund.way]) or 0
    match refund.state:
        case "waiting_merchant":
            return ActionDone("waiting_merchant", {"due": asked.time(refund.answer_by)})
        case "refused":
            return ActionDone("refused", {"reason": refund.refusal or "other"})
        case "arrived" if refund.arrived_at:
            return ActionDone("arrived", {"arrived": asked.day(refund.arrived_at), "where": refund.way, **card})
    since = refund.sent_at or refund.agreed_at
    if since is None:
        raise Unavailable(f"its refund is {refund.state} without a date")
    day = asked.world.working_day_after(date.fromisoformat(asked.day(since)), days).isoformat()
    if asked.day(asked.world.now()) > day:
        return ActionDone("late", {"day": day})
    if refund.state == "sent" and card:
        return ActionDone("sent", {"sent": asked.day(since), **card, "days": days})
    return ActionDone("in_progress", {"day": day})
