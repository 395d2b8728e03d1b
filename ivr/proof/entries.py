"""What a caller may key where a number is expected: whole numbers, slips of each sort, the star that leads out, nothing at all."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from ivr.flow.conditions import Test
from ivr.flow.entry import Entered, Entry
from ivr.flow.events import DigitsPressed, Event
from ivr.flow.nodes.collect import Collect
from ivr.proof.aspects import Aspect, told_apart

KEYS = "0123456789*#"
LONGEST = 24
TODAY = date(2026, 3, 2)
USUAL = ("0301", "13800138000", "4815162340", "128*5")
SLIPS = ("9" * LONGEST, "0230", "99999999999")


def inputs(node: Collect, aspects: tuple[Aspect, ...], keys: str) -> Iterator[Event]:
    """Yield what may be keyed into an entry: one number for each way it can be told apart, slips, nothing, a star and each of `keys`."""
    for digits in (*_whole(node.expects, aspects), *SLIPS):
        yield DigitsPressed(digits, finished=True)
    yield from (DigitsPressed(f"{stars}{key}", finished=True) for stars in ("*", "**") for key in ("", *keys))
    yield DigitsPressed("", finished=True)
    yield DigitsPressed("")
    yield DigitsPressed("0", finished=True)
    yield DigitsPressed("0", unfinished=True)


def values(node: object, aspects: tuple[Aspect, ...]) -> list[Any]:
    """Give what an entry may fill a slot with, one value for each way it can be told apart."""
    if not isinstance(node, Collect):
        return []
    read = (node.expects.read(digits, TODAY) for digits in _whole(node.expects, aspects))
    return told_apart(aspects, [reading.value for reading in read if isinstance(reading, Entered)])


def _whole(expects: Entry, aspects: Iterable[Aspect]) -> list[str]:
    """Give numbers that are taken: one of the usual, and those that conditions ask about."""
    asked = [digits for aspect in aspects if isinstance(aspect.ask, Test) for digits in _asked(aspect.ask)]
    usual = next((digits for digits in _candidates() if isinstance(expects.read(digits, TODAY), Entered)), None)
    found = [digits for digits in asked if isinstance(expects.read(digits, TODAY), Entered)]
    return list(dict.fromkeys([*found, *([usual] if usual is not None else [])]))


def _candidates() -> Iterator[str]:
    yield from USUAL
    yield from (("4815162342" * 3)[:length] for length in range(1, LONGEST))
    yield from (f"{'1' * length}*" for length in range(LONGEST))


def _asked(test: Test) -> Iterator[str]:
    """Give keys for the values of a test: an amount is compared in minor units and keyed with a star."""
    if test.operator in ("is", "is not"):
        yield from test.values
    elif test.operator in ("over", "under"):
        for minor in (int(float(test.values[0])) + step for step in (-1, 0, 1)):
            yield f"{minor // 100}*{minor % 100:02d}"
