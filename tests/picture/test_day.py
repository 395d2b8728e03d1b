"""The picture of a day: curves stand where their values are."""

import re

from ivr.agents.figures import Call, Rules
from ivr.agents.floor import Sample
from ivr.agents.model import MINUTE, SECOND
from ivr.picture.day import HEIGHT, LEFT, TOP, WIDTH, picture

DAY = [Sample(minute * MINUTE, 0, staff=4, busy=2 if minute <= 30 else 4) for minute in range(1, 61)]
CALLS = [
    Call(offered=0, queued=0, answered=11 * SECOND),
    Call(offered=0, queued=0, abandoned=30 * SECOND),
    Call(offered=50 * MINUTE, queued=50 * MINUTE, answered=50 * MINUTE),
]


def curves() -> list[list[tuple[float, float, float]]]:
    """Give each curve's steps: from where to where, and how high, of the width and of the height."""
    drawn = picture("An hour", CALLS, DAY, Rules())
    found = []
    for place, path in zip((0, 0, 1, 1, 2), re.findall(r'd="([^"]*)"', drawn), strict=True):
        floor = TOP + 24 + place * (HEIGHT + 64) + HEIGHT
        steps = re.findall(r"[ML]([\d.]+) ([\d.]+)H([\d.]+)", path)
        found.append([((float(a) - LEFT) / WIDTH, (float(b) - LEFT) / WIDTH, (floor - float(y)) / HEIGHT) for a, y, b in steps])
    return found


def test_a_curve_has_a_step_for_each_quarter_with_a_value_and_a_gap_where_there_is_none() -> None:
    half, _, there, busy, level = curves()
    assert [(begin, end) for begin, end, _ in half] == [(0, 0.25), (0.75, 1)]
    assert [(begin, end, round(value, 2)) for begin, end, value in level] == [(0, 0.25, 0.5), (0.75, 1, 1)]
    assert [value for _, _, value in there] == [1, 1, 1, 1]
    assert [value for _, _, value in busy] == [0.5, 0.5, 1, 1]


def test_the_axes_end_at_a_round_number_above_all_values() -> None:
    half, nine_in_ten, *_ = curves()
    assert half == nine_in_ten
    assert [value for _, _, value in half] == [11 / 20, 0]


def test_a_title_is_written_and_not_obeyed() -> None:
    assert "&lt;script&gt;" in picture("<script>", CALLS, DAY, Rules())
