"""account.request_unblock: ask the wallet's people to lift a block; a request that is open already is given instead."""

from ivr.errors import Refused
from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.outside.payloads import OpenUnblockRequest, read
from ivr.outside.wallet import Wallet
from ivr.service.actions.asked import Asked

STATUS = {"received": "ticket.received", "checking": "ticket.working", "waiting": "ticket.waiting"}
"""The wallet's words for how far a request is, in ours."""

DECLARATION = Action(
    "account.request_unblock",
    "outside",
    takes={"account": "record"},
    data={"wallet": "digits", "due": "time", "at": "date", "status": "word"},
    outcomes={
        "created": {"wallet": "500001", "due": "2026-03-03T10:00"},
        "exists": {"wallet": "500001", "at": "2026-03-01", "status": {"zh": "处理中", "en": "in progress"}, "due": "2026-03-03T10:00"},
        "not_allowed": {},
        "unavailable": {},
    },
    changes=True,
    once_per=("account",),
)


def perform(wallet: Wallet, asked: Asked) -> ActionDone:
    """Ask for it, or give what was asked for before."""
    try:
        made = wallet.request_unblock(asked.account, asked.key)
    except Refused as refused:
        match refused.code:
            case "not_allowed":
                return ActionDone("not_allowed")
            case "request_open":
                kept = read(OpenUnblockRequest, refused.details)
                told = {
                    "wallet": kept.reference,
                    "at": asked.day(kept.at),
                    "status": asked.world.words(STATUS[kept.status]),
                    "due": asked.time(kept.due),
                }
                return ActionDone("exists", told)
        raise
    return ActionDone("created", {"wallet": made.reference, "due": asked.time(made.due)})
