"""A question waits long enough for a caller to think, and not so long that the line seems dead.

Where the caller has to fetch a number, a card or a paper, it may wait longer.

Setting: seconds, the fewest and the most, and the most where a number is to be keyed or the pace is slow.

Evidence (C/B): platforms wait five seconds (Genesys, Twilio) or ten (FreeSWITCH, Asterisk); ten to fifteen where something has to be
fetched (ACIXD).
"""

from collections.abc import Iterator, Mapping

from ivr.compiler.draft import node_route
from ivr.compiler.problems import Found, Level, Route
from ivr.flow.nodes.collect import Collect
from ivr.flow.question import Question
from ivr.lint.rule import Menus

ID = "menu-wait"
LEVEL: Level = "warning"
SETTING = {"fewest": 3, "most": 10, "most_to_fetch": 15}


def check(menus: Menus, setting: Mapping[str, int]) -> Iterator[Found]:
    """Yield waits that are too short or too long."""
    for route, seconds, most in _waits(menus, setting):
        if seconds < setting["fewest"]:
            what = f"{seconds} seconds are too few to think; {setting['fewest']} are the fewest"
            yield Found(route, what, "Wait longer.")
        elif seconds > most:
            yield Found(route, f"{seconds} seconds of silence seem a dead line; {most} are the most", "Wait less long.")


def _waits(menus: Menus, setting: Mapping[str, int]) -> Iterator[tuple[Route, int, int]]:
    defaults = menus.draft.hotline.defaults
    yield ("hotline", "defaults", "timeout"), defaults.timeout, setting["most"]
    yield ("hotline", "defaults", "slow_timeout"), defaults.slow_timeout, setting["most_to_fetch"]
    for name, node in menus.draft.nodes.items():
        if isinstance(node, Question) and node.timeout is not None:
            most = setting["most_to_fetch"] if isinstance(node, Collect) else setting["most"]
            yield node_route(name, "timeout"), node.timeout, most
