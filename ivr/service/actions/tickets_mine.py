"""tickets.mine: what is still open for an account. That something is, the number that rings tells; what it is, only a check."""

from collections.abc import Mapping
from typing import Any

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.service.actions.context import Context
from ivr.service.actions.tickets_look import UNTIMED, is_overdue, title
from ivr.storage.records import OPEN

DECLARATION = Action(
    "tickets.mine",
    "inside",
    takes={"account": "record"},
    data={"number": "digits", "kind": "word", "overdue": "word"},
    outcomes={"open": {"number": "4815162340", "kind": {"zh": "投诉", "en": "a complaint"}, "overdue": "no"}, "none": {}},
)


def perform(context: Context, args: Mapping[str, Any]) -> ActionDone:
    """Look for a ticket that is not settled: one whose answer is late before others, and of those the newest. A suggestion never is."""
    kept = context.unit.tickets_of(args["account"]["id"])
    tickets = [each for each in kept if each.state in OPEN and each.kind not in UNTIMED]
    if not tickets:
        return ActionDone("none")
    late = [each for each in tickets if is_overdue(context, each)]
    ticket = (late or tickets)[-1]
    return ActionDone("open", {"number": ticket.number, "kind": title(context, ticket), "overdue": "yes" if late else "no"})
