"""What is kept of calls for service figures, in every kind of store."""

from collections.abc import Callable
from datetime import datetime, timedelta

from ivr.storage.base import Store
from ivr.storage.floor_records import OfferRow, WrapUp
from ivr.storage.past import PastWait
from ivr.storage.records import AskedMark, Callback, CallRow, Entry, Survey

MINUTE = timedelta(minutes=1)
MakeCall, MakeEntry = Callable[..., CallRow], Callable[..., Entry]


def test_a_call_is_read_with_its_waits_talks_facts_mark_and_callback(store: Store, call: MakeCall, entry: MakeEntry, now: datetime) -> None:
    with store.unit() as unit:
        unit.start_call(call("CA1"), '[["Entered", "main"]]')
        unit.save_turn("CA1", 1, "{}", "", '[["Queued", "refund"]]', "")
        waits = unit.join_queue(entry("refund.zh.v1.x", "CA1", queue="refund"))
        for offer, steps in (("declined", ["declined"]), ("talked", ["talking", "over"])):
            unit.open_offer(OfferRow(offer, waits.id, "1024", now, now))
            for minute, (before, after) in enumerate(zip(["open", *steps], steps, strict=False), 1):
                unit.move_offer(offer, [before], after, now + minute * MINUTE)
        unit.leave_queue("CA1", "done")
        unit.keep_survey(Survey("CA1", "carol", "refund", 2, now))
        for ticket in ("", "4815162340"):
            unit.ask_mark(AskedMark("CA1", "carol", "refund", "zh", now, ticket))
        unit.keep_wrapup(WrapUp("talked", "1024", "solved", "", now + 3 * MINUTE))
        unit.hang_up("CA1", now + 5 * MINUTE)
    [past] = store.calls_between(now, now + MINUTE)
    assert (past.sid, past.caller_hash, past.started_at, past.ended_at) == ("CA1", "carol", now, now + 5 * MINUTE)
    assert (past.score, past.has_callback, past.is_asked_by_text) == (2, False, True)
    talk = PastWait("refund", waits.arrived_at, "done", "", now + MINUTE, now + 2 * MINUTE, written_at=now + 3 * MINUTE, agent="1024")
    assert past.waits == [talk]
    assert past.facts == ['[["Entered", "main"]]', '[["Queued", "refund"]]']


def test_whose_agent_was_lost_waited_once(store: Store, call: MakeCall, entry: MakeEntry, now: datetime) -> None:
    with store.unit() as unit:
        unit.start_call(call("CA1"), "[]")
        unit.join_queue(entry("refund.zh.v1.x", "CA1", queue="refund"))
        for nth, (agent, ends) in enumerate((("1024", "failed"), ("1025", "over"))):
            unit.open_offer(OfferRow(agent, "refund.zh.v1.x", agent, now, now))
            unit.move_offer(agent, ["open"], "talking", now + (1 + 4 * nth) * MINUTE)
            unit.move_offer(agent, ["talking"], ends, now + (3 + 4 * nth) * MINUTE)
        past = unit.line_past("refund", 9)
    [[wait]] = [each.waits for each in store.calls_between(now, now + MINUTE)]
    assert (wait.talked_at, wait.again_at, wait.over_at, wait.agent) == (now + MINUTE, now + 5 * MINUTE, now + 7 * MINUTE, "1025")
    assert [(each.waited, each.is_answered) for each in past.ended] == [(60_000, True)]


def test_a_talk_that_goes_on_has_no_end_and_a_wait_without_a_talk_has_none(
    store: Store, call: MakeCall, entry: MakeEntry, now: datetime
) -> None:
    with store.unit() as unit:
        for sid in ("CA1", "CA2"):
            unit.start_call(call(sid), "[]")
            unit.join_queue(entry(f"refund.zh.v1.{sid}", sid, queue="refund"))
        unit.open_offer(OfferRow("talks", "refund.zh.v1.CA1", "1024", now, now))
        unit.move_offer("talks", ["open"], "talking", now + MINUTE)
    talking, waiting = store.calls_between(now, now + MINUTE)
    assert [(wait.talked_at, wait.over_at) for wait in (*talking.waits, *waiting.waits)] == [(now + MINUTE, None), (None, None)]


def test_calls_are_those_that_began_between_the_moments_each_once(
    store: Store, call: MakeCall, callback: Callable[..., Callback], now: datetime
) -> None:
    with store.unit() as unit:
        for minute in (2, 0, 1, 3):
            unit.start_call(call(f"CA{minute}", started_at=now + minute * MINUTE), "[]")
        for number in ("1000000001", "1000000002"):
            unit.book_callback(callback(number), lambda number=number: number)  # type: ignore[misc]
    found = store.calls_between(now + MINUTE, now + 3 * MINUTE)
    assert [(past.sid, past.has_callback, past.ended_at) for past in found] == [("CA1", True, None), ("CA2", False, None)]
