"""numbers.check: whether a number is one of ours, by the facts of the hotline."""

from collections.abc import Mapping
from typing import Any

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.service.actions.context import Context

OURS = ("hotline", "other_numbers")
"""Facts that hold our numbers, spaces between them."""

DECLARATION = Action("numbers.check", "inside", takes={"number": "digits"}, outcomes={"ours": {}, "not_ours": {}})


def perform(context: Context, args: Mapping[str, Any]) -> ActionDone:
    """Compare the number with ours, as it is keyed and without the country's code."""
    ours = {number for name in OURS for value in context.flow.facts.get(name, {}).values() for number in value.split()}
    keyed = str(args["number"])
    at_home = keyed.removeprefix("00").removeprefix("86")
    return ActionDone("ours" if ours & {keyed, at_home} else "not_ours")
