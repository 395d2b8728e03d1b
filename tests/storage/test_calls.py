"""A call, turn by turn, on every store."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from threading import Barrier

import pytest

from ivr.errors import FlowError, TurnTaken
from ivr.storage.base import Store
from ivr.storage.records import CallRow

MakeCall = Callable[..., CallRow]


@pytest.fixture
def begun(store: Store, call: MakeCall) -> CallRow:
    row = call()
    with store.unit() as unit:
        unit.start_call(row, '["began"]')
    return row


def save(store: Store, turn: int, answer: str = "<Response>2</Response>") -> None:
    with store.unit() as unit:
        unit.save_turn("CA1", turn, '{"node": "next"}', answer, f'["turn {turn}"]', "")


def test_a_call_nobody_began_is_not_found(store: Store) -> None:
    assert store.read_call("CA1") is None


def test_a_call_is_read_as_it_was_kept(store: Store, begun: CallRow) -> None:
    assert store.read_call("CA1") == begun


def test_the_answer_is_read_for_a_turn_that_is_taken_alone(store: Store, begun: CallRow) -> None:
    assert store.read_call("CA1", 0) == begun
    assert store.read_call("CA1", 1) == replace(begun, answer="")


def test_moments_come_back_in_utc_whatever_zone_they_were_given_in(store: Store, call: MakeCall, now: datetime) -> None:
    there = now.astimezone(timezone(timedelta(hours=8)))
    with store.unit() as unit:
        unit.start_call(call(started_at=there), "[]")
    read = store.read_call("CA1")
    assert read is not None
    assert read.started_at == now
    assert read.started_at.utcoffset() == timedelta(0)


def test_the_same_call_begins_once(store: Store, begun: CallRow) -> None:
    with pytest.raises(TurnTaken), store.unit() as unit:
        unit.start_call(replace(begun, answer="another"), "[]")
    assert store.read_call("CA1") == begun


def test_a_turn_moves_the_call_on(store: Store, begun: CallRow) -> None:
    save(store, 1)
    save(store, 2, "<Response>3</Response>")
    assert store.read_call("CA1") == replace(begun, turn=3, state='{"node": "next"}', answer="<Response>3</Response>")


def test_a_turn_is_undone_with_its_unit(store: Store, begun: CallRow) -> None:
    def fail() -> None:
        with store.unit() as unit:
            unit.save_turn("CA1", 1, "{}", "<Response/>", "[]", "")
            raise FlowError("our bug")

    with pytest.raises(FlowError):
        fail()
    assert store.read_call("CA1") == begun


def test_a_turn_is_there_for_what_comes_after_it_in_its_unit(store: Store, begun: CallRow) -> None:
    with store.unit() as unit:
        unit.save_turn("CA1", 1, "{}", "<Response/>", '["turn 1"]', "")
        assert unit.journal("CA1") == [(0, '["began"]'), (1, '["turn 1"]')]


def test_an_ending_is_kept_with_its_turn(store: Store, begun: CallRow) -> None:
    with store.unit() as unit:
        unit.save_turn("CA1", 1, begun.state, begun.answer, "[]", "solved")
    assert store.read_call("CA1") == replace(begun, turn=2, ending="solved")


@pytest.mark.parametrize(("turn", "why"), [(0, "taken before"), (1, "taken just now"), (3, "not reached yet")])
def test_only_the_turn_the_call_is_at_can_be_taken(store: Store, begun: CallRow, turn: int, why: str) -> None:
    save(store, 1)
    before = store.read_call("CA1")
    with pytest.raises(TurnTaken):
        save(store, turn, "late")
    assert store.read_call("CA1") == before, why
    with store.unit() as unit:
        assert [number for number, _ in unit.journal("CA1")] == [0, 1]


def test_the_journal_keeps_the_facts_of_each_turn_in_order(store: Store, begun: CallRow) -> None:
    for turn in range(1, 12):
        save(store, turn)
    with store.unit() as unit:
        assert unit.journal("CA1") == [(0, '["began"]'), *((turn, f'["turn {turn}"]') for turn in range(1, 12))]


def test_of_requests_racing_for_one_turn_exactly_one_wins(store: Store, begun: CallRow) -> None:
    racers = 8
    together = Barrier(racers)

    def race(number: int) -> str:
        together.wait()
        try:
            save(store, 1, f"answer of {number}")
        except TurnTaken:
            return "lost"
        return f"answer of {number}"

    with ThreadPoolExecutor(racers) as threads:
        seen = Counter(threads.map(race, range(racers)))
    assert seen.pop("lost") == racers - 1
    (winner,) = seen
    read = store.read_call("CA1")
    assert read is not None
    assert (read.turn, read.answer) == (2, winner)


def test_a_caller_hangs_up_once_and_the_first_notice_counts(store: Store, begun: CallRow, now: datetime) -> None:
    with store.unit() as unit:
        assert unit.hang_up("CA1", now)
        assert not unit.hang_up("CA1", now + timedelta(seconds=9))
        assert not unit.hang_up("CA2", now)
    assert store.read_call("CA1") == replace(begun, hung_up_at=now)


def test_closing_keeps_the_journal_and_forgets_what_was_said(store: Store, begun: CallRow, now: datetime) -> None:
    save(store, 1, "<Response>your balance is 12</Response>")
    with store.unit() as unit:
        assert unit.close_call("CA1", now, "{}", '["closed"]', "abandoned")
    assert store.read_call("CA1") == replace(begun, turn=3, state="{}", answer="", ending="abandoned", closed_at=now)
    with store.unit() as unit:
        assert unit.journal("CA1") == [(0, '["began"]'), (1, '["turn 1"]'), (2, '["closed"]')]


def test_the_calls_of_a_number_are_counted_from_a_moment_on(store: Store, call: MakeCall, now: datetime) -> None:
    rung = {
        "CA1": call("CA1"),
        "CA2": call("CA2", started_at=now - timedelta(minutes=59), ending="silent"),
        "CA3": call("CA3", started_at=now - timedelta(minutes=61), ending="silent"),
        "CA4": call("CA4", caller_hash="ana", ending="silent"),
    }
    with store.unit() as unit:
        for each in rung.values():
            unit.start_call(each, "[]")
        assert unit.count_calls("carol", now - timedelta(hours=1)) == (2, 1)
        assert unit.count_calls("ben", now - timedelta(hours=1)) == (0, 0)


def test_a_closed_call_is_not_closed_again_and_takes_no_late_turn(store: Store, begun: CallRow, now: datetime) -> None:
    with store.unit() as unit:
        unit.close_call("CA1", now, "{}", "[]")
    closed = store.read_call("CA1")
    with store.unit() as unit:
        assert not unit.close_call("CA1", now, "again", "[]")
        assert not unit.close_call("CA2", now, "unknown", "[]")
    with pytest.raises(TurnTaken):
        save(store, 1)
    assert store.read_call("CA1") == closed


def test_closing_without_an_ending_keeps_the_one_already_named(store: Store, call: MakeCall, now: datetime) -> None:
    with store.unit() as unit:
        unit.start_call(call(ending="solved"), "[]")
        unit.close_call("CA1", now, "{}", "[]")
    read = store.read_call("CA1")
    assert read is not None
    assert read.ending == "solved"


def test_an_account_is_kept_sealed_until_its_call_is_closed(store: Store, call: MakeCall, now: datetime) -> None:
    with store.unit() as unit:
        unit.start_call(call(), "[]")
        unit.start_call(call("CA2"), "[]")
        assert unit.account("CA1") is None
        assert unit.keep_account("CA1", '{"last4": "4242"}')
        assert unit.keep_account("CA2", "")
    with store.unit() as unit:
        assert unit.account("CA1") == '{"last4": "4242"}'
        assert unit.account("CA2") == "", "the wallet knows nobody"
        unit.close_call("CA1", now, "{}", "[]")
    with store.unit() as unit:
        assert unit.account("CA1") is None
        assert not unit.keep_account("CA1", "too late")
        assert unit.account("CA1") is None
