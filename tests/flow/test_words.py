"""Texts with holes: how they are filled and joined."""

import pytest

from ivr.flow.words import Hole, Text, plain

TIME = Hole(("line", "opens"), "time")


@pytest.mark.parametrize(
    ("pieces", "stopped"),
    [
        (("It opens at ", TIME, "."), (True,)),
        (("It opens at ", TIME), (False,)),
        ((TIME, TIME, ". Then"), (False, True)),
        (("开放时间是", TIME, "。"), (False,)),
    ],
)
def test_a_hole_knows_whether_a_full_stop_follows(pieces: tuple[str | Hole, ...], stopped: tuple[bool, ...]) -> None:
    assert Text(pieces, "en").stopped == stopped


def test_values_are_joined_in_the_order_of_the_holes() -> None:
    assert plain(Text(("at ", TIME, ", then ", TIME, "."), "en"), ("ten a.m", "noon")) == "at ten a.m, then noon."
