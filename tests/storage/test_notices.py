"""Messages, recordings and notices, in any order and any number of times, on every store."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations
from threading import Barrier

import pytest

from ivr.storage.base import Store
from ivr.storage.records import Message, Recording

STARTED = Recording("RE1", "CA1", "", 0, "in-progress", 0)
DONE = Recording("RE1", "CA1", "https://carrier.example/RE1", 12, "completed", 1)
DELETED = Recording("RE1", "CA1", "", 12, "deleted", 2)


def text(now: datetime, key: str) -> Message:
    return Message("sms", "carol", "sealed carol", "Ticket 1000000001", "en", "CA1", now, key)


@pytest.fixture
def message(now: datetime) -> Message:
    return text(now, "CA1:3:0")


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


def test_a_message_is_tried_sent_and_known_by_the_carriers_name(store: Store, message: Message, now: datetime) -> None:
    later = now + timedelta(seconds=9)
    with store.unit() as unit:
        unit.post(message)
        assert unit.try_message(message.key, None, now)
        assert unit.try_message(message.key, now, later)
        assert (found := unit.message(message.key))
        assert (found.state, found.tried_at) == ("sending", later)
        assert not unit.is_claimed("SM1")
        unit.message_sent(message.key, "SM1")
        unit.message_failed(message.key, "too late to fail")
        assert (found := unit.message(message.key))
        assert (found.state, found.carrier_sid, found.body, found.reason) == ("sent", "SM1", message.body, "")
        assert unit.is_claimed("SM1")


def test_a_message_that_was_not_sent_is_queued_again(store: Store, message: Message, now: datetime) -> None:
    with store.unit() as unit:
        unit.post(message)
        unit.try_message(message.key, None, now)
        unit.untry_message(message.key)
        assert (found := unit.message(message.key))
        assert (found.state, found.tried_at) == ("queued", None)


@pytest.mark.parametrize("tries", [0, 1])
def test_of_workers_who_read_the_same_message_one_tries_it(store: Store, message: Message, now: datetime, tries: int) -> None:
    read = None
    with store.unit() as unit:
        unit.post(message)
        if tries:
            unit.try_message(message.key, None, now)
            read = now
    workers = 4
    together = Barrier(workers)

    def work(_: int) -> bool:
        together.wait()
        with store.unit() as unit:
            return unit.try_message(message.key, read, now + timedelta(microseconds=1))

    with ThreadPoolExecutor(workers) as threads:
        assert sorted(threads.map(work, range(workers))) == [False] * (workers - 1) + [True]


def test_a_message_that_was_sent_meanwhile_is_not_tried(store: Store, message: Message, now: datetime) -> None:
    with store.unit() as unit:
        unit.post(message)
        unit.message_sent(message.key, "SM1")
        assert not unit.try_message(message.key, None, now)


@pytest.mark.parametrize("ends", [None, timedelta(minutes=5)])
def test_a_message_with_an_end_is_forgotten_when_it_is_settled(
    store: Store, message: Message, now: datetime, ends: timedelta | None
) -> None:
    with store.unit() as unit:
        unit.post(replace(message, until=ends and now + ends))
        unit.message_failed(message.key, "21211")
        assert (found := unit.message(message.key))
        assert (found.state, found.reason, found.body) == ("failed", "21211", "" if ends else message.body)


def test_messages_without_a_job_are_found_while_they_are_new(store: Store, message: Message, now: datetime) -> None:
    with store.unit() as unit:
        unit.post(message)
        unit.post(replace(message, key="watched"))
        unit.add_job("send", "watched", "{}", now)
        unit.add_job("other", message.key, "{}", now)
        assert unit.unwatched_messages("send", now - timedelta(seconds=1)) == [message.key]
        assert unit.unwatched_messages("send", now) == []
