"""A day of a floor as one picture that needs nothing else: waits, staff and service level, by the quarter of an hour."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil

from ivr.agents.figures import Call, Rules, of_line
from ivr.agents.floor import Sample
from ivr.agents.model import HOUR, MINUTE, SECOND

Values = Mapping[str, float | None]
QUARTER = 15 * MINUTE
WIDTH, HEIGHT, LEFT, TOP, GAP = 960, 170, 64, 64, 64
STYLE = """
svg { background: #fff; color: #1c1f26; font: 13px system-ui, sans-serif }
text { fill: currentColor } .title { font-size: 18px; font-weight: 600 } .name { font-weight: 600 }
.grid { stroke: currentColor; stroke-opacity: .15 } .first { fill: none; stroke: #1463c6; stroke-width: 2 }
.second { fill: none; stroke: #c2410c; stroke-width: 2; stroke-dasharray: 6 3 } .end { text-anchor: end } .middle { text-anchor: middle }
@media (prefers-color-scheme: dark) {
  svg { background: #14171d; color: #e8eaf0 } .first { stroke: #6aa9ff } .second { stroke: #ff9b5c }
}
"""


@dataclass(frozen=True, slots=True)
class Panel:
    """One set of axes with one or two curves, each a value, if any, for every quarter of an hour."""

    name: str
    unit: str
    curves: Mapping[str, Sequence[float | None]]
    most: float | None = None


def picture(title: str, calls: Sequence[Call], samples: Sequence[Sample], rules: Rules) -> str:
    """Draw a day as SVG."""
    quarters = _by_quarter(calls, rules, ceil(samples[-1].at / QUARTER))
    panels = [_waits(quarters), _staff(samples), _level(quarters, rules)]
    height = TOP + len(panels) * (HEIGHT + GAP)
    body = "".join(part for place, panel in enumerate(panels) for part in _panel(panel, TOP + 24 + place * (HEIGHT + GAP)))
    size = f'viewBox="0 0 {LEFT + WIDTH + 24} {height}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{escape(title)}"><style>{STYLE}</style>'
    return f'{head}<text class="title" x="{LEFT}" y="30">{escape(title)}</text>{body}</svg>\n'


def _by_quarter(calls: Sequence[Call], rules: Rules, quarters: int) -> list[Values]:
    """Give the figures of the line for the calls that came in each quarter of an hour."""
    found: dict[int, list[Call]] = defaultdict(list)
    for call in calls:
        found[call.offered // QUARTER].append(call)
    return [{each.name: each.value for each in of_line(found[place], rules)} for place in range(quarters)]


def _waits(quarters: Sequence[Values]) -> Panel:
    names = {"half of the answered waited no longer": "half waited", "nine in ten": "nine in ten waited"}
    return Panel("Wait", "s", {label: [values[figure] for values in quarters] for label, figure in names.items()})


def _staff(samples: Sequence[Sample]) -> Panel:
    ends = {ceil(sample.at / QUARTER) - 1: sample for sample in samples}
    there, busy = [sample.staff for sample in ends.values()], [sample.busy for sample in ends.values()]
    return Panel("Agents", "", {"on the floor": there, "not ready: offered a call, talking, writing or away": busy})


def _level(quarters: Sequence[Values], rules: Rules) -> Panel:
    level = [values["service level"] for values in quarters]
    name = f"answered within {rules.answer_within / SECOND:g} s, of those answered or hung up"
    return Panel("Service level", "%", {name: [None if value is None else 100 * value for value in level]}, most=100)


def _panel(panel: Panel, top: int) -> Iterator[str]:
    most = panel.most or _round_up(max((value or 0 for values in panel.curves.values() for value in values), default=0))
    quarters = max(len(values) for values in panel.curves.values())
    yield f'<text class="name" x="{LEFT}" y="{top - 10}">{escape(panel.name)}</text>'
    for step in range(5):
        y = top + HEIGHT * step / 4
        yield f'<line class="grid" x1="{LEFT}" x2="{LEFT + WIDTH}" y1="{y:g}" y2="{y:g}"/>'
        yield f'<text class="end" x="{LEFT - 8}" y="{y + 4:g}">{most * (4 - step) / 4:g} {panel.unit}</text>'
    for hour in range(0, quarters * QUARTER // HOUR + 1, 2):
        x = LEFT + WIDTH * hour * HOUR / (quarters * QUARTER)
        yield f'<text class="middle" x="{x:.1f}" y="{top + HEIGHT + 18}">{hour:02}:00</text>'
    for place, (label, values) in enumerate(panel.curves.items()):
        kind = ("first", "second")[place]
        x = LEFT + 130 + 300 * place
        yield f'<line class="{kind}" x1="{x}" x2="{x + 24}" y1="{top - 14}" y2="{top - 14}"/>'
        yield f'<text x="{x + 30}" y="{top - 10}">{escape(label)}</text>'
        yield f'<path class="{kind}" d="{_path(values, top, most)}"/>'


def _path(values: Sequence[float | None], top: int, most: float) -> str:
    """Give the steps of a curve. Where there is no value there is a gap."""
    width, steps, is_drawn = WIDTH / len(values), [], False
    for place, value in enumerate(values):
        if value is not None:
            x, y = LEFT + place * width, top + HEIGHT * (1 - min(value / most, 1))
            steps.append(f"{'L' if is_drawn else 'M'}{x:.1f} {y:.1f}H{x + width:.1f}")
        is_drawn = value is not None
    return "".join(steps)


def _round_up(value: float) -> float:
    """Give the next round number, of which a quarter is round too."""
    size = 4.0
    while size < value:
        size *= 2.5 if str(size).startswith("4") else 2
    return size
