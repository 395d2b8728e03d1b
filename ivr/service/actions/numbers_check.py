"""numbers.check: whether a number is one of ours, by the facts of the hotline and the numbers it is rung at."""

from collections.abc import Mapping
from typing import Any

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.flow.numbers import OURS, at_home
from ivr.service.actions.context import Context

DECLARATION = Action("numbers.check", "inside", takes={"number": "digits"}, outcomes={"ours": {}, "not_ours": {}})


def perform(context: Context, args: Mapping[str, Any]) -> ActionDone:
    """Compare the number with ours, however either is written."""
    flow = context.flow
    published = (number for name in OURS for value in flow.facts.get(name, {}).values() for number in value.split())
    ours = {at_home(number) for number in (*published, *flow.numbers)}
    return ActionDone("ours" if at_home(str(args["number"])) in ours else "not_ours")
