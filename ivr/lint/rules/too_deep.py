"""An answer is a few choices away.

Counted are the menus a caller chooses in, one after the other, until an answer is heard, a number is asked for, a form or a
sub-flow begins or people come; what follows that is counted anew.

Setting: the most choices in a row.

Evidence (B/D): broad menus beat deep ones (Virzi and Huitema 1997; Commarford and others 2008). Three as the limit is a vendor's guide
and a review of large companies' lines, both weak; no experiment with that number was found.
"""

from collections.abc import Iterator

from ivr.compiler.draft import node_route
from ivr.compiler.problems import Found, Level
from ivr.lint.depth import depths
from ivr.lint.rule import Menus

ID = "too-deep"
LEVEL: Level = "warning"
SETTING = 3


def check(menus: Menus, setting: int) -> Iterator[Found]:
    """Yield menus that come after too many others."""
    for name, choices in depths(menus.flow, menus.draft, menus.arrows).items():
        if choices > setting:
            what = f'who chooses in "{name}" has chosen {choices - 1} times before; {setting} choices are the most'
            yield Found(node_route(name), what, "Answer sooner, or lead here from a higher menu.", True)
