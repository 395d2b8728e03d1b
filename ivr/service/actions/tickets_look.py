"""tickets.look: how a ticket stands, for whoever has its number; given an account, for its own alone. What is in it is not told."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.service.actions.context import Context
from ivr.service.clock import ServiceWorld, as_value
from ivr.storage.records import UNANSWERED, Ticket
from ivr.storage.reference import is_reference

UNTIMED = frozenset({"suggestion", "refund"})
"""Kinds that nobody need answer within a day."""

DECLARATION = Action(
    "tickets.look",
    "inside",
    takes={"number": "digits", "account?": "record"},
    data={"number": "digits", "title": "word", "status": "word", "due": "time"},
    outcomes={
        "found": {"number": "4815162340", "title": {"zh": "投诉", "en": "a complaint"}, "status": {"zh": "已受理", "en": "received"}},
        "overdue": {"number": "4815162340"},
        "unknown": {},
    },
)


def perform(context: Context, args: Mapping[str, Any]) -> ActionDone:
    """Look a ticket up; one whose answer is late is overdue."""
    ticket = context.unit.ticket(args["number"]) if is_reference(args["number"]) else None
    account = args.get("account")
    if ticket is None or (account is not None and ticket.account != account["id"]):
        return ActionDone("unknown")
    if is_overdue(context, ticket):
        return ActionDone("overdue", {"number": ticket.number})
    due = answer_due(context.world, ticket)
    local = as_value(context.local(due)) if due else None
    status = context.words(f"ticket.{ticket.state}")
    return ActionDone("found", {"number": ticket.number, "title": title(context, ticket), "status": status, "due": local})


def title(context: Context, ticket: Ticket) -> dict[str, str]:
    """Give what a ticket is called, in each language."""
    has_words = f"hotline.ticket.{ticket.kind}" in context.flow.parts
    return context.words(f"ticket.{ticket.kind if has_words else 'other'}")


def answer_due(world: ServiceWorld, ticket: Ticket) -> datetime | None:
    """Give until when a ticket is to be answered; None when it is answered, or need not be."""
    awaited = ticket.state in UNANSWERED and ticket.kind not in UNTIMED
    return ticket.opened_at + answered_within(world, ticket.kind) if awaited else None


def is_overdue(context: Context, ticket: Ticket) -> bool:
    """Tell whether the answer to a ticket is late."""
    due = answer_due(context.world, ticket)
    return due is not None and due < context.now


def answered_within(world: ServiceWorld, kind: str) -> timedelta:
    """Give the promise of a first answer to a kind of ticket, as the menus tell it."""
    days = world.fact("appeal_days") if kind == "appeal" else None
    return timedelta(hours=world.fact("answer_hours") or 24) if days is None else timedelta(days=days)
