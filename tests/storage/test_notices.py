"""Messages, recordings and notices, in any order and any number of times, on every store."""

from dataclasses import replace
from datetime import datetime
from itertools import permutations

import pytest

from ivr.storage.base import Store
from ivr.storage.records import Message, Recording

STARTED = Recording("RE1", "CA1", "", 0, "in-progress", 0)
DONE = Recording("RE1", "CA1", "https://carrier.example/RE1", 12, "completed", 1)
DELETED = Recording("RE1", "CA1", "", 12, "deleted", 2)


def text(now: datetime, key: str) -> Message:
    return Message("sms", "carol", "sealed carol", "Ticket 1000000001", "en", "CA1", now, key)


def test_a_message_is_posted_once(store: Store, now: datetime) -> None:
    with store.unit() as unit:
        assert unit.post(text(now, "CA1:3:0"))
        assert not unit.post(replace(text(now, "CA1:3:0"), body="again"))
        kept = unit.message("CA1:3:0")
        assert kept is not None
        assert kept == replace(text(now, "CA1:3:0"), id=kept.id)
        assert unit.message("CA1:4:0") is None


def test_the_messages_of_a_call_are_listed_in_order(store: Store, now: datetime) -> None:
    with store.unit() as unit:
        for key in ("b", "a", "c"):
            unit.post(text(now, key))
        unit.post(replace(text(now, "d"), call_sid="CA2"))
        assert [message.key for message in unit.messages("CA1")] == ["b", "a", "c"]


@pytest.mark.parametrize("order", list(permutations([STARTED, DONE, DELETED])))
def test_the_latest_word_on_a_recording_stands_in_whatever_order_it_came(store: Store, order: tuple[Recording, ...]) -> None:
    with store.unit() as unit:
        assert unit.recording("RE1") is None
        for said in (*order, *order):
            unit.keep_recording(said)
        assert unit.recording("RE1") == DELETED


def test_a_notice_is_news_once(store: Store, now: datetime) -> None:
    notices = [("CA1", "status", 0), ("CA1", "status", 1), ("CA1", "room", 0), ("CA2", "status", 0)]
    with store.unit() as unit:
        assert [unit.note(*notice, "{}", now) for notice in notices] == [True] * 4
        assert [unit.note(*notice, "{}", now) for notice in reversed(notices)] == [False] * 4
