"""What is counted on random floors is not zero where a rule is broken: here the store lies to the service, or forgets."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ivr.service.offers import RESUME
from ivr.storage.base import Store
from ivr.storage.floor_records import FloorNow, OfferRow
from tests.floor.agents import Habits
from tests.floor.floors import MONDAY, NINE, Trouble, played
from tests.floor.judged import Judge

HOURS = 0.2
NINE_HOURS = timedelta(hours=9)
HARD = Habits(declines=0.2, dies_early=0.5)
ASKING = Habits(does_more=1.0, deeds={("consult {agent}", "hand-over"): 1})
ASKING_ALL = Habits(declines=0.3, ignores=0.3, does_more=1.0, deeds={("consult supervisor", "hand-over"): 1})


class Spoilt:
    """A store, or a unit of it, that answers some questions in its own way."""

    def __init__(self, real: Any, **instead: Callable[..., Any]) -> None:
        self._real, self._instead = real, instead

    def __getattr__(self, name: str) -> Any:
        return self._instead.get(name) or getattr(self._real, name)


def with_units(spoil: Callable[[Any], Any]) -> Callable[[Store], Store]:
    """Give a store with spoilt units."""

    def spoilt(store: Any) -> Any:
        @contextmanager
        def unit() -> Iterator[Any]:
            with store.unit() as real:
                yield spoil(real)

        return Spoilt(store, unit=unit)

    return spoilt


def with_floor(spoil: Callable[[FloorNow], FloorNow]) -> Callable[[Store], Store]:
    """Give a store that shows the router another floor."""

    def spoilt(store: Any) -> Any:
        return Spoilt(store, floor=lambda *asked: spoil(store.floor(*asked)))

    return spoilt


def last_is_first(floor: FloorNow) -> FloorNow:
    noon = MONDAY.replace(hour=NINE).astimezone()
    return replace(floor, queued=[replace(each, place_at=noon + (noon - each.place_at)) for each in floor.queued])


def home_is(later: timedelta) -> Callable[[FloorNow], FloorNow]:
    """Give who waits at home a place so much later than theirs."""
    return lambda floor: replace(floor, at_home=[replace(each, place_at=each.place_at + later) for each in floor.at_home])


def home_in_reverse(floor: FloorNow) -> FloorNow:
    noon = MONDAY.replace(hour=NINE).astimezone()
    return replace(floor, at_home=[replace(each, place_at=noon + (noon - each.place_at)) for each in floor.at_home])


def calls_nobody_back(floor: FloorNow) -> FloorNow:
    return replace(floor, at_home=[])


def forgets_refusals(floor: FloorNow) -> FloorNow:
    return replace(floor, passed_over=[])


def brings_nobody_back(unit: Any) -> Any:
    return Spoilt(unit, plan=lambda intent: None if intent.kind == RESUME else unit.plan(intent))


def brings_nobody_in(unit: Any) -> Any:
    return Spoilt(unit, move_offer=lambda offer, before, after, at: after != "connecting" and unit.move_offer(offer, before, after, at))


def takes_all_for_lost(unit: Any) -> Any:
    def held(offer: OfferRow | None) -> OfferRow | None:
        return offer and replace(offer, is_held=offer.state in ("talking", "failed"))

    return Spoilt(unit, offer=lambda *asked: held(unit.offer(*asked)), owner_in=lambda *asked: held(unit.owner_in(*asked)))


def knows_only_the_first_leg(unit: Any) -> Any:
    read = [""]

    def offer(offer_id: str) -> OfferRow | None:
        found: OfferRow | None = unit.offer(offer_id)
        read.append(found.leg if found else "")
        return found

    def offer_of(entry: str) -> OfferRow | None:
        found = unit.offer_of(entry)
        return found and replace(found, leg=read[-1])

    return Spoilt(unit, offer=offer, offer_of=offer_of)


def looks_in_another_line(unit: Any) -> Any:
    return Spoilt(unit, waiting=lambda before: [replace(each, queue="account") for each in unit.waiting(before)])


def knows_no_pace(unit: Any) -> Any:
    return Spoilt(unit, keep_pace=lambda *asked: True)


def forgets_who_comes(unit: Any) -> Any:
    return Spoilt(unit, being_called=lambda *asked: [])


def forgets_who_was_asked(floor: FloorNow) -> FloorNow:
    return replace(floor, consults=[replace(each, rung="") for each in floor.consults])


@pytest.mark.parametrize(
    ("spoilt", "counted"),
    [
        (with_floor(last_is_first), {"overtaken"}),
        (with_floor(home_is(-NINE_HOURS)), {"overtaken"}),
        (with_floor(home_is(NINE_HOURS)), {"overtaken"}),
        (with_floor(calls_nobody_back), {"unsettled"}),
        (with_floor(forgets_refusals), {"rung_again"}),
        (with_units(brings_nobody_back), {"left_behind", "without_owner"}),
        (with_units(brings_nobody_in), {"lost"}),
        (with_units(takes_all_for_lost), {"twice_connected"}),
        (with_units(looks_in_another_line), {"music_lost"}),
        (with_units(knows_no_pace), {"too_fast"}),
    ],
)
def test_a_broken_rule_is_counted(spoilt: Callable[[Store], Store], counted: set[str]) -> None:
    with played(4, HOURS, Trouble(calls_per_hour=240, habits=HARD, spoilt=spoilt)) as floor:
        figures = Judge(floor).figures()
    assert {name for name in counted if getattr(figures, name)} == counted


@pytest.mark.parametrize(
    ("spoilt", "fault"), [(with_floor(home_in_reverse), "is called before"), (with_units(forgets_who_comes), "no agent is left")]
)
def test_who_is_called_out_of_turn_or_in_vain_is_counted(spoilt: Callable[[Store], Store], fault: str) -> None:
    with played(4, HOURS, Trouble(calls_per_hour=240, habits=HARD, spoilt=spoilt), callback_first="customer") as floor:
        figures = Judge(floor).figures()
    assert any(fault in each for each in figures.overtaken)


def test_who_is_asked_twice_into_one_talk_is_counted() -> None:
    with played(3, HOURS, Trouble(calls_per_hour=240, habits=ASKING_ALL, spoilt=with_floor(forgets_who_was_asked))) as floor:
        figures = Judge(floor).figures()
    assert any("is asked into" in fault for fault in figures.rung_again)


def test_a_room_without_an_owner_is_counted() -> None:
    with played(2, HOURS, Trouble(calls_per_hour=120, habits=ASKING, spoilt=with_units(knows_only_the_first_leg))) as floor:
        figures = Judge(floor).figures()
    assert figures.handed_over
    assert any("0 owners" in fault for fault in figures.without_owner)
