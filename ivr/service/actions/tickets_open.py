"""tickets.open: write down what the caller told us, under a number they can quote."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.service.actions.context import Context
from ivr.service.actions.tickets_look import answered_within
from ivr.service.clock import as_value
from ivr.service.queueing import story
from ivr.storage.records import OPEN, Ticket

FEN = 100
"""In a yuan."""
ITEMS = ("order", "number", "items", "day", "amount", "phone", "before", "ticket")
"""What was keyed for a ticket, kept together. `before` is the reference or the staff number of an earlier talk, `ticket` the
one this ticket follows."""
DONE = frozenset({"freeze", "unfreeze", "retry", "unlock", "sign_out"})
"""Kinds of what is done already when it is written down: nobody waits for an answer."""

DECLARATION = Action(
    "tickets.open",
    "inside",
    takes={
        "kind": "word", "category?": "word", "account?": "record", "order?": "digits", "number?": "digits",
        "recording?": "recording", "items?": "list", "text?": "text", "day?": "date", "amount?": "money",
        "phone?": "phone", "before?": "digits", "ticket?": "digits", "wallet?": "digits",
    },
    data={"number": "digits", "due": "time", "settled": "date"},
    outcomes={
        "opened": {"number": "4815162340", "due": "2026-03-03T10:00"},
        "joined": {"number": "4815162340", "due": "2026-03-03T10:00"},
    },
    changes=True,
    once_per=("kind", "order", "number", "recording", "ticket", "wallet"),
)  # fmt: skip


def perform(context: Context, args: Mapping[str, Any]) -> ActionDone:
    """Open a ticket with the story so far; the same effect asked for twice gives the first ticket.

    What was done at the wallet has its reference there: it gives the first ticket of that kind in later calls too. What somebody waits
    for gives it until it is settled.
    """
    wallet = str(args.get("wallet") or "")
    items = {name: args[name] for name in ITEMS if args.get(name) is not None}
    ticket, is_new = context.unit.open_ticket(
        Ticket(
            kind=str(args["kind"]),
            category=str(args.get("category") or ""),
            call_sid=context.sid,
            caller_hash=context.caller.hash,
            text=str(args.get("text") or ""),
            language=context.state.language,
            opened_at=context.now,
            key=_about(context, args) if wallet else context.key,
            state="solved" if args["kind"] in DONE else "received",
            account=(args.get("account") or {}).get("id"),
            wallet=wallet,
            recording=json.dumps(args.get("recording") or {}),
            items=json.dumps({**items, "story": story(context)}, ensure_ascii=False),
        ),
        context.propose,
    )
    opened = context.local(ticket.opened_at)
    due = as_value(opened + answered_within(context.world, ticket.kind))
    told = {"number": ticket.number, "due": due, "settled": _settled(context, args.get("amount"), opened)}
    return ActionDone("opened" if is_new else "joined", told)


def _about(context: Context, args: Mapping[str, Any]) -> str:
    """Name what is open about a reference of the wallet: the first of its kind, or the one after those that are settled."""
    kind, wallet = str(args["kind"]), str(args["wallet"])
    kept = context.unit.tickets_of(args["account"]["id"]) if args.get("account") and kind not in DONE else []
    settled = sum(each.kind == kind and each.wallet == wallet and each.state not in OPEN for each in kept)
    return f"wallet:{kind}:{wallet}" + (f":{settled}" if settled else "")


def _settled(context: Context, amount: int | None, opened: datetime) -> str | None:
    """Give the day until which a matter of much money will be settled; others have no day of their own (R97)."""
    limit, days = (context.fact(name) for name in ("complex_amount", "complex_days"))
    if amount is None or limit is None or days is None or amount <= limit * FEN:
        return None
    return (opened + timedelta(days=days)).date().isoformat()
